//! The tokens with an inside: strings, regular expressions, names, numbers.

use super::commands::is_command;
use super::span::Span;
use super::token::TokenKind;
use super::tree::{Name, Number, Part, Period, Unit};

/// What was read at the beginning of a text.
pub struct Read {
    /// The token.
    pub kind: TokenKind,
    /// How many bytes it takes.
    pub length: usize,
    /// What is wrong with it.
    pub problem: Option<&'static str>,
    /// What to do about that.
    pub help: Option<String>,
}

impl Read {
    fn good(kind: TokenKind, length: usize) -> Read {
        Read { kind, length, problem: None, help: None }
    }

    fn bad(length: usize, problem: &'static str, help: &str) -> Read {
        Read { kind: TokenKind::Unfinished, length, problem: Some(problem), help: Some(help.to_owned()) }
    }
}

/// Reads a string. Inside, a backslash before the same quote or before a backslash stands for that character;
/// any other backslash is itself (our choice: AWS documents no escapes).
pub fn text(rest: &str, quote: char) -> Read {
    let mut inside = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' => match letters.next_if(|(_, next)| *next == quote || *next == '\\') {
                Some((_, escaped)) => inside.push(escaped),
                None => inside.push('\\'),
            },
            c if c == quote => return Read::good(TokenKind::Text(inside), at + c.len_utf8()),
            c => inside.push(c),
        }
    }
    Read::bad(guessed_end(rest), "this string has no closing quote", &format!("add {quote} where the string ends"))
}

/// Reads a regular expression; `\/` is a slash, line breaks are allowed.
pub fn regex(rest: &str) -> Read {
    let mut inside = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some((_, '/')) => inside.push('/'),
                Some((_, other)) => inside.extend(['\\', other]),
                None => break,
            },
            '/' => return Read::good(TokenKind::Regex(inside), at + 1),
            c => inside.push(c),
        }
    }
    Read::bad(
        guessed_end(rest),
        "this regular expression has no closing /",
        "add / where it ends; write \\/ for a slash inside",
    )
}

/// Where an unfinished literal is taken to end, so that what follows can still be read: before the next pipe with
/// a command behind it, at the line's end, or at the end.
fn guessed_end(rest: &str) -> usize {
    let line = rest.find('\n').unwrap_or(rest.len());
    let pipe = rest.match_indices('|').map(|(at, _)| at).find(|at| {
        let behind = rest.get(at + 1..).unwrap_or("").trim_start();
        let word: String = behind.chars().take_while(|c| c.is_alphanumeric()).collect();
        is_command(&word)
    });
    let end = pipe.map_or(line, |pipe| pipe.min(line));
    let cut = rest.get(..end).unwrap_or(rest);
    cut.trim_end().len().max(1)
}

/// Reads `{{name}}`.
pub fn parameter(rest: &str) -> Read {
    let Some(end) = rest.find("}}") else {
        return Read::bad(2, "this parameter has no closing }}", "write {{name}}");
    };
    let name = rest.get(2..end).unwrap_or("").trim();
    let first = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if first && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Read::good(TokenKind::Parameter(name.to_owned()), end + 2);
    }
    Read::bad(end + 2, "this is no name of a parameter", "use letters, digits and _, not a digit first")
}

/// Reads a number, a period, or a name which begins with a digit.
pub fn number(rest: &str) -> Read {
    let digits = |from: usize| rest.bytes().skip(from).take_while(u8::is_ascii_digit).count();
    let whole = digits(0);
    let mut length = whole;
    if rest.get(whole..).is_some_and(|r| r.starts_with('.')) && digits(whole + 1) > 0 {
        length += 1 + digits(whole + 1);
    }
    let tail: String =
        rest.chars().skip(length).take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '@')).collect();
    let exponent =
        tail.strip_prefix(['e', 'E']).is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()));
    if exponent {
        length += tail.len();
    } else if !tail.is_empty() {
        let count = rest.get(..whole).and_then(|w| w.parse::<u32>().ok());
        return match (Unit::read(&tail), count) {
            (Some(unit), Some(count)) if length == whole => {
                Read::good(TokenKind::Period(Period { count, unit }), length + tail.len())
            }
            _ => name(rest),
        };
    }
    match rest.get(..length).and_then(Number::read) {
        Some(number) => Read::good(TokenKind::Number(number), length),
        None => Read::bad(length.max(1), "this number is too large", "use a smaller number"),
    }
}

/// Whether a name can begin with this character.
pub fn begins_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '@' | '`')
}

/// Reads a name: letters, digits, `_`, `@` and dots, parts in backticks, and list indexes.
pub fn name(rest: &str) -> Read {
    let mut name = Name { text: String::new(), parts: Vec::new(), quoted: false, span: Span::default() };
    let mut key = String::new();
    let mut at = 0;
    while let Some(c) = rest.get(at..).and_then(|r| r.chars().next()) {
        let behind = rest.get(at + c.len_utf8()..).unwrap_or("");
        match c {
            '`' => {
                let Some(end) =
                    behind.find(['`', '\n']).filter(|end| behind.get(*end..).is_some_and(|b| b.starts_with('`')))
                else {
                    return Read::bad(
                        at + guessed_end(rest.get(at..).unwrap_or("")),
                        "this name has no closing backtick",
                        "add ` where the name ends",
                    );
                };
                let inside = behind.get(..end).unwrap_or("");
                name.quoted = true;
                name.text.push_str(inside);
                key.push_str(inside);
                at += end + 2;
            }
            '.' if !key.is_empty() || !name.parts.is_empty() => {
                if !behind.chars().next().is_some_and(|n| n.is_alphanumeric() || matches!(n, '_' | '@' | '`')) {
                    break;
                }
                if !key.is_empty() {
                    name.parts.push(Part::Key(std::mem::take(&mut key)));
                }
                name.text.push('.');
                at += 1;
            }
            '[' if !name.is("in") => {
                let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
                let index = behind.get(..digits).and_then(|d| d.parse::<usize>().ok());
                let (Some(index), true) = (index, behind.get(digits..).is_some_and(|b| b.starts_with(']'))) else {
                    break;
                };
                if !key.is_empty() {
                    name.parts.push(Part::Key(std::mem::take(&mut key)));
                }
                name.parts.push(Part::Index(index));
                name.text.push_str(&format!("[{index}]"));
                at += digits + 2;
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '@') => {
                name.text.push(c);
                key.push(c);
                at += c.len_utf8();
            }
            _ => break,
        }
    }
    if !key.is_empty() || name.parts.is_empty() {
        name.parts.push(Part::Key(key));
    }
    if name.text.is_empty() {
        return Read::bad(at.max(1), "there is no name between these backticks", "write the field's name between them");
    }
    Read::good(TokenKind::Word(name), at)
}
