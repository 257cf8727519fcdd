//! What each piece of a query is, for colours.

use super::commands::is_command;
use super::function;
use super::lex::lex;
use super::span::Span;
use super::token::{Sign, Token, TokenKind};

/// What a piece of a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// The word a command begins with.
    Command,
    /// A word of the language inside a command: `by`, `as`, `like`, `and`.
    Keyword,
    /// A function's name.
    Function,
    /// A field of the service's own, as `@message`.
    Builtin,
    /// Any other field.
    Field,
    /// A string, a regular expression, a parameter.
    Text,
    /// A number or a period.
    Number,
    /// A sign.
    Sign,
    /// From `#` to the end of its line.
    Comment,
    /// What the language does not have.
    Strange,
}

/// The words that are no names where they stand alone.
pub const KEYWORDS: [&str; 17] = [
    "as", "by", "like", "not", "in", "and", "or", "asc", "desc", "true", "false", "multi", "into", "with", "for",
    "offset", "any",
];

/// The pieces of a text in order; blanks belong to none.
pub fn inks(text: &str) -> Vec<(Span, Ink)> {
    let (tokens, _) = lex(text);
    let mut inks = Vec::with_capacity(tokens.len());
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        comments(text, end, token.span.start, &mut inks);
        inks.push((token.span, ink(&tokens, at, token)));
        end = token.span.end;
    }
    comments(text, end, text.len(), &mut inks);
    inks
}

/// Between tokens there are only blanks and comments, and flags behind a regular expression.
fn comments(text: &str, from: usize, to: usize, inks: &mut Vec<(Span, Ink)>) {
    let mut at = from;
    for line in Span::new(from, to).of(text).split_inclusive('\n') {
        if let Some(sign) = line.find('#') {
            inks.push((Span::new(at + sign, at + line.trim_end().len().max(sign + 1)), Ink::Comment));
        }
        at += line.len();
    }
}

fn ink(tokens: &[Token], at: usize, token: &Token) -> Ink {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|token| &token.kind);
    let calls = matches!(tokens.get(at + 1).map(|next| &next.kind), Some(TokenKind::Sign(Sign::Open)));
    match &token.kind {
        TokenKind::Word(name)
            if matches!(before, None | Some(TokenKind::Sign(Sign::Pipe))) && is_command(&name.text) =>
        {
            Ink::Command
        }
        TokenKind::Word(name) if KEYWORDS.iter().any(|word| name.is(word)) => Ink::Keyword,
        TokenKind::Word(name) if calls && function::find(&name.text).is_some() => Ink::Function,
        TokenKind::Word(name) if name.text.starts_with('@') => Ink::Builtin,
        TokenKind::Word(_) => Ink::Field,
        TokenKind::Text(_) | TokenKind::Regex(_) | TokenKind::Parameter(_) | TokenKind::Unfinished => Ink::Text,
        TokenKind::Number(_) | TokenKind::Period(_) => Ink::Number,
        TokenKind::Sign(_) => Ink::Sign,
        TokenKind::Strange(_) => Ink::Strange,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_is_what_it_is_where_it_stands() {
        let text = "fields @timestamp, a-b # why | not\n| filter count like /x|#/ and 'y' in [5m, 2]\n| stats count(*) by ; # end";
        let said: Vec<String> = inks(text).iter().map(|(span, ink)| format!("{ink:?}:{}", span.of(text))).collect();
        assert_eq!(
            said.join(" "),
            "Command:fields Builtin:@timestamp Sign:, Field:a Sign:- Field:b Comment:# why | not Sign:| \
             Command:filter Field:count Keyword:like Text:/x|#/ Keyword:and Text:'y' Keyword:in Sign:[ Number:5m \
             Sign:, Number:2 Sign:] Sign:| Command:stats Function:count Sign:( Sign:* Sign:) Keyword:by Strange:; \
             Comment:# end"
        );
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_in_order_inside_the_text_and_never_overlap(text in "\\PC{0,80}|[a-z@'\"/|()#é \\n]{0,120}") {
            let mut end = 0;
            for (span, _) in inks(&text) {
                proptest::prop_assert!(span.start >= end && text.get(span.start..span.end).is_some(), "{span:?}");
                end = span.end;
            }
        }
    }
}
