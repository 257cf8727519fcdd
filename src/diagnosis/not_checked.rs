//! What would have helped and could not be had: every fault that hides something.

use super::beside::add_gaps;
use super::gap::gap;
use super::verdict::NotChecked;
use super::view::stack_name;
use crate::domain::facts::Facts;
use crate::domain::fault::FaultKind;
use crate::domain::known::Known;
use crate::domain::log::LogTail;
use crate::domain::service::{Controller, ServiceId};
use crate::domain::task_definition::short_name;
use crate::domain::unstarted::has_no_log;

/// A stream that is not there is an answer: nothing was ever written to it, by a container that never started for one.
/// A log group that is not there is a gap.
fn is_silent(known: &Known<LogTail>) -> bool {
    known.fault().is_some_and(|f| f.kind == FaultKind::NotFound && !f.message.raw().contains("group"))
}

/// The gaps, each named once.
pub fn not_checked(facts: &Facts) -> Vec<NotChecked> {
    let mut gaps = Vec::new();
    // A stack that does not exist is the headline, and hides nothing else.
    if facts.stack.fault().is_none_or(|fault| fault.kind != FaultKind::NotFound) {
        gap(&mut gaps, "the stack", &facts.stack);
    }
    for (id, insides) in &facts.nest {
        let name = stack_name(id.as_str());
        gap(&mut gaps, &format!("resources of {name}"), &insides.resources);
        gap(&mut gaps, &format!("events of {name}"), &insides.events);
    }
    for (ServiceId { name, .. }, known) in &facts.services {
        gap(&mut gaps, &format!("service {name}"), &known.service);
        gap(&mut gaps, &format!("past deployments of {name}"), &known.deployments);
        gap(&mut gaps, &format!("tasks of {name}"), &known.tasks);
        if let Some(Controller::CodeDeploy) = known.service.value().map(|s| &s.controller) {
            let why = "CodeDeploy runs them, and it is not asked: its hooks, traffic and alarms".to_owned();
            gaps.push(NotChecked { what: format!("deployments of {name}"), why });
        }
    }
    for (arn, known) in &facts.task_definitions {
        gap(&mut gaps, &format!("task definition {}", short_name(arn.as_str())), known);
    }
    let missed = facts.logs.iter().filter(|(source, known)| !has_no_log(facts, source) && !is_silent(known));
    for (source, known) in missed {
        gap(&mut gaps, &format!("logs in {}", source.group), known);
    }
    add_gaps(&mut gaps, facts);
    gaps
}
