//! What one aggregate remembers of the rows of one group.

use crate::insights::eval::functions::json::to_json;
use crate::insights::eval::key::Key;
use crate::insights::order::natural;
use crate::insights::tree::Number;
use crate::insights::value::{Value, as_float};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Rows.
    Rows,
    /// Rows with the value.
    Present,
    /// Different values.
    Distinct,
    /// The sum of the numbers.
    Sum,
    /// Their mean.
    Average,
    /// Their variance, of the population (documented); its root when `root` (population too: our choice).
    Variance { root: bool },
    /// The least number, or without numbers the least text in sort order.
    Least,
    /// The greatest.
    Greatest,
    /// The value below which this share of the numbers lies, in percent, between neighbours in proportion (our
    /// choice: AWS does not say).
    Percentile(f64),
    /// The value of the earliest event.
    Earliest,
    /// The value of the latest event.
    Latest,
    /// The first value in sort order.
    First,
    /// The last value in sort order.
    Last,
    /// How much the number grew between the earliest and the latest event, for each interval of so many milliseconds
    /// (our choice of what AWS calls the rate of change).
    Rate(f64),
    /// The different values as a list, in the order they came (our choice).
    Values,
}

impl Measure {
    /// Whether it goes by the times of events.
    pub fn needs_time(&self) -> bool {
        matches!(self, Measure::Earliest | Measure::Latest | Measure::Rate(_))
    }
}

/// What is remembered.
#[derive(Clone, Debug)]
pub enum State {
    Count(u64),
    /// The values by their hashes: two of a billion are taken for one with a chance of about one in forty.
    Distinct(HashSet<u64>),
    /// How many, their mean, and the sum of squared distances from it (Welford).
    Moments {
        count: u64,
        mean: f64,
        squares: f64,
    },
    /// The sum, exact as long as it is whole, and a float's lost low part (Neumaier).
    Sum {
        total: Option<Number>,
        lost: f64,
        count: u64,
    },
    Kept(Option<Value>),
    Dated(Option<(i64, Value)>),
    Numbers(Vec<f64>),
    /// The earliest and the latest number with their times.
    Ends(Option<[(i64, f64); 2]>),
    Listed(HashSet<Key>, Vec<Value>),
}

impl State {
    /// Nothing seen.
    pub fn new(measure: &Measure) -> State {
        match measure {
            Measure::Rows | Measure::Present => State::Count(0),
            Measure::Distinct => State::Distinct(HashSet::new()),
            Measure::Sum | Measure::Average => State::Sum { total: None, lost: 0.0, count: 0 },
            Measure::Variance { .. } => State::Moments { count: 0, mean: 0.0, squares: 0.0 },
            Measure::Least | Measure::Greatest | Measure::First | Measure::Last => State::Kept(None),
            Measure::Earliest | Measure::Latest => State::Dated(None),
            Measure::Percentile(_) => State::Numbers(Vec::new()),
            Measure::Rate(_) => State::Ends(None),
            Measure::Values => State::Listed(HashSet::new(), Vec::new()),
        }
    }

    /// Whether it remembers more with every value.
    pub fn grows(&self) -> bool {
        matches!(self, State::Distinct(_) | State::Numbers(_) | State::Listed(..))
    }

