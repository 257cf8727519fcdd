//! What the load balancer says of the tasks a health check finding is about.

use super::wanted::wants_targets;
use crate::diagnosis::candidate::Candidate;
use crate::diagnosis::ports;
use crate::diagnosis::verdict::{Evidence, EvidenceSource};
use crate::domain::Text;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::target::{TargetHealth, group_name};

/// Targets quoted at most, each with another reason.
const QUOTED: usize = 2;

/// Adds the targets that fail, with their reason codes, beside the tasks they are.
pub fn support(facts: &Facts, candidate: &mut Candidate) {
    if !wants_targets(&candidate.finding) {
        return;
    }
    let Some(known) = candidate.finding.service.as_ref().and_then(|id| facts.services.get(id)) else { return };
    for group in known.service.value().into_iter().flat_map(|service| &service.target_groups) {
        let Some((targets, at)) = facts.targets.get(group).and_then(|t| Some((t.value()?, t.learned_at()))) else {
            continue;
        };
        let failing: Vec<&TargetHealth> = targets.iter().filter(|target| target.is_unhealthy()).collect();
        let mut told: Vec<&TargetHealth> = Vec::new();
        for target in &failing {
            if told.len() < QUOTED && !told.iter().any(|other| other.reason == target.reason) {
                told.push(target);
            }
        }
        let quotes = told.iter().map(|target| quote(target, group, known));
        let quotes = quotes.map(|(quote, about)| Evidence { source: EvidenceSource::Target, at, quote, about });
        let place = candidate.finding.evidence.len().min(1);
        candidate.finding.evidence.splice(place..place, quotes.collect::<Vec<_>>());
        if let Some(first) = told.first() {
            candidate.finding.next_steps.insert(0, step(group, failing.len(), targets.len(), first));
            candidate.advice.take_if(|_| first.reason.is_some());
            // The one mistake that needs no look into the container comes first.
            if let Some(wrong) = wrong_port(facts, known, first) {
                candidate.finding.next_steps.insert(0, wrong);
            }
        }
    }
}

fn wrong_port(facts: &Facts, known: &ServiceFacts, target: &TargetHealth) -> Option<String> {
    let (_, arn) = known.service.value()?.in_question()?;
    ports::of_target(facts.task_definitions.get(arn)?.value()?, target.target.raw(), target.port?)
}

/// The target's words; about its task where that is known by its address.
fn quote(target: &TargetHealth, group: &Text, known: &ServiceFacts) -> (Text, Text) {
    let port = target.port.map_or(String::new(), |port| format!(":{port}"));
    let tasks = known.tasks.value().into_iter().flat_map(|tasks| tasks.values());
    let task = tasks.filter(|task| task.address.as_ref() == Some(&target.target)).max_by_key(|task| task.created_at);
    let about = task.map_or(group, |task| &task.arn);
    (Text::new(format!("{}{port} {}", target.target.raw(), target.words())), about.clone())
}

fn step(group: &Text, failing: usize, all: usize, target: &TargetHealth) -> String {
    let name = group_name(group.as_str());
    let code = target.reason.as_ref().map_or(String::new(), |reason| format!(" ({reason})"));
    let port = target.port.map_or_else(|| "the port".to_owned(), |port| format!("port {port}"));
    let advice = match target.reason.as_ref().map(Text::raw) {
        Some("Target.ResponseCodeMismatch") => {
            "they answer, with a status the matcher does not take: mend what the health check's path asks for, or \
             correct path and matcher"
                .to_owned()
        }
        Some("Target.Timeout") => {
            format!("no answer in time: let the load balancer's security group in on {port}, and listen on 0.0.0.0")
        }
        Some("Target.FailedHealthChecks") => {
            format!("the connection fails or the answer cannot be read: check that something listens on {port}")
        }
        Some("Elb.InternalError") => "an error of the load balancer itself: wait, then open a case".to_owned(),
        _ => "ask the health check's path from within the task".to_owned(),
    };
    format!("{failing} of {all} targets of {name} are unhealthy{code}: {advice}.")
}
