//! docs/diagnosis.md against the program: a row for every cause there is, and for none there is not.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use unstuck::diagnosis::catalogue;
use unstuck::diagnosis::verdict::Category;

/// Cause to category, symptom, evidence and next step, as the page has them.
fn rows() -> Vec<(String, String, Vec<String>)> {
    let page = include_str!("../../docs/diagnosis.md");
    let heading = Regex::new(r"^### .*\(`([a-z_]+)`\)$").expect("valid");
    let (mut category, mut rows) = (String::new(), Vec::new());
    for line in page.lines() {
        if let Some(found) = heading.captures(line) {
            category = found[1].to_owned();
        }
        let Some(cause) = line.strip_prefix("| `").filter(|_| !category.is_empty()).and_then(|l| l.split('`').next())
        else {
            continue;
        };
        let unescaped = line.replace("\\|", "\u{1}");
        let cells: Vec<String> = unescaped.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        rows.push((cause.to_owned(), category.clone(), cells));
    }
    rows
}

/// Causes that rules give by themselves: every word of their files that looks like one.
fn of_rules() -> BTreeSet<String> {
    let word = Regex::new(r#""([a-z]+(?:_[a-z]+)+|baking)""#).expect("valid");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnosis");
    let mut found = BTreeSet::new();
    for folder in ["rules", "beside"] {
        for file in fs::read_dir(root.join(folder)).expect("folder") {
            let text = fs::read_to_string(file.expect("entry").path()).expect("text");
            let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
            found.extend(word.captures_iter(shipped).map(|c| c[1].to_owned()));
        }
    }
    found
}

#[test]
fn every_cause_has_one_row_under_its_category_and_no_row_is_left_over() {
    let rows = rows();
    let page: BTreeMap<&str, &str> = rows.iter().map(|(cause, category, _)| (&**cause, &**category)).collect();
    assert_eq!(page.len(), rows.len(), "a cause has two rows");
    let catalogue: BTreeMap<&str, &str> = catalogue::causes().into_iter().map(|(n, c)| (n, c.as_str())).collect();
    let mut wrong: Vec<String> = catalogue
        .iter()
        .filter(|(cause, category)| page.get(*cause) != Some(*category))
        .map(|(cause, category)| format!("{cause} belongs under {category}"))
        .collect();
    let own = of_rules();
    wrong.extend(own.iter().filter(|c| !page.contains_key(c.as_str())).map(|c| format!("{c} of a rule has no row")));
    let is_known = |cause: &&&str| catalogue.contains_key(**cause) || own.contains(**cause);
    wrong.extend(page.keys().filter(|cause| !is_known(cause)).map(|cause| format!("nothing gives {cause}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_says_symptom_evidence_and_next_step_under_a_category_that_exists() {
    let categories: BTreeSet<&str> = Category::ALL.iter().map(|category| category.as_str()).collect();
    for (cause, category, cells) in rows() {
        assert!(categories.contains(category.as_str()), "{cause} stands under {category}");
        assert!(cells.len() == 4 && cells.iter().all(|cell| cell.len() > 3), "{cause}: {cells:?}");
    }
}
