//! The same core and the same feeds without a terminal, until every wanted feed has answered once.

use super::clock::Clock;
use super::pollers::Pollers;
use crate::app::feed::{Feed, feeds};
use crate::app::message::Msg;
use crate::app::model::Model;
use crate::app::update::update;
use crate::aws::connect::Clients;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

/// An answer is given by then, whatever is missing.
const PATIENCE: Duration = Duration::from_millis(9_500);
/// Unless news still comes in this close together,
const STILL_COMING: Duration = Duration::from_secs(2);
/// and never later than that.
const LAST_CALL: Duration = Duration::from_secs(60);
const INBOX: usize = 256;

/// Runs the feeds until each wanted one has answered. What has not answered in time is named in the result.
pub async fn gather(mut model: Model, clients: Clients, clock: Clock) -> (Model, BTreeSet<Feed>) {
    let (inbox, mut answers) = mpsc::channel(INBOX);
    let mut pollers = Pollers::new(clients, clock, inbox);
    let began = Instant::now();
    let mut answered: BTreeSet<Feed> = BTreeSet::new();
    let mut batch = Vec::with_capacity(INBOX);
    let mut last_news = began;
    loop {
        let wanted = feeds(&model);
        let missing: BTreeSet<Feed> = wanted.difference(&answered).cloned().collect();
        if missing.is_empty() {
            return (model, missing);
        }
        pollers.keep(wanted);
        let limit = (began + PATIENCE).max(last_news + STILL_COMING).min(began + LAST_CALL);
        let wait = limit.saturating_duration_since(Instant::now());
        if !matches!(timeout(wait, answers.recv_many(&mut batch, INBOX)).await, Ok(1..)) {
            return (model, missing);
        }
        last_news = Instant::now();
        for msg in batch.drain(..) {
            if let Msg::Told { topic, .. } = &msg {
                answered.insert(Feed::Topic(topic.clone()));
            }
            update(&mut model, msg);
        }
        update(&mut model, Msg::Tick(clock.now()));
        model.settle();
    }
}
