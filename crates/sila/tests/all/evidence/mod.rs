//! Evidence packs: made by a named officer, checked on a machine that has nothing else, and every byte of them counts.

mod revoked;

use std::process::{Command, Output};

use sila::accounts::Worker;
use sila::db::Tx;
use sila::evidence::check::{self, Broken};
use sila::evidence::container::{self, FILES, Making};
use sila::evidence::create::{self, Written};
use sila::evidence::feed;
use sila::evidence::pack::Pack;
use sila::journal::log;
use sila::links;
use sila::referrals;
use sila_core::ids::ReferralId;
use sila_core::referral::State;

use super::referral::nodes::{NOW, Node, Pair};

const REASON: &str = "أمر محكمة رقم 12";

/// Gives everything at a node its place in the log.
async fn number(node: &Node) {
    let later = node.app.clock.now().plus_minutes(1);
    while log::number(&node.app, later).await.unwrap() > 0 {}
    node.app.lines.each(|line| line.watch.has_news(true, node.app.clock.now()));
}

/// A referral that was accepted and became a case, cosigned by the other side.
async fn story() -> (Pair, ReferralId) {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    for _ in 0..3 {
        number(&pair.marsa).await;
        number(&pair.dana).await;
        pair.settle().await;
    }
    (pair, id)
}

async fn supervisor(node: &Node) -> Worker {
    node.worker(&format!("sup-{}", node.app.clock.new_id()), &["SUPERVISOR"]).await
}

async fn written(node: &Node, id: ReferralId) -> Written {
    let worker = supervisor(node).await;
    create::write(&node.app, &worker, id, REASON, NOW).await.unwrap()
}

/// The parts of the archive, for whoever wants to write another one.
fn parts(bytes: &[u8]) -> (Pack, [Vec<u8>; 2]) {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut out = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name(name).unwrap(), &mut out).unwrap();
        out
    };
    let [ar, en, pack] = FILES;
    (Pack::from_cbor(&read(pack)).unwrap(), [read(ar), read(en)])
}

/// `sila verify FILE`, in an empty folder, with no environment, and without a network where the machine allows that.
fn verify(bytes: &[u8]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("pack.zip");
    std::fs::write(&file, bytes).unwrap();
    let program = env!("CARGO_BIN_EXE_sila");
    let alone = Command::new("unshare").args(["-n", "true"]).status();
    let mut command = match alone {
        Ok(status) if status.success() => {
            let mut command = Command::new("unshare");
            command.args(["-n", program]);
            command
        }
        _ => Command::new(program),
    };
    command.env_clear().current_dir(dir.path()).args(["verify", "pack.zip", "--json"]);
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test]
async fn contract_a38_a_pack_of_either_side_holds_on_a_machine_that_has_nothing_else() {
    let (pair, id) = story().await;
    for (node, other) in [(&pair.marsa, "DANA"), (&pair.dana, "MARSA")] {
        let written = written(node, id).await;
        let told = container::open(&written.bytes).unwrap();
        let proven = &told.proven;
        assert_eq!(
            (proven.witnesses.as_slice(), proven.state),
            (&[other.to_owned()][..], "ACCEPTED")
        );
        assert!(proven.preview && proven.identity, "{proven:?}");
        // In these tests one side calls and receipts nothing that it is answered.
        let receipted = proven.receipts > 0 || other == "MARSA";
        assert!(receipted && proven.entries >= 3, "{proven:?}");
        assert!(proven.rows > proven.entries, "entries and messages");
        assert_eq!(told.manifest.reason, REASON);
        let output = verify(&written.bytes);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(text(&output).contains("\"holds\":true"));
    }
}

