//! The command line of `unstuck logs`.

use crate::commands::args::AccountArgs;
use crate::commands::query::Format;
use crate::domain::live::LiveWay;
use std::time::Duration;

/// Show the lines of log groups, or of the groups a stack's services log to
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Stacks and log groups, each by name or ARN
    #[arg(required = true, value_name = "STACK|GROUP")]
    pub names: Vec<String>,
    /// A Logs Insights query over the lines; what only CloudWatch can run is run there, and costs what it scans
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// How far back to begin: 90s, 15m, 2h, 1d
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = since)]
    pub since: Duration,
    /// Go on as lines come
    #[arg(long)]
    pub follow: bool,
    /// How a followed answer is kept fresh; without it the query decides, and what can be had
    #[arg(long, value_enum, value_name = "WAY")]
    pub way: Option<Way>,
    /// How lines are written; jsonl is one object a line
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub format: LogFormat,
    #[command(flatten)]
    pub account: AccountArgs,
}

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    Text,
    Jsonl,
}

/// How an answer is kept fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Way {
    /// Lines over Live Tail and FilterLogEvents, the query run here
    Stream,
    /// Lines of ever new windows of Logs Insights, the query run here
    Windows,
    /// The whole query run by CloudWatch again and again
    Service,
}

impl Args {
    /// Why these cannot go together.
    pub fn misused(&self) -> Option<String> {
        let needs_query = self.query.is_none() && self.way == Some(Way::Service);
        needs_query.then(|| {
            "--way service needs --query: CloudWatch runs a query, and lines as they are have none; leave --way out, or \
             ask for stream or windows"
                .to_owned()
        })
    }
}

impl Way {
    /// As live queries name it.
    pub fn of_query(self) -> LiveWay {
        match self {
            Self::Stream => LiveWay::Stream,
            Self::Windows => LiveWay::Windows,
            Self::Service => LiveWay::Service,
        }
    }
}

impl LogFormat {
    /// How rows of a query are written.
    pub fn of_rows(self) -> Format {
        match self {
            Self::Text => Format::Table,
            Self::Jsonl => Format::Jsonl,
        }
    }
}

/// CloudWatch keeps logs for ten years at most, if not for ever. Our choice.
const LONGEST: u64 = 3_660 * 86_400;

fn since(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no time; write a number with s, m, h or d, such as 15m");
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(wrong()),
    };
    let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).ok_or_else(wrong)?;
    if seconds > LONGEST {
        return Err(format!("`{text}` is longer than ten years"));
    }
    Ok(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::since;

    #[test]
    fn a_time_is_a_number_and_a_unit() {
        for (text, seconds) in [("90s", Some(90)), ("15m", Some(900)), ("2h", Some(7_200)), ("1d", Some(86_400))] {
            assert_eq!(since(text).ok().map(|time| time.as_secs()), seconds, "{text}");
        }
        for wrong in ["", "m", "15", "15min", "-1m", "1é", "99999999999999999999s", "9999999d"] {
            assert!(since(wrong).is_err(), "{wrong}");
        }
    }
}
