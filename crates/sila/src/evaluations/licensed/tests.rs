use axum::http::StatusCode;
use sila_seal::sha256;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::instrument::Instrument;
use super::store::{self, Kept, Round};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::partners::club::{CLUB, with_club};
use crate::testing::{NOW, TestNode, check_page};

/// So many answer at one moment.
const AT_ONCE: usize = 60;
/// So many were asked.
const INVITED: i64 = 7;

/// Three statements on a scale of 1 to 5, the last one turned round; whoever holds the rights is invented.
const FILE: &str = r#"{
  "name": {"ar": "أداة مرخّصة للتجربة", "en": "A licensed instrument for a test"},
  "licence": {"ar": "بترخيص من صاحبها رقم 7", "en": "Used under licence 7 of its owner"},
  "scale": {"from": 1, "until": 5},
  "statements": [
    {"ar": "نثق بالطرف الآخر.", "en": "We trust the other party."},
    {"ar": "نعرف ما يعمله.", "en": "We know what it does."},
    {"ar": "نشعر أن العمل عبء.", "en": "The work feels like a burden.", "reversed": true}
  ],
  "bands": [
    {"from": 3, "until": 8, "ar": "ضعيفة", "en": "Weak"},
    {"from": 9, "until": 12, "ar": "متوسطة", "en": "Fair"},
    {"from": 13, "until": 15, "ar": "قوية", "en": "Strong"}
  ]
}"#;

