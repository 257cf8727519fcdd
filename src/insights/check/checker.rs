//! All checks over a query, its subqueries and the queries inside its commands.

use super::expressions::expressions;
use super::findings::Findings;
use super::{calls, extraction, lists, names, order, spelling};
use crate::insights::token::Token;
use crate::insights::tree::{CommandKind, Expr, ExprKind, Query, Set};

/// Checks a query that was read from these tokens.
pub fn check(query: &Query, tokens: &[Token]) -> Findings {
    let mut findings = Findings::default();
    one(query, query, false, &mut findings);
    spelling::check(&query.text, tokens, &mut findings);
    findings
}

/// Checks one query; `whole` is the outermost, which holds the subqueries of all.
fn one(query: &Query, whole: &Query, nested: bool, findings: &mut Findings) {
    order::check(&query.commands, nested, findings);
    names::check(&query.commands, findings);
    lists::check(&query.commands, findings);
    for command in &query.commands {
        extraction::check(command, findings);
        calls::check(command, &query.text, findings);
        for expr in expressions(command) {
            subqueries(expr, whole, nested, findings);
        }
        if let CommandKind::AppendCols { query, .. } = &command.kind {
            one(query, whole, true, findings);
        }
    }
}

fn subqueries(expr: &Expr, whole: &Query, nested: bool, findings: &mut Findings) {
    expr.walk(&mut |inner| {
        let ExprKind::In { set: Set::Query(index), .. } = &inner.kind else { return };
        if nested {
            let help = "run the inner query first and put its values into a list in square brackets";
            findings.error(inner.span, "a subquery cannot hold another subquery", help);
        } else if let Some(query) = whole.subqueries.get(*index) {
            one(query, whole, true, findings);
        }
    });
}
