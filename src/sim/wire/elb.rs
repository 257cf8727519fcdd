//! Elastic Load Balancing: DescribeTargetHealth.

use super::form::Form;
use super::xml::Fields;
use crate::domain::target::TargetHealth;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;

/// The version of the API in every request.
pub const VERSION: &str = "2015-12-01";
pub const NAMESPACE: &str = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

/// An action of Elastic Load Balancing; all are reads here.
pub type Action = fn(&Account, &Form) -> Result<Fields, Refusal>;

/// The action of this name, if it is served.
pub fn find(name: &str) -> Option<Action> {
    (name == "DescribeTargetHealth").then_some(describe_target_health as Action)
}

fn describe_target_health(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    let group = form.text("TargetGroupArn").unwrap_or_default();
    let targets = account
        .targets
        .get(group)
        .ok_or_else(|| Refusal::bad_request("TargetGroupNotFound", format!("Target groups '{group}' not found")))?;
    Ok(Fields::new().list("TargetHealthDescriptions", targets.iter().map(row)))
}

fn row(of: &TargetHealth) -> Fields {
    let port = of.port.map(|port| port.to_string());
    let target = Fields::new().text("Id", of.target.raw());
    let target = match &port {
        Some(port) => target.text("Port", port.as_str()),
        None => target,
    };
    let health = Fields::new()
        .text("State", of.state.as_str())
        .maybe("Reason", of.reason.as_ref())
        .maybe("Description", of.description.as_ref());
    Fields::new()
        .text("HealthCheckPort", port.unwrap_or_default())
        .fields("Target", target)
        .fields("TargetHealth", health)
}
