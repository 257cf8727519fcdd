//! Custom resources: what CloudFormation asks a function of somebody's own, and what that logs.

use super::state::{Asked, World, after};
use crate::domain::Timestamp;
use crate::domain::service_token::ServiceToken;
use crate::sim::account::{LogGroup, SimLogEvent};

impl World {
    /// Who answers for a custom resource: a function of its own stack, or one elsewhere.
    pub(super) fn answerer(&self, stack: usize, logical: &str) -> Option<ServiceToken> {
        let plans = &self.operations.get(stack)?.resources;
        let handler = plans.iter().find(|plan| plan.id == logical)?.handler.as_ref()?;
        let own = self.physical(stack, handler).map(|name| self.arn("lambda", &format!("function:{name}")));
        ServiceToken::new(own.unwrap_or_else(|| handler.clone()))
    }

    fn physical(&self, stack: usize, logical: &str) -> Option<String> {
        self.resource(stack, logical)?.physical_id.as_ref().map(|id| id.raw().to_owned())
    }

    /// CloudFormation asks the function of a custom resource, which logs the request and no more: the address to answer
    /// at is presigned, good for two hours.
    pub(super) fn ask_function(&mut self, stack: usize, logical: &str, at: Timestamp) {
        let Some(token) = self.answerer(stack, logical).filter(|_| self.is_incident(stack, at)) else { return };
        let (Some(function), Some(own)) = (token.function(), self.physical(stack, logical)) else { return };
        let function = function.raw().to_owned();
        let Some(id) = self.account.stacks.get(stack).map(|sim| sim.stack.id.raw().to_owned()) else { return };
        let kind = self.resource(stack, logical).map_or("", |resource| resource.kind.raw()).to_owned();
        let sum = function.bytes().fold(0x9e37_u64, |sum, b| sum.wrapping_mul(0x0100_01b3) ^ u64::from(b));
        let request_id = format!("{:08x}-7b52-4c8e-9d61-{:012x}", sum & 0xffff_ffff, (sum >> 16) & 0xffff_ffff_ffff);
        let region = &self.account.region;
        let stamp = at.strftime("%Y%m%dT%H%M%SZ");
        let address = format!(
            "/{}%7C{logical}%7C{request_id}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={stamp}&X-Amz-SignedHeaders=host\
             &X-Amz-Expires=7200&X-Amz-Credential=ASIASIMULATED%2F{region}%2Fs3%2Faws4_request\
             &X-Amz-Signature={sum:016x}{:016x}",
            id.replace(':', "%3A"),
            sum.rotate_left(23)
        );
        let host =
            format!("cloudformation-custom-resource-response-{}.s3.{region}.amazonaws.com", region.replace('-', ""));
        let event = format!(
            r#"{{"RequestType":"Update","ServiceToken":"{}","ResponseURL":"https://{host}{address}","StackId":"{id}","RequestId":"{request_id}","LogicalResourceId":"{logical}","PhysicalResourceId":"{own}","ResourceType":"{kind}","ResourceProperties":{{"Version":"2"}}}}"#,
            token.arn().raw()
        );
        let lines = [
            format!("START RequestId: {request_id} Version: $LATEST"),
            format!("{}\t{request_id}\tINFO\t{event}", at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")),
            format!("{request_id} Task timed out after 30.00 seconds"),
        ];
        let stream = format!("{}/[$LATEST]{sum:016x}{:016x}", at.strftime("%Y/%m/%d"), sum.rotate_left(9));
        // What logs in another account or region is not to be read in this one.
        let logs_here = self.account.stacks.get(stack).is_some_and(|sim| token.out_of_reach(&sim.stack.id).is_none());
        let lines = [0, 40, 30_000].into_iter().zip(lines).filter(|_| logs_here);
        for (wait, line) in lines {
            self.log_of_function(&format!("/aws/lambda/{function}"), &stream, after(at, wait), line);
        }
        self.asked.push(Asked { stack, logical: logical.to_owned(), request_id, address, at });
    }

    fn log_of_function(&mut self, group: &str, stream: &str, at: Timestamp, message: String) {
        self.log_lines += 1;
        let id = format!("{:039}{:017}", at.as_millisecond().max(0), self.log_lines);
        if !self.account.log_groups.iter().any(|known| known.name == group) {
            let name = group.to_owned();
            self.account.log_groups.push(LogGroup { name, created_at: at, streams: [].into() });
        }
        let Some(group) = self.account.log_groups.iter_mut().find(|known| known.name == group) else { return };
        let event = SimLogEvent { id, at, ingested_at: after(at, 400), message };
        group.streams.entry(stream.to_owned()).or_default().push(event);
    }
}
