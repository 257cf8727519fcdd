//! What was done to an account, as the journal has it.

use super::clock::Timestamp;
use super::identity::Place;
use super::lever::Lever;
use super::text::Text;

/// A write that was sent, with how it ended as far as that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// When it was sent.
    pub at: Timestamp,
    /// None where an earlier version has written it down.
    pub lever: Option<Lever>,
    /// `ecs:UpdateService`.
    pub action: Text,
    /// What was typed: name of the service, stack, task or resource.
    pub target: Text,
    /// Name of the service or stack it is about.
    pub about: Text,
    /// What it acted on, unlike any other thing: `service prod/checkout`.
    pub aim: Text,
    /// What was there before: `4`.
    pub before: Option<Text>,
    /// Twelve digits; none where it was not known, or an earlier version has written it down.
    pub account: Option<Text>,
    pub region: Text,
    pub profile: Option<Text>,
    /// The same as an `aws` command.
    pub command: Text,
    /// `accepted`, `rejected`, `unknown`, with details; none where the program ended before an answer.
    pub result: Option<Text>,
    /// Id of what it has begun (a drift detection), where AWS has told one.
    pub began: Option<Text>,
}

impl Taken {
    /// Whether it was done where somebody is now: in this region and account, by whatever profile. Where the account
    /// is not known of both, the profile stands for it.
    pub fn is_of(&self, place: &Place, account: Option<&Text>) -> bool {
        let is_here = match (&self.account, account) {
            (Some(of_it), Some(now)) => of_it == now,
            _ => self.profile == place.profile,
        };
        is_here && self.region == place.region
    }

    /// Whether it was done in another account for sure.
    pub fn is_elsewhere(&self, account: Option<&Text>) -> bool {
        matches!((&self.account, account), (Some(of_it), Some(now)) if of_it != now)
    }

    /// The words of its command behind an option, up to the next one: the resources that were named. None where the
    /// option is not there.
    pub fn listed(&self, option: &str) -> Vec<String> {
        let mut words = self.command.as_str().split(' ').skip_while(|word| *word != option);
        let named = words.by_ref().skip(1).take_while(|word| !word.starts_with("--"));
        named.map(|word| word.trim_matches('\'').to_owned()).filter(|word| !word.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write() -> Taken {
        let text = Text::new;
        Taken {
            at: Timestamp::UNIX_EPOCH,
            lever: None,
            action: text("ecs:UpdateService"),
            target: text("checkout"),
            about: text("checkout"),
            aim: text("service prod/checkout"),
            before: None,
            account: None,
            region: text("eu-west-1"),
            profile: None,
            command: text(""),
            result: None,
            began: None,
        }
    }

    #[test]
    fn names_behind_an_option_are_read_from_the_command() {
        for (command, option, names) in [
            ("aws x continue-update-rollback --stack-name shop", "--resources-to-skip", &[][..]),
            (
                "aws x --stack-name shop --resources-to-skip Db 'shop-Api-1.Web' --region eu-west-1",
                "--resources-to-skip",
                &["Db", "shop-Api-1.Web"],
            ),
            ("aws x --stack-name shop --retain-resources Bucket", "--retain-resources", &["Bucket"]),
            ("aws x --stack-name shop --retain-resources Bucket", "--resources-to-skip", &[]),
        ] {
            let write = Taken { command: Text::new(command), ..write() };
            assert_eq!(write.listed(option), names, "{command}");
        }
    }

    #[test]
    fn what_was_done_here_is_told_by_the_account_else_by_the_profile_and_always_by_the_region() {
        for (account, profile, region, is_here) in [
            (Some("123456789012"), None, "eu-west-1", true),
            (Some("123456789012"), Some("another"), "eu-west-1", true),
            (Some("123456789012"), None, "us-east-1", false),
            (Some("210987654321"), None, "eu-west-1", false),
            (None, None, "eu-west-1", true),
            (None, None, "us-east-1", false),
            (None, Some("another"), "eu-west-1", false),
        ] {
            let text = Text::new;
            let (account, profile, region) = (account.map(text), profile.map(text), text(region));
            let told = format!("{account:?} {profile:?} {region}");
            let write = Taken { account, profile, region, ..write() };
            let place = Place { region: text("eu-west-1"), profile: None, endpoint: None };
            assert_eq!(write.is_of(&place, Some(&text("123456789012"))), is_here, "{told}");
        }
    }
}
