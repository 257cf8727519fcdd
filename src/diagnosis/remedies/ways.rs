//! The ways out for a service a stack waits for, as a table.

use super::hook::{answer_hook, back_at_hook};
use super::lost;
use super::price::{autoscaling, what_follows};
use super::state::situation;
use crate::diagnosis::verdict::Remedy;
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::deployment::RolloutState;
use crate::domain::lever::Lever;
use crate::domain::lever_table::why_not;
use crate::domain::operation::{CancelUpdate, HookAnswer, Operation, StackAim, StopDeployment};
use crate::domain::service::{Controller, Service};
use crate::domain::task_definition::short_name;

/// A way out for a service a stack waits for, and when it takes this place.
struct Way {
    lever: Lever,
    when: fn(&Case<'_>) -> bool,
}

/// What takes least away stands first: the first that is legal is the one recommended. An update that goes back leaves
/// the old tasks serving, and stack and template agree; a deployment that is stopped leaves them serving as well, but
/// what the stack does then is not documented; scaling to zero stops them. Where none serves there is nothing to lose
/// by it, and nothing has shown that the old revision would still start. What would never start again is not stopped.
const WAYS: &[Way] = &[
    Way { lever: Lever::RollBackAtHook, when: |case| case.is_forward },
    Way { lever: Lever::CancelUpdate, when: |case| case.serving > 0 },
    Way { lever: Lever::StopDeployment, when: |case| case.serving > 0 && case.is_forward },
    Way { lever: Lever::ScaleToZero, when: |case| lost::for_good(case.view.facts, case.service).is_none() },
    Way { lever: Lever::CancelUpdate, when: |case| case.serving == 0 },
];

/// A service a stack waits for.
struct Case<'a> {
    view: &'a View<'a>,
    service: &'a ServiceView<'a>,
    /// Old tasks that run and would go on.
    serving: i32,
    /// The stack is not on its way back.
    is_forward: bool,
}

/// What would end the wait of a moving stack for this service, what takes least away first: legal by the table of the
/// levers, and of some use.
pub fn for_service(view: &View<'_>, service: &ServiceView<'_>) -> Vec<Remedy> {
    if !view.is_moving() || !service.holds_stack || service.service.is_none() {
        return Vec::new();
    }
    let is_forward = view.status().is_some_and(|status| !status.is_rolling_back());
    let case = Case { view, service, serving: serving(service), is_forward };
    let ways = WAYS.iter().filter(|way| (way.when)(&case));
    ways.filter_map(|way| case.remedy(way.lever)).collect()
}

/// Old tasks that serve: those of deployments that are neither the one in question nor given up, or of the task set
/// that takes the traffic.
fn serving(service: &ServiceView<'_>) -> i32 {
    let Some(known) = service.service else { return 0 };
    let current = service.current().and_then(|e| e.id);
    let old = known.deployments.iter().filter(|d| Some(&d.id) != current && d.rollout != RolloutState::Failed);
    let sets = known.task_sets.iter().filter(|set| Some(&set.id) != current);
    old.map(|d| d.running).chain(sets.map(|set| set.running)).map(|n| n.max(0)).fold(0, i32::saturating_add)
}

impl Case<'_> {
    fn remedy(&self, lever: Lever) -> Option<Remedy> {
        let (service, now) = (self.service, situation(self.view, self.service));
        if why_not(lever, &now).is_some() {
            return None;
        }
        let id = service.id.clone();
        let (operation, effect) = match lever {
            Lever::RollBackAtHook => (answer_hook(service, HookAnswer::RollBack)?, back_at_hook(self.view, service)),
            Lever::CancelUpdate => {
                (Operation::CancelUpdate(CancelUpdate { aim: StackAim::at(self.view.stack?) }), self.cancelling())
            }
            Lever::StopDeployment => {
                let (deployment, from) = now.deployment.map(|it| (it.arn.clone(), it.status.clone()))?;
                (Operation::StopDeployment(StopDeployment { service: id, deployment, from }), self.stopping())
            }
            Lever::ScaleToZero => {
                // Where another controller runs the tasks the count is that of a task set.
                let known = service.service.filter(|s| !is_others(s))?;
                (Operation::scale_to_zero(id, known.desired), self.scaling(known.desired))
            }
            _ => return None,
        };
        Some(Remedy { operation, effect })
    }

    /// `checkout:42`, or words for it.
    fn old_revision(&self) -> String {
        let good = self.service.current().and_then(|episode| self.service.good_revision(episode));
        good.map_or_else(|| "the revision before".to_owned(), |arn| short_name(arn.as_str()).to_owned())
    }

    /// `its 4 old tasks keep serving`.
    fn who_serves(&self) -> String {
        match self.serving {
            1 => "its old task keeps serving".to_owned(),
            n => format!("its {n} old tasks keep serving"),
        }
    }

    fn cancelling(&self) -> String {
        let (stack, service, back) = (self.view.name(), &self.service.id.name, self.old_revision());
        let tasks = match self.serving {
            0 => format!("tasks of {back} have to start for it"),
            _ => self.who_serves(),
        };
        format!(
            "{stack} goes back to what it was, {service} to {back}; {tasks}. It waits for ECS on the way as well. \
             Deploy again once the cause is mended."
        )
    }

    fn stopping(&self) -> String {
        format!(
            "ECS takes {} back to {}; {}. What {} does then is not documented: expect it to fail and to roll back.",
            self.service.id.name,
            self.old_revision(),
            self.who_serves(),
            self.view.name()
        )
    }

    fn scaling(&self, desired: i32) -> String {
        let price = match self.serving {
            0 => match lost::kept(self.service) {
                0 => "no task is left that serves".to_owned(),
                1 => "the task that serves stops: the service is down".to_owned(),
                n => format!("{n} serving tasks stop: the service is down"),
            },
            1 => "1 healthy old task stops as well: the service is down".to_owned(),
            n => format!("{n} healthy old tasks stop as well: the service is down"),
        };
        format!(
            "ECS calls {} stable with 0 tasks and {}; {price}. {} Afterwards an update without the error must follow \
             and restore desired count {desired}.",
            self.service.id.name,
            what_follows(self.view, self.service),
            autoscaling(self.service),
        )
    }
}

fn is_others(service: &Service) -> bool {
    matches!(service.controller, Controller::CodeDeploy | Controller::External)
}
