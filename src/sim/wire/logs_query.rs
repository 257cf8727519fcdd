//! The Logs Insights queries somebody has started: from Scheduled over Running to an end, by the clock.

use super::uuid::uuid;
use crate::domain::Timestamp;
use std::collections::VecDeque;

/// How long a query waits and runs, in milliseconds of the account's time: our choice, AWS takes as long as it takes.
const SCHEDULED_MS: i64 = 300;
const FINISHED_MS: i64 = 1_500;
/// Queries remembered; AWS forgets them after a week.
const KEPT: usize = 500;
/// Queries that may run at the same time, AWS's own quota.
pub const CONCURRENT: usize = 100;

/// What a query asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    /// Names of log groups.
    pub groups: Vec<String>,
    pub from: Timestamp,
    pub to: Timestamp,
    /// Rows at most.
    pub limit: usize,
}

/// What has come out of a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Each row as field and value.
    pub rows: Vec<Vec<(String, String)>>,
    pub matched: u64,
    pub scanned: u64,
    pub bytes: usize,
}

/// How far a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Scheduled,
    Running,
    Complete,
    Cancelled,
    /// It could be read but not evaluated.
    Failed,
}

impl Status {
    /// AWS's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "Scheduled",
            Self::Running => "Running",
            Self::Complete => "Complete",
            Self::Cancelled => "Cancelled",
            Self::Failed => "Failed",
        }
    }
}

/// A query with its id.
#[derive(Debug)]
pub struct Query {
    pub id: String,
    pub question: Question,
    started_at: Timestamp,
    cancelled: bool,
    /// Evaluated once, when it is first asked for after its end; `Err` where it cannot be.
    outcome: Option<Result<Outcome, ()>>,
}

impl Query {
    pub fn status(&self, now: Timestamp) -> Status {
        let age = now.as_millisecond().saturating_sub(self.started_at.as_millisecond());
        match () {
            () if self.cancelled => Status::Cancelled,
            () if age < SCHEDULED_MS => Status::Scheduled,
            () if age < FINISHED_MS => Status::Running,
            () if matches!(self.outcome, Some(Err(()))) => Status::Failed,
            () => Status::Complete,
        }
    }

    /// What has come out; nothing before the end. `evaluate` is asked once, with the
    /// question and the time it was asked.
    pub fn outcome(
        &mut self,
        now: Timestamp,
        evaluate: impl FnOnce(&Question, Timestamp) -> Result<Outcome, ()>,
    ) -> Option<&Outcome> {
        if self.status(now) != Status::Complete {
            return None;
        }
        self.outcome.get_or_insert_with(|| evaluate(&self.question, self.started_at)).as_ref().ok()
    }

    /// Ends it; whether it was still under way.
    pub fn cancel(&mut self, now: Timestamp) -> bool {
        let is_open = matches!(self.status(now), Status::Scheduled | Status::Running);
        self.cancelled |= is_open;
        is_open
    }
}

/// All queries, the newest last.
#[derive(Debug, Default)]
pub struct Queries {
    started: VecDeque<Query>,
    count: u64,
}

impl Queries {
    /// Starts a query and gives its id; none where too many are running.
    pub fn start(&mut self, question: Question, now: Timestamp) -> Option<String> {
        let is_open = |query: &&Query| matches!(query.status(now), Status::Scheduled | Status::Running);
        if self.started.iter().filter(is_open).count() >= CONCURRENT {
            return None;
        }
        self.count += 1;
        let id = uuid(0x10c5, self.count);
        self.started.push_back(Query { id: id.clone(), question, started_at: now, cancelled: false, outcome: None });
        if self.started.len() > KEPT {
            self.started.pop_front();
        }
        Some(id)
    }

    pub fn find(&mut self, id: &str) -> Option<&mut Query> {
        self.started.iter_mut().find(|query| query.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).expect("valid")
    }

    fn question() -> Question {
        Question { text: "limit 1".to_owned(), groups: vec![], from: at(0), to: at(1), limit: 1 }
    }

    #[test]
    fn a_query_moves_by_the_clock_and_is_evaluated_once() {
        let mut queries = Queries::default();
        let id = queries.start(question(), at(0)).expect("started");
        let query = queries.find(&id).expect("found");
        let mut asked = 0;
        for (ms, status, is_known) in [
            (0, Status::Scheduled, false),
            (299, Status::Scheduled, false),
            (300, Status::Running, false),
            (1_500, Status::Complete, true),
            (9_000, Status::Complete, true),
        ] {
            assert_eq!(query.status(at(ms)), status);
            let outcome = query.outcome(at(ms), |_, _| {
                asked += 1;
                Ok(Outcome::default())
            });
            assert_eq!(outcome.is_some(), is_known, "{ms}");
        }
        assert_eq!(asked, 1);
    }

    #[test]
    fn a_query_that_cannot_be_evaluated_fails() {
        let mut queries = Queries::default();
        let id = queries.start(question(), at(0)).expect("started");
        let query = queries.find(&id).expect("found");
        assert_eq!(query.outcome(at(5_000), |_, _| Err(())), None);
        assert_eq!(query.status(at(5_000)), Status::Failed);
    }

    #[test]
    fn only_a_query_under_way_is_cancelled_and_only_so_many_run_at_once() {
        let mut queries = Queries::default();
        let ids: Vec<String> = (0..CONCURRENT).filter_map(|_| queries.start(question(), at(0))).collect();
        assert_eq!(ids.len(), CONCURRENT);
        assert_eq!(queries.start(question(), at(10)), None);
        let query = queries.find(&ids[7]).expect("found");
        assert!(query.cancel(at(10)));
        assert!(!query.cancel(at(10)));
        assert_eq!(query.status(at(9_000)), Status::Cancelled);
        assert!(queries.start(question(), at(10)).is_some());
    }
}
