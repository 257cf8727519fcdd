//! The SDK's errors as faults, by what a person has to do about them.

use super::chain::{chain, deepest, find, words};
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::redact::redact;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use std::error::Error;
use std::io;

/// The fault behind an error of any service.
pub(super) fn of<E>(action: &'static str, error: &SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let (kind, message) = match error {
        SdkError::ServiceError(answered) => {
            let refusal = Refusal {
                code: answered.err().code(),
                message: answered.err().message(),
                status: answered.raw().status().as_u16(),
                is_web_page: is_web_page(answered.raw()),
            };
            (refusal.kind(), refusal.words())
        }
        SdkError::TimeoutError(_) => (FaultKind::Timeout, deepest(error)),
        SdkError::DispatchFailure(unsent) => match unsent.as_connector_error() {
            Some(error) if unsent.is_timeout() => credentials(error).unwrap_or((FaultKind::Timeout, deepest(error))),
            Some(error) => credentials(error).unwrap_or((FaultKind::Network, deepest(error))),
            None => (FaultKind::Network, deepest(error)),
        },
        // An error status whose body is none of AWS's: some service's parser gives up on it.
        SdkError::ResponseError(unread) if unread.raw().status().as_u16() >= 300 || is_web_page(unread.raw()) => {
            let refusal = Refusal {
                code: None,
                message: None,
                status: unread.raw().status().as_u16(),
                is_web_page: is_web_page(unread.raw()),
            };
            (refusal.kind(), refusal.words())
        }
        // A connection that breaks in mid-answer is the network's doing, not a strange answer.
        SdkError::ResponseError(_) => match find::<io::Error>(error) {
            Some(_) => (FaultKind::Network, deepest(error)),
            None => (FaultKind::Garbled, deepest(error)),
        },
        other => credentials(other).unwrap_or((FaultKind::Rejected, deepest(other))),
    };
    Fault { action, kind, message: Text::new(message) }
}

const WEB_PAGE: &str = "a web page came instead of an answer";

/// An answer with an error status.
struct Refusal<'a> {
    code: Option<&'a str>,
    message: Option<&'a str>,
    status: u16,
    is_web_page: bool,
}

impl Refusal<'_> {
    fn kind(&self) -> FaultKind {
        let by_code = self.code.and_then(|code| kind_of_code(code, self.message.unwrap_or_default()));
        match (by_code, self.status) {
            (Some(kind), _) => kind,
            (None, 500..) => FaultKind::Service,
            (None, 429) => FaultKind::Throttled,
            (None, _) if self.is_web_page || self.code.is_none() => FaultKind::Garbled,
            (None, _) => FaultKind::Rejected,
        }
    }

    fn words(&self) -> String {
        match (self.message.filter(|m| !m.is_empty()), self.code) {
            (Some(message), _) => message.to_owned(),
            (None, Some(code)) => code.to_owned(),
            (None, None) if self.is_web_page => format!("{WEB_PAGE} (status {})", self.status),
            (None, None) => format!("status {} without an error of AWS", self.status),
        }
    }
}

/// The kind an error code of any of our services stands for; none where its status has to tell.
fn kind_of_code(code: &str, message: &str) -> Option<FaultKind> {
    Some(match code {
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "AuthorizationError"
        | "AuthorizationErrorException"
        | "UnauthorizedException" => FaultKind::AccessDenied,
        "TooManyRequestsException" | "TooManyRequests" | "RequestLimitExceeded" | "SlowDown" => FaultKind::Throttled,
        _ if code.starts_with("Throttl") || code.starts_with("RequestThrottled") => FaultKind::Throttled,
        "LimitExceededException" => FaultKind::LimitExceeded,
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" => FaultKind::Expired,
        "UnrecognizedClientException" | "InvalidClientTokenId"
            if message.contains("token included in the request is expired") =>
        {
            FaultKind::Expired
        }
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "RequestTimeTooSkewed"
        | "InvalidAccessKeyId" => FaultKind::InvalidCredentials,
        "ValidationError" if message.contains("does not exist") => FaultKind::NotFound,
        // What ECS says about a task definition that is not there.
        "ClientException" if message.starts_with("Unable to describe task definition") => FaultKind::NotFound,
        _ if code.ends_with("NotFoundException") || code.ends_with("NotFound") => FaultKind::NotFound,
        "RequestTimeout" | "RequestTimeoutException" => FaultKind::Timeout,
        "InternalFailure"
        | "InternalError"
        | "InternalServerError"
        | "InternalServerException"
        | "ServerException"
        | "ServiceUnavailable"
        | "ServiceUnavailableException" => FaultKind::Service,
        _ => return None,
    })
}

