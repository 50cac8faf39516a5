//! One well-formed text for each parser, made by our own encoders from fixed seeds.

use sila_core::codes::{KnownAnswer, KnownPurpose, LawfulBasis, Sex, Urgency};
use sila_core::joint::{Deed, Line, LineId};
use sila_core::person::AgeBand;
use sila_core::referral::{Act, ByRole, Entry};
use sila_core::shelter::{Capacity, Distance, Grade, Need, Sleeper, Waste};
use sila_core::{AgreementId, AreaCode, Millis, PlaceId, RecordId, ReferralId};
use sila_link::file::{FilePart, SharedFile};
use sila_link::known::{Answer, Ask, Chunk, Count, Disclose, Epoch, Known, Outcome, Reply, Scope};
use sila_link::known::{KeySet, SLOTS};
use sila_link::record::{Share, SignedVoice, Voice, Word, first};
use sila_link::*;
use sila_seal::voprf::{Element, Proof as Dleq};
use uuid::Uuid;

use crate::make::{agency, ceremony, growth, hex, saying, sealed, vectors};

const AGREEMENT: AgreementId = AgreementId(Uuid::from_u128(1));
const AT: Millis = Millis(1_790_000_000_000);

/// The name of the parser, and the text.
pub fn made() -> Vec<(String, Vec<u8>)> {
    let (one, two) = (agency(10), agency(20));
    let file = vectors();
    let bytes = |name: &str| unhex(file[name].as_str().unwrap());
    let (pending, joining) = ceremony(&one, &two);
    let joined = pending.accept(&joining.join, &one.me.sign, Millis(1)).unwrap();
    let envelope = sealed(&one, &two);
    let stub = sila_seal::envelope::parse(&envelope.bytes).unwrap().stub();
    let proof = Proof::Fork { one: envelope.bytes.clone(), other: other(&one, &two) };
    let note = saying(&one).head.unwrap();
    let mut all = vec![
        ("call", bytes("call")),
        ("greeting", bytes("greeting")),
        ("envelope-stub", stub),
        ("envelope", envelope.bytes),
        ("receipt", bytes("receipt")),
        ("statement", bytes("statement")),
        ("checkpoint", note.into_bytes()),
        ("logs", saying(&one).to_cbor()),
        ("growth", growth(&one).sign(&one.me.sign)),
        ("invitation", pending.file.clone()),
        ("answer", joining.join),
        ("acceptance", joined.accept),
        ("evidence", Evidence { keys: vec![one.statement.clone()], proof }.to_cbor()),
    ];
    all.extend(contents());
    let all = all.into_iter().map(|(name, text)| (name.to_owned(), text));
    let kinds = messages()
        .into_iter()
        .map(|message| (message.kind().as_str().replace('/', "-"), message.encode().unwrap()));
    all.chain(kinds).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let bytes = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16));
    let bytes: Vec<u8> = bytes.map(Result::unwrap).collect();
    assert_eq!(hex(&bytes), text);
    bytes
}

/// Another message for the same place.
fn other(one: &crate::make::Agency, two: &crate::make::Agency) -> Vec<u8> {
    crate::make::sealed_with(one, two, b"Another message.").bytes
}

fn act() -> Entry {
    Entry {
        referral: ReferralId(Uuid::from_u128(2)),
        author: agency(10).me.agency,
        n: 1,
        prev: [0; 32],
        seen: 1,
        at: AT,
        by: ByRole::new("REFERRAL_OFFICER").unwrap(),
        act: Act::Accept,
    }
}

fn entry() -> SignedEntry {
    SignedEntry::sign(act(), &ChainEnd::default(), &agency(10).me.sign).unwrap()
}

fn deed() -> Line {
    let agency = agency(10).me.agency;
    let due = AT.uae_date();
    let goal = Some(LineId { author: agency, n: 2 });
    Line {
        referral: ReferralId(Uuid::from_u128(2)),
        author: agency,
        n: 3,
        prev: [1; 32],
        tick: 4,
        at: AT,
        by: ByRole::new("CASE_MANAGER").unwrap(),
        who: 1,
        deed: Deed::Task { agency, member: Some(1), due, goal, meeting: None },
        words: Some([2; 32]),
    }
}

