//! The answer to a custom resource's request, put into CloudFormation's bucket.

use crate::domain::Timestamp;
use crate::domain::stack::ResourceStatus;
use crate::sim::refusal::Refusal;
use crate::sim::world::state::{World, after};

/// How long a presigned address is good, in milliseconds: two hours.
const GOOD: i64 = 2 * 3_600_000;

/// What an answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomAnswer {
    pub status: String,
    pub reason: String,
    pub physical_id: String,
    pub stack: String,
    pub request_id: String,
    pub logical_id: String,
}

impl World {
    /// A PUT to a presigned address, by its path and query. S3 takes anything in time; CloudFormation believes only an
    /// answer whose ids are those of the request, while it waits for one, and only once.
    pub fn answer_custom_resource(
        &mut self,
        address: &str,
        said: Option<&CustomAnswer>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        let at = self.now;
        let forbidden = |code: &str, words: &str| Refusal { status: 403, ..Refusal::bad_request(code, words) };
        let Some(asked) = self.asked.iter().find(|asked| asked.address == address).cloned() else {
            let words = "The request signature we calculated does not match the signature you provided. Check your key \
                         and signing method.";
            return Err(forbidden("SignatureDoesNotMatch", words));
        };
        if at > after(asked.at, GOOD) {
            return Err(forbidden("AccessDenied", "Request has expired"));
        }
        let waits = self.resource(asked.stack, &asked.logical).is_some_and(|r| r.status.is_in_progress());
        let id = self.account.stacks.get(asked.stack).map_or("", |sim| sim.stack.id.raw()).to_owned();
        let Some(said) = said.filter(|said| {
            waits && said.request_id == asked.request_id && said.stack == id && said.logical_id == asked.logical
        }) else {
            return Ok(());
        };
        if said.physical_id.is_empty() {
            let words = "Invalid PhysicalResourceId".to_owned();
            self.fail_update(asked.stack, &[(asked.logical, words)], at);
        } else if said.status == "SUCCESS" {
            self.row(asked.stack, &asked.logical, ResourceStatus::UpdateComplete, "", at);
        } else if said.status == "FAILED" {
            let words = format!(
                "Received response status [FAILED] from custom resource. Message returned: {} (RequestId: {})",
                said.reason, said.request_id
            );
            self.fail_update(asked.stack, &[(asked.logical, words)], at);
        }
        Ok(())
    }
}
