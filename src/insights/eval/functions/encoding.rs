//! Encodings of text: URL, base64, hexadecimal.

use std::fmt::Write;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Percent-encodes everything but RFC 3986's unreserved characters (which ones is our choice).
pub fn url_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Undoes percent-encoding; `+` is a blank; what is no escape stays.
pub fn url_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escaped = behind.first_chunk::<2>().filter(|_| *first == b'%').and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
            u8::from_str_radix(digits, 16).ok()
        });
        match (escaped, first) {
            (Some(byte), _) => bytes.push(byte),
            (None, b'+') => bytes.push(b' '),
            (None, other) => bytes.push(*other),
        }
        rest = behind.get(if escaped.is_some() { 2 } else { 0 }..).unwrap_or(&[]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Base64 with padding.
pub fn base64_encode(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let index = (group >> (18 - 6 * at)) & 63;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'=');
            encoded.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    encoded
}

/// Undoes base64, the URL alphabet and missing padding included; none when it is no base64 of text.
pub fn base64_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut bits) = (0_u32, 0);
    for byte in text.trim().trim_end_matches('=').bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
        let value = ALPHABET.iter().position(|letter| *letter == byte)?;
        group = group << 6 | value as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits) as u8);
            group &= (1 << bits) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The text of pairs of hexadecimal digits.
pub fn hex_to_text(text: &str) -> Option<String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let bytes =
        (0..digits.len()).step_by(2).map(|at| digits.get(at..at + 2).and_then(|d| u8::from_str_radix(d, 16).ok()));
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

/// The number of a hexadecimal text, with or without `0x`.
pub fn hex_to_number(text: &str) -> Option<i64> {
    let (minus, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let digits = digits.strip_prefix("0x").or(digits.strip_prefix("0X")).unwrap_or(digits);
    let number = i64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with(['+', '-']))?;
    Some(if minus { -number } else { number })
}

/// `0xff`, `-0xff`.
pub fn number_to_hex(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}0x{:x}", number.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        for text in ["", "a", "ab", "abc", "a b/ü?=&", "{\"k\":[1]}"] {
            assert_eq!(base64_decode(&base64_encode(text.as_bytes())).as_deref(), Some(text));
            assert_eq!(url_decode(&url_encode(text)), text);
        }
        assert_eq!(base64_encode(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
        assert_eq!(base64_decode("YW55IGNhcm5hbCBwbGVhcw").as_deref(), Some("any carnal pleas"));
        assert_eq!(url_decode("100%+%zz%41"), "100% %zzA");
        assert_eq!((hex_to_number("-0xFF"), number_to_hex(-255)), (Some(-255), "-0xff".to_owned()));
        assert_eq!((hex_to_text("4f6b").as_deref(), hex_to_text("4f6")), (Some("Ok"), None));
    }
}
