//! The form of a new task.

use super::beside::address;
use super::definitions::CONTAINER;
use super::state::World;
use crate::domain::task::{Container, Task};
use crate::domain::{Text, Timestamp};
use crate::sim::scenario::ServicePlan;

/// The launch type whose tasks are provisioned before anything is pulled.
pub(super) const FARGATE: &str = "FARGATE";

impl World {
    /// A task of a deployment as it is launched.
    pub(super) fn new_task(
        &self,
        plan: &ServicePlan,
        id: &str,
        definition: &Text,
        revision: i32,
        deployment: &str,
        at: Timestamp,
    ) -> Task {
        let status = if plan.launch_type == FARGATE { "PROVISIONING" } else { "PENDING" };
        Task {
            started_by: Some(Text::new(deployment)),
            group: Some(format!("service:{}", plan.name).into()),
            created_at: Some(at),
            health: Some(Text::new("UNKNOWN")),
            address: (plan.launch_type == FARGATE).then(|| address(id).into()),
            containers: self.containers(plan, revision),
            ..Task::bare(
                self.arn("ecs", &format!("task/{}/{id}", plan.cluster)).into(),
                definition.clone(),
                status,
                "RUNNING",
            )
        }
    }

    fn containers(&self, plan: &ServicePlan, revision: i32) -> Vec<Container> {
        let container = |name: &str, image: Text| Container {
            name: Text::new(name),
            image: Some(image),
            last_status: Some(Text::new("PENDING")),
            exit_code: None,
            reason: None,
            health: Some(Text::new("UNKNOWN")),
        };
        let own = container(CONTAINER, self.image(plan, revision).into());
        let beside = plan.sidecars.iter().map(|sidecar| container(&sidecar.name, Text::new(&sidecar.image)));
        [own].into_iter().chain(beside).collect()
    }
}
