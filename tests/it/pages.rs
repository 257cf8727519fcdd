//! Pages that are made from the program: a page that is old fails. `UPDATE_PAGES=1 cargo test pages` writes them.

use crate::glass::Glass;
use regex::Regex;
use std::fmt::Write;
use std::path::PathBuf;
use unstuck::app::action::Action;
use unstuck::app::keymap::{Context, Keymap};
use unstuck::domain::lever::Danger;
use unstuck::domain::lever_table::TABLE;
use unstuck::runtime::effects::Policy;

fn keys() -> String {
    let keymap = Keymap::embedded().expect("our keymap");
    let mut page = String::from(
        "# Keys\n\nMade from the keymap and the actions' own help; `?` shows the same. A `keymap.toml` of the same form as\n\
         [ours](../src/app/keymap.toml) in the config folder is merged over it.\n",
    );
    for context in Context::ALL {
        let _ = write!(page, "\n## {}\n\n| keys | action | what it does |\n|---|---|---|\n", context.as_str());
        for action in Action::ALL {
            let keys = keymap.keys_of(context, *action);
            if !keys.is_empty() {
                let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                let _ = writeln!(page, "| {} | {} | {} |", keys.join(" "), action.name(), action.help());
            }
        }
    }
    page
}

fn safety() -> String {
    let mut page = String::from(include_str!("safety.md"));
    for row in TABLE {
        let lever = row.lever;
        let typed = if lever.danger() == Danger::Great { "; the name is typed" } else { "" };
        let needs: Vec<String> = row.needs.iter().map(|need| need.words()).collect();
        let _ = write!(page, "\n### `{}`\n\n`{}`{typed}.\n\n{}\n\n", lever.name(), lever.action(), row.does);
        let _ = write!(page, "- legal where {}\n- undone by {}\n", needs.join(", and "), row.undo);
    }
    page
}

/// Holds a page against what the program says, or writes it.
fn hold(name: &str, said: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, said).expect("written");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == said, "docs/{name} is old: UPDATE_PAGES=1 cargo test pages");
}

#[test]
fn the_page_of_keys_is_what_the_keymap_says() {
    hold("keys.md", &keys());
}

#[test]
fn the_page_of_safety_is_what_the_table_of_levers_says() {
    hold("safety.md", &safety());
}

const README: &str = include_str!("../../README.md");

/// Lines without what is another in every run: ids, times, counts of calls.
fn evened(picture: &str) -> Vec<String> {
    let of_a_run = Regex::new(r"[0-9a-f]{8}|[0-9]+").expect("valid");
    picture.lines().map(|line| of_a_run.replace_all(line.trim_end(), "#").into_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn the_picture_in_the_readme_is_what_the_demo_shows() {
    let picture = README.split("```").nth(1).expect("a picture").trim_matches('\n');
    let height = u16::try_from(picture.lines().count()).expect("low");
    let mut glass = Glass::open_at("crash-loop", Policy::WithConfirmation, 120, height);
    glass.sees("4 of 4 old tasks still serve").await;
    let shown = glass.sees("Stop the deployment of checkout").await;
    let (shown, pictured) = (evened(&shown), evened(picture));
    // Below the verdict stand rows of its own run.
    let end = shown.iter().position(|line| line.starts_with('┗')).expect("the verdict's frame");
    assert_eq!(pictured.get(1..=end), shown.get(1..=end));
    let keys =
        |lines: &[String]| lines.last().map(|line| line.split("   ").take(7).map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(keys(&pictured), keys(&shown));
    glass.leave().await;
}

#[test]
fn keys_named_in_the_readme_do_something() {
    let keymap = Keymap::embedded().expect("our keymap");
    let mut all = Vec::new();
    for context in Context::ALL {
        all.extend(Action::ALL.iter().flat_map(|action| keymap.keys_of(context, *action)).map(|key| key.to_string()));
    }
    let named = Regex::new("`([a-zA-Z0-9?:/]|Tab|Enter|Esc|Space)`").expect("valid");
    let named: Vec<String> = named.captures_iter(README).map(|found| found[1].to_owned()).collect();
    assert!(named.len() > 30, "{named:?}");
    for key in named {
        let key = if key.len() > 1 { key.to_lowercase() } else { key };
        assert!(all.contains(&key), "README names {key}, which does nothing: {all:?}");
    }
}
