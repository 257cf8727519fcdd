//! Where the cursor stands: in which command, and behind what.

use super::clauses::{self, Clauses, Setting, Takes};
use crate::insights::commands::is_command;
use crate::insights::ink::KEYWORDS;
use crate::insights::token::{Sign, Token, TokenKind};

/// What may stand at a place.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// The first word of a command.
    Command,
    /// The query in parentheses.
    Subquery,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A new name or a number: nothing known.
    Own,
    Field,
    /// Behind a field to sort by.
    Direction,
    /// A value, perhaps of many rows, or a word of the command.
    Value {
        clauses: Clauses,
        aggregates: bool,
    },
    /// Fields, or a word of the command.
    Fields(Clauses),
    /// Behind a value: what joins it to another, or a word of the command.
    BehindValue(Clauses),
    /// Only words of the command.
    Clause(Clauses),
    /// In the parentheses of a SOURCE's function.
    SourceArgument,
}

/// Where one stands behind these tokens.
pub fn place(tokens: &[Token]) -> Place {
    let Some((command, inside)) = command(tokens) else { return Place::Command };
    let clauses = clauses::of(command);
    let last = inside.last().map(|token| &token.kind);
    let is_word = |word: &str| matches!(last, Some(TokenKind::Word(name)) if name.is(word));
    let has = |word: &str| inside.iter().any(|token| token.is_word(word));
    if let Some(place) = set(inside, clauses) {
        return place;
    }
    if matches!(last, Some(TokenKind::Sign(Sign::Open))) && opens_query(command, inside) {
        return Place::Subquery;
    }
    let ends_list = matches!(last, Some(TokenKind::Sign(Sign::Comma)));
    if is_word("as") || is_word("into") || (clauses.command == "parse" && has("as") && ends_list) {
        return Place::Own;
    }
    let behind = is_value(last);
    match clauses.takes {
        // `fillmissing with VALUE for FIELD`
        Takes::Fields if is_word("with") => Place::Value { clauses, aggregates: false },
        Takes::Nothing => Place::Clause(clauses),
        Takes::Groups if depth(inside) > 0 => Place::SourceArgument,
        Takes::Groups => Place::Clause(clauses),
        Takes::Keys if behind => Place::Direction,
        Takes::Fields if behind => Place::Clause(clauses),
        Takes::Keys | Takes::Fields | Takes::SpacedFields => Place::Fields(clauses),
        Takes::Condition if !has("where") && behind => Place::Clause(clauses),
        Takes::Condition if !has("where") => Place::Fields(clauses),
        Takes::Values | Takes::Aggregates | Takes::Condition if behind => Place::BehindValue(clauses),
        takes => Place::Value { clauses, aggregates: takes == Takes::Aggregates && !has("by") },
    }
}

/// Behind an option and its `=`.
fn set(inside: &[Token], clauses: Clauses) -> Option<Place> {
    let [.., name, Token { kind: TokenKind::Sign(Sign::Equal), .. }] = inside else { return None };
    let (_, setting, _) = clauses.options.iter().find(|(option, _, _)| name.is_word(option))?;
    Some(match setting {
        Setting::Of(words) => Place::Words(words),
        Setting::Field => Place::Field,
        Setting::Own => Place::Own,
    })
}

/// Whether a parenthesis at the end holds a query of its own.
fn opens_query(command: &str, inside: &[Token]) -> bool {
    let queries = ["join", "appendcols"].iter().any(|known| known.eq_ignore_ascii_case(command));
    queries || matches!(inside, [.., word, _] if word.is_word("in"))
}

fn is_value(last: Option<&TokenKind>) -> bool {
    match last {
        None => false,
        Some(TokenKind::Word(name)) => {
            let is_flag = name.is("true") || name.is("false");
            is_flag || !["where", "for"].iter().chain(&KEYWORDS).any(|word| name.is(word))
        }
        Some(TokenKind::Sign(sign)) => matches!(sign, Sign::Close | Sign::CloseList),
        Some(_) => true,
    }
}

fn depth(inside: &[Token]) -> usize {
    inside.iter().fold(0, |depth: usize, token| match token.kind {
        TokenKind::Sign(Sign::Open) => depth + 1,
        TokenKind::Sign(Sign::Close) => depth.saturating_sub(1),
        _ => depth,
    })
}

/// The word the command at the end begins with, and what stands behind it. A query in parentheses has commands of its
/// own.
pub fn command(tokens: &[Token]) -> Option<(&str, &[Token])> {
    let mut starts = vec![0];
    for (at, token) in tokens.iter().enumerate() {
        match (&token.kind, starts.last().copied()) {
            (TokenKind::Sign(Sign::Pipe), Some(_)) => {
                starts.pop();
                starts.push(at + 1);
            }
            (TokenKind::Sign(Sign::Open), Some(start)) => {
                let is_query = tokens.get(at + 1).is_some_and(|next| next.is_word("SOURCE"));
                starts.push(if is_query { at + 1 } else { start });
            }
            (TokenKind::Sign(Sign::Close), Some(_)) if starts.len() > 1 => {
                starts.pop();
            }
            _ => {}
        }
    }
    let (first, inside) = tokens.get(starts.last().copied()?..)?.split_first()?;
    match &first.kind {
        TokenKind::Word(name) if is_command(&name.text) => Some((&name.text, inside)),
        _ => None,
    }
}
