//! Regular expressions of queries.

use regex::{Regex, RegexBuilder};

/// The most memory one compiled expression may take.
const LARGEST: usize = 1 << 20;

/// Compiles an expression, or says why it cannot be: like the service's engine, this one has neither look-around
/// nor back-references, so none can take more than linear time.
pub fn compile(text: &str) -> Result<Regex, String> {
    let build =
        |text: &str| RegexBuilder::new(text).size_limit(LARGEST).dfa_size_limit(LARGEST).nest_limit(100).build();
    build(text).or_else(|error| build(&escape_braces(text)).map_err(|_| explain(text, &error)))
}

/// Puts a backslash before each `{` that begins no repetition: the service takes those as they are.
fn escape_braces(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ['\0'; 2];
    for (at, c) in text.char_indices() {
        let behind = text.get(at + 1..).unwrap_or("");
        let inside = behind.split('}').next().unwrap_or("");
        let counts = inside.len() < behind.len()
            && inside.starts_with(|c: char| c.is_ascii_digit())
            && inside.chars().all(|c| c.is_ascii_digit() || c == ',');
        let is_class = before[0] == '\\' && matches!(before[1], 'p' | 'P' | 'x' | 'u' | 'U');
        if c == '{' && !counts && before[1] != '\\' && !is_class {
            escaped.push('\\');
        }
        escaped.push(c);
        before = if before[1] == '\\' && c == '\\' { ['\0', '\0'] } else { [before[1], c] };
    }
    escaped
}

fn explain(text: &str, error: &regex::Error) -> String {
    if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| text.contains(look)) {
        return "look-ahead and look-behind are not part of the service's regular expressions".to_owned();
    }
    match error {
        regex::Error::CompiledTooBig(_) => "this regular expression is too large".to_owned(),
        other => {
            let said = other.to_string();
            let last = said.lines().last().unwrap_or("").trim().trim_start_matches("error: ");
            format!("this regular expression cannot be read: {last}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn braces_that_count_nothing_are_taken_as_they_are() {
        for (pattern, text, found) in [
            (r"{jndi", "x{jndi:ldap", true),
            (r"a{2}", "baab", true),
            (r"a{2}", "ab", false),
            (r#"\{"name":"(?<n>.*?)"\}"#, r#"{"name":"x"}"#, true),
            (r"\p{Lu}{x", "Q{x", true),
        ] {
            assert_eq!(compile(pattern).map(|r| r.is_match(text)), Ok(found), "{pattern}");
        }
    }

    #[test]
    fn what_the_service_cannot_do_is_said_so() {
        for (pattern, said) in [("(?=x)", "look-ahead"), ("(?<a>x", "cannot be read"), ("(a{1000}){1000}", "too large")]
        {
            assert!(compile(pattern).is_err_and(|e| e.contains(said)), "{pattern}");
        }
    }
}
