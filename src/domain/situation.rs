//! What a lever is pulled in: the state of everything its legality depends on, as far as it is known.

use super::deployment::{HookWait, ServiceDeployment};
use super::saved_query::SavedQuery;
use super::scaling::ScalableTarget;
use super::service::Service;
use super::service_token::ServiceToken;
use super::stack::{Stack, StackResource};
use super::task::Task;

/// The state a lever would be pulled in. What is `None` is not known, or there is none of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation<'a> {
    pub stack: Option<&'a Stack>,
    /// Resources of that stack.
    pub resources: &'a [StackResource],
    pub service: Option<&'a Service>,
    /// The newest service deployment of the service.
    pub deployment: Option<&'a ServiceDeployment>,
    /// Whether autoscaling has to do with the service; `None` where that is not known.
    pub scaling: Option<Option<&'a ScalableTarget>>,
    pub task: Option<&'a Task>,
    /// The custom resource in question.
    pub custom: Option<&'a StackResource>,
    /// Who answers for it, as far as that is known.
    pub answerer: Option<&'a ServiceToken>,
    /// Its request was found in its function's log, with the address it is answered at.
    pub request_found: bool,
    /// The queries saved in the account.
    pub saved: Option<&'a [SavedQuery]>,
}

impl<'a> Situation<'a> {
    /// The pause hook that waits for somebody.
    pub fn waiting_hook(&self) -> Option<&'a HookWait> {
        let detail = self.deployment?.detail.as_ref()?;
        detail.hooks.iter().find(|hook| hook.is_waiting())
    }
}
