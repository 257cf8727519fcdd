//! What is known while a query is planned: names, columns, the stages so far.

use super::code::Code;
use super::columns::{Column, Columns};
use super::compile::Compiler;
use super::load::Loader;
use super::names::Names;
use super::needs::NeedsService;
use super::prefilter::Prefilter;
use super::stages::dedup::Tail;
use super::stages::ordering::Order;
use super::stages::single::{Compute, Filter};
use super::stages::stage::{AllRows, EachRow, Stage};
use crate::insights::tree::{Expr, ExprKind, Item, Name, Period};

/// How many rows a query gives without a `limit`: AWS's default.
const DEFAULT_LIMIT: usize = 10_000;

/// What a query becomes.
pub struct Planned {
    /// Its stages, in order.
    pub stages: Vec<Stage>,
    /// The columns of its result.
    pub columns: Vec<Column>,
    /// What it wants of each event.
    pub loader: Loader,
    /// What it demands of each message.
    pub prefilter: Prefilter,
    /// Whether each event gives its rows by itself.
    pub streams: bool,
}

/// The planning of one query.
pub struct Planner<'a> {
    /// The query's text.
    pub text: &'a str,
    /// The names known at this point.
    pub names: Names,
    /// The columns asked for so far.
    pub columns: Columns,
    /// The bin of the last `stats`, for `fillmissing`: its slot and length.
    pub bin: Option<(usize, Period)>,
    /// The slots of the other columns the last `stats` groups by.
    pub grouped: Vec<usize>,
    /// The slots of lists made by `split`, which the service does not spread over rows.
    pub split: Vec<usize>,
    /// What the filters before any other stage demand of messages.
    prefilter: Prefilter,
    stages: Vec<Stage>,
    /// Whether rows have an order of their own by now, so that the service's newest-first does not apply.
    ordered: bool,
    limited: bool,
}

impl<'a> Planner<'a> {
    /// At the beginning of a query.
    pub fn new(text: &'a str) -> Planner<'a> {
        Planner {
            text,
            names: Names::default(),
            columns: Columns::default(),
            bin: None,
            grouped: Vec::new(),
            split: Vec::new(),
            prefilter: Prefilter::default(),
            stages: Vec::new(),
            ordered: false,
            limited: false,
        }
    }

    /// The columns as they stand.
    pub fn shown(&mut self) -> Vec<Column> {
        let default = match self.columns.needs_default() {
            true => ["@timestamp", "@message"].map(|name| (name.to_owned(), self.names.want(name))).to_vec(),
            false => Vec::new(),
        };
        self.columns.shown(default)
    }

    /// Prepares an expression.
    pub fn code(&mut self, expr: &Expr) -> Result<Code, NeedsService> {
        Compiler::new(self.text, &mut self.names).expr(expr)
    }

    /// Prepares the value of a field.
    pub fn field(&mut self, name: &Name) -> Result<Code, NeedsService> {
        self.code(&Expr { kind: ExprKind::Field(name.clone()), span: name.span })
    }

    /// The slot of a field; where the field lies inside a map it is copied to a slot first.
    pub fn slot(&mut self, name: &Name) -> Result<usize, NeedsService> {
        let code = self.field(name)?;
        if let Code::Slot(slot) = code {
            return Ok(slot);
        }
        let slot = self.names.spare();
        self.each(Compute(vec![(slot, code)]));
        Ok(slot)
    }

    /// The slots of fields.
    pub fn slots(&mut self, names: &[Name]) -> Result<Vec<usize>, NeedsService> {
        names.iter().map(|name| self.slot(name)).collect()
    }

    /// Adds a stage that sees one row at a time.
    pub fn each(&mut self, stage: impl EachRow + 'static) {
        self.stages.push(Stage::Each(Box::new(stage)));
    }

    /// Adds a filter.
    pub fn filter(&mut self, condition: &Expr) -> Result<(), NeedsService> {
        let first = self.stages.iter().all(|stage| matches!(stage, Stage::Each(stage) if stage.is_filter()));
        let before = self.names.clone();
        let condition = self.code(condition)?;
        // Behind another stage the fields may hold something else than the message does.
        if first {
            let message = self.names.wanted().iter().find(|(name, _)| name == "@message").map(|(_, slot)| *slot);
            let inside = self.names.wanted().iter().filter(|(name, _)| !name.starts_with('@'));
            let inside: Vec<usize> = inside.map(|(_, slot)| *slot).collect();
            if self.prefilter.demand(&condition, message, &inside) {
                // Rows need not have the message for its sake.
                self.names = before;
                return Ok(());
            }
        }
        self.stages.push(Stage::Each(Box::new(Filter(condition))));
        Ok(())
    }

    /// Adds a stage that needs all rows.
    pub fn all(&mut self, stage: impl AllRows + 'static) {
        self.stages.push(Stage::All(Box::new(stage)));
    }

    /// Adds a stage that depends on the order of rows: the given one is kept from here on.
    pub fn running(&mut self, stage: impl AllRows + 'static) {
        self.ordered = true;
        self.all(stage);
    }

    /// Adds `stats`.
    pub fn grouping(&mut self, stage: Stage) {
        self.stages.push(stage);
        (self.ordered, self.limited) = (true, false);
    }

    /// Adds a sort.
    pub fn sort(&mut self, order: Order) {
        self.stages.push(Stage::Sort(order));
        self.ordered = true;
    }

    /// The name a column has without an alias: the field's, or the text of what is computed.
    pub fn column_name(&self, item: &Item) -> String {
        match (&item.alias, &item.expr.kind) {
            (Some(alias), _) => alias.text.clone(),
            (None, ExprKind::Field(name)) => name.text.clone(),
            (None, _) => item.expr.span.of(self.text).to_owned(),
        }
    }

    /// Puts the newest rows first, as the service does where nothing has ordered them.
    pub fn newest_first(&mut self) {
        if !self.ordered {
            self.sort(Order::NewestFirst);
        }
    }

    /// Keeps the first rows of their order; with `any` of those that come first.
    pub fn limit(&mut self, any: bool, count: usize) {
        self.ordered |= any;
        self.newest_first();
        self.stages.push(Stage::Limit(count));
        self.limited = true;
    }

    /// Keeps the last rows of their order.
    pub fn tail(&mut self, count: usize) {
        self.newest_first();
        self.all(Tail(count));
        self.limited = true;
    }

    /// Everything planned, with what holds for every query put in.
    pub fn finish(mut self) -> Planned {
        let streams = self.stages.iter().all(|stage| matches!(stage, Stage::Each(_)));
        self.newest_first();
        if !self.limited {
            self.stages.push(Stage::Limit(DEFAULT_LIMIT));
        }
        let columns = self.shown();
        let loader = Loader::new(self.names.width(), self.names.wanted());
        Planned { stages: self.stages, columns, loader, prefilter: self.prefilter, streams }
    }
}
