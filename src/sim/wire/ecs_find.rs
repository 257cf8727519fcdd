//! Finding what an ECS request names: by short name or by ARN.

use super::json::Input;
use super::page::{self, Page};
use super::trouble::{invalid_parameter, out_of_bounds};
use crate::sim::account::{Account, SimService};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The last part of an ARN, or the name itself.
pub fn short(name_or_arn: &str) -> &str {
    name_or_arn.rsplit('/').next().unwrap_or(name_or_arn)
}

/// An ARN of this account's ECS: `resource` is `cluster/prod`.
pub fn arn(account: &Account, resource: &str) -> String {
    format!("arn:aws:ecs:{}:{}:{resource}", account.region, account.id)
}

/// The clusters there are: those something runs in. An account has no empty ones here: our choice.
pub fn clusters(account: &Account) -> BTreeSet<&str> {
    let of_services = account.services.iter().map(|service| service.service.id.cluster.raw());
    of_services.chain(account.tasks.iter().map(|task| task.cluster.as_str())).collect()
}

/// The cluster a request is about; `default` where it names none.
pub fn cluster<'a>(account: &'a Account, input: &Input) -> Result<&'a str, Refusal> {
    let named = input.text("cluster")?.map_or("default", short);
    clusters(account)
        .into_iter()
        .find(|cluster| *cluster == named)
        .ok_or_else(|| Refusal::bad_request("ClusterNotFoundException", "Cluster not found."))
}

/// A service of a cluster, by name or ARN.
pub fn service<'a>(account: &'a Account, cluster: &str, name_or_arn: &str) -> Option<&'a SimService> {
    account.services.iter().find(|service| {
        let id = &service.service.id;
        let is_named = match name_or_arn.starts_with("arn:") {
            true => service.service.arn.raw() == name_or_arn,
            false => id.name.raw() == name_or_arn,
        };
        id.cluster.raw() == cluster && is_named
    })
}

/// The same where AWS refuses a name it does not know.
pub fn known_service<'a>(account: &'a Account, cluster: &str, name_or_arn: &str) -> Result<&'a SimService, Refusal> {
    service(account, cluster, name_or_arn)
        .ok_or_else(|| Refusal::bad_request("ServiceNotFoundException", "Service not found."))
}

/// The row of `failures[]` for something that is not there.
pub fn missing(account: &Account, kind: &str, name_or_arn: &str) -> Value {
    let arn = match name_or_arn.starts_with("arn:") {
        true => name_or_arn.to_owned(),
        false => arn(account, &format!("{kind}/{name_or_arn}")),
    };
    json!({"arn": arn, "reason": "MISSING"})
}

/// The names a describe call asks for: at least one, at most `most`. The words for too many are ours.
pub fn wanted<'a>(input: &'a Input, member: &str, title: &str, most: usize) -> Result<Vec<&'a str>, Refusal> {
    let names = input.texts(member)?;
    if names.is_empty() {
        return Err(invalid_parameter(format!("{title} cannot be empty.")));
    }
    if names.len() > most {
        return Err(invalid_parameter(format!("{title} cannot have more than {most} elements.")));
    }
    Ok(names)
}

/// A page of a list call, `usual` long unless `maxResults` says otherwise.
pub fn page<'a, T>(
    input: &Input,
    list: &str,
    items: &[&'a T],
    usual: usize,
    key: impl Fn(&T) -> &str,
) -> Result<Page<'a, T>, Refusal> {
    let size = match input.integer("maxResults")? {
        Some(size @ 1..=100) => usize::try_from(size).unwrap_or(usual),
        Some(size) => return Err(invalid_parameter(out_of_bounds(size, "maxResults", 1, 100))),
        None => usual,
    };
    // AWS's words for a token it does not know are not documented: ours.
    page::cut(list, items, input.text("nextToken")?, size, key)
        .ok_or_else(|| invalid_parameter("Invalid token: the specified nextToken is not valid for this request."))
}
