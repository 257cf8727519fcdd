//! Commands which only the service can run: SOURCE, pattern, diff, lookups, join and the like.

use super::cursor::{Cursor, Reading};
use super::expr::expr;
use super::operand::primary;
use super::rows::period;
use crate::insights::token::{Sign, TokenKind};
use crate::insights::tree::{
    CidrLookup, CommandKind, DiffBase, ExprKind, Join, Lookup, Name, Part, Renamed, Source, SourceArgument, SourcePart,
};

/// What stands behind `SOURCE`.
pub fn source(cursor: &mut Cursor<'_>) -> Reading<Source> {
    let start = cursor.here();
    let mut parts = Vec::new();
    while !cursor.at_end() {
        let part = match cursor.peek() {
            Some(TokenKind::Text(group)) => {
                cursor.advance();
                SourcePart::Group(group.clone())
            }
            Some(TokenKind::Word(name)) if cursor.sign_at(1, Sign::Open) => {
                let make = match name.text.to_ascii_lowercase().as_str() {
                    "loggroups" => SourcePart::LogGroups,
                    "datasource" => SourcePart::DataSource,
                    "filterindex" => SourcePart::FilterIndex,
                    _ => return cursor.expected("`logGroups(…)`, `dataSource(…)`, `filterIndex(…)` or a log group"),
                };
                cursor.advance();
                cursor.advance();
                make(source_arguments(cursor)?)
            }
            Some(TokenKind::Word(name)) if (name.is("start") || name.is("end")) && cursor.sign_at(1, Sign::Equal) => {
                SourcePart::Time(glued(cursor))
            }
            Some(TokenKind::Word(_) | TokenKind::Sign(Sign::Slash)) => SourcePart::Group(glued(cursor)),
            Some(TokenKind::Sign(Sign::Comma)) if !parts.is_empty() => {
                cursor.advance();
                continue;
            }
            _ => return cursor.expected("a log group"),
        };
        parts.push(part);
    }
    if parts.is_empty() {
        return cursor.expected("the log groups to read");
    }
    Ok(Source { parts, span: start.to(cursor.last()) })
}

/// `name: [values]`, `[values]` or an expression, with commas between them, up to the closing parenthesis.
fn source_arguments(cursor: &mut Cursor<'_>) -> Reading<Vec<SourceArgument>> {
    let mut arguments = Vec::new();
    while !cursor.take_sign(Sign::Close) {
        let name = match cursor.peek() {
            Some(TokenKind::Word(name)) if cursor.sign_at(1, Sign::Colon) => {
                cursor.advance();
                cursor.advance();
                Some(name.clone())
            }
            _ => None,
        };
        arguments.push(SourceArgument { name, value: expr(cursor)? });
        if !cursor.take_sign(Sign::Comma) && !cursor.sign_at(0, Sign::Close) {
            return cursor.expected("`,` or `)`");
        }
    }
    Ok(arguments)
}

/// The text of tokens that touch each other: a bare group name, `start=-1d`.
fn glued(cursor: &mut Cursor<'_>) -> String {
    let start = cursor.here();
    cursor.advance();
    while !cursor.at_end() && cursor.touches() {
        cursor.advance();
    }
    start.to(cursor.last()).of(cursor.text).to_owned()
}

/// `diff [previousDay|previousWeek|previousMonth]`
pub fn diff(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let bases = [
        ("previousDay", DiffBase::PreviousDay),
        ("previousWeek", DiffBase::PreviousWeek),
        ("previousMonth", DiffBase::PreviousMonth),
    ];
    let base = bases.into_iter().find(|(word, _)| cursor.take_word(word)).map(|(_, base)| base);
    if base.is_none() && !cursor.at_end() {
        return cursor.expected("`previousDay`, `previousWeek` or `previousMonth`");
    }
    Ok(CommandKind::Diff(base))
}

/// `unmask [fields]`
pub fn unmask(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    if cursor.at_end() {
        return Ok(CommandKind::Unmask(Vec::new()));
    }
    if cursor.sign_at(0, Sign::Open) {
        let operand = primary(cursor, expr)?;
        let ExprKind::Field(name) = operand.kind else {
            return cursor.refuse(operand.span, "unmask takes a field", "write unmask(@message)");
        };
        return Ok(CommandKind::Unmask(vec![name]));
    }
    cursor.expect_names("a field to unmask").map(CommandKind::Unmask)
}

