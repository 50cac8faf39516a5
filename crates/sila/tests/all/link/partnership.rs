//! One partnership on two nodes: both set the impact indicators, both count the same, and the page says what the registers say.

use std::collections::BTreeMap;

use sila::activation::{Book, saying};
use sila::links::outbox;
use sila::partnerships::{self, figures};
use sila_core::partnership::{Act, Deed, Indicator, Indicators};
use sila_core::scorecard::Warning;
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{SignedVoice, Version};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila::accounts::{Worker, session};
use sila_core::WorkerId;

use super::super::support::waiting::until;
use super::activation::{begun, book, by, deed, done, live, plan, sees, sign_proposal, words};
use super::{Place, SOON};

/// Both sign what the agreement is to change; DANA measures.
async fn set(dana: &Place, marsa: &Place, owner: AgencyId) -> RecordId {
    let agreement = book(dana).await.ledger.agreement;
    let one = Indicator {
        number: 1,
        name: words("Women housed within a day, of 100"),
        baseline: 60,
        target: 90,
        due: agreement.until.uae_date(),
        source: words("Register of places"),
        owner,
    };
    let all = Indicators { agreement: agreement.id, all: vec![one] };
    let id = saying::propose_indicators(&dana.app, &all, by(dana)).await.unwrap();
    sign_proposal(marsa, id).await;
    sees(dana, "the indicators hold", |book| book.ledger.indicators.is_some()).await;
    id
}

fn measured(signed: &Book, about: RecordId, figure: i64) -> Deed {
    Deed { figure: Some(figure), ..deed(signed, about, Act::Measure, 1, None) }
}

