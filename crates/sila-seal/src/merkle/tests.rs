//! The vectors of Certificate Transparency, and every position of small trees.

use super::{
    Frontier, consistency_proof, inclusion_proof, leaf_hash, root, verify_consistency,
    verify_inclusion,
};
use crate::testing::hex;
use crate::{Hash, SealError};
use proptest::prelude::*;

/// The eight entries of the Certificate Transparency reference tests.
const ENTRIES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const NODE_1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const NODE_23: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const NODE_4567: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const NODE_4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const NODE_67: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const NODE_45: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

fn hash(text: &str) -> Hash {
    hex(text).try_into().unwrap()
}

fn known_leaves() -> Vec<Hash> {
    ENTRIES.iter().map(|entry| leaf_hash(&hex(entry))).collect()
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

/// The definition of RFC 9162 §2.1.1, as written there.
fn root_by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => crate::sha256(&[]),
        [one] => *one,
        _ => {
            let mut half = 1;
            while half * 2 < leaves.len() {
                half *= 2;
            }
            let (left, right) = leaves.split_at(half);
            super::node_hash(&root_by_definition(left), &root_by_definition(right))
        }
    }
}

#[test]
fn roots_of_the_known_trees() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), hash(empty));
    for (leaf, expected) in known_leaves().into_iter().zip(ROOTS) {
        frontier.append(leaf);
        assert_eq!(frontier.root(), hash(expected), "{} leaves", frontier.size());
    }
}

#[test]
fn proofs_of_the_known_trees() {
    let leaves = known_leaves();
    let inclusion: [(u64, usize, Vec<&str>); 4] = [
        (0, 1, vec![]),
        (0, 8, vec![NODE_1, NODE_23, NODE_4567]),
        (5, 8, vec![NODE_4, NODE_67, ROOTS[3]]),
        (2, 3, vec![ROOTS[1]]),
    ];
    for (index, size, proof) in inclusion {
        let proof: Vec<Hash> = proof.into_iter().map(hash).collect();
        assert_eq!(inclusion_proof(&leaves[..size], index), Ok(proof), "{index} of {size}");
    }
    let consistency: [(u64, usize, Vec<&str>); 4] = [
        (1, 1, vec![]),
        (1, 8, vec![NODE_1, NODE_23, NODE_4567]),
        (6, 8, vec![NODE_45, NODE_67, ROOTS[3]]),
        (2, 5, vec![NODE_23, NODE_4]),
    ];
    for (old, new, proof) in consistency {
        let proof: Vec<Hash> = proof.into_iter().map(hash).collect();
        assert_eq!(consistency_proof(&leaves[..new], old), Ok(proof), "{old} to {new}");
    }
}

#[test]
fn frontier_agrees_with_the_definition() {
    let leaves = leaves(130);
    for size in 0..=leaves.len() {
        assert_eq!(root(&leaves[..size]), root_by_definition(&leaves[..size]), "{size}");
    }
}

#[test]
fn every_inclusion_proof_holds_for_its_own_position_only() {
    let leaves = leaves(20);
    for size in 1..=20_u64 {
        let tree = &leaves[..usize::try_from(size).unwrap()];
        let root = root(tree);
        for index in 0..size {
            let leaf = &leaves[usize::try_from(index).unwrap()];
            let proof = inclusion_proof(tree, index).unwrap();
            for claimed in 0..size {
                let holds = verify_inclusion(leaf, claimed, size, &proof, &root).is_ok();
                assert_eq!(holds, claimed == index, "{index} as {claimed} of {size}");
            }
        }
    }
}

#[test]
fn every_consistency_proof_holds_for_its_own_sizes_only() {
    let leaves = leaves(20);
    let root_of = |size: u64| root(&leaves[..usize::try_from(size).unwrap()]);
    for new in 1..=20 {
        for old in 0..=new {
            let tree = &leaves[..usize::try_from(new).unwrap()];
            let proof = consistency_proof(tree, old).unwrap();
            for claimed in 0..=new {
                let judged = verify_consistency(claimed, new, &root_of(old), &root_of(new), &proof);
                assert_eq!(judged.is_ok(), claimed == old, "{old} as {claimed} to {new}");
            }
        }
    }
}

#[test]
fn a_rewritten_history_has_no_consistency_proof() {
    let honest = leaves(12);
    let mut rewritten = honest.clone();
    rewritten[3] = leaf_hash(b"another story");
    let proof = consistency_proof(&rewritten, 7).unwrap();
    let (old, new) = (root(&honest[..7]), root(&rewritten));
    assert_eq!(verify_consistency(7, 12, &old, &new, &proof), Err(SealError::Proof));
}

#[test]
fn positions_outside_the_tree_are_refused() {
    let outside = SealError::TreePosition;
    let tree = leaves(3);
    let root = root(&tree);
    assert_eq!(inclusion_proof(&tree, 3), Err(outside));
    assert_eq!(inclusion_proof(&[], 0), Err(outside));
    assert_eq!(consistency_proof(&tree, 4), Err(outside));
    assert_eq!(verify_inclusion(&tree[0], 3, 3, &[], &root), Err(outside));
    assert_eq!(verify_consistency(4, 3, &root, &root, &[]), Err(outside));
}

