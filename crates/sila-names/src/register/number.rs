//! Conversions between sizes, with one behaviour at the edges: the largest value. Nothing here is reached by them,
//! because records and words are counted in 32 bits by design.

/// A count as 32 bits.
pub(super) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A stored number as an index.
pub(super) fn wide(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The upper half of 64 bits.
pub(super) fn upper(bits: u64) -> u32 {
    u32::try_from(bits >> 32).unwrap_or(u32::MAX)
}

/// The lower half of 64 bits.
pub(super) fn lower(bits: u64) -> u32 {
    u32::try_from(bits & 0xffff_ffff).unwrap_or(u32::MAX)
}

/// Mixes a value into a running hash (the finaliser of splitmix64). Stable, and not for secrets.
pub(super) fn mix(hash: u64, value: u64) -> u64 {
    let mut x = hash.rotate_left(23) ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Adds a value to a hash that is to be mixed at the end.
pub(super) fn stir(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// In which of so many shares a number falls: evenly, and without a division.
pub(super) fn share(number: u32, shares: u32) -> u32 {
    upper(u64::from(number.wrapping_mul(0x9e37_79b1)).wrapping_mul(u64::from(shares)))
}

/// A text as 64 bits (FNV-1a, mixed).
pub(super) fn hash_text(text: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    mix(0, text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}

/// A count as a number to calculate with. Exact below 2^32.
pub(super) fn real(count: usize) -> f64 {
    f64::from(narrow(count))
}

/// A large count as a number to calculate with.
pub(super) fn large(count: u64) -> f64 {
    f64::from(upper(count)) * 4_294_967_296.0 + f64::from(lower(count))
}
