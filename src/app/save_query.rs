//! Asking under which name a query is saved in the account, and what that does.

use super::input::{Input, Lines};
use crate::domain::Text;
use crate::domain::identity::Place;
use crate::domain::operation::{Operation, SaveQuery};
use crate::domain::saved_query::SavedQuery;

/// The dialog. The name typed in it is the confirmation; one that is taken is confirmed once more.
#[derive(Clone, Debug)]
pub struct NameQuery {
    pub name: Input,
    pub text: String,
    /// The log groups it is for.
    pub groups: Vec<Text>,
    /// Why it will not be sent from here.
    pub refusal: Option<Text>,
    /// Account, principal and region.
    pub place: String,
    /// Why Enter did nothing.
    pub said: Option<&'static str>,
    replacing: bool,
}

/// The longest name AWS takes, in characters (PutQueryDefinition).
const LONGEST: usize = 255;
/// Log groups named at most, as in a query itself (PutQueryDefinition, logGroupNames).
const GROUPS: usize = 50;

impl NameQuery {
    pub fn new(text: &str, groups: Vec<Text>, place: String, refusal: Option<Text>) -> Self {
        let groups = groups.into_iter().take(GROUPS).collect();
        let name = Input::new(Lines::One, "");
        Self { name, text: text.to_owned(), groups, refusal, place, said: None, replacing: false }
    }

    /// The saved query that has the name typed.
    pub fn replaces<'a>(&self, saved: &'a [SavedQuery]) -> Option<&'a SavedQuery> {
        let name = self.name.text();
        saved.iter().find(|saved| saved.name.raw() == name.trim())
    }

    /// Something was typed: what was said before no longer holds.
    pub fn changed(&mut self) {
        (self.said, self.replacing) = (None, false);
    }

    /// The write as it stands with the name typed so far.
    pub fn draft(&self, saved: &[SavedQuery], token: Text) -> SaveQuery {
        let name = Text::from(self.name.text().trim().to_owned());
        let replaces = self.replaces(saved).cloned();
        SaveQuery { name, text: Text::new(&self.text), groups: self.groups.clone(), replaces, token }
    }

    /// The same as an `aws` command, with the name typed.
    pub fn command(&self, saved: &[SavedQuery], place: &Place) -> String {
        Operation::SaveQuery(Box::new(self.draft(saved, Text::new("")))).command_at(place)
    }

    /// The same with a word in the name's place: it does not move while the name is typed.
    pub fn pattern(&self, saved: &[SavedQuery], place: &Place) -> String {
        let draft = self.draft(saved, Text::new(""));
        Operation::SaveQuery(Box::new(SaveQuery { name: Text::new("NAME"), ..draft })).command_at(place)
    }

    /// What Enter sends; nothing where something is missing, or where a name is taken and that has not been said yes to.
    pub fn send(&mut self, saved: Option<&[SavedQuery]>, token: Text) -> Option<SaveQuery> {
        let draft = self.draft(saved.unwrap_or_default(), token);
        let name = draft.name.raw();
        self.said = match () {
            () if self.refusal.is_some() => Some("this program will not send it, as said above"),
            () if name.is_empty() => Some("a name is missing"),
            () if name.chars().count() > LONGEST => Some("the name is longer than 255 characters"),
            () if saved.is_none() => Some("the saved queries are still being read"),
            () if draft.replaces.is_some() && !self.replacing => Some("Enter once more replaces it"),
            () => None,
        };
        self.replacing = draft.replaces.is_some();
        self.said.is_none().then_some(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_needed_and_one_that_is_taken_is_asked_for_twice() {
        let old = SavedQuery { id: Text::new("1"), name: Text::new("a"), text: "x".to_owned(), groups: Vec::new() };
        for (name, saved, expected) in [
            ("", Some(&[][..]), ["missing", "missing"]),
            ("b", Some(&[][..]), ["", ""]),
            (" b ", None, ["still being read", "still being read"]),
            ("a", Some(std::slice::from_ref(&old)), ["once more", ""]),
            (&"n".repeat(256), Some(&[][..]), ["longer", "longer"]),
        ] {
            let mut dialog = NameQuery::new("fields a", Vec::new(), String::new(), None);
            dialog.name.paste(name);
            for said in expected {
                let sent = dialog.send(saved, Text::new("t"));
                assert_eq!(sent.is_some(), said.is_empty(), "{name} {said}");
                assert!(dialog.said.unwrap_or_default().contains(said), "{name}: {:?}", dialog.said);
                assert!(sent.is_none_or(|sent| sent.name.raw() == name.trim()));
            }
        }
        let mut dialog = NameQuery::new("fields a", Vec::new(), String::new(), Some(Text::new("read-only")));
        dialog.name.paste("b");
        assert_eq!(dialog.send(Some(&[]), Text::new("t")), None);
    }
}
