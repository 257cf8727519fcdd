//! `unstuck query` as a person or a script runs it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Output, Stdio};

const SHOP: &str = r#"{"timestamp":"2026-01-01T00:00:30Z","level":"info","ms":12,"user":"ann"}
{"timestamp":"2026-01-01T00:01:10Z","level":"error","ms":240,"user":"bob"}

{"ts":1767225671,"level":"error","ms":100,"user":"ann","when":5}
{"@timestamp":1767225725000,"@message":"level=warn took=9","@logStream":"web/1"}
plain words
"#;

fn unstuck(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unstuck"));
    command.arg("query").args(args).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn ran(args: &[&str], input: &str) -> Output {
    let mut child = unstuck(args).spawn().expect("started");
    // A query that is refused reads nothing.
    let _ = child.stdin.take().expect("stdin").write_all(input.as_bytes());
    child.wait_with_output().expect("ended")
}

fn out(args: &[&str]) -> String {
    let output = ran(args, SHOP);
    assert_eq!(output.status.code(), Some(0), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn lines_are_events_with_their_times_and_fields() {
    for (query, rows) in [
        (
            "filter level = 'error' | stats count(*) as n by bin(1m) as t",
            "{\"t\":\"2026-01-01 00:01:00.000\",\"n\":\"2\"}\n",
        ),
        ("fields user | filter ms > 50 | sort ms", "{\"user\":\"ann\"}\n{\"user\":\"bob\"}\n"),
        ("display @logStream, strlen(@message) as n | limit 1", "{\"@logStream\":\"web/1\",\"n\":\"17\"}\n"),
        ("filter @message like /^plain/", "{\"@message\":\"plain words\"}\n"),
        ("stats count(*) as n, latest(user) as last", "{\"n\":\"5\",\"last\":\"ann\"}\n"),
        ("fields now() as n, @timestamp as t | limit 1", "{\"n\":\"7\",\"t\":\"2026-01-01 00:02:05.000\"}\n"),
    ] {
        assert_eq!(out(&["--format", "jsonl", "--now", "7", query]), rows, "{query}");
    }
    let by_when = out(&["--format", "jsonl", "--time-field", "when", "filter ispresent(when) | display @timestamp"]);
    assert_eq!(by_when, "{\"@timestamp\":\"1970-01-01 00:00:05.000\"}\n");
}

#[test]
fn rows_come_as_a_table_or_as_csv() {
    let query = "fields user, ms | filter level = 'error' | sort ms";
    assert_eq!(out(&[query]), "user   ms\nann   100\nbob   240\n");
    assert_eq!(out(&["--format", "csv", query]), "user,ms\nann,100\nbob,240\n");
    assert_eq!(out(&["--format", "csv", "filter level = 'none' | fields user"]), "user\n");
}

#[test]
fn a_check_and_a_refusal_say_what_and_where() {
    let check = ran(&["--check", "--format", "jsonl", "filter a = | sort b"], "");
    assert_eq!(check.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_slice(&check.stdout).expect("JSON");
    assert_eq!((report["errors"][0]["start"].as_u64(), report["lints"].as_array().map(Vec::len)), (Some(11), Some(0)));
    for (args, code, said) in [
        (&["--check", "stats count(*) by bin(300s)"][..], 0, "60s"),
        (&["--check", "--format", "jsonl", "fields a | pattern @message"], 0, ""),
        (&["filter a = | sort b"], 2, "           ^"),
        (&["fields a | pattern @message"], 2, "pattern can only be run by CloudWatch Logs"),
        (&["SOURCE 'x' | fields a"], 2, "SOURCE can only be run by CloudWatch Logs"),
        (&["parse XML '/a' as b"], 2, "parse XML is not evaluated here"),
        (&["fields a", "/nowhere/at.log"], 1, "/nowhere/at.log cannot be read"),
    ] {
        let output = ran(args, SHOP);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?} {stderr}");
        assert!(stderr.contains(said), "{args:?} {stderr}");
    }
}

#[test]
fn hostile_lines_steer_no_terminal() {
    let hostile = "\u{1b}[2J\u{9b}31m\u{202e}x \u{fffd}\r\n";
    for format in ["table", "jsonl", "csv"] {
        let output = ran(&["--format", format, "fields @message"], hostile);
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains("[2J") && !text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{format} {text:?}");
    }
}

#[test]
fn a_followed_input_is_answered_as_it_grows() {
    let rows_as_they_come =
        (&["--follow", "--format", "jsonl", "fields a | filter a > 1"][..], ["{\"a\":\"2\"}", "{\"a\":\"3\"}"]);
    let whole_again = (&["--follow", "--format", "jsonl", "stats sum(a) as s"][..], ["{\"s\":\"3\"}", "{\"s\":\"6\"}"]);
    for (args, [first, second]) in [rows_as_they_come, whole_again] {
        let mut child = unstuck(args).spawn().expect("started");
        let mut input = child.stdin.take().expect("stdin");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines().map_while(Result::ok);
        input.write_all(b"{\"a\":1}\n{\"a\":2}\n").expect("taken");
        assert!(lines.by_ref().any(|line| line == first), "{args:?}");
        input.write_all(b"{\"a\":3}").expect("taken");
        drop(input);
        assert!(lines.by_ref().any(|line| line == second), "{args:?}");
        assert_eq!(lines.next(), None, "{args:?}");
        assert!(child.wait().expect("ended").success());
    }
}

#[test]
fn a_reader_that_goes_ends_it_quietly() {
    let mut child = unstuck(&["--follow", "fields @message"]).spawn().expect("started");
    let input = child.stdin.take().expect("stdin");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    drop(input);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
