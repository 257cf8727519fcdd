//! Log records.

use super::member::text_or_empty;
use crate::domain::log::LogRecord;
use crate::domain::{Text, Timestamp};
use aws_sdk_cloudwatchlogs::types::FilteredLogEvent;
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

fn made_up_id(from: &FilteredLogEvent) -> Text {
    let mut hasher = DefaultHasher::new();
    (from.log_stream_name(), from.timestamp(), from.ingestion_time(), from.message()).hash(&mut hasher);
    Text::new(format!("unnamed-{:016x}", hasher.finish()))
}

/// Milliseconds since 1970.
fn time(milliseconds: Option<i64>) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds?).ok()
}
