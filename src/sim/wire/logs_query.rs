//! The Logs Insights queries somebody has started: from Scheduled over Running to an end, by the clock.

use super::logs_saved::Definition;
use super::uuid::uuid;
use crate::domain::Timestamp;
use crate::sim::refusal::Refusal;
use crate::sim::scenario::{QueriesPlan, RunEnd, RunPlan};
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
    /// It is a result of many lines.
    pub counts: bool,
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
    Timeout,
    Unknown,
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
            Self::Timeout => "Timeout",
            Self::Unknown => "Unknown",
        }
    }
}

/// A query with its id.
#[derive(Debug)]
pub struct Query {
    pub id: String,
    pub question: Question,
    plan: RunPlan,
    started_at: Timestamp,
    cancelled: bool,
    /// Evaluated once, when it is first looked at while it runs or after; `Err` where it cannot be.
    outcome: Option<Result<Outcome, ()>>,
    looks: usize,
}

impl Query {
    fn age(&self, now: Timestamp) -> i64 {
        now.as_millisecond().saturating_sub(self.started_at.as_millisecond())
    }

    fn takes(&self) -> i64 {
        self.plan.takes.unwrap_or(FINISHED_MS).max(SCHEDULED_MS)
    }

    pub fn status(&self, now: Timestamp) -> Status {
        let age = self.age(now);
        match self.plan.ends {
            _ if self.cancelled => Status::Cancelled,
            _ if age < SCHEDULED_MS => Status::Scheduled,
            _ if age < self.takes() => Status::Running,
            Some(RunEnd::Failed) => Status::Failed,
            Some(RunEnd::TimedOut) => Status::Timeout,
            Some(RunEnd::Cancelled) => Status::Cancelled,
            Some(RunEnd::Unknown) => Status::Unknown,
            None if matches!(self.outcome, Some(Err(()))) => Status::Failed,
            None => Status::Complete,
        }
    }

    /// What has come out so far: while it runs the newest of the rows, the more the longer it runs, but none of a result
    /// that counts; all of them once it has ended well. `evaluate` is asked once, with the question and the time it was
    /// asked.
    pub fn outcome(
        &mut self,
        now: Timestamp,
        evaluate: impl FnOnce(&Question, Timestamp) -> Result<Outcome, ()>,
    ) -> Outcome {
        let status = self.status(now);
        if status == Status::Scheduled {
            return Outcome::default();
        }
        let found = self.outcome.get_or_insert_with(|| evaluate(&self.question, self.started_at));
        let Ok(mut outcome) = found.clone() else { return Outcome::default() };
        self.looks += 1;
        let share = (self.age(now) - SCHEDULED_MS) as f64 / (self.takes() - SCHEDULED_MS).max(1) as f64;
        let of = |count: f64| (count * share.clamp(0.0, 1.0)) as usize;
        match status {
            Status::Complete => {}
            // What comes behind the first count, which is made by then, shrinks as other results do.
            Status::Running if outcome.counts && !self.plan.shrinks => outcome.rows.clear(),
            Status::Running if self.plan.shrinks => {
                outcome.rows.truncate(outcome.rows.len() / self.looks.max(1));
                outcome.rows.reverse();
            }
            Status::Running => outcome.rows.truncate(of(outcome.rows.len() as f64)),
            _ => outcome.rows.clear(),
        }
        if status == Status::Running {
            outcome.bytes = of(outcome.bytes as f64);
        }
        outcome
    }

    /// Ends it; whether it was still under way.
    pub fn cancel(&mut self, now: Timestamp) -> bool {
        let is_open = self.is_open(now);
        self.cancelled |= is_open;
        is_open
    }

    fn is_open(&self, now: Timestamp) -> bool {
        matches!(self.status(now), Status::Scheduled | Status::Running)
    }
}

/// What was asked of queries, for tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// When queries were started and looked at, also where that was refused.
    pub started: Vec<Timestamp>,
    pub looked: Vec<Timestamp>,
    pub stopped: usize,
    /// Bytes all queries have scanned: what they cost.
    pub scanned: u64,
    /// Queries under way now.
    pub open: usize,
}

/// Calls remembered.
const REMEMBERED: usize = 20_000;

/// All queries, the newest last.
#[derive(Debug, Default)]
pub struct Queries {
    plan: QueriesPlan,
    started: VecDeque<Query>,
    count: u64,
    asked: Asked,
    /// Those saved, oldest first.
    pub definitions: Vec<Definition>,
}

impl Queries {
    pub fn new(plan: QueriesPlan) -> Self {
        Self { plan, ..Self::default() }
    }

    /// A query is about to be started: how it will go, or why it is refused.
    pub fn admit(&mut self, now: Timestamp) -> Result<RunPlan, Refusal> {
        let run = self.plan.runs.get(self.asked.started.len()).cloned().unwrap_or_default();
        if self.asked.started.len() < REMEMBERED {
            self.asked.started.push(now);
        }
        let too_many = "Account maximum query concurrency limit reached. Please wait for other queries to complete.";
        match &run.refused {
            Some(code) if code == "LimitExceededException" => Err(Refusal::bad_request(code, too_many)),
            Some(code) => Err(Refusal::bad_request(code, "Rate exceeded")),
            None if self.open(now) >= CONCURRENT => Err(Refusal::bad_request("LimitExceededException", too_many)),
            None => Ok(run),
        }
    }