#[test]
fn every_sum_of_an_instrument_has_one_band_and_every_statement_both_languages() {
    let read = |text: &str| Instrument::read(text.as_bytes()).map(|one| one.sums());
    assert_eq!(read(FILE), Ok((3, 15)));
    for (from, to, wrong) in [
        (r#""from": 9, "until": 12"#, r#""from": 10, "until": 12"#, "bands"),
        (r#""from": 9, "until": 12"#, r#""from": 8, "until": 12"#, "bands"),
        (r#""from": 13, "until": 15"#, r#""from": 13, "until": 14"#, "bands"),
        (r#""from": 13, "until": 15"#, r#""from": 13, "until": 16"#, "bands"),
        (r#""en": "Strong""#, r#""en": " ""#, "bands"),
        (r#""scale": {"from": 1, "until": 5}"#, r#""scale": {"from": 5, "until": 1}"#, "scale"),
        (r#""scale": {"from": 1, "until": 5}"#, r#""scale": {"from": 1, "until": 50}"#, "scale"),
        (r#""en": "We trust the other party.""#, r#""en": """#, "statements"),
        (r#""ar": "بترخيص من صاحبها رقم 7""#, r#""ar": """#, "words"),
        (r#""scale""#, r#""scales""#, "json"),
    ] {
        assert!(FILE.contains(from), "{from}");
        assert_eq!(read(&FILE.replace(from, to)), Err(wrong), "{to}");
    }
}

#[test]
fn marks_are_summed_with_the_reversed_ones_turned_round_and_of_fewer_than_five_nothing_is_told() {
    let one = Instrument::read(FILE.as_bytes()).unwrap();
    assert_eq!((one.sum(&[5, 5, 1]), one.sum(&[1, 1, 5]), one.sum(&[3, 3, 3])), (15, 3, 9));
    assert!(one.takes(&[1, 5, 3]) && !one.takes(&[1, 5]) && !one.takes(&[0, 5, 3]));
    assert!(!one.takes(&[1, 6, 3]));
    let four = vec![vec![5, 5, 1]; 4];
    let heard = one.heard(&four);
    assert_eq!((heard.people, heard.statements, heard.whole), (4, None, None));
    let five = [vec![vec![5, 5, 1]; 4], vec![vec![1, 1, 5]]].concat();
    // By hand: the sums are 15, 15, 15, 15, 3, so 63 of 5 people; the marks 21, 21 and 9.
    let heard = one.heard(&five);
    assert_eq!(heard.statements, Some(vec![42, 42, 18]));
    assert_eq!(heard.whole, Some((126, 2)), "12.6 is rounded to 13");
}

#[tokio::test]
async fn a_licensed_instrument_is_brought_in_as_data_and_its_result_says_how_many_of_how_many() {
    let (node, cookie) = with_club().await;
    let list = "/en/evaluations/instruments";
    for (lang, none) in [("en", "No instrument of our own"), ("ar", "لا أداة خاصة بنا")]
    {
        let page = node.get(&list.replacen("en", lang, 1), &cookie).await.body;
        check_page(&page, lang);
        assert!(page.contains(none), "an empty list says so");
    }
    let wrong = node.upload(list, &cookie, "a.json", b"{}").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = node.upload(list, &cookie, "a.json", FILE.as_bytes()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = node.upload(list, &cookie, "a.json", FILE.as_bytes()).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let instrument = done.location;
    for lang in ["ar", "en"] {
        for page in [list.to_owned(), instrument.clone()] {
            let page = node.get(&page.replacen("en", lang, 1), &cookie).await.body;
            check_page(&page, lang);
        }
    }
    let shown = node.get(&instrument, &cookie).await.body;
    assert!(shown.contains("Used under licence 7") && shown.contains("13–15"), "{shown}");
    let club = CLUB.to_text();
    let rounds = format!("{instrument}/rounds");
    let wrong = node.post(&rounds, &cookie, &[("agency", club.as_str()), ("invited", "0")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let round =
        node.post(&rounds, &cookie, &[("agency", club.as_str()), ("invited", "6")]).await.location;
    let sheets = format!("{round}/sheets");
    let marks = [("s1", "5"), ("s2", "5"), ("s3", "1")];
    let half = node.post(&sheets, &cookie, &marks[..2]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let off = node.post(&sheets, &cookie, &[marks[0], marks[1], ("s3", "9")]).await;
    assert_eq!(off.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..4 {
        assert_eq!(node.post(&sheets, &cookie, &marks).await.status, StatusCode::SEE_OTHER);
    }
    let few = node.get(&round, &cookie).await.body;
    assert!(few.contains("Fewer than five have answered") && few.contains("66"), "{few}");
    assert!(!few.contains("Mean of the sums"), "nothing is told: {few}");
    let last = [("s1", "1"), ("s2", "1"), ("s3", "5")];
    assert_eq!(node.post(&sheets, &cookie, &last).await.status, StatusCode::SEE_OTHER);
    let five = node.get(&round, &cookie).await.body;
    assert!(five.contains("83") && five.contains("once no sheet comes any more"), "{five}");
    assert!(!five.contains("Mean of the sums"), "the next look would tell the next sheet: {five}");
    assert_eq!(node.post(&sheets, &cookie, &marks).await.status, StatusCode::SEE_OTHER);
    let told = node.get(&round, &cookie).await.body;
    assert!(told.contains("13.0") && told.contains("Strong") && told.contains("100"), "{told}");
    let more = node.post(&sheets, &cookie, &marks).await;
    assert_eq!(more.status, StatusCode::CONFLICT, "nobody answers who was not asked");
    let closing = format!("{round}/closing");
    assert_eq!(node.post(&closing, &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(node.post(&sheets, &cookie, &marks).await.status, StatusCode::CONFLICT);
    for lang in ["ar", "en"] {
        check_page(&node.get(&round.replacen("en", lang, 1), &cookie).await.body, lang);
    }
    node.end().await;
}

/// Whoever is turned away because too many write tries again: each of them really wants to be counted.
async fn answers(app: App, round: Uuid) -> bool {
    let id = app.clock.new_id();
    loop {
        match app.store.write(move |tx| store::insert_sheet(tx, id, round, b"sealed")).await {
            Err(DbError::Busy | DbError::Retry) => tokio::task::yield_now().await,
            done => return done.unwrap(),
        }
    }
}

/// A round to which so many were asked; its identifier.
async fn round(node: &TestNode) -> Uuid {
    let worker = node.worker("m-part", &["PARTNERSHIP"]).await.id;
    let (instrument, id) = (node.app.clock.new_id(), node.app.clock.new_id());
    let kept = Kept { id: instrument, at: NOW, worker, body: vec![0] };
    let round =
        Round { id, instrument, agency: CLUB, invited: INVITED, opened_at: NOW, closed_at: None };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert_instrument(tx, &kept, sha256(&[b"a file"]))?;
        store::insert_round(tx, &round, worker)
    };
    node.write(write).await.unwrap();
    id
}

async fn as_many_as_were_asked(node: &TestNode) {
    let id = round(node).await;
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        tasks.spawn(answers(node.app.clone(), id));
    }
    let kept = tasks.join_all().await.into_iter().filter(|kept| *kept).count();
    let held = node.app.store.read(move |tx| store::sheets(tx, id)).await.unwrap().len();
    assert_eq!((kept, held), (7, 7), "of {AT_ONCE} at one moment");
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_answer_at_one_moment_no_more_are_kept_than_were_asked() {
    let node = TestNode::new().await;
    as_many_as_were_asked(&node).await;
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_answer_at_one_moment_no_more_are_kept_than_were_asked_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        as_many_as_were_asked(&node).await;
        node.end().await;
    }
}
