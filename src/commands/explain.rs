//! `unstuck explain`: what a message means, offline.

use super::args::Format;
use crate::diagnosis::catalogue::{self, Explanation, MessageKind};
use crate::domain::Text;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

/// Say what a message of ECS, CloudFormation or a program means, and what to do about it.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The message. `-`, or nothing, reads lines from standard input, each a message.
    pub text: Option<String>,
    /// Where the message was said; found out from its words otherwise.
    #[arg(long, value_parser = kinds())]
    pub kind: Option<MessageKind>,
    /// How to answer; json is one object a line.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Explains the message given, or each line of standard input. Exit 1 when input or output fails.
pub fn run(args: &Args) -> ExitCode {
    let mut out = io::stdout().lock();
    let done = match args.text.as_deref() {
        Some(text) if text != "-" => answer(args, text, &mut out),
        _ => lines(args, io::stdin().lock(), &mut out),
    };
    match done.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unstuck explain: {}", Text::new(error.to_string()));
            ExitCode::FAILURE
        }
    }
}

fn kinds() -> impl TypedValueParser<Value = MessageKind> {
    PossibleValuesParser::new(MessageKind::ALL.map(MessageKind::as_str))
        .try_map(|name| MessageKind::parse(&name).ok_or("not a kind of message"))
}

fn lines(args: &Args, mut input: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        answer(args, text.trim_end_matches(['\n', '\r']), out)?;
        line.clear();
    }
    Ok(())
}

fn answer(args: &Args, text: &str, out: &mut impl Write) -> io::Result<()> {
    let explanation = catalogue::explain(args.kind, &Text::new(text));
    match args.format {
        Format::Json => writeln!(out, "{}", json(&explanation)),
        Format::Text => {
            let told = &explanation;
            let mark = match (told.benign, told.wrapper) {
                (true, _) => ", routine",
                (_, true) => ", wrapper: something deeper says why",
                _ => "",
            };
            writeln!(out, "{} ({}{mark})", told.cause, told.category.as_str())?;
            writeln!(out, "  said: {}", told.decisive)?;
            writeln!(out, "  means: {}", Text::new(&told.summary))?;
            writeln!(out, "  do: {}", Text::new(&told.next_step))
        }
    }
}

fn json(told: &Explanation) -> serde_json::Value {
    serde_json::json!({
        "cause": told.cause, "category": told.category.as_str(), "benign": told.benign, "wrapper": told.wrapper,
        "summary": told.summary, "next_step": told.next_step,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_answered_with_one_object() {
        let args = Args { text: None, kind: Some(MessageKind::ExitCode), format: Format::Json };
        let mut out = Vec::new();
        lines(&args, &b"143\n\xff\n\n139"[..], &mut out).expect("written");
        let causes: Vec<String> = String::from_utf8_lossy(&out)
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["cause"].to_string())
            .collect();
        assert_eq!(causes, ["\"stopped_sigterm\"", "\"unknown\"", "\"unknown\"", "\"segfault\""]);
    }
}
