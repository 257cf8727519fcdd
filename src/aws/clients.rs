//! The clients of one session: who asks, where, and with which limits.

use super::ask::garbled;
use super::doubted::Doubted;
use super::meter::Meter;
use super::region::is_region;
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::identity::Place;
use aws_config::SdkConfig;
use aws_smithy_http_client::Builder as HttpClientBuilder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Everything a watch, a query or a write asks through. Cheap to clone: copies share connections.
#[derive(Clone, Debug)]
pub struct Clients {
    place: Place,
    sts: aws_sdk_sts::Client,
    ecs: aws_sdk_ecs::Client,
    cloudformation: aws_sdk_cloudformation::Client,
    load_balancing: aws_sdk_elasticloadbalancingv2::Client,
    autoscaling: aws_sdk_applicationautoscaling::Client,
    logs: Regional<aws_sdk_cloudwatchlogs::Client>,
    registries: Regional<aws_sdk_ecr::Client>,
    iam: Regional<aws_sdk_iam::Client>,
    writes: WriteClients,
    /// What was given to all of them; none where they use their own.
    http: Option<SharedHttpClient>,
    meter: Meter,
    doubted: Doubted,
}

/// The clients of the writes: one attempt each, because a write that was sent once must be settled by reading,
/// and no share in the reads' retry quota.
#[derive(Clone, Debug)]
pub(super) struct WriteClients {
    pub(super) ecs: aws_sdk_ecs::Client,
    pub(super) cloudformation: aws_sdk_cloudformation::Client,
    pub(super) autoscaling: aws_sdk_applicationautoscaling::Client,
    pub(super) logs: aws_sdk_cloudwatchlogs::Client,
}

/// Clients of one service, one a region, made when first needed: a task definition may send its logs to another
/// region, or take its images from there; IAM is asked rarely, if at all.
#[derive(Debug)]
struct Regional<C> {
    home: String,
    config: SdkConfig,
    by_region: Arc<Mutex<BTreeMap<String, C>>>,
}

impl<C> Clone for Regional<C> {
    fn clone(&self) -> Self {
        Self { home: self.home.clone(), config: self.config.clone(), by_region: Arc::clone(&self.by_region) }
    }
}

impl<C: Clone> Regional<C> {
    fn new(home: &Text, config: &SdkConfig) -> Self {
        Self { home: home.raw().to_owned(), config: config.clone(), by_region: Arc::default() }
    }

    /// The client of a region; none where the text is no region: it comes from a task definition and would become
    /// part of a host name.
    fn of(&self, region: &str, make: impl FnOnce(&SdkConfig, aws_config::Region) -> C) -> Option<C> {
        if region != self.home && !is_region(region) {
            return None;
        }
        let mut by_region = self.by_region.lock().unwrap_or_else(PoisonError::into_inner);
        let client = by_region.entry(region.to_owned());
        Some(client.or_insert_with(|| make(&self.config, aws_config::Region::new(region.to_owned()))).clone())
    }
}

/// Limits of one call: nothing waits longer, whatever the other side does. Our choice. An answer has 3 s to begin;
/// a whole attempt has more, because it may hold the start of a slow credentials program, and two attempts that
/// both hang still end inside the limit of the operation.
pub(super) fn time_limits() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .read_timeout(Duration::from_secs(3))
        .operation_attempt_timeout(Duration::from_secs(6))
        .operation_timeout(Duration::from_secs(8))
        .build()
}

/// Reads try twice; what goes on failing is the poller's to slow down.
pub(super) fn read_retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(2)
}

