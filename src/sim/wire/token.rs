//! Page tokens: opaque to the client, so that nobody learns to make them.

use std::fmt::Write;

/// Makes a token of what the list is (`ListTasks`, its filter) and where the next page begins.
pub fn seal(list: &str, place: &str) -> String {
    let mut token = format!("{:016x}", checksum(list, place));
    for byte in place.bytes() {
        let _ = write!(token, "{byte:02x}");
    }
    token
}

/// Reads a token back; none where it was not made for this list or has been changed.
pub fn open(list: &str, token: &str) -> Option<String> {
    let (sum, body) = token.split_at_checked(16)?;
    if !body.len().is_multiple_of(2) || !body.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..body.len()).step_by(2).map(|at| u8::from_str_radix(body.get(at..at + 2)?, 16).ok()).collect();
    let place = String::from_utf8(bytes?).ok()?;
    (sum == format!("{:016x}", checksum(list, &place))).then_some(place)
}

/// FNV-1a: tells a token of another list from one of this. Against mistakes, not against malice.
fn checksum(list: &str, place: &str) -> u64 {
    list.bytes()
        .chain([0])
        .chain(place.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_the_list_it_was_made_for() {
        let token = seal("ListTasks\0prod", "40 ärn");
        assert_eq!(open("ListTasks\0prod", &token).as_deref(), Some("40 ärn"));
        assert_eq!(open("ListTasks\0test", &token), None);
    }

    #[test]
    fn what_is_no_token_opens_nothing() {
        let token = seal("L", "40");
        let changed = token.replace("3430", "3431");
        for token in ["", "x", "0123456789abcdef", "0123456789abcdef3", "ääääääääää", changed.as_str()] {
            assert_eq!(open("L", token), None, "{token}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_token_panics(token in ".*") {
            let _ = open("L", &token);
        }
    }
}
