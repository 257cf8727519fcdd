//! The deployment a stack has rolled back from, where ECS no longer lists it: read from its tasks while ECS tells of
//! them, and after that from the span of time the stack's events give it.

use super::episode::{Episode, Role};
use super::nest::ResourceAt;
use super::operation::OperationView;
use crate::domain::deployment::RolloutState;
use crate::domain::service::Service;
use crate::domain::stack::StackEvent;
use crate::domain::task::Task;
use crate::domain::task_definition::family;
use crate::domain::{Text, Timestamp};

/// At most one episode. None where the service had arrived, or what runs is what the stack tried.
pub fn forgotten<'a>(
    service: &'a Service,
    tasks: impl Iterator<Item = &'a Task>,
    row: Option<ResourceAt<'a>>,
    operation: &OperationView<'a>,
    known: &[Episode<'a>],
) -> Option<Episode<'a>> {
    let current = known.first()?;
    let began = operation.change_began?;
    // It had arrived: what was told on the way is over, and the rollback is not for it.
    if row.and_then(|row| operation.ended(row)).is_some_and(|e| e.status.as_str().ends_with("_COMPLETE")) {
        return None;
    }
    let tried = tried(row, operation);
    let (from, until) = tried.map_or((began, operation.rollback_began), |(from, until)| (from, Some(until)));
    let is_complete =
        |id: &Text| service.deployments.iter().any(|d| d.id == *id && d.rollout == RolloutState::Completed);
    let strange = tasks.filter(|t| t.is_stopped() && t.created_at.is_some_and(|at| at >= began)).filter_map(|t| {
        let id = t.started_by.as_ref().filter(|id| id.raw().starts_with("ecs-svc/"))?;
        let fresh = !known.iter().any(|e| e.id == Some(id)) && !is_complete(id);
        (fresh && Some(&t.task_definition) != current.task_definition).then_some((t, id))
    });
    let newest = strange.max_by_key(|(t, _)| t.created_at);
    let (id, task_definition) = match newest {
        Some((task, id)) => (Some(id), Some(&task.task_definition)),
        // Without its tasks it is the time alone that tells what was said of it.
        None => {
            let (from, until) = tried.filter(|_| known.iter().all(|e| e.role != Role::Undone))?;
            let made = current.deployment?.created_at?;
            // What runs was made in that time: it is what the stack tried, and nothing has gone back.
            if made >= from && made < until {
                return None;
            }
            (None, made_for(current, row?, operation, until))
        }
    };
    Some(Episode {
        id,
        role: Role::Undone,
        deployment: service.deployments.iter().find(|d| Some(&d.id) == id),
        task_set: None,
        task_definition,
        tasks: Vec::new(),
        from: Some(from),
        until,
    })
}

/// From when to when the change was at the service: from the first row in progress since it began until the rollback
/// turned to it. None where it never came so far, or has not turned.
fn tried(row: Option<ResourceAt<'_>>, operation: &OperationView<'_>) -> Option<(Timestamp, Timestamp)> {
    let (row, turned) = (row?, operation.rollback_began?);
    let is_it = |e: &&&StackEvent| e.stack == *row.stack && e.logical_id == row.resource.logical_id;
    let began = operation.events.iter().filter(is_it).filter(|e| e.status.is_in_progress()).map(|e| e.at).min()?;
    // Where a nested stack turned before the outermost one, its service was not tried in between.
    (began < turned).then(|| (began, operation.turned(Some(row)).unwrap_or(turned)))
}

/// The revision the change made for the service: the newest of its family among the stack's rows of that time.
fn made_for<'a>(
    current: &Episode<'a>,
    row: ResourceAt<'a>,
    operation: &OperationView<'a>,
    until: Timestamp,
) -> Option<&'a Text> {
    let good = current.task_definition?;
    let is_new = |arn: &&Text| *arn != good && family(arn.raw()) == family(good.raw());
    let rows = operation.events.iter().filter(|e| {
        e.stack == *row.stack && e.kind.raw() == "AWS::ECS::TaskDefinition" && e.at < until && !e.status.is_failed()
    });
    let made = rows.filter_map(|e| Some((e.at, e.physical_id.as_ref().filter(is_new)?)));
    made.max_by_key(|(at, _)| *at).map(|(_, arn)| arn)
}
