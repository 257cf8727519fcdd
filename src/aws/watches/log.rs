//! Lines of one log stream, each told once.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::pages::Walk;
use crate::domain::fault::Fault;
use crate::domain::log::{LogRecord, LogSource};
use crate::domain::{Text, Timestamp};
use std::collections::HashMap;

const ACTION: &str = "logs:FilterLogEvents";
/// Most pages in one poll; where there are more, the next poll goes on from there. Our choice.
const A_POLL: usize = 20;
/// How far each poll looks back, in milliseconds: lines arrive late and out of order. Our choice.
const LOOK_BACK: i64 = 10_000;
/// How long, in milliseconds before where the next poll begins, ids are remembered. Our choice.
const REMEMBERED: i64 = 50_000;

/// Watches one stream.
pub(in crate::aws) struct LogWatch {
    source: LogSource,
    /// Time of the newest line told, in milliseconds.
    newest: Option<i64>,
    /// Ids told, with their time, as far back as lines may come again.
    told: HashMap<Text, i64>,
    /// Where a poll that had its fill left off.
    unfinished: Option<Unfinished>,
}

#[derive(Clone)]
struct Unfinished {
    token: String,
    start: i64,
}

impl LogWatch {
    pub(in crate::aws) fn new(source: LogSource) -> Self {
        Self { source, newest: None, told: HashMap::new(), unfinished: None }
    }

    /// The lines not told before, in the order of the answer.
    pub(in crate::aws) async fn poll(&mut self, clients: &Clients, now: Timestamp) -> Result<Vec<LogRecord>, Fault> {
        let logs = clients.logs(ACTION, self.source.region.as_ref())?;
        // Taken, not copied: a token that has grown old must not be tried for ever.
        let (mut token, start) = match self.unfinished.take() {
            Some(unfinished) => (Some(unfinished.token), unfinished.start),
            None => (None, self.start(now)),
        };
        let (mut walk, mut pages, mut came) = (Walk::new(usize::MAX), 0, Vec::new());
        let unfinished = loop {
            let asking = logs.filter_log_events().log_stream_names(self.source.stream.raw()).start_time(start);
            let group = self.source.group.raw().trim_end_matches(":*");
            let asking = match group.starts_with("arn:") {
                true => asking.log_group_identifier(group),
                false => asking.log_group_name(group),
            };
            let answer = ask(ACTION, asking.set_next_token(token).send()).await?;
            came.extend(answer.events().iter().map(|event| from_sdk::log::record(&self.source.group, event)));
            pages += 1;
            token = walk.next(answer.next_token);
            match &token {
                Some(token) if pages >= A_POLL => break Some(Unfinished { token: token.clone(), start }),
                Some(_) => {}
                None => break None,
            }
        };
        self.unfinished = unfinished;
        // A line the answer holds against its own start time is remembered as if it stood there, and anew each time.
        came.retain(|record| self.told.insert(record.id.clone(), record.at.as_millisecond().max(start)).is_none());
        self.newest = came.iter().map(|record| record.at.as_millisecond()).chain(self.newest).max();
        // While a walk is unfinished nothing newer has been asked for, so nothing told can come again but twins
        // at its edge; the window is measured from where it began.
        let oldest = self.start(now).min(self.unfinished.as_ref().map_or(i64::MAX, |u| u.start));
        self.told.retain(|_, at| *at >= oldest.saturating_sub(REMEMBERED));
        Ok(came)
    }

    /// Where the next poll begins. A line from the future must not hide those of the present.
    fn start(&self, now: Timestamp) -> i64 {
        let from = self.source.from.as_millisecond();
        let newest = self.newest.map(|newest| newest.min(now.as_millisecond()).saturating_sub(LOOK_BACK));
        newest.map_or(from, |start| start.max(from)).max(0)
    }
}