    /// Starts a query and gives its id.
    pub fn start(&mut self, question: Question, plan: RunPlan, now: Timestamp) -> String {
        self.count += 1;
        let id = uuid(0x10c5, self.count);
        let query =
            Query { id: id.clone(), question, plan, started_at: now, cancelled: false, outcome: None, looks: 0 };
        self.started.push_back(query);
        if self.started.len() > KEPT {
            self.started.pop_front();
        }
        id
    }

    /// Results are asked for.
    pub fn look(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if self.asked.looked.len() < REMEMBERED {
            self.asked.looked.push(now);
        }
        match self.plan.looks_throttled.contains(&(self.asked.looked.len() as u64)) {
            true => Err(Refusal::bad_request("ThrottlingException", "Rate exceeded")),
            false => Ok(()),
        }
    }

    /// What was found is paid for once.
    pub fn paid(&mut self, bytes: u64) {
        self.asked.scanned += bytes;
    }

    pub fn stopped(&mut self) {
        self.asked.stopped += 1;
    }

    /// Milliseconds until a line is found.
    pub fn behind(&self) -> i64 {
        self.plan.behind
    }

    pub fn find(&mut self, id: &str) -> Option<&mut Query> {
        self.started.iter_mut().find(|query| query.id == id)
    }

    fn open(&self, now: Timestamp) -> usize {
        self.started.iter().filter(|query| query.is_open(now)).count()
    }

    pub fn asked(&self, now: Timestamp) -> Asked {
        Asked { open: self.open(now), ..self.asked.clone() }
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

    fn started(plan: RunPlan) -> (Queries, String) {
        let mut queries = Queries::default();
        let id = queries.start(question(), plan, at(0));
        (queries, id)
    }

    fn four_rows(_: &Question, _: Timestamp) -> Result<Outcome, ()> {
        let rows = (0..4).map(|n| vec![("n".to_owned(), n.to_string())]).collect();
        Ok(Outcome { rows, bytes: 400, ..Outcome::default() })
    }

    #[test]
    fn a_query_moves_by_the_clock_and_is_evaluated_once() {
        let (mut queries, id) = started(RunPlan::default());
        let query = queries.find(&id).expect("found");
        let mut asked = 0;
        for (ms, status, rows, bytes) in [
            (0, Status::Scheduled, 0, 0),
            (299, Status::Scheduled, 0, 0),
            (300, Status::Running, 0, 0),
            (900, Status::Running, 2, 200),
            (1_500, Status::Complete, 4, 400),
            (9_000, Status::Complete, 4, 400),
        ] {
            assert_eq!(query.status(at(ms)), status);
            let outcome = query.outcome(at(ms), |question, began| {
                asked += 1;
                four_rows(question, began)
            });
            assert_eq!((outcome.rows.len(), outcome.bytes), (rows, bytes), "{ms}");
        }
        assert_eq!(asked, 1);
    }

    #[test]
    fn what_shrinks_and_what_counts_is_whole_only_at_its_end() {
        let (mut queries, id) = started(RunPlan { shrinks: true, ..RunPlan::default() });
        let query = queries.find(&id).expect("found");
        let rows: Vec<usize> =
            [400, 500, 600, 1_500].map(|ms| query.outcome(at(ms), four_rows).rows.len()).into_iter().collect();
        assert_eq!(rows, [4, 2, 1, 4]);
        let (mut queries, id) = started(RunPlan::default());
        let query = queries.find(&id).expect("found");
        let counts = |question: &Question, began| four_rows(question, began).map(|it| Outcome { counts: true, ..it });
        assert_eq!([1_400, 1_500].map(|ms| query.outcome(at(ms), counts).rows.len()), [0, 4]);
    }

    #[test]
    fn a_query_ends_as_planned_and_one_that_cannot_be_evaluated_fails() {
        for (end, status) in [
            (RunEnd::Failed, Status::Failed),
            (RunEnd::TimedOut, Status::Timeout),
            (RunEnd::Cancelled, Status::Cancelled),
            (RunEnd::Unknown, Status::Unknown),
        ] {
            let (mut queries, id) = started(RunPlan { ends: Some(end), takes: Some(9_000), ..RunPlan::default() });
            let query = queries.find(&id).expect("found");
            assert_eq!((query.status(at(8_999)), query.status(at(9_000))), (Status::Running, status));
            assert!(query.outcome(at(9_000), four_rows).rows.is_empty());
        }
        let (mut queries, id) = started(RunPlan::default());
        let query = queries.find(&id).expect("found");
        assert_eq!(query.outcome(at(5_000), |_, _| Err(())), Outcome::default());
        assert_eq!(query.status(at(5_000)), Status::Failed);
    }

    #[test]
    fn only_a_query_under_way_is_cancelled_and_only_so_many_run_at_once() {
        let mut queries = Queries::default();
        let start = |queries: &mut Queries| {
            let plan = queries.admit(at(0)).ok()?;
            Some(queries.start(question(), plan, at(0)))
        };
        let ids: Vec<String> = (0..CONCURRENT).filter_map(|_| start(&mut queries)).collect();
        assert_eq!(ids.len(), CONCURRENT);
        assert_eq!(start(&mut queries), None);
        let query = queries.find(&ids[7]).expect("found");
        assert!(query.cancel(at(10)));
        assert!(!query.cancel(at(10)));
        assert_eq!(query.status(at(9_000)), Status::Cancelled);
        assert!(start(&mut queries).is_some());
        assert_eq!(queries.asked(at(0)).open, CONCURRENT);
    }
}
