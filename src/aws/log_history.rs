//! FilterLogEvents over several groups: their lines from a time on, in the order of time, a page at a time.

use super::ask::ask;
use super::clients::Clients;
use super::from_sdk;
use super::pages::Walk;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::log::LogRecord;
use crate::domain::log_scope::{LogGroupId, LogScope, LogStreams};
use crate::domain::{Text, Timestamp};

/// What reads history.
pub const ACTION: &str = "logs:FilterLogEvents";

/// A reading of history. Each group is read page by page, the one that is furthest behind first, so that no more than
/// a page or two of each waits for the others.
pub struct LogHistory {
    scope: LogScope,
    from: Timestamp,
    to: Option<Timestamp>,
    readers: Vec<Reader>,
    calls: usize,
}

struct Reader {
    group: LogGroupId,
    walk: Walk,
    token: Option<String>,
    /// Every line up to this time has been read.
    reached: Option<Timestamp>,
    done: bool,
    /// Why there is nothing to read, where it or a stream of it does not exist.
    missing: Option<Text>,
    waiting: Vec<LogRecord>,
}

impl LogHistory {
    /// Lines from a time on, and up to another where one is given, both counted in. Nothing is asked yet.
    pub fn new(scope: &LogScope, from: Timestamp, to: Option<Timestamp>) -> Self {
        let reader = |group: &LogGroupId| Reader {
            group: group.clone(),
            walk: Walk::new(usize::MAX),
            token: None,
            reached: None,
            done: false,
            missing: None,
            waiting: Vec::new(),
        };
        Self { scope: scope.clone(), from, to, readers: scope.groups.iter().map(reader).collect(), calls: 0 }
    }

    /// Lines that come next, oldest first; none when all are read. A page may hold no line.
    ///
    /// # Errors
    /// The fault of a call; asking again goes on where it happened.
    pub async fn next(&mut self, clients: &Clients) -> Result<Option<Vec<LogRecord>>, Fault> {
        let behind = self.readers.iter_mut().filter(|reader| !reader.done).min_by_key(|reader| reader.reached);
        let Some(reader) = behind else { return Ok(None) };
        self.calls += 1;
        match reader.page(clients, &self.scope, (self.from, self.to)).await {
            Err(fault) if fault.kind == FaultKind::NotFound => {
                reader.done = true;
                reader.missing = Some(Text::new(format!("{}: {}", reader.group.name, fault.message)));
            }
            page => page?,
        }
        Ok(Some(self.released()))
    }

    /// Calls made so far.
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// Groups that do not exist, or have not a stream that was asked for, in words.
    pub fn missing(&self) -> impl Iterator<Item = &Text> {
        self.readers.iter().filter_map(|reader| reader.missing.as_ref())
    }

    /// The lines no group can have an older one than.
    fn released(&mut self) -> Vec<LogRecord> {
        let open: Vec<Option<Timestamp>> = self.readers.iter().filter(|r| !r.done).map(|r| r.reached).collect();
        let mut out: Vec<LogRecord> = match open.iter().min() {
            Some(None) => return Vec::new(),
            Some(Some(edge)) => {
                let ripe = |reader: &mut Reader| reader.waiting.extract_if(.., |r| r.at <= *edge).collect::<Vec<_>>();
                self.readers.iter_mut().flat_map(ripe).collect()
            }
            None => self.readers.iter_mut().flat_map(|reader| std::mem::take(&mut reader.waiting)).collect(),
        };
        out.sort_by_key(|record| record.at);
        out
    }
}

impl Reader {
    async fn page(
        &mut self,
        clients: &Clients,
        scope: &LogScope,
        (from, to): (Timestamp, Option<Timestamp>),
    ) -> Result<(), Fault> {
        let asking = clients
            .logs(ACTION, self.group.region.as_ref())?
            .filter_log_events()
            .start_time(from.as_millisecond().max(0))
            .set_end_time(to.map(|to| to.as_millisecond().max(0)))
            .set_filter_pattern(scope.pattern.clone())
            .set_next_token(self.token.clone());
        let identifier = self.group.identifier();
        let asking = match identifier.starts_with("arn:") {
            true => asking.log_group_identifier(identifier),
            false => asking.log_group_name(identifier),
        };
        let asking = match &scope.streams {
            LogStreams::All => asking,
            LogStreams::Named(names) => {
                asking.set_log_stream_names(Some(names.iter().map(|name| name.raw().to_owned()).collect()))
            }
            LogStreams::Prefixed(prefixes) => match prefixes.as_slice() {
                [one] => asking.log_stream_name_prefix(one.raw()),
                // It takes one only; the others are sorted out below.
                _ => asking,
            },
        };
        let answer = ask(ACTION, asking.send()).await?;
        let records = answer.events().iter().map(|event| from_sdk::log::record(&self.group.name, event));
        let before = self.waiting.len();
        self.waiting.extend(records.filter(|record| is_of(&scope.streams, record)));
        self.reached = self.waiting.iter().skip(before).map(|record| record.at).chain(self.reached).max();
        // A first page without a line has reached the beginning at least.
        self.reached = self.reached.or(Some(from));
        self.token = self.walk.next(answer.next_token);
        self.done = self.token.is_none();
        Ok(())
    }
}

fn is_of(streams: &LogStreams, record: &LogRecord) -> bool {
    match streams {
        LogStreams::Prefixed(prefixes) => prefixes.iter().any(|prefix| record.stream.raw().starts_with(prefix.raw())),
        LogStreams::All | LogStreams::Named(_) => true,
    }
}
