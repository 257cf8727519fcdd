//! Containers that never started, and so have no log.

use super::facts::Facts;
use super::fault::FaultKind;
use super::log::LogSource;

/// Whether a log stream is missing because its container never started: the awslogs driver makes the stream when the
/// container starts, so its absence hides nothing.
pub fn has_no_log(facts: &Facts, source: &LogSource) -> bool {
    let Some(known) = facts.logs.get(source).filter(|known| known.value().is_none()) else { return false };
    if known.fault().is_none_or(|fault| fault.kind != FaultKind::NotFound) {
        return false;
    }
    let mut parts = source.stream.raw().rsplit('/');
    let (Some(id), Some(name)) = (parts.next(), parts.next()) else { return false };
    let tasks = facts.services.values().filter_map(|service| service.tasks.value()).flat_map(|tasks| tasks.values());
    let mut tasks = tasks.filter(|task| task.arn.raw().rsplit('/').next() == Some(id));
    tasks.any(|task| {
        let container = task.containers.iter().find(|container| container.name.raw() == name);
        task.started_at.is_none() && container.is_none_or(|container| container.exit_code.is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Fault;
    use crate::domain::service::ServiceId;
    use crate::domain::task::{Container, Task};
    use crate::domain::{Text, Timestamp};

    fn told(started: bool, exit_code: Option<i32>, kind: FaultKind) -> (Facts, LogSource) {
        let task = Task {
            started_at: started.then_some(Timestamp::UNIX_EPOCH),
            containers: vec![Container {
                name: Text::new("app"),
                image: None,
                last_status: None,
                exit_code,
                reason: None,
                health: None,
            }],
            ..Task::bare(
                Text::new("arn:aws:ecs:eu-west-1:111122223333:task/prod/0a1b"),
                Text::new("web:1"),
                "STOPPED",
                "STOPPED",
            )
        };
        let mut facts = Facts::default();
        let id = ServiceId { cluster: Text::new("prod"), name: Text::new("web") };
        let known = facts.services.entry(id).or_default();
        known.tasks.learn(Timestamp::UNIX_EPOCH, [(task.arn.clone(), task)].into());
        let source = LogSource {
            group: Text::new("/ecs/web"),
            region: None,
            stream: Text::new("web/app/0a1b"),
            from: Timestamp::UNIX_EPOCH,
        };
        let fault = Fault { action: "logs:FilterLogEvents", kind, message: Text::new("does not exist") };
        facts.logs.entry(source.clone()).or_default().fail(Timestamp::UNIX_EPOCH, fault);
        (facts, source)
    }

    #[test]
    fn only_a_missing_stream_of_what_never_started_hides_nothing() {
        for (started, exit_code, kind, expected) in [
            (false, None, FaultKind::NotFound, true),
            (true, None, FaultKind::NotFound, false),
            (false, Some(1), FaultKind::NotFound, false),
            (false, None, FaultKind::AccessDenied, false),
        ] {
            let (facts, source) = told(started, exit_code, kind.clone());
            assert_eq!(has_no_log(&facts, &source), expected, "{started} {exit_code:?} {kind:?}");
            let other = LogSource { stream: Text::new("web/app/ffff"), ..source };
            assert!(!has_no_log(&facts, &other));
        }
    }
}
