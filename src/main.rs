//! `unstuck`: a console for an ECS service stuck in a CloudFormation deploy.

use clap::Parser;
use std::process::ExitCode;
use unstuck::commands::explain;

/// A console for an ECS service stuck in a CloudFormation deploy.
#[derive(Parser)]
#[command(name = "unstuck")]
enum Cli {
    Explain(explain::Args),
}

fn main() -> ExitCode {
    match Cli::parse() {
        Cli::Explain(args) => explain::run(&args),
    }
}
