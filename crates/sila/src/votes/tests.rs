//! A vote as telephones, officers and attackers see it. Each failure of other products that the design lists has a test by name.

use std::io::Write;
use std::sync::{Arc, Mutex};

use sila_core::ballot::{Method, Paper};
use sila_seal::voprf::{Blind, Element, Proof, verify};

use super::opening::{Asked, open};
use super::{Vote, closing, draw, store, token};
use crate::accounts::Worker;
use crate::clock::Randomness;
use crate::db::{DbError, V};
use crate::testing::{NOW, TestNode, check_page};

/// A telephone with a slip, as `vote.js` behaves.
struct Phone {
    slip: String,
    nonce: [u8; 10],
    blind: Blind,
}

impl Phone {
    fn new(slip: &str, n: u8) -> Phone {
        Phone { slip: slip.to_owned(), nonce: [n; 10], blind: Blind::generate(&mut Randomness) }
    }

    fn asked(&self) -> String {
        draw::text(&self.blind.blind(&self.nonce).unwrap().0)
    }

    /// Draws; gives the token.
    async fn draw(&self, node: &TestNode, vote: &Vote) -> String {
        let form = [("slip", self.slip.as_str()), ("asked", &self.asked())];
        let got = node.post(&format!("/en{}/token", vote.booth()), "", &form).await;
        let said: serde_json::Value = serde_json::from_str(&got.body).expect(&got.body);
        let read = |name: &str| {
            let text = said[name].as_str().unwrap();
            (0..text.len() / 2)
                .map(|n| u8::from_str_radix(&text[n * 2..n * 2 + 2], 16).unwrap())
                .collect::<Vec<_>>()
        };
        let answered = Element(read("answered").try_into().unwrap());
        let proof = Proof(read("proof").try_into().unwrap());
        let asked = self.blind.blind(&self.nonce).unwrap();
        verify(&Element(vote.public), &[asked], &[answered], &proof).unwrap();
        let value = self.blind.finalize(&self.nonce, &answered).unwrap();
        sila_seal::code::base32_encode(&[&self.nonce, &value[..10]].concat())
    }
}

async fn cast(
    node: &TestNode,
    vote: &Vote,
    token: &str,
    marks: &[(&str, &str)],
) -> crate::testing::Got {
    let form: Vec<(&str, &str)> =
        [("token", token)].into_iter().chain(marks.iter().copied()).collect();
    node.post(&format!("/ar{}/ballot", vote.booth()), "", &form).await
}

struct Hall {
    node: TestNode,
    officer: Worker,
    vote: Vote,
    slips: Vec<String>,
}

async fn hall(method: Method, people: usize) -> Hall {
    let node = TestNode::new().await;
    let officer = node.worker("officer", &["PARTNERSHIP"]).await;
    let both = |ar: &str, en: &str| [ar.to_owned(), en.to_owned()];
    let asked = Asked {
        title: both("بأي مبادرة نبدأ؟", "Which initiative first?"),
        options: vec![
            both("بطاقة مترجم", "Interpreter card"),
            both("رقم مناوبة", "Duty number"),
            both("ركن أطفال", "Children's corner"),
        ],
        paper: Paper::new(method, 3, 5).unwrap(),
        quorum: 50,
        roll: (1..=people).map(|n| (format!("عضو {n}"), format!("جهة {n}"))).collect(),
    };
    let vote = open(&node.app, &officer, asked, None, NOW).await.unwrap();
    let id = vote.id;
    let electors = node.app.store.read(move |tx| store::electors(tx, id)).await.unwrap();
    let slip = |slip: &Vec<u8>| token::opened(&node.app, id, slip).unwrap();
    let slips = electors.iter().map(|one| slip(one.slip.as_ref().unwrap())).collect();
    Hall { node, officer, vote, slips }
}

impl Hall {
    async fn tokens(&self) -> Vec<String> {
        let mut tokens = Vec::new();
        for (n, slip) in (1..).zip(&self.slips) {
            tokens.push(Phone::new(slip, n).draw(&self.node, &self.vote).await);
        }
        tokens
    }

    async fn close(&self) {
        closing::close(&self.node.app, &self.officer, &self.vote, NOW).await.unwrap();
    }

    async fn seen(&self, lang: &str) -> String {
        self.node.get(&format!("/{lang}{}", self.vote.booth()), "").await.body
    }

