//! Every parser of bytes that come from a peer, by the name of its folder in `fuzz/corpus`. Used by the
//! ordinary tests and by `bin/fuzz`; `docs/protocol.md` §14 is the same list.

use std::collections::BTreeMap;

use sila_core::Millis;
use sila_core::agreement::Agreement;
use sila_core::disclosure::{Disclosure, Preview};
use sila_core::joint::Line;
use sila_core::person::Person;
use sila_core::referral::Entry;
use sila_link::known::keys::KeySet;
use sila_link::record::{SignedVoice, Version};
use sila_link::witness::{Growth, Saying, View, claimed_log, cosigned_size};
use sila_link::*;
use sila_seal::checkpoint::SignedCheckpoint;
use sila_seal::envelope;
use sila_seal::statement::SignedStatement;

use crate::make::{agency, peer};

/// `true` when the bytes are well-formed. Whatever they are, it comes back, soon and without much memory.
pub type Parser = Box<dyn Fn(&[u8]) -> bool>;

const NOW: Millis = Millis(1);

/// All of them.
pub fn parsers() -> Vec<(String, Parser)> {
    let mut all = frames();
    all.extend(logs());
    all.extend(files());
    all.extend(contents());
    let kinds = message::KINDS.iter().map(|text| {
        let kind = Kind::from_text(text).unwrap();
        named(&text.replace('/', "-"), move |bytes| Message::decode(kind, bytes).is_ok())
    });
    all.extend(kinds);
    all
}

fn named(name: &str, parser: impl Fn(&[u8]) -> bool + 'static) -> (String, Parser) {
    (name.to_owned(), Box::new(parser))
}

/// What stands in a call.
fn frames() -> Vec<(String, Parser)> {
    let (me, from) = (agency(20).me, peer(&agency(10)));
    let greeting = move |bytes: &[u8]| {
        let opened = Hello::open(bytes, &me, &from, Role::Caller).is_ok();
        Hello::claimed(bytes).is_ok() || opened
    };
    let (me, from) = (agency(20).me, peer(&agency(10)));
    let envelope = move |bytes: &[u8]| {
        let history: BTreeMap<Place, [u8; 32]> = BTreeMap::new();
        let judged = admit_batch(&me, &from, &[], &[bytes.to_vec()], &history, NOW);
        place_of(bytes).is_ok() && judged.len() == 1
    };
    let (me, from) = (agency(10).me, peer(&agency(20)));
    let receipt = move |bytes: &[u8]| {
        let history: BTreeMap<Place, [u8; 32]> = BTreeMap::new();
        let sent = Cursor { upto: 9, ..Cursor::start(Stream::URGENT) };
        let checked = check_receipt(&me, &from, bytes, &sent, 0, &history);
        receipt_place(bytes).is_ok() | checked.is_ok()
    };
    let known = keys::Known::new(agency(10).statement).unwrap();
    let statement = move |bytes: &[u8]| {
        let _ = known.learn(&[bytes.to_vec()]);
        let signed = SignedStatement::from_cbor(bytes);
        signed.and_then(|signed| signed.verify()).is_ok()
    };
    vec![
        named("call", |bytes| Call::decode(bytes).is_ok()),
        named("greeting", greeting),
        named("envelope", envelope),
        named("receipt", receipt),
        named("statement", statement),
    ]
}

/// What is said about logs.
fn logs() -> Vec<(String, Parser)> {
    let known = keys::Known::new(agency(10).statement).unwrap();
    let signer = [agency(10).me.sign.verifying()];
    let (of_note, of_saying) = (known.clone(), known);
    let checkpoint = move |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let _ = (claimed_log(&text), cosigned_size(&text, &of_note));
        SignedCheckpoint::parse(&text).is_ok()
    };
    let saying = move |bytes: &[u8]| {
        let said = Saying::from_cbor(bytes);
        let grown = said.as_ref().map(|said| View::default().grow(&of_saying, said).is_ok());
        grown.is_ok()
    };
    let growth = move |bytes: &[u8]| Growth::open(bytes, &signer).is_ok_and(|it| it.holds());
    vec![named("checkpoint", checkpoint), named("logs", saying), named("growth", growth)]
}

/// What comes by hand, or on the way to a link.
fn files() -> Vec<(String, Parser)> {
    let (one, two) = (agency(10), agency(20));
    let (pending, joining) = crate::make::ceremony(&one, &two);
    let sign = one.me.sign;
    let join = move |bytes: &[u8]| {
        let _ = pending.accept(bytes, &sign, NOW);
        join::join_token(bytes).is_ok()
    };
    let evidence = |bytes: &[u8]| Evidence::from_cbor(bytes).is_ok_and(|it| it.verify().is_ok());
    vec![
        named("invitation", |bytes| Invitation::open(bytes, NOW).is_ok()),
        named("answer", join),
        named("acceptance", move |bytes| joining.accepted(bytes).is_ok()),
        named("evidence", evidence),
        named("envelope-stub", |bytes| envelope::parse_stub(bytes).is_ok()),
    ]
}

/// What stands in messages.
fn contents() -> Vec<(String, Parser)> {
    let signer = [agency(10).me.sign.verifying()];
    let certificate = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        certificate::Certificate::read(&text).is_ok()
    };
    let voice = |bytes: &[u8]| SignedVoice::from_cbor(bytes).is_ok_and(|it| it.verify().is_ok());
    vec![
        named("entry", |bytes| SignedEntry::from_cbor(bytes).is_ok()),
        named("line", |bytes| SignedLine::from_cbor(bytes).is_ok()),
        named("deed", |bytes| Line::from_cbor(bytes).is_ok()),
        named("act", |bytes| Entry::from_cbor(bytes).is_ok()),
        named("agreement", |bytes| Agreement::from_cbor(bytes).is_ok()),
        named("preview", |bytes| Preview::from_cbor(bytes).is_ok()),
        named("disclosure", |bytes| Disclosure::from_cbor(bytes).is_ok()),
        named("person", |bytes| Person::from_cbor(bytes).is_ok()),
        named("known-keys", move |bytes| KeySet::open(bytes, &signer).is_ok()),
        named("certificate", certificate),
        named("record", |bytes| Version::from_cbor(bytes).is_ok()),
        named("voice", voice),
    ]
}
