//! Functions on JSON.

use crate::insights::function::Function;
use crate::insights::value::Value;
use serde_json::Value as Json;
use std::sync::Arc;

/// Calls a function on JSON; none when it is no such function.
pub fn call(function: Function, values: &[Value]) -> Option<Value> {
    let get = |at: usize| values.get(at).unwrap_or(&Value::Null);
    Some(match function {
        Function::JsonParse => {
            parse(get(0)).filter(|json| json.is_object() || json.is_array()).map_or(Value::Null, Value::Json)
        }
        Function::JsonStringify => match get(0) {
            Value::Null => Value::Null,
            other => Value::text(to_json(other).to_string()),
        },
        Function::JsonArraySize => match parse(get(0)).as_deref() {
            Some(Json::Array(items)) => Value::Int(items.len() as i64),
            _ => Value::Null,
        },
        Function::JsonArrayContains => match parse(get(0)).as_deref() {
            Some(Json::Array(items)) => {
                Value::truth(items.iter().any(|item| Value::from_json(item).same(get(1)) == Some(true)))
            }
            _ => Value::truth(false),
        },
        Function::Split => match (get(0).as_text(), get(1).as_text()) {
            (Some(text), Some(by)) if !by.is_empty() => list(text.split(&*by).map(Value::text)),
            _ => Value::Null,
        },
        _ => return None,
    })
}

/// The JSON a value is or whose text it is.
pub fn parse(value: &Value) -> Option<Arc<Json>> {
    match value {
        Value::Json(json) => Some(Arc::clone(json)),
        Value::Text(text) => serde_json::from_str(text).ok().map(Arc::new),
        _ => None,
    }
}

/// A list of values.
pub fn list(values: impl Iterator<Item = Value>) -> Value {
    Value::Json(Arc::new(Json::Array(values.map(|value| to_json(&value)).collect())))
}

/// A value as JSON; times as they are printed.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Int(n) => Json::from(*n),
        Value::Float(n) => Json::from(*n),
        Value::Time(_) | Value::Text(_) => Json::String(value.printed().unwrap_or_default()),
        Value::Json(json) => (**json).clone(),
    }
}
