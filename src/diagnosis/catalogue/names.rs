//! Where a message of AWS holds a name of the user's: such a name may be made of any words (`spot-oom-worker`), and
//! must not be read as if AWS had said them.

/// What stands before a name. Behind these, as AWS writes them, whatever comes is a name.
const ALWAYS: &[&str] = &["(task", "(service", "(target-group", "(elb", "(instance", "(container-instance"];
/// Behind these, whatever their case, what has more than one part or a capital inside.
const OFTEN: &[&str] = &[
    "in target-group ",
    "container-instance ",
    "capacity provider ",
    "in cluster ",
    "with cluster ",
    "export ",
    "export named ",
    "json key ",
    "with name ",
    "in container ",
    "exec: ",
    "function:",
    "identifier ",
];
/// Behind these stands an image, of which the registry's host is worth reading.
const IMAGES: &[&str] = &["resolve ref ", "resolve reference ", "manifest for ", "access denied for "];
/// Behind these stand names in brackets: `[ListenerRule, SpotFleet]`.
const LISTS: &[&str] = &[
    "failed to create: ",
    "failed to update: ",
    "failed to delete: ",
    "failed to create ",
    "failed to update ",
    "failed to delete ",
];

/// How many bytes at this place of a message are a name, if any.
pub fn length(raw: &str, at: usize) -> Option<usize> {
    let (before, rest) = (raw.get(..at)?, raw.get(at..)?);
    let first = rest.chars().next()?;
    if first == '[' {
        return None;
    }
    if before.ends_with('[') && LISTS.iter().any(|words| ends(&before[..before.len() - 1], words)) {
        return rest.find(']').filter(|length| *length > 0);
    }
    if first == '/' {
        return path(before, rest);
    }
    let last = before.chars().next_back()?;
    let quoted = matches!(last, '"' | '\'' | '\u{2018}' | '\u{201c}');
    if !(quoted || matches!(last, ' ' | ':')) || !first.is_alphanumeric() {
        return None;
    }
    let token = rest.split(stops).next()?.trim_end_matches(['.', ':', ';', '!']);
    if token.starts_with("arn:") || token.contains("://") {
        return None;
    }
    let said = before.trim_end_matches(['"', '\'', '\\', '\u{2018}', '\u{201c}']);
    let behind = |words: &[&str]| words.iter().any(|words| ends(said, words));
    let bracketed = said.ends_with(char::is_whitespace).then(|| said.trim_end());
    if bracketed.is_some_and(|said| ALWAYS.iter().any(|words| said.ends_with(words))) {
        return Some(token.len());
    }
    if behind(IMAGES) {
        let host = token.find('/').filter(|slash| token[..*slash].contains(['.', ':']));
        return host.is_none().then_some(token.len());
    }
    let named = behind(OFTEN) && (is_made_up(token) || is_camel(token));
    let in_quotes = quoted && !token.contains('.') && is_made_up(token) && token.chars().any(char::is_lowercase);
    let platform = token.starts_with("linux/") || token.starts_with("windows/");
    ((named || in_quotes) && !platform).then_some(token.len())
}

/// The path behind a registry's host: it is made of the image's name.
fn path(before: &str, rest: &str) -> Option<usize> {
    let token = rest.split(stops).next()?.trim_end_matches(['.', ':', ';', '!']);
    let host = before.rsplit(stops).next()?;
    let registry = token.starts_with("/v2/")
        || host.contains(".dkr.ecr.")
        || host.ends_with("-1.amazonaws.com")
        || host.ends_with("docker.io");
    let whole = registry && !host.trim_start_matches("https://").contains('/') && host.contains('.');
    // The slash itself stays: it ends the host.
    (whole && token.len() > 1).then_some(token.len())
}

fn is_made_up(token: &str) -> bool {
    token.contains(['-', '_', '/']) && !token.contains("plugins/")
}

/// `OrdersAlarm`: a name of a template's.
fn is_camel(token: &str) -> bool {
    token.chars().skip(1).any(char::is_uppercase) && token.chars().any(char::is_lowercase)
}

/// Whether a text ends with these words, whatever its case and however wide its spaces.
fn ends(text: &str, words: &str) -> bool {
    if words.ends_with(' ') && !text.ends_with(char::is_whitespace) {
        return false;
    }
    let (mut said, mut wanted) = (text.split_whitespace().rev(), words.split_whitespace().rev().peekable());
    while let Some(word) = wanted.next() {
        let tail =
            said.next().and_then(|said| said.get(said.len().checked_sub(word.len())?..).map(|tail| (said, tail)));
        // The first of the words may stand behind a bracket or a quote.
        let fits = |(said, tail): (&str, &str)| {
            tail.eq_ignore_ascii_case(word) && (wanted.peek().is_none() || said.len() == tail.len())
        };
        if !tail.is_some_and(fits) {
            return false;
        }
    }
    true
}

fn stops(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '(' | ')' | ',' | '[' | ']' | '\\' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_what_stands_before_it() {
        for (before, rest, name) in [
            ("(service a) has started 1 tasks: (task ", "oom-9) more", Some("oom-9")),
            ("failed to update: [", "SpotFleet, Rule]. Rollback", Some("SpotFleet, Rule")),
            ("for capacity provider ", "gpu-spot. VcpuLimit", Some("gpu-spot")),
            ("The capacity provider ", "is in use", None),
            ("with identifier '", "spot-web' was not found", Some("spot-web")),
            ("descriptor matching platform '", "linux/amd64'", None),
            ("encountered error \"", "RESOURCE:ENI\"", None),
            ("failed to resolve ref ", "acme/no-secret:1: not found", Some("acme/no-secret:1")),
            ("failed to resolve ref ", "docker.io/acme/spot:1", None),
            ("failed to resolve ref docker.io", "/acme/spot:1: not found", Some("/acme/spot:1")),
            ("Get \"https://1.dkr.ecr.eu-west-1.amazonaws.com", "/v2/\": EOF", Some("/v2/")),
            ("(target-group ", "arn:aws:x)", None),
            ("RUNNING (Task ", "stopped by user)", None),
            ("mount ", "/spot-data", None),
        ] {
            let found = length(&format!("{before}{rest}"), before.len()).and_then(|length| rest.get(..length));
            assert_eq!(found, name, "{before}|{rest}");
        }
    }
}