impl Clients {
    /// Clients of one configuration, which carries region, credentials, limits and retries.
    pub(super) fn new(place: Place, config: &SdkConfig) -> Self {
        let meter = Meter::default();
        let once = RetryConfig::disabled();
        let sts = aws_sdk_sts::config::Builder::from(config).interceptor(meter.clone());
        let ecs = aws_sdk_ecs::config::Builder::from(config).interceptor(meter.clone());
        let stacks = aws_sdk_cloudformation::config::Builder::from(config).interceptor(meter.clone());
        let balancing = aws_sdk_elasticloadbalancingv2::config::Builder::from(config).interceptor(meter.clone());
        let autoscaling = aws_sdk_applicationautoscaling::config::Builder::from(config).interceptor(meter.clone());
        let logs = aws_sdk_cloudwatchlogs::config::Builder::from(config).interceptor(meter.clone());
        Self {
            sts: aws_sdk_sts::Client::from_conf(sts.build()),
            ecs: aws_sdk_ecs::Client::from_conf(ecs.clone().build()),
            cloudformation: aws_sdk_cloudformation::Client::from_conf(stacks.clone().build()),
            load_balancing: aws_sdk_elasticloadbalancingv2::Client::from_conf(balancing.build()),
            autoscaling: aws_sdk_applicationautoscaling::Client::from_conf(autoscaling.clone().build()),
            logs: Regional::new(&place.region, config),
            registries: Regional::new(&place.region, config),
            iam: Regional::new(&place.region, config),
            writes: WriteClients {
                ecs: aws_sdk_ecs::Client::from_conf(ecs.retry_config(once.clone()).build()),
                cloudformation: aws_sdk_cloudformation::Client::from_conf(stacks.retry_config(once.clone()).build()),
                autoscaling: aws_sdk_applicationautoscaling::Client::from_conf(
                    autoscaling.retry_config(once.clone()).build(),
                ),
                logs: aws_sdk_cloudwatchlogs::Client::from_conf(logs.retry_config(once).build()),
            },
            http: config.http_client(),
            meter,
            doubted: Doubted::default(),
            place,
        }
    }

    /// Where the calls go.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The SDK's own HTTP client, for the one call that is no API: with the same TLS, made when first needed.
    pub(super) fn http(&self) -> SharedHttpClient {
        let https = || HttpClientBuilder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https();
        self.http.clone().unwrap_or_else(https)
    }

    /// How many calls were made through these clients and their copies.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// What was read of clusters whose services' lists of stopped tasks were doubted.
    pub(super) fn doubted(&self) -> &Doubted {
        &self.doubted
    }

    pub(super) fn sts(&self) -> &aws_sdk_sts::Client {
        &self.sts
    }

    pub(super) fn ecs(&self) -> &aws_sdk_ecs::Client {
        &self.ecs
    }

    pub(super) fn cloudformation(&self) -> &aws_sdk_cloudformation::Client {
        &self.cloudformation
    }

    pub(super) fn writes(&self) -> &WriteClients {
        &self.writes
    }

    pub(super) fn load_balancing(&self) -> &aws_sdk_elasticloadbalancingv2::Client {
        &self.load_balancing
    }

    pub(super) fn autoscaling(&self) -> &aws_sdk_applicationautoscaling::Client {
        &self.autoscaling
    }

    /// The log client of a region; of the session's own where none is named.
    ///
    /// # Errors
    /// A text that is no region.
    pub(super) fn logs(
        &self,
        action: &'static str,
        region: Option<&Text>,
    ) -> Result<aws_sdk_cloudwatchlogs::Client, Fault> {
        let region = region.map_or(self.logs.home.as_str(), Text::raw);
        let client = self.logs.of(region, |config, region| {
            let config =
                aws_sdk_cloudwatchlogs::config::Builder::from(config).region(region).interceptor(self.meter.clone());
            aws_sdk_cloudwatchlogs::Client::from_conf(config.build())
        });
        client.ok_or_else(|| no_region(action, &format!("the task definition sends logs to {region}")))
    }

    /// The client of IAM, which is one for all regions of a partition: the SDK knows where it is.
    pub(super) fn iam(&self) -> Option<aws_sdk_iam::Client> {
        self.iam.of(&self.iam.home, |config, region| {
            let config = aws_sdk_iam::config::Builder::from(config).region(region).interceptor(self.meter.clone());
            aws_sdk_iam::Client::from_conf(config.build())
        })
    }

    /// The registry client of the region an image reference names.
    ///
    /// # Errors
    /// A text that is no region.
    pub(super) fn registry(&self, action: &'static str, region: &str) -> Result<aws_sdk_ecr::Client, Fault> {
        let client = self.registries.of(region, |config, region| {
            let config = aws_sdk_ecr::config::Builder::from(config).region(region).interceptor(self.meter.clone());
            aws_sdk_ecr::Client::from_conf(config.build())
        });
        client.ok_or_else(|| no_region(action, &format!("the task definition takes an image from {region}")))
    }
}

fn no_region(action: &'static str, words: &str) -> Fault {
    Fault { kind: FaultKind::Rejected, ..garbled(action, &format!("{words}, which is no region")) }
}
