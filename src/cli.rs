//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;

/// Shows why an ECS service is stuck in a CloudFormation deploy, live, and the safe way out.
#[derive(Debug, Parser)]
#[command(name = "unstuck", version, about, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub console: ConsoleArgs,
}

#[derive(Debug, Args)]
pub struct ConsoleArgs {
    /// The stack to open, by name or ARN; without it the stacks of the region are listed
    pub stack: Option<String>,
    #[command(flatten)]
    pub account: AccountArgs,
    #[command(flatten)]
    pub look: LookArgs,
}

/// Which account is asked.
#[derive(Debug, Args)]
pub struct AccountArgs {
    /// Profile of the AWS config files (else AWS_PROFILE)
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Region (else AWS_REGION, or the profile's)
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Endpoint instead of AWS's own (else AWS_ENDPOINT_URL)
    #[arg(long, value_name = "URL")]
    pub endpoint_url: Option<String>,
}

/// How the console looks and what it may do.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// Refuse everything that would change the account
    #[arg(long, alias = "readonly")]
    pub read_only: bool,
    /// Theme: ansi, dark, light, or one of your own
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say once why a stack is stuck; exit 0 well, 3 stuck or failed or waiting for you, 1 could not tell
    Diagnose(DiagnoseArgs),
    /// Write the incident report of a stack: verdict, evidence, timeline, actions taken
    Report(ReportArgs),
    /// Follow a stack as plain lines until it has settled; exit 0 well, 3 badly, 1 could not tell
    Watch(WatchArgs),
    /// Open the console on a simulated account with a stuck deploy
    Demo(DemoArgs),
    /// Serve a simulated account on loopback
    Sim(SimArgs),
    /// Explain messages of ECS and CloudFormation, offline
    Explain(crate::commands::explain::Args),
    /// Show the lines of log groups, or of those a stack's services log to; a query may run over them
    Logs(crate::commands::logs::Args),
    /// Run a CloudWatch Logs Insights query over local logs
    Query(crate::commands::query::Args),
}

#[derive(Debug, Args)]
pub struct DiagnoseArgs {
    /// The stack, by name or ARN
    pub stack: String,
    /// How the answer is written
    #[arg(long, value_enum, default_value = "text")]
    pub format: ReportFormat,
    #[command(flatten)]
    pub account: AccountArgs,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The stack, by name or ARN
    pub stack: String,
    /// How the report is written
    #[arg(long, value_enum, default_value = "markdown")]
    pub format: IncidentFormat,
    #[command(flatten)]
    pub account: AccountArgs,
}

/// How an incident report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum IncidentFormat {
    Markdown,
    Json,
}

#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The stack, by name or ARN
    pub stack: String,
    /// End at the first sure cause instead of when the stack has given up
    #[arg(long)]
    pub fail_fast: bool,
    #[command(flatten)]
    pub account: AccountArgs,
}

/// How a diagnosis is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Text,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// What is wrong in the account; see --list
    pub scenario: Option<String>,
    /// Name the scenarios and what each shows
    #[arg(long)]
    pub list: bool,
    #[command(flatten)]
    pub world: WorldArgs,
    #[command(flatten)]
    pub look: LookArgs,
}

/// How a simulated account runs.
#[derive(Debug, Args)]
pub struct WorldArgs {
    /// How many times faster than real time it runs
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub speed: u32,
    /// Number the accidents of the account follow from
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub struct SimArgs {
    /// What is wrong in the account; `unstuck demo --list` names them
    pub scenario: Option<String>,
    /// Address to listen on; loopback only, port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub world: WorldArgs,
}
