//! What a drift detection that was begun from here has found.

use super::model::Model;
use super::tracker::Progress;
use crate::domain::operation::Operation;
use crate::domain::topic::Topic;

/// The detections that are followed to their end.
pub fn drift_topics(model: &Model) -> Vec<Topic> {
    let followed = model.trackers.iter().filter(|tracker| matches!(tracker.progress, Progress::Following { .. }));
    let topic = |tracker: &super::tracker::Tracker| match &tracker.operation {
        Operation::CheckDrift(change) => {
            Some(Topic::Drift { stack: change.aim.id.clone(), detection: tracker.began.clone()? })
        }
        _ => None,
    };
    followed.filter_map(topic).collect()
}
