//! What an action is about: the service and the task that are selected, else the service in question.

use super::in_question::in_question;
use super::model::Model;
use super::panes::rollouts::RolloutRow;
use super::panes::{Pane, findings, rollouts};
use super::place::place;
use crate::domain::Text;
use crate::domain::service::ServiceId;

/// What is picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    pub service: Option<ServiceId>,
    /// ARN of the task that is selected in the rollouts.
    pub task: Option<Text>,
}

/// The selected service and task. Where no row of one is selected it is the service of the first finding, else the
/// first that is in question.
pub fn picked(model: &Model) -> Picked {
    let found = selected(model).unwrap_or_default();
    let first = || model.diagnosis.findings.iter().find_map(|finding| finding.service.clone());
    let service = found.service.or_else(first).or_else(|| in_question(&model.facts).into_iter().next());
    Picked { service, ..found }
}

fn selected(model: &Model) -> Option<Picked> {
    let facts = &model.facts;
    let of = |id: &ServiceId| Some(Picked { service: Some(id.clone()), task: None });
    match model.panes.focus {
        Pane::Rollouts => {
            let rows = rollouts::rows(facts, &model.panes.rollouts, &model.diagnosis.findings);
            let (at, _) = place(model, Pane::Rollouts);
            match rows.get(at)? {
                RolloutRow::Service(service)
                | RolloutRow::Deployment { service, .. }
                | RolloutRow::TaskSet { service, .. }
                | RolloutRow::Past { service, .. } => of(&service.id),
                RolloutRow::Missing(id, _) => of(id),
                RolloutRow::Task { task, .. } => {
                    let has = |id: &&ServiceId| {
                        let tasks = facts.services.get(id).and_then(|known| known.tasks.value());
                        tasks.is_some_and(|tasks| tasks.contains_key(&task.arn))
                    };
                    let service = facts.services.keys().find(has)?;
                    Some(Picked { service: Some(service.clone()), task: Some(task.arn.clone()) })
                }
            }
        }
        Pane::Findings => {
            let (at, _) = place(model, Pane::Findings);
            of(findings::rows(&model.diagnosis).get(at)?.service.as_ref()?)
        }
        _ => None,
    }
}
