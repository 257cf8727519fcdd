//! Live queries in each of their ways, over queries and sessions that meet trouble: rows shown are rows put, exactly
//! once, with the marks that are due, at the pace and the cost that are promised.

use crate::lab::{GROUP, Lab, Plan, ends, refused, runs};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::sleep;
use unstuck::domain::Timestamp;
use unstuck::domain::live::LiveWay;
use unstuck::sim::scenario::{LiveTailPlan, QueriesPlan, RunEnd, RunPlan, SessionPlan};

const LINES: Option<&str> = Some("filter @message like /[aeo]/");

fn windows(queries: QueriesPlan) -> Plan {
    Plan { query: LINES, way: Some(LiveWay::Windows), queries, ..Plan::default() }
}

#[tokio::test(start_paused = true)]
async fn windows_show_every_line_once_whatever_becomes_of_queries() {
    let shrinks = || RunPlan { shrinks: true, takes: Some(4_000), ..RunPlan::default() };
    for (name, queries, words) in [
        ("well", QueriesPlan::default(), ""),
        (
            "failed",
            runs([RunPlan::default(), ends(RunEnd::Failed), ends(RunEnd::Failed)]),
            "has ended the query: Failed",
        ),
        ("timed out", runs([ends(RunEnd::TimedOut), ends(RunEnd::TimedOut)]), "has ended the query: Timeout"),
        ("timed out and split", runs((0..3).map(|_| ends(RunEnd::TimedOut))), "has ended the query: Timeout"),
        ("cancelled", runs([ends(RunEnd::Cancelled)]), "Cancelled"),
        ("unknown", runs([RunPlan::default(), ends(RunEnd::Unknown)]), "Unknown"),
        ("at its quota", runs((0..4).map(|_| refused("LimitExceededException"))), "logs:StartQuery is at its quota"),
        ("throttled", runs([RunPlan::default(), refused("ThrottlingException")]), "throttled"),
        ("looks throttled", QueriesPlan { looks_throttled: vec![1, 2, 5, 6, 7], ..Default::default() }, "throttled"),
        ("shrinking", runs((0..9).map(|_| shrinks())), ""),
        ("behind", QueriesPlan { behind: 45_000, ..Default::default() }, ""),
        ("far behind", QueriesPlan { behind: 150_000, ..Default::default() }, ""),
    ] {
        let mut lab = Lab::new(windows(queries)).await;
        // Of so long ago that no later window would find what the first one left out; at the ends of seconds, too.
        for n in 1..165 {
            lab.put_then(&format!("long ago {n}"), 60_000 + n * 5_000 + n % 2 * 500);
        }
        lab.lives(60).await;
        lab.pass(400).await;
        lab.is_whole();
        assert!(lab.said.iter().any(|said| said.contains(words)), "{name}: {:?}", lab.said);
        assert_eq!(lab.live.fault, None, "{name}");
        assert_eq!(lab.said.iter().filter(|said| *said == "caught up").count(), 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn windows_keep_their_pace_and_their_cost_and_leave_no_query_running() {
    let mut lab = Lab::new(windows(QueriesPlan::default())).await;
    lab.lives(120).await;
    let minutes: u64 = std::env::var("MINUTES").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    // Lines that come at once, and then some that come late, so that the look-back doubles.
    for (late, look_back) in [(0, 120.0), (100_000, 240.0)] {
        let before = lab.door.asked();
        let (began, put) = (lab.clock.now(), lab.put.len());
        for _ in 0..minutes * 6 {
            if late > 0 {
                lab.put("late", late);
            }
            lab.lives(10).await;
        }
        let asked = lab.door.asked();
        let ingest: u64 = lab.put.iter().skip(put).map(|(_, text)| text.len() as u64).sum();
        let hours = lab.clock.now().duration_since(began).as_secs_f64() / 3_600.0;
        let (interval, scanned) = (10.0, asked.scanned - before.scanned);
        let bound = 1.1 * (1.0 + look_back / interval) * ingest as f64 / hours;
        let an_hour = scanned as f64 / hours;
        let (started, looked) = (asked.started.len() - before.started.len(), asked.looked.len() - before.looked.len());
        println!("{late} ms late: {ingest} bytes came, {scanned} scanned, {:.2} of the bound", an_hour / bound);
        println!("{:.0} StartQuery and {:.0} GetQueryResults an hour", started as f64 / hours, looked as f64 / hours);
        // The interval is the one the bound is made of.
        assert!((started as f64 / hours - 3_600.0 / interval).abs() < 20.0, "{started} in {hours} h");
        assert!(an_hour <= bound && an_hour > bound / 2.0, "{an_hour} of {bound}");
    }
    let asked = lab.door.asked();
    let told = lab.live.pulse.cost.scanned_bytes;
    assert!(told <= asked.scanned && told + 20_000 > asked.scanned, "{told} of {}", asked.scanned);
    assert!(lab.live.dollars_an_hour().is_some_and(|dollars| dollars > 0.0));
    let apart = |calls: &[Timestamp]| {
        calls.windows(2).map(|pair| pair[1].duration_since(pair[0]).as_millis()).min().expect("calls")
    };
    assert!(
        apart(&asked.started) >= 5_000 && apart(&asked.looked) >= 1_000,
        "{:?}",
        (apart(&asked.started), apart(&asked.looked))
    );
    // Left in the middle of a query it stops it.
    let started = asked.started.len();
    while lab.door.asked().open == 0 {
        sleep(Duration::from_millis(100)).await;
        lab.pass(0).await;
    }
    assert!(lab.door.asked().started.len() > started);
    assert_eq!(lab.left().await, (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_window_with_more_lines_than_a_query_tells_is_read_in_pieces_and_what_cannot_be_had_is_said() {
    let mut lab = Lab::new(Plan { most_rows: Some(20), ..windows(QueriesPlan::default()) }).await;
    for n in 0..90 {
        lab.put(&format!("early {n}"), 90_000 - n * 700);
    }
    lab.lives(60).await;
    lab.pass(120).await;
    lab.is_whole();
    assert!(!lab.said.iter().any(|said| said.starts_with("gap")), "{:?}", lab.said);
    for n in 0..30 {
        lab.put(&format!("at once {n}"), 5_000);
    }
    lab.pass(60).await;
    assert!(lab.said.iter().any(|said| said == "gap"), "{:?}", lab.said);
    let gap = lab.live.lines.gaps().next().expect("a gap");
    assert!(gap.what().contains("more than 20 lines in a second"), "{}", gap.what());
    let shown = lab.live.lines.lines().filter(|line| line.raw().starts_with("at once")).count();
    assert_eq!(shown, 20);
}

#[tokio::test(start_paused = true)]
async fn a_cap_that_is_reached_inside_a_second_loses_nothing_of_it() {
    // Twelve lines in each second, all of one millisecond, two of them equal: a query tells one second whole and a
    // part of another.
    let fill = |lab: &mut Lab| {
        for (second, n) in (0..15).flat_map(|second| (0..12).map(move |n| (second, n))) {
            lab.put(&format!("{second} {}", n.max(1)), 40_000 - second * 1_000);
        }
    };
    // One look: what it leaves out nothing finds.
    let mut lab =
        Lab::new(Plan { most_rows: Some(20), way: Some(LiveWay::Windows), ends: true, ..Plan::default() }).await;
    fill(&mut lab);
    lab.pass(120).await;
    lab.is_whole();
    assert_eq!(lab.said.last().map(String::as_str), Some("ended"), "{:?}", lab.said);
    let mut lab = Lab::new(Plan { most_rows: Some(20), way: Some(LiveWay::Windows), ..Plan::default() }).await;
    fill(&mut lab);
    lab.pass(120).await;
    for n in 0..19 {
        lab.put(&format!("new {n}"), 0);
        lab.put("old", 30_200);
    }
    lab.pass(60).await;
    lab.is_whole();
    assert!(!lab.said.iter().any(|said| said.starts_with("gap")), "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn late_lines_are_put_in_their_place_and_marked_and_partial_rows_are_not_late() {
    let slow = || RunPlan { takes: Some(8_000), ..RunPlan::default() };
    let mut lab = Lab::new(windows(runs((0..30).map(|_| slow())))).await;
    lab.lives(30).await;
    lab.put("a minute late", 60_000);
    lab.put("a bit behind", 3_000);
    lab.lives(60).await;
    lab.pass(60).await;
    lab.is_whole();
    assert_eq!(lab.late(), ["a minute late"]);
}

#[tokio::test(start_paused = true)]
async fn a_group_made_just_now_is_no_error_and_one_that_is_not_there_is_said() {
    let mut lab = Lab::new(Plan { group_is_new: true, ..windows(QueriesPlan::default()) }).await;
    lab.lives(60).await;
    lab.pass(60).await;
    lab.is_whole();
    let mut lab = Lab::new(windows(QueriesPlan::default())).await;
    lab.door.world().account.log_groups.retain(|group| group.name != GROUP);
    lab.pass(30).await;
    assert!(lab.said.iter().any(|said| said.contains("'/lab/orders' does not exist")), "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn the_way_is_chosen_by_the_query_and_by_what_can_be_had() {
    let no_tail = || vec!["logs:StartLiveTail"];
    let quota = || LiveTailPlan {
        sessions: (0..200)
            .map(|_| SessionPlan { refused: Some("LimitExceededException".to_owned()), ..Default::default() })
            .collect(),
        ..Default::default()
    };
    for (plan, way) in [
        (Plan::default(), "stream: the lines as they are"),
        (Plan { denied: no_tail(), ..Plan::default() }, "stream, polling: no permission logs:StartLiveTail"),
        (Plan { query: LINES, ..Plan::default() }, "stream: the query can be run here, line by line"),
        (Plan { query: LINES, denied: no_tail(), ..Plan::default() }, "windows: no permission logs:StartLiveTail"),
        (Plan { query: LINES, tails: quota(), ..Plan::default() }, "windows: logs:StartLiveTail is at its quota"),
        (
            Plan { query: LINES, denied: no_tail(), way: Some(LiveWay::Stream), ..Plan::default() },
            "stream, polling: no permission",
        ),
        (Plan { query: LINES, way: Some(LiveWay::Windows), ..Plan::default() }, "windows: asked for"),
        (Plan { query: LINES, way: Some(LiveWay::Service), ..Plan::default() }, "service: asked for"),
        (Plan { query: Some("pattern @message"), ..Plan::default() }, "service: only CloudWatch runs pattern"),
    ] {
        let is_service = way.starts_with("service");
        let mut lab = Lab::new(plan).await;
        lab.lives(30).await;
        lab.pass(90).await;
        let ways: Vec<&String> = lab.said.iter().filter(|said| said.contains(": ")).collect();
        assert!(ways.iter().any(|said| said.starts_with(way)), "{way}: {:?}", lab.said);
        if !is_service {
            lab.is_whole();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_can_be_had_again_takes_over_from_windows_without_a_line_twice() {
    let refused = SessionPlan { refused: Some("LimitExceededException".to_owned()), ..Default::default() };
    let tails = LiveTailPlan { sessions: vec![refused.clone(), refused.clone(), refused], ..Default::default() };
    let mut lab = Lab::new(Plan { query: LINES, tails, ..Plan::default() }).await;
    lab.lives(200).await;
    lab.pass(40).await;
    lab.is_whole();
    let ways: Vec<&str> = lab.said.iter().filter_map(|said| said.split_once(": ")).map(|(way, _)| way).collect();
    assert!(ways.ends_with(&["windows", "stream"]), "{:?}", lab.said);
}

#[tokio::test(start_paused = true)]
async fn counts_stay_live_in_every_way_and_agree() {
    let query =
        Some("filter @message like /line|same/ | stats count(*) as n by @message like /same/ as same | sort same");
    let mut answers = BTreeMap::new();
    for way in [LiveWay::Stream, LiveWay::Windows, LiveWay::Service] {
        let mut lab = Lab::new(Plan { query, way: Some(way), ..Plan::default() }).await;
        lab.lives(60).await;
        lab.pass(130).await;
        let table = lab.table();
        assert_eq!(
            table,
            [["0", "60"], ["1", "40"]].map(|row| row.map(str::to_owned).to_vec()),
            "{way:?} {:?}",
            lab.said
        );
        assert!(lab.live.table.as_ref().is_some_and(|table| !table.partial));
        answers.insert(way, (lab.door.asked().scanned, lab.door.asked().started.len()));
        assert_eq!(lab.left().await.0, 0);
    }
    assert_eq!(answers[&LiveWay::Stream], (0, 0), "a stream asks no query");
    assert!(answers[&LiveWay::Service].1 < answers[&LiveWay::Windows].1, "{answers:?}");
}

#[tokio::test(start_paused = true)]
async fn rows_of_named_fields_are_shown_beside_their_lines() {
    for way in [LiveWay::Stream, LiveWay::Windows] {
        let query = Some("filter @message like /^line/ | parse @message 'line * of *' as n, of | display of, n");
        let mut lab = Lab::new(Plan { query, way: Some(way), ..Plan::default() }).await;
        lab.lives(20).await;
        lab.pass(30).await;
        lab.shows(|text| text.starts_with("line"));
        let columns: Vec<&str> = lab.live.columns.iter().map(|name| name.as_str()).collect();
        assert_eq!(columns, ["of", "n"]);
        let cells = |n: usize| {
            let line = lab.live.lines.get(n).expect("a line");
            let row = line.row.as_ref().expect("cells");
            row.cells.iter().flatten().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!([cells(0), cells(19)], [["20", "0"], ["20", "19"]].map(|row| row.map(str::to_owned).to_vec()));
    }
}

#[tokio::test(start_paused = true)]
async fn one_look_ends_in_every_way() {
    for (query, way) in [
        (None, None),
        (LINES, None),
        (LINES, Some(LiveWay::Windows)),
        (Some("stats count(*) as n"), Some(LiveWay::Windows)),
        (Some("stats count(*) as n"), Some(LiveWay::Service)),
    ] {
        let mut lab = Lab::new(Plan { query, way, ends: true, ..Plan::default() }).await;
        lab.put("from now on", -1_000);
        lab.pass(20).await;
        assert_eq!(lab.said.last().map(String::as_str), Some("ended"), "{query:?} {way:?} {:?}", lab.said);
        if query.is_some_and(|text| text.contains("stats")) {
            assert_eq!(lab.table(), [["5"]]);
        } else {
            lab.shows(|text| text != "from now on");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_line_of_a_streamed_query_is_shown_within_the_second() {
    let mut lab = Lab::new(Plan { query: LINES, ..Plan::default() }).await;
    lab.pass(20).await;
    lab.put("a line now", 0);
    let began = tokio::time::Instant::now();
    while lab.live.lines.len() < 6 {
        let news = lab.news.as_mut().expect("listened to").recv().await.expect("news");
        lab.hear(news);
    }
    assert!(began.elapsed() <= Duration::from_millis(1_200), "{:?}", began.elapsed());
}
