//! Log records.

use super::member::text_or_empty;
use crate::domain::log::LogRecord;
use crate::domain::log_scope::LogGroupId;
use crate::domain::{Text, Timestamp};
use aws_sdk_cloudwatchlogs::types::{FilteredLogEvent, LiveTailSessionLogEvent};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A row of FilterLogEvents. A row without an id gets one from all it says: a line nobody can name is still a
/// line, and it must not be told twice.
pub(in crate::aws) fn record(group: &Text, from: &FilteredLogEvent) -> LogRecord {
    LogRecord {
        group: group.clone(),
        id: from.event_id().filter(|id| !id.is_empty()).map_or_else(|| made_up_id(from), Text::new),
        at: time(from.timestamp().or(from.ingestion_time())).unwrap_or(Timestamp::UNIX_EPOCH),
        ingested_at: time(from.ingestion_time()),
        stream: text_or_empty(from.log_stream_name()),
        message: text_or_empty(from.message()),
    }
}

/// A row of Live Tail. Its group is told as a name, as `ACCOUNT:NAME` or as an ARN; a group's name has no colon.
pub(in crate::aws) fn tail_record(groups: &[LogGroupId], from: &LiveTailSessionLogEvent) -> LogRecord {
    let told = from.log_group_identifier().unwrap_or_default().trim_end_matches(":*");
    let name = told.rsplit(':').next().unwrap_or(told);
    // Copies of one text share it.
    let group = groups.iter().find(|group| group.name.raw() == name).map(|group| group.name.clone());
    LogRecord {
        id: Text::new(""),
        group: group.unwrap_or_else(|| Text::new(name)),
        at: time(from.timestamp().or(from.ingestion_time())).unwrap_or(Timestamp::UNIX_EPOCH),
        ingested_at: time(from.ingestion_time()),
        stream: text_or_empty(from.log_stream_name()),
        message: text_or_empty(from.message()),
    }
}

fn made_up_id(from: &FilteredLogEvent) -> Text {
    let mut hasher = DefaultHasher::new();
    (from.log_stream_name(), from.timestamp(), from.ingestion_time(), from.message()).hash(&mut hasher);
    Text::new(format!("unnamed-{:016x}", hasher.finish()))
}

/// Milliseconds since 1970.
fn time(milliseconds: Option<i64>) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds?).ok()
}
