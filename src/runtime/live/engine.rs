//! One live query, from what is asked to what is told.

use super::absent::Absent;
use super::answer::Answer;
use super::choice::{Choice, arns, choose};
use super::gauge::Gauge;
use super::service::{Whole, serve};
use crate::aws::connect::Clients;
use crate::aws::query::MOST_ROWS;
use crate::domain::live::{ChosenWay, LiveNews, LiveSpec, LiveWay};
use crate::domain::log_joint::LogLine;
use crate::domain::{Text, Timestamp};
use crate::insights::{QueryClock, fetch_query, names_source, narrowed_query};
use crate::runtime::clock::Clock;
use crate::runtime::inquiry::Inquirer;
use crate::runtime::log_follower::follow;
use crate::runtime::log_groups::identity;
use crate::runtime::log_look::look;
use crate::runtime::log_told::{Following, Told, Way};
use crate::runtime::query_pace::SharedPace;
use crate::runtime::window_reading::Windows;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

/// Lines are told this often at most, a result this often.
const LINES: Duration = Duration::from_millis(100);
const RESULT: Duration = Duration::from_secs(1);
/// A result that takes long to make is made less often: at most one part of so many of the time goes into it.
const SHARE: u32 = 10;
/// Lines the query is run over before others get their turn.
const TURN: usize = 256;
/// Words of a follower that may wait.
const WAITING: usize = 16;

/// What a live query stands on.
#[derive(Clone)]
pub struct Desk {
    pub clients: Clients,
    pub clock: Clock,
    /// Shared by all live queries of a run.
    pub pace: SharedPace,
    /// Rows of a window's query at most; AWS gives 100,000.
    pub most_rows: i32,
}

impl Desk {
    pub fn new(clients: Clients, clock: Clock) -> Self {
        Self { clients, clock, pace: SharedPace::default(), most_rows: MOST_ROWS }
    }
}

/// Runs a live query until it has ended or nobody listens; leaves no query running at CloudWatch.
pub async fn live(spec: LiveSpec, desk: Desk, out: mpsc::Sender<LiveNews>) {
    let inquirer = Inquirer::new(desk.clients.clone(), desk.pace.clone());
    tokio::select! {
        () = run(&spec, &desk, &inquirer, &out) => {}
        () = out.closed() => {}
    }
    inquirer.close().await;
}

async fn run(spec: &LiveSpec, desk: &Desk, inquirer: &Inquirer, out: &mpsc::Sender<LiveNews>) {
    let now = desk.clock.now();
    let identity = identity(&desk.clients, now).await.ok();
    let account = identity.as_ref().map(|identity| identity.account.raw().to_owned());
    let arns = arns(&spec.scope.groups, identity.as_ref(), &desk.clients.place().region);
    let clock = QueryClock { now, start: spec.from, end: spec.to.unwrap_or(now) };
    let mut choice = match choose(spec, clock, &arns) {
        Ok(choice) => choice,
        Err(why) => {
            for news in [LiveNews::Note(Text::from(why)), LiveNews::Ended] {
                let _ = out.send(news).await;
            }
            return;
        }
    };
    for note in std::mem::take(&mut choice.notes) {
        let _ = out.send(LiveNews::Note(Text::from(note))).await;
    }
    if choice.way == LiveWay::Service {
        let why = Text::new(&choice.why);
        let _ = out.send(LiveNews::Way(ChosenWay { way: LiveWay::Service, polls: false, why })).await;
        serve(whole(spec, &choice, desk, inquirer.clone()), spec, desk.clock, out).await;
        return;
    }
    let following = following(spec, &choice, arns, desk, inquirer.clone());
    let (told_out, told) = mpsc::channel(WAITING);
    let mut tasks = JoinSet::new();
    match spec.to {
        Some(_) => tasks.spawn(look(following, desk.clients.clone(), desk.clock, told_out)),
        None => tasks.spawn(follow(following, desk.clients.clone(), desk.clock, told_out)),
    };
    let answer = Answer::new(choice.plan.take(), account);
    let absent = Absent::new(&spec.scope, desk.clients.clone());
    let telling = Telling::new(spec, (answer, absent), choice.why, desk.clock, out);
    telling.pour(told).await;
}

