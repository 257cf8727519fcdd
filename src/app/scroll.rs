//! Where a long text is scrolled to.

use super::key::{Code, Key};

/// The first line shown, with what the screen last said of the text: how many lines it takes once wrapped, and how
/// many of them fit. Only the screen knows these; without them a page and the end could not be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    at: usize,
    drawn: Option<Drawn>,
    /// Goes to the marked line with the next frame.
    seeks: bool,
}

/// What the screen found when it drew a long text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Lines of the text as wrapped.
    pub lines: usize,
    /// Lines there is room for.
    pub room: usize,
    /// The line that is looked for.
    pub marked: Option<usize>,
}

impl Drawn {
    /// The first line shown when the last is.
    fn last(self) -> usize {
        self.lines.saturating_sub(self.room)
    }
}

/// Lines of a page before the first frame (our choice).
const PAGE: usize = 10;

impl Scroll {
    /// At a line, before the first frame.
    pub fn at(at: usize) -> Self {
        Self { at, ..Self::default() }
    }

    /// Wherever the marked line turns out to be.
    pub fn to_mark() -> Self {
        Self { seeks: true, ..Self::default() }
    }

    /// The first line to show, never past the end.
    pub fn first(self, drawn: Drawn) -> usize {
        let at = drawn.marked.filter(|_| self.seeks).map_or(self.at, |at| at.saturating_sub(drawn.room / 3));
        at.min(drawn.last())
    }

    /// Whether there is more of it than there was room for.
    pub fn is_longer(self) -> bool {
        self.drawn.is_some_and(|drawn| drawn.lines > drawn.room)
    }

    /// Takes what the screen found.
    pub fn learn(&mut self, drawn: Drawn) {
        self.at = self.first(drawn);
        self.drawn = Some(drawn);
        self.seeks = false;
    }

    /// Takes a key; none for one that closes. A page leaves one line of the last in sight.
    pub fn key(self, key: Key) -> Option<Self> {
        let page = self.drawn.map_or(PAGE, |drawn| drawn.room.saturating_sub(1).max(1));
        let at = match key.code {
            Code::Char('q' | '?') | Code::Enter => return None,
            Code::Up | Code::Char('k') => self.at.saturating_sub(1),
            Code::Down | Code::Char('j') => self.at.saturating_add(1),
            Code::Char('b') if key.ctrl => self.at.saturating_sub(page),
            Code::Char('f') if key.ctrl => self.at.saturating_add(page),
            Code::PageUp => self.at.saturating_sub(page),
            Code::PageDown | Code::Char(' ') => self.at.saturating_add(page),
            Code::Home | Code::Char('g') => 0,
            Code::End | Code::Char('G') => usize::MAX,
            _ => self.at,
        };
        Some(Self { at: self.drawn.map_or(at, |drawn| at.min(drawn.last())), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_skips_no_line_and_the_end_is_the_end() {
        let drawn = Drawn { lines: 50, room: 20, marked: None };
        let mut scroll = Scroll::default();
        scroll.learn(drawn);
        for (key, first) in [
            (Key::plain(Code::PageDown), 19),
            (Key::char('j'), 20),
            (Key::plain(Code::PageDown), 30),
            (Key::plain(Code::PageDown), 30),
            (Key::plain(Code::PageUp), 11),
            (Key::char('G'), 30),
            (Key::char('k'), 29),
            (Key::char('g'), 0),
            (Key::char('k'), 0),
        ] {
            scroll = scroll.key(key).expect("stays open");
            assert_eq!(scroll.first(drawn), first, "after {key}");
        }
        scroll = scroll.key(Key::char('G')).expect("stays open");
        // A larger window: nothing past the end, and the next key moves at once.
        scroll.learn(Drawn { lines: 50, room: 40, marked: None });
        assert_eq!(scroll.key(Key::char('k')).map(|s| s.first(Drawn { lines: 50, room: 40, marked: None })), Some(9));
        assert_eq!(scroll.key(Key::plain(Code::Enter)), None);
    }

    #[test]
    fn a_text_that_fits_does_not_move() {
        let drawn = Drawn { lines: 5, room: 20, marked: None };
        let mut scroll = Scroll::default();
        scroll.learn(drawn);
        assert_eq!(scroll.key(Key::plain(Code::PageDown)).map(|s| s.first(drawn)), Some(0));
        assert_eq!(Scroll::at(99).first(drawn), 0);
    }
}
