//! The tree of a query: every command as a node, every node with its place.
//!
//! Never here: reading, checking or running one.

mod expr;
mod extract;
mod literal;
mod name;
mod query;
mod service;

pub use expr::{Arithmetic, Call, Comparison, Expr, ExprKind, Set};
pub use extract::{Json, Parse, ParseHow};
pub use literal::{Number, Period, Unit};
pub use name::{Name, Part};
pub use query::{Command, CommandKind, Direction, FieldPattern, Item, Outlier, Query, SortKey, Stats};
pub use service::{CidrLookup, DiffBase, Join, Lookup, Renamed, Source, SourceArgument, SourcePart};
