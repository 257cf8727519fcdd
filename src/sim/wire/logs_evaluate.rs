//! Where a query is read and evaluated: by the language's own folder, `insights`.

use super::logs_query::{Outcome, Question};
use super::trouble::Trouble;
use crate::domain::Timestamp;
use crate::insights::parse;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use serde_json::json;

/// Whether the text is a query. The first problem is the refusal, with its place counted in characters as AWS does;
/// its words are those of `insights`.
pub fn compile(text: &str) -> Result<(), Trouble> {
    let parsed = parse(text);
    let Some(problem) = parsed.errors.first() else { return Ok(()) };
    let characters = |bytes: usize| text.get(..bytes).unwrap_or(text).chars().count();
    let place = json!({"startCharOffset": characters(problem.start), "endCharOffset": characters(problem.end)});
    Err(Trouble {
        refusal: Refusal::bad_request("MalformedQueryException", problem.message.as_str()),
        members: vec![("queryCompileError", json!({"location": place, "message": problem.message}))],
    })
}

/// Evaluates a query over the lines of its groups. `insights` cannot run queries yet: until it can they fail, which
/// is true, and do not come back empty, which would not be.
pub fn evaluate(_: &Account, _: &Question, _: Timestamp) -> Result<Outcome, ()> {
    Err(())
}
