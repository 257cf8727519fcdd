//! One look: the feeds are followed until every wanted one has answered once.

use super::following::Following;
use crate::app::feed::Feed;
use crate::app::model::Model;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::Instant;

/// An answer is given by then, whatever is missing.
const PATIENCE: Duration = Duration::from_millis(9_500);
/// Unless news still comes in this close together,
const STILL_COMING: Duration = Duration::from_secs(2);
/// and never later than that.
const LAST_CALL: Duration = Duration::from_secs(60);

/// Runs the feeds until each wanted one has answered. What has not answered in time is named in the result.
pub async fn gather(mut following: Following) -> (Model, BTreeSet<Feed>) {
    let began = Instant::now();
    let mut last_news = began;
    loop {
        let missing = following.missing();
        let limit = (began + PATIENCE).max(last_news + STILL_COMING).min(began + LAST_CALL);
        let wait = limit.saturating_duration_since(Instant::now());
        if missing.is_empty() || !following.step(wait).await {
            return (following.leave(), missing);
        }
        last_news = Instant::now();
    }
}
