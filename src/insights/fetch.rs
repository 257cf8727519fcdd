//! What CloudWatch is asked for where the rest of a query is run here: whole events, filtered as far as filters can be
//! left to it.

use super::hoist::hoisted;
use super::parsed::LONGEST;
use super::tree::{Command, CommandKind, Item, Name, ParseHow, Query};
use crate::domain::log_scope::LogStreams;

/// The fields an event is told by; `@ptr` comes by itself.
pub const EVENT_FIELDS: [&str; 5] = ["@timestamp", "@ingestionTime", "@logStream", "@log", "@message"];

/// The text of a query for the events that can matter to `query`, newest first: its row-by-row part as far as the last
/// filter in it, before anything that counts, orders or makes several rows of an event. The whole query is run again
/// over what comes.
pub fn fetch_query(query: Option<&Query>, streams: &LogStreams) -> String {
    let end = format!("sort @timestamp desc | display {}", EVENT_FIELDS.join(", "));
    let streams = stream_filter(streams);
    let whole = |filters: Option<String>| {
        let parts = [streams.clone(), filters, Some(end.clone())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
    };
    let filtered = whole(query.and_then(filters));
    if filtered.chars().count() > LONGEST { whole(None) } else { filtered }
}

/// The text of a whole query, narrowed to streams.
pub fn narrowed_query(text: &str, query: &Query, streams: &LogStreams) -> String {
    match stream_filter(streams) {
        // A SOURCE stands before everything else, and names its own groups.
        Some(filter) if !names_source(query) => format!("{filter} | {text}"),
        _ => text.to_owned(),
    }
}

/// Whether the query says itself which groups it reads.
pub fn names_source(query: &Query) -> bool {
    query.commands.iter().any(|command| matches!(command.kind, CommandKind::Source(_)))
}

/// `@logStream` has an index in every group, so that this makes a query cheaper and not only narrower.
fn stream_filter(streams: &LogStreams) -> Option<String> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    match streams {
        LogStreams::All => None,
        LogStreams::Named(names) => {
            let names: Vec<String> = names.iter().map(|name| quoted(name.raw())).collect();
            Some(format!("filter @logStream in [{}]", names.join(", ")))
        }
        LogStreams::Prefixed(prefixes) => {
            let prefixed: Vec<String> =
                prefixes.iter().map(|prefix| format!("startsWith(@logStream, {}) = 1", quoted(prefix.raw()))).collect();
            Some(format!("filter {}", prefixed.join(" or ")))
        }
    }
}

fn filters(query: &Query) -> Option<String> {
    let row_by_row = hoisted(&query.commands).into_iter().take_while(|command| is_row_by_row(command));
    let mut commands: Vec<Command> = row_by_row.filter(|command| makes_or_filters(command)).cloned().collect();
    let last = commands.iter().rposition(|command| matches!(command.kind, CommandKind::Filter(_)))?;
    commands.truncate(last + 1);
    let part = Query { text: query.text.clone(), commands, subqueries: query.subqueries.clone() };
    Some(part.to_string())
}

/// One row out of one event, which stays whole: a field of the event's own given another value would hide it.
fn is_row_by_row(command: &Command) -> bool {
    let own = |name: &Name| name.text.starts_with('@');
    let hides = |items: &[Item]| items.iter().filter_map(|item| item.alias.as_ref()).any(own);
    match &command.kind {
        CommandKind::Filter(_) => true,
        CommandKind::Fields(items) | CommandKind::Display(items) => !hides(items),
        CommandKind::Json(json) => !own(&json.alias),
        CommandKind::Parse(parse) => match &parse.how {
            ParseHow::Regex { multi: true, .. } => false,
            _ => !parse.aliases.iter().any(own),
        },
        _ => false,
    }
}

/// Naming columns matters to nothing behind it.
fn makes_or_filters(command: &Command) -> bool {
    match &command.kind {
        CommandKind::Fields(items) | CommandKind::Display(items) => items.iter().any(|item| item.alias.is_some()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;
    use crate::insights::parse;

    const END: &str = "sort @timestamp desc | display @timestamp, @ingestionTime, @logStream, @log, @message";

    #[test]
    fn only_filters_of_single_events_are_left_to_the_service_with_what_they_need() {
        for (query, fetched) in [
            ("fields @timestamp, @message", ""),
            ("filter @message like /ERR/ | stats count(*) by bin(1m)", "filter @message like /ERR/ | "),
            (
                "fields strlen(@message) as n | filter n > 9 | display n",
                "fields strlen(@message) as n | filter n > 9 | ",
            ),
            ("fields a, b | filter a = 1 | fields c as d | sort d", "filter a = 1 | "),
            (
                "parse @message 'l=*' as l | filter l = 'x' | limit 3",
                "parse @message \"l=*\" as l | filter l = \"x\" | ",
            ),
            ("parse @message /l=(?<l>.)/ multi | filter l = 'x'", ""),
            ("fields toupper(@message) as @message | filter @message like /A/", ""),
            ("limit 9 | filter a = 1", ""),
            ("stats count(*) as n by a | filter n > 3", ""),
            ("stats count(*) as n by a | filter b = 3", "filter b = 3 | "),
            ("unnest x into y | filter y = 1", ""),
        ] {
            let parsed = parse(query);
            assert!(parsed.errors.is_empty(), "{query}: {:?}", parsed.errors);
            let text = fetch_query(Some(&parsed.query), &LogStreams::All);
            assert_eq!(text, format!("{fetched}{END}"), "{query}");
            assert!(parse(&text).errors.is_empty(), "{text}");
        }
        assert_eq!(fetch_query(None, &LogStreams::All), END);
    }

    #[test]
    fn streams_narrow_the_question() {
        let named = LogStreams::Named(vec![Text::new("web/app/1"), Text::new("a\"b")]);
        let prefixed = LogStreams::Prefixed(vec![Text::new("web/"), Text::new("db/")]);
        assert_eq!(fetch_query(None, &named), format!("filter @logStream in [\"web/app/1\", \"a\\\"b\"] | {END}"));
        let text = "stats count(*)";
        let narrowed = narrowed_query(text, &parse(text).query, &prefixed);
        let wanted =
            "filter startsWith(@logStream, \"web/\") = 1 or startsWith(@logStream, \"db/\") = 1 | stats count(*)";
        assert_eq!(narrowed, wanted);
        assert!(parse(&narrowed).errors.is_empty());
        let source = "SOURCE logGroups(namePrefix: ['/ecs']) | limit 1";
        assert_eq!(narrowed_query(source, &parse(source).query, &named), source);
    }
}
