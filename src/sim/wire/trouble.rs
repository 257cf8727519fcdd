//! Errors on their way to the wire.

use crate::sim::refusal::Refusal;
use serde_json::Value;

/// A refusal with what a modelled error carries beside its message.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub refusal: Refusal,
    /// Further members of the error, by name: `queryCompileError`.
    pub members: Vec<(&'static str, Value)>,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, members: Vec::new() }
    }
}

/// A parameter that ECS or Logs does not take.
pub fn invalid_parameter(message: impl Into<String>) -> Refusal {
    Refusal::bad_request("InvalidParameterException", message)
}

/// A parameter that CloudFormation does not take, or a stack that is not there.
pub fn validation(message: impl Into<String>) -> Refusal {
    Refusal::bad_request("ValidationError", message)
}

/// AWS's words for a missing permission. They name the resource where the action knows one; here it is always
/// `*`: our choice.
pub fn denied_words(principal: &str, action: &str) -> String {
    format!(
        "User: {principal} is not authorized to perform: {action} on resource: * \
         because no identity-based policy allows the {action} action"
    )
}

/// AWS's words for a value outside its bounds.
pub fn out_of_bounds(value: i64, name: &str, low: i64, high: i64) -> String {
    let (words, bound) = if value < low { ("greater", low) } else { ("less", high) };
    format!(
        "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: \
         Member must have value {words} than or equal to {bound}"
    )
}
