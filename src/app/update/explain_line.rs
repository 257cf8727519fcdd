//! A row of the logs whole: every field of it, its JSON a member a line, and the lines around it.

use crate::app::log_spot::spot;
use crate::app::panes::log_rows::{LogRow, LogRows};
use crate::app::panes::logs::Logs;
use crate::domain::facts::Facts;
use crate::domain::known::Known;
use crate::domain::log::{LogRecord, LogSpot};
use crate::domain::{Text, Timestamp};
use crate::insights::pretty;

/// Lines of the same stream shown before and after.
const AROUND: usize = 5;
/// Rows looked at for them on either side: other streams may stand between.
const FAR: usize = 2_000;
/// Where the names of fields end.
const NAME: usize = 16;

/// Title and lines of a row.
pub fn lines(facts: &Facts, logs: &Logs, at: usize) -> Option<(String, Vec<Text>)> {
    let rows = LogRows::new(facts, logs);
    let row = rows.get(at)?;
    let mut lines = Vec::new();
    let time = |at: Timestamp| Text::from(at.to_string());
    let known = [
        ("time", row.at().map(time)),
        ("ingested", ingested_at(&row).map(time)),
        ("group", group(&row).cloned()),
        ("stream", row.stream().cloned()),
    ];
    lines.extend(known.into_iter().filter_map(|(name, value)| Some(field(name, &value?))));
    let live = logs.shown();
    let table = live.and_then(|live| live.table.as_ref());
    let names = table.map(|table| &table.columns).or(live.map(|live| &live.columns));
    let cells = names.into_iter().flatten().zip(row.cells());
    lines.extend(cells.filter_map(|(name, cell)| Some(field(name.as_str(), cell.as_ref()?))));
    if let Some(ptr) = row.ptr() {
        lines.push(field("@ptr", ptr));
        // What CloudWatch knows of the event beyond what is told already.
        let told: Vec<&str> = lines.iter().filter_map(|line| line.raw().split_whitespace().next()).collect();
        let whole = facts.log_records.get(ptr).and_then(|known| known.value()).into_iter().flatten();
        let new = whole.filter(|(name, _)| name.raw() != "@message" && !told.contains(&name.raw()));
        let more: Vec<Text> = new.map(|(name, value)| field(name.as_str(), value)).collect();
        lines.extend(more);
    }
    if let Some(message) = row.line() {
        lines.push(Text::new(""));
        match pretty(message.raw()) {
            Some(json) => lines.extend(json.iter().map(Text::new)),
            None => lines.extend(message.lines()),
        }
    }
    let around = match spot(facts, logs, &row) {
        Some(spot) => {
            facts.log_around.get(&spot).map_or_else(|| beside(&rows, at, &row), |known| read(known, &row, &spot))
        }
        None => beside(&rows, at, &row),
    };
    if around.len() > 1 {
        lines.extend([Text::new(""), Text::new("around it, of the same stream:")]);
        lines.extend(around);
    }
    let title = if row.line().is_some() { "log line" } else { "query row" };
    Some((title.to_owned(), lines))
}

fn field(name: &str, value: &Text) -> Text {
    Text::from(format!("{name:<NAME$} {}", value.raw()))
}

fn ingested_at(row: &LogRow) -> Option<Timestamp> {
    match row {
        LogRow::Line { record, .. } => record.ingested_at,
        LogRow::Kept(line) => line.ingested_at(),
        LogRow::Found { .. } => None,
    }
}

fn group<'a>(row: &LogRow<'a>) -> Option<&'a Text> {
    match row {
        LogRow::Line { source, .. } => Some(&source.group),
        LogRow::Kept(line) => Some(&line.source.group),
        LogRow::Found { .. } => None,
    }
}

/// The lines around it as they were read for it; why they could not be.
fn read(known: &Known<Vec<LogRecord>>, row: &LogRow, spot: &LogSpot) -> Vec<Text> {
    let Some(lines) = known.value() else {
        let fault = known.fault().map(|fault| Text::from(format!("  they cannot be read: {}", fault.what())));
        return fault.map_or_else(Vec::new, |words| vec![Text::new(""), words]);
    };
    let is_row = |line: &LogRecord| {
        let says = row.line().is_some_and(|text| text == line.message);
        line.at == spot.at && (says || row.any(|text| text == line.message.as_str()))
    };
    let first = || lines.iter().position(|line| line.at == spot.at);
    let Some(at) = lines.iter().position(is_row).or_else(first) else { return Vec::new() };
    let near = at.saturating_sub(AROUND)..lines.len().min(at + AROUND + 1);
    near.filter_map(|n| lines.get(n).map(|line| one(n == at, line.at, &line.message))).collect()
}

fn one(is_it: bool, at: Timestamp, message: &Text) -> Text {
    let mark = if is_it { "▸" } else { " " };
    Text::from(format!("{mark} {}  {}", at.strftime("%H:%M:%S%.3f"), message.raw()))
}

/// The lines before and after among the rows, the line itself marked among them.
fn beside(rows: &LogRows, at: usize, row: &LogRow) -> Vec<Text> {
    let same =
        |n: &usize| rows.get(*n).is_some_and(|other| other.stream() == row.stream() && group(&other) == group(row));
    let mut near: Vec<usize> = (at.saturating_sub(FAR)..at).rev().filter(same).take(AROUND).collect();
    near.reverse();
    near.push(at);
    near.extend((at + 1..rows.len().min(at + FAR)).filter(same).take(AROUND));
    let line = |n: usize| {
        let row = rows.get(n)?;
        Some(one(n == at, row.at()?, &row.line()?))
    };
    near.into_iter().filter_map(line).collect()
}
