//! The text form, for a terminal or a pipe: labels left, words wrapped at 100 columns, commands kept whole.

use super::seen_from::SeenFrom;
use crate::diagnosis::changed::Changed;
use crate::diagnosis::verdict::{Diagnosis, Evidence, Finding};
use crate::diagnosis::words::{with_short_names, without_ids};
use crate::domain::clock::{Timestamp, date_time, time_of_day};
use crate::domain::redact::redact;
use crate::domain::text::columns;
use std::collections::BTreeSet;

const WIDTH: usize = 100;
const LABEL: usize = 12;

/// Some lines of plain text, each ended.
pub fn text(diagnosis: &Diagnosis, seen: &SeenFrom<'_>) -> String {
    let mut out = String::new();
    let head = format!("{}: {}", diagnosis.verdict.as_str().to_uppercase(), diagnosis.headline);
    wrap(&mut out, "", &redact(&head), 2);
    if let Some(line) = &diagnosis.stack {
        let since = line.since.map(|at| format!(" since {}", date_time(at))).unwrap_or_default();
        entry(&mut out, "stack", &format!("{} {}{since}", line.name, line.status));
    }
    entry(&mut out, "where", &redact(&seen.words()));
    listed(&mut out, "serves", &impact_lines(diagnosis));
    let day = diagnosis.stack.as_ref().and_then(|line| line.since);
    // What an earlier finding has already told to do is not told again.
    let mut told = BTreeSet::new();
    for (n, found) in diagnosis.findings.iter().enumerate() {
        if diagnosis.findings.len() > 1 {
            out.push('\n');
        }
        let words = beside_cause(found, &diagnosis.headline);
        finding(&mut out, (found, &words, seen), n + 1, day, &mut told);
    }
    let is_apart = diagnosis.findings.len() > 1;
    if is_apart {
        out.push('\n');
    }
    listed(&mut out, "changed", &changed_lines(diagnosis));
    let clocks = diagnosis.clocks.iter().map(|clock| format!("{} ({})", clock.words, clock.rests_on));
    listed(&mut out, "clocks", &clocks.collect::<Vec<_>>());
    ways_out(&mut out, diagnosis, seen);
    let gaps = diagnosis.not_checked.iter().map(|gap| format!("{}: {}", gap.what, gap.why));
    listed(&mut out, "not seen", &gaps.collect::<Vec<_>>());
    out
}

/// A label and its entries, the label once.
fn listed(out: &mut String, label: &str, entries: &[String]) {
    for (n, words) in entries.iter().enumerate() {
        entry(out, if n == 0 { label } else { "" }, &redact(words));
    }
}

/// What serves now, a line for each service.
pub fn impact_lines(diagnosis: &Diagnosis) -> Vec<String> {
    diagnosis.impact.iter().map(|impact| format!("{}: {}", impact.service.name, impact.words)).collect()
}

/// What changed, a line for each service.
pub fn changed_lines(diagnosis: &Diagnosis) -> Vec<String> {
    diagnosis.changes.iter().map(Changed::sentence).collect()
}

/// A finding's words beside its cause: the sentence, or only how far it reaches where the headline has the sentence.
pub fn beside_cause(found: &Finding, headline: &str) -> String {
    let is_said = headline.contains(with_short_names(&found.summary).trim_end_matches('.'));
    if is_said { found.extent.clone() } else { found.sentence() }
}

fn ways_out(out: &mut String, diagnosis: &Diagnosis, seen: &SeenFrom<'_>) {
    for (n, remedy) in diagnosis.ways_out().into_iter().enumerate() {
        let label = if n == 0 { "way out" } else { "" };
        entry(out, label, &redact(&format!("{}: {}", remedy.operation.title(), remedy.effect)));
        // A command is one line, however long, so that it can be copied.
        out.push_str(&format!("{:LABEL$}  $ {}\n", "", redact(&seen.command(&remedy.operation))));
    }
    if let Some(why) = &diagnosis.no_way_out {
        entry(out, "way out", &redact(why));
    }
}

