//! The command line: which subcommand, with which options. Options of an account or of the look may stand before a
//! subcommand as well as after it.

use crate::commands::args::{AccountArgs, LookArgs};
use crate::commands::{console, demo, diagnose, exit, explain, journal, logs, query, report, sim, watch};
use crate::misuse;
use clap::{CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Shows why an ECS service is stuck in a CloudFormation deploy, live, and the safe way out.
#[derive(Debug, Parser)]
#[command(name = "unstuck", version, about)]
#[command(override_usage = "unstuck [OPTIONS] [STACK]\n       unstuck [OPTIONS] <COMMAND>")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub console: console::Args,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say once why a stack is stuck; exit 0 well, 3 stuck or failed or waiting for you, 1 could not tell
    Diagnose(diagnose::Args),
    /// Write the incident report of a stack: verdict, evidence, timeline, actions taken
    Report(report::Args),
    /// Follow a stack as plain lines until it has settled; exit 0 well, 3 badly, 1 could not tell
    Watch(watch::Args),
    /// Open the console on a simulated account with a stuck deploy
    Demo(demo::Args),
    /// Serve a simulated account on loopback
    Sim(sim::Args),
    /// Explain messages of ECS and CloudFormation, offline
    Explain(explain::Args),
    /// Show the lines of log groups, or of those a stack's services log to; a query may run over them
    Logs(logs::Args),
    /// Show what this program has changed from this machine, with the answers
    Journal(journal::Args),
    /// Run a CloudWatch Logs Insights query over local logs
    Query(query::Args),
}

impl Cli {
    /// Hands what stands before the subcommand to it.
    ///
    /// # Errors
    /// The sentence for what stands there and means nothing to it.
    pub fn settled(self) -> Result<Self, String> {
        let Some(mut command) = self.command else { return Ok(self) };
        let console::Args { stack, account: before, look } = self.console;
        if let Some(stack) = stack {
            return Err(format!("{stack:?} stands before the subcommand; a stack is named after it"));
        }
        match &mut command {
            Command::Diagnose(diagnose::Args { account, .. })
            | Command::Report(report::Args { account, .. })
            | Command::Watch(watch::Args { account, .. })
            | Command::Logs(logs::Args { account, .. }) => {
                // They only read: --read-only asks for what they do.
                refuse(&[("--theme", look.theme.is_some())])?;
                *account = std::mem::take(account).or(before);
            }
            Command::Demo(args) => {
                of_no_account(&before)?;
                args.look = std::mem::take(&mut args.look).or(look);
            }
            Command::Sim(_) | Command::Explain(_) | Command::Query(_) | Command::Journal(_) => {
                of_no_account(&before)?;
                refuse(&[("--read-only", look.read_only), ("--theme", look.theme.is_some())])?;
            }
        }
        let console = console::Args { stack: None, account: AccountArgs::default(), look: LookArgs::default() };
        Ok(Self { command: Some(command), console })
    }
}

fn of_no_account(account: &AccountArgs) -> Result<(), String> {
    let AccountArgs { profile, region, endpoint_url } = account;
    refuse(&[
        ("--profile", profile.is_some()),
        ("--region", region.is_some()),
        ("--endpoint-url", endpoint_url.is_some()),
    ])
}

fn refuse(given: &[(&str, bool)]) -> Result<(), String> {
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((name, _)) => Err(format!("{name} means nothing to this subcommand")),
        None => Ok(()),
    }
}

/// Reads the command line and does what it asks for.
pub fn main(given: impl Iterator<Item = OsString>) -> ExitCode {
    let given: Vec<OsString> = given.collect();
    match Cli::try_parse_from(&given) {
        Ok(cli) => run(cli),
        // Help and version are no errors.
        Err(error) if !error.use_stderr() => error.exit(),
        Err(error) => {
            let given: Vec<String> = given.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            let mut root = Cli::command();
            root.build();
            exit::misused(&misuse::words(&error, &root, &given))
        }
    }
}