#[tokio::test]
async fn contract_a38_flip_one_byte_of_a_pack_and_verify_names_what_does_not_hold() {
    let (pair, id) = story().await;
    let bytes = written(&pair.marsa, id).await.bytes;
    assert!(container::open(&bytes).is_ok());
    let ends = (0..400).chain(bytes.len() - 600..bytes.len());
    for at in ends.chain((400..bytes.len() - 600).step_by(23)) {
        let mut other = bytes.clone();
        other[at] ^= 1;
        assert!(container::open(&other).is_err(), "byte {at} of {} does not count", bytes.len());
    }
    let mut other = bytes.clone();
    let middle = bytes.len() / 2;
    other[middle] ^= 1;
    let output = verify(&other);
    assert!(!output.status.success());
    assert!(text(&output).contains("\"first_bad\":{\"part\":\""), "{}", text(&output));
}

/// Whoever made the pack can sign any manifest. What both agencies signed, it cannot change.
#[tokio::test]
async fn contract_a38_its_maker_cannot_change_a_byte_of_the_evidence_and_sign_it_again() {
    let (pair, id) = story().await;
    let bytes = written(&pair.marsa, id).await.bytes;
    let (pack, pages) = parts(&bytes);
    let inside = pack.to_cbor();
    let making = Making {
        by: "موظفة".to_owned(),
        reason: REASON.to_owned(),
        at: NOW.0,
        reference: container::open(&bytes).unwrap().proven.reference,
    };
    let ring = pair.marsa.app.keys();
    let sign = ring.sign();
    let again = |pack: &Pack| container::write(pack, pages.clone(), &making, sign).unwrap();
    assert!(container::open(&again(&pack)).is_ok(), "signed again as it is, it holds");
    let mut named = std::collections::BTreeSet::new();
    for at in (0..inside.len()).step_by(29) {
        let mut other = inside.clone();
        other[at] ^= 1;
        let Some(read) = Pack::from_cbor(&other) else {
            named.insert("form");
            continue;
        };
        let broken = container::open(&again(&read)).err();
        named.insert(broken.unwrap_or_else(|| panic!("byte {at} of {}", inside.len())).part);
    }
    for part in ["form", "keys", "entries", "agreement", "contents", "log", "receipts"] {
        assert!(named.contains(part), "no byte of {part} was flipped: {named:?}");
    }
}

/// Parts that are left out, or taken from elsewhere.
#[tokio::test]
async fn a_pack_with_a_part_missing_or_exchanged_does_not_hold() {
    let (pair, id) = story().await;
    let (pack, _) = parts(&written(&pair.marsa, id).await.bytes);
    let (theirs, _) = parts(&written(&pair.dana, id).await.bytes);
    let broken = |change: &dyn Fn(&mut Pack)| {
        let mut other = pack.clone();
        change(&mut other);
        check::check(&other).map_err(|Broken { part, .. }| part)
    };
    let part = |part: &'static str| Err::<check::Proven, _>(part);
    assert_eq!(broken(&|pack| drop(pack.entries.remove(0))), part("entries"));
    assert_eq!(broken(&|pack| drop(pack.logs[0].rows.remove(0))), part("log"));
    assert_eq!(broken(&|pack| pack.logs = theirs.logs.clone()), part("log"));
    assert_eq!(broken(&|pack| drop(pack.agencies.remove(1))), part("entries"));
    assert_eq!(broken(&|pack| drop(pack.agreement.signatures.remove(1))), part("agreement"));
    assert_eq!(broken(&|pack| pack.receipts[0].chain.clear()), part("receipts"));
    assert_eq!(broken(&|pack| pack.maker = theirs.maker), part("keys"));
    assert!(broken(&|pack| pack.logs[0].cosigned.clear()).unwrap().witnesses.is_empty());
}

