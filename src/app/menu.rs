//! The levers: everything that can be done to what is picked and to the stack, and why not where it cannot.

use super::model::Model;
use super::old_count::open;
use super::picked::picked;
use super::situated::{Target, situation, waiting_customs};
use crate::domain::Timestamp;
use crate::domain::facts::Facts;
use crate::domain::lever::{Danger, Lever};
use crate::domain::lever_table::why_not;
use crate::domain::operation::Operation;
use crate::domain::service::{Service, ServiceId};
use crate::domain::stack::StackStatus;
use crate::domain::task::Task;
use crate::domain::task_definition::short_name;

/// One row of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub lever: Lever,
    pub on: Target,
    pub title: String,
    /// Why it cannot be pulled now; none where it is legal.
    pub why_not: Option<String>,
    /// What the diagnosis says for it; none where it names it not.
    pub recommended: Option<Recommended>,
    /// When this run was refused it for want of a permission.
    pub denied_at: Option<Timestamp>,
}

/// A lever the diagnosis names as a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommended {
    /// Its place among them; the first is the one recommended.
    pub place: usize,
    /// What was found that it helps against.
    pub because: String,
    /// What it leads to and what it takes away.
    pub effect: String,
}

impl Entry {
    /// Whether it is the row of a lever at a target, whatever has become of it since.
    pub fn is(&self, row: &(Lever, Target)) -> bool {
        (self.lever, &self.on) == (row.0, &row.1)
    }

    pub fn row(&self) -> (Lever, Target) {
        (self.lever, self.on.clone())
    }
}

const OF_SERVICE: [Lever; 8] = [
    Lever::ScaleToZero,
    Lever::SetCount,
    Lever::StopDeployment,
    Lever::ContinueDeployment,
    Lever::RollBackAtHook,
    Lever::ForceDeployment,
    Lever::SuspendScaling,
    Lever::ResumeScaling,
];
const OF_CUSTOM: [Lever; 2] = [Lever::AnswerSuccess, Lever::AnswerFailed];

/// Every lever of the picked service and task, of the stack and of the custom resources it waits for, and of other
/// services what would unblock them: legal ones first, those the diagnosis names before the others and in its order, and
/// of the rest what harms nothing before what may.
pub fn levers(model: &Model) -> Vec<Entry> {
    let facts = &model.facts;
    let picked = picked(model);
    let mut rows: Vec<(Lever, Target)> = Vec::new();
    if let Some(id) = &picked.service {
        rows.extend(OF_SERVICE.map(|lever| (lever, Target::Service(id.clone()))));
        rows.push((Lever::StopTask, Target::Task(id.clone(), picked.task.clone())));
    }
    let others = facts.services.iter().filter(|(id, _)| picked.service.as_ref() != Some(id));
    for (id, known) in others {
        if known.service.value().is_some_and(|service| !service.is_settled()) {
            rows.push((Lever::ScaleToZero, Target::Service(id.clone())));
        }
    }
    for remedy in model.diagnosis.ways_out() {
        let row = (remedy.operation.lever(), super::situated::target(&remedy.operation));
        if !rows.contains(&row) && matches!(row.1, Target::Service(_)) {
            rows.push(row);
        }
    }
    rows.extend(Lever::OF_STACK.map(|lever| (lever, Target::Stack)));
    let waiting = waiting_customs(facts);
    for custom in waiting.iter().cloned().map(Some).chain(waiting.is_empty().then_some(None)) {
        rows.extend(OF_CUSTOM.map(|lever| (lever, Target::Custom(custom.clone()))));
    }
    let mut entries: Vec<Entry> = rows.into_iter().map(|(lever, on)| entry(model, lever, on)).collect();
    let place = |entry: &Entry| entry.recommended.as_ref().map_or(usize::MAX, |named| named.place);
    let danger = |entry: &Entry| if entry.why_not.is_none() { entry.lever.danger() } else { Danger::Great };
    entries.sort_by_key(|entry| (entry.why_not.is_some(), place(entry), danger(entry)));
    entries
}

fn entry(model: &Model, lever: Lever, on: Target) -> Entry {
    let now = situation(&model.facts, &on);
    Entry {
        title: title(model, lever, &on),
        why_not: why_not(lever, &now),
        recommended: recommended(model, lever, &on),
        denied_at: model.denied.at(lever.action(), &on),
        lever,
        on,
    }
}

