//! Where the line of a row stands in its stream.

use super::panes::log_rows::LogRow;
use super::panes::logs::Logs;
use crate::domain::Timestamp;
use crate::domain::facts::Facts;
use crate::domain::log::LogSpot;
use crate::domain::log_scope::LogGroupId;

/// Where a row's line stands in its stream, where the lines around it are not among the rows: those a query let
/// through, and those of a result.
pub fn spot(facts: &Facts, logs: &Logs, row: &LogRow) -> Option<LogSpot> {
    let live = logs.shown()?;
    let groups = &live.spec.scope.groups;
    let group = |name: &str| {
        let known = groups.iter().find(|group| group.name.raw() == name).cloned();
        known.unwrap_or_else(|| LogGroupId::parse(name))
    };
    match row {
        LogRow::Line { .. } => None,
        LogRow::Kept(_) if live.spec.query.is_none() && live.spec.scope.pattern.is_none() => None,
        LogRow::Kept(line) => {
            let (group, stream) = (group(line.source.group.raw()), line.source.stream.clone());
            Some(LogSpot { group, stream, at: line.at() })
        }
        LogRow::Found { row, .. } => {
            if let Some(spot) = &row.spot {
                return Some(LogSpot { group: group(spot.group.name.raw()), ..(**spot).clone() });
            }
            let whole = facts.log_records.get(row.ptr.as_ref()?).and_then(|known| known.value())?;
            let field = |wanted: &str| whole.iter().find(|(name, _)| name.raw() == wanted).map(|(_, value)| value);
            // `@log` is the account and the group.
            let log = field("@log")?.raw();
            let at = field("@timestamp")?.raw().parse().ok()?;
            let at = Timestamp::from_millisecond(at).ok()?;
            let name = log.split_once(':').map_or(log, |(_, name)| name);
            Some(LogSpot { group: group(name), stream: field("@logStream")?.clone(), at })
        }
    }
}
