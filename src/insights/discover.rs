//! Fields inside messages: JSON flattened with dots, list elements by index.
//!
//! Only the fields a query names are kept; the rest is read past without allocating.

use super::moment::TimeFields;
use super::value::Value;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The most fields discovered in one event; AWS's limit.
const MOST_FIELDS: usize = 200;

/// The fields a query wants from messages, as a tree over the parts of their names.
#[derive(Clone, Debug)]
pub struct Wanted {
    nodes: Vec<Node>,
    times: Option<TimeFields>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    slot: Option<usize>,
    is_time: bool,
    children: Vec<(Box<str>, usize)>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], times: None }
    }
}

impl Wanted {
    /// Wants the field of this flattened name put into a slot.
    pub fn add(&mut self, name: &str, slot: usize) {
        if let Some(node) = self.node(name) {
            node.slot = Some(slot);
        }
    }

    /// Wants the event's time from whichever of these fields comes first and can be read as one.
    pub fn add_times(&mut self, times: TimeFields) {
        for name in &times.names {
            // As it is discovered: a key that begins with `@` shows one more.
            let name = if name.starts_with('@') { format!("@{name}") } else { name.clone() };
            if let Some(node) = self.node(&name) {
                node.is_time = true;
            }
        }
        self.times = Some(times);
    }

    fn node(&mut self, name: &str) -> Option<&mut Node> {
        let mut at = 0;
        for part in name.split('.') {
            at = match self.child(at, part) {
                Some(child) => child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(Node::default());
                    if let Some(node) = self.nodes.get_mut(at) {
                        node.children.push((part.into(), child));
                    }
                    child
                }
            };
        }
        self.nodes.get_mut(at)
    }

    /// Whether nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    fn child(&self, at: usize, part: &str) -> Option<usize> {
        self.nodes.get(at)?.children.iter().find(|(name, _)| **name == *part).map(|(_, child)| *child)
    }

    /// The node of a key, whose own dots count as parts; a key at the top which begins with `@` has one more `@`.
    fn key(&self, at: usize, key: &str) -> Option<usize> {
        let mut parts = key.split('.');
        let first = parts.next().unwrap_or("");
        let mut node = match first.starts_with('@') && at == 0 {
            true => self.child(at, &format!("@{first}"))?,
            false => self.child(at, first)?,
        };
        for part in parts {
            node = self.child(node, part)?;
        }
        Some(node)
    }

    fn index(&self, at: usize, index: usize) -> Option<usize> {
        let node = self.nodes.get(at).filter(|node| !node.children.is_empty())?;
        node.children.iter().find(|(name, _)| name.parse() == Ok(index)).map(|(_, child)| *child)
    }

    fn slot(&self, at: usize) -> Option<usize> {
        self.nodes.get(at).and_then(|node| node.slot)
    }
}

/// Finds the wanted fields in a JSON text and writes them to their slots; what comes before damage in the text
/// counts. A text that is no JSON object has no fields. Gives the time, where one is wanted and found.
pub fn discover(json: &str, wanted: &Wanted, slots: &mut [Value]) -> Option<i64> {
    if !json.trim_start().starts_with('{') {
        return None;
    }
    let mut found = Found { slots, left: MOST_FIELDS, counts: may_have_many(json), at: None };
    let mut deserializer = serde_json::Deserializer::from_str(json);
    // Damaged JSON is a message like any other: its readable beginning has been used, the error says no more.
    let _ = Walk { wanted, node: Some(0), found: &mut found }.deserialize(&mut deserializer);
    found.at
}

/// Whether a text may have more fields than are discovered. Each is two characters at least, and stands behind a
/// comma or an opening bracket.
fn may_have_many(json: &str) -> bool {
    json.len() > 2 * MOST_FIELDS && memchr::memchr3_iter(b',', b'{', b'[', json.as_bytes()).count() > MOST_FIELDS
}

/// What has been found so far.
struct Found<'a> {
    slots: &'a mut [Value],
    left: usize,
    /// Whether fields have to be counted, so that none can be passed over unread.
    counts: bool,
    at: Option<i64>,
}

struct Walk<'a, 'b> {
    wanted: &'a Wanted,
    node: Option<usize>,
    found: &'a mut Found<'b>,
}

impl Walk<'_, '_> {
    fn leaf(self, value: impl FnOnce() -> Value, time: impl FnOnce(&TimeFields) -> Option<i64>) {
        if self.found.left == 0 {
            return;
        }
        self.found.left -= usize::from(self.found.counts);
        let Some(node) = self.node.and_then(|node| self.wanted.nodes.get(node)) else { return };
        if node.is_time && self.found.at.is_none() {
            self.found.at = self.wanted.times.as_ref().and_then(time);
        }
        if let Some(slot) = node.slot.and_then(|at| self.found.slots.get_mut(at)) {
            *slot = value();
        }
    }