#[tokio::test]
async fn a_pack_is_written_by_a_named_officer_with_a_reason_and_both_logs_say_so_before() {
    let (pair, id) = story().await;
    let node = &pair.marsa;
    let refused = create::write(&node.app, &pair.sender, id, REASON, NOW).await;
    assert_eq!(refused.err().map(|problem| problem.code), Some("page.forbidden".to_owned()));
    let worker = supervisor(node).await;
    let silent = create::write(&node.app, &worker, id, "  ", NOW).await;
    assert_eq!(silent.err().map(|problem| problem.code), Some("evidence.reason".to_owned()));
    let (who, about) = (worker.id, id.to_string());
    let counts = move |tx: &mut dyn Tx| {
        let reads = "select worker from access where screen = 'evidence.create'";
        let facts = "select worker, subject from journal where kind = 'evidence.pack'";
        Ok::<_, sila::db::DbError>((tx.query_text(reads, &[])?, tx.query_text(facts, &[])?))
    };
    let (reads, facts) = node.app.store.read(counts).await.unwrap();
    assert!(reads.is_empty() && facts.is_empty());
    let written = create::write(&node.app, &worker, id, REASON, NOW).await.unwrap();
    assert!(written.name.starts_with("sila-R-MARSA-") && !written.name.contains("وفاء"));
    let (reads, facts) = node.app.store.read(counts).await.unwrap();
    assert_eq!((reads.len(), facts.len()), (1, 1));
    assert_eq!(reads[0].get::<sila_core::WorkerId>(0).unwrap(), who);
    assert_eq!(facts[0].get::<String>(1).unwrap(), about);
}

/// Contract A38: what was disclosed to whom and why stands in the pack as people read it.
#[tokio::test]
async fn the_pages_of_a_pack_say_in_both_languages_what_was_shared_with_whom_and_why() {
    let (pair, id) = story().await;
    let (_, [ar, en]) = parts(&written(&pair.marsa, id).await.bytes);
    let (ar, en) = (String::from_utf8(ar).unwrap(), String::from_utf8(en).unwrap());
    assert!(
        ar.contains("<html lang=\"ar\" dir=\"rtl\">")
            && en.contains("<html lang=\"en\" dir=\"ltr\">")
    );
    for page in [&ar, &en] {
        assert!(page.contains("DANA") && page.contains("R-MARSA-") && page.contains(REASON));
        assert!(page.contains("Wafaa") || page.contains("وفاء"));
        assert!(!page.contains("pack-") || !page.contains(">pack-"), "a key stands bare");
        assert!(
            !page.contains("http://") && !page.contains("https://") && !page.contains("<script")
        );
    }
}

/// The link page and its neighbours are still read by whoever may; a pack never is.
#[tokio::test]
async fn who_may_not_see_a_referral_gets_no_pack_of_it() {
    let (pair, id) = story().await;
    let stranger = pair.marsa.worker("psy", &["PSYCHOLOGIST"]).await;
    let refused = create::write(&pair.marsa.app, &stranger, id, REASON, NOW).await;
    assert_eq!(refused.err().map(|problem| problem.code), Some("page.forbidden".to_owned()));
    let unknown = ReferralId(pair.marsa.app.clock.new_id());
    let worker = supervisor(&pair.marsa).await;
    let none = create::write(&pair.marsa.app, &worker, unknown, REASON, NOW).await;
    assert_eq!(none.err().map(|problem| problem.code), Some("page.not_found".to_owned()));
    assert_eq!(links::peers(&pair.marsa.app).await.unwrap().len(), 1);
}

#[tokio::test]
async fn contract_a38_both_sides_see_the_same_lines_of_what_was_disclosed_to_whom_and_why() {
    let (pair, id) = story().await;
    let waiting = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let mut seen = Vec::new();
    for (node, other) in [(&pair.marsa, &pair.dana), (&pair.dana, &pair.marsa)] {
        let peer = other.id();
        let last = (sila_core::Millis(i64::MAX), uuid::Uuid::max());
        let read = move |tx: &mut dyn Tx| feed::lines(tx, peer, last);
        let mut lines = node.app.store.read(read).await.unwrap();
        // What the other side has confirmed is known to the sender alone.
        lines.iter_mut().for_each(|line| line.state = State::Offered);
        seen.push(lines);
    }
    assert_eq!(seen[0], seen[1]);
    let of = |id: ReferralId| seen[0].iter().find(|line| line.id == id.0).unwrap();
    assert_eq!((of(id).from, of(id).to), (pair.marsa.id(), pair.dana.id()));
    assert!(of(id).named_at.is_some() && of(waiting).named_at.is_none(), "the key was given once");
    assert!(!of(id).fields.is_empty() && !of(id).services.is_empty());
}
