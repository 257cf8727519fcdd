//! Keeps the wanted feeds alive: starts what is missing, ends what nobody wants any more.

use super::backoff::{after_fault, jittered};
use super::clock::Clock;
use super::live::{Desk, live};
use crate::app::feed::{Cadence, Feed};
use crate::app::message::Msg;
use crate::aws::connect::Clients;
use crate::aws::watch::Watch;
use crate::domain::live::LiveSpec;
use crate::domain::topic::Topic;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

/// The running pollers. Dropping it ends them all.
pub struct Pollers {
    clients: Clients,
    clock: Clock,
    inbox: mpsc::Sender<Msg>,
    running: BTreeMap<Feed, Running>,
    /// Live queries that were told to end.
    ending: JoinSet<()>,
    desk: Desk,
    poke: watch::Sender<u64>,
}

struct Running {
    task: JoinHandle<()>,
    /// Dropped to end a live query.
    _stop: watch::Sender<()>,
}

/// News of a live query that may wait to be passed on.
const WAITING: usize = 16;
/// Leaving waits this long for queries to be stopped.
const LAST_STOPS: Duration = Duration::from_secs(2);

impl Pollers {
    pub fn new(clients: Clients, clock: Clock, inbox: mpsc::Sender<Msg>) -> Self {
        let desk = Desk::new(clients.clone(), clock);
        let (running, ending) = (BTreeMap::new(), JoinSet::new());
        Self { clients, clock, inbox, running, ending, desk, poke: watch::Sender::new(0) }
    }

    /// Makes the running feeds those wanted.
    pub fn keep(&mut self, wanted: BTreeSet<Feed>) {
        let unwanted: Vec<Feed> = self.running.keys().filter(|feed| !wanted.contains(feed)).cloned().collect();
        unwanted.iter().for_each(|feed| self.end(feed));
        while self.ending.try_join_next().is_some() {}
        for feed in wanted {
            if !self.running.contains_key(&feed) {
                let running = self.start(&feed);
                self.running.insert(feed, running);
            }
        }
    }

    fn end(&mut self, feed: &Feed) {
        let Some(Running { task, _stop }) = self.running.remove(feed) else { return };
        match feed {
            Feed::Topic(_) => task.abort(),
            Feed::Live(_) => {
                self.ending.spawn(async move {
                    let _ = task.await;
                });
            }
        }
    }

    /// Ends everything, and gives live queries the time to stop what runs at CloudWatch: it would run on, and be paid
    /// for.
    pub async fn close(mut self) {
        self.keep(BTreeSet::new());
        let _ = timeout(LAST_STOPS, async { while self.ending.join_next().await.is_some() {} }).await;
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
            Feed::Live(spec) => tokio::spawn(run_live(spec.clone(), self.desk.clone(), inbox, stopped)),
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

/// Runs a live query and passes on what it tells, until the pane wants it no more: then it is given the time to stop
/// what runs at CloudWatch.
async fn run_live(spec: LiveSpec, desk: Desk, inbox: mpsc::Sender<Msg>, mut stopped: watch::Receiver<()>) {
    let (out, mut news) = mpsc::channel(WAITING);
    let number = spec.number;
    let passing = async move {
        loop {
            tokio::select! {
                _ = stopped.changed() => return,
                told = news.recv() => match told {
                    Some(told) => {
                        if inbox.send(Msg::Live(number, told)).await.is_err() {
                            return;
                        }
                    }
                    None => return,
                },
            }
        }
    };
    tokio::join!(live(spec, desk, out), passing);
}
