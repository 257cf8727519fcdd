//! `unstuck logs` as a person or a script runs it, against a simulated account on loopback.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

/// A served account; ended when dropped.
pub struct Served {
    child: Child,
    pub endpoint: String,
}

impl Served {
    pub fn new(scenario: &str) -> Self {
        Self::at_speed(scenario, "20")
    }

    /// An account whose time passes so many times as fast.
    pub fn at_speed(scenario: &str, speed: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unstuck"));
        command.args(["sim", scenario, "--speed", speed]).env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
        let told: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        Self { child, endpoint: told["endpoint"].as_str().expect("an endpoint").to_owned() }
    }

    fn logs(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unstuck"));
        command.arg("logs").args(args).args(["--region", "eu-west-1", "--endpoint-url", &self.endpoint]).env_clear();
        command.env("AWS_ACCESS_KEY_ID", "simulated").env("AWS_SECRET_ACCESS_KEY", "simulated");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn ran(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = self.logs(args).output().expect("ran");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (status.code(), text(stdout), text(stderr))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_stack_s_lines_are_shown_as_they_are_and_as_a_query_makes_of_them() {
    let served = Served::new("crash-loop");
    let (code, lines, said) = served.ran(&["shop-checkout", "--since", "1h"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let errors = lines.lines().filter(|line| line.contains("KeyError: 'DATABASE_URL'")).count();
    assert!(errors > 3 && lines.lines().is_sorted_by_key(|line| line.split(' ').next().map(str::to_owned)), "{lines}");
    let (code, rows, _) = served.ran(&["/ecs/checkout", "--since", "1h", "--format", "jsonl"]);
    let first: serde_json::Value = serde_json::from_str(rows.lines().next().expect("a row")).expect("JSON");
    assert_eq!((code, first["@log"].as_str()), (Some(0), Some("123456789012:/ecs/checkout")));
    // The filter is pushed down and evaluated again; time goes on meanwhile, so there may be more by now.
    let count = "filter @message like \"KeyError\" | stats count(*) as n";
    let (code, rows, _) = served.ran(&["shop-checkout", "--since", "1h", "--query", count, "--format", "jsonl"]);
    let counted: serde_json::Value = serde_json::from_str(&rows).expect("JSON");
    let counted: usize = counted["n"].as_str().expect("a count").parse().expect("a number");
    assert!(code == Some(0) && counted + 2 > errors && counted < errors + 5, "{counted} {errors}");
}

#[test]
fn what_is_wrong_or_missing_is_said_with_its_exit_status() {
    let served = Served::new("crash-loop");
    for (args, code, words) in [
        (&["shop-checkout", "--query", "filter a = | sort b"][..], 2, "^"),
        (&["shop-checkout", "--since", "soon"][..], 2, "is no time"),
        (&["shop-checkout", "--way", "service"][..], 2, "--way service needs --query"),
        (&["/ecs/nowhere"][..], 1, "/ecs/nowhere: The specified log group does not exist."),
        (&["no-such-stack"][..], 1, "no stack is called no-such-stack: it is looked for as a log group"),
        (&["shop-checkout", "--query", "pattern @message"][..], 1, "CloudWatch runs the query"),
        (&["shop-checkout", "--query", "filter @message like /zzz/"][..], 0, "no line matches in the last 15m\n"),
    ] {
        let (ended, _, said) = served.ran(args);
        assert!(ended == Some(code) && said.contains(words), "{args:?} {ended:?} {said}");
    }
}

#[test]
fn a_group_that_is_missing_is_said_beside_the_lines_of_those_that_are_there() {
    let served = Served::new("log-group-missing");
    let (code, lines, said) = served.ran(&["shop-mail", "--since", "3h"]);
    assert!(said.contains("/ecs/mail-v2: The specified log group does not exist."), "{said}");
    assert!(code == Some(1) && !lines.is_empty(), "{code:?}");
}

#[test]
fn lines_of_before_come_in_the_order_of_time_also_where_they_are_read_newest_first() {
    let served = Served::new("denied");
    let mut child = served.logs(&["/ecs/checkout", "--since", "1h", "--follow"]).spawn().expect("started");
    let lines = BufReader::new(child.stdout.take().expect("stdout")).lines().map_while(Result::ok);
    let lines: Vec<String> = lines.take(40).collect();
    assert!(lines.len() == 40 && lines.is_sorted_by_key(|line| line.split(' ').next().map(str::to_owned)), "{lines:?}");
    let said = child.wait_with_output().expect("ended").stderr;
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("history is read by Logs Insights"), "{said}");
}

#[test]
fn followed_lines_come_over_the_stream_until_the_reader_goes_or_somebody_ends_it() {
    let served = Served::new("crash-loop");
    let mut child = served.logs(&["shop-checkout", "--since", "1s", "--follow"]).spawn().expect("started");
    let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines().map_while(Result::ok);
    // Nearly nothing is that young: these are streamed.
    assert_eq!(lines.by_ref().take(5).filter(|line| line.contains("Z checkout/app/")).count(), 5);
    drop(lines);
    let output = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(["", "no line in the last 1s; following\n"].contains(&said.as_ref()), "{said}");
    assert_eq!(output.status.code(), Some(0));

    let query = ["shop-checkout", "--follow", "--format", "jsonl", "--query", "stats count(*) as n"];
    let mut child = served.logs(&query).spawn().expect("started");
    let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines().map_while(Result::ok);
    let mut next = || lines.by_ref().find(|line| line.contains("\"n\"")).expect("a result");
    assert_ne!(next(), next(), "the result is shown anew as lines come");
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("sent").success());
    let output = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(said, "stream: the query can be run here, line by line\n");
}
