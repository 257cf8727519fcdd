//! Filter patterns of FilterLogEvents and StartLiveTail: terms, phrases, plain texts, members that equal a text.

/// A pattern that lines are held against. Case matters, as it does to AWS.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// All of these must be in the line: `ERROR`, `"two words"`.
    all: Vec<String>,
    /// None of these: `-DEBUG`.
    none: Vec<String>,
    /// One of these: `?ERROR ?WARN`. AWS ignores them beside terms of another kind.
    any: Vec<String>,
    /// Members at the top of the line's JSON object which must be these texts: `{ ($.level = "ERROR") }`.
    members: Vec<(String, String)>,
}

impl Pattern {
    /// Reads a pattern; none where it is not one. Of patterns on JSON fields only equality with a text is known,
    /// of regular expressions only plain texts, and patterns on columns not at all: our choice, they are refused
    /// and not misread.
    pub fn parse(pattern: &str) -> Option<Self> {
        let mut parsed = Self::default();
        let mut rest = pattern.trim_start();
        if let Some(inside) = rest.trim_end().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            parsed.members = inside.split("&&").map(member).collect::<Option<_>>()?;
            return Some(parsed);
        }
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

    fn has_members(&self, line: &str) -> bool {
        if self.members.is_empty() {
            return true;
        }
        let json: Option<serde_json::Value> = serde_json::from_str(line).ok();
        let is =
            |(name, value): &(String, String)| json.as_ref().and_then(|json| json.get(name)?.as_str()) == Some(value);
        self.members.iter().all(is)
    }

    pub fn matches(&self, line: &str) -> bool {
        let has = |term: &String| line.contains(term.as_str());
        let counts_any = self.all.is_empty() && self.none.is_empty() && !self.any.is_empty();
        self.has_members(line)
            && self.all.iter().all(has)
            && !self.none.iter().any(has)
            && (!counts_any || self.any.iter().any(has))
    }
}

/// `($.level = "ERROR")`
fn member(text: &str) -> Option<(String, String)> {
    let inside = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (name, value) = inside.trim().strip_prefix("$.")?.split_once('=')?;
    let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = |text: &str| !text.is_empty() && !text.contains(['"', '\\', '.', '*']);
    (is_plain(name.trim()) && !value.contains(['"', '\\', '*'])).then(|| (name.trim().to_owned(), value.to_owned()))
}

/// A quoted phrase, a plain text between `%`, or a word of letters, digits and `_`: anything else must be quoted. With what follows it.
fn term(text: &str) -> Option<(String, &str)> {
    if let Some((inside, rest)) = text.strip_prefix('%').and_then(|text| text.split_once('%')) {
        let is_plain = inside.chars().all(|c| c.is_ascii_alphanumeric() || ":_#=@/;,-".contains(c));
        return (is_plain && !inside.is_empty()).then(|| (inside.to_owned(), rest));
    }
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
    fn plain_texts_and_members_choose_lines() {
        let line = r#"{"level":"ERROR","msg":"pool timed-out","status":500}"#;
        for (pattern, expected) in [
            ("%timed-out%", true),
            ("%timed-out% %pool%", true),
            ("%timed-in%", false),
            (r#"{ ($.level = "ERROR") }"#, true),
            (r#"{ ($.level = "ERROR") && ($.msg = "x") }"#, false),
            (r#"{ ($.status = "500") }"#, false),
        ] {
            let parsed = Pattern::parse(pattern).expect(pattern);
            assert_eq!(parsed.matches(line), expected, "{pattern}");
        }
        assert!(!Pattern::parse(r#"{ ($.a = "x") }"#).expect("a pattern").matches("no JSON"));
    }

    #[test]
    fn what_is_no_pattern_of_terms_is_refused() {
        for pattern in [
            "{ $.level = \"ERROR\" }",
            "{ ($.a = 5) }",
            "{ ($.a.b = \"x\") }",
            "[ip, user]",
            "%ERR.*%",
            "\"open",
            "a:b",
            "-",
            "\"a\"b",
        ] {
            assert_eq!(Pattern::parse(pattern), None, "{pattern}");
        }
    }
}
