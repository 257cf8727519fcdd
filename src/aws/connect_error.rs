//! Why there is no connection to begin with.

use crate::domain::Text;
use std::fmt;

/// What keeps us from asking AWS anything. Each says what happened, what it means and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectError {
    /// A profile was named that no file has. Going on would mean using another identity.
    ProfileNotFound { name: Text, known: Vec<Text> },
    /// The config or credentials file cannot be read.
    UnreadableConfig(Text),
    /// No option, variable or profile names a region.
    NoRegion,
    /// The region has not the form of one.
    BadRegion { given: Text, nearest: Option<&'static str> },
    /// The endpoint is no http(s) address.
    BadEndpoint(Text),
    /// The profile wants a second factor, which this version cannot ask for.
    MfaNotSupported { profile: Text },
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ProfileNotFound { name, known } => {
                write!(f, "there is no AWS profile named {name}; nothing was asked, so that no other identity is used. ")?;
                if known.is_empty() {
                    return f.write_str("No profile is configured: run aws configure or aws configure sso");
                }
                f.write_str("Choose one of: ")?;
                for (n, profile) in known.iter().enumerate() {
                    write!(f, "{}{profile}", if n == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::UnreadableConfig(why) => write!(
                f,
                "the AWS config or credentials file cannot be read, so the identity is not known: {why}. Correct the file, or point AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE elsewhere"
            ),
            Self::NoRegion => f.write_str(
                "no region is set, so it is not known where to look. Give --region, set AWS_REGION, or add a region to the profile",
            ),
            Self::BadRegion { given, nearest } => {
                write!(f, "{given} is not the name of an AWS region, so there is nobody to ask. ")?;
                match nearest {
                    Some(region) => write!(f, "Did you mean {region}?"),
                    None => f.write_str("Give one such as eu-west-1"),
                }
            }
            Self::BadEndpoint(given) => {
                write!(f, "{given} is not an endpoint that can be called. Give one such as http://127.0.0.1:4566")
            }
            Self::MfaNotSupported { profile } => write!(
                f,
                "profile {profile} has an mfa_serial and this version cannot ask for the code yet; without it AWS would only say AccessDenied. Get temporary keys with aws sts get-session-token --serial-number ARN --token-code CODE, export them as AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and start again without the profile"
            ),
        }
    }
}

impl std::error::Error for ConnectError {}
