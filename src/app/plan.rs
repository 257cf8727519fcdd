//! What a person must know before a write is sent.

use super::choice::undeleted;
use super::follows::{
    after_continuing, after_continuing_deployment, after_counting, after_rolling_back, after_scaling, after_stopping,
    back_to, fails_anew, lost_for_good, undo_scaling,
};
use super::session::Session;
use super::situated::obstacle;
use crate::domain::facts::Facts;
use crate::domain::lever_table::row;
use crate::domain::operation::{
    Answer, AnswerCustomResource, ContinueRollback, DeleteStack, HookAnswer, Keep, Operation, SetScaling, Skip,
};
use crate::domain::skip::skippable;
use crate::domain::stack::StackStatus;
use crate::domain::task_definition::short_name;
use crate::domain::text::Text;

/// What a person must know before saying yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `ecs:UpdateService   service prod/checkout   desired count 4 → 0`.
    pub call: String,
    /// ARN of what it acts on, where that is known.
    pub arn: Option<Text>,
    /// Account, principal, region.
    pub place: String,
    /// The account's alias, or why there is none: one line, whenever it comes to be known.
    pub alias: String,
    /// What happens next.
    pub then: Vec<String>,
    pub undo: String,
    /// The same as an `aws` command.
    pub command: String,
    /// What is likely to go wrong with it as it is.
    pub warning: Option<String>,
    /// Better done before it.
    pub first: Option<Operation>,
    /// Why this program will not send it.
    pub refusal: Option<String>,
    /// What has moved since it was chosen, or makes it illegal by now.
    pub moved: Option<String>,
}

impl Plan {
    pub fn of(operation: &Operation, facts: &Facts, session: &Session) -> Self {
        let refusal = session.refusal(facts);
        let refusal = refusal.map(|why| why.to_string());
        let first = first(operation, facts);
        Self {
            call: format!("{}   {}", operation.action(), change(operation, facts)),
            arn: arn(operation, facts),
            place: place(facts, session),
            alias: alias(facts),
            then: then(operation, facts),
            undo: undo(operation, facts),
            command: operation.command_at(&session.place),
            warning: warning(operation, facts, first.is_some()),
            first,
            refusal,
            moved: obstacle(facts, operation),
        }
    }
}

/// What it acts on, and what it makes of what.
fn change(operation: &Operation, facts: &Facts) -> String {
    match operation {
        Operation::SetCount(it) => format!("service {}   desired count {} → {}", it.service, it.from, it.to),
        Operation::StopDeployment(it) => {
            let back = back_to(&it.service, facts);
            format!("service {}   deployment {} → rolled back to {back}", it.service, it.from)
        }
        Operation::ContinueDeployment(it) => {
            let to = match it.answer {
                HookAnswer::Continue => "goes on".to_owned(),
                HookAnswer::RollBack => format!("rolled back to {}", back_to(&it.service, facts)),
            };
            format!("service {}   hook {} AWAITING_ACTION → {to}", it.service, it.hook)
        }
        Operation::ForceDeployment(it) => {
            format!("service {}   {} → the same, every task anew", it.service, short_name(it.from.as_str()))
        }
        Operation::StopTask(it) => format!("task {} of {}   running → stopped", it.id, it.service),
        Operation::SetScaling(it) => format!("service {}   {} → {}", it.service, it.from, it.to),
        Operation::CancelUpdate(it) => format!("stack {}   {} → rolled back", it.aim.name, it.aim.from),
        Operation::ContinueRollback(it) => {
            let skips = match &it.skip {
                Skip::Only(names) if names.is_empty() => "skipping nothing".to_owned(),
                Skip::Only(names) => format!("skipping {}", list(names)),
                Skip::WhateverFails => "skipping whatever fails".to_owned(),
            };
            // Where it is warned that it fails again it is no more than another try.
            let again = matches!(&it.skip, Skip::Only(names) if fails_again(names, facts).is_some());
            let to = if again { "tries again" } else { "UPDATE_ROLLBACK_COMPLETE" };
            format!("stack {}   {} → {to}, {skips}", it.aim.name, it.aim.from)
        }
        Operation::RollbackStack(it) if it.aim.from == StackStatus::CreateFailed => {
            format!("stack {}   {} → deleted", it.aim.name, it.aim.from)
        }
        Operation::RollbackStack(it) => format!("stack {}   {} → its last stable state", it.aim.name, it.aim.from),
        Operation::DeleteStack(it) => {
            let kept = match &it.keep {
                Keep::Only(names) if names.is_empty() => "keeping nothing".to_owned(),
                Keep::Only(names) => format!("keeping {}", list(names)),
                Keep::WhateverFails => "leaving whatever cannot be deleted".to_owned(),
            };
            format!("stack {}   {} → deleted, {kept}", it.aim.name, it.aim.from)
        }
        Operation::CheckDrift(it) => format!("stack {}   compared with its template; nothing is changed", it.aim.name),
        Operation::SaveQuery(it) => format!("query {}", it.name),
        Operation::AnswerCustomResource(it) => {
            let (id, kind) = (&it.request.logical_id, &it.request.kind);
            format!("resource {id} of {}   its {kind} → {}", it.aim.name, it.answer.as_str())
        }
    }
}

