//! What this run was refused for want of a permission: said beside the lever, which may be tried again.

use super::situated::{Target, target};
use crate::domain::Timestamp;
use crate::domain::fault::FaultKind;
use crate::domain::operation::{Operation, Outcome};

/// Refusals of this run, the newest of each permission and target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Denied(Vec<(&'static str, Target, Timestamp)>);

impl Denied {
    /// Takes how a write was answered. One that AWS takes shows that the permission is there by now.
    pub fn learn(&mut self, operation: &Operation, outcome: &Outcome, at: Timestamp) {
        let (action, on) = (operation.action(), target(operation));
        let is_denied = matches!(outcome, Outcome::Rejected(fault) if fault.kind == FaultKind::AccessDenied);
        if is_denied || matches!(outcome, Outcome::Accepted { .. }) {
            self.0.retain(|(of, to, _)| (*of, to) != (action, &on));
        }
        if is_denied {
            self.0.push((action, on, at));
        }
    }

    /// When a permission (`ecs:UpdateService`) was last missing at a target.
    pub fn at(&self, action: &str, on: &Target) -> Option<Timestamp> {
        self.0.iter().find(|(of, to, _)| *of == action && to == on).map(|(_, _, at)| *at)
    }
}
