//! CloudFormation's stacks, resources and events.

use super::member::{text, text_or_empty, time, time_of_row, word};
use crate::domain::Text;
use crate::domain::service_token::ServiceToken;
use crate::domain::stack::{ResourceStatus, Stack, StackEvent, StackResource, StackStatus};
use aws_sdk_cloudformation::types as sdk;

/// A row of DescribeStacks. The id is optional there; the name then stands for it in calls.
pub(in crate::aws) fn stack(from: &sdk::Stack) -> Option<Stack> {
    let (id, name) = names(from.stack_id(), from.stack_name())?;
    let express = from.deployment_config().and_then(sdk::DeploymentConfig::disable_rollback);
    Some(Stack {
        id,
        name,
        status: StackStatus::parse(word(from.stack_status().map(sdk::StackStatus::as_str))),
        status_reason: text(from.stack_status_reason()),
        created_at: time(from.creation_time()),
        updated_at: time(from.last_updated_time()),
        deleted_at: time(from.deletion_time()),
        parent: text(from.parent_id()),
        root: text(from.root_id()),
        role: text(from.role_arn()),
        rollback_disabled: from.disable_rollback().or(express).unwrap_or(false),
        drift_checked_at: time(from.drift_information().and_then(sdk::StackDriftInformation::last_check_timestamp)),
    })
}

/// A row of ListStacks: role and rollback setting are not told there.
pub(in crate::aws) fn stack_summary(from: &sdk::StackSummary) -> Option<Stack> {
    let (id, name) = names(from.stack_id(), from.stack_name())?;
    Some(Stack {
        id,
        name,
        status: StackStatus::parse(word(from.stack_status().map(sdk::StackStatus::as_str))),
        status_reason: text(from.stack_status_reason()),
        created_at: time(from.creation_time()),
        updated_at: time(from.last_updated_time()),
        deleted_at: time(from.deletion_time()),
        parent: text(from.parent_id()),
        root: text(from.root_id()),
        role: None,
        rollback_disabled: false,
        drift_checked_at: None,
    })
}

fn names(id: Option<&str>, name: Option<&str>) -> Option<(Text, Text)> {
    let is_there = |text: &&str| !text.is_empty();
    let (id, name) = (id.filter(is_there), name.filter(is_there));
    let id = id.or(name)?;
    // arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID
    let name = name.or_else(|| id.split('/').nth(1)).unwrap_or(id);
    Some((Text::new(id), Text::new(name)))
}

/// A row of ListStackResources.
pub(in crate::aws) fn resource(from: &sdk::StackResourceSummary) -> Option<StackResource> {
    Some(StackResource {
        logical_id: text(from.logical_resource_id()).filter(|id| !id.is_empty())?,
        physical_id: text(from.physical_resource_id()).filter(|id| !id.is_empty()),
        kind: text_or_empty(from.resource_type()),
        status: ResourceStatus::parse(word(from.resource_status().map(sdk::ResourceStatus::as_str))),
        status_reason: text(from.resource_status_reason()),
        updated_at: time(from.last_updated_timestamp()),
    })
}

/// A row of DescribeStackEvents. Rows of hooks have no resource status of their own; their reason says it.
pub(in crate::aws) fn event(from: &sdk::StackEvent) -> Option<StackEvent> {
    Some(StackEvent {
        id: text(from.event_id()).filter(|id| !id.is_empty())?,
        stack: text_or_empty(from.stack_id()),
        logical_id: text_or_empty(from.logical_resource_id()),
        physical_id: text(from.physical_resource_id()).filter(|id| !id.is_empty()),
        kind: text_or_empty(from.resource_type()),
        status: ResourceStatus::parse(word(from.resource_status().map(sdk::ResourceStatus::as_str))),
        reason: text(from.resource_status_reason().or(from.hook_status_reason())),
        at: time_of_row(from.timestamp()),
        detailed_status: text(from.detailed_status().map(sdk::DetailedStatus::as_str)),
        service_token: from.resource_properties().and_then(ServiceToken::in_properties),
    })
}