fn recommended(model: &Model, lever: Lever, on: &Target) -> Option<Recommended> {
    let is_it = |operation: &Operation| operation.lever() == lever && super::situated::target(operation) == *on;
    let ways = model.diagnosis.ways_out();
    let place = ways.iter().position(|remedy| is_it(&remedy.operation))?;
    let effect = ways.get(place)?.effect.clone();
    let mut findings = model.diagnosis.findings.iter();
    let finding = findings.find(|finding| finding.remedies.iter().any(|remedy| is_it(&remedy.operation)))?;
    Some(Recommended { place, because: finding.summary.clone(), effect })
}

fn title(model: &Model, lever: Lever, on: &Target) -> String {
    let facts = &model.facts;
    match on {
        Target::Service(id) => of_service(model, lever, id),
        Target::Task(id, arn) => {
            let tasks = facts.services.get(id).and_then(|known| known.tasks.value());
            let task = arn.as_ref().and_then(|arn| tasks?.get(arn));
            let which = task.map(Task::short_id);
            which.map_or("stop a task".to_owned(), |short| format!("stop task {short} of {}", id.name))
        }
        Target::Stack => of_stack(lever, facts),
        Target::Custom(which) => {
            let answer = if lever == Lever::AnswerSuccess { "SUCCESS" } else { "FAILED" };
            match which {
                Some((_, logical)) => format!("answer {answer} in place of the function of {logical}"),
                None => format!("answer {answer} for a custom resource"),
            }
        }
    }
}

fn of_stack(lever: Lever, facts: &Facts) -> String {
    let name = facts.stack.value().map_or("the stack", |stack| stack.name.as_str());
    match lever {
        Lever::CancelUpdate => format!("cancel the update of {name}"),
        Lever::ContinueRollback => "continue the update rollback, choosing what is skipped".to_owned(),
        Lever::ForceRollback => "force the update rollback: skip whatever fails, unseen".to_owned(),
        Lever::RollbackStack if facts.stack.value().is_some_and(|stack| stack.status == StackStatus::CreateFailed) => {
            format!("roll {name} back: it has never been stable, so it is deleted")
        }
        Lever::RollbackStack => format!("roll {name} back to its last stable state"),
        Lever::DeleteKeeping => format!("delete {name}, keeping resources you choose"),
        Lever::CheckDrift => format!("compare {name} with its template (drift)"),
        _ => format!("force the deletion of {name}: leave whatever cannot be deleted"),
    }
}

fn of_service(model: &Model, lever: Lever, id: &ServiceId) -> String {
    let known = model.facts.services.get(id);
    let service = known.and_then(|known| known.service.value());
    let name = &id.name;
    let count = service.map_or("?".to_owned(), |service| service.desired.to_string());
    match lever {
        Lever::ScaleToZero => {
            format!("scale {name} to zero ({count} → 0){}", service.map_or(String::new(), outage))
        }
        Lever::SetCount => match to_restore(model, id) {
            Some(old) => format!("restore {name} to its old count ({count} → {old})"),
            None => format!("set the count of {name} (now {count})"),
        },
        Lever::StopDeployment => {
            let back = known.and_then(|known| known.goes_back_to());
            let deploys = service.and_then(|service| service.primary()).map(|row| &row.task_definition);
            let is_same = back.is_some() && back == deploys;
            let back = back.map_or("the revision before".to_owned(), |arn| short_name(arn.as_str()).to_owned());
            match is_same {
                true => format!("stop the deployment of {name}: it goes back to {back}, which it deploys already"),
                false => format!("stop the deployment of {name} and roll back to {back}"),
            }
        }
        Lever::ContinueDeployment => format!("answer the pause hook of {name}: continue"),
        Lever::RollBackAtHook => format!("answer the pause hook of {name}: roll back"),
        Lever::ForceDeployment => format!("force a new deployment of {name}"),
        Lever::SuspendScaling => format!("suspend the autoscaling of {name}{}", bounds(model, id)),
        _ => format!("resume the autoscaling of {name}{}", bounds(model, id)),
    }
}

fn bounds(model: &Model, id: &ServiceId) -> String {
    let target = model.facts.services.get(id).and_then(|known| known.scaling.value()?.as_ref());
    target.map_or(String::new(), |target| format!(" (min {}, max {})", target.min, target.max))
}

/// The count a service had before it was set to zero from here, where it has not got it back.
pub fn to_restore(model: &Model, id: &ServiceId) -> Option<i32> {
    let known = model.facts.services.get(id)?;
    Some(open(&model.taken, (id, known), |at| model.is_of_now(at))?.from)
}

/// What scaling to zero ends that works now.
fn outage(service: &Service) -> String {
    match service.running_tasks() {
        0 => String::new(),
        1 => ": stops the 1 running task, the service is down".to_owned(),
        n => format!(": stops {n} running tasks, the service is down"),
    }
}
