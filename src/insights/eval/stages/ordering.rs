//! The orders rows can be in.

use crate::insights::eval::row::SlotRow;
use crate::insights::order::natural;
use crate::insights::tree::Direction;
use std::cmp::Ordering;

/// How rows are ordered.
#[derive(Clone, Debug)]
pub enum Order {
    /// By the slots, in turn. Rows without a value come last either way (our choice).
    By(Vec<(usize, Direction)>),
    /// By the event's time, newest first: what the service does without a `sort`.
    NewestFirst,
    /// As they come.
    Given,
}

impl Order {
    /// Which of two rows comes first.
    pub fn compare(&self, a: &SlotRow, b: &SlotRow) -> Ordering {
        match self {
            Order::Given => Ordering::Equal,
            Order::NewestFirst => b.at.cmp(&a.at),
            Order::By(keys) => {
                for (slot, direction) in keys {
                    let (x, y) = (a.get(*slot), b.get(*slot));
                    let ordering = match (x.is_null(), y.is_null(), direction) {
                        (true, true, _) => Ordering::Equal,
                        (true, false, _) => Ordering::Greater,
                        (false, true, _) => Ordering::Less,
                        (false, false, Direction::Ascending) => natural(x, y),
                        (false, false, Direction::Descending) => natural(y, x),
                    };
                    if ordering != Ordering::Equal {
                        return ordering;
                    }
                }
                Ordering::Equal
            }
        }
    }
}