    /// Every value of a table, in the order in which the engine walks it.
    async fn dump(&self, select: &'static str) -> Vec<Vec<V>> {
        let read = move |tx: &mut dyn crate::db::Tx| tx.query_text(select, &[]);
        let rows = self.node.app.store.read(read).await.unwrap();
        rows.into_iter().map(crate::db::Row::into_values).collect()
    }

    async fn by_hand(&self, sql: String) -> Result<u64, DbError> {
        self.node.write(move |tx| tx.exec_text(&sql, &[])).await
    }
}

const ELECTORS: &str = "select * from vote_elector order by vote, n";
const BALLOTS: &str = "select * from vote_ballot";
const MARKS: &str = "select * from vote_mark";

#[tokio::test]
async fn failure_vote_stuffing_a_script_with_the_room_code_votes_never_and_a_token_once() {
    let hall = hall(Method::Support, 6).await;
    let (node, vote) = (&hall.node, &hall.vote);
    let door = format!("/en{}/token", vote.booth());
    let one = Phone::new(&hall.slips[0], 1);
    let refused = [("asked", one.asked())];
    let refused: Vec<(&str, &str)> = refused.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(node.post(&door, "", &refused).await.status, 401, "no slip");
    let guessed = [("slip", "0000-0000-0000-0000"), refused[0]];
    assert_eq!(node.post(&door, "", &guessed).await.status, 401, "a guessed slip");
    for token in ["", "x", "0000-0000-0000-0000-0000-0000-0000-0000"] {
        let got = cast(node, vote, token, &[("m1", "1")]).await;
        assert_eq!(got.status, 401, "{token}");
        check_page(&got.body, "ar");
    }
    let token = one.draw(node, vote).await;
    assert_eq!(one.draw(node, vote).await, token, "an answer that was lost is given again");
    let second = Phone::new(&hall.slips[0], 2);
    let form = [("slip", second.slip.as_str()), ("asked", &second.asked())];
    assert_eq!(node.post(&door, "", &form).await.status, 409, "a slip draws once");
    let first = cast(node, vote, &token.to_lowercase(), &[("m1", "1"), ("m3", "1")]).await;
    check_page(&first.body, "ar");
    assert!(first.status.is_success() && first.body.contains("ورقتك في الصندوق"), "{}", first.body);
    for marks in [[("m1", "1")], [("m2", "1")]] {
        assert_eq!(cast(node, vote, &token, &marks).await.status, 409, "a token votes once");
    }
    assert_eq!(hall.dump(BALLOTS).await.len(), 1);
    // A token of one vote is none of another.
    let other = self::hall(Method::Support, 6).await;
    let foreign = Phone::new(&other.slips[0], 1).draw(&other.node, &other.vote).await;
    assert_eq!(cast(node, vote, &foreign, &[("m1", "1")]).await.status, 401);
    other.node.end().await;
    hall.node.end().await;
}

#[tokio::test]
async fn failure_impossible_ballots_counted_each_is_said_to_be_and_uses_no_vote_up() {
    for (method, marks, good) in [
        (Method::Dots, vec![("m1", "3"), ("m2", "3")], vec![("m1", "3"), ("m2", "2")]),
        (Method::Dots, vec![("m4", "1")], vec![("m3", "٥")]),
        (Method::Score, vec![("m1", "6")], vec![("m1", "0"), ("m2", "5")]),
        (Method::Ranked, vec![("m1", "1"), ("m2", "3")], vec![("m3", "1"), ("m1", "2")]),
        (Method::Ranked, vec![("m1", "1"), ("m2", "1")], vec![("m2", "1")]),
        (Method::Consent, vec![("m1", "-1")], vec![("m1", "3")]),
        (Method::Support, vec![("m1", "1"), ("m1", "1")], vec![]),
    ] {
        let hall = hall(method, 5).await;
        let token = Phone::new(&hall.slips[0], 9).draw(&hall.node, &hall.vote).await;
        let got = cast(&hall.node, &hall.vote, &token, &marks).await;
        assert_eq!(got.status, 422, "{method} {marks:?}");
        check_page(&got.body, "ar");
        assert!(hall.dump(BALLOTS).await.is_empty());
        let got = cast(&hall.node, &hall.vote, &token, &good).await;
        assert!(got.status.is_success(), "{method} {good:?} {}", got.body);
        hall.node.end().await;
    }
}

