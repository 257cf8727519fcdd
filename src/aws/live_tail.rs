//! StartLiveTail: new lines as they come, until the session ends.
//!
//! AWS promises a word every second, tells no line twice and none of before, and keeps ten updates for a slow
//! reader before it drops the oldest.

use super::ask::garbled;
use super::chain::deepest;
use super::clients::Clients;
use super::fault;
use super::from_sdk;
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::log::LogRecord;
use crate::domain::log_scope::{LogGroupId, LogScope, LogStreams};
use aws_sdk_cloudwatchlogs::config::Config;
use aws_sdk_cloudwatchlogs::config::retry::RetryConfig;
use aws_sdk_cloudwatchlogs::primitives::event_stream::EventReceiver;
use aws_sdk_cloudwatchlogs::types::StartLiveTailResponseStream as Word;
use aws_sdk_cloudwatchlogs::types::error::StartLiveTailResponseStreamError as StreamError;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::time::Duration;
use tokio::time::timeout;

const ACTION: &str = "logs:StartLiveTail";
/// Most groups in a session.
pub const MOST_GROUPS: usize = 10;
/// The SDK waits for the first frame without any limit of its own. Our choice.
const OPENING: Duration = Duration::from_secs(10);
/// Nothing for so long means dead, since there should be a word every second. Our choice.
const SILENCE: Duration = Duration::from_secs(10);

/// An open session.
pub struct LiveTail {
    words: EventReceiver<Word, StreamError>,
    groups: Vec<LogGroupId>,
}

/// What came in a second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TailUpdate {
    /// In the order they came; the ids mean nothing.
    pub records: Vec<LogRecord>,
    /// More matched than an update can hold, and were left out.
    pub sampled: bool,
}

impl LiveTail {
    /// Opens a session over at most ten groups of one region, by their ARNs, which are in the order of the scope's
    /// groups.
    ///
    /// # Errors
    /// `LimitExceeded` where too many are open, `Timeout` where nothing came in ten seconds.
    pub async fn open(clients: &Clients, scope: &LogScope, arns: &[String]) -> Result<Self, Fault> {
        let region = scope.groups.first().and_then(|group| group.region.as_ref());
        let (names, prefixes) = match &scope.streams {
            LogStreams::All => (None, None),
            LogStreams::Named(names) => (Some(raw(names)), None),
            LogStreams::Prefixed(prefixes) => (None, Some(raw(prefixes))),
        };
        let asking = clients
            .logs(ACTION, region)?
            .start_live_tail()
            .set_log_group_identifiers(Some(arns.to_vec()))
            .set_log_stream_names(names)
            .set_log_stream_name_prefixes(prefixes)
            .set_log_event_filter_pattern(scope.pattern.clone())
            .customize()
            // A quota is not spent on retries: whoever keeps the session knows when to try again.
            .config_override(Config::builder().retry_config(RetryConfig::disabled()))
            .interceptor(OwnHost);
        let opening = async {
            let answer = Box::pin(asking.send()).await.map_err(|error| fault::of(ACTION, &error))?;
            let mut tail = Self { words: answer.response_stream, groups: scope.groups.clone() };
            loop {
                if let Word::SessionStart(_) = tail.word().await? {
                    return Ok(tail);
                }
            }
        };
        timeout(OPENING, opening).await.unwrap_or_else(|_| Err(silence(OPENING)))
    }

    /// What came next.
    ///
    /// # Errors
    /// Why the session has ended; it is of no use any more.
    pub async fn next(&mut self) -> Result<TailUpdate, Fault> {
        loop {
            let word = timeout(SILENCE, self.word()).await.unwrap_or_else(|_| Err(silence(SILENCE)))?;
            if let Word::SessionUpdate(update) = word {
                let sampled = update.session_metadata().is_some_and(|metadata| metadata.sampled());
                let record = |line| from_sdk::log::tail_record(&self.groups, line);
                return Ok(TailUpdate { records: update.session_results().iter().map(record).collect(), sampled });
            }
        }
    }

    async fn word(&mut self) -> Result<Word, Fault> {
        match self.words.recv().await {
            Ok(Some(word)) => Ok(word),
            Ok(None) => Err(ended(FaultKind::Network, "the service has closed the stream")),
            Err(SdkError::ServiceError(said)) => Err(match said.err() {
                StreamError::SessionTimeoutException(_) => ended(FaultKind::Timeout, "the session was three hours old"),
                other => ended(FaultKind::Service, &deepest(other)),
            }),
            Err(SdkError::ResponseError(_)) => Err(garbled(ACTION, "a frame of the stream cannot be read")),
            Err(_) => Err(ended(FaultKind::Network, "the connection of the stream broke")),
        }
    }
}

fn raw(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.raw().to_owned()).collect()
}

fn ended(kind: FaultKind, words: &str) -> Fault {
    Fault { action: ACTION, kind, message: Text::new(words) }
}

fn silence(limit: Duration) -> Fault {
    ended(FaultKind::Timeout, &format!("nothing came for {} s", limit.as_secs()))
}

/// The SDK puts `stream-` before the host, also before one of our own that has no such neighbour.
#[derive(Debug)]
struct OwnHost;

impl Intercept for OwnHost {
    fn name(&self) -> &'static str {
        "OwnHost"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        if let Some(own) = own_host(request.uri()) {
            request.set_uri(own)?;
        }
        Ok(())
    }
}

/// The address without the prefix, where it is none of AWS's regional endpoints.
fn own_host(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once("://")?;
    let rest = rest.strip_prefix("stream-")?;
    let host = rest.split(['/', ':', '?']).next().unwrap_or(rest);
    let is_regional = (host.starts_with("logs.") || host.starts_with("logs-fips."))
        && [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"].iter().any(|domain| host.ends_with(domain));
    (!is_regional).then(|| format!("{scheme}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::own_host;

    #[test]
    fn only_a_host_of_our_own_loses_its_prefix() {
        for (uri, own) in [
            ("https://stream-logs.eu-west-1.amazonaws.com/", None),
            ("https://stream-logs-fips.us-gov-east-1.amazonaws.com/", None),
            ("https://logs.eu-west-1.amazonaws.com/", None),
            ("http://stream-127.0.0.1:4566/", Some("http://127.0.0.1:4566/")),
            ("http://stream-logs.local/", Some("http://logs.local/")),
            (
                "https://stream-vpce-1.logs.eu-west-1.vpce.amazonaws.com/",
                Some("https://vpce-1.logs.eu-west-1.vpce.amazonaws.com/"),
            ),
        ] {
            assert_eq!(own_host(uri).as_deref(), own, "{uri}");
        }
    }
}
