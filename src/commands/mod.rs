//! One file a subcommand: parse, choose the world, run, print why it ended.
//!
//! Never here: what a fact means, how anything looks.

pub mod console;
pub mod demo;
pub mod diagnose;
pub mod exit;
pub mod explain;
pub mod logs;
pub mod look;
pub mod query;
pub mod report;
pub mod sim;
pub mod watch;

use crate::cli::{Cli, Command};
use std::process::ExitCode;

/// Runs what the command line asks for.
pub fn run(cli: Cli) -> ExitCode {
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
            Some(Command::Logs(args)) => logs::run(args).await,
            Some(Command::Query(args)) => query::run(&args),
        }
    });
    // Name look-ups and file reads on helper threads are not waited for.
    runtime.shutdown_background();
    code
}