#[test]
fn surplus_and_missing_hashes_are_refused() {
    let tree = leaves(7);
    let root_7 = root(&tree);
    let mut proof = inclusion_proof(&tree, 6).unwrap();
    assert_eq!(verify_inclusion(&tree[6], 6, 7, &proof[1..], &root_7), Err(SealError::Proof));
    proof.push([0; 32]);
    assert_eq!(verify_inclusion(&tree[6], 6, 7, &proof, &root_7), Err(SealError::Proof));
    let root_3 = root(&tree[..3]);
    assert_eq!(verify_consistency(3, 7, &root_3, &root_7, &[]), Err(SealError::Proof));
    assert_eq!(verify_consistency(7, 7, &root_7, &root_7, &[root_7]), Err(SealError::Proof));
    assert_eq!(verify_consistency(0, 7, &root_3, &root_7, &[]), Err(SealError::Proof));
}

#[test]
fn a_stored_frontier_continues() {
    let mut whole = Frontier::new();
    let mut resumed = Frontier::new();
    for leaf in leaves(40) {
        whole.append(leaf);
        resumed.append(leaf);
        resumed = Frontier::from_bytes(&resumed.to_bytes()).unwrap();
    }
    assert_eq!(resumed, whole);
}

#[test]
fn a_frontier_with_an_impossible_size_is_refused() {
    let mut bytes = u64::MAX.to_be_bytes().to_vec();
    bytes.resize(8 + 64 * 32, 0);
    assert_eq!(Frontier::from_bytes(&bytes), Err(SealError::Malformed));
    let mut short = Frontier::new();
    short.append([1; 32]);
    assert_eq!(Frontier::from_bytes(&short.to_bytes()[..39]), Err(SealError::Malformed));
    assert_eq!(Frontier::from_bytes(&[0; 40]), Err(SealError::Malformed));
    assert_eq!(Frontier::from_bytes(&[0; 8]), Ok(Frontier::new()));
}

proptest! {
    #[test]
    fn any_proof_is_judged_without_panic(
        sizes: (u64, u64),
        proof in proptest::collection::vec(any::<Hash>(), 0..70),
    ) {
        let (small, large) = sizes;
        prop_assert!(verify_inclusion(&[1; 32], small, large, &proof, &[2; 32]).is_err());
        prop_assert!(verify_consistency(small, large, &[1; 32], &[2; 32], &proof).is_err());
    }

    #[test]
    fn any_changed_bit_of_a_proof_is_detected(size in 2_u64..40, at: u64, bit in 0..256_usize) {
        let tree = leaves(size);
        let (index, root) = (at % size, root(&tree));
        let mut proof = inclusion_proof(&tree, index).unwrap();
        let place = usize::try_from(at).unwrap_or(0) % proof.len();
        proof[place][bit / 8] ^= 1_u8 << (bit % 8);
        let leaf = &tree[usize::try_from(index).unwrap()];
        prop_assert!(verify_inclusion(leaf, index, size, &proof, &root).is_err());
    }

    #[test]
    fn any_bytes_are_a_frontier_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..140)) {
        if let Ok(mut frontier) = Frontier::from_bytes(&bytes) {
            prop_assert_eq!(frontier.to_bytes(), bytes);
            frontier.append([3; 32]);
        }
    }
}

/// Another implementation, over the same leaves: equal roots, and each accepts the other's proofs.
#[test]
fn another_implementation_agrees_on_roots_and_proofs() {
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use sha2::Sha256;
    let mut theirs: MemoryBackedTree<Sha256, Vec<u8>> = MemoryBackedTree::new();
    let mut roots = vec![theirs.root()];
    for size in 1..40_u64 {
        theirs.push((size - 1).to_be_bytes().to_vec());
        roots.push(theirs.root());
        let leaves = leaves(size);
        assert_eq!(theirs.root().as_bytes().as_slice(), root(&leaves), "{size} leaves");
        for index in 0..size {
            let proof = theirs.prove_inclusion(usize::try_from(index).unwrap());
            let ours = inclusion_proof(&leaves, index).unwrap();
            assert_eq!(proof.as_bytes(), ours.concat(), "leaf {index} of {size}");
            let entry = index.to_be_bytes().to_vec();
            let proof = ct_merkle::InclusionProof::from_bytes(ours.concat());
            assert!(theirs.root().verify_inclusion(&entry, index, &proof).is_ok());
        }
        for old in 1..size {
            let more = usize::try_from(size - old).unwrap();
            let ours = consistency_proof(&leaves, old).unwrap();
            assert_eq!(theirs.prove_consistency(more).as_bytes(), ours.concat());
            let proof = ct_merkle::ConsistencyProof::try_from_bytes(ours.concat()).unwrap();
            let old_root = &roots[usize::try_from(old).unwrap()];
            assert!(theirs.root().verify_consistency(old_root, &proof).is_ok(), "{old} to {size}");
        }
    }
}