fn run(cli: Cli) -> ExitCode {
    let cli = match cli.settled() {
        Ok(cli) => cli,
        Err(error) => return exit::misused(&error),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return exit::failed(&format!("the async runtime cannot start: {error}")),
    };
    let code = runtime.block_on(async {
        match cli.command {
            None => console::run(cli.console).await,
            Some(Command::Diagnose(args)) => diagnose::run(args).await,
            Some(Command::Report(args)) => report::run(args).await,
            Some(Command::Watch(args)) => watch::run(args).await,
            Some(Command::Demo(args)) => demo::run(args).await,
            Some(Command::Sim(args)) => sim::run(args).await,
            Some(Command::Explain(args)) => explain::run(&args),
            Some(Command::Journal(args)) => journal::run(&args),
            Some(Command::Logs(args)) => logs::run(args).await,
            Some(Command::Query(args)) => query::run(&args),
        }
    });
    // Name look-ups and file reads on helper threads are not waited for.
    runtime.shutdown_background();
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Cli, String> {
        let cli = Cli::try_parse_from(line.split(' ')).map_err(|error| error.to_string())?;
        cli.settled()
    }

    #[test]
    fn options_may_stand_before_the_subcommand_and_after_it() {
        for line in [
            "unstuck --region eu-west-1 --profile p diagnose shop",
            "unstuck --region eu-west-1 diagnose --profile p shop",
            "unstuck diagnose shop --region eu-west-1 --profile p",
            "unstuck --read-only --region us-east-1 --profile p diagnose shop --region eu-west-1",
        ] {
            let cli = read(line).expect(line);
            let Some(Command::Diagnose(args)) = cli.command else { panic!("another command: {line}") };
            let account = (args.account.region.as_deref(), args.account.profile.as_deref());
            assert_eq!((args.stack.as_str(), account), ("shop", (Some("eu-west-1"), Some("p"))), "{line}");
        }
        for line in ["unstuck --read-only --theme dark demo", "unstuck demo --theme dark --read-only"] {
            let Some(Command::Demo(args)) = read(line).expect(line).command else { panic!("another command: {line}") };
            assert_eq!(args.look, LookArgs { read_only: true, theme: Some("dark".to_owned()) });
        }
        let console = read("unstuck --region eu-west-1 shop --theme light").expect("the console").console;
        assert_eq!((console.stack.as_deref(), console.account.region.as_deref()), (Some("shop"), Some("eu-west-1")));
    }

    #[test]
    fn a_wrong_option_is_answered_with_the_right_ones() {
        for (line, names) in [
            ("unstuck diagnose --fromat json shop", "Options of unstuck diagnose: --format, --show-values, --profile"),
            ("unstuck --fast", "Options of unstuck: --profile, --region"),
            ("unstuck shop frobnicate", "Subcommands: diagnose, report, watch, demo"),
        ] {
            let given: Vec<String> = line.split(' ').map(str::to_owned).collect();
            let error = Cli::try_parse_from(&given).expect_err(line);
            let mut root = Cli::command();
            root.build();
            let said = misuse::words(&error, &root, &given);
            assert!(said.starts_with("error: ") && said.contains(names), "{said}");
        }
    }

    #[test]
    fn what_means_nothing_is_refused_by_name() {
        for (line, words) in [
            ("unstuck shop diagnose shop", "\"shop\" stands before the subcommand"),
            ("unstuck --region r explain x", "--region means nothing"),
            ("unstuck --profile p demo", "--profile means nothing"),
            ("unstuck --theme dark watch shop", "--theme means nothing"),
            ("unstuck --read-only sim", "--read-only means nothing"),
            ("unstuck --regoin r diagnose shop", "--region"),
        ] {
            let error = read(line).expect_err(line);
            assert!(error.contains(words), "{line}: {error}");
        }
    }
}