fn whole(spec: &LiveSpec, choice: &Choice, desk: &Desk, inquirer: Inquirer) -> Whole {
    let text = spec.query.clone().unwrap_or_default();
    let parsed = choice.parsed.as_ref().map(|parsed| &parsed.query);
    let names_source = parsed.is_some_and(names_source);
    let groups = if names_source { &[][..] } else { spec.scope.groups.as_slice() };
    Whole {
        inquirer,
        clients: desk.clients.clone(),
        text: parsed.map_or(text.clone(), |query| narrowed_query(&text, query, &spec.scope.streams)),
        groups: groups.to_vec(),
        region: spec.scope.groups.first().and_then(|group| group.region.clone()),
    }
}

fn following(
    spec: &LiveSpec,
    choice: &Choice,
    arns: Result<Vec<String>, Text>,
    desk: &Desk,
    inquirer: Inquirer,
) -> Following {
    let mut scope = spec.scope.clone();
    scope.pattern = scope.pattern.or_else(|| choice.pattern.clone());
    let text = fetch_query(choice.parsed.as_ref().map(|parsed| &parsed.query), &scope.streams);
    let windows = Windows { inquirer, text, most_rows: desk.most_rows };
    // A filter pattern means nothing to Logs Insights.
    let may_spare = spec.way != Some(LiveWay::Stream) && spec.scope.pattern.is_none();
    let spare = may_spare.then(|| windows.clone());
    let (arns, windows) = match (choice.way, spec.way) {
        (LiveWay::Windows, _) => (Err(Text::new(&choice.why)), Some(windows)),
        // Whoever asks for the stream does not want to pay for windows instead; lines as they are need none.
        (_, Some(LiveWay::Stream)) => (arns, None),
        _ if spec.query.is_none() || spec.to.is_some() => (arns, None),
        _ => (arns, Some(windows)),
    };
    Following { scope, from: spec.from, to: spec.to, memory: spec.memory, arns, windows, spare, is_spared: false }
}

/// Turns what a follower tells into news.
struct Telling<'a> {
    from: Timestamp,
    to: Option<Timestamp>,
    answer: Answer,
    absent: Absent,
    /// Why the stream was chosen.
    why: String,
    clock: Clock,
    out: &'a mpsc::Sender<LiveNews>,
    gauge: Gauge,
    lines: Vec<LogLine>,
    /// When lines, and the result, may be told next.
    next_lines: Instant,
    next_result: Instant,
    caught_up: bool,
}

impl<'a> Telling<'a> {
    fn new(
        spec: &LiveSpec,
        (answer, absent): (Answer, Absent),
        why: String,
        clock: Clock,
        out: &'a mpsc::Sender<LiveNews>,
    ) -> Self {
        Self {
            from: spec.from,
            to: spec.to,
            answer,
            absent,
            why,
            clock,
            out,
            gauge: Gauge::new(),
            lines: Vec::new(),
            next_lines: Instant::now(),
            next_result: Instant::now(),
            caught_up: false,
        }
    }

    async fn pour(mut self, mut told: mpsc::Receiver<Told>) {
        let mut seconds = interval(Duration::from_secs(1));
        seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let _ = self.out.send(LiveNews::Columns(self.answer.columns())).await;
        let mut stale = false;
        loop {
            let (lines_at, result_at) = (self.next_lines, self.next_result);
            let listens = tokio::select! {
                word = told.recv() => match word {
                    Some(Told::Lines(lines)) => {
                        stale = true;
                        self.take(lines).await
                    }
                    Some(word) => self.hear(word).await,
                    None => break,
                },
                Some(stream) = self.absent.next() => {
                    self.absent.streams.insert(stream);
                    self.tell_absent().await
                }
                () = sleep_until(lines_at), if !self.lines.is_empty() => self.tell_lines().await,
                () = sleep_until(result_at), if stale && self.answer.is_result() => {
                    stale = false;
                    self.tell_result().await
                }
                _ = seconds.tick() => {
                    let pulse = self.gauge.second();
                    self.tell(LiveNews::Pulse(pulse)).await
                }
            };
            if !listens {
                return;
            }
        }
        let pulse = self.gauge.pulse();
        let _ = self.tell_lines().await && self.tell_result().await && self.tell(LiveNews::Pulse(pulse)).await;
        let _ = self.tell(LiveNews::Ended).await;
    }

