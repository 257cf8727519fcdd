//! The names things have: ARNs and logical ids.

use super::state::World;
use crate::sim::scenario::ServicePlan;

/// `checkout-api` as a logical id: `CheckoutApi`.
fn camel(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// Logical id of a service's resource.
pub(super) fn service_resource(plan: &ServicePlan) -> String {
    format!("{}Service", camel(&plan.name))
}

/// Logical id of the resource of its task definition.
pub(super) fn definition_resource(plan: &ServicePlan) -> String {
    format!("{}TaskDefinition", camel(&plan.name))
}

/// The id of the container instance that has come closest to a service's needs.
pub(super) fn instance_id(plan: &ServicePlan) -> String {
    let id = plan.name.bytes().fold(0x51_7c_c1_b7_u64, |sum, b| sum.wrapping_mul(0x9e37_79b9) ^ u64::from(b));
    format!("{id:016x}{:016x}", id.rotate_left(17))
}

/// Whether an image is told with its registry: `docker.io/library/redis`.
pub(super) fn names_registry(image: &str) -> bool {
    image.split_once('/').is_some_and(|(first, _)| first.contains('.'))
}

/// The name at the end of an ARN; a name as it is.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

impl World {
    /// An ARN in this account and region.
    pub(super) fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{resource}", self.account.region, self.account.id)
    }

    pub(super) fn definition_arn(&self, plan: &ServicePlan, revision: i32) -> String {
        self.arn("ecs", &format!("task-definition/{}:{revision}", plan.name))
    }

    /// ARN of a service's target group, if it has one. The id is made of the name: it stays the same.
    pub(super) fn target_group_arn(&self, plan: &ServicePlan) -> Option<String> {
        let name = plan.target_group.as_ref()?;
        let sum =
            name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        Some(self.arn("elasticloadbalancing", &format!("targetgroup/{name}/{sum:016x}")))
    }

    /// The full reference of a service's image.
    pub(super) fn image(&self, plan: &ServicePlan, revision: i32) -> String {
        let tag = if revision >= plan.revision { plan.tag.clone() } else { format!("build-{}", 1000 + revision * 7) };
        if names_registry(&plan.image) {
            return format!("{}:{tag}", plan.image);
        }
        let registry = format!("{}.dkr.ecr.{}.amazonaws.com", self.account.id, self.account.region);
        format!("{registry}/{}:{tag}", plan.image)
    }
}
