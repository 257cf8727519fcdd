//! StopServiceDeployment and ContinueServiceDeployment.

use crate::domain::Timestamp;
use crate::domain::deployment::{ServiceDeploymentDetail, ServiceDeploymentStatus};
use crate::sim::refusal::Refusal;
use crate::sim::world::agenda::Turn;
use crate::sim::world::breaker::GivenUp;
use crate::sim::world::state::World;
use crate::sim::world::waits::end_hooks;

impl World {
    /// ecs:StopServiceDeployment with ROLLBACK, the one stop type there is. PENDING and IN_PROGRESS become
    /// ROLLBACK_REQUESTED, and the rollback begins; one that stops or rolls back already goes on with it. The words of
    /// the refusals are our choice.
    pub fn stop_service_deployment(
        &mut self,
        arn: &str,
        stop_type: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        use ServiceDeploymentStatus as S;
        self.advance(now);
        let at = self.now;
        let service = self.deploying(arn)?;
        if stop_type.is_some_and(|kind| kind != "ROLLBACK") {
            return invalid("The stop type is not supported. The valid value is ROLLBACK.");
        }
        let sim = self.account.services.get(service);
        let Some(found) = sim.and_then(|sim| sim.history.iter().find(|found| found.arn.raw() == arn)) else {
            return Ok(());
        };
        let goes_back = match &found.status {
            S::StopRequested | S::RollbackRequested | S::RollbackInProgress => true,
            S::Pending | S::InProgress => false,
            ended => {
                let words = format!("The service deployment {arn} cannot be stopped: it is {ended}.");
                return Err(Refusal::bad_request("ConflictException", words));
            }
        };
        // ROLLBACK needs a revision to go back to, whatever the deployment does already.
        if found.detail.as_ref().is_none_or(|detail| detail.source_revisions.is_empty()) {
            return invalid("There is no previous service revision to roll back to.");
        }
        if goes_back {
            return Ok(());
        }
        if let Some(open) = self.account.services.get_mut(service).and_then(|sim| sim.history.first_mut()) {
            open.status = S::RollbackRequested;
        }
        self.put_turn(service, at, 2_000, Turn::RollBack);
        Ok(())
    }

    /// ecs:ContinueServiceDeployment: the answer to a pause hook. CONTINUE where nothing is said. The words of the
    /// refusals are our choice.
    pub fn continue_service_deployment(
        &mut self,
        arn: &str,
        hook: &str,
        action: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        let at = self.now;
        let service = self.deploying(arn)?;
        let sim = self.account.services.get(service);
        let found = sim.and_then(|sim| sim.history.iter().find(|found| found.arn.raw() == arn));
        let hooks = found.and_then(|found| found.detail.as_ref()).map_or(&[][..], |detail| &detail.hooks);
        match hooks.iter().find(|known| known.id.raw() == hook) {
            None => return invalid(format!("The lifecycle hook {hook} was not found in the service deployment.")),
            Some(known) if !known.is_waiting() => {
                return invalid(format!(
                    "The lifecycle hook {hook} is not awaiting an action: it is {}.",
                    known.status
                ));
            }
            Some(_) => {}
        }
        match action.unwrap_or("CONTINUE") {
            "CONTINUE" => self.pass_hook(service, at),
            "ROLLBACK" => {
                // A deployment that was told to go back has failed at its hook: our choice of the status.
                self.tell_detail((service, at), |detail: &mut ServiceDeploymentDetail| end_hooks(detail, "FAILED"));
                self.roll_back_by_hand(service, &GivenUp::refused(hook), at);
            }
            other => return invalid(format!("The action {other} is not valid. Specify CONTINUE or ROLLBACK.")),
        }
        Ok(())
    }

    /// The service of a service deployment. Services whose deployments another controller runs have none.
    fn deploying(&self, arn: &str) -> Result<usize, Refusal> {
        let found = self.account.services.iter().position(|sim| sim.told_history().iter().any(|d| d.arn.raw() == arn));
        let words = "Service deployment not found.";
        found.ok_or_else(|| Refusal::bad_request("ServiceDeploymentNotFoundException", words))
    }
}

fn invalid<T>(words: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::bad_request("InvalidParameterException", words))
}