    /// Takes a row's value; `at` is the row's time. Gives the bytes remembered beyond those before, about.
    pub fn push(&mut self, measure: &Measure, value: &Value, at: Option<i64>) -> usize {
        if let (State::Count(count), Measure::Rows) = (&mut *self, measure) {
            *count += 1;
            return 0;
        }
        if value.is_null() {
            return 0;
        }
        match self {
            State::Count(count) => *count += 1,
            State::Distinct(seen) => {
                let mut hasher = DefaultHasher::new();
                Key::of(value).hash(&mut hasher);
                return if seen.insert(hasher.finish()) { 16 } else { 0 };
            }
            State::Sum { total, lost, count } => {
                let Some(number) = value.number() else { return 0 };
                *count += 1;
                *total = Some(total.map_or(number, |total| add(total, number, lost)));
            }
            State::Moments { count, mean, squares } => {
                let Some(number) = value.float_of() else { return 0 };
                *count += 1;
                let before = number - *mean;
                *mean += before / *count as f64;
                *squares += before * (number - *mean);
            }
            State::Kept(kept) => {
                if matches!(value, Value::Json(_)) {
                    return 0;
                }
                let better = match (measure, &kept) {
                    (_, None) => true,
                    (Measure::Least, Some(kept)) => number_first(value, kept),
                    (Measure::Greatest, Some(kept)) => natural(value, kept).is_gt(),
                    (Measure::First, Some(kept)) => natural(value, kept).is_lt(),
                    (_, Some(kept)) => natural(value, kept).is_gt(),
                };
                if better {
                    *kept = Some(value.clone());
                }
            }
            State::Dated(kept) => {
                let at = at.unwrap_or(0);
                let better = kept.as_ref().is_none_or(|(known, _)| match measure {
                    Measure::Earliest => at < *known,
                    _ => at >= *known,
                });
                if better {
                    *kept = Some((at, value.clone()));
                }
            }
            State::Numbers(numbers) => {
                let Some(number) = value.float_of() else { return 0 };
                numbers.push(number);
                return 16;
            }
            State::Ends(ends) => {
                let (Some(at), Some(number)) = (at, value.float_of()) else { return 0 };
                let [first, last] = ends.get_or_insert([(at, number); 2]);
                if at < first.0 {
                    *first = (at, number);
                }
                if at >= last.0 {
                    *last = (at, number);
                }
            }
            State::Listed(seen, values) => {
                if seen.insert(Key::of(value)) {
                    values.push(value.clone());
                    // Twice the value, the places of both, and its copy in the result.
                    return 192 + value.as_text().map_or(0, |text| text.len());
                }
            }
        }
        0
    }

    /// The result. A time comes out as its milliseconds, as seen on AWS.
    pub fn value(&self, measure: &Measure) -> Value {
        match self {
            State::Count(count) => whole(*count),
            State::Distinct(seen) => whole(seen.len() as u64),
            State::Sum { total, lost, count } => match (total, measure) {
                (None, _) => Value::Null,
                (Some(Number::Int(n)), Measure::Sum) => Value::Int(*n),
                (Some(total), Measure::Sum) => Value::float(as_float(*total) + lost),
                (Some(total), _) => Value::float((as_float(*total) + lost) / *count as f64),
            },
            State::Moments { count: 0, .. } => Value::Null,
            State::Moments { count, squares, .. } => {
                let variance = squares / *count as f64;
                Value::float(if *measure == (Measure::Variance { root: true }) { variance.sqrt() } else { variance })
            }
            State::Kept(kept) => kept.as_ref().map_or(Value::Null, undated),
            State::Dated(kept) => kept.as_ref().map_or(Value::Null, |(_, value)| undated(value)),
            State::Numbers(numbers) => match measure {
                Measure::Percentile(share) => percentile(numbers, *share).map_or(Value::Null, Value::float),
                _ => Value::Null,
            },
            State::Ends(ends) => match (ends, measure) {
                (Some([first, last]), Measure::Rate(interval)) => {
                    Value::float((last.1 - first.1) * interval / (last.0 - first.0) as f64)
                }
                _ => Value::Null,
            },
            State::Listed(_, values) => {
                Value::Json(Arc::new(serde_json::Value::Array(values.iter().map(to_json).collect())))
            }
        }
    }
}

fn whole(count: u64) -> Value {
    i64::try_from(count).map_or(Value::Null, Value::Int)
}

fn undated(value: &Value) -> Value {
    match value {
        Value::Time(ms) => Value::Int(*ms),
        other => other.clone(),
    }
}

/// Whether a value goes before the least so far: numbers go before other text, so that one stray word does not
/// become the minimum of a column of numbers (our choice).
fn number_first(value: &Value, kept: &Value) -> bool {
    match (value.number().is_some(), kept.number().is_some()) {
        (true, false) => true,
        (false, true) => false,
        _ => natural(value, kept).is_lt(),
    }
}

fn add(total: Number, number: Number, lost: &mut f64) -> Number {
    if let (Number::Int(a), Number::Int(b)) = (total, number)
        && let Some(sum) = a.checked_add(b)
    {
        return Number::Int(sum);
    }
    let (a, b) = (as_float(total), as_float(number));
    let sum = a + b;
    *lost += if a.abs() >= b.abs() { (a - sum) + b } else { (b - sum) + a };
    Number::Float(sum)
}

/// The number below which this share of the numbers lies, in percent; none without numbers.
pub fn percentile(numbers: &[f64], share: f64) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = (share / 100.0).clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let at = |index: f64| sorted.get(index as usize).copied();
    let (low, high) = (at(place.floor())?, at(place.ceil())?);
    Some(low + (high - low) * place.fract())
}
