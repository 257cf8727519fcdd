//! Commands which only the service can run.

use super::expr::Expr;
use super::name::Name;
use crate::insights::span::Span;

/// `SOURCE …`: which log groups are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its parts, in order.
    pub parts: Vec<SourcePart>,
    /// Where it stands, without the word.
    pub span: Span,
}

/// One part of a `SOURCE`.
#[derive(Clone, Debug, PartialEq)]
pub enum SourcePart {
    /// `"group"` or a bare name.
    Group(String),
    /// `logGroups(…)`
    LogGroups(Vec<SourceArgument>),
    /// `dataSource([…])`
    DataSource(Vec<SourceArgument>),
    /// `filterIndex(…)`
    FilterIndex(Vec<SourceArgument>),
    /// `start=…` or `end=…`, as written.
    Time(String),
}

/// `[name:] value` within a part of a `SOURCE`.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceArgument {
    /// Its name, where it has one.
    pub name: Option<Name>,
    /// Its value: a list, a text or a condition.
    pub value: Expr,
}

/// What `diff` compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiffBase {
    /// `previousDay`
    PreviousDay,
    /// `previousWeek`
    PreviousWeek,
    /// `previousMonth`
    PreviousMonth,
}

/// A field and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Renamed {
    /// The field.
    pub name: Name,
    /// Its other name.
    pub alias: Option<Name>,
}

/// `lookup table keys OUTPUT fields`
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// The lookup table.
    pub table: Name,
    /// The columns compared.
    pub keys: Vec<Renamed>,
    /// The columns added.
    pub output: Vec<Renamed>,
}

/// `cidrlookup table field OUTPUT|OUTPUTNEW fields`
#[derive(Clone, Debug, PartialEq)]
pub struct CidrLookup {
    /// The lookup table.
    pub table: Name,
    /// The field that holds an address, and the table's column.
    pub field: Renamed,
    /// `OUTPUTNEW`: what is there stays.
    pub keep: bool,
    /// The columns added.
    pub output: Vec<Renamed>,
}

/// `join type= left= right= where l.a = r.b (SOURCE …)`
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// `type=left`: rows without a partner stay.
    pub keep_unmatched: bool,
    /// The name of the left side.
    pub left: Name,
    /// The name of the right side.
    pub right: Name,
    /// The two fields that must be equal.
    pub on: Vec<(Name, Name)>,
    /// The right side; a `SOURCE` alone.
    pub source: Source,
}
