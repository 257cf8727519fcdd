//! Logs followed over a stream that meets trouble: rows shown are rows put, exactly once, with the marks that are due.

use crate::lab::put_line;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use unstuck::aws::connect::connect_in_process;
use unstuck::domain::Timestamp;
use unstuck::domain::log_gap::LogGap;
use unstuck::domain::log_scope::{LogGroupId, LogScope, LogStreams};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::log_follower::follow;
use unstuck::runtime::log_told::{Following, Told, Way};
use unstuck::sim::account::{LogGroup, SimLogEvent};
use unstuck::sim::door::{Door, sdk_client};
use unstuck::sim::scenario::{LiveTailPlan, Scenario, SessionEnd, SessionPlan};

const GROUP: &str = "/lab/orders";
const ARN: &str = "arn:aws:logs:eu-west-1:123456789012:log-group:/lab/orders";

/// A group of an account, followed, and all that was told of it.
struct Lab {
    door: Door,
    clock: Clock,
    words: mpsc::Receiver<Told>,
    put: Vec<String>,
    shown: Vec<String>,
    /// Lines marked as late.
    late: Vec<String>,
    /// When each line was put.
    put_at: Vec<Timestamp>,
    /// Gaps, and when they were told.
    gaps: Vec<(Timestamp, LogGap)>,
    /// Lines that were still to come when their gap was said to be filled.
    lacking: Vec<String>,
    /// Everything but lines, in short.
    said: Vec<String>,
}

impl Lab {
    async fn new(plan: LiveTailPlan, denied: &[&str]) -> Self {
        let scenario = Scenario { live_tail: plan, ..Scenario::load("healthy").expect("a scenario") };
        let clock = Clock::simulated("2026-11-21T03:00:00Z".parse().expect("a time"), 1);
        let door = Door::open(&scenario, 7, Arc::new(move || clock.now()));
        let group = LogGroup { name: GROUP.to_owned(), created_at: clock.now(), streams: [].into() };
        {
            let mut world = door.world();
            world.account.log_groups.push(group);
            world.account.denied.extend(denied.iter().map(|action| (*action).to_owned()));
        }
        let clients = connect_in_process(sdk_client(door.clone()), "eu-west-1");
        let scope = LogScope { groups: vec![LogGroupId::parse(GROUP)], streams: LogStreams::All, pattern: None };
        let (out, words) = mpsc::channel(64);
        let (put, shown, late, said) = (vec![], vec![], vec![], vec![]);
        let (put_at, gaps, lacking) = (vec![], vec![], vec![]);
        let mut lab = Self { door, clock, words, put, shown, late, put_at, gaps, lacking, said };
        for n in 0..5 {
            lab.put(&format!("history {n}"), 60_000 - n * 1_000);
        }
        let from = lab.before(900_000);
        let arns = Ok(vec![ARN.to_owned()]);
        let what =
            Following { scope, from, to: None, memory: 256 << 20, arns, windows: None, spare: None, is_spared: false };
        tokio::spawn(follow(what, clients, clock, out));
        lab
    }

    fn before(&self, ms: i64) -> Timestamp {
        Timestamp::from_millisecond(self.clock.now().as_millisecond() - ms).expect("valid")
    }

    /// Puts a line of so many milliseconds ago that is ingested now, or was then if that is long ago.
    fn put(&mut self, message: &str, ago: i64) {
        self.put.push(message.to_owned());
        self.put_at.push(self.clock.now());
        let line = SimLogEvent {
            id: format!("{:05}", self.put.len()),
            at: self.before(ago),
            ingested_at: if ago > 60_000 { self.before(ago) } else { self.clock.now() },
            message: message.to_owned(),
        };
        put_line(&mut self.door.world(), GROUP, "web/app/1", line);
    }

    /// Lets so many seconds pass, hearing what is told meanwhile.
    async fn pass(&mut self, seconds: u64) {
        let end = sleep(Duration::from_secs(seconds));
        tokio::pin!(end);
        loop {
            tokio::select! {
                () = &mut end => return,
                Some(word) = self.words.recv() => self.hear(word),
            }
        }
    }

    fn hear(&mut self, word: Told) {
        if let Told::Gap(gap) = &word {
            self.gaps.push((self.clock.now(), gap.clone()));
            let put = self.put.iter().zip(&self.put_at).filter(|(_, at)| gap.filled && gap.to >= Some(**at));
            self.lacking.extend(put.map(|(line, _)| line).filter(|line| !self.shown.contains(line)).cloned());
        }
        self.said.push(match word {
            Told::Lines(lines) => {
                let text = |line: &unstuck::domain::log_joint::LogLine| line.record.message.as_str().to_owned();
                self.late.extend(lines.iter().filter(|line| line.late).map(text));
                self.shown.extend(lines.iter().map(text));
                return;
            }
            Told::Way(Way::Stream) => "stream".to_owned(),
            Told::Way(Way::Polling(why)) => format!("polling: {why}"),
            Told::Gap(gap) => format!(
                "gap {}{}",
                if gap.to.is_some() { "closed" } else { "open" },
                if gap.filled { " filled" } else { "" }
            ),
            Told::Sampled => "sampled".to_owned(),
            Told::Faulted(fault) => fault.what(),
            Told::Note(what) | Told::NewestFirst(what) => what.to_string(),
            Told::Missing(missing) if missing.is_empty() => return,
            Told::Missing(missing) => format!("missing {missing:?}"),
            Told::Way(Way::Windows(why)) => format!("windows: {why}"),
            Told::Session(_) | Told::Scanned(_) | Told::Asking(_) | Told::Mended => return,
            Told::CaughtUp => "caught up".to_owned(),
        });
    }

