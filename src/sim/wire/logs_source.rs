//! SOURCE: a query that says itself which groups it reads.

use super::logs_find::group_by;
use super::trouble::invalid_parameter;
use crate::insights::tree::{CommandKind, Expr, ExprKind, Query, Source, SourceArgument, SourcePart};
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;

/// The groups of a query's SOURCE and the rest of its text; none where it has no SOURCE. AWS takes one of the members
/// that name groups, or a SOURCE.
pub fn sourced<'a>(account: &Account, query: &Query, text: &'a str) -> Result<Option<(Vec<String>, &'a str)>, Refusal> {
    let Some((command, source)) = query.commands.first().and_then(|command| match &command.kind {
        CommandKind::Source(source) => Some((command, source)),
        _ => None,
    }) else {
        return Ok(None);
    };
    let rest = text.get(command.span.end..).unwrap_or_default().trim_start();
    let rest = rest.strip_prefix('|').unwrap_or(rest).trim();
    // What a query shows where it says nothing else.
    let rest = if rest.is_empty() { "fields @timestamp, @message" } else { rest };
    Ok(Some((groups(account, source)?, rest)))
}

fn groups(account: &Account, source: &Source) -> Result<Vec<String>, Refusal> {
    let mut groups = Vec::new();
    for part in &source.parts {
        match part {
            SourcePart::Group(name) => {
                let known = group_by(account, name).ok_or_else(|| not_there(account, name))?;
                groups.push(known.name.clone());
            }
            SourcePart::LogGroups(arguments) => groups.extend(prefixed(account, arguments)?),
            // Data sources and indexes are not simulated, and times come with the call.
            SourcePart::DataSource(_) | SourcePart::FilterIndex(_) | SourcePart::Time(_) => {}
        }
    }
    groups.sort();
    groups.dedup();
    Ok(groups)
}

/// The groups whose names begin with one of the prefixes; all where none is given.
fn prefixed(account: &Account, arguments: &[SourceArgument]) -> Result<Vec<String>, Refusal> {
    let named = |argument: &&SourceArgument| argument.name.as_ref().is_some_and(|name| name.is("namePrefix"));
    let prefixes: Vec<&str> = match arguments.iter().find(named).map(|argument| &argument.value) {
        Some(Expr { kind: ExprKind::List(items), .. }) => items.iter().filter_map(text).collect(),
        Some(one) => text(one).into_iter().collect(),
        None => vec![""],
    };
    if prefixes.len() > PREFIXES {
        return Err(invalid_parameter(format!("A SOURCE can have at most {PREFIXES} prefixes.")));
    }
    let names = account.log_groups.iter().map(|group| &group.name);
    Ok(names.filter(|name| prefixes.iter().any(|prefix| name.starts_with(prefix))).cloned().collect())
}

/// AWS's number.
const PREFIXES: usize = 5;

fn text(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Text(text) => Some(text),
        _ => None,
    }
}

/// What AWS says of a group that is not there.
pub fn not_there(account: &Account, name: &str) -> Refusal {
    let words = format!("Log group '{name}' does not exist for account ID '{}'", account.id);
    Refusal::bad_request("ResourceNotFoundException", words)
}
