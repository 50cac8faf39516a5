//! The report and the indicators against a log that is known.

use axum::http::StatusCode;
use sila_core::codes::Category;
use sila_core::imprint::{Efficiency, Gauge, Passage, Typing, stages};
use sila_core::{AgencyId, AgreementId, Millis, ReferralId};
use uuid::Uuid;

use super::store::happened;
use super::{recorded, report};
use crate::db::{DbError, Tx};
use crate::p;
use crate::referrals::store::{self as referrals, Direction, NewReferral, Referral, StoredEntry};
use crate::referrals::tests::{new, referral};
use crate::referrals::typing;
use crate::testing::{NOW, TestNode};

const US: AgencyId = AgencyId([1; 32]);

/// One received referral and what happened to it: minutes after the offer.
struct Told {
    n: u16,
    agreement: u128,
    category: Category,
    offered_at: Millis,
    acts: &'static [(&'static str, i64)],
}

fn row(told: &Told) -> NewReferral {
    new(Referral {
        agreement: AgreementId(Uuid::from_u128(told.agreement)),
        category: told.category,
        offered_at: told.offered_at,
        decide_by: told.offered_at.plus_minutes(60),
        ..referral(told.n, Direction::In)
    })
}

fn entries(told: &Told) -> Vec<StoredEntry> {
    let offer = [("OFFER", 0_i64)];
    let acts = offer.iter().chain(told.acts).zip(1_u32..);
    acts.map(|((act, minutes), n)| StoredEntry {
        author: US,
        n,
        at: told.offered_at.plus_minutes(*minutes),
        act: (*act).to_owned(),
        body: Vec::new(),
        hash: [0; 32],
    })
    .collect()
}

async fn keep(node: &TestNode, all: Vec<Told>) {
    let rows: Vec<_> = all.iter().map(|told| (row(told), entries(told))).collect();
    let write = move |tx: &mut dyn Tx| {
        for (row, entries) in &rows {
            referrals::insert(tx, row)?;
            let id = row.row.id;
            entries.iter().try_for_each(|entry| referrals::insert_entry(tx, id, entry))?;
        }
        Ok(())
    };
    node.write(write).await.unwrap();
}

const QUICK: &[(&str, i64)] = &[("CLAIM", 10), ("ACCEPT", 30), ("RELEASE", 31)];
const SLOW: &[(&str, i64)] = &[("CLAIM", 40), ("ACCEPT", 90), ("RELEASE", 91)];
const NO: &[(&str, i64)] = &[("DECLINE", 50)];

/// Three agreements: six quick ones under the first, five slow ones under the second, two declined under the third.
fn log() -> Vec<Told> {
    let told = |n, agreement, category, acts| Told {
        n,
        agreement,
        category,
        offered_at: NOW.plus_days(-20).plus_hours(i64::from(n)),
        acts,
    };
    let quick = (0..6).map(|n| told(n, 1, Category::Woman, QUICK));
    let slow = (6..11).map(|n| told(n, 2, Category::Child, SLOW));
    let no = (11..13).map(|n| told(n, 3, Category::Older, NO));
    quick.chain(slow).chain(no).collect()
}

/// The same in a quarter that is over.
fn over() -> Vec<Told> {
    let earlier = |told: Told| Told { offered_at: told.offered_at.plus_days(-60), ..told };
    log().into_iter().map(earlier).collect()
}

#[tokio::test]
async fn what_happens_in_a_quarter_is_in_no_report_before_it_is_over() {
    let node = TestNode::new().await;
    keep(&node, over()).await;
    let told =
        |n, offered_at, acts| Told { n, agreement: 1, category: Category::Woman, offered_at, acts };
    // One of the quarter before is taken on only now: six of seven were, which is not told.
    const LATE: &[(&str, i64)] = &[("CLAIM", 10), ("ACCEPT", 90 * 24 * 60)];
    keep(&node, vec![told(61, NOW.plus_days(-80), LATE)]).await;
    let before = report::of(&node.app, 2026).await.unwrap().csv();
    assert!(before.contains("MARSA,2026,imprint/1,taken,WOMAN,*\r\n"), "{before}");
    keep(&node, vec![told(60, NOW.plus_days(-1), QUICK)]).await;
    assert_eq!(report::of(&node.app, 2026).await.unwrap().csv(), before);
    let reader = node.worker("reader", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&reader).await;
    let of = |day: &str| format!("/en/imprint/efficiency?day_d={day}&day_m=8&day_y=2026");
    let (one, two) =
        (node.get(&of("3"), &cookie).await.body, node.get(&of("29"), &cookie).await.body);
    assert!(
        one.contains("1 July 2026") && two.contains("1 July 2026"),
        "a day is that of its quarter"
    );
}

