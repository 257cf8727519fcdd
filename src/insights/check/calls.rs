//! Function calls: known names, numbers of arguments, aggregates only in `stats`.

use super::expressions::expressions;
use super::findings::Findings;
use crate::insights::function::{Aggregate, Callee, Function, Signature, all, find};
use crate::insights::nearest::nearest;
use crate::insights::pattern;
use crate::insights::tree::{Call, Command, CommandKind, Expr, ExprKind, Number, Stats};

/// Checks the calls of a command.
pub fn check(command: &Command, text: &str, findings: &mut Findings) {
    for expr in expressions(command) {
        expr.walk(&mut |inner| match &inner.kind {
            ExprKind::Call(call) => known(call, inner, findings),
            ExprKind::Like { pattern, .. } => regular(pattern, findings),
            ExprKind::Period(period) if period.count == 0 => {
                findings.error(inner.span, "a span of time is at least one unit", "write 1m");
            }
            ExprKind::Period(period) if *period != period.capped() => {
                let message = format!("the service takes {} as {}", inner.span.of(text), period.capped());
                findings.lint(inner.span, message, "write it in a larger unit");
            }
            _ => {}
        });
    }
    if let CommandKind::Stats(stats) = &command.kind {
        in_stats(stats, findings);
    }
}

fn regular(expr: &Expr, findings: &mut Findings) {
    if let ExprKind::Regex(text) = &expr.kind
        && let Err(message) = pattern::compile(text)
    {
        findings.error(expr.span, message, "correct the regular expression");
    }
}

fn known(call: &Call, expr: &Expr, findings: &mut Findings) {
    let Some(signature) = find(&call.name) else {
        let near = nearest(&call.name, all().map(|signature| signature.name));
        let help = near.map_or("see the list of functions".to_owned(), |near| format!("did you mean `{near}`?"));
        findings.error(call.name_span, format!("there is no function {}", call.name), help);
        return;
    };
    let count = call.arguments.len();
    if count < signature.fewest || count > signature.most {
        findings.error(expr.span, wrong_count(&signature, count), format!("write {}", sketch(&signature)));
    }
    let takes_period =
        matches!(signature.callee, Callee::Scalar(Function::Bin | Function::DateFloor | Function::DateCeil));
    if let Some(last) = call
        .arguments
        .last()
        .filter(|last| takes_period && !matches!(last.kind, ExprKind::Period(_) | ExprKind::Parameter(_)))
    {
        findings.error(last.span, format!("{} takes a span of time", signature.name), "write 5m, 1h or 30s");
    }
    for argument in &call.arguments {
        let is_count = matches!(signature.callee, Callee::Aggregate(Aggregate::Count | Aggregate::CountOverTime));
        if matches!(argument.kind, ExprKind::Star) && !is_count {
            findings.error(argument.span, format!("{} takes a field, not *", signature.name), "name the field");
        }
        regular(argument, findings);
    }
    if ["percentile", "median"].iter().any(|word| call.name.eq_ignore_ascii_case(word)) {
        let message = format!("{} is in no documentation of the service", call.name);
        findings.lint(call.name_span, message, "write pct(field, 50) or another percentage");
    }
}

fn wrong_count(signature: &Signature, count: usize) -> String {
    let takes = match (signature.fewest, signature.most) {
        (0, 0) => "no arguments".to_owned(),
        (1, 1) => "one argument".to_owned(),
        (fewest, most) if fewest == most => format!("{fewest} arguments"),
        (fewest, most) if most >= 100 => format!("at least {fewest} arguments"),
        (fewest, most) => format!("{fewest} to {most} arguments"),
    };
    format!("{} takes {takes}, not {count}", signature.name)
}

fn sketch(signature: &Signature) -> String {
    let arguments: Vec<&str> = (0..signature.fewest).map(|_| "…").collect();
    format!("{}({})", signature.name, arguments.join(", "))
}

fn is_topk(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Call(call) if find(&call.name).is_some_and(|s| s.callee == Callee::Aggregate(Aggregate::TopK)))
}

fn in_stats(stats: &Stats, findings: &mut Findings) {
    let topk = stats.items.iter().find(|item| is_topk(&item.expr));
    if let Some(topk) = topk.filter(|_| !stats.by.is_empty() || stats.items.len() > 1) {
        let help = "use it alone, or count(*) by the field, sort and limit";
        findings.error(topk.expr.span, "topk stands alone, without by and other aggregates", help);
    }
    if let Some(ExprKind::Call(call)) = topk.map(|item| &item.expr.kind)
        && let Some(count) = call.arguments.first()
        && !matches!(count.kind, ExprKind::Number(Number::Int(1..=10_000)) | ExprKind::Parameter(_))
    {
        findings.error(count.span, "topk takes a count from 1 to 10000 first", "write topk(10, field)");
    }
    for item in &stats.by {
        aggregate_in(&item.expr, "by groups by fields, not by aggregates", findings);
    }
    for item in &stats.items {
        item.expr.walk(&mut |outer| {
            let ExprKind::Call(call) = &outer.kind else { return };
            if find(&call.name).is_some_and(|s| matches!(s.callee, Callee::Aggregate(_))) {
                for argument in &call.arguments {
                    aggregate_in(argument, "an aggregate cannot hold another one", findings);
                }
            }
        });
    }
}

fn aggregate_in(expr: &Expr, message: &str, findings: &mut Findings) {
    expr.walk(&mut |inner| {
        if let ExprKind::Call(call) = &inner.kind
            && find(&call.name).is_some_and(|s| matches!(s.callee, Callee::Aggregate(_)))
        {
            findings.error(inner.span, message, "use two stats in a row");
        }
    });
}
