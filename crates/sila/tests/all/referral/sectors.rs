//! What kind of entity a partner is, the course of a partnership, the signing by hand, and what there was before: as officers meet
//! them on their pages.

use axum::http::StatusCode;
use sila::agreements::{self, signing};
use sila::partners::{self, Level, Partner};
use sila_core::agreement::Sector;
use sila_core::permission::Permission;
use uuid::Uuid;

use super::nodes::{NOW, Pair};
use super::pages::{get, post, shows_every_text, upload};

const TERMS: &str = "code=MOU-7&title_ar=x&title_en=x&months=12&categories=WOMAN&our_areas=AE-DU&their_areas=AE-SH\
    &our_services=LEGAL&their_services=HEALTH&their_services=SHELTER&our_week=MON_FRI&their_week=MON_FRI&our_sector=SEMI\
    &their_sector=LOC&objectives=PROTECTION&groups=WOMAN";

/// A private clinic that is reached on paper.
async fn clinic(pair: &Pair) -> Partner {
    let partner = Partner {
        id: partners::identity(pair.marsa.id(), Uuid::from_u128(77)),
        code: "CLINIC".to_owned(),
        name_ar: "عيادة خاصة".to_owned(),
        name_en: "Private clinic".to_owned(),
        sector: Sector::Private,
        level: Level::Paper,
        contact: "Reception".to_owned(),
        updated_at: NOW,
    };
    let made = partner.clone();
    let insert = move |tx: &mut dyn sila::db::Tx| partners::store::insert(tx, &made);
    pair.marsa.app.store.write(insert).await.unwrap();
    partner
}

/// Officer of Marsa, signed in.
async fn officer(pair: &Pair) -> (sila::accounts::Worker, String) {
    let officer = pair.marsa.worker("m-par", &["PARTNERSHIP"]).await;
    let cookie = pair.marsa.sign_in(&officer).await;
    (officer, cookie)
}

