//! Names of fields.

use crate::insights::span::Span;

/// A field name as written: `status`, `@message`, `detail.items.0.id`, `` js.`user.id` ``, `list[1].x`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The whole name without backticks: what a column is called and what fields are compared by.
    pub text: String,
    /// Its parts between the dots; a part in backticks may hold dots.
    pub parts: Vec<Part>,
    /// Whether any of it is in backticks, so that it cannot be a keyword.
    pub quoted: bool,
    /// Where it stands.
    pub span: Span,
}

/// One step of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A key, as in `.key`.
    Key(String),
    /// A list index, as in `[1]`; taken as zero based (our choice: AWS does not say).
    Index(usize),
}

impl Name {
    /// Whether this is the keyword, in any letter case.
    pub fn is(&self, keyword: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(keyword)
    }

    /// The name as JSON discovery flattens it: indexes are dotted parts.
    pub fn flattened(&self) -> String {
        let mut flat = String::with_capacity(self.text.len());
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                flat.push('.');
            }
            match part {
                Part::Key(key) => flat.push_str(key),
                Part::Index(index) => flat.push_str(&index.to_string()),
            }
        }
        flat
    }

    /// The text of the first `count` parts, as a name of its own.
    pub fn head(&self, count: usize) -> String {
        Name { parts: self.parts.iter().take(count).cloned().collect(), ..self.clone() }.flattened()
    }
}
