//! What is done to a stack as a whole.

use super::change::{Change, On};
use super::reading::Reading;
use super::stack_aim::StackAim;
use crate::domain::clock::Timestamp;
use crate::domain::lever::Lever;
use crate::domain::shell::shell_word;
use crate::domain::situation::Situation;
use crate::domain::stack::{ResourceStatus, Stack};
use crate::domain::text::Text;

/// cloudformation:CancelUpdateStack, legal only in UPDATE_IN_PROGRESS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelUpdate {
    pub aim: StackAim,
}

/// cloudformation:ContinueUpdateRollback on the root stack, legal only in UPDATE_ROLLBACK_FAILED.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContinueRollback {
    pub aim: StackAim,
    pub skip: Skip,
}

/// What a rollback leaves out. AWS takes one or the other: ForceRollback excludes ResourcesToSkip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    /// `LogicalId`, or `NestedStackName.LogicalId`.
    Only(Vec<Text>),
    /// ForceRollback: whatever the rollback fails at.
    WhateverFails,
}

/// cloudformation:RollbackStack, legal in CREATE_FAILED and UPDATE_FAILED.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollbackStack {
    pub aim: StackAim,
}

/// cloudformation:DeleteStack in DELETE_FAILED.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteStack {
    pub aim: StackAim,
    pub keep: Keep,
}

/// What a deletion leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// RetainResources: these logical ids.
    Only(Vec<Text>),
    /// FORCE_DELETE_STACK: whatever cannot be deleted.
    WhateverFails,
}

/// cloudformation:DetectStackDrift: it changes nothing of the stack, and takes no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckDrift {
    pub aim: StackAim,
    /// When the person saw it compared last; where no answer comes, a later time tells that this one has begun.
    pub checked_before: Option<Timestamp>,
}

impl CheckDrift {
    /// Compares a stack as it is now.
    pub fn of(stack: &Stack) -> Self {
        Self { aim: StackAim::at(stack), checked_before: stack.drift_checked_at }
    }
}

/// A command with a list of words behind an option; without the option where there are none.
fn with_list(mut command: String, option: &str, words: &[Text]) -> String {
    if !words.is_empty() {
        command.push_str(option);
    }
    for word in words {
        command.push(' ');
        command.push_str(&shell_word(word));
    }
    command
}

impl Change for CancelUpdate {
    fn lever(&self) -> Lever {
        Lever::CancelUpdate
    }

    fn on(&self) -> On<'_> {
        On::Stack(&self.aim)
    }

    fn title(&self) -> String {
        format!("Cancel the update of {}", self.aim.name)
    }

    fn command(&self) -> String {
        format!("aws cloudformation cancel-update-stack --stack-name {}", shell_word(&self.aim.name))
    }
}

impl Change for ContinueRollback {
    fn lever(&self) -> Lever {
        match self.skip {
            Skip::Only(_) => Lever::ContinueRollback,
            Skip::WhateverFails => Lever::ForceRollback,
        }
    }

    fn on(&self) -> On<'_> {
        On::Stack(&self.aim)
    }

    fn title(&self) -> String {
        match &self.skip {
            Skip::Only(names) => {
                let skipped = match names.as_slice() {
                    [] => String::new(),
                    // The name of a nested stack before it is long, and stands below.
                    [one] => format!(", skipping {}", one.as_str().rsplit('.').next().unwrap_or_default()),
                    several => format!(", skipping {} resources", several.len()),
                };
                format!("Continue the update rollback of {}{skipped}", self.aim.name)
            }
            Skip::WhateverFails => format!("Continue the rollback of {}, skipping whatever fails", self.aim.name),
        }
    }

    fn command(&self) -> String {
        let command =
            format!("aws cloudformation continue-update-rollback --stack-name {}", shell_word(&self.aim.name));
        match &self.skip {
            Skip::Only(names) => with_list(command, " --resources-to-skip", names),
            Skip::WhateverFails => command + " --force-rollback",
        }
    }
}

impl Change for RollbackStack {
    fn lever(&self) -> Lever {
        Lever::RollbackStack
    }

    fn on(&self) -> On<'_> {
        On::Stack(&self.aim)
    }

    fn title(&self) -> String {
        format!("Roll {} back", self.aim.name)
    }

    fn command(&self) -> String {
        format!("aws cloudformation rollback-stack --stack-name {}", shell_word(&self.aim.name))
    }
}

impl Change for CheckDrift {
    fn lever(&self) -> Lever {
        Lever::CheckDrift
    }

    fn on(&self) -> On<'_> {
        On::Stack(&self.aim)
    }

    fn title(&self) -> String {
        format!("Compare {} with its template", self.aim.name)
    }

    fn command(&self) -> String {
        format!("aws cloudformation detect-stack-drift --stack-name {}", shell_word(&self.aim.name))
    }
}

impl Change for DeleteStack {
    fn lever(&self) -> Lever {
        match self.keep {
            Keep::Only(_) => Lever::DeleteKeeping,
            Keep::WhateverFails => Lever::ForceDelete,
        }
    }

    fn on(&self) -> On<'_> {
        On::Stack(&self.aim)
    }

    fn title(&self) -> String {
        match &self.keep {
            // Tried again: what could not be deleted may be by now.
            Keep::Only(names) if names.is_empty() => format!("Delete {} again, keeping nothing", self.aim.name),
            Keep::Only(names) => {
                let names: Vec<&str> = names.iter().map(Text::as_str).collect();
                format!("Delete {}, keeping {}", self.aim.name, names.join(", "))
            }
            Keep::WhateverFails => format!("Delete {}, leaving whatever cannot be deleted", self.aim.name),
        }
    }

    /// By ARN: a name could mean another stack once this one is gone.
    fn command(&self) -> String {
        let command = format!("aws cloudformation delete-stack --stack-name {}", shell_word(&self.aim.id));
        match &self.keep {
            Keep::Only(names) => with_list(command, " --retain-resources", names),
            Keep::WhateverFails => command + " --deletion-mode FORCE_DELETE_STACK",
        }
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::Stack(&self.aim.id), Reading::Resources(&self.aim.id)]
    }

    /// What is kept must still be there: AWS refuses to keep what is deleted.
    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let Keep::Only(names) = &self.keep else { return self.aim.moved(now) };
        self.aim.moved(now).or_else(|| {
            let there = |name: &Text| {
                let mut resources = now.resources.iter();
                resources.any(|r| r.logical_id == *name && r.status != ResourceStatus::DeleteComplete)
            };
            let gone = names.iter().find(|name| !there(name))?;
            Some(format!("{gone} is not there any more and cannot be kept"))
        })
    }
}
