//! Service revisions.

use super::member::{text, text_or_empty, time};
use crate::domain::revision::{RevisionImage, ServiceRevision};
use aws_sdk_ecs::types as sdk;

/// A row of DescribeServiceRevisions.
pub(in crate::aws) fn revision(from: &sdk::ServiceRevision) -> Option<ServiceRevision> {
    let image = |from: &sdk::ContainerImage| RevisionImage {
        container: text_or_empty(from.container_name()),
        image: text_or_empty(from.image()),
        digest: text(from.image_digest()).filter(|digest| !digest.is_empty()),
    };
    Some(ServiceRevision {
        arn: text(from.service_revision_arn()).filter(|arn| !arn.is_empty())?,
        task_definition: text_or_empty(from.task_definition()),
        created_at: time(from.created_at()),
        images: from.container_images().iter().map(image).collect(),
    })
}
