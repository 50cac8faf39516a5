use std::collections::BTreeMap;

use sila_seal::{SealingKey, VerifyingKey};
use uuid::Uuid;

use super::*;
use crate::testing::{TestRng, me, peer};
use crate::{
    Code, LinkEvent, LinkState, OutboxDraft, SealedEnvelope, Side, proves_fork, seal_batch,
};

pub(super) const NOW: Millis = Millis(1_000);
const AGREEMENT: (AgreementId, Hash) = (AgreementId(Uuid::from_u128(5)), [5; 32]);

pub(super) fn draft(id: u128) -> OutboxDraft {
    OutboxDraft {
        id: Uuid::from_u128(id),
        kind: "referral.entry/1".into(),
        conversation: Uuid::from_u128(1),
        payload: vec![1, 2, 3],
        agreement: Some(AGREEMENT),
        purpose: Some("SHELTER".into()),
        created: Millis(900),
        expires: None,
        urgent: true,
    }
}

/// Seals by agency 1 for agency 2 on the urgent stream.
pub(super) fn sealed(drafts: &[OutboxDraft], seed: u64) -> Vec<SealedEnvelope> {
    let cursor = Cursor::start(Stream::URGENT);
    let (from, to) = (me(1), peer(&me(2)));
    seal_batch(&from, &to, cursor, drafts, Millis(0), &mut TestRng::new(seed)).unwrap().envelopes
}

pub(super) fn bytes(sealed: &[SealedEnvelope]) -> Vec<Vec<u8>> {
    sealed.iter().map(|sealed| sealed.bytes.clone()).collect()
}

pub(super) fn sender() -> Peer {
    Peer { agreements: vec![AGREEMENT], ..peer(&me(1)) }
}

fn after(sealed: &[SealedEnvelope]) -> (Cursor, BTreeMap<Place, Hash>) {
    let start = Cursor::start(Stream::URGENT);
    let cursor = sealed.iter().fold(start, |cursor, sealed| cursor.advanced(sealed.header_hash));
    (cursor, sealed.iter().map(|sealed| (sealed.place, sealed.header_hash)).collect())
}

fn taken(cursor: &Cursor, bytes: &[u8], history: &dyn History) -> Admission {
    admit(&me(2), &sender(), cursor, bytes, history, NOW)
}

fn first(draft: OutboxDraft) -> Admission {
    let sealed = sealed(&[draft], 1);
    taken(&Cursor::start(Stream::URGENT), &sealed[0].bytes, &BTreeMap::new())
}

fn refusal(admission: &Admission) -> (&str, u64, u64) {
    match admission {
        Admission::Refused(refusal) => (refusal.code.as_str(), refusal.seq, refusal.expected),
        other => panic!("not refused: {other:?}"),
    }
}

fn fate(admission: Admission) -> (u64, Disposition) {
    match admission {
        Admission::SetAside(message, fate) => {
            assert!(message.payload.is_empty());
            (message.cursor.upto, fate)
        }
        other => panic!("not set aside: {other:?}"),
    }
}

fn alarm(admission: Admission) -> Alarm {
    match admission {
        Admission::Alarm(alarm) => *alarm,
        other => panic!("no alarm: {other:?}"),
    }
}

#[test]
fn a_new_message_is_opened_and_moves_the_cursor() {
    let envelopes = sealed(&[draft(1), draft(2)], 1);
    let (cursor, history) = after(&envelopes[..1]);
    let Admission::New(message) = taken(&cursor, &envelopes[1].bytes, &history) else {
        panic!("not new")
    };
    assert_eq!(message.payload.as_slice(), [1, 2, 3]);
    assert_eq!((message.place.seq, message.header.id), (2, Uuid::from_u128(2)));
    assert_eq!(message.cursor, after(&envelopes).0);
    assert_eq!(message.leaf, envelopes[1].leaf);
}

#[test]
fn a_repeated_message_has_no_effect_wherever_it_stands() {
    let envelopes = sealed(&[draft(1), draft(2), draft(3)], 1);
    let (cursor, history) = after(&envelopes);
    for sealed in &envelopes {
        assert!(matches!(taken(&cursor, &sealed.bytes, &history), Admission::Duplicate));
        let erased = BTreeMap::new();
        assert!(matches!(taken(&cursor, &sealed.bytes, &erased), Admission::Duplicate));
    }
}

#[test]
fn a_gap_is_refused_and_uses_up_nothing() {
    let envelopes = sealed(&[draft(1), draft(2), draft(3)], 1);
    let (cursor, history) = after(&envelopes[..1]);
    let admission = taken(&cursor, &envelopes[2].bytes, &history);
    assert_eq!(refusal(&admission), ("T-GAP", 3, 2));
}

