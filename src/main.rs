//! `unstuck`: a console for an ECS service stuck in a CloudFormation deploy.

use std::process::ExitCode;

fn main() -> ExitCode {
    unstuck::cli::main(std::env::args_os())
}
