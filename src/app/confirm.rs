//! The last step before a write: what exactly will be sent, where, what follows, what undoes it.

use super::input::{Input, Lines};
use super::session::Session;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::identity::Place;
use crate::domain::lever_table::row;
use crate::domain::operation::{ContinueRollback, Operation, SetCount, Skip};
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::ServiceId;
use crate::domain::skip::skippable;
use crate::domain::task_definition::short_name;

/// A write waiting for its name to be typed.
#[derive(Clone, Debug)]
pub struct Confirm {
    pub operation: Operation,
    pub plan: Plan,
    pub typed: Input,
    /// The name was typed wrong and Enter pressed.
    pub mismatch: bool,
}

/// What a person must know before saying yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `ecs:UpdateService  service prod/checkout  desired count 4 → 0`.
    pub call: String,
    /// Account, principal, region.
    pub place: String,
    /// What happens next.
    pub then: Vec<String>,
    pub undo: String,
    /// The same as an `aws` command.
    pub command: String,
    /// What is likely to go wrong with it as it is.
    pub warning: Option<String>,
    /// Said where this program will not send it.
    pub refusal: Option<String>,
}

impl Confirm {
    pub fn new(operation: Operation, facts: &Facts, session: &Session) -> Self {
        let plan = plan(&operation, facts, session);
        Self { operation, plan, typed: Input::new(Lines::One, ""), mismatch: false }
    }

    /// Says anew what follows: facts may have come in since it was opened.
    pub fn refresh(&mut self, facts: &Facts, session: &Session) {
        self.plan = plan(&self.operation, facts, session);
    }

    /// Whether what was typed is the target's name, byte by byte.
    pub fn is_confirmed(&self) -> bool {
        self.typed.text() == self.operation.target_name().raw()
    }
}

fn plan(operation: &Operation, facts: &Facts, session: &Session) -> Plan {
    let refusal = session.refusal(facts.identity.value());
    let refusal = refusal.map(|why| format!("{why}: this program will not send it; the command below is for you"));
    let (call, then, undo) = match operation {
        Operation::SetCount(SetCount { service, from, .. }) => {
            let known = facts.services.get(service);
            (
                format!("{}   service {service}   desired count {from} → 0", operation.action()),
                after_scaling(known, facts),
                undo_scaling(service, known, *from, &session.place),
            )
        }
        Operation::ContinueRollback(ContinueRollback { aim, skip: Skip::Only(skip) }) => {
            let name = &aim.name;
            let skipped: Vec<&str> = skip.iter().map(|s| s.as_str()).collect();
            let skips = if skipped.is_empty() {
                "skipping nothing".to_owned()
            } else {
                format!("skipping {}", skipped.join(", "))
            };
            (
                format!("{}   stack {name}   {skips}", operation.action()),
                after_continuing(!skip.is_empty()),
                "nothing undoes it; if it fails again the stack is back in UPDATE_ROLLBACK_FAILED".to_owned(),
            )
        }
        other => (
            format!("{}   {}", other.action(), other.target_name()),
            vec![row(other.lever()).does.to_owned()],
            row(other.lever()).undo.to_owned(),
        ),
    };
    Plan {
        call,
        place: place(facts, session),
        then,
        undo,
        command: operation.command_at(&session.place),
        warning: warning(operation, facts),
        refusal,
    }
}

/// Account, principal, region and profile a write goes to.
pub fn place(facts: &Facts, session: &Session) -> String {
    let who = facts.identity.value().map_or_else(
        || "account not known".to_owned(),
        |identity| format!("account {} as {}", identity.account, identity.principal()),
    );
    let profile = session.place.profile.as_ref().map_or(String::new(), |p| format!(" · profile {p}"));
    format!("{who} · {}{profile}", session.place.region)
}

