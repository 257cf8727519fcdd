//! What would have helped and could not be had: every fault that hides something.

use super::verdict::NotChecked;
use super::view::stack_name;
use crate::domain::Timestamp;
use crate::domain::clock::time_of_day;
use crate::domain::facts::Facts;
use crate::domain::known::Known;
use crate::domain::service::{Controller, ServiceId};
use crate::domain::task_definition::short_name;

/// The gaps, each named once.
pub fn not_checked(facts: &Facts) -> Vec<NotChecked> {
    let mut gaps = Vec::new();
    gap(&mut gaps, "the stack", &facts.stack);
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
    for (source, known) in &facts.logs {
        gap(&mut gaps, &format!("logs in {}", source.group), known);
    }
    gaps
}

/// Adds a gap for a fault, unless the same is already said.
fn gap<T>(gaps: &mut Vec<NotChecked>, what: &str, known: &Known<T>) {
    let Some(fault) = known.fault() else { return };
    let newer = |at: Timestamp| format!("{what} since {}", time_of_day(at));
    let what = known.learned_at().map_or_else(|| what.to_owned(), newer);
    let gap = NotChecked { what, why: fault.what() };
    if !gaps.contains(&gap) {
        gaps.push(gap);
    }
}
