//! Words of a command line, as commands are shown to people.

use super::text::Text;

/// A word of a command line, quoted where a shell would read anything into it. Shown, so made of safe text.
pub fn shell_word(text: &Text) -> String {
    let word = text.as_str();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
