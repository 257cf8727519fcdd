//! Field names: unknown ones after `stats`, and hyphens that subtract.

use super::expressions::expressions;
use super::findings::Findings;
use crate::insights::function::is_aggregate;
use crate::insights::hoist::{is_hoisted, lone_stats};
use crate::insights::nearest::nearest;
use crate::insights::tree::{Arithmetic, Command, CommandKind, Expr, ExprKind, Item, Name, ParseHow};

/// Checks the names of a query.
pub fn check(commands: &[Command], findings: &mut Findings) {
    let mut known: Option<Vec<String>> = None;
    let mut parsed: Vec<String> = Vec::new();
    let lone = lone_stats(commands);
    for (at, command) in commands.iter().enumerate() {
        for expr in expressions(command) {
            hyphens(expr, findings);
        }
        let hoisted = lone.is_some_and(|(stats_at, stats)| at > stats_at && is_hoisted(command, stats));
        if let Some(known) = &known {
            for name in read_by(command) {
                unknown(name, known, hoisted, findings);
            }
        }
        match &command.kind {
            CommandKind::Parse(_) => parsed.extend(made_by(command)),
            CommandKind::RelevantFields { fields, condition } => {
                // As seen on AWS: "Query cannot be compiled".
                for name in fields.iter().chain(condition.fields()).filter(|name| parsed.contains(&name.text)) {
                    let help = "use a field the service discovers itself";
                    findings.error(name.span, "relevantfields does not take a field made by parse", help);
                }
            }
            _ => {}
        }
        match &command.kind {
            CommandKind::Stats(stats) => {
                if known.is_none() || !stats.items.is_empty() {
                    known = Some(stats.by.iter().chain(&stats.items).flat_map(column).collect());
                }
            }
            CommandKind::CountFrequent(_) | CommandKind::Pattern(_) | CommandKind::RelevantFields { .. } => {
                known = None
            }
            // These bring in fields whose names cannot be told from the query.
            CommandKind::Join(_)
            | CommandKind::Lookup(_)
            | CommandKind::CidrLookup(_)
            | CommandKind::AppendCols { .. } => {
                known = None;
            }
            _ => {
                if let Some(known) = &mut known {
                    known.extend(made_by(command));
                }
            }
        }
        outside_stats(command, known.as_deref(), findings);
    }
}

/// The names an item gives; an unnamed column is known by any text that holds a call.
fn column(item: &Item) -> Vec<String> {
    match (&item.alias, &item.expr.kind) {
        (Some(alias), _) => vec![alias.text.clone()],
        (None, ExprKind::Field(name)) => vec![name.text.clone()],
        (None, _) => vec![],
    }
}

fn unknown(name: &Name, known: &[String], hoisted: bool, findings: &mut Findings) {
    let unnamed_column = name.text.contains('(');
    if unnamed_column || known.contains(&name.text) || (1..name.parts.len()).any(|n| known.contains(&name.head(n))) {
        return;
    }
    if hoisted {
        let message = format!("stats does not make {}; this filter is run before stats", name.text);
        return findings.lint(name.span, message, "move the filter before stats");
    }
    let near = nearest(&name.text, known.iter().take(100).map(String::as_str));
    let help = near.map_or("name it in stats or group by it".to_owned(), |near| format!("did you mean `{near}`?"));
    findings.lint(name.span, format!("stats does not make {}, so it has no value here", name.text), help);
}

/// The fields a command reads.
fn read_by(command: &Command) -> Vec<&Name> {
    match &command.kind {
        CommandKind::Sort(keys) => keys.iter().map(|key| &key.name).collect(),
        CommandKind::Dedup(names) => names.iter().collect(),
        CommandKind::Accum { field, .. } | CommandKind::Autoregress { field, .. } => vec![field],
        CommandKind::Unnest { list, .. } => vec![list],
        CommandKind::FillMissing { fields, .. } | CommandKind::AddTotals { fields, .. } => fields.iter().collect(),
        CommandKind::Stats(stats) => {
            // Items may use the names of items before them.
            let own: Vec<String> = stats.items.iter().flat_map(column).collect();
            let reads = stats.items.iter().chain(&stats.by).flat_map(|item| item.expr.fields());
            reads.filter(|name| !own.contains(&name.text)).collect()
        }
        _ => expressions(command).into_iter().flat_map(Expr::fields).collect(),
    }
}

/// The names a command adds.
fn made_by(command: &Command) -> Vec<String> {
    match &command.kind {
        CommandKind::Fields(items) | CommandKind::Display(items) => items.iter().flat_map(column).collect(),
        CommandKind::Parse(parse) => {
            let groups = match &parse.how {
                ParseHow::Regex { text, .. } => text
                    .split("(?")
                    .filter_map(|part| {
                        let name = part.strip_prefix("P<").or(part.strip_prefix('<'))?;
                        name.split_once('>').map(|(name, _)| name.to_owned())
                    })
                    .collect(),
                _ => Vec::new(),
            };
            parse.aliases.iter().map(|alias| alias.text.clone()).chain(groups).collect()
        }
        CommandKind::Json(json) => vec![json.alias.text.clone()],
        CommandKind::Unnest { into, .. } => vec![into.text.clone()],
        CommandKind::Accum { alias: Some(alias), .. } => vec![alias.text.clone()],
        CommandKind::Autoregress { field, alias, from, to } => {
            let base = alias.as_ref().unwrap_or(field);
            (*from..=*to).map(|p| format!("{}_p{p}", base.text)).chain([base.text.clone()]).collect()
        }
        CommandKind::AddTotals { label, .. } => vec![label.clone().unwrap_or("Total".to_owned())],
        CommandKind::Sessionize { alias, .. } => {
            vec![alias.as_ref().map_or("session_id".to_owned(), |alias| alias.text.clone())]
        }
        _ => Vec::new(),
    }
}

/// Aggregates outside `stats`, where no `stats` before has made them.
fn outside_stats(command: &Command, known: Option<&[String]>, findings: &mut Findings) {
    if matches!(command.kind, CommandKind::Stats(_)) || known.is_some() {
        return;
    }
    for expr in expressions(command) {
        expr.walk(&mut |inner| {
            if let ExprKind::Call(call) = &inner.kind
                && is_aggregate(&call.name)
            {
                let help = format!("write | stats {}(…) as name, then use the name", call.name);
                findings.error(call.name_span, format!("{} is only possible in stats", call.name), help);
            }
        });
    }
}

/// `detail-type` without backticks is `detail` minus `type`; AWS's own samples fall into it.
fn hyphens(expr: &Expr, findings: &mut Findings) {
    expr.walk(&mut |inner| {
        let ExprKind::Chain(first, rest) = &inner.kind else { return };
        let operands: Vec<&Expr> = std::iter::once(&**first).chain(rest.iter().map(|(_, operand)| operand)).collect();
        for (pair, (operator, _)) in operands.windows(2).zip(rest) {
            let [left, right] = pair else { continue };
            let (ExprKind::Field(a), ExprKind::Field(b)) = (&left.kind, &right.kind) else { continue };
            let tight = *operator == Arithmetic::Subtract && left.span.end + 1 == right.span.start;
            if tight && !a.quoted && !b.quoted {
                let message = format!("{}-{} is {} minus {}", a.text, b.text, a.text, b.text);
                let (path, last) =
                    a.text.rsplit_once('.').map_or((String::new(), a.text.as_str()), |(p, l)| (format!("{p}."), l));
                findings.lint(
                    left.span.to(right.span),
                    message,
                    format!("write {path}`{last}-{}` if this is one name", b.text),
                );
            }
        }
    });
}
