//! Commands which draw fields out of text.

use super::expr::Expr;
use super::name::Name;
use crate::insights::span::Span;

/// `parse [operand] …`
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// What is read; `@message` without.
    pub operand: Option<Expr>,
    /// How it is read.
    pub how: ParseHow,
    /// The names given to the parts.
    pub aliases: Vec<Name>,
}

/// The ways of `parse`.
#[derive(Clone, Debug, PartialEq)]
pub enum ParseHow {
    /// `"a * b"`: each star is a part.
    Glob { text: String, span: Span },
    /// `/…(?<name>…)…/`; with `multi` one row a match.
    Regex { text: String, span: Span, multi: bool },
    /// `logfmt`: one map.
    Logfmt,
    /// `csv`: names by position.
    Csv,
    /// `XML "/path"`: one value.
    Xml { path: String, span: Span },
}

/// `json field=f "path" as name`
#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    /// The field that holds JSON.
    pub field: Name,
    /// The dotted path within it.
    pub path: String,
    /// What the value is called.
    pub alias: Name,
}
