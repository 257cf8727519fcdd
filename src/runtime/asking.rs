//! One query at CloudWatch, from its start to its end.

use super::backoff::after_fault;
use crate::aws::connect::Clients;
use crate::aws::query;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::query::{QueryResults, QuerySpec, QueryStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// GetQueryResults is asked this soon, then ever more slowly up to a second: ten calls a second is the quota of
/// the whole account.
const FIRST_LOOK: Duration = Duration::from_millis(200);
const LATER_LOOK: Duration = Duration::from_secs(1);
/// Faults in a row that pass by themselves before it is given up. Our choice.
const PATIENCE: u32 = 6;

/// How it ended.
#[derive(Debug)]
pub enum Answered {
    Well(QueryResults),
    /// CloudWatch has ended it otherwise.
    Badly(QueryStatus),
    /// A call failed, and `say` was told so.
    Not,
}

/// The query that runs, if one does.
#[derive(Debug, Default)]
pub struct RunningQuery(Mutex<Option<Text>>);

impl RunningQuery {
    /// Runs a query. Faults are said, and those that pass are waited for.
    pub async fn ask(&self, clients: &Clients, spec: &QuerySpec, say: impl Fn(&Fault)) -> Answered {
        let (mut failures, mut wait) = (0, FIRST_LOOK);
        loop {
            let id = self.locked().clone();
            let answer = match &id {
                None => query::start_query(clients, spec).await.map(|id| {
                    *self.locked() = Some(id);
                    None
                }),
                Some(id) => query::query_results(clients, id).await.map(Some),
            };
            let pause = match answer {
                Ok(Some(results)) if !results.status.is_open() => {
                    *self.locked() = None;
                    return match results.complete {
                        true => Answered::Well(results),
                        false => Answered::Badly(results.status),
                    };
                }
                Ok(_) => {
                    failures = 0;
                    wait = (wait * 2).min(LATER_LOOK);
                    wait
                }
                Err(fault) => {
                    say(&fault);
                    failures += 1;
                    if !fault.kind.is_passing() || failures > PATIENCE {
                        return Answered::Not;
                    }
                    after_fault(LATER_LOOK, failures, &fault)
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Stops what was left in its middle: it would run on at CloudWatch, and others wait for its place.
    pub async fn stop(&self, clients: &Clients) {
        let id = self.locked().take();
        if let Some(id) = id {
            // Nobody is left to tell whether stopping worked; CloudWatch ends it by itself after an hour.
            let _: Result<(), Fault> = query::stop_query(clients, &id).await;
        }
    }

    fn locked(&self) -> MutexGuard<'_, Option<Text>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
