//! How long a service's deployments usually take, by its own history. ECS keeps it for 90 days.

use crate::domain::deployment::{ServiceDeployment, ServiceDeploymentStatus};

/// The ordinary length of a service's deployments, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual {
    /// The median of those that arrived: half took longer.
    pub typical: u64,
    /// The longest of them that is still ordinary.
    pub longest: u64,
    /// How many it is read from.
    pub times: usize,
}

/// A deployment that took this many times the median is none to measure others by: it hung until somebody scaled the
/// service to zero, say, and then counted as successful (our choice).
const ORDINARY: u64 = 3;

impl Usual {
    /// Reads it off the deployments that were successful with tasks in them. None where there is none.
    pub fn of(past: &[ServiceDeployment]) -> Option<Self> {
        let mut took: Vec<u64> =
            past.iter().filter(|d| has_arrived(d)).filter_map(ServiceDeployment::duration).collect();
        took.sort_unstable();
        let typical = *took.get(took.len().checked_sub(1)? / 2)?;
        let ordinary = took.iter().rev().find(|seconds| **seconds <= typical.saturating_mul(ORDINARY));
        Some(Self { typical, longest: ordinary.copied().unwrap_or(typical), times: took.len() })
    }
}

fn has_arrived(deployment: &ServiceDeployment) -> bool {
    let target = deployment.detail.as_ref().and_then(|detail| detail.revisions.iter().find(|r| r.is_target));
    deployment.status == ServiceDeploymentStatus::Successful && target.is_none_or(|revision| revision.requested > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deployment::{RevisionCounts, ServiceDeploymentDetail};
    use crate::domain::{Text, Timestamp};

    fn took(seconds: i64) -> ServiceDeployment {
        let at = |n| Timestamp::from_second(n).ok();
        ServiceDeployment {
            arn: Text::new("arn"),
            status: ServiceDeploymentStatus::Successful,
            status_reason: None,
            created_at: at(1000),
            started_at: at(1000),
            finished_at: at(1000 + seconds),
            target_revision: None,
            detail: None,
        }
    }

    fn usual(past: &[ServiceDeployment]) -> Option<(u64, u64, usize)> {
        Usual::of(past).map(|usual| (usual.typical, usual.longest, usual.times))
    }

    #[test]
    fn a_deployment_that_hung_or_was_stopped_or_had_no_tasks_is_no_measure() {
        assert_eq!(usual(&[]), None);
        assert_eq!(usual(&[took(2820), took(240), took(200), took(260)]), Some((240, 260, 4)));
        assert_eq!(usual(&[took(2820), took(240)]), Some((240, 240, 2)), "of two the shorter");
        let mut stopped = took(2820);
        stopped.status = ServiceDeploymentStatus::Stopped;
        assert_eq!(usual(&[stopped.clone()]), None);
        assert_eq!(usual(&[stopped, took(240)]), Some((240, 240, 1)));
        let mut empty = took(2820);
        let counts = RevisionCounts {
            arn: Text::new("arn"),
            is_target: true,
            requested: 0,
            running: 0,
            pending: 0,
            production_percent: None,
            test_percent: None,
        };
        empty.detail = Some(ServiceDeploymentDetail { revisions: vec![counts], ..Default::default() });
        assert_eq!(usual(&[empty]), None, "scaled to zero: its only one says nothing");
    }
}
