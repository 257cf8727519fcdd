//! DescribeServiceRevisions.

use super::ecs_find::{missing, wanted};
use super::json::Input;
use super::moment::epoch;
use crate::domain::image::{EcrReference, Version};
use crate::sim::account::{Account, SimImage, SimRevision, SimService};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

const MOST_DESCRIBED: usize = 20;

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for arn in wanted(input, "serviceRevisionArns", "Service revisions", MOST_DESCRIBED)? {
        let known = account.services.iter().find_map(|sim| {
            sim.revisions.iter().find(|revision| revision.arn.raw() == arn).map(|revision| (sim, revision))
        });
        match known {
            Some((sim, revision)) => found.push(form(account, sim, revision)),
            None => failures.push(missing(account, "service-revision", arn)),
        }
    }
    Ok(json!({"serviceRevisions": found, "failures": failures}))
}

/// What the tag of an image stands for, where the registry has it.
fn digest<'a>(account: &'a Account, reference: &str) -> Option<&'a str> {
    let parts = EcrReference::parse(reference)?;
    let images = account.images.get(parts.repository)?;
    let is_it = |image: &&SimImage| match parts.version {
        Version::Tag(tag) => image.tag == tag,
        Version::Digest(digest) => image.digest == digest,
    };
    images.iter().find(is_it).map(|image| image.digest.as_str())
}

fn form(account: &Account, sim: &SimService, revision: &SimRevision) -> Value {
    let definition = account.task_definitions.iter().find(|definition| definition.arn == revision.task_definition);
    let images: Vec<Value> = definition
        .iter()
        .flat_map(|definition| &definition.containers)
        .filter_map(|container| {
            let image = container.image.as_ref()?;
            let digest = digest(account, image.raw());
            Some(json!({"containerName": container.name.raw(), "image": image.raw(), "imageDigest": digest}))
        })
        .collect();
    json!({
        "serviceRevisionArn": revision.arn.raw(),
        "serviceArn": sim.service.arn.raw(),
        "clusterArn": sim.service.cluster_arn.raw(),
        "taskDefinition": revision.task_definition.raw(),
        "launchType": sim.launch_type.as_str(),
        "containerImages": images,
        "guardDutyEnabled": false,
        "createdAt": epoch(revision.created_at),
    })
}