    /// A wanted map or list: its text, and the wanted fields inside it.
    fn whole(self, json: &serde_json::Value) {
        match json {
            serde_json::Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let node = self.node.and_then(|node| self.wanted.index(node, index));
                    Walk { wanted: self.wanted, node, found: &mut *self.found }.whole(item);
                }
            }
            serde_json::Value::Object(fields) => {
                for (key, item) in fields {
                    let node = self.node.and_then(|node| self.wanted.key(node, key));
                    Walk { wanted: self.wanted, node, found: &mut *self.found }.whole(item);
                }
            }
            scalar => return self.leaf(|| Value::from_json(scalar), |_| None),
        }
        // Our choice: a map or list named as a whole is its JSON text.
        if let Some(slot) =
            self.node.and_then(|node| self.wanted.slot(node)).and_then(|at| self.found.slots.get_mut(at))
        {
            *slot = Value::text(json.to_string());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.leaf(|| Value::Flag(flag), |_| None);
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.leaf(|| Value::Int(number), |times| times.of_number(number as f64));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        let value = || i64::try_from(number).map_or(Value::Float(number as f64), Value::Int);
        self.leaf(value, |times| times.of_number(number as f64));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.leaf(|| Value::float(number), |times| times.of_number(number));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.leaf(|| Value::text(text), |times| times.of_text(text));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.leaf(|| Value::Null, |_| None);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if self.node.is_some_and(|node| self.wanted.slot(node).is_some()) {
            let mut list = Vec::new();
            while let Some(item) = items.next_element::<serde_json::Value>()? {
                list.push(item);
            }
            self.whole(&serde_json::Value::Array(list));
            return Ok(());
        }
        let mut index = 0;
        loop {
            let node = self.node.and_then(|node| self.wanted.index(node, index));
            if node.is_none() && !self.found.counts {
                match items.next_element::<IgnoredAny>()? {
                    Some(_) => index += 1,
                    None => return Ok(()),
                }
                continue;
            }
            let walk = Walk { wanted: self.wanted, node, found: &mut *self.found };
            if items.next_element_seed(walk)?.is_none() {
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        if self.node.is_some_and(|node| self.wanted.slot(node).is_some()) {
            let mut map = serde_json::Map::new();
            while let Some((key, item)) = fields.next_entry::<String, serde_json::Value>()? {
                map.insert(key, item);
            }
            self.whole(&serde_json::Value::Object(map));
            return Ok(());
        }
        while let Some(node) = fields.next_key_seed(Key { wanted: self.wanted, node: self.node })? {
            if node.is_none() && !self.found.counts {
                fields.next_value::<IgnoredAny>()?;
                continue;
            }
            fields.next_value_seed(Walk { wanted: self.wanted, node, found: &mut *self.found })?;
        }
        Ok(())
    }
}

struct Key<'a> {
    wanted: &'a Wanted,
    node: Option<usize>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<usize>, E> {
        Ok(self.node.and_then(|node| self.wanted.key(node, key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str, names: &[&str]) -> Vec<Option<String>> {
        let mut wanted = Wanted::default();
        for (slot, name) in names.iter().enumerate() {
            wanted.add(name, slot);
        }
        let mut slots = vec![Value::Null; names.len()];
        assert_eq!(discover(json, &wanted, &mut slots), None);
        slots.iter().map(Value::printed).collect()
    }

    #[test]
    fn names_reach_into_maps_lists_and_keys_with_dots() {
        let json = r#"{"a":{"b":[{"c":"deep"},7]},"x.y":1.5,"@t":true,"n":null,"a.b":2}"#;
        for (name, value) in [
            ("a.b.0.c", Some("deep")),
            ("a.b.1", Some("7")),
            ("a.b.2", None),
            ("x.y", Some("1.5")),
            ("@@t", Some("true")),
            ("@t", None),
            ("n", None),
            ("a", Some(r#"{"b":[{"c":"deep"},7]}"#)),
        ] {
            assert_eq!(found(json, &[name]), [value.map(str::to_owned)], "{name}");
        }
        assert_eq!(found(json, &["a", "a.b.1"])[1].as_deref(), Some("7"));
    }

    #[test]
    fn damage_and_other_text_have_no_fields_beyond_the_readable() {
        assert_eq!(found(r#"{"a":1,"b":"#, &["a", "b"]), [Some("1".to_owned()), None]);
        assert_eq!(found("a=1", &["a"]), [None]);
        assert_eq!(found("[1]", &["0"]), [None]);
    }

    #[test]
    fn the_field_past_the_limit_is_not_found() {
        let json: Vec<String> = (0..201).map(|n| format!("\"f{n}\":{n}")).collect();
        let json = format!("{{{}}}", json.join(","));
        assert_eq!(found(&json, &["f199", "f200"]), [Some("199".to_owned()), None]);
    }

    #[test]
    fn the_time_is_the_first_field_that_can_be_read_as_one() {
        for (json, at) in [
            (r#"{"time":0.25,"ts":1767225600,"timestamp":"2026-01-02T00:00:00Z"}"#, Some(1_767_225_600_000)),
            (r#"{"@timestamp":"2026-01-01T00:00:00Z"}"#, Some(1_767_225_600_000)),
            (r#"{"timestamp":"yesterday"}"#, None),
            ("2026-01-01T00:00:00Z", None),
        ] {
            let mut wanted = Wanted::default();
            wanted.add_times(TimeFields::usual());
            assert_eq!(discover(json, &wanted, &mut []), at, "{json}");
        }
        let mut wanted = Wanted::default();
        wanted.add_times(TimeFields::named("m.t"));
        assert_eq!(discover(r#"{"time":1767225600,"m":{"t":5}}"#, &wanted, &mut []), Some(5000));
    }
}
