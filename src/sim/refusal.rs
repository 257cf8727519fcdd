//! How the account says no.

/// An error as AWS words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// AWS's error code, `ServiceNotFoundException`.
    pub code: String,
    pub message: String,
}

impl Refusal {
    /// A refusal of the request as such: status 400.
    pub fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self { status: 400, code: code.to_owned(), message: message.into() }
    }
}
