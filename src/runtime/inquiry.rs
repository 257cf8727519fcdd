//! Queries at CloudWatch for one live query: one at a time, at a pace, and none left running behind.

use super::backoff::after_fault;
use super::query_pace::{QueryPace, SharedPace};
use crate::aws::connect::Clients;
use crate::aws::query::{query_page, start_query, stop_query};
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::query::{QueryPage, QuerySpec, QueryStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as TurnMutex;
use tokio::task::JoinHandle;

/// Results are looked at for the first time this long after the start. Our choice.
const FIRST_LOOK: Duration = Duration::from_millis(300);
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Pages of one result at most: ten of 10,000 rows, and some that are not full.
const PAGES: usize = 20;

/// Who asks. Copies share the pace and the one query that runs.
#[derive(Clone)]
pub struct Inquirer {
    clients: Clients,
    pace: Arc<TurnMutex<QueryPace>>,
    running: Arc<Mutex<Running>>,
    closed: Arc<AtomicBool>,
}

#[derive(Default)]
enum Running {
    #[default]
    None,
    /// It has been sent; the call is not given up, since its query would run on and nobody would know its name.
    Starting(Option<Text>, JoinHandle<Result<Text, Fault>>),
    Begun(Option<Text>, Text),
}

impl Inquirer {
    pub fn new(clients: Clients, shared: SharedPace) -> Self {
        let pace = Arc::new(TurnMutex::new(QueryPace::new(shared)));
        Self { clients, pace, running: Arc::default(), closed: Arc::default() }
    }

    /// Stops the query that runs, if one does: it would run on at CloudWatch, and others wait for its place.
    async fn stop(&self) {
        let running = std::mem::take(&mut *self.locked());
        let (region, id) = match running {
            Running::None => return,
            Running::Begun(region, id) => (region, id),
            Running::Starting(region, starting) => match starting.await {
                Ok(Ok(id)) => (region, id),
                _ => return,
            },
        };
        // Nobody is left to tell whether stopping worked; CloudWatch ends it by itself after an hour.
        let _: Result<(), Fault> = stop_query(&self.clients, region.as_ref(), &id).await;
    }

    /// Stops the query that runs, and lets none be started any more.
    pub async fn close(&self) {
        // A task that is told to end may go on for a moment.
        self.closed.store(true, Ordering::Relaxed);
        self.stop().await;
    }

    async fn start(&self, spec: &QuerySpec) -> Result<Text, Fault> {
        self.stop().await;
        self.pace.lock().await.start().await;
        if self.closed.load(Ordering::Relaxed) {
            return Err(lost());
        }
        let (clients, asked, running) = (self.clients.clone(), spec.clone(), Arc::clone(&self.running));
        let (told, answer) = tokio::sync::oneshot::channel();
        let starting = tokio::spawn(async move {
            let answer = start_query(&clients, &asked).await;
            let _ = told.send(answer.clone());
            answer
        });
        *self.locked() = Running::Starting(spec.region.clone(), starting);
        let answer = answer.await.unwrap_or_else(|_| Err(lost()));
        let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
        *running = match &answer {
            Ok(id) => Running::Begun(spec.region.clone(), id.clone()),
            Err(_) => Running::None,
        };
        answer
    }

    fn locked(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What comes next of a question.
#[derive(Debug)]
pub enum Heard {
    /// Rows found so far; the query still runs.
    Partial(QueryPage),
    /// Rows for good.
    Page(QueryPage),
    /// All rows were told.
    Done,
    /// A call failed and is made again.
    Faulted(Fault),
    /// It has not ended well, or cannot be asked.
    Failed(Fault),
}

/// One question and how far it is.
pub struct Question {
    inquirer: Inquirer,
    spec: QuerySpec,
    id: Option<Text>,
    /// The page to be read next, where the query has ended.
    page: Option<Text>,
    pages: usize,
    ended: bool,
    failures: u32,
    wait: Duration,
}

impl Question {
    /// Nothing is asked yet.
    pub fn new(inquirer: Inquirer, spec: QuerySpec) -> Self {
        let wait = Duration::ZERO;
        Self { inquirer, spec, id: None, page: None, pages: 0, ended: false, failures: 0, wait }
    }

    pub fn spec(&self) -> &QuerySpec {
        &self.spec
    }

    /// Asks on; not to be called after `Done` or `Failed`.
    pub async fn next(&mut self) -> Heard {
        loop {
            tokio::time::sleep(std::mem::take(&mut self.wait)).await;
            if self.ended && self.page.is_none() {
                return Heard::Done;
            }
            let Some(id) = self.id.clone() else {
                match self.inquirer.start(&self.spec).await {
                    Ok(id) => {
                        (self.id, self.failures, self.wait) = (Some(id), 0, FIRST_LOOK);
                        continue;
                    }
                    Err(fault) => return self.failed(fault),
                }
            };
            self.inquirer.pace.lock().await.look().await;
            let region = self.spec.region.as_ref();
            return match query_page(&self.inquirer.clients, region, &id, self.page.as_ref()).await {
                Ok(page) => self.took(page),
                Err(fault) => self.failed(fault),
            };
        }
    }

    fn took(&mut self, page: QueryPage) -> Heard {
        self.failures = 0;
        if page.status.is_open() {
            return Heard::Partial(page);
        }
        *self.inquirer.locked() = Running::None;
        if page.status != QueryStatus::Complete {
            return Heard::Failed(Fault {
                action: "logs:GetQueryResults",
                kind: FaultKind::Service,
                message: Text::from(format!("CloudWatch has ended the query: {}", page.status)),
            });
        }
        self.ended = true;
        self.pages += 1;
        self.page = page.next.clone().filter(|next| self.page.as_ref() != Some(next) && self.pages < PAGES);
        Heard::Page(page)
    }

    fn failed(&mut self, fault: Fault) -> Heard {
        if !fault.kind.is_passing() {
            return Heard::Failed(fault);
        }
        self.wait = after_fault(FIRST_WAIT, self.failures, &fault);
        self.failures = self.failures.saturating_add(1);
        Heard::Faulted(fault)
    }
}

fn lost() -> Fault {
    Fault { action: "logs:StartQuery", kind: FaultKind::Garbled, message: Text::new("the call was given up") }
}
