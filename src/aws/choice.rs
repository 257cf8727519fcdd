//! Which profile, region and endpoint: read from options, environment and files, before anything is asked.

use super::connect_error::ConnectError;
use super::options::Options;
use super::region::{is_region, nearest};
use crate::domain::Text;
use aws_config::profile::{Profile, ProfileSet};
use aws_types::os_shim_internal::Env;

/// What was chosen, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) region: String,
    /// The profile that was named, if one was.
    pub(super) profile: Option<String>,
    /// Credentials come from the profile alone, as with `aws --profile`: not from variables, not from the machine.
    pub(super) profile_alone: bool,
    /// The endpoint that was named on the command line or in the environment.
    pub(super) endpoint: Option<String>,
    /// It was named on the command line: then it is every service's, whatever variables say of one of them.
    pub(super) endpoint_for_all: bool,
}

/// Chooses, as the `aws` command does: option before variable before profile.
pub(super) fn choose(options: &Options, env: &Env, profiles: &ProfileSet) -> Result<Choice, ConnectError> {
    let variable = |name: &str| env.get(name).ok().filter(|value| !value.is_empty());
    let asked = options.profile.clone().filter(|p| !p.is_empty());
    let named = asked.clone().or_else(|| variable("AWS_PROFILE"));
    let name = named.as_deref().unwrap_or("default");
    let profile = profiles.get_profile(name);
    if let (Some(name), None) = (&named, profile)
        && name != "default"
    {
        let mut known: Vec<Text> = profiles.profiles().map(Text::new).collect();
        known.sort();
        return Err(ConnectError::ProfileNotFound { name: Text::new(name), known });
    }
    // Keys in the environment come before a profile that only a variable names, and then no profile is used.
    let keys_in_environment = variable("AWS_ACCESS_KEY_ID").is_some() && variable("AWS_SECRET_ACCESS_KEY").is_some();
    if (asked.is_some() || !keys_in_environment)
        && let Some(profile) = profile.and_then(|p| with_mfa(profiles, p))
    {
        return Err(ConnectError::MfaNotSupported { profile: Text::new(profile.name()) });
    }
    let region = options
        .region
        .clone()
        .or_else(|| variable("AWS_REGION"))
        .or_else(|| variable("AWS_DEFAULT_REGION"))
        .or_else(|| profile.and_then(|p| p.get("region")).map(str::to_owned))
        .filter(|region| !region.is_empty())
        .ok_or(ConnectError::NoRegion)?;
    if !is_region(&region) {
        return Err(ConnectError::BadRegion { given: Text::new(&region), nearest: nearest(&region) });
    }
    let endpoint = options.endpoint.clone().or_else(|| variable("AWS_ENDPOINT_URL"));
    if let Some(bad) = endpoint.iter().find(|url| !is_endpoint(url)) {
        return Err(ConnectError::BadEndpoint(Text::new(bad)));
    }
    let endpoint_for_all = options.endpoint.is_some();
    Ok(Choice { region, profile_alone: asked.is_some(), profile: named, endpoint, endpoint_for_all })
}

/// The profile, or the one it takes its credentials from, that wants a second factor.
fn with_mfa<'a>(profiles: &'a ProfileSet, first: &'a Profile) -> Option<&'a Profile> {
    let source = |profile: &&'a Profile| profile.get("source_profile").and_then(|name| profiles.get_profile(name));
    // Profiles may name each other in a circle.
    std::iter::successors(Some(first), source).take(16).find(|profile| profile.get("mfa_serial").is_some())
}

fn is_endpoint(url: &str) -> bool {
    let is_web = url.starts_with("http://") || url.starts_with("https://");
    is_web && url.parse::<http::Uri>().is_ok_and(|uri| uri.host().is_some_and(|host| !host.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_config::profile::load;
    use aws_types::os_shim_internal::Fs;

    const FILE: &str = "[default]\nregion = eu-central-1\n[profile prod]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\n[profile base]\n[profile factor]\nmfa_serial = arn:aws:iam::1:mfa/me\n[profile behind]\nsource_profile = factor\nregion = eu-west-2\n[profile loop]\nsource_profile = loop\n";

    async fn chosen(options: [Option<&str>; 3], env: &[(&str, &str)]) -> Result<Choice, ConnectError> {
        let env: Vec<(&str, &str)> = [("HOME", "/home/me")].iter().chain(env).copied().collect();
        let env = Env::from_slice(&env);
        let fs = Fs::from_slice(&[("/home/me/.aws/config", FILE)]);
        let profiles = load(&fs, &env, &Default::default(), None).await.expect("a file that can be read");
        let [profile, region, endpoint] = options.map(|o| o.map(str::to_owned));
        choose(&Options { profile, region, endpoint }, &env, &profiles)
    }

    #[tokio::test]
    async fn an_option_comes_before_a_variable_and_that_before_the_profile() {
        for (options, env, region) in [
            ([None, Some("us-east-1"), None], vec![("AWS_REGION", "us-east-2")], "us-east-1"),
            ([None, None, None], vec![("AWS_REGION", "us-east-2"), ("AWS_DEFAULT_REGION", "us-west-1")], "us-east-2"),
            ([None, None, None], vec![("AWS_DEFAULT_REGION", "us-west-1"), ("AWS_REGION", "")], "us-west-1"),
            ([None, None, None], vec![("AWS_PROFILE", "prod")], "eu-west-1"),
            ([Some("prod"), None, None], vec![("AWS_PROFILE", "nonsense")], "eu-west-1"),
            ([None, None, None], vec![], "eu-central-1"),
        ] {
            assert_eq!(chosen(options, &env).await.map(|c| c.region), Ok(region.to_owned()), "{options:?} {env:?}");
        }
    }

    #[tokio::test]
    async fn a_profile_that_no_file_has_is_refused_and_the_known_ones_are_named() {
        for (options, env) in [([Some("prdo"), None, None], vec![]), ([None; 3], vec![("AWS_PROFILE", "prdo")])] {
            let error = chosen(options, &env).await.expect_err("no such profile");
            assert!(error.to_string().contains("no AWS profile named prdo"), "{error}");
            assert!(error.to_string().ends_with("base, behind, default, factor, loop, prod"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_second_factor_is_never_left_out_silently() {
        let keys = [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_PROFILE", "behind")];
        for profile in ["factor", "behind"] {
            let error = chosen([Some(profile), None, None], &keys).await.expect_err("a second factor");
            assert_eq!(error, ConnectError::MfaNotSupported { profile: Text::new("factor") });
        }
        assert!(chosen([None; 3], &keys[2..]).await.is_err());
        assert!(chosen([None; 3], &keys).await.is_ok(), "the keys are used, not the profile");
    }

    #[tokio::test]
    async fn what_is_missing_or_misspelt_is_named() {
        for (options, env, words) in [
            ([Some("base"), None, None], vec![], "no region is set"),
            ([Some("loop"), None, None], vec![], "no region is set"),
            ([None, Some("eu-west1"), None], vec![], "Did you mean eu-west-1?"),
            ([None, None, Some("localhost:4566")], vec![], "not an endpoint"),
            ([None, None, Some("http://")], vec![], "not an endpoint"),
            ([None; 3], vec![("AWS_ENDPOINT_URL", "nonsense")], "not an endpoint"),
        ] {
            let error = chosen(options, &env).await.expect_err(words);
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
