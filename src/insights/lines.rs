//! The fields CloudWatch discovers in lines of VPC flow logs and Route 53 query logs.

use super::value::Value;

/// VPC flow logs of version 2, the default format.
const FLOW: [&str; 14] = [
    "version",
    "accountId",
    "interfaceId",
    "srcAddr",
    "dstAddr",
    "srcPort",
    "dstPort",
    "protocol",
    "packets",
    "bytes",
    "startTime",
    "endTime",
    "action",
    "logStatus",
];

/// Route 53 public query logs.
const QUERIES: [&str; 10] = [
    "version",
    "queryTimestamp",
    "hostZoneId",
    "queryName",
    "queryType",
    "responseCode",
    "protocol",
    "edgeLocation",
    "resolverIp",
    "ednsClientSubnet",
];

/// Whether lines of these kinds have a field of this name at all.
pub fn may_have(name: &str) -> bool {
    FLOW.contains(&name) || QUERIES.contains(&name)
}

/// A field of such a line; none for other lines. What kind it is, is told by its shape (our choice: AWS goes by
/// the log's origin). A `-` stands for no data.
pub fn field(message: &str, name: &str) -> Option<Value> {
    let names: &[&str] = match message.as_bytes() {
        [b'2', b' ', ..] if message.split(' ').count() == FLOW.len() && message.contains(" eni-") => &FLOW,
        [b'1', b'.', b'0' | b'1', b' ', ..] if message.split(' ').count() == QUERIES.len() => &QUERIES,
        _ => return None,
    };
    let at = names.iter().position(|known| *known == name)?;
    message.split(' ').nth(at).filter(|text| *text != "-").map(Value::text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_known_shape_give_their_fields() {
        let flow = "2 111122223333 eni-0f1e2d3c 10.0.0.7 10.0.9.9 49152 443 6 12 3400 1767225600 1767225660 ACCEPT OK";
        let query = "1.0 2026-01-01T00:00:00Z Z0ABC example.org A NOERROR UDP FRA6 192.0.2.9 -";
        for (line, name, value) in [
            (flow, "srcAddr", Some("10.0.0.7")),
            (flow, "bytes", Some("3400")),
            (flow, "logStatus", Some("OK")),
            (flow, "queryName", None),
            (query, "queryName", Some("example.org")),
            (query, "resolverIp", Some("192.0.2.9")),
            (query, "ednsClientSubnet", None),
            ("2 words only", "accountId", None),
        ] {
            assert_eq!(field(line, name), value.map(Value::text), "{name}");
        }
    }
}
