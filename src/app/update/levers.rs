//! From the menu of levers to a write that is sent.

use crate::app::choice::Choice;
use crate::app::confirm::Confirm;
use crate::app::effect::{COPIED, Effect};
use crate::app::key::{Code, Key};
use crate::app::menu::{levers, to_restore};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::picked::picked;
use crate::app::pull::{Next, chosen, pull};
use crate::app::situated::Target;
use crate::app::tracker::{Progress, Tracker};
use crate::app::way::{Does, way};
use crate::domain::Text;
use crate::domain::lever::Lever;
use crate::domain::operation::{Operation, SetCount};
use crate::domain::service::ServiceId;

const NO_STACK: &str = "open a stack first";

/// Opens the menu on its first row.
pub fn open(model: &mut Model) {
    if model.screen == Screen::Stacks {
        return model.say(NO_STACK);
    }
    let first = levers(model).first().map(|entry| entry.row());
    if let Some(at) = first {
        model.overlay = Some(Overlay::Menu { at });
    }
}

/// Opens the guided way out.
pub fn open_way(model: &mut Model) {
    if model.screen == Screen::Stacks {
        return model.say(NO_STACK);
    }
    match way(model) {
        Some(_) => model.overlay = Some(Overlay::Way),
        None => model.say("the stack is not known yet"),
    }
}

/// Keys in the menu. The cursor stays at its lever while others change their places.
pub fn menu(model: &mut Model, key: Key, at: (Lever, Target)) {
    let entries = levers(model);
    let here = entries.iter().position(|entry| entry.is(&at)).unwrap_or(0);
    let next = match key.code {
        Code::Char('q' | 'A') => return,
        Code::Up | Code::Char('k') => here.saturating_sub(1),
        Code::Down | Code::Char('j') => (here + 1).min(entries.len().saturating_sub(1)),
        Code::Home | Code::Char('g') => 0,
        Code::End | Code::Char('G') => entries.len().saturating_sub(1),
        Code::Enter => {
            // The lever that was looked at, not the one that has come into its place.
            if let Some(entry) = entries.iter().find(|entry| entry.is(&at)) {
                match &entry.why_not {
                    None => start(model, entry.lever, &entry.on),
                    Some(why) => model.say_for_now(format!("not now: {why}")),
                }
            }
            if model.overlay.is_none() {
                model.overlay = Some(Overlay::Menu { at });
            }
            return;
        }
        _ => here,
    };
    let at = entries.get(next).map_or(at, |entry| entry.row());
    model.overlay = Some(Overlay::Menu { at });
}

/// A lever by name, from the palette: at once where it is legal at one target, else in the menu.
pub fn by_name(model: &mut Model, lever: Lever) {
    if model.screen == Screen::Stacks {
        return model.say(NO_STACK);
    }
    let entries = levers(model);
    let of: Vec<_> = entries.iter().filter(|entry| entry.lever == lever).collect();
    let legal: Vec<_> = of.iter().filter(|entry| entry.why_not.is_none()).collect();
    match (legal.as_slice(), of.first()) {
        ([one], _) => start(model, one.lever, &one.on),
        ([first, ..], _) => model.overlay = Some(Overlay::Menu { at: first.row() }),
        ([], Some(first)) => {
            let why = first.why_not.clone().unwrap_or_default();
            model.say_for_now(format!("{}: not now: {why}", lever.name()));
        }
        ([], None) => model.say(format!("{}: there is nothing to pull it at; select a service first", lever.name())),
    }
}

/// Restores the count of the service that was scaled to zero from here: the picked one's, else the only one's.
pub fn restore(model: &mut Model) {
    let all = model.facts.services.keys();
    let owed = |id: &ServiceId| {
        let from = model.facts.services.get(id)?.service.value()?.desired;
        Some(SetCount { service: id.clone(), from, to: to_restore(model, id)? })
    };
    let zero: Vec<SetCount> = all.filter_map(owed).collect();
    let picked = picked(model).service;
    let of_picked = zero.iter().find(|change| Some(&change.service) == picked.as_ref());
    match (of_picked, zero.as_slice()) {
        (Some(change), _) | (None, [change]) => confirm(model, Operation::SetCount(change.clone())),
        (None, []) => model.say("the journal knows of no service here that was scaled to zero and not restored"),
        (None, _) => model.say("several were scaled to zero: select the one to restore in pane 3"),
    }
}

fn start(model: &mut Model, lever: Lever, on: &Target) {
    match pull(model, lever, on) {
        Some(Next::Confirm(operation)) => confirm(model, operation),
        Some(Next::Choose(choice)) => model.overlay = Some(Overlay::Choose(Box::new(choice))),
        None => model.say("what it needs is not known yet"),
    }
}

/// Keys while something is chosen.
pub fn choose(model: &mut Model, key: Key, mut choice: Choice) {
    let is_typed = matches!(choice, Choice::Count(_));
    if key.code == Code::Char('q') && !is_typed {
        return;
    }
    if choice.key(key) {
        match chosen(model, &choice) {
            Ok(operation) => return confirm(model, operation),
            Err(why) => model.say(why),
        }
    }
    model.overlay = Some(Overlay::Choose(Box::new(choice)));
}

