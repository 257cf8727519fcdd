//! StartLiveTail: a session that tells each second what has come since.

use super::event_frames::{event, exception, initial_response};
use super::json::Input;
use super::logs_filter::pattern;
use super::logs_find::{group_arn, group_by, stream};
use super::logs_pattern::Pattern;
use super::tails::Tails;
use super::trouble::invalid_parameter;
use crate::domain::Timestamp;
use crate::sim::account::{Account, SimLogEvent};
use crate::sim::refusal::Refusal;
use crate::sim::scenario::{SessionEnd, SessionPlan};
use bytes::Bytes;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::HashSet;

/// AWS's own numbers: groups of a session, lines of an update, and how long a session lasts.
const GROUPS: usize = 10;
const LINES: usize = 500;
const LASTS: SignedDuration = SignedDuration::from_hours(3);
/// Lines are told by when they were ingested; this long before the last update they are looked for once more, for
/// those ingested within the same millisecond.
const AGAIN: SignedDuration = SignedDuration::from_secs(5);

/// A session.
#[derive(Debug)]
pub struct LiveTail {
    groups: Vec<String>,
    streams: Streams,
    words: String,
    pattern: Pattern,
    plan: SessionPlan,
    began: Timestamp,
    last: Timestamp,
    /// Lines that were there or have been told, as far back as they are looked for.
    told: HashSet<String>,
    /// The rows of the update before.
    before: Vec<Value>,
    updates: u32,
    garbled: bool,
}

#[derive(Debug)]
enum Streams {
    All,
    Named(Vec<String>),
    Prefixed(Vec<String>),
}

/// What a session does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    Frame(Bytes),
    /// The last frame, behind which the answer ends well.
    Last(Bytes),
    /// What is sent of a frame before the connection breaks.
    Broken(Bytes),
    Nothing,
    End,
}

/// Opens a session, or refuses it.
pub fn open(account: &Account, tails: &mut Tails, input: &Input, now: Timestamp) -> Result<LiveTail, Refusal> {
    let named = input.texts("logGroupIdentifiers")?;
    if named.is_empty() || named.len() > GROUPS {
        return Err(invalid_parameter("logGroupIdentifiers must have between 1 and 10 log groups."));
    }
    let mut groups = Vec::new();
    for arn in named {
        if !arn.starts_with("arn:") || arn.ends_with(":*") {
            return Err(invalid_parameter(format!("{arn} is not a log group ARN without `:*`.")));
        }
        let missing = || Refusal::bad_request("ResourceNotFoundException", "The specified log group does not exist.");
        groups.push(group_by(account, arn).ok_or_else(missing)?);
    }
    let (names, prefixes) = (input.texts("logStreamNames")?, input.texts("logStreamNamePrefixes")?);
    if !names.is_empty() && !prefixes.is_empty() {
        return Err(invalid_parameter("logStreamNames and logStreamNamePrefixes are mutually exclusive parameters."));
    }
    if groups.len() > 1 && !(names.is_empty() && prefixes.is_empty()) {
        return Err(invalid_parameter("Log streams can be chosen with one log group only."));
    }
    for (group, name) in groups.iter().flat_map(|group| names.iter().map(move |name| (group, name))) {
        stream(group, name)?;
    }
    let words = input.text("logEventFilterPattern")?.unwrap_or_default();
    let pattern = pattern(words)?;
    let plan = tails.next_session();
    if let Some(code) = &plan.refused {
        return Err(Refusal::bad_request(code, "Rate exceeded"));
    }
    let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let streams = match (names.is_empty(), prefixes.is_empty()) {
        (false, _) => Streams::Named(owned(names)),
        (_, false) => Streams::Prefixed(owned(prefixes)),
        _ => Streams::All,
    };
    let mut session = LiveTail {
        groups: groups.iter().map(|group| group.name.clone()).collect(),
        streams,
        words: words.to_owned(),
        pattern,
        plan,
        began: now,
        last: now,
        told: HashSet::new(),
        before: Vec::new(),
        updates: 0,
        garbled: false,
    };
    session.fresh(account, now);
    Ok(session)
}

