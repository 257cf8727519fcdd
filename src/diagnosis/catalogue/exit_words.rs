//! The exit code in the words people paste: `137`, `exited (137) 2 minutes ago`, `exit status 2`, `signal 9`.

/// Words that say a number is how a program ended.
const ENDINGS: &[&str] =
    &["exit", "exits", "exited", "exiting", "exitcode", "exitstatus", "code", "status", "rc", "returncode", "signal"];
/// Words that may stand around them and say nothing more.
const AROUND: &[&str] = &[
    "a",
    "an",
    "the",
    "it",
    "its",
    "in",
    "on",
    "by",
    "of",
    "with",
    "was",
    "has",
    "had",
    "is",
    "and",
    "to",
    "app",
    "container",
    "containers",
    "essential",
    "task",
    "process",
    "program",
    "command",
    "script",
    "main",
    "docker",
    "job",
    "finished",
    "completed",
    "terminated",
    "ended",
    "stopped",
    "died",
    "failed",
    "killed",
    "quit",
    "return",
    "returned",
    "returns",
    "non",
    "zero",
    "nonzero",
    "non-zero",
    "error",
    "reason",
    "last",
    "unexpectedly",
    "due",
    "received",
];
/// Words that may follow the number.
const AFTER: &[&str] = &[
    "about",
    "less",
    "than",
    "a",
    "an",
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "ago",
    "sigkill",
    "sigterm",
    "sigsegv",
    "sigabrt",
    "sigint",
    "sighup",
    "sigbus",
    "sigill",
    "sigpipe",
    "killed",
    "terminated",
    "error",
    "after",
    "s",
    "m",
    "h",
    "ms",
];
/// Signals by name, with their number.
const SIGNALS: &[(&str, i64)] = &[
    ("sighup", 1),
    ("sigint", 2),
    ("sigquit", 3),
    ("sigill", 4),
    ("sigabrt", 6),
    ("sigbus", 7),
    ("sigfpe", 8),
    ("sigkill", 9),
    ("sigsegv", 11),
    ("sigpipe", 13),
    ("sigterm", 15),
];
/// Codes after the word `status` or `code` alone that are answers of HTTP and no ends of programs. Our choice.
const ANSWERS: std::ops::RangeInclusive<i64> = 200..=226;
/// Words told in front of the verb at most that are a container's name.
const NAMES: usize = 2;

/// The code where the text is about nothing else.
pub fn alone(text: &str) -> Option<i32> {
    let words = words(text);
    if let [only] = words.as_slice() {
        return number(only).or_else(|| joined(only)).and_then(narrow).or_else(|| signal(only).and_then(narrow));
    }
    let at = words.iter().position(|word| number(word).is_some() || signal(word).is_some())?;
    let (before, after) = words.split_at(at);
    let (told, after) = after.split_first()?;
    let verbs = before.iter().position(|word| ENDINGS.contains(&word.as_str()));
    let names = before.iter().take(verbs.unwrap_or(before.len())).filter(|w| !AROUND.contains(&w.as_str())).count();
    let rest = before.get(verbs.unwrap_or(0)..).unwrap_or_default();
    let ended = ["killed", "terminated", "died"];
    let is_told = verbs.is_some() || signal(told).is_some() && before.iter().all(|w| AROUND.contains(&w.as_str()));
    // Somebody's name stands only before what a program does; a bare `code` or `status` has none.
    let acts = before.iter().any(|w| w.starts_with("exit") || ended.contains(&w.as_str()));
    let fits = rest.iter().all(|w| ENDINGS.contains(&w.as_str()) || AROUND.contains(&w.as_str()))
        && after.iter().all(|w| AFTER.contains(&w.as_str()) || AROUND.contains(&w.as_str()) || number(w).is_some());
    if !is_told || !fits || names > if acts { NAMES } else { 0 } {
        return None;
    }
    let code = coded(&words, at)?;
    let is_answer = !acts && before.iter().any(|w| w == "status" || w == "code") && ANSWERS.contains(&i64::from(code));
    // A number alone with other numbers is none: `1 2 3`.
    (!is_answer && (0..256).contains(&code) || code < 0).then_some(code).filter(|_| !is_answer)
}

