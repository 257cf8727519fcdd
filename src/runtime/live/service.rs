//! Queries only CloudWatch can run: the whole of them, again and again.

use super::forecast::a_run;
use super::gauge::Gauge;
use crate::aws::connect::Clients;
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::live::{LiveNews, LiveRow, LiveSpec, LiveTable};
use crate::domain::log_scope::LogGroupId;
use crate::domain::query::QuerySpec;
use crate::runtime::backoff::after_fault;
use crate::runtime::clock::Clock;
use crate::runtime::inquiry::{Heard, Inquirer, Question};
use crate::runtime::missing_groups::take_missing;
use jiff::SignedDuration;
use std::collections::HashSet;
use std::time::Duration;
use tokio::sync::mpsc;

/// A query is run again after this at the earliest: each run scans all of its range anew. Our choice.
const AGAIN: Duration = Duration::from_secs(60);
/// It is run less often while it would scan more than that in an hour, a dollar's worth at the prices of us-east-1, but
/// this often in any case. Our choice.
const SCANNED_AN_HOUR: f64 = 200e9;
const SELDOM: Duration = Duration::from_secs(900);

/// What CloudWatch is asked.
pub struct Whole {
    pub inquirer: Inquirer,
    pub clients: Clients,
    pub text: String,
    /// None where the query names them itself, with a SOURCE.
    pub groups: Vec<LogGroupId>,
    pub region: Option<Text>,
}

/// Runs the query until nobody listens, or once where it has an end.
pub async fn serve(whole: Whole, spec: &LiveSpec, clock: Clock, out: &mpsc::Sender<LiveNews>) {
    let mut run = Runs { whole, out, gauge: Gauge::new(), failures: 0 };
    let now = clock.now();
    run.gauge.a_run = a_run(&run.whole.clients, &run.whole.groups, (spec.from, spec.to.unwrap_or(now)), now).await;
    if run.gauge.a_run.is_none() {
        let _ = out.send(LiveNews::Note(Text::new("what a run will scan cannot be told beforehand"))).await;
    }
    if !run.pulse().await {
        return;
    }
    loop {
        let to = spec.to.unwrap_or_else(|| clock.now());
        let Some(wait) = run.once(spec, to).await else { return };
        let Some(wait) = wait.filter(|_| spec.to.is_none()) else {
            let _ = out.send(LiveNews::Ended).await;
            return;
        };
        run.gauge.next_at = SignedDuration::try_from(wait).ok().and_then(|wait| clock.now().checked_add(wait).ok());
        run.gauge.is_asking = false;
        if !run.pulse().await {
            return;
        }
        tokio::time::sleep(wait).await;
    }
}

struct Runs<'a> {
    whole: Whole,
    out: &'a mpsc::Sender<LiveNews>,
    gauge: Gauge,
    /// Runs that ended badly, in a row.
    failures: u32,
}

impl Runs<'_> {
    /// One run; how long to wait for the next, if there can be one. None at all where nobody listens.
    async fn once(&mut self, spec: &LiveSpec, to: crate::domain::Timestamp) -> Option<Option<Duration>> {
        let mut groups = self.whole.groups.clone();
        let identifiers = |groups: &[LogGroupId]| groups.iter().map(|group| Text::new(group.identifier())).collect();
        let asked = QuerySpec {
            groups: identifiers(&groups),
            region: self.whole.region.clone(),
            text: self.whole.text.clone(),
            from: spec.from,
            to,
            limit: 0,
        };
        let mut question = Question::new(self.whole.inquirer.clone(), asked);
        let (mut table, mut seen, mut bytes) = (LiveTable::default(), HashSet::new(), 0_u64);
        let mut missing = Vec::new();
        (self.gauge.is_asking, self.gauge.next_at) = (true, None);
        loop {
            let listens = match question.next().await {
                Heard::Partial(page) => {
                    self.count(&mut bytes, page.scanned_bytes);
                    let mut so_far = LiveTable { partial: true, ..LiveTable::default() };
                    add(&mut so_far, &page.rows, &mut HashSet::new());
                    self.tell(LiveNews::Table(so_far)).await && self.pulse().await
                }
                Heard::Page(page) => {
                    self.count(&mut bytes, page.scanned_bytes);
                    add(&mut table, &page.rows, &mut seen);
                    self.pulse().await
                }
                Heard::Done => {
                    self.failures = 0;
                    let news =
                        [LiveNews::Fault(None), LiveNews::Missing(missing), LiveNews::Table(table), LiveNews::CaughtUp];
                    for news in news {
                        if !self.tell(news).await {
                            return None;
                        }
                    }
                    return Some(Some(pause(bytes)));
                }
                Heard::Faulted(fault) => self.tell(LiveNews::Fault(Some(fault))).await,
                // The others are read all the same; it is asked for again with the next run.
                Heard::Failed(fault) if take_missing(&mut groups, &fault) && !groups.is_empty() => {
                    missing.push(fault.message);
                    let asked = QuerySpec { groups: identifiers(&groups), ..question.spec().clone() };
                    question = Question::new(self.whole.inquirer.clone(), asked);
                    true
                }
                Heard::Failed(fault) => {
                    let wait = self.failed(&fault);
                    return self.tell(LiveNews::Fault(Some(fault))).await.then_some(wait);
                }
            };
            if !listens {
                return None;
            }
        }
    }

    /// How long to wait after a run that ended badly; none where it is no use.
    fn failed(&mut self, fault: &Fault) -> Option<Duration> {
        self.failures += 1;
        match fault.kind {
            FaultKind::Rejected => None,
            _ => Some(after_fault(AGAIN, self.failures, fault).max(AGAIN)),
        }
    }

    fn count(&mut self, before: &mut u64, now: u64) {
        self.gauge.scanned(now.saturating_sub(*before));
        *before = now.max(*before);
    }

    async fn pulse(&mut self) -> bool {
        let pulse = self.gauge.pulse();
        self.tell(LiveNews::Pulse(pulse)).await
    }

    async fn tell(&self, news: LiveNews) -> bool {
        self.out.send(news).await.is_ok()
    }
}

fn pause(bytes: u64) -> Duration {
    Duration::try_from_secs_f64(bytes as f64 * 3_600.0 / SCANNED_AN_HOUR).unwrap_or(SELDOM).clamp(AGAIN, SELDOM)
}

/// Adds rows, each once, to a table whose columns are those of its rows, in the order they come.
fn add(table: &mut LiveTable, rows: &[Vec<(Text, Text)>], seen: &mut HashSet<Vec<(Text, Text)>>) {
    for row in rows {
        let ptr = row.iter().find(|(name, _)| name.raw() == "@ptr").map(|(_, value)| value.clone());
        // Rows without a pointer may be equal.
        if ptr.is_some() && !seen.insert(row.clone()) {
            continue;
        }
        let mut cells = vec![None; table.columns.len()];
        for (name, value) in row.iter().filter(|(name, _)| name.raw() != "@ptr") {
            let at = table.columns.iter().position(|known| known == name).unwrap_or_else(|| {
                table.columns.push(name.clone());
                cells.push(None);
                table.columns.len() - 1
            });
            if let Some(cell) = cells.get_mut(at) {
                *cell = Some(value.clone());
            }
        }
        table.rows.push(LiveRow { cells, ptr, spot: None });
    }
    let width = table.columns.len();
    table.rows.iter_mut().for_each(|row| row.cells.resize(width, None));
}
