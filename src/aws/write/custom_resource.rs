//! The answer to a custom resource's request: a PUT to a presigned address. It carries no signature of ours, and its
//! address is in no fault, no trace and no journal.

use super::outcome::outcome;
use crate::aws::clients::{Clients, time_limits};
use crate::domain::operation::{AnswerCustomResource, Outcome};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_types::request_id::RequestId;
use std::fmt;

/// S3 has taken the answer.
#[derive(Debug)]
struct Taken {
    request_id: Option<String>,
}

impl RequestId for Taken {
    fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

/// S3 has not: the address is no longer good, or never was.
#[derive(Debug)]
struct NotTaken(ErrorMetadata);

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer was not taken")
    }
}

impl std::error::Error for NotTaken {}

impl ProvideErrorMetadata for NotTaken {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

pub(super) async fn answer(clients: &Clients, action: &'static str, change: &AnswerCustomResource) -> Outcome {
    let url = &change.request.url;
    // What was asked of another endpoint is answered there: nothing of a simulated account reaches AWS.
    let endpoint = clients.place().endpoint.as_ref().filter(|endpoint| endpoint.raw().starts_with("http"));
    let origin = endpoint.map_or_else(|| url.origin(), |endpoint| endpoint.raw().trim_end_matches('/'));
    let path = url.path_and_query().to_owned();
    let body = body(change);
    let put = move |()| -> Result<HttpRequest, BoxError> {
        let mut request = HttpRequest::new(SdkBody::from(body.clone()));
        request.set_method("PUT")?;
        // Of a request that cannot be made the reason would name the address.
        request.set_uri(path.as_str()).map_err(|_| "the address cannot be asked")?;
        // The address is signed without a content type.
        request.headers_mut().remove("content-type");
        request.headers_mut().insert("content-length", body.len().to_string());
        Ok(request)
    };
    let operation = Operation::builder()
        .service_name("CloudFormation")
        .operation_name("AnswerCustomResource")
        .http_client(clients.http())
        // The request goes to this host, whatever its own address names.
        .endpoint_url(origin)
        .no_auth()
        .no_retry()
        .timeout_config(time_limits())
        .sleep_impl(TokioSleep::new())
        .interceptor(clients.meter().clone())
        .serializer(put)
        .deserializer::<Taken, NotTaken>(read)
        .build();
    outcome(action, operation.invoke(())).await
}

fn read(response: &HttpResponse) -> Result<Taken, OrchestratorError<NotTaken>> {
    if response.status().is_success() {
        return Ok(Taken { request_id: response.headers().get("x-amz-request-id").map(str::to_owned) });
    }
    let body = String::from_utf8_lossy(response.body().bytes().unwrap_or_default()).into_owned();
    let part = |name: &str| {
        let (_, rest) = body.split_once(&format!("<{name}>"))?;
        rest.split_once('<').map(|(value, _)| value.to_owned())
    };
    let mut meta = ErrorMetadata::builder();
    if let Some(code) = part("Code") {
        meta = meta.code(code);
    }
    if let Some(message) = part("Message") {
        meta = meta.message(message);
    }
    Err(OrchestratorError::operation(NotTaken(meta.build())))
}

/// JSON of members whose values are strings.
fn body(change: &AnswerCustomResource) -> String {
    let members = change.members().map(|(name, value)| format!("\"{name}\":{}", json_string(value)));
    format!("{{{}}}", members.join(","))
}

fn json_string(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
