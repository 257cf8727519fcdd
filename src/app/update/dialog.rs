//! Keys while something lies over the panes.

use super::{act, editing, explain_row, jump, naming, reading};
use crate::app::action::Action;
use crate::app::confirm::Confirm;
use crate::app::effect::{COPIED, Effect};
use crate::app::input::Input;
use crate::app::key::{Code, Key};
use crate::app::keymap::{Context, Lookup};
use crate::app::menu::{LeverKind, SkipChoice, levers};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::tracker::Tracker;
use crate::domain::Text;
use crate::domain::operation::{Operation, StackAim};

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
        Overlay::Menu { selected } => menu(model, key, selected),
        Overlay::Skip(choice) => skip(model, key, choice),
        Overlay::Confirm(confirm) => return confirmed(model, key, *confirm),
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

/// The actions whose names or help hold every word typed.
pub fn matching(typed: &str) -> Vec<Action> {
    let holds = |action: &&Action| {
        let all = format!("{} {}", action.name(), action.help()).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| all.contains(word))
    };
    let mut found: Vec<Action> = Action::ALL.iter().filter(holds).copied().collect();
    found.sort_by_key(|action| !action.name().starts_with(typed.trim()));
    found
}

fn palette(model: &mut Model, key: Key, mut input: Input, selected: usize) -> Vec<Effect> {
    let found = matching(&input.text());
    let selected = match key.code {
        Code::Up | Code::BackTab => selected.saturating_sub(1),
        Code::Down | Code::Tab => (selected + 1).min(found.len().saturating_sub(1)),
        Code::Enter => {
            return found.get(selected).map_or_else(Vec::new, |action| act::act(model, *action));
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

fn menu(model: &mut Model, key: Key, selected: usize) {
    let levers = levers(&model.facts, &model.diagnosis);
    let legal = levers.iter().filter(|lever| lever.why_not.is_none()).count();
    match key.code {
        Code::Char('q' | 'A') => {}
        Code::Up | Code::Char('k') => model.overlay = Some(Overlay::Menu { selected: selected.saturating_sub(1) }),
        Code::Down | Code::Char('j') => {
            model.overlay = Some(Overlay::Menu { selected: (selected + 1).min(legal.saturating_sub(1)) });
        }
        Code::Enter => match levers.get(selected).filter(|lever| lever.why_not.is_none()).map(|lever| &lever.kind) {
            Some(LeverKind::ScaleToZero(service)) => {
                let from = model.facts.services.get(service).and_then(|s| s.service.value()).map(|s| s.desired);
                if let Some(from) = from {
                    confirm(model, Operation::scale_to_zero(service.clone(), from));
                }
            }
            Some(LeverKind::ContinueRollback) => model.overlay = Some(Overlay::Skip(SkipChoice::new(&model.facts))),
            None => model.overlay = Some(Overlay::Menu { selected }),
        },
        _ => model.overlay = Some(Overlay::Menu { selected }),
    }
}

fn skip(model: &mut Model, key: Key, mut choice: SkipChoice) {
    match key.code {
        Code::Char('q') => return,
        Code::Up | Code::Char('k') => choice.go(false),
        Code::Down | Code::Char('j') => choice.go(true),
        Code::Char(' ') => choice.toggle(),
        Code::Enter => {
            if let Some(stack) = model.facts.stack.value() {
                let aim = StackAim { token: token(model), ..StackAim::at(stack) };
                confirm(model, Operation::continue_rollback(aim, choice.chosen()));
            }
            return;
        }
        _ => {}
    }
    model.overlay = Some(Overlay::Skip(choice));
}

/// A request token no other confirmation has: of this run and this moment.
fn token(model: &Model) -> Text {
    Text::from(format!("unstuck-{:x}-{}", model.session.run, model.now.as_millisecond()))
}

fn confirm(model: &mut Model, operation: Operation) {
    if model.trackers.iter().any(|t| t.is_open() && t.operation.aim() == operation.aim()) {
        model.say("an action on it is still on its way");
        return;
    }
    let confirm = Confirm::new(operation, &model.facts, &model.session);
    model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
}

fn confirmed(model: &mut Model, key: Key, mut confirm: Confirm) -> Vec<Effect> {
    if key.ctrl && key.code == Code::Char('y') {
        let command = confirm.plan.command.clone();
        model.say(COPIED);
        model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
        return vec![Effect::Copy(command)];
    }
    // What cannot be read whole cannot be agreed to; the dialog says so.
    if model.size.is_too_small_to_confirm() && confirm.plan.refusal.is_none() {
        model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
        return Vec::new();
    }
    if key.code == Code::Enter {
        if confirm.is_confirmed() {
            model.keys.sent_at = Some(model.now);
            model.trackers.push(Tracker::new(confirm.operation.clone(), model.now));
            return vec![Effect::Write(confirm.operation)];
        }
        // Cancel has the focus until something is typed: Enter on nothing cancels nothing and sends nothing.
        confirm.mismatch = !confirm.typed.is_empty();
    } else {
        confirm.mismatch = false;
        confirm.typed.key(key);
    }
    model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
    Vec::new()
}
