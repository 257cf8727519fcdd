//! `unstuck journal`: what this program has changed from this machine.

use super::args::Format;
use super::exit;
use crate::domain::clock::date_time;
use crate::domain::taken::Taken;
use crate::runtime::folders::Folders;
use crate::runtime::journal::Journal;
use serde_json::json;
use std::io::Write;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only what was done to a stack, service, task or resource of this name
    pub name: Option<String>,
    /// How it is written; json is one object a line
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Shows the writes, oldest first. Asks nobody.
pub fn run(args: &Args) -> ExitCode {
    let Some(folders) = Folders::from_env() else {
        return exit::failed("there is no folder for the journal (set HOME or XDG_STATE_HOME)");
    };
    let path = folders.state.join("journal.jsonl");
    let mut all = match Journal::new(Some(path.clone())).all() {
        Ok(all) => all,
        Err(error) => return exit::failed(&error.to_string()),
    };
    if let Some(name) = &args.name {
        all.retain(|taken| taken.about.raw() == name || taken.target.raw() == name);
    }
    if all.is_empty() {
        let of = args.name.as_ref().map_or(String::new(), |name| format!(" of {name:?}"));
        exit::note(&format!("nothing{of} is in the journal {}", path.display()));
    }
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().lock().write_all(written(&all, args.format).as_bytes());
    ExitCode::SUCCESS
}

/// The writes as they are shown.
pub fn written(all: &[Taken], format: Format) -> String {
    all.iter().map(|taken| if format == Format::Json { object(taken) } else { words(taken) }).collect()
}

fn words(taken: &Taken) -> String {
    let result = taken.result.as_ref().map_or("no answer is written down", |result| result.as_str());
    let was = taken.before.as_ref().map_or(String::new(), |before| format!(" (was {before})"));
    let profile = taken.profile.as_ref().map_or(String::new(), |profile| format!(" · profile {profile}"));
    format!(
        "{}  {}  {}{was} · {}{profile}\n    {result}\n    {}\n",
        date_time(taken.at),
        taken.lever.map_or(taken.action.as_str(), |lever| lever.name()),
        taken.aim,
        taken.region,
        taken.command
    )
}

fn object(taken: &Taken) -> String {
    let object = json!({
        "at": date_time(taken.at),
        "lever": taken.lever.map(|lever| lever.name()),
        "action": taken.action,
        "target": taken.target,
        "about": taken.about,
        "aim": taken.aim,
        "before": taken.before,
        "region": taken.region,
        "profile": taken.profile,
        "command": taken.command,
        "result": taken.result,
    });
    format!("{object}\n")
}
