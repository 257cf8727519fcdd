//! Pages that are made from the program: a page that is old fails. `UPDATE_PAGES=1 cargo test pages` writes them.

use std::fmt::Write;
use std::path::PathBuf;
use unstuck::app::action::Action;
use unstuck::app::keymap::{Context, Keymap};
use unstuck::domain::lever::Danger;
use unstuck::domain::lever_table::TABLE;

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
