//! Counts every request where it leaves, retries included. It asks for no time: how many a minute that makes is
//! said by whoever has a clock.

use crate::domain::calls::Calls;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The count of all clients of a session, by service. Copies share it.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    by_service: Arc<Mutex<BTreeMap<String, Calls>>>,
}

impl Meter {
    /// Calls of every service together.
    pub fn total(&self) -> Calls {
        self.locked().values().copied().fold(Calls::default(), std::ops::Add::add)
    }

    /// Calls by service, as the SDK names them: `ECS`, `CloudFormation`, `CloudWatch Logs`.
    pub fn by_service(&self) -> BTreeMap<String, Calls> {
        self.locked().clone()
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, Calls>> {
        self.by_service.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, cfg: &ConfigBag, add: impl FnOnce(&mut Calls)) {
        let service = cfg.load::<Metadata>().map_or("", Metadata::service);
        let mut counts = self.locked();
        match counts.get_mut(service) {
            Some(count) => add(count),
            None => add(counts.entry(service.to_owned()).or_default()),
        }
    }
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "Meter"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.count(cfg, |calls| calls.sent += 1);
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if is_throttle(context.response()) {
            self.count(cfg, |calls| calls.throttled += 1);
        }
        Ok(())
    }
}

/// Where an error's name stands, whichever protocol: in a header or near the start of the body.
const NAME_WITHIN: usize = 1_024;

/// Whether a request was refused for being one too many: by status, or by the words services have for it
/// (`Throttling`, `ThrottlingException`, `RequestLimitExceeded`, `TooManyRequestsException`).
fn is_throttle(response: &HttpResponse) -> bool {
    let status = response.status().as_u16();
    if status == 429 {
        return true;
    }
    let names = ["Throttl", "RequestLimitExceeded", "TooManyRequests", "Rate exceeded"];
    let says = |words: &str| names.iter().any(|name| words.contains(name));
    let body = response.body().bytes().unwrap_or_default();
    let start = String::from_utf8_lossy(body.get(..body.len().min(NAME_WITHIN)).unwrap_or_default());
    status >= 400 && (says(&start) || response.headers().get("x-amzn-errortype").is_some_and(says))
}
