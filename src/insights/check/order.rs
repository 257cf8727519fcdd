//! Which command may follow which.

use super::findings::Findings;
use crate::insights::span::Span;
use crate::insights::tree::{Command, CommandKind, ExprKind};

/// The most `stats` in a query of the Standard log class.
const MOST_STATS: usize = 10;

/// Checks the order of commands; `nested` is inside another query.
pub fn check(commands: &[Command], nested: bool, findings: &mut Findings) {
    after_dedup(commands, findings);
    around_stats(commands, findings);
    after_pattern(commands, findings);
    at_the_ends(commands, nested, findings);
}

fn after_dedup(commands: &[Command], findings: &mut Findings) {
    let Some(at) = commands.iter().position(|c| matches!(c.kind, CommandKind::Dedup(_))) else { return };
    for command in commands.iter().skip(at + 1) {
        if matches!(command.kind, CommandKind::Limit { .. } | CommandKind::Head(_) | CommandKind::Broken) {
            continue;
        }
        let help = "move it before dedup; the first row in the sort order is the one that is kept";
        findings.error(command.word, "only limit may follow dedup", help);
    }
}

fn around_stats(commands: &[Command], findings: &mut Findings) {
    let places: Vec<usize> = (0..commands.len())
        .filter(|at| matches!(commands.get(*at).map(|c| &c.kind), Some(CommandKind::Stats(_))))
        .collect();
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return };
    // One stats only: AWS's own samples sort before it, which does nothing.
    for (at, command) in commands.iter().enumerate().take(*last) {
        let word = match command.kind {
            CommandKind::Sort(_) => "sort",
            CommandKind::Limit { .. } | CommandKind::Head(_) | CommandKind::Tail(_) => "limit",
            _ => continue,
        };
        if places.len() > 1 {
            findings.error(
                command.word,
                format!("{word} must stand behind the last stats"),
                format!("move {word} to the end"),
            );
        } else if at < *first {
            let help = format!("move {word} behind stats, and sort by what stats makes");
            findings.lint(command.word, format!("{word} before stats does not order what stats gives"), help);
        }
    }
    if let Some(command) = places.get(MOST_STATS).and_then(|at| commands.get(*at)) {
        findings.error(command.word, format!("a query has at most {MOST_STATS} stats"), "leave some out");
    }
}

fn after_pattern(commands: &[Command], findings: &mut Findings) {
    let mut pattern = false;
    for command in commands {
        match command.kind {
            CommandKind::Pattern(_) => pattern = true,
            CommandKind::Diff(_) if !pattern => {
                findings.error(command.word, "diff is only possible behind pattern", "write | pattern @message | diff");
            }
            CommandKind::Anomaly if !pattern => {
                findings.error(
                    command.word,
                    "anomaly is only possible behind pattern",
                    "write | pattern @message | anomaly",
                );
            }
            _ => {}
        }
    }
}

fn at_the_ends(commands: &[Command], nested: bool, findings: &mut Findings) {
    let end = commands.len().saturating_sub(1);
    let mut joins = 0;
    for (at, command) in commands.iter().enumerate() {
        match command.kind {
            CommandKind::Source(_) if at > 0 => {
                findings.error(command.word, "SOURCE must come first", "move it to the beginning");
            }
            CommandKind::Estimate if at < end => {
                findings.error(command.word, "estimate must come last", "move it to the end");
            }
            CommandKind::Join(_) => {
                joins += 1;
                if joins == 2 {
                    findings.error(command.word, "a query has at most one join", "split it into two queries");
                }
            }
            CommandKind::Head(_) | CommandKind::Tail(_) => {
                findings.lint(command.word, "head and tail are deprecated", "write sort and limit");
            }
            CommandKind::FillMissing { .. } if !follows_bins(commands, at) => {
                findings.error(
                    command.word,
                    "fillmissing needs a stats by bin(…) before it",
                    "write | stats … by bin(5m) | fillmissing …",
                );
            }
            CommandKind::Limit { count, .. } if count > 100_000 => {
                findings.error(command.span, "the most rows of a query are 100000", "write limit 100000 or less");
            }
            _ => {}
        }
    }
    if nested && !matches!(commands.first().map(|c| &c.kind), Some(CommandKind::Source(_) | CommandKind::Broken)) {
        let span = commands.first().map_or(Span::default(), |command| command.word);
        findings.error(span, "an inner query begins with SOURCE", "write (SOURCE \"group\" | …)");
    }
}

fn follows_bins(commands: &[Command], at: usize) -> bool {
    commands.iter().take(at).rev().find_map(|command| match &command.kind {
        CommandKind::Stats(stats) => Some(stats.by.iter().any(|item| match &item.expr.kind {
            ExprKind::Call(call) => call.name.eq_ignore_ascii_case("bin"),
            _ => false,
        })),
        _ => None,
    }) == Some(true)
}
