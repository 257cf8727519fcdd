//! What a live query costs, how far behind it is, and what is wrong with it: the line over its rows and the words on the
//! pane's edge.

use crate::app::panes::live::Live;
use crate::domain::Timestamp;
use crate::domain::clock::{age, seconds_between, time_of_day};
use crate::domain::live::LiveWay;
use crate::domain::log_cost::LogCost;
use crate::ui::pane_frame::{Edge, cells};
use crate::ui::role::Role;
use crate::ui::rows::MARK;
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, width, wrap_at_most};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines the state may take.
const LINES: usize = 2;
/// How long it is said that lines were left out of the stream, in seconds (our choice).
const SAMPLED: u64 = 60;

/// Draws where the query stands, with its cost at the right where the pane has no border to hold it, and below that
/// what is wrong; gives what is left for its rows. Where there are none, a fault stands in their place, and not here.
pub fn draw(
    buffer: &mut Buffer,
    inner: Rect,
    theme: &Theme,
    (live, has_rows, now): (&Live, bool, Timestamp),
    edge: Edge,
) -> Rect {
    let x = inner.x.saturating_add(MARK);
    let room = usize::from(inner.width.saturating_sub(MARK));
    // What will be paid is more to the point than what has been.
    let cost = if edge == Edge::Open && estimate(live).is_none() {
        clip(&numbers(live).join(" · "), room * 3 / 5)
    } else {
        String::new()
    };
    let left = room.saturating_sub(if cost.is_empty() { 0 } else { width(&cost) + 3 });
    let most = LINES.min(usize::from(inner.height / 4).max(1));
    // Where the room is for the numbers, a word says how, so that why is read.
    let words = Some(way(live)).filter(|words| width(words) <= left).unwrap_or_else(|| way_in_short(live));
    let mut lines = vec![(Role::Muted, clip(&words, left))];
    if edge == Edge::Box {
        lines = wrap_at_most(&way(live), room, room, most).into_iter().map(|line| (Role::Muted, line)).collect();
    }
    let trouble = trouble(live, has_rows, now).map_or_else(Vec::new, |words| wrap_at_most(&words, room, room, most));
    lines.extend(trouble.into_iter().map(|line| (Role::Stale, line)));
    for ((role, line), y) in lines.iter().zip(inner.y..inner.bottom()) {
        buffer.set_stringn(x, y, line, room, theme.of(*role));
    }
    let cost_x = inner.right().saturating_sub(cells(width(&cost)) + 1);
    buffer.set_stringn(cost_x, inner.y, &cost, width(&cost), theme.of(Role::Muted));
    let used = cells(lines.len()).min(inner.height);
    Rect { y: inner.y.saturating_add(used), height: inner.height - used, ..inner }
}

/// How the answer is kept fresh, and why so.
fn way(live: &Live) -> String {
    let Some(way) = &live.way else { return "starting …".to_owned() };
    let how = match (way.way, way.polls) {
        (LiveWay::Stream, false) => "stream",
        (LiveWay::Stream, true) => "FilterLogEvents every second",
        (LiveWay::Windows, _) => "windows of Logs Insights",
        (LiveWay::Service, _) => "run by CloudWatch again and again",
    };
    let why = if way.why.is_empty() { String::new() } else { format!(": {}", way.why) };
    let reading = if live.caught_up { "" } else { " · reading what was there" };
    let before = estimate(live).map_or(String::new(), |words| format!("{words} (an estimate)"));
    format!("{how}{why}{before}{reading}")
}

fn way_in_short(live: &Live) -> String {
    let Some(chosen) = &live.way else { return way(live) };
    let how = if chosen.polls { "polling" } else { chosen.way.word() };
    format!("{how}: {}{}", chosen.why, estimate(live).unwrap_or_default())
}

/// What a run will scan and cost, until one has ended.
fn estimate(live: &Live) -> Option<String> {
    let scanned = live.pulse.a_run.filter(|_| !live.caught_up)?;
    let dollars = LogCost { scanned_bytes: scanned, tailed_seconds: 0 }.dollars(&live.prices);
    Some(format!(" · a run scans about {}, {}", bytes(scanned), money(dollars)))
}

