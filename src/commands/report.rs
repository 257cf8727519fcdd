//! `unstuck report STACK`: the incident report, for a ticket or a script.

use super::args::AccountArgs;
use super::{exit, look};
use crate::app::model::Model;
use crate::diagnosis::render::Report;
use crate::diagnosis::repeat::repeat;
use crate::diagnosis::timeline::timeline;
use crate::diagnosis::verdict::NotChecked;
use crate::domain::Text;
use crate::runtime::folders::Folders;
use crate::runtime::gather::gather;
use crate::runtime::journal::Journal;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The stack, by name or ARN
    pub stack: String,
    /// How the report is written
    #[arg(long, value_enum, default_value = "markdown")]
    pub format: Format,
    #[command(flatten)]
    pub account: AccountArgs,
}

/// How an incident report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Markdown,
    Json,
}

/// Gathers once and writes the report. It is made well whatever it says, so its exit status is 0.
pub async fn run(args: Args) -> ExitCode {
    let following = match look::at(&args.account, args.stack).await {
        Ok(following) => following,
        Err(code) => return code,
    };
    let (mut model, unanswered) = gather(following).await;
    if let Some(words) = look::why_not(&model) {
        return exit::failed(&words);
    }
    model.diagnosis.not_checked.extend(
        unanswered.iter().map(|feed| NotChecked { what: feed.to_string(), why: "no answer in time".to_owned() }),
    );
    let journal = Journal::new(Folders::from_env().map(|folders| folders.state.join("journal.jsonl")));
    let report = report(&model, &journal);
    let text = match args.format {
        Format::Markdown => report.markdown(),
        Format::Json => report.json(),
    };
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

/// The report of what a model knows, with what the journal says was done to its stack and services.
pub fn report<'a>(model: &'a Model, journal: &Journal) -> Report<'a> {
    let facts = &model.facts;
    let mut targets: BTreeSet<Text> = facts.services.keys().map(|id| id.name.clone()).collect();
    targets.extend(facts.stack.value().map(|stack| stack.name.clone()));
    let place = &model.session.place;
    let account = facts.identity.value().map(|who| &who.account);
    let actions = journal.taken(&targets, &place.region).map(|mut all| {
        all.retain(|taken| !taken.is_elsewhere(account));
        all
    });
    Report {
        made_at: model.now,
        seen_from: look::seen_from(model),
        diagnosis: &model.diagnosis,
        moments: timeline(facts),
        seen: model.memory.groups(),
        actions: actions.map_err(|error| error.to_string()),
        commands: repeat(facts, &model.diagnosis, place),
    }
}
