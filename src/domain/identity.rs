//! Who is asking, and where.

use super::shell::shell_word;
use super::text::Text;

/// The account, principal and region all calls are made with (STS GetCallerIdentity).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Twelve digits.
    pub account: Text,
    /// ARN of the caller.
    pub arn: Text,
}

impl Identity {
    /// The short name of the caller: the role's or user's name without path or session.
    pub fn principal(&self) -> String {
        let arn = self.arn.as_str();
        let resource = arn.splitn(6, ':').nth(5).unwrap_or(arn);
        let mut parts = resource.split('/');
        match (parts.next(), parts.next()) {
            (Some("assumed-role"), Some(role)) => role.to_owned(),
            (Some(only), None) => only.to_owned(),
            _ => resource.rsplit('/').next().unwrap_or(resource).to_owned(),
        }
    }
}

/// Where the calls go: chosen at the start, never changed while running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// AWS region, `eu-west-1`.
    pub region: Text,
    /// The named profile, if one was chosen.
    pub profile: Option<Text>,
    /// A word for an account that is not AWS itself: the simulator or a custom endpoint.
    pub endpoint: Option<Text>,
}

impl Place {
    /// What an `aws` command needs to go to the same place, with a blank before: ` --region eu-west-1 …`. A place
    /// simulated in this process has no endpoint a command could use; then the region alone is named.
    pub fn arguments(&self) -> String {
        let profile = self.profile.as_ref().map_or(String::new(), |name| format!(" --profile {}", shell_word(name)));
        let url = self.endpoint.as_ref().filter(|url| url.raw().starts_with("http"));
        let endpoint = url.map_or(String::new(), |url| format!(" --endpoint-url {}", shell_word(url)));
        format!(" --region {}{profile}{endpoint}", shell_word(&self.region))
    }

    /// Words with each `aws` command in them, written between backticks, completed by [`Place::arguments`]: as it
    /// stands there it can be pasted into any shell.
    pub fn completed(&self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        let mut rest = words;
        while let Some((before, command)) = rest.split_once("`aws ") {
            let Some((command, after)) = command.split_once('`') else { break };
            out.push_str(&format!("{before}`aws {command}{}`", self.arguments()));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_in_words_is_completed_and_nothing_else_is() {
        let endpoint = Some(Text::new("http://127.0.0.1:1"));
        let place = Place { region: Text::new("eu-west-1"), profile: Some(Text::new("shop")), endpoint };
        let more = " --region eu-west-1 --profile shop --endpoint-url http://127.0.0.1:1";
        for (words, whole) in [
            ("Answer: `aws a b --c d`.", format!("Answer: `aws a b --c d{more}`.")),
            ("`aws a` or `aws b`", format!("`aws a{more}` or `aws b{more}`")),
            ("the `name` of `aws", "the `name` of `aws".to_owned()),
            ("", String::new()),
        ] {
            assert_eq!(place.completed(words), whole);
        }
    }

    #[test]
    fn a_principal_is_the_role_or_user_name() {
        for (arn, name) in [
            ("arn:aws:sts::123456789012:assumed-role/oncall-admin/me", "oncall-admin"),
            ("arn:aws:iam::123456789012:user/team/alice", "alice"),
            ("arn:aws:iam::123456789012:root", "root"),
            ("garbage", "garbage"),
        ] {
            let identity = Identity { account: Text::new("123456789012"), arn: Text::new(arn) };
            assert_eq!(identity.principal(), name);
        }
    }
}
