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

    /// Where the cursor is, in bytes of the text.
    pub fn offset(&self) -> usize {
        let cursor = self.area.cursor();
        let (row, column) = (cursor.0, cursor.1);
        let above: usize = self.area.lines().iter().take(row).map(|line| line.len() + 1).sum();
        let before = self.area.lines().get(row).map_or(0, |line| line.chars().take(column).map(char::len_utf8).sum());
        above + before
    }

    /// Puts `text` in place of the bytes from `start` to `end`; the cursor goes behind it. A range that does not fit
    /// changes nothing.
    pub fn replace(&mut self, start: usize, end: usize, text: &str) {
        let whole = self.text();
        let (Some(before), Some(after)) = (whole.get(..start), whole.get(end..)) else { return };
        if start > end || before.len() + text.len() + after.len() > LONGEST {
            return;
        }
        let ahead = format!("{before}{text}");
        let row = ahead.matches('\n').count();
        let column = ahead.rsplit('\n').next().unwrap_or_default().chars().count();
        self.area = TextArea::new(format!("{ahead}{after}").split('\n').map(str::to_owned).collect());
        let cell = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(cell(row), cell(column)));
    }

    pub fn is_on_first_line(&self) -> bool {
        self.area.cursor().0 == 0
    }

    pub fn is_on_last_line(&self) -> bool {
        self.area.cursor().0 + 1 >= self.area.lines().len()
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
        // As a shell has it; the field's own meaning is to undo.
        if self.lines == Lines::One && key.ctrl && key.code == Code::Char('u') {
            self.area.delete_line_by_head();
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
    fn what_is_replaced_leaves_the_cursor_behind_it() {
        let mut input = Input::new(Lines::Many, "fields é\nfil | x");
        for key in [Code::Home, Code::Right, Code::Right, Code::Right] {
            input.key(Key::plain(key));
        }
        assert_eq!(input.offset(), "fields é\nfil".len());
        input.replace("fields é\n".len(), input.offset(), "filter");
        assert_eq!((input.text().as_str(), input.offset()), ("fields é\nfilter | x", "fields é\nfilter".len()));
        input.replace(8, 2, "no");
        assert_eq!(input.text(), "fields é\nfilter | x");
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