/// Keys in the guided way out.
pub fn follow(model: &mut Model, key: Key) {
    if matches!(key.code, Code::Char('q' | 'U')) {
        return;
    }
    let step = way(model).and_then(|way| way.now().cloned()).filter(|_| key.code == Code::Enter);
    match step.map(|step| step.does) {
        Some(Does::Pull(lever, on)) => {
            let entry = levers(model).into_iter().find(|entry| entry.is(&(lever, on.clone())));
            match entry.and_then(|entry| entry.why_not) {
                Some(why) => model.say_for_now(format!("not now: {why}")),
                None => start(model, lever, &on),
            }
        }
        Some(Does::Wait) => model.say_for_now("this step is waited for: nothing has to be done"),
        None => {}
    }
    if model.overlay.is_none() {
        model.overlay = Some(Overlay::Way);
    }
}

/// Opens the confirmation of an operation, with a token no other one has.
fn confirm(model: &mut Model, mut operation: Operation) {
    if model.trackers.iter().any(|t| t.is_in_flight() && t.operation.aim() == operation.aim()) {
        return model.say("an action on it is still on its way");
    }
    model.keys.then = None;
    model.keys.confirmations += 1;
    let (run, number) = (model.session.run, model.keys.confirmations);
    if let Some(aim) = operation.stack_aim_mut() {
        aim.token = Text::from(format!("unstuck-{run:x}-{}-{number}", model.now.as_millisecond()));
    }
    let confirm = Confirm::new(operation, &model.facts, &model.session);
    model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
}

/// Leads back to what somebody was about to do when they made it safe first, once that is seen to have taken effect.
pub fn come_back(model: &mut Model) {
    let Some(service) = model.keys.then.as_ref().and_then(Operation::service).cloned() else { return };
    let is_first =
        |t: &&Tracker| t.operation.service() == Some(&service) && t.operation.lever() == Lever::SuspendScaling;
    let progress = model.trackers.iter().rev().find(is_first).map(|tracker| tracker.progress.clone());
    match progress {
        Some(Progress::Settled { well: true, .. }) => {}
        Some(Progress::Settled { well: false, .. }) => return model.keys.then = None,
        _ => return,
    }
    model.keys.then = None;
    // Somebody who looks at something else is not interrupted.
    if model.overlay.is_some() {
        return model.say(format!("the autoscaling of {} is suspended: scale it to zero next", service.name));
    }
    start(model, Lever::ScaleToZero, &Target::Service(service));
}

/// Keys in a confirmation.
pub fn confirmed(model: &mut Model, key: Key, mut confirm: Confirm) -> Vec<Effect> {
    if key.ctrl && key.code == Code::Char('y') {
        let command = confirm.plan.command.clone();
        model.say(COPIED);
        model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
        return vec![Effect::Copy(command)];
    }
    // What cannot be read whole cannot be agreed to, and what was not on the screen yet was not read at all.
    let is_unread = model.size.is_too_small_to_confirm() || !confirm.was_drawn;
    if is_unread && confirm.plan.refusal.is_none() {
        model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
        return Vec::new();
    }
    if key.ctrl
        && key.code == Code::Char('s')
        && let Some(first) = confirm.plan.first.take()
    {
        self::confirm(model, first);
        model.keys.then = Some(confirm.operation);
        return Vec::new();
    }
    if key.code == Code::Enter && !confirm.is_open() && !confirm.is_confirmed() {
        if confirm.leaves(model.now) {
            // Held on, it is not meant for what lies under the dialog.
            model.keys.sent_at = Some(model.now);
            let moved = confirm.obstacle().map(|what| format!("not sent, the state has moved: {what}"));
            let refused = || confirm.plan.refusal.as_ref().map(|why| format!("{why}; nothing was sent"));
            model.say(moved.or_else(refused).unwrap_or_else(|| "nothing was sent".to_owned()));
            return Vec::new();
        }
    } else if key.code == Code::Enter {
        if confirm.is_confirmed() {
            return send(model, confirm.operation);
        }
        // Cancel has the focus until something is typed: Enter on nothing cancels nothing and sends nothing.
        confirm.mismatch = !confirm.typed.is_empty();
    } else if matches!(key.code, Code::Up | Code::Down | Code::PageUp | Code::PageDown) {
        confirm.scroll = confirm.scroll.key(key).unwrap_or_default();
    } else {
        confirm.mismatch = false;
        confirm.typed.key(key);
    }
    model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
    Vec::new()
}

fn send(model: &mut Model, operation: Operation) -> Vec<Effect> {
    let aim = operation.aim();
    // One that came in flight while the dialog was open.
    if model.trackers.iter().any(|t| t.is_in_flight() && t.operation.aim() == aim) {
        model.say("an action on it is still on its way: nothing was sent");
        return Vec::new();
    }
    model.keys.sent_at = Some(model.now);
    // What was done to it before is followed no further: what is read from now on is this one's.
    model.trackers.retain(|tracker| tracker.operation.aim() != aim || !tracker.is_open());
    let mut tracker = Tracker::new(operation.clone(), &model.facts, model.now);
    let then = model.keys.then.as_ref().filter(|_| operation.lever() == Lever::SuspendScaling);
    tracker.leads_to = then.filter(|then| then.service() == operation.service()).cloned();
    model.trackers.push(tracker);
    vec![Effect::Write(operation)]
}

/// A write that was not sent since the state had moved: its dialog comes back and says what, where nothing else is
/// open.
pub fn not_sent(model: &mut Model, operation: &Operation, what: &str) {
    if model.overlay.is_none() {
        let mut confirm = Confirm::new(operation.clone(), &model.facts, &model.session);
        confirm.moved = Some(what.to_owned());
        model.overlay = Some(Overlay::Confirm(Box::new(confirm)));
    }
}
