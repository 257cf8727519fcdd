//! Hides secrets in text that leaves the screen: reports, the journal, crash text.

use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Access key ids, JSON web tokens, bearer tokens, presigned URLs' signatures, and values given to names that
/// say they are secret. Our choice of patterns; nobody can list all secrets.
static SECRETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<key>\b(?:AKIA|ASIA)[A-Z0-9]{16}\b)",
        r"|(?P<jwt>\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)",
        r"|(?P<name>(?i:X-Amz-(?:Signature|Credential|Security-Token)=|\bbearer\s+|",
        r#"\b[A-Z0-9_.-]*(?:password|passwd|secret|api_?key|access_?key|token)["']?\s*[=:]\s*["']?))"#,
        r#"(?P<value>[^\s"'&,;}]+)"#,
    ))
    .ok()
});

/// The text with what looks like a secret replaced by `[redacted]`.
pub fn redact(text: &str) -> String {
    let Some(secrets) = SECRETS.as_ref() else {
        return text.to_owned();
    };
    secrets
        .replace_all(text, |found: &Captures<'_>| match found.name("name") {
            // `…:secretsmanager:REGION:ACCOUNT:secret:NAME` names a secret and holds none.
            Some(name) if name.as_str() == "secret:" && text.get(..name.start()).is_some_and(ends_in_arn) => {
                found.get(0).map_or_else(String::new, |whole| whole.as_str().to_owned())
            }
            // CloudFormation writes the id of a request into every reason: it opens nothing, and support asks for it.
            Some(name) if names_a_request(name.as_str()) && found.name("value").is_some_and(|v| is_id(v.as_str())) => {
                found.get(0).map_or_else(String::new, |whole| whole.as_str().to_owned())
            }
            Some(name) => format!("{}[redacted]", name.as_str()),
            None => "[redacted]".to_owned(),
        })
        .into_owned()
}

/// Whether text ends in the part of an ARN before its resource.
fn ends_in_arn(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    word.ends_with(':') && word.contains("arn:") && word.contains(":secretsmanager:")
}

/// `RequestToken: `, `ClientRequestToken=`.
fn names_a_request(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_lowercase();
    word == "requesttoken" || word == "clientrequesttoken"
}

/// A UUID, 8-4-4-4-12, perhaps with the parenthesis or dot of its sentence.
fn is_id(value: &str) -> bool {
    let value = value.trim_end_matches([')', '.', ']']);
    let lengths: Vec<usize> = value.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && value.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_and_their_names_stay() {
        for (text, hidden) in [
            ("key AKIAIOSFODNN7EXAMPLE used", "key [redacted] used"),
            ("DB_PASSWORD=hunter2 host=db", "DB_PASSWORD=[redacted] host=db"),
            (r#"{"apiKey": "abc123", "n": 1}"#, r#"{"apiKey": "[redacted]", "n": 1}"#),
            ("GET /x?X-Amz-Signature=abcdef0123&X-Amz-Date=1", "GET /x?X-Amz-Signature=[redacted]&X-Amz-Date=1"),
            ("Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"),
            ("t eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl end", "t [redacted] end"),
            ("KeyError: 'DATABASE_URL'", "KeyError: 'DATABASE_URL'"),
            (
                "on arn:aws:secretsmanager:eu-west-1:1:secret:web/db-AbCdEf because",
                "on arn:aws:secretsmanager:eu-west-1:1:secret:web/db-AbCdEf because",
            ),
            (
                "(RequestToken: 51c2ab04-9a3e-77f0-1b2c-0123456789ab, HandlerErrorCode: InvalidRequest)",
                "(RequestToken: 51c2ab04-9a3e-77f0-1b2c-0123456789ab, HandlerErrorCode: InvalidRequest)",
            ),
            (
                "(RequestToken: 51c2ab04-9a3e-77f0-1b2c-0123456789ab)",
                "(RequestToken: 51c2ab04-9a3e-77f0-1b2c-0123456789ab)",
            ),
            ("RequestToken: hunter2", "RequestToken: [redacted]"),
            ("SessionToken: 51c2ab04-9a3e-77f0-1b2c-0123456789ab", "SessionToken: [redacted]"),
            ("my secret: hunter2", "my secret: [redacted]"),
            ("unable to retrieve secret from asm", "unable to retrieve secret from asm"),
        ] {
            assert_eq!(redact(text), hidden);
        }
    }
}
