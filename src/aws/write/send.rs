//! From an operation to the service it is sent to.

use super::{autoscaling, cloudformation, custom_resource, ecs, logs};
use crate::aws::clients::Clients;
use crate::domain::operation::{Operation, Outcome};

/// Sends the operation, once. Whether a write that got no answer took effect is not known: it is settled by
/// reading, never by sending again.
pub async fn send(clients: &Clients, operation: &Operation) -> Outcome {
    let writes = clients.writes();
    let action = operation.action();
    match operation {
        Operation::SetCount(change) => ecs::set_count(&writes.ecs, action, change).await,
        Operation::StopDeployment(change) => ecs::stop_deployment(&writes.ecs, action, change).await,
        Operation::ContinueDeployment(change) => ecs::continue_deployment(&writes.ecs, action, change).await,
        Operation::ForceDeployment(change) => ecs::force_deployment(&writes.ecs, action, change).await,
        Operation::StopTask(change) => ecs::stop_task(&writes.ecs, action, change).await,
        Operation::SetScaling(change) => autoscaling::set(&writes.autoscaling, action, change).await,
        Operation::CancelUpdate(change) => cloudformation::cancel(&writes.cloudformation, action, change).await,
        Operation::ContinueRollback(change) => {
            cloudformation::continue_rollback(&writes.cloudformation, action, change).await
        }
        Operation::RollbackStack(change) => cloudformation::roll_back(&writes.cloudformation, action, change).await,
        Operation::DeleteStack(change) => cloudformation::delete(&writes.cloudformation, action, change).await,
        Operation::CheckDrift(change) => cloudformation::check_drift(&writes.cloudformation, action, change).await,
        Operation::AnswerCustomResource(change) => custom_resource::answer(clients, action, change).await,
        Operation::SaveQuery(change) => logs::save_query(&writes.logs, action, change).await,
    }
}
