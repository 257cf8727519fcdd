//! Planning the commands that depend on other rows: accum, autoregress, filldown, fillmissing, addtotals,
//! sessionize, outlier.

use super::code::Code;
use super::needs::NeedsService;
use super::planner::Planner;
use super::stages::fill::FillMissing;
use super::stages::outlier::Outliers;
use super::stages::running::{Accum, Autoregress, FillDown};
use super::stages::session::Sessionize;
use super::stages::totals::AddTotals;
use crate::insights::tree::{Command, CommandKind, FieldPattern, Name, Outlier};
use crate::insights::value::{Value, as_float};

/// The gap that ends a session where `maxspan` is not given; AWS's default of 30 minutes, in milliseconds.
const USUAL_GAP: i64 = 30 * 60_000;

/// Plans one of these commands.
pub fn plan(planner: &mut Planner<'_>, command: &Command) -> Result<(), NeedsService> {
    match &command.kind {
        CommandKind::Accum { field, alias } => {
            let from = planner.slot(field)?;
            let into = make(planner, &alias.as_ref().unwrap_or(field).text);
            planner.running(Accum { field: from, into });
        }
        CommandKind::Autoregress { field, alias, from, to } => {
            let slot = planner.slot(field)?;
            let mut back = Vec::new();
            for steps in *from..=*to {
                let name = match alias {
                    Some(alias) if from == to => alias.text.clone(),
                    Some(alias) => format!("{}_p{steps}", alias.text),
                    None => format!("{}_p{steps}", field.text),
                };
                back.push((usize::try_from(steps).unwrap_or(usize::MAX), make(planner, &name)));
            }
            planner.running(Autoregress { field: slot, back });
        }
        CommandKind::FillDown(patterns) => {
            let slots = matching(planner, patterns);
            planner.running(FillDown(slots));
        }
        CommandKind::FillMissing { with, fields } => {
            let Some(bin) = planner.bin else {
                let what = "fillmissing needs a stats by bin(…) before it".to_owned();
                return Err(NeedsService::Invalid { what, span: command.span });
            };
            let with = match with {
                Some(with) => planner.code(with)?,
                None => Code::Constant(Value::Null),
            };
            let fields = planner.slots(fields)?;
            let groups = planner.grouped.clone();
            planner.running(FillMissing { bin, groups, with, fields });
        }
        CommandKind::AddTotals { label, row, col, fields } => {
            let slots = match fields.is_empty() {
                // Our choice: without a list, every column shown but the service's own.
                true => {
                    planner.shown().into_iter().filter(|(n, _)| !n.starts_with('@')).map(|(_, slot)| slot).collect()
                }
                false => planner.slots(fields)?,
            };
            let total = row.then(|| make(planner, label.as_deref().unwrap_or("Total")));
            match col {
                true => planner.running(AddTotals { fields: slots, total, last_row: true }),
                false => planner.all(AddTotals { fields: slots, total, last_row: false }),
            }
        }
        CommandKind::Sessionize { fields, max_span, alias } => {
            planner.names.want("@timestamp");
            let fields = planner.slots(fields)?;
            let into = make(planner, alias.as_ref().map_or("session_id", |alias: &Name| &alias.text));
            let gap = max_span.and_then(|span| span.millis()).unwrap_or(USUAL_GAP);
            planner.running(Sessionize { fields, gap, into });
        }
        _ => {}
    }
    Ok(())
}

/// Plans `outlier`. A mark is a column called after its field, with `_outlier` behind (our choice).
pub fn outlier(planner: &mut Planner<'_>, outlier: &Outlier) -> Result<(), NeedsService> {
    let mut fields = Vec::new();
    for field in &outlier.fields {
        let slot = planner.slot(field)?;
        fields.push((slot, outlier.mark.then(|| make(planner, &format!("{}_outlier", field.text)))));
    }
    let reach = as_float(outlier.param);
    planner.all(Outliers { fields, reach, low: outlier.use_lower, remove: outlier.remove });
    Ok(())
}

fn make(planner: &mut Planner<'_>, name: &str) -> usize {
    let slot = planner.names.make(name);
    planner.columns.made(name, slot);
    slot
}

/// The slots of the names that fit one of the patterns; all shown columns without patterns.
fn matching(planner: &mut Planner<'_>, patterns: &[FieldPattern]) -> Vec<usize> {
    let shown = planner.shown();
    let mut known = planner.names.all();
    known.extend(shown.iter().cloned());
    if patterns.is_empty() {
        return shown.into_iter().map(|(_, slot)| slot).collect();
    }
    for pattern in patterns.iter().filter(|pattern| !pattern.text.contains('*')) {
        if !planner.names.is_after_stats() {
            known.push((pattern.text.clone(), planner.names.want(&pattern.text)));
        }
    }
    let fits = |name: &str| patterns.iter().any(|pattern| fits(&pattern.text, name));
    let mut slots: Vec<usize> = known.into_iter().filter(|(name, _)| fits(name)).map(|(_, slot)| slot).collect();
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// Whether a name fits a pattern with stars.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((first, behind)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = behind.split('*').collect();
    let last = parts.pop().unwrap_or("");
    for part in parts {
        match rest.split_once(part) {
            Some((_, left)) => rest = left,
            None => return false,
        }
    }
    rest.ends_with(last)
}
