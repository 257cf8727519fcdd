//! Commands as text.

use super::expr::{Expressions, Rank};
use super::name::{name, names, number, pattern, regex, table, text};
use crate::insights::tree::{
    Command, CommandKind, DiffBase, Direction, Item, Join, Name, Parse, ParseHow, Renamed, SortKey, Source,
    SourceArgument, SourcePart, Stats,
};

/// A command; what could not be read is printed as it was written.
pub fn command(command: &Command, written: &str, expressions: Expressions<'_>) -> String {
    let whole = |expr| expressions.whole(expr);
    match &command.kind {
        CommandKind::Source(source) => self::source(source, expressions),
        CommandKind::Fields(list) => format!("fields {}", items(list, expressions)),
        CommandKind::Display(list) => format!("display {}", items(list, expressions)),
        CommandKind::Filter(condition) => format!("filter {}", whole(condition)),
        CommandKind::FilterIndex(condition) => format!("filterIndex {}", whole(condition)),
        CommandKind::Stats(stats) => self::stats(stats, expressions),
        CommandKind::Sort(keys) => sort(keys),
        CommandKind::Limit { any: false, count } => format!("limit {count}"),
        CommandKind::Limit { any: true, count } => format!("limit any {count}"),
        CommandKind::Head(count) => format!("head {count}"),
        CommandKind::Tail(count) => format!("tail {count}"),
        CommandKind::Parse(parse) => self::parse(parse, expressions),
        CommandKind::Json(json) => {
            format!("json field={} {} as {}", name(&json.field), text(&json.path), name(&json.alias))
        }
        CommandKind::Dedup(fields) => format!("dedup {}", names(fields)),
        CommandKind::Unnest { list, into } => format!("unnest {} into {}", name(list), name(into)),
        CommandKind::Expand(list) => format!("expand {}", name(list)),
        CommandKind::Accum { field, alias } => format!("accum {}{}", name(field), alias_of(alias)),
        CommandKind::Autoregress { field, alias, from, to } => {
            let range = if from == to { from.to_string() } else { format!("{from}-{to}") };
            format!("autoregress {}{} p={range}", name(field), alias_of(alias))
        }
        CommandKind::FillDown(patterns) => {
            patterns.iter().fold("filldown".to_owned(), |line, it| format!("{line} {}", pattern(it)))
        }
        CommandKind::FillMissing { with: None, .. } => "fillmissing".to_owned(),
        CommandKind::FillMissing { with: Some(with), fields } => {
            format!("fillmissing with {} for {}", whole(with), names(fields))
        }
        CommandKind::AddTotals { label, row, col, fields } => {
            let label = label.as_ref().map_or_else(String::new, |label| format!(" fieldname={}", text(label)));
            format!("addtotals{label} row={row} col={col}{}", after_blank(fields))
        }
        CommandKind::Sessionize { fields, max_span, alias } => {
            let span = max_span.map_or_else(String::new, |span| format!(" maxspan {span}"));
            format!("sessionize {}{span}{}", names(fields), alias_of(alias))
        }
        CommandKind::Outlier(outlier) => format!(
            "outlier action={} param={} uselower={} mark={}{}",
            if outlier.remove { "remove" } else { "transform" },
            number(outlier.param),
            outlier.use_lower,
            outlier.mark,
            after_blank(&outlier.fields)
        ),
        CommandKind::CountFrequent(fields) => format!("countFrequent {}", names(fields)),
        CommandKind::AppendCols { overwrite, max, query } => {
            let max = max.map_or_else(String::new, |max| format!(" max={max}"));
            let query = (expressions.print)(query, expressions.subqueries);
            format!("appendcols override={overwrite}{max} ({query})")
        }
        CommandKind::Pattern(expr) => format!("pattern {}", whole(expr)),
        CommandKind::Diff(base) => match base {
            None => "diff".to_owned(),
            Some(DiffBase::PreviousDay) => "diff previousDay".to_owned(),
            Some(DiffBase::PreviousWeek) => "diff previousWeek".to_owned(),
            Some(DiffBase::PreviousMonth) => "diff previousMonth".to_owned(),
        },
        CommandKind::Anomaly => "anomaly".to_owned(),
        CommandKind::Unmask(fields) => format!("unmask{}", after_blank(fields)),
        CommandKind::Estimate => "estimate".to_owned(),
        CommandKind::Lookup(lookup) => {
            format!("lookup {} {} OUTPUT {}", table(&lookup.table), renamed(&lookup.keys), renamed(&lookup.output))
        }
        CommandKind::CidrLookup(lookup) => format!(
            "cidrlookup {} {} {} {}",
            table(&lookup.table),
            renamed(std::slice::from_ref(&lookup.field)),
            if lookup.keep { "OUTPUTNEW" } else { "OUTPUT" },
            renamed(&lookup.output)
        ),
        CommandKind::Join(join) => self::join(join, expressions),
        CommandKind::LogCompare(period) => format!("logcompare timeshift {period}"),
        CommandKind::RelevantFields { fields, condition } => {
            format!("relevantfields{} where {}", after_blank(fields), whole(condition))
        }
        CommandKind::Broken => command.span.of(written).to_owned(),
    }
}