/// The code somewhere in a text that is known to tell one.
pub fn within(text: &str) -> Option<i32> {
    alone(text).or_else(|| {
        let words = words(text);
        let numbers = || (0..words.len()).filter(|at| words.get(*at).is_some_and(|w| number(w).is_some()));
        let told = numbers().find(|at| {
            let before = words.get(..*at).unwrap_or_default();
            let close = before.iter().rev().take_while(|w| AROUND.contains(&w.as_str()) || is_ending(w));
            close.into_iter().any(|w| is_ending(w))
        });
        let only = || numbers().next().filter(|_| numbers().count() == 1);
        told.or_else(only).and_then(|at| coded(&words, at))
    })
}

fn is_ending(word: &str) -> bool {
    ENDINGS.contains(&word)
}

/// The code a number is: a signal's is 128 more.
fn coded(words: &[String], at: usize) -> Option<i32> {
    let told = words.get(at)?;
    let before = at.checked_sub(1).and_then(|at| words.get(at)).map(String::as_str);
    let code = match signal(told) {
        Some(code) => code,
        None if before == Some("signal") => number(told)?.checked_add(128)?,
        None => number(told)?,
    };
    narrow(code)
}

/// Windows tells a fault as an unsigned number of 32 bits, .NET as the same number with its sign.
fn narrow(code: i64) -> Option<i32> {
    i32::try_from(code).ok().or_else(|| u32::try_from(code).ok().map(u32::cast_signed))
}

fn number(word: &str) -> Option<i64> {
    match word.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None => word.parse().ok(),
    }
}

/// `rc1` is no code, `exit137` is.
fn joined(word: &str) -> Option<i64> {
    ["exitcode", "exited", "exit"].iter().find_map(|verb| number(word.strip_prefix(verb)?))
}

fn signal(word: &str) -> Option<i64> {
    SIGNALS.iter().find(|(name, _)| *name == word).map(|(_, number)| number + 128)
}

/// Lower case, without the marks between: a minus stays where a digit follows it.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let marks = |c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || c == '.');
    let trimmed = lower.split(marks).map(|word| word.trim_end_matches(['-', '.', '_']).trim_start_matches(['.', '_']));
    let parted = trimmed.filter(|w| !w.is_empty()).flat_map(|word| match word {
        "exit_code" | "exit-code" => vec!["exit", "code"],
        "exit_status" | "exit-status" => vec!["exit", "status"],
        word => vec![word],
    });
    parted.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_what_people_paste() {
        for (text, code) in [
            ("137", 137),
            ("exit 137", 137),
            ("exited 137", 137),
            ("Exit Code: 137", 137),
            ("exit code=1", 1),
            ("exitCode: 137", 137),
            ("\"exitCode\": 1,", 1),
            ("exit_code: 139", 139),
            ("exited with code 2.", 2),
            ("Exited (137) 2 minutes ago", 137),
            ("Exited (1) About a minute ago", 1),
            ("Exited (0) Less than a second ago", 0),
            ("exit status 2", 2),
            ("code 137", 137),
            ("status 1", 1),
            ("status: 143", 143),
            ("app exited with code 1", 1),
            ("web-1 exited with code 137", 137),
            ("container app exited with exit code 127", 127),
            ("Process finished with exit code 0", 0),
            ("Process finished with exit code 137 (interrupted by signal 9: SIGKILL)", 137),
            ("command terminated with exit code 137", 137),
            ("The command '/bin/sh -c make' returned a non-zero code: 2", 2),
            ("returned a non-zero code: 2", 2),
            ("return code 3", 3),
            ("rc=1", 1),
            ("killed by signal 9", 137),
            ("terminated by signal SIGTERM (15)", 143),
            ("signal 11", 139),
            ("SIGKILL", 137),
            ("exit code 137 (SIGKILL)", 137),
            ("137 (SIGKILL)", 137),
            ("exit code 3221225477", -1_073_741_819),
            ("exit code 0xC0000005", -1_073_741_819),
            ("exit code -1", -1),
        ] {
            assert_eq!(within(text), Some(code), "{text}");
        }
    }

    #[test]
    fn a_text_about_something_else_is_no_exit_code() {
        for text in [
            "",
            "none",
            "status 200",
            "GET /health returned status 503",
            "npm ERR! code 1",
            "worker 7 exited on signal 9",
            "app listening on 8080",
            "1 2 3",
            "exit",
            "service web has started 2 tasks",
            "Worker (pid:31) exited with code 3 while booting, and the arbiter gives up",
            "code 503",
            "Health checks failed with these codes: [503]",
            "status reason 12 of 14 targets",
        ] {
            assert_eq!(alone(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC*|((exit|code|status|signal|-|0x|[0-9]{1,22}|ago|\\(|\\)) ?)*") {
            let _ = (alone(&text), within(&text));
        }
    }
}
