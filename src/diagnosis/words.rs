//! Small pieces of sentences shared by the rules.

use crate::domain::Text;
use crate::domain::clock::{Timestamp, short_duration};

/// Longest quote inside a sentence, in characters; the evidence has it whole.
const QUOTED: usize = 120;

/// `13 s` under two minutes, then as [`short_duration`].
pub fn seconds(n: u64) -> String {
    if n < 120 { format!("{n} s") } else { short_duration(n) }
}

/// A quote short enough for a sentence: cut between words where it has any, a quotation mark it leaves open closed.
pub fn short_quote(text: &Text) -> String {
    let whole = text.as_str().trim().trim_end_matches('.');
    match whole.char_indices().nth(QUOTED) {
        Some((end, _)) => {
            let head = whole.get(..end).unwrap_or(whole);
            let is_between = whole.get(end..).is_some_and(|rest| rest.starts_with(' '));
            let words = head.rsplit_once(' ').filter(|_| !is_between).map_or(head, |(words, _)| words);
            let close = if words.matches('"').count() % 2 == 1 { "\"" } else { "" };
            format!("{}…{close}", words.trim_end_matches([' ', '(', '"', ',']))
        }
        None => whole.to_owned(),
    }
}

/// A sentence as part of another: no final dot, first letter small unless the word is a name or an abbreviation.
pub fn as_clause(sentence: &str) -> String {
    let trimmed = sentence.trim().trim_end_matches('.');
    let mut chars = trimmed.chars();
    let first = chars.next();
    match (first, chars.clone().next()) {
        (Some(a), Some(b)) if a.is_uppercase() && (b.is_lowercase() || b == ' ') && !is_name(trimmed) => {
            a.to_lowercase().collect::<String>() + chars.as_str()
        }
        _ => trimmed.to_owned(),
    }
}

fn is_name(sentence: &str) -> bool {
    [
        "Fargate",
        "CloudFormation",
        "Docker",
        "Amazon",
        "Secrets Manager",
        "Application Auto",
        "Service Connect",
        "Cloud Map",
    ]
    .iter()
    .any(|name| sentence.starts_with(name))
}

/// `11:44`, in UTC.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%H:%M").to_string()
}

/// The same with its date where that is more than a day ago.
pub fn minute_or_day(at: Timestamp, now: Timestamp) -> String {
    let is_old = crate::domain::clock::seconds_between(at, now) >= 86_400;
    if is_old { at.strftime("%F %H:%M").to_string() } else { minute(at) }
}

const BREAKS: [char; 7] = [' ', '(', ')', ',', '/', '"', ']'];

/// The words without long hexadecimal ids, for telling whether two messages say the same of two things.
pub fn without_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() >= 16 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    text.split_inclusive(BREAKS).filter(|word| !is_id(word.trim_end_matches(BREAKS))).collect()
}

/// A sentence with names in place of ARNs and registries, short enough to be read at once; the evidence has them
/// whole.
pub fn with_short_names(text: &str) -> String {
    let is_edge = |c: char| c.is_whitespace() || "()\"',;".contains(c);
    text.split_inclusive(is_edge)
        .map(|piece| {
            let word = piece.trim_end_matches(is_edge);
            let (core, dots) = word.split_at(word.trim_end_matches(['.', ':']).len());
            format!("{}{dots}{}", short_name(core), piece.get(word.len()..).unwrap_or_default())
        })
        .collect()
}

/// The same for a step: its commands, between backticks, keep what they need.
pub fn with_short_names_in_words(step: &str) -> String {
    let parts = step.split('`').enumerate();
    let told: Vec<_> =
        parts.map(|(n, part)| if n % 2 == 0 { with_short_names(part) } else { part.to_owned() }).collect();
    told.join("`")
}

/// The name in an ARN, an image reference of ECR, or a long id; anything else as it is.
fn short_name(word: &str) -> &str {
    if word.starts_with("arn:") {
        let resource = word.splitn(6, ':').nth(5).unwrap_or(word);
        let mut parts = resource.split('/');
        let last = || resource.rsplit(['/', ':']).next().filter(|part| !part.is_empty()).unwrap_or(resource);
        return match (parts.next(), parts.next()) {
            (Some("targetgroup" | "assumed-role" | "stack"), Some(name)) => name,
            // A secret's or parameter's name may hold slashes of its own.
            (Some(kind), _) if kind.starts_with("secret:") => resource.strip_prefix("secret:").unwrap_or(resource),
            (Some("parameter"), Some(_)) => resource.strip_prefix("parameter/").unwrap_or(resource),
            _ => last(),
        };
    }
    match word.split_once('/') {
        Some((host, name)) if host.contains(".dkr.ecr.") => name,
        _ if word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit()) => word.get(..8).unwrap_or(word),
        _ => word,
    }
}

/// What words mean, with the words that decide it where they add something.
pub fn meaning(summary: &str, decisive: &Text) -> String {
    let clause = with_short_names(&as_clause(summary));
    let whole = with_short_names(decisive.as_str());
    let quote = short_quote(&Text::new(&whole));
    // The summary says what may not be done; the quote adds who may not.
    let quote = quote.trim_end_matches(" is not authorized to perform");
    if quote.is_empty() || clause.contains(quote) { clause } else { format!("{clause} ({quote})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_carry_names_and_not_arns() {
        for (long, short) in [
            ("of arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa fails", "of web fails"),
            ("(arn:aws:sts::111122223333:assumed-role/runner/0a1b is not", "(runner is not"),
            ("pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/a/b:1.", "pull a/b:1."),
            (
                "fetch arn:aws:secretsmanager:eu-west-1:111122223333:secret:web/DB-AbCdEf from",
                "fetch web/DB-AbCdEf from",
            ),
            ("task 0123456789abcdef0123456789abcdef, gone", "task 01234567, gone"),
            ("nothing to shorten: a/b", "nothing to shorten: a/b"),
        ] {
            assert_eq!(with_short_names(long), short);
        }
    }

    #[test]
    fn a_command_in_a_step_keeps_its_arn() {
        let arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa";
        assert_eq!(
            with_short_names_in_words(&format!("Ask {arn}: `x {arn}`, {arn}.")),
            format!("Ask web: `x {arn}`, web.")
        );
    }

    #[test]
    fn a_long_quote_is_cut_between_words_and_its_quotation_mark_closed() {
        let (word, long) = ("w".repeat(118), "x".repeat(130));
        for (whole, short) in [
            ("short.".to_owned(), "short".to_owned()),
            (format!("{word} token rest"), format!("{word}…")),
            (format!("said: \"{} token rest\"", "w".repeat(110)), format!("said: \"{}…\"", "w".repeat(110))),
            (long.clone(), format!("{}…", &long[..120])),
        ] {
            assert_eq!(short_quote(&Text::new(&whole)), short);
        }
    }

    #[test]
    fn messages_about_two_tasks_are_one_message() {
        let of = |id: &str| without_ids(&format!("(task {id}) is unhealthy"));
        assert_eq!(of("0123456789abcdef0123456789abcdef"), of("ffff456789abcdef0123456789abcdef"));
        assert_ne!(without_ids("port 80"), without_ids("port 81"));
    }
}
