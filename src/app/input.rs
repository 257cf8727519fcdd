//! Text being typed: a filter, a name, a query.

use super::key::{Code, Key};
use crate::domain::Text;
use tui_textarea::{CursorMove, TextArea};

/// A text field. What is pasted into it is made safe first.
#[derive(Clone, Debug)]
pub struct Input {
    area: TextArea<'static>,
    lines: Lines,
}

/// How many lines a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    One,
    Many,
}

/// Logs Insights' own limit for a query, in characters; names are shorter still.
const LONGEST: usize = 10_000;

impl Input {
    pub fn new(lines: Lines, text: &str) -> Self {
        let mut input = Self { area: TextArea::default(), lines };
        input.set(text);
        input
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        self.area = TextArea::new(text.lines().map(str::to_owned).collect());
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
    }

    /// The text, lines joined by newlines.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// The text area, for drawing.
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    /// Takes a key that types or moves. The caller has taken Enter and Esc where they mean something else.
    pub fn key(&mut self, key: Key) {
        use tui_textarea::Key as K;
        let code = match key.code {
            Code::Char(c) if self.has_room(c.len_utf8()) || key.ctrl || key.alt => K::Char(c),
            Code::Enter if self.lines == Lines::Many => K::Enter,
            Code::Backspace => K::Backspace,
            Code::Delete => K::Delete,
            Code::Up if self.lines == Lines::Many => K::Up,
            Code::Down if self.lines == Lines::Many => K::Down,
            Code::Left => K::Left,
            Code::Right => K::Right,
            Code::Home => K::Home,
            Code::End => K::End,
            _ => return,
        };
        // Ctrl-m and Ctrl-j are Enter in another coat.
        if self.lines == Lines::One && key.ctrl && matches!(key.code, Code::Char('m' | 'j')) {
            return;
        }
        self.area.input(tui_textarea::Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: false });
    }

    /// Takes pasted text: made safe, one line where only one fits, cut at the limit.
    pub fn paste(&mut self, pasted: &str) {
        let room = LONGEST.saturating_sub(self.text().len());
        let mut safe = match self.lines {
            Lines::One => Text::new(pasted.lines().next().unwrap_or_default()).as_str().to_owned(),
            Lines::Many => {
                pasted.lines().map(|line| Text::new(line).as_str().to_owned()).collect::<Vec<_>>().join("\n")
            }
        };
        let cut = safe.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last();
        safe.truncate(cut.unwrap_or(0));
        self.area.insert_str(safe);
    }

    fn has_room(&self, bytes: usize) -> bool {
        self.text().len() + bytes <= LONGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_one_safe_line_where_only_one_fits() {
        let mut input = Input::new(Lines::One, "che");
        input.paste("ck\u{1b}[2Jout\ny\n");
        assert_eq!(input.text(), "check␛[2Jout");
    }

    #[test]
    fn a_megabyte_is_cut_at_the_limit_between_characters() {
        let mut input = Input::new(Lines::Many, "");
        input.paste(&"é".repeat(600_000));
        assert_eq!(input.text().len(), LONGEST);
        input.key(Key::char('x'));
        assert_eq!(input.text().len(), LONGEST);
    }

    #[test]
    fn a_field_of_one_line_stays_one_line() {
        let mut input = Input::new(Lines::One, "a");
        for key in [Key::plain(Code::Enter), Key::ctrl('m'), Key::ctrl('j'), Key::char('b')] {
            input.key(key);
        }
        assert_eq!(input.text(), "ab");
    }
}