fn after_scaling(known: Option<&ServiceFacts>, facts: &Facts) -> Vec<String> {
    let mut then = Vec::new();
    if let Some(service) = known.and_then(|known| known.service.value()) {
        let running: i32 = service.deployments.iter().map(|d| d.running).sum();
        let old: Vec<String> = service
            .deployments
            .iter()
            .filter(|d| d.running > 0)
            .map(|d| format!("{} of {}", d.running, short_name(d.task_definition.as_str())))
            .collect();
        then.push(match running {
            0 => "no task runs; none is started any more".to_owned(),
            n => format!("all {n} running tasks stop ({}): the service is down", old.join(", ")),
        });
    }
    if let Some(stack) = facts.stack.value().filter(|stack| stack.status.is_moving()) {
        let primary = known.and_then(|k| k.service.value()).and_then(|s| s.primary());
        let on = primary.map_or(String::new(), |d| format!(" with {}", short_name(d.task_definition.as_str())));
        let others: Vec<&str> = facts
            .services
            .values()
            .filter_map(|other| other.service.value())
            .filter(|other| !other.is_settled() && Some(&other.id) != known.and_then(|k| Some(&k.service.value()?.id)))
            .map(|other| other.id.name.as_str())
            .collect();
        then.push(if others.is_empty() {
            format!("ECS reports the service stable; {} goes on from {}{on}", stack.name, stack.status)
        } else {
            format!("ECS reports the service stable; {} still waits for {}", stack.name, others.join(", "))
        });
    }
    then.push(autoscaling(known.and_then(|known| known.scaling.value())));
    then.push("service and stack differ until the next error-free update".to_owned());
    then
}

/// What brings the count back, and what it does not bring back.
fn undo_scaling(service: &ServiceId, known: Option<&ServiceFacts>, from: i32, place: &Place) -> String {
    let primary = known.and_then(|k| k.service.value()).and_then(|s| s.primary()).map(|d| d.task_definition.as_str());
    let starts = primary.map_or("the newest revision".to_owned(), |arn| short_name(arn).to_owned());
    let back = Operation::SetCount(SetCount { service: service.clone(), from: 0, to: from }).command_at(place);
    format!("only in part: setting the count back starts {starts}, not the tasks that stop now: {back}")
}

/// What autoscaling does to a count of 0, as far as that is known.
fn autoscaling(target: Option<&Option<ScalableTarget>>) -> String {
    match target {
        None => "autoscaling with a minimum above 0 would bring tasks back".to_owned(),
        Some(None) => "no autoscaling on it".to_owned(),
        Some(Some(target)) if target.brings_back() => {
            format!("autoscaling (min {}) will bring tasks back: lower its minimum first", target.min)
        }
        Some(Some(target)) if target.min > 0 => {
            format!("autoscaling (min {}) is suspended: no task comes back while it is", target.min)
        }
        Some(Some(_)) => "autoscaling (min 0) leaves it at 0".to_owned(),
    }
}

/// A rollback that is continued as it was fails as it did: whether its cause is mended is not known here.
fn warning(operation: &Operation, facts: &Facts) -> Option<String> {
    let Operation::ContinueRollback(ContinueRollback { skip: Skip::Only(skip), .. }) = operation else { return None };
    let failed = skippable(facts);
    let left: Vec<&str> = failed.iter().filter(|r| !skip.contains(&r.name)).map(|r| r.name.as_str()).collect();
    let which = if left.is_empty() { String::new() } else { format!(" ({})", left.join(", ")) };
    match (skip.is_empty(), left.is_empty()) {
        (true, _) => {
            Some(format!("nothing is skipped: the same resource{which} will fail again unless its cause is mended"))
        }
        (false, false) => Some(format!("not skipped{which}: it will fail again unless its cause is mended")),
        (false, true) => None,
    }
}

fn after_continuing(skips: bool) -> Vec<String> {
    let mut then = vec!["the stack goes to UPDATE_ROLLBACK_IN_PROGRESS and tries the rest again".to_owned()];
    if skips {
        then.push(
            "skipped resources are marked UPDATE_COMPLETE as they are; template and reality differ there".to_owned(),
        );
        then.push("settled, the stack is in UPDATE_ROLLBACK_COMPLETE; an error-free update must follow".to_owned());
    }
    then
}
