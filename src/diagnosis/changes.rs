//! What changed between two revisions of a task definition, in short phrases.

use super::changed::{Phrase, Values};
use crate::domain::Text;
use crate::domain::masked::Masked;
use crate::domain::task_definition::{ContainerDefinition, TaskDefinition};
use std::collections::BTreeMap;

/// The changes from the last good revision to this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// `secret DATABASE_URL gone`, `image 1.9.2 to 2.0.0`.
    pub phrases: Vec<Phrase>,
    /// Names of variables and secrets that the new revision no longer gives.
    pub gone: Vec<Text>,
}

impl Changes {
    fn say(&mut self, words: String) {
        self.phrases.push(Phrase::plain(words));
    }
}

/// Compares two revisions. Values of variables go along masked.
pub fn changes(old: &TaskDefinition, new: &TaskDefinition) -> Changes {
    let mut found = Changes::default();
    option(&mut found, "task cpu", old.cpu.as_ref(), new.cpu.as_ref());
    option(&mut found, "task memory", old.memory.as_ref(), new.memory.as_ref());
    option(&mut found, "task role", old.task_role.as_ref(), new.task_role.as_ref());
    option(&mut found, "execution role", old.execution_role.as_ref(), new.execution_role.as_ref());
    option(&mut found, "network mode", old.network_mode.as_ref(), new.network_mode.as_ref());
    let many = old.containers.len().max(new.containers.len()) > 1;
    for container in &new.containers {
        let of = if many { format!(" of {}", container.name) } else { String::new() };
        match old.container(container.name.raw()) {
            Some(before) => compare(&mut found, before, container, &of),
            None => found.say(format!("container {} added", container.name)),
        }
    }
    for container in old.containers.iter().filter(|c| new.container(c.name.raw()).is_none()) {
        found.say(format!("container {} gone", container.name));
    }
    found
}

fn compare(found: &mut Changes, old: &ContainerDefinition, new: &ContainerDefinition, of: &str) {
    let secrets = |c: &ContainerDefinition| names(c.secrets.iter().map(|s| (s.name.clone(), s.value_from.clone())));
    let values = |c: &ContainerDefinition| names(c.environment.iter().map(|e| (e.name.clone(), e.value.clone())));
    let given =
        |name: &Text| new.secrets.iter().any(|s| s.name == *name) || new.environment.iter().any(|e| e.name == *name);
    map(found, ("secret", of), (&secrets(old), &secrets(new)), &given, |_, _| None);
    let masked = |old: Option<&Masked>, new: Option<&Masked>| Some(Values { old: old.cloned(), new: new.cloned() });
    map(found, ("env", of), (&values(old), &values(new)), &given, masked);
    match (&old.image, &new.image) {
        (Some(a), Some(b)) if a != b => found.say(format!("image{of} {}", image_change(a, b))),
        _ => {}
    }
    let list = |words: &[Text]| words.iter().map(Text::as_str).collect::<Vec<_>>().join(" ");
    if old.command != new.command {
        found.say(format!("command{of} \"{}\" to \"{}\"", list(&old.command), list(&new.command)));
    }
    if old.entry_point != new.entry_point {
        found.say(format!("entry point{of} \"{}\" to \"{}\"", list(&old.entry_point), list(&new.entry_point)));
    }
    number(found, "memory limit", of, old.memory, new.memory);
    number(found, "memory reservation", of, old.memory_reservation, new.memory_reservation);
    number(found, "cpu", of, Some(old.cpu), Some(new.cpu));
    if old.ports != new.ports {
        let ports = |p: &[i32]| {
            if p.is_empty() { "none".to_owned() } else { p.iter().map(i32::to_string).collect::<Vec<_>>().join(", ") }
        };
        found.say(format!("ports{of} {} to {}", ports(&old.ports), ports(&new.ports)));
    }
    if old.health_check != new.health_check {
        let word = match (&old.health_check, &new.health_check) {
            (None, Some(_)) => "added",
            (Some(_), None) => "gone",
            _ => "changed",
        };
        found.say(format!("health check{of} {word}"));
    }
    if old.essential != new.essential {
        found.say(format!("container {} is {} essential", new.name, if new.essential { "now" } else { "no longer" }));
    }
    if old.log != new.log {
        found.say(format!("log configuration{of} changed"));
    }
}

fn names<V>(pairs: impl Iterator<Item = (Text, V)>) -> BTreeMap<Text, V> {
    pairs.collect()
}

