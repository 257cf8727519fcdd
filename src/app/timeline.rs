//! The timeline as it lies over the panes: what happened when, as a list or as a picture.

use super::key::{Code, Key};
use crate::diagnosis::timeline::{Bar, Moment, bars, timeline};
use crate::domain::facts::Facts;

/// What the timeline shows, made anew when facts have moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Oldest first.
    pub moments: Vec<Moment>,
    pub bars: Vec<Bar>,
    pub picture: bool,
    /// Whether long rows of the list are wrapped instead of cut.
    pub whole: bool,
    /// Lines above the first shown, counted from the end in the list, where the newest is, and from the start in
    /// the picture.
    pub scroll: usize,
    /// Lines there is room for, as the screen last said.
    pub room: Option<usize>,
}

impl Timeline {
    /// The newest moments first in sight.
    pub fn new(facts: &Facts) -> Self {
        Self { moments: timeline(facts), bars: bars(facts), picture: false, whole: false, scroll: 0, room: None }
    }

    /// Takes what has come in since; where the person looks stays.
    pub fn renew(&mut self, facts: &Facts) {
        let before = self.moments.len();
        self.moments = timeline(facts);
        self.bars = bars(facts);
        // Counted from the end: what came below pushes what is looked at up.
        if !self.picture && self.scroll > 0 {
            self.scroll += self.moments.len().saturating_sub(before);
        }
    }

    /// Takes a key; none when it closes.
    pub fn key(mut self, key: Key) -> Option<Self> {
        // A page leaves one line of the last in sight; before the first frame it is ours to choose.
        let page = self.room.map_or(10, |room| room.saturating_sub(1).max(1));
        let (up, down): (usize, usize) = match key.code {
            Code::Char('q' | 'T') => return None,
            Code::Enter => {
                self.whole = !self.whole;
                return Some(self);
            }
            Code::Tab | Code::BackTab | Code::Char('p') => {
                self.picture = !self.picture;
                self.scroll = 0;
                return Some(self);
            }
            Code::Up | Code::Char('k') => (1, 0),
            Code::Down | Code::Char('j') => (0, 1),
            Code::Char('b') if key.ctrl => (page, 0),
            Code::Char('f') if key.ctrl => (0, page),
            Code::PageUp => (page, 0),
            Code::PageDown | Code::Char(' ') => (0, page),
            Code::Home | Code::Char('g') => (usize::MAX, 0),
            Code::End | Code::Char('G') => (0, usize::MAX),
            _ => (0, 0),
        };
        let last = if self.picture { self.bars.len() } else { self.moments.len() }.saturating_sub(1);
        let (more, less) = if self.picture { (down, up) } else { (up, down) };
        self.scroll = self.scroll.saturating_add(more).min(last).saturating_sub(less);
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::timeline::Weight;
    use crate::diagnosis::verdict::EvidenceSource;
    use crate::domain::{Text, Timestamp};

    fn shown(moments: usize) -> Timeline {
        let moment = Moment {
            at: Timestamp::UNIX_EPOCH,
            last: Timestamp::UNIX_EPOCH,
            times: 1,
            source: EvidenceSource::Task,
            about: Text::new("web:8"),
            words: Text::new("a task runs"),
            weight: Weight::Step,
        };
        Timeline { moments: vec![moment; moments], bars: vec![], picture: false, whole: false, scroll: 0, room: None }
    }

    #[test]
    fn the_newest_is_in_sight_and_up_goes_back_in_time() {
        let mut timeline = shown(30);
        timeline.room = Some(20);
        for (key, scroll) in [
            (Key::char('k'), 1),
            (Key::plain(Code::PageUp), 20),
            (Key::char('j'), 19),
            (Key::char('g'), 29),
            (Key::char('k'), 29),
            (Key::char('G'), 0),
        ] {
            timeline = timeline.key(key).expect("stays open");
            assert_eq!(timeline.scroll, scroll, "after {key}");
        }
        let picture = timeline.key(Key::plain(Code::Tab)).expect("stays open");
        assert!(picture.picture && picture.scroll == 0);
        let whole = picture.key(Key::plain(Code::Enter)).expect("Enter does not close");
        assert!(whole.whole);
        assert_eq!(whole.key(Key::char('T')), None);
    }
}
