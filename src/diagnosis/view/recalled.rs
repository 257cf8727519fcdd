//! A deployment that goes back since somebody wanted it, and not since it failed.

use super::episode::Role;
use super::service::ServiceView;
use super::whole::View;
use crate::diagnosis::catalogue::MessageKind;
use crate::diagnosis::reading::Reader;
use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::deployment::{ServiceDeployment, ServiceDeploymentStatus as Status};
use crate::domain::told_back::ToldBack;

/// Seconds a stack is given to follow a deployment that has gone back: when it notices is not documented (our choice).
const FOLLOWS: u64 = 600;

/// A service deployment of this change that was told to go back.
#[derive(Clone, Copy, Debug)]
pub struct Recalled<'a> {
    pub deployment: &'a ServiceDeployment,
    /// That it was told so by this program.
    pub here: Option<ToldBack>,
    /// No other has been made since.
    is_newest: bool,
}

impl<'a> Recalled<'a> {
    /// By the journal of this program, else by the deployment's own words.
    pub fn of(view: &View<'a>, service: &ServiceView<'a>) -> Option<Self> {
        let since = service.deployments_since(view.operation.change_began);
        let place = since.iter().position(|deployment| is_way_back(&deployment.status))?;
        let deployment = *since.get(place)?;
        let here = view.facts.told_back.get(service.id).copied();
        let here = here.filter(|told| deployment.created_at.is_none_or(|made| told.at >= made));
        let words = [
            deployment.status_reason.as_ref(),
            deployment.detail.as_ref().and_then(|detail| detail.rollback_reason.as_ref()),
        ];
        let reader = Reader::default();
        let is_told = |words| reader.read(MessageKind::DeploymentReason, words).cause == "deployment_stopped_by_user";
        let is_recalled = here.is_some() || words.into_iter().flatten().any(is_told);
        is_recalled.then_some(Self { deployment, here, is_newest: place == 0 })
    }

    /// Whether it is what a stack that goes forward waits for, and nobody has to do anything yet.
    pub fn is_under_way(&self, view: &View<'_>, now: Timestamp) -> bool {
        let is_forward = view.status().is_some_and(|status| status.is_moving() && !status.is_rolling_back());
        let is_fresh = || self.deployment.finished_at.is_some_and(|at| seconds_between(at, now) <= FOLLOWS);
        is_forward && self.is_newest && (self.deployment.is_open() || is_fresh())
    }

    /// Whether it was told, and ECS has not turned round yet: the deployment that runs is the one given up.
    pub fn is_turning(&self, view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> bool {
        let has_turned = service.episodes.iter().any(|it| it.role == Role::Undone && it.deployment.is_some());
        self.deployment.is_open() && !has_turned && self.is_under_way(view, now)
    }
}

/// Whether a deployment in this state goes back, or has gone back.
fn is_way_back(status: &Status) -> bool {
    matches!(
        status,
        Status::StopRequested | Status::RollbackRequested | Status::RollbackInProgress | Status::RollbackSuccessful
    )
}
