//! Queries and their commands.

use super::expr::Expr;
use super::extract::{Json, Parse};
use super::literal::{Number, Period};
use super::name::Name;
use super::service::{CidrLookup, DiffBase, Join, Lookup, Source};
use crate::insights::span::Span;

/// A query: commands in a row, each fed by the one before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The text it was read from; spans point into it, and unnamed columns are called by their text.
    pub text: std::sync::Arc<str>,
    /// Its commands.
    pub commands: Vec<Command>,
    /// The queries inside `in (…)`; expressions hold their index, so that a tree of expressions stays a tree.
    pub subqueries: Vec<Query>,
}

/// A command and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What it does.
    pub kind: CommandKind,
    /// The word it begins with.
    pub word: Span,
    /// Where it stands, without the pipes.
    pub span: Span,
}

/// `expr [as name]`
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What is computed.
    pub expr: Expr,
    /// What it is called, if it was named.
    pub alias: Option<Name>,
}

/// `name [asc|desc]`
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    /// The field sorted by.
    pub name: Name,
    /// Its direction, where given.
    pub direction: Option<Direction>,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// `stats`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// What is computed.
    pub items: Vec<Item>,
    /// What it is grouped by.
    pub by: Vec<Item>,
    /// `offset PERIOD`: moves the bins.
    pub offset: Option<Period>,
}

/// Every command of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum CommandKind {
    /// `SOURCE …`
    Source(Source),
    /// `fields a, b as c`
    Fields(Vec<Item>),
    /// `display a, b`
    Display(Vec<Item>),
    /// `filter` or `where`
    Filter(Expr),
    /// `filterIndex`
    FilterIndex(Expr),
    /// `stats`
    Stats(Stats),
    /// `sort`
    Sort(Vec<SortKey>),
    /// `limit [any] n`
    Limit { any: bool, count: u64 },
    /// `head n`, deprecated
    Head(u64),
    /// `tail n`, deprecated
    Tail(u64),
    /// `parse`
    Parse(Parse),
    /// `json field=…`
    Json(Json),
    /// `dedup a, b`
    Dedup(Vec<Name>),
    /// `unnest list into name`
    Unnest { list: Name, into: Name },
    /// `expand list`
    Expand(Name),
    /// `accum field [as name]`
    Accum { field: Name, alias: Option<Name> },
    /// `autoregress field [as name] [p=n[-m]]`
    Autoregress { field: Name, alias: Option<Name>, from: u64, to: u64 },
    /// `filldown a b*`; none means all
    FillDown(Vec<FieldPattern>),
    /// `fillmissing [with value for a, b]`
    FillMissing { with: Option<Expr>, fields: Vec<Name> },
    /// `addtotals`
    AddTotals { label: Option<String>, row: bool, col: bool, fields: Vec<Name> },
    /// `sessionize`
    Sessionize { fields: Vec<Name>, max_span: Option<Period>, alias: Option<Name> },
    /// `outlier`
    Outlier(Outlier),
    /// `countFrequent`
    CountFrequent(Vec<Name>),
    /// `appendcols (SOURCE … | …)`
    AppendCols { overwrite: bool, max: Option<u64>, query: Box<Query> },
    /// `pattern field`
    Pattern(Expr),
    /// `diff`
    Diff(Option<DiffBase>),
    /// `anomaly`
    Anomaly,
    /// `unmask`
    Unmask(Vec<Name>),
    /// `estimate`
    Estimate,
    /// `lookup`
    Lookup(Lookup),
    /// `cidrlookup`
    CidrLookup(CidrLookup),
    /// `join`
    Join(Join),
    /// `logcompare timeshift 7d`
    LogCompare(Period),
    /// `relevantfields [a, b] where …`
    RelevantFields { fields: Vec<Name>, condition: Expr },
    /// What could not be read; its error has been reported.
    Broken,
}

/// A field or a pattern with stars, as `filldown` takes them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldPattern {
    /// The text, stars included.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// `outlier` with AWS's defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlier {
    /// `action=remove`: drop the row rather than pull the value in.
    pub remove: bool,
    /// `param=`: how many interquartile ranges are usual; 2.5 without.
    pub param: Number,
    /// `uselower=true`: low values count too.
    pub use_lower: bool,
    /// `mark=true`: mark the changed value.
    pub mark: bool,
    /// The fields looked at.
    pub fields: Vec<Name>,
}
