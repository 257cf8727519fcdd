//! The levers: every way this program can change an account, by name.

/// One way to change an account. Each is one API call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lever {
    /// UpdateService with a desired count of 0.
    ScaleToZero,
    /// UpdateService with another desired count; also what restores one.
    SetCount,
    /// StopServiceDeployment: back to the revision before.
    StopDeployment,
    /// ContinueServiceDeployment, CONTINUE: the hook's answer is yes.
    ContinueDeployment,
    /// ContinueServiceDeployment, ROLLBACK: the hook's answer is no.
    RollBackAtHook,
    /// UpdateService with forceNewDeployment.
    ForceDeployment,
    /// StopTask.
    StopTask,
    /// RegisterScalableTarget with everything suspended.
    SuspendScaling,
    /// RegisterScalableTarget with nothing suspended, or with what was before.
    ResumeScaling,
    /// CancelUpdateStack.
    CancelUpdate,
    /// ContinueUpdateRollback, skipping the resources named.
    ContinueRollback,
    /// ContinueUpdateRollback with ForceRollback: skipping whatever failed.
    ForceRollback,
    /// RollbackStack.
    RollbackStack,
    /// DeleteStack with RetainResources.
    DeleteKeeping,
    /// DeleteStack with FORCE_DELETE_STACK.
    ForceDelete,
    /// DetectStackDrift: what is there is compared with the template, and nothing changed.
    CheckDrift,
    /// SUCCESS to the response URL of a custom resource.
    AnswerSuccess,
    /// FAILED to the response URL of a custom resource.
    AnswerFailed,
    /// PutQueryDefinition: a query saved for everybody of the account.
    SaveQuery,
}

/// How much harm a lever can do where it is pulled by mistake: what a person has to do to confirm it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// Undone by pulling another lever; nothing that works stops.
    Small,
    /// Something that works may stop, or cannot be taken back: the name is typed.
    Great,
}

impl Lever {
    /// Every lever, in the order of the menu: services first.
    pub const ALL: [Self; 19] = [
        Self::ScaleToZero,
        Self::SetCount,
        Self::StopDeployment,
        Self::ContinueDeployment,
        Self::RollBackAtHook,
        Self::ForceDeployment,
        Self::StopTask,
        Self::SuspendScaling,
        Self::ResumeScaling,
        Self::CancelUpdate,
        Self::ContinueRollback,
        Self::ForceRollback,
        Self::RollbackStack,
        Self::DeleteKeeping,
        Self::ForceDelete,
        Self::CheckDrift,
        Self::AnswerSuccess,
        Self::AnswerFailed,
        Self::SaveQuery,
    ];

    /// Those that act on a stack as a whole.
    pub const OF_STACK: [Self; 7] = [
        Self::CancelUpdate,
        Self::ContinueRollback,
        Self::ForceRollback,
        Self::RollbackStack,
        Self::DeleteKeeping,
        Self::ForceDelete,
        Self::CheckDrift,
    ];

    /// Its name in the command palette, the journal and the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::ScaleToZero => "scale-to-zero",
            Self::SetCount => "set-count",
            Self::StopDeployment => "stop-deployment",
            Self::ContinueDeployment => "continue-deployment",
            Self::RollBackAtHook => "roll-back-at-hook",
            Self::ForceDeployment => "force-deployment",
            Self::StopTask => "stop-task",
            Self::SuspendScaling => "suspend-scaling",
            Self::ResumeScaling => "resume-scaling",
            Self::CancelUpdate => "cancel-update",
            Self::ContinueRollback => "continue-rollback",
            Self::ForceRollback => "force-rollback",
            Self::RollbackStack => "rollback-stack",
            Self::DeleteKeeping => "delete-keeping",
            Self::ForceDelete => "force-delete",
            Self::CheckDrift => "check-drift",
            Self::AnswerSuccess => "answer-success",
            Self::AnswerFailed => "answer-failed",
            Self::SaveQuery => "save-query",
        }
    }

    /// The lever of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lever| lever.name() == name)
    }

    /// The API call, as its permission is called. A custom resource is answered by a PUT to a presigned URL, which
    /// needs no permission of ours.
    pub fn action(self) -> &'static str {
        match self {
            Self::ScaleToZero | Self::SetCount | Self::ForceDeployment => "ecs:UpdateService",
            Self::StopDeployment => "ecs:StopServiceDeployment",
            Self::ContinueDeployment | Self::RollBackAtHook => "ecs:ContinueServiceDeployment",
            Self::StopTask => "ecs:StopTask",
            Self::SuspendScaling | Self::ResumeScaling => "application-autoscaling:RegisterScalableTarget",
            Self::CancelUpdate => "cloudformation:CancelUpdateStack",
            Self::ContinueRollback | Self::ForceRollback => "cloudformation:ContinueUpdateRollback",
            Self::RollbackStack => "cloudformation:RollbackStack",
            Self::DeleteKeeping | Self::ForceDelete => "cloudformation:DeleteStack",
            Self::CheckDrift => "cloudformation:DetectStackDrift",
            Self::AnswerSuccess | Self::AnswerFailed => "PUT to the response URL",
            Self::SaveQuery => "logs:PutQueryDefinition",
        }
    }

    /// Whether it is a call of AWS's API, which a permission allows. A custom resource's answer is allowed by its address.
    pub fn is_by_api(self) -> bool {
        !matches!(self, Self::AnswerSuccess | Self::AnswerFailed)
    }

    /// How much harm it can do.
    pub fn danger(self) -> Danger {
        match self {
            Self::ContinueDeployment
            | Self::SuspendScaling
            | Self::ResumeScaling
            | Self::SetCount
            | Self::CheckDrift
            | Self::SaveQuery => Danger::Small,
            _ => Danger::Great,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_lever_has_a_name_of_its_own_that_leads_back_to_it() {
        let names: BTreeSet<&str> = Lever::ALL.iter().map(|lever| lever.name()).collect();
        assert_eq!(names.len(), Lever::ALL.len());
        assert!(Lever::ALL.iter().all(|lever| Lever::named(lever.name()) == Some(*lever)));
        assert_eq!(Lever::named("self-destruct"), None);
    }
}
