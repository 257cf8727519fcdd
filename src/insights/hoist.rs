//! Filters on fields of the event that stand behind a `stats`.
//!
//! AWS's own samples have them (`stats … | filter Type = "Container"`). What the service does is not documented;
//! our choice is to read them as meant: they are run before the stats, and the checker points them out.

use crate::insights::tree::{Command, CommandKind, Expr, ExprKind, Item, Stats};

/// The commands in the order they are run.
pub fn hoisted(commands: &[Command]) -> Vec<&Command> {
    let mut order: Vec<&Command> = commands.iter().collect();
    let Some((at, stats)) = lone_stats(commands) else { return order };
    let (mut before, mut behind) = (0, Vec::new());
    for command in order.split_off(at + 1) {
        if is_hoisted(command, stats) && behind.iter().all(|c: &&Command| !makes_names(c)) {
            order.insert(at + before, command);
            before += 1;
        } else {
            behind.push(command);
        }
    }
    order.extend(behind);
    order
}

/// Whether a command behind this `stats` is a filter on nothing but fields the stats does not make.
pub fn is_hoisted(command: &Command, stats: &Stats) -> bool {
    let CommandKind::Filter(condition) = &command.kind else { return false };
    let fields = condition.fields();
    !fields.is_empty()
        && !calls_aggregate(condition)
        && fields.iter().all(|field| {
            !stats.items.iter().chain(&stats.by).any(|item| makes(item, &field.text) || makes(item, &field.head(1)))
        })
}

fn calls_aggregate(condition: &Expr) -> bool {
    let mut found = false;
    condition.walk(&mut |expr| {
        found |= matches!(&expr.kind, ExprKind::Call(call) if crate::insights::function::is_aggregate(&call.name))
    });
    found
}

/// The only `stats` of a query; with several, filters between them belong to the results.
pub fn lone_stats(commands: &[Command]) -> Option<(usize, &Stats)> {
    let mut all = commands.iter().enumerate().filter_map(|(at, command)| match &command.kind {
        CommandKind::Stats(stats) => Some((at, stats)),
        _ => None,
    });
    all.next().filter(|_| all.next().is_none())
}

fn makes(item: &Item, name: &str) -> bool {
    match (&item.alias, &item.expr.kind) {
        (Some(alias), _) => alias.text == name,
        (None, ExprKind::Field(field)) => field.text == name,
        // An unnamed column is called by its text, which a name in backticks may repeat.
        (None, _) => name.contains('('),
    }
}

/// Whether a command makes names, which a filter behind it may mean.
fn makes_names(command: &Command) -> bool {
    !matches!(command.kind, CommandKind::Filter(_) | CommandKind::Sort(_) | CommandKind::Limit { .. })
}
