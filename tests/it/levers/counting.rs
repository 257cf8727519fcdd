//! What leaves the console, counted and held against the journal.

use super::spoiled::is_write;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what changes the account, as it leaves, and breaks the connection where it is to.
#[derive(Clone, Debug)]
pub struct Counting {
    pub inner: SharedHttpConnector,
    pub writes: Arc<AtomicUsize>,
    pub breaks: Arc<AtomicUsize>,
    pub journal: std::path::PathBuf,
}

/// The connection breaks before a write has arrived.
pub const BEFORE: usize = 1;
/// The connection breaks when it has taken effect.
pub const AFTER: usize = 2;

impl HttpConnector for Counting {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let is_write = is_write(&request);
        let breaks = if is_write { self.breaks.load(Ordering::SeqCst) } else { 0 };
        if is_write {
            let written = std::fs::read_to_string(&self.journal).unwrap_or_default();
            let sending = written.lines().filter(|line| line.contains("\"phase\":\"sending\"")).count();
            let before = self.writes.fetch_add(1, Ordering::SeqCst);
            assert_eq!(sending, before + 1, "it is sent before it stands in the journal");
        }
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            let broken = || Err(ConnectorError::io("connection reset by peer".into()));
            match breaks {
                BEFORE => broken(),
                AFTER => inner.call(request).await.and_then(|_| broken()),
                _ => inner.call(request).await,
            }
        })
    }
}
