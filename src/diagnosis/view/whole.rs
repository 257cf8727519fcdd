//! The whole of it: stack, operation, open resources, services.

use super::nest::{ResourceAt, leaves};
use super::operation::OperationView;
use super::service::ServiceView;
use crate::domain::clock::seconds_between;
use crate::domain::deployment::{ServiceDeployment, ServiceDeploymentStatus};
use crate::domain::facts::Facts;
use crate::domain::left_out::LeftOut;
use crate::domain::service::ServiceId;
use crate::domain::stack::{Stack, StackStatus};
use crate::domain::{Text, Timestamp};
use std::collections::BTreeMap;

/// The facts, joined.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub facts: &'a Facts,
    pub stack: Option<&'a Stack>,
    pub operation: OperationView<'a>,
    /// Resources of the nest, nested stacks replaced by their insides.
    pub resources: Vec<ResourceAt<'a>>,
    /// Those the stack waits for first.
    pub services: Vec<ServiceView<'a>>,
}

impl<'a> View<'a> {
    /// Joins the facts.
    pub fn of(facts: &'a Facts) -> Self {
        let stack = facts.stack.value();
        let operation = OperationView::of(facts, stack);
        let resources = leaves(facts);
        let mut rows: BTreeMap<Text, Vec<(ServiceId, ResourceAt<'a>)>> = BTreeMap::new();
        for at in resources.iter().filter(|at| at.resource.is_ecs_service()) {
            if let Some(id) = at.resource.physical_id.as_ref().and_then(|id| ServiceId::from_arn(id.raw())) {
                rows.entry(id.name.clone()).or_default().push((id, *at));
            }
        }
        let row_of = |id: &ServiceId| {
            let same_name = rows.get(&id.name)?;
            let exact = same_name.iter().find(|(row, _)| row.cluster == id.cluster);
            // An old short ARN does not tell the cluster: one row of that name is then the one.
            exact.or_else(|| same_name.first().filter(|_| same_name.len() == 1)).map(|(_, at)| *at)
        };
        let status = stack.map(|s| &s.status);
        let mut services: Vec<ServiceView<'a>> = facts
            .services
            .iter()
            .map(|(id, known)| ServiceView::of(id, known, row_of(id), &operation, status))
            .collect();
        services.sort_by_key(|s| !s.holds_stack);
        Self { facts, stack, operation, resources, services }
    }

    /// The stack's status.
    pub fn status(&self) -> Option<&'a StackStatus> {
        self.stack.map(|s| &s.status)
    }

    pub fn is_moving(&self) -> bool {
        self.status().is_some_and(StackStatus::is_moving)
    }

    /// What a rollback of this change that was continued from here has left out.
    pub fn left_out(&self) -> Option<&'a LeftOut> {
        let left = self.facts.left_out.as_ref();
        left.filter(|left| self.operation.change_began.is_none_or(|began| left.at >= began))
    }

    /// The services the stack waits for or stopped at that have not arrived.
    pub fn held_by(&self) -> impl Iterator<Item = &ServiceView<'a>> {
        self.services.iter().filter(|s| s.holds_stack && s.current().is_none_or(|episode| episode.is_open()))
    }

    /// Whether a stack that rolls back has not come to a service yet: the deployment the service has is the one that is
    /// given up, and what becomes of it stands in nobody's way.
    pub fn is_yet_to_turn(&self, service: &ServiceView<'_>) -> bool {
        let is_back = self.status().is_some_and(StackStatus::is_rolling_back);
        let made = service.current().and_then(|episode| episode.deployment?.created_at);
        let (began, turned) = (self.operation.change_began, self.operation.rollback_began);
        is_back && made.is_some_and(|made| began.is_some_and(|at| made >= at) && turned.is_some_and(|at| made < at))
    }

    /// The stack's name for sentences.
    pub fn name(&self) -> &str {
        self.stack.map_or("the stack", |s| s.name.as_str())
    }

    /// Whether something was last seen before the operation that runs began: it proves nothing against this try
    /// (a rollback continued after it had failed).
    pub fn is_before_operation(&self, at: Option<Timestamp>) -> bool {
        at.zip(self.moving_since()).is_some_and(|(at, began)| at < began)
    }

    /// When the stack settled, where it stands still: its newest row with the status it has.
    pub fn settled_at(&self) -> Option<Timestamp> {
        let stack = self.stack.filter(|s| !s.status.is_moving())?;
        let own = self.operation.events.iter().filter(|e| e.is_about_stack() && e.stack == stack.id);
        own.filter(|e| e.status.as_str() == stack.status.as_str()).map(|e| e.at).max()
    }

    /// Whether the stack calls itself complete although the deployment it made of this service was given up: it has
    /// not waited for it (express mode).
    pub fn is_green_over(&self, service: &ServiceView<'_>) -> bool {
        let Some(status) = self.status() else { return false };
        let green = !status.is_moving() && !status.is_failed() && !status.is_rolled_back();
        let Some(settled) = self.settled_at().filter(|_| green && status.as_str().ends_with("_COMPLETE")) else {
            return false;
        };
        let in_operation = |d: &&ServiceDeployment| d.created_at.is_some_and(|at| at <= settled);
        let newest = service.deployments_since(self.operation.change_began).into_iter().find(in_operation);
        let given_up = newest.is_some_and(|d| {
            matches!(
                d.status,
                ServiceDeploymentStatus::RollbackRequested
                    | ServiceDeploymentStatus::RollbackInProgress
                    | ServiceDeploymentStatus::RollbackSuccessful
                    | ServiceDeploymentStatus::RollbackFailed
            )
        });
        // Somebody has deployed since, and that has arrived: the past is mended.
        let mended = service.facts.deployments.value().and_then(|all| all.first()).is_some_and(|newest| {
            newest.status == ServiceDeploymentStatus::Successful && newest.created_at.is_some_and(|at| at > settled)
        });
        given_up && !mended
    }

    /// When the moving stack took the status it has: cleaning up begins where the update itself ended.
    pub fn status_since(&self) -> Option<Timestamp> {
        let stack = self.stack.filter(|s| s.status.is_moving())?;
        let own = self.operation.events.iter().filter(|e| e.is_about_stack() && e.stack == stack.id);
        own.filter(|e| e.status.as_str() == stack.status.as_str()).map(|e| e.at).max().or(self.operation.began)
    }

    /// Seconds the running operation has waited for a service: since its deployment began, or the operation, where
    /// that tries again what is older, or since it went on past a pause hook.
    pub fn waited(&self, service: &ServiceView<'_>, now: Timestamp) -> Option<u64> {
        let began = service.began().max(self.moving_since())?;
        Some(seconds_between(service.went_on().map_or(began, |at| at.max(began)), now))
    }

    /// When the operation began, while the stack moves.
    pub fn moving_since(&self) -> Option<Timestamp> {
        self.operation.began.filter(|_| self.is_moving())
    }
}
