//! The Markdown form, for a ticket or a chat.

use super::seen_from::SeenFrom;
use super::text::{beside_cause, changed_lines, impact_lines, short_ref};
use crate::diagnosis::verdict::{Diagnosis, Finding};
use crate::domain::clock::date_time;
use crate::domain::redact::redact;
use std::collections::BTreeSet;

/// A short report. Quotes stand in code, so that nothing in them becomes markup.
pub fn markdown(diagnosis: &Diagnosis, seen: &SeenFrom<'_>) -> String {
    let mut out = format!("## {}: {}\n\n", diagnosis.verdict.as_str().to_uppercase(), plain(&diagnosis.headline));
    if let Some(line) = &diagnosis.stack {
        let since = line.since.map(|at| format!(" since {}", date_time(at))).unwrap_or_default();
        out.push_str(&format!("Stack {} is {}{since}.\n\n", code(line.name.as_str()), code(line.status.as_str())));
    }
    out.push_str(&format!("Seen in {}.\n\n", plain(&seen.words())));
    section(&mut out, "Serving now", &impact_lines(diagnosis));
    // What an earlier finding has already told to do is not told again.
    let mut told = BTreeSet::new();
    for (n, found) in diagnosis.findings.iter().enumerate() {
        let steps: Vec<&String> = found.next_steps.iter().filter(|step| told.insert(step.as_str())).collect();
        finding(&mut out, (found, seen), (&beside_cause(found, &diagnosis.headline), &steps), n + 1);
    }
    section(&mut out, "Changed", &changed_lines(diagnosis));
    let clocks = diagnosis.clocks.iter().map(|clock| format!("{} ({})", clock.words, clock.rests_on));
    section(&mut out, "Clocks", &clocks.collect::<Vec<_>>());
    ways_out(&mut out, diagnosis, seen);
    if !diagnosis.not_checked.is_empty() {
        out.push_str("### Not checked\n\n");
        for gap in &diagnosis.not_checked {
            out.push_str(&format!("- {}: {}\n", plain(&gap.what), plain(&gap.why)));
        }
        out.push('\n');
    }
    out
}

/// A clause as a sentence without its dot.
fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    let first = chars.next().filter(|_| clause.starts_with("none ") || clause.starts_with("the "));
    plain(&first.map_or_else(|| clause.to_owned(), |c| format!("{}{}", c.to_uppercase(), chars.as_str())))
}

/// A heading with a list, where there is anything to list.
fn section(out: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("### {heading}\n\n"));
    for line in lines {
        out.push_str(&format!("- {}\n", plain(line)));
    }
    out.push('\n');
}

/// What can be done to the account, once each, with its command.
fn ways_out(out: &mut String, diagnosis: &Diagnosis, seen: &SeenFrom<'_>) {
    let all = diagnosis.ways_out();
    if all.is_empty() && diagnosis.no_way_out.is_none() {
        return;
    }
    out.push_str("### Ways out\n\n");
    if let Some(why) = &diagnosis.no_way_out {
        out.push_str(&format!("{}.\n", sentence(why)));
    }
    for remedy in all {
        let command = code(&seen.command(&remedy.operation));
        out.push_str(&format!("- {}: {} {command}\n", plain(&remedy.operation.title()), plain(&remedy.effect)));
    }
    out.push('\n');
}

fn finding(out: &mut String, (found, seen): (&Finding, &SeenFrom<'_>), (words, steps): (&str, &[&String]), n: usize) {
    let about = format!("{}, {}", found.category.as_str(), found.confidence.word());
    out.push_str(&format!("### {n}. {} ({about})\n\n", code(found.cause)));
    if !words.is_empty() {
        out.push_str(&format!("{}\n\n", plain(words)));
    }
    for quote in &found.evidence {
        let at = quote.at.map(|at| format!(" {}", date_time(at))).unwrap_or_default();
        let about = code(&short_ref(quote.about.as_str()));
        out.push_str(&format!("- {} {about}{at}: {}\n", quote.source.as_str(), code(quote.quote.as_str())));
    }
    if !steps.is_empty() {
        out.push_str("\nWhat to do:\n\n");
    }
    for step in steps {
        out.push_str(&format!("- {}\n", with_commands(&seen.step(step))));
    }
    out.push('\n');
}

/// A step with its commands in code spans and nothing else of it as markup.
fn with_commands(step: &str) -> String {
    let mut out = String::new();
    let mut rest = step;
    while let Some((before, (command, after))) =
        rest.split_once("`aws ").and_then(|(before, tail)| Some((before, tail.split_once('`')?)))
    {
        out.push_str(&plain(before));
        out.push_str(&code(&format!("aws {command}")));
        rest = after;
    }
    out.push_str(&plain(rest));
    out
}

/// Text in a code span whose fence is longer than any run of backticks in it.
pub(super) fn code(words: &str) -> String {
    let words = redact(words);
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let gap = if longest > 0 { " " } else { "" };
    format!("{fence}{gap}{words}{gap}{fence}")
}

/// Text in which nothing is markup: the characters that could begin some are escaped.
pub(super) fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in redact(words).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
