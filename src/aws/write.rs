//! The one file that changes an account. State is read again right before; nothing is ever sent twice.

use super::ask::{SdkAnswer, not_found};
use super::clients::Clients;
use super::fault;
use super::watches::{services, stack};
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::operation::{Operation, Outcome};
use crate::domain::service::{Scheduling, ServiceId};
use crate::domain::stack::StackStatus;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use std::error::Error;
use std::time::Duration;

/// Longer than the SDK's own limit of a call, for what that does not bound.
const LIMIT: Duration = Duration::from_secs(9);

/// Reads the state again and compares it with what was confirmed. `Ok(Err(words))` says what moved: then the
/// operation must not be sent. Whoever keeps the journal writes between this and [`send`].
///
/// # Errors
/// The state could not be read; then nothing must be sent either.
pub async fn reread(clients: &Clients, operation: &Operation) -> Result<Result<(), String>, Fault> {
    match operation {
        Operation::ScaleToZero { service, from } => service_moved(clients, service, *from).await,
        Operation::ContinueRollback { stack, from, .. } => stack_moved(clients, stack, from).await,
    }
}

async fn service_moved(clients: &Clients, id: &ServiceId, from: i32) -> Result<Result<(), String>, Fault> {
    let found = services::describe(clients, &id.cluster, &[id.name.clone()].into()).await?;
    let Some(service) = found.into_iter().find(|service| service.id.name == id.name) else {
        return Err(not_found("ecs:DescribeServices", format!("no service {id}")));
    };
    Ok(match () {
        () if service.status.raw() != "ACTIVE" => {
            Err(format!("the service is {} and no longer ACTIVE", service.status))
        }
        () if service.scheduling == Scheduling::Daemon => {
            Err("the service is a DAEMON: it has no desired count to set".to_owned())
        }
        () if service.desired != from => Err(format!("the desired count is {} and no longer {from}", service.desired)),
        () => Ok(()),
    })
}

async fn stack_moved(clients: &Clients, id: &Text, from: &StackStatus) -> Result<Result<(), String>, Fault> {
    let stack = stack::describe(clients, id).await?;
    Ok(match &stack.parent {
        Some(_) => Err("the stack is nested: the rollback is continued on its root stack".to_owned()),
        None if stack.status != *from => Err(format!("the stack is {} and no longer {from}", stack.status)),
        None => Ok(()),
    })
}

/// Sends the operation, once. Whether a write that got no answer took effect is not known: it is settled by
/// reading, never by sending again.
pub async fn send(clients: &Clients, operation: &Operation) -> Outcome {
    let writes = clients.writes();
    let action = operation.action();
    match operation {
        Operation::ScaleToZero { service, .. } => {
            let asking = writes.ecs.update_service().cluster(service.cluster.raw()).service(service.name.raw());
            outcome(action, asking.desired_count(0).send()).await
        }
        Operation::ContinueRollback { stack, skip, token, .. } => {
            let skip = skip.iter().map(|resource| resource.raw().to_owned()).collect::<Vec<_>>();
            let asking = writes.cloudformation.continue_update_rollback().stack_name(stack.raw());
            let asking = asking.set_resources_to_skip((!skip.is_empty()).then_some(skip));
            outcome(action, asking.client_request_token(token.raw()).send()).await
        }
    }
}

async fn outcome<T, E>(action: &'static str, sending: impl Future<Output = SdkAnswer<T, E>>) -> Outcome
where
    T: RequestId,
    E: ProvideErrorMetadata + Error + 'static,
{
    let Ok(answer) = tokio::time::timeout(LIMIT, Box::pin(sending)).await else {
        let message = Text::new("no answer in time");
        return Outcome::Unknown(Fault { action, kind: FaultKind::Timeout, message });
    };
    match answer {
        Ok(accepted) => Outcome::Accepted { request_id: accepted.request_id().map(Text::new) },
        Err(error) => {
            let fault = fault::of(action, &error);
            match fault::is_unsent(&error) || is_no(&fault, error.code()) {
                true => Outcome::Rejected(fault),
                false => Outcome::Unknown(fault),
            }
        }
    }
}

/// Whether AWS has said no, so that nothing happened. A token AWS has seen before is no such no: the first
/// request with it may have taken effect.
fn is_no(fault: &Fault, code: Option<&str>) -> bool {
    let may_have_happened = matches!(
        fault.kind,
        FaultKind::Timeout | FaultKind::Network | FaultKind::Garbled | FaultKind::Service | FaultKind::TooLarge
    );
    !may_have_happened && code != Some("TokenAlreadyExistsException")
}