fn line() -> SignedLine {
    let last = ChainEnd { n: 2, hash: [1; 32] };
    SignedLine::sign(deed(), &last, &agency(10).me.sign).unwrap()
}

fn share() -> Share {
    let (one, two) = (agency(10), agency(20));
    let parties = vec![one.me.agency, two.me.agency];
    let record = RecordId(Uuid::from_u128(3));
    let version = first(record, "text/1", parties, one.me.agency, vec![1], AT);
    let voice = Voice { version: version.digest(), party: one.me.agency, word: Word::Sign, at: AT };
    let voice = SignedVoice::sign(&voice, &one.statement, &one.root);
    Share { version: version.to_cbor(), voice }
}

fn scope() -> Scope {
    let epoch = Epoch { week: 2_969, edition: 0 };
    Scope { agreement: AGREEMENT, purpose: KnownPurpose::Protection, epoch }
}

fn key_set() -> Vec<u8> {
    let keys = vec![(KnownPurpose::Protection, [Element([1; 32]); SLOTS])];
    let Scope { agreement, epoch, .. } = scope();
    KeySet { agreement, epoch, normaliser: 1, digest: [2; 32], keys }.sign(&agency(10).me.sign)
}

fn contents() -> Vec<(&'static str, Vec<u8>)> {
    let share = share();
    vec![
        ("act", act().to_cbor()),
        ("entry", entry().to_cbor()),
        ("line", line().to_cbor()),
        ("deed", deed().to_cbor()),
        ("known-keys", key_set()),
        ("record", share.version),
        ("voice", share.voice.to_cbor()),
        ("certificate", certificate().into_bytes()),
    ]
}

fn messages() -> Vec<Message> {
    let named = AgreementNamed { agreement: AGREEMENT, digest: [1; 32] };
    let place = Place { stream: Stream::URGENT, epoch: 1, seq: 5 };
    let disposition = Disposition::Refused(Code::known("referral.no_agreement"));
    let plain = [
        Message::ReferralEntry(ReferralEntry {
            entry: entry().to_cbor(),
            preview: Some(Salted { salt: [1; 32], bytes: vec![3] }),
            identity: Some(vec![4; 100]),
            key: Some([5; 32]),
            origin: None,
            words: None,
        }),
        Message::ReferralLine(ReferralLine {
            line: line().to_cbor(),
            words: Some(Salted { salt: [2; 32], bytes: "خطة".into() }),
        }),
        Message::AgreementOffer(AgreementOffer { agreement: vec![6; 9], signature: [7; 64] }),
        Message::AgreementSigned(AgreementSigned {
            agreement: AGREEMENT,
            digest: [8; 32],
            signature: [9; 64],
        }),
        Message::AgreementSuspend(named.clone()),
        Message::AgreementResume(named),
        Message::LinkTest(LinkTest { nonce: [1; 16] }),
        Message::LinkSuspend(Code::known("S-FORK")),
        Message::LinkResume([5; 32]),
        Message::LinkDisposition(LaterDisposition { place, header_hash: [4; 32], disposition }),
        Message::RecordShare(share()),
        Message::FilePart(file_part()),
        Message::FileWithdraw(file_part().about),
    ];
    let plain = plain.into_iter().chain(places());
    let plain = plain.into_iter().chain(with_files());
    plain.chain(known().into_iter().map(Message::Known)).collect()
}

/// A part of a shared file.
fn file_part() -> FilePart {
    let about = SharedFile {
        id: Uuid::from_u128(8),
        file: Uuid::from_u128(9),
        number: 1,
        title_ar: "دليل".to_owned(),
        title_en: "Handbook".to_owned(),
        class: "INTERNAL".to_owned(),
        media: "application/pdf".to_owned(),
        ends_at: AT.0,
        size: 3,
        hash: [7; 32],
    };
    FilePart { about, nth: 0, bytes: vec![1, 2, 3] }
}

