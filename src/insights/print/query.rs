//! Queries as text.

use super::commands::command;
use super::expr::Expressions;
use crate::insights::tree::Query;
use std::fmt;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&query(self, &self.subqueries))
    }
}

fn query(printed: &Query, subqueries: &[Query]) -> String {
    let expressions = Expressions { subqueries, print: query };
    printed.commands.iter().map(|it| command(it, &printed.text, expressions)).collect::<Vec<_>>().join(" | ")
}
