//! Regular expressions of queries.

use regex::{Regex, RegexBuilder};

/// The most memory one compiled expression may take.
const LARGEST: usize = 1 << 20;

/// Compiles an expression, or says why it cannot be: like the service's engine, this one has neither look-around
/// nor back-references, so none can take more than linear time.
pub fn compile(text: &str) -> Result<Regex, String> {
    let translated = translate(text);
    RegexBuilder::new(&translated)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .nest_limit(100)
        .build()
        .map_err(|error| explain(text, &error))
}

/// The expression in this engine's terms. The service's engines (RE2, Hyperscan) take `\w \d \s \b` as ASCII and
/// a `{` that begins no repetition as it is.
fn translate(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut letters = text.char_indices().peekable();
    let mut in_class = false;
    while let Some((at, c)) = letters.next() {
        let behind = text.get(at + c.len_utf8()..).unwrap_or("");
        match c {
            '\\' => {
                let Some((_, escaped)) = letters.next() else {
                    out.push('\\');
                    break;
                };
                match (class_of(escaped), escaped) {
                    (Some(class), 'w' | 'd' | 's') if in_class => out.push_str(class),
                    (Some(class), 'w' | 'd' | 's') => out.extend(["[", class, "]"]),
                    (Some(class), _) => out.extend(["[^", class, "]"]),
                    (None, 'b') if !in_class => out.push_str(r"(?-u:\b)"),
                    (None, 'p' | 'P' | 'x' | 'u' | 'U') => {
                        out.extend(['\\', escaped]);
                        // What stands in these braces is no repetition.
                        out.extend(letters.next_if(|(_, next)| *next == '{').map(|(_, brace)| brace));
                    }
                    (None, _) => out.extend(['\\', escaped]),
                }
            }
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                out.extend(letters.next_if(|(_, next)| *next == '^').map(|(_, hat)| hat));
                // A bracket that comes first closes nothing.
                if letters.next_if(|(_, next)| *next == ']').is_some() {
                    out.push_str(r"\]");
                }
            }
            '[' if behind.starts_with(':') && behind.contains(":]") => {
                // `[:digit:]`, with brackets of its own.
                out.push('[');
                while let Some((_, inside)) = letters.next_if(|(_, next)| *next != ']') {
                    out.push(inside);
                }
                out.extend(letters.next().map(|(_, bracket)| bracket));
            }
            '[' => out.push_str(r"\["),
            ']' => {
                in_class = false;
                out.push(']');
            }
            '{' if !in_class && !counts(behind) => out.push_str(r"\{"),
            c => out.push(c),
        }
    }
    out
}

fn class_of(escaped: char) -> Option<&'static str> {
    Some(match escaped {
        'w' | 'W' => "0-9A-Za-z_",
        'd' | 'D' => "0-9",
        's' | 'S' => r"\t\n\x0B\f\r\x20",
        _ => return None,
    })
}

/// Whether a repetition stands behind a `{`: `2}`, `2,}`, `2,5}`.
fn counts(behind: &str) -> bool {
    let Some((inside, _)) = behind.split_once('}') else { return false };
    inside.starts_with(|c: char| c.is_ascii_digit()) && inside.chars().all(|c| c.is_ascii_digit() || c == ',')
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
    fn expressions_mean_what_they_mean_to_the_service() {
        for (pattern, text, found) in [
            (r"{jndi", "x{jndi:ldap", true),
            (r"a{2}", "baab", true),
            (r"a{2}", "ab", false),
            (r#"\{"name":"(?<n>.*?)"\}"#, r#"{"name":"x"}"#, true),
            (r"\p{Lu}{x", "Q{x", true),
            (r"^\w+$", "naïve", false),
            (r"^[\w.-]+$", "a-b.c_9", true),
            (r"^[^\s]+$", "a b", false),
            (r"^[\D]+\W$", "ab-", true),
            (r"\berr\b", "an err.", true),
            (r"[]x]{2}", "x]", true),
            (r"[[:digit:]a]{3}", "a12", true),
            (r"^[[]+\]$", "[[]", true),
            (r"\\w", r"a\w", true),
            (r"\x{41}\d{2}", "A12", true),
            (r"(?i)ÄR", "är", true),
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
