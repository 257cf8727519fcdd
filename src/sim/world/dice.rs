//! Chance by seed: the same seed, the same account.

/// A small generator (splitmix64). Not for secrets.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number of `low..=high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0).unsigned_abs().saturating_add(1);
        low.saturating_add_unsigned(self.roll() % width)
    }

    /// Milliseconds around `seconds`: a tenth less up to a tenth more.
    pub(super) fn about(&mut self, seconds: i64) -> i64 {
        self.between(seconds.saturating_mul(900), seconds.saturating_mul(1100))
    }

    /// 32 hexadecimal digits: the id of a task.
    pub(super) fn hex32(&mut self) -> String {
        format!("{:016x}{:016x}", self.roll(), self.roll())
    }

    /// 19 digits, as ECS numbers deployments and revisions.
    pub(super) fn digits19(&mut self) -> String {
        (1_000_000_000_000_000_000 + self.roll() % 8_000_000_000_000_000_000).to_string()
    }

    /// Twelve capitals and digits, as CloudFormation ends the names it makes.
    pub(super) fn suffix(&mut self) -> String {
        let mut left = self.roll();
        let mut name = String::with_capacity(12);
        for _ in 0..12 {
            name.extend(char::from_digit((left % 36) as u32, 36).map(|c| c.to_ascii_uppercase()));
            left /= 36;
        }
        name
    }

    pub(super) fn uuid(&mut self) -> String {
        let (a, b) = (self.roll(), self.roll());
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xffff,
            a & 0xfff,
            b >> 52,
            b & 0xffff_ffff_ffff
        )
    }
}
