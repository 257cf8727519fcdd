//! What of a query's filters CloudWatch can decide before it sends an event: a filter pattern, as StartLiveTail and
//! FilterLogEvents take it.
//!
//! Only what is exactly as strict or looser than the query is pushed down; the whole query is run again over what
//! comes. Facts: CloudWatch Logs user guide, "Filter pattern syntax"; at most two regular expressions a pattern, no
//! parentheses and nothing beyond ASCII in them, 1,024 characters in all.

use super::tree::{CommandKind, Comparison, Expr, ExprKind, Query};
use super::value::looks_numeric;

/// The longest pattern the service takes.
const LONGEST: usize = 1024;
/// The most regular expressions in a pattern.
const MOST_REGEXES: usize = 2;

/// What the service can do of a query's filters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pushdown {
    /// The filter pattern; none where nothing can be pushed down.
    pub pattern: Option<String>,
    /// Whether the filters leave more to decide than the pattern does.
    pub leaves_more: bool,
}

/// One condition that every event must meet, as a pattern says it.
enum Demand<'a> {
    /// The message has this text in it.
    Message(&'a str),
    /// This member of the message's JSON object is this text.
    Member(&'a str, &'a str),
}

impl Pushdown {
    /// Reads the filters in front of everything that makes, renames or counts.
    pub fn of(query: &Query) -> Self {
        let mut demands = Vec::new();
        let mut leaves_more = false;
        let mut made: Vec<&str> = Vec::new();
        for command in &query.commands {
            match &command.kind {
                CommandKind::Filter(condition) => collect(condition, &made, &mut demands, &mut leaves_more),
                CommandKind::Fields(items) => {
                    made.extend(items.iter().filter_map(|item| Some(item.alias.as_ref()?.text.as_str())));
                }
                // What else there is may change what a name means or which rows there are.
                _ => break,
            }
        }
        let filters = query.commands.iter().filter(|c| matches!(c.kind, CommandKind::Filter(_))).count();
        let read = query
            .commands
            .iter()
            .take_while(|c| matches!(c.kind, CommandKind::Filter(_) | CommandKind::Fields(_)))
            .filter(|c| matches!(c.kind, CommandKind::Filter(_)))
            .count();
        let (pattern, all_said) = written(&demands);
        Self { pattern, leaves_more: leaves_more || read < filters || !all_said }
    }
}

/// Takes the demands of a condition apart; what is none that a pattern can say is left.
fn collect<'a>(condition: &'a Expr, made: &[&str], demands: &mut Vec<Demand<'a>>, leaves_more: &mut bool) {
    if let ExprKind::All(parts) = &condition.kind {
        parts.iter().for_each(|part| collect(part, made, demands, leaves_more));
        return;
    }
    match demand(condition).filter(|demand| !matches!(demand, Demand::Member(name, _) if made.contains(name))) {
        Some(demand) => demands.push(demand),
        None => *leaves_more = true,
    }
}

fn demand(condition: &Expr) -> Option<Demand<'_>> {
    match &condition.kind {
        ExprKind::Like { value, pattern, negated: false } => match (&value.kind, &pattern.kind) {
            (ExprKind::Field(name), ExprKind::Text(text)) if name.text == "@message" && is_plain(text) => {
                Some(Demand::Message(text))
            }
            (ExprKind::Field(name), ExprKind::Regex(text)) if name.text == "@message" && is_plain(text) => {
                Some(Demand::Message(text))
            }
            _ => None,
        },
        ExprKind::Compare(left, Comparison::Equal, right) => {
            let (name, text) = match (&left.kind, &right.kind) {
                (ExprKind::Field(name), ExprKind::Text(text)) | (ExprKind::Text(text), ExprKind::Field(name)) => {
                    (&name.text, text)
                }
                _ => return None,
            };
            // A number or a truth value in the JSON is equal to its text here, and is none there.
            let is_other = looks_numeric(text) || ["true", "false", "null"].contains(&text.as_str());
            (is_member(name) && is_plain(text) && !is_other).then_some(Demand::Member(name, text))
        }
        _ => None,
    }
}

/// Letters which stand for themselves in a pattern's regular expressions and in its strings.
fn is_plain(text: &str) -> bool {
    let stands_for_itself = |c: char| c.is_ascii_alphanumeric() || ":_#=@/;,-".contains(c);
    !text.is_empty() && text.chars().all(stands_for_itself)
}

/// A name at the top of the message's JSON; with a dot it could be a path or one name.
fn is_member(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The pattern, and whether it says all of it. Members and texts of the message cannot stand in one pattern: members
/// say more.
fn written(demands: &[Demand<'_>]) -> (Option<String>, bool) {
    let members: Vec<String> = demands
        .iter()
        .filter_map(|demand| match demand {
            Demand::Member(name, text) => Some(format!("($.{name} = \"{text}\")")),
            Demand::Message(_) => None,
        })
        .collect();
    let texts: Vec<String> = demands
        .iter()
        .filter_map(|demand| match demand {
            Demand::Message(text) => Some(format!("%{text}%")),
            Demand::Member(..) => None,
        })
        .collect();
    let (mut parts, joint, frame) =
        if members.is_empty() { (texts, " ", ("", "")) } else { (members, " && ", ("{ ", " }")) };
    if frame.0.is_empty() {
        parts.truncate(MOST_REGEXES);
    }
    loop {
        if parts.is_empty() {
            return (None, demands.is_empty());
        }
        let pattern = format!("{}{}{}", frame.0, parts.join(joint), frame.1);
        if pattern.len() <= LONGEST {
            return (Some(pattern), parts.len() == demands.len());
        }
        parts.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::parse;

    #[test]
    fn only_what_is_exact_or_looser_is_pushed_down() {
        let long = format!("fields a | filter @message like \"{}\"", "x".repeat(1100));
        for (query, pattern, leaves_more) in [
            ("fields @message", None, false),
            ("filter @message like \"ERROR\"", Some("%ERROR%"), false),
            ("filter @message like /timed-out/ | sort @timestamp", Some("%timed-out%"), false),
            ("filter @message like /timed.out/", None, true),
            ("filter @message like 'two words'", None, true),
            ("filter @message like \"A\" and @message like \"B\"", Some("%A% %B%"), false),
            ("filter @message like \"A\" | filter @message like \"B\" and @message like \"C\"", Some("%A% %B%"), true),
            ("filter @message like \"A\" or @message like \"B\"", None, true),
            ("filter @message not like \"A\"", None, true),
            ("filter level = \"ERROR\"", Some("{ ($.level = \"ERROR\") }"), false),
            ("filter level = \"ERROR\" and @message like \"db\"", Some("{ ($.level = \"ERROR\") }"), true),
            ("filter 'a' = b and c = 'd'", Some("{ ($.b = \"a\") && ($.c = \"d\") }"), false),
            ("filter status = \"500\"", None, true),
            ("filter on = 'true'", None, true),
            ("filter a.b = \"x\"", None, true),
            ("filter status > 400 and level = 'WARN'", Some("{ ($.level = \"WARN\") }"), true),
            ("fields upper(x) as level | filter level = 'A'", None, true),
            ("parse @message 'l=*' as level | filter level = 'A'", None, true),
            ("filter level = 'A' | stats count(*) as n by bin(1m) | filter n > 3", Some("{ ($.level = \"A\") }"), true),
            ("limit 3 | filter @message like 'A'", None, true),
            (&long, None, true),
        ] {
            let said = Pushdown::of(&parse(query).query);
            let expected = Pushdown { pattern: pattern.map(str::to_owned), leaves_more };
            assert_eq!(said, expected, "{query}");
        }
    }
}
