//! Planning `stats` and `countFrequent`.

use super::aggregate::{Measure, Statistics};
use super::code::Code;
use super::compile::{Compiler, aggregates, period_of};
use super::needs::NeedsService;
use super::planner::Planner;
use super::stages::ordering::Order;
use super::stages::single::Filter;
use super::stages::stage::Stage;
use crate::insights::function::{Aggregate, Callee, Function, find};
use crate::insights::span::Span;
use crate::insights::tree::{Call, Direction, Expr, ExprKind, Item, Name, Number, Period, Stats};
use crate::insights::value::Value;
use std::collections::HashMap;

/// Plans `stats`.
pub fn stats(planner: &mut Planner<'_>, stats: &Stats, span: Span) -> Result<(), NeedsService> {
    if let [Item { expr: Expr { kind: ExprKind::Call(call), .. }, .. }] = stats.items.as_slice()
        && is_aggregate(call, Aggregate::TopK)
        && stats.by.is_empty()
        && let Some(item) = stats.items.first()
    {
        return top(planner, item, call, span);
    }
    let text = planner.text;
    // First everything that reads the rows that come in …
    let mut compiler = Compiler::new(text, &mut planner.names);
    let mut by = stats.by.iter().map(|item| compiler.expr(&item.expr)).collect::<Result<Vec<Code>, _>>()?;
    if let Some(offset) = stats.offset {
        let Some(millis) = offset.millis() else {
            return Err(NeedsService::Unsupported { what: format!("stats with offset {offset}"), span });
        };
        // Our choice: what happened an hour ago is shown at the times of now, as where this word comes from.
        for (code, _) in by.iter_mut().zip(&stats.by).filter(|(_, item)| bin_period(item).is_some()) {
            *code = Code::Later(Box::new(std::mem::replace(code, Code::Constant(Value::Null))), millis);
        }
    }
    let mut aggregated = HashMap::new();
    let mut measures = Vec::new();
    for (call, aggregate, span) in stats.items.iter().flat_map(|item| aggregates(&item.expr)) {
        let (measure, code) = measured(&mut compiler, call, aggregate, span)?;
        let slot = compiler.names.spare();
        aggregated.insert(span, slot);
        measures.push((slot, measure, code));
    }
    // … then everything that reads what comes out, under new names.
    planner.names.enter_stats();
    let mut columns = Vec::new();
    let mut group = Vec::new();
    (planner.bin, planner.grouped) = (None, Vec::new());
    for (item, code) in stats.by.iter().zip(by) {
        let name = planner.column_name(item);
        let slot = planner.names.make(&name);
        match bin_period(item) {
            Some(period) if planner.bin.is_none() => planner.bin = Some((slot, period)),
            _ => planner.grouped.push(slot),
        }
        group.push((slot, code));
        columns.push((name, slot));
    }
    let mut items = Vec::new();
    for item in &stats.items {
        let name = planner.column_name(item);
        let aggregated = aggregated.clone();
        let code = Compiler { aggregated, ..Compiler::new(text, &mut planner.names) }.expr(&item.expr)?;
        let slot = planner.names.make(&name);
        items.push((slot, code));
        columns.push((name, slot));
    }
    planner.columns.stats(columns);
    planner.grouping(Stage::Stats(Box::new(Statistics { by: group, measures, items })));
    Ok(())
}

fn bin_period(item: &Item) -> Option<Period> {
    let ExprKind::Call(call) = &item.expr.kind else { return None };
    let is_bin = find(&call.name).is_some_and(|signature| signature.callee == Callee::Scalar(Function::Bin));
    call.arguments.last().filter(|_| is_bin).and_then(|period| period_of(period).ok())
}

