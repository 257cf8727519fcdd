//! The scenarios that come with the program.

use super::error::ScenarioError;
use super::plan::Scenario;

/// Names with the TOML of each.
macro_rules! shelf {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../scenarios/", $name, ".toml")))),+] };
}

/// Name and TOML, the default first: those that cannot go on, those that can, those that have ended, and the big one.
const BOOK: &[(&str, &str)] = shelf![
    "crash-loop",
    "image-not-found",
    "health-check",
    "no-capacity",
    "secret-denied",
    "rollback-failed",
    "healthy",
    "forty-stacks",
    "out-of-memory",
    "denied",
    "container-check",
    "health-check-code",
    "sidecar",
    "secret-missing",
    "log-group-missing",
    "no-route",
    "no-interface",
    "efs-unresolved",
    "pull-rate-limit",
    "agent-disconnected",
    "capacity-provider-empty",
    "vcpu-quota",
    "spot-interrupted",
    "percent-deadlock",
    "daemon",
    "two-services",
    "two-blocked",
    "two-causes",
    "nested",
    "custom-resource",
    "express",
    "slow",
    "recovering",
    "recovered",
    "at-zero",
    "hook-waiting",
    "hook-expired",
    "hook-continued",
    "baking",
    "breaker",
    "breaker-counting",
    "breaker-reset",
    "alarm",
    "code-deploy",
    "code-deploy-shifting",
    "external",
    "scaling-refused",
    "custom-resource-failed",
    "delete-failed",
    "create-failed",
    "update-failed",
    "autoscaled",
    "big",
];

impl Scenario {
    /// The names of all scenarios, the default first.
    pub fn names() -> Vec<&'static str> {
        BOOK.iter().map(|(name, _)| *name).collect()
    }

    /// The scenario of this name.
    pub fn load(name: &str) -> Result<Self, ScenarioError> {
        let found = BOOK.iter().find(|(known, _)| *known == name);
        let (_, toml) = found.ok_or_else(|| ScenarioError::Unknown {
            name: name.to_owned(),
            nearest: nearest(name),
            valid: Self::names(),
        })?;
        Self::parse(toml)
    }
}

/// The name most alike, if at most half of it would have to change.
fn nearest(name: &str) -> Option<&'static str> {
    let name: String = name.chars().take(64).collect();
    let alike = BOOK.iter().map(|(known, _)| (distance(&name, known), *known)).min()?;
    (alike.0 * 2 <= alike.1.chars().count()).then_some(alike.1)
}

/// How many letters must be added, dropped or changed to turn one into the other.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (line, a) in one.chars().enumerate() {
        let mut left = line + 1;
        let mut next = vec![left];
        for (pair, b) in row.windows(2).zip(other.chars()) {
            let [diagonal, above] = pair else { continue };
            left = (diagonal + usize::from(a != b)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_reads_and_bears_its_own_name() {
        for name in Scenario::names() {
            let scenario = Scenario::load(name).expect("reads");
            assert_eq!(scenario.name, name);
            assert!(!scenario.shows.is_empty() && scenario.expected.is_some());
        }
    }

    #[test]
    fn an_unknown_name_gives_the_nearest_and_all_valid_ones() {
        for (asked, nearest) in [("crash-lop", Some("crash-loop")), ("HEALTHY", None), ("zzz", None)] {
            let error = Scenario::load(asked).expect_err("unknown");
            let ScenarioError::Unknown { nearest: found, valid, .. } = &error else { panic!("{error}") };
            assert_eq!(*found, nearest);
            assert_eq!(*valid, Scenario::names());
            assert!(error.to_string().contains("forty-stacks"));
        }
    }

    #[test]
    fn what_does_not_hold_together_is_refused_with_its_place() {
        let good = include_str!("../scenarios/crash-loop.toml");
        for (from, to, said) in [
            ("desired = 4", "desired = -1", "desired"),
            ("desired = 4", "desierd = 4", "desierd"),
            ("after_seconds = 6", "after_seconds = 6\nafter = 7", "after"),
            ("cluster = \"prod\"\nstack = \"shop-checkout\"", "cluster = \"prod\"\nstack = \"shop\"", "no stack shop"),
        ] {
            let broken = good.replacen(from, to, 1);
            assert_ne!(broken, good, "{from}");
            let error = Scenario::parse(&broken).expect_err("broken").to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
