//! What is said after leaving: where the writes stand whose end nobody has seen.

use super::model::{Model, Screen};
use super::tracker::{Progress, Tracker};
use crate::domain::Text;
use crate::domain::clock::time_of_day;
use crate::domain::shell::shell_word;

/// A line for each write that is still on its way, with where it is written down and how to see its end.
pub fn parting(model: &Model, journal: &str) -> Vec<String> {
    model.trackers.iter().filter_map(|tracker| line(tracker, model, journal)).collect()
}

fn line(tracker: &Tracker, model: &Model, journal: &str) -> Option<String> {
    let stands = match &tracker.progress {
        Progress::Sending => "no answer yet: it may have been sent".to_owned(),
        Progress::Following { steps, .. } => format!("{}; its end was not seen yet", steps.join(" → ")),
        Progress::Settled { .. } => return None,
    };
    let place = &model.session.place;
    // What is simulated in this process ends with it.
    let is_here = place.endpoint.as_ref().is_none_or(|endpoint| endpoint.raw().starts_with("http"));
    let stack = match &model.screen {
        Screen::Stack(asked) => Some(model.facts.stack.value().map_or(asked, |stack| &stack.name)),
        Screen::Stacks => None,
    };
    let see = |stack: &Text| format!("; to see its end: unstuck watch {}{}", shell_word(stack), place.arguments());
    let see = stack.filter(|_| is_here).map(see).unwrap_or_default();
    let (title, at) = (tracker.operation.title(), time_of_day(tracker.sent_at));
    Some(format!("{title}, confirmed {at}Z: {stands}; journalled in {journal}{see}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::Keymap;
    use crate::app::session::Session;
    use crate::domain::Timestamp;
    use crate::domain::guard::Guard;
    use crate::domain::identity::Place;
    use crate::domain::operation::Operation;
    use crate::domain::service::ServiceId;
    use std::sync::Arc;

    #[test]
    fn only_what_has_not_ended_is_told_with_where_it_is_written_and_how_to_see_its_end() {
        let following = || Progress::Following { steps: vec!["accepted".to_owned()], unknown: false };
        for (progress, endpoint, told) in [
            (
                following(),
                None,
                "Scale web to zero, confirmed 00:00:00Z: accepted; its end was not seen yet; journalled in /j; to see \
                 its end: unstuck watch shop --region eu-west-1 --profile ops",
            ),
            (
                Progress::Sending,
                Some("simulated"),
                "Scale web to zero, confirmed 00:00:00Z: no answer yet: it may have been sent; journalled in /j",
            ),
            (Progress::Settled { well: true, words: "done".to_owned() }, None, ""),
        ] {
            let place = Place {
                region: Text::new("eu-west-1"),
                profile: Some(Text::new("ops")),
                endpoint: endpoint.map(Text::new),
            };
            let session = Session { place, read_only: false, guard: Guard::default(), run: 1 };
            let keymap = Arc::new(Keymap::embedded().expect("valid"));
            let shown = Screen::Stack(Text::new("shop"));
            let mut model = Model::new(session, shown, keymap, Timestamp::UNIX_EPOCH);
            let service = ServiceId { cluster: Text::new("prod"), name: Text::new("web") };
            let operation = Operation::scale_to_zero(service, 4);
            let sent_at = Timestamp::UNIX_EPOCH;
            model.trackers.push(Tracker {
                operation,
                sent_at,
                progress,
                before: None,
                began: None,
                leads_to: None,
                settled_at: None,
            });
            assert_eq!(parting(&model, "/j").join("\n"), told);
        }
    }
}
