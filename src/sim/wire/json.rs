//! awsJson 1.1: members of a request, and the bodies of answers.

use super::moment;
use super::trouble::Trouble;
use crate::domain::{Text, Timestamp};
use crate::sim::refusal::Refusal;
use serde_json::{Map, Value};

/// The body of a request. Members nobody asks for are ignored, as AWS does.
pub struct Input(Map<String, Value>);

impl Input {
    /// Reads a body; an empty one is an empty object.
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(serialization("Start of structure or map found where not expected.")),
            Err(_) => Err(serialization("Unable to parse the request body as JSON.")),
        }
    }

    fn member(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        self.member(name).map(|value| value.as_str().ok_or_else(|| mistyped(value, "a String"))).transpose()
    }

    /// A list of strings; empty where it is absent.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, Refusal> {
        let Some(value) = self.member(name) else { return Ok(Vec::new()) };
        let items = value.as_array().ok_or_else(|| mistyped(value, "a List"))?;
        items.iter().map(|item| item.as_str().ok_or_else(|| mistyped(item, "a String"))).collect()
    }

    pub fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        self.member(name).map(|value| value.as_i64().ok_or_else(|| mistyped(value, "an Integer"))).transpose()
    }

    pub fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.member(name).map(|value| value.as_bool().ok_or_else(|| mistyped(value, "a Boolean"))).transpose()
    }

    /// A time in seconds since 1970.
    pub fn moment(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let read =
            |value: &Value| value.as_f64().and_then(moment::from_epoch).ok_or_else(|| mistyped(value, "a Timestamp"));
        self.member(name).map(read).transpose()
    }

    pub fn object(&self, name: &str) -> Result<Option<Input>, Refusal> {
        let read = |value: &Value| value.as_object().cloned().map(Input).ok_or_else(|| mistyped(value, "a Structure"));
        self.member(name).map(read).transpose()
    }

    /// A list of structures; empty where it is absent.
    pub fn objects(&self, name: &str) -> Result<Vec<Input>, Refusal> {
        let Some(value) = self.member(name) else { return Ok(Vec::new()) };
        let items = value.as_array().ok_or_else(|| mistyped(value, "a List"))?;
        let read = |item: &Value| item.as_object().cloned().map(Input).ok_or_else(|| mistyped(item, "a Structure"));
        items.iter().map(read).collect()
    }

    /// The names of all members given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str())
    }
}

fn serialization(message: &str) -> Refusal {
    Refusal::bad_request("SerializationException", message)
}

fn mistyped(value: &Value, wanted: &str) -> Refusal {
    let kind = match value {
        Value::String(_) => "STRING_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::Bool(_) => "BOOLEAN_VALUE",
        Value::Array(_) => "ARRAY_VALUE",
        Value::Object(_) => "STRUCTURE_VALUE",
        Value::Null => "NULL_VALUE",
    };
    serialization(&format!("{kind} cannot be converted to {wanted}"))
}

/// The text as AWS holds it, for a member that may be absent.
pub fn raw(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(Text::raw)
}

/// An answer's body: AWS leaves absent members out.
pub fn body(mut answer: Value) -> Vec<u8> {
    drop_nulls(&mut answer);
    answer.to_string().into_bytes()
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// An error's body; `namespace` is the one of the service's model, `com.amazonaws.ecs`.
pub fn error_body(namespace: &str, trouble: &Trouble) -> Vec<u8> {
    let mut members = Map::new();
    members.insert("__type".to_owned(), Value::from(format!("{namespace}#{}", trouble.refusal.code)));
    members.insert("message".to_owned(), Value::from(trouble.refusal.message.clone()));
    members.extend(trouble.members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Value::Object(members).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn absent_members_are_left_out_of_an_answer() {
        let answer = json!({"a": null, "b": [{"c": null, "d": 1}]});
        assert_eq!(body(answer), br#"{"b":[{"d":1}]}"#);
    }

    #[test]
    fn a_member_of_the_wrong_type_is_a_serialization_error() {
        let input = Input::parse(br#"{"cluster": 7, "tasks": ["a", 1], "maxResults": "3"}"#).expect("an object");
        let codes = [
            input.text("cluster").err(),
            input.texts("tasks").err(),
            input.integer("maxResults").err(),
            Input::parse(b"[]").err(),
            Input::parse(b"{").err(),
        ];
        for refusal in codes {
            assert_eq!(refusal.map(|r| r.code).as_deref(), Some("SerializationException"));
        }
    }
}