/// What a credentials source says, if one is behind the error.
fn credentials(error: &(dyn Error + 'static)) -> Option<(FaultKind, String)> {
    let source = find::<CredentialsError>(error)?;
    let words = words(source);
    // The outermost says no more than that it is about credentials.
    let said = words.get(1..).filter(|deeper| !deeper.is_empty()).unwrap_or(&words).join(": ");
    // The list of all that was tried, over many lines, helps nobody.
    let said = said.split(" Attempted:").next().unwrap_or_default();
    // A credentials program's own output is in its error, and nobody knows what it prints.
    let said = redact(said);
    let lower = said.to_ascii_lowercase();
    // SSO and sign-in sessions end with words, not with a code.
    let kind = if lower.contains("expired") { FaultKind::Expired } else { FaultKind::NoCredentials };
    Some((kind, said))
}

/// Whether the write certainly never left this machine: there was nobody to send it to.
pub(super) fn is_unsent<E>(error: &SdkError<E, HttpResponse>) -> bool
where
    E: Error + 'static,
{
    match error {
        SdkError::ConstructionFailure(_) => true,
        SdkError::DispatchFailure(unsent) => unsent.as_connector_error().is_some_and(|error| {
            find::<CredentialsError>(error).is_some()
                || find::<io::Error>(error).is_some_and(|e| e.kind() == io::ErrorKind::ConnectionRefused)
                || chain(error).any(|e| e.to_string().starts_with("dns error"))
        }),
        _ => false,
    }
}

fn is_web_page(response: &HttpResponse) -> bool {
    response.body().bytes().is_some_and(|body| {
        let start = String::from_utf8_lossy(body.get(..1024).unwrap_or(body)).to_ascii_lowercase();
        start.contains("<!doctype html") || start.contains("<html")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_the_kind_before_the_status_does() {
        for (code, message, status, kind) in [
            ("AccessDeniedException", "User: x is not authorized", 400, FaultKind::AccessDenied),
            ("AccessDenied", "", 403, FaultKind::AccessDenied),
            ("Throttling", "Rate exceeded", 400, FaultKind::Throttled),
            ("ThrottlingException", "Rate exceeded", 400, FaultKind::Throttled),
            ("RequestLimitExceeded", "", 503, FaultKind::Throttled),
            ("LimitExceededException", "concurrency limit", 400, FaultKind::LimitExceeded),
            ("ExpiredToken", "", 403, FaultKind::Expired),
            ("ExpiredTokenException", "", 400, FaultKind::Expired),
            ("RequestExpired", "", 400, FaultKind::Expired),
            (
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
                400,
                FaultKind::InvalidCredentials,
            ),
            ("InvalidClientTokenId", "The security token included in the request is expired", 403, FaultKind::Expired),
            ("SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2", 403, FaultKind::InvalidCredentials),
            ("ValidationError", "Stack with id nope does not exist", 400, FaultKind::NotFound),
            ("ValidationError", "Stack is in UPDATE_COMPLETE state", 400, FaultKind::Rejected),
            ("ClusterNotFoundException", "Cluster not found.", 400, FaultKind::NotFound),
            ("ResourceNotFoundException", "The specified log group does not exist.", 400, FaultKind::NotFound),
            ("ClientException", "Unable to describe task definition.", 400, FaultKind::NotFound),
            ("ClientException", "other", 400, FaultKind::Rejected),
            ("ServerException", "", 500, FaultKind::Service),
            ("Strange", "", 503, FaultKind::Service),
            ("Strange", "", 429, FaultKind::Throttled),
            ("Strange", "", 400, FaultKind::Rejected),
        ] {
            let refusal = Refusal { code: Some(code), message: Some(message), status, is_web_page: false };
            assert_eq!(refusal.kind(), kind, "{code} {message} {status}");
        }
    }

    #[test]
    fn an_answer_without_a_code_is_told_by_its_status_and_its_body() {
        for (status, is_web_page, kind) in [
            (502, true, FaultKind::Service),
            (403, true, FaultKind::Garbled),
            (302, false, FaultKind::Garbled),
            (429, false, FaultKind::Throttled),
        ] {
            let refusal = Refusal { code: None, message: None, status, is_web_page };
            assert_eq!(refusal.kind(), kind, "{status}");
        }
    }

    #[test]
    fn a_credentials_source_speaks_in_its_own_words() {
        for (error, kind, words) in [
            (
                CredentialsError::not_loaded("no providers in chain provided credentials"),
                FaultKind::NoCredentials,
                "no providers",
            ),
            (
                CredentialsError::provider_error("The SSO session has expired"),
                FaultKind::Expired,
                "SSO session has expired",
            ),
            (
                CredentialsError::provider_error("stderr: SecretAccessKey=hunter2"),
                FaultKind::NoCredentials,
                "SecretAccessKey=[redacted]",
            ),
            (
                CredentialsError::not_loaded("no credentials found in chain. Attempted:\n  Environment: no"),
                FaultKind::NoCredentials,
                "found in chain.",
            ),
        ] {
            let (found, said) = credentials(&error).expect("a credentials error");
            assert_eq!(found, kind, "{said}");
            assert!(said.contains(words) && !said.contains("Attempted"), "{said}");
        }
    }
}
