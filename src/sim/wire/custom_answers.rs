//! The bucket CloudFormation takes the answers of custom resources in: a PUT to a presigned address, whatever the host.

use crate::domain::Timestamp;
use crate::sim::refusal::Refusal;
use crate::sim::world::{CustomAnswer, World};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde_json::Value;

/// Answers a PUT; none where it is no such request.
pub fn answer(world: &mut World, request: &Request<Bytes>, id: &str, now: Timestamp) -> Option<Response<Bytes>> {
    if *request.method() != Method::PUT {
        return None;
    }
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    let taken = world.answer_custom_resource(address, read(request.body()).as_ref(), now);
    let (status, body) = match taken {
        Ok(()) => (200, Vec::new()),
        Err(refusal) => (refusal.status, document(&refusal)),
    };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert("x-amz-request-id", id);
    }
    Some(response)
}

/// The members of an answer; none where it is no answer at all.
fn read(body: &[u8]) -> Option<CustomAnswer> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let member = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(CustomAnswer {
        status: member("Status"),
        reason: member("Reason"),
        physical_id: member("PhysicalResourceId"),
        stack: member("StackId"),
        request_id: member("RequestId"),
        logical_id: member("LogicalResourceId"),
    })
}

/// S3's own form of an error: no namespace, nothing around it.
fn document(refusal: &Refusal) -> Vec<u8> {
    let (code, message) = (&refusal.code, &refusal.message);
    format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>").into_bytes()
}
