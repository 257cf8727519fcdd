//! A person's keys, an account that moves and answers that come late, in a hundred random orders: never two writes to
//! one aim at a time, never one that was not confirmed, never one that is not in the journal.

use super::story::{Dice, Story};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use unstuck::domain::lever::Lever;

const SCENARIOS: [&str; 10] = [
    "crash-loop",
    "autoscaled",
    "rollback-failed",
    "hook-waiting",
    "delete-failed",
    "update-failed",
    "at-zero",
    "recovered",
    "two-blocked",
    "custom-resource",
];
const STEPS: usize = 120;

/// What the orders have tried, all together.
#[derive(Debug, Default)]
struct Tried {
    sent: usize,
    by_the_way: usize,
    accepted: usize,
    restarts: usize,
    unwritten: usize,
    unknown: usize,
    ended_well: usize,
    ended_badly: usize,
    levers: BTreeSet<Lever>,
}

impl Tried {
    /// Whether it is enough to trust what never happened in them.
    fn is_enough(&self) -> bool {
        let sends = self.sent >= 180 && self.accepted >= 120 && self.by_the_way >= 60;
        let troubles = self.unwritten >= 8 && self.unknown >= 40 && self.restarts >= 20;
        let ends = self.ended_well >= 80 && self.ended_badly >= 20;
        sends && troubles && ends && self.levers.len() >= 13
    }
}

#[tokio::test]
async fn never_two_at_a_time_never_unconfirmed_never_unjournalled_in_a_hundred_orders() {
    let mut tried = Tried::default();
    for seed in 0..100_u64 {
        let folder = std::env::temp_dir().join(format!("unstuck-orders-{}-{seed}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
        let scenario = SCENARIOS[usize::try_from(seed).expect("small") % SCENARIOS.len()];
        let mut story = Story::open(scenario, &folder).await;
        for _ in 0..STEPS {
            story.step(&mut dice).await;
        }
        let journal = story.writer.journal.all().expect("readable");
        assert_eq!(journal.len(), story.writes.load(Ordering::SeqCst), "seed {seed}: {journal:?}");
        assert!(journal.len() <= story.sent, "seed {seed}: more was sent than was confirmed");
        tried.sent += journal.len();
        tried.by_the_way += story.by_the_way;
        tried.accepted += story.accepted;
        tried.restarts += story.restarts;
        tried.unwritten += story.unwritten;
        tried.unknown += story.unknown;
        let well = story.ends.iter().filter(|(_, _, well)| *well).count();
        tried.ended_well += well;
        tried.ended_badly += story.ends.len() - well;
        tried.levers.extend(journal.iter().filter_map(|taken| taken.lever));
        let _ = std::fs::remove_dir_all(&folder);
    }
    println!("{tried:?}");
    assert!(tried.is_enough(), "the orders try too little: {tried:?}");
}
