//! The fields a query makes itself.

use crate::insights::lex::lex;
use crate::insights::token::{Sign, TokenKind};

/// Names behind `as` and `into`, all of a `parse`, and those of its regular expression's groups.
pub fn made(text: &str) -> Vec<String> {
    let (tokens, _) = lex(text);
    let (mut made, mut in_parse, mut naming) = (Vec::new(), false, false);
    let mut begins = true;
    for token in &tokens {
        let begun = std::mem::replace(&mut begins, false);
        match &token.kind {
            TokenKind::Sign(Sign::Pipe) => (begins, naming) = (true, false),
            TokenKind::Word(name) if begun => in_parse = name.is("parse"),
            TokenKind::Word(name) if name.is("as") || name.is("into") => naming = true,
            TokenKind::Word(name) if naming => {
                made.push(name.text.clone());
                naming = in_parse;
            }
            TokenKind::Regex(regex) if in_parse => made.extend(groups(regex)),
            TokenKind::Sign(Sign::Comma) => {}
            _ => naming = false,
        }
    }
    made
}

/// `(?<name>…)`
fn groups(regex: &str) -> impl Iterator<Item = String> {
    regex.split("(?").skip(1).filter_map(|rest| {
        let (name, _) = rest.strip_prefix("P<").or(rest.strip_prefix('<'))?.split_once('>')?;
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_').then(|| name.to_owned())
    })
}