fn items(items: &[Item], expressions: Expressions<'_>) -> String {
    let item = |item: &Item| format!("{}{}", expressions.whole(&item.expr), alias_of(&item.alias));
    items.iter().map(item).collect::<Vec<_>>().join(", ")
}

fn alias_of(alias: &Option<Name>) -> String {
    alias.as_ref().map_or_else(String::new, |alias| format!(" as {}", name(alias)))
}

fn after_blank(fields: &[Name]) -> String {
    if fields.is_empty() { String::new() } else { format!(" {}", names(fields)) }
}

fn renamed(list: &[Renamed]) -> String {
    let one = |it: &Renamed| format!("{}{}", name(&it.name), alias_of(&it.alias));
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn stats(stats: &Stats, expressions: Expressions<'_>) -> String {
    let mut text = format!("stats {}", items(&stats.items, expressions));
    if !stats.by.is_empty() {
        text.push_str(&format!(" by {}", items(&stats.by, expressions)));
    }
    if let Some(offset) = stats.offset {
        text.push_str(&format!(" offset {offset}"));
    }
    text
}

/// A first field with the name `by` keeps the optional word before it, or it would be taken for that word.
fn sort(keys: &[SortKey]) -> String {
    let list = keys.iter().map(sort_key).collect::<Vec<_>>().join(", ");
    let named_by = keys.first().is_some_and(|key| !key.name.quoted && key.name.text.eq_ignore_ascii_case("by"));
    if named_by { format!("sort by {list}") } else { format!("sort {list}") }
}

fn sort_key(key: &SortKey) -> String {
    let direction = match key.direction {
        None => "",
        Some(Direction::Ascending) => " asc",
        Some(Direction::Descending) => " desc",
    };
    format!("{}{direction}", name(&key.name))
}

fn parse(parse: &Parse, expressions: Expressions<'_>) -> String {
    let mut line = "parse ".to_owned();
    if let Some(operand) = &parse.operand {
        line.push_str(&expressions.ranked(operand, Rank::Value));
        line.push(' ');
    }
    let mut multi = "";
    match &parse.how {
        ParseHow::Glob { text: glob, .. } => line.push_str(&text(glob)),
        ParseHow::Regex { text, multi: many, .. } => {
            line.push_str(&regex(text));
            multi = if *many { " multi" } else { "" };
        }
        ParseHow::Logfmt => line.push_str("logfmt"),
        ParseHow::Csv => line.push_str("csv"),
        ParseHow::Xml { path, .. } => line.extend(["XML ", &text(path)]),
    }
    if !parse.aliases.is_empty() {
        line.push_str(&format!(" as {}", names(&parse.aliases)));
    }
    line + multi
}

fn source(source: &Source, expressions: Expressions<'_>) -> String {
    let argument = |argument: &SourceArgument| {
        let name = argument.name.as_ref().map_or_else(String::new, |it| format!("{}: ", name(it)));
        format!("{name}{}", expressions.whole(&argument.value))
    };
    let arguments = |list: &[SourceArgument]| list.iter().map(argument).collect::<Vec<_>>().join(", ");
    let part = |part: &SourcePart| match part {
        SourcePart::Group(group) => text(group),
        SourcePart::LogGroups(list) => format!("logGroups({})", arguments(list)),
        SourcePart::DataSource(list) => format!("dataSource({})", arguments(list)),
        SourcePart::FilterIndex(list) => format!("filterIndex({})", arguments(list)),
        SourcePart::Time(time) => time.clone(),
    };
    format!("SOURCE {}", source.parts.iter().map(part).collect::<Vec<_>>().join(" "))
}

fn join(join: &Join, expressions: Expressions<'_>) -> String {
    let on = |(left, right): &(Name, Name)| format!("{} = {}", name(left), name(right));
    format!(
        "join type={} left={} right={} where {} ({})",
        if join.keep_unmatched { "left" } else { "inner" },
        name(&join.left),
        name(&join.right),
        join.on.iter().map(on).collect::<Vec<_>>().join(" and "),
        source(&join.source, expressions)
    )
}
