//! Saving a query in the account: from its name to the write.

use crate::app::aimed::aim;
use crate::app::effect::{COPIED, Effect};
use crate::app::key::{Code, Key};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::plan::place;
use crate::app::save_query::NameQuery;
use crate::app::tracker::Tracker;
use crate::domain::Text;
use crate::domain::operation::Operation;

/// Asks for a name.
pub fn ask(model: &mut Model, text: &str) {
    let groups = aim(model).groups.into_iter().map(|group| group.name).collect();
    let refusal = model.session.refusal(&model.facts);
    let place = place(&model.facts, &model.session);
    model.overlay = Some(Overlay::NameQuery(Box::new(NameQuery::new(text, groups, place, refusal))));
}

/// Takes a key: Enter sends.
pub fn key(model: &mut Model, key: Key, mut dialog: Box<NameQuery>) -> Vec<Effect> {
    match key.code {
        Code::Enter => {
            // Two of one moment are two.
            let (at, number) = (model.now.as_millisecond(), model.trackers.len());
            let token = Text::from(format!("unstuck-{:x}-{at}-{number}", model.session.run));
            let saved = model.facts.saved_queries.value().map(Vec::as_slice);
            if let Some(change) = dialog.send(saved, token) {
                let operation = Operation::SaveQuery(Box::new(change));
                if model.trackers.iter().any(|t| t.is_open() && t.operation.aim() == operation.aim()) {
                    model.say("a query of that name is still being saved");
                    return Vec::new();
                }
                model.keys.sent_at = Some(model.now);
                model.trackers.push(Tracker::new(operation.clone(), &model.facts, model.now));
                return vec![Effect::Write(operation)];
            }
        }
        Code::Char('y') if key.ctrl => {
            let saved = model.facts.saved_queries.value().map_or(&[][..], Vec::as_slice);
            let command = dialog.command(saved, &model.session.place);
            model.say(COPIED);
            model.overlay = Some(Overlay::NameQuery(dialog));
            return vec![Effect::Copy(command)];
        }
        _ => {
            dialog.changed();
            dialog.name.key(key);
        }
    }
    model.overlay = Some(Overlay::NameQuery(dialog));
    Vec::new()
}
