//! The expressions inside a command.

use crate::insights::tree::{Command, CommandKind, Expr};

/// The expressions a command holds.
pub fn expressions(command: &Command) -> Vec<&Expr> {
    match &command.kind {
        CommandKind::Fields(items) | CommandKind::Display(items) => items.iter().map(|item| &item.expr).collect(),
        CommandKind::Stats(stats) => stats.items.iter().chain(&stats.by).map(|item| &item.expr).collect(),
        CommandKind::Filter(expr)
        | CommandKind::FilterIndex(expr)
        | CommandKind::Pattern(expr)
        | CommandKind::RelevantFields { condition: expr, .. } => vec![expr],
        CommandKind::Parse(parse) => parse.operand.iter().collect(),
        CommandKind::FillMissing { with, .. } => with.iter().collect(),
        _ => Vec::new(),
    }
}
