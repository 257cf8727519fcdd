//! A row of the logs whole: every field of it, its JSON a member a line, and the lines around it.

use crate::app::panes::log_rows::{LogRow, LogRows};
use crate::app::panes::logs::Logs;
use crate::domain::facts::Facts;
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
        let around = around(&rows, at, &row);
        if around.len() > 1 {
            lines.extend([Text::new(""), Text::new("around it, of the same stream:")]);
            lines.extend(around);
        }
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

/// The lines before and after, the line itself marked among them.
fn around(rows: &LogRows, at: usize, row: &LogRow) -> Vec<Text> {
    let same =
        |n: &usize| rows.get(*n).is_some_and(|other| other.stream() == row.stream() && group(&other) == group(row));
    let mut near: Vec<usize> = (at.saturating_sub(FAR)..at).rev().filter(same).take(AROUND).collect();
    near.reverse();
    near.push(at);
    near.extend((at + 1..rows.len().min(at + FAR)).filter(same).take(AROUND));
    let line = |n: usize| {
        let row = rows.get(n)?;
        let mark = if n == at { "▸" } else { " " };
        let time = row.at()?.strftime("%H:%M:%S%.3f").to_string();
        Some(Text::from(format!("{mark} {time}  {}", row.line()?.raw())))
    };
    near.into_iter().filter_map(line).collect()
}
