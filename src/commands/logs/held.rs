//! Lines that are held back until all that was there has been read, to be written in the order of time.

use crate::domain::log_joint::LogLine;

/// Lines held back at most; with more, those there are are written as they stand. Our choice.
const MOST: usize = 200_000;

/// Windows of Logs Insights are read from their end, newest first: what they tell of the past is put in order first.
#[derive(Debug, Default)]
pub struct Held {
    is_on: bool,
    is_over: bool,
    lines: Vec<LogLine>,
}

impl Held {
    /// Holds back what comes from now on, unless all was let go before.
    pub fn begin(&mut self) {
        self.is_on = !self.is_over;
    }

    /// Takes lines; those that may be written now.
    pub fn take(&mut self, lines: Vec<LogLine>) -> Vec<LogLine> {
        if !self.is_on {
            return lines;
        }
        self.lines.extend(lines);
        if self.lines.len() > MOST { self.release() } else { Vec::new() }
    }

    /// Lets go what there is, oldest first, and holds back no more.
    pub fn release(&mut self) -> Vec<LogLine> {
        (self.is_on, self.is_over) = (false, true);
        self.lines.sort_by_key(|line| line.record.at);
        std::mem::take(&mut self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::LogRecord;
    use crate::domain::{Text, Timestamp};

    fn lines(times: &[i64]) -> Vec<LogLine> {
        let text = |words: &str| Text::new(words);
        let record = |ms: &i64| LogRecord {
            id: text(""),
            group: text("/lab/web"),
            at: Timestamp::from_millisecond(*ms).expect("valid"),
            ingested_at: None,
            stream: text("web/1"),
            message: text("said"),
        };
        times.iter().map(|ms| LogLine { record: record(ms), late: false, row: None }).collect()
    }

    #[test]
    fn what_is_read_from_its_end_is_let_go_in_order_and_what_comes_after_at_once() {
        let mut held = Held::default();
        assert_eq!(held.take(lines(&[5])), lines(&[5]), "nothing is held back that nobody asked to");
        held.begin();
        assert!(held.take(lines(&[30, 40])).is_empty() && held.take(lines(&[10, 20])).is_empty());
        assert_eq!(held.release(), lines(&[10, 20, 30, 40]));
        held.begin();
        assert_eq!(held.take(lines(&[60, 50])), lines(&[60, 50]), "a later change of the way holds nothing back");
    }

    #[test]
    fn too_much_to_keep_is_let_go() {
        let mut held = Held::default();
        held.begin();
        assert!(held.take(lines(&vec![1; MOST])).is_empty());
        assert_eq!((held.take(lines(&[0])).len(), held.take(lines(&[2])).len()), (MOST + 1, 1));
    }
}
