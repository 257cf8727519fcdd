//! Which lines of which logs are meant.

use super::identity::Identity;
use super::text::Text;

/// Log groups, and what of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogScope {
    pub groups: Vec<LogGroupId>,
    pub streams: LogStreams,
    /// A filter pattern the service holds lines against.
    pub pattern: Option<String>,
}

/// A log group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogGroupId {
    pub name: Text,
    /// Where it is, if not where everything else is.
    pub region: Option<Text>,
    /// Its ARN without `:*`, where it was given by one.
    arn: Option<Text>,
}

/// Streams of a log group. AWS lets them be chosen with one group only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum LogStreams {
    #[default]
    All,
    /// Exactly these; each must exist.
    Named(Vec<Text>),
    /// Those that begin so; they may be yet to come.
    Prefixed(Vec<Text>),
}

impl LogGroupId {
    /// A group of the task definition's own words.
    pub fn named(name: Text, region: Option<Text>) -> Self {
        Self { name, region, arn: None }
    }

    /// A group by name or by ARN, `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, with or without `:*`.
    pub fn parse(name_or_arn: &str) -> Self {
        let bare = name_or_arn.trim_end_matches(":*");
        let parts: Vec<&str> = bare.splitn(7, ':').collect();
        match parts.as_slice() {
            ["arn", _, "logs", region, _, "log-group", name] => {
                Self { name: Text::new(name), region: Some(Text::new(region)), arn: Some(Text::new(bare)) }
            }
            _ => Self::named(Text::new(bare), None),
        }
    }

    /// Its ARN: the one it was given by, or the one it has in the account of whoever asks.
    pub fn arn(&self, identity: Option<&Identity>, home: &Text) -> Option<String> {
        if let Some(arn) = &self.arn {
            return Some(arn.raw().to_owned());
        }
        let identity = identity?;
        let partition = identity.arn.raw().split(':').nth(1)?;
        let region = self.region.as_ref().unwrap_or(home);
        Some(format!("arn:{partition}:logs:{}:{}:log-group:{}", region.raw(), identity.account.raw(), self.name.raw()))
    }

    /// How a call names it: by ARN where it may be another account's.
    pub fn identifier(&self) -> &str {
        self.arn.as_ref().unwrap_or(&self.name).raw()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_known_by_name_or_arn() {
        let identity = Identity {
            account: Text::new("111122223333"),
            arn: Text::new("arn:aws-cn:sts::111122223333:assumed-role/ops/ann"),
        };
        let home = Text::new("cn-north-1");
        for (given, name, arn) in [
            ("/ecs/web", "/ecs/web", "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/ecs/web"),
            ("arn:aws:logs:eu-west-1:4444:log-group:/a/b:*", "/a/b", "arn:aws:logs:eu-west-1:4444:log-group:/a/b"),
        ] {
            let group = LogGroupId::parse(given);
            assert_eq!((group.name.raw(), group.arn(Some(&identity), &home).as_deref()), (name, Some(arn)));
        }
        assert_eq!(LogGroupId::parse("/ecs/web").arn(None, &home), None);
    }
}