#[tokio::test]
async fn failure_impossible_ballots_counted_the_database_itself_refuses_them() {
    for (method, wrong) in [
        (Method::Support, vec!["1, 2", "4, 1"]),
        (Method::Dots, vec!["1, 0", "1, 21"]),
        (Method::Score, vec!["1, 6", "1, -1"]),
        (Method::Consent, vec!["1, 0", "1, 4"]),
        (Method::Ranked, vec!["1, 0", "2, 1"]),
    ] {
        let hall = hall(method, 5).await;
        let token = Phone::new(&hall.slips[0], 9).draw(&hall.node, &hall.vote).await;
        assert!(cast(&hall.node, &hall.vote, &token, &[("m3", "1")]).await.status.is_success());
        let code = method.code();
        for marks in wrong {
            let mark = format!(
                "insert into vote_mark (vote, spent, choice, mark, method) select vote, spent, {marks}, '{code}' from vote_ballot"
            );
            assert!(hall.by_hand(mark).await.is_err(), "{method} {marks}");
        }
        let dots = "update vote_ballot set given = 6";
        assert!(hall.by_hand(dots.to_owned()).await.is_err(), "more dots than there are");
        let other = "update vote_mark set method = 'WISH'";
        assert!(hall.by_hand(other.to_owned()).await.is_err());
        hall.node.end().await;
    }
}

#[tokio::test]
async fn failure_hidden_results_leaked_no_page_tells_of_an_open_vote_and_five_ballots_make_a_result()
 {
    let hall = hall(Method::Ranked, 7).await;
    let (node, vote) = (&hall.node, &hall.vote);
    let cookie = node.sign_in(&hall.officer).await;
    let tokens = hall.tokens().await;
    let show = format!("/en{}", vote.path());
    let pages = [
        "/ar",
        "/en/votes",
        "/en/audit",
        &show,
        &format!("{show}/slips"),
        &format!("/en{}", vote.booth()),
    ];
    let mut before = Vec::new();
    for page in pages {
        before.push(node.get(page, &cookie).await.body);
    }
    for (token, first) in tokens.iter().zip(["m1", "m1", "m2", "m1", "m3", "m1"]) {
        let got = cast(node, vote, token, &[(first, "1")]).await;
        assert!(got.status.is_success(), "{}", got.body);
    }
    for (page, before) in pages.iter().zip(before) {
        assert_eq!(node.get(page, &cookie).await.body, before, "{page} shows that somebody voted");
    }
    // Whoever may vote may see: without an account, in both languages, before and after.
    for lang in ["ar", "en"] {
        check_page(&hall.seen(lang).await, lang);
    }
    hall.close().await;
    for lang in ["ar", "en"] {
        let seen = hall.seen(lang).await;
        check_page(&seen, lang);
        assert!(seen.contains(if lang == "ar" {
            "بطاقة مترجم"
        } else {
            "Interpreter card"
        }));
        assert!(
            seen.contains("outcome") && seen.contains("عضو 7"),
            "the result and the roll are for all"
        );
    }
    check_page(&node.get(&show, &cookie).await.body, "en");
    let late = cast(node, vote, &tokens[6], &[("m2", "1")]).await;
    assert_eq!(late.status, 409, "the vote is closed");
    assert!(closing::close(&node.app, &hall.officer, vote, NOW).await.is_err(), "it closes once");
    hall.node.end().await;
}

#[tokio::test]
async fn failure_late_voter_subtraction_four_ballots_are_neither_counted_nor_kept() {
    let hall = hall(Method::Score, 9).await;
    for token in hall.tokens().await.iter().take(4) {
        assert!(cast(&hall.node, &hall.vote, token, &[("m1", "5")]).await.status.is_success());
    }
    hall.close().await;
    let seen = hall.seen("en").await;
    assert!(seen.contains("Too few ballots") && !seen.contains("data-leaf"));
    assert!(hall.dump(BALLOTS).await.is_empty() && hall.dump(MARKS).await.is_empty());
    assert_eq!(hall.dump("select count(*) from vote where urn is null").await, [[V::Int(1)]]);
    hall.node.end().await;
}

