//! The innermost of expressions: literals, fields, calls, lists, parentheses.

use super::cursor::{Cursor, Reading};
use crate::insights::token::{Sign, TokenKind};
use crate::insights::tree::{Call, Expr, ExprKind};

/// Words that cannot be a field unless they stand in backticks.
const KEYWORDS: [&str; 7] = ["and", "or", "not", "like", "in", "as", "by"];

/// Reads one value; `whole` reads an expression, for what stands in parentheses.
pub fn primary(cursor: &mut Cursor<'_>, whole: fn(&mut Cursor<'_>) -> Reading<Expr>) -> Reading<Expr> {
    let start = cursor.here();
    let kind = match cursor.peek() {
        Some(TokenKind::Text(text)) => ExprKind::Text(text.clone()),
        Some(TokenKind::Regex(text)) => ExprKind::Regex(text.clone()),
        Some(TokenKind::Number(number)) => ExprKind::Number(*number),
        Some(TokenKind::Period(period)) => ExprKind::Period(*period),
        Some(TokenKind::Parameter(name)) => ExprKind::Parameter(name.clone()),
        Some(TokenKind::Sign(Sign::Open)) => {
            cursor.advance();
            let inner = whole(cursor)?;
            cursor.expect_sign(Sign::Close, "to close the parenthesis")?;
            return Ok(Expr { kind: inner.kind, span: start.to(cursor.last()) });
        }
        Some(TokenKind::Sign(Sign::OpenList)) => {
            cursor.advance();
            let items = list(cursor, Sign::CloseList, whole)?;
            return Ok(Expr { kind: ExprKind::List(items), span: start.to(cursor.last()) });
        }
        Some(TokenKind::Word(name)) if cursor.sign_at(1, Sign::Open) && !name.quoted && !is_keyword(&name.text) => {
            cursor.advance();
            cursor.advance();
            let arguments = list(cursor, Sign::Close, whole)?;
            let call = Call { name: name.text.clone(), name_span: name.span, arguments };
            return Ok(Expr { kind: ExprKind::Call(call), span: start.to(cursor.last()) });
        }
        Some(TokenKind::Word(name)) if !name.quoted && is_keyword(&name.text) => {
            let help = format!("a field of this name stands in backticks: `{}`", name.text);
            return cursor.expected_with("a value or a field", Some(help));
        }
        Some(TokenKind::Word(name)) if name.is("true") => ExprKind::Flag(true),
        Some(TokenKind::Word(name)) if name.is("false") => ExprKind::Flag(false),
        Some(TokenKind::Word(name)) => ExprKind::Field(name.clone()),
        _ => return cursor.expected("a value or a field"),
    };
    cursor.advance();
    Ok(Expr { kind, span: start })
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

/// Reads what stands between an opening sign, already taken, and its closing one.
fn list(cursor: &mut Cursor<'_>, close: Sign, whole: fn(&mut Cursor<'_>) -> Reading<Expr>) -> Reading<Vec<Expr>> {
    let mut items = Vec::new();
    if cursor.take_sign(close) {
        return Ok(items);
    }
    loop {
        let lone_star = cursor.sign_at(0, Sign::Star) && cursor.sign_at(1, close);
        if lone_star {
            items.push(Expr { kind: ExprKind::Star, span: cursor.here() });
            cursor.advance();
        } else {
            items.push(whole(cursor)?);
        }
        if !cursor.take_sign(Sign::Comma) {
            break;
        }
    }
    cursor.expect_sign(close, "at the end of the list")?;
    Ok(items)
}
