//! How grave a log line calls itself, by the marks of the usual loggers.

/// How grave a line is, mildest first. A line without a mark stands above a warning: programs print their last words bare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Trace, debug, information, notice; also rules and pictures, which have no letters.
    Quiet,
    /// The program says that it goes on.
    Warning,
    /// No mark.
    Unsaid,
    Error,
    /// The program says that it ends.
    Fatal,
}

use Level::{Error, Fatal, Quiet, Unsaid, Warning};

/// Marks in capitals, standing alone: logback, Python, zap, Serilog, Postgres, syslog.
const CAPITALS: &[(&str, Level)] = &[
    ("TRACE", Quiet),
    ("DEBUG", Quiet),
    ("DBG", Quiet),
    ("INFO", Quiet),
    ("INF", Quiet),
    ("NOTICE", Quiet),
    ("LOG", Quiet),
    ("HINT", Quiet),
    ("DETAIL", Quiet),
    ("WARN", Warning),
    ("WRN", Warning),
    ("WARNING", Warning),
    ("ERROR", Error),
    ("ERR", Error),
    ("SEVERE", Error),
    ("FATAL", Fatal),
    ("FTL", Fatal),
    ("CRITICAL", Fatal),
    ("PANIC", Fatal),
    ("EMERGENCY", Fatal),
];
/// Marks in any case, between these ends.
const WORDS: &[(&str, Level)] = &[
    ("trace", Quiet),
    ("debug", Quiet),
    ("verbose", Quiet),
    ("info", Quiet),
    ("information", Quiet),
    ("note", Quiet),
    ("notice", Quiet),
    ("system", Quiet),
    ("log", Quiet),
    ("warn", Warning),
    ("warning", Warning),
    ("error", Error),
    ("err", Error),
    ("fail", Error),
    ("fatal", Fatal),
    ("crit", Fatal),
    ("critical", Fatal),
    ("alert", Fatal),
    ("emerg", Fatal),
    ("panic", Fatal),
];
/// Marks of one logger each, in small letters: pino's numbers, Ruby's and Redis's letters, npm, Node, CPython.
const SIGNS: &[(&str, Level)] = &[
    ("\"level\":10,", Quiet),
    ("\"level\":20,", Quiet),
    ("\"level\":30,", Quiet),
    ("\"level\":40,", Warning),
    ("\"level\":50,", Error),
    ("\"level\":60,", Fatal),
    (" info: ", Quiet),
    (" dbug: ", Quiet),
    (" trce: ", Quiet),
    (" warn: ", Warning),
    ("npm notice", Quiet),
    ("npm warn", Warning),
    ("deprecationwarning", Warning),
    ("experimentalwarning", Warning),
    ("futurewarning", Warning),
    ("warning: ", Warning),
    ("userwarning", Warning),
];
/// How far from its beginning a line may carry its mark, in bytes; our choice, wide enough for a time and a thread's name.
const REACH: usize = 140;

/// The level a line says it has.
pub fn level(raw: &str) -> Level {
    let line = raw.trim_start();
    if !line.chars().any(char::is_alphanumeric) {
        return Quiet;
    }
    let mut end = line.len().min(REACH);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = line.get(..end).unwrap_or(line).replace("\\\"", "\"");
    let head = head.as_str();
    let lower = head.to_ascii_lowercase();
    let signs = SIGNS.iter().filter_map(|(sign, level)| Some((lower.find(sign)?, *level)));
    [capitals(head), bracketed(head), opening(head), keyed(&lower), lettered(head)]
        .into_iter()
        .flatten()
        .chain(signs)
        .min_by_key(|(at, _)| *at)
        .map_or(Unsaid, |(_, level)| level)
}

fn word(text: &str) -> Option<Level> {
    let lower = text.trim().to_ascii_lowercase();
    WORDS.iter().find(|(name, _)| *name == lower).map(|(_, level)| *level)
}

/// `… INFO 1 --- [main]`, `FATAL:  sorry`, `[12:00:00 WRN]`.
fn capitals(head: &str) -> Option<(usize, Level)> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '!');
    let mut at = 0;
    head.split(|c: char| !inside(c)).find_map(|token| {
        let start = at;
        at += token.len();
        at += head.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let last = token.rsplit('.').next().unwrap_or(token);
        CAPITALS.iter().find(|(name, _)| *name == last).map(|(_, level)| (start, *level))
    })
}

/// `[info]`, `[Warning]`.
fn bracketed(head: &str) -> Option<(usize, Level)> {
    head.match_indices('[').find_map(|(at, _)| {
        let inside = head.get(at + 1..)?.split([']', '/']).next()?;
        word(inside).map(|level| (at, level))
    })
}

