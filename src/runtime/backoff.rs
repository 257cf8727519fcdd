//! How long to wait before asking again.

use crate::domain::fault::{Fault, FaultKind};
use std::time::Duration;

/// The longest wait after faults.
const LONGEST: Duration = Duration::from_secs(60);

/// The wait after `failures` faults in a row: the usual wait doubled for each, a minute at most. What no
/// waiting mends is asked a little every minute, so that a person who mends it sees it without a restart.
pub fn after_fault(usual: Duration, failures: u32, fault: &Fault) -> Duration {
    let base = match fault.kind {
        FaultKind::Throttled | FaultKind::LimitExceeded => usual.max(Duration::from_secs(5)),
        _ => usual,
    };
    if !fault.kind.is_passing() && fault.kind != FaultKind::Expired {
        return LONGEST.min(base.saturating_mul(4).max(Duration::from_secs(15)));
    }
    base.saturating_mul(1 << failures.min(6)).min(LONGEST)
}

/// The wait made up to a fifth longer, so that many watches do not ask at the same moment. `salt` is any number
/// that differs between them; the same numbers give the same wait.
pub fn jittered(wait: Duration, salt: u64, turn: u64) -> Duration {
    let mixed = (salt ^ turn.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let share = u32::try_from(mixed >> 48).unwrap_or(0);
    wait + wait.mul_f64(f64::from(share) / 65_536.0 / 5.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    fn fault(kind: FaultKind) -> Fault {
        Fault { action: "ecs:ListTasks", kind, message: Text::new("x") }
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        let five = Duration::from_secs(5);
        let waits: Vec<u64> = (1..8).map(|n| after_fault(five, n, &fault(FaultKind::Timeout)).as_secs()).collect();
        assert_eq!(waits, [10, 20, 40, 60, 60, 60, 60]);
    }

    #[test]
    fn where_the_account_is_at_a_limit_nothing_is_asked_again_within_ten_seconds() {
        for kind in [FaultKind::Throttled, FaultKind::LimitExceeded] {
            let fault = fault(kind);
            assert!(after_fault(Duration::from_secs(1), 1, &fault) >= Duration::from_secs(10), "{fault:?}");
        }
    }

    #[test]
    fn a_missing_permission_is_asked_again_slowly() {
        let wait = after_fault(Duration::from_secs(5), 1, &fault(FaultKind::AccessDenied));
        assert_eq!(wait, Duration::from_secs(20));
    }

    #[test]
    fn jitter_adds_at_most_a_fifth_and_differs_between_watches() {
        let wait = Duration::from_secs(10);
        let all: Vec<Duration> = (0..50).map(|salt| jittered(wait, salt * 7919, 3)).collect();
        assert!(all.iter().all(|w| *w >= wait && *w <= Duration::from_secs(12)));
        assert!(all.iter().collect::<std::collections::BTreeSet<_>>().len() > 40);
    }
}
