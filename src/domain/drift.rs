//! Drift: how what is there differs from what a stack's template says.

use super::redact::redact;
use super::stack::StackResource;
use super::text::Text;
use super::wire::wire_enum;

/// How far a drift detection is, and what it has found (DescribeStackDriftDetectionStatus,
/// DescribeStackResourceDrifts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Id of the detection.
    pub detection: Text,
    pub stage: DriftStage,
    /// What was compared. What cannot be, and what a rollback has skipped, is not among them.
    pub resources: Vec<ResourceDrift>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DriftStage {
    Running,
    Complete,
    /// Some resource could not be compared; the others were.
    Failed(Option<Text>),
}

/// A resource that was compared with its template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceDrift {
    pub logical_id: Text,
    pub status: DriftStatus,
    pub differences: Vec<Difference>,
}

wire_enum! {
    /// What came of comparing a resource.
    pub enum DriftStatus {
        InSync = "IN_SYNC",
        Modified = "MODIFIED",
        Deleted = "DELETED",
        NotChecked = "NOT_CHECKED",
        Unknown = "UNKNOWN",
        Unsupported = "UNSUPPORTED",
    }
}

/// A property that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `/DesiredCount`.
    pub path: Text,
    /// JSON; empty where the template has none.
    pub expected: Text,
    /// JSON; empty where it is gone.
    pub actual: Text,
}

/// Names said in one sentence; the others are counted (our choice).
const NAMED: usize = 4;
/// The longest value said as it is (our choice).
const VALUE: usize = 24;
/// Parts of paths whose values may be secrets.
const SECRET: [&str; 6] = ["environment", "variables", "secret", "password", "token", "userdata"];

impl Difference {
    /// `DesiredCount 4 → 0`; without values where they are long, or may be secret.
    fn words(&self) -> String {
        let path = self.path.as_str().trim_start_matches('/');
        let lower = path.to_lowercase();
        let says = |value: &Text| match value.as_str() {
            "" => "nothing".to_owned(),
            value => redact(value.trim_matches('"')),
        };
        let (expected, actual) = (says(&self.expected), says(&self.actual));
        let hidden = SECRET.iter().any(|part| lower.contains(part)) || expected.len().max(actual.len()) > VALUE;
        if hidden { format!("{path} changed") } else { format!("{path} {expected} → {actual}") }
    }
}

impl ResourceDrift {
    /// Whether it is no longer as its template says.
    fn differs(&self) -> bool {
        matches!(self.status, DriftStatus::Modified | DriftStatus::Deleted)
    }

    fn words(&self) -> String {
        if self.status == DriftStatus::Deleted {
            return format!("{} is gone", self.logical_id);
        }
        let differences: Vec<String> = self.differences.iter().map(Difference::words).collect();
        format!("{} ({})", self.logical_id, some(&differences))
    }
}

impl Drift {
    /// Whether everything that was compared is as its template says.
    pub fn is_in_step(&self) -> bool {
        self.stage == DriftStage::Complete && !self.resources.iter().any(ResourceDrift::differs)
    }

    /// What was found, in a sentence, among all resources of the stack.
    pub fn words(&self, all: &[StackResource]) -> String {
        let differing: Vec<String> =
            self.resources.iter().filter(|one| one.differs()).map(ResourceDrift::words).collect();
        let of = self.resources.len();
        let mut words = match differing.len() {
            0 => format!(
                "{} as the template says",
                if of == 1 { "1 resource is".to_owned() } else { format!("{of} resources are") }
            ),
            1 => format!("1 of {of} differs from the template: {}", some(&differing)),
            n => format!("{n} of {of} differ from the template: {}", some(&differing)),
        };
        let compared = |id: &Text| {
            let mut found = self.resources.iter();
            found.any(|one| {
                one.logical_id == *id && !matches!(one.status, DriftStatus::NotChecked | DriftStatus::Unsupported)
            })
        };
        let there = all.iter().filter(|one| !one.status.as_str().starts_with("DELETE_"));
        // A nested stack is compared by nobody but whoever asks for it by itself ("Detect drift on an entire stack").
        let (nested, left): (Vec<_>, Vec<_>) =
            there.filter(|one| !compared(&one.logical_id)).partition(|one| one.is_nested_stack());
        let named = |all: Vec<&StackResource>| {
            let names: Vec<String> = all.iter().map(|one| one.logical_id.to_string()).collect();
            some(&names)
        };
        if !left.is_empty() {
            words.push_str(&format!("; not compared: {}", named(left)));
        }
        if !nested.is_empty() {
            words.push_str(&format!("; nested stacks are compared by themselves only: {}", named(nested)));
        }
        if let DriftStage::Failed(reason) = &self.stage {
            let reason = reason.as_ref().map_or(String::new(), |reason| format!(": {reason}"));
            words.push_str(&format!("; not everything could be compared{reason}"));
        }
        words
    }
}

