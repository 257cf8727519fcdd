//! `unstuck diagnose STACK`: the verdict once, for people, scripts and tickets.

use super::args::AccountArgs;
use super::{exit, look};
use crate::diagnosis::render;
use crate::diagnosis::verdict::{Diagnosis, Finding, NotChecked, Verdict};
use crate::runtime::gather::gather;
use std::io::Write;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The stack, by name or ARN
    pub stack: String,
    /// How the answer is written
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Write the values of changed variables, not only their names
    #[arg(long)]
    pub show_values: bool,
    #[command(flatten)]
    pub account: AccountArgs,
}

/// How a diagnosis is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Json,
    Markdown,
}

/// Gathers what the console would show and says what it means.
pub async fn run(args: Args) -> ExitCode {
    let following = match look::at(&args.account, args.stack).await {
        Ok(following) => following,
        Err(code) => return code,
    };
    let (model, unanswered) = gather(following).await;
    if let Some(words) = look::why_not(&model) {
        return exit::failed(&words);
    }
    let mut diagnosis = model.diagnosis.clone();
    diagnosis.not_checked.extend(
        unanswered.iter().map(|feed| NotChecked { what: feed.to_string(), why: "no answer in time".to_owned() }),
    );
    if args.show_values {
        diagnosis.reveal();
    }
    let seen = look::seen_from(&model);
    let text = match args.format {
        Format::Text => render::text(&diagnosis, &seen),
        Format::Json => render::json(&diagnosis, &seen),
        Format::Markdown => render::markdown(&diagnosis, &seen),
    };
    // A closed pipe is the reader's choice.
    let _ = writeln!(std::io::stdout().lock(), "{}", text.trim_end());
    status(&diagnosis)
}

fn status(diagnosis: &Diagnosis) -> ExitCode {
    // Green, and down by our own hand: a script must not take that for done.
    if diagnosis.findings.iter().any(Finding::owes_a_count) {
        return ExitCode::from(exit::NEEDS_SOMEBODY);
    }
    match diagnosis.verdict {
        Verdict::Healthy | Verdict::Progressing | Verdict::Slow => ExitCode::SUCCESS,
        // Bake time ends by itself; a hook waits for somebody.
        Verdict::Waiting if diagnosis.findings.iter().all(|finding| finding.cause == "baking") => ExitCode::SUCCESS,
        Verdict::Waiting | Verdict::Stuck | Verdict::Failed => ExitCode::from(exit::NEEDS_SOMEBODY),
        Verdict::Unknown => ExitCode::from(exit::COULD_NOT),
    }
}