    /// Runs the query over lines, a few at a time: others want their turn on this thread.
    async fn take(&mut self, lines: Vec<LogLine>) -> bool {
        let newest = lines.iter().map(|line| line.record.at).max();
        self.absent.came(&lines);
        self.gauge.came(lines.len(), newest.filter(|_| self.caught_up), self.clock.now());
        for (n, line) in lines.into_iter().enumerate() {
            if n % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
            // Windows are whole seconds, and streams tell what comes late.
            if line.record.at >= self.from && self.to.is_none_or(|to| line.record.at <= to) {
                self.answer.take(line, &mut self.lines);
            }
        }
        self.tell_absent().await
    }

    async fn tell_absent(&mut self) -> bool {
        match self.absent.news() {
            Some(news) => self.tell(news).await,
            None => true,
        }
    }

    async fn tell_lines(&mut self) -> bool {
        if self.lines.is_empty() {
            return true;
        }
        self.next_lines = Instant::now() + LINES;
        let mut lines = std::mem::take(&mut self.lines);
        // Those that waited together are one telling.
        lines.sort_by_key(|line| line.record.at);
        self.tell(LiveNews::Lines(lines)).await
    }

    async fn tell_result(&mut self) -> bool {
        let began = Instant::now();
        let Some(table) = self.answer.result(!self.caught_up) else { return true };
        self.next_result = began + RESULT.max(began.elapsed() * SHARE);
        self.tell(LiveNews::Table(table)).await
    }

    async fn hear(&mut self, word: Told) -> bool {
        match word {
            Told::Lines(_) => true,
            Told::Gap(gap) => self.tell(LiveNews::Gap(gap)).await,
            Told::Way(way) => self.tell(LiveNews::Way(self.way(way))).await,
            Told::Session(open) => {
                self.gauge.session(open);
                true
            }
            Told::Scanned(bytes) => {
                self.gauge.scanned(bytes);
                true
            }
            Told::Asking(next) => {
                (self.gauge.is_asking, self.gauge.next_at) = (next.is_none(), next);
                let pulse = self.gauge.pulse();
                self.tell(LiveNews::Pulse(pulse)).await
            }
            Told::Sampled => self.tell(LiveNews::Sampled).await,
            Told::Faulted(fault) => self.tell(LiveNews::Fault(Some(fault))).await,
            Told::Mended => self.tell(LiveNews::Fault(None)).await,
            Told::NewestFirst(what) => self.tell(LiveNews::NewestFirst(what)).await,
            Told::Note(what) => self.tell(LiveNews::Note(what)).await,
            Told::Missing(what) => {
                self.absent.groups = what;
                self.tell_absent().await
            }
            Told::CaughtUp => {
                self.caught_up = true;
                self.absent.look(self.clock.now());
                self.gauge.past_is_read();
                self.answer.again();
                let pulse = self.gauge.pulse();
                self.tell_lines().await
                    && self.tell_result().await
                    && self.tell(LiveNews::Pulse(pulse)).await
                    && self.tell(LiveNews::CaughtUp).await
            }
        }
    }

    fn way(&self, way: Way) -> ChosenWay {
        match way {
            Way::Stream => ChosenWay { way: LiveWay::Stream, polls: false, why: Text::new(&self.why) },
            Way::Polling(why) => ChosenWay { way: LiveWay::Stream, polls: true, why },
            Way::Windows(why) => ChosenWay { way: LiveWay::Windows, polls: false, why },
        }
    }

    async fn tell(&self, news: LiveNews) -> bool {
        self.out.send(news).await.is_ok()
    }
}
