//! Which key means which action, by context; read from TOML, the user's over our own.

use super::action::Action;
use super::key::Key;
use std::collections::BTreeMap;
use std::fmt;

/// Where a key is pressed. What the narrower context does not know, `Global` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    Global,
    Logs,
}

impl Context {
    pub const ALL: [Self; 2] = [Self::Global, Self::Logs];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Logs => "logs",
        }
    }
}

/// Key sequences to actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<Context, BTreeMap<Vec<Key>, Action>>,
}

/// What a sequence of keys means so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    Action(Action),
    /// The beginning of a longer sequence.
    Pending,
    Nothing,
}

/// A keymap file that cannot be used: what, and the nearest right word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeymapError(String);

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeymapError {}

const EMBEDDED: &str = include_str!("keymap.toml");

type File = BTreeMap<String, BTreeMap<String, String>>;

impl Keymap {
    /// Our own keys.
    pub fn embedded() -> Result<Self, KeymapError> {
        let mut keymap = Self { bindings: BTreeMap::new() };
        keymap.merge(EMBEDDED)?;
        Ok(keymap)
    }

    /// Lays a user's file over this map.
    pub fn merge(&mut self, toml: &str) -> Result<(), KeymapError> {
        let file: File = toml::from_str(toml).map_err(|error| KeymapError(error.to_string()))?;
        for (name, keys) in file {
            let context = Context::ALL.into_iter().find(|c| c.as_str() == name).ok_or_else(|| {
                let valid: Vec<_> = Context::ALL.iter().map(|c| c.as_str()).collect();
                KeymapError(format!("no context [{name}] in the keymap; there are {}", valid.join(", ")))
            })?;
            let bindings = self.bindings.entry(context).or_default();
            for (sequence, action) in keys {
                let keys: Option<Vec<Key>> = sequence.split_whitespace().map(Key::parse).collect();
                let keys = keys.filter(|keys| !keys.is_empty());
                let keys = keys.ok_or_else(|| KeymapError(format!("[{name}] {sequence:?} is no key")))?;
                if action.is_empty() {
                    bindings.remove(&keys);
                    continue;
                }
                let action = Action::parse(&action).ok_or_else(|| unknown_action(&name, &sequence, &action))?;
                bindings.insert(keys, action);
            }
        }
        Ok(())
    }

    /// What the keys pressed so far mean in a context.
    pub fn look_up(&self, context: Context, keys: &[Key]) -> Lookup {
        let contexts = [Some(context), (context != Context::Global).then_some(Context::Global)];
        let maps = || contexts.iter().flatten().filter_map(|c| self.bindings.get(c));
        if let Some(action) = maps().find_map(|map| map.get(keys)) {
            return Lookup::Action(*action);
        }
        let starts = |map: &BTreeMap<Vec<Key>, Action>| map.keys().any(|k| k.len() > keys.len() && k.starts_with(keys));
        if maps().any(starts) { Lookup::Pending } else { Lookup::Nothing }
    }

    /// The keys of an action in a context, shortest first, for help and footers.
    pub fn keys_of(&self, context: Context, action: Action) -> Vec<String> {
        let mut found: Vec<String> = self
            .bindings
            .get(&context)
            .into_iter()
            .flatten()
            .filter(|(_, bound)| **bound == action)
            .map(|(keys, _)| keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" "))
            .collect();
        found.sort_by_key(|keys| (keys.len(), keys.clone()));
        found
    }
}

fn unknown_action(context: &str, sequence: &str, name: &str) -> KeymapError {
    let nearest = crate::domain::nearest::nearest(name, Action::ALL.iter().map(|a| a.name()));
    let hint = nearest.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    KeymapError(format!("[{context}] {sequence:?}: no action {name:?}{hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keymap() -> Keymap {
        Keymap::embedded().expect("our own keymap is valid")
    }

    #[test]
    fn a_narrow_context_wins_and_the_global_one_answers_the_rest() {
        let mut map = keymap();
        map.merge("[logs]\nq = \"wrap\"\n").expect("valid");
        assert_eq!(map.look_up(Context::Logs, &[Key::char('q')]), Lookup::Action(Action::Wrap));
        assert_eq!(map.look_up(Context::Global, &[Key::char('q')]), Lookup::Action(Action::Quit));
        assert_eq!(map.look_up(Context::Logs, &[Key::char('?')]), Lookup::Action(Action::Help));
        assert_eq!(map.look_up(Context::Global, &[Key::char('w')]), Lookup::Nothing);
    }

    #[test]
    fn sequences_wait_for_their_end_and_keys_can_be_taken_away() {
        let mut map = keymap();
        map.merge("[global]\n\"ctrl-x s\" = \"stacks\"\nz = \"\"\n").expect("valid");
        assert_eq!(map.look_up(Context::Global, &[Key::ctrl('x')]), Lookup::Pending);
        let both = [Key::ctrl('x'), Key::char('s')];
        assert_eq!(map.look_up(Context::Global, &both), Lookup::Action(Action::Stacks));
        assert_eq!(map.look_up(Context::Global, &[Key::char('z')]), Lookup::Nothing);
    }

    #[test]
    fn a_wrong_word_is_named_with_the_nearest_right_one() {
        let mut map = keymap();
        for (toml, says) in [
            ("[global]\nq = \"quti\"\n", "did you mean \"quit\"?"),
            ("[globl]\nq = \"quit\"\n", "no context [globl]"),
            ("[global]\nbogus = \"quit\"\n", "is no key"),
        ] {
            let error = map.merge(toml).expect_err("must be refused").to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn every_action_but_those_of_the_palette_has_a_key() {
        let map = keymap();
        for action in Action::ALL {
            let bound = Context::ALL.iter().any(|c| !map.keys_of(*c, *action).is_empty());
            assert!(bound, "{} has no key", action.name());
        }
    }
}
