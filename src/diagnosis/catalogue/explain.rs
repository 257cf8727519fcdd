//! From a message to what it means.

use super::cause::Cause;
use super::condition::Condition;
use super::explanation::Explanation;
use super::families::{ERROR_LOGGED, FAMILIES, Reach};
use super::kind::MessageKind;
use super::level::{Level, level};
use super::plain::Plain;
use super::{exit, exit_words, policy, quote, sniff, subject};
use crate::diagnosis::verdict::Category;
use crate::domain::Text;
use std::ops::Range;
use std::sync::LazyLock;

const UNKNOWN: Cause = Cause::new(
    "unknown",
    Category::Other,
    "No rule knows this message.",
    "Read the message as it is, then the stopped tasks' reasons, exit codes and last log lines.",
);
const NO_REASON: Cause = Cause::routine("no_reason", "A stack event without a reason.");

/// A family with its conditions made ready.
struct Ready {
    reach: Reach,
    guard: Option<Condition>,
    causes: Vec<(&'static Cause, Vec<Condition>)>,
}

static READY: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    FAMILIES
        .iter()
        .map(|family| Ready {
            reach: family.reach,
            guard: family.guard.map(Condition::new),
            causes: family
                .causes
                .iter()
                .map(|cause| (cause, cause.when.iter().map(|source| Condition::new(source)).collect()))
                .collect(),
        })
        .collect()
});

/// Reads a message. Without a kind, the kind is found out from the text. Never fails: what no rule knows is
/// `unknown`, with its words kept.
pub fn explain(kind: Option<MessageKind>, text: &Text) -> Explanation {
    let raw = text.raw();
    let Some(kind) = kind.or_else(|| sniff::sniff(raw)) else { return of_no_kind(raw) };
    if kind == MessageKind::ExitCode {
        return match exit_words::within(raw) {
            Some(code) => tell(exit::cause(code), raw, 0..raw.len()),
            None => tell(&UNKNOWN, raw, 0..raw.len()),
        };
    }
    let plain = match kind {
        MessageKind::LogLine => Plain::new(raw).without_noughts(),
        _ => Plain::without_names(raw),
    };
    if kind == MessageKind::StackEvent && matches!(plain.as_str(), "" | "-" | "none" | "null") {
        return tell(&NO_REASON, raw, 0..raw.len());
    }
    match judge(kind, level(raw), plain.as_str()) {
        Some((cause, place)) => tell(cause, raw, plain.origin(place)),
        None => tell(&UNKNOWN, raw, 0..raw.len()),
    }
}

/// Where nothing tells the kind it is a line of a log, unless that says little and the words are known of another
/// kind: a stack's reason looks like any sentence. A line that says how grave it is, is a log's.
fn of_no_kind(raw: &str) -> Explanation {
    let (plain, level) = (Plain::new(raw).without_noughts(), level(raw));
    if plain.as_str().is_empty() {
        return tell(&UNKNOWN, raw, 0..raw.len());
    }
    let as_line = judge(MessageKind::LogLine, level, plain.as_str());
    let says_little = as_line.as_ref().is_none_or(|(cause, _)| [ERROR_LOGGED, "app_crashed"].contains(&cause.name));
    let others = OTHERS.iter().filter(|_| says_little && level == Level::Unsaid && !is_thrown(raw));
    let known = others.filter_map(|kind| judge(*kind, level, plain.as_str())).next();
    match known.or(as_line) {
        Some((cause, place)) => tell(cause, raw, plain.origin(place)),
        None => tell(&UNKNOWN, raw, 0..raw.len()),
    }
}

/// Whether a line begins with the class of what a program threw, its package in front: `java.lang.X: `, `System.X: `.
fn is_thrown(raw: &str) -> bool {
    let class = raw.trim_start().split([':', ' ', '(']).next().unwrap_or_default();
    class.contains('.') && ["Exception", "Error"].iter().any(|end| class.ends_with(end))
}

/// The kinds a sentence can be of, those first that are least like one another's.
const OTHERS: [MessageKind; 5] = [
    MessageKind::StackEvent,
    MessageKind::StoppedReason,
    MessageKind::ContainerReason,
    MessageKind::ServiceEvent,
    MessageKind::DeploymentReason,
];

