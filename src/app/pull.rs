//! From a lever to the operation that is confirmed, or to what has to be chosen first.

use super::choice::{Choice, CountChoice, HookChoice, ResourceChoice};
use super::menu::to_restore;
use super::model::Model;
use super::old_count::has_happened;
use super::situated::{Target, aim_at, situation};
use crate::domain::Text;
use crate::domain::lever::Lever;
use crate::domain::operation::{
    Answer, AnswerCustomResource, CancelUpdate, CheckDrift, ContinueDeployment, ContinueRollback, DeleteStack,
    ForceDeployment, HookAnswer, Keep, Operation, RollbackStack, SetCount, SetScaling, Skip, StackAim, StopDeployment,
    StopTask,
};
use crate::domain::scaling::Suspended;
use crate::domain::service::ServiceId;

/// What comes next once a lever is chosen.
#[derive(Clone, Debug)]
pub enum Next {
    Confirm(Operation),
    Choose(Choice),
}

/// What pulling a lever at a target leads to; none where what it needs is not known.
pub fn pull(model: &Model, lever: Lever, on: &Target) -> Option<Next> {
    match on {
        Target::Service(id) => of_service(model, lever, id),
        Target::Task(id, _) => {
            let task = situation(&model.facts, on).task?;
            Some(Next::Confirm(Operation::StopTask(StopTask::new(id.clone(), task))))
        }
        Target::Stack => of_stack(model, lever),
        Target::Custom(which) => {
            let which = which.as_ref()?;
            let request = model.facts.custom_requests.get(which)?.value()?.clone()?;
            let answer = if lever == Lever::AnswerSuccess { Answer::Success } else { Answer::Failed };
            let change = AnswerCustomResource { aim: aim_at(&model.facts, &which.0)?, request, answer };
            Some(Next::Confirm(Operation::AnswerCustomResource(Box::new(change))))
        }
    }
}

fn of_service(model: &Model, lever: Lever, id: &ServiceId) -> Option<Next> {
    let now = situation(&model.facts, &Target::Service(id.clone()));
    let service = id.clone();
    Some(Next::Confirm(match lever {
        Lever::ScaleToZero => Operation::scale_to_zero(service, now.service?.desired),
        Lever::SetCount => {
            let choice = CountChoice::new(service, now.service?.desired, to_restore(model, id));
            return Some(Next::Choose(Choice::Count(Box::new(choice))));
        }
        Lever::StopDeployment => {
            let (deployment, from) = now.deployment.map(|it| (it.arn.clone(), it.status.clone()))?;
            Operation::StopDeployment(StopDeployment { service, deployment, from })
        }
        Lever::ContinueDeployment | Lever::RollBackAtHook => {
            let deployment = now.deployment?;
            let hooks = deployment.detail.as_ref()?.hooks.iter().filter(|hook| hook.is_waiting()).cloned().collect();
            let choice = HookChoice { lever, service, deployment: deployment.arn.clone(), hooks, cursor: 0 };
            match choice.hooks.len() {
                0 => return None,
                1 => answer_hook(&choice)?,
                _ => return Some(Next::Choose(Choice::Hook(choice))),
            }
        }
        Lever::ForceDeployment => {
            let from = now.service?.task_definition.clone();
            Operation::ForceDeployment(ForceDeployment { service, from })
        }
        Lever::SuspendScaling => Operation::SetScaling(SetScaling::suspend(service, now.scaling??.suspended)),
        Lever::ResumeScaling => {
            let to = suspended_before(model, id);
            Operation::SetScaling(SetScaling { service, from: now.scaling??.suspended, to })
        }
        _ => return None,
    }))
}

fn of_stack(model: &Model, lever: Lever) -> Option<Next> {
    let aim = StackAim::at(model.facts.stack.value()?);
    Some(Next::Confirm(match lever {
        Lever::CancelUpdate => Operation::CancelUpdate(CancelUpdate { aim }),
        Lever::ForceRollback => Operation::ContinueRollback(ContinueRollback { aim, skip: Skip::WhateverFails }),
        Lever::RollbackStack => Operation::RollbackStack(RollbackStack { aim }),
        Lever::ForceDelete => Operation::DeleteStack(DeleteStack { aim, keep: Keep::WhateverFails }),
        Lever::CheckDrift => Operation::CheckDrift(CheckDrift::of(model.facts.stack.value()?)),
        Lever::ContinueRollback | Lever::DeleteKeeping => {
            return Some(Next::Choose(Choice::Resources(ResourceChoice::new(&model.facts, lever))));
        }
        _ => return None,
    }))
}

/// The operation of a choice that is made.
///
/// # Errors
/// Why it cannot be made so, in words.
pub fn chosen(model: &Model, choice: &Choice) -> Result<Operation, &'static str> {
    match choice {
        Choice::Count(count) => {
            Ok(Operation::SetCount(SetCount { service: count.service.clone(), from: count.from, to: count.count()? }))
        }
        Choice::Hook(hook) => answer_hook(hook).ok_or("no hook waits any more"),
        Choice::Resources(resources) => {
            let aim = model.facts.stack.value().map(StackAim::at).ok_or("the stack is not known")?;
            match (resources.lever, resources.chosen()) {
                (Lever::DeleteKeeping, names) => {
                    Ok(Operation::DeleteStack(DeleteStack { aim, keep: Keep::Only(names) }))
                }
                (_, names) => Ok(Operation::continue_rollback(aim, names)),
            }
        }
    }
}

fn answer_hook(choice: &HookChoice) -> Option<Operation> {
    let answer = if choice.lever == Lever::ContinueDeployment { HookAnswer::Continue } else { HookAnswer::RollBack };
    Some(Operation::ContinueDeployment(ContinueDeployment {
        service: choice.service.clone(),
        deployment: choice.deployment.clone(),
        hook: choice.hooks.get(choice.cursor)?.id.clone(),
        answer,
    }))
}

/// What of its autoscaling was suspended before it was suspended from here: resuming leaves that as it was.
fn suspended_before(model: &Model, id: &ServiceId) -> Suspended {
    let aim = format!("autoscaling of {id}");
    let is_it = |lever: Option<Lever>| lever == Some(Lever::SuspendScaling);
    let mut newest = model.taken.iter().rev();
    let write = newest.find(|write| write.aim.raw() == aim && is_it(write.lever) && has_happened(write));
    let before: Option<&Text> = write.and_then(|write| write.before.as_ref());
    before.and_then(|words| Suspended::named(words.raw())).filter(|it| *it != Suspended::ALL).unwrap_or_default()
}
