//! Ids that look like AWS's and are the same in every run.

/// A number in the form of an UUID of version 4.
pub(super) fn uuid(kind: u16, number: u64) -> String {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (high, low) = (mixed >> 32, number & 0xffff_ffff_ffff);
    format!("{high:08x}-{kind:04x}-4{:03x}-8{:03x}-{low:012x}", mixed & 0xfff, (mixed >> 12) & 0xfff)
}
