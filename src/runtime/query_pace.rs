//! How fast CloudWatch is asked to run queries. Facts: StartQuery and GetQueryResults have ten calls a second each, for
//! everybody in the account and region together.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// All live queries of a run together make a call this often at most: half of the quota is left to others. Our choice.
const A_CALL: Duration = Duration::from_millis(200);
/// One live query starts a query, and looks at its results, this often at most.
const A_START: Duration = Duration::from_secs(5);
const A_LOOK: Duration = Duration::from_secs(1);

/// What all live queries of a run share. Copies are one.
#[derive(Clone, Debug, Default)]
pub struct SharedPace(Arc<Mutex<Option<Instant>>>);

impl SharedPace {
    /// Waits for the next turn.
    async fn turn(&self) {
        let now = Instant::now();
        let turn = {
            let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = free.map_or(now, |free| free.max(now));
            *free = Some(turn + A_CALL);
            turn
        };
        sleep_until(turn).await;
    }
}

/// The pace of one live query.
#[derive(Debug)]
pub struct QueryPace {
    shared: SharedPace,
    started_at: Option<Instant>,
    looked_at: Option<Instant>,
}

impl QueryPace {
    pub fn new(shared: SharedPace) -> Self {
        Self { shared, started_at: None, looked_at: None }
    }

    /// Waits until a query may be started.
    pub async fn start(&mut self) {
        if let Some(at) = self.started_at {
            sleep_until(at + A_START).await;
        }
        self.shared.turn().await;
        self.started_at = Some(Instant::now());
    }

    /// Waits until results may be looked at.
    pub async fn look(&mut self) {
        if let Some(at) = self.looked_at {
            sleep_until(at + A_LOOK).await;
        }
        self.shared.turn().await;
        self.looked_at = Some(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn calls_of_one_and_of_all_keep_their_distance() {
        let (shared, began) = (SharedPace::default(), Instant::now());
        let mut paces: Vec<QueryPace> = (0..3).map(|_| QueryPace::new(shared.clone())).collect();
        let mut at = Vec::new();
        for _ in 0..2 {
            for pace in &mut paces {
                pace.start().await;
                at.push(began.elapsed().as_millis());
            }
        }
        assert_eq!(at, [0, 200, 400, 5_000, 5_200, 5_400]);
        let (began, pace) = (Instant::now(), &mut paces[0]);
        for _ in 0..3 {
            pace.look().await;
        }
        assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    }
}
