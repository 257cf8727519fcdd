//! Functions on IP addresses.

use crate::insights::function::Function;
use crate::insights::value::Value;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Calls a function on addresses; none when it is no such function.
pub fn call(function: Function, values: &[Value]) -> Option<Value> {
    let text = |at: usize| values.get(at).and_then(Value::as_text);
    let address = text(0).and_then(|text| text.parse::<IpAddr>().ok());
    let subnet = || text(1).is_some_and(|subnet| address.is_some_and(|address| in_subnet(address, &subnet)));
    let v4_subnet = || text(1).is_some_and(|subnet| !subnet.contains(':'));
    let holds = match function {
        Function::IsValidIp => address.is_some(),
        Function::IsValidIpV4 => address.is_some_and(|address| address.is_ipv4()),
        Function::IsValidIpV6 => address.is_some_and(|address| address.is_ipv6()),
        Function::IsIpInSubnet => subnet(),
        Function::IsIpv4InSubnet => v4_subnet() && subnet(),
        Function::IsIpv6InSubnet => !v4_subnet() && subnet(),
        Function::IsPrivateIp => address.is_some_and(is_private),
        Function::IsReservedIp => address.is_some_and(is_reserved),
        Function::IsPublicIp => address.is_some_and(|address| !is_private(address) && !is_reserved(address)),
        Function::Ipv4ToNumber => {
            return Some(match address {
                Some(IpAddr::V4(address)) => Value::Int(i64::from(u32::from(address))),
                _ => Value::Null,
            });
        }
        _ => return None,
    };
    Some(Value::truth(holds))
}

/// Whether an address lies in `address/bits`; the families must agree.
fn in_subnet(address: IpAddr, subnet: &str) -> bool {
    let Some((base, bits)) = subnet.split_once('/') else { return false };
    let (Ok(base), Ok(bits)) = (base.parse::<IpAddr>(), bits.parse::<u32>()) else { return false };
    match (address, base) {
        (IpAddr::V4(a), IpAddr::V4(b)) if bits <= 32 => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            u32::from(a) & mask == u32::from(b) & mask
        }
        (IpAddr::V6(a), IpAddr::V6(b)) if bits <= 128 => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            u128::from(a) & mask == u128::from(b) & mask
        }
        _ => false,
    }
}

/// RFC 1918 (documented); for IPv6 the unique local addresses (our choice).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.is_unique_local(),
    }
}

/// Loopback, link local, multicast, documentation and other special ranges (which ones is our choice).
fn is_reserved(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_reserved_v4(address),
        IpAddr::V6(address) => is_reserved_v6(address),
    }
}

fn is_reserved_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

fn is_reserved_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unicast_link_local()
        || in_subnet(IpAddr::V6(address), "2001:db8::/32")
}