async fn shown(pair: &Pair, cookie: &str, path: &str) -> String {
    let mut english = String::new();
    for lang in ["ar", "en"] {
        let (status, page) = get(&pair.marsa, cookie, &format!("/{lang}{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        shows_every_text(&page);
        english = page;
    }
    english
}

#[tokio::test]
async fn contract_a26_a_private_partner_is_sent_nobody_without_the_clause_and_the_law_is_shown() {
    let pair = Pair::without_agreement().await;
    let partner = clinic(&pair).await;
    let (officer, cookie) = officer(&pair).await;
    let page = shown(&pair, &cookie, &format!("/partners/{}", partner.id.to_text())).await;
    assert!(page.contains("Federal Decree-Law 45 of 2021"), "the flag of the law");
    let app = &pair.marsa.app;
    for (clause, expected) in [("", Some("agreement.private_not_granted")), ("&private=yes", None)]
    {
        // What the form says of a partner without a node does not count: the register does.
        let form = format!("peer={}&{TERMS}{clause}", partner.id.to_text());
        let (status, page) = post(&pair.marsa, &cookie, "/en/agreements", &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let all = app.store.read(agreements::store::all).await.unwrap();
        let one = all.iter().find(|one| one.agreement.private.is_some() == expected.is_none());
        let (id, digest) = one.map(|one| (one.agreement.id, one.digest)).unwrap();
        let page = shown(&pair, &cookie, &format!("/agreements/{id}")).await;
        assert!(page.contains("Federal Decree-Law 45 of 2021"));
        assert_eq!(page.contains("Nothing about a person goes"), expected.is_some());
        let by = signing::By { worker: Some(officer.id), now: NOW };
        signing::on_paper(app, id, digest, "مدير العيادة", by).await.unwrap();
        let in_force = agreements::in_force(app, NOW).await.unwrap();
        let agreement = in_force.into_iter().find(|one| one.agreement.id == id).unwrap();
        let offered = pair
            .offer(|wish| {
                if let Some(row) = agreement.agreement.schedule.first() {
                    wish.fields.retain(|field| row.fields.contains(field));
                }
                let permission = wish.disclosure.permission.clone();
                wish.disclosure.permission = Permission { recipient: partner.id, ..permission };
                wish.services = vec![sila_core::codes::Service::Shelter];
                wish.route.target = partner.id;
                wish.route.agreement = agreement;
            })
            .await;
        let code = offered.err().map(|problem| problem.code);
        assert_eq!(code.as_deref(), expected);
    }
}

#[tokio::test]
async fn contract_a25_a_step_is_taken_with_actor_day_and_evidence_and_no_other() {
    let pair = Pair::without_agreement().await;
    let (_, cookie) = officer(&pair).await;
    let path = format!("/lifecycle/{}", pair.dana.id().to_text());
    let page = shown(&pair, &cookie, &path).await;
    assert!(page.contains("Not begun"));
    let act = format!("/en{path}/steps");
    let day = NOW.uae_date();
    let on = format!("on_d={}&on_m={}&on_y={}", day.day, day.month, day.year);
    let step = |to: &str, evidence: &str| format!("to={to}&{on}&evidence={evidence}");
    let refused = |said: (StatusCode, String), words: &str| {
        assert!(said.0.is_client_error() && said.1.contains(words), "{words}: {}", said.0);
    };
    let skipped = post(&pair.marsa, &cookie, &act, &step("AGREE", "Minutes%204")).await;
    refused(skipped, "does not follow");
    refused(post(&pair.marsa, &cookie, &act, &step("IDENTIFY", "")).await, "shows the step");
    for to in ["IDENTIFY", "ASSESS", "AGREE"] {
        let said = post(&pair.marsa, &cookie, &act, &step(to, "Minutes%204")).await;
        assert_eq!(said.0, StatusCode::SEE_OTHER, "{to}");
    }
    let said = post(&pair.marsa, &cookie, &act, &step("ACTIVATE", "Minutes%205")).await;
    refused(said, "No agreement");
    let page = shown(&pair, &cookie, &path).await;
    for words in ["Minutes 4", "Being agreed", "Sign the agreement"] {
        assert!(page.contains(words), "{words}");
    }
    let list = shown(&pair, &cookie, "/lifecycle").await;
    assert!(list.contains("Being agreed") && list.contains("Sign the agreement"));
    assert!(
        shown(&pair, &cookie, &format!("/links/{}", pair.dana.id().to_text()))
            .await
            .contains("Being agreed")
    );
    let nobody = format!("/en/lifecycle/{}", Uuid::from_u128(1).simple());
    assert_eq!(get(&pair.marsa, &cookie, &nobody).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn contract_b03_the_signing_stands_with_who_signed_and_the_hash_of_the_scan() {
    let pair = Pair::new().await;
    let (_, cookie) = officer(&pair).await;
    let id = pair.agreement.id;
    let path = format!("/agreements/{id}");
    let act = format!("/en{path}/signing");
    let (marsa, dana) = (pair.marsa.id().to_text(), pair.dana.id().to_text());
    let day = NOW.uae_date();
    let (d, m, y) = (day.day.to_string(), day.month.to_string(), day.year.to_string());
    let fields = [
        ("on_d", d.as_str()),
        ("on_m", &m),
        ("on_y", &y),
        ("place", "Majlis of the agency"),
        ("party1", &marsa),
        ("name1", "Amal"),
        ("title1", "Director general"),
        ("party2", &dana),
        ("name2", "Salem"),
        ("title2", "Chairman"),
    ];
    let paper = [b"%PDF-1.7\n".as_slice(), &vec![7; 700_000]].concat();
    let (status, page) = upload(&pair.marsa, &cookie, &act, &fields[..7], &paper).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "one party is missing");
    assert!(page.contains("Majlis of the agency"), "what was typed stays");
    let (status, page) = upload(&pair.marsa, &cookie, &act, &fields, b"MZ program").await;
    assert!(status.is_client_error() && page.contains("no PDF"), "{status}");
    assert_eq!(upload(&pair.marsa, &cookie, &act, &fields, &paper).await.0, StatusCode::SEE_OTHER);
    let again = upload(&pair.marsa, &cookie, &act, &fields, &paper).await;
    assert!(again.0.is_client_error() && again.1.contains("before"));
    let page = shown(&pair, &cookie, &path).await;
    let hash = sila_seal::hex(&sila_seal::sha256(&[&paper]));
    let told = ["Majlis of the agency", "Amal", "Director general", "Salem", &hash];
    told.iter().for_each(|words| assert!(page.contains(words), "{words}"));
    assert!(page.contains("no digital signature") && !page.contains("digitally signed"));
    let read = move |tx: &mut dyn sila::db::Tx| agreements::store::scan(tx, id);
    let rows = pair.marsa.app.store.read(read).await.unwrap();
    assert_eq!(rows.len(), 2, "in pieces");
    assert!(rows.iter().all(|row| !row.windows(5).any(|window| window == b"%PDF-")), "sealed");
    let (status, _) = get(&pair.marsa, &cookie, &format!("/en{path}/scan")).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn contract_b23_what_was_before_is_told_apart_and_counted_apart() {
    let pair = Pair::new().await;
    let (_, cookie) = officer(&pair).await;
    let list = "kind,partner,from,until,count,title_ar,title_en,source\n\
        AGREEMENT,DANA,2015-09-01,2020-09-01,,مذكرة سابقة,Earlier memorandum,Letter 12\n\
        REFERRALS,DANA,2018-01-01,2018-12-31,34,إحالات 2018,Referrals of 2018,Annual report\n\
        REFERRALS,DANA,2019-01-01,2019-12-31,41,إحالات 2019,Referrals of 2019,Annual report\n\
        INITIATIVE,DANA,2019-03-01,2019-05-01,,حملة سابقة,Earlier campaign,Report 9\n";
    let before =
        (shown(&pair, &cookie, "/agreements").await, shown(&pair, &cookie, "/initiatives").await);
    assert!(!before.0.contains("Historical, unsigned"));
    let wrong = format!("{list}REFERRALS,NOBODY,2019-01-01,2019-12-31,41,أ,a,b\n");
    let (status, page) = upload(&pair.marsa, &cookie, "/en/historic", &[], wrong.as_bytes()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("no linked agency") && !page.contains("Earlier memorandum"));
    for _ in 0..2 {
        let said = upload(&pair.marsa, &cookie, "/en/historic", &[], list.as_bytes()).await;
        assert_eq!(said.0, StatusCode::SEE_OTHER, "and the same twice is there once");
    }
    let page = shown(&pair, &cookie, "/historic").await;
    let marks = |page: &str| page.matches("Historical, unsigned").count();
    assert_eq!(page.matches("Referrals of 2018").count(), 1);
    assert!(page.contains(">75<"), "34 and 41, apart from those that were signed");
    assert!(marks(&page) >= 4 + 3, "each line and each sum says so");
    let agreements = shown(&pair, &cookie, "/agreements").await;
    assert!(agreements.contains("Earlier memorandum") && marks(&agreements) == 1);
    let initiatives = shown(&pair, &cookie, "/initiatives").await;
    assert!(initiatives.contains("Earlier campaign") && marks(&initiatives) == 1);
    // The sums of what was signed are the same as before.
    let sums = |page: &str| -> Vec<String> {
        page.split("class=\"card kpi")
            .skip(1)
            .map(|part| part.split("</a>").next().unwrap().to_owned())
            .collect()
    };
    assert!(sums(&initiatives).len() > 1, "every tile is compared");
    assert_eq!(sums(&initiatives), sums(&before.1));
    let all = pair.marsa.app.store.read(agreements::store::all).await.unwrap();
    let in_force = agreements::in_force(&pair.marsa.app, NOW).await.unwrap();
    assert_eq!((all.len(), in_force.len()), (1, 1), "nothing is sent under what nobody signed");
    let (status, sent) = get(&pair.marsa, &cookie, "/en/lifecycle").await;
    assert!(status == StatusCode::OK && marks(&sent) == 0);
}
