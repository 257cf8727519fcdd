//! Maps and lists where the service does not take them.

use super::findings::Findings;
use crate::insights::function::{Callee, Function, find};
use crate::insights::tree::{Command, CommandKind, Expr, ExprKind, Item, Name};

/// Checks the use of names that `jsonParse` and `split` made.
pub fn check(commands: &[Command], findings: &mut Findings) {
    let (mut split, mut parsed): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for command in commands {
        match &command.kind {
            CommandKind::Fields(items) => {
                split.extend(items.iter().filter_map(|item| made_with(item, &[Function::Split])));
                parsed.extend(items.iter().filter_map(|item| made_with(item, &[Function::JsonParse])));
            }
            CommandKind::Unnest { list, .. } if split.contains(&list.text.as_str()) => {
                let help = "parse the text with multi, or make it a JSON list for jsonParse";
                findings.error(list.span, "unnest does not take a list made by split", help);
            }
            CommandKind::Expand(list) if split.contains(&list.text.as_str()) => {
                findings.lint(list.span, "expand leaves a list made by split as it is", "use parse with multi");
            }
            CommandKind::Sort(keys) => keys.iter().for_each(|key| whole(&key.name, &parsed, "sort", findings)),
            CommandKind::Dedup(names) => names.iter().for_each(|name| whole(name, &parsed, "dedup", findings)),
            CommandKind::Stats(stats) => {
                for item in &stats.by {
                    if let ExprKind::Field(name) = &item.expr.kind {
                        whole(name, &parsed, "stats", findings);
                    }
                }
                (split, parsed) = (Vec::new(), Vec::new());
            }
            _ => {}
        }
    }
}

fn made_with<'a>(item: &'a Item, functions: &[Function]) -> Option<&'a str> {
    let Item { expr: Expr { kind: ExprKind::Call(call), .. }, alias: Some(alias) } = item else { return None };
    let Some(Callee::Scalar(function)) = find(&call.name).map(|signature| signature.callee) else { return None };
    functions.contains(&function).then_some(alias.text.as_str())
}

fn whole(name: &Name, parsed: &[&str], command: &str, findings: &mut Findings) {
    if parsed.contains(&name.text.as_str()) {
        let message = format!("{} is a map or a list, which {command} does not take", name.text);
        findings.lint(name.span, message, format!("name a value inside it, as in {}.key", name.text));
    }
}
