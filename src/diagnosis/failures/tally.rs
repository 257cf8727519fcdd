//! How many tasks of a deployment failed, and when: what the circuit breaker should have counted.

use super::culprit::failure_of;
use crate::diagnosis::reading::Reader;
use crate::diagnosis::view::Episode;
use crate::domain::Timestamp;
use crate::domain::clock::seconds_between;
use crate::domain::facts::Facts;

/// The failures of one deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub failed: usize,
    /// Of them, those that had reached RUNNING.
    pub ran: usize,
    /// When they ended, oldest first.
    ended: Vec<Timestamp>,
}

/// Failures the rate is read from: the newest, since ECS waits longer between starts as they go on (our choice).
const RECENT: usize = 10;

impl Tally {
    pub fn of(episode: &Episode<'_>, facts: &Facts, reader: &Reader) -> Self {
        let failed: Vec<_> = episode.tasks.iter().filter_map(|task| failure_of(task, facts, reader)).collect();
        let ran = failed.iter().filter(|f| f.task.started_at.is_some()).count();
        let mut ended: Vec<Timestamp> =
            failed.iter().filter_map(|f| f.task.stopped_at.or(f.task.stopping_at)).collect();
        ended.sort_unstable();
        Self { failed: failed.len(), ran, ended }
    }

    pub fn newest(&self) -> Option<Timestamp> {
        self.ended.last().copied()
    }

    /// Seconds from one failure to the next of late; None with fewer than three.
    pub fn every(&self) -> Option<u64> {
        let recent = self.ended.get(self.ended.len().saturating_sub(RECENT)..)?;
        let (first, last) = (recent.first()?, recent.last()?);
        let gaps = u64::try_from(recent.len().saturating_sub(1)).ok().filter(|gaps| *gaps >= 2)?;
        Some(seconds_between(*first, *last) / gaps)
    }
}
