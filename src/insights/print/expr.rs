//! Expressions, with parentheses only where the tree needs them.

use super::name;
use crate::insights::tree::{Arithmetic, Comparison, Expr, ExprKind, Query, Set};

/// How tightly an expression holds together; the parser's ranks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Any,
    All,
    Not,
    Compare,
    Sum,
    Product,
    Power,
    Minus,
    Value,
}

/// Prints expressions of a query.
#[derive(Clone, Copy)]
pub struct Expressions<'a> {
    /// The queries behind `in`.
    pub subqueries: &'a [Query],
    /// Prints one of them. A pointer, since queries hold expressions and expressions queries.
    pub print: fn(&Query, &[Query]) -> String,
}

impl Expressions<'_> {
    /// An expression where everything may stand.
    pub fn whole(&self, expr: &Expr) -> String {
        self.ranked(expr, Rank::Any)
    }

    /// An expression where only this rank or a tighter one may stand.
    pub fn ranked(&self, expr: &Expr, least: Rank) -> String {
        let (rank, text) = self.printed(&expr.kind);
        if rank < least { format!("({text})") } else { text }
    }

    fn list(&self, items: &[Expr]) -> String {
        items.iter().map(|item| self.whole(item)).collect::<Vec<_>>().join(", ")
    }

    fn joined(&self, items: &[Expr], word: &str, least: Rank) -> String {
        items.iter().map(|item| self.ranked(item, least)).collect::<Vec<_>>().join(word)
    }

    fn printed(&self, kind: &ExprKind) -> (Rank, String) {
        let text = match kind {
            ExprKind::Field(field) => name::name(field),
            ExprKind::Text(text) => name::text(text),
            ExprKind::Number(number) => name::number(*number),
            ExprKind::Period(period) => period.to_string(),
            ExprKind::Flag(flag) => flag.to_string(),
            ExprKind::List(items) => format!("[{}]", self.list(items)),
            ExprKind::Star => "*".to_owned(),
            // Elsewhere than behind `like` a slash may divide; behind a parenthesis it never does.
            ExprKind::Regex(text) => format!("({})", name::regex(text)),
            ExprKind::Parameter(parameter) => format!("{{{{{parameter}}}}}"),
            ExprKind::Call(call) => format!("{}({})", call.name, self.list(&call.arguments)),
            ExprKind::All(items) => return (Rank::All, self.joined(items, " and ", Rank::Not)),
            ExprKind::Any(items) => return (Rank::Any, self.joined(items, " or ", Rank::All)),
            ExprKind::Not(inner) => return (Rank::Not, format!("not {}", self.ranked(inner, Rank::Not))),
            ExprKind::Minus(inner) => return (Rank::Minus, format!("-{}", self.ranked(inner, Rank::Minus))),
            ExprKind::Chain(first, rest) => return self.chain(first, rest),
            ExprKind::Power(base, exponent) => {
                let (base, exponent) = (self.ranked(base, Rank::Minus), self.ranked(exponent, Rank::Power));
                return (Rank::Power, format!("{base} ^ {exponent}"));
            }
            ExprKind::Compare(left, operator, right) => {
                let (left, right) = (self.ranked(left, Rank::Compare), self.ranked(right, Rank::Sum));
                return (Rank::Compare, format!("{left} {} {right}", comparison(*operator)));
            }
            ExprKind::Like { value, pattern, negated } => {
                let pattern = match &pattern.kind {
                    ExprKind::Regex(text) => name::regex(text),
                    _ => self.ranked(pattern, Rank::Sum),
                };
                let like = if *negated { "not like" } else { "like" };
                return (Rank::Compare, format!("{} {like} {pattern}", self.ranked(value, Rank::Compare)));
            }
            ExprKind::In { value, set, negated } => {
                let set = match set {
                    Set::List(items) => format!("[{}]", self.list(items)),
                    Set::Query(at) => {
                        let query = self.subqueries.get(*at).map(|query| (self.print)(query, self.subqueries));
                        format!("({})", query.unwrap_or_default())
                    }
                };
                let word = if *negated { "not in" } else { "in" };
                return (Rank::Compare, format!("{} {word} {set}", self.ranked(value, Rank::Compare)));
            }
        };
        (Rank::Value, text)
    }

    fn chain(&self, first: &Expr, rest: &[(Arithmetic, Expr)]) -> (Rank, String) {
        let sums = rest.iter().any(|(operator, _)| matches!(operator, Arithmetic::Add | Arithmetic::Subtract));
        let (rank, least) = if sums { (Rank::Sum, Rank::Product) } else { (Rank::Product, Rank::Power) };
        let mut text = self.ranked(first, least);
        for (operator, operand) in rest {
            let sign = match operator {
                Arithmetic::Add => " + ",
                Arithmetic::Subtract => " - ",
                Arithmetic::Multiply => " * ",
                Arithmetic::Divide => " / ",
                Arithmetic::Remainder => " % ",
            };
            text.push_str(sign);
            text.push_str(&self.ranked(operand, least));
        }
        (rank, text)
    }
}

fn comparison(operator: Comparison) -> &'static str {
    match operator {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterEqual => ">=",
    }
}
