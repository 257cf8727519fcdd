//! Targets of a load balancer's target group and what it thinks of them (DescribeTargetHealth).

use super::clock::Timestamp;
use super::text::Text;
use super::wire::wire_enum;

/// One target of a target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetHealth {
    /// An IP address for tasks with a network interface of their own, an instance id for the others.
    pub target: Text,
    pub port: Option<i32>,
    pub state: TargetState,
    /// `Target.ResponseCodeMismatch`, `Target.Timeout`, …; absent while it is healthy.
    pub reason: Option<Text>,
    /// The load balancer's own words.
    pub description: Option<Text>,
}

wire_enum! {
    /// What the load balancer thinks of a target.
    pub enum TargetState {
        Initial = "initial",
        Healthy = "healthy",
        Unhealthy = "unhealthy",
        UnhealthyDraining = "unhealthy.draining",
        Unused = "unused",
        Draining = "draining",
        Unavailable = "unavailable",
    }
}

/// That a target was seen in another state than before, or failing from the first look on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetTurn {
    /// When it was seen; the load balancer does not say when it happened.
    pub at: Timestamp,
    pub now: TargetHealth,
}

/// What turned between two looks at a target group.
pub fn turns(before: &[TargetHealth], now: &[TargetHealth], at: Timestamp) -> Vec<TargetTurn> {
    let known = |new: &TargetHealth| before.iter().find(|old| old.target == new.target && old.port == new.port);
    let turned = |new: &&TargetHealth| match known(new) {
        Some(old) => old.state != new.state || old.reason != new.reason,
        None => new.is_unhealthy(),
    };
    now.iter().filter(turned).map(|new| TargetTurn { at, now: new.clone() }).collect()
}

impl TargetHealth {
    /// Whether the load balancer says that it fails.
    pub fn is_unhealthy(&self) -> bool {
        matches!(self.state, TargetState::Unhealthy | TargetState::UnhealthyDraining)
    }

    /// The state with reason and words: `unhealthy (Target.Timeout): Request timed out`.
    pub fn words(&self) -> String {
        let reason = self.reason.as_ref().map_or(String::new(), |reason| format!(" ({})", reason.raw()));
        let said = self.description.as_ref().map_or(String::new(), |said| format!(": {}", said.raw()));
        format!("{}{reason}{said}", self.state)
    }
}

/// The name in a target group's ARN, `…:targetgroup/NAME/ID`; the text itself where it is none.
pub fn group_name(arn: &str) -> &str {
    arn.split_once(":targetgroup/").and_then(|(_, path)| path.split('/').next()).unwrap_or(arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_group_has_the_name_in_its_arn() {
        let arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-http/0a1b2c3d4e5f6071";
        assert_eq!(group_name(arn), "web-http");
        assert_eq!(group_name("web-http"), "web-http");
    }

    #[test]
    fn a_target_turns_when_its_state_does_or_when_it_fails_at_first_sight() {
        let at = Timestamp::UNIX_EPOCH;
        let target = |ip: &str, state: &str| TargetHealth {
            target: Text::new(ip),
            port: Some(80),
            state: TargetState::parse(state),
            reason: None,
            description: None,
        };
        let before = [target("a", "initial"), target("b", "healthy")];
        let now = [target("a", "unhealthy"), target("b", "healthy"), target("c", "unhealthy"), target("d", "initial")];
        let turned: Vec<String> = turns(&before, &now, at).into_iter().map(|t| t.now.target.to_string()).collect();
        assert_eq!(turned, ["a", "c"]);
    }

    #[test]
    fn a_target_is_told_with_what_is_known_of_it() {
        let mut target = TargetHealth {
            target: Text::new("10.0.1.7"),
            port: Some(80),
            state: TargetState::parse("unhealthy"),
            reason: Some(Text::new("Target.Timeout")),
            description: Some(Text::new("Request timed out")),
        };
        assert_eq!(target.words(), "unhealthy (Target.Timeout): Request timed out");
        (target.state, target.reason, target.description) = (TargetState::Healthy, None, None);
        assert_eq!(target.words(), "healthy");
    }
}
