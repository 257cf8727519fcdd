//! The keys that work in an overlay, for its own border and for the footer: while it is open no other does.

use crate::app::action::Action;
use crate::app::choice::Choice;
use crate::app::confirm::Confirm;
use crate::app::detail::Detail;
use crate::app::keymap::Context;
use crate::app::menu::levers;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::way::{Does, way};
use crate::domain::lever::Lever;

/// Each key and what it does, apart by ` · `.
pub fn of(overlay: &Overlay, model: &Model) -> String {
    match overlay {
        Overlay::Help { .. } => "↑↓ scroll · PgUp/PgDn page · Esc close".to_owned(),
        Overlay::Detail(detail) => {
            format!("↑↓ scroll · PgUp/PgDn page{} · {}", evidence(detail, model), leaving(detail))
        }
        Overlay::Timeline(shown) => {
            let other = if shown.picture { "list" } else { "picture" };
            let rows = match (shown.picture, shown.whole) {
                (true, _) => "",
                (false, false) => " · Enter rows whole",
                (false, true) => " · Enter rows short",
            };
            format!("Tab {other}{rows} · ↑↓ more · Esc close")
        }
        Overlay::Menu { at } => {
            let is_legal = levers(model).iter().any(|lever| lever.is(at) && lever.why_not.is_none());
            let keys = if is_legal {
                "↑↓ choose · Enter look closer, nothing is sent yet · Esc close"
            } else {
                "↑↓ choose · Esc close"
            };
            keys.to_owned()
        }
        Overlay::Choose(choice) => match choice.as_ref() {
            Choice::Count(_) => "Enter look closer, nothing is sent yet · Esc close".to_owned(),
            Choice::Hook(_) => "↑↓ choose · Enter look closer, nothing is sent yet · Esc close".to_owned(),
            Choice::Resources(all) => {
                let doing = if all.lever == Lever::DeleteKeeping { "keeping" } else { "skipping" };
                let number = match all.chosen().len() {
                    0 => "nothing".to_owned(),
                    number => number.to_string(),
                };
                format!("↑↓ choose · Space mark · Enter go on {doing} {number} · Esc close")
            }
        },
        Overlay::Way => match way(model).and_then(|way| way.now().map(|step| step.does.clone())) {
            Some(Does::Pull(..)) => "Enter the next step, nothing is sent yet · Esc close".to_owned(),
            Some(Does::Wait) | None => "Esc close".to_owned(),
        },
        Overlay::Palette { .. } => "↑↓ choose · Enter run · Esc close".to_owned(),
        Overlay::Confirm(confirm) if !confirm.is_open() => {
            format!("Enter close · Esc close · ctrl-y copy{}", more(confirm))
        }
        Overlay::Confirm(confirm) => {
            let name = confirm.wanted();
            if confirm.plan.first.is_some() {
                return "Enter send · ctrl-s suspend autoscaling first · Esc cancel · ctrl-y copy".to_owned();
            }
            format!("Enter send, once {name} is typed · Esc cancel · ctrl-y copy{}", more(confirm))
        }
        Overlay::Editor(editor) if editor.popup.is_some() => {
            "Tab take · ↑↓ choose · Enter run · Esc no offers".to_owned()
        }
        Overlay::Editor(_) => "↵ run · Tab word · Alt-↵ line · ^u clear · ^o list · ^s save · Esc close".to_owned(),
        Overlay::Queries(_) => "↑↓ choose · Enter run · Tab edit · Esc close".to_owned(),
        Overlay::NameQuery(asked) if asked.refusal.is_some() => "Esc back to the query".to_owned(),
        Overlay::NameQuery(_) => "Enter save · Esc back to the query · ctrl-y copy".to_owned(),
        Overlay::Search(_) => "Enter go to the nearest above · n next · N previous · Esc leave".to_owned(),
        Overlay::Filter(_) => "Enter keep · Esc show all".to_owned(),
    }
}

/// The key to the rows of a finding's evidence, where the open row is a finding or evidence itself.
fn evidence(detail: &Detail, model: &Model) -> String {
    let leads = detail.pane == Pane::Findings || model.trail.is_some();
    let key = model.keys.map.keys_of(Context::Global, Action::NextEvidence).into_iter().next().filter(|_| leads);
    let word = if detail.pane == Pane::Findings { "evidence" } else { "next evidence" };
    key.map_or(String::new(), |key| format!(" · {key} {word}"))
}

/// Where an open row is left to.
pub fn leaving(detail: &Detail) -> &'static str {
    if detail.marked.is_some() { "Esc finding" } else { "Esc close" }
}

/// How to read what there was no room for.
fn more(confirm: &Confirm) -> &'static str {
    if confirm.scroll.is_longer() { " · ↑↓ read on" } else { "" }
}
