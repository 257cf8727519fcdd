//! How each write ends, by what is read after it was sent.

use crate::domain::Text;
use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::deployment::{RolloutState, ServiceDeploymentStatus};
use crate::domain::drift::DriftStage;
use crate::domain::facts::Facts;
use crate::domain::known::Known;
use crate::domain::operation::{
    AnswerCustomResource, CheckDrift, ContinueDeployment, ForceDeployment, HookAnswer, Operation, SaveQuery, SetCount,
    SetScaling, StackAim, StopTask,
};
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::ServiceId;
use crate::domain::stack::StackStatus;
use crate::domain::task::Task;

/// How a write ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub well: bool,
    pub words: String,
}

impl End {
    fn well(words: impl Into<String>) -> Option<Self> {
        Some(Self { well: true, words: words.into() })
    }

    fn badly(words: impl Into<String>) -> Option<Self> {
        Some(Self { well: false, words: words.into() })
    }
}

/// How a write was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    pub at: Timestamp,
    /// The deployment its service had then.
    pub before: Option<&'a Text>,
    /// Id of what it has begun, where AWS has told one.
    pub began: Option<&'a Text>,
}

/// The end of a write where it is reached; what was seen on the way is added to the steps. Only what was learned after
/// it was sent counts.
pub fn after(operation: &Operation, facts: &Facts, sent: Sent<'_>, steps: &mut Vec<String>) -> Option<End> {
    let at = sent.at;
    match operation {
        Operation::SetCount(change) if change.to == 0 => zero(facts, &change.service, at, steps),
        Operation::SetCount(change) => count(facts, change, at, steps),
        Operation::StopDeployment(change) => {
            deployment(facts, (&change.service, &change.deployment), true, at, steps)?.or_stack(facts, at, steps)
        }
        Operation::ContinueDeployment(change) => hook(facts, change, at, steps),
        Operation::ForceDeployment(change) => forced(facts, change, sent, steps),
        Operation::StopTask(change) => task(facts, change, at),
        Operation::SetScaling(change) => scaling(facts, change, at),
        Operation::ContinueRollback(change) => moved(facts, &change.aim, GOES_ON, at, steps),
        Operation::CancelUpdate(change) => moved(facts, &change.aim, "the update is cancelled", at, steps),
        Operation::RollbackStack(change) => {
            let is_deleted = change.aim.from == StackStatus::CreateFailed;
            let words = if is_deleted { "the stack is deleted" } else { "the stack goes back" };
            moved(facts, &change.aim, words, at, steps)
        }
        Operation::DeleteStack(change) => moved(facts, &change.aim, "the deletion goes on", at, steps),
        Operation::CheckDrift(change) => drift(facts, change, sent, steps),
        Operation::AnswerCustomResource(change) => answered(facts, change, at, steps),
        Operation::SaveQuery(change) => saved(facts, change, at),
    }
}

const COUNT_IS_ZERO: &str = "desired count is 0";
/// How long after it was set to zero a count that autoscaling holds is watched (our choice; AWS says no time, it acts
/// within minutes).
const COMES_BACK_SECONDS: u64 = 300;
const MAY_COME_BACK: &str = "autoscaling may bring it back";
/// So many failed tasks tell that the next one fails as well (our choice).
const TELLING: usize = 2;
const GOES_ON: &str = "the rollback goes on";

impl End {
    /// The end of a part is that of the whole where the part failed; else the stack's end is.
    fn or_stack(self, facts: &Facts, at: Timestamp, steps: &mut Vec<String>) -> Option<Self> {
        if !self.well {
            return Some(self);
        }
        step(steps, &self.words);
        stack_end(facts, at, steps)
    }
}

/// A value that was learned after the write.
fn fresh<T>(known: &Known<T>, at: Timestamp) -> Option<&T> {
    known.value().filter(|_| known.learned_at().is_some_and(|learned| learned > at))
}

/// The end of scaling to zero: the count, then the tasks, then the stack that waited for them.
fn zero(facts: &Facts, id: &ServiceId, at: Timestamp, steps: &mut Vec<String>) -> Option<End> {
    let service = fresh(&facts.services.get(id)?.service, at)?;
    if service.desired > 0 {
        let came_back = steps.iter().any(|s| s == COUNT_IS_ZERO);
        let words = format!("came back to {}: {}", service.desired, by_whom(facts, id, service.desired));
        return End::badly(words).filter(|_| came_back);
    }
    step(steps, COUNT_IS_ZERO);
    if service.running > 0 || service.pending > 0 {
        return None;
    }
    step(steps, "no task runs");
    let end = stack_end(facts, at, steps)?;
    // It is not over while it may come back.
    let waited = facts.services.get(id)?.service.learned_at().map_or(0, |learned| seconds_between(at, learned));
    if end.well && is_held(facts, id) && waited < COMES_BACK_SECONDS {
        step(steps, &end.words);
        step(steps, MAY_COME_BACK);
        return None;
    }
    if steps.contains(&end.words) { End::well("the count stayed at 0") } else { Some(end) }
}

