//! From trees of expressions to code.

use super::code::Code;
use super::names::{Names, Place};
use super::needs::NeedsService;
use crate::insights::function::{Aggregate, Callee, Function, find};
use crate::insights::pattern;
use crate::insights::span::Span;
use crate::insights::tree::{Call, Expr, ExprKind, Period, Set};
use crate::insights::value::Value;
use std::collections::HashMap;

/// Prepares expressions against the names known at one point of a query.
pub struct Compiler<'a> {
    /// The query's text: an unnamed column is called by its part of it.
    pub text: &'a str,
    /// The names.
    pub names: &'a mut Names,
    /// The slots of aggregates already computed, by where they stand.
    pub aggregated: HashMap<Span, usize>,
}

type Compiled = Result<Code, NeedsService>;

impl<'a> Compiler<'a> {
    /// A compiler without aggregates.
    pub fn new(text: &'a str, names: &'a mut Names) -> Self {
        Self { text, names, aggregated: HashMap::new() }
    }

    /// Prepares an expression.
    pub fn expr(&mut self, expr: &Expr) -> Compiled {
        Ok(match &expr.kind {
            ExprKind::Field(name) => match self.names.resolve(name) {
                Place::Slot(slot) => Code::Slot(slot),
                Place::Inside(slot, path) => Code::Inside(slot, path),
                Place::Nowhere => Code::Constant(Value::Null),
            },
            ExprKind::Text(text) | ExprKind::Regex(text) => Code::Constant(Value::text(text)),
            ExprKind::Number(number) => Code::Constant((*number).into()),
            ExprKind::Flag(flag) => Code::Constant(Value::Flag(*flag)),
            ExprKind::Period(period) => {
                // Our choice: a span of time where a value stands is its length in milliseconds.
                Code::Constant(period.millis().map_or(Value::Null, Value::Int))
            }
            ExprKind::List(items) => Code::List(self.each(items)?),
            ExprKind::Star => return invalid("`*` stands where a value is needed", expr.span),
            ExprKind::Parameter(name) => {
                return invalid(&format!("the parameter {{{{{name}}}}} has no value"), expr.span);
            }
            ExprKind::Call(call) => self.call(call, expr.span)?,
            ExprKind::All(items) => Code::All(self.each(items)?),
            ExprKind::Any(items) => Code::Any(self.each(items)?),
            ExprKind::Not(inner) => Code::Not(self.boxed(inner)?),
            ExprKind::Minus(inner) => Code::Minus(self.boxed(inner)?),
            ExprKind::Chain(first, rest) => {
                let first = self.boxed(first)?;
                let rest = rest.iter().map(|(op, operand)| Ok((*op, self.expr(operand)?))).collect::<Result<_, _>>()?;
                Code::Chain(first, rest)
            }
            ExprKind::Power(base, exponent) => Code::Power(self.boxed(base)?, self.boxed(exponent)?),
            ExprKind::Compare(left, operator, right) => Code::Compare(self.boxed(left)?, *operator, self.boxed(right)?),
            ExprKind::Like { value, pattern, negated } => {
                let value = self.boxed(value)?;
                match &pattern.kind {
                    ExprKind::Regex(text) => {
                        Code::Matches { value, regex: regex(text, pattern.span)?, negated: *negated }
                    }
                    _ => Code::Contains { value, text: self.boxed(pattern)?, negated: *negated },
                }
            }
            ExprKind::In { value, set: Set::List(items), negated } => {
                Code::OneOf { value: self.boxed(value)?, items: self.each(items)?, negated: *negated }
            }
            ExprKind::In { set: Set::Query(_), .. } => {
                return Err(NeedsService::Service { what: "a subquery".to_owned(), span: expr.span });
            }
        })
    }

    fn boxed(&mut self, expr: &Expr) -> Result<Box<Code>, NeedsService> {
        self.expr(expr).map(Box::new)
    }

    fn each(&mut self, items: &[Expr]) -> Result<Vec<Code>, NeedsService> {
        items.iter().map(|item| self.expr(item)).collect()
    }

    fn call(&mut self, call: &Call, span: Span) -> Compiled {
        if let Some(slot) = self.aggregated.get(&span) {
            return Ok(Code::Slot(*slot));
        }
        let made = self.names.made(span.of(self.text));
        let Some(signature) = find(&call.name) else {
            return invalid(&format!("there is no function {}", call.name), call.name_span);
        };
        let count = call.arguments.len();
        if count < signature.fewest || count > signature.most {
            return invalid(&format!("{} has the wrong number of arguments", signature.name), span);
        }
        match (signature.callee, made) {
            // `max(x)` behind a stats that made `max(x)`.
            (Callee::Aggregate(_), Some(slot)) => Ok(Code::Slot(slot)),
            (Callee::Aggregate(_), None) => invalid(&format!("{} is only possible in stats", signature.name), span),
            (Callee::Unmask, _) => Err(NeedsService::Service { what: "unmask".to_owned(), span }),
            (Callee::Scalar(function), _) => self.scalar(function, call),
        }
    }

    fn scalar(&mut self, function: Function, call: &Call) -> Compiled {
        match (function, call.arguments.as_slice()) {
            (Function::Bin, [period]) => {
                let time = Box::new(Code::Slot(self.names.want("@timestamp")));
                Ok(Code::Floor { time, period: period_of(period)?, up: false })
            }
            (Function::Bin | Function::DateFloor | Function::DateCeil, [time, period]) => Ok(Code::Floor {
                time: self.boxed(time)?,
                period: period_of(period)?,
                up: function == Function::DateCeil,
            }),
            (
                Function::RegexReplace,
                [value, Expr { kind: ExprKind::Text(text) | ExprKind::Regex(text), span: place }, by],
            ) => Ok(Code::RegexReplace { value: self.boxed(value)?, regex: regex(text, *place)?, by: self.boxed(by)? }),
            (_, arguments) => Ok(Code::Call(function, self.each(arguments)?)),
        }
    }
}

/// The aggregate calls in an expression, outermost first; those inside other aggregates are not among them.
pub fn aggregates(expr: &Expr) -> Vec<(&Call, Aggregate, Span)> {
    if let ExprKind::Call(call) = &expr.kind
        && let Some(Callee::Aggregate(aggregate)) = find(&call.name).map(|signature| signature.callee)
    {
        return vec![(call, aggregate, expr.span)];
    }
    expr.children().into_iter().flat_map(aggregates).collect()
}

/// Compiles a regular expression of the query.
pub fn regex(text: &str, span: Span) -> Result<regex::Regex, NeedsService> {
    pattern::compile(text).map_err(|what| NeedsService::Invalid { what, span })
}

/// The period an argument gives.
pub fn period_of(expr: &Expr) -> Result<Period, NeedsService> {
    match &expr.kind {
        ExprKind::Period(period) => Ok(period.capped()),
        _ => {
            Err(NeedsService::Invalid { what: "a span of time such as 5m is needed here".to_owned(), span: expr.span })
        }
    }
}

fn invalid<T>(what: &str, span: Span) -> Result<T, NeedsService> {
    Err(NeedsService::Invalid { what: what.to_owned(), span })
}