/// What a person must know of it before trusting it.
fn trouble(live: &Live, has_rows: bool, now: Timestamp) -> Option<String> {
    let mut words = Vec::new();
    words.extend(live.fault.as_ref().filter(|_| has_rows).map(|fault| fault.what()));
    words.extend(live.missing.iter().map(|missing| missing.as_str().to_owned()));
    words.extend(live.unread.iter().map(|unread| unread.as_str().to_owned()));
    let sampled = live.sampled_at.filter(|at| seconds_between(*at, now) < SAMPLED);
    words.extend(sampled.map(|_| "SAMPLED: the stream leaves lines out; they are read from history".to_owned()));
    words.extend(live.lines.gaps().last().filter(|gap| !gap.filled).map(|gap| gap.what()));
    let left_out = live.table.as_ref().map_or(0, |table| table.left_out);
    words.extend((left_out > 0).then(|| format!("{left_out} events left out of the result: too many groups or rows")));
    words.extend(live.notes.last().map(|note| note.as_str().to_owned()));
    (!words.is_empty()).then(|| words.join(" · "))
}

/// Cost, rate and lag before how far down the list one is.
pub fn caption(live: &Live, place: &str) -> String {
    let place = Some(place.to_owned()).filter(|place| !place.is_empty());
    numbers(live).into_iter().chain(place).collect::<Vec<_>>().join(" · ")
}

/// What it costs, how much comes, how late.
fn numbers(live: &Live) -> Vec<String> {
    let pulse = &live.pulse;
    let mut words = Vec::new();
    let dropped = live.lines.dropped();
    words.extend((dropped > 0).then(|| format!("{dropped} older not kept")));
    let scanned = pulse.cost.scanned_bytes;
    words.extend((scanned > 0).then(|| bytes(scanned)));
    let an_hour = live.dollars_an_hour().map_or(String::new(), |dollars| format!(" {}/h", money(dollars)));
    words.push(format!("{}{an_hour}", money(live.dollars())));
    words.push(format!("{:.0}/s", pulse.events_a_second));
    words.extend(pulse.lag_ms.map(|ms| format!("{}.{} s behind", ms / 1_000, ms % 1_000 / 100)));
    words.extend(pulse.next_at.map(|at| format!("next {}", time_of_day(at))));
    words
}

/// Why there are no rows.
pub fn nothing(live: &Live, now: Timestamp) -> String {
    let last = age(live.spec.from, now);
    match &live.fault {
        Some(fault) => format!("{}; {}", fault.what(), fault.what_to_do()),
        None if !live.missing.is_empty() => "nothing to read yet; it is looked for again and again".to_owned(),
        None if !live.caught_up => "no row yet …".to_owned(),
        None if live.spec.query.is_none() => {
            format!("no line in the last {last}; following. W looks further back, x closes it")
        }
        None if live.ended => format!("no line matches in the last {last}; i edits the query, x closes it"),
        None => format!("no line matches in the last {last}; following. i edits the query, x closes it"),
    }
}

/// Dollars; what is less than a hundredth of a cent is said to be so.
fn money(dollars: f64) -> String {
    match dollars {
        d if d <= 0.0 => "$0".to_owned(),
        d if d < 0.0001 => "<$0.0001".to_owned(),
        d if d < 0.01 => format!("${d:.4}"),
        d => format!("${d:.2}"),
    }
}

/// Bytes as a person says them. What a query scanned is what it costs.
fn bytes(count: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", count / unit, count % unit * 10 / unit);
    match count {
        1_000_000_000.. => format!("{} GB", tenths(1_000_000_000)),
        1_000_000.. => format!("{} MB", tenths(1_000_000)),
        1_000.. => format!("{} kB", tenths(1_000)),
        _ => format!("{count} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::line_store::USUAL_MEMORY;
    use crate::domain::live::{ChosenWay, LiveNews, LivePulse, LiveSpec};
    use crate::domain::log_cost::{LogPrices, LogSettings};
    use crate::domain::log_scope::{LogScope, LogStreams};

    #[test]
    fn what_a_run_will_cost_stands_there_until_one_has_ended() {
        let now = Timestamp::UNIX_EPOCH;
        let scope = LogScope { groups: vec![], streams: LogStreams::All, pattern: None };
        let spec = LiveSpec { number: 1, scope, query: None, from: now, to: None, way: None, memory: USUAL_MEMORY };
        let prices = LogPrices { scanned_gigabyte: 0.02, ..LogPrices::default() };
        let mut live = Live::new(spec, &LogSettings { prices, ..LogSettings::default() });
        let chosen = ChosenWay { way: LiveWay::Service, polls: false, why: "asked for".into() };
        live.take(LiveNews::Way(chosen), now);
        assert!(!way(&live).contains("estimate"));
        live.take(LiveNews::Pulse(LivePulse { a_run: Some(2_500_000_000), ..LivePulse::default() }), now);
        assert!(way(&live).contains("a run scans about 2.5 GB, $0.05 (an estimate)"), "{}", way(&live));
        live.take(LiveNews::CaughtUp, now);
        assert!(!way(&live).contains("estimate"));
    }
}