/// Whether autoscaling is known to bring a count of 0 back.
fn is_held(facts: &Facts, id: &ServiceId) -> bool {
    let target = facts.services.get(id).and_then(|known| known.scaling.value()?.as_ref());
    target.is_some_and(ScalableTarget::brings_back)
}

/// Who has moved a count: autoscaling where it holds it at its minimum.
fn by_whom(facts: &Facts, id: &ServiceId, count: i32) -> &'static str {
    let target = facts.services.get(id).and_then(|known| known.scaling.value()?.as_ref());
    let holds = target.is_some_and(|target| target.brings_back() && target.min == count);
    if holds { "autoscaling" } else { "autoscaling or somebody else" }
}

/// Tasks that were started after a time and ended by themselves.
fn failed_since(facts: &Facts, id: &ServiceId, at: Timestamp) -> usize {
    let tasks = facts.services.get(id).and_then(|known| known.tasks.value());
    let told_to = |task: &Task| {
        let code = task.stop_code.as_ref().map(Text::raw);
        matches!(code, Some("ServiceSchedulerInitiated" | "UserInitiated"))
    };
    let ended = tasks.into_iter().flat_map(|all| all.values()).filter(|task| task.is_stopped() && !told_to(task));
    ended.filter(|task| task.created_at.is_some_and(|made| made > at)).count()
}

/// The end of another count: it is that, and as many run.
fn count(facts: &Facts, change: &SetCount, at: Timestamp, steps: &mut Vec<String>) -> Option<End> {
    let service = fresh(&facts.services.get(&change.service)?.service, at)?;
    let is_set = format!("desired count is {}", change.to);
    if service.desired != change.to {
        let was_set = steps.contains(&is_set);
        let whom = by_whom(facts, &change.service, service.desired);
        return End::badly(format!("the count is {} again: {whom}", service.desired)).filter(|_| was_set);
    }
    step(steps, &is_set);
    let lost = failed_since(facts, &change.service, at);
    if lost >= TELLING && service.running < change.to {
        return End::badly(format!(
            "{lost} tasks have failed since: the count is back, what makes them fail is not mended"
        ));
    }
    let is_there = service.running == change.to && service.pending == 0;
    is_there.then(|| End::well(format!("{} run", service.running)))?
}

/// The end of a service deployment.
fn deployment(
    facts: &Facts,
    (id, arn): (&ServiceId, &Text),
    is_way_back: bool,
    at: Timestamp,
    steps: &mut Vec<String>,
) -> Option<End> {
    use ServiceDeploymentStatus as S;
    let all = fresh(&facts.services.get(id)?.deployments, at)?;
    let found = all.iter().find(|one| one.arn == *arn)?;
    let words = format!("deployment {}", found.status);
    if found.is_open() {
        // Before anybody has seen to it, it stands as it stood.
        if found.status != S::InProgress || !is_way_back {
            step(steps, &words);
        }
        return None;
    }
    let well = match found.status {
        S::RollbackSuccessful | S::Stopped => is_way_back,
        S::Successful => !is_way_back,
        _ => false,
    };
    Some(End { well, words })
}

/// The end of an answered hook: the hook waits no more, and the deployment ends.
fn hook(facts: &Facts, change: &ContinueDeployment, at: Timestamp, steps: &mut Vec<String>) -> Option<End> {
    let all = fresh(&facts.services.get(&change.service)?.deployments, at)?;
    let found = all.iter().find(|one| one.arn == change.deployment)?;
    let waits = |one: &crate::domain::deployment::HookWait| one.id == change.hook && one.is_waiting();
    if found.detail.as_ref().is_some_and(|detail| detail.hooks.iter().any(waits)) {
        return None;
    }
    step(steps, "the hook is answered");
    let is_way_back = change.answer == HookAnswer::RollBack;
    deployment(facts, (&change.service, &change.deployment), is_way_back, at, steps)?.or_stack(facts, at, steps)
}

