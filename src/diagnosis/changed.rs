//! What a revision changed, in words: names at once, values of variables once somebody asks.

use crate::domain::masked::Masked;
use crate::domain::redact::redact;
use crate::domain::service::ServiceId;

/// What changed from the last good revision of a service to the one in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub service: ServiceId,
    /// `checkout:42`, the last good revision.
    pub from: String,
    /// `checkout:43`, the revision in question.
    pub to: String,
    /// `secret DATABASE_URL gone`, `image 1.9.2 to 2.0.0`; empty where they run the same.
    pub phrases: Vec<Phrase>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// `env FEATURE_X changed`
    pub words: String,
    /// A variable's values, while they are masked.
    pub masked: Option<Values>,
}

/// The values of a variable before and after; none where it was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    pub old: Option<Masked>,
    pub new: Option<Masked>,
}

impl Phrase {
    pub fn plain(words: impl Into<String>) -> Self {
        Self { words: words.into(), masked: None }
    }

    /// Writes the values out: `env FEATURE_X changed, "off" to "on"`.
    fn reveal(&mut self) {
        let Some(Values { old, new }) = self.masked.take() else { return };
        let quoted = |value: &Masked| format!("\"{}\"", value.shown());
        let said = match (&old, &new) {
            (Some(old), Some(new)) => format!("{} to {}", quoted(old), quoted(new)),
            (Some(old), None) => format!("it was {}", quoted(old)),
            (None, Some(new)) => format!("it is {}", quoted(new)),
            (None, None) => return,
        };
        self.words = redact(&format!("{}, {said}", self.words));
    }
}

/// Phrases shown in one line; the rest is counted (our choice).
const PHRASES_SHOWN: usize = 8;

impl Changed {
    /// `checkout:42 to checkout:43: secret DATABASE_URL gone, and 3 more`.
    pub fn sentence(&self) -> String {
        if self.phrases.is_empty() {
            return format!("nothing from {} to {}: look outside the task definition", self.from, self.to);
        }
        let words = self.phrases.iter().take(PHRASES_SHOWN).map(|phrase| phrase.words.as_str());
        let shown = words.collect::<Vec<_>>().join(", ");
        let more = self.phrases.len().saturating_sub(PHRASES_SHOWN);
        let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
        format!("{} to {}: {shown}{rest}", self.from, self.to)
    }

    /// Writes the values of variables out: somebody has asked for them. What looks like a key or a token stays out.
    pub fn reveal(&mut self) {
        self.phrases.iter_mut().for_each(Phrase::reveal);
    }

    /// Whether there are values nobody has asked for yet.
    pub fn has_masked(&self) -> bool {
        self.phrases.iter().any(|phrase| phrase.masked.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    #[test]
    fn values_are_written_out_only_when_asked_for_and_keys_never() {
        let value = |text: &str| Some(Masked::new(text));
        let phrase = |words: &str, old, new| Phrase { words: words.to_owned(), masked: Some(Values { old, new }) };
        let mut changed = Changed {
            service: ServiceId { cluster: Text::new("prod"), name: Text::new("web") },
            from: "web:7".to_owned(),
            to: "web:8".to_owned(),
            phrases: vec![
                phrase("env MODE changed", value("slow"), value("fast")),
                phrase("env OLD gone", value("x"), None),
                phrase("env KEY added", None, value("AKIAIOSFODNN7EXAMPLE")),
                Phrase::plain("image 7.0 to 8.0"),
            ],
        };
        let masked = "web:7 to web:8: env MODE changed, env OLD gone, env KEY added, image 7.0 to 8.0";
        assert_eq!(changed.sentence(), masked);
        assert!(changed.has_masked() && !format!("{changed:?}").contains("slow"));
        changed.reveal();
        let said = changed.sentence();
        assert!(said.contains("env MODE changed, \"slow\" to \"fast\", env OLD gone, it was \"x\""), "{said}");
        assert!(!said.contains("AKIAIOSFODNN7EXAMPLE") && !changed.has_masked(), "{said}");
    }
}
