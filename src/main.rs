//! `unstuck`: a console for an ECS service stuck in a CloudFormation deploy.

use clap::Parser;
use std::process::ExitCode;
use unstuck::cli::Cli;

fn main() -> ExitCode {
    unstuck::cli::run(Cli::parse())
}
