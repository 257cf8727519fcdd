//! Reading dates by the patterns of Java's DateTimeFormatter, as `parseDate` takes them.

use jiff::civil::{Date, DateTime, Time};
use std::iter::Peekable;
use std::str::Chars;

/// A date as read: its clock time, and its offset from UTC where the text has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parsed {
    /// The clock time.
    pub at: DateTime,
    /// Seconds east of UTC.
    pub offset_seconds: Option<i32>,
}

#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    day_of_year: Option<i16>,
    hour: i8,
    minute: i8,
    second: i8,
    nanosecond: i32,
    afternoon: Option<bool>,
    offset: Option<i32>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a whole text by a pattern; missing day and month are the first, missing times zero. None when the text
/// does not fit or the pattern has letters unknown here.
pub fn parse(text: &str, pattern: &str) -> Option<Parsed> {
    let mut parts = Parts::default();
    let mut text = text.chars().peekable();
    let mut pattern = pattern.chars().peekable();
    while let Some(letter) = pattern.next() {
        match letter {
            '\'' => quoted(&mut pattern, &mut text)?,
            '[' | ']' => {}
            c if c.is_ascii_alphabetic() => {
                let mut count = 1;
                while pattern.next_if_eq(&c).is_some() {
                    count += 1;
                }
                // Digits which touch (`yyyyMMdd`) are cut by the pattern's own width.
                let touches = pattern.peek().is_some_and(char::is_ascii_alphabetic);
                parts.read(c, count, touches, &mut text)?;
            }
            c => {
                text.next_if_eq(&c)?;
            }
        }
    }
    if text.peek().is_some() {
        return None;
    }
    parts.build()
}

/// The seconds of `+01:00`, `-0530`, `+2`, `Z`.
pub fn offset(text: &str) -> Option<i32> {
    let mut chars = text.chars().peekable();
    let seconds = read_offset(&mut chars)?;
    chars.peek().is_none().then_some(seconds)
}

fn quoted(pattern: &mut Peekable<Chars<'_>>, text: &mut Peekable<Chars<'_>>) -> Option<()> {
    if pattern.next_if_eq(&'\'').is_some() {
        return text.next_if_eq(&'\'').map(|_| ());
    }
    while let Some(c) = pattern.next() {
        if c == '\'' && pattern.next_if_eq(&'\'').is_none() {
            break;
        }
        text.next_if_eq(&c)?;
    }
    Some(())
}

impl Parts {
    fn read(&mut self, letter: char, count: usize, touches: bool, text: &mut Peekable<Chars<'_>>) -> Option<()> {
        let width = |usual: usize| if touches { count } else { usual };
        match letter {
            'y' | 'u' if count == 2 => self.year = Some(2000 + digits(text, 2)? as i16),
            'y' | 'u' => self.year = i16::try_from(digits(text, width(4))?).ok(),
            'M' | 'L' if count >= 3 => self.month = Some(month(&word(text))?),
            'M' | 'L' => self.month = i8::try_from(digits(text, 2)?).ok(),
            'd' => self.day = i8::try_from(digits(text, 2)?).ok(),
            'D' => self.day_of_year = i16::try_from(digits(text, 3)?).ok(),
            'H' | 'k' => self.hour = i8::try_from(digits(text, 2)? % 24).ok()?,
            'h' | 'K' => self.hour = i8::try_from(digits(text, 2)? % 12).ok()?,
            'm' => self.minute = i8::try_from(digits(text, 2)?).ok()?,
            's' => self.second = i8::try_from(digits(text, 2)?).ok()?,
            'S' | 'n' => self.nanosecond = fraction(text, count)?,
            'a' => {
                self.afternoon = Some(match word(text).to_ascii_lowercase().as_str() {
                    "am" => false,
                    "pm" => true,
                    _ => return None,
                })
            }
            'E' | 'e' => drop(word(text)),
            'X' | 'x' | 'Z' | 'O' | 'z' | 'V' => self.offset = Some(read_offset(text)?),
            _ => return None,
        }
        Some(())
    }

    fn build(self) -> Option<Parsed> {
        let hour = match self.afternoon {
            Some(true) => self.hour % 12 + 12,
            Some(false) => self.hour % 12,
            None => self.hour,
        };
        let year = self.year.unwrap_or(1970);
        let date = match self.day_of_year {
            Some(day) => Date::new(year, 1, 1).ok()?.with().day_of_year(day).build().ok()?,
            None => Date::new(year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()?,
        };
        let time = Time::new(hour, self.minute, self.second, self.nanosecond).ok()?;
        Some(Parsed { at: date.to_datetime(time), offset_seconds: self.offset })
    }
}

fn digits(text: &mut Peekable<Chars<'_>>, most: usize) -> Option<u32> {
    let mut number = None;
    for _ in 0..most.min(9) {
        let Some(digit) = text.next_if(char::is_ascii_digit).and_then(|c| c.to_digit(10)) else { break };
        number = Some(number.unwrap_or(0) * 10 + digit);
    }
    number
}

fn fraction(text: &mut Peekable<Chars<'_>>, most: usize) -> Option<i32> {
    let mut nanoseconds = 0;
    let mut scale = 100_000_000;
    for _ in 0..most {
        let digit = text.next_if(char::is_ascii_digit)?.to_digit(10)?;
        nanoseconds += i32::try_from(digit).ok()? * scale;
        scale /= 10;
    }
    Some(nanoseconds)
}

fn word(text: &mut Peekable<Chars<'_>>) -> String {
    std::iter::from_fn(|| text.next_if(|c| c.is_alphabetic())).collect()
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(&word)))?;
    i8::try_from(at + 1).ok()
}

fn read_offset(text: &mut Peekable<Chars<'_>>) -> Option<i32> {
    let sign = match text.peek()? {
        '+' => 1,
        '-' => -1,
        c if c.is_alphabetic() => {
            return matches!(word(text).to_ascii_uppercase().as_str(), "Z" | "UTC" | "GMT").then_some(0);
        }
        _ => return None,
    };
    text.next();
    let hours = i32::try_from(digits(text, 2)?).ok()?;
    text.next_if_eq(&':');
    let minutes = i32::try_from(digits(text, 2).unwrap_or(0)).ok()?;
    Some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_java_read_their_dates() {
        for (text, pattern, at, offset) in [
            ("2026-01-31", "yyyy-MM-dd", Some("2026-01-31T00:00:00"), None),
            ("20260131", "yyyyMMdd", Some("2026-01-31T00:00:00"), None),
            ("31/Jan/2026:23:59:58 +0130", "dd/MMM/yyyy:HH:mm:ss Z", Some("2026-01-31T23:59:58"), Some(5400)),
            ("2026-01-31T01:02:03.456Z", "yyyy-MM-dd'T'HH:mm:ss.SSSX", Some("2026-01-31T01:02:03.456"), Some(0)),
            ("1/2/26 12:05 PM", "M/d/yy h:mm a", Some("2026-01-02T12:05:00"), None),
            ("2026-01-32", "yyyy-MM-dd", None, None),
            ("2026-01-31x", "yyyy-MM-dd", None, None),
            ("2026", "yyyy-MM", None, None),
        ] {
            let parsed = parse(text, pattern);
            assert_eq!(parsed.map(|p| p.at), at.map(|at| at.parse().expect("a date")), "{text}");
            assert_eq!(parsed.and_then(|p| p.offset_seconds), offset, "{text}");
        }
    }
}
