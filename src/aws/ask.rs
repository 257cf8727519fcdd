//! One call with a time limit, answered or at fault.

use super::fault;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::text::Text;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use std::error::Error;
use std::time::Duration;

/// Longer than the SDK's own limit of one operation (8 s), for what that does not bound: a credentials source
/// that hangs. Our choice.
const LIMIT: Duration = Duration::from_secs(9);

/// What the SDK answers with.
pub(super) type SdkAnswer<T, E> = Result<T, SdkError<E, HttpResponse>>;

/// Waits for the answer of one call.
///
/// # Errors
/// A [`Fault`] named after the permission of the call.
pub(super) async fn ask<T, E>(action: &'static str, sending: impl Future<Output = SdkAnswer<T, E>>) -> Result<T, Fault>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    // On the heap: the SDK's futures are many kilobytes.
    match tokio::time::timeout(LIMIT, Box::pin(sending)).await {
        Ok(answer) => answer.map_err(|error| fault::of(action, &error)),
        Err(_) => Err(too_late(action)),
    }
}

fn too_late(action: &'static str) -> Fault {
    Fault { action, kind: FaultKind::Timeout, message: Text::new(format!("no answer within {} s", LIMIT.as_secs())) }
}

/// The fault of an answer that came and lacks what it is about.
pub(super) fn garbled(action: &'static str, words: &str) -> Fault {
    Fault { action, kind: FaultKind::Garbled, message: Text::new(words) }
}

/// The fault of asking for something that is not there.
pub(super) fn not_found(action: &'static str, words: impl AsRef<str>) -> Fault {
    Fault { action, kind: FaultKind::NotFound, message: Text::new(words) }
}
