//! What a lever needs to be legal, each with the words for where it is not so.

use super::deployment::ServiceDeploymentStatus;
use super::scaling::Suspended;
use super::service::{Controller, Scheduling};
use super::situation::Situation;
use super::stack::{ResourceStatus, StackStatus};

/// One thing a lever needs.
#[derive(Debug)]
pub enum Need {
    /// The stack is in one of these.
    StackIn(&'static [StackStatus]),
    /// The stack is not nested. For ContinueUpdateRollback AWS demands it; for the others it is our choice: the
    /// outermost stack's next operation would run over what was done to the inner one.
    Root,
    /// Some resource of the stack is DELETE_FAILED: only such a one can be kept.
    SomethingUndeleted,
    /// The service is ACTIVE.
    Active,
    /// The service has a desired count.
    Counted,
    CountAboveZero,
    /// Its deployments are not run by any of these.
    NotRunBy(&'static [Controller]),
    /// Its newest service deployment is in one of these.
    DeploymentIn(&'static [ServiceDeploymentStatus]),
    /// There is a revision to go back to.
    EarlierRevision,
    /// A pause hook waits for an answer.
    HookWaits,
    /// The task has not stopped.
    TaskRuns,
    /// Autoscaling has to do with the service.
    Scaled,
    /// Not everything of autoscaling is suspended.
    ScalingRuns,
    /// Something of autoscaling is suspended.
    ScalingSuspended,
    /// The custom resource is in progress.
    CustomWaits,
    /// The custom resource's request was found, with its response URL.
    RequestFound,
    /// The queries saved in the account can be read.
    QueriesKnown,
}

impl Need {
    /// The need in words, for the documentation.
    pub fn words(&self) -> String {
        match self {
            Self::StackIn(statuses) => format!("the stack is {}", any_of(statuses.iter().map(StackStatus::as_str))),
            Self::Root => "the stack is not nested".to_owned(),
            Self::SomethingUndeleted => "a resource is DELETE_FAILED".to_owned(),
            Self::Active => "the service is ACTIVE".to_owned(),
            Self::Counted => "it is no DAEMON service".to_owned(),
            Self::CountAboveZero => "its desired count is above 0".to_owned(),
            Self::NotRunBy(controllers) => {
                format!("its deployments are not run by {}", any_of(controllers.iter().map(Controller::as_str)))
            }
            Self::DeploymentIn(statuses) => {
                format!("its newest deployment is {}", any_of(statuses.iter().map(ServiceDeploymentStatus::as_str)))
            }
            Self::EarlierRevision => "there is a revision to return to".to_owned(),
            Self::HookWaits => "a pause hook is AWAITING_ACTION".to_owned(),
            Self::TaskRuns => "the task has not stopped".to_owned(),
            Self::Scaled => "the service has a scalable target".to_owned(),
            Self::ScalingRuns => "not all of its scaling is suspended".to_owned(),
            Self::ScalingSuspended => "some of its scaling is suspended".to_owned(),
            Self::CustomWaits => "the custom resource is in progress".to_owned(),
            Self::RequestFound => "its request was found in the log of its function".to_owned(),
            Self::QueriesKnown => "the saved queries can be read".to_owned(),
        }
    }

    /// Why it is not met in a situation; none where it is. What is not known is not met.
    pub fn unmet(&self, now: &Situation<'_>) -> Option<String> {
        match self {
            Self::StackIn(statuses) => match now.stack {
                None => Some("the stack is not known yet".to_owned()),
                Some(stack) if statuses.contains(&stack.status) => None,
                Some(stack) => {
                    let legal = any_of(statuses.iter().map(StackStatus::as_str));
                    Some(format!("only in {legal}; the stack is {}", stack.status))
                }
            },
            Self::QueriesKnown => now.saved.is_none().then(|| "the saved queries are not known yet".to_owned()),
            Self::Root => {
                let stack = now.stack.filter(|stack| stack.parent.is_some())?;
                let root = stack.root.as_ref().map_or(String::new(), |root| format!(": open {root}"));
                Some(format!("only on the root stack; this one is nested{root}"))
            }
            Self::SomethingUndeleted => {
                let is_left = now.resources.iter().any(|resource| resource.status == ResourceStatus::DeleteFailed);
                (!is_left).then(|| "no resource is DELETE_FAILED, so none may be kept".to_owned())
            }
            Self::Active => match now.service {
                None => Some("the service is not known yet".to_owned()),
                Some(service) if service.status.raw() == "ACTIVE" => None,
                Some(service) => Some(format!("the service is {}", service.status)),
            },
            Self::Counted => {
                let daemon = now.service.is_some_and(|service| service.scheduling == Scheduling::Daemon);
                daemon.then(|| "a DAEMON service has no desired count".to_owned())
            }
            Self::CountAboveZero => {
                let zero = now.service.is_some_and(|service| service.desired == 0);
                zero.then(|| "its desired count is 0 already".to_owned())
            }
            Self::NotRunBy(controllers) => {
                let controller = now.service.map(|service| &service.controller)?;
                controllers.contains(controller).then(|| format!("{controller} runs its deployments"))
            }
            Self::DeploymentIn(statuses) => match now.deployment {
                None => Some("no deployment of it is known".to_owned()),
                Some(deployment) if statuses.contains(&deployment.status) => None,
                Some(deployment) => Some(format!("its newest deployment has ended: {}", deployment.status)),
            },
            Self::EarlierRevision => {
                let detail = now.deployment.and_then(|deployment| deployment.detail.as_ref());
                match detail {
                    None => Some("whether there is a revision to return to is not known".to_owned()),
                    Some(detail) if detail.source_revisions.is_empty() => Some("no revision to return to".to_owned()),
                    Some(_) => None,
                }
            }
            Self::HookWaits => now.waiting_hook().is_none().then(|| "no pause hook waits for an answer".to_owned()),
            Self::TaskRuns => match now.task {
                None => Some("no task is chosen".to_owned()),
                Some(task) if task.is_stopped() => Some("the task has stopped already".to_owned()),
                Some(_) => None,
            },
            Self::Scaled => match now.scaling {
                None => Some("whether autoscaling has to do with it is not known".to_owned()),
                Some(None) => Some("no autoscaling is on it".to_owned()),
                Some(Some(_)) => None,
            },
            Self::ScalingRuns => {
                let all = now.scaling.flatten().is_some_and(|target| target.suspended == Suspended::ALL);
                all.then(|| "its scaling is suspended already".to_owned())
            }
            Self::ScalingSuspended => {
                let none = now.scaling.flatten().is_some_and(|target| target.suspended == Suspended::default());
                none.then(|| "nothing of its scaling is suspended".to_owned())
            }
            Self::CustomWaits => match now.custom {
                None => Some("no custom resource waits for an answer".to_owned()),
                Some(resource) if resource.status.is_in_progress() => None,
                Some(resource) => Some(format!("{} does not wait: it is {}", resource.logical_id, resource.status)),
            },
            Self::RequestFound => (!now.request_found).then(|| not_found(now)),
        }
    }
}

/// Why the request of a custom resource is not known.
fn not_found(now: &Situation<'_>) -> String {
    const REQUEST: &str = "its request, with the address to answer at, ";
    let Some(token) = now.answerer else {
        return format!("{REQUEST}was not found in the logs of its stack's functions, and who answers is not known");
    };
    let stack = now.stack.map(|stack| &stack.id);
    if let Some(why) = stack.and_then(|stack| token.out_of_reach(stack)) {
        return format!("{REQUEST}is not looked for there: {why}");
    }
    let log = token.log_group().map_or(String::new(), |group| format!(" in {group}"));
    format!("{REQUEST}was not found{log}: its function does not log it, or logs elsewhere")
}

/// `A`, `A or B`, `A, B or C`.
fn any_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}
