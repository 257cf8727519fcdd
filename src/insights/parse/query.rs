//! Queries: commands with pipes between them. A command that cannot be read is noted, skipped to its pipe and
//! left in the tree as broken, so the rest is read all the same.

use super::cursor::{Cursor, Reading};
use super::expr::expr;
use super::{extract, reshape, rows, service};
use crate::insights::commands::{COMMANDS, find, is_command};
use crate::insights::nearest::nearest;
use crate::insights::problem::Problem;
use crate::insights::span::Span;
use crate::insights::token::{Sign, Token, TokenKind};
use crate::insights::tree::{Command, CommandKind, Query};

/// The tree of the tokens of `text`, and what could not be read.
pub fn query(text: &str, tokens: &[Token]) -> (Query, Vec<Problem>) {
    let mut cursor = Cursor::new(text, tokens, subquery);
    let mut commands = Vec::new();
    while !tokens.is_empty() {
        commands.push(command(&mut cursor, false));
        if cursor.peek().is_none() {
            break;
        }
        cursor.take_sign(Sign::Pipe);
    }
    let query = Query { text: text.into(), commands, subqueries: std::mem::take(&mut cursor.subqueries) };
    (query, cursor.problems)
}

/// Commands up to the closing parenthesis, which stays.
fn subquery(cursor: &mut Cursor<'_>) -> Reading<Query> {
    let mut commands = Vec::new();
    loop {
        commands.push(command(cursor, true));
        if !cursor.take_sign(Sign::Pipe) {
            return Ok(Query { text: cursor.text.into(), commands, subqueries: Vec::new() });
        }
    }
}

fn command(cursor: &mut Cursor<'_>, in_subquery: bool) -> Command {
    let word = cursor.here();
    let read = known(cursor).and_then(|kind| ended(cursor, in_subquery).map(|()| kind));
    let kind = match read {
        Ok(kind) => kind,
        Err(_) => {
            cursor.recover(in_subquery);
            CommandKind::Broken
        }
    };
    Command { kind, word, span: Span::new(word.start, cursor.last().end.max(word.end)) }
}

/// Words that may go on where a command could end.
const JOINING: [&str; 9] = ["and", "or", "like", "in", "not", "as", "by", "asc", "desc"];

/// A command must end at a pipe or at the end.
fn ended(cursor: &mut Cursor<'_>, in_subquery: bool) -> Reading<()> {
    match cursor.peek() {
        None | Some(TokenKind::Sign(Sign::Pipe)) => Ok(()),
        Some(TokenKind::Sign(Sign::Close)) if in_subquery => Ok(()),
        Some(TokenKind::Word(name)) if is_command(&name.text) => {
            let help = format!("put a | before {}", name.text);
            cursor.expected_with("`|` or the end of the query", Some(help))
        }
        Some(TokenKind::Word(name)) => {
            let near = nearest(&name.text, JOINING).map(|word| format!("did you mean `{word}`?"));
            cursor.expected_with("`|` or the end of the query", near)
        }
        Some(TokenKind::Sign(Sign::Colon)) => {
            let help = "a value with a colon stands in quotes, a field in backticks".to_owned();
            cursor.expected_with("`|` or the end of the query", Some(help))
        }
        Some(_) => cursor.expected("`|` or the end of the query"),
    }
}

fn known(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let Some(TokenKind::Word(name)) = cursor.peek() else {
        return cursor.expected("a command such as fields, filter or stats");
    };
    let Some(command) = find(&name.text).filter(|_| !name.quoted) else {
        let near = nearest(&name.text, COMMANDS).map(|command| format!("did you mean `{command}`?"));
        return cursor.expected_with("a command such as fields, filter or stats", near);
    };
    cursor.advance();
    match command.to_ascii_lowercase().as_str() {
        "source" => service::source(cursor).map(CommandKind::Source),
        "fields" => rows::items(cursor).map(CommandKind::Fields),
        "display" => rows::items(cursor).map(CommandKind::Display),
        "filter" | "where" => expr(cursor).map(CommandKind::Filter),
        "filterindex" => expr(cursor).map(CommandKind::FilterIndex),
        "stats" => rows::stats(cursor),
        "sort" => rows::sort(cursor),
        "limit" => rows::limit(cursor),
        "head" => rows::count(cursor).map(CommandKind::Head),
        "tail" => rows::count(cursor).map(CommandKind::Tail),
        "parse" => extract::parse(cursor),
        "json" => extract::json(cursor),
        "dedup" => cursor.expect_names("a field that tells rows apart").map(CommandKind::Dedup),
        "unnest" => reshape::unnest(cursor),
        "expand" => reshape::expand(cursor),
        "accum" => reshape::accum(cursor),
        "autoregress" => reshape::autoregress(cursor),
        "filldown" => reshape::fill_down(cursor),
        "fillmissing" => reshape::fill_missing(cursor),
        "addtotals" => reshape::add_totals(cursor),
        "sessionize" => reshape::sessionize(cursor),
        "outlier" => reshape::outlier(cursor),
        "countfrequent" => cursor.expect_names("a field to count").map(CommandKind::CountFrequent),
        "appendcols" => append_columns(cursor),
        "pattern" => expr(cursor).map(CommandKind::Pattern),
        "diff" => service::diff(cursor),
        "anomaly" => Ok(CommandKind::Anomaly),
        "unmask" => service::unmask(cursor),
        "estimate" => Ok(CommandKind::Estimate),
        "lookup" => service::lookup(cursor),
        "cidrlookup" => service::cidr_lookup(cursor),
        "join" => service::join(cursor),
        "logcompare" => service::log_compare(cursor),
        "relevantfields" => service::relevant_fields(cursor),
        _ => cursor.expected("a command such as fields, filter or stats"),
    }
}

/// `appendcols [override=b] [max=n] (SOURCE … | …)`
fn append_columns(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let (mut overwrite, mut max) = (false, None);
    loop {
        if cursor.take_option("override") {
            overwrite = rows::flag(cursor)?;
        } else if cursor.take_option("max") {
            max = Some(rows::count(cursor)?);
        } else {
            break;
        }
    }
    cursor.expect_sign(Sign::Open, "and the query whose columns are added")?;
    let query = cursor.deeper(subquery)?;
    cursor.expect_sign(Sign::Close, "at the end of the added query")?;
    Ok(CommandKind::AppendCols { overwrite, max, query: Box::new(query) })
}
