//! A custom resource that was answered FAILED in its function's place: the function has said nothing.

use crate::diagnosis::candidate::Candidate;
use crate::diagnosis::verdict::Confidence;
use crate::diagnosis::view::View;
use crate::diagnosis::words::minute_or_day;
use crate::domain::Timestamp;
use crate::domain::operation::AnswerCustomResource;
use crate::domain::stack::StackEvent;

/// Says of a custom resource that failed that it was answered by hand, where the journal has it, or where the reason is
/// the one this program gives.
pub fn by_hand(view: &View<'_>, event: &StackEvent, found: &mut Candidate, now: Timestamp) {
    let here = view.facts.answered_failed.get(&(event.stack.clone(), event.logical_id.clone()));
    // Of an earlier try it would be no answer to this one.
    let here = here.filter(|at| view.operation.under_way(event).is_none_or(|asked| **at >= asked));
    let is_ours = event.reason.as_ref().is_some_and(|reason| reason.raw().contains(AnswerCustomResource::REASON));
    let by = match here {
        Some(at) => format!("from here at {} UTC", minute_or_day(*at, now)),
        None if is_ours => "by hand, with this program, but not from here".to_owned(),
        None => return,
    };
    let name = &event.logical_id;
    let finding = &mut found.finding;
    finding.cause = "custom_resource_answered_by_hand";
    finding.confidence = Confidence::High;
    found.short = format!("{name} was answered FAILED {by}: its function had not answered");
    finding.summary = format!("The first to fail in {}: {}", view.name(), found.short);
    found.is_wrapper = false;
    found.advice = Some(format!(
        "Mend the function of {name} before the next deploy: it is asked again then, and on the way back as well, and may \
         hang as long again. Then {{deploy|deploy again}}."
    ));
}
