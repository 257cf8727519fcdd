//! ECR: DescribeImages of the account's own registry.

use super::json::Input;
use super::moment::epoch;
use super::trouble::invalid_parameter;
use crate::sim::account::{Account, SimImage};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

/// An operation of ECR; all are reads here.
pub type Operation = fn(&Account, &Input) -> Result<Value, Refusal>;

/// The operation of this name, if it is served.
pub fn find(name: &str) -> Option<Operation> {
    (name == "DescribeImages").then_some(describe_images as Operation)
}

/// Without `imageIds` all images of the repository, on one page: our choice.
fn describe_images(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let repository = input.text("repositoryName")?.ok_or_else(|| invalid_parameter("repositoryName is required"))?;
    let registry = input.text("registryId")?.unwrap_or(&account.id);
    let images = account.images.get(repository).filter(|_| registry == account.id).ok_or_else(|| {
        let words =
            format!("The repository with name '{repository}' does not exist in the registry with id '{registry}'");
        Refusal::bad_request("RepositoryNotFoundException", words)
    })?;
    let row = |image: &SimImage| {
        json!({
            "registryId": registry,
            "repositoryName": repository,
            "imageDigest": image.digest,
            "imageTags": [image.tag],
            "imagePushedAt": epoch(image.pushed_at),
            "imageManifestMediaType": "application/vnd.oci.image.manifest.v1+json",
        })
    };
    let mut details = Vec::new();
    for wanted in input.objects("imageIds")? {
        let (tag, digest) = (wanted.text("imageTag")?, wanted.text("imageDigest")?);
        let is_it = |image: &&SimImage| {
            tag.is_none_or(|tag| image.tag == tag) && digest.is_none_or(|digest| image.digest == digest)
        };
        let image = images.iter().find(is_it).ok_or_else(|| {
            let words = format!(
                "The image with imageId {{imageDigest:'{}', imageTag:'{}'}} does not exist within the repository with \
                 name '{repository}' in the registry with id '{registry}'",
                digest.unwrap_or("null"),
                tag.unwrap_or("null")
            );
            Refusal::bad_request("ImageNotFoundException", words)
        })?;
        details.push(row(image));
    }
    if input.names().all(|name| name != "imageIds") {
        details = images.iter().map(row).collect();
    }
    Ok(json!({"imageDetails": details}))
}
