//! Live queries under each of their troubles, through the whole engine: rows and results shown are those of the lines
//! put, exactly once, with the gaps and marks that are due. `docs/insights.md` says which trouble is tested where.

use crate::lab::{GROUP, Lab, Plan, ends, put_line, refused, runs};
use unstuck::domain::fault::FaultKind;
use unstuck::domain::live::LiveWay;
use unstuck::sim::account::{LogGroup, SimLogEvent};
use unstuck::sim::scenario::{LiveTailPlan, QueriesPlan, RunEnd, RunPlan, SessionEnd, SessionPlan};

const LINES: Option<&str> = Some("filter @message like /[aeo]/");
const COUNTS: Option<&str> =
    Some("filter @message like /line|same/ | stats count(*) as n by @message like /same/ as same | sort same");
const NO_HISTORY: &str = "logs:FilterLogEvents";

fn session(ends: SessionEnd, after_updates: u32) -> LiveTailPlan {
    let session = SessionPlan { ends: Some(ends), after_updates, ..SessionPlan::default() };
    LiveTailPlan { sessions: vec![session], ..LiveTailPlan::default() }
}

fn says(lab: &Lab, words: &str) -> bool {
    lab.said.iter().any(|said| said.contains(words))
}

#[tokio::test(start_paused = true)]
async fn a_query_over_a_stream_in_trouble_shows_each_row_once_and_counts_each_line_once() {
    let most = SessionPlan { most: Some(2), ..SessionPlan::default() };
    let repeats = SessionPlan { repeats: true, ..SessionPlan::default() };
    let only = |session| LiveTailPlan { sessions: vec![session], ..LiveTailPlan::default() };
    let behind =
        LiveTailPlan { history_behind: 45_000, history_throttled: vec![1, 2, 5, 6], ..session(SessionEnd::Cut, 7) };
    for (name, tails, gaps, sampled) in [
        ("cut in the middle of a frame", session(SessionEnd::Cut, 4), 1, false),
        ("closed", session(SessionEnd::Closed, 4), 1, false),
        ("timed out", session(SessionEnd::TimedOut, 4), 1, false),
        ("failed", session(SessionEnd::Failed, 4), 1, false),
        ("silent", session(SessionEnd::Silent, 4), 1, false),
        ("garbled", session(SessionEnd::Garbled, 4), 1, false),
        ("sampled", only(most), 0, true),
        ("told twice", only(repeats), 0, false),
        ("history late and throttled", behind, 1, false),
    ] {
        for query in [LINES, COUNTS] {
            let way = Some(LiveWay::Stream);
            let mut lab = Lab::new(Plan { tails: tails.clone(), query, way, ..Plan::default() }).await;
            lab.lives(60).await;
            lab.pass(150).await;
            match query == COUNTS {
                true => assert_eq!(lab.table(), [["0", "60"], ["1", "40"]], "{name}: {:?}", lab.said),
                false => lab.is_whole(),
            }
            assert_eq!(lab.live.lines.gaps().len(), gaps, "{name}: {:?}", lab.said);
            assert!(lab.live.lines.gaps().all(|gap| gap.filled && gap.to.is_some()), "{name}: {:?}", lab.said);
            assert_eq!(lab.live.sampled_at.is_some(), sampled, "{name}");
            assert_eq!(lab.live.fault, None, "{name}");
            assert_eq!(lab.said.iter().filter(|said| *said == "caught up").count(), 1, "{name}");
            assert_eq!(lab.door.asked().started.len(), 0, "{name}: a stream asks no query");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_cloudwatch_runs_is_whole_whatever_becomes_of_its_runs() {
    let shrinks = || RunPlan { shrinks: true, takes: Some(4_000), ..RunPlan::default() };
    let rows = Some("fields @message as what | filter what like /line|same/ | limit 10000");
    // Rows that are equal and have no pointer.
    let ones = Some("filter @message like /line/ | stats count(*) as n by @message as what | display n");
    for (name, queries, words) in [
        ("well", QueriesPlan::default(), ""),
        ("failed", runs([ends(RunEnd::Failed), ends(RunEnd::Failed)]), "has ended the query: Failed"),
        ("timed out", runs([RunPlan::default(), ends(RunEnd::TimedOut)]), "has ended the query: Timeout"),
        ("cancelled", runs([ends(RunEnd::Cancelled)]), "Cancelled"),
        ("unknown", runs([ends(RunEnd::Unknown)]), "Unknown"),
        ("at its quota", runs((0..4).map(|_| refused("LimitExceededException"))), "logs:StartQuery is at its quota"),
        ("throttled", runs([refused("ThrottlingException")]), "throttled"),
        ("looks throttled", QueriesPlan { looks_throttled: vec![1, 2, 4, 5], ..Default::default() }, "throttled"),
        ("shrinking", runs((0..20).map(|_| shrinks())), ""),
        ("behind", QueriesPlan { behind: 45_000, ..Default::default() }, ""),
    ] {
        for query in [rows, COUNTS, ones] {
            let way = Some(LiveWay::Service);
            let mut lab = Lab::new(Plan { queries: queries.clone(), query, way, ..Plan::default() }).await;
            lab.lives(60).await;
            lab.pass(400).await;
            let table = lab.table();
            if query == COUNTS {
                assert_eq!(table, [["0", "60"], ["1", "40"]], "{name}: {:?}", lab.said);
            } else if query == ones {
                assert_eq!(table, vec![["1"]; 60], "{name}: {:?}", lab.said);
            } else {
                let mut shown: Vec<&str> = table.iter().map(|row| row[0].as_str()).collect();
                let mut put: Vec<&str> = lab.put.iter().map(|(_, text)| text.as_str()).collect();
                put.retain(|text| !text.starts_with("history"));
                shown.sort();
                put.sort();
                assert_eq!(shown, put, "{name}: {:?}", lab.said);
            }
            assert!(lab.live.table.as_ref().is_some_and(|table| !table.partial), "{name}");
            let tells = query == rows || name == "shrinking";
            assert!(!tells || lab.partial > 0, "{name}: rows are told while it runs, and marked");
            assert!(says(&lab, words), "{name}: {:?}", lab.said);
            assert_eq!(lab.live.fault, None, "{name}: {:?}", lab.said);
            assert_eq!(lab.left().await.0, 0, "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_group_that_does_not_exist_is_said_and_the_others_are_read() {
    let ways = [None, Some(LiveWay::Stream), Some(LiveWay::Windows), Some(LiveWay::Service)];
    // The second has the name of the one that is there in its own.
    for (gone, way) in ["/lab/gone", "/lab/orders-v2"].into_iter().flat_map(|gone| ways.map(|way| (gone, way))) {
        let mut lab = Lab::new(Plan { missing: vec![gone], query: COUNTS, way, ..Plan::default() }).await;
        lab.lives(60).await;
        lab.pass(150).await;
        assert_eq!(lab.table(), [["0", "60"], ["1", "40"]], "{gone} {way:?}: {:?}", lab.said);
        assert!(lab.live.missing.iter().any(|what| what.as_str().contains(gone)), "{way:?}: {:?}", lab.said);
        assert_eq!(lab.live.fault, None, "{gone} {way:?}");
        let taken = lab.live.way.as_ref().map(|taken| (taken.way, taken.polls));
        assert_eq!(taken, Some((way.unwrap_or(LiveWay::Stream), false)), "{gone}: {:?}", lab.said);
        assert!(lab.live.lines.gaps().next().is_none(), "{gone} {way:?}: {:?}", lab.said);
    }
}

#[tokio::test(start_paused = true)]
async fn a_group_that_comes_to_be_is_streamed_with_the_others() {
    let mut lab = Lab::new(Plan { missing: vec!["/lab/later"], ..Plan::default() }).await;
    lab.lives(30).await;
    let made = LogGroup { name: "/lab/later".to_owned(), created_at: lab.clock.now(), streams: [].into() };
    lab.door.world().account.log_groups.push(made);
    // Within a minute the session is over both, and within two seconds what it tells is there.
    lab.pass(70).await;
    let at = lab.clock.now();
    let line = SimLogEvent { id: "later".to_owned(), at, ingested_at: at, message: "of the later one".to_owned() };
    put_line(&mut lab.door.world(), "/lab/later", "web/app/2", line);
    lab.pass(2).await;
    assert!(lab.live.lines.lines().any(|line| line.raw() == "of the later one"), "{:?}", lab.said);
    lab.pass(40).await;
    assert_eq!(lab.live.missing, [], "{:?}", lab.said);
    assert_eq!(lab.live.lines.gaps().len(), 0, "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn a_malformed_query_ends_with_its_reason_and_is_not_asked_again() {
    for way in [None, Some(LiveWay::Stream), Some(LiveWay::Windows), Some(LiveWay::Service)] {
        let mut lab = Lab::new(Plan { query: Some("filter @message like"), way, ..Plan::default() }).await;
        lab.pass(60).await;
        assert!(says(&lab, "the query cannot be read"), "{way:?} {:?}", lab.said);
        assert_eq!(lab.said.last().map(String::as_str), Some("ended"), "{way:?}");
        assert_eq!((lab.live.lines.len(), lab.door.asked().started.len()), (0, 0), "{way:?}");
    }
    // What we can read and CloudWatch cannot.
    let queries = runs((0..100).map(|_| refused("MalformedQueryException")));
    let mut lab = Lab::new(Plan { queries, query: Some("pattern @message"), ..Plan::default() }).await;
    lab.pass(600).await;
    assert_eq!(lab.said.last().map(String::as_str), Some("ended"), "{:?}", lab.said);
    assert_eq!(lab.live.fault.as_ref().map(|fault| fault.kind.clone()), Some(FaultKind::Rejected));
    assert_eq!(lab.door.asked().started.len(), 1);
    // Of a window it says nothing for good: it may be about the time asked for.
    let queries = runs([refused("MalformedQueryException")]);
    let way = Some(LiveWay::Windows);
    let mut lab = Lab::new(Plan { queries, query: LINES, way, ..Plan::default() }).await;
    lab.lives(60).await;
    lab.pass(60).await;
    lab.is_whole();
    assert_eq!(lab.live.fault, None, "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn lines_of_one_millisecond_and_lines_out_of_order_come_once_and_are_not_late() {
    let cut = || session(SessionEnd::Cut, 9);
    for (name, plan) in [
        ("lines as they are", Plan { tails: cut(), ..Plan::default() }),
        ("stream", Plan { tails: cut(), query: LINES, ..Plan::default() }),
        ("polling", Plan { denied: vec!["logs:StartLiveTail"], ..Plan::default() }),
        ("windows", Plan { query: LINES, way: Some(LiveWay::Windows), most_rows: Some(100), ..Plan::default() }),
    ] {
        let mut lab = Lab::new(plan).await;
        for second in 0..40_i64 {
            // The clock stands at half a second: these are at the very ends of seconds, and at one time.
            for (n, ago) in [500, 500, 501, 499, 1_500, 500, 499].into_iter().enumerate() {
                lab.put(&format!("one {}", n % 3), ago);
                lab.put(&format!("another of {second}: {n}"), ago);
            }
            lab.put(&format!("a bit behind {second}"), 3_100);
            lab.pass(1).await;
        }
        lab.pass(150).await;
        lab.is_whole();
        let gaps = usize::from(plan_is_cut(name));
        assert_eq!(lab.live.lines.gaps().filter(|gap| gap.filled).count(), gaps, "{name}: {:?}", lab.said);
        assert_eq!(lab.live.lines.gaps().len(), gaps, "{name}: {:?}", lab.said);
        if gaps == 0 {
            assert_eq!(lab.late(), Vec::<&str>::new(), "{name}");
        }
    }
}

fn plan_is_cut(name: &str) -> bool {
    matches!(name, "lines as they are" | "stream")
}

#[tokio::test(start_paused = true)]
async fn where_history_is_not_permitted_it_is_read_by_windows_behind_a_stream_and_without_one() {
    let cut = || session(SessionEnd::Closed, 20);
    let neither = || vec![NO_HISTORY, "logs:StartLiveTail"];
    for (name, plan, way) in [
        ("lines", Plan { tails: cut(), denied: vec![NO_HISTORY], ..Plan::default() }, "stream: "),
        ("query", Plan { tails: cut(), denied: vec![NO_HISTORY], query: LINES, ..Plan::default() }, "stream: "),
        ("lines alone", Plan { denied: neither(), ..Plan::default() }, "windows: no permission logs:StartLiveTail"),
        (
            "throttled",
            Plan { denied: vec![NO_HISTORY], queries: runs([refused("ThrottlingException")]), ..cutting() },
            "",
        ),
    ] {
        let mut lab = Lab::new(plan).await;
        lab.lives(60).await;
        lab.pass(60).await;
        lab.is_whole();
        assert!(says(&lab, way), "{name}: {:?}", lab.said);
        let notes = lab.said.iter().filter(|said| said.contains("history is read by Logs Insights")).count();
        let is_windows = name == "lines alone";
        assert!(notes <= 1 && (notes == 1 || is_windows), "{name}: {:?}", lab.said);
        assert!(lab.live.lines.gaps().all(|gap| gap.filled), "{name}: {:?}", lab.said);
        assert_eq!(lab.live.lines.gaps().len(), usize::from(!is_windows), "{name}: {:?}", lab.said);
        assert_eq!(lab.live.fault, None, "{name}: {:?}", lab.said);
        assert!(lab.live.pulse.cost.scanned_bytes > 0, "{name}");
        assert_eq!(lab.said.iter().filter(|said| *said == "caught up").count(), 1, "{name}");
        if !is_windows {
            // Behind a stream that leaves nothing out there is little to be paid for.
            let before = lab.door.asked().started.len();
            lab.lives(900).await;
            lab.pass(5).await;
            lab.is_whole();
            let asked = lab.door.asked().started.len() - before;
            assert!((2..=4).contains(&asked), "{name}: {asked}");
        }
    }
}

fn cutting() -> Plan {
    Plan { tails: session(SessionEnd::Cut, 20), ..Plan::default() }
}

#[tokio::test(start_paused = true)]
async fn one_look_without_permission_for_history_is_taken_by_windows() {
    for query in [None, LINES] {
        let mut lab = Lab::new(Plan { denied: vec![NO_HISTORY], query, ends: true, ..Plan::default() }).await;
        lab.pass(30).await;
        lab.is_whole();
        assert_eq!(lab.said.last().map(String::as_str), Some("ended"), "{:?}", lab.said);
        assert!(says(&lab, "history is read by Logs Insights"), "{:?}", lab.said);
        assert_eq!((lab.live.fault.as_ref(), lab.live.lines.len()), (None, 5));
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_asks_for_the_stream_pays_for_no_window_and_sees_what_is_missing() {
    let mut lab =
        Lab::new(Plan { denied: vec![NO_HISTORY], way: Some(LiveWay::Stream), query: LINES, ..cutting() }).await;
    lab.lives(60).await;
    lab.pass(100).await;
    assert_eq!(lab.door.asked().started.len(), 0);
    assert!(says(&lab, "no permission logs:FilterLogEvents"), "{:?}", lab.said);
    assert!(lab.live.lines.gaps().any(|gap| !gap.filled), "{:?}", lab.said);
    // And where neither is permitted it is said, and the gap stays.
    let denied = vec![NO_HISTORY, "logs:StartQuery"];
    let mut lab = Lab::new(Plan { denied, ..cutting() }).await;
    lab.lives(60).await;
    lab.pass(100).await;
    assert!(says(&lab, "no permission logs:StartQuery"), "{:?}", lab.said);
    assert!(lab.live.lines.gaps().any(|gap| !gap.filled), "{:?}", lab.said);
    assert!(lab.live.fault.is_some() && lab.live.lines.len() > 40);
}

#[tokio::test(start_paused = true)]
async fn what_a_run_will_scan_is_said_before_it_is_paid_for() {
    let query = Some("pattern @message");
    for (denied, known) in [(vec![], true), (vec!["logs:DescribeLogGroups"], false)] {
        let mut lab = Lab::new(Plan {
            query,
            denied,
            queries: runs((0..9).map(|_| refused("ThrottlingException"))),
            ..Plan::default()
        })
        .await;
        lab.pass(2).await;
        let pulse = lab.live.pulse;
        assert_eq!(pulse.cost.scanned_bytes, 0);
        assert_eq!((pulse.a_run.is_some(), says(&lab, "cannot be told beforehand")), (known, !known), "{:?}", lab.said);
        // A quarter of an hour of a group that is an hour old.
        let stored = {
            let world = lab.door.world();
            let group = world.account.log_groups.iter().find(|group| group.name == GROUP).expect("the group");
            group.streams.values().flatten().map(|event| event.message.len() as u64 + 26).sum::<u64>()
        };
        assert!(
            pulse.a_run.is_none_or(|bytes| (stored / 5..=stored / 3).contains(&bytes)),
            "{:?} {stored}",
            pulse.a_run
        );
    }
    // Rows that are run here are not paid for by the run.
    let mut lab = Lab::new(Plan { query: LINES, ..Plan::default() }).await;
    lab.pass(5).await;
    assert_eq!(lab.live.pulse.a_run, None);
}

#[tokio::test(start_paused = true)]
async fn history_that_is_given_up_and_then_not_permitted_goes_on_by_windows_without_a_line_twice() {
    // So little is remembered that readings which have to wait cannot be brought to their end.
    let tails = LiveTailPlan { history_throttled: vec![2, 4, 6, 8], ..LiveTailPlan::default() };
    let mut lab = Lab::new(Plan { tails, memory: Some(0), ..Plan::default() }).await;
    let burst = |lab: &mut Lab, what: &str, n: usize| {
        (0..40).for_each(|line| lab.put(&format!("{what} {n} {line}"), i64::from(line) * 20));
    };
    for n in 0..90 {
        burst(&mut lab, "before", n);
        lab.pass(1).await;
    }
    assert!(says(&lab, "faster than history can be read"), "{:?}", lab.said);
    lab.is_whole();
    lab.door.world().account.denied.insert(NO_HISTORY.to_owned());
    for n in 0..120 {
        burst(&mut lab, "behind", n);
        lab.pass(1).await;
    }
    lab.pass(120).await;
    assert!(says(&lab, "history is read by Logs Insights"), "{:?}", lab.said);
    lab.is_whole();
    assert_eq!(lab.live.fault, None, "{:?}", lab.said);
    // The session breaks as well: only windows are left, and lines come while they are read.
    lab.door.world().account.denied.insert("logs:StartLiveTail".to_owned());
    for n in 0..60 {
        burst(&mut lab, "alone", n);
        lab.pass(1).await;
    }
    lab.pass(60).await;
    lab.is_whole();
}
