//! Planning `parse` and `json`.

use super::code::Code;
use super::compile::regex;
use super::needs::NeedsService;
use super::planner::Planner;
use super::stages::extract::{Csv, Glob, Groups, JsonPath, Logfmt};
use crate::insights::span::Span;
use crate::insights::tree::{Json, Name, Parse, ParseHow};

/// Plans `parse`.
pub fn parse(planner: &mut Planner<'_>, parse: &Parse, span: Span) -> Result<(), NeedsService> {
    let operand = match &parse.operand {
        Some(operand) => planner.code(operand)?,
        None => Code::Slot(planner.names.want("@message")),
    };
    match &parse.how {
        ParseHow::Glob { text, span } => {
            if text.matches('*').count() != parse.aliases.len() {
                return Err(NeedsService::Invalid { what: "parse needs a name for each star".to_owned(), span: *span });
            }
            let slots = make(planner, &parse.aliases);
            planner.each(Glob::new(operand, text, slots));
        }
        ParseHow::Regex { text, span, multi } => {
            let regex = regex(text, *span)?;
            let mut aliases = parse.aliases.iter();
            let mut groups = Vec::new();
            for (group, named) in regex.capture_names().enumerate().skip(1) {
                // Groups are called by their own names, unnamed ones by the aliases in turn.
                let Some(name) = named.or_else(|| aliases.next().map(|alias| alias.text.as_str())) else { continue };
                let slot = planner.names.make(name);
                planner.columns.made(name, slot);
                groups.push((group, slot));
            }
            planner.each(Groups { operand, regex, groups, multi: *multi });
        }
        ParseHow::Logfmt => {
            for slot in make(planner, &parse.aliases) {
                planner.each(Logfmt { operand: operand.clone(), slot });
            }
        }
        ParseHow::Csv => {
            let slots = make(planner, &parse.aliases);
            planner.each(Csv { operand, slots });
        }
        ParseHow::Xml { .. } => return Err(NeedsService::Unsupported { what: "parse XML".to_owned(), span }),
    }
    Ok(())
}

fn make(planner: &mut Planner<'_>, aliases: &[Name]) -> Vec<usize> {
    aliases
        .iter()
        .map(|alias| {
            let slot = planner.names.make(&alias.text);
            planner.columns.made(&alias.text, slot);
            slot
        })
        .collect()
}

/// Plans `json`.
pub fn json(planner: &mut Planner<'_>, json: &Json) -> Result<(), NeedsService> {
    let operand = planner.field(&json.field)?;
    let path = json.path.strip_prefix("$.").unwrap_or(&json.path).replace('[', ".").replace(']', "");
    let pointer = path.split('.').map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect();
    let slot = planner.names.make(&json.alias.text);
    planner.columns.made(&json.alias.text, slot);
    planner.each(JsonPath { operand, pointer, slot });
    Ok(())
}
