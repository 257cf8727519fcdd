//! What can go wrong between the console and the account.

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use std::sync::{Arc, Mutex};
use unstuck::sim::door::Door;

/// What becomes of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spoil {
    #[default]
    Nothing,
    /// Writes take effect, and no answer comes.
    SilentAfter,
    /// Writes never arrive, and no answer comes.
    SilentBefore,
    /// Writes take effect, and the connection breaks.
    BrokenAfter,
    /// AWS asks for fewer writes.
    WritesThrottled,
    /// AWS asks for fewer reads: of five, one is answered.
    ReadsThrottled,
    /// No read is answered, as often as it is asked.
    NoReads,
}

const WRITES: [&str; 10] = [
    "DetectStackDrift",
    "UpdateService",
    "StopServiceDeployment",
    "ContinueServiceDeployment",
    "StopTask",
    "RegisterScalableTarget",
    "CancelUpdateStack",
    "ContinueUpdateRollback",
    "RollbackStack",
    "DeleteStack",
];

/// Whether a request changes the account, told from what leaves.
pub fn is_write(request: &HttpRequest) -> bool {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
    let named = target.rsplit('.').next().filter(|name| !name.is_empty()).map(str::to_owned);
    let named = named.or_else(|| body.split('&').find_map(|part| part.strip_prefix("Action=")).map(str::to_owned));
    request.method() == "PUT" || named.is_some_and(|name| WRITES.contains(&name.as_str()))
}

/// Stands between.
#[derive(Clone, Debug)]
pub struct Between {
    door: SharedHttpConnector,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    spoil: Spoil,
    writes: usize,
    reads: usize,
    throttled: usize,
}

impl Between {
    pub fn new(door: Door) -> Self {
        Self { door: SharedHttpConnector::new(door), state: Arc::default() }
    }

    pub fn spoil(&self, spoil: Spoil) {
        self.state.lock().expect("no panic").spoil = spoil;
    }

    /// Writes that left.
    pub fn writes(&self) -> usize {
        self.state.lock().expect("no panic").writes
    }

    pub fn throttled(&self) -> usize {
        self.state.lock().expect("no panic").throttled
    }
}

fn throttled() -> HttpResponse {
    let words = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
    let mut response = HttpResponse::new(400_u16.try_into().expect("a status"), SdkBody::from(words));
    response.headers_mut().insert("x-amzn-errortype", "ThrottlingException");
    response
}

fn throttled_xml() -> HttpResponse {
    let words = "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message>\
                 </Error></ErrorResponse>";
    HttpResponse::new(400_u16.try_into().expect("a status"), SdkBody::from(words))
}

impl HttpConnector for Between {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let is_write = is_write(&request);
        let is_json = request.headers().get("x-amz-target").is_some();
        let spoil = {
            let mut state = self.state.lock().expect("no panic");
            state.writes += usize::from(is_write);
            state.reads += usize::from(!is_write);
            let is_throttled = match state.spoil {
                Spoil::WritesThrottled => is_write,
                Spoil::NoReads => !is_write,
                Spoil::ReadsThrottled => !is_write && !state.reads.is_multiple_of(5),
                _ => false,
            };
            state.throttled += usize::from(is_throttled);
            if is_throttled {
                let answer = if is_json { throttled() } else { throttled_xml() };
                return HttpConnectorFuture::ready(Ok(answer));
            }
            if is_write { state.spoil } else { Spoil::Nothing }
        };
        let door = self.door.clone();
        HttpConnectorFuture::new(async move {
            match spoil {
                Spoil::SilentBefore => std::future::pending().await,
                Spoil::SilentAfter => {
                    let _ = door.call(request).await;
                    std::future::pending().await
                }
                Spoil::BrokenAfter => {
                    let _ = door.call(request).await;
                    Err(ConnectorError::io("connection reset by peer".into()))
                }
                _ => door.call(request).await,
            }
        })
    }
}
