//! Why nothing is offered, where a person would look for what can be done.

use super::lost;
use crate::diagnosis::candidate::Candidate;
use crate::diagnosis::takes::Takes;
use crate::diagnosis::verdict::Verdict;
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::left_out::LeftOut;
use crate::domain::missing_image::short_image;
use crate::domain::service::{Controller, Scheduling};
use crate::domain::stack::StackStatus;

/// Why no remedy is offered where something is stuck, has failed or waits, in a clause; none where one is.
pub fn none(view: &View<'_>, verdict: Verdict, found: &[Candidate]) -> Option<String> {
    let is_trouble = matches!(verdict, Verdict::Stuck | Verdict::Failed | Verdict::Waiting);
    let stack = view.stack.filter(|_| is_trouble && found.iter().all(|c| c.finding.remedies.is_empty()))?;
    let (name, status) = (&stack.name, &stack.status);
    let first = found.first().and_then(|c| c.finding.service.as_ref());
    let service = view.services.iter().find(|s| Some(s.id) == first);
    if found.first().is_some_and(|c| c.finding.cause == "scaled_to_zero_here") {
        return Some("restore the count, as the next step says".to_owned());
    }
    Some(match status {
        StackStatus::ReviewInProgress => format!("{name} only waits for its change set to be executed or deleted"),
        StackStatus::RollbackComplete => format!("{name} can only be deleted and created again"),
        s if s.is_rolled_back() && view.left_out().is_some() => {
            let left = view.left_out().map_or(String::new(), LeftOut::short);
            format!(
                "none is needed for the next update: {name} went back without {left}, left as it was: look at that by \
                 hand, or deploy an update that sets it"
            )
        }
        s if s.is_rolled_back() => format!("none is needed: {name} has gone back and takes the next update"),
        StackStatus::UpdateRollbackFailed => format!("{name} is nested: its rollback is continued on its root stack"),
        StackStatus::DeleteFailed => format!("remove what stands in the way and delete {name} again, or keep it"),
        s if s.is_failed() && Takes::of(Some(stack)) == Takes::Deletion => {
            format!("{name} is {s}: it can only be deleted, keeping what cannot be")
        }
        StackStatus::CreateFailed if stack.parent.is_none() => format!(
            "{name} is CREATE_FAILED: update it without the error, or roll it back, which deletes it: it has never been \
             stable"
        ),
        s if s.is_failed() => format!("{name} is {s}: it is nested, so its root stack is updated or rolled back"),
        s if !s.is_moving() => {
            format!(
                "none is needed on the stack: {name} is {s} and waits for nothing; the next deploy mends the service"
            )
        }
        _ if verdict == Verdict::Waiting => {
            "none is needed: the wait is on purpose, and the next step says how it ends".to_owned()
        }
        s => match service {
            Some(service) => of_service(view, service, s)?,
            None => {
                "the stack waits for another resource than an ECS service; scaling one would change nothing".to_owned()
            }
        },
    })
}

/// Why the count of the service a moving stack waits for cannot be set to zero.
fn of_service(view: &View<'_>, service: &ServiceView<'_>, status: &StackStatus) -> Option<String> {
    let known = service.service?;
    let name = &service.id.name;
    if let Some((serving, image)) = lost::for_good(view.facts, service) {
        let tasks =
            if serving == 1 { "the task that serves".to_owned() } else { format!("the {serving} tasks that serve") };
        return Some(format!(
            "push {} back to its registry, {} waits for it; scaling {name} to zero would stop {tasks}, which cannot be \
             started again without it",
            short_image(image),
            view.name()
        ));
    }
    Some(match known.controller {
        _ if known.scheduling == Scheduling::Daemon => {
            format!("{name} is a daemon, one on each instance: it has no count to scale to zero")
        }
        Controller::CodeDeploy => {
            format!("CodeDeploy runs the tasks of {name}: scaling it is CodeDeploy's; stop it there")
        }
        Controller::External => {
            format!("the tasks of {name} are those of a task set: its controller scales it, not ECS")
        }
        _ if known.desired == 0 => format!("{name} wants no tasks already"),
        _ => format!("{status} does not wait for {name}"),
    })
}
