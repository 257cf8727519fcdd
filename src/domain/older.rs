//! What ECS tells no more, kept beside what it tells.

use super::service::ServiceEvent;

/// Events kept of one service; ECS tells the newest 100 (our choice).
const EVENTS: usize = 500;

/// Makes `kept` what is told now, followed by what was kept and is told no more; newest first, bounded.
pub fn with_older(kept: &mut Vec<ServiceEvent>, told: &[ServiceEvent]) {
    let oldest = told.iter().map(|event| event.at).min();
    kept.retain(|event| oldest.is_none_or(|oldest| event.at <= oldest) && !told.iter().any(|t| t.id == event.id));
    kept.splice(0..0, told.iter().cloned());
    kept.truncate(EVENTS);
}
