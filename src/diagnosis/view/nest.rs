//! Resources of a stack and of the stacks nested in it, each with the stack it stands in.

use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::stack::StackResource;

/// A resource and the stack it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct ResourceAt<'a> {
    /// ARN of its stack.
    pub stack: &'a Text,
    pub resource: &'a StackResource,
}

/// The name in a stack's ARN (`…:stack/NAME/UUID`); the text itself where it is no ARN.
pub fn stack_name(arn: &str) -> &str {
    let path = arn.splitn(6, ':').nth(5).unwrap_or(arn);
    path.strip_prefix("stack/").and_then(|rest| rest.split('/').next()).unwrap_or(path)
}

/// Every resource of the nest. Rows of a nested stack whose insides are known are left out: the inside decides.
pub fn leaves(facts: &Facts) -> Vec<ResourceAt<'_>> {
    let known_inside = |row: &StackResource| {
        let inside = row.physical_id.as_ref().and_then(|id| facts.nest.get(id));
        inside.and_then(|f| f.resources.value()).is_some_and(|rows| !rows.is_empty())
    };
    let rows = facts.nest.iter().flat_map(|(stack, insides)| {
        insides.resources.value().into_iter().flatten().map(move |resource| ResourceAt { stack, resource })
    });
    rows.filter(|at| !(at.resource.is_nested_stack() && known_inside(at.resource))).collect()
}

impl ResourceAt<'_> {
    /// `LogicalId` in the root stack, `NestedStackName.LogicalId` in a nested one: the words
    /// ContinueUpdateRollback wants.
    pub fn name(&self, root: Option<&Text>) -> Text {
        qualified(self.stack, &self.resource.logical_id, root)
    }
}

/// See [`ResourceAt::name`].
pub fn qualified(stack: &Text, logical_id: &Text, root: Option<&Text>) -> Text {
    if root.is_none_or(|root| root == stack) {
        logical_id.clone()
    } else {
        Text::new(format!("{}.{}", stack_name(stack.raw()), logical_id.raw()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_resource_is_named_with_its_stacks_name() {
        let root = Text::new("arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/aa");
        let child = Text::new("arn:aws:cloudformation:eu-west-1:111122223333:stack/shop-Api-1X/bb");
        let id = Text::new("Service");
        assert_eq!(qualified(&child, &id, Some(&root)).as_str(), "shop-Api-1X.Service");
        assert_eq!(qualified(&root, &id, Some(&root)).as_str(), "Service");
        assert_eq!(stack_name("shop"), "shop");
    }
}
