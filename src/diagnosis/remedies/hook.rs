//! The answers to a pause hook that waits for somebody.

use super::state::situation;
use crate::diagnosis::verdict::Remedy;
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::lever::Lever;
use crate::domain::lever_table::why_not;
use crate::domain::operation::{ContinueDeployment, HookAnswer, Operation};
use crate::domain::task_definition::short_name;

/// The two answers to a pause hook that waits for somebody: it goes on first, since nothing is known to be wrong.
pub fn at_hook(view: &View<'_>, service: &ServiceView<'_>) -> Vec<Remedy> {
    let now = situation(view, service);
    let goes_on = format!(
        "if the new revision is good: {} goes on to its next stage, and {} with it.",
        service.id.name,
        view.name()
    );
    let answers = [
        (Lever::ContinueDeployment, HookAnswer::Continue, goes_on),
        (Lever::RollBackAtHook, HookAnswer::RollBack, format!("if it is not: {}", back_at_hook(view, service))),
    ];
    let legal = answers.into_iter().filter(|(lever, ..)| why_not(*lever, &now).is_none());
    legal.filter_map(|(_, answer, effect)| Some(Remedy { operation: answer_hook(service, answer)?, effect })).collect()
}

/// An answer to the hook that waits.
pub fn answer_hook(service: &ServiceView<'_>, answer: HookAnswer) -> Option<Operation> {
    let deployment = service.facts.deployments.value()?.first()?;
    let hook = deployment.detail.as_ref()?.hooks.iter().find(|hook| hook.is_waiting())?;
    Some(Operation::ContinueDeployment(ContinueDeployment {
        service: service.id.clone(),
        deployment: deployment.arn.clone(),
        hook: hook.id.clone(),
        answer,
    }))
}

/// What a rollback at the hook leads to.
pub fn back_at_hook(view: &View<'_>, service: &ServiceView<'_>) -> String {
    let back = service.current().and_then(|episode| service.good_revision(episode));
    let back = back.map_or("the revision before", |arn| short_name(arn.as_str()));
    format!(
        "ECS takes {} back to {back}. What {} does then is not documented: expect it to fail and to roll back.",
        service.id.name,
        view.name()
    )
}
