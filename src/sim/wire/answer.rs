//! From a request to its answer: permission first, then the operation.

use super::call::{Call, JsonService, QueryService, read};
use super::desk::Desk;
use super::event_frames;
use super::form::Form;
use super::json::{self, Input};
use super::live_tail::{self, LiveTail};
use super::trouble::{Trouble, denied_words};
use super::{autoscaling, cloudformation, custom_answers, ecr, ecs, elb, iam, logs, sts, xml};
use crate::domain::Timestamp;
use crate::sim::refusal::Refusal;
use crate::sim::world::World;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use serde_json::Value;

const JSON: &str = "application/x-amz-json-1.1";
const XML: &str = "text/xml";

/// Answers one request at the time `now`, to which the world has been advanced already.
pub fn answer(world: &mut World, desk: &mut Desk, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
    let id = desk.next_request_id();
    if let Some(response) = custom_answers::answer(world, request, &id, now) {
        return response;
    }
    match read(request) {
        Some(Call::Json { service, operation, input }) => {
            let result = input.map_err(Trouble::from);
            match result.and_then(|input| json_answer(world, desk, service, &operation, &input, now)) {
                Ok(value) => response(200, JSON, &id, json::body(value)),
                Err(trouble) => {
                    response(trouble.refusal.status, JSON, &id, json::error_body(service.namespace(), &trouble))
                }
            }
        }
        Some(Call::Query { service, action, form }) => {
            let namespace = service.namespace();
            let (status, document) = match query_answer(world, service, &action, &form, now) {
                Ok(fields) => (200, xml::answer(&action, namespace, &fields, &id)),
                Err(refusal) => (refusal.status, xml::error(namespace, &refusal, &id)),
            };
            // Writing into memory does not fail.
            document.map_or_else(|_| response(500, XML, &id, Vec::new()), |body| response(status, XML, &id, body))
        }
        None => {
            let trouble = Refusal { status: 404, ..unknown_operation() }.into();
            response(404, JSON, &id, json::error_body("com.amazon.coral.service", &trouble))
        }
    }
}

/// Opens a Live Tail session where the request asks for one; the refusal where it is not to be had.
pub fn open_tail(
    world: &World,
    desk: &mut Desk,
    request: &Request<Bytes>,
    now: Timestamp,
) -> Option<Result<LiveTail, Response<Bytes>>> {
    const NAME: &str = "StartLiveTail";
    let Some(Call::Json { service: JsonService::Logs, operation, input }) = read(request) else { return None };
    if operation != NAME {
        return None;
    }
    let id = desk.next_request_id();
    let denied = denied(world, JsonService::Logs.prefix(), NAME);
    let opened = match denied.map(|words| Refusal::bad_request("AccessDeniedException", words)) {
        Some(refusal) => Err(refusal),
        None => input.and_then(|input| live_tail::open(&world.account, &mut desk.tails, &input, now)),
    };
    Some(opened.map_err(|refusal| {
        let trouble = Trouble::from(refusal);
        let body = json::error_body(JsonService::Logs.namespace(), &trouble);
        response(trouble.refusal.status, JSON, &id, body)
    }))
}

fn json_answer(
    world: &mut World,
    desk: &mut Desk,
    service: JsonService,
    name: &str,
    input: &Input,
    now: Timestamp,
) -> Result<Value, Trouble> {
    let denied = denied(world, service.prefix(), name)
        .map(|words| Trouble::from(Refusal::bad_request("AccessDeniedException", words)));
    match service {
        JsonService::Ecs => {
            let operation = ecs::find(name).ok_or_else(unknown_operation)?;
            denied.map_or_else(|| operation.run(world, input, now), Err)
        }
        JsonService::Ecr => {
            let operation = ecr::find(name).ok_or_else(unknown_operation)?;
            denied.map_or_else(|| Ok(operation(&world.account, input)?), Err)
        }
        JsonService::Autoscaling => {
            let operation = autoscaling::find(name).ok_or_else(unknown_operation)?;
            denied.map_or_else(|| Ok(operation.run(world, input, now)?), Err)
        }
        JsonService::Logs => {
            let operation = logs::find(name).ok_or_else(unknown_operation)?;
            denied.map_or_else(|| operation.run(&world.account, desk, input, now), Err)
        }
    }
}

fn query_answer(
    world: &mut World,
    service: QueryService,
    name: &str,
    form: &Form,
    now: Timestamp,
) -> Result<xml::Fields, Refusal> {
    let version = form.text("Version").unwrap_or_default();
    let unknown =
        || Refusal::bad_request("InvalidAction", format!("Could not find operation {name} for version {version}"));
    if version != service.version() {
        return Err(unknown());
    }
    let denied = denied(world, service.prefix(), name)
        .map(|words| Refusal { status: 403, ..Refusal::bad_request("AccessDenied", words) });
    match service {
        QueryService::CloudFormation => {
            let action = cloudformation::find(name).ok_or_else(unknown)?;
            denied.map_or_else(|| action.run(world, form, now), Err)
        }
        QueryService::LoadBalancing => {
            let action = elb::find(name).ok_or_else(unknown)?;
            denied.map_or_else(|| action(&world.account, form), Err)
        }
        QueryService::Iam => {
            let action = iam::find(name).ok_or_else(unknown)?;
            denied.map_or_else(|| action(&world.account, form), Err)
        }
        QueryService::Sts => {
            let action = sts::find(name).ok_or_else(unknown)?;
            denied.map_or_else(|| action(&world.account, form), Err)
        }
    }
}

fn denied(world: &World, prefix: &str, name: &str) -> Option<String> {
    let action = format!("{prefix}:{name}");
    world.account.denied.contains(&action).then(|| denied_words(&world.account.principal, &action))
}

fn unknown_operation() -> Refusal {
    Refusal::bad_request("UnknownOperationException", "The requested operation is not supported.")
}

/// An answer of frames.
pub fn streamed<B>(body: B) -> Response<B> {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(event_frames::CONTENT_TYPE));
    response
}

fn response(status: u16, kind: &'static str, request_id: &str, body: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}
