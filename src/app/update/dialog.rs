//! Keys while something lies over the panes.

use super::{act, explain_row};
use crate::app::action::Action;
use crate::app::confirm::Confirm;
use crate::app::effect::{COPIED, Effect};
use crate::app::input::Input;
use crate::app::key::{Code, Key};
use crate::app::menu::{LeverKind, SkipChoice, levers};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::panes::logs::QueryRun;
use crate::app::tracker::Tracker;
use crate::domain::Text;
use crate::domain::clock::time_of_day;
use crate::domain::operation::{Operation, StackAim};
use crate::domain::query::QuerySpec;
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// Takes a key for the overlay. The overlay is taken out and put back unless the key closes it.
pub fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(overlay) = model.overlay.take() else { return Vec::new() };
    let closes = key.code == Code::Esc;
    match overlay {
        Overlay::Filter(_) if closes => filter_by(model, ""),
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
        Overlay::Query { input, .. } => query(model, key, input),
        Overlay::Menu { selected } => menu(model, key, selected),
        Overlay::Skip(choice) => skip(model, key, choice),
        Overlay::Confirm(confirm) => return confirmed(model, key, *confirm),
    }
    Vec::new()
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

fn query(model: &mut Model, key: Key, mut input: Input) {
    if key == Key::ctrl('u') {
        input.set("");
        model.overlay = Some(Overlay::Query { input, problem: None });
        return;
    }
    if key.code != Code::Enter || key.alt {
        input.key(if key.code == Code::Enter { Key::plain(Code::Enter) } else { key });
        model.overlay = Some(Overlay::Query { input, problem: None });
        return;
    }
    let text = input.text();
    let problem =
        problem(&text).or_else(|| groups(model).is_empty().then(|| "no log group is known yet to ask".to_owned()));
    if problem.is_some() {
        model.overlay = Some(Overlay::Query { input, problem });
        return;
    }
    let spec =
        QuerySpec { groups: groups(model), text: text.clone(), from: query_from(model), to: model.now, limit: 1_000 };
    model.panes.logs.draft = Some(text);
    model.panes.logs.list.selected = None;
    model.panes.logs.query = Some(QueryRun { spec, results: None, fault: None });
}

/// What is wrong with a query before it is sent, in one line.
fn problem(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("the query is empty".to_owned());
    }
    let problem = crate::insights::parse(text).errors.into_iter().next()?;
    let help = problem.help.map_or(String::new(), |help| format!("; {help}"));
    let before = text.get(..problem.start).unwrap_or(text);
    let (line, column) =
        (before.matches('\n').count() + 1, before.chars().rev().take_while(|c| *c != '\n').count() + 1);
    Some(format!("line {line}:{column}: {}{help}", problem.message))
}

/// The log groups of the stack's task definitions.
fn groups(model: &Model) -> Vec<Text> {
    let definitions = model.facts.task_definitions.values().filter_map(|known| known.value());
    let containers = definitions.flat_map(|definition| &definition.containers);
    let groups: BTreeSet<Text> = containers.filter_map(|c| c.log.as_ref()?.group.clone()).collect();
    groups.into_iter().collect()
}

/// What a query would be run over and that it is paid for, in a few words.
pub fn query_scope(model: &Model) -> String {
    let over = match groups(model).as_slice() {
        [] => "no log group known yet".to_owned(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    };
    format!("{over} · since {} · billed per GB scanned", time_of_day(query_from(model)))
}

/// Queries look back to the start of the operation, an hour at least.
fn query_from(model: &Model) -> crate::domain::Timestamp {
    let hour = model.now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(model.now);
    let began = model.diagnosis.stack.as_ref().and_then(|stack| stack.since);
    began.map_or(hour, |began| began.min(hour))
}
