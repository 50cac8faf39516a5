//! Two real nodes: people of one visit the other, both sign the plan and the report, the hours count, and the lesson goes on.

use sila::accounts::Worker;
use sila::exchanges::plan::{Exchange, Guest, Report, Row};
use sila::exchanges::{self, Open, share};
use sila::records::By;
use sila::training::{self, competence};
use sila_core::RecordId;
use sila_core::partnership::Words;
use sila_link::record::Word;

use super::super::support::waiting::until;
use super::partnership::line_leads_to;
use super::{Place, SOON, agree, directory, linked};

fn words(text: &str) -> Words {
    Words { ar: format!("نص {text}"), en: text.to_owned() }
}

/// Waits until the exchange is at this place as `is` says.
async fn seen(places: [&Place; 2], id: RecordId, is: impl Fn(&Open) -> bool) -> Open {
    until("the exchange is as it should be", SOON, || async {
        share::bring(&places[0].app).await.unwrap();
        share::bring(&places[1].app).await.unwrap();
        exchanges::open(&places[0].app, id).await.ok().filter(&is)
    })
    .await
}

/// Two days of one guest of Marsa at Dana.
fn plan(marsa: &Place, dana: &Place, guest: &Worker) -> Exchange {
    let now = marsa.app.clock.now();
    Exchange {
        kind: "BENCHMARK".to_owned(),
        title: words("Two reception rooms"),
        purpose: words("To see how people are received"),
        goals: words("Shorter waiting"),
        sender: marsa.app.node.id,
        host: dana.app.node.id,
        begins: now.uae_date(),
        ends: now.uae_date().plus_days(1),
        guests: vec![Guest {
            name: guest.name_ar.clone(),
            mark: training::mark(&marsa.app, guest.id),
        }],
        report: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_that_both_have_signed_counts_for_those_who_went_and_its_lesson_becomes_a_draft() {
    let (marsa, dana) = linked(true).await;
    let keeper = super::worker(&marsa, "PARTNERSHIP").await;
    let host = super::worker(&dana, "PARTNERSHIP").await;
    let guest = super::worker(&marsa, "INTAKE").await;
    let now = marsa.app.clock.now();
    let plan = plan(&marsa, &dana, &guest);
    let by = By { worker: Some(keeper.id), now };
    let early = exchanges::propose(&marsa.app, plan.clone(), by).await.unwrap_err();
    assert_eq!(early.code, "referral.no_agreement");
    agree(&marsa, &dana).await;
    // The agreement holds from its own moment on, which is later than what was asked before it.
    let now = marsa.app.clock.now();
    let by = By { now, ..by };
    let id = exchanges::propose(&marsa.app, plan.clone(), by).await.unwrap();
    let waits = seen([&dana, &marsa], id, |one| one.last.waits_for(dana.app.node.id)).await;
    let cookie = directory::sign_in(&dana, &host).await;
    let day = directory::get(&dana, "/en", &cookie).await.body;
    assert!(day.contains("An exchange waits for our word"), "on the host’s day");
    let page = directory::get(&dana, &format!("/ar/exchanges/{id}"), &cookie).await.body;
    assert!(page.contains(&guest.name_ar) && page.contains("/word"), "{page}");
    exchanges::say(&dana.app, &host, waits.last, Word::Sign, now).await.unwrap();
    let agreed = seen([&marsa, &dana], id, |one| one.agreed.is_some()).await;

    // A report comes when it is over, and not before.
    let report = Report {
        done: words("Two days at the door"),
        lesson: words("One question is enough"),
        minutes: 720,
        rows: vec![Row {
            what: "waiting".to_owned(),
            ours: "40 min".to_owned(),
            theirs: "10 min".to_owned(),
            adopted: "one question at the door".to_owned(),
        }],
    };
    let soon = exchanges::tell(&marsa.app, &agreed, report.clone(), by).await.unwrap_err();
    assert_eq!(soon.code, "exchange.not_due");
    for place in [&marsa, &dana] {
        place.app.clock.set(Some(now.plus_days(3)));
    }
    let by = By { now: now.plus_days(3), ..by };
    exchanges::tell(&marsa.app, &agreed, report.clone(), by).await.unwrap();
    assert!(hours(&marsa, &guest).await.is_empty(), "the host has not signed");
    let waits = seen([&dana, &marsa], id, |one| one.last.exchange.report.is_some()).await;
    exchanges::say(&dana.app, &host, waits.last, Word::Sign, by.now).await.unwrap();
    let told = seen([&marsa, &dana], id, |one| one.report().is_some()).await;
    assert_eq!(told.report(), Some(&report));
    assert_eq!(hours(&marsa, &guest).await, [720]);
    assert!(hours(&marsa, &keeper).await.is_empty(), "whoever did not go has none");
    let file = competence::file(&marsa.app, &guest, by.now).await.unwrap();
    assert!(!file.is_empty());
    pages(&marsa, (&guest, &keeper), id).await;
    line_leads_to([&marsa, &dana], &exchanges::path(id)).await;
}

async fn hours(place: &Place, of: &Worker) -> Vec<u16> {
    let all = place.app.store.read(exchanges::all).await.unwrap();
    exchanges::spent(&place.app, &all, of.id).iter().map(|one| one.minutes).collect()
}

/// The record of whoever went shows it, and the lesson becomes a draft of the library.
async fn pages(marsa: &Place, (guest, keeper): (&Worker, &Worker), id: RecordId) {
    let cookie = directory::sign_in(marsa, guest).await;
    let record = directory::get(marsa, "/en/training/record", &cookie).await.body;
    assert!(record.contains("Two reception rooms"), "{record}");
    let cookie = directory::sign_in(marsa, keeper).await;
    for lang in ["ar", "en"] {
        let page = directory::get(marsa, &format!("/{lang}/exchanges/{id}"), &cookie).await.body;
        assert!(page.contains("one question at the door"), "{page}");
    }
    sila::people::register::fill(&marsa.app).await.unwrap();
    let at = format!("/en/exchanges/{id}/lesson");
    let made = directory::post(marsa, &at, &cookie, "").await;
    assert_eq!(made.status, axum::http::StatusCode::SEE_OTHER, "{}", made.body);
    let drafts = directory::get(marsa, "/en/knowledge", &cookie).await.body;
    assert!(drafts.contains("Two reception rooms"), "{drafts}");
}
