//! The end of an agreement by notice between two nodes, the joint work plan, and obligations that an event makes due.

use sila::activation::saying;
use sila::agreements::{self, exit, signing, template};
use sila_core::calendar::TimeLimit;
use sila_core::obligation::{Event, Trigger};
use sila_core::partnership::{Act, Annex, Deed, Duty, ExitItem, Field, Line, LineState, WorkPlan};
use sila_core::time::Date;
use sila_core::{AgreementId, Millis, RecordId};

use super::super::support::waiting::until;
use super::activation::{annex, book, by, deed, plan, sees, sign_proposal, words};
use super::{Place, directory, in_force, linked, signer, terms};

/// An agreement with ninety days' notice, a year long, in force at both.
async fn agreed(dana: &Place, marsa: &Place) -> AgreementId {
    let mut text = template::with_notice(terms(dana, marsa), "8.6");
    text.until = text.from.plus_days(400);
    let id = signing::propose(&dana.app, text, signer(dana)).await.unwrap();
    let arrived = until("the proposal has arrived", super::SOON, || async {
        marsa.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap()
    });
    let read = arrived.await.digest;
    signing::sign(&marsa.app, id, read, signer(marsa)).await.unwrap();
    for place in [dana, marsa] {
        in_force(place, 1).await;
    }
    id
}

fn exit_deed(id: AgreementId, act: Act, number: u16, on: Date) -> Deed {
    Deed {
        agreement: id,
        about: RecordId(id.0),
        act,
        number,
        due_at: None,
        on,
        words: "What is said".to_owned(),
        evidence: String::new(),
        gave: None,
        fils: None,
        figure: (act == Act::Settle).then_some(0),
        people: Vec::new(),
    }
}

/// Such an agreement of which Dana has given notice today, with a day more than the clause asks for.
async fn noticed() -> (Place, Place, AgreementId) {
    let (dana, marsa) = linked(true).await;
    let id = agreed(&dana, &marsa).await;
    let now = dana.app.clock.now();
    let due_at = Some(now.plus_days(91));
    let notice = Deed { due_at, ..exit_deed(id, Act::Notice, 0, now.uae_date()) };
    exit::say(&dana.app, notice, by(&dana)).await.unwrap();
    (dana, marsa, id)
}

