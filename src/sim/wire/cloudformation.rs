//! CloudFormation: which action is answered where.

use super::form::Form;
use super::xml::Fields;
use super::{
    cloudformation_changes, cloudformation_drift, cloudformation_events, cloudformation_resources,
    cloudformation_stacks,
};
use crate::domain::Timestamp;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use crate::sim::world::World;

/// The version of the API in every request.
pub const VERSION: &str = "2010-05-15";
pub const NAMESPACE: &str = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

/// An action of CloudFormation.
#[derive(Clone, Copy)]
pub enum Action {
    Read(fn(&Account, &Form) -> Result<Fields, Refusal>),
    Write(fn(&mut World, &Form, Timestamp) -> Result<Fields, Refusal>),
}

/// The action of this name, if it is served.
pub fn find(name: &str) -> Option<Action> {
    use Action::{Read, Write};
    Some(match name {
        "CancelUpdateStack" => Write(cloudformation_changes::cancel_update_stack),
        "ContinueUpdateRollback" => Write(cloudformation_changes::continue_update_rollback),
        "DeleteStack" => Write(cloudformation_changes::delete_stack),
        "DescribeStackDriftDetectionStatus" => Read(cloudformation_drift::status),
        "DescribeStackEvents" => Read(cloudformation_events::describe),
        "DescribeStackResourceDrifts" => Read(cloudformation_drift::drifts),
        "DescribeStackResources" => Read(cloudformation_resources::describe),
        "DescribeStacks" => Read(cloudformation_stacks::describe),
        "DetectStackDrift" => Write(cloudformation_drift::detect),
        "ListStackResources" => Read(cloudformation_resources::list),
        "ListStacks" => Read(cloudformation_stacks::list),
        "RollbackStack" => Write(cloudformation_changes::rollback_stack),
        _ => return None,
    })
}

impl Action {
    pub fn run(self, world: &mut World, form: &Form, now: Timestamp) -> Result<Fields, Refusal> {
        match self {
            Self::Read(read) => read(&world.account, form),
            Self::Write(write) => write(world, form, now),
        }
    }
}
