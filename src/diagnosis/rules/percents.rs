//! Minimum and maximum percent that leave no room for a deployment: why, in numbers, and which numbers do.

use crate::domain::service::{Scheduling, Service};
use crate::domain::shell::shell_word;

/// Why they leave no room.
pub fn why(service: &Service) -> Option<String> {
    let (least, most) = deadlock(service)?;
    let (min, max) = (service.min_healthy_percent?, service.max_percent?);
    Some(format!(
        "minimum {min} and maximum {max} percent of {} tasks mean at least {least} and at most {most}, and {} run, so \
         ECS may neither stop an old task nor start a new one",
        service.desired, service.running
    ))
}

/// What to set instead, with the command that does it at once. The count of a deployment under way is computed anew
/// from the service's percents, so that no new deployment is needed (our reading: AWS lists what begins one, and the
/// percents are not among it).
pub fn step(service: &Service) -> Option<String> {
    deadlock(service)?;
    let (min, max) = (service.min_healthy_percent?, service.max_percent?);
    let desired = i64::from(service.desired);
    // The least percent that gives one task more when rounded down, the greatest that gives one less when rounded up.
    let more = desired.saturating_add(1).saturating_mul(100).saturating_add(desired - 1) / desired;
    let less = desired.saturating_sub(1).saturating_mul(100) / desired;
    let breaker = service.breaker.map_or_else(String::new, |breaker| {
        format!(",deploymentCircuitBreaker={{enable={},rollback={}}}", breaker.enabled, breaker.rollback)
    });
    let setting = format!("maximumPercent={more},minimumHealthyPercent={min}{breaker}");
    let (cluster, name) = (shell_word(&service.id.cluster), shell_word(&service.id.name));
    Some(format!(
        "Raise maximumPercent from {max} to {more} ({} tasks: a new one may start beside {desired}), or lower \
         minimumHealthyPercent from {min} to {less} ({} stay while one is replaced); now by `aws ecs update-service \
         --cluster {cluster} --service {name} --deployment-configuration '{setting}'`, and in the template, then \
         {{deploy|deploy}}.",
        desired + 1,
        desired - 1,
    ))
}

/// Least and most tasks that may run, where they leave no room for a new one: the least is the desired count rounded
/// up by the minimum percent, the most rounded down by the maximum percent.
fn deadlock(service: &Service) -> Option<(i64, i64)> {
    if service.scheduling == Scheduling::Daemon || service.desired <= 0 {
        return None;
    }
    let desired = i64::from(service.desired);
    let scaled = |percent: i32| desired.saturating_mul(i64::from(percent));
    let least = scaled(service.min_healthy_percent?).saturating_add(99) / 100;
    let most = scaled(service.max_percent?) / 100;
    (least >= desired && most <= desired).then_some((least, most))
}
