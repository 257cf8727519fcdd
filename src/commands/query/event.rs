//! Lines of a file as log events.

use crate::domain::Timestamp;
use crate::insights::{Event, Record, Value, iso};
use serde_json::{Map, Value as Json};

/// Tells whole events from bare messages.
pub struct Reader {
    /// What a whole event has somewhere.
    member: memchr::memmem::Finder<'static>,
}

impl Reader {
    /// A reader.
    pub fn new() -> Reader {
        Reader { member: memchr::memmem::Finder::new("\"@message\"") }
    }

    /// Hands over the event in a line; a blank line is none (CloudWatch takes no empty events).
    pub fn read(&self, line: &[u8], take: &mut dyn FnMut(Event<'_>)) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let begin = line.iter().position(|b| !b.is_ascii_whitespace());
        let Some(first) = begin.and_then(|at| line.get(at)) else { return };
        if *first == b'{'
            && self.member.find(line).is_some()
            && let Ok(Json::Object(members)) = serde_json::from_slice(line)
            && let Some(record) = record(&members)
        {
            return take(Event::Record(&record));
        }
        match std::str::from_utf8(line) {
            Ok(line) => take(Event::Line(line)),
            Err(_) => take(Event::Line(&String::from_utf8_lossy(line))),
        }
    }
}

/// An event written whole: its message and its other `@` fields.
fn record(members: &Map<String, Json>) -> Option<Record> {
    let message = match members.get("@message")? {
        Json::String(text) => text.clone(),
        // Some exporters unfold a message that is JSON.
        other => other.to_string(),
    };
    let mut record = Record::new(members.get("@timestamp").and_then(time), message);
    for (name, value) in members.iter().filter(|(name, _)| name.starts_with('@')) {
        record = match (name.as_str(), value) {
            ("@message" | "@timestamp", _) => record,
            ("@logStream", Json::String(text)) => record.stream(text.as_str()),
            ("@log", Json::String(text)) => record.log(text.as_str()),
            ("@ptr", Json::String(text)) => record.ptr(text.as_str()),
            ("@ingestionTime", value) => match time(value) {
                Some(at) => record.ingested_at(at),
                None => record,
            },
            (name, value) => record.field(name, Value::from_json(value)),
        };
    }
    Some(record)
}

/// Milliseconds since 1970, or a date and time as text.
fn time(value: &Json) -> Option<Timestamp> {
    let millis = match value {
        Json::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|millis| millis.round() as i64))?,
        Json::String(text) => text.trim().parse().ok().or_else(|| iso(text.trim()))?,
        _ => return None,
    };
    Timestamp::from_millisecond(millis).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> String {
        let mut said = String::from("nothing");
        Reader::new().read(line.as_bytes(), &mut |event| {
            said = match event {
                Event::Line(line) => format!("line {line}"),
                Event::Record(record) => {
                    let given = ["@timestamp", "@logStream", "@message", "@aws.region"]
                        .map(|name| record.given(name).and_then(|value| value.printed()).unwrap_or("-".to_owned()));
                    given.join(" ")
                }
            };
        });
        said
    }

    #[test]
    fn a_line_with_a_message_member_is_a_whole_event_and_any_other_a_message() {
        for (line, said) in [
            (r#"{"@timestamp":1767225600250,"@message":"m","@logStream":"s","x":1}"#, "2026-01-01 00:00:00.250 s m -"),
            (
                r#"{"@timestamp":"2026-01-01T00:00:00Z","@message":{"a":1},"@aws.region":"r"}"#,
                r#"2026-01-01 00:00:00.000 - {"a":1} r"#,
            ),
            (r#"{"@timestamp":"2026-01-01 00:00:00.250","@message":""}"#, "2026-01-01 00:00:00.250 -  -"),
            (r#"{"a":{"@message":"m"}}"#, r#"line {"a":{"@message":"m"}}"#),
            (r#"{"@message":"m""#, r#"line {"@message":"m""#),
            ("plain\r", "line plain"),
            ("  \r", "nothing"),
        ] {
            assert_eq!(read(line), said);
        }
    }
}
