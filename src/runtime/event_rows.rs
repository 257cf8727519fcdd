//! Rows of Logs Insights that are whole events, as lines.

use crate::domain::log::LogRecord;
use crate::domain::log_scope::LogGroupId;
use crate::domain::{Text, Timestamp};
use jiff::civil::DateTime;
use jiff::tz::Offset;

type Fields = [(Text, Text)];

/// The lines of rows that tell `insights::EVENT_FIELDS`. A row without a time that can be read gets `otherwise`: a line
/// nobody can place is still a line.
pub fn records(rows: &[Vec<(Text, Text)>], groups: &[LogGroupId], otherwise: Timestamp) -> Vec<LogRecord> {
    rows.iter().map(|row| record(row, groups, otherwise)).collect()
}

fn record(row: &Fields, groups: &[LogGroupId], otherwise: Timestamp) -> LogRecord {
    let field = |name: &str| row.iter().find(|(field, _)| field.raw() == name).map(|(_, value)| value.clone());
    let ingested_at = field("@ingestionTime").and_then(|text| time(text.raw()));
    let log = field("@log").unwrap_or_else(|| Text::new(""));
    // `@log` is `ACCOUNT:GROUP`.
    let name = log.raw().split_once(':').map_or(log.raw(), |(_, name)| name);
    let known = groups.iter().find(|group| group.name.raw() == name).or(groups.first().filter(|_| groups.len() == 1));
    LogRecord {
        id: field("@ptr").unwrap_or_else(|| Text::new("")),
        group: known.map_or_else(|| Text::new(name), |group| group.name.clone()),
        at: field("@timestamp").and_then(|text| time(text.raw())).or(ingested_at).unwrap_or(otherwise),
        ingested_at,
        stream: field("@logStream").unwrap_or_else(|| Text::new("")),
        message: field("@message").unwrap_or_else(|| Text::new("")),
    }
}

/// `2026-11-21 03:00:00.120` in UTC, as results print times; or milliseconds since 1970.
fn time(text: &str) -> Option<Timestamp> {
    if let Ok(ms) = text.parse::<i64>() {
        return Timestamp::from_millisecond(ms).ok();
    }
    let at: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_lines_whatever_is_missing() {
        let text = |(name, value): &(&str, &str)| (Text::new(name), Text::new(value));
        let groups = [LogGroupId::parse("/lab/web"), LogGroupId::parse("/lab/db")];
        let otherwise = Timestamp::from_second(9).expect("valid");
        for (row, group, at, ingested) in [
            (&[("@timestamp", "1970-01-01 00:00:01.250"), ("@log", "12:/lab/db")][..], "/lab/db", 1_250, None),
            (&[("@timestamp", "1970-01-01 00:00:01"), ("@ingestionTime", "2000")], "", 1_000, Some(2_000)),
            (&[("@ingestionTime", "1970-01-01 00:00:02.000"), ("@log", "1:/x")], "/x", 2_000, Some(2_000)),
            (&[("@timestamp", "soon")], "", 9_000, None),
        ] {
            let row: Vec<(Text, Text)> = row.iter().map(text).collect();
            let found = records(&[row], &groups, otherwise).remove(0);
            let ms = |at: Timestamp| at.as_millisecond();
            let found = (found.group.raw().to_owned(), ms(found.at), found.ingested_at.map(ms));
            assert_eq!(found, (group.to_owned(), at, ingested));
        }
        assert_eq!(records(&[vec![]], &groups[..1], otherwise)[0].group.raw(), "/lab/web", "there is only one");
    }
}
