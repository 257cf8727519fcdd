//! Health check settings against how long tasks lived and when their programs were ready: whether the checks leave
//! them the time they need.

use crate::diagnosis::failures::{Group, ready_after};
use crate::diagnosis::view::{Episode, ServiceView, View};
use crate::diagnosis::words::seconds;
use crate::domain::service::Service;
use crate::domain::task_definition::HealthTimes;

/// A next step where the settings fit the failures; nothing where they leave time enough, or are not known.
pub fn step(view: &View<'_>, service: &ServiceView<'_>, episode: &Episode<'_>, group: &Group<'_>) -> Option<String> {
    let newest = group.newest()?;
    let (shortest, longest) = group.ran()?;
    let ready = group.failures.iter().find_map(|f| ready_after(view.facts, f.task));
    if group.explanation.cause.starts_with("elb_") {
        return balancer(service.service?, longest, ready);
    }
    let definition = view.facts.task_definitions.get(episode.task_definition?)?.value()?;
    let named = newest.container.and_then(|c| definition.container(c.name.raw())?.health_times);
    let times = named.or_else(|| definition.containers.iter().find_map(|c| c.health_times))?;
    container(times, shortest, ready)
}

/// The grace period covers the first answers of a load balancer; without one they count from the start.
fn balancer(service: &Service, longest: u64, ready: Option<u64>) -> Option<String> {
    let grace = service.grace_period.filter(|_| !service.target_groups.is_empty()).unwrap_or(0);
    let covered = u64::try_from(grace).unwrap_or(0);
    match ready {
        Some(ready) if ready > covered => Some(format!(
            "Raise the health check grace period: it is {}, and by its log the program was ready only after {}.",
            seconds(covered),
            seconds(ready)
        )),
        Some(_) => None,
        None if covered < longest => Some(format!(
            "Compare the grace period of {} with the time the program takes to answer: its tasks lived {} at most.",
            seconds(covered),
            seconds(longest)
        )),
        None => None,
    }
}

fn container(times: HealthTimes, shortest: u64, ready: Option<u64>) -> Option<String> {
    let patience = times.patience();
    let settings = format!(
        "interval {} s, {} retries, startPeriod {} s: unhealthy after {} without an answer",
        times.interval,
        times.retries,
        times.start_period,
        seconds(patience)
    );
    match ready {
        Some(ready) if ready > patience => Some(format!(
            "Raise startPeriod ({settings}): by its log the program was ready only after {}.",
            seconds(ready)
        )),
        Some(_) => None,
        // Ended about when the check gives up: it has never answered.
        None if shortest <= patience.saturating_add(u64::try_from(times.interval.max(0)).unwrap_or(0)) => {
            Some(format!("Compare startPeriod with the time the program takes to start ({settings})."))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: HealthTimes = HealthTimes { interval: 30, timeout: 5, retries: 3, start_period: 0 };

    #[test]
    fn a_check_that_gives_up_before_the_program_is_ready_is_told_with_both_times() {
        let said = container(TIMES, 95, Some(140)).expect("told");
        assert!(said.contains("unhealthy after 90 s") && said.contains("only after 2m20s"), "{said}");
        assert_eq!(container(TIMES, 95, Some(40)), None, "ready in time: something else is wrong");
        assert!(container(TIMES, 95, None).is_some_and(|s| s.starts_with("Compare startPeriod")));
        assert_eq!(container(TIMES, 900, None), None, "it lived long past the check's patience");
    }
}
