use super::*;
use crate::merkle;
use crate::testing::TestRng;
use proptest::prelude::*;

const ID: [u8; 16] = [7; 16];

fn key(seed: u64) -> Key {
    Key::generate(&mut TestRng::new(seed))
}

fn text(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| u8::try_from(at % 251).unwrap()).collect()
}

fn sealed(plain: &[u8], step: usize) -> (Vec<u8>, Sealed) {
    let mut sealer = Sealer::new(FileKey::new(&key(1), ID));
    let mut out = Vec::new();
    plain.chunks(step.max(1)).for_each(|part| sealer.push(part, &mut out));
    let said = sealer.finish(&mut out);
    (out, said)
}

#[test]
fn the_two_sizes_of_a_chunk_are_one() {
    assert_eq!((wide(CHUNK_BYTES), wide(TAG_BYTES)), (CHUNK, TAG));
}

#[test]
fn a_file_of_any_size_opens_again_whole_and_in_parts() {
    let file = FileKey::new(&key(1), ID);
    for bytes in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 5 * CHUNK_BYTES, 100_001] {
        let plain = text(bytes);
        let (out, said) = sealed(&plain, 1_000);
        let size = wide(bytes);
        assert_eq!((said.size, wide(out.len())), (size, sealed_bytes(size)), "{bytes}");
        assert_eq!(file.open(size, 0, &out).unwrap().as_slice(), plain);
        let second = out.get(SEALED_CHUNK_BYTES..).unwrap_or_default();
        let wanted = plain.get(CHUNK_BYTES..).unwrap_or_default();
        assert_eq!(file.open(size, 1, second).unwrap().as_slice(), wanted);
        let leaves: Vec<_> = out.chunks(SEALED_CHUNK_BYTES).map(merkle::leaf_hash).collect();
        assert_eq!((wide(leaves.len()), merkle::root(&leaves)), (chunks_of(size), said.root));
        assert_eq!(said.commitment, file.commitment());
    }
}

#[test]
fn how_the_bytes_come_in_makes_no_difference() {
    let plain = text(3 * CHUNK_BYTES + 5);
    let whole = sealed(&plain, plain.len());
    for step in [1, 7, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1] {
        assert_eq!(sealed(&plain, step), whole, "{step}");
    }
}

#[test]
fn a_chunk_that_was_moved_cut_repeated_or_left_out_is_refused() {
    let file = FileKey::new(&key(1), ID);
    let size = wide(3 * CHUNK_BYTES + 5);
    let (out, _) = sealed(&text(3 * CHUNK_BYTES + 5), 1_000);
    let refused = |first, bytes: &[u8]| {
        assert_eq!(file.open(size, first, bytes).err(), Some(SealError::Opening));
    };
    let chunks: Vec<_> = out.chunks(SEALED_CHUNK_BYTES).collect();
    refused(1, chunks[0]);
    refused(0, chunks[1]);
    refused(0, &[chunks[0], chunks[0]].concat());
    refused(0, &[chunks[0], chunks[2]].concat());
    refused(0, &chunks[0][1..]);
    refused(3, &[chunks[3], chunks[3]].concat());
    // The end cannot be moved forward: a shorter file is another file.
    let shorter = wide(2 * CHUNK_BYTES);
    assert!(file.open(shorter, 0, &[chunks[0], chunks[1]].concat()).is_err());
    assert!(FileKey::new(&key(2), ID).open(size, 0, &out).is_err());
    assert!(FileKey::new(&key(1), [8; 16]).open(size, 0, &out).is_err());
}

#[test]
fn a_key_is_committed_to() {
    let commitment = |seed, id| FileKey::new(&key(seed), id).commitment();
    assert_eq!(commitment(1, ID), commitment(1, ID));
    assert_ne!(commitment(1, ID), commitment(2, ID));
    assert_ne!(commitment(1, ID), commitment(1, [8; 16]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_flipped_bit_is_detected(bytes in 1_usize..40_000, at: usize, bit in 0..8) {
        let (mut out, said) = sealed(&text(bytes), 999);
        let at = at % out.len();
        out[at] ^= 1_u8 << bit;
        prop_assert!(FileKey::new(&key(1), ID).open(said.size, 0, &out).is_err());
    }

    #[test]
    fn any_bytes_are_refused_without_panic(bytes: Vec<u8>, size: u64, first: u64) {
        let opened = FileKey::new(&key(1), ID).open(size, first, &bytes);
        prop_assert_eq!(opened.is_ok(), bytes.is_empty());
    }
}