/// `info: Microsoft.Hosting.Lifetime[14]`. `Error: …` at the beginning is a thrown error, not a level.
fn opening(head: &str) -> Option<(usize, Level)> {
    let (first, _) = head.split_once(':')?;
    word(first).filter(|level| *level != Error || first.starts_with("fail")).map(|level| (0, level))
}

/// `level=info`, `"level":"info"`, `"severity": "WARNING"`.
fn keyed(head: &str) -> Option<(usize, Level)> {
    let keys = ["level", "lvl", "severity", "levelname", "@l"];
    keys.iter().find_map(|key| {
        head.match_indices(key).find_map(|(at, _)| {
            let rest = head.get(at + key.len()..)?.trim_start_matches('"').trim_start();
            let value = rest.strip_prefix(['=', ':'])?.trim_start().trim_start_matches(['"', '\'']);
            word(value.split(|c: char| !c.is_alphabetic()).next()?).map(|level| (at, level))
        })
    })
}

/// Ruby's `I, [2026-…`, klog's `W1120 10:00:00`, Redis's `1:M 20 Nov 2026 10:00:00.000 * Ready`.
fn lettered(head: &str) -> Option<(usize, Level)> {
    let mut letters = head.chars();
    let first = letters.next()?;
    let level = match first {
        'D' | 'I' => Quiet,
        'W' => Warning,
        'E' => Error,
        'F' => Fatal,
        _ => return redis(head),
    };
    let rest = letters.as_str();
    let klog = rest.len() > 4 && rest.bytes().take(4).all(|b| b.is_ascii_digit()) && rest[4..].starts_with(' ');
    (rest.starts_with(", [") || klog).then_some((0, level))
}

fn redis(head: &str) -> Option<(usize, Level)> {
    let (process, rest) = head.split_once(':')?;
    let role = rest.chars().next().filter(|role| matches!(role, 'M' | 'S' | 'C' | 'X'))?;
    let plain = process.bytes().all(|b| b.is_ascii_digit()) && rest[role.len_utf8()..].starts_with(' ');
    let marks = [(" * ", Quiet), (" # ", Warning), (" - ", Quiet)];
    marks.iter().filter(|_| plain).find_map(|(mark, level)| Some((head.find(mark)?, *level)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_the_usual_loggers() {
        for (line, said) in [
            ("2026-11-20T10:00:00.1Z  INFO 1 --- [main] o.s.b.SpringApplication : Started", Quiet),
            ("INFO:     Application startup complete.", Quiet),
            ("WARNING:root:disk is slow", Warning),
            ("[12:00:00 WRN] Slow query", Warning),
            ("2026/11/20 10:00:00 [notice] 1#1: start worker process 30", Quiet),
            ("info: Microsoft.Hosting.Lifetime[14]", Quiet),
            ("fail: Microsoft.AspNetCore.Server.Kestrel[13]", Error),
            ("time=\"2026\" level=fatal msg=\"no\"", Fatal),
            ("{\"level\":\"warn\",\"msg\":\"x\"}", Warning),
            ("{\"level\":50,\"msg\":\"x\"}", Error),
            ("{\\\"level\\\":\\\"info\\\"}", Quiet),
            ("{\"severity\": \"ERROR\", \"message\": \"x\"}", Error),
            ("I, [2026-11-20T10:00:00 #1]  INFO -- : ready", Quiet),
            ("E1120 10:00:00.000 1 main.go:1] no", Error),
            ("1:M 20 Nov 2026 10:00:00.000 * Ready to accept connections", Quiet),
            ("FATAL:  password authentication failed", Fatal),
            ("LOG:  database system is ready", Quiet),
            ("nginx: [emerg] host not found", Fatal),
            ("(node:1) [DEP0040] DeprecationWarning: punycode", Warning),
            ("[2026-11-20] local.DEBUG: route", Quiet),
            ("npm ERR! code ELIFECYCLE", Unsaid),
            ("Error: listen EADDRINUSE", Unsaid),
            ("error: unknown option", Unsaid),
            ("INFORMATION_SCHEMA is missing", Unsaid),
            ("LOG_LEVEL=INFO", Quiet),
            ("", Quiet),
            ("  .   ____  _ __ _", Quiet),
            ("[INFO/MainProcess] ready", Quiet),
            ("2026-11-20 10:00 +01:00 info: Acme[0] x", Quiet),
            ("[\u{130}", Unsaid),
        ] {
            assert_eq!(level(line), said, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_has_a_level(line in "\\PC*|([DIWEF1], ?\\[|[0-9]|:|M |\"level\": ?|\\[|info|\u{130}|]| )*") {
            let _ = level(&line);
        }
    }
}
