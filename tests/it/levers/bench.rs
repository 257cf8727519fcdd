//! An account to pull levers in.

use jiff::SignedDuration;
use std::sync::{Arc, Mutex};
use unstuck::aws::connect::{Clients, connect_in_process};
use unstuck::aws::write::{reread, send};
use unstuck::domain::custom_request::CustomRequest;
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{
    Answer, AnswerCustomResource, CancelUpdate, CheckDrift, ContinueDeployment, ContinueRollback, DeleteStack,
    ForceDeployment, HookAnswer, Keep, Operation, Outcome, RollbackStack, SaveQuery, SetCount, SetScaling, Skip,
    StackAim, StopDeployment, StopTask,
};
use unstuck::domain::scaling::Suspended;
use unstuck::domain::stack::{ResourceStatus, StackStatus};
use unstuck::domain::{Text, Timestamp};
use unstuck::sim::account::{Account, SimService, SimStack};
use unstuck::sim::door::{Door, sdk_client};
use unstuck::sim::scenario::Scenario;

pub struct Bench {
    pub door: Door,
    pub clients: Clients,
    now: Arc<Mutex<Timestamp>>,
}

impl Bench {
    pub fn open(name: &str) -> Self {
        let noon: Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
        let now = Arc::new(Mutex::new(noon));
        let clock = now.clone();
        let scenario = Scenario::load(name).expect("a scenario");
        let door = Door::open(&scenario, 7, Arc::new(move || *clock.lock().expect("no panic")));
        let clients = connect_in_process(sdk_client(door.clone()), "eu-west-1");
        Self { door, clients, now }
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().expect("no panic")
    }

    /// Lets time pass.
    pub fn later(&self, seconds: i64) {
        let mut now = self.now.lock().expect("no panic");
        *now += SignedDuration::from_secs(seconds);
        self.door.world().advance(*now);
    }

    /// Lets time pass until something holds, an hour at most.
    pub fn until(&self, what: &str, holds: impl Fn(&Account) -> bool) {
        for _ in 0..720 {
            if holds(&self.door.world().account) {
                return;
            }
            self.later(5);
        }
        panic!("never: {what}");
    }

    /// Looks again and sends, as the program does.
    pub async fn pull(&self, operation: &Operation) -> Outcome {
        match reread(&self.clients, operation).await.expect("an answer") {
            Ok(()) => send(&self.clients, operation).await,
            Err(moved) => Outcome::Moved(moved),
        }
    }

    /// Looks again, sends, and expects AWS to take it.
    pub async fn pulled(&self, operation: Operation) {
        let outcome = self.pull(&operation).await;
        let Outcome::Accepted { request_id, .. } = &outcome else { panic!("{operation:?}: {outcome:?}") };
        assert!(request_id.is_some(), "{operation:?} has no request id");
    }

    pub fn operation(&self, lever: Lever) -> Operation {
        operation(lever, &self.door.world().account).unwrap_or_else(|| panic!("{lever:?} has nothing to be pulled at"))
    }

    pub fn status(&self) -> StackStatus {
        self.door.world().account.stacks[0].stack.status.clone()
    }
}

pub fn aim(stack: &SimStack) -> StackAim {
    StackAim { token: Text::new("unstuck-1"), ..StackAim::at(&stack.stack) }
}

/// The operation of a lever on the first stack or service of an account, legal or not; none where there is nothing to
/// pull it at.
pub fn operation(lever: Lever, account: &Account) -> Option<Operation> {
    let stack = account.stacks.first()?;
    let service = || account.services.first();
    let newest = |service: &SimService| service.told_history().first().cloned();
    let hook = |answer| {
        let service = service()?;
        let deployment = newest(service)?;
        let hook = deployment.detail.as_ref()?.hooks.first()?.id.clone();
        let id = service.service.id.clone();
        Some(Operation::ContinueDeployment(ContinueDeployment {
            service: id,
            deployment: deployment.arn,
            hook,
            answer,
        }))
    };
    let count = |to| {
        let service = &service()?.service;
        Some(Operation::SetCount(SetCount { service: service.id.clone(), from: service.desired, to }))
    };
    let scaling = |to| {
        let (id, target) = account.scalable_targets.iter().next()?;
        Some(Operation::SetScaling(SetScaling { service: id.clone(), from: target.suspended, to }))
    };
    let answer = |answer| {
        let custom = stack.resources.iter().find(|resource| resource.is_custom())?;
        let lines = account.log_groups.iter().flat_map(|group| group.streams.values()).flatten();
        let mut found =
            lines.filter_map(|line| CustomRequest::in_line(&line.message, &stack.stack.id, &custom.logical_id));
        let change = AnswerCustomResource { aim: aim(stack), request: found.next()?, answer };
        Some(Operation::AnswerCustomResource(Box::new(change)))
    };
    match lever {
        Lever::ScaleToZero => count(0),
        Lever::SetCount => count(3),
        Lever::StopDeployment => {
            let deployment = newest(service()?)?;
            Some(Operation::StopDeployment(StopDeployment {
                service: service()?.service.id.clone(),
                deployment: deployment.arn,
                from: deployment.status,
            }))
        }
        Lever::ContinueDeployment => hook(HookAnswer::Continue),
        Lever::RollBackAtHook => hook(HookAnswer::RollBack),
        Lever::ForceDeployment => {
            let service = &service()?.service;
            let from = service.task_definition.clone();
            Some(Operation::ForceDeployment(ForceDeployment { service: service.id.clone(), from }))
        }
        Lever::StopTask => {
            let service = &service()?.service;
            let cluster = service.id.cluster.raw();
            let mut tasks = account.tasks.iter().filter(|sim| sim.cluster == cluster && !sim.task.is_stopped());
            Some(Operation::StopTask(StopTask::new(service.id.clone(), &tasks.next()?.task)))
        }
        Lever::SuspendScaling => scaling(Suspended::ALL),
        Lever::ResumeScaling => scaling(Suspended::default()),
        Lever::CancelUpdate => Some(Operation::CancelUpdate(CancelUpdate { aim: aim(stack) })),
        Lever::ContinueRollback => Some(Operation::continue_rollback(aim(stack), vec![])),
        Lever::ForceRollback => {
            Some(Operation::ContinueRollback(ContinueRollback { aim: aim(stack), skip: Skip::WhateverFails }))
        }
        Lever::RollbackStack => Some(Operation::RollbackStack(RollbackStack { aim: aim(stack) })),
        Lever::DeleteKeeping => {
            let left = stack.resources.iter().find(|r| r.status == ResourceStatus::DeleteFailed);
            let keep = left.or(stack.resources.first())?.logical_id.clone();
            Some(Operation::DeleteStack(DeleteStack { aim: aim(stack), keep: Keep::Only(vec![keep]) }))
        }
        Lever::ForceDelete => Some(Operation::DeleteStack(DeleteStack { aim: aim(stack), keep: Keep::WhateverFails })),
        Lever::CheckDrift => Some(Operation::CheckDrift(CheckDrift::of(&stack.stack))),
        Lever::AnswerSuccess => answer(Answer::Success),
        Lever::AnswerFailed => answer(Answer::Failed),
        Lever::SaveQuery => Some(Operation::SaveQuery(Box::new(SaveQuery {
            name: Text::new("errors"),
            text: Text::new("filter @message like /error/"),
            groups: vec![Text::new("/ecs/checkout")],
            replaces: None,
            token: Text::new("unstuck-1"),
        }))),
    }
}