/// The end of a forced deployment: a new one is there, and it is done.
fn forced(facts: &Facts, change: &ForceDeployment, sent: Sent<'_>, steps: &mut Vec<String>) -> Option<End> {
    let service = fresh(&facts.services.get(&change.service)?.service, sent.at)?;
    let new = service.primary().filter(|deployment| Some(&deployment.id) != sent.before)?;
    step(steps, "a new deployment runs");
    if failed_since(facts, &change.service, sent.at) >= TELLING {
        step(steps, "its tasks fail");
    }
    match new.rollout {
        RolloutState::Completed => End::well("every task is new"),
        RolloutState::Failed => End::badly("the new deployment failed"),
        _ => None,
    }
}

fn task(facts: &Facts, change: &StopTask, at: Timestamp) -> Option<End> {
    let tasks = fresh(&facts.services.get(&change.service)?.tasks, at)?;
    let has_stopped = tasks.get(&change.task).is_none_or(|task| task.is_stopped());
    has_stopped.then(|| End::well("the task has stopped"))?
}

fn scaling(facts: &Facts, change: &SetScaling, at: Timestamp) -> Option<End> {
    let target = fresh(&facts.services.get(&change.service)?.scaling, at)?.as_ref()?;
    (target.suspended == change.to).then(|| End::well(target.suspended.to_string()))?
}

/// The end of what moves a stack: it was seen to move, or stands where it goes.
fn moved(facts: &Facts, aim: &StackAim, words: &str, at: Timestamp, steps: &mut Vec<String>) -> Option<End> {
    let stack = fresh(&facts.stack, at).filter(|stack| stack.id == aim.id)?;
    if stack.status != aim.from {
        step(steps, words);
    }
    let began = steps.iter().any(|s| s == words);
    began.then(|| stack_end(facts, at, steps))?
}

/// The end of an answer: the resource waits no more, and its stack ends.
fn answered(facts: &Facts, change: &AnswerCustomResource, at: Timestamp, steps: &mut Vec<String>) -> Option<End> {
    let resources = fresh(&facts.nest.get(&change.aim.id)?.resources, at)?;
    let row = resources.iter().find(|row| row.logical_id == change.request.logical_id)?;
    if !row.status.is_in_progress() {
        step(steps, &format!("{} is {}", row.logical_id, row.status));
    }
    let began = steps.len() > 1;
    began.then(|| stack_end(facts, at, steps))?
}

/// The end of saving a query: it is read among the saved ones.
fn saved(facts: &Facts, change: &SaveQuery, at: Timestamp) -> Option<End> {
    let is_there = change.is_in(fresh(&facts.saved_queries, at)?);
    is_there.then(|| End::well("it is among the saved queries"))?
}

/// The end of a drift detection: what it has found. Where no answer came its id is not known, and the stack tells that
/// one has begun.
fn drift(facts: &Facts, change: &CheckDrift, sent: Sent<'_>, steps: &mut Vec<String>) -> Option<End> {
    let Some(began) = sent.began else {
        let stack = fresh(&facts.stack, sent.at).filter(|stack| stack.id == change.aim.id)?;
        let words = "it has begun; `aws cloudformation describe-stack-resource-drifts` tells what it finds";
        return End::well(words).filter(|_| stack.drift_checked_at > change.checked_before);
    };
    let failed = facts.drift.failed_at().is_some_and(|failed| failed > sent.at);
    if let Some(fault) = facts.drift.fault().filter(|fault| failed && !fault.kind.is_passing()) {
        return End::badly(format!("what it finds cannot be read: {}; {}", fault.what(), fault.what_to_do()));
    }
    let found = fresh(&facts.drift, sent.at).filter(|drift| drift.detection == *began)?;
    if found.stage == DriftStage::Running {
        step(steps, "compares");
        return None;
    }
    let all = facts.nest.get(&change.aim.id).and_then(|insides| insides.resources.value());
    End::well(found.words(all.map_or(&[], Vec::as_slice)))
}

fn step(steps: &mut Vec<String>, words: &str) {
    if !steps.iter().any(|s| s == words) {
        steps.push(words.to_owned());
    }
}

/// How the stack ended, once it has, told by an answer that is newer than the write.
fn stack_end(facts: &Facts, at: Timestamp, steps: &mut Vec<String>) -> Option<End> {
    let stack = fresh(&facts.stack, at)?;
    if stack.status.is_moving() {
        step(steps, &format!("stack {}", stack.status));
        return None;
    }
    let is_gone = stack.status == StackStatus::DeleteComplete;
    Some(End { well: is_gone || !stack.status.is_failed(), words: format!("stack {}", stack.status) })
}
