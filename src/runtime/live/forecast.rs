//! What a run of a query will scan, before anybody has paid for it.

use crate::aws::connect::Clients;
use crate::aws::log_groups::{GroupAge, group_age};
use crate::domain::Timestamp;
use crate::domain::log_scope::LogGroupId;
use jiff::SignedDuration;
use std::time::Duration;

/// A query waits no longer than that for its estimate. Our choice.
const LOOKED: Duration = Duration::from_secs(3);

/// About so many bytes: the share of what the groups store that falls into the window, as if lines had come evenly. AWS
/// counts what is stored late and in its own way, so this is an estimate. None where it cannot be told.
pub async fn a_run(
    clients: &Clients,
    groups: &[LogGroupId],
    window: (Timestamp, Timestamp),
    now: Timestamp,
) -> Option<u64> {
    let all = async {
        let mut bytes = 0_u64;
        for group in groups {
            let age = group_age(clients, group).await.ok().flatten()?;
            bytes = bytes.saturating_add(share(&age, window, now));
        }
        Some(bytes).filter(|bytes| *bytes > 0)
    };
    tokio::time::timeout(LOOKED, all).await.ok().flatten()
}

/// The share of a group's bytes that falls into a window.
fn share(age: &GroupAge, (from, to): (Timestamp, Timestamp), now: Timestamp) -> u64 {
    let kept_from = age.retention_days.and_then(|days| now.checked_sub(SignedDuration::from_hours(24 * days)).ok());
    let Some(since) = age.created_at.max(kept_from) else { return 0 };
    let seconds = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs_f64();
    let (all, asked) = (seconds(since, now), seconds(from.max(since), to.min(now)));
    if all <= 0.0 || asked <= 0.0 {
        return 0;
    }
    (age.stored_bytes as f64 * (asked / all).min(1.0)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_its_share_of_what_is_stored_since_the_group_was_made_or_as_far_as_it_keeps() {
        let at = |hours: i64| Timestamp::from_second(hours * 3_600).expect("a time");
        let age = |created: i64, retention_days: Option<i64>| GroupAge {
            created_at: Some(at(created)),
            retention_days,
            stored_bytes: 240_000,
        };
        for (created, keeps, from, to, bytes) in [
            (0, None, 238, 240, 2_000),
            (0, None, 0, 240, 240_000),
            (0, None, -500, 240, 240_000),
            (0, None, 230, 500, 10_000),
            (0, Some(1), 234, 240, 60_000),
            (0, Some(1), 100, 240, 240_000),
            (0, Some(1), 100, 110, 0),
            (216, Some(30), 228, 240, 120_000),
            (239, None, 220, 230, 0),
        ] {
            let found = share(&age(created, keeps), (at(from), at(to)), at(240));
            assert_eq!(found, bytes, "{created} {keeps:?} {from} {to}");
        }
        let unknown = GroupAge { created_at: None, ..age(0, None) };
        assert_eq!(share(&unknown, (at(1), at(2)), at(240)), 0);
    }
}