#[tokio::test]
async fn a_quarter_that_was_told_is_counted_never_again_and_its_hash_is_in_the_journal() {
    let node = TestNode::new().await;
    keep(&node, over()).await;
    let before = report::of(&node.app, 2026).await.unwrap().csv();
    // As when a restriction ends, or begins: the rows of a quarter that is over are others now.
    let six = (70..76).map(|n| Told {
        n,
        agreement: 1,
        category: Category::Woman,
        offered_at: NOW.plus_days(-75),
        acts: QUICK,
    });
    keep(&node, six.collect()).await;
    assert_eq!(report::of(&node.app, 2026).await.unwrap().csv(), before);
    let kept = |tx: &mut dyn Tx| {
        let kept =
            tx.query_text("select quarter, body from imprint_quarter order by quarter", &[])?;
        let told = "select subject from journal where kind = 'imprint' order by subject";
        let told = tx.query_text(told, &[])?;
        let told: Result<Vec<String>, DbError> = told.iter().map(|row| row.get(0)).collect();
        let kept: Result<Vec<Vec<u8>>, DbError> = kept.iter().map(|row| row.get(1)).collect();
        Ok((kept?, told?))
    };
    let (kept, told): (Vec<Vec<u8>>, Vec<String>) = node.write(kept).await.unwrap();
    assert_eq!((kept.len(), told.len()), (3, 3), "three quarters of the year are over");
    for (body, told) in kept.iter().zip(&told) {
        let hash = sila_seal::hex(&sila_seal::sha256(&[body]));
        assert!(told.starts_with("2026-Q") && told.ends_with(&hash), "{told}");
    }
}

#[test]
fn an_indicator_is_the_same_from_one_monday_to_the_next() {
    let monday = recorded::settled(NOW);
    assert!(monday <= NOW && NOW < monday.plus_days(7));
    assert_eq!(recorded::settled(monday), monday);
    assert_eq!(recorded::settled(monday.plus_days(7).plus_minutes(-1)), monday);
    assert_eq!(recorded::settled(monday.plus_days(7)), monday.plus_days(7));
}

#[tokio::test]
async fn contract_a01_three_agreements_and_a_known_log_give_the_figures_by_hand() {
    let node = TestNode::new().await;
    let mut log = log();
    keep(&node, log.split_off(6)).await;
    keep(&node, log).await;
    let (from, until) = recorded::year(2026);
    let period = recorded::read(&node.app, from, until).await.unwrap();
    let of = |agreement: u128, gauge| {
        let agreement = Some(AgreementId(Uuid::from_u128(agreement)));
        period.recorded(None, agreement).gauge(gauge)
    };
    let table = [
        (1, Gauge::Acknowledge, Some(10)),
        (1, Gauge::Service, Some(30)),
        (1, Gauge::InTime, Some(100)),
        (1, Gauge::Taken, Some(6)),
        (1, Gauge::Steps, Some(3)),
        (2, Gauge::Acknowledge, Some(40)),
        (2, Gauge::Service, Some(90)),
        (2, Gauge::InTime, Some(0)),
        (3, Gauge::Acknowledge, None),
        (3, Gauge::InTime, None),
        (3, Gauge::Taken, Some(0)),
    ];
    for (agreement, gauge, figure) in table {
        assert_eq!(of(agreement, gauge), figure, "{gauge} of agreement {agreement}");
    }
    let whole = period.recorded(None, None);
    // Of thirteen decided, six quick ones and the two declined ones within an hour.
    assert_eq!(whole.gauge(Gauge::InTime), Some(61));
    let again = recorded::read(&node.app, from, until).await.unwrap().recorded(None, None);
    assert_eq!(again, whole);
    let partner = period.recorded(Some(AgencyId([2; 32])), None);
    assert_eq!(partner, whole, "all were with one partner");
    assert!(period.recorded(Some(US), None).passages.is_empty());
}

