//! What was asked for and does not exist: log groups, and streams of containers that have not started. That is evidence.

use crate::aws::connect::Clients;
use crate::aws::log_stream::exists;
use crate::domain::live::LiveNews;
use crate::domain::log_joint::LogLine;
use crate::domain::log_scope::{LogGroupId, LogScope, LogStreams};
use crate::domain::{Text, Timestamp};
use std::collections::BTreeSet;
use tokio::task::JoinSet;

/// Streams looked for at most, a call each. Our choice.
const STREAMS: usize = 10;

/// What does not exist, as far as it is known.
pub struct Absent {
    clients: Clients,
    /// In words.
    pub groups: Vec<Text>,
    pub streams: BTreeSet<Text>,
    /// Streams asked for by name of which no line has come.
    silent: BTreeSet<Text>,
    group: Option<LogGroupId>,
    looking: JoinSet<Option<Text>>,
    told: Vec<Text>,
}

impl Absent {
    /// Of this scope nothing is known to be missing yet.
    pub fn new(scope: &LogScope, clients: Clients) -> Self {
        // AWS lets streams be chosen with one group only.
        let (group, silent) = match (scope.groups.as_slice(), &scope.streams) {
            ([group], LogStreams::Prefixed(names)) => (Some(group.clone()), names.iter().cloned().collect()),
            _ => (None, BTreeSet::new()),
        };
        let (groups, streams, told) = (Vec::new(), BTreeSet::new(), Vec::new());
        Self { clients, groups, streams, silent, group, looking: JoinSet::new(), told }
    }

    /// Lines came: their streams exist.
    pub fn came(&mut self, lines: &[LogLine]) {
        if !self.silent.is_empty() {
            lines.iter().for_each(|line| {
                self.silent.remove(&line.record.stream);
                self.streams.remove(&line.record.stream);
            });
        }
    }

    /// Begins to look whether the streams exist of which no line has come.
    pub fn look(&mut self, now: Timestamp) {
        let Some(group) = self.group.clone().filter(|_| self.groups.is_empty()) else { return };
        for stream in self.silent.iter().take(STREAMS).cloned() {
            let (clients, group) = (self.clients.clone(), group.clone());
            self.looking.spawn(async move {
                let found = exists(&clients, &group, &stream, now).await;
                (found == Ok(false)).then_some(stream)
            });
        }
    }

    /// The next stream that is found not to exist; for ever where none is being looked for.
    pub async fn next(&mut self) -> Option<Text> {
        loop {
            match self.looking.join_next().await {
                // It may have begun to tell lines meanwhile.
                Some(Ok(Some(stream))) if self.silent.contains(&stream) => return Some(stream),
                Some(_) => {}
                None => return None,
            }
        }
    }

    /// What is to be told, where it is another than was told last.
    pub fn news(&mut self) -> Option<LiveNews> {
        let stream = |name: &Text| {
            Text::from(format!("log stream {name} does not exist: its container has not started yet, or never did"))
        };
        let now: Vec<Text> = self.groups.iter().cloned().chain(self.streams.iter().map(stream)).collect();
        if now == self.told {
            return None;
        }
        self.told.clone_from(&now);
        Some(LiveNews::Missing(now))
    }
}
