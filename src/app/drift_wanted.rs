//! What a drift detection that was begun from here has found, in this run or an earlier one.

use super::model::Model;
use super::tracker::{Progress, Tracker};
use crate::domain::operation::Operation;
use crate::domain::topic::Topic;

/// The detections that are followed to their end.
pub fn drift_topics(model: &Model) -> Vec<Topic> {
    let followed = model.trackers.iter().filter(|tracker| matches!(tracker.progress, Progress::Following { .. }));
    let topic = |tracker: &Tracker| match &tracker.operation {
        Operation::CheckDrift(change) => {
            Some(Topic::Drift { stack: change.aim.id.clone(), detection: tracker.began.clone()? })
        }
        _ => None,
    };
    let stack = model.facts.stack.value().map(|stack| stack.id.clone());
    let left = stack.zip(model.undertaken().comparing().cloned());
    followed.filter_map(topic).chain(left.map(|(stack, detection)| Topic::Drift { stack, detection })).collect()
}