#[tokio::test]
async fn failure_late_voter_subtraction_nobody_comes_onto_the_roll_of_an_open_vote() {
    let hall = hall(Method::Support, 6).await;
    for token in hall.tokens().await {
        cast(&hall.node, &hall.vote, &token, &[("m1", "1")]).await;
    }
    let late = "insert into vote_elector select vote, 7, 'late', '', vote, null, 0, null from vote_elector where n = 1";
    hall.by_hand(late.to_owned()).await.unwrap();
    let close = || closing::close(&hall.node.app, &hall.officer, &hall.vote, NOW);
    assert_eq!(close().await.unwrap_err().code, "vote.roll_changed");
    hall.by_hand("delete from vote_elector where n = 7".to_owned()).await.unwrap();
    let more = "insert into vote_ballot select vote, leaf, spent, method, dots, 0 from vote_ballot";
    hall.by_hand(more.to_owned()).await.unwrap();
    assert_eq!(close().await.unwrap_err().code, "vote.overfull");
    hall.node.end().await;
}

#[tokio::test]
async fn a_receipt_proves_that_a_ballot_is_in_the_box_as_it_was_cast() {
    let hall = hall(Method::Score, 5).await;
    let mut leaves = Vec::new();
    for (n, token) in (1_u8..).zip(hall.tokens().await) {
        let got = cast(&hall.node, &hall.vote, &token, &[("m1", "4"), ("m3", "0")]).await;
        let leaf = got.body.split("data-leaf=\"").nth(1).unwrap()[..64].to_owned();
        // What the telephone computes by itself from the number it made up and its marks.
        let own = sila_seal::merkle::leaf_hash(&[&[n; 10][..], &[1, 4, 3, 0]].concat());
        assert_eq!(leaf, draw::text(&own));
        let changed = sila_seal::merkle::leaf_hash(&[&[n; 10][..], &[1, 5, 3, 0]].concat());
        assert_ne!(draw::text(&changed), leaf);
        leaves.push(leaf);
    }
    hall.close().await;
    let seen = hall.seen("ar").await;
    assert!(leaves.iter().all(|leaf| seen.contains(&format!("data-leaf=\"{leaf}\""))));
    leaves.sort_unstable();
    let listed: Vec<&str> = seen.split("data-leaf=\"").skip(1).map(|part| &part[..64]).collect();
    assert_eq!(listed, leaves, "sorted by number: nothing of the order in which they came");
    hall.node.end().await;
}

