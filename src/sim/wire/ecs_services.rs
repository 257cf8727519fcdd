//! ListServices, DescribeServices and UpdateService.

use super::ecs_find::{cluster, known_service, missing, page, service, wanted};
use super::ecs_service_form::{form, task_set, task_set_arn};
use super::json::Input;
use super::trouble::{invalid_parameter, out_of_bounds};
use crate::domain::Timestamp;
use crate::domain::service::TaskSet;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use crate::sim::world::World;
use serde_json::{Value, json};

/// AWS's own usual page of ListServices.
const USUAL_PAGE: usize = 10;
const MOST_DESCRIBED: usize = 10;

pub fn list(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let (launch, scheduling) = (input.text("launchType")?, input.text("schedulingStrategy")?);
    let arns: Vec<&str> = account
        .services
        .iter()
        .filter(|service| service.service.id.cluster.raw() == cluster)
        .filter(|service| launch.is_none_or(|launch| service.launch_type.as_str() == launch))
        .filter(|service| scheduling.is_none_or(|wanted| service.service.scheduling.as_str() == wanted))
        .map(|service| service.service.arn.raw())
        .collect();
    let list = format!("ListServices {cluster} {launch:?} {scheduling:?}");
    let page = page(input, &list, &arns.iter().collect::<Vec<_>>(), USUAL_PAGE, |arn| arn)?;
    Ok(json!({"serviceArns": page.items, "nextToken": page.next}))
}

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for name in wanted(input, "services", "Services", MOST_DESCRIBED)? {
        match service(account, cluster, name) {
            Some(service) => found.push(form(account, service)),
            None if name.starts_with("arn:") => failures.push(missing(account, "service", name)),
            None => failures.push(missing(account, "service", &format!("{cluster}/{name}"))),
        }
    }
    Ok(json!({"services": found, "failures": failures}))
}

pub fn describe_task_sets(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let named = input.text("service")?.ok_or_else(|| invalid_parameter("Service cannot be empty."))?;
    let sim = known_service(account, cluster, named)?;
    let told = sim.told();
    let asked = input.texts("taskSets")?;
    let is_asked = |set: &TaskSet, name: &str| name == set.id.raw() || name == task_set_arn(&told, set);
    let sets = told.task_sets.iter().filter(|set| asked.is_empty() || asked.iter().any(|name| is_asked(set, name)));
    let rows: Vec<Value> = sets.map(|set| task_set(&told, set, sim.launch_type.as_str())).collect();
    let unknown = asked.iter().filter(|name| !told.task_sets.iter().any(|set| is_asked(set, name)));
    let failures: Vec<Value> = unknown.map(|name| missing(account, "task-set", name)).collect();
    Ok(json!({"taskSets": rows, "failures": failures}))
}

/// What UpdateService can change here: our choice. Any other member is refused, so that nobody believes a change
/// that did not happen.
const UPDATABLE: [&str; 4] = ["cluster", "service", "desiredCount", "forceNewDeployment"];

pub fn update(world: &mut World, input: &Input, now: Timestamp) -> Result<Value, Refusal> {
    let cluster = cluster(&world.account, input)?.to_owned();
    let named = input.text("service")?.ok_or_else(|| invalid_parameter("Service cannot be empty."))?;
    let name = known_service(&world.account, &cluster, named)?.service.id.name.raw().to_owned();
    if let Some(other) = input.names().find(|name| !UPDATABLE.contains(name)) {
        return Err(invalid_parameter(format!("The simulated account cannot change {other} of a service.")));
    }
    let desired = match input.integer("desiredCount")? {
        Some(count) => Some(
            i32::try_from(count)
                .ok()
                .filter(|count| *count >= 0)
                .ok_or_else(|| invalid_parameter(out_of_bounds(count, "desiredCount", 0, i64::from(i32::MAX))))?,
        ),
        None => None,
    };
    let force = input.flag("forceNewDeployment")?.unwrap_or(false);
    world.update_service(&cluster, &name, desired, force, now)?;
    let service = known_service(&world.account, &cluster, &name)?;
    Ok(json!({"service": form(&world.account, service)}))
}
