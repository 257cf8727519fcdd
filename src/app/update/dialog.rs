//! Keys while something lies over the panes.

use super::{act, editing, explain_row, jump, levers, naming, reading};
use crate::app::action::Action;
use crate::app::command::{Command, matching};
use crate::app::effect::{COPIED, Effect};
use crate::app::input::Input;
use crate::app::key::{Code, Key};
use crate::app::keymap::{Context, Lookup};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::domain::Text;

/// Takes a key for the overlay. The overlay is taken out and put back unless the key closes it.
pub fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(overlay) = model.overlay.take() else { return Vec::new() };
    let closes = key.code == Code::Esc;
    match overlay {
        Overlay::Filter(_) if closes => filter_by(model, ""),
        // The row was opened on the way from a finding: it is left with its row.
        Overlay::Detail(detail) if closes && detail.marked.is_some() => jump::back(model),
        Overlay::Editor(editor) => return editing::key(model, key, editor),
        Overlay::Search(input) => return reading::key(model, key, input),
        Overlay::NameQuery(_) if closes => editing::edit(model),
        Overlay::NameQuery(asked) => return naming::key(model, key, asked),
        _ if closes => {}
        Overlay::Help { scroll } => model.overlay = scroll.key(key).map(|scroll| Overlay::Help { scroll }),
        Overlay::Timeline(timeline) => {
            model.overlay = timeline.key(key).map(|timeline| Overlay::Timeline(Box::new(timeline)));
        }
        Overlay::Detail(detail) if key == Key::plain(Code::Char('V')) => {
            model.toggle_values();
            model.overlay = Some(Overlay::Detail(detail));
            explain_row::renew(model);
        }
        Overlay::Detail(detail) if key == Key::plain(Code::Char('y')) => {
            let lines: Vec<&str> = detail.lines.iter().map(Text::as_str).collect();
            let copied = lines.join("\n");
            model.say(COPIED);
            model.overlay = Some(Overlay::Detail(detail));
            return vec![Effect::Copy(copied)];
        }
        Overlay::Detail(detail) if evidence_key(model, key).is_some() => {
            jump::step_from(model, detail, evidence_key(model, key) == Some(Action::NextEvidence));
        }
        Overlay::Detail(mut detail) => {
            if let Some(scroll) = detail.scroll.key(key) {
                if scroll == detail.scroll && matches!(key.code, Code::Char('1'..='4' | '/' | 'A' | 'T')) {
                    model.say("Esc first: the row is open over the panes");
                }
                detail.scroll = scroll;
                model.overlay = Some(Overlay::Detail(detail));
            }
        }
        Overlay::Palette { input, selected } => return palette(model, key, input, selected),
        Overlay::Filter(mut input) => {
            if key.code != Code::Enter {
                input.key(key);
                filter_by(model, &input.text());
                model.overlay = Some(Overlay::Filter(input));
            }
        }
        Overlay::Queries(list) => return editing::choose(model, key, list),
        Overlay::Menu { at } => levers::menu(model, key, at),
        Overlay::Choose(choice) => levers::choose(model, key, *choice),
        Overlay::Way => levers::follow(model, key),
        Overlay::Confirm(confirm) => return levers::confirmed(model, key, *confirm),
    }
    Vec::new()
}

/// The way through a finding's evidence works from an open row as well.
fn evidence_key(model: &Model, key: Key) -> Option<Action> {
    match model.keys.map.look_up(Context::Global, &[key]) {
        Lookup::Action(action @ (Action::NextEvidence | Action::PreviousEvidence)) => Some(action),
        _ => None,
    }
}

fn palette(model: &mut Model, key: Key, mut input: Input, selected: usize) -> Vec<Effect> {
    let found = matching(&input.text());
    let selected = match key.code {
        Code::Up | Code::BackTab => selected.saturating_sub(1),
        Code::Down | Code::Tab => (selected + 1).min(found.len().saturating_sub(1)),
        Code::Enter => {
            return match found.get(selected) {
                Some(Command::Action(action)) => act::act(model, *action),
                Some(Command::Lever(lever)) => {
                    levers::by_name(model, *lever);
                    Vec::new()
                }
                None => Vec::new(),
            };
        }
        _ => {
            input.key(key);
            0
        }
    };
    model.overlay = Some(Overlay::Palette { input, selected });
    Vec::new()
}

fn filter_by(model: &mut Model, words: &str) {
    let focus = model.panes.focus;
    model.panes.list_mut(focus).filter = words.to_owned();
}
