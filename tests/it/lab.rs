//! A live query over a log group of a simulated account, as the pane keeps it, and hands on the account.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use unstuck::app::panes::live::Live;
use unstuck::aws::connect::connect_in_process;
use unstuck::domain::Timestamp;
use unstuck::domain::line_store::USUAL_MEMORY;
use unstuck::domain::live::{LiveNews, LiveSpec, LiveWay};
use unstuck::domain::log_cost::LogSettings;
use unstuck::domain::log_scope::{LogGroupId, LogScope, LogStreams};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::live::{Desk, live};
use unstuck::sim::account::{LogGroup, SimLogEvent};
use unstuck::sim::door::{Door, sdk_client};
use unstuck::sim::scenario::{LiveTailPlan, QueriesPlan, RunEnd, RunPlan, Scenario};
use unstuck::sim::world::World;

pub const GROUP: &str = "/lab/orders";
/// What the account is like, and what is asked.
#[derive(Clone, Default)]
pub struct Plan {
    pub tails: LiveTailPlan,
    pub queries: QueriesPlan,
    pub denied: Vec<&'static str>,
    pub query: Option<&'static str>,
    pub way: Option<LiveWay>,
    pub ends: bool,
    pub most_rows: Option<i32>,
    pub group_is_new: bool,
    pub memory: Option<usize>,
    /// Groups asked for that are not there.
    pub missing: Vec<&'static str>,
}

/// A live query over a group of an account, as the pane keeps it.
pub struct Lab {
    pub door: Door,
    pub clock: Clock,
    pub news: Option<mpsc::Receiver<LiveNews>>,
    engine: JoinHandle<()>,
    pub live: Live,
    pub put: Vec<(i64, String)>,
    /// Everything but lines, tables and numbers, in short.
    pub said: Vec<String>,
    /// Rows told of queries that still ran.
    pub partial: usize,
    /// Lines shown when it first said that it had caught up.
    pub caught_up_with: Option<usize>,
}

impl Lab {
    pub async fn new(plan: Plan) -> Self {
        let scenario =
            Scenario { live_tail: plan.tails, queries: plan.queries, ..Scenario::load("healthy").expect("a scenario") };
        let clock = Clock::simulated("2026-11-21T03:00:00.500Z".parse().expect("a time"), 1);
        let door = Door::open(&scenario, 7, Arc::new(move || clock.now()));
        let age = if plan.group_is_new { 0 } else { 3_600_000 };
        let created_at = Timestamp::from_millisecond(clock.now().as_millisecond() - age).expect("valid");
        {
            let mut world = door.world();
            world.account.log_groups.push(LogGroup { name: GROUP.to_owned(), created_at, streams: [].into() });
            world.account.denied.extend(plan.denied.iter().map(|action| (*action).to_owned()));
        }
        let clients = connect_in_process(sdk_client(door.clone()), "eu-west-1");
        let now = clock.now();
        let groups = [GROUP].into_iter().chain(plan.missing);
        let spec = LiveSpec {
            number: 1,
            scope: LogScope {
                groups: groups.map(LogGroupId::parse).collect(),
                streams: LogStreams::All,
                pattern: None,
            },
            query: plan.query.map(str::to_owned),
            from: Timestamp::from_millisecond(now.as_millisecond() - 900_000).expect("valid"),
            to: plan.ends.then_some(now),
            way: plan.way,
            memory: plan.memory.unwrap_or(USUAL_MEMORY),
        };
        let mut desk = Desk::new(clients, clock);
        desk.most_rows = plan.most_rows.unwrap_or(desk.most_rows);
        let (out, news) = mpsc::channel(64);
        let live_query = Live::new(spec.clone(), &LogSettings::default());
        let put = Vec::new();
        let engine = tokio::spawn(async {});
        let mut lab = Self {
            door,
            clock,
            news: Some(news),
            engine,
            live: live_query,
            put,
            said: vec![],
            partial: 0,
            caught_up_with: None,
        };
        for n in 0..5 {
            lab.put(&format!("history {n}"), 60_000 - n * 1_000);
        }
        lab.engine = tokio::spawn(live(spec, desk, out));
        lab
    }

    /// Puts a line of so many milliseconds ago that is ingested now.
    pub fn put(&mut self, message: &str, ago: i64) {
        self.put_ingested(message, ago, self.clock.now());
    }

    /// Puts a line that was ingested when it happened.
    pub fn put_then(&mut self, message: &str, ago: i64) {
        let then = Timestamp::from_millisecond(self.clock.now().as_millisecond() - ago);
        self.put_ingested(message, ago, then.expect("valid"));
    }

    fn put_ingested(&mut self, message: &str, ago: i64, ingested_at: Timestamp) {
        let at = self.clock.now().as_millisecond() - ago;
        self.put.push((at, message.to_owned()));
        let line = SimLogEvent {
            id: format!("{:05}", self.put.len()),
            at: Timestamp::from_millisecond(at).expect("valid"),
            ingested_at,
            message: message.to_owned(),
        };
        put_line(&mut self.door.world(), GROUP, "web/app/1", line);
    }

