//! The words and signs of the language.

use super::span::Span;
use super::tree::{Name, Number, Period};

/// One token and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

impl Token {
    /// Whether it is this word of the language, in any letter case.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, TokenKind::Word(name) if name.is(word))
    }
}

/// The kinds of token.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A keyword, a command, a function or a field; only the parser can tell which.
    Word(Name),
    /// `"…"` or `'…'`, without quotes and with its escapes resolved.
    Text(String),
    /// `/…/`, without slashes and with `\/` resolved.
    Regex(String),
    /// A plain number.
    Number(Number),
    /// A number with a unit of time, as in `5m`.
    Period(Period),
    /// `{{name}}`, a parameter of a saved query.
    Parameter(String),
    /// A sign.
    Sign(Sign),
    /// A character the language does not have.
    Strange(char),
    /// A literal without its end; its problem has been reported.
    Unfinished,
}

/// The signs of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// `|`
    Pipe,
    /// `,`
    Comma,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenList,
    /// `]`
    CloseList,
    /// `:`
    Colon,
    /// `=`
    Equal,
    /// `==`, not documented but seen in AWS samples
    DoubleEqual,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `=~`
    Matches,
    /// `!`
    Bang,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Star,
    /// `/`
    Slash,
    /// `%`
    Percent,
    /// `^`
    Caret,
}

impl Sign {
    /// Every sign with its spelling, longer ones first.
    pub const ALL: [(&'static str, Sign); 22] = [
        ("==", Sign::DoubleEqual),
        ("=~", Sign::Matches),
        ("!=", Sign::NotEqual),
        ("<=", Sign::LessEqual),
        (">=", Sign::GreaterEqual),
        ("|", Sign::Pipe),
        (",", Sign::Comma),
        ("(", Sign::Open),
        (")", Sign::Close),
        ("[", Sign::OpenList),
        ("]", Sign::CloseList),
        (":", Sign::Colon),
        ("=", Sign::Equal),
        ("<", Sign::Less),
        (">", Sign::Greater),
        ("!", Sign::Bang),
        ("+", Sign::Plus),
        ("-", Sign::Minus),
        ("*", Sign::Star),
        ("/", Sign::Slash),
        ("%", Sign::Percent),
        ("^", Sign::Caret),
    ];

    /// How it is written.
    pub fn spelling(self) -> &'static str {
        Self::ALL.iter().find(|(_, sign)| *sign == self).map_or("", |(spelling, _)| spelling)
    }
}
