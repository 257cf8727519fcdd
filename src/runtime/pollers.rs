//! Keeps the wanted feeds alive: starts what is missing, ends what nobody wants any more.

use super::backoff::{after_fault, jittered};
use super::clock::Clock;
use crate::app::feed::{Cadence, Feed};
use crate::app::message::Msg;
use crate::aws::connect::Clients;
use crate::aws::query;
use crate::aws::watch::Watch;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::query::QuerySpec;
use crate::domain::topic::Topic;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// The running pollers. Dropping it ends them all.
pub struct Pollers {
    clients: Clients,
    clock: Clock,
    inbox: mpsc::Sender<Msg>,
    running: BTreeMap<Feed, Running>,
    poke: watch::Sender<u64>,
}

struct Running {
    task: JoinHandle<()>,
    /// Dropped to ask a query to be stopped at CloudWatch, where it would run on otherwise.
    _stop: watch::Sender<()>,
}

impl Pollers {
    pub fn new(clients: Clients, clock: Clock, inbox: mpsc::Sender<Msg>) -> Self {
        Self { clients, clock, inbox, running: BTreeMap::new(), poke: watch::Sender::new(0) }
    }

    /// Makes the running feeds those wanted.
    pub fn keep(&mut self, wanted: BTreeSet<Feed>) {
        self.running.retain(|feed, running| {
            let stays = wanted.contains(feed);
            if !stays && matches!(feed, Feed::Topic(_)) {
                running.task.abort();
            }
            stays
        });
        for feed in wanted {
            if !self.running.contains_key(&feed) {
                let running = self.start(&feed);
                self.running.insert(feed, running);
            }
        }
    }

    /// Asks every feed now.
    pub fn refresh(&self) {
        self.poke.send_modify(|count| *count += 1);
    }

    fn start(&self, feed: &Feed) -> Running {
        let (stop, stopped) = watch::channel(());
        let clients = self.clients.clone();
        let inbox = self.inbox.clone();
        let clock = self.clock;
        let task = match feed {
            Feed::Topic(topic) => {
                let cadence = feed.cadence();
                tokio::spawn(poll_topic(topic.clone(), cadence, clients, clock, inbox, self.poke.subscribe()))
            }
            Feed::Query(spec) => tokio::spawn(run_query(spec.clone(), clients, clock, inbox, stopped)),
        };
        Running { task, _stop: stop }
    }
}

impl Drop for Pollers {
    fn drop(&mut self) {
        self.running.values().for_each(|running| running.task.abort());
    }
}

/// The shortest wait between two polls of anything.
const ONCE_RETRY: Duration = Duration::from_secs(5);

async fn poll_topic(
    topic: Topic,
    cadence: Cadence,
    clients: Clients,
    clock: Clock,
    inbox: mpsc::Sender<Msg>,
    mut poke: watch::Receiver<u64>,
) {
    let salt = salt(&topic);
    let mut watch = Watch::new(topic.clone(), clients);
    let (mut failures, mut turn) = (0_u32, 0_u64);
    loop {
        poke.mark_unchanged();
        let answer = watch.poll(clock.now()).await;
        let usual = match cadence {
            Cadence::Once => ONCE_RETRY,
            Cadence::Every(wait) => wait,
        };
        let wait = match &answer {
            Ok(_) if cadence == Cadence::Once => None,
            Ok(_) => {
                failures = 0;
                Some(usual)
            }
            Err(fault) => {
                failures = failures.saturating_add(1);
                Some(after_fault(usual, failures, fault))
            }
        };
        if inbox.send(Msg::Told { topic: topic.clone(), at: clock.now(), answer }).await.is_err() {
            return;
        }
        let Some(wait) = wait else { return };
        turn += 1;
        tokio::select! {
            () = tokio::time::sleep(jittered(wait, salt, turn)) => {}
            poked = poke.changed() => if poked.is_err() { return },
        }
    }
}

fn salt(topic: &Topic) -> u64 {
    let mut hasher = DefaultHasher::new();
    topic.hash(&mut hasher);
    hasher.finish()
}

/// GetQueryResults is asked this soon, then ever more slowly up to a second: ten calls a second is the quota of
/// the whole account.
const FIRST_LOOK: Duration = Duration::from_millis(200);
const LATER_LOOK: Duration = Duration::from_secs(1);

async fn run_query(
    spec: QuerySpec,
    clients: Clients,
    clock: Clock,
    inbox: mpsc::Sender<Msg>,
    mut stopped: watch::Receiver<()>,
) {
    let mut failures = 0;
    let id = loop {
        match query::start_query(&clients, &spec).await {
            Ok(id) => break id,
            Err(fault) => {
                let wait = fault.kind.is_passing().then(|| after_fault(LATER_LOOK, failures, &fault));
                failures += 1;
                let told = inbox.send(Msg::Queried { spec: spec.clone(), at: clock.now(), answer: Err(fault) }).await;
                let (Some(wait), Ok(())) = (wait, told) else { return };
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    _ = stopped.changed() => return,
                }
            }
        }
    };
    follow_query(&spec, &id, &clients, clock, &inbox, &mut stopped).await;
}

async fn follow_query(
    spec: &QuerySpec,
    id: &Text,
    clients: &Clients,
    clock: Clock,
    inbox: &mpsc::Sender<Msg>,
    stopped: &mut watch::Receiver<()>,
) {
    let (mut wait, mut failures) = (FIRST_LOOK, 0);
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.changed() => {
                // Nobody is left to tell whether stopping worked; CloudWatch ends it by itself after an hour.
                let _: Result<(), Fault> = query::stop_query(clients, id).await;
                return;
            }
        }
        let answer = query::query_results(clients, id).await;
        wait = match &answer {
            Ok(_) => (wait * 2).min(LATER_LOOK),
            Err(fault) => {
                failures += 1;
                after_fault(LATER_LOOK, failures, fault)
            }
        };
        let is_final = match &answer {
            Ok(results) => !results.status.is_open(),
            Err(fault) => !fault.kind.is_passing(),
        };
        let told = inbox.send(Msg::Queried { spec: spec.clone(), at: clock.now(), answer }).await;
        if is_final || told.is_err() {
            return;
        }
    }
}