#[tokio::test]
async fn papers_are_as_many_as_people_ticked_and_vote_like_slips() {
    let hall = hall(Method::Consent, 5).await;
    let cookie = hall.node.sign_in(&hall.officer).await;
    let act = format!("/ar{}/paper", hall.vote.path());
    let ticked = [("elector", "1"), ("elector", "2"), ("elector", "99")];
    let printed = hall.node.post(&act, &cookie, &ticked).await;
    check_page(&printed.body, "ar");
    assert!(!printed.body.contains("عضو"), "no paper has a name");
    let papers: Vec<String> = printed
        .body
        .split("slip-c")
        .skip(1)
        .map(|part| part.split("</bdi>").next().unwrap().rsplit('>').next().unwrap().to_owned())
        .collect();
    assert_eq!(papers.len(), 2);
    let again = hall.node.post(&act, &cookie, &ticked).await;
    assert_eq!(again.status, 409, "nobody gets a second one");
    let slip = Phone::new(&hall.slips[0], 1);
    let form = [("slip", slip.slip.as_str()), ("asked", &slip.asked())];
    let door = format!("/en{}/token", hall.vote.booth());
    assert_eq!(hall.node.post(&door, "", &form).await.status, 409, "who has a paper draws no more");
    for paper in &papers {
        let got = cast(&hall.node, &hall.vote, paper, &[("m1", "1")]).await;
        assert!(got.status.is_success(), "{}", got.body);
    }
    hall.node.end().await;
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The two tables have no column, no order and no value by which they could be joined.
async fn assert_apart(hall: &Hall, electors: &[Vec<V>]) {
    let columns = |table: &'static str| hall.dump(table);
    let named = |rows: Vec<Vec<V>>| -> Vec<String> {
        rows.into_iter().map(|row| format!("{:?}", row[0])).collect()
    };
    let text = |names: &[&str]| {
        names.iter().map(|name| format!("{:?}", V::Text((*name).to_owned()))).collect::<Vec<_>>()
    };
    let of_ballot = named(columns("select name from pragma_table_info('vote_ballot')").await);
    assert_eq!(of_ballot, text(&["vote", "spent", "leaf", "method", "dots", "given"]));
    let of_mark = named(columns("select name from pragma_table_info('vote_mark')").await);
    assert_eq!(of_mark, text(&["vote", "spent", "choice", "mark", "method"]));
    let of_elector = named(columns("select name from pragma_table_info('vote_elector')").await);
    assert_eq!(
        of_elector,
        text(&["vote", "n", "name", "entity", "slip_hash", "slip", "drawn", "asked"])
    );

    let ballots = hall.dump(BALLOTS).await;
    let key = |row: &Vec<V>| match &row[1] {
        V::Bytes(bytes) => bytes.clone(),
        other => panic!("{other:?}"),
    };
    assert!(ballots.iter().map(key).is_sorted(), "the engine walks them by hash, not by arrival");
    assert_eq!(ballots.len(), 8);
    // No value of any length that a join could use stands on both sides.
    let bytes = |row: &[V]| {
        row.iter()
            .filter_map(|v| match v {
                V::Bytes(b) => Some(b.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let people: Vec<Vec<u8>> = electors.iter().flat_map(|row| bytes(row)).collect();
    for value in ballots.iter().flat_map(|row| bytes(&row[1..])) {
        assert!(value.len() == 32 && !people.contains(&value));
    }
}

/// What a telephone made up is in no file of the node.
fn assert_unwritten(hall: &Hall, tokens: &[String]) {
    // The nonce of no ballot is stored: not even the owner can look for it among what was asked.
    let folder = std::fs::read_dir(hall.node.folder()).unwrap();
    let files: Vec<u8> =
        folder.filter_map(|entry| std::fs::read(entry.unwrap().path()).ok()).flatten().collect();
    let holds = |needle: &[u8]| files.windows(needle.len()).any(|part| part == needle);
    assert!(holds("عضو 3".as_bytes()), "the search can find");
    for (n, token) in (1_u8..).zip(tokens) {
        assert!(!holds(&[n; 10]) && !holds(token.as_bytes()), "the token of ballot {n}");
    }
}

/// The attacker has the database with its key, every row of the journal and everything that was logged.
///
/// Of a person there is the row on the roll: that they drew, and the element they asked with. Of a ballot there are hashes of the number
/// that a telephone made up, and the marks. Drawing writes the first and not the second, casting the second and not the first; no
/// row has a time, and no place in a table follows an order of arrival. So the only value that could join the two is the element.
/// It is the hash of the number times a secret of the telephone: for every element and every number there is exactly one such secret, and all are equally
/// likely. With any number of any ballot, each element is as good as another, whatever computer looks at it.
#[tokio::test]
async fn whoever_has_the_database_and_the_log_cannot_tell_who_cast_which_ballot() {
    let heard = Heard::default();
    let writer = heard.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    let log = log.with_writer(move || writer.clone()).finish();
    let listening = tracing::subscriber::set_default(log);
    let hall = hall(Method::Support, 8).await;
    let journal = "select kind, subject, worker, data from journal order by id";
    let reads = "select count(*) from access";
    let (facts, accesses) = (hall.dump(journal).await, hall.dump(reads).await);
    let tokens = hall.tokens().await;
    let electors = hall.dump(ELECTORS).await;
    // Cast in another order than they were drawn in.
    for (token, mark) in tokens.iter().rev().zip(["m1", "m2", "m3"].iter().cycle()) {
        assert!(cast(&hall.node, &hall.vote, token, &[(mark, "1")]).await.status.is_success());
    }
    let refused = cast(&hall.node, &hall.vote, &tokens[0], &[("m1", "1")]).await;
    assert_eq!(refused.status, 409);
    assert_eq!(hall.dump(ELECTORS).await, electors, "casting leaves nothing on the roll");
    assert_eq!(hall.dump(journal).await, facts, "nor in the journal");
    assert_eq!(hall.dump(reads).await, accesses, "nor in the log of readings");
    drop(listening);

    assert_apart(&hall, &electors).await;
    assert_unwritten(&hall, &tokens);
    let heard = String::from_utf8_lossy(&heard.0.lock().unwrap()).into_owned();
    for secret in tokens.iter().chain(&hall.slips).map(String::as_str).chain(["عضو", "جهة"]) {
        assert!(!heard.contains(secret), "the log says {secret}");
    }
    hall.close().await;
    assert!(hall.dump(BALLOTS).await.is_empty() && hall.dump(MARKS).await.is_empty());
    let left = "select count(*) from vote_elector where asked is not null or slip is not null";
    assert_eq!(hall.dump(left).await, [[V::Int(0)]], "after the closing nothing is left to join");
    let seed = "select length(seed) from vote";
    assert_eq!(hall.dump(seed).await, [[V::Int(0)]], "and nobody can make a token any more");
    hall.node.end().await;
}

#[tokio::test]
async fn a_vote_is_opened_by_its_form_and_names_on_the_roll_are_no_leak() {
    let node = crate::guard::tests::node().await;
    let officer = node.worker("officer", &["PARTNERSHIP"]).await;
    let reader = node.worker("reader", &["INTAKE"]).await;
    let cookie = node.sign_in(&officer).await;
    assert_eq!(node.get("/ar/votes/new", &node.sign_in(&reader).await).await.status, 403);
    check_page(&node.get("/ar/votes/new", &cookie).await.body, "ar");
    let mut form = vec![
        ("title_ar", "بأي مبادرة نبدأ؟"),
        ("title_en", "Which first?"),
        ("options_ar", "أولى\nثانية"),
        ("options_en", "One\nTwo"),
        ("method", "RANKED"),
        ("dots", ""),
        ("quorum", "50"),
        ("roll", "سارة، هيئة الصحة\nمها، المحاكم\nسارة، هيئة الصحة"),
    ];
    let twice = node.post("/ar/votes", &cookie, &form).await;
    assert_eq!(twice.status, 422);
    form[7].1 = "سارة، هيئة الصحة\nمها، المحاكم\nعلي";
    let opened = node.post("/ar/votes", &cookie, &form).await;
    assert!(opened.location.starts_with("/ar/votes/"), "{}", opened.body);
    for lang in ["ar", "en"] {
        for path in ["", "/slips"] {
            let page = format!("{}{path}", opened.location.replace("/ar/", &format!("/{lang}/")));
            check_page(&node.get(&page, &cookie).await.body, lang);
        }
        check_page(&node.get(&format!("/{lang}/votes"), &cookie).await.body, lang);
    }
    node.end().await;
}

/// Elsewhere a member who was removed could vote and not see; and nobody saw whom an administrator had let vote.
#[tokio::test]
async fn failure_fake_voters_whoever_may_vote_sees_it_and_everybody_sees_who_might_vote() {
    let hall = hall(Method::Support, 6).await;
    // The officer who opened it has no account any more; the slips still lead to what is asked, and vote.
    for (slip, n) in hall.slips.iter().zip(1..) {
        let seen = hall.seen("ar").await;
        assert!(seen.contains("بأي مبادرة نبدأ؟") && seen.contains("name=\"m1\""));
        let token = Phone::new(slip, n).draw(&hall.node, &hall.vote).await;
        assert!(cast(&hall.node, &hall.vote, &token, &[("m1", "1")]).await.status.is_success());
    }
    assert!(!hall.seen("ar").await.contains("عضو 1"), "the roll is nobody's while it is open");
    hall.close().await;
    let seen = hall.seen("ar").await;
    for n in 1..=6 {
        assert!(seen.contains(&format!("عضو {n}")) && seen.contains(&format!("جهة {n}")), "{n}");
    }
    hall.node.end().await;
}

/// A telephone whose clock is years away votes as all others do: no form has a time, and none is read.
#[tokio::test]
async fn a_telephone_with_a_wrong_clock_votes_as_all_others_do() {
    let hall = hall(Method::Support, 5).await;
    assert!(!hall.seen("en").await.contains("type=\"time\""));
    for (n, token) in hall.tokens().await.iter().enumerate() {
        let at = ["0", "99999999999999"][n % 2];
        let got =
            cast(&hall.node, &hall.vote, token, &[("m2", "1"), ("at", at), ("date", at)]).await;
        assert!(got.status.is_success(), "{}", got.body);
    }
    hall.close().await;
    assert!(hall.seen("en").await.contains("outcome"));
    hall.node.end().await;
}

/// These are at the meeting now.
async fn come(node: &TestNode, guests: Vec<uuid::Uuid>) {
    let write = move |tx: &mut dyn crate::db::Tx| {
        guests.iter().try_for_each(|guest| {
            let how = "HAND".to_owned();
            let one = crate::meetings::store::Presence { guest: *guest, day: 1, at: NOW, how };
            crate::meetings::store::present(tx, &one).map(|_| ())
        })
    };
    node.write(write).await.unwrap();
}

#[tokio::test]
async fn the_roll_of_a_vote_is_who_is_there_when_it_opens_and_nobody_who_comes_later() {
    let (node, cookie) = crate::meetings::tests::node().await;
    let meeting = crate::meetings::tests::called(&node, &cookie).await;
    let id = crate::meetings::tests::id_of(&meeting);
    let parties = crate::meetings::tests::partners(&node, 2).await;
    crate::meetings::tests::seated(&node, id, &[(parties[0], 3), (parties[1], 2)]).await;
    let there =
        node.app.store.read(move |tx| crate::meetings::store::guests(tx, id)).await.unwrap();
    let come =
        async |which: &[usize]| come(&node, which.iter().map(|n| there[*n].id).collect()).await;
    come(&[0, 1, 2, 3]).await;
    let page = node.get(&meeting, &cookie).await.body;
    assert!(page.contains(&format!("/votes/new?meeting={id}&amp;whom=PRESENT")));
    let which = id.to_string();
    let open = async |whom: &str| {
        let address = format!("/ar/votes/new?meeting={id}&whom={whom}");
        let form = node.get(&address, &cookie).await.body;
        crate::testing::check_page(&form, "ar");
        assert!(form.contains(&format!("name=\"whom\" value=\"{whom}\"")));
        assert!(!form.contains("<textarea class=\"in\" id=\"roll\""), "nobody is typed in");
        let form = [
            ("title_ar", "بأيها نبدأ؟"),
            ("title_en", "Which first?"),
            ("options_ar", "أولى\nثانية"),
            ("options_en", "One\nTwo"),
            ("method", "SUPPORT"),
            ("quorum", "50"),
            ("meeting", which.as_str()),
            ("whom", whom),
            ("roll", "دخيل، جهة أخرى"),
        ];
        let got = node.post("/ar/votes", &cookie, &form).await;
        assert_eq!(got.status, 303, "{}", got.body);
        let vote: sila_core::VoteId = got.location.rsplit('/').next().unwrap().parse().unwrap();
        vote
    };
    let electors = async |vote| {
        let all = node.app.store.read(move |tx| store::electors(tx, vote)).await.unwrap();
        all.into_iter().map(|one| (one.name, one.entity)).collect::<Vec<_>>()
    };
    let people = open("PRESENT").await;
    let entities = open("ENTITIES").await;
    come(&[4]).await;
    let on_roll = electors(people).await;
    assert_eq!(on_roll.len(), 4, "frozen at the opening");
    assert!(
        on_roll.iter().all(|(name, entity)| name.starts_with("مشارك") && entity.starts_with("جهة"))
    );
    assert!(!on_roll.iter().any(|(name, _)| name == "دخيل"), "nobody is added by hand");
    assert_eq!(electors(entities).await.len(), 2, "one vote for each entity");
    assert_eq!(electors(open("PRESENT").await).await.len(), 5, "the next vote has who came since");
    let nowhere = sila_core::MeetingId(uuid::Uuid::from_u128(9));
    let strange = node.get(&format!("/ar/votes/new?meeting={nowhere}&whom=PRESENT"), &cookie).await;
    assert_eq!(strange.status, 404);
    node.end().await;
}

/// Elsewhere the notice of an anonymous vote showed the picture of who had voted.
#[tokio::test]
async fn failure_anonymous_notice_named_the_voter_no_letter_feed_or_page_of_an_open_vote_does() {
    let hall = hall(Method::Support, 6).await;
    let node = &hall.node;
    let cookie = node.sign_in(&hall.officer).await;
    let letters = "select count(*) from mail_letter";
    let facts = "select kind, subject, worker, data from journal order by id";
    let (mailed, before) = (hall.dump(letters).await, hall.dump(facts).await);
    for token in hall.tokens().await {
        let got = cast(node, &hall.vote, &token, &[("m1", "1")]).await;
        assert!(got.status.is_success() && !got.body.contains("عضو"), "{}", got.body);
    }
    assert_eq!(hall.dump(letters).await, mailed, "nobody is written to about a ballot");
    assert_eq!(hall.dump(facts).await, before, "and nothing stands in the feed of what was done");
    let shown = ["/ar", "/ar/votes", "/ar/mail", &format!("/ar{}", hall.vote.booth())];
    for path in shown {
        let page = node.get(path, &cookie).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("عضو 1") && !page.body.contains("جهة 1"), "{path}");
    }
    hall.node.end().await;
}
