//! From commands to stages.

use super::code::Code;
use super::columns::Column;
use super::needs::NeedsService;
use super::planner::{Planned, Planner};
use super::stages::dedup::Dedup;
use super::stages::ordering::Order;
use super::stages::single::Compute;
use super::stages::spread::Spread;
use super::{plan_extract, plan_fill, plan_stats};
use crate::insights::function::Function;
use crate::insights::hoist::hoisted;
use crate::insights::tree::{Command, CommandKind, Direction, Item, Query, SortKey};

type Done = Result<(), NeedsService>;

/// Plans a query.
pub fn assemble(query: &Query) -> Result<Planned, NeedsService> {
    let mut planner = Planner::new(&query.text);
    for command in hoisted(&query.commands) {
        planner.names.next_command();
        plan(&mut planner, command)?;
    }
    Ok(planner.finish())
}

fn rows_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn plan(planner: &mut Planner<'_>, command: &Command) -> Done {
    let word = |text: &str| command.word.of(text).to_owned();
    match &command.kind {
        CommandKind::Fields(items) => fields(planner, items)?,
        CommandKind::Display(items) => {
            let columns = computed(planner, items)?;
            planner.columns.display(columns);
        }
        CommandKind::Filter(condition) => planner.filter(condition)?,
        CommandKind::Stats(stats) => plan_stats::stats(planner, stats, command.span)?,
        CommandKind::Sort(keys) => sort_by(planner, keys)?,
        CommandKind::Limit { any, count } => planner.limit(*any, rows_of(*count)),
        CommandKind::Head(count) => planner.limit(false, rows_of(*count)),
        CommandKind::Tail(count) => planner.tail(rows_of(*count)),
        CommandKind::Dedup(fields) => {
            let slots = planner.slots(fields)?;
            planner.newest_first();
            planner.all(Dedup(slots));
        }
        CommandKind::Parse(parse) => plan_extract::parse(planner, parse, command.span)?,
        CommandKind::Json(json) => plan_extract::json(planner, json)?,
        CommandKind::Unnest { list, into } => {
            let list = planner.field(list)?;
            let slot = planner.names.make(&into.text);
            planner.columns.made(&into.text, slot);
            planner.each(Spread { list, into: slot, reads_text: false });
        }
        CommandKind::Expand(name) => {
            let list = planner.field(name)?;
            let is_split = matches!(list, Code::Slot(slot) if planner.split.contains(&slot));
            let slot = planner.names.make(&name.text);
            // As seen on AWS: a list made by split stays one value.
            if !is_split {
                planner.each(Spread { list, into: slot, reads_text: true });
            }
        }
        CommandKind::Accum { .. }
        | CommandKind::Autoregress { .. }
        | CommandKind::FillDown(_)
        | CommandKind::FillMissing { .. }
        | CommandKind::AddTotals { .. }
        | CommandKind::Sessionize { .. } => plan_fill::plan(planner, command)?,
        CommandKind::CountFrequent(fields) => plan_stats::count_frequent(planner, fields)?,
        CommandKind::Outlier(outlier) => plan_fill::outlier(planner, outlier)?,
        CommandKind::Source(_)
        | CommandKind::FilterIndex(_)
        | CommandKind::AppendCols { .. }
        | CommandKind::Pattern(_)
        | CommandKind::Diff(_)
        | CommandKind::Anomaly
        | CommandKind::Unmask(_)
        | CommandKind::Estimate
        | CommandKind::Lookup(_)
        | CommandKind::CidrLookup(_)
        | CommandKind::Join(_)
        | CommandKind::LogCompare(_)
        | CommandKind::RelevantFields { .. } => {
            return Err(NeedsService::Service { what: word(planner.text), span: command.span });
        }
        CommandKind::Broken => {
            return Err(NeedsService::Invalid { what: "a command could not be read".to_owned(), span: command.span });
        }
    }
    Ok(())
}

fn fields(planner: &mut Planner<'_>, items: &[Item]) -> Done {
    for (name, slot) in computed(planner, items)? {
        planner.columns.list(&name, slot);
    }
    Ok(())
}

/// Computes items. A name made here is known to the items behind it; what is inside it only to later commands,
/// as on AWS.
fn computed(planner: &mut Planner<'_>, items: &[Item]) -> Result<Vec<Column>, NeedsService> {
    let mut columns: Vec<Column> = Vec::with_capacity(items.len());
    let mut computed = Vec::new();
    for item in items {
        let name = planner.column_name(item);
        let slot = match (&item.alias, planner.code(&item.expr)?) {
            (None, Code::Slot(slot)) => slot,
            (_, code) => {
                let slot = planner.names.make(&name);
                if matches!(code, Code::Call(Function::Split, _)) {
                    planner.split.push(slot);
                }
                computed.push((slot, code));
                slot
            }
        };
        columns.push((name, slot));
    }
    if !computed.is_empty() {
        planner.each(Compute(computed));
    }
    Ok(columns)
}

fn sort_by(planner: &mut Planner<'_>, keys: &[SortKey]) -> Done {
    let mut slots = Vec::with_capacity(keys.len());
    for key in keys {
        // Without a direction the smallest comes first (our choice: AWS does not say).
        slots.push((planner.slot(&key.name)?, key.direction.unwrap_or(Direction::Ascending)));
    }
    planner.sort(Order::By(slots));
    Ok(())
}
