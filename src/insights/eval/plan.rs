//! A query ready to run, over all rows at once or as they come.

use super::assemble::assemble;
use super::clock::QueryClock;
use super::collect::Collector;
use super::columns::Column;
use super::load::Loader;
use super::needs::NeedsService;
use super::planner::Planned;
use super::prefilter::Prefilter;
use super::row::{Row, SlotRow};
use super::stages::stage::{EachRow, Stage, run_all, run_each};
use crate::insights::event::Event;
use crate::insights::moment::TimeFields;
use crate::insights::record::Record;
use crate::insights::tree::{CommandKind, Query};
use crate::insights::value::Value;

/// A query that takes records and can show its result at any time. What it keeps is bounded: the rows or groups
/// its commands need, never all records.
#[derive(Debug)]
pub struct Plan {
    loader: Loader,
    prefilter: Prefilter,
    prefix: Vec<Box<dyn EachRow>>,
    collector: Collector,
    tail: Vec<Stage>,
    columns: Vec<Column>,
    clock: QueryClock,
    scratch: SlotRow,
    streams: bool,
    unordered: bool,
    scanned: u64,
    matched: u64,
}

fn is_unordered(query: &Query) -> bool {
    use CommandKind::{Display, Fields, Filter, Json, Parse, Stats};
    let keeps_order = |kind: &CommandKind| matches!(kind, Filter(_) | Fields(_) | Display(_) | Parse(_) | Json(_));
    let last = query.commands.iter().rev().map(|command| &command.kind).find(|kind| !keeps_order(kind));
    matches!(last, Some(Stats(_)))
}

impl Plan {
    /// Prepares a query; says what of it needs the service or cannot run.
    pub fn new(query: &Query, clock: QueryClock) -> Result<Plan, NeedsService> {
        let Planned { stages, columns, loader, prefilter, streams } = assemble(query)?;
        let mut prefix = Vec::new();
        let mut rest = Vec::new();
        for stage in stages {
            match stage {
                Stage::Each(stage) if rest.is_empty() => prefix.push(stage),
                stage => rest.push(stage),
            }
        }
        let collector = Collector::new(&mut rest);
        let scratch = SlotRow::default();
        Ok(Plan {
            loader,
            prefilter,
            prefix,
            collector,
            tail: rest,
            columns,
            clock,
            scratch,
            streams,
            unordered: is_unordered(query),
            scanned: 0,
            matched: 0,
        })
    }

    /// Takes the time of events that come without one from fields inside their messages.
    pub fn time_from(mut self, times: TimeFields) -> Plan {
        if self.loader.wants_time() || self.collector.needs_time() || self.tail.iter().any(Stage::needs_time) {
            self.loader.time_from(times);
        }
        self
    }

    /// Takes one event.
    pub fn push(&mut self, record: &Record) {
        self.take(Event::Record(record));
    }

    /// Takes one event, whatever is known of it.
    pub fn take(&mut self, event: Event<'_>) {
        let (collector, clock) = (&mut self.collector, &self.clock);
        self.matched += u64::from(passed(
            (&self.prefilter, &self.loader, &self.prefix),
            event,
            &mut self.scratch,
            clock,
            &mut |row| collector.push(row, clock),
        ));
        self.scanned += 1;
    }

    /// Whether each event gives its rows by itself, so that they can be shown as they come.
    pub fn streams(&self) -> bool {
        self.streams
    }

    /// Whether the rows are groups of a `stats` which nothing behind it puts in an order: they come as their first
    /// events did.
    pub fn is_unordered(&self) -> bool {
        self.unordered
    }

    /// Gives the rows of one event at once and keeps nothing; for queries that stream.
    pub fn pass(&mut self, event: Event<'_>, out: &mut dyn FnMut(Row)) {
        let columns = &self.columns;
        self.matched += u64::from(passed(
            (&self.prefilter, &self.loader, &self.prefix),
            event,
            &mut self.scratch,
            &self.clock,
            &mut |row| out(shown(columns, row)),
        ));
        self.scanned += 1;
    }

    /// The names of the result's columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// The result of all events so far.
    pub fn rows(&self) -> Vec<Row> {
        let rows = run_all(&self.tail, self.collector.gathered(&self.clock), &self.clock);
        rows.iter().map(|row| shown(&self.columns, row)).collect()
    }

    /// The result at the end, without keeping anything.
    pub fn into_rows(self) -> Vec<Row> {
        let Plan { tail, columns, collector, clock, .. } = self;
        let rows = run_all(&tail, collector.finish(&clock), &clock);
        rows.iter().map(|row| shown(&columns, row)).collect()
    }

    /// Events taken.
    pub fn scanned(&self) -> u64 {
        self.scanned
    }

    /// Events which passed the filters.
    pub fn matched(&self) -> u64 {
        self.matched
    }

    /// Events given up because more would have to be kept than is bounded.
    pub fn dropped(&self) -> u64 {
        self.collector.dropped()
    }
}

/// Runs an event through the row-by-row part of a query; whether anything came out.
fn passed(
    (prefilter, loader, prefix): (&Prefilter, &Loader, &[Box<dyn EachRow>]),
    event: Event<'_>,
    scratch: &mut SlotRow,
    clock: &QueryClock,
    out: &mut dyn FnMut(&mut SlotRow),
) -> bool {
    if !prefilter.may_pass(event.message()) {
        return false;
    }
    loader.load(event, scratch);
    let mut matched = false;
    run_each(prefix, scratch, clock, &mut |row| {
        matched = true;
        out(row);
    });
    matched
}

fn shown(columns: &[Column], row: &SlotRow) -> Row {
    let mut values: Vec<_> = columns.iter().map(|(name, slot)| (name.clone(), row.get(*slot).clone())).collect();
    if let Some(ptr) = row.ptr.as_ref().filter(|_| !columns.iter().any(|(name, _)| name == "@ptr")) {
        values.push(("@ptr".to_owned(), Value::Text(ptr.clone())));
    }
    Row(values)
}

/// Runs a query over rows; says so instead when it needs the service.
pub fn run(query: &Query, rows: impl Iterator<Item = Record>, clock: QueryClock) -> Result<Vec<Row>, NeedsService> {
    let mut plan = Plan::new(query, clock)?;
    for record in rows {
        plan.push(&record);
    }
    Ok(plan.into_rows())
}