/// Why nothing may be sent from here at a time: the code and the clause.
async fn why(place: &Place, at: Millis) -> Option<(&'static str, String)> {
    let shut = agreements::shut(&place.app, at).await.unwrap();
    let one = shut.into_values().next()?;
    Some((one.refusal.code(), one.refusal.clause().unwrap_or_default().to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b04_notice_ends_the_exchange_at_both_on_its_day_and_the_end_waits_for_what_is_left()
 {
    let (dana, marsa) = linked(true).await;
    let id = agreed(&dana, &marsa).await;
    let now = dana.app.clock.now();
    let today = now.uae_date();
    let notice = |days: i64| Deed {
        due_at: Some(now.plus_days(days)),
        ..exit_deed(id, Act::Notice, 0, today)
    };
    let early = exit::say(&dana.app, notice(30), by(&dana)).await.unwrap_err();
    assert_eq!(early.code, "exit.too_soon");
    exit::say(&dana.app, notice(91), by(&dana)).await.unwrap();
    let given = |book: &sila::activation::Book| book.ledger.exit().is_some();
    for place in [&dana, &marsa] {
        let book = sees(place, "the notice is here", given).await;
        assert_eq!(book.ledger.exit().unwrap().open(), 12);
        assert_eq!(why(place, now.plus_days(90)).await, None, "it holds until its day");
        let day = now.plus_days(92);
        let said = why(place, day).await;
        assert_eq!(said, Some(("agreement.ended", "8.6".to_owned())), "the clause of notice");
        assert!(agreements::in_force(&place.app, day).await.unwrap().is_empty());
        let over = why(place, now.plus_days(500)).await;
        assert_eq!(over, Some(("agreement.ended", "7.1".to_owned())), "the clause of the term");
    }
    // Each says what became of what is left; the other signs that it is so.
    let lonely =
        Deed { figure: Some(2), ..exit_deed(id, Act::Settle, ExitItem::Keys.number(), today) };
    let lonely = exit::say(&dana.app, lonely, by(&dana)).await.unwrap_err();
    assert_eq!(lonely.code, "exit.left", "somebody takes over what is left");
    let end = exit_deed(id, Act::End, 0, today);
    let open = exit::say(&dana.app, end, by(&dana)).await.unwrap_err();
    assert_eq!(open.code, "exit.open");
    for item in ExitItem::ALL {
        let settle = exit_deed(id, Act::Settle, item.number(), today);
        exit::say(&dana.app, settle, by(&dana)).await.unwrap();
    }
    let asked = |book: &sila::activation::Book| book.to_answer(marsa.app.node.id).count() >= 7;
    let book = sees(&marsa, "Marsa has all of them", asked).await;
    for said in book.to_answer(marsa.app.node.id).filter(|said| said.deed.act == Act::Settle) {
        saying::answer_deed(&marsa.app, &book, said, true, by(&marsa)).await.unwrap();
    }
    let half = |book: &sila::activation::Book| book.ledger.exit().is_some_and(|e| e.open() == 6);
    sees(&dana, "Dana's half is signed by both", half).await;
    let page = super::partnership::page(&marsa, &format!("/en/agreements/{id}/exit")).await;
    assert!(page.contains("Open referrals") && page.contains("Ends on"), "{page}");
    let page = super::partnership::page(&marsa, &format!("/en/agreements/{id}")).await;
    assert!(page.contains(&format!("/agreements/{id}/exit")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_plan_holds_when_both_have_signed_it_and_its_lines_follow_what_both_sign() {
    let (dana, marsa) = linked(true).await;
    let id = agreed(&dana, &marsa).await;
    let [one, two] = [dana.app.node.id, marsa.app.node.id];
    let today = dana.app.clock.now().uae_date();
    let year = u16::try_from(today.year).unwrap();
    let initiative = plan(&book(&dana).await, [one, two]);
    let initiative = saying::propose_plan(&dana.app, &initiative, by(&dana)).await.unwrap();
    sign_proposal(&marsa, initiative).await;
    let line = Line {
        number: 1,
        field: Field::Training,
        text: words("Answer within half an hour"),
        lead: one,
        month: today.month,
        initiative: Some(initiative),
        duty: None,
    };
    let content = WorkPlan { agreement: id, year, lines: vec![line] };
    let record = saying::propose_year(&dana.app, &content, by(&dana)).await.unwrap();
    assert!(book(&dana).await.year(year).is_none(), "one signature makes no plan");
    sign_proposal(&marsa, record).await;
    for place in [&dana, &marsa] {
        let signed = |book: &sila::activation::Book| book.year(year).is_some();
        let book = sees(place, "the plan holds", signed).await;
        let plan = &book.year(year).unwrap().content;
        let state = plan.state(&plan.lines[0], &book.ledger, place.app.clock.now());
        assert_eq!(state, LineState::Ahead);
    }
    let start = deed(&book(&dana).await, initiative, Act::Start, 0, None);
    super::activation::done(&dana, &marsa, start, true).await;
    let begun = |book: &sila::activation::Book| {
        let plan = &book.year(year).unwrap().content;
        plan.state(&plan.lines[0], &book.ledger, dana.app.clock.now()) == LineState::Begun
    };
    for place in [&dana, &marsa] {
        sees(place, "the line has begun", begun).await;
    }
    for path in ["years", "activation"] {
        let page = super::partnership::page(&marsa, &format!("/en/agreements/{id}/{path}")).await;
        assert!(page.contains("Joint work plan"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_obligation_that_an_event_makes_due_is_the_same_at_both_and_told_with_its_cause() {
    let (dana, marsa) = linked(true).await;
    agreed(&dana, &marsa).await;
    let [one, two] = [dana.app.node.id, marsa.app.node.id];
    let signed = book(&dana).await;
    let mut content = annex(&signed, [one, two]);
    let within = TimeLimit::Minutes(3 * 24 * 60);
    content.duties[0].trigger = Trigger::After { event: Event::InitiativeStarted, within };
    let record = saying::propose_annex(&dana.app, &content, by(&dana)).await.unwrap();
    sign_proposal(&marsa, record).await;
    let holds = |book: &sila::activation::Book| book.ledger.annex.is_some();
    sees(&dana, "the annex holds", holds).await;
    let later = dana.app.clock.now().plus_days(60);
    assert!(book(&dana).await.ledger.instances(later).is_empty(), "nothing has happened yet");
    let initiative = plan(&signed, [one, two]);
    let initiative = saying::propose_plan(&dana.app, &initiative, by(&dana)).await.unwrap();
    sign_proposal(&marsa, initiative).await;
    let start = deed(&signed, initiative, Act::Start, 0, None);
    sees(&dana, "the plan holds", |book| !book.ledger.plans.is_empty()).await;
    super::activation::done(&dana, &marsa, start, true).await;
    let mut dues = Vec::new();
    for place in [&dana, &marsa] {
        let due = |book: &sila::activation::Book| book.ledger.instances(later).len() == 1;
        let book = sees(place, "the obligation is there", due).await;
        let due = book.ledger.instances(later).remove(0).due;
        let path = format!("/en/obligations/{}/1/{}", book.ledger.agreement.id, due.at.0);
        let page = super::partnership::page(place, &path).await;
        assert!(page.contains("Because") && page.contains("a joint initiative began"), "{page}");
        dues.push(due);
    }
    assert_eq!(dues[0], dues[1], "both find the same moment");
    // What a later annex adds is owed for what happens after it, at both nodes, and never for the start that was before.
    let again = Duty { number: 2, ..content.duties[0].clone() };
    let more = Annex { duties: vec![content.duties[0].clone(), again], ..content };
    let record = saying::propose_annex(&dana.app, &more, by(&dana)).await.unwrap();
    sign_proposal(&marsa, record).await;
    let both = |book: &sila::activation::Book| {
        book.ledger.annex.as_ref().is_some_and(|annex| annex.content.duties.len() == 2)
    };
    for place in [&dana, &marsa] {
        let book = sees(place, "the second version holds", both).await;
        let all = book.ledger.instances(later);
        let numbers: Vec<u16> = all.iter().map(|one| one.duty.number).collect();
        assert_eq!(numbers, [1]);
        let since = &book.ledger.owed_since;
        assert!(since[&1] < since[&2], "{since:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_confirms_their_own_word_and_nobody_signs_without_the_right_to_sign() {
    let (dana, marsa, id) = noticed().await;
    let own = book(&dana).await;
    let said = &own.ledger.deeds[0];
    let refused = saying::answer_deed(&dana.app, &own, said, true, by(&dana)).await.unwrap_err();
    assert_eq!(refused.code, "deed.own");
    // The permission stands beside the route: whoever may not sign is refused before anything is read.
    let intake = super::worker(&marsa, "INTAKE").await;
    let cookie = directory::sign_in(&marsa, &intake).await;
    for act in ["signature", "suspension", "exit", "years", "deeds", "answer"] {
        let path = format!("/en/agreements/{id}/{act}");
        let got = directory::post(&marsa, &path, &cookie, "").await;
        assert_eq!(got.status, axum::http::StatusCode::FORBIDDEN, "{act}");
    }
    for page in ["approval", "esign", "text"] {
        let path = format!("/en/agreements/{id}/{page}");
        let got = directory::get(&marsa, &path, &cookie).await;
        assert_eq!(got.status, axum::http::StatusCode::FORBIDDEN, "{page}");
    }
}

/// The figures of all agreements on the board.
fn together(page: &str) -> Vec<u32> {
    let row = page.split("<tr").find(|one| one.contains(">Together</th>")).unwrap();
    let cells = row.split("</td>").filter_map(|cell| cell.rsplit('>').next());
    cells.filter_map(|words| words.trim().parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_is_heard_of_late_ends_what_is_sent_and_taken_in_no_sooner_than_the_clause() {
    let (dana, marsa, _) = noticed().await;
    let now = dana.app.clock.now();
    sees(&marsa, "the notice is here", |book| book.ledger.exit().is_some()).await;
    // Whoever dates a notice back looks like whoever is heard of late.
    let heard = now.plus_days(40).0;
    let late =
        format!("update shared_version set heard_at = {heard} where kind = '{}'", Deed::EXIT_KIND);
    let late = move |tx: &mut dyn sila::db::Tx| tx.exec_text(&late, &[]);
    for place in [&dana, &marsa] {
        place.app.store.write(late.clone()).await.unwrap();
    }
    let day = now.plus_days(92);
    assert!(why(&dana, day).await.is_some(), "whoever gave it is bound by its day");
    assert_eq!(why(&marsa, day).await, None, "forty days, less a week on its way, and ninety");
    assert_eq!(agreements::in_force(&marsa.app, day).await.unwrap().len(), 1);
    let said = why(&marsa, now.plus_days(124)).await;
    assert_eq!(said, Some(("agreement.ended", "8.6".to_owned())));
    // On the line of time it is over on the day on which it ended, and not at the end of its term.
    let path = format!("/en/partnerships/{}/timeline", marsa.app.node.id.to_text());
    for (at, over) in [(now, false), (day, true)] {
        dana.app.clock.set(Some(at));
        let page = super::partnership::page(&dana, &path).await;
        assert_eq!(page.contains("Agreement ended"), over, "{page}");
        let list = super::partnership::page(&dana, "/en/agreements").await;
        assert_eq!(list.contains("Outside its dates"), over, "{list}");
        let new = super::partnership::page(&dana, "/en/initiatives/new").await;
        assert_eq!(new.contains("MOU-TEST-001"), !over, "nothing new is begun under it: {new}");
    }
    // The board says that it is about to end by the notice, and does not count it as in force any more: signed, in force, with a
    // running initiative, dormant, about to end.
    for (at, wanted) in [(now.plus_days(5), [1, 1, 0, 0, 1]), (day, [1, 0, 0, 0, 0])] {
        dana.app.clock.set(Some(at));
        let page = super::partnership::page(&dana, "/en/agreements/board").await;
        assert_eq!(together(&page), wanted, "{page}");
    }
}