fn measured(
    compiler: &mut Compiler<'_>,
    call: &Call,
    aggregate: Aggregate,
    span: Span,
) -> Result<(Measure, Code), NeedsService> {
    let first = call.arguments.first();
    let measure = match (aggregate, first.map(|argument| &argument.kind)) {
        (Aggregate::Count | Aggregate::CountOverTime, None | Some(ExprKind::Star)) => {
            return Ok((Measure::Rows, Code::Constant(Value::Null)));
        }
        (Aggregate::Count | Aggregate::CountOverTime, Some(_)) => Measure::Present,
        (Aggregate::CountDistinct, _) => Measure::Distinct,
        (Aggregate::Average, _) => Measure::Average,
        (Aggregate::Sum | Aggregate::SumOverTime, _) => Measure::Sum,
        (Aggregate::Min, _) => Measure::Least,
        (Aggregate::Max, _) => Measure::Greatest,
        (Aggregate::Median, _) => Measure::Percentile(50.0),
        (Aggregate::Percentile, _) => Measure::Percentile(share(call.arguments.get(1), span)?),
        (Aggregate::Deviation, _) => Measure::Variance { root: true },
        (Aggregate::Variance, _) => Measure::Variance { root: false },
        (Aggregate::Earliest, _) => Measure::Earliest,
        (Aggregate::Latest, _) => Measure::Latest,
        (Aggregate::SortsFirst, _) => Measure::First,
        (Aggregate::SortsLast, _) => Measure::Last,
        (Aggregate::Values, _) => Measure::Values,
        (Aggregate::Rate, _) => Measure::Rate(interval(call.arguments.get(1), span)?),
        (Aggregate::TopK, _) => {
            return Err(NeedsService::Invalid { what: "topk stands alone, without by".to_owned(), span });
        }
    };
    let Some(argument) = first else {
        return Err(NeedsService::Invalid { what: format!("{} needs a field", call.name), span });
    };
    Ok((measure, compiler.expr(argument)?))
}

/// The interval of `rate(field, interval)` in milliseconds.
fn interval(argument: Option<&Expr>, span: Span) -> Result<f64, NeedsService> {
    match argument.map(period_of).transpose()?.and_then(Period::millis) {
        Some(millis) => Ok(millis as f64),
        None => {
            let what = "rate needs an interval of a fixed length, such as 1m, as its second argument".to_owned();
            Err(NeedsService::Invalid { what, span })
        }
    }
}

fn is_aggregate(call: &Call, aggregate: Aggregate) -> bool {
    find(&call.name).is_some_and(|signature| signature.callee == Callee::Aggregate(aggregate))
}

/// `topk(k, field)`: a row for each of the most frequent values with its count (our choice of shape; AWS gives
/// none). Of equally frequent ones the first to come stays.
fn top(planner: &mut Planner<'_>, item: &Item, call: &Call, span: Span) -> Result<(), NeedsService> {
    let invalid = || NeedsService::Invalid { what: "topk needs a count and a field".to_owned(), span };
    let [Expr { kind: ExprKind::Number(Number::Int(most)), .. }, value] = call.arguments.as_slice() else {
        return Err(invalid());
    };
    let most = usize::try_from(*most).map_err(|_| invalid())?;
    let code = planner.code(value)?;
    planner.each(Filter(Code::Call(Function::IsPresent, vec![code.clone()])));
    let count_name = planner.column_name(item);
    let value_name = planner.column_name(&Item { expr: value.clone(), alias: None });
    planner.names.enter_stats();
    let (group, count) = (planner.names.make(&value_name), planner.names.make(&count_name));
    planner.columns.stats(vec![(value_name, group), (count_name, count)]);
    let measures = vec![(count, Measure::Rows, Code::Constant(Value::Null))];
    planner.grouping(Stage::Stats(Box::new(Statistics { by: vec![(group, code)], measures, items: Vec::new() })));
    planner.sort(Order::By(vec![(count, Direction::Descending)]));
    planner.limit(false, most);
    Ok(())
}

/// The percentage of `pct(field, percentage)`.
fn share(argument: Option<&Expr>, span: Span) -> Result<f64, NeedsService> {
    let share = match argument.map(|argument| &argument.kind) {
        Some(ExprKind::Number(number)) => Value::from(*number).float_of(),
        _ => None,
    };
    share.filter(|share| (0.0..=100.0).contains(share)).ok_or_else(|| NeedsService::Invalid {
        what: "pct needs a percentage from 0 to 100 as its second argument".to_owned(),
        span,
    })
}

/// Plans `countFrequent`: rows of each combination, the most frequent first. The service estimates, this counts.
pub fn count_frequent(planner: &mut Planner<'_>, fields: &[Name]) -> Result<(), NeedsService> {
    let by = fields.iter().map(|field| planner.field(field)).collect::<Result<Vec<Code>, _>>()?;
    planner.names.enter_stats();
    let mut columns = Vec::new();
    let mut group = Vec::new();
    for (field, code) in fields.iter().zip(by) {
        let slot = planner.names.make(&field.text);
        group.push((slot, code));
        columns.push((field.text.clone(), slot));
    }
    let count = planner.names.make("_approxcount");
    columns.push(("_approxcount".to_owned(), count));
    planner.columns.stats(columns);
    let measures = vec![(count, Measure::Rows, Code::Constant(Value::Null))];
    planner.grouping(Stage::Stats(Box::new(Statistics { by: group, measures, items: Vec::new() })));
    planner.sort(Order::By(vec![(count, Direction::Descending)]));
    Ok(())
}