impl LiveTail {
    /// The frames it begins with; none where it is never answered.
    pub fn opening(&self, account: &Account) -> Option<Bytes> {
        if self.plan.ends == Some(SessionEnd::Unanswered) {
            return None;
        }
        let arns: Vec<String> = self.groups.iter().map(|name| group_arn(account, name)).collect();
        let start = json!({
            "requestId": "5e551011-0000-4000-8000-000000000001",
            "sessionId": "5e551011-0000-4000-8000-000000000002",
            "logGroupIdentifiers": arns,
            "logEventFilterPattern": self.words,
        });
        Some([initial_response(), event("sessionStart", &start)].concat().into())
    }

    /// What it does a second after it did something.
    pub fn next(&mut self, account: &Account, now: Timestamp) -> Step {
        self.updates += 1;
        let is_over = self.updates > self.plan.after_updates;
        match self.plan.ends.filter(|_| is_over) {
            Some(SessionEnd::Unanswered | SessionEnd::Silent) => return Step::Nothing,
            Some(SessionEnd::Closed) => return Step::End,
            Some(SessionEnd::TimedOut) => return Step::Last(timed_out()),
            Some(SessionEnd::Failed) => {
                return Step::Last(exception("SessionStreamingException", "An internal error has ended the session."));
            }
            Some(SessionEnd::Cut) => {
                let frame = self.update(account, now);
                return Step::Broken(frame.slice(..frame.len() / 2));
            }
            Some(SessionEnd::Garbled) if !std::mem::replace(&mut self.garbled, true) => {
                let mut frame = self.update(account, now).to_vec();
                if let Some(last) = frame.last_mut() {
                    *last ^= 0xff;
                }
                return Step::Frame(frame.into());
            }
            Some(SessionEnd::Garbled) | None => {}
        }
        if now.duration_since(self.began) >= LASTS {
            return Step::Last(timed_out());
        }
        Step::Frame(self.update(account, now))
    }

    fn update(&mut self, account: &Account, now: Timestamp) -> Bytes {
        let mut rows = self.fresh(account, now);
        let most = self.plan.most.unwrap_or(LINES);
        let sampled = rows.len() > most;
        rows.truncate(most);
        let again = std::mem::replace(&mut self.before, rows.clone());
        if self.plan.repeats {
            rows.extend(again);
        }
        event("sessionUpdate", &json!({"sessionMetadata": {"sampled": sampled}, "sessionResults": rows}))
    }

    /// What has come since the last time, in the order it came.
    fn fresh(&mut self, account: &Account, now: Timestamp) -> Vec<Value> {
        let from = self.last.checked_sub(AGAIN).unwrap_or(self.last);
        let mut told = HashSet::new();
        let mut rows = Vec::new();
        for group in account.log_groups.iter().filter(|group| self.groups.contains(&group.name)) {
            for (stream, events) in group.streams.iter().filter(|(name, _)| self.streams.take(name)) {
                for line in events.iter().filter(|line| line.ingested_at > from && line.ingested_at <= now) {
                    let id = format!("{} {}", group.name, line.id);
                    if !self.told.contains(&id) && self.pattern.matches(&line.message) {
                        rows.push((line.ingested_at, row(account, &group.name, stream, line)));
                    }
                    told.insert(id);
                }
            }
        }
        (self.told, self.last) = (told, now);
        rows.sort_by_key(|(ingested_at, _)| *ingested_at);
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

impl Streams {
    fn take(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|known| known == name),
            Self::Prefixed(prefixes) => prefixes.iter().any(|prefix| name.starts_with(prefix.as_str())),
        }
    }
}

fn timed_out() -> Bytes {
    exception("SessionTimeoutException", "Session has been timed out after 3 hours.")
}

/// The group is told as `ACCOUNT:NAME`.
fn row(account: &Account, group: &str, stream: &str, line: &SimLogEvent) -> Value {
    json!({
        "logGroupIdentifier": format!("{}:{group}", account.id),
        "logStreamName": stream,
        "message": line.message,
        "timestamp": line.at.as_millisecond(),
        "ingestionTime": line.ingested_at.as_millisecond(),
    })
}
