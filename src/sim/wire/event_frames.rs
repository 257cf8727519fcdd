//! Frames of `application/vnd.amazon.eventstream`, written by the SDK's own encoder.

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;
use serde_json::Value;

pub const CONTENT_TYPE: &str = "application/vnd.amazon.eventstream";

/// An event of this name.
pub fn event(name: &'static str, payload: &Value) -> Bytes {
    frame(&[(":message-type", "event"), (":event-type", name), (":content-type", "application/json")], payload)
}

/// The frame of awsJson streams that stands for the answer's own body.
pub fn initial_response() -> Bytes {
    let empty = Value::Object(serde_json::Map::new());
    event("initial-response", &empty)
}

/// A modelled error in the middle of a stream.
pub fn exception(name: &'static str, message: &str) -> Bytes {
    let headers = [(":message-type", "exception"), (":exception-type", name), (":content-type", "application/json")];
    frame(&headers, &serde_json::json!({"message": message}))
}

fn frame(headers: &[(&'static str, &'static str)], payload: &Value) -> Bytes {
    let headers = headers.iter().map(|(name, value)| Header::new(*name, HeaderValue::String((*value).into())));
    let message = Message::new_from_parts(headers.collect(), Bytes::from(payload.to_string()));
    let mut out = Vec::new();
    // Fails only for what is too long for a frame, and an update is cut before.
    if write_message_to(&message, &mut out).is_err() {
        out.clear();
    }
    Bytes::from(out)
}
