//! Service revisions: what exactly a deployment brings (DescribeServiceRevisions).

use super::clock::Timestamp;
use super::text::Text;

/// What a service was to run at one deployment. Never changes, but for digests that are still to be found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRevision {
    pub arn: Text,
    /// ARN of its task definition.
    pub task_definition: Text,
    pub created_at: Option<Timestamp>,
    pub images: Vec<RevisionImage>,
}

/// The image a container of a revision runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionImage {
    pub container: Text,
    pub image: Text,
    /// What the tag stood for when the deployment began; absent until ECS has found out, or where it never does.
    pub digest: Option<Text>,
}
