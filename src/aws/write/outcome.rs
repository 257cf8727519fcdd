//! From the answer of a write to what is known of it.

use crate::aws::ask::SdkAnswer;
use crate::aws::fault;
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::operation::Outcome;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use std::error::Error;
use std::time::Duration;

/// Longer than the SDK's own limit of a call, for what that does not bound.
const LIMIT: Duration = Duration::from_secs(9);

/// Waits for the answer of a write.
pub(super) async fn outcome<T, E>(action: &'static str, sending: impl Future<Output = SdkAnswer<T, E>>) -> Outcome
where
    T: RequestId,
    E: ProvideErrorMetadata + Error + 'static,
{
    outcome_of(action, sending, |_| None).await
}

/// Waits for the answer of a write that begins something with an id of its own.
pub(super) async fn outcome_of<T, E>(
    action: &'static str,
    sending: impl Future<Output = SdkAnswer<T, E>>,
    began: impl FnOnce(&T) -> Option<&str>,
) -> Outcome
where
    T: RequestId,
    E: ProvideErrorMetadata + Error + 'static,
{
    let Ok(answer) = tokio::time::timeout(LIMIT, Box::pin(sending)).await else {
        let message = Text::new("no answer in time");
        return Outcome::Unknown(Fault { action, kind: FaultKind::Timeout, message });
    };
    match answer {
        Ok(accepted) => Outcome::Accepted {
            request_id: accepted.request_id().map(Text::new),
            began: began(&accepted).map(Text::new),
        },
        Err(error) => {
            let fault = fault::of(action, &error);
            match fault::is_unsent(&error) || is_no(&fault, error.code()) {
                true => Outcome::Rejected(fault),
                false => Outcome::Unknown(fault),
            }
        }
    }
}

/// Whether AWS has said no, so that nothing happened. A token AWS has seen before is no such no: the first
/// request with it may have taken effect.
fn is_no(fault: &Fault, code: Option<&str>) -> bool {
    let may_have_happened = matches!(
        fault.kind,
        FaultKind::Timeout | FaultKind::Network | FaultKind::Garbled | FaultKind::Service | FaultKind::TooLarge
    );
    !may_have_happened && code != Some("TokenAlreadyExistsException")
}