#[test]
fn two_contents_for_one_place_are_evidence_for_anyone() {
    let (one, other) = (sealed(&[draft(1), draft(2)], 1), sealed(&[draft(1), draft(9)], 1));
    let (cursor, history) = after(&one);
    let found = alarm(taken(&cursor, &other[1].bytes, &history));
    assert_eq!(found.error, LinkError::Fork);
    assert_eq!(found.place, Some(one[1].place));
    assert_eq!(found.held, Some(one[1].header_hash));
    let key = me(1).sign.verifying();
    assert_eq!(proves_fork(&one[1].bytes, &found.envelope, &[key]), Ok(true));
    assert_eq!(proves_fork(&one[1].bytes, &one[1].bytes, &[key]), Ok(false));
    assert_eq!(proves_fork(&one[0].bytes, &one[1].bytes, &[key]), Ok(false));
    let stranger = VerifyingKey([7; 32]);
    assert_eq!(proves_fork(&one[1].bytes, &other[1].bytes, &[stranger]), Err(LinkError::Signature));
}

#[test]
fn an_older_fork_is_found_too() {
    let (one, other) = (sealed(&[draft(1), draft(2)], 1), sealed(&[draft(9)], 1));
    let (cursor, history) = after(&one);
    assert_eq!(alarm(taken(&cursor, &other[0].bytes, &history)).error, LinkError::Fork);
}

#[test]
fn a_message_that_continues_another_history_is_an_alarm() {
    let (one, other) = (sealed(&[draft(1)], 1), sealed(&[draft(9), draft(2)], 1));
    let (cursor, history) = after(&one);
    let found = alarm(taken(&cursor, &other[1].bytes, &history));
    assert_eq!((found.error, found.held), (LinkError::Chain, Some(one[0].header_hash)));
    assert_eq!(found.envelope, other[1].bytes);
}

#[test]
fn what_cannot_be_used_still_takes_its_place() {
    let parked = |code| (1, Disposition::Parked(Code::known(code)));
    let expired = OutboxDraft { expires: Some(NOW), ..draft(1) };
    let in_time = OutboxDraft { expires: Some(Millis(NOW.0 + 1)), ..draft(1) };
    let kind = |kind: &str| OutboxDraft { kind: kind.into(), ..draft(1) };
    let other_digest = OutboxDraft { agreement: Some((AGREEMENT.0, [6; 32])), ..draft(1) };
    let no_agreement = OutboxDraft { agreement: None, ..draft(1) };
    assert_eq!(fate(first(expired)), (1, Disposition::Expired));
    assert!(matches!(first(in_time), Admission::New(_)));
    assert_eq!(fate(first(kind("referral.entry/9"))), parked("P-KIND"));
    assert_eq!(fate(first(kind("agreement.offer/1"))), parked("P-SCHEMA"));
    assert_eq!(fate(first(other_digest)), parked("P-AGREEMENT"));
    assert_eq!(fate(first(no_agreement)), parked("P-AGREEMENT"));
}

#[test]
fn with_clocks_a_day_apart_nothing_expires() {
    let sealed = sealed(&[OutboxDraft { expires: Some(NOW), ..draft(1) }], 1);
    let peer = Peer { clock_agrees: false, ..sender() };
    let cursor = Cursor::start(Stream::URGENT);
    let none = BTreeMap::new();
    let admission = admit(&me(2), &peer, &cursor, &sealed[0].bytes, &none, NOW);
    assert!(matches!(admission, Admission::New(_)));
}

#[test]
fn an_erased_key_parks_and_a_kept_one_opens_again() {
    let envelopes = sealed(&[draft(1)], 1);
    let without = Me { open: vec![SealingKey::generate(&mut TestRng::new(77))], ..me(2) };
    let cursor = Cursor::start(Stream::URGENT);
    let none = BTreeMap::new();
    let bytes = &envelopes[0].bytes;
    let parked = fate(admit(&without, &sender(), &cursor, bytes, &none, NOW));
    assert_eq!(parked.1, Disposition::Parked(Code::known("P-OPEN")));
    assert_eq!(open_again(&without, &sender(), bytes, NOW), Err(LinkError::Open));
    let mut with = me(2);
    with.open.insert(0, SealingKey::generate(&mut TestRng::new(78)));
    assert!(matches!(admit(&with, &sender(), &cursor, bytes, &none, NOW), Admission::New(_)));
    assert_eq!(open_again(&with, &sender(), bytes, NOW).unwrap().as_slice(), [1, 2, 3]);
}

