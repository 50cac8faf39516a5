//! Proposals between two nodes: each side says what is its own to say, both fold the same, and nothing waits for a link that is closed.

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila::accounts::{Worker, session};
use sila::activation::exchange;
use sila::meetings::text::Words;
use sila::proposals::store::Told;
use sila::proposals::text::{MOVE, MoveText, ProposalText, Slip};
use sila::proposals::{self, Said, Wish, store};
use sila::records::{self, By};
use sila_core::indices::{Evidence, Facts, balance};
use sila_core::proposal::{ProposalKind, Stage};
use sila_core::{AgencyId, RecordId};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::activation::{book, live};
use super::partnership::{line_leads_to, page};
use super::{Place, SOON, agree, linked, worker};

fn said(to: Stage, words: &str) -> Said {
    let text = MoveText { words: words.to_owned(), ..MoveText::default() };
    Said { to, text, due_at: None, owner: None, became: None }
}

/// Both nodes tell each other what they have until `at` holds the proposal at this stage.
async fn reaches(places: [&Place; 2], at: &Place, id: Uuid, stage: Stage) {
    until(&format!("the proposal is {stage}"), SOON, || async {
        for place in places {
            proposals::bring(&place.app).await.unwrap();
        }
        let found = at.app.store.read(move |tx| store::find(tx, id)).await.unwrap();
        found.filter(|row| row.stage == stage).map(|_| ())
    })
    .await;
}

fn wish(me: AgencyId, desk: AgencyId, text: &str) -> Wish {
    let title = Words::new("تبادل موظف لأسبوع", "Staff exchange for a week");
    let text = ProposalText { title, text: Words::new(text, text) };
    let kind = ProposalKind::Cooperation;
    Wish { kind, text, typed: None, proposer: me, desk, partner: desk }
}

