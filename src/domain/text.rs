//! Text from outside, made safe to show. The one way from an untrusted string to the screen, a report or an
//! error: no control, escape, direction or invisible character passes, and each leaves a visible mark.

use std::fmt::{self, Write};
use std::sync::Arc;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Untrusted text with the form of it that is safe to show.
///
/// It shows, prints and serialises as the safe form. [`Text::raw`] is for comparing and for sending back to
/// AWS, never for showing. Order and equality are those of the raw text, byte by byte.
#[derive(Clone)]
pub struct Text {
    safe: Arc<str>,
    /// Present only where it differs from the safe form.
    raw: Option<Arc<str>>,
}

/// Longest safe form in bytes; the rest is counted in a marker. Reasons from AWS are at most a few
/// thousand characters, log lines up to a megabyte.
const LONGEST: usize = 16 * 1024;
/// Marks kept on one base character.
const MARKS: usize = 4;
const TAB: usize = 8;

impl Text {
    /// Takes text as it came.
    pub fn new(untrusted: impl AsRef<str>) -> Self {
        let raw = untrusted.as_ref();
        if raw.len() <= LONGEST && raw.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Self { safe: raw.into(), raw: None };
        }
        let safe = make_safe(raw);
        if safe == raw {
            return Self { safe: safe.into(), raw: None };
        }
        Self { safe: safe.into(), raw: Some(raw.into()) }
    }

    /// Takes bytes that should be UTF-8; those that are not show as `\x9B`.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                let _ = write!(text, "\\x{byte:02X}");
            }
        }
        Self::new(text)
    }

    /// The safe form: one line, no controls, bounded.
    pub fn as_str(&self) -> &str {
        &self.safe
    }

    /// The text as it came. For comparing and for calls, never for showing.
    pub fn raw(&self) -> &str {
        self.raw.as_deref().unwrap_or(&self.safe)
    }

    /// Whether the safe form differs from what came: a name that does deserves a second look.
    pub fn is_altered(&self) -> bool {
        self.raw.is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.raw().is_empty()
    }

    /// The text line by line, each line safe: for panes that show a record whole.
    pub fn lines(&self) -> impl Iterator<Item = Text> + '_ {
        self.raw().lines().map(Text::new)
    }
}

/// Columns a text takes in a terminal.
pub fn columns(text: &str) -> usize {
    text.width()
}

fn make_safe(raw: &str) -> String {
    let trimmed = raw.strip_suffix('\n').unwrap_or(raw);
    let trimmed = trimmed.strip_suffix('\r').unwrap_or(trimmed);
    let mut safe = String::with_capacity(trimmed.len().min(LONGEST));
    let (mut column, mut marks, mut surplus) = (0_usize, 0_usize, 0_usize);
    for (at, c) in trimmed.char_indices() {
        if safe.len() >= LONGEST {
            flush_surplus(&mut safe, &mut surplus);
            let _ = write!(safe, "… (+{} bytes)", trimmed.len() - at);
            return safe;
        }
        let before = safe.len();
        match c {
            '\u{fe00}'..='\u{fe0f}' => continue, // variation selectors: terminals disagree on their width
            _ if is_combining(c) => {
                marks += 1;
                if marks > MARKS {
                    surplus += 1;
                } else {
                    safe.push(c);
                }
                continue;
            }
            _ => {}
        }
        marks = 0;
        flush_surplus(&mut safe, &mut surplus);
        match c {
            '\t' => {
                let width = TAB - column % TAB;
                safe.extend(std::iter::repeat_n(' ', width));
                column += width;
                continue;
            }
            '\u{0}'..='\u{1f}' => safe.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7f}' => safe.push('\u{2421}'),
            _ if is_hidden(c) => {
                let _ = write!(safe, "<U+{:04X}>", u32::from(c));
            }
            _ => safe.push(c),
        }
        column += safe[before..].chars().filter_map(UnicodeWidthChar::width).sum::<usize>();
    }
    flush_surplus(&mut safe, &mut surplus);
    safe
}

fn flush_surplus(safe: &mut String, surplus: &mut usize) {
    if *surplus > 0 {
        let _ = write!(safe, "<+{surplus} marks>");
        *surplus = 0;
    }
}

/// A mark drawn on the character before it.
fn is_combining(c: char) -> bool {
    !is_hidden(c) && !c.is_ascii() && c.width() == Some(0)
}

/// Characters that change how others are drawn, or that are drawn as nothing.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' // C1 controls
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' // zero width, direction marks
        | '\u{2028}'..='\u{202e}' // line separators, direction embedding
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}') // tags, supplementary variation selectors
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.safe)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.safe, f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw().cmp(other.raw())
    }
}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.raw().hash(state);
    }
}

impl From<&str> for Text {
    fn from(untrusted: &str) -> Self {
        Self::new(untrusted)
    }
}

impl From<String> for Text {
    fn from(untrusted: String) -> Self {
        Self::new(untrusted)
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.safe)
    }
}

impl<'de> serde::Deserialize<'de> for Text {
    /// Through [`Text::new`], as all text from outside.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        for (came, shown) in [
            ("plain text", "plain text"),
            ("\u{1b}[2Jgone", "␛[2Jgone"),
            ("\u{1b}]52;c;ZXZpbA==\u{7}", "␛]52;c;ZXZpbA==␇"),
            ("\u{1b}]8;;http://evil\u{1b}\\good\u{1b}]8;;\u{1b}\\", "␛]8;;http://evil␛\\good␛]8;;␛\\"),
            ("a\u{9b}6n", "a<U+009B>6n"),
            ("a\rb\u{8}c\u{b}d\u{c}e\0f\u{7f}", "a␍b␈c␋d␌e␀f␡"),
            ("one\ntwo\n", "one␊two"),
            ("user\u{202e}nimda", "user<U+202E>nimda"),
            ("check\u{200b}out", "check<U+200B>out"),
            ("x\u{e0041}\u{2028}y", "x<U+E0041><U+2028>y"),
            ("a\tb", "a       b"),
            ("12345678\tb", "12345678        b"),
            ("{} %s [red] **b**", "{} %s [red] **b**"),
            ("日本 é", "日本 é"),
        ] {
            assert_eq!(Text::new(came).as_str(), shown);
            assert_eq!(Text::new(came).raw(), came);
        }
    }

    #[test]
    fn marks_are_capped_and_counted() {
        let text = Text::new(format!("e{}x", "\u{301}".repeat(100_000)));
        assert_eq!(text.as_str(), format!("e{}<+99996 marks>x", "\u{301}".repeat(4)));
    }

    #[test]
    fn a_megabyte_is_cut_with_a_marker() {
        let text = Text::new("y".repeat(1_000_000));
        assert!(text.as_str().ends_with("… (+983616 bytes)"), "{}", &text.as_str()[16_380..]);
    }

    #[test]
    fn bytes_that_are_no_text_are_escaped() {
        assert_eq!(Text::from_bytes(b"a\x9bb\xff").as_str(), "a\\x9Bb\\xFF");
    }

    proptest::proptest! {
        #[test]
        fn safe_text_is_one_line_without_controls(came in "\\PC*|.*|[\u{0}-\u{9f}\u{200b}-\u{202e}]*") {
            let text = Text::new(&came);
            proptest::prop_assert!(text.as_str().chars().all(|c| !c.is_control() && !is_hidden(c)));
            let again = Text::new(text.as_str());
            proptest::prop_assert!(!again.is_altered());
        }
    }
}
