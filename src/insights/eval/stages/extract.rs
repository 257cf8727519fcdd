//! `parse` and `json`: fields out of text. A row whose text does not match goes on without them.

use super::stage::{EachRow, Flow};
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::code::Code;
use crate::insights::eval::expr::eval;
use crate::insights::eval::functions::json::parse;
use crate::insights::eval::row::SlotRow;
use crate::insights::formats::{csv_line, logfmt};
use crate::insights::value::Value;
use regex::{Captures, Regex};
use std::sync::Arc;

/// `parse "a * b * c"`: each star takes the text up to the next literal, the last one the rest. The beginning is
/// not anchored, unless the pattern begins with a star.
#[derive(Debug)]
pub struct Glob {
    operand: Code,
    literals: Vec<String>,
    slots: Vec<usize>,
}

impl Glob {
    /// The pattern with the slots of its stars.
    pub fn new(operand: Code, pattern: &str, slots: Vec<usize>) -> Glob {
        Glob { operand, literals: pattern.split('*').map(str::to_owned).collect(), slots }
    }

    fn parts<'a>(&self, text: &'a str) -> Option<Vec<&'a str>> {
        let (first, behind) = self.literals.split_first()?;
        let mut at = text.find(first.as_str())? + first.len();
        let mut parts = Vec::with_capacity(behind.len());
        for (index, literal) in behind.iter().enumerate() {
            let rest = text.get(at..)?;
            let last = index + 1 == behind.len();
            let length = if last && literal.is_empty() { rest.len() } else { rest.find(literal.as_str())? };
            parts.push(rest.get(..length)?);
            at += length + literal.len();
        }
        Some(parts)
    }
}

impl EachRow for Glob {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        let value = eval(&self.operand, row, clock);
        if let Some(parts) = value.as_text().as_deref().and_then(|text| self.parts(text)) {
            for (slot, part) in self.slots.iter().zip(parts) {
                row.set(*slot, Value::text(part));
            }
        }
        Flow::Keep
    }
}

/// `parse /…/`: the groups of the first match; with `multi` one row for each match.
#[derive(Debug)]
pub struct Groups {
    /// What is read.
    pub operand: Code,
    /// The expression.
    pub regex: Regex,
    /// The groups and their slots.
    pub groups: Vec<(usize, usize)>,
    /// One row for each match.
    pub multi: bool,
}

impl Groups {
    fn set(&self, row: &mut SlotRow, captures: &Captures<'_>) {
        for (group, slot) in &self.groups {
            if let Some(part) = captures.get(*group) {
                row.set(*slot, Value::text(part.as_str()));
            }
        }
    }
}

impl EachRow for Groups {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        let value = eval(&self.operand, row, clock);
        let text = value.as_text();
        let Some(text) = text.as_deref() else { return Flow::Keep };
        if !self.multi {
            if let Some(captures) = self.regex.captures(text) {
                self.set(row, &captures);
            }
            return Flow::Keep;
        }
        let rows: Vec<SlotRow> = self
            .regex
            .captures_iter(text)
            .map(|captures| {
                let mut row = row.clone();
                self.set(&mut row, &captures);
                row
            })
            .collect();
        if rows.is_empty() { Flow::Keep } else { Flow::Many(rows) }
    }
}

/// `parse logfmt`: a map.
#[derive(Debug)]
pub struct Logfmt {
    /// What is read.
    pub operand: Code,
    /// Where the map goes.
    pub slot: usize,
}

impl EachRow for Logfmt {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        if let Some(text) = eval(&self.operand, row, clock).as_text() {
            let map = logfmt(&text);
            if !map.is_empty() {
                row.set(self.slot, Value::Json(Arc::new(serde_json::Value::Object(map))));
            }
        }
        Flow::Keep
    }
}

/// `parse csv`: columns by position.
#[derive(Debug)]
pub struct Csv {
    /// What is read.
    pub operand: Code,
    /// Where the columns go.
    pub slots: Vec<usize>,
}

impl EachRow for Csv {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        if let Some(text) = eval(&self.operand, row, clock).as_text() {
            for (slot, column) in self.slots.iter().zip(csv_line(&text)) {
                row.set(*slot, Value::text(column));
            }
        }
        Flow::Keep
    }
}

/// `json field=f "path"`: the value at a dotted path of a field that holds JSON.
#[derive(Debug)]
pub struct JsonPath {
    /// What is read.
    pub operand: Code,
    /// The path as a JSON pointer, `/a/0/b`.
    pub pointer: String,
    /// Where the value goes.
    pub slot: usize,
}

impl EachRow for JsonPath {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        let json = parse(&eval(&self.operand, row, clock));
        if let Some(found) = json.as_deref().and_then(|json| json.pointer(&self.pointer)) {
            row.set(self.slot, Value::from_json(found));
        }
        Flow::Keep
    }
}
