//! An HTTP client for tests: a closure answers.

use super::connect::{Clients, connect_in_process};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use std::fmt;
use std::sync::{Arc, Mutex};

/// What the closure is told of a request: the operation and the body as it was sent.
pub(super) struct Asked {
    pub(super) operation: String,
    pub(super) body: String,
    /// Where it went.
    pub(super) uri: String,
    /// Names of its headers, in lower case.
    pub(super) headers: Vec<String>,
}

impl Asked {
    /// Whether the body holds the text.
    pub(super) fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

/// How the closure answers.
pub(super) enum Answer {
    Status(u16, String),
    Hang,
    /// Nobody listens: the request never left.
    Refused,
}

/// A good answer.
pub(super) fn ok(body: impl Into<String>) -> Answer {
    Answer::Status(200, body.into())
}

type Closure = dyn FnMut(&Asked) -> Answer + Send;

#[derive(Clone)]
struct Fake {
    answer: Arc<Mutex<Closure>>,
    log: Arc<Mutex<Vec<String>>>,
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fake")
    }
}

impl HttpConnector for Fake {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        let target = request.headers().get("x-amz-target").and_then(|t| t.rsplit('.').next()).map(str::to_owned);
        let action = || body.strip_prefix("Action=").and_then(|b| b.split('&').next()).map(str::to_owned);
        let operation = target.or_else(action).unwrap_or_default();
        let uri = request.uri().to_owned();
        let headers = request.headers().iter().map(|(name, _)| name.to_lowercase()).collect();
        self.log.lock().expect("no panic").push(operation.clone());
        let answer = (self.answer.lock().expect("no panic"))(&Asked { operation, body, uri, headers });
        HttpConnectorFuture::new(async move {
            match answer {
                Answer::Status(status, body) => {
                    Ok(HttpResponse::new(status.try_into().expect("a status"), SdkBody::from(body)))
                }
                Answer::Hang => std::future::pending().await,
                Answer::Refused => {
                    let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
                    Err(ConnectorError::io(refused.into()))
                }
            }
        })
    }
}

impl HttpClient for Fake {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// Clients whose every request the closure answers, and the operations they asked for, in order.
pub(super) fn clients(answer: impl FnMut(&Asked) -> Answer + Send + 'static) -> (Clients, Arc<Mutex<Vec<String>>>) {
    let log = Arc::<Mutex<Vec<String>>>::default();
    let fake = Fake { answer: Arc::new(Mutex::new(answer)), log: Arc::clone(&log) };
    (connect_in_process(SharedHttpClient::new(fake), "eu-west-1"), log)
}
