//! The writes: each checks AWS's own legality and answers with AWS's own error code and words.

use super::agenda::{Step, Turn};
use super::stack_book::USER;
use super::state::World;
use crate::domain::Timestamp;
use crate::domain::service::Scheduling;
use crate::domain::stack::StackStatus;
use crate::sim::refusal::Refusal;
use std::collections::BTreeSet;

/// Most tasks of one service, AWS's quota.
const TASKS: i32 = 5_000;

impl World {
    /// ecs:UpdateService with a desired count, a forced deployment, or both. Cluster and service may be names or
    /// ARNs. A new count alone starts no new deployment.
    pub fn update_service(
        &mut self,
        cluster: &str,
        service: &str,
        desired: Option<i32>,
        force_new_deployment: bool,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        let at = self.now;
        let (cluster, service) = (last_part(cluster), last_part(service));
        if !self.account.services.iter().any(|sim| sim.service.id.cluster.raw() == cluster) {
            return Err(Refusal::bad_request("ClusterNotFoundException", "Cluster not found."));
        }
        let found = self
            .account
            .services
            .iter()
            .position(|sim| sim.service.id.cluster.raw() == cluster && sim.service.id.name.raw() == service);
        let found = found.ok_or_else(|| Refusal::bad_request("ServiceNotFoundException", "Service not found."))?;
        let invalid = |words: &str| Err(Refusal::bad_request("InvalidParameterException", words));
        let Some((sim, control)) = self.service_mut(found) else { return Ok(()) };
        if let Some(count) = desired {
            if sim.service.scheduling == Scheduling::Daemon {
                return invalid("The daemon scheduling strategy does not support a desired count for services.");
            }
            if !(0..=TASKS).contains(&count) {
                return invalid("desiredCount is out of range.");
            }
            sim.service.desired = count;
            if let Some(primary) = super::state::primary_mut(sim) {
                (primary.desired, primary.updated_at) = (count, Some(at));
            }
            control.next_wave = at;
            if control.plan.autoscaling.is_some_and(|scaling| count < scaling.min) {
                let wait = self.dice.between(45_000, 75_000);
                self.put_turn(found, at, wait, Turn::ScaleBack);
            }
        }
        let Some((sim, control)) = self.service_mut(found) else { return Ok(()) };
        let definition = sim.service.task_definition.raw();
        let revision = definition.rsplit(':').next().and_then(|r| r.parse().ok()).unwrap_or(control.plan.revision);
        if force_new_deployment {
            self.deploy(found, revision, true, at);
        }
        self.put_look(at, 1_500, found);
        Ok(())
    }

    /// cloudformation:ContinueUpdateRollback: legal only in UPDATE_ROLLBACK_FAILED, only on a root stack, and what
    /// is skipped must have failed because of the rollback (`LogicalId`, or `NestedStackName.LogicalId`). The same
    /// token with the same content again has no second effect. AWS does not document the words of its refusals:
    /// they are our choice, in its manner.
    pub fn continue_update_rollback(
        &mut self,
        stack: &str,
        skip: &[String],
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        let at = self.now;
        let invalid = |words: String| Err(Refusal::bad_request("ValidationError", words));
        let stacks = &self.account.stacks;
        let found = stacks.iter().position(|sim| sim.stack.id.raw() == stack || sim.stack.name.raw() == stack);
        let Some((place, sim)) = found.and_then(|place| stacks.get(place).map(|sim| (place, &sim.stack))) else {
            return invalid(format!("Stack [{stack}] does not exist"));
        };
        let (id, status) = (sim.id.raw().to_owned(), sim.status.clone());
        let last = self.operations.get(place).and_then(|control| control.last_token.clone());
        if let (Some(token), Some((used, content))) = (token, &last)
            && used == token
        {
            let words = format!("A stack operation with the token {token} has been requested before.");
            let same = content == skip;
            return if same { Ok(()) } else { Err(Refusal::bad_request("TokenAlreadyExistsException", words)) };
        }
        if sim.parent.is_some() {
            let words = "is a nested stack: its rollback can only be continued from the root stack.";
            return invalid(format!("Stack:{id} {words}"));
        }
        if status != StackStatus::UpdateRollbackFailed {
            return invalid(format!("Stack:{id} is in {status} state and can not continue update rollback."));
        }
        let plan: Vec<(usize, String)> =
            skip.iter().map(|name| self.skippable(place, name)).collect::<Result<_, _>>()?;
        for tree in self.tree(place) {
            let mine = plan.iter().filter(|(stack, _)| *stack == tree).map(|(_, logical)| logical.clone());
            let mine: BTreeSet<String> = mine.collect();
            if let Some(control) = self.operations.get_mut(tree) {
                control.skipped = mine;
            }
        }
        if let Some(control) = self.operations.get_mut(place) {
            (control.continued, control.began) = (true, at);
            control.last_token = token.map(|token| (token.to_owned(), skip.to_vec()));
        }
        self.stack_row(place, StackStatus::UpdateRollbackInProgress, USER, at);
        self.put_step(at, 2, place, Step::RollBack);
        Ok(())
    }

    /// The stack and the logical id that a name of ResourcesToSkip means.
    fn skippable(&self, root: usize, name: &str) -> Result<(usize, String), Refusal> {
        let (stack, logical) = name.rsplit_once('.').map_or((None, name), |(stack, logical)| (Some(stack), logical));
        let found = self.tree(root).into_iter().find(|place| match stack {
            None => *place == root,
            Some(stack) => self.account.stacks.get(*place).is_some_and(|sim| sim.stack.name.raw() == stack),
        });
        let known = found.filter(|place| self.resource(*place, logical).is_some());
        let refuse = |words: String| Refusal::bad_request("ValidationError", words);
        let place = known.ok_or_else(|| refuse(format!("Resource [{name}] does not exist in the stack")))?;
        let failed = self.operations.get(place).is_some_and(|control| control.rollback_failed.contains(logical));
        match failed {
            true => Ok((place, logical.to_owned())),
            false => Err(refuse(format!(
                "Resource [{name}] cannot be skipped: only resources that are UPDATE_FAILED because a rollback failed can."
            ))),
        }
    }

    /// A stack and all that are nested in it.
    fn tree(&self, root: usize) -> Vec<usize> {
        let mut tree = vec![root];
        let mut next = 0;
        while let Some(place) = tree.get(next).copied() {
            next += 1;
            let nested = self.operations.get(place).map(|control| control.nested.iter()).into_iter().flatten();
            tree.extend(nested.map(|(child, _)| *child));
        }
        tree
    }
}

/// The name at the end of an ARN; a name as it is.
fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
