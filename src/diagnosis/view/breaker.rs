//! The circuit breaker of a service's open deployment: set how, counting what, able to go back or not.

use super::service::ServiceView;
use crate::domain::deployment::{RolloutState, ServiceDeployment, ServiceDeploymentStatus};
use crate::domain::service::{Controller, Service};

/// The breaker as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerView {
    pub enabled: bool,
    /// It goes back to the last finished deployment when it trips.
    pub rollback: bool,
    /// Consecutive failures as ECS counts them.
    pub failures: i32,
    pub threshold: i32,
    /// There is a finished deployment to go back to.
    pub has_return: bool,
}

impl BreakerView {
    /// Reads it off the service deployment, where that is known, else off the service. None where another
    /// controller runs the deployments, or none is known.
    pub fn of(view: &ServiceView<'_>) -> Option<Self> {
        let service =
            view.service.filter(|s| !matches!(s.controller, Controller::CodeDeploy | Controller::External))?;
        let episode = view.current()?;
        let row = episode.deployment?;
        let told = view.service_deployment().filter(|d| d.is_open()).and_then(|d| d.detail.as_ref()?.breaker.as_ref());
        let enabled = match told.map(|breaker| breaker.status.raw()) {
            Some(status) if !status.is_empty() => status != "DISABLED",
            _ => service.breaker.is_some_and(|b| b.enabled),
        };
        Some(Self {
            enabled,
            rollback: service.breaker.is_some_and(|b| b.rollback),
            failures: told.map_or(row.failed, |breaker| breaker.failures.max(row.failed)),
            threshold: told
                .map(|breaker| breaker.threshold)
                .filter(|n| *n > 0)
                .unwrap_or_else(|| usual(service.desired)),
            has_return: has_return(view, service),
        })
    }

    /// Whether its count lags so far behind the failures that it will not trip: tasks reached RUNNING before they
    /// failed, and each one that does puts the count back to 0.
    pub fn is_reset(self, failed: usize, of_them_ran: usize) -> bool {
        let counted = usize::try_from(self.failures).unwrap_or(0);
        self.enabled && failed >= 3 && of_them_ran > 0 && counted.saturating_mul(2) < failed
    }
}

/// The threshold where none is told: half the desired count rounded up, at least 3, at most 200 (AWS's default).
fn usual(desired: i32) -> i32 {
    desired.max(0).saturating_add(1).saturating_div(2).clamp(3, 200)
}

fn has_return(view: &ServiceView<'_>, service: &Service) -> bool {
    let current = view.current().and_then(|e| e.id);
    let listed = service.deployments.iter().any(|d| Some(&d.id) != current && d.rollout == RolloutState::Completed);
    let good = |d: &ServiceDeployment| {
        matches!(d.status, ServiceDeploymentStatus::Successful | ServiceDeploymentStatus::RollbackSuccessful)
    };
    // Where the history cannot be read, nothing is said against it.
    listed || view.facts.deployments.value().is_none_or(|past| past.iter().any(good))
}
