//! Quotes that several rules give: a service's event, a deployment's own words, the row the stack waits at.

use crate::diagnosis::verdict::{Evidence, EvidenceSource};
use crate::diagnosis::view::{Episode, ServiceView, View};
use crate::domain::Text;
use crate::domain::service::ServiceEvent;

/// A quote of an event, about its service.
pub fn event(event: &ServiceEvent, service: &ServiceView<'_>) -> Evidence {
    let about = service.service.map_or_else(|| service.id.name.clone(), |s| s.arn.clone());
    Evidence { source: EvidenceSource::ServiceEvent, at: Some(event.at), quote: event.message.clone(), about }
}

/// The deployment's own words.
pub fn rollout(episode: &Episode<'_>, about: Text) -> Option<Evidence> {
    let deployment = episode.deployment?;
    let quote = deployment.rollout_reason.clone()?;
    Some(Evidence { source: EvidenceSource::Deployment, at: deployment.updated_at, quote, about })
}

/// The service's row in the stack, while the stack waits there or stopped there.
pub fn stack_row(view: &View<'_>, service: &ServiceView<'_>) -> Option<Evidence> {
    let at = service.row.filter(|_| service.holds_stack)?;
    let event = view.operation.newest_of(at.stack, &at.resource.logical_id);
    let reason = event.and_then(|e| e.reason.as_ref()).or(at.resource.status_reason.as_ref());
    let status = at.resource.status.as_str();
    let quote = reason.map_or_else(|| Text::new(status), |words| Text::new(format!("{status}: {}", words.raw())));
    let about = at.name(view.stack.map(|s| &s.id));
    let time = event.map(|e| e.at).or(at.resource.updated_at);
    Some(Evidence { source: EvidenceSource::StackEvent, at: time, quote, about })
}
