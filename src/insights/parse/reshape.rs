//! Commands which make rows or columns out of rows: unnest, expand, accum, fill and total commands, outlier.

use super::cursor::{Cursor, Reading};
use super::expr::expr;
use super::rows::{count, flag, number, period};
use crate::insights::token::{Sign, TokenKind};
use crate::insights::tree::{CommandKind, FieldPattern, Name, Number, Outlier};

/// `unnest list into name`
pub fn unnest(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let list = cursor.expect_name("the list to unnest")?;
    cursor.expect_word("into", "and a name for the element")?;
    Ok(CommandKind::Unnest { list, into: cursor.expect_name("a name for the element")? })
}

/// `expand list`
pub fn expand(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    cursor.expect_name("the list to expand").map(CommandKind::Expand)
}

/// `accum field [as name]`
pub fn accum(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let field = cursor.expect_name("the field to add up")?;
    Ok(CommandKind::Accum { field, alias: cursor.alias()? })
}

/// `autoregress field [as name] [p=n[-m]]`; without `p` one row back.
pub fn autoregress(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let field = cursor.expect_name("the field to look back on")?;
    let alias = cursor.alias()?;
    let (mut from, mut to) = (1, 1);
    if cursor.take_option("p") {
        from = count(cursor)?;
        to = if cursor.take_sign(Sign::Minus) { count(cursor)? } else { from };
        if to < from || from == 0 || to > 1000 {
            return cursor.refuse(
                cursor.last(),
                "p takes a row count or a range of them, from 1",
                "write p=1 or p=1-4",
            );
        }
    }
    Ok(CommandKind::Autoregress { field, alias, from, to })
}

/// `filldown {field or pattern with stars}`, blanks or commas between them.
pub fn fill_down(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let mut patterns: Vec<FieldPattern> = Vec::new();
    while !cursor.at_end() {
        let span = cursor.here();
        if !matches!(cursor.peek(), Some(TokenKind::Word(_) | TokenKind::Sign(Sign::Star))) {
            return cursor.expected("a field or a pattern with stars");
        }
        // A pattern is several tokens without blanks between them: `net*`, `*bytes`.
        let joins = patterns.last().is_some_and(|last| last.span.end == span.start);
        let text = match cursor.peek() {
            Some(TokenKind::Word(name)) => name.text.clone(),
            _ => "*".to_owned(),
        };
        cursor.advance();
        match patterns.last_mut() {
            Some(last) if joins => {
                last.text.push_str(&text);
                last.span = last.span.to(span);
            }
            _ => patterns.push(FieldPattern { text, span }),
        }
        if cursor.take_sign(Sign::Comma) && cursor.at_end() {
            return cursor.expected("a field or a pattern with stars");
        }
    }
    Ok(CommandKind::FillDown(patterns))
}

/// `fillmissing [with value for fields]`
pub fn fill_missing(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    if !cursor.take_word("with") {
        return Ok(CommandKind::FillMissing { with: None, fields: Vec::new() });
    }
    let with = Some(expr(cursor)?);
    cursor.expect_word("for", "and the fields to fill")?;
    Ok(CommandKind::FillMissing { with, fields: cursor.expect_names("a field to fill")? })
}

/// `addtotals [fieldname=N] [row=b] [col=b] [fields]`
pub fn add_totals(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let (mut label, mut row, mut col) = (None, true, false);
    loop {
        if cursor.take_option("fieldname") {
            label = Some(match cursor.peek() {
                Some(TokenKind::Text(text)) => {
                    cursor.advance();
                    text.clone()
                }
                _ => cursor.expect_name("a name for the total")?.text,
            });
        } else if cursor.take_option("row") {
            row = flag(cursor)?;
        } else if cursor.take_option("col") {
            col = flag(cursor)?;
        } else {
            break;
        }
    }
    let fields = spaced_names(cursor)?;
    Ok(CommandKind::AddTotals { label, row, col, fields })
}

/// `sessionize fields [maxspan period] [as name]`
pub fn sessionize(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let fields = cursor.expect_names("a field that tells sessions apart")?;
    let max_span = match cursor.take_word("maxspan") {
        true => {
            cursor.take_sign(Sign::Equal);
            Some(period(cursor)?)
        }
        false => None,
    };
    Ok(CommandKind::Sessionize { fields, max_span, alias: cursor.alias()? })
}

/// `outlier [action=] [param=] [uselower=] [mark=] fields`
pub fn outlier(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let mut outlier =
        Outlier { remove: false, param: Number::Float(2.5), use_lower: false, mark: false, fields: Vec::new() };
    loop {
        if cursor.take_option("action") {
            outlier.remove = ["remove", "rm"].iter().any(|word| cursor.take_word(word));
            if !outlier.remove && !["transform", "tf"].iter().any(|word| cursor.take_word(word)) {
                return cursor.expected("`remove` or `transform`");
            }
        } else if cursor.take_option("param") {
            outlier.param = number(cursor)?;
        } else if cursor.take_option("uselower") {
            outlier.use_lower = flag(cursor)?;
        } else if cursor.take_option("mark") {
            outlier.mark = flag(cursor)?;
        } else {
            break;
        }
    }
    outlier.fields = spaced_names(cursor)?;
    if outlier.fields.is_empty() {
        return cursor.expected("a field to look for outliers in");
    }
    Ok(CommandKind::Outlier(outlier))
}

/// Names with blanks or commas between them, none at all being fine.
fn spaced_names(cursor: &mut Cursor<'_>) -> Reading<Vec<Name>> {
    let mut names = Vec::new();
    while !cursor.at_end() {
        names.push(cursor.expect_name("a field")?);
        if cursor.take_sign(Sign::Comma) && cursor.at_end() {
            return cursor.expected("a field");
        }
    }
    Ok(names)
}
