//! What the writes to stacks have in common: the stack they name, and their tokens.

use crate::domain::Timestamp;
use crate::domain::stack::StackStatus;
use crate::sim::refusal::Refusal;
use crate::sim::world::state::World;

/// A refusal of CloudFormation.
pub(super) fn invalid<T>(words: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::bad_request("ValidationError", words))
}

/// What a token stands for: the call with all it says.
pub(super) fn request(call: &str, force: bool, names: &[String]) -> Vec<String> {
    [format!("{call} {force}")].into_iter().chain(names.iter().cloned()).collect()
}

impl World {
    /// The stack of a request that comes now; none where the same request with the same token was taken before. A token
    /// of another request is refused.
    pub(super) fn asked(
        &mut self,
        stack: &str,
        token: Option<&str>,
        content: &[String],
        now: Timestamp,
    ) -> Result<Option<usize>, Refusal> {
        self.advance(now);
        let known = |status: &StackStatus| *status != StackStatus::DeleteComplete;
        let mut stacks = self.account.stacks.iter();
        let found = stacks
            .position(|sim| sim.stack.id.raw() == stack || (sim.stack.name.raw() == stack && known(&sim.stack.status)));
        let Some(place) = found else { return invalid(format!("Stack [{stack}] does not exist")) };
        let last = self.operations.get(place).and_then(|control| control.last_token.as_ref());
        let before = last.filter(|(used, _)| token == Some(used.as_str()));
        match before {
            None => Ok(Some(place)),
            Some((_, said)) if said == content => Ok(None),
            Some((token, _)) => {
                let words = format!("A stack operation with the token {token} has been requested before.");
                Err(Refusal::bad_request("TokenAlreadyExistsException", words))
            }
        }
    }

    pub(super) fn remember(&mut self, place: usize, token: Option<&str>, content: Vec<String>) {
        if let Some(control) = self.operations.get_mut(place) {
            control.last_token = token.map(|token| (token.to_owned(), content));
        }
    }

    pub(super) fn stack_id(&self, place: usize) -> String {
        self.account.stacks.get(place).map_or_else(String::new, |sim| sim.stack.id.raw().to_owned())
    }

    pub(super) fn is_nested(&self, place: usize) -> bool {
        self.account.stacks.get(place).is_some_and(|sim| sim.stack.parent.is_some())
    }

    /// A stack and all that are nested in it.
    pub(super) fn tree(&self, root: usize) -> Vec<usize> {
        let mut tree = vec![root];
        let mut next = 0;
        while let Some(place) = tree.get(next).copied() {
            next += 1;
            let nested = self.operations.get(place).map(|control| control.nested.iter()).into_iter().flatten();
            tree.extend(nested.map(|(child, _)| *child));
        }
        tree
    }
}
