//! Stack events that tell of the stack itself: its state, its cascades, its nested stacks.

use super::super::cause::Cause;
use super::super::subject::{Find, RESOURCES};
use crate::diagnosis::verdict::Category::{Other, Rollback};

const NESTED: &[Find] = &[Find::Having(":stack/"), Find::After("embedded stack ")];
const DEEPER: &str = "Look at the first failed event of this operation, not at this one.";

pub const CAUSES: &[Cause] = &[
    Cause::new("stack_rollback_failed", Rollback, "The rollback has failed: the stack stands between its old and its new form.",
        "Find the resource that failed since the rollback began, remove what stood in its way, then continue the update rollback, or skip it.").when(&["^update_rollback_failed$ | ^rollback_failed$ | ^import_rollback_failed$"]).wrapper(),
    Cause::new("stack_rolled_back", Rollback, "The stack rolls back, or has rolled back: the change did not happen.", DEEPER)
        .when(&["^update_rollback_complete$ | ^rollback_complete$ | ^import_rollback_complete$ | ^update_rollback_in_progress$ | ^rollback_in_progress$ | ^update_rollback_complete_cleanup_in_progress$ | ^import_rollback_in_progress$"]).wrapper(),
    Cause::new("stack_operation_failed", Other, "The operation failed; the status does not say why.", DEEPER).when(&["^create_failed$ | ^update_failed$ | ^delete_failed$ | ^import_failed$"]).wrapper(),
    Cause::routine("stack_status", "A status: it is on its way, or done.").when(&["^create_complete$ | ^update_complete$ | ^delete_complete$ | ^import_complete$ | ^create_in_progress$ | ^update_in_progress$ | ^delete_in_progress$ | ^import_in_progress$ | ^update_complete_cleanup_in_progress$ | ^review_in_progress$"]),
    Cause::new("nested_stack_failed", Rollback, "A nested stack failed; the cause is in its own events: {subject|see there}.",
        "Open the events of {subject|the nested stack} and look for its first failure.").when(&["embedded stack | nested stack"]).about(NESTED).wrapper(),
    Cause::new("update_cancelled_by_user", Rollback, "Somebody cancelled the stack's update.", "Ask who did, and why; nothing more has to be repaired for this.").when(&["stack update cancelled | update cancelled by user | cancelled by user | stack*cancelled"]).wrapper(),
    Cause::new("cascade_cancelled", Rollback, "Cancelled because another resource failed first.", DEEPER).when(&["cancelled | canceled | operation*aborted"]).wrapper(),
    Cause::new("cascade_summary", Rollback, "CloudFormation lists what failed: {subject|see the resources}.", "Look at the events of {subject|these resources} for their own reasons.")
        .when(&["following resources | following resource | resources failed to | failed to update [ | failed to create [ | failed to delete ["]).about(RESOURCES).wrapper(),
    Cause::new("rollback_requested", Rollback, "The stack took longer than its own time limit and is undone. The words “requested by user” are automatic.", "Look at what was still in progress when the time ran out.").when(&["exceeded the specified timeout & {rollback requested | delete requested}"]).wrapper(),
    Cause::new("stack_timeout", Other, "The stack's own time limit ran out.", "Look at what was still in progress then.").when(&["time exceeded the specified timeout | exceeded the specified timeout"]).wrapper(),
    Cause::new("rollback_requested", Rollback, "The stack rolls back. The words “requested by user” are automatic.", DEEPER).when(&["rollback requested | delete requested | rollback initiated | rollback*in progress | rollback triggered"]).wrapper(),
    Cause::new("stack_state_blocks_cancel", Rollback, "The stack's last rollback failed: it takes no update before that is settled.",
        "Continue the update rollback (`aws cloudformation continue-update-rollback`), skipping only what cannot be mended; then deploy again.").when(&["is in*update_rollback_failed", "in update_rollback_failed"]),
    Cause::new("stack_state_blocks_cancel", Rollback, "The stack is busy with another operation.", "Wait until that operation has ended, then deploy again.")
        .when(&["is in*_in_progress state | currently being updated | is in*_in_progress*can not be updated"]),
    Cause::new("stack_state_blocks_cancel", Rollback, "The stack was never created: its creation was rolled back.", "Delete the stack, then deploy it again.")
        .when(&["is in rollback_complete | is in*: rollback_complete | is in rollback_failed | rollback_complete state and can & !update_rollback"]),
    Cause::new("stack_state_blocks_cancel", Rollback, "The stack's state does not allow this action now.",
        "See which actions its state allows: cancel only while it updates, continue the rollback only when that has failed.")
        .when(&["cannot be called from current stack status | current stack status | state and can not be updated | state and cannot be | cannot be updated*state | is in*rollback | is in*_in_progress | is in*_failed | state*can not be | can only*state | rollback_failed | rollback_complete | update_rollback", "{cancelupdatestack | continueupdaterollback | rollbackstack} & {cannot | not | invalid}"]),
    Cause::new("resource_not_in_rollback", Rollback, "A resource named to be skipped cannot be skipped.", "Skip only resources whose rollback failed, nested ones as NestedStack.LogicalId.").when(&["resourcestoskip | resources to skip | skipped during"]),
    Cause::new("resource_not_stabilized", Other, "CloudFormation waited in vain for {subject|the resource}; it does not say why.",
        "Look at {subject|the resource} in its own service: its state, events and log say what it waits for.")
        .when(&["resource of type*stabiliz & !aws::ecs::service"]).about(&[Find::After("with identifier "), Find::After("of type ")]).wrapper(),
    Cause::new("ecs_service_not_stabilized", Other, "CloudFormation waited for the resource in vain; it does not say why.",
        "Look at the service: events, stopped tasks, their reasons and logs. CloudFormation waits about three hours for it.")
        .when(&["did not stabilize | did not stabilise | not stabilized | failed to stabilize | exceeded attempts to wait | timed out waiting for completion | resource timed out | stabilization | handlererrorcode: notstabilized | exceeded retry | waiter*exceeded | max attempts | maximum attempts | exceeded*attempts | stabilize"]).about(&[Find::Having(":service/")]).wrapper(),
    Cause::new("rollback_state", Rollback, "The stack is rolling back or has rolled back.", DEEPER).when(&["roll back | rollback | rolled back"]).wrapper(),
];
