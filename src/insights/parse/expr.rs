//! Expressions, from loose to tight: or, and, not, comparison, sum, product, power, minus, value.
//!
//! AWS documents no ranks for `and` and `or`; the usual ones are our choice.

use super::cursor::{Cursor, Reading};
use super::operand::primary;
use crate::insights::span::Span;
use crate::insights::token::{Sign, TokenKind};
use crate::insights::tree::{Arithmetic, Comparison, Expr, ExprKind, Set};

/// Reads an expression.
pub fn expr(cursor: &mut Cursor<'_>) -> Reading<Expr> {
    cursor.deeper(|cursor| joined(cursor, "or", ExprKind::Any, |cursor| joined(cursor, "and", ExprKind::All, not)))
}

fn joined(
    cursor: &mut Cursor<'_>,
    word: &str,
    make: fn(Vec<Expr>) -> ExprKind,
    operand: fn(&mut Cursor<'_>) -> Reading<Expr>,
) -> Reading<Expr> {
    let first = operand(cursor)?;
    if !cursor.word_at(0, word) {
        return Ok(first);
    }
    let mut span = first.span;
    let mut operands = vec![first];
    while cursor.take_word(word) {
        let next = operand(cursor)?;
        span = span.to(next.span);
        operands.push(next);
    }
    Ok(Expr { kind: make(operands), span })
}

fn not(cursor: &mut Cursor<'_>) -> Reading<Expr> {
    let start = cursor.here();
    let negated = cursor.take_sign(Sign::Bang) || (cursor.word_at(0, "not") && cursor.take_word("not"));
    if !negated {
        return comparison(cursor);
    }
    let inner = cursor.deeper(not)?;
    let span = start.to(inner.span);
    Ok(Expr { kind: ExprKind::Not(Box::new(inner)), span })
}

fn comparison(cursor: &mut Cursor<'_>) -> Reading<Expr> {
    let left = sum(cursor, expr)?;
    compare_on(cursor, left)
}

fn compare_on(cursor: &mut Cursor<'_>, left: Expr) -> Reading<Expr> {
    let negated = cursor.word_at(0, "not") && (cursor.word_at(1, "like") || cursor.word_at(1, "in"));
    if negated {
        cursor.advance();
    }
    let value = Box::new(left);
    let compared = if cursor.take_word("like") || cursor.take_sign(Sign::Matches) {
        let pattern = Box::new(sum(cursor, expr)?);
        let span = value.span.to(pattern.span);
        Expr { kind: ExprKind::Like { value, pattern, negated }, span }
    } else if cursor.take_word("in") {
        let set = set(cursor)?;
        let span = value.span.to(cursor.last());
        Expr { kind: ExprKind::In { value, set, negated }, span }
    } else if let Some(operator) = operator(cursor) {
        cursor.advance();
        let right = Box::new(sum(cursor, expr)?);
        let span = value.span.to(right.span);
        Expr { kind: ExprKind::Compare(value, operator, right), span }
    } else {
        return Ok(*value);
    };
    cursor.deeper(|cursor| compare_on(cursor, compared))
}

fn operator(cursor: &Cursor<'_>) -> Option<Comparison> {
    let Some(TokenKind::Sign(sign)) = cursor.peek() else { return None };
    Some(match sign {
        Sign::Equal | Sign::DoubleEqual => Comparison::Equal,
        Sign::NotEqual => Comparison::NotEqual,
        Sign::Less => Comparison::Less,
        Sign::LessEqual => Comparison::LessEqual,
        Sign::Greater => Comparison::Greater,
        Sign::GreaterEqual => Comparison::GreaterEqual,
        _ => return None,
    })
}

fn set(cursor: &mut Cursor<'_>) -> Reading<Set> {
    if cursor.take_sign(Sign::OpenList) {
        let mut items = Vec::new();
        loop {
            items.push(expr(cursor)?);
            if !cursor.take_sign(Sign::Comma) {
                break;
            }
        }
        cursor.expect_sign(Sign::CloseList, "at the end of the list")?;
        return Ok(Set::List(items));
    }
    if cursor.sign_at(0, Sign::Open) && !cursor.word_at(1, "SOURCE") {
        let help = "a list of values stands in square brackets: in [\"a\", \"b\"]".to_owned();
        return cursor.expected_with("a list in square brackets", Some(help));
    }
    if !cursor.take_sign(Sign::Open) {
        return cursor.expected("a list in square brackets or a subquery in parentheses");
    }
    let read = cursor.subquery;
    let query = cursor.deeper(read)?;
    cursor.expect_sign(Sign::Close, "at the end of the subquery")?;
    cursor.subqueries.push(query);
    Ok(Set::Query(cursor.subqueries.len() - 1))
}

type ReadExpr = fn(&mut Cursor<'_>) -> Reading<Expr>;

/// Reads sums and products; `whole` reads what stands in parentheses.
fn sum(cursor: &mut Cursor<'_>, whole: ReadExpr) -> Reading<Expr> {
    let signs = [(Sign::Plus, Arithmetic::Add), (Sign::Minus, Arithmetic::Subtract)];
    chain(cursor, &signs, |cursor| product(cursor, whole))
}

fn product(cursor: &mut Cursor<'_>, whole: ReadExpr) -> Reading<Expr> {
    let signs =
        [(Sign::Star, Arithmetic::Multiply), (Sign::Slash, Arithmetic::Divide), (Sign::Percent, Arithmetic::Remainder)];
    chain(cursor, &signs, |cursor| power(cursor, whole))
}

fn chain(
    cursor: &mut Cursor<'_>,
    signs: &[(Sign, Arithmetic)],
    operand: impl Fn(&mut Cursor<'_>) -> Reading<Expr>,
) -> Reading<Expr> {
    let first = operand(cursor)?;
    let mut span: Span = first.span;
    let mut rest = Vec::new();
    while let Some((_, operator)) = signs.iter().find(|(sign, _)| cursor.sign_at(0, *sign)) {
        cursor.advance();
        let next = operand(cursor)?;
        span = span.to(next.span);
        rest.push((*operator, next));
    }
    if rest.is_empty() {
        return Ok(first);
    }
    Ok(Expr { kind: ExprKind::Chain(Box::new(first), rest), span })
}

/// `a ^ b ^ c` is read from the right, as in mathematics (our choice: AWS does not say).
fn power(cursor: &mut Cursor<'_>, whole: ReadExpr) -> Reading<Expr> {
    let base = minus(cursor, whole)?;
    if !cursor.take_sign(Sign::Caret) {
        return Ok(base);
    }
    let exponent = cursor.deeper(|cursor| power(cursor, whole))?;
    let span = base.span.to(exponent.span);
    Ok(Expr { kind: ExprKind::Power(Box::new(base), Box::new(exponent)), span })
}

fn minus(cursor: &mut Cursor<'_>, whole: ReadExpr) -> Reading<Expr> {
    let start = cursor.here();
    if !cursor.take_sign(Sign::Minus) {
        return primary(cursor, whole);
    }
    let inner = cursor.deeper(|cursor| minus(cursor, whole))?;
    let span = start.to(inner.span);
    Ok(Expr { kind: ExprKind::Minus(Box::new(inner)), span })
}
