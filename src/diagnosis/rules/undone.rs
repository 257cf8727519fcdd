//! What the failure of a deployment that was given up means for the stack now.

use crate::diagnosis::candidate::Bearing;
use crate::diagnosis::view::{Recalled, ServiceView, View};
use crate::domain::Timestamp;

/// While the stack still goes forward it cannot arrive. Once it has rolled back this is why, and so it is where the
/// stack calls itself complete without having waited. While it rolls back, and where the rollback failed for reasons
/// of its own, it is history; so it is where it goes back since somebody wanted it.
pub fn bearing(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Bearing {
    let Some(status) = view.status() else { return Bearing::Context };
    if status.is_rolling_back() || status.as_str().contains("ROLLBACK_FAILED") {
        Bearing::Context
    } else if status.is_failed() || status.is_rolled_back() || view.is_green_over(service) {
        Bearing::Ended
    } else if status.is_moving() {
        let goes_back = Recalled::of(view, service).is_some_and(|recalled| recalled.is_under_way(view, now));
        if goes_back { Bearing::Context } else { Bearing::Blocks }
    } else {
        Bearing::Context
    }
}