/// A page as an officer of partnerships at this node sees it.
pub async fn page(place: &Place, path: &str) -> String {
    let app = &place.app;
    let worker = Worker {
        id: WorkerId(app.clock.new_id()),
        user_name: format!("p-{}", app.clock.new_id()),
        name_ar: "موظفة".to_owned(),
        name_en: "Officer".to_owned(),
        roles: ["PARTNERSHIP".to_owned()].into(),
        active: true,
    };
    let (made, now) = (worker.clone(), app.clock.now());
    let insert = move |tx: &mut dyn sila::db::Tx| {
        sila::accounts::store::insert_worker(tx, &made, "no password", now)
    };
    app.store.write(insert).await.unwrap();
    let cookie = session::begin(app, &worker, now).await.unwrap();
    let cookie = format!("{}={cookie}", session::cookie_name(app));
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let router = TowerToHyperService::new(sila::routes::router(app));
    let response = router.call(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn counted(place: &Place, other: &Place, now: Millis) -> BTreeMap<&'static str, Option<u64>> {
    let relation = partnerships::one(&place.app, other.app.node.id, now).await.unwrap();
    figures::of(&relation, now).iter().map(|figure| (figure.key, figure.count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b20_the_dashboard_shows_baseline_target_and_the_actual_that_both_signed() {
    let (dana, marsa, [us, _]) = live().await;
    let id = set(&dana, &marsa, us).await;
    let signed = book(&dana).await;
    let other = saying::say(&marsa.app, measured(&signed, id, 70), by(&marsa)).await.unwrap_err();
    assert_eq!(other.code, "indicator.not_yours");
    done(&dana, &marsa, measured(&signed, id, 99), false).await;
    assert_eq!(book(&dana).await.ledger.impact()[0].reached(), None, "it was sent back");
    done(&dana, &marsa, measured(&signed, id, 75), true).await;
    for place in [&dana, &marsa] {
        let book = book(place).await;
        let impact = &book.ledger.impact()[0];
        let actual = impact.actual.unwrap().deed.figure;
        assert_eq!(
            (impact.indicator.baseline, impact.indicator.target, actual, impact.reached()),
            (60, 90, Some(75), Some(500))
        );
        let path = format!("/en/agreements/{}/impact", signed.ledger.agreement.id);
        let page = page(place, &path).await;
        let row = page.split("<tr").find(|row| row.contains("Women housed")).unwrap();
        for figure in [">60<", ">90<", ">75<", "50%"] {
            assert!(row.contains(figure), "{figure} in {row}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a36_the_page_counts_what_the_registers_hold_and_both_nodes_count_the_same() {
    let (dana, marsa, ids) = live().await;
    let [annexed, id] = begun(&dana, &marsa, ids).await;
    let agreed = book(&dana).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    let indicators = set(&dana, &marsa, ids[0]).await;
    done(&dana, &marsa, measured(&agreed, indicators, 90), true).await;
    let later = dana.app.clock.now().plus_days(40);
    let agreed = sees(&marsa, "the annex holds", |book| book.ledger.annex.is_some()).await;
    let due = agreed.ledger.instances(later)[0].due.at;
    let before = (counted(&dana, &marsa, later).await, counted(&marsa, &dana, later).await);
    assert_eq!(before.0["partnership-late"], Some(1), "it was due after ten days");
    done(&marsa, &dana, deed(&agreed, annexed, Act::Fulfil, 1, Some(due)), true).await;
    let expected = BTreeMap::from([
        ("partnership-agreements", Some(1)),
        ("partnership-running", Some(1)),
        ("partnership-closed", Some(0)),
        ("partnership-kept", Some(1)),
        ("partnership-late", Some(0)),
        ("partnership-measured", Some(1)),
        ("partnership-sent", Some(0)),
        ("partnership-received", Some(0)),
    ]);
    assert_eq!(counted(&dana, &marsa, later).await, expected);
    assert_eq!(counted(&marsa, &dana, later).await, expected);
    let card = async |place: &Place, other: &Place| {
        let relation = partnerships::one(&place.app, other.app.node.id, later).await.unwrap();
        relation.card(later)
    };
    let (ours, theirs) = (card(&dana, &marsa).await, card(&marsa, &dana).await);
    assert_eq!(ours, theirs, "the same facts, the same score");
    // By hand: the target is reached (1,000 × 50 %) and the obligation kept (1,000 × 20 %); no milestone is due.
    assert_eq!(ours.effectiveness, Some(100));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_adds_indicators_and_changes_none_even_when_both_sign_it() {
    let (dana, marsa, [us, _]) = live().await;
    set(&dana, &marsa, us).await;
    let signed = book(&dana).await.ledger.indicators.unwrap().content;
    let lower = Indicator { target: 65, ..signed.all[0].clone() };
    let more = Indicator { number: 2, ..signed.all[0].clone() };
    for (all, count) in [(vec![lower], 1), (vec![signed.all[0].clone(), more], 2)] {
        let next = Indicators { all, ..signed.clone() };
        let id = saying::propose_indicators(&dana.app, &next, by(&dana)).await.unwrap();
        sign_proposal(&marsa, id).await;
        for place in [&dana, &marsa] {
            let book = sees(place, "the list that counts", |book| {
                book.proposals.is_empty()
                    && book.ledger.indicators.as_ref().unwrap().content.all.len() == count
            });
            let kept = book.await.ledger.indicators.unwrap().content.all;
            assert_eq!(kept[0], signed.all[0], "what was signed first stays");
        }
    }
}

/// The job of both nodes, once.
async fn brought(places: [&Place; 2]) {
    for place in places {
        partnerships::share::bring(&place.app).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_the_contact_is_known_at_both_nodes_and_so_is_that_they_left() {
    let (dana, marsa, _) = live().await;
    let (now, officer) = (dana.app.clock.now(), WorkerId(dana.app.clock.new_id()));
    let named = |of: &Place, ours, name: &str| partnerships::Appointment {
        agency: of.app.node.id,
        ours,
        deputy: false,
        name: name.to_owned(),
        reach: "Office 2".to_owned(),
        from: now.uae_date(),
        agreement: None,
    };
    let typed = named(&dana, false, "Somebody else");
    partnerships::appoint(&marsa.app, &typed, officer, now).await.unwrap();
    let theirs = async |place: &Place, other: &Place| -> Vec<(String, bool)> {
        let relation = partnerships::one(&place.app, other.app.node.id, now).await.unwrap();
        let points = relation.points.iter().filter(|one| !one.stored.ours);
        points.map(|one| (one.name.clone(), one.stored.worker.is_none())).collect()
    };
    assert_eq!(theirs(&marsa, &dana).await, [("Somebody else".to_owned(), false)]);
    let ours = named(&marsa, true, "Khaled (demo)");
    let id = partnerships::appoint(&dana.app, &ours, officer, now).await.unwrap();
    let told = [("Khaled (demo)".to_owned(), true)];
    until("the other node knows", SOON, || async {
        brought([&dana, &marsa]).await;
        let knows = theirs(&marsa, &dana).await == told;
        Some(()).filter(|()| knows)
    })
    .await;
    let relation = partnerships::one(&dana.app, marsa.app.node.id, now).await.unwrap();
    let point = relation.points.into_iter().find(|one| one.id == id).unwrap();
    let words = partnerships::handover::Words {
        name: point.name.clone(),
        done: vec!["OPEN".to_owned()],
        note: "The rota is agreed by telephone on Thursdays.".to_owned(),
    };
    let left = (now.uae_date(), &words);
    partnerships::handover::hand_over(&dana.app, &point, left, officer, now).await.unwrap();
    until("the other node knows that the post is empty", SOON, || async {
        brought([&dana, &marsa]).await;
        let relation = partnerships::one(&marsa.app, dana.app.node.id, now).await.unwrap();
        let vacant = |one: &Warning| matches!(one, Warning::Vacant { ours: false });
        let empty = relation.points.is_empty() && relation.warnings(now).iter().any(vacant);
        Some(()).filter(|()| empty)
    })
    .await;
    let relation = partnerships::one(&dana.app, marsa.app.node.id, now).await.unwrap();
    assert_eq!(relation.left[0].words, words, "whoever comes after finds the note");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_named_for_one_agreement_stands_on_its_page_at_both_nodes() {
    let (dana, marsa, _) = live().await;
    let id = book(&dana).await.ledger.agreement.id;
    let (now, officer) = (dana.app.clock.now(), WorkerId(dana.app.clock.new_id()));
    let named = |name: &str, deputy, agreement| partnerships::Appointment {
        agency: marsa.app.node.id,
        ours: true,
        deputy,
        name: name.to_owned(),
        reach: String::new(),
        from: now.uae_date(),
        agreement,
    };
    let path = format!("/en/agreements/{id}");
    let vacant = |page: &str| page.matches("Vacant").count();
    assert_eq!(vacant(&page(&dana, &path).await), 4);
    for one in [
        named("Of the partnership", false, None),
        named("Of the agreement", false, Some(id)),
        named("Stands in", true, None),
    ] {
        partnerships::appoint(&dana.app, &one, officer, now).await.unwrap();
    }
    for place in [&dana, &marsa] {
        until("both pages name who keeps the contact", SOON, || async {
            brought([&dana, &marsa]).await;
            let page = page(place, &path).await;
            let own = page.contains("Of the agreement") && page.contains("Stands in");
            (own && !page.contains("Of the partnership")).then_some(())
        })
        .await;
    }
    let relation = partnerships::one(&dana.app, marsa.app.node.id, now).await.unwrap();
    assert!(relation.is_held((true, false)) && !relation.is_held((false, false)));
    let of_whole = page(&dana, &format!("/en/partnerships/{}", marsa.app.node.id.to_text())).await;
    assert!(of_whole.contains("Of the partnership") && of_whole.contains("For agreement"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_signed_with_a_partner_is_taken_along_and_checked_without_the_node() {
    let (dana, marsa, ids) = live().await;
    let signed = book(&dana).await;
    let plan = saying::propose_plan(&dana.app, &plan(&signed, ids), by(&dana)).await.unwrap();
    sign_proposal(&marsa, plan).await;
    for place in [&dana, &marsa] {
        sees(place, "the plan is agreed", |book| book.ledger.course(plan).is_some()).await;
    }
    let now = dana.app.clock.now();
    let mut held = Vec::new();
    for (place, other) in [(&dana, &marsa), (&marsa, &dana)] {
        let bytes = partnerships::copy::of(&place.app, other.app.node.id, now).await.unwrap();
        let copy: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let text = &copy["agreements"][0]["texts"][0];
        assert_eq!(text["sha256"], sila_seal::hex(&signed.stored.digest).as_str());
        let root = place.app.keys().told().root;
        let body = unhex(&text["cbor"]);
        let signature: [u8; 64] = unhex(&text["our_signature"]).try_into().unwrap();
        sila_link::verify_agreement(&body, &root, &signature).unwrap();
        let record = copy["records"].as_array().unwrap().iter();
        let record = record.clone().find(|one| one["kind"] == "initiative/1").unwrap();
        let digest = Version::from_cbor(&unhex(&record["cbor"])).unwrap().digest();
        assert_eq!(record["digest"], sila_seal::hex(&digest).as_str());
        for voice in record["voices"].as_array().unwrap() {
            let (said, _) = SignedVoice::from_cbor(&unhex(voice)).unwrap().verify().unwrap();
            assert_eq!(said.version, digest);
        }
        assert_eq!(record["voices"].as_array().unwrap().len(), 2, "both have signed");
        held.push((text["cbor"].clone(), record["cbor"].clone()));
    }
    assert_eq!(held[0], held[1], "both take the same along");
    let stranger = partnerships::copy::of(&dana.app, AgencyId([7; 32]), now).await.unwrap();
    let stranger: serde_json::Value = serde_json::from_slice(&stranger).unwrap();
    assert_eq!(stranger["records"], serde_json::json!([]), "nothing that is between others");
    assert_eq!(stranger["agreements"], serde_json::json!([]));
}

fn unhex(text: &serde_json::Value) -> Vec<u8> {
    let digits = text.as_str().unwrap().as_bytes();
    let byte = |two: &[u8]| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// The addresses of the line of time at this node, in their order.
async fn line_of_time(place: &Place, other: &Place) -> Vec<String> {
    let path = format!("/en/partnerships/{}/timeline", other.app.node.id.to_text());
    let page = page(place, &path).await;
    let list = page.split("<ul class=\"links\">").nth(1).unwrap_or_default();
    let list = list.split("</ul>").next().unwrap_or_default();
    let addresses = list.split("href=\"/en").skip(1);
    addresses.map(|one| one.split('"').next().unwrap_or_default().to_owned()).collect()
}

/// Waits until the line of time of each of the two leads to this page, and opens it there.
pub async fn line_leads_to(places: [&Place; 2], path: &str) {
    let [one, two] = places;
    for (place, other) in [(one, two), (two, one)] {
        until(&format!("the line of time leads to {path}"), SOON, || async {
            line_of_time(place, other).await.iter().any(|line| line == path).then_some(())
        })
        .await;
        page(place, &format!("/en{path}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_of_time_is_the_same_at_both_and_each_of_its_lines_opens() {
    let (dana, marsa, ids) = live().await;
    let [annexed, id] = begun(&dana, &marsa, ids).await;
    let (agreed, held) = (book(&dana).await, book(&marsa).await);
    let agreement = agreed.ledger.agreement.id;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    let due = held.ledger.instances(dana.app.clock.now().plus_days(40))[0].due.at;
    done(&marsa, &dana, deed(&held, annexed, Act::Fulfil, 1, Some(due)), true).await;
    // Sent back: the other party did not sign for it, so it is nothing that both hold as done.
    done(&dana, &marsa, deed(&agreed, id, Act::Reach, 1, None), false).await;
    let wanted = [
        format!("/agreements/{agreement}"),
        format!("/agreements/{agreement}/activation"),
        format!("/initiatives/{id}"),
        format!("/initiatives/{id}"),
        format!("/obligations/{agreement}/1/{}", due.0),
    ];
    for (place, other) in [(&dana, &marsa), (&marsa, &dana)] {
        let lines = until("every line is there", SOON, || async {
            Some(line_of_time(place, other).await).filter(|all| all.len() == wanted.len())
        })
        .await;
        let mut sorted = lines.clone();
        sorted.sort();
        assert_eq!(sorted, wanted);
        for path in &lines {
            page(place, &format!("/en{path}")).await;
        }
    }
    let (ours, theirs) = (line_of_time(&dana, &marsa).await, line_of_time(&marsa, &dana).await);
    assert_eq!(ours, theirs, "both tell the same in the same order");
    let newest = ours.first().unwrap();
    assert_eq!(*newest, wanted[4], "the last thing both signed comes first");
    let path = format!("/en/partnerships/{}", marsa.app.node.id.to_text());
    assert!(page(&dana, &path).await.contains(newest.as_str()), "it stands on the page itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_for_whom_too_much_waits_is_told_later_and_holds_up_nobody_else() {
    let (mut dana, marsa, naseem) = super::alliances::three().await;
    let (now, officer) = (dana.app.clock.now(), WorkerId(dana.app.clock.new_id()));
    for other in [&marsa, &naseem] {
        let ours = partnerships::Appointment {
            agency: other.app.node.id,
            ours: true,
            deputy: false,
            name: "Khaled (demo)".to_owned(),
            reach: "Office 2".to_owned(),
            from: now.uae_date(),
            agreement: None,
        };
        partnerships::appoint(&dana.app, &ours, officer, now).await.unwrap();
    }
    // Nobody counts any more what waits.
    dana.stop().await;
    let line = dana.app.lines.of(dana.peer(&marsa).await.link);
    line.set_waiting(outbox::WAITING_MAX);
    let tell = || partnerships::share::bring(&dana.app);
    assert_eq!(tell().await.unwrap(), 1, "Naseem is told");
    assert_eq!(tell().await.unwrap(), 0);
    line.set_waiting(0);
    assert_eq!(tell().await.unwrap(), 1, "and Marsa, once there is room");
}
