//! A source of credentials that answers in time and keeps its words.

use super::chain::words;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};
use std::error::Error;
use std::sync::OnceLock;
use std::time::Duration;

/// Less than the SDK's own limit for credentials (5 s), after which it would only say that AWS did not answer.
/// Our choice.
const LIMIT: Duration = Duration::from_millis(4_500);

/// The SDK's sources, bounded. They hand out what is wrong with a profile once and afterwards only say that they
/// have said it; here it is said every time.
#[derive(Debug)]
pub(super) struct Source {
    inner: SharedCredentialsProvider,
    misconfigured: OnceLock<String>,
}

impl Source {
    pub(super) fn new(inner: SharedCredentialsProvider) -> Self {
        Self { inner, misconfigured: OnceLock::new() }
    }

    async fn ask(&self) -> provider::Result {
        if let Some(words) = self.misconfigured.get() {
            return Err(CredentialsError::invalid_configuration(words.clone()));
        }
        let Ok(answer) = tokio::time::timeout(LIMIT, self.inner.provide_credentials()).await else {
            return Err(CredentialsError::provider_error(
                "the source of the credentials (credential_process, sign-in, role) did not answer within 4.5 s",
            ));
        };
        if let Err(error @ CredentialsError::InvalidConfiguration(_)) = &answer
            && let Some(source) = error.source()
        {
            let _ = self.misconfigured.set(words(source).join(": "));
        }
        answer
    }
}

impl ProvideCredentials for Source {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.ask())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Hangs, or tells once that it is misconfigured.
    #[derive(Debug)]
    enum Bad {
        Hangs,
        TellsOnce(AtomicBool),
    }

    impl ProvideCredentials for Bad {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            future::ProvideCredentials::new(async move {
                match self {
                    Self::Hangs => std::future::pending().await,
                    Self::TellsOnce(told) if told.swap(true, Ordering::Relaxed) => {
                        Err(CredentialsError::unhandled("already taken"))
                    }
                    Self::TellsOnce(_) => Err(CredentialsError::invalid_configuration("no such source_profile")),
                }
            })
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_hangs_is_named_before_the_call_is_given_up() {
        let source = Source::new(SharedCredentialsProvider::new(Bad::Hangs));
        let error = source.provide_credentials().await.expect_err("nothing came");
        assert!(words(&error).join(": ").contains("did not answer"), "{error:?}");
    }

    #[tokio::test]
    async fn what_is_wrong_with_a_profile_is_said_every_time() {
        let source = Source::new(SharedCredentialsProvider::new(Bad::TellsOnce(AtomicBool::new(false))));
        for _ in 0..3 {
            let error = source.provide_credentials().await.expect_err("misconfigured");
            assert!(words(&error).join(": ").contains("no such source_profile"), "{error:?}");
        }
    }
}
