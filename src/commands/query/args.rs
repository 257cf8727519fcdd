//! The command line of `unstuck query`.

use std::path::PathBuf;

/// Run a CloudWatch Logs Insights query over local logs.
///
/// A line that is a JSON object with an @message member is a log event with its @ fields; any other line is a message,
/// and its JSON fields are discovered.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The query, such as 'filter level = "ERROR" | stats count(*) by bin(5m)'
    pub query: String,
    /// The logs; standard input without
    pub files: Vec<PathBuf>,
    /// Go on as the files grow
    #[arg(long)]
    pub follow: bool,
    /// How rows are written; jsonl is one object a row
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// The time of now(), in seconds since 1970
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub now: Option<i64>,
    /// The JSON field that holds a line's time, instead of timestamp, time, ts and the like
    #[arg(long, value_name = "NAME")]
    pub time_field: Option<String>,
    /// Only say whether the service would accept the query: exit 0, or 2
    #[arg(long)]
    pub check: bool,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Table,
    Jsonl,
    Csv,
}
