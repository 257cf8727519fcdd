//! The fields CloudWatch discovers in the lines Lambda itself writes.

use super::tree::Number;
use super::value::Value;

/// Their names.
pub const FIELDS: [&str; 9] = [
    "@requestId",
    "@type",
    "@duration",
    "@billedDuration",
    "@initDuration",
    "@memorySize",
    "@maxMemoryUsed",
    "@xrayTraceId",
    "@xraySegmentId",
];

/// A field of a START, END, REPORT or application line; sizes in bytes (AWS counts 1000 by 1000), durations in
/// milliseconds.
pub fn field(message: &str, name: &str) -> Option<Value> {
    let kind = ["START", "END", "REPORT"]
        .into_iter()
        .find(|kind| message.strip_prefix(kind).is_some_and(|rest| rest.starts_with(" RequestId: ")));
    match (name, kind) {
        ("@type", Some(kind)) => Some(Value::text(kind)),
        ("@requestId", Some(_)) => after(message, "RequestId: ").map(Value::text),
        ("@requestId", None) => message.split('\t').nth(1).filter(|id| is_request_id(id)).map(Value::text),
        (_, Some("REPORT")) => report(message, name),
        _ => None,
    }
}

fn report(message: &str, name: &str) -> Option<Value> {
    let (label, factor) = match name {
        "@duration" => ("\tDuration: ", 1),
        "@billedDuration" => ("\tBilled Duration: ", 1),
        "@initDuration" => ("\tInit Duration: ", 1),
        "@memorySize" => ("\tMemory Size: ", 1_000_000),
        "@maxMemoryUsed" => ("\tMax Memory Used: ", 1_000_000),
        "@xrayTraceId" => return after(message, "XRAY TraceId: ").map(Value::text),
        "@xraySegmentId" => return after(message, "SegmentId: ").map(Value::text),
        _ => return None,
    };
    match (Number::read(after(message, label)?)?, factor) {
        (Number::Int(n), factor) => n.checked_mul(factor).map(Value::Int),
        (Number::Float(n), factor) => Some(Value::float(n * factor as f64)),
    }
}

fn after<'a>(message: &'a str, label: &str) -> Option<&'a str> {
    let (_, rest) = message.split_once(label)?;
    rest.split_ascii_whitespace().next()
}

fn is_request_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_line_gives_its_figures() {
        let line = "REPORT RequestId: 6f0d2a1e-11aa-4d3b-9a5c-0123456789ab\tDuration: 12.75 ms\tBilled Duration: 13 ms\t\
                    Memory Size: 256 MB\tMax Memory Used: 91 MB\tInit Duration: 301.20 ms\t";
        for (name, value) in [
            ("@type", Some(Value::text("REPORT"))),
            ("@requestId", Some(Value::text("6f0d2a1e-11aa-4d3b-9a5c-0123456789ab"))),
            ("@duration", Some(Value::Float(12.75))),
            ("@billedDuration", Some(Value::Int(13))),
            ("@memorySize", Some(Value::Int(256_000_000))),
            ("@maxMemoryUsed", Some(Value::Int(91_000_000))),
            ("@initDuration", Some(Value::Float(301.2))),
            ("@xrayTraceId", None),
        ] {
            assert_eq!(field(line, name), value, "{name}");
        }
        assert_eq!(field("an application line", "@type"), None);
    }
}
