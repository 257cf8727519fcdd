//! `parse`: stars against names, regular expressions and their groups.

use super::findings::Findings;
use crate::insights::pattern;
use crate::insights::span::Span;
use crate::insights::tree::{Command, CommandKind, Name, Parse, ParseHow};

/// Checks a `parse` command.
pub fn check(command: &Command, findings: &mut Findings) {
    let CommandKind::Parse(parse) = &command.kind else { return };
    match &parse.how {
        ParseHow::Glob { text, span } => glob(text, *span, &parse.aliases, findings),
        ParseHow::Regex { text, span, multi } => regex(text, *span, *multi, parse, findings),
        ParseHow::Logfmt | ParseHow::Xml { .. } => {
            if let Some(second) = parse.aliases.get(1) {
                findings.error(second.span, "this kind of parse makes one field", "give one name");
            }
        }
        ParseHow::Csv => {}
    }
}

fn glob(text: &str, span: Span, aliases: &[Name], findings: &mut Findings) {
    let stars = text.matches('*').count();
    if stars == 0 {
        findings.error(span, "this pattern has no *", "put * where the text to take out stands");
    } else if stars != aliases.len() {
        let at = aliases.first().zip(aliases.last()).map_or(span, |(first, last)| first.span.to(last.span));
        let message = format!("{stars} stars and {} names do not go together", aliases.len());
        findings.error(at, message, "give one name for each *");
    }
}

fn regex(text: &str, span: Span, multi: bool, parse: &Parse, findings: &mut Findings) {
    let compiled = match pattern::compile(text) {
        Ok(compiled) => compiled,
        Err(message) => return findings.error(span, message, "correct the regular expression"),
    };
    let named = compiled.capture_names().flatten().count();
    let unnamed = compiled.captures_len() - 1 - named;
    let help = "write (?<name>…) around the text to take out";
    if named == 0 && (parse.aliases.is_empty() || unnamed == 0) {
        findings.error(span, "this regular expression has no named group, so parse takes nothing out", help);
    } else if multi && named == 0 {
        // As seen on AWS, against an example of its documentation.
        findings.error(span, "multi needs named groups", help);
    } else if named == 0 && parse.aliases.len() > unnamed {
        findings.error(span, format!("{unnamed} groups are too few for {} names", parse.aliases.len()), help);
    }
}
