//! The whole of it: stack, operation, open resources, services.

use super::nest::{ResourceAt, leaves};
use super::operation::OperationView;
use super::service::ServiceView;
use crate::domain::facts::Facts;
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

    /// The stack's name for sentences.
    pub fn name(&self) -> &str {
        self.stack.map_or("the stack", |s| s.name.as_str())
    }

    /// When the operation began, while the stack moves.
    pub fn moving_since(&self) -> Option<Timestamp> {
        self.operation.began.filter(|_| self.is_moving())
    }
}