    /// Lets so many seconds pass, hearing what is told meanwhile.
    pub async fn pass(&mut self, seconds: u64) {
        let end = sleep(Duration::from_secs(seconds));
        tokio::pin!(end);
        loop {
            let news = self.news.as_mut().expect("somebody listens");
            tokio::select! {
                () = &mut end => return,
                Some(news) = news.recv() => self.hear(news),
            }
        }
    }

    pub fn hear(&mut self, news: LiveNews) {
        match &news {
            LiveNews::Way(way) => {
                let polls = if way.polls { ", polling" } else { "" };
                self.said.push(format!("{}{polls}: {}", way.way.word(), way.why));
            }
            LiveNews::Table(table) => self.partial += usize::from(table.partial && !table.rows.is_empty()),
            LiveNews::Gap(gap) => self.said.push(format!("gap{}", if gap.filled { " filled" } else { "" })),
            LiveNews::Sampled => self.said.push("sampled".to_owned()),
            LiveNews::Missing(missing) => self.said.extend(missing.iter().map(|what| format!("missing {what}"))),
            LiveNews::Note(what) | LiveNews::NewestFirst(what) => self.said.push(what.to_string()),
            LiveNews::CaughtUp => {
                self.caught_up_with.get_or_insert(self.live.lines.len());
                self.said.push("caught up".to_owned());
            }
            LiveNews::Fault(Some(fault)) => self.said.push(fault.what()),
            LiveNews::Fault(None) => self.said.push("mended".to_owned()),
            LiveNews::Ended => self.said.push("ended".to_owned()),
            LiveNews::Lines(_) | LiveNews::Columns(_) | LiveNews::Pulse(_) => {}
        }
        let now = self.clock.now();
        self.live.take(news, now);
    }

    /// Puts a line or two a second for a while.
    pub async fn lives(&mut self, seconds: u64) {
        for n in 0..seconds {
            self.put(&format!("line {n} of {seconds}"), 120);
            if n % 3 == 0 {
                // Equal in everything but the id.
                self.put("same", 0);
                self.put("same", 0);
            }
            self.pass(1).await;
        }
    }

    /// Lines shown are lines put, each once, in the order of time.
    pub fn is_whole(&self) {
        self.shows(|_| true);
    }

    pub fn shows(&self, wanted: impl Fn(&str) -> bool) {
        let lines = self.live.lines.lines();
        let shown: Vec<(i64, &str)> = lines.map(|line| (line.at().as_millisecond(), line.raw())).collect();
        assert!(shown.is_sorted_by_key(|(at, _)| *at));
        let (mut shown, mut put) = (shown, Vec::new());
        put.extend(self.put.iter().filter(|(_, text)| wanted(text)).map(|(at, text)| (*at, text.as_str())));
        shown.sort();
        put.sort();
        let lacking = put.iter().filter(|line| !shown.contains(line)).take(5);
        let lacking: Vec<_> = lacking.collect();
        let (n, of) = (shown.len(), put.len());
        assert!(shown == put, "{n} of {of} shown, lacking {lacking:?}: {:?}", self.said);
    }

    /// The cells of the result's rows.
    pub fn table(&self) -> Vec<Vec<String>> {
        let table = self.live.table.as_ref().expect("a result");
        let text = |cell: &Option<unstuck::domain::Text>| cell.as_ref().map_or(String::new(), ToString::to_string);
        table.rows.iter().map(|row| row.cells.iter().map(text).collect()).collect()
    }

    /// Nobody listens any more; what was left running at the service.
    pub async fn left(mut self) -> (usize, usize) {
        self.news = None;
        self.engine.await.expect("it ends");
        let asked = self.door.asked();
        (asked.open, asked.stopped)
    }

    pub fn late(&self) -> Vec<&str> {
        self.live.lines.lines().filter(|line| line.late).map(|line| line.raw()).collect()
    }
}

/// Queries that end as these plans say, one after another.
pub fn runs(plans: impl IntoIterator<Item = RunPlan>) -> QueriesPlan {
    QueriesPlan { runs: plans.into_iter().collect(), ..QueriesPlan::default() }
}

/// A query that ends so.
pub fn ends(end: RunEnd) -> RunPlan {
    RunPlan { ends: Some(end), ..RunPlan::default() }
}

/// A query that is refused with this code.
pub fn refused(code: &str) -> RunPlan {
    RunPlan { refused: Some(code.to_owned()), ..RunPlan::default() }
}

/// Puts a line into a stream of a group, in the place its time gives it.
pub fn put_line(world: &mut World, group: &str, stream: &str, line: SimLogEvent) {
    let group = world.account.log_groups.iter_mut().find(|known| known.name == group).expect("the group");
    let stream = group.streams.entry(stream.to_owned()).or_default();
    let place = stream.partition_point(|event| event.at <= line.at);
    stream.insert(place, line);
}
