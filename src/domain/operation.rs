//! What can be done to an account: the writes, described before they are sent.

use super::service::ServiceId;
use super::shell::shell_word;
use super::stack::StackStatus;
use super::text::Text;

/// A write to AWS with all that is needed to send it, and the state it was decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// ecs:UpdateService with desired count 0: starts no new deployment, stops every task, and lets a waiting
    /// stack go on since running equals desired.
    ScaleToZero {
        service: ServiceId,
        /// The desired count the person saw; if it has moved, nothing is sent.
        from: i32,
    },
    /// cloudformation:ContinueUpdateRollback on the root stack, legal only in UPDATE_ROLLBACK_FAILED.
    ContinueRollback {
        /// ARN of the root stack.
        stack: Text,
        name: Text,
        /// `LogicalId`, or `NestedStackName.LogicalId`.
        skip: Vec<Text>,
        /// ClientRequestToken: made once a confirmation, reused on retry (the SDK fills in none).
        token: Text,
        /// The status the person saw.
        from: StackStatus,
    },
}

impl Operation {
    /// The API call, as the permission is called.
    pub fn action(&self) -> &'static str {
        match self {
            Self::ScaleToZero { .. } => "ecs:UpdateService",
            Self::ContinueRollback { .. } => "cloudformation:ContinueUpdateRollback",
        }
    }

    /// A name for people.
    pub fn title(&self) -> String {
        match self {
            Self::ScaleToZero { service, .. } => format!("Scale {} to zero", service.name),
            Self::ContinueRollback { name, .. } => format!("Continue the update rollback of {name}"),
        }
    }

    /// What the person types to confirm, compared byte by byte with the raw name.
    pub fn target_name(&self) -> &Text {
        match self {
            Self::ScaleToZero { service, .. } => &service.name,
            Self::ContinueRollback { name, .. } => name,
        }
    }

    /// The same as an `aws` command, quoted for a POSIX shell.
    pub fn command(&self) -> String {
        match self {
            Self::ScaleToZero { service, .. } => format!(
                "aws ecs update-service --cluster {} --service {} --desired-count 0",
                shell_word(&service.cluster),
                shell_word(&service.name)
            ),
            Self::ContinueRollback { name, skip, .. } => {
                let mut command =
                    format!("aws cloudformation continue-update-rollback --stack-name {}", shell_word(name));
                if !skip.is_empty() {
                    command.push_str(" --resources-to-skip");
                    for resource in skip {
                        command.push(' ');
                        command.push_str(&shell_word(resource));
                    }
                }
                command
            }
        }
    }
}

/// How a write ended, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// AWS took it; the request id it answered with.
    Accepted { request_id: Option<Text> },
    /// Not sent: the state is no longer what was confirmed. The words say what moved.
    Moved(String),
    /// Not sent: refused by this program (read-only, no journal). The words say why.
    Refused(String),
    /// AWS said no.
    Rejected(super::fault::Fault),
    /// Sent, and no answer came: it may or may not have happened. Settled by reading, never by sending again.
    Unknown(super::fault::Fault),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_quoted_for_a_shell() {
        let operation = Operation::ScaleToZero {
            service: ServiceId { cluster: Text::new("prod"), name: Text::new("it's; rm -rf") },
            from: 4,
        };
        assert_eq!(
            operation.command(),
            "aws ecs update-service --cluster prod --service 'it'\\''s; rm -rf' --desired-count 0"
        );
    }
}
