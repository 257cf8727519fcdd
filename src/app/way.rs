//! The guided way out: from a stack that is stuck to one that is whole again, a step at a time. Which way it is follows
//! from what the findings recommend and from what was done here already; where one is on it from what is read and from
//! the journal alone, so it goes on after a restart.

use super::menu::to_restore;
use super::model::Model;
use super::old_count::{ONE_STORY, Scaled, has_happened, scaled};
use super::plain_way::{compare, continuing, plain};
use super::situated::Target;
use super::step::step;
pub use super::step::{Does, Standing, Step, Way};
use crate::domain::clock::seconds_between;
use crate::domain::lever::Lever;
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::{Service, ServiceId};
use crate::domain::stack::Stack;

/// The way out. None where the stack is not known.
pub fn way(model: &Model) -> Option<Way> {
    let stack = model.facts.stack.value()?;
    let zero = over_zero(model);
    let mut steps =
        zero.as_ref().and_then(|id| of_zero(model, stack, id)).unwrap_or_else(|| beside_scaling(model, stack));
    let mut is_open = true;
    for step in &mut steps {
        if step.standing == Standing::Now && !std::mem::replace(&mut is_open, false) {
            step.standing = Standing::Later;
        }
        is_open &= step.standing != Standing::Now;
    }
    let has_next = steps.iter().any(|step| step.standing == Standing::Now);
    let why_none = model.diagnosis.why_none().filter(|_| !has_next);
    Some(Way { service: zero, steps, why_none })
}

/// The service whose count the way leads over: the one that was scaled to zero from here last and is not whole again,
/// unless something else is recommended by now; else the one that should be.
fn over_zero(model: &Model) -> Option<ServiceId> {
    let ways = model.diagnosis.ways_out();
    let first = ways.first().map(|remedy| &remedy.operation);
    let wanted = recommended(model);
    let waits = model.facts.stack.value().is_some_and(|stack| stack.status.is_moving());
    let is_on = |id: &ServiceId| {
        let known = model.facts.services.get(id)?;
        let is_zero = known.service.value()?.desired == 0;
        let continues = first.is_none_or(|it| it.lever() == Lever::ContinueRollback) || wanted == Some(id);
        let story = scaled(&model.taken, id).filter(|story| match story.restored_at {
            // Where its tasks came back and the stack waits for nothing, there is nothing to go on with.
            None => is_zero || (continues && (waits || first.is_some()) && model.undertaken().in_this_change(story.at)),
            Some(at) => (is_zero || continues) && model.undertaken().in_this_change(at),
        });
        story.map(|story| story.at)
    };
    let newest = model.facts.services.keys().filter_map(|id| Some((is_on(id)?, id))).max();
    newest.map(|(_, id)| id).or(wanted).cloned()
}

/// A way over no count of zero. Autoscaling that was suspended from here and still is, is resumed at its end: who has
/// suspended it may have set out for zero, but what is best done next is what the findings say.
fn beside_scaling(model: &Model, stack: &Stack) -> Vec<Step> {
    let mut steps = plain(model, stack);
    for (id, known) in &model.facts.services {
        let scaling = known.scaling.value().and_then(Option::as_ref);
        if !scaling.is_some_and(|it| it.suspended == Suspended::ALL) || !was_suspended(model, id) {
            continue;
        }
        let pull = |lever| Does::Pull(lever, Target::Service(id.clone()));
        let words = format!("suspend the autoscaling of {}", id.name);
        steps.insert(0, step(true, true, words, pull(Lever::SuspendScaling)));
        let words = format!("resume the autoscaling of {}", id.name);
        steps.push(step(false, true, words, pull(Lever::ResumeScaling)));
    }
    steps
}

/// The service that is best scaled to zero now.
fn recommended(model: &Model) -> Option<&ServiceId> {
    let first = &model.diagnosis.ways_out().first().copied()?.operation;
    Some(first).filter(|operation| operation.lever() == Lever::ScaleToZero)?.service()
}

fn of_zero(model: &Model, stack: &Stack, id: &ServiceId) -> Option<Vec<Step>> {
    let known = model.facts.services.get(id)?;
    let now = Now {
        service: known.service.value()?,
        stack,
        scaling: known.scaling.value().and_then(Option::as_ref),
        story: scaled(&model.taken, id),
        old: to_restore(model, id),
        was_suspended: was_suspended(model, id),
    };
    Some(now.steps(model))
}

/// The next step in words: of a way that is begun, and of any once a write has ended badly.
pub fn next(model: &Model, ended_badly: bool) -> Option<String> {
    let way = way(model).filter(|way| ended_badly || way.is_begun())?;
    way.now().map(|step| match step.does {
        Does::Wait => format!("wait until {}", step.words),
        Does::Pull(..) => step.words.clone(),
    })
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
        // One that a continued rollback would wait for is recommended before anything moves.
        let is_wanted =
            is_zero || is_restored || waits || self.story.is_some() || recommended(model) == Some(&service.id);
        let mut steps = Vec::new();
        let continuing = continuing(model, stack, waits);
        let continued_at = model.undertaken().continued().map(|write| write.at);
        // A rollback that was continued before is not what follows from the count.
        let was_before = continuing.standing == Standing::Done
            && continued_at.is_some_and(|at| self.story.is_none_or(|story| at < story.at));
        let mut continuing = Some(continuing);
        steps.extend(continuing.take_if(|_| was_before));
        let holds = self.scaling.is_some_and(|target| target.min > 0);
        if holds || self.was_suspended {
            let rests = self.scaling.is_some_and(|target| target.suspended.scale_out);
            let done = rests || (is_restored && self.was_suspended);
            let min = self.scaling.map_or(0, |target| target.min);
            let words = format!("suspend the autoscaling of {name}: with min {min} it brings tasks back");
            // Once the count is given back it has done without.
            steps.push(step(done, is_wanted && !is_restored, words, pull(Lever::SuspendScaling)));
        }
        let words = format!("scale {name} to zero");
        steps.push(step(is_zero || is_restored, is_wanted, words, pull(Lever::ScaleToZero)));
        let is_empty = is_zero && service.running == 0 && service.pending == 0;
        steps.push(step(is_empty || is_restored, is_wanted, format!("no task of {name} runs"), Does::Wait));
        let words = format!("{} settles: it is {}", stack.name, stack.status);
        steps.push(step(!waits, true, words, Does::Wait));
        steps.extend(continuing);
        let words = match (self.old, self.story) {
            (Some(old), _) => format!("restore the count of {name} to {old}"),
            (None, Some(story)) => format!("restore the count of {name} to {}", story.from),
            (None, None) => format!("give {name} its count back"),
        };
        steps.push(step(is_restored && !is_zero, is_wanted, words, pull(Lever::SetCount)));
        let will_be =
            holds && is_wanted && !is_restored && !self.scaling.is_some_and(|target| target.suspended.scale_out);
        if self.was_suspended || will_be {
            let done = self.was_suspended && self.scaling.is_some_and(|target| target.suspended != Suspended::ALL);
            let words = format!("resume the autoscaling of {name}");
            steps.push(step(done, true, words, pull(Lever::ResumeScaling)));
        }
        let restored_at = self.story.and_then(|story| story.restored_at);
        steps.push(compare(model, stack, (is_wanted, restored_at)));
        steps
    }
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
