//! `unstuck watch STACK`: a line for each thing that matters until the stack has settled, for a job in CI.

use super::args::AccountArgs;
use super::{exit, look};
use crate::app::bulletin::Outcome;
use crate::runtime::signals::Ends;
use crate::runtime::watching::{Ended, watch};
use std::process::ExitCode;

/// What a shell says of a program that wrote to a closed pipe: not 0, which would say that it settled well.
const CLOSED_PIPE: u8 = 128 + 13;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The stack, by name or ARN
    pub stack: String,
    /// End at the first sure cause instead of when the stack has given up
    #[arg(long)]
    pub fail_fast: bool,
    #[command(flatten)]
    pub account: AccountArgs,
}

/// Follows the stack to its end.
pub async fn run(args: Args) -> ExitCode {
    let mut ends = match Ends::listen() {
        Ok(ends) => ends,
        Err(error) => return exit::failed(&format!("signals cannot be listened to: {error}")),
    };
    let following = match look::at(&args.account, args.stack).await {
        Ok(following) => following,
        Err(code) => return code,
    };
    match watch(following, args.fail_fast, ends.next(), &mut std::io::stdout()).await {
        Ended::Settled(Outcome::Well) => ExitCode::SUCCESS,
        Ended::Settled(Outcome::Badly | Outcome::Asks) => ExitCode::from(exit::NEEDS_SOMEBODY),
        Ended::Settled(Outcome::Untold) => ExitCode::from(exit::COULD_NOT),
        Ended::Signal(number) => ExitCode::from(128 + u8::try_from(number).unwrap_or(0)),
        Ended::Unread => ExitCode::from(CLOSED_PIPE),
    }
}
