//! From options and environment to clients, without asking anybody anything.

use super::chain::deepest;
use super::choice::{Choice, choose};
pub use super::clients::Clients;
use super::clients::{read_retries, time_limits};
pub use super::connect_error::ConnectError;
use super::credentials::Source;
pub use super::options::Options;
use crate::domain::Text;
use crate::domain::identity::Place;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::os_shim_internal::{Env, Fs};
use std::time::Duration;

/// Reads options, environment and files, and says what is missing or wrong. Asks nobody, and makes no client yet:
/// that takes longer than a first frame should wait.
///
/// # Errors
/// What is missing or wrong, before anything is asked.
pub async fn prepare(options: &Options) -> Result<Prepared, ConnectError> {
    let env = Env::real();
    let profiles = aws_config::profile::load(&Fs::real(), &env, &Default::default(), None)
        .await
        .map_err(|error| ConnectError::UnreadableConfig(Text::new(deepest(&error))))?;
    let choice = choose(options, &env, &profiles)?;
    let place = Place {
        region: Text::new(&choice.region),
        profile: choice.profile.as_deref().map(Text::new),
        endpoint: choice.endpoint.as_deref().map(Text::new),
    };
    Ok(Prepared { choice, place })
}

/// What clients will be made from, checked.
#[derive(Clone, Debug)]
pub struct Prepared {
    choice: Choice,
    place: Place,
}

impl Prepared {
    /// Where the calls will go.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Makes the clients. Credentials are found at the first call, whose fault tells if there are none.
    pub async fn connect(self) -> Clients {
        let config = configure(&self.choice).await.load().await;
        Clients::new(self.place, &config)
    }
}

async fn configure(choice: &Choice) -> ConfigLoader {
    let region = Region::new(choice.region.clone());
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(region.clone())
        .timeout_config(time_limits())
        .retry_config(read_retries())
        .credentials_provider(Source::new(credentials(choice, region).await));
    if let Some(profile) = &choice.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = choice.endpoint.as_ref().filter(|_| choice.endpoint_for_all) {
        loader = loader.endpoint_url(endpoint);
    }
    loader
}

/// The usual chain, or the profile alone where it was asked for by option. Building it asks nobody.
async fn credentials(choice: &Choice, region: Region) -> SharedCredentialsProvider {
    let sources = ProviderConfig::without_region().with_region(Some(region.clone()));
    if let (true, Some(profile)) = (choice.profile_alone, &choice.profile) {
        let provider = ProfileFileCredentialsProvider::builder().configure(&sources).profile_name(profile).build();
        return SharedCredentialsProvider::new(provider);
    }
    // Off EC2 nobody answers at the metadata address: one short attempt, so that "no credentials" is said and
    // not "no answer in time". Our choice.
    let metadata = aws_config::imds::Client::builder()
        .configure(&sources)
        .connect_timeout(Duration::from_millis(800))
        .read_timeout(Duration::from_millis(800))
        .max_attempts(1)
        .build();
    let mut chain = DefaultCredentialsChain::builder().configure(sources).region(region).imds_client(metadata);
    if let Some(profile) = &choice.profile {
        chain = chain.profile_name(profile);
    }
    SharedCredentialsProvider::new(chain.build().await)
}

/// Clients for an account simulated in this process: the SDK on the given HTTP client, with fixed credentials and
/// one attempt a call, so that what is answered does not depend on a back-off.
pub fn connect_in_process(http: SharedHttpClient, region: &str) -> Clients {
    let keys = Credentials::new("simulated", "simulated", None, None, "simulated account");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region.to_owned()))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .http_client(http)
        .sleep_impl(TokioSleep::new())
        .timeout_config(time_limits())
        .retry_config(RetryConfig::disabled())
        .build();
    let place = Place { region: Text::new(region), profile: None, endpoint: Some(Text::new("simulated")) };
    Clients::new(place, &config)
}
