//! Answering for a custom resource whose function does not.

use super::change::{Change, On};
use super::reading::Reading;
use super::stack_aim::StackAim;
use crate::domain::custom_request::CustomRequest;
use crate::domain::lever::Lever;
use crate::domain::text::Text;

/// A PUT to the presigned response URL of a custom resource's request, in its function's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerCustomResource {
    /// The stack that declares it.
    pub aim: StackAim,
    pub request: CustomRequest,
    pub answer: Answer,
}

/// What CloudFormation is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Success,
    Failed,
}

impl Answer {
    /// CloudFormation's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
        }
    }
}

impl AnswerCustomResource {
    /// What CloudFormation quotes in its events.
    pub const REASON: &'static str = "Answered by hand with unstuck";

    /// The members of the answer, each once, in order.
    pub fn members(&self) -> [(&'static str, &str); 6] {
        [
            ("Status", self.answer.as_str()),
            ("Reason", Self::REASON),
            ("PhysicalResourceId", self.request.physical_id.raw()),
            ("StackId", self.request.stack.raw()),
            ("RequestId", self.request.request_id.raw()),
            ("LogicalResourceId", self.request.logical_id.raw()),
        ]
    }
}

impl Change for AnswerCustomResource {
    fn lever(&self) -> Lever {
        match self.answer {
            Answer::Success => Lever::AnswerSuccess,
            Answer::Failed => Lever::AnswerFailed,
        }
    }

    fn on(&self) -> On<'_> {
        On::Stack(&self.aim)
    }

    fn target_name(&self) -> &Text {
        &self.request.logical_id
    }

    fn title(&self) -> String {
        format!("Answer {} for {}", self.answer.as_str(), self.request.logical_id)
    }

    fn aim(&self) -> String {
        format!("resource {} of {}", self.request.logical_id, self.aim.id)
    }

    /// The address opens CloudFormation to whoever has it: it is not shown, the shell is to hold it.
    fn command(&self) -> String {
        let members = self.members().map(|(name, value)| format!("\"{name}\":{}", quoted(value))).join(",");
        let body = format!("{{{members}}}").replace('\'', "'\\''");
        format!("curl -X PUT -H 'Content-Type:' --data-binary '{body}' \"$RESPONSE_URL\"")
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::Stack(&self.aim.id), Reading::Resources(&self.aim.id)]
    }
}

/// A JSON string, made safe to show.
fn quoted(value: &str) -> String {
    let safe = Text::new(value);
    format!("\"{}\"", safe.as_str().replace('\\', "\\\\").replace('"', "\\\""))
}
