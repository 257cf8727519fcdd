//! The reading head of the parser: looks at tokens, takes them, and says what is missing.

use crate::insights::nearest::nearest;
use crate::insights::problem::Problem;
use crate::insights::span::Span;
use crate::insights::token::{Sign, Token, TokenKind};
use crate::insights::tree::{Name, Query};

/// Reading of one command has stopped; its problem has been noted.
pub struct Stop;

/// What reading gives.
pub type Reading<T> = Result<T, Stop>;

/// How deep expressions may nest; far beyond any query a person writes, well within a thread's stack.
pub const DEEPEST: usize = 64;

/// The reading head.
pub struct Cursor<'a> {
    /// The query's text.
    pub text: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    /// What was wrong so far.
    pub problems: Vec<Problem>,
    /// Subqueries met so far.
    pub subqueries: Vec<Query>,
    /// Reads a subquery behind its opening parenthesis. A pointer, since expressions hold queries and queries
    /// expressions, and files here do not import each other in a circle.
    pub subquery: fn(&mut Cursor<'a>) -> Reading<Query>,
}

impl<'a> Cursor<'a> {
    /// At the beginning of the tokens of `text`.
    pub fn new(text: &'a str, tokens: &'a [Token], subquery: fn(&mut Cursor<'a>) -> Reading<Query>) -> Self {
        Self { text, tokens, at: 0, depth: 0, problems: Vec::new(), subqueries: Vec::new(), subquery }
    }

    /// The token at the head; none at the end.
    pub fn peek(&self) -> Option<&'a TokenKind> {
        self.peek_at(0)
    }

    /// The token `ahead` places behind the head.
    pub fn peek_at(&self, ahead: usize) -> Option<&'a TokenKind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    /// Goes on by one token.
    pub fn advance(&mut self) {
        self.at += 1;
    }

    /// Where the token at the head stands; at the end, what is behind the last token.
    pub fn here(&self) -> Span {
        match self.tokens.get(self.at) {
            Some(token) => token.span,
            None => Span::new(self.last().end, self.text.len()),
        }
    }

