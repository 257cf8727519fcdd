//! A service deployment whole, as lines: what DescribeServiceDeployments adds to the row of a deployment.

use crate::domain::clock::date_time;
use crate::domain::deployment::{RevisionCounts, ServiceDeploymentDetail};
use crate::domain::facts::ServiceFacts;
use crate::domain::{Text, Timestamp};

/// The open service deployment, else the newest; nothing where none is known.
pub fn lines(known: Option<&ServiceFacts>) -> Vec<Text> {
    let all = known.and_then(|known| known.deployments.value());
    let Some(found) = all.and_then(|all| all.iter().find(|d| d.is_open()).or_else(|| all.first())) else {
        return Vec::new();
    };
    let mut lines = vec![Text::new(""), Text::new("service deployment")];
    let mut say = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(Text::from(format!("{name:<16} {value}")));
        }
    };
    let words = |text: &Option<Text>| text.as_ref().map(|t| t.as_str().to_owned()).unwrap_or_default();
    let time = |at: Option<Timestamp>| at.map(date_time).unwrap_or_default();
    say("arn", found.arn.to_string());
    say("status", found.status.as_str().to_owned());
    say("reason", words(&found.status_reason));
    say("started", time(found.started_at.or(found.created_at)));
    say("finished", time(found.finished_at));
    for (name, value) in found.detail.as_ref().map(detail).unwrap_or_default() {
        say(name, value);
    }
    lines
}

fn detail(detail: &ServiceDeploymentDetail) -> Vec<(&'static str, String)> {
    let words = |text: &Option<Text>| text.as_ref().map(|t| t.as_str().to_owned()).unwrap_or_default();
    let names = |names: &[Text]| names.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
    let breaker = detail.breaker.as_ref();
    let mut all = vec![
        ("strategy", words(&detail.strategy)),
        ("stage", words(&detail.lifecycle_stage)),
        ("bake time", detail.bake_minutes.map(|n| format!("{n} min")).unwrap_or_default()),
        (
            "circuit breaker",
            breaker.map(|b| format!("{}, {} of {} failures", b.status, b.failures, b.threshold)).unwrap_or_default(),
        ),
        ("alarms", names(&detail.alarms)),
        ("alarms gone off", names(&detail.triggered_alarms)),
        ("rollback", words(&detail.rollback_reason)),
    ];
    all.extend(detail.revisions.iter().map(revision));
    all.extend(detail.hooks.iter().map(|hook| {
        let then = hook.timeout_action.as_ref().map(|action| format!(", then {action}")).unwrap_or_default();
        let until = hook.expires_at.map(|at| format!(" until {}{then}", date_time(at))).unwrap_or_default();
        ("hook", format!("{} {}{until}", hook.id, hook.status))
    }));
    all
}

fn revision(revision: &RevisionCounts) -> (&'static str, String) {
    let part = |percent: Option<i32>, of: &str| percent.map(|n| format!(", {n}% of {of} traffic")).unwrap_or_default();
    let traffic = part(revision.production_percent, "production") + &part(revision.test_percent, "test");
    let name = if revision.is_target { "moves to" } else { "moves from" };
    let RevisionCounts { arn, requested, running, pending, .. } = revision;
    (name, format!("{arn}: {running} of {requested} running, {pending} pending{traffic}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deployment::{Breaker, HookWait, ServiceDeployment, ServiceDeploymentStatus};

    #[test]
    fn all_that_is_known_of_a_service_deployment_is_told() {
        let detail = ServiceDeploymentDetail {
            strategy: Some(Text::new("CANARY")),
            lifecycle_stage: Some(Text::new("PRODUCTION_TRAFFIC_SHIFT")),
            breaker: Some(Breaker { status: Text::new("MONITORING"), failures: 2, threshold: 3 }),
            hooks: vec![HookWait {
                id: Text::new("h"),
                status: Text::new("AWAITING_ACTION"),
                expires_at: Timestamp::from_second(0).ok(),
                timeout_action: Some(Text::new("ROLLBACK")),
            }],
            revisions: vec![RevisionCounts {
                arn: Text::new("rev/2"),
                is_target: true,
                requested: 4,
                running: 3,
                pending: 1,
                production_percent: Some(10),
                test_percent: None,
            }],
            ..Default::default()
        };
        let deployment = ServiceDeployment {
            arn: Text::new("sd/1"),
            status: ServiceDeploymentStatus::InProgress,
            status_reason: None,
            created_at: None,
            started_at: None,
            finished_at: None,
            target_revision: None,
            detail: Some(detail),
        };
        let mut known = ServiceFacts::default();
        known.deployments.learn(Timestamp::UNIX_EPOCH, vec![deployment]);
        let told = lines(Some(&known)).iter().map(|line| line.as_str().to_owned()).collect::<Vec<_>>().join("\n");
        for words in [
            "strategy         CANARY",
            "circuit breaker  MONITORING, 2 of 3 failures",
            "moves to         rev/2: 3 of 4 running, 1 pending, 10% of production traffic",
            "hook             h AWAITING_ACTION until 1970-01-01T00:00:00Z, then ROLLBACK",
        ] {
            assert!(told.contains(words), "{words} in {told}");
        }
        assert!(lines(None).is_empty() && !told.contains("alarms"));
    }
}
