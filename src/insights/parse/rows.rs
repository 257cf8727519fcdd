//! Commands which choose, order and cut rows: fields, display, filter, sort, limit, dedup, stats.

use super::cursor::{Cursor, Reading};
use super::expr::expr;
use crate::insights::token::{Sign, TokenKind};
use crate::insights::tree::{CommandKind, Direction, Item, Number, Period, SortKey, Stats};

/// `item {, item}`
pub fn items(cursor: &mut Cursor<'_>) -> Reading<Vec<Item>> {
    let mut items = Vec::new();
    loop {
        let expr = expr(cursor)?;
        let alias = cursor.alias()?;
        items.push(Item { expr, alias });
        if !cursor.take_sign(Sign::Comma) {
            return Ok(items);
        }
    }
}

/// `stats items [by items] [offset period]`
pub fn stats(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let mut stats = Stats { items: items(cursor)?, ..Stats::default() };
    if cursor.take_word("by") {
        stats.by = items(cursor)?;
    }
    if cursor.take_word("offset") {
        stats.offset = Some(period(cursor)?);
    }
    Ok(CommandKind::Stats(stats))
}

/// `sort [by] name [asc|desc] {, …}`; a field, never a call.
pub fn sort(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    cursor.take_word("by");
    let mut keys = Vec::new();
    loop {
        let name = cursor.expect_name("a field to sort by")?;
        if cursor.sign_at(0, Sign::Open) {
            let help = format!(
                "sort takes a field: name it with `{} (…) as name` in stats or fields, and sort by that name",
                name.text
            );
            return cursor.expected_with("`asc`, `desc`, `,` or the end of sort", Some(help));
        }
        let direction = if cursor.take_word("desc") {
            Some(Direction::Descending)
        } else if cursor.take_word("asc") {
            Some(Direction::Ascending)
        } else {
            None
        };
        keys.push(SortKey { name, direction });
        if !cursor.take_sign(Sign::Comma) {
            return Ok(CommandKind::Sort(keys));
        }
    }
}

/// `limit [any] n`
pub fn limit(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let any = cursor.take_word("any");
    Ok(CommandKind::Limit { any, count: count(cursor)? })
}

/// A whole number from 0.
pub fn count(cursor: &mut Cursor<'_>) -> Reading<u64> {
    if let Some(TokenKind::Number(Number::Int(count))) = cursor.peek()
        && let Ok(count) = u64::try_from(*count)
    {
        cursor.advance();
        return Ok(count);
    }
    cursor.expected("a whole number")
}

/// A number, perhaps with a minus.
pub fn number(cursor: &mut Cursor<'_>) -> Reading<Number> {
    let minus = cursor.take_sign(Sign::Minus);
    let Some(TokenKind::Number(number)) = cursor.peek() else { return cursor.expected("a number") };
    cursor.advance();
    Ok(match (*number, minus) {
        (Number::Int(n), true) => Number::Int(n.saturating_neg()),
        (Number::Float(n), true) => Number::Float(-n),
        (number, false) => number,
    })
}

/// A span of time such as `5m`.
pub fn period(cursor: &mut Cursor<'_>) -> Reading<Period> {
    let Some(TokenKind::Period(period)) = cursor.peek() else {
        return cursor.expected("a span of time such as 5m");
    };
    cursor.advance();
    Ok(*period)
}

/// `true` or `false`.
pub fn flag(cursor: &mut Cursor<'_>) -> Reading<bool> {
    if cursor.take_word("true") || cursor.take_word("t") {
        return Ok(true);
    }
    if cursor.take_word("false") || cursor.take_word("f") {
        return Ok(false);
    }
    cursor.expected("`true` or `false`")
}
