//! Forms that work though no documentation has them.

use super::findings::Findings;
use crate::insights::token::{Sign, Token, TokenKind};

/// Checks the tokens of a query.
pub fn check(text: &str, tokens: &[Token], findings: &mut Findings) {
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        match (&token.kind, next.map(|next| &next.kind)) {
            (TokenKind::Sign(Sign::DoubleEqual), _) => {
                findings.lint(token.span, "== is in no documentation of the service", "write =");
            }
            (TokenKind::Word(word), Some(TokenKind::Word(by))) if word.is("sort") && by.is("by") => {
                if let Some(next) = next {
                    findings.lint(next.span, "sort by is in no documentation of the service", "write sort alone");
                }
            }
            (TokenKind::Text(inside), _) if inside.is_empty() && token.span.of(text).len() == 2 => {
                let like = at.checked_sub(1).and_then(|before| tokens.get(before));
                if matches!(like.map(|t| &t.kind), Some(TokenKind::Word(word)) if word.is("like")) {
                    findings.lint(token.span, "an empty text is in every value", "write isempty(field)");
                }
            }
            _ => {}
        }
    }
}