/// How deep a message of that kind and meaning lies: higher is nearer to the cause. Our order, from the
/// evidence to the wrapper around it.
pub fn depth(kind: MessageKind, explanation: &Explanation) -> u8 {
    if explanation.benign {
        return 0;
    }
    let told = explanation.cause != UNKNOWN.name && !explanation.wrapper;
    match kind {
        // That an error was written is no cause yet: whatever names one beside it lies deeper.
        MessageKind::LogLine if explanation.cause == ERROR_LOGGED => 7,
        MessageKind::ContainerReason | MessageKind::ExitCode | MessageKind::LogLine if told => 8,
        MessageKind::StoppedReason if told => 7,
        MessageKind::ServiceEvent if told => 6,
        MessageKind::StackEvent | MessageKind::DeploymentReason
            if told && explanation.category != Category::Rollback =>
        {
            6
        }
        MessageKind::ContainerReason | MessageKind::ExitCode | MessageKind::LogLine | MessageKind::StoppedReason => 5,
        MessageKind::ServiceEvent => 4,
        MessageKind::DeploymentReason => 3,
        MessageKind::StackEvent if explanation.cause.starts_with("cascade") => 1,
        MessageKind::StackEvent => 2,
    }
}

/// Every cause of the catalogue with its category, once each.
pub fn causes() -> Vec<(&'static str, Category)> {
    let rows = FAMILIES.iter().flat_map(|family| family.causes).chain(exit::causes()).chain([&UNKNOWN, &NO_REASON]);
    let mut all: Vec<_> = rows.map(|cause| (cause.name, cause.category)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What the catalogue says of a cause in general, where no message names a thing.
pub fn in_general(cause: &str) -> Option<Explanation> {
    let mut rows = FAMILIES.iter().flat_map(|family| family.causes).chain(exit::causes());
    rows.find(|row| row.name == cause).map(|row| tell(row, "", 0..0))
}

fn judge(kind: MessageKind, level: Level, plain: &str) -> Option<(&'static Cause, Range<usize>)> {
    READY
        .iter()
        .filter(|family| family.reach.covers(kind, level))
        .filter(|family| family.guard.as_ref().is_none_or(|guard| guard.find(plain).is_some()))
        .flat_map(|family| &family.causes)
        .find_map(|(cause, conditions)| {
            conditions.iter().find_map(|condition| condition.find(plain)).map(|place| (*cause, place))
        })
}

fn tell(cause: &'static Cause, raw: &str, place: Range<usize>) -> Explanation {
    let subject = subject::find(raw, cause.about).map(Text::new);
    let shown = subject.as_ref().map(Text::as_str);
    // Only what may name a policy is read for one.
    let names_policy = cause.next_step.contains("{policy|");
    let refusing = names_policy.then(|| policy::refusing(Plain::new(raw).as_str())).flatten();
    let named = |found: Option<String>| found.filter(|_| names_policy).map(Text::new);
    let (role, resource) = (named(policy::role(raw)), named(policy::resource(raw)));
    let on = put(cause.next_step, "resource", resource.as_ref().map(Text::as_str));
    let stepped = put(&on, "policy", refusing);
    let refused = role.as_ref().map(|name| format!("the role {name}"));
    // Where the message does not say which policy refuses, it still may say whom.
    let whom = refused.as_ref().filter(|_| refusing.is_none()).map(|name| format!(" Refused was {name}."));
    Explanation {
        cause: cause.name,
        category: cause.category,
        benign: cause.benign,
        wrapper: cause.wrapper,
        decisive: Text::new(quote::clause(raw, place)),
        summary: fill(cause.summary, shown),
        next_step: fill(&put(&stepped, "role", refused.as_deref()), shown) + whom.as_deref().unwrap_or_default(),
        subject,
    }
}

/// Puts the thing named in the place of each `{subject|else}`.
fn fill(template: &str, subject: Option<&str>) -> String {
    put(template, "subject", subject)
}

/// Puts a value in the place of each `{key|else}`, or what stands there for want of one.
fn put(template: &str, key: &str, value: Option<&str>) -> String {
    let opening = format!("{{{key}|");
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(opening.as_str())
        && let Some((otherwise, tail)) = after.split_once('}')
    {
        filled.push_str(before);
        let named = value.unwrap_or(otherwise);
        // Without a name the sentence closes over the gap.
        if named.is_empty() && filled.ends_with(' ') {
            filled.pop();
        }
        filled.push_str(named);
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_the_name_has_no_gap() {
        for (template, subject, filled) in [
            ("The image {subject|} could not be pulled.", None, "The image could not be pulled."),
            ("The image {subject|} could not be pulled.", Some("a/b:1"), "The image a/b:1 could not be pulled."),
            ("Push {subject|the image}, or correct it.", None, "Push the image, or correct it."),
            ("Look at {subject|}.", None, "Look at."),
        ] {
            assert_eq!(fill(template, subject), filled);
        }
        let gaps = |text: &str| {
            let told = explain(None, &Text::new(text));
            [told.summary, told.next_step].iter().any(|words| words.contains("  ") || words.contains(" ."))
        };
        for text in ["CannotPullContainerError: ", "manifest for  not found", "unable to retrieve secret from asm: "] {
            assert!(!gaps(text), "{text}");
        }
    }
}