fn list(names: &[Text]) -> String {
    let names: Vec<&str> = names.iter().map(Text::as_str).collect();
    names.join(", ")
}

fn arn(operation: &Operation, facts: &Facts) -> Option<Text> {
    match operation {
        Operation::StopDeployment(it) => Some(it.deployment.clone()),
        Operation::ContinueDeployment(it) => Some(it.deployment.clone()),
        Operation::StopTask(it) => Some(it.task.clone()),
        Operation::CancelUpdate(it) => Some(it.aim.id.clone()),
        Operation::ContinueRollback(it) => Some(it.aim.id.clone()),
        Operation::RollbackStack(it) => Some(it.aim.id.clone()),
        Operation::DeleteStack(it) => Some(it.aim.id.clone()),
        Operation::CheckDrift(it) => Some(it.aim.id.clone()),
        Operation::AnswerCustomResource(it) => Some(it.aim.id.clone()),
        other => Some(facts.services.get(other.service()?)?.service.value()?.arn.clone()),
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

/// The account's alias, or that none is known. At most as long as an alias can be (63 letters), so that it never takes another line than it has.
pub fn alias(facts: &Facts) -> String {
    match (facts.alias.value(), facts.alias.fault()) {
        (Some(Some(alias)), _) => alias.to_string(),
        (Some(None), _) => "none known".to_owned(),
        (None, Some(_)) => "not read".to_owned(),
        (None, None) => "not read yet".to_owned(),
    }
}

fn then(operation: &Operation, facts: &Facts) -> Vec<String> {
    match operation {
        Operation::SetCount(it) if it.to == 0 => after_scaling(&it.service, facts),
        Operation::SetCount(it) => after_counting(&it.service, facts, (it.from, it.to)),
        Operation::AnswerCustomResource(it) => {
            let log = it.request.log_group.as_ref();
            let log = log.map_or("the log of its function".to_owned(), |group| format!("the log group {group}"));
            let address = format!(
                "$RESPONSE_URL in the command is the ResponseURL of its request {}, which {log} holds; it is not shown \
                 here, as whoever has it can answer",
                it.request.request_id
            );
            let leads = leads_to(it);
            [row(operation.lever()).does.to_owned()].into_iter().chain(leads).chain([address]).collect()
        }
        Operation::StopTask(it) => after_stopping(it, facts),
        Operation::StopDeployment(it) => after_rolling_back(&it.service, facts),
        Operation::ContinueDeployment(it) => match it.answer {
            HookAnswer::Continue => after_continuing_deployment(&it.service, facts),
            HookAnswer::RollBack => after_rolling_back(&it.service, facts),
        },
        Operation::ContinueRollback(ContinueRollback { skip: Skip::Only(names), .. }) => {
            after_continuing(!names.is_empty())
        }
        Operation::RollbackStack(it) if it.aim.from == StackStatus::CreateFailed => {
            let name = &it.aim.name;
            vec![format!("{name} has never had a stable state: it is deleted, with everything that was made for it")]
        }
        Operation::RollbackStack(it) => vec![format!(
            "{} goes back to its last stable state, and waits on the way for whatever does not answer; then it takes the \
             next update",
            it.aim.name
        )],
        Operation::DeleteStack(it) if is_again(it) => {
            vec![format!("CloudFormation tries again to delete what is left of {}, and then the stack", it.aim.name)]
        }
        other => vec![row(other.lever()).does.to_owned()],
    }
}

/// What an answer of FAILED leads to: on the way back the same function is asked again, and there a failure ends the
/// rollback as well.
fn leads_to(change: &AnswerCustomResource) -> Option<String> {
    let (stack, custom) = (&change.aim.name, &change.request.logical_id);
    let is_forward = matches!(change.aim.from, StackStatus::UpdateInProgress | StackStatus::CreateInProgress);
    (change.answer == Answer::Failed && (is_forward || change.aim.from.is_rolling_back())).then(|| match is_forward {
        true => format!(
            "{stack} rolls back then: on the way it asks the function of {custom} again, and may wait for it as long again"
        ),
        false => format!("the rollback of {stack} fails by it; continued, it may leave {custom} out"),
    })
}

fn undo(operation: &Operation, facts: &Facts) -> String {
    match operation {
        Operation::SetCount(it) if it.to == 0 => undo_scaling(&it.service, facts, it.from),
        Operation::SetCount(it) => format!("setting the count back to {}", it.from),
        Operation::DeleteStack(it) if is_again(it) => "nothing".to_owned(),
        other => row(other.lever()).undo.to_owned(),
    }
}

/// Whether nothing is kept of what could not be deleted.
fn is_again(change: &DeleteStack) -> bool {
    matches!(&change.keep, Keep::Only(names) if names.is_empty())
}

/// Autoscaling that would bring the tasks back is better suspended before the count is set to zero.
fn first(operation: &Operation, facts: &Facts) -> Option<Operation> {
    let Operation::SetCount(it) = operation else { return None };
    let target = facts.services.get(&it.service)?.scaling.value()?.as_ref()?;
    (it.to == 0 && target.brings_back())
        .then(|| Operation::SetScaling(SetScaling::suspend(it.service.clone(), target.suspended)))
}

/// AWS's quota "Tasks per service" (ECS endpoints and quotas).
const TASKS_A_SERVICE: i32 = 5_000;

/// What is likely to go wrong.
fn warning(operation: &Operation, facts: &Facts, comes_back: bool) -> Option<String> {
    match operation {
        Operation::SetCount(it) if it.to == 0 => {
            let back = comes_back.then(|| "autoscaling will bring the tasks back: ctrl-s suspends it first".to_owned());
            let all: Vec<String> = lost_for_good(&it.service, facts).into_iter().chain(back).collect();
            (!all.is_empty()).then(|| all.join("; "))
        }
        Operation::SetCount(it) if it.to > TASKS_A_SERVICE => Some(format!(
            "more than {TASKS_A_SERVICE} tasks a service, AWS's default quota: refused unless yours was raised"
        )),
        Operation::ContinueRollback(ContinueRollback { skip: Skip::Only(skip), .. }) => fails_again(skip, facts),
        Operation::ForceDeployment(it) => fails_anew(it, facts),
        Operation::DeleteStack(DeleteStack { keep: Keep::Only(kept), .. }) => stays(kept, facts),
        _ => None,
    }
}

/// What could not be deleted and is not kept is tried again: whether that can be done by now is not known here.
fn stays(kept: &[Text], facts: &Facts) -> Option<String> {
    let all = undeleted(facts);
    let left: Vec<&str> =
        all.iter().map(|one| &one.logical_id).filter(|id| !kept.contains(id)).map(Text::as_str).collect();
    let words = "deleted if that can be done by now; else the stack is DELETE_FAILED again";
    (!left.is_empty()).then(|| format!("not kept ({}): {words}", left.join(", ")))
}

/// A rollback that is continued as it was fails as it did: whether its cause is mended is not known here.
fn fails_again(skip: &[Text], facts: &Facts) -> Option<String> {
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
