//! Expressions ready to run: names are slots, regular expressions compiled, functions known.

use crate::insights::function::Function;
use crate::insights::tree::{Arithmetic, Comparison, Part, Period};
use crate::insights::value::Value;
use regex::Regex;

/// A prepared expression.
#[derive(Clone, Debug)]
pub enum Code {
    /// A value of the query itself.
    Constant(Value),
    /// The value in a slot.
    Slot(usize),
    /// A value inside the map or list in a slot.
    Inside(usize, Vec<Part>),
    /// 1 if all hold.
    All(Vec<Code>),
    /// 1 if one holds.
    Any(Vec<Code>),
    /// 1 if it does not hold.
    Not(Box<Code>),
    /// The number with its sign turned.
    Minus(Box<Code>),
    /// Left to right.
    Chain(Box<Code>, Vec<(Arithmetic, Code)>),
    /// To the power of.
    Power(Box<Code>, Box<Code>),
    /// 1 if the comparison holds.
    Compare(Box<Code>, Comparison, Box<Code>),
    /// 1 if the value has the text in it.
    Contains { value: Box<Code>, text: Box<Code>, negated: bool },
    /// 1 if the expression matches somewhere.
    Matches { value: Box<Code>, regex: Regex, negated: bool },
    /// 1 if the value is one of these.
    OneOf { value: Box<Code>, items: Vec<Code>, negated: bool },
    /// A list of values.
    List(Vec<Code>),
    /// A function of one row.
    Call(Function, Vec<Code>),
    /// `bin`, `datefloor` (or, upwards, `dateceil`) of a time.
    Floor { time: Box<Code>, period: Period, up: bool },
    /// A time, so many milliseconds later.
    Later(Box<Code>, i64),
    /// `regexReplace` with its expression compiled.
    RegexReplace { value: Box<Code>, regex: Regex, by: Box<Code> },
}
