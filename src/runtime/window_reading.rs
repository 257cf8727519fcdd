//! Reads a window of logs by Logs Insights, newest lines first, in as many queries as it takes.

use super::backoff::after_fault;
use super::event_rows::records;
use super::inquiry::{Heard, Inquirer, Question};
use super::log_reading::ReadWord;
use super::missing_groups::take_missing;
use crate::aws::connect::Clients;
use crate::aws::log_groups::{GroupAge, group_age};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::log_gap::LogGap;
use crate::domain::log_scope::LogGroupId;
use crate::domain::query::{QueryPage, QuerySpec};
use crate::domain::{Text, Timestamp};
use jiff::SignedDuration;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::mpsc;

/// Log groups of a query at most.
const GROUPS: usize = 50;
/// Queries that end badly in a row before the reading is given up, to be tried later. Our choice.
const PATIENCE: u32 = 3;
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// A query that takes too long is asked for half as long a window, down to this.
const SHORTEST: SignedDuration = SignedDuration::from_secs(60);
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// What is asked of Logs Insights for lines.
#[derive(Clone)]
pub struct Windows {
    pub inquirer: Inquirer,
    /// A query that tells whole events, newest first.
    pub text: String,
    /// Rows of a query at most; AWS gives 100,000.
    pub most_rows: i32,
}

/// Reads until the end, a fault that no waiting mends, or until nobody listens.
pub async fn read_windows(
    windows: Windows,
    groups: Vec<LogGroupId>,
    clients: Clients,
    (from, to): (Timestamp, Timestamp),
    out: mpsc::Sender<ReadWord>,
) {
    let mut reading = Reading { windows, clients, from, to, out, missing: Vec::new(), calls: 0 };
    for part in parts(groups) {
        match reading.part(part).await {
            Ok(()) => {}
            Err(Stopped::Unheard) => return,
            Err(Stopped::Failed(fault)) => {
                let _ = reading.out.send(ReadWord::Failed(fault)).await;
                return;
            }
        }
    }
    let Reading { out, missing, calls, .. } = reading;
    let _ = out.send(ReadWord::Done { calls, missing }).await;
}

/// Groups that can be asked together: of one region, and not too many.
fn parts(groups: Vec<LogGroupId>) -> Vec<Vec<LogGroupId>> {
    let mut by_region: BTreeMap<Option<Text>, Vec<LogGroupId>> = BTreeMap::new();
    for group in groups {
        by_region.entry(group.region.clone()).or_default().push(group);
    }
    by_region.into_values().flat_map(|groups| groups.chunks(GROUPS).map(<[_]>::to_vec).collect::<Vec<_>>()).collect()
}

struct Reading {
    windows: Windows,
    clients: Clients,
    from: Timestamp,
    to: Timestamp,
    out: mpsc::Sender<ReadWord>,
    missing: Vec<Text>,
    calls: usize,
}

enum Stopped {
    Unheard,
    Failed(Fault),
}

/// How a query of a window ended.
enum Ended {
    Whole,
    /// There are more lines than a query tells; the oldest it told is of this time.
    Capped(Timestamp),
    Badly(Fault),
}

impl Reading {
    /// Reads the window of some groups, from its end to its beginning.
    async fn part(&mut self, mut groups: Vec<LogGroupId>) -> Result<(), Stopped> {
        let (mut until, mut span, mut failures) = (up(self.to), SignedDuration::MAX, 0);
        while !groups.is_empty() && until >= self.from {
            let since = until.checked_sub(span).unwrap_or(self.from).max(self.from);
            match self.ask(&groups, since, until).await? {
                Ended::Whole if since <= self.from => return Ok(()),
                Ended::Whole => (until, failures) = (up(since), 0),
                Ended::Capped(oldest) => {
                    failures = 0;
                    until = match up(oldest) < until {
                        true => up(oldest),
                        false => {
                            let left_out = earlier(up(oldest), SECOND);
                            self.tell(ReadWord::LeftOut(self.left_out(left_out, until))).await?;
                            left_out
                        }
                    };
                }
                Ended::Badly(fault) if fault.kind == FaultKind::NotFound => {
                    if !take_missing(&mut groups, &fault) {
                        return Err(Stopped::Failed(fault));
                    }
                    self.missing.push(fault.message);
                }
                // It is none of the person's: they have not chosen when the group was made.
                Ended::Badly(fault) if is_out_of_range(&fault) => {
                    let before = groups.len();
                    groups = self.in_range(groups, until).await;
                    if groups.len() == before {
                        return Ok(());
                    }
                }
                Ended::Badly(fault) => {
                    failures += 1;
                    let hopeless = fault.kind != FaultKind::Service || failures > PATIENCE;
                    if hopeless {
                        return Err(Stopped::Failed(fault));
                    }
                    let wait = after_fault(FIRST_WAIT, failures - 1, &fault);
                    self.tell(ReadWord::Faulted(fault)).await?;
                    span = (until.duration_since(since) / 2).max(SHORTEST);
                    tokio::time::sleep(wait).await;
                }
            }
        }
        Ok(())
    }

