//! The guided way out: from a stack that waits for a service to one that is whole again, a step at a time. Where one
//! is follows from what is read and from the journal alone, so it goes on after a restart.

use super::menu::to_restore;
use super::model::Model;
use super::old_count::{ONE_STORY, Scaled, has_happened, scaled};
use super::picked::picked;
use super::situated::Target;
use crate::domain::clock::seconds_between;
use crate::domain::drift::DriftStage;
use crate::domain::lever::Lever;
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::{Service, ServiceId};
use crate::domain::stack::{Stack, StackStatus};
use crate::domain::text::Text;

/// The way with one of its steps as the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub service: ServiceId,
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub standing: Standing,
    pub words: String,
    pub does: Does,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Done,
    /// It is not needed.
    Spared,
    /// It is the next.
    Now,
    Later,
}

/// What a person does for a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Pull a lever.
    Pull(Lever, Target),
    /// Wait; it is seen when it is over.
    Wait,
}

impl Way {
    /// The step that is next.
    pub fn now(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.standing == Standing::Now)
    }

    /// Whether somebody has set out on it.
    pub fn is_begun(&self) -> bool {
        self.steps.iter().any(|step| step.standing == Standing::Done && matches!(step.does, Does::Pull(..)))
    }
}

/// The way of the service that was scaled to zero from here last and not restored, else of the picked one. None where
/// no service is known.
pub fn way(model: &Model) -> Option<Way> {
    let facts = &model.facts;
    let open = |id: &ServiceId| scaled(&model.taken, id).filter(|story| story.restored_at.is_none());
    let newest = facts.services.keys().filter_map(|id| Some((open(id)?.at, id))).max();
    let id = newest.map(|(_, id)| id.clone()).or_else(|| picked(model).service)?;
    let known = facts.services.get(&id)?;
    let now = Now {
        service: known.service.value()?,
        stack: facts.stack.value()?,
        scaling: known.scaling.value().and_then(Option::as_ref),
        story: scaled(&model.taken, &id),
        old: to_restore(model, &id),
        was_suspended: was_suspended(model, &id),
    };
    let mut steps = now.steps(model);
    let mut is_open = true;
    for step in &mut steps {
        if step.standing == Standing::Now && !std::mem::replace(&mut is_open, false) {
            step.standing = Standing::Later;
        }
        is_open &= step.standing != Standing::Now;
    }
    Some(Way { service: id, steps })
}

/// The next step of a way that is begun, in words.
pub fn next(model: &Model) -> Option<String> {
    let way = way(model).filter(Way::is_begun)?;
    way.now().map(|step| step.words.clone())
}

struct Now<'a> {
    service: &'a Service,
    stack: &'a Stack,
    scaling: Option<&'a ScalableTarget>,
    story: Option<Scaled>,
    old: Option<i32>,
    was_suspended: bool,
}

impl Now<'_> {
    /// Every step, the open ones all as the next.
    fn steps(&self, model: &Model) -> Vec<Step> {
        let (service, stack) = (self.service, self.stack);
        let name = &service.id.name;
        let pull = |lever| Does::Pull(lever, Target::Service(service.id.clone()));
        let is_restored = self.story.is_some_and(|story| story.restored_at.is_some());
        let is_zero = service.desired == 0;
        let waits = stack.status.is_moving();
        // The way is only for a service a stack waits for, or for one somebody has set out with.
        let is_wanted = is_zero || is_restored || waits || self.story.is_some();
        let mut steps = Vec::new();
        if self.scaling.is_some_and(|target| target.min > 0) || self.was_suspended {
            let done = is_restored || self.scaling.is_some_and(|target| target.suspended.scale_out);
            let min = self.scaling.map_or(0, |target| target.min);
            let words = format!("suspend the autoscaling of {name}: with min {min} it brings tasks back");
            steps.push(step(done, is_wanted, words, pull(Lever::SuspendScaling)));
        }
        let words = format!("scale {name} to zero");
        steps.push(step(is_zero || is_restored, is_wanted, words, pull(Lever::ScaleToZero)));
        let is_empty = is_zero && service.running == 0 && service.pending == 0;
        steps.push(step(is_empty || is_restored, is_wanted, format!("no task of {name} runs"), Does::Wait));
        let words = format!("{} settles: it is {}", stack.name, stack.status);
        steps.push(step(!waits, true, words, Does::Wait));
        let failed = stack.status == StackStatus::UpdateRollbackFailed;
        let words = format!("continue the update rollback of {}", stack.name);
        steps.push(step(false, failed, words, Does::Pull(Lever::ContinueRollback, Target::Stack)));
        let words = match (self.old, self.story) {
            (Some(old), _) => format!("restore the count of {name} to {old}"),
            (None, Some(story)) => format!("restore the count of {name} to {}", story.from),
            (None, None) => format!("give {name} its count back"),
        };
        steps.push(step(is_restored && !is_zero, is_wanted, words, pull(Lever::SetCount)));
        if self.was_suspended {
            let done = self.scaling.is_some_and(|target| target.suspended != Suspended::ALL);
            let words = format!("resume the autoscaling of {name}");
            steps.push(step(done, true, words, pull(Lever::ResumeScaling)));
        }
        let found = model.facts.drift.value().filter(|drift| drift.stage != DriftStage::Running);
        let all = model.facts.nest.get(&stack.id).and_then(|insides| insides.resources.value());
        let found = found.map_or(String::new(), |drift| format!(": {}", drift.words(all.map_or(&[], Vec::as_slice))));
        let words = format!("see what differs from the template of {}{found}", stack.name);
        let done = was_compared(model, &stack.id, self.story);
        steps.push(step(done, is_wanted, words, Does::Pull(Lever::CheckDrift, Target::Stack)));
        steps
    }
}

fn step(done: bool, is_needed: bool, words: String, does: Does) -> Step {
    let standing = match (done, is_needed) {
        (true, _) => Standing::Done,
        (false, true) => Standing::Now,
        (false, false) => Standing::Spared,
    };
    Step { standing, words, does }
}

/// Whether the stack was compared with its template from here after the count was restored.
fn was_compared(model: &Model, stack: &Text, story: Option<Scaled>) -> bool {
    let Some(restored_at) = story.and_then(|story| story.restored_at) else { return false };
    let aim = format!("stack {stack}");
    let mut writes = model.taken.iter().filter(|write| write.aim.raw() == aim && has_happened(write));
    writes.any(|write| write.lever == Some(Lever::CheckDrift) && write.at >= restored_at)
}

/// Whether its autoscaling was suspended from here on this way, whatever has become of it since.
fn was_suspended(model: &Model, id: &ServiceId) -> bool {
    let aim = format!("autoscaling of {id}");
    let mut newest = model.taken.iter().rev().filter(|write| write.aim.raw() == aim && has_happened(write));
    match scaled(&model.taken, id) {
        Some(story) => newest.any(|write| {
            let is_of_it = write.at >= story.at || seconds_between(write.at, story.at) <= ONE_STORY;
            is_of_it && write.lever == Some(Lever::SuspendScaling)
        }),
        None => newest.next().is_some_and(|write| write.lever == Some(Lever::SuspendScaling)),
    }
}