    /// Puts a line or two a second for a while.
    async fn lives(&mut self, seconds: u64) {
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

    fn is_whole(&self) {
        let sorted = |lines: &[String]| {
            let mut lines = lines.to_vec();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&self.shown), sorted(&self.put), "{:?}", self.said);
    }
}

fn sessions(plans: impl IntoIterator<Item = SessionPlan>) -> LiveTailPlan {
    LiveTailPlan { sessions: plans.into_iter().collect(), ..Default::default() }
}

fn ends(ends: SessionEnd, after_updates: u32) -> SessionPlan {
    SessionPlan { ends: Some(ends), after_updates, ..Default::default() }
}

#[tokio::test(start_paused = true)]
async fn history_and_stream_join_without_a_line_lost_or_told_twice() {
    let mut lab = Lab::new(LiveTailPlan::default(), &[]).await;
    lab.lives(100).await;
    lab.pass(2).await;
    lab.is_whole();
    assert_eq!(lab.said, ["stream", "caught up"]);
    assert_eq!(lab.late, Vec::<String>::new());
    assert!(lab.shown.iter().take(5).eq(["history 0", "history 1", "history 2", "history 3", "history 4"]));
}

#[tokio::test(start_paused = true)]
async fn a_line_that_is_streamed_is_shown_within_the_second() {
    let mut lab = Lab::new(LiveTailPlan::default(), &[]).await;
    lab.pass(20).await;
    lab.put("now", 0);
    let told = timeout(Duration::from_millis(1_200), lab.words.recv()).await.expect("in time").expect("told");
    lab.hear(told);
    lab.is_whole();
}

#[tokio::test(start_paused = true)]
async fn late_and_out_of_order_lines_come_once_and_the_late_are_marked() {
    let mut lab = Lab::new(LiveTailPlan::default(), &[]).await;
    lab.lives(10).await;
    lab.put("a minute late", 60_000);
    lab.put("a bit behind", 3_000);
    lab.lives(50).await;
    lab.is_whole();
    assert_eq!(lab.late, ["a minute late"]);
}