/// A question for a place, its answer, and its end.
fn places() -> Vec<Message> {
    let question = PlaceId(Uuid::from_u128(7));
    let boy = Sleeper { sex: Sex::Male, age: AgeBand::From13 };
    let away_from = Some(AreaCode::parse("AE-SH-SHJ").unwrap());
    let need = Need { people: vec![boy], features: Vec::new(), away_from };
    let grade = Grade {
        doubtful: false,
        distance: Distance::Beyond,
        apart: false,
        unlike: false,
        waste: Waste::None,
        stale: false,
    };
    let (capacity, until) = (Capacity::Yes(grade), Some(AT));
    let all = [
        place::Place::Ask(PlaceAsk { question, need, urgency: Urgency::Emergency }),
        place::Place::Answer(PlaceAnswer { question, capacity, until, refused: None }),
        place::Place::Release(PlaceRelease { question }),
    ];
    all.into_iter().chain(checks()).map(Message::Place).collect()
}

/// A blind check, its answer, and what came of it.
fn checks() -> [place::Place; 3] {
    let referral = ReferralId(Uuid::from_u128(8));
    let elements = vec![Element([3; 32]); place::safety::CHECK_SLOTS];
    let tags = vec![4; place::safety::TAGS_STEP * place::safety::TAG_BYTES];
    [
        place::Place::Check(PlaceCheck { referral, rules: 1, elements: elements.clone() }),
        place::Place::Values(PlaceValues { referral, elements, tags, refused: None }),
        place::Place::Verdict(PlaceVerdict { referral, safe: false }),
    ]
}

/// The messages of the self-test, and of documents.
fn with_files() -> Vec<Message> {
    let id = Uuid::from_u128(6);
    let file = SealedFile { id, size: 40_000, root: [1; 32], commitment: [2; 32], key: [3; 32] };
    vec![
        Message::LinkVerified(LinkVerified::of("1234 5678 9012")),
        Message::LinkFile(file.clone()),
        Message::LinkTested(id),
        Message::LinkProved,
        Message::AttachmentOffer(AttachmentOffer {
            file,
            name: "تقرير.pdf".to_owned(),
            sort: "MEDICAL".to_owned(),
            media: "application/pdf".to_owned(),
            referral: Uuid::from_u128(2),
        }),
        Message::AttachmentNews(AttachmentNews { id, fate: Fate::Arrived, at: AT }),
    ]
}

fn known() -> Vec<Known> {
    let (query, id, agreement) = (Uuid::from_u128(4), Uuid::from_u128(5), AGREEMENT);
    let elements = vec![Element([1; 32]); SLOTS];
    let outcome = Outcome::Evaluated(elements.clone(), vec![Dleq([2; 64]); SLOTS]);
    let entries = known::table::CHUNK_ENTRIES * known::table::ENTRY_BYTES;
    vec![
        Known::Keys(key_set()),
        Known::Table(Chunk { scope: scope(), part: 0, nth: 0, of: 1, entries: vec![5; entries] }),
        Known::Query(Ask {
            query,
            scope: scope(),
            basis: LawfulBasis::Consent,
            elements,
            worker: [6; 16],
            case: [7; 32],
            asked: 1,
        }),
        Known::Answer(Answer { query, agreement, batch: [1; 32], served: 2, outcome }),
        Known::Disclose(Disclose {
            id,
            query,
            agreement,
            handle: [9; 16],
            subject: [1; 16],
            reason: "سبب".to_owned(),
            person: vec![1, 2],
        }),
        Known::Reply(Reply { id, agreement, answer: KnownAnswer::NotSame }),
        Known::Count(Count { agreement, month: 202_611, served: 7 }),
    ]
}

fn certificate() -> String {
    let one = agency(10);
    let title =
        sila_core::partnership::Words { ar: "دورة".to_owned(), en: "Course".to_owned() };
    let salt = [7; 16];
    let certificate = certificate::Certificate {
        id: sila_core::EnrolmentId(Uuid::from_u128(5)),
        issuer: one.me.agency,
        course: sila_core::CourseId(Uuid::from_u128(6)),
        title,
        held_at: AT,
        minutes: 360,
        holder: certificate::holder(&salt, "Invented Name"),
        salt,
        given_at: AT,
    };
    certificate.sign(&one.me.sign)
}
