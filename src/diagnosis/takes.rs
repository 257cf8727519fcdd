//! What the stack takes now: the one place that turns "deploy" in a next step into what its state allows.

use crate::domain::stack::{Stack, StackStatus};

/// How a corrected template gets into the stack. CloudFormation takes an update in a state that is complete, and after
/// a failure that was left as it was; in every other state something else has to come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// An update, at once.
    Update,
    /// An update runs, and may be cancelled.
    Cancel,
    /// An update runs that came through the stack above: only that one can be cancelled.
    UpdateEnds,
    CreationEnds,
    RollbackEnds,
    CleanUpEnds,
    /// Whatever else runs.
    OperationEnds,
    /// Its rollback has failed: that is continued first, on the root stack.
    Continue,
    /// It can only be deleted.
    Deletion,
    /// It is going or gone.
    Creation,
    /// Its change set waits to be executed.
    ChangeSet,
}

impl Takes {
    /// What a stack in its state takes; an update where none is known, and where AWS gives the state a new name.
    pub fn of(stack: Option<&Stack>) -> Self {
        let Some(stack) = stack else { return Self::Update };
        match &stack.status {
            StackStatus::UpdateInProgress if stack.parent.is_none() => Self::Cancel,
            StackStatus::UpdateInProgress => Self::UpdateEnds,
            StackStatus::CreateInProgress => Self::CreationEnds,
            StackStatus::UpdateCompleteCleanupInProgress | StackStatus::UpdateRollbackCompleteCleanupInProgress => {
                Self::CleanUpEnds
            }
            StackStatus::UpdateRollbackFailed => Self::Continue,
            StackStatus::RollbackComplete | StackStatus::RollbackFailed | StackStatus::ImportRollbackFailed => {
                Self::Deletion
            }
            StackStatus::DeleteInProgress | StackStatus::DeleteFailed | StackStatus::DeleteComplete => Self::Creation,
            StackStatus::ReviewInProgress => Self::ChangeSet,
            status if status.is_rolling_back() => Self::RollbackEnds,
            status if status.is_moving() => Self::OperationEnds,
            _ => Self::Update,
        }
    }

    /// What stands in the place of "deploy"; nothing where that is what to do.
    fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::Update => return None,
            Self::Cancel => "deploy once this update is over or cancelled",
            Self::UpdateEnds => "deploy through the root stack once this update is over",
            Self::CreationEnds => {
                "deploy once the creation is over (if it fails: delete the stack and create it again)"
            }
            Self::RollbackEnds => "deploy once the rollback is over",
            Self::CleanUpEnds => "deploy once the clean-up is over",
            Self::OperationEnds => "deploy once the running operation is over",
            Self::Continue => "deploy once the rollback is continued and complete",
            Self::Deletion => "delete the stack and create it again",
            Self::Creation => "create the stack again once it is deleted",
            Self::ChangeSet => "execute a change set that has it",
        })
    }

    /// A step with each `{deploy|words}` told as the state has it.
    pub fn tell(self, step: &str) -> String {
        let mut told = String::with_capacity(step.len());
        let mut rest = step;
        while let Some((before, after)) = rest.split_once("{deploy|")
            && let Some((deploy, tail)) = after.split_once('}')
        {
            told.push_str(before);
            told.push_str(self.words().unwrap_or(deploy));
            rest = tail;
        }
        told.push_str(rest);
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_tells_of_deploying_what_the_state_allows() {
        let step = "Mend it, then {deploy|deploy again}.";
        for (takes, said) in [
            (Takes::Update, "Mend it, then deploy again."),
            (Takes::Cancel, "Mend it, then deploy once this update is over or cancelled."),
            (Takes::Continue, "Mend it, then deploy once the rollback is continued and complete."),
            (Takes::Deletion, "Mend it, then delete the stack and create it again."),
        ] {
            assert_eq!(takes.tell(step), said);
        }
        assert_eq!(Takes::Continue.tell("{deploy|"), "{deploy|", "never loses words");
    }
}
