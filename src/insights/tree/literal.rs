//! Numbers and periods.

use std::fmt;

/// A number: whole ones are kept exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number within 64 bits.
    Int(i64),
    /// Any other number.
    Float(f64),
}

impl Number {
    /// Reads digits with an optional fraction and exponent.
    pub fn read(text: &str) -> Option<Number> {
        if let Ok(whole) = text.parse::<i64>() {
            return Some(Number::Int(whole));
        }
        text.parse::<f64>().ok().filter(|n| n.is_finite()).map(Number::Float)
    }
}

/// A span of time as written, `5m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many units.
    pub count: u32,
    /// The unit.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `ms msec millisecond`
    Millisecond,
    /// `s sec second`
    Second,
    /// `m min minute`
    Minute,
    /// `h hr hour`
    Hour,
    /// `d day`
    Day,
    /// `w week`
    Week,
    /// `mo mon month`
    Month,
    /// `q qtr quarter`
    Quarter,
    /// `y yr year`
    Year,
}

const UNITS: [(&str, Unit); 25] = [
    ("ms", Unit::Millisecond),
    ("msec", Unit::Millisecond),
    ("millisecond", Unit::Millisecond),
    ("s", Unit::Second),
    ("sec", Unit::Second),
    ("second", Unit::Second),
    ("m", Unit::Minute),
    ("min", Unit::Minute),
    ("minute", Unit::Minute),
    ("h", Unit::Hour),
    ("hr", Unit::Hour),
    ("hour", Unit::Hour),
    ("d", Unit::Day),
    ("day", Unit::Day),
    ("w", Unit::Week),
    ("week", Unit::Week),
    ("mo", Unit::Month),
    ("mon", Unit::Month),
    ("month", Unit::Month),
    ("q", Unit::Quarter),
    ("qtr", Unit::Quarter),
    ("quarter", Unit::Quarter),
    ("y", Unit::Year),
    ("yr", Unit::Year),
    ("year", Unit::Year),
];

impl Unit {
    /// Reads a unit in any letter case; units longer than one letter may end in `s`.
    pub fn read(text: &str) -> Option<Unit> {
        let text = text.to_ascii_lowercase();
        let exact = |word: &str| UNITS.iter().find(|(name, _)| *name == word).map(|(_, unit)| *unit);
        exact(&text).or_else(|| text.strip_suffix('s').filter(|stem| stem.len() > 1).and_then(exact))
    }

    /// The most units a period may have: more is cut to it (AWS documents ms 1000, s 60, m 60, h 24).
    pub fn most(self) -> u32 {
        match self {
            Unit::Millisecond => 1000,
            Unit::Second | Unit::Minute => 60,
            Unit::Hour => 24,
            Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year => u32::MAX,
        }
    }

    fn letter(self) -> &'static str {
        match self {
            Unit::Millisecond => "ms",
            Unit::Second => "s",
            Unit::Minute => "m",
            Unit::Hour => "h",
            Unit::Day => "d",
            Unit::Week => "w",
            Unit::Month => "mo",
            Unit::Quarter => "q",
            Unit::Year => "y",
        }
    }
}

impl Period {
    /// The period the service takes it for: its count cut to the most its unit allows, and at least 1.
    pub fn capped(self) -> Period {
        Period { count: self.count.clamp(1, self.unit.most()), unit: self.unit }
    }

    /// Its length in milliseconds; none for units whose length depends on the calendar.
    pub fn millis(self) -> Option<i64> {
        let unit: i64 = match self.unit {
            Unit::Millisecond => 1,
            Unit::Second => 1000,
            Unit::Minute => 60_000,
            Unit::Hour => 3_600_000,
            Unit::Day => 86_400_000,
            Unit::Week => 7 * 86_400_000,
            Unit::Month | Unit::Quarter | Unit::Year => return None,
        };
        unit.checked_mul(i64::from(self.count))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.letter())
    }
}
