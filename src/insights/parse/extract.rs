//! `parse` and `json`.

use super::cursor::{Cursor, Reading};
use super::expr::expr;
use super::operand::primary;
use crate::insights::token::{Sign, TokenKind};
use crate::insights::tree::{CommandKind, Json, Parse, ParseHow};

/// `parse [operand] (glob as names | regex [as names] [multi] | logfmt as n | csv as names | XML path as n)`
pub fn parse(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let operand = if begins_how(cursor) { None } else { Some(primary(cursor, expr)?) };
    let span = cursor.here();
    let how = match cursor.peek() {
        Some(TokenKind::Text(text)) => ParseHow::Glob { text: text.clone(), span },
        Some(TokenKind::Regex(text)) => ParseHow::Regex { text: text.clone(), span, multi: false },
        Some(TokenKind::Word(name)) if name.is("logfmt") => ParseHow::Logfmt,
        Some(TokenKind::Word(name)) if name.is("csv") => ParseHow::Csv,
        Some(TokenKind::Word(name)) if name.is("xml") => {
            cursor.advance();
            let span = cursor.here();
            let Some(TokenKind::Text(path)) = cursor.peek() else { return cursor.expected("an XPath in quotes") };
            ParseHow::Xml { path: path.clone(), span }
        }
        _ => {
            let help =
                "parse takes a pattern with stars in quotes, /a regular expression/, logfmt, csv or XML".to_owned();
            return cursor.expected_with("a pattern to parse with", Some(help));
        }
    };
    cursor.advance();
    let mut parse = Parse { operand, how, aliases: Vec::new() };
    let optional = matches!(parse.how, ParseHow::Regex { .. });
    if cursor.take_word("as") {
        parse.aliases = cursor.expect_names("a name for the parsed part")?;
    } else if !optional {
        cursor.expect_word("as", "and the names of the parsed parts")?;
    }
    if let ParseHow::Regex { multi, .. } = &mut parse.how {
        *multi = cursor.take_word("multi");
    }
    Ok(CommandKind::Parse(parse))
}

/// Whether the way of parsing stands next, so that the operand has been left out.
fn begins_how(cursor: &Cursor<'_>) -> bool {
    let named = |ahead: usize| ["logfmt", "csv", "xml"].iter().any(|word| cursor.word_at(ahead, word));
    let text_or_regex = |ahead: usize| matches!(cursor.peek_at(ahead), Some(TokenKind::Text(_) | TokenKind::Regex(_)));
    match cursor.peek() {
        Some(TokenKind::Regex(_)) => true,
        Some(TokenKind::Text(_)) => !(text_or_regex(1) || named(1)),
        Some(TokenKind::Word(name)) if name.is("xml") => text_or_regex(1) && !text_or_regex(2),
        Some(TokenKind::Word(_)) => named(0) && cursor.word_at(1, "as"),
        _ => false,
    }
}

/// `json field=f "path" as name`
pub fn json(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    cursor.expect_word("field", "after json, as in json field=name \"path\" as alias")?;
    cursor.expect_sign(Sign::Equal, "after field")?;
    let field = cursor.expect_name("the field that holds JSON")?;
    let path = match cursor.peek() {
        Some(TokenKind::Text(path)) => path.clone(),
        _ => return cursor.expected("a path in quotes"),
    };
    cursor.advance();
    cursor.expect_word("as", "and a name for the value")?;
    let alias = cursor.expect_name("a name for the value")?;
    Ok(CommandKind::Json(Json { field, path, alias }))
}
