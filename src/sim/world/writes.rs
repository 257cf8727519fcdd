//! The writes: each checks AWS's own legality and answers with AWS's own error code and words.

use super::state::World;
use crate::domain::Timestamp;
use crate::sim::refusal::Refusal;

impl World {
    /// ecs:UpdateService with a desired count, a forced deployment, or both.
    pub fn update_service(
        &mut self,
        _cluster: &str,
        _service: &str,
        _desired: Option<i32>,
        _force_new_deployment: bool,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        Err(Refusal::bad_request("ServiceNotFoundException", "Service not found."))
    }

    /// cloudformation:ContinueUpdateRollback.
    pub fn continue_update_rollback(
        &mut self,
        stack: &str,
        _skip: &[String],
        _token: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        Err(Refusal::bad_request("ValidationError", format!("Stack [{stack}] does not exist")))
    }
}
