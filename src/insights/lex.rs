//! From text to tokens.
//!
//! One rule needs memory: `/` begins a regular expression where a value is awaited (after `like`, `=~`, an
//! operator, a comma or an opening bracket) and at the top level of a `parse` command; elsewhere it divides.

use super::literal;
use super::problem::Problem;
use super::span::Span;
use super::token::{Sign, Token, TokenKind};

/// The tokens of a text and what was wrong with it on the way. Comments and blanks are left out.
pub fn lex(text: &str) -> (Vec<Token>, Vec<Problem>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), problems: Vec::new(), in_parse: false, depth: 0 };
    while lexer.step() {}
    (lexer.tokens, lexer.problems)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    problems: Vec<Problem>,
    /// Whether the command being read is a `parse`.
    in_parse: bool,
    /// Open parentheses.
    depth: usize,
}

impl Lexer<'_> {
    /// Reads one token or skips one blank or comment; false at the end.
    fn step(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        let Some(first) = rest.chars().next() else { return false };
        match first {
            '#' => self.at += rest.find('\n').unwrap_or(rest.len()),
            c if c.is_whitespace() => self.at += c.len_utf8(),
            '"' | '\'' => self.literal(literal::text(rest, first)),
            '/' if self.regex_may_begin() => {
                self.literal(literal::regex(rest));
                self.refuse_flags();
            }
            '{' if rest.starts_with("{{") => self.literal(literal::parameter(rest)),
            '0'..='9' => self.literal(literal::number(rest)),
            c if literal::begins_name(c) => self.literal(literal::name(rest)),
            _ => match Sign::ALL.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
                Some((spelling, sign)) => self.sign(*sign, spelling.len()),
                None => self.push(TokenKind::Strange(first), first.len_utf8()),
            },
        }
        true
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let span = Span::new(self.at, self.at + length);
        self.at = span.end;
        self.tokens.push(Token { kind, span });
    }

    fn literal(&mut self, read: literal::Read) {
        let mut kind = read.kind;
        if let TokenKind::Word(name) = &mut kind {
            name.span = Span::new(self.at, self.at + read.length);
            let begins_command = self.begins_command();
            if begins_command {
                self.in_parse = name.is("parse");
                self.depth = 0;
            }
        }
        if let Some(message) = read.problem {
            let mut problem = Problem::new(Span::new(self.at, self.at + read.length), message);
            problem.help = read.help;
            self.problems.push(problem);
        }
        self.push(kind, read.length);
    }

    fn begins_command(&self) -> bool {
        matches!(self.tokens.last().map(|t| &t.kind), None | Some(TokenKind::Sign(Sign::Pipe)))
    }

    fn sign(&mut self, sign: Sign, length: usize) {
        match sign {
            Sign::Open => self.depth += 1,
            Sign::Close => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.push(TokenKind::Sign(sign), length);
    }

    fn regex_may_begin(&self) -> bool {
        if self.in_parse && self.depth == 0 {
            return true;
        }
        match self.tokens.last().map(|t| &t.kind) {
            Some(TokenKind::Word(name)) => name.is("like"),
            Some(TokenKind::Sign(sign)) => !matches!(sign, Sign::Close | Sign::CloseList | Sign::Star | Sign::Pipe),
            _ => false,
        }
    }

    /// `/x/i`: AWS has no flags behind the slash ("unexpected symbol found i").
    fn refuse_flags(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if length == 0 || !matches!(self.tokens.last().map(|t| &t.kind), Some(TokenKind::Regex(_))) {
            return;
        }
        let flags = rest.get(..length).unwrap_or("");
        let span = Span::new(self.at, self.at + length);
        self.problems.push(
            Problem::new(
                span,
                format!("unexpected symbol found {flags}: a regular expression takes no flags behind its slash"),
            )
            .help(format!("write (?{flags}) right behind the opening slash")),
        );
        self.at = span.end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> String {
        let show = |token: &Token| match &token.kind {
            TokenKind::Word(name) => name.text.clone(),
            TokenKind::Text(text) => format!("'{text}'"),
            TokenKind::Regex(text) => format!("/{text}/"),
            TokenKind::Sign(sign) => sign.spelling().to_owned(),
            TokenKind::Period(period) => format!("P{period}"),
            TokenKind::Number(number) => format!("{number:?}"),
            other => format!("{other:?}"),
        };
        lex(text).0.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_slash_divides_or_opens_a_regex_by_what_stands_before_it() {
        for (text, tokens) in [
            ("stats sum(x)/count(*)*100/2", "stats sum ( x ) / count ( * ) * Int(100) / Int(2)"),
            ("filter a like /b|c/ | limit 1", "filter a like /b|c/ | limit Int(1)"),
            ("filter a =~ /x\\/y/", "filter a =~ /x/y/"),
            ("parse @message /a/ | fields b/c", "parse @message /a/ | fields b / c"),
            ("parse f(a/b) /a/", "parse f ( a / b ) /a/"),
            ("filter a in[1]", "filter a in [ Int(1) ]"),
            ("fields list[1].x, `a-b`.c", "fields list[1].x , a-b.c"),
            ("a-b # c | d\n| e", "a - b | e"),
            ("bin(5mins) 4xx", "bin ( P5m ) 4xx"),
            ("'a\\'b' \"c\\\\d\\n\"", "'a'b' 'c\\d\\n'"),
        ] {
            assert_eq!(kinds(text), tokens, "{text}");
        }
    }

    #[test]
    fn what_has_no_end_is_said_once_with_its_place() {
        for (text, start, end) in [
            ("filter a like \"b | limit 5", 14, 16),
            ("fields `a", 7, 9),
            ("filter a like /b\n| limit 5", 14, 16),
            ("filter a like /b/i", 17, 18),
        ] {
            let problems = lex(text).1;
            assert_eq!(problems.iter().map(|p| (p.start, p.end)).collect::<Vec<_>>(), [(start, end)], "{text}");
        }
    }
}
