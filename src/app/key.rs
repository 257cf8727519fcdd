//! A key press as the core sees it, without the terminal library's types.

use std::fmt;

/// A key with its modifiers. Shift is part of the character (`A`), or of the name (`BackTab`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
}

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// A function key, by number.
    F(u8),
}

/// Names of the keys that are no characters, as the keymap file spells them.
const NAMES: [(&str, Code); 16] = [
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("shift-tab", Code::BackTab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("space", Code::Char(' ')),
    ("minus", Code::Char('-')),
];

impl Key {
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// Whether it only moves what is seen, in any dialog.
    pub const fn moves(self) -> bool {
        matches!(self.code, Code::Up | Code::Down | Code::PageUp | Code::PageDown | Code::Home | Code::End)
    }

    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// Reads a key as the keymap file spells it: `q`, `A`, `ctrl-c`, `alt-enter`, `shift-tab`, `f1`.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(rest) = word.strip_prefix("ctrl-") {
            return Self::parse(rest).map(|key| Self { ctrl: true, ..key });
        }
        if let Some(rest) = word.strip_prefix("alt-") {
            return Self::parse(rest).map(|key| Self { alt: true, ..key });
        }
        if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == word) {
            return Some(Self::plain(*code));
        }
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Some(Self::char(c)),
            (Some('f'), Some(_)) => word[1..].parse().ok().map(|n| Self::plain(Code::F(n))),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match (self.ctrl, self.alt) {
            (true, true) => "ctrl-alt-",
            (true, false) => "ctrl-",
            (false, true) => "alt-",
            (false, false) => "",
        };
        f.write_str(prefix)?;
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, Code::F(n)) => write!(f, "f{n}"),
            (None, _) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_as_it_is_written() {
        for word in ["q", "A", "ctrl-c", "alt-enter", "shift-tab", "f1", "space", "?", ":", "pgdn", "minus"] {
            assert_eq!(Key::parse(word).map(|key| key.to_string()).as_deref(), Some(word));
        }
        assert_eq!(Key::parse("bogus"), None);
    }
}
