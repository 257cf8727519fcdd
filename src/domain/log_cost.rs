//! What reading logs costs, and what a person may set about it.

use super::line_store::USUAL_MEMORY;

/// Dollars as AWS lists them for us-east-1 (aws.amazon.com/cloudwatch/pricing, read in November 2026); other regions
/// differ, and the configuration may say so. Free allowances are not counted.
const A_GIGABYTE: f64 = 0.005;
const A_MINUTE: f64 = 0.01;

/// What AWS takes for reading logs, in dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogPrices {
    /// A gigabyte a Logs Insights query scans.
    pub scanned_gigabyte: f64,
    /// A minute of a Live Tail session.
    pub tailed_minute: f64,
}

impl Default for LogPrices {
    fn default() -> Self {
        Self { scanned_gigabyte: A_GIGABYTE, tailed_minute: A_MINUTE }
    }
}

/// What a person may set about logs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogSettings {
    /// Bytes for a live query: two thirds for the lines kept, the rest for knowing which lines have been told already
    /// and for what an allocator keeps.
    pub memory: usize,
    pub prices: LogPrices,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { memory: USUAL_MEMORY, prices: LogPrices::default() }
    }
}

/// What has been read that is paid for. FilterLogEvents costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogCost {
    /// Bytes Logs Insights has scanned.
    pub scanned_bytes: u64,
    /// Seconds of Live Tail sessions; AWS counts minutes.
    pub tailed_seconds: u64,
}

impl LogCost {
    /// About so many dollars.
    pub fn dollars(&self, prices: &LogPrices) -> f64 {
        self.scanned_bytes as f64 / 1e9 * prices.scanned_gigabyte
            + self.tailed_seconds as f64 / 60.0 * prices.tailed_minute
    }
}

impl std::ops::Add for LogCost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            scanned_bytes: self.scanned_bytes.saturating_add(other.scanned_bytes),
            tailed_seconds: self.tailed_seconds.saturating_add(other.tailed_seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gigabyte_scanned_and_an_hour_tailed_are_priced() {
        let prices = LogPrices::default();
        let scanned = LogCost { scanned_bytes: 2_000_000_000, tailed_seconds: 0 };
        let tailed = LogCost { scanned_bytes: 0, tailed_seconds: 3_600 };
        assert!((scanned.dollars(&prices) - 0.01).abs() < 1e-9);
        assert!((tailed.dollars(&prices) - 0.6).abs() < 1e-9);
        assert!(((scanned + tailed).dollars(&prices) - 0.61).abs() < 1e-9);
    }
}
