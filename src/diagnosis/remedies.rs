//! What can be done to the account now: only what is legal in this state, with its price.

use super::candidate::Candidate;
use super::takes::Takes;
use super::verdict::{Remedy, Verdict};
use super::view::{ServiceView, View};
use crate::domain::Text;
use crate::domain::deployment::RolloutState;
use crate::domain::operation::{Operation, StackAim};
use crate::domain::service::{Controller, Scheduling};
use crate::domain::shell::shell_word;
use crate::domain::stack::{Stack, StackStatus};
use crate::domain::task_definition::short_name;

/// Scale to zero, where a moving stack waits for the service. Not for a DAEMON service, which has no count, and not
/// for services whose tasks another controller runs: their count is that of a task set.
pub fn for_service(view: &View<'_>, service: &ServiceView<'_>) -> Vec<Remedy> {
    let Some(known) = service.service else { return Vec::new() };
    let legal = view.is_moving()
        && service.holds_stack
        && known.desired > 0
        && known.scheduling != Scheduling::Daemon
        && !matches!(known.controller, Controller::CodeDeploy | Controller::External);
    if !legal {
        return Vec::new();
    }
    let current = service.current().and_then(|e| e.id);
    let old = known.deployments.iter().filter(|d| Some(&d.id) != current && d.rollout != RolloutState::Failed);
    let serving: i32 = old.map(|d| d.running.max(0)).fold(0, i32::saturating_add);
    let price = match serving {
        0 => "no task is left that serves".to_owned(),
        1 => "1 healthy old task stops as well: the service is down".to_owned(),
        n => format!("{n} healthy old tasks stop as well: the service is down"),
    };
    let effect = format!(
        "ECS calls {} stable with 0 tasks and {}; {price}. {} Afterwards an update without the error must follow and restore desired count {}.",
        service.id.name,
        what_follows(view, service),
        autoscaling(service),
        known.desired
    );
    vec![Remedy { operation: Operation::scale_to_zero(service.id.clone(), known.desired), effect }]
}

/// Cancelling the update, said beside what blocks it: legal in UPDATE_IN_PROGRESS only, on the outermost stack, and
/// the rollback waits for ECS as the update does.
pub fn cancelling(view: &View<'_>, service: Option<&ServiceView<'_>>) -> Option<String> {
    let stack = view.stack.filter(|s| s.status == StackStatus::UpdateInProgress && s.parent.is_none())?;
    let good = service.and_then(|s| s.good_revision(s.current()?));
    let back = good.map_or_else(|| "as it was".to_owned(), |arn| format!("to {}", short_name(arn.as_str())));
    Some(format!(
        "Or cancel the update: `aws cloudformation cancel-update-stack --stack-name {}`. CloudFormation puts everything \
         back {back}, and waits for ECS on the way as well.",
        shell_word(&stack.name)
    ))
}

/// What the stack does once this service is stable: it goes on only where nothing else holds it.
fn what_follows(view: &View<'_>, service: &ServiceView<'_>) -> String {
    let name = view.name();
    let others: Vec<&str> = view.held_by().filter(|s| s.id != service.id).map(|s| s.id.name.as_str()).collect();
    match others.as_slice() {
        [] => format!("{name} goes on"),
        [one] => format!("{name} then still waits for {one}"),
        [one, two] => format!("{name} then still waits for {one} and {two}"),
        [one, two, more @ ..] => format!("{name} then still waits for {one}, {two} and {} more", more.len()),
    }
}

/// What autoscaling does to a count of 0.
fn autoscaling(service: &ServiceView<'_>) -> String {
    match service.facts.scaling.value() {
        None => "If autoscaling is on it, suspend that first, or the tasks come back.".to_owned(),
        Some(Some(target)) if target.brings_back() => {
            format!("Autoscaling brings {} back unless it is suspended first.", tasks(target.min))
        }
        Some(Some(_)) => "Autoscaling leaves it at 0.".to_owned(),
        Some(None) => "No autoscaling is on it.".to_owned(),
    }
}

fn tasks(n: i32) -> String {
    if n == 1 { "1 task".to_owned() } else { format!("{n} tasks") }
}

/// Continue the rollback, skipping what failed in it. Only in UPDATE_ROLLBACK_FAILED, and only on the outermost
/// stack of a nest. The token stays empty: one is made for each confirmation.
pub fn continue_rollback(stack: &Stack, skip: Vec<Text>) -> Vec<Remedy> {
    if stack.status != StackStatus::UpdateRollbackFailed || stack.parent.is_some() {
        return Vec::new();
    }
    let effect = if skip.is_empty() {
        "CloudFormation tries the rollback again; it fails again unless the reason is gone.".to_owned()
    } else {
        let names: Vec<&str> = skip.iter().map(Text::as_str).collect();
        format!(
            "CloudFormation calls {} rolled back without touching it and goes on to UPDATE_ROLLBACK_COMPLETE. \
             What is skipped stays as it is: template and reality differ until an update sets it right.",
            names.join(", ")
        )
    };
    vec![Remedy { operation: Operation::continue_rollback(StackAim::at(stack), skip), effect }]
}

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
        s if s.is_rolled_back() => format!("none is needed: {name} has gone back and takes the next update"),
        StackStatus::UpdateRollbackFailed => format!("{name} is nested: its rollback is continued on its root stack"),
        StackStatus::DeleteFailed => format!("remove what stands in the way and delete {name} again, or keep it"),
        s if s.is_failed() && Takes::of(Some(stack)) == Takes::Deletion => {
            format!("{name} is {s}: it can only be deleted, keeping what cannot be")
        }
        s if s.is_failed() => format!("{name} is {s}: update it, roll it back or delete it"),
        s if !s.is_moving() => {
            format!(
                "none is needed on the stack: {name} is {s} and waits for nothing; the next deploy mends the service"
            )
        }
        _ if verdict == Verdict::Waiting => "the wait is on purpose; the next step says how it ends".to_owned(),
        s => match service {
            Some(service) => of_service(service, s)?,
            None => {
                "the stack waits for another resource than an ECS service; scaling one would change nothing".to_owned()
            }
        },
    })
}

/// Why the count of the service a moving stack waits for cannot be set to zero.
fn of_service(service: &ServiceView<'_>, status: &StackStatus) -> Option<String> {
    let known = service.service?;
    let name = &service.id.name;
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