/// The name of a lookup table, which may have hyphens.
fn table(cursor: &mut Cursor<'_>) -> Reading<Name> {
    let mut name = cursor.expect_name("the lookup table")?;
    while cursor.touches()
        && matches!(
            cursor.peek(),
            Some(TokenKind::Sign(Sign::Minus) | TokenKind::Word(_) | TokenKind::Number(_) | TokenKind::Period(_))
        )
    {
        cursor.advance();
        name.span = name.span.to(cursor.last());
        name.text = name.span.of(cursor.text).to_owned();
        name.parts = vec![Part::Key(name.text.clone())];
    }
    Ok(name)
}

/// `lookup table field [as field] {, …} OUTPUT field [as name] {, …}`
pub fn lookup(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let table = table(cursor)?;
    let keys = renamed(cursor, "the field to look up")?;
    cursor.expect_word("OUTPUT", "and the columns to add")?;
    Ok(CommandKind::Lookup(Lookup { table, keys, output: renamed(cursor, "a column to add")? }))
}

/// `cidrlookup table ipField [as col] OUTPUT|OUTPUTNEW field [as name] {, …}`
pub fn cidr_lookup(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let table = table(cursor)?;
    let field = Renamed { name: cursor.expect_name("the field that holds an address")?, alias: cursor.alias()? };
    let keep = cursor.take_word("OUTPUTNEW");
    if !keep {
        cursor.expect_word("OUTPUT", "or `OUTPUTNEW` and the columns to add")?;
    }
    Ok(CommandKind::CidrLookup(CidrLookup { table, field, keep, output: renamed(cursor, "a column to add")? }))
}

fn renamed(cursor: &mut Cursor<'_>, what: &str) -> Reading<Vec<Renamed>> {
    let mut list = Vec::new();
    loop {
        list.push(Renamed { name: cursor.expect_name(what)?, alias: cursor.alias()? });
        if !cursor.take_sign(Sign::Comma) {
            return Ok(list);
        }
    }
}

/// `join [type=inner|left] left=a right=b where a.f = b.g [and …] (SOURCE 'group')`
pub fn join(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let mut keep_unmatched = false;
    let (mut left, mut right) = (None, None);
    loop {
        if cursor.take_option("type") {
            keep_unmatched = cursor.take_word("left");
            if !keep_unmatched && !cursor.take_word("inner") {
                return cursor.expected("`inner` or `left`");
            }
        } else if cursor.take_option("left") {
            left = Some(cursor.expect_name("a name for the left side")?);
        } else if cursor.take_option("right") {
            right = Some(cursor.expect_name("a name for the right side")?);
        } else {
            break;
        }
    }
    let (Some(left), Some(right)) = (left, right) else { return cursor.expected("`left=name` and `right=name`") };
    cursor.expect_word("where", "and the fields that must be equal")?;
    let mut on: Vec<(Name, Name)> = Vec::new();
    loop {
        let one = cursor.expect_name("a field of the left side")?;
        if !cursor.take_sign(Sign::DoubleEqual) && !cursor.take_sign(Sign::Equal) {
            return cursor.expected_with("`=`", Some("join compares for equality only".to_owned()));
        }
        on.push((one, cursor.expect_name("a field of the right side")?));
        if !cursor.take_word("and") && !cursor.take_sign(Sign::Comma) {
            break;
        }
    }
    cursor.expect_sign(Sign::Open, "and the right side's SOURCE")?;
    cursor.expect_word("SOURCE", "and the right side's log group")?;
    let source = source(cursor)?;
    if cursor.sign_at(0, Sign::Pipe) {
        let help = "filter before join or after it".to_owned();
        return cursor.expected_with("`)`: the right side of join takes SOURCE alone", Some(help));
    }
    cursor.expect_sign(Sign::Close, "at the end of the right side")?;
    Ok(CommandKind::Join(Join { keep_unmatched, left, right, on, source }))
}

/// `logcompare timeshift period`
pub fn log_compare(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    cursor.expect_word("timeshift", "and a span of time, as in timeshift 7d")?;
    cursor.take_sign(Sign::Equal);
    period(cursor).map(CommandKind::LogCompare)
}

/// `relevantfields [fields] where condition`
pub fn relevant_fields(cursor: &mut Cursor<'_>) -> Reading<CommandKind> {
    let fields = match cursor.word_at(0, "where") {
        true => Vec::new(),
        false => cursor.expect_names("a field, or `where` and a condition")?,
    };
    cursor.expect_word("where", "and a condition")?;
    Ok(CommandKind::RelevantFields { fields, condition: expr(cursor)? })
}
