use sila_seal::{SUITE, SealingKey};

use super::*;
use crate::testing::TestRng;

const NOW: Millis = Millis(1_000_000);
const LATER: Millis = Millis(1_000_000 + INVITATION_MS_MAX);

struct Agency {
    root: SigningKey,
    sign: SigningKey,
    statement: SignedStatement,
}

fn agency(seed: u8) -> Agency {
    let root = SigningKey::from_bytes(&[seed; 32]);
    let sign = SigningKey::from_bytes(&[seed.wrapping_add(100); 32]);
    let statement = KeyStatement {
        n: 1,
        prev: [0; 32],
        root: root.verifying(),
        sign: sign.verifying(),
        sealing: SealingKey::generate(&mut TestRng::new(seed.into())).public().clone(),
        transport_spki: [seed; 32],
        endpoints: vec!["https://node.example".into()],
        code: "MARSA".into(),
        name_ar: "مرسى".into(),
        name_en: "Marsa".into(),
        created: 1,
        suite: SUITE,
        custody: sila_seal::statement::Custody::default(),
    };
    let statement = statement.sign(&root).unwrap();
    Agency { root, sign, statement }
}

fn invited(a: &Agency, seed: u64) -> Pending {
    invite(&a.statement, &a.root, Some([5; 32]), NOW, LATER, &mut TestRng::new(seed)).unwrap()
}

fn answered(b: &Agency, file: &[u8]) -> Joining {
    join(file, &b.statement, &b.sign, NOW, &mut TestRng::new(9)).unwrap()
}

#[test]
fn both_see_the_same_digits_and_each_other() {
    let (a, b) = (agency(1), agency(2));
    let pending = Pending::from_cbor(&invited(&a, 3).to_cbor()).unwrap();
    let invitation = Invitation::open(&pending.file, NOW).unwrap();
    assert_eq!(invitation.agreement, Some([5; 32]));
    let joining = Joining::from_cbor(&answered(&b, &pending.file).to_cbor()).unwrap();
    assert_eq!(join_token(&joining.join), pending.token());
    let at_a = pending.accept(&joining.join, &a.sign, NOW).unwrap();
    let at_b = joining.accepted(&at_a.accept).unwrap();
    assert_eq!(at_a.short_code, at_b.short_code);
    assert_eq!(at_a.short_code.len(), 14);
    assert_eq!(at_a.statement.root, b.root.verifying());
    assert_eq!(at_b.statement.root, a.root.verifying());
    assert_eq!(pending.accept(&joining.join, &a.sign, NOW).unwrap(), at_a, "a repeat is the same");
}

#[test]
fn every_invitation_gives_other_digits() {
    let (a, b) = (agency(1), agency(2));
    let digits = |seed| {
        let pending = invited(&a, seed);
        let joining = answered(&b, &pending.file);
        pending.accept(&joining.join, &a.sign, NOW).unwrap().short_code
    };
    assert_ne!(digits(3), digits(4));
}

#[test]
fn an_invitation_has_a_bounded_life() {
    let (a, b) = (agency(1), agency(2));
    let lasts = |until| {
        invite(&a.statement, &a.root, None, NOW, Millis(until), &mut TestRng::new(1)).map(|_| ())
    };
    assert_eq!(lasts(NOW.0), Err(LinkError::Invitation));
    assert_eq!(lasts(LATER.0 + 1), Err(LinkError::Invitation));
    let pending = invited(&a, 3);
    let joining = answered(&b, &pending.file);
    assert_eq!(Invitation::open(&pending.file, LATER), Err(LinkError::Invitation));
    assert_eq!(pending.accept(&joining.join, &a.sign, LATER), Err(LinkError::Invitation));
}

#[test]
fn someone_without_the_secret_cannot_join() {
    let (a, b) = (agency(1), agency(2));
    let (one, other) = (invited(&a, 3), invited(&a, 4));
    let joining = answered(&b, &other.file);
    assert_eq!(one.accept(&joining.join, &a.sign, NOW), Err(LinkError::Invitation));
}

#[test]
fn who_swaps_the_invitation_shows_other_digits() {
    let (a, b, thief) = (agency(1), agency(2), agency(3));
    let real = invited(&a, 3);
    let false_file = invited(&thief, 4);
    let at_b = answered(&b, &false_file.file);
    let told = false_file.accept(&at_b.join, &thief.sign, NOW).unwrap();
    let b_sees = at_b.accepted(&told.accept).unwrap().short_code;
    let thief_joins = answered(&thief, &real.file);
    let a_sees = real.accept(&thief_joins.join, &a.sign, NOW).unwrap().short_code;
    assert_ne!(a_sees, b_sees);
}

#[test]
fn keys_that_do_not_belong_together_are_refused() {
    let (a, b) = (agency(1), agency(2));
    let pending = invited(&a, 3);
    let mut rng = TestRng::new(1);
    let wrong_root = invite(&a.statement, &b.root, None, NOW, LATER, &mut rng).map(|_| ());
    assert_eq!(wrong_root, Err(LinkError::OwnKey));
    let wrong_sign = join(&pending.file, &b.statement, &a.sign, NOW, &mut rng).map(|_| ());
    assert_eq!(wrong_sign, Err(LinkError::OwnKey));
    let ourselves = join(&pending.file, &a.statement, &a.sign, NOW, &mut rng).map(|_| ());
    assert_eq!(ourselves, Err(LinkError::Address));
    let joining = answered(&b, &pending.file);
    assert_eq!(pending.accept(&joining.join, &b.sign, NOW), Err(LinkError::OwnKey));
}

#[test]
fn an_acceptance_for_another_answer_is_refused() {
    let (a, b) = (agency(1), agency(2));
    let pending = invited(&a, 3);
    let mine = answered(&b, &pending.file);
    let other = join(&pending.file, &b.statement, &b.sign, NOW, &mut TestRng::new(10)).unwrap();
    let accept = pending.accept(&other.join, &a.sign, NOW).unwrap().accept;
    assert_eq!(mine.accepted(&accept), Err(LinkError::Invitation));
}

#[test]
fn one_changed_bit_is_noticed_everywhere() {
    let (a, b) = (agency(1), agency(2));
    let pending = invited(&a, 3);
    let joining = answered(&b, &pending.file);
    let accept = pending.accept(&joining.join, &a.sign, NOW).unwrap().accept;
    let flipped = |bytes: &[u8], at: usize| {
        let mut changed = bytes.to_vec();
        changed[at] ^= 1;
        changed
    };
    for at in (0..pending.file.len()).step_by(7) {
        assert!(Invitation::open(&flipped(&pending.file, at), NOW).is_err(), "file {at}");
    }
    for at in (0..joining.join.len()).step_by(7) {
        assert!(pending.accept(&flipped(&joining.join, at), &a.sign, NOW).is_err(), "join {at}");
    }
    for at in 0..accept.len() {
        assert!(joining.accepted(&flipped(&accept, at)).is_err(), "accept {at}");
    }
}

#[test]
fn two_equal_codes_are_the_same_and_nothing_shorter_is() {
    let mac = hmac(&[1; 16], b"message");
    assert!(
        same(&mac, &mac) && !same(&mac, &mac[..31]) && !same(&mac, &hmac(&[2; 16], b"message"))
    );
}
