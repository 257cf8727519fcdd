//! Options that several subcommands share.

use clap::Args;

/// Which account is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
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

impl AccountArgs {
    /// These, and where one is not given the other's.
    pub fn or(self, other: Self) -> Self {
        Self {
            profile: self.profile.or(other.profile),
            region: self.region.or(other.region),
            endpoint_url: self.endpoint_url.or(other.endpoint_url),
        }
    }
}

/// How the console looks and what it may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct LookArgs {
    /// Refuse everything that would change the account
    #[arg(long, alias = "readonly")]
    pub read_only: bool,
    /// Theme: ansi, dark, light, or one of your own
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
}

impl LookArgs {
    /// These, and where one is not given the other's.
    pub fn or(self, other: Self) -> Self {
        Self { read_only: self.read_only || other.read_only, theme: self.theme.or(other.theme) }
    }
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

/// How a command writes what it found: for people, or one JSON object a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Json,
}