#[tokio::test(start_paused = true)]
async fn whatever_ends_a_session_leaves_no_line_out_and_a_gap_that_is_filled() {
    for (end, after) in [
        (SessionEnd::Cut, 4),
        (SessionEnd::Closed, 4),
        (SessionEnd::TimedOut, 4),
        (SessionEnd::Failed, 0),
        (SessionEnd::Silent, 4),
        (SessionEnd::Garbled, 4),
    ] {
        let mut lab = Lab::new(sessions([ends(end, after)]), &[]).await;
        let began = lab.clock.now();
        lab.lives(60).await;
        lab.pass(40).await;
        lab.is_whole();
        let said = ["stream", "caught up", "gap open", "stream", "gap closed", "gap closed filled"];
        assert_eq!(lab.said, said, "{end:?}");
        let [(_, open), (opened_at, closed), (filled_at, filled)] = &lab.gaps[..] else { panic!("{:?}", lab.gaps) };
        // It begins with the last word of the session, not when its end was noticed, and ends with the next session.
        let heard = open.from.duration_since(began).as_millis();
        assert!((heard - i128::from(after) * 1_000).abs() <= 500, "{end:?}: {heard} ms");
        assert_eq!((closed.from, closed.to), (open.from, Some(*opened_at)), "{end:?}");
        assert_eq!((filled.from, filled.to), (closed.from, closed.to), "{end:?}");
        // What it left out is read at once: history is due no sooner than in half a minute.
        let waited = filled_at.duration_since(*opened_at).as_millis();
        assert!(waited <= 1_500, "{end:?}: filled after {waited} ms");
        assert_eq!(lab.lacking, Vec::<String>::new(), "{end:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn sessions_that_break_again_and_again_leave_no_line_out() {
    let breaks = (0..6).map(|n| ends([SessionEnd::Cut, SessionEnd::Closed, SessionEnd::Unanswered][n % 3], n as u32));
    let mut lab = Lab::new(sessions(breaks), &[]).await;
    lab.lives(200).await;
    lab.pass(60).await;
    lab.is_whole();
    assert_eq!(lab.said.last().map(String::as_str), Some("gap closed filled"), "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn what_an_update_tells_again_is_not_shown_again() {
    let mut lab = Lab::new(sessions([SessionPlan { repeats: true, ..Default::default() }]), &[]).await;
    lab.lives(60).await;
    lab.pass(40).await;
    lab.is_whole();
}

#[tokio::test(start_paused = true)]
async fn what_sampling_leaves_out_is_read_from_history_and_said() {
    let mut lab = Lab::new(sessions([SessionPlan { most: Some(2), ..Default::default() }]), &[]).await;
    // Sooner than history is read behind a stream that leaves nothing out.
    lab.lives(12).await;
    lab.pass(12).await;
    lab.is_whole();
    assert!(lab.said.contains(&"sampled".to_owned()), "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn history_that_is_behind_and_throttled_still_tells_every_line_once() {
    let plan = LiveTailPlan {
        sessions: vec![ends(SessionEnd::Cut, 7)],
        history_behind: 45_000,
        history_throttled: vec![1, 2, 5, 6],
    };
    let mut lab = Lab::new(plan, &[]).await;
    // Of so long ago that no later reading would find what the first one left out.
    for n in 1..80 {
        lab.put(&format!("long ago {n}"), 60_000 + n * 10_000);
    }
    lab.lives(60).await;
    lab.pass(150).await;
    lab.is_whole();
    let throttled = "logs:FilterLogEvents is throttled";
    assert_eq!(lab.said.iter().filter(|said| *said == throttled).count(), 4, "{:?}", lab.said);
    // The first reading is not at its end because it was throttled.
    let before = lab.said.iter().take_while(|said| *said != "caught up").filter(|said| *said == throttled).count();
    assert_eq!(before, 2, "{:?}", lab.said);
    assert_eq!(lab.said.last().map(String::as_str), Some("gap closed filled"), "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn where_there_is_no_stream_lines_are_polled_and_it_is_said() {
    let refused = || SessionPlan { refused: Some("LimitExceededException".to_owned()), ..Default::default() };
    for (plan, denied, why) in [
        (sessions((0..100).map(|_| refused())), &[][..], "at its quota"),
        (LiveTailPlan::default(), &["logs:StartLiveTail"][..], "no permission logs:StartLiveTail"),
    ] {
        let mut lab = Lab::new(plan, denied).await;
        lab.lives(60).await;
        lab.put("a minute late", 60_000);
        lab.pass(40).await;
        lab.is_whole();
        assert_eq!(lab.late, ["a minute late"]);
        assert!(lab.said[0].starts_with("polling: ") && lab.said[0].contains(why), "{:?}", lab.said);
        assert_eq!(lab.said.len(), 2, "said once: {:?}", lab.said);
    }
    let mut lab = Lab::new(sessions([refused()]), &[]).await;
    lab.lives(60).await;
    lab.is_whole();
    assert_eq!(lab.said.last().map(String::as_str), Some("stream"), "a quota that is free again is used");
}

#[tokio::test(start_paused = true)]
async fn a_session_is_renewed_before_it_is_three_hours_old() {
    let mut lab = Lab::new(LiveTailPlan::default(), &[]).await;
    lab.pass(170 * 60 - 10).await;
    // What was on its way when the next session began is told by the old one, and not only by history.
    for n in 0..20 {
        lab.put(&format!("renewed {n}"), 120);
        lab.pass(1).await;
        let lacking = (0..n).map(|n| format!("renewed {n}")).filter(|line| !lab.shown.contains(line));
        assert_eq!(lacking.collect::<Vec<_>>(), Vec::<String>::new(), "{n}");
    }
    lab.lives(40).await;
    lab.pass(20 * 60).await;
    lab.is_whole();
    assert_eq!(lab.said, ["stream", "caught up"]);
}

#[tokio::test(start_paused = true)]
async fn without_history_the_stream_goes_on_and_a_gap_stays_open() {
    let mut lab = Lab::new(sessions([ends(SessionEnd::Closed, 20)]), &["logs:FilterLogEvents"]).await;
    lab.lives(60).await;
    assert!(lab.said.contains(&"no permission logs:FilterLogEvents".to_owned()), "{:?}", lab.said);
    assert!(lab.said.contains(&"gap closed".to_owned()) && !lab.said.contains(&"gap closed filled".to_owned()));
    assert!(lab.shown.contains(&"line 59 of 60".to_owned()) || lab.shown.contains(&"line 58 of 60".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_reader_who_is_slow_loses_no_line_and_is_told_of_the_gap() {
    let mut lab = Lab::new(LiveTailPlan::default(), &[]).await;
    lab.pass(5).await;
    for n in 0..400 {
        lab.put(&format!("unread {n}"), 0);
        sleep(Duration::from_secs(1)).await;
    }
    lab.lives(60).await;
    lab.pass(40).await;
    lab.is_whole();
    assert!(lab.said.iter().any(|said| said == "gap closed filled"), "{:?}", lab.said);
}