fn map<V: PartialEq>(
    found: &mut Changes,
    (what, of): (&str, &str),
    (old, new): (&BTreeMap<Text, V>, &BTreeMap<Text, V>),
    given: &dyn Fn(&Text) -> bool,
    masked: impl Fn(Option<&V>, Option<&V>) -> Option<Values>,
) {
    let mut say = |name: &Text, word: &str| {
        let masked = masked(old.get(name), new.get(name));
        found.phrases.push(Phrase { words: format!("{what} {name}{of} {word}"), masked });
    };
    for (name, value) in old {
        match new.get(name) {
            None => say(name, "gone"),
            Some(now) if now != value => say(name, "changed"),
            Some(_) => {}
        }
    }
    new.keys().filter(|name| !old.contains_key(*name)).for_each(|name| say(name, "added"));
    // A secret that became a plain variable is still given.
    found.gone.extend(old.keys().filter(|name| !new.contains_key(*name) && !given(name)).cloned());
}

fn option(found: &mut Changes, what: &str, old: Option<&Text>, new: Option<&Text>) {
    match (old, new) {
        (Some(a), Some(b)) if a != b => found.say(format!("{what} {} to {}", last_part(a), last_part(b))),
        (Some(a), None) => found.say(format!("{what} {} gone", last_part(a))),
        (None, Some(b)) => found.say(format!("{what} {} added", last_part(b))),
        _ => {}
    }
}

fn number(found: &mut Changes, what: &str, of: &str, old: Option<i32>, new: Option<i32>) {
    let said = |n: Option<i32>| n.map_or_else(|| "none".to_owned(), |n| n.to_string());
    if old != new {
        found.say(format!("{what}{of} {} to {}", said(old), said(new)));
    }
}

fn last_part(text: &Text) -> &str {
    text.as_str().rsplit('/').next().unwrap_or(text.as_str())
}

/// `1.9.2 to 2.0.0` where only the tag differs, else both references.
fn image_change(old: &Text, new: &Text) -> String {
    let split = |text: &Text| {
        let whole = text.as_str().to_owned();
        match whole.rsplit_once(':') {
            // A colon before a slash belongs to the registry's port.
            Some((name, tag)) if !tag.contains('/') => (name.to_owned(), tag.to_owned()),
            _ => (whole.clone(), String::from("latest")),
        }
    };
    let ((old_name, old_tag), (new_name, new_tag)) = (split(old), split(new));
    if old_name == new_name { format!("{old_tag} to {new_tag}") } else { format!("{old} to {new}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::task_definition::{EnvironmentVariable, Secret};

    fn image(from: &str, to: &str) -> String {
        image_change(&Text::new(from), &Text::new(to))
    }

    #[test]
    fn an_image_is_told_by_its_tag_where_only_that_differs() {
        for (from, to, said) in [
            ("r.example:5000/a:1", "r.example:5000/a:2", "1 to 2"),
            ("r.example:5000/a", "r.example:5000/a:2", "latest to 2"),
            ("a:1", "b:1", "a:1 to b:1"),
        ] {
            assert_eq!(image(from, to), said);
        }
    }

    fn revision(environment: &[(&str, &str)], secrets: &[&str]) -> TaskDefinition {
        let environment = environment
            .iter()
            .map(|(n, f)| EnvironmentVariable { name: Text::new(n), value: Masked::new(*f) })
            .collect();
        let secrets = secrets.iter().map(|n| Secret { name: Text::new(n), value_from: Text::new("ssm") }).collect();
        let container = ContainerDefinition { environment, secrets, ..ContainerDefinition::bare(Text::new("api")) };
        TaskDefinition {
            arn: Text::new("x/web:1"),
            family: Text::new("web"),
            revision: 1,
            cpu: None,
            memory: None,
            task_role: None,
            execution_role: None,
            network_mode: None,
            containers: vec![container],
        }
    }

    #[test]
    fn names_are_told_values_are_not_and_a_secret_made_plain_is_not_gone() {
        let found =
            changes(&revision(&[("A", "1"), ("B", "2")], &["S", "T"]), &revision(&[("A", "9"), ("S", "3")], &["U"]));
        assert_eq!(
            found.phrases.iter().map(|phrase| phrase.words.as_str()).collect::<Vec<_>>(),
            ["secret S gone", "secret T gone", "secret U added", "env A changed", "env B gone", "env S added"]
        );
        assert_eq!(found.gone, [Text::new("T"), Text::new("B")]);
        assert_eq!(changes(&revision(&[("A", "1")], &[]), &revision(&[("A", "1")], &[])), Changes::default());
    }
}
