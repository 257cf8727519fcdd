//! What is changed in CloudFormation. Each request has the token of its confirmation: sent again, it would be taken
//! for the same.

use super::outcome::{outcome, outcome_of};
use crate::domain::Text;
use crate::domain::operation::{
    CancelUpdate, CheckDrift, ContinueRollback, DeleteStack, Keep, Outcome, RollbackStack, Skip,
};
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::DeletionMode;

pub(super) async fn cancel(stacks: &Client, action: &'static str, change: &CancelUpdate) -> Outcome {
    let asking = stacks.cancel_update_stack().stack_name(change.aim.id.raw());
    outcome(action, asking.client_request_token(change.aim.token.raw()).send()).await
}

pub(super) async fn continue_rollback(stacks: &Client, action: &'static str, change: &ContinueRollback) -> Outcome {
    let asking = stacks.continue_update_rollback().stack_name(change.aim.id.raw());
    let asking = match &change.skip {
        Skip::Only(names) => asking.set_resources_to_skip(list(names)),
        Skip::WhateverFails => asking.force_rollback(true),
    };
    outcome(action, asking.client_request_token(change.aim.token.raw()).send()).await
}

pub(super) async fn roll_back(stacks: &Client, action: &'static str, change: &RollbackStack) -> Outcome {
    let asking = stacks.rollback_stack().stack_name(change.aim.id.raw());
    outcome(action, asking.client_request_token(change.aim.token.raw()).send()).await
}

pub(super) async fn delete(stacks: &Client, action: &'static str, change: &DeleteStack) -> Outcome {
    let asking = stacks.delete_stack().stack_name(change.aim.id.raw());
    let asking = match &change.keep {
        Keep::Only(names) => asking.set_retain_resources(list(names)),
        Keep::WhateverFails => asking.deletion_mode(DeletionMode::ForceDeleteStack),
    };
    outcome(action, asking.client_request_token(change.aim.token.raw()).send()).await
}

/// It takes no token: two of them are two comparisons, and change nothing.
pub(super) async fn check_drift(stacks: &Client, action: &'static str, change: &CheckDrift) -> Outcome {
    let asking = stacks.detect_stack_drift().stack_name(change.aim.id.raw());
    outcome_of(action, asking.send(), |answer| answer.stack_drift_detection_id()).await
}

fn list(names: &[Text]) -> Option<Vec<String>> {
    (!names.is_empty()).then(|| names.iter().map(|name| name.raw().to_owned()).collect())
}