    /// Where the token before the head stands.
    pub fn last(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at).or(self.tokens.last()));
        before.map_or(Span::default(), |token| token.span)
    }

    /// Whether the token at the head follows the one before it without a blank.
    pub fn touches(&self) -> bool {
        self.last().end == self.here().start
    }

    /// Whether a word stands `ahead` places behind the head.
    pub fn word_at(&self, ahead: usize, word: &str) -> bool {
        matches!(self.peek_at(ahead), Some(TokenKind::Word(name)) if name.is(word))
    }

    /// Whether a sign stands `ahead` places behind the head.
    pub fn sign_at(&self, ahead: usize, sign: Sign) -> bool {
        matches!(self.peek_at(ahead), Some(TokenKind::Sign(found)) if *found == sign)
    }

    /// Takes the word if it is next.
    pub fn take_word(&mut self, word: &str) -> bool {
        let found = self.word_at(0, word);
        self.at += usize::from(found);
        found
    }

    /// Takes the sign if it is next.
    pub fn take_sign(&mut self, sign: Sign) -> bool {
        let found = self.sign_at(0, sign);
        self.at += usize::from(found);
        found
    }

    /// Takes `word=` if it is next.
    pub fn take_option(&mut self, word: &str) -> bool {
        let found = self.word_at(0, word) && self.sign_at(1, Sign::Equal);
        self.at += if found { 2 } else { 0 };
        found
    }

    /// Whether the command ends here: at a pipe, a closing parenthesis or the end.
    pub fn at_end(&self) -> bool {
        matches!(self.peek(), None | Some(TokenKind::Sign(Sign::Pipe | Sign::Close)))
    }

    /// Takes the sign or says what it was needed for.
    pub fn expect_sign(&mut self, sign: Sign, whereto: &str) -> Reading<()> {
        if self.take_sign(sign) {
            return Ok(());
        }
        self.expected(&format!("`{}` {whereto}", sign.spelling()))
    }

    /// Takes the word or says that it is needed, pointing out a slip of spelling.
    pub fn expect_word(&mut self, word: &str, whereto: &str) -> Reading<()> {
        if self.take_word(word) {
            return Ok(());
        }
        let slip = match self.peek() {
            Some(TokenKind::Word(name)) => nearest(&name.text, [word]).map(|word| format!("did you mean `{word}`?")),
            _ => None,
        };
        self.expected_with(&format!("`{word}` {whereto}"), slip)
    }

    /// Takes a name or says what it would be.
    pub fn expect_name(&mut self, what: &str) -> Reading<Name> {
        match self.peek() {
            Some(TokenKind::Word(name)) => {
                self.advance();
                Ok(name.clone())
            }
            // `as 5m` and the like: what looks like a period is a name where only a name can stand.
            Some(TokenKind::Period(_)) => {
                let span = self.here();
                self.advance();
                let text = span.of(self.text).to_owned();
                Ok(Name { parts: vec![crate::insights::tree::Part::Key(text.clone())], text, quoted: false, span })
            }
            Some(TokenKind::Text(text)) if !text.is_empty() => {
                let help = format!("names are not quoted; names with other characters stand in backticks: `{text}`");
                self.expected_with(what, Some(help))
            }
            _ => self.expected(what),
        }
    }

    /// Names with commas between them.
    pub fn expect_names(&mut self, what: &str) -> Reading<Vec<Name>> {
        let mut names = vec![self.expect_name(what)?];
        while self.take_sign(Sign::Comma) {
            names.push(self.expect_name(what)?);
        }
        Ok(names)
    }

    /// `as name`, if it is there.
    pub fn alias(&mut self) -> Reading<Option<Name>> {
        if !self.take_word("as") {
            return Ok(None);
        }
        self.expect_name("a name after `as`").map(Some)
    }

    /// Notes that something else was expected at the head, and stops.
    pub fn expected<T>(&mut self, what: &str) -> Reading<T> {
        self.expected_with(what, None)
    }

    /// The same, with advice.
    pub fn expected_with<T>(&mut self, what: &str, help: Option<String>) -> Reading<T> {
        let span = self.here();
        let message = match self.peek() {
            // The lexer has said what is wrong with it.
            Some(TokenKind::Unfinished) => return Err(Stop),
            None => format!("the query ends where {what} is expected"),
            Some(TokenKind::Sign(Sign::Pipe)) => format!("the command ends where {what} is expected"),
            Some(_) => format!("unexpected symbol found {}: expected {what}", shorten(span.of(self.text))),
        };
        let mut problem = Problem::new(span, message);
        problem.help = help;
        self.problems.push(problem);
        Err(Stop)
    }

    /// Notes a problem at a place and stops.
    pub fn refuse<T>(&mut self, span: Span, message: &str, help: &str) -> Reading<T> {
        self.problems.push(Problem::new(span, message).help(help));
        Err(Stop)
    }

    /// Reads one level deeper; beyond the limit it is refused.
    pub fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Reading<T>) -> Reading<T> {
        if self.depth >= DEEPEST {
            let message = format!("this expression is nested deeper than {DEEPEST} levels");
            return self.refuse(self.here(), &message, "split it over several commands");
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Skips to where the next command begins: past what could not be read, up to a pipe or the end; inside a
    /// subquery also up to its closing parenthesis.
    pub fn recover(&mut self, in_subquery: bool) {
        let mut open = 0_usize;
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Sign(Sign::Pipe) => return,
                TokenKind::Sign(Sign::Open) => open += 1,
                TokenKind::Sign(Sign::Close) if open == 0 && in_subquery => return,
                TokenKind::Sign(Sign::Close) => open = open.saturating_sub(1),
                _ => {}
            }
            self.advance();
        }
    }
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
