//! The state a lever would be pulled in.

use crate::diagnosis::view::{ServiceView, View};
use crate::domain::situation::Situation;

/// The state a lever would be pulled in, as the menu sees it.
pub fn situation<'a>(view: &View<'a>, service: &ServiceView<'a>) -> Situation<'a> {
    Situation {
        stack: view.stack,
        service: service.service,
        deployment: service.facts.deployments.value().and_then(|all| all.first()),
        ..Situation::default()
    }
}
