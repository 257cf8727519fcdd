//! What is only read from this machine, by profile or account.

use super::text::Text;

/// Names of profiles and numbers of accounts that are not to be changed; `*` stands for any part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    patterns: Vec<String>,
}

impl Guard {
    pub fn new(patterns: Vec<String>) -> Self {
        Self { patterns }
    }

    /// Whether nothing is named: then the account need not be known.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The pattern that forbids changes by this profile or in this account; none where none does. A profile or an
    /// account that is not known is matched by `*` alone.
    pub fn forbids(&self, profile: Option<&Text>, account: Option<&Text>) -> Option<&str> {
        let named = |pattern: &&String| {
            let is = |name: &Text| matches(pattern, name.raw());
            pattern.as_str() == "*" || profile.is_some_and(is) || account.is_some_and(is)
        };
        self.patterns.iter().find(named).map(String::as_str)
    }
}

/// Whether a name is of a pattern: its parts between the stars stand in it in order, the first at its beginning and
/// the last at its end.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_or_an_account_is_forbidden_by_the_pattern_that_means_it() {
        let guard = Guard::new(["prod-*", "123456789012", "*-eu-*-admin"].map(str::to_owned).into());
        for (profile, account, found) in [
            (Some("prod-shop"), None, Some("prod-*")),
            (Some("prod-"), None, Some("prod-*")),
            (Some("prod"), None, None),
            (Some("preprod-shop"), None, None),
            (None, Some("123456789012"), Some("123456789012")),
            (Some("dev"), Some("123456789012"), Some("123456789012")),
            (Some("dev"), Some("1234567890123"), None),
            (Some("shop-eu-west-admin"), None, Some("*-eu-*-admin")),
            (Some("shop-eu-admin"), None, None),
            (Some("shop-eu-west-admin-2"), None, None),
            (None, None, None),
        ] {
            let (profile, account) = (profile.map(Text::new), account.map(Text::new));
            assert_eq!(guard.forbids(profile.as_ref(), account.as_ref()), found, "{profile:?} {account:?}");
        }
        assert_eq!(Guard::new(vec!["*".to_owned()]).forbids(None, None), Some("*"));
        assert_eq!(Guard::default().forbids(Some(&Text::new("prod")), None), None);
    }
}
