//! Where rows gather that have passed the row-by-row part of a query.

use super::aggregate::{Groups, Statistics};
use super::clock::QueryClock;
use super::row::SlotRow;
use super::stages::ordering::Order;
use super::stages::stage::Stage;

/// The most rows kept for a stage that needs them all.
pub const MOST_ROWS: usize = 100_000;

/// Rows gathering.
#[derive(Debug)]
pub enum Collector {
    /// For `stats`: only the groups are kept.
    Groups { stats: Box<Statistics>, groups: Groups },
    /// The first rows of an order.
    Rows { order: Order, most: usize, rows: Vec<SlotRow>, is_bound: bool, dropped: u64 },
}

impl Collector {
    /// Takes the first stages it can do itself off the list: `stats`, or a sort with its limit.
    pub fn new(stages: &mut Vec<Stage>) -> Collector {
        let mut rest = std::mem::take(stages).into_iter().peekable();
        let collector = match rest.next_if(|stage| matches!(stage, Stage::Stats(_) | Stage::Sort(_))) {
            Some(Stage::Stats(stats)) => Collector::Groups { stats, groups: Groups::default() },
            Some(Stage::Sort(order)) => Collector::rows(order, rest.next_if(|next| matches!(next, Stage::Limit(_)))),
            _ => Collector::rows(Order::Given, rest.next_if(|next| matches!(next, Stage::Limit(_)))),
        };
        stages.extend(rest);
        collector
    }

    fn rows(order: Order, limit: Option<Stage>) -> Collector {
        let (most, is_bound) = match limit {
            Some(Stage::Limit(most)) if most <= MOST_ROWS => (most, false),
            _ => (MOST_ROWS, true),
        };
        Collector::Rows { order, most, rows: Vec::new(), is_bound, dropped: 0 }
    }

    /// Whether it goes by the times of events.
    pub fn needs_time(&self) -> bool {
        match self {
            Collector::Groups { stats, .. } => stats.needs_time(),
            Collector::Rows { order, .. } => matches!(order, Order::NewestFirst),
        }
    }

    /// Takes a row; its values are moved out of it where they are kept.
    pub fn push(&mut self, row: &mut SlotRow, clock: &QueryClock) {
        match self {
            Collector::Groups { stats, groups } => groups.push(stats, row, clock),
            Collector::Rows { order: Order::Given, most, rows, is_bound, dropped } if rows.len() >= *most => {
                *dropped += u64::from(*is_bound);
            }
            Collector::Rows { order, most, rows, is_bound, dropped } => {
                rows.push(std::mem::take(row));
                if rows.len() > most.saturating_mul(2).saturating_add(1024) {
                    rows.sort_by(|a, b| order.compare(a, b));
                    *dropped += if *is_bound { (rows.len() - *most) as u64 } else { 0 };
                    rows.truncate(*most);
                }
            }
        }
    }

    /// The rows so far, in order.
    pub fn gathered(&self, clock: &QueryClock) -> Vec<SlotRow> {
        match self {
            Collector::Groups { stats, groups } => groups.rows(stats, clock),
            Collector::Rows { order, most, rows, .. } => {
                let mut rows = rows.clone();
                rows.sort_by(|a, b| order.compare(a, b));
                rows.truncate(*most);
                rows
            }
        }
    }

    /// The rows gathered, in order, without a copy.
    pub fn finish(self, clock: &QueryClock) -> Vec<SlotRow> {
        match self {
            Collector::Groups { stats, groups } => groups.rows(&stats, clock),
            Collector::Rows { order, most, mut rows, .. } => {
                rows.sort_by(|a, b| order.compare(a, b));
                rows.truncate(most);
                rows
            }
        }
    }

    /// Rows that had to be given up to keep memory bounded.
    pub fn dropped(&self) -> u64 {
        match self {
            Collector::Groups { groups, .. } => groups.dropped,
            Collector::Rows { most, rows, is_bound, dropped, .. } => {
                dropped + if *is_bound { rows.len().saturating_sub(*most) as u64 } else { 0 }
            }
        }
    }
}
