//! Deployments of a service: stopped, answered at their pause hook, forced.

use super::change::{Change, On};
use super::reading::Reading;
use crate::domain::deployment::ServiceDeploymentStatus;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::shell::shell_word;
use crate::domain::situation::Situation;
use crate::domain::text::Text;

/// ecs:StopServiceDeployment with the one stop type there is, ROLLBACK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopDeployment {
    pub service: ServiceId,
    /// ARN of the service deployment.
    pub deployment: Text,
    /// The status the person saw.
    pub from: ServiceDeploymentStatus,
}

/// ecs:ContinueServiceDeployment: the answer to a pause hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContinueDeployment {
    pub service: ServiceId,
    /// ARN of the service deployment.
    pub deployment: Text,
    /// Id of the hook that waits.
    pub hook: Text,
    pub answer: HookAnswer,
}

/// What a pause hook is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookAnswer {
    Continue,
    RollBack,
}

impl HookAnswer {
    /// AWS's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Continue => "CONTINUE",
            Self::RollBack => "ROLLBACK",
        }
    }
}

/// ecs:UpdateService with forceNewDeployment and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceDeployment {
    pub service: ServiceId,
    /// ARN of the task definition the person saw; it is what is deployed anew.
    pub from: Text,
}

impl Change for StopDeployment {
    fn lever(&self) -> Lever {
        Lever::StopDeployment
    }

    fn on(&self) -> On<'_> {
        On::Service(&self.service)
    }

    fn title(&self) -> String {
        format!("Stop the deployment of {} and roll back", self.service.name)
    }

    fn command(&self) -> String {
        let arn = shell_word(&self.deployment);
        format!("aws ecs stop-service-deployment --service-deployment-arn {arn} --stop-type ROLLBACK")
    }

    fn before(&self) -> String {
        self.from.as_str().to_owned()
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::Service(&self.service), Reading::Deployment(&self.deployment)]
    }

    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let deployment = now.deployment.filter(|deployment| deployment.status != self.from)?;
        Some(format!("the deployment is {} and no longer {}", deployment.status, self.from))
    }
}

impl Change for ContinueDeployment {
    fn lever(&self) -> Lever {
        match self.answer {
            HookAnswer::Continue => Lever::ContinueDeployment,
            HookAnswer::RollBack => Lever::RollBackAtHook,
        }
    }

    fn on(&self) -> On<'_> {
        On::Service(&self.service)
    }

    fn title(&self) -> String {
        match self.answer {
            HookAnswer::Continue => format!("Let the deployment of {} go on past {}", self.service.name, self.hook),
            HookAnswer::RollBack => format!("Roll the deployment of {} back at {}", self.service.name, self.hook),
        }
    }

    fn command(&self) -> String {
        format!(
            "aws ecs continue-service-deployment --service-deployment-arn {} --hook-id {} --action {}",
            shell_word(&self.deployment),
            shell_word(&self.hook),
            self.answer.as_str()
        )
    }

    fn before(&self) -> String {
        "AWAITING_ACTION".to_owned()
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::Service(&self.service), Reading::Deployment(&self.deployment)]
    }

    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let waiting = now.waiting_hook()?;
        let mut hooks = now.deployment?.detail.as_ref()?.hooks.iter().filter(|hook| hook.is_waiting());
        let is_there = hooks.any(|hook| hook.id == self.hook);
        (!is_there).then(|| format!("the hook that waits is {} and no longer {}", waiting.id, self.hook))
    }
}

impl Change for ForceDeployment {
    fn lever(&self) -> Lever {
        Lever::ForceDeployment
    }

    fn on(&self) -> On<'_> {
        On::Service(&self.service)
    }

    fn title(&self) -> String {
        format!("Force a new deployment of {}", self.service.name)
    }

    fn command(&self) -> String {
        format!(
            "aws ecs update-service --cluster {} --service {} --force-new-deployment",
            shell_word(&self.service.cluster),
            shell_word(&self.service.name)
        )
    }

    fn before(&self) -> String {
        self.from.as_str().to_owned()
    }

    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let service = now.service.filter(|service| service.task_definition != self.from)?;
        Some(format!("the task definition is {} and no longer {}", service.task_definition, self.from))
    }
}
