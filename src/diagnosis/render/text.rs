//! The text form, for a terminal or a pipe: labels left, words wrapped at 100 columns, commands kept whole.

use crate::diagnosis::verdict::{Confidence, Diagnosis, Evidence, Finding};
use crate::domain::clock::date_time;
use crate::domain::redact::redact;
use unicode_width::UnicodeWidthStr;

const WIDTH: usize = 100;
const LABEL: usize = 12;

/// Some lines of plain text, each ended.
pub fn text(diagnosis: &Diagnosis) -> String {
    let mut out = String::new();
    let head = format!("{}: {}", diagnosis.verdict.as_str().to_uppercase(), diagnosis.headline);
    wrap(&mut out, "", &redact(&head), 2);
    if let Some(line) = &diagnosis.stack {
        let since = line.since.map(|at| format!(" since {}", date_time(at))).unwrap_or_default();
        entry(&mut out, "stack", &format!("{} {}{since}", line.name, line.status));
    }
    for (n, found) in diagnosis.findings.iter().enumerate() {
        if diagnosis.findings.len() > 1 {
            out.push('\n');
        }
        finding(&mut out, found, n + 1);
    }
    for (n, gap) in diagnosis.not_checked.iter().enumerate() {
        if n == 0 && diagnosis.findings.len() > 1 {
            out.push('\n');
        }
        entry(&mut out, if n == 0 { "not seen" } else { "" }, &redact(&format!("{}: {}", gap.what, gap.why)));
    }
    out
}

fn finding(out: &mut String, found: &Finding, n: usize) {
    let label = if n == 1 { "cause" } else { "also" };
    let head = format!("{} ({}, {}): {}", found.cause, found.category.as_str(), sure(found.confidence), found.summary);
    entry(out, label, &redact(&head));
    for (at, quote) in found.evidence.iter().enumerate() {
        entry(out, if at == 0 { "evidence" } else { "" }, &redact(&said(quote)));
    }
    for (at, step) in found.next_steps.iter().enumerate() {
        entry(out, if at == 0 { "way out" } else { "" }, &redact(step));
    }
    for remedy in &found.remedies {
        let label = if found.next_steps.is_empty() { "way out" } else { "" };
        entry(out, label, &redact(&format!("{}: {}", remedy.operation.title(), remedy.effect)));
        // A command is one line, however long, so that it can be copied.
        out.push_str(&format!("{:LABEL$}  $ {}\n", "", redact(&remedy.operation.command())));
    }
}

/// How sure, in a word people use.
pub fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "sure",
        Confidence::Medium => "likely",
        Confidence::Low => "unsure",
    }
}

/// `log app/app/9d85800c 2026-11-21T12:28:41Z  words`.
fn said(quote: &Evidence) -> String {
    let at = quote.at.map(|at| format!(" {}", date_time(at))).unwrap_or_default();
    format!("{} {}{at}  {}", quote.source.as_str(), short_ref(quote.about.as_str()), quote.quote)
}

/// The part of an ARN that names the thing; other references as they are.
pub fn short_ref(about: &str) -> &str {
    if about.starts_with("arn:") { about.splitn(6, ':').nth(5).unwrap_or(about) } else { about }
}

fn entry(out: &mut String, label: &str, words: &str) {
    wrap(out, &format!("  {label:<w$}", w = LABEL - 2), words, LABEL);
}

/// Writes words after a label, wrapped at [`WIDTH`], further lines indented. A word longer than a line stays whole.
fn wrap(out: &mut String, label: &str, words: &str, indent: usize) {
    let mut line = label.to_owned();
    let mut is_fresh = true;
    for word in words.split(' ') {
        let gap = usize::from(!is_fresh);
        if !is_fresh && line.width() + gap + word.width() > WIDTH {
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