fn finding(
    out: &mut String,
    (found, words, seen): (&Finding, &str, &SeenFrom<'_>),
    n: usize,
    day: Option<Timestamp>,
    told: &mut BTreeSet<String>,
) {
    let label = if n == 1 { "cause" } else { "also" };
    let colon = if words.is_empty() { "" } else { ": " };
    let head = format!("{} ({}, {}){colon}{words}", found.cause, found.category.as_str(), found.confidence.word());
    entry(out, label, &redact(&head));
    for (at, (quote, times)) in distinct(&found.evidence).into_iter().enumerate() {
        let repeated = if times > 1 { format!(" ({times} such)") } else { String::new() };
        entry(out, if at == 0 { "evidence" } else { "" }, &redact(&format!("{}{repeated}", said(quote, day))));
    }
    let mut label = "next";
    for step in found.next_steps.iter().filter(|step| told.insert((*step).clone())) {
        entry(out, label, &redact(&seen.step(step)));
        label = "";
    }
}

/// Quotes with the same words from the same kind of source are shown once, the first of them, with their number.
fn distinct(quotes: &[Evidence]) -> Vec<(&Evidence, usize)> {
    let mut shown: Vec<(&Evidence, usize)> = Vec::new();
    for quote in quotes {
        match shown.iter_mut().find(|(known, _)| {
            known.source == quote.source && without_ids(known.quote.raw()) == without_ids(quote.quote.raw())
        }) {
            Some((_, times)) => *times += 1,
            None => shown.push((quote, 1)),
        }
    }
    shown
}

/// `log app/app/9d85800c 12:28:41Z  words`; with the date where it is not that of the stack's line.
fn said(quote: &Evidence, day: Option<Timestamp>) -> String {
    let date = |at: Timestamp| at.strftime("%F").to_string();
    let at = quote.at.map(|at| {
        if day.is_some_and(|day| date(day) == date(at)) {
            format!(" {}Z", time_of_day(at))
        } else {
            format!(" {}", date_time(at))
        }
    });
    let about = short_ref(quote.about.as_str());
    format!("{} {about}{}  {}", quote.source.as_str(), at.unwrap_or_default(), quote.quote)
}

/// What names the thing to a person: of a task ARN the first eight characters of the id, of another ARN its last
/// part, of a log stream the same with the task's id cut.
pub fn short_ref(about: &str) -> String {
    let resource = if about.starts_with("arn:") { about.splitn(6, ':').nth(5).unwrap_or(about) } else { about };
    let (path, last) = resource.rsplit_once('/').unwrap_or(("", resource));
    let is_id = last.len() == 32 && last.bytes().all(|b| b.is_ascii_hexdigit());
    let shown = if is_id { last.get(..8).unwrap_or(last) } else { last };
    if path.is_empty() || about.starts_with("arn:") { shown.to_owned() } else { format!("{path}/{shown}") }
}

fn entry(out: &mut String, label: &str, words: &str) {
    wrap(out, &format!("  {label:<w$}", w = LABEL - 2), words, LABEL);
}

/// The words between blanks; a command between backticks is one of them, however long, so that it can be copied.
fn pieces(words: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let blank = |from: usize| rest.get(from..).and_then(|tail| tail.find(' ')).map(|at| from + at);
        let close = rest.strip_prefix("`aws ").and_then(|command| command.find('`')).map_or(0, |at| at + 5);
        let end = blank(close).unwrap_or(rest.len());
        let (word, more) = rest.split_at(end);
        all.push(word);
        rest = more.strip_prefix(' ').unwrap_or(more);
    }
    all
}

/// Writes words after a label, wrapped at [`WIDTH`], further lines indented. A word longer than a line stays whole.
fn wrap(out: &mut String, label: &str, words: &str, indent: usize) {
    let mut line = label.to_owned();
    let mut is_fresh = true;
    for word in pieces(words) {
        let gap = usize::from(!is_fresh);
        if !is_fresh && columns(&line) + gap + columns(word) > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = " ".repeat(indent);
            is_fresh = true;
        }
        if !is_fresh {
            line.push(' ');
        }
        line.push_str(word);
        is_fresh = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
