//! Versions and voices as bytes, and the rules one by one. What holds whatever happens is in `random`.

mod random;

use sila_core::{AgencyId, Millis, RecordId};
use sila_seal::statement::{Custody, KeyStatement, SignedStatement};
use sila_seal::{SUITE, SealingKey, SigningKey};
use uuid::Uuid;

use super::*;
use crate::testing::TestRng;

/// An agency with its root key and its statement.
pub(super) struct Agency {
    pub(super) root: SigningKey,
    pub(super) statement: SignedStatement,
    pub(super) id: AgencyId,
}

pub(super) fn agency(seed: u8) -> Agency {
    let root = SigningKey::from_bytes(&[seed; 32]);
    let statement = KeyStatement {
        n: 1,
        prev: [0; 32],
        root: root.verifying(),
        sign: SigningKey::from_bytes(&[seed + 1; 32]).verifying(),
        sealing: SealingKey::generate(&mut TestRng::new(seed.into())).public().clone(),
        transport_spki: [seed; 32],
        endpoints: Vec::new(),
        code: "DANA".to_owned(),
        name_ar: "دانة".to_owned(),
        name_en: "Dana".to_owned(),
        created: 0,
        suite: SUITE,
        custody: Custody::default(),
    };
    let id = AgencyId(statement.agency());
    Agency { statement: statement.sign(&root).unwrap(), root, id }
}

const RECORD: RecordId = RecordId(Uuid::from_u128(7));

fn version(of: &[&Agency], content: u8) -> Version {
    let parties = of.iter().map(|agency| agency.id).collect();
    first(RECORD, "text/1", parties, of[0].id, vec![content], Millis(5))
}

fn voice(version: &Version, party: AgencyId, word: Word) -> Voice {
    Voice { version: version.digest(), party, word, at: Millis(6) }
}

pub(crate) fn share() -> Share {
    let (one, two) = (agency(10), agency(20));
    let version = version(&[&one, &two], 1);
    let voice = voice(&version, one.id, Word::Sign);
    let voice = SignedVoice::sign(&voice, &one.statement, &one.root);
    Share { version: version.to_cbor(), voice }
}

#[test]
fn a_version_has_one_spelling_and_limits() {
    let (one, two) = (agency(10), agency(20));
    let good = version(&[&one, &two], 1);
    assert_eq!(Version::from_cbor(&good.to_cbor()), Ok(good.clone()));
    let refused = |change: &dyn Fn(&mut Version)| {
        let mut version = good.clone();
        change(&mut version);
        Version::from_cbor(&version.to_cbor()).is_err()
    };
    assert!(refused(&|v| v.parties.reverse()), "ascending");
    assert!(refused(&|v| v.parties.truncate(1)), "two at least");
    assert!(refused(&|v| v.parties = vec![v.parties[0]; 2]), "each once");
    assert!(refused(&|v| v.proposer = AgencyId([9; 32])), "one of them");
    assert!(refused(&|v| v.number = 2), "names the one before");
    assert!(refused(&|v| v.prev = [1; 32]), "the first names none");
    assert!(refused(&|v| v.kind = "Text 1".to_owned()), "a plain word");
    assert!(refused(&|v| v.content = vec![0x18, 0x01]), "canonical content");
    assert!(refused(&|v| v.content = vec![0; CONTENT_BYTES_MAX + 1]), "not too long");
    let mut spelled = good.to_cbor();
    spelled.push(0);
    assert!(Version::from_cbor(&spelled).is_err());
}

#[test]
fn a_voice_is_checked_with_nothing_but_itself() {
    let (one, two) = (agency(10), agency(20));
    let version = version(&[&one, &two], 1);
    let said = voice(&version, one.id, Word::Sign);
    let signed = SignedVoice::sign(&said, &one.statement, &one.root);
    let read = SignedVoice::from_cbor(&signed.to_cbor()).unwrap();
    assert_eq!(read.verify().map(|(voice, _)| voice), Ok(said.clone()));
    let stranger = SignedVoice::sign(&said, &two.statement, &two.root);
    assert_eq!(stranger.verify().err(), Some(LinkError::Address), "another agency's keys");
    let forged = SignedVoice::sign(&said, &one.statement, &two.root);
    assert_eq!(forged.verify().err(), Some(LinkError::Signature), "another agency's hand");
    let mut bytes = signed.to_cbor();
    for at in (0..bytes.len()).step_by(7) {
        bytes[at] ^= 1;
        let taken = SignedVoice::from_cbor(&bytes).ok().and_then(|voice| voice.verify().ok());
        assert_eq!(taken.map(|(voice, _)| voice), None, "byte {at}");
        bytes[at] ^= 1;
    }
}

