//! How one thing that happened changes the model.
//!
//! Here live the steps; never waiting, never I/O: what has to be done outside is returned as effects.

mod act;
mod dialog;
mod editing;
mod explain_deployment;
mod explain_line;
mod explain_row;
mod jump;
mod levers;
mod moving;
mod naming;
mod reading;
mod typing;

pub use editing::query_scope;

use super::effect::Effect;
use super::key::{Code, Key};
use super::keymap::Lookup;
use super::message::Msg;
use super::model::{Model, Size};
use super::overlay::Overlay;
use super::queries::Queries;
use crate::domain::clock::seconds_between;
use crate::domain::operation::Outcome;
use crate::domain::service::ServiceId;
use crate::domain::topic::Topic;

/// Takes one message. Call [`Model::settle`] after the last of a batch.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => {
            let acted = model.overlay.as_ref().is_some_and(Overlay::acts);
            let mut effects = press(model, key);
            // Another console may have done something meanwhile, and the journal may no longer be of use.
            if !acted && model.overlay.as_ref().is_some_and(Overlay::acts) {
                effects.push(Effect::ReadJournal);
            }
            return effects;
        }
        Msg::Paste(text) => typing::paste(model, &text),
        Msg::Resize { width, height } => model.size = Size { width, height },
        Msg::Tick(now) => {
            model.now = now;
            explain_row::renew(model);
            levers::come_back(model);
            model.diagnosis_is_old = true;
        }
        Msg::Calls { at, calls } => model.traffic.count(at, calls),
        Msg::Told { topic, at, answer } => {
            // An answer to a question nobody asks any more changes nothing.
            if super::feed::feeds(model).contains(&super::feed::Feed::Topic(topic.clone())) {
                let is_who = topic == Topic::Identity && answer.is_ok();
                model.facts.learn(&topic, at, answer);
                recall(model, &topic);
                if matches!(topic, Topic::SavedQueries | Topic::LogFields(_)) {
                    editing::renew(model);
                }
                model.diagnosis_is_old = true;
                if is_who {
                    // What was done in this account is known only now.
                    return vec![Effect::ReadJournal];
                }
            }
        }
        Msg::Live(number, news) => {
            let now = model.now;
            if let Some(live) = model.panes.logs.live.as_mut().filter(|live| live.spec.number == number) {
                live.take(news, now);
            }
        }
        Msg::Done { operation, at, outcome } => {
            let tracker = model.trackers.iter_mut().rev().find(|t| t.operation == operation);
            if let Some(tracker) = tracker {
                tracker.answered(&outcome, at);
            }
            model.denied.learn(&operation, &outcome, at);
            if let Outcome::Moved(what) = &outcome {
                levers::not_sent(model, &operation, what);
            }
            model.diagnosis_is_old = true;
            return vec![Effect::Refresh, Effect::ReadJournal];
        }
        Msg::Remembered(memory) => {
            model.memory = *memory;
            model.facts.seen = model.memory.groups().to_vec();
            let known: Vec<ServiceId> = model.facts.services.keys().cloned().collect();
            known.iter().for_each(|id| model.memory.recall(&mut model.facts, id));
            model.diagnosis_is_old = true;
        }
        Msg::Drawn(drawn) => {
            if let Some(Overlay::Help { scroll }) = &mut model.overlay {
                scroll.learn(drawn);
            } else if let Some(Overlay::Detail(detail)) = &mut model.overlay {
                detail.scroll.learn(drawn);
            } else if let Some(Overlay::Confirm(confirm)) = &mut model.overlay {
                confirm.scroll.learn(drawn);
            } else if let Some(Overlay::Timeline(timeline)) = &mut model.overlay {
                timeline.room = Some(drawn.room);
            }
        }
        Msg::GoOn => return reading::go_on(model),
        Msg::Taken(taken) => {
            let place = &model.session.place;
            model.taken = taken;
            model.facts.no_journal = None;
            let account = model.facts.identity.value().map(|who| &who.account);
            model.taken.retain(|write| write.is_of(place, account));
            model.diagnosis_is_old = true;
        }
        Msg::NoJournal(why) => {
            if model.facts.no_journal.as_ref() != Some(&why) {
                model.say(format!("{why}: no action can be sent"));
                model.facts.no_journal = Some(why);
                model.diagnosis_is_old = true;
            }
        }
        Msg::Queries(past) => model.queries = Queries::new(past),
        Msg::Notice(text) => model.say(text),
    }
    Vec::new()
}

/// What ECS has forgotten is known again beside its first answer.
fn recall(model: &mut Model, topic: &Topic) {
    match topic {
        Topic::Tasks(id) => model.memory.recall(&mut model.facts, id),
        Topic::Services { cluster, names } => {
            for name in names {
                let id = ServiceId { cluster: cluster.clone(), name: name.clone() };
                model.memory.recall(&mut model.facts, &id);
            }
        }
        _ => {}
    }
}

/// An Enter this soon after the one that sent a write belongs to it (our choice; time passes in whole seconds here).
const ECHO_SECONDS: u64 = 1;

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    if key == Key::ctrl('c') {
        model.leaving = true;
        return Vec::new();
    }
    model.dismiss_notice();
    if model.overlay.is_some() {
        if !key.moves() {
            model.dismiss_outcomes();
        }
        return dialog::key(model, key);
    }
    // Enter pressed twice at the name sends once: the second is not meant for what lies under the dialog.
    let sent_at = model.keys.sent_at.take();
    if key.code == Code::Enter && sent_at.is_some_and(|at| seconds_between(at, model.now) <= ECHO_SECONDS) {
        // A key that is held is one for as long as it comes.
        model.keys.sent_at = Some(model.now);
        return Vec::new();
    }
    model.keys.pending.push(key);
    match model.keys.map.look_up(model.context(), &model.keys.pending) {
        Lookup::Pending => Vec::new(),
        Lookup::Nothing => {
            model.keys.pending.clear();
            model.dismiss_outcomes();
            Vec::new()
        }
        Lookup::Action(action) => {
            model.keys.pending.clear();
            if !action.moves() {
                model.dismiss_outcomes();
            }
            act::act(model, action)
        }
    }
}
