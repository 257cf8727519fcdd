//! Which log groups a fault says do not exist.

use crate::domain::fault::{Fault, FaultKind};
use crate::domain::log_scope::LogGroupId;

/// Takes out the groups that a fault says do not exist; whether there was one.
pub fn take_missing(groups: &mut Vec<LogGroupId>, fault: &Fault) -> bool {
    let before = groups.len();
    if fault.kind == FaultKind::NotFound {
        groups.retain(|group| !names(fault.message.raw(), group.name.raw()));
    }
    groups.len() < before
}

/// Whether words name this group, and not one whose name only holds it.
fn names(words: &str, group: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "/_-#.".contains(c);
    words.match_indices(group).any(|(at, found)| {
        let before = words.get(..at).and_then(|before| before.chars().next_back());
        let mut behind = words.get(at + found.len()..).unwrap_or_default().chars();
        let goes_on = match behind.next() {
            // It may also end the sentence.
            Some('.') => behind.next().is_some_and(is_part),
            next => next.is_some_and(is_part),
        };
        !group.is_empty() && !before.is_some_and(is_part) && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    #[test]
    fn a_group_is_taken_out_by_its_own_name_only() {
        for (words, left) in [
            ("Log group '/ecs/mail-v2' does not exist", vec!["/ecs/mail", "/ecs"]),
            ("Log group '/ecs/mail' does not exist", vec!["/ecs/mail-v2", "/ecs"]),
            ("no arn:aws:logs:eu-west-1:1:log-group:/ecs/mail:*", vec!["/ecs/mail-v2", "/ecs"]),
            ("There is no /ecs/mail.", vec!["/ecs/mail-v2", "/ecs"]),
            ("There is no /ecs/mail.old", vec!["/ecs/mail", "/ecs/mail-v2", "/ecs"]),
            ("The specified log group does not exist.", vec!["/ecs/mail", "/ecs/mail-v2", "/ecs"]),
        ] {
            let mut groups = ["/ecs/mail", "/ecs/mail-v2", "/ecs"].map(LogGroupId::parse).to_vec();
            let (kind, message) = (FaultKind::NotFound, Text::new(words));
            let fault = Fault { action: "logs:StartQuery", kind, message };
            assert_eq!(take_missing(&mut groups, &fault), left.len() < 3, "{words}");
            assert_eq!(groups.iter().map(|group| group.name.raw()).collect::<Vec<_>>(), left, "{words}");
        }
    }
}