    async fn ask(&mut self, groups: &[LogGroupId], from: Timestamp, to: Timestamp) -> Result<Ended, Stopped> {
        let spec = QuerySpec {
            groups: groups.iter().map(|group| Text::new(group.identifier())).collect(),
            region: groups.first().and_then(|group| group.region.clone()),
            text: self.windows.text.clone(),
            from,
            to,
            limit: self.windows.most_rows,
        };
        let mut question = Question::new(self.windows.inquirer.clone(), spec);
        let (mut rows, mut bytes, mut events, mut oldest) = (0, 0, 0, None);
        let ended = loop {
            self.calls += 1;
            match question.next().await {
                Heard::Partial(page) => {
                    (bytes, events) = (page.scanned_bytes.max(bytes), page.scanned.max(events));
                    self.found(&page, groups, to).await?;
                }
                Heard::Page(page) => {
                    rows += page.rows.len();
                    (bytes, events) = (page.scanned_bytes.max(bytes), page.scanned.max(events));
                    let told = self.found(&page, groups, to).await?;
                    oldest = [oldest, told].into_iter().flatten().min();
                }
                Heard::Done => match oldest.filter(|_| rows >= usize::try_from(self.windows.most_rows).unwrap_or(0)) {
                    Some(oldest) => break Ended::Capped(oldest),
                    None => break Ended::Whole,
                },
                Heard::Faulted(fault) => self.tell(ReadWord::Faulted(fault)).await?,
                Heard::Failed(fault) => break Ended::Badly(fault),
            }
        };
        self.tell(ReadWord::Scanned { bytes, events }).await?;
        Ok(ended)
    }

    /// Tells the lines of a page; the time of the oldest.
    async fn found(
        &mut self,
        page: &QueryPage,
        groups: &[LogGroupId],
        to: Timestamp,
    ) -> Result<Option<Timestamp>, Stopped> {
        let records = records(&page.rows, groups, to);
        let oldest = records.iter().map(|record| record.at).min();
        self.tell(ReadWord::Found(records)).await?;
        Ok(oldest)
    }

    async fn tell(&mut self, word: ReadWord) -> Result<(), Stopped> {
        self.out.send(word).await.map_err(|_| Stopped::Unheard)
    }

    fn left_out(&self, from: Timestamp, to: Timestamp) -> LogGap {
        let why = format!("more than {} lines in a second: Logs Insights tells no more", self.windows.most_rows);
        LogGap { from, to: Some(to), why: Text::from(why), filled: false }
    }

    /// The groups that were there, and still keep what they had, at the end of a window.
    async fn in_range(&mut self, groups: Vec<LogGroupId>, until: Timestamp) -> Vec<LogGroupId> {
        let mut kept = Vec::new();
        for group in groups {
            let age = group_age(&self.clients, &group).await.ok().flatten();
            if age.as_ref().is_some_and(|age| may_have(age, until, self.to)) {
                kept.push(group);
            }
        }
        kept
    }
}

fn may_have(age: &GroupAge, until: Timestamp, now: Timestamp) -> bool {
    let kept_from = age.retention_days.and_then(|days| now.checked_sub(SignedDuration::from_hours(24 * days)).ok());
    age.created_at.is_none_or(|created| created <= until) && kept_from.is_none_or(|from| from <= until)
}

/// AWS says so of a window that ends before the group was made, or before what it keeps: `Query's end date and time is
/// either before the log groups creation time or exceeds the log groups log retention settings`.
fn is_out_of_range(fault: &Fault) -> bool {
    let words = fault.message.raw();
    fault.kind == FaultKind::Rejected && words.contains("creation time") && words.contains("retention")
}

/// The whole second at or behind a time.
fn up(at: Timestamp) -> Timestamp {
    let second = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    Timestamp::from_second(second).unwrap_or(at)
}

fn earlier(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}