#[test]
fn it_takes_every_signature_and_an_amendment_names_what_it_amends() {
    let all = [agency(10), agency(20), agency(30)];
    let one = version(&[&all[0], &all[1], &all[2]], 1);
    let digest = one.digest();
    let mut shared = Shared::default();
    shared.add(one.clone()).unwrap();
    assert_eq!(shared.standing(&digest), Some(Standing::Incomplete));
    for (nth, party) in all.iter().enumerate() {
        assert_eq!(shared.in_force(), None, "{nth} of three have signed");
        // Without its proposer's signature it is nothing; with it, it waits for the others and comes first.
        let refused = if nth == 0 { RecordError::Unknown } else { RecordError::Pending };
        assert_eq!(shared.amend(party.id, vec![2], Millis(7)), Err(refused));
        shared.hear(&voice(&one, party.id, Word::Sign)).unwrap();
    }
    assert_eq!(shared.in_force(), Some(digest));
    let two = shared.amend(all[2].id, vec![2], Millis(7)).unwrap();
    assert_eq!((two.number, two.prev), (2, digest));
    shared.add(two.clone()).unwrap();
    shared.hear(&voice(&two, all[2].id, Word::Sign)).unwrap();
    assert_eq!(shared.in_force(), Some(digest), "the amendment waits");
    assert_eq!(shared.amend(all[0].id, vec![3], Millis(7)), Err(RecordError::Pending));
    for party in &all[..2] {
        shared.hear(&voice(&two, party.id, Word::Sign)).unwrap();
    }
    assert_eq!(shared.standing(&digest), Some(Standing::Replaced));
    assert_eq!(shared.history(), [digest, two.digest()]);
}

#[test]
fn withdrawing_asks_and_the_last_signature_decides() {
    let (one, two) = (agency(10), agency(20));
    let proposal = version(&[&one, &two], 1);
    let digest = proposal.digest();
    let mut shared = Shared::default();
    shared.add(proposal.clone()).unwrap();
    shared.hear(&voice(&proposal, one.id, Word::Sign)).unwrap();
    assert_eq!(shared.may(two.id, &digest, Word::Withdraw), Err(RecordError::NotTheProposer));
    assert_eq!(shared.may(one.id, &digest, Word::Withdraw), Ok(()));
    let mut late = shared.clone();
    late.hear(&voice(&proposal, two.id, Word::Sign)).unwrap();
    late.hear(&voice(&proposal, one.id, Word::Withdraw)).unwrap();
    assert_eq!(late.standing(&digest), Some(Standing::InForce), "it came too late");
    shared.hear(&voice(&proposal, one.id, Word::Withdraw)).unwrap();
    assert_eq!(shared.may(two.id, &digest, Word::Sign), Err(RecordError::Withdrawn));
    assert_eq!(shared.owed(two.id), Some((digest, Word::DeclineWithdrawn)));
    shared.hear(&voice(&proposal, two.id, Word::DeclineWithdrawn)).unwrap();
    assert_eq!(shared.standing(&digest), Some(Standing::Dead));
    let said = shared.hear(&voice(&proposal, two.id, Word::Sign));
    assert_eq!(said, Err(RecordError::Contradiction));
}

#[test]
fn of_two_proposals_that_cross_the_lower_hash_goes_on() {
    let (one, two) = (agency(10), agency(20));
    let (a, b) = (version(&[&one, &two], 1), version(&[&two, &one], 2));
    let (low, high) = if a.digest() < b.digest() { (&a, &b) } else { (&b, &a) };
    let mut shared = Shared::default();
    for proposal in [&a, &b] {
        shared.add(proposal.clone()).unwrap();
        shared.hear(&voice(proposal, proposal.proposer, Word::Sign)).unwrap();
    }
    for proposal in [low, high] {
        let other = if proposal.proposer == one.id { two.id } else { one.id };
        assert_eq!(shared.may(other, &proposal.digest(), Word::Sign), Err(RecordError::Pending));
    }
    assert_eq!(shared.owed(high.proposer), None);
    assert_eq!(shared.owed(low.proposer), Some((high.digest(), Word::DeclineSibling)));
    shared.hear(&voice(high, low.proposer, Word::DeclineSibling)).unwrap();
    assert_eq!(shared.may(high.proposer, &low.digest(), Word::Sign), Ok(()));
}

#[test]
fn what_belongs_to_another_record_or_nobody_is_refused() {
    let (one, two, three) = (agency(10), agency(20), agency(30));
    let proposal = version(&[&one, &two], 1);
    let mut shared = Shared::default();
    let early = shared.hear(&voice(&proposal, one.id, Word::Sign));
    assert_eq!(early, Err(RecordError::Unknown));
    shared.add(proposal.clone()).unwrap();
    assert_eq!(shared.add(proposal.clone()), Ok(false));
    let other = Version { kind: "minutes/1".to_owned(), ..proposal.clone() };
    assert_eq!(shared.add(other), Err(RecordError::Differs));
    let more = version(&[&one, &two, &three], 1);
    assert_eq!(shared.add(more), Err(RecordError::Differs));
    let stranger = shared.hear(&voice(&proposal, three.id, Word::Sign));
    assert_eq!(stranger, Err(RecordError::NotAParty));
    let flood = (0..=255).map(|n| Version { content: vec![0x18, n], ..proposal.clone() });
    let added = flood.filter(|v| shared.add(v.clone()) == Ok(true)).count();
    assert!(added < PENDING_MAX, "{added} proposals wait");
}