#[tokio::test]
async fn contract_a19_waiting_steps_and_documents_are_counted_from_recorded_events() {
    let node = TestNode::new().await;
    let day = NOW.plus_days(-10);
    let mut all = log();
    let later = log().into_iter().take(5).map(|told| Told {
        n: told.n + 20,
        offered_at: NOW.plus_days(-5).plus_hours(i64::from(told.n)),
        ..told
    });
    all.extend(later);
    keep(&node, all).await;
    let (from, until) = recorded::year(2026);
    let lines = recorded::read(&node.app, from, until).await.unwrap().lines;
    let passages: Vec<_> = lines.iter().map(|line| line.passage).collect();
    let [before, after] = Efficiency::around(&passages, day);
    // Before: 6 × 10, 5 × 40 and 2 × 50 minutes until somebody looked; 6 × 30 and 5 × 90 until they were taken on.
    assert_eq!(
        (before.count, before.to_acknowledge, before.to_service),
        (Some(10), Some(40), Some(30))
    );
    assert_eq!(
        (after.count, after.to_acknowledge, after.to_service),
        (Some(5), Some(10), Some(30))
    );
    assert_eq!((after.steps, after.documents), (Some(3), Some(0)), "what the node does is no step");
    let reader = node.worker("reader", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&reader).await;
    for lang in ["ar", "en"] {
        for path in ["/imprint", "/imprint/efficiency", "/imprint/gauges"] {
            let got = node.get(&format!("/{lang}{path}"), &cookie).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            crate::testing::check_page(&got.body, lang);
        }
    }
}

#[tokio::test]
async fn contract_a19_states_and_fields_are_counted_from_what_was_recorded_and_shown() {
    let node = TestNode::new().await;
    const ASKED: &[(&str, i64)] = &[("CLAIM", 20), ("ASK", 30), ("ANSWER", 50), ("ACCEPT", 70)];
    let begun = |n: u16| NOW.plus_days(-5).plus_hours(i64::from(n));
    let told =
        |n| Told { n, agreement: 1, category: Category::Woman, offered_at: begun(n), acts: ASKED };
    keep(&node, (0..5).map(told).collect()).await;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for n in 0..5_u16 {
            let (id, at) =
                (referral(n, Direction::In).id, |minutes| begun(n).plus_minutes(minutes));
            let arrived = "update referral set delivered_at = $2 where id = $1";
            tx.exec_text(arrived, &p![id, at(2)])?;
            for (nth, deed, minutes) in [(1_i64, "LOOK", 12), (2, "CONTACT", 95)] {
                let line = Uuid::from_u128(u128::from(n) * 10 + u128::from(nth.unsigned_abs()));
                let row = p![line, id, US, nth, at(minutes), deed, Vec::<u8>::new()];
                tx.exec_text("insert into referral_line (id, referral, author, n, at, deed, body, hash) values ($1, $2, $3, $4, $5, $6, $7, $7)", &row)?;
            }
            for (typed, carried) in [(u32::from(n), 0), (2, 20)] {
                typing::store::add(tx, id, Typing { typed, carried, again: 0 })?;
            }
        }
        Ok(())
    };
    node.write(write).await.unwrap();
    let (from, until) = recorded::year(2026);
    let lines = recorded::read(&node.app, from, until).await.unwrap().lines;
    let told: Vec<_> = stages(lines.iter().map(|line| &line.course));
    let told: Vec<_> = told.into_iter().map(|(_, minutes)| minutes).collect();
    let expected = [Some(2), Some(10), Some(8), Some(30), Some(20), None, None, Some(25)];
    assert_eq!(told, expected, "arrived, opened, claimed, decided, asked, listed, held, spoken to");
    let typed = Typing::medians(lines.iter().filter_map(|line| line.typing.as_ref()));
    assert_eq!(typed, [Some(4), Some(20), Some(0)], "both forms together");
    let reader = node.worker("reader", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&reader).await;
    let page = node.get("/en/imprint/efficiency", &cookie).await.body;
    for shown in ["Where the time goes", "Fields that came with a referral", ">20<", ">4<"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/imprint/efficiency"), &cookie).await.body;
        crate::testing::check_page(&page, lang);
    }
}

