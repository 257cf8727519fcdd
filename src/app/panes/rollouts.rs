//! Services, their deployments, and the tasks of the deployment in question, as one indented list.

use super::list::List;
use crate::diagnosis::task_stage::TaskStage;
use crate::diagnosis::task_why::{Why, Whys};
use crate::diagnosis::verdict::Finding;
use crate::domain::Text;
use crate::domain::deployment::Deployment;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::fault::Fault;
use crate::domain::service::{Service, ServiceId, TaskSet};
use crate::domain::task::Task;

/// Where the person looks in the rollouts.
#[derive(Clone, Debug, Default)]
pub struct Rollouts {
    pub list: List,
    /// ARN of a task that has a row whatever is folded: evidence speaks of it.
    pub unfolded: Option<Text>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub enum RolloutRow<'a> {
    Service(&'a Service),
    /// A service that could not be read.
    Missing(&'a ServiceId, &'a Fault),
    Deployment {
        service: &'a Service,
        deployment: &'a Deployment,
        in_question: bool,
        /// Its tasks known to have stopped: ECS's own count begins anew with each task that comes up.
        stopped: usize,
    },
    /// Of a service whose deployments another controller makes.
    TaskSet {
        service: &'a Service,
        set: &'a TaskSet,
    },
    /// A deployment ECS tells of no more, over the one task of it that is asked for.
    Past {
        service: &'a Service,
        id: &'a Text,
        definition: &'a Text,
        stopped: usize,
    },
    Task {
        task: &'a Task,
        stage: TaskStage,
        /// The deepest words about it.
        why: Option<Why>,
    },
}

impl RolloutRow<'_> {
    /// A key that stays while counts change.
    pub fn key(&self) -> Text {
        match self {
            Self::Service(service) => service.arn.clone(),
            Self::Missing(id, _) => Text::from(id.to_string()),
            Self::Deployment { deployment, .. } => deployment.id.clone(),
            Self::TaskSet { set, .. } => set.id.clone(),
            Self::Past { id, .. } => (*id).clone(),
            Self::Task { task, .. } => task.arn.clone(),
        }
    }
}

/// Tasks shown of one deployment; the rest is counted in the deployment's row.
const TASKS_SHOWN: usize = 100;

/// The rows to show: services in the order of the findings about them, then those that are not settled.
pub fn rows<'a>(facts: &'a Facts, pane: &Rollouts, findings: &[Finding]) -> Vec<RolloutRow<'a>> {
    let whys = Whys::default();
    let mut services: Vec<(&ServiceId, &ServiceFacts)> = facts.services.iter().collect();
    let place = |id: &ServiceId| findings.iter().position(|f| f.service.as_ref() == Some(id)).unwrap_or(usize::MAX);
    services.sort_by_key(|(id, known)| (place(id), known.service.value().is_none_or(Service::is_settled), *id));
    services
        .into_iter()
        .flat_map(|(id, known)| service_rows(facts, &whys, (id, known), pane.unfolded.as_ref()))
        .filter(|row| pane.list.shows(&words(row)))
        .collect()
}

fn service_rows<'a>(
    facts: &'a Facts,
    whys: &Whys,
    (id, known): (&'a ServiceId, &'a ServiceFacts),
    unfolded: Option<&Text>,
) -> Vec<RolloutRow<'a>> {
    let Some(service) = known.service.value() else {
        return known.service.fault().map(|fault| RolloutRow::Missing(id, fault)).into_iter().collect();
    };
    let question = service.deployment_in_question().map(|d| &d.id);
    let wanted = unfolded.and_then(|arn| known.tasks.value()?.get(arn));
    let is_wanted = |id: &Text| wanted.is_some_and(|task| task.started_by.as_ref() == Some(id));
    let row = |task: &'a Task| RolloutRow::Task { task, stage: TaskStage::of(task), why: whys.of(task, facts) };
    // Of very many the first, and the one that is asked for.
    let some = |tasks: Vec<&'a Task>| {
        let shown = move |(n, task): &(usize, &'a Task)| *n < TASKS_SHOWN || wanted.is_some_and(|w| w.arn == task.arn);
        tasks.into_iter().enumerate().filter(shown).map(|(_, task)| row(task))
    };
    let mut rows = vec![RolloutRow::Service(service)];
    for deployment in &service.deployments {
        let in_question = Some(&deployment.id) == question;
        let tasks = tasks_of(known, &deployment.id);
        let stopped = tasks.iter().filter(|task| task.is_stopped()).count();
        rows.push(RolloutRow::Deployment { service, deployment, in_question, stopped });
        if in_question || is_wanted(&deployment.id) {
            rows.extend(some(tasks));
        }
    }
    for set in &service.task_sets {
        rows.push(RolloutRow::TaskSet { service, set });
        rows.extend(some(tasks_of(known, &set.id)));
    }
    let is_told =
        |id: &Text| service.deployments.iter().any(|d| d.id == *id) || service.task_sets.iter().any(|s| s.id == *id);
    if let Some((task, id)) =
        wanted.and_then(|task| Some((task, task.started_by.as_ref()?))).filter(|(_, id)| !is_told(id))
    {
        let tasks = tasks_of(known, id);
        let stopped = tasks.iter().filter(|task| task.is_stopped()).count();
        rows.push(RolloutRow::Past { service, id, definition: &task.task_definition, stopped });
        rows.extend(some(tasks));
    }
    rows
}

/// A deployment's tasks: those still there first, then the stopped ones, newest first.
pub fn tasks_of<'a>(known: &'a ServiceFacts, deployment: &Text) -> Vec<&'a Task> {
    let of_deployment = |task: &&Task| task.started_by.as_ref() == Some(deployment);
    let mut tasks: Vec<&Task> =
        known.tasks.value().into_iter().flat_map(|t| t.values()).filter(of_deployment).collect();
    tasks.sort_by_key(|task| (task.is_stopped(), std::cmp::Reverse(task.stopped_at.or(task.created_at))));
    tasks
}

fn words<'r>(row: &'r RolloutRow<'_>) -> Vec<&'r str> {
    match row {
        RolloutRow::Service(service) => vec![service.id.name.as_str()],
        RolloutRow::Missing(id, _) => vec![id.name.as_str()],
        RolloutRow::Deployment { service, deployment, .. } => {
            vec![service.id.name.as_str(), deployment.task_definition.as_str(), deployment.rollout.as_str()]
        }
        RolloutRow::TaskSet { service, set } => {
            vec![service.id.name.as_str(), set.task_definition.as_str(), set.status.as_str(), set.stability.as_str()]
        }
        RolloutRow::Past { service, definition, .. } => vec![service.id.name.as_str(), definition.as_str()],
        RolloutRow::Task { task, stage, why } => {
            let mut words = vec![task.id(), task.last_status.as_str(), stage.step.as_str()];
            words.extend(why.as_ref().map(|why| why.words.as_str()));
            words.extend(task.stopped_reason.as_ref().map(Text::as_str));
            words.extend(task.containers.iter().filter_map(|c| c.reason.as_ref()).map(Text::as_str));
            words
        }
    }
}
