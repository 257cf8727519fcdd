//! What goes wrong between us and AWS, in kinds a person can act on.

use super::text::Text;

/// A call that did not give an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The permission of the call, `ecs:DescribeServices`; also its name for people.
    pub action: &'static str,
    /// What kind of trouble it is.
    pub kind: FaultKind,
    /// AWS's or the network's own words.
    pub message: Text,
}

/// Kinds of trouble, told apart by what a person has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The principal lacks the permission.
    AccessDenied,
    /// AWS asks for fewer calls.
    Throttled,
    /// A quota is used up for now (LimitExceededException); waiting helps.
    LimitExceeded,
    /// The thing does not exist (any more).
    NotFound,
    /// Credentials have expired: sign in again.
    Expired,
    /// No credentials were found, or their source failed.
    NoCredentials,
    /// The credentials are not valid (wrong key, wrong signature).
    InvalidCredentials,
    /// No answer within the time limit.
    Timeout,
    /// The endpoint cannot be reached: name, route, TLS.
    Network,
    /// The answer could not be understood.
    Garbled,
    /// AWS refused the request as wrong or illegal in this state.
    Rejected,
    /// AWS itself failed (5xx).
    Service,
    /// Reading was cut short by our own bound.
    TooLarge,
}

impl FaultKind {
    /// Whether asking again later may help without anybody doing anything.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Throttled | Self::LimitExceeded | Self::Timeout | Self::Network | Self::Service | Self::Garbled
        )
    }
}

impl Fault {
    /// One sentence: what happened.
    pub fn what(&self) -> String {
        let action = self.action;
        match self.kind {
            FaultKind::AccessDenied => format!("no permission {action}"),
            FaultKind::Throttled => format!("{action} is throttled"),
            FaultKind::LimitExceeded => format!("{action} is at its quota: {}", self.message),
            FaultKind::NotFound => format!("{action} found nothing: {}", self.message),
            FaultKind::Expired => "the credentials have expired".to_owned(),
            // The end of the chain (no instance to ask, nothing left to try) is not why there are none.
            FaultKind::NoCredentials if ["IMDS", "in chain"].iter().any(|end| self.message.raw().contains(end)) => {
                "no credentials were found".to_owned()
            }
            FaultKind::NoCredentials => format!("no credentials: {}", self.message),
            FaultKind::InvalidCredentials => format!("the credentials are refused: {}", self.message),
            FaultKind::Timeout => format!("{action} did not answer in time"),
            FaultKind::Network => format!("{action} cannot reach its endpoint: {}", self.message),
            FaultKind::Garbled => format!("{action} gave an answer that cannot be read: {}", self.message),
            FaultKind::Rejected => format!("{action} refused: {}", self.message),
            FaultKind::Service => format!("{action} failed at AWS: {}", self.message),
            FaultKind::TooLarge => format!("{action} gave more than is read: {}", self.message),
        }
    }

    /// One sentence: what to do about it.
    pub fn what_to_do(&self) -> String {
        match self.kind {
            FaultKind::AccessDenied => format!("allow {} for this principal, or use another profile", self.action),
            FaultKind::Throttled | FaultKind::LimitExceeded => "wait; it is asked again more slowly".to_owned(),
            FaultKind::NotFound => "check the name, the account and the region".to_owned(),
            FaultKind::Expired => "sign in again (aws sso login, aws login, or new keys)".to_owned(),
            FaultKind::NoCredentials => "set AWS_PROFILE or sign in (aws sso login, aws configure)".to_owned(),
            FaultKind::InvalidCredentials => "check the access key, its secret and this machine's clock".to_owned(),
            FaultKind::Timeout | FaultKind::Network => "check the network, the region and the endpoint".to_owned(),
            FaultKind::Garbled => "check that the endpoint is AWS and not a proxy or a sign-in page".to_owned(),
            FaultKind::Rejected => "read AWS's words; the request or the state does not fit".to_owned(),
            FaultKind::Service => "wait; it is asked again".to_owned(),
            FaultKind::TooLarge => "narrow what is asked".to_owned(),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what())
    }
}

impl std::error::Error for Fault {}
