//! StopServiceDeployment and ContinueServiceDeployment.

use super::json::Input;
use super::trouble::invalid_parameter;
use crate::domain::Timestamp;
use crate::sim::refusal::Refusal;
use crate::sim::world::World;
use serde_json::{Value, json};

pub fn stop(world: &mut World, input: &Input, now: Timestamp) -> Result<Value, Refusal> {
    let arn = required(input, "serviceDeploymentArn")?;
    world.stop_service_deployment(arn, input.text("stopType")?, now)?;
    Ok(json!({"serviceDeploymentArn": arn}))
}

pub fn continue_deployment(world: &mut World, input: &Input, now: Timestamp) -> Result<Value, Refusal> {
    let arn = required(input, "serviceDeploymentArn")?;
    world.continue_service_deployment(arn, required(input, "hookId")?, input.text("action")?, now)?;
    Ok(json!({"serviceDeploymentArn": arn}))
}

fn required<'a>(input: &'a Input, name: &str) -> Result<&'a str, Refusal> {
    input.text(name)?.ok_or_else(|| invalid_parameter(format!("{name} cannot be empty.")))
}
