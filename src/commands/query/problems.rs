//! What is wrong with a query, for people and for programs.

use crate::insights::{NeedsService, Parsed, Problem, Span};
use std::io::{self, Write};

/// The problems, each with its line and a mark under its place; empty without problems.
pub fn text(query: &str, kind: &str, problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        let span = Span { start: problem.start, end: problem.end };
        text.push_str(&format!("{kind}: {}\n", problem.message));
        text.push_str(&pointed(query, span));
        if let Some(help) = &problem.help {
            text.push_str(&format!("  {help}\n"));
        }
    }
    text
}

/// Why a query cannot be run here.
pub fn needs_service(query: &str, needs: &NeedsService) -> String {
    format!("{needs}\n{}", pointed(query, needs.span()))
}

/// The line of a place, and the mark under it.
fn pointed(query: &str, span: Span) -> String {
    let (before, behind) = query.split_at_checked(span.start).unwrap_or((query, ""));
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = span.start + behind.find('\n').unwrap_or(behind.len());
    let line = query.get(line_start..line_end).unwrap_or("");
    let column = crate::domain::text::columns(query.get(line_start..span.start).unwrap_or(""));
    let marked = query.get(span.start..span.end.min(line_end)).unwrap_or("");
    let width = crate::domain::text::columns(marked).max(1);
    format!("  {line}\n  {}{}\n", " ".repeat(column), "^".repeat(width))
}

/// `{"errors":[…],"lints":[…]}`
pub fn json(out: &mut impl Write, parsed: &Parsed) -> io::Result<()> {
    #[derive(serde::Serialize)]
    struct Report<'a> {
        errors: &'a [Problem],
        lints: &'a [Problem],
    }
    serde_json::to_writer(&mut *out, &Report { errors: &parsed.errors, lints: &parsed.lints })?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::parse;

    #[test]
    fn a_problem_is_shown_under_its_place() {
        let query = "fields a\n| sort é, max(b)";
        let said = text(query, "error", &parse(query).errors);
        let lines: Vec<&str> = said.lines().collect();
        assert!(lines[0].starts_with("error: unexpected symbol found ("), "{said}");
        assert_eq!(lines[1..3], ["  | sort é, max(b)", "               ^"], "{said}");
    }
}
