//! Filter patterns of FilterLogEvents: terms and phrases.

/// A pattern that lines are held against. Case matters, as it does to AWS.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// All of these must be in the line: `ERROR`, `"two words"`.
    all: Vec<String>,
    /// None of these: `-DEBUG`.
    none: Vec<String>,
    /// One of these: `?ERROR ?WARN`. AWS ignores them beside terms of another kind.
    any: Vec<String>,
}

impl Pattern {
    /// Reads a pattern; none where it is not one. Patterns on JSON fields, on columns and regular expressions are
    /// not known here: our choice, they are refused and not misread.
    pub fn parse(pattern: &str) -> Option<Self> {
        let mut parsed = Self::default();
        let mut rest = pattern.trim_start();
        while !rest.is_empty() {
            let (kind, after) = match rest.split_at_checked(1) {
                Some(("-", after)) => (&mut parsed.none, after),
                Some(("?", after)) => (&mut parsed.any, after),
                _ => (&mut parsed.all, rest),
            };
            let (term, after) = term(after)?;
            kind.push(term);
            if !after.is_empty() && !after.starts_with(char::is_whitespace) {
                return None;
            }
            rest = after.trim_start();
        }
        Some(parsed)
    }

    pub fn matches(&self, line: &str) -> bool {
        let has = |term: &String| line.contains(term.as_str());
        let counts_any = self.all.is_empty() && self.none.is_empty() && !self.any.is_empty();
        self.all.iter().all(has) && !self.none.iter().any(has) && (!counts_any || self.any.iter().any(has))
    }
}

/// A quoted phrase, or a word of letters, digits and `_`: anything else must be quoted. With what follows it.
fn term(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end)?;
        return (!word.is_empty()).then(|| (word.to_owned(), rest));
    };
    let mut phrase = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next()? {
            '"' => return Some((phrase, chars.as_str())),
            '\\' => phrase.push(chars.next()?),
            c => phrase.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_phrases_choose_lines() {
        let line = r#"ERROR: KeyError "DATABASE_URL" not set"#;
        for (pattern, expected) in [
            ("", true),
            ("ERROR", true),
            ("error", false),
            ("ERROR set", true),
            ("ERROR missing", false),
            ("\"not set\"", true),
            ("\"set not\"", false),
            (r#""\"DATABASE_URL\"""#, true),
            ("-ERROR", false),
            ("ERROR -DEBUG", true),
            ("?WARN ?ERROR", true),
            ("?WARN ?DEBUG", false),
            ("ERROR ?WARN", true),
        ] {
            let parsed = Pattern::parse(pattern).expect(pattern);
            assert_eq!(parsed.matches(line), expected, "{pattern}");
        }
    }

    #[test]
    fn what_is_no_pattern_of_terms_is_refused() {
        for pattern in ["{ $.level = \"ERROR\" }", "[ip, user]", "%ERR.*%", "\"open", "a:b", "-", "\"a\"b"] {
            assert_eq!(Pattern::parse(pattern), None, "{pattern}");
        }
    }
}
