//! What has to be read to see how writes end.

use super::model::Model;
use crate::domain::topic::Topic;

/// The services of writes whose end is not seen yet are looked at in depth, whatever else is in question: a service
/// that has settled gives way to others, and its write would be followed no further.
pub fn tracked_topics(model: &Model) -> Vec<Topic> {
    let open = model.trackers.iter().filter(|tracker| tracker.is_open());
    let services = open.filter_map(|tracker| tracker.operation.service());
    let known = services.filter(|id| model.facts.services.contains_key(*id));
    known.flat_map(|id| [Topic::Deployments(id.clone()), Topic::Tasks(id.clone())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::feed::{Feed, feeds};
    use crate::app::keymap::Keymap;
    use crate::app::model::Screen;
    use crate::app::session::Session;
    use crate::app::tracker::{Progress, Tracker};
    use crate::domain::guard::Guard;
    use crate::domain::identity::Place;
    use crate::domain::operation::Operation;
    use crate::domain::service::ServiceId;
    use crate::domain::{Text, Timestamp};
    use std::sync::Arc;

    #[test]
    fn a_service_that_was_written_to_is_followed_until_its_end_is_seen() {
        let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
        let session = Session { place, read_only: false, guard: Guard::default(), run: 1 };
        let keymap = Arc::new(Keymap::embedded().expect("valid"));
        let mut model = Model::new(session, Screen::Stack(Text::new("shop")), keymap, Timestamp::UNIX_EPOCH);
        let id = ServiceId { cluster: Text::new("prod"), name: Text::new("web") };
        // Known, and not in question: nothing else asks for it.
        model.facts.services.entry(id.clone()).or_default();
        let wanted = Feed::Topic(Topic::Deployments(id.clone()));
        assert!(!feeds(&model).contains(&wanted));
        model.trackers.push(Tracker::new(Operation::scale_to_zero(id, 4), &model.facts, model.now));
        assert!(feeds(&model).contains(&wanted));
        model.trackers[0].progress = Progress::Settled { well: true, words: String::new() };
        assert!(!feeds(&model).contains(&wanted));
    }
}
