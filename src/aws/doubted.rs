//! Stopped tasks of whole clusters, read once for all who doubt that ListTasks tells of them by service.

use crate::domain::Text;
use crate::domain::task::Task;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// One reading a cluster and session. Copies share it; who comes while it is read waits for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubted {
    clusters: Arc<Mutex<BTreeMap<Text, Reading>>>,
}

/// The stopped tasks of a cluster, as they were when somebody first doubted.
pub(super) type Reading = Arc<OnceCell<Vec<Task>>>;

impl Doubted {
    /// The reading of a cluster, to be made by whoever comes first.
    pub(super) fn of(&self, cluster: &Text) -> Reading {
        let mut clusters = self.clusters.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(clusters.entry(cluster.clone()).or_default())
    }
}
