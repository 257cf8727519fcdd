//! The line of a log that tells why a program ended.

/// Words that name an error. Compared in lower case.
const TELLING: &[&str] = &[
    "error",
    "exception",
    "panic",
    "fatal",
    "caused by",
    "cannot ",
    "failed",
    "traceback",
    "killed",
    "denied",
    "refused",
    "not found",
    "no such",
];
/// The same words where they say that nothing is wrong, or only announce the error.
const HOLLOW: &[&str] = &[
    "traceback (most recent call last)",
    "0 errors",
    "errors: 0",
    "\"error\":null",
    "\"error\": null",
    "no error",
    "errors=0",
];

/// The last line that names an error, else the last line with any words. Lines are given oldest first; the answer
/// is the line's place. For a traceback that is the line after the frames, `KeyError: 'X'`, because frames are
/// indented and name no error (or are skipped as frames).
pub fn telling_line(lines: &[&str]) -> Option<usize> {
    let last_word = lines.iter().rposition(|line| !line.trim().is_empty())?;
    // Most runtimes name the class first; a plain "failed" may be a later complaint about the same thing.
    let strong = lines.iter().rposition(|line| is_strong(line));
    let weak = || lines.iter().rposition(|line| is_telling(line));
    Some(strong.or_else(weak).unwrap_or(last_word))
}

/// `KeyError: …`, `panic: …`, `Caused by: …`, `java.lang.OutOfMemoryError: …`: an error class and its words, not a frame.
fn is_strong(line: &str) -> bool {
    let words = line.trim();
    if is_frame(line) || is_hollow(words) {
        return false;
    }
    let Some((head, _)) = words.split_once(':') else { return false };
    let class = head.rsplit([' ', '.', ']']).next().unwrap_or(head);
    let named = class.len() > 5 && (class.ends_with("Error") || class.ends_with("Exception"));
    named || words.starts_with("panic:") || words.starts_with("fatal error:") || words.starts_with("Caused by:")
}

/// Whether a line names an error by itself, and not only by being the last one.
pub fn names_error(line: &str) -> bool {
    is_strong(line) || is_telling(line)
}

fn is_telling(line: &str) -> bool {
    let low = line.trim().to_lowercase();
    !is_frame(line) && !is_hollow(&low) && TELLING.iter().any(|word| low.contains(word))
}

fn is_hollow(words: &str) -> bool {
    let low = words.to_lowercase();
    HOLLOW.iter().any(|hollow| low.contains(hollow))
}

/// A frame of a stack trace: it names a place, not an error.
fn is_frame(line: &str) -> bool {
    let words = line.trim_start();
    let indented = words.len() < line.len();
    indented
        && (words.starts_with("at ")
            || words.starts_with("File \"")
            || words.starts_with("...")
            || words.starts_with('^')
            || words.starts_with("raise "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_line_is_the_one_that_names_the_error() {
        for (log, told) in [
            (
                "starting\nTraceback (most recent call last):\n  File \"/srv/a.py\", line 3, in <module>\n    os.environ[\"X\"]\nKeyError: 'X'\n\n",
                "KeyError: 'X'",
            ),
            (
                "    throw err;\n    ^\n\nError: Cannot find module '/srv/a.js'\n    at Module._resolve (node:internal:1)\n  code: 'MODULE_NOT_FOUND',\n}\n\nNode.js v22.1.0",
                "Error: Cannot find module '/srv/a.js'",
            ),
            (
                "Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\nCaused by: java.net.ConnectException: refused\n\t... 5 more",
                "Caused by: java.net.ConnectException: refused",
            ),
            (
                "listening\npanic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/m.go:10 +0x1d\nexit status 2",
                "panic: runtime error: index out of range",
            ),
            ("hello\nI am done\n\n", "I am done"),
            ("exec /srv/run: exec format error", "exec /srv/run: exec format error"),
            ("FATAL could not open database\nshutting down", "FATAL could not open database"),
            ("connecting\n0 errors\nbye", "bye"),
        ] {
            let lines: Vec<&str> = log.lines().collect();
            assert_eq!(telling_line(&lines).map(|at| lines[at]), Some(told), "{log}");
        }
        assert_eq!(telling_line(&["", "  "]), None);
    }
}
