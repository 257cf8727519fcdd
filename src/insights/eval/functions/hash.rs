//! Digests, in lower case hexadecimal (letter case is our choice).

use crate::insights::function::Function;
use crate::insights::value::Value;
use md5::Md5;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Calls a digest; none when it is no such function.
pub fn call(function: Function, values: &[Value]) -> Option<Value> {
    let digest: fn(&[u8]) -> Vec<u8> = match function {
        Function::Md5 => |bytes| Md5::digest(bytes).to_vec(),
        Function::Sha256 => |bytes| Sha256::digest(bytes).to_vec(),
        _ => return None,
    };
    Some(match values.first().and_then(Value::as_text) {
        Some(text) => Value::text(hexadecimal(&digest(text.as_bytes()))),
        None => Value::Null,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