#[tokio::test]
async fn contract_b36_the_report_has_the_same_bytes_again_adds_up_and_points_at_nobody() {
    let node = TestNode::new().await;
    keep(&node, over()).await;
    let one = report::of(&node.app, 2026).await.unwrap();
    let two = report::of(&node.app, 2026).await.unwrap();
    assert_eq!(one.csv(), two.csv(), "the same records, the same bytes");
    assert!(one.sections.iter().all(report::Section::reconciles));
    let csv = one.csv();
    let line = |code: &str| format!("MARSA,2026,imprint/1,received,{code}\r\n");
    // Two older people are not told, and neither are the five children: thirteen less six and five would tell the two.
    for expected in ["WOMAN,6", "CHILD,*", "OLDER,*", "TRAFF,0", "TOTAL,13"] {
        assert!(csv.contains(&line(expected)), "{expected} in {csv}");
    }
    let taken = |code: &str| format!("MARSA,2026,imprint/1,taken,{code}\r\n");
    // Eleven of thirteen would tell that two were not.
    for expected in ["WOMAN,6", "CHILD,5", "OLDER,*", "TOTAL,*"] {
        assert!(csv.contains(&taken(expected)), "{expected} in {csv}");
    }
    let empty = report::of(&node.app, 2025).await.unwrap().csv();
    assert!(empty.contains("MARSA,2025,imprint/1,received,TOTAL,0\r\n"));
    let reader = node.worker("reader", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&reader).await;
    let file = node.get("/ar/imprint.csv?year=2026", &cookie).await;
    assert_eq!(file.body, csv, "the page gives the same file");
    let id = ReferralId(Uuid::from_u128(1)).to_string();
    assert!(!csv.contains(&id) && !csv.contains("R-MARSA"), "no referral is named");
}

#[tokio::test]
async fn contract_a01_an_indicator_of_a_unit_has_target_owner_and_year_and_nobody_types_its_figure()
{
    let node = TestNode::new().await;
    keep(&node, log()).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let form = [
        ("unit_ar", "وحدة الإحالة"),
        ("unit_en", "Referral unit"),
        ("gauge", "IN_TIME"),
        ("scope", ""),
        ("target", "٩٠"),
        ("owner_ar", "رئيسة الوحدة"),
        ("owner_en", "Head of the unit"),
    ];
    let set = node.post("/en/imprint/gauges", &cookie, &form).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    let page = node.get("/en/imprint/gauges", &cookie).await.body;
    for expected in ["Referral unit", "Head of the unit", ">90<", ">61<", "Not reached"] {
        assert!(page.contains(expected), "{expected}");
    }
    let wrong = node.post("/en/imprint/gauges", &cookie, &[("gauge", "WISH")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reader = node.worker("case", &["CASE_MANAGER"]).await;
    let other = node.sign_in(&reader).await;
    assert_eq!(node.post("/en/imprint/gauges", &other, &form).await.status, StatusCode::FORBIDDEN);
}

#[test]
fn what_a_node_does_by_itself_is_no_step() {
    let mut passage = Passage {
        offered_at: NOW,
        acknowledged_at: None,
        taken_at: None,
        decide_by: NOW,
        decided_at: None,
        steps: 0,
        documents: 0,
    };
    for act in ["OFFER", "ACCEPT", "RELEASE", "NARROW", "REMOVED", "PURGED", "EXPIRE"] {
        happened(&mut passage, act, NOW);
    }
    assert_eq!(passage.steps, 3);
}
