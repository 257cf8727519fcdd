//! Saving a query in the account.

use super::change::{Change, On};
use super::reading::Reading;
use crate::domain::lever::Lever;
use crate::domain::saved_query::SavedQuery;
use crate::domain::shell::shell_word;
use crate::domain::situation::Situation;
use crate::domain::text::Text;

/// logs:PutQueryDefinition. It changes nothing that runs: the query stands in the list everybody of the account sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveQuery {
    /// With `/` for folders.
    pub name: Text,
    pub text: Text,
    /// The log groups it is for, by name.
    pub groups: Vec<Text>,
    /// The query of this name that it takes the place of; AWS itself lets two have one name.
    pub replaces: Option<SavedQuery>,
    /// Makes a request that comes twice the same one.
    pub token: Text,
}

impl SaveQuery {
    /// Whether it is among these.
    pub fn is_in(&self, saved: &[SavedQuery]) -> bool {
        saved.iter().any(|saved| saved.name == self.name && saved.text == self.text.raw())
    }
}

impl Change for SaveQuery {
    fn lever(&self) -> Lever {
        Lever::SaveQuery
    }

    fn on(&self) -> On<'_> {
        On::Thing { kind: "saved query", typed: &self.name, id: &self.name }
    }

    fn title(&self) -> String {
        match self.replaces {
            Some(_) => format!("Replace the saved query {}", self.name),
            None => format!("Save the query {}", self.name),
        }
    }

    fn before(&self) -> String {
        self.replaces.as_ref().map_or(String::new(), |old| old.text.clone())
    }

    fn command(&self) -> String {
        let mut command = format!("aws logs put-query-definition --name {}", shell_word(&self.name));
        if let Some(old) = &self.replaces {
            command.push_str(&format!(" --query-definition-id {}", shell_word(&old.id)));
        }
        if !self.groups.is_empty() {
            let groups: Vec<String> = self.groups.iter().map(shell_word).collect();
            command.push_str(&format!(" --log-group-names {}", groups.join(" ")));
        }
        let lines: Vec<Text> = self.text.raw().lines().map(Text::new).collect();
        let text = lines.iter().map(Text::as_str).collect::<Vec<_>>().join(" ");
        command + &format!(" --query-string {}", shell_word(&Text::from(text)))
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::SavedQueries]
    }

    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let mut named = now.saved?.iter().filter(|saved| saved.name == self.name);
        match (&self.replaces, named.next()) {
            (None, None) => None,
            (None, Some(_)) => Some("a query of this name has been saved meanwhile".to_owned()),
            (Some(old), found) => {
                let same = found.into_iter().chain(named).any(|found| found.id == old.id && found.text == old.text);
                (!same).then(|| "the query of this name was changed or deleted meanwhile".to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(id: &str, name: &str, text: &str) -> SavedQuery {
        SavedQuery { id: Text::new(id), name: Text::new(name), text: text.to_owned(), groups: Vec::new() }
    }

    #[test]
    fn it_is_sent_only_where_the_names_are_as_the_person_saw_them() {
        let (mine, other) = (saved("1", "errors", "fields a"), saved("2", "other", "fields b"));
        let change = |replaces: Option<&SavedQuery>| SaveQuery {
            name: Text::new("errors"),
            text: Text::new("fields c"),
            groups: Vec::new(),
            replaces: replaces.cloned(),
            token: Text::new("t"),
        };
        for (replaces, now, words) in [
            (None, vec![other.clone()], None),
            (None, vec![mine.clone()], Some("has been saved meanwhile")),
            (Some(&mine), vec![other.clone(), mine.clone()], None),
            (Some(&mine), vec![saved("9", "errors", "fields a"), mine.clone()], None),
            (Some(&mine), vec![saved("1", "errors", "fields z")], Some("changed or deleted")),
            (Some(&mine), vec![saved("3", "errors", "fields a")], Some("changed or deleted")),
            (Some(&mine), vec![other.clone()], Some("changed or deleted")),
        ] {
            let situation = Situation { saved: Some(&now), ..Situation::default() };
            let moved = change(replaces).moved(&situation);
            assert_eq!(moved.is_some(), words.is_some(), "{replaces:?} {now:?}");
            assert!(words.is_none_or(|words| moved.as_ref().is_some_and(|said| said.contains(words))), "{moved:?}");
        }
        assert!(change(None).is_in(&[saved("4", "errors", "fields c")]) && !change(None).is_in(&[mine]));
    }

    #[test]
    fn the_command_is_one_line_and_quoted() {
        let change = SaveQuery {
            name: Text::new("team/it's"),
            text: Text::new("fields a\n| limit 5"),
            groups: vec![Text::new("/ecs/a")],
            replaces: Some(saved("id-1", "team/it's", "x")),
            token: Text::new("t"),
        };
        assert_eq!(
            change.command(),
            "aws logs put-query-definition --name 'team/it'\\''s' --query-definition-id id-1 --log-group-names /ecs/a \
             --query-string 'fields a | limit 5'"
        );
    }
}