/// The first of them, and how many more.
fn some(words: &[String]) -> String {
    let more = words.len().saturating_sub(NAMED);
    let named = words.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stack::ResourceStatus;

    fn resource(id: &str, status: &str, differences: &[(&str, &str, &str)]) -> ResourceDrift {
        let difference = |(path, expected, actual): &(&str, &str, &str)| Difference {
            path: Text::new(path),
            expected: Text::new(expected),
            actual: Text::new(actual),
        };
        ResourceDrift {
            logical_id: Text::new(id),
            status: DriftStatus::parse(status),
            differences: differences.iter().map(difference).collect(),
        }
    }

    fn declared(id: &str, status: &str) -> StackResource {
        StackResource {
            logical_id: Text::new(id),
            physical_id: None,
            kind: Text::new("AWS::SQS::Queue"),
            status: ResourceStatus::parse(status),
            status_reason: None,
            updated_at: None,
        }
    }

    #[test]
    fn what_differs_is_said_with_its_values_unless_they_are_long_or_may_be_secret() {
        let long = "x".repeat(30);
        for (found, words) in [
            (vec![resource("Q", "IN_SYNC", &[])], "1 resource is as the template says"),
            (
                vec![resource("S", "MODIFIED", &[("/DesiredCount", "4", "0")]), resource("Q", "IN_SYNC", &[])],
                "1 of 2 differs from the template: S (DesiredCount 4 → 0)",
            ),
            (
                vec![resource("F", "MODIFIED", &[("/Environment/Variables/KEY", "a", "b"), ("/Role", "", "\"r\"")])],
                "1 of 1 differs from the template: F (Environment/Variables/KEY changed, Role nothing → r)",
            ),
            (
                vec![resource("F", "MODIFIED", &[("/Code", &long, "b")])],
                "1 of 1 differs from the template: F (Code changed)",
            ),
            (vec![resource("Q", "DELETED", &[])], "1 of 1 differs from the template: Q is gone"),
        ] {
            let drift = Drift { detection: Text::new("d"), stage: DriftStage::Complete, resources: found };
            assert_eq!(drift.words(&[]), words);
            assert_eq!(drift.is_in_step(), words.ends_with("as the template says"));
        }
    }

    #[test]
    fn what_was_not_compared_and_what_could_not_be_is_named() {
        let nested =
            StackResource { kind: Text::new("AWS::CloudFormation::Stack"), ..declared("Network", "UPDATE_COMPLETE") };
        let all = [
            declared("Q", "UPDATE_COMPLETE"),
            declared("M", "UPDATE_COMPLETE"),
            nested,
            declared("X", "DELETE_COMPLETE"),
        ];
        let resources = vec![resource("Q", "IN_SYNC", &[])];
        let stage = DriftStage::Failed(Some(Text::new("no permission")));
        let drift = Drift { detection: Text::new("d"), stage, resources };
        assert_eq!(
            drift.words(&all),
            "1 resource is as the template says; not compared: M; nested stacks are compared by themselves only: Network; \
             not everything could be compared: no permission"
        );
        assert!(!drift.is_in_step());
    }
}