#[test]
fn foreign_false_and_changed_envelopes_are_refused() {
    let envelopes = sealed(&[draft(1)], 1);
    let bytes = &envelopes[0].bytes;
    let cursor = Cursor::start(Stream::URGENT);
    let none = BTreeMap::new();
    let judged = |me: &Me, peer: &Peer| {
        let admission = admit(me, peer, &cursor, bytes, &none, NOW);
        let (code, seq, expected) = refusal(&admission);
        assert_eq!((seq, expected), (1, 1));
        code.to_owned()
    };
    assert_eq!(judged(&me(3), &sender()), "L-ADDRESS");
    assert_eq!(judged(&me(2), &peer(&me(3))), "L-ADDRESS");
    assert_eq!(judged(&me(2), &Peer { sign: vec![], ..sender() }), "L-KEY-UNKNOWN");
    let mut changed = bytes.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(refusal(&taken(&cursor, &changed, &none)).0, "S-SIG");
    assert_eq!(refusal(&taken(&cursor, b"\x80", &none)), ("P-SCHEMA", 0, 1));
    let huge = vec![0; crate::ENVELOPE_BYTES_MAX + 1];
    assert_eq!(refusal(&taken(&cursor, &huge, &none)).0, "P-SIZE");
    let epoch = Cursor { epoch: 2, ..cursor };
    assert_eq!(refusal(&taken(&epoch, bytes, &none)).0, "L-EPOCH");
}

#[test]
fn a_link_that_is_not_active_takes_only_its_own_messages() {
    let test = OutboxDraft { kind: "link.test/1".into(), agreement: None, ..draft(1) };
    let (referral, test) = (sealed(&[draft(1)], 1), sealed(&[test], 1));
    let stopped = LinkState::Active.after(LinkEvent::Suspend(Side::Us)).unwrap();
    for (state, code) in [
        (LinkState::PendingVerify, "L-NOT-VERIFIED"),
        (stopped, "L-SUSPENDED"),
        (LinkState::Closed, "L-STATE"),
    ] {
        let peer = Peer { state, ..sender() };
        let judge = |bytes: &[u8]| {
            let cursor = Cursor::start(Stream::URGENT);
            admit(&me(2), &peer, &cursor, bytes, &BTreeMap::new(), NOW)
        };
        assert_eq!(refusal(&judge(&referral[0].bytes)), (code, 1, 1));
        let own = matches!(judge(&test[0].bytes), Admission::New(_));
        assert_eq!(own, state != LinkState::Closed, "{state:?}");
    }
}

#[test]
fn a_batch_carries_the_cursor_over_duplicates_and_reports_one_gap() {
    let all = bytes(&sealed(&[draft(1), draft(2), draft(3), draft(4), draft(5)], 1));
    let order = [0, 0, 1, 1, 3, 4, 2, 3].map(|at: usize| all[at].clone());
    let out = admit_batch(&me(2), &sender(), &[], &order, &BTreeMap::new(), NOW);
    let told: Vec<String> = out
        .iter()
        .map(|admission| match admission {
            Admission::New(message) => format!("new {} at {}", message.place.seq, message.at),
            Admission::Duplicate => "duplicate".into(),
            other => refusal(other).0.to_owned(),
        })
        .collect();
    let wanted =
        ["new 1 at 0", "duplicate", "new 2 at 2", "duplicate", "T-GAP", "new 3 at 6", "new 4 at 7"];
    assert_eq!(told, wanted);
}

#[test]
fn a_fork_inside_one_batch_stops_it_after_what_was_good() {
    let (one, other) = (sealed(&[draft(1), draft(2)], 1), sealed(&[draft(9)], 1));
    let all = [one[0].bytes.clone(), other[0].bytes.clone(), one[1].bytes.clone()];
    let out = admit_batch(&me(2), &sender(), &[], &all, &BTreeMap::new(), NOW);
    assert!(matches!(out.as_slice(), [Admission::New(_), Admission::Alarm(_)]));
}

#[test]
fn drafts_that_cannot_go_are_held_or_refused_and_use_up_nothing() {
    let large = OutboxDraft { payload: vec![0; 300_000], ..draft(2) };
    let late = OutboxDraft { expires: Some(Millis(5)), ..draft(3) };
    let nameless = OutboxDraft { kind: String::new(), ..draft(4) };
    let own = OutboxDraft { kind: "link.test/1".into(), ..draft(5) };
    let drafts = [draft(1), large, late, nameless, own];
    let seal = |state| {
        let to = Peer { state, ..peer(&me(2)) };
        let cursor = Cursor::start(Stream::URGENT);
        seal_batch(&me(1), &to, cursor, &drafts, Millis(5), &mut TestRng::new(1)).unwrap()
    };
    let ids = |batch: &crate::SealedBatch| {
        batch.envelopes.iter().map(|e| (e.place.seq, e.id.as_u128())).collect::<Vec<_>>()
    };
    let active = seal(LinkState::Active);
    assert_eq!(ids(&active), [(1, 1), (2, 5)]);
    assert_eq!(active.cursor.upto, 2);
    assert!(active.held.is_empty());
    let refused: Vec<_> =
        active.refused.iter().map(|(id, error)| (id.as_u128(), error.code())).collect();
    assert_eq!(refused, [(2, "P-SIZE"), (3, "P-EXPIRED"), (4, "P-SCHEMA")]);
    let waiting = seal(LinkState::PendingVerify);
    assert_eq!(ids(&waiting), [(1, 5)]);
    assert_eq!(waiting.held.len(), 4);
}