/// Both nodes tell each other what they have until this one knows what became of its proposal at the other.
async fn told(places: [&Place; 2], id: Uuid, told: Told) {
    until(&format!("the other node has said {}", told.code()), SOON, || async {
        for place in places {
            proposals::bring(&place.app).await.unwrap();
        }
        let found = places[0].app.store.read(move |tx| store::find(tx, id)).await.unwrap();
        found.filter(|row| row.told == told).map(|_| ())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_node_does_not_take_is_shown_stops_nothing_and_changes_no_history() {
    let (dana, marsa) = linked(true).await;
    for place in [&dana, &marsa] {
        sila::people::register::fill(&place.app).await.unwrap();
    }
    let (here, there) = (worker(&dana, "PARTNERSHIP").await, worker(&marsa, "PARTNERSHIP").await);
    let (me, desk, both) = (dana.app.node.id, marsa.app.node.id, [&dana, &marsa]);
    // More than the guard looks through is declined, and what comes after it is taken in.
    let many = "a@b.ae ".repeat(170);
    let now = dana.app.clock.now();
    let first = proposals::propose(&dana.app, wish(me, desk, &many), &here, now).await.unwrap();
    let id = proposals::propose(&dana.app, wish(me, desk, "نص"), &here, now).await.unwrap();
    told(both, first, Told::Refused).await;
    told(both, id, Told::Taken).await;
    assert!(proposals::open(&marsa.app, first).await.is_err());

    // The desk has declined; nobody withdraws before it was proposed.
    let at = marsa.app.clock.now();
    let to = said(Stage::Declined, "لا يسمح به النظام");
    proposals::say(&marsa.app, id, to, desk, (&there, at)).await.unwrap();
    reaches(both, &dana, id, Stage::Declined).await;
    let row = proposals::open(&dana.app, id).await.unwrap().row;
    let slip = Slip {
        id: RecordId(id),
        to: Stage::Withdrawn,
        at: row.proposed_at.plus_minutes(-1),
        text: MoveText::default(),
        due_at: None,
        became: None,
    };
    let bytes = minicbor::to_vec(&slip).unwrap();
    let by = By { worker: None, now: dana.app.clock.now() };
    let record = records::propose::first(&dana.app, MOVE, &[desk], bytes, by).await.unwrap();
    until("the withdrawal of yesterday is declined", SOON, || async {
        proposals::bring(&marsa.app).await.unwrap();
        let loaded = dana.app.store.read(move |tx| records::store::load(tx, record)).await.unwrap();
        let shared = loaded.unwrap().shared;
        let dead = shared
            .versions()
            .any(|(digest, _)| shared.standing(digest) == Some(sila_link::record::Standing::Dead));
        dead.then_some(())
    })
    .await;
    let held = proposals::open(&marsa.app, id).await.unwrap();
    assert_eq!((held.row.stage, held.moves.len()), (Stage::Declined, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a35_a_linked_partner_proposes_and_both_nodes_hold_the_decision_and_its_reason() {
    let (dana, marsa) = linked(true).await;
    for place in [&dana, &marsa] {
        sila::people::register::fill(&place.app).await.unwrap();
    }
    let (here, there) = (worker(&dana, "PARTNERSHIP").await, worker(&marsa, "PARTNERSHIP").await);
    let (me, desk, both) = (dana.app.node.id, marsa.app.node.id, [&dana, &marsa]);
    let wish = Wish {
        kind: ProposalKind::Cooperation,
        text: ProposalText {
            title: Words::new("تبادل موظف لأسبوع", "Staff exchange for a week"),
            text: Words::new("هاتف المنسقة 0501234567", ""),
        },
        typed: None,
        proposer: me,
        desk,
        partner: desk,
    };
    let now = dana.app.clock.now();
    let id = proposals::propose(&dana.app, wish, &here, now).await.unwrap();
    reaches(both, &marsa, id, Stage::Proposed).await;
    let arrived = proposals::open(&marsa.app, id).await.unwrap();
    assert_eq!(arrived.row.desk, desk);
    assert!(!arrived.text.text.ar.contains("0501234567"), "the guard looks through what comes");

    // Each says what is its own to say.
    let refused = |done: Result<(), sila::problem::Problem>| done.unwrap_err().code;
    let (at, to) = (&marsa, said(Stage::Withdrawn, ""));
    let wrong = proposals::say(&at.app, id, to, desk, (&there, at.app.clock.now())).await;
    assert_eq!(refused(wrong), "proposal.moved");
    let to = said(Stage::Declined, "لا نريده");
    let wrong = proposals::say(&dana.app, id, to, me, (&here, now)).await;
    assert_eq!(refused(wrong), "proposal.moved");
    let (silent, now) = (said(Stage::Declined, " "), marsa.app.clock.now());
    let wrong = proposals::say(&marsa.app, id, silent, desk, (&there, now)).await;
    assert_eq!(refused(wrong), "proposal.no_words");

    let to = said(Stage::Studied, "يُدرس مع الموارد البشرية");
    proposals::say(&marsa.app, id, to, desk, (&there, now)).await.unwrap();
    reaches(both, &dana, id, Stage::Studied).await;
    let to = said(Stage::Declined, "لا يسمح به النظام");
    let now = marsa.app.clock.now();
    proposals::say(&marsa.app, id, to, desk, (&there, now)).await.unwrap();
    reaches(both, &dana, id, Stage::Declined).await;
    let (one, other) = (
        proposals::open(&dana.app, id).await.unwrap(),
        proposals::open(&marsa.app, id).await.unwrap(),
    );
    assert_eq!(one.course, other.course, "both nodes fold the same");
    let told = |open: &proposals::Open| -> Vec<_> {
        open.moves.iter().map(|(one, text)| (one.at, one.party, text.words.clone())).collect()
    };
    assert_eq!(told(&one), told(&other));
    assert_eq!(told(&one).last().unwrap().2, "لا يسمح به النظام");
}

/// Sends a form as this worker, or asks for a page.
async fn as_worker(
    place: &Place,
    who: &Worker,
    path: &str,
    form: Option<String>,
) -> (String, String) {
    let cookie = session::begin(&place.app, who, place.app.clock.now()).await.unwrap();
    let cookie = format!("{}={cookie}", session::cookie_name(&place.app));
    let request = match form {
        Some(form) => Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie)
            .body(Body::from(form)),
        None => Request::get(path).header(header::COOKIE, cookie).body(Body::empty()),
    };
    let router = TowerToHyperService::new(sila::routes::router(&place.app));
    let reply = router.call(request.unwrap()).await.unwrap();
    let to = reply.headers().get(header::LOCATION);
    let to = to.map_or(String::new(), |to| to.to_str().unwrap().to_owned());
    let bytes = reply.into_body().collect().await.unwrap().to_bytes();
    (to, String::from_utf8(bytes.to_vec()).unwrap())
}

/// The form of an initiative from a proposal, filled in.
fn filled(id: Uuid, agreement: &str, year: i64) -> String {
    let (id_text, year) = (id.to_string(), year.to_string());
    let mut fields: Vec<(String, String)> = [
        ("from_proposal", id_text.as_str()),
        ("agreement", agreement),
        ("field", "TRAINING"),
        ("groups", "WOMAN"),
        ("weight", "3"),
        ("lead", "ours"),
        ("idea_by", "ours"),
        ("step1_due_d", "1"),
        ("step1_due_m", "6"),
        ("measure1_kind", "BETTER_OFF"),
        ("measure1_target", "80"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    fields.push(("step1_due_y".to_owned(), year));
    for name in [
        "title",
        "objective",
        "need",
        "idea",
        "our_office",
        "their_office",
        "step1",
        "measure1",
        "measure1_source",
    ] {
        for end in ["ar", "en"] {
            fields.push((format!("{name}_{end}"), "Staff exchange".to_owned()));
        }
    }
    let all: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    all.join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a05_the_form_makes_an_agreed_proposal_an_initiative_and_the_page_leads_to_it() {
    let (dana, marsa, [us, them]) = live().await;
    for place in [&dana, &marsa] {
        sila::people::register::fill(&place.app).await.unwrap();
    }
    let (here, there) = (worker(&dana, "PARTNERSHIP").await, worker(&marsa, "PARTNERSHIP").await);
    let now = dana.app.clock.now();
    let id = proposals::propose(&dana.app, wish(us, them, "نتبادل"), &here, now).await.unwrap();
    reaches([&dana, &marsa], &marsa, id, Stage::Proposed).await;
    let at = marsa.app.clock.now();
    proposals::say(&marsa.app, id, said(Stage::Agreed, "نتفق"), them, (&there, at)).await.unwrap();
    reaches([&dana, &marsa], &dana, id, Stage::Agreed).await;

    // The page of the proposal leads to the form, and the form begins with its words.
    let (_, page) = as_worker(&dana, &here, &format!("/ar/proposals/{id}"), None).await;
    let address = format!("/ar/initiatives/new?from_proposal={id}");
    assert!(page.contains(&address), "the way to the form");
    let (_, form) = as_worker(&dana, &here, &address, None).await;
    for words in ["تبادل موظف لأسبوع", "Staff exchange for a week", "نتبادل"] {
        assert!(form.contains(words), "{words}");
    }
    assert!(form.contains(&format!("name=\"from_proposal\" value=\"{id}\"")));
    let agreement = book(&dana).await.ledger.agreement.id.to_string();
    let body = filled(id, &agreement, now.plus_days(300).uae_date().year);
    let (to, page) = as_worker(&dana, &here, "/ar/initiatives", Some(body.clone())).await;
    assert!(to.starts_with("/ar/initiatives/"), "{page}");
    let row = proposals::open(&dana.app, id).await.unwrap().row;
    let became = row.became.expect("the proposal knows what it became").to_string();
    assert_eq!((row.stage, to.rsplit('/').next()), (Stage::Initiative, Some(became.as_str())));
    // Both ways: from the proposal to the initiative at both agencies.
    let (_, page) = as_worker(&dana, &here, &format!("/ar/proposals/{id}"), None).await;
    assert!(page.contains(&to));
    reaches([&dana, &marsa], &marsa, id, Stage::Initiative).await;
    let (_, page) = as_worker(&marsa, &there, &format!("/ar/proposals/{id}"), None).await;
    assert!(page.contains(&format!("/ar/initiatives/{became}")));
    // Sent once more it stays what it is.
    as_worker(&dana, &here, "/ar/initiatives", Some(body.clone())).await;
    let again = proposals::open(&dana.app, id).await.unwrap().row;
    assert_eq!(again.became, row.became);
}

/// The facts of the indices as one node has them.
async fn facts(place: &Place) -> Facts {
    let (book, now) = (book(place).await, place.app.clock.now().plus_minutes(5));
    let observed = exchange::of(&place.app, &book.ledger.agreement, now).await.unwrap();
    book.facts(now, observed)
}

fn voice(facts: &Facts, now: sila_core::Millis) -> Option<f64> {
    let index = balance::index(facts, now);
    index.components.iter().find(|part| part.code == "B2").unwrap().value
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_that_the_other_agreed_to_is_the_voice_of_its_proposer_at_both_nodes() {
    let (dana, marsa, _) = live().await;
    for place in [&dana, &marsa] {
        sila::people::register::fill(&place.app).await.unwrap();
    }
    let (here, there) = (worker(&dana, "PARTNERSHIP").await, worker(&marsa, "PARTNERSHIP").await);
    let (me, desk, both) = (dana.app.node.id, marsa.app.node.id, [&dana, &marsa]);
    let before = facts(&dana).await;
    let now = dana.app.clock.now();
    for (nth, stage) in [Stage::Agreed, Stage::Declined, Stage::Agreed].into_iter().enumerate() {
        let wish = wish(me, desk, &format!("نص {nth}"));
        let id = proposals::propose(&dana.app, wish, &here, now.plus_minutes(-30)).await.unwrap();
        reaches(both, &marsa, id, Stage::Proposed).await;
        let at = marsa.app.clock.now();
        proposals::say(&marsa.app, id, said(stage, "جواب"), desk, (&there, at)).await.unwrap();
        reaches(both, &dana, id, stage).await;
    }
    let after = until("both nodes have the same facts", SOON, || async {
        for place in both {
            proposals::bring(&place.app).await.unwrap();
        }
        let [one, two] = [facts(&dana).await, facts(&marsa).await];
        (one.voices.len() == before.voices.len() + 2 && one.voices == two.voices).then_some(one)
    })
    .await;
    let new: Vec<_> = after.voices.iter().filter(|one| !before.voices.contains(one)).collect();
    assert!(new.iter().all(|one| one.deed.by == me), "it counts for whoever proposed it");
    assert!(new.iter().all(|one| one.deed.evidence == Evidence::Confirmed { by: desk }));
    let now = now.plus_minutes(5);
    assert_ne!(voice(&before, now), voice(&after, now), "the index hears it");
    // Taken back by nobody, but what was not agreed yet on an earlier day did not count on it.
    let book = book(&dana).await;
    let then = now.plus_days(-1);
    let observed = exchange::of(&dana.app, &book.ledger.agreement, then).await.unwrap();
    assert!(observed.brought.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_of_time_shows_a_proposal_as_the_guard_has_left_it() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let both = [&dana, &marsa];
    for place in both {
        sila::people::register::fill(&place.app).await.unwrap();
    }
    let here = worker(&dana, "PARTNERSHIP").await;
    let (me, desk, now) = (dana.app.node.id, marsa.app.node.id, dana.app.clock.now());
    let mut typed = wish(me, desk, "نص");
    typed.text.title = Words::new("مناوبة هاتفها 0501234567", "A rota, telephone 0501234567");
    let id = proposals::propose(&dana.app, typed, &here, now).await.unwrap();
    reaches(both, &marsa, id, Stage::Proposed).await;
    told(both, id, Told::Taken).await;
    line_leads_to(both, &proposals::path(id, "")).await;
    let path = format!("/en/partnerships/{}/timeline", me.to_text());
    let shown = page(&marsa, &path).await;
    assert!(shown.contains("A rota, telephone") && !shown.contains("0501234567"), "{shown}");
}
