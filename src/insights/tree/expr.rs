//! Expressions.

use super::literal::{Number, Period};
use super::name::Name;
use crate::insights::span::Span;

/// An expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, with its parentheses.
    pub span: Span,
}

/// The kinds of expression. Chains are flat, so a long query does not make a deep tree.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A field.
    Field(Name),
    /// A string.
    Text(String),
    /// A number.
    Number(Number),
    /// A span of time, only good as an argument.
    Period(Period),
    /// `true` or `false`.
    Flag(bool),
    /// `[a, b]`
    List(Vec<Expr>),
    /// The `*` of `count(*)`.
    Star,
    /// A regular expression literal.
    Regex(String),
    /// `{{name}}` of a saved query.
    Parameter(String),
    /// A function call.
    Call(Call),
    /// All of them: `a and b and c`.
    All(Vec<Expr>),
    /// One of them: `a or b or c`.
    Any(Vec<Expr>),
    /// `not a` or `!a`
    Not(Box<Expr>),
    /// `-a`
    Minus(Box<Expr>),
    /// `a + b - c` or `a * b / c`: left to right, all of one rank.
    Chain(Box<Expr>, Vec<(Arithmetic, Expr)>),
    /// `a ^ b`
    Power(Box<Expr>, Box<Expr>),
    /// `a = b` and its like.
    Compare(Box<Expr>, Comparison, Box<Expr>),
    /// `a like b`, `a not like b`, `a =~ b`.
    Like { value: Box<Expr>, pattern: Box<Expr>, negated: bool },
    /// `a in […]`, `a not in (SOURCE …)`.
    In { value: Box<Expr>, set: Set, negated: bool },
}

/// What stands right of `in`.
#[derive(Clone, Debug, PartialEq)]
pub enum Set {
    /// A list of values.
    List(Vec<Expr>),
    /// A subquery, by its place in `Query::subqueries`; only the service can run it.
    Query(usize),
}

/// A function call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function as written.
    pub name: String,
    /// Where its name stands.
    pub name_span: Span,
    /// Its arguments.
    pub arguments: Vec<Expr>,
}

/// Operators on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// Operators that compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `=`, also `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

impl Expr {
    /// The expressions directly inside this one; those of a subquery are not among them.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Field(_)
            | ExprKind::Text(_)
            | ExprKind::Number(_)
            | ExprKind::Period(_)
            | ExprKind::Flag(_)
            | ExprKind::Star
            | ExprKind::Regex(_)
            | ExprKind::Parameter(_) => Vec::new(),
            ExprKind::List(items) | ExprKind::All(items) | ExprKind::Any(items) => items.iter().collect(),
            ExprKind::Call(call) => call.arguments.iter().collect(),
            ExprKind::Not(inner) | ExprKind::Minus(inner) => vec![inner],
            ExprKind::Chain(first, rest) => {
                std::iter::once(&**first).chain(rest.iter().map(|(_, operand)| operand)).collect()
            }
            ExprKind::Power(a, b) | ExprKind::Compare(a, _, b) => vec![a, b],
            ExprKind::Like { value, pattern, .. } => vec![value, pattern],
            ExprKind::In { value, set: Set::List(items), .. } => std::iter::once(&**value).chain(items).collect(),
            ExprKind::In { value, set: Set::Query(_), .. } => vec![value],
        }
    }

    /// Calls `visit` on this expression and all inside it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// Every field named in it, in order.
    pub fn fields(&self) -> Vec<&Name> {
        let mut names = Vec::new();
        self.walk(&mut |expr| {
            if let ExprKind::Field(name) = &expr.kind {
                names.push(name);
            }
        });
        names
    }
}
