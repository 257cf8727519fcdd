//! What becomes of a task.

use serde::Deserialize;

/// What becomes of every task of a revision. In its texts `{account}`, `{region}`, `{service}`, `{image}`, `{task}`,
/// `{target_group}` and `{instance}` stand for the task's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fate {
    /// It runs and stays.
    #[default]
    Runs,
    /// It runs and stays, but it takes this long until it counts as healthy.
    Slow { after_seconds: i64 },
    /// It runs, and one of its containers ends by itself; the others are stopped after it.
    Exits {
        code: i32,
        after_seconds: i64,
        /// The container that ends; the service's own where absent.
        #[serde(default)]
        container: Option<String>,
        /// The container's reason, `OutOfMemoryError: …`.
        #[serde(default)]
        reason: Option<String>,
        /// Its last lines.
        #[serde(default)]
        log: Vec<String>,
    },
    /// It never runs: no image, no secret, no container.
    NeverStarts {
        after_seconds: i64,
        /// The task's stopped reason, `CannotPullContainerError: …`.
        reason: String,
    },
    /// It runs, and the load balancer finds it unhealthy.
    Unhealthy {
        after_seconds: i64,
        /// The load balancer's reason, `Health checks failed with these codes: [503]`.
        reason: String,
        #[serde(default)]
        log: Vec<String>,
    },
    /// It runs, and its container's own health check fails.
    ChecksFail {
        after_seconds: i64,
        #[serde(default)]
        log: Vec<String>,
    },
    /// It runs, and its host is taken away: Spot, a terminated instance. That is no failure of the deployment.
    Taken {
        after_seconds: i64,
        /// `SpotInterruption`, `TerminationNotice`.
        stop_code: String,
        reason: String,
    },
    /// It finds no place: there is no task at all.
    Unplaceable {
        /// What follows `was unable to place a task` in the service event.
        reason: String,
    },
    /// One task after the other has the next of these fates; after the last one it begins again (`around`), or the
    /// last one stays.
    Turns {
        of: Vec<Fate>,
        #[serde(default)]
        around: bool,
    },
}

impl Fate {
    /// The fate of the task launched after so many others of its deployment.
    pub fn at_turn(&self, turn: usize) -> &Self {
        let Self::Turns { of, around } = self else { return self };
        let last = of.len().saturating_sub(1);
        let place = if *around { turn % of.len().max(1) } else { turn.min(last) };
        // Turns within turns mean nothing: they are the same turn.
        of.get(place).map_or(self, |fate| if matches!(fate, Self::Turns { .. }) { self } else { fate })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_go_round_or_stay_at_the_last() {
        let of: Vec<Fate> = [3, 5].map(|after_seconds| Fate::Slow { after_seconds }).into();
        let seconds = |fate: &Fate, turn| match fate.at_turn(turn) {
            Fate::Slow { after_seconds } => *after_seconds,
            other => panic!("{other:?}"),
        };
        for (around, expected) in [(false, [3, 5, 5, 5]), (true, [3, 5, 3, 5])] {
            let fate = Fate::Turns { of: of.clone(), around };
            assert_eq!([0, 1, 2, 3].map(|turn| seconds(&fate, turn)), expected);
        }
        let none = Fate::Turns { of: vec![], around: true };
        assert_eq!(*none.at_turn(4), none);
    }
}
