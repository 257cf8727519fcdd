//! What a rollback that was continued from here has left out.

use super::clock::Timestamp;

/// By the journal: CloudFormation calls these rolled back as they are, until an update sets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// When the rollback was continued.
    pub at: Timestamp,
    /// As they were named; none where whatever failed was left out.
    pub names: Vec<String>,
    /// Whether the stack was compared with its template since, from here.
    pub is_compared: bool,
}

impl LeftOut {
    /// Whether it leaves out this resource, `LogicalId` or `NestedStackName.LogicalId`. Where whatever failed was left
    /// out, all of it was that failed.
    pub fn holds(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|one| one == name)
    }

    /// The same by logical ids alone: the name of a nested stack before it is long.
    pub fn short(&self) -> String {
        let short = |name: &String| name.rsplit('.').next().unwrap_or_default().to_owned();
        Self::listed(&self.names.iter().map(short).collect::<Vec<_>>())
    }

    /// `A, B and C`; words for what is not known by name.
    pub fn listed(names: &[String]) -> String {
        match names {
            [] => "whatever failed".to_owned(),
            [one] => one.clone(),
            [before @ .., last] => format!("{} and {last}", before.join(", ")),
        }
    }
}
