//! Lines such as services write, always the same for the same number.

use std::fmt::Write;

const SERVICES: [&str; 6] = ["checkout", "payments", "catalogue", "search", "basket", "mail"];
const UPSTREAMS: [&str; 8] = ["payments", "stock", "prices", "users", "mailer", "search", "tax", "ledger"];

/// Writes line `n` into `line`: a JSON object of about 350 bytes, one in ten an ERROR, 500 a second.
pub fn write_line(n: u64, line: &mut String) {
    let mut dice = Dice(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1_e995);
    let level = match dice.below(100) {
        0..10 => "ERROR",
        10..20 => "WARN",
        20..85 => "INFO",
        _ => "DEBUG",
    };
    let seconds = n / 500;
    let took = if dice.below(20) == 0 { dice.below(5000) } else { dice.below(180) };
    line.clear();
    let _ = write!(
        line,
        "{{\"timestamp\":\"2026-01-{:02}T{:02}:{:02}:{:02}.{:03}Z\",\"level\":\"{level}\",\"service\":\"{}\",\
         \"host\":\"ip-10-0-{}-{}\",\"requestId\":\"{:016x}-{:08x}\",\"method\":\"{}\",\"path\":\"/api/v1/orders/{}\",\
         \"status\":{},\"durationMs\":{}.{},\"bytes\":{},\
         \"message\":\"upstream {} answered in {took} ms for tenant {}\",\
         \"trace\":{{\"id\":\"{:016x}{:016x}\",\"sampled\":{}}}}}",
        seconds / 86_400 % 28 + 1,
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60,
        n % 500 * 2,
        SERVICES[dice.below(6) as usize],
        dice.below(8),
        dice.below(250),
        dice.next(),
        dice.below(u64::from(u32::MAX)),
        if dice.below(4) == 0 { "POST" } else { "GET" },
        dice.below(1_000_000),
        if level == "ERROR" { 500 + dice.below(5) } else { 200 },
        took + dice.below(9),
        dice.below(10),
        dice.below(90_000),
        UPSTREAMS[dice.below(8) as usize],
        dice.below(400),
        dice.next(),
        dice.next(),
        dice.below(2) == 0,
    );
}

/// Numbers that only look random (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
