//! What makes an agreement live, between two nodes: both hold the same, and nobody alone makes it so.

use sila::activation::ledger::{self, Book};
use sila::activation::saying;
use sila::agreements::{self, signing};
use sila::records::By;
use sila_core::codes::Category;
use sila_core::indices::activation;
use sila_core::obligation::{Anchor, Recurrence, Settled, Standing, Trigger};
use sila_core::partnership::{
    Act, Activation, Annex, AreaIndicator, AreaOfWork, Deed, Duty, Field, Mark, Measure,
    MeasureKind, Milestone, Origin, Owner, Plan, Verb, Words,
};
use sila_core::{AgencyId, Millis, RecordId};
use sila_seal::hex;

use super::super::support::waiting::until;
use super::{Place, SOON, in_force, linked, signer, terms};

pub fn by(place: &Place) -> By {
    By { worker: None, now: place.app.clock.now() }
}

pub fn words(text: &str) -> Words {
    Words { ar: format!("{text} (ع)"), en: text.to_owned() }
}

pub async fn book(place: &Place) -> Book {
    ledger::all(&place.app).await.unwrap().remove(0)
}

/// Waits until this node's book is so.
pub async fn sees(place: &Place, what: &str, so: impl Fn(&Book) -> bool) -> Book {
    until(what, SOON, || async { Some(book(place).await).filter(|book| so(book)) }).await
}

fn offices(parties: [AgencyId; 2]) -> Vec<Owner> {
    parties.map(|agency| Owner { agency, office: words("Partnerships office") }).to_vec()
}

fn area(field: Field, parties: [AgencyId; 2]) -> AreaOfWork {
    AreaOfWork {
        field,
        starts: None,
        lead: parties[0],
        at_rest: false,
        scope: words("What falls in it"),
        leads: offices(parties),
        indicators: vec![AreaIndicator { name: words("What is counted"), target: 10 }],
    }
}

pub fn annex(book: &Book, [dana, marsa]: [AgencyId; 2]) -> Annex {
    Annex {
        agreement: book.ledger.agreement.id,
        objective: words("Nobody waits"),
        groups: vec![Category::Woman],
        areas: vec![area(Field::Training, [dana, marsa])],
        duties: vec![Duty {
            number: 1,
            clause: "5.1".to_owned(),
            text: words("Name an officer on duty"),
            obligor: marsa,
            obligee: dana,
            field: Field::Training,
            weight: 3,
            trigger: Trigger::Relative { anchor: Anchor::Effective, days: 10, working: false },
            lead_days: 14,
            evidence: words("The rota"),
            verb: Some(Verb::Appoint),
        }],
        quiet_days: 30,
    }
}

pub fn plan(book: &Book, [dana, marsa]: [AgencyId; 2]) -> Plan {
    Plan {
        agreement: book.ledger.agreement.id,
        title: words("Answer within half an hour"),
        field: Field::Training,
        objective: words("Every call is answered"),
        need: words("Calls wait at night"),
        groups: vec![Category::Woman],
        goals: vec![5],
        lead: dana,
        owners: offices([dana, marsa]),
        origin: Origin { by: marsa, idea: words("Said at the first meeting") },
        weight: 2,
        milestones: vec![Milestone {
            number: 1,
            title: words("A joint rota"),
            weight: 1,
            due: book.ledger.agreement.until.uae_date(),
            after: None,
        }],
        measures: vec![Measure {
            number: 1,
            kind: MeasureKind::BetterOff,
            name: words("Of 100, those safe the same night"),
            baseline: Some(50),
            target: 80,
            source: words("Register"),
        }],
        shortfall: None,
        budget_fils: None,
    }
}

pub fn deed(book: &Book, about: RecordId, act: Act, number: u16, due_at: Option<Millis>) -> Deed {
    Deed {
        agreement: book.ledger.agreement.id,
        about,
        act,
        number,
        due_at,
        on: book.ledger.agreement.from.uae_date(),
        words: "What was done".to_owned(),
        evidence: "Letter 14".to_owned(),
        gave: None,
        fils: None,
        figure: (act == Act::Measure).then_some(86),
        people: Vec::new(),
    }
}

/// One side proposes, the other reads the same and signs.
pub async fn sign_proposal(place: &Place, record: RecordId) {
    let found = |book: &Book| book.proposals.iter().any(|one| one.record == record);
    let book = sees(place, "the proposal is here", found).await;
    let read = hex(&book.proposals.iter().find(|one| one.record == record).unwrap().digest);
    saying::answer_proposal(&place.app, &book, record, &read, true, by(place)).await.unwrap();
}

/// An annex and an initiative, proposed at `dana` and signed at `marsa`; both hold both.
pub async fn begun(dana: &Place, marsa: &Place, ids: [AgencyId; 2]) -> [RecordId; 2] {
    let first = book(dana).await;
    let annexed = saying::propose_annex(&dana.app, &annex(&first, ids), by(dana)).await.unwrap();
    sign_proposal(marsa, annexed).await;
    let id = saying::propose_plan(&dana.app, &plan(&first, ids), by(dana)).await.unwrap();
    sign_proposal(marsa, id).await;
    for place in [dana, marsa] {
        sees(place, "both are signed", |book| {
            book.ledger.course(id).is_some() && book.ledger.annex.is_some()
        })
        .await;
    }
    [annexed, id]
}

/// One side says it has done something, the other answers, and both see the answer.
pub async fn done(from: &Place, to: &Place, deed: Deed, confirms: bool) {
    let id = saying::say(&from.app, deed, by(from)).await.unwrap();
    let here = |book: &Book| book.ledger.deeds.iter().any(|said| said.record == id);
    let book = sees(to, "the deed is here", here).await;
    let said = book.ledger.deeds.iter().find(|said| said.record == id).unwrap();
    saying::answer_deed(&to.app, &book, said, confirms, by(to)).await.unwrap();
    let answered =
        |book: &Book| book.ledger.deeds.iter().any(|said| said.record == id && !said.is_waiting());
    sees(from, "the answer is here", answered).await;
}

pub async fn live() -> (Place, Place, [AgencyId; 2]) {
    let (dana, marsa) = linked(true).await;
    let mut agreement = terms(&dana, &marsa);
    agreement.until = agreement.from.plus_days(3 * 365);
    let id = signing::propose(&dana.app, agreement, signer(&dana)).await.unwrap();
    let offered =
        || async { marsa.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap() };
    let read = until("the agreement has arrived", SOON, offered).await.digest;
    signing::sign(&marsa.app, id, read, signer(&marsa)).await.unwrap();
    for place in [&dana, &marsa] {
        in_force(place, 1).await;
    }
    let ids = [dana.app.node.id, marsa.app.node.id];
    (dana, marsa, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a30_both_nodes_say_not_activated_until_both_have_signed_that_an_initiative_runs()
{
    let (dana, marsa, ids) = live().await;
    let state = |book: &Book, days| {
        book.ledger.activation(book.ledger.agreement.from.plus_days(days)).code()
    };
    for place in [&dana, &marsa] {
        let book = book(place).await;
        assert_eq!((state(&book, 1), state(&book, 91)), ("NOT_ACTIVATED", "DORMANT"));
    }
    let first = book(&dana).await;
    let id = saying::propose_plan(&dana.app, &plan(&first, ids), by(&dana)).await.unwrap();
    let early = saying::say(&dana.app, deed(&first, id, Act::Start, 0, None), by(&dana)).await;
    assert!(early.is_err(), "nothing is done under a plan that one party has signed");
    sign_proposal(&marsa, id).await;
    let agreed = sees(&dana, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), false).await;
    assert_eq!(state(&book(&dana).await, 1), "NOT_ACTIVATED", "the other party sent it back");
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    for place in [&dana, &marsa] {
        let book = book(place).await;
        let now = place.app.clock.now();
        assert!(matches!(book.ledger.activation(now), Activation::Active { running: 1 }));
    }
    let close = saying::say(&marsa.app, deed(&agreed, id, Act::Close, 0, None), by(&marsa)).await;
    assert_eq!(close.unwrap_err().code, "initiative.milestones_open");
    done(&marsa, &dana, deed(&agreed, id, Act::Reach, 1, None), true).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Measure, 1, None), true).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Close, 0, None), true).await;
    for place in [&dana, &marsa] {
        let book = book(place).await;
        assert_eq!(book.ledger.courses()[0].mark, Mark::Closed);
        assert_eq!(state(&book, 120), "DORMANT", "ninety days after the last one ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a30_a_dormant_agreement_stands_on_the_day_of_the_officers_of_both() {
    let (dana, marsa, _) = live().await;
    let (from, told) = (book(&dana).await.ledger.agreement.from, "no initiative runs");
    for (days, dormant) in [(89, false), (91, true)] {
        for place in [&dana, &marsa] {
            place.app.clock.set(Some(from.plus_days(days)));
            let day = super::partnership::page(place, "/en").await;
            assert_eq!(day.contains(told), dormant, "day {days}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a17_an_obligation_waits_at_both_nodes_until_the_other_party_has_accepted() {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let id = saying::propose_annex(&dana.app, &annex(&first, ids), by(&dana)).await.unwrap();
    sign_proposal(&marsa, id).await;
    let agreed = sees(&dana, "the annex holds", |book| book.ledger.annex.is_some()).await;
    let later = agreed.ledger.annex.as_ref().unwrap().at.plus_days(40);
    let due = agreed.ledger.instances(later)[0].due.at;
    for place in [&dana, &marsa] {
        let quiet = book(place).await.ledger.quiet(later);
        assert_eq!(quiet.len(), 1, "both are told of the party that does nothing");
        assert_eq!((quiet[0].party, quiet[0].waiting), (ids[1], 1));
    }
    let fulfil = || deed(&agreed, id, Act::Fulfil, 1, Some(due));
    let wrong = saying::say(&dana.app, fulfil(), by(&dana)).await.unwrap_err();
    assert_eq!(wrong.code, "obligation.not_yours", "nobody fulfils for another");
    done(&marsa, &dana, fulfil(), false).await;
    done(&marsa, &dana, fulfil(), true).await;
    for place in [&dana, &marsa] {
        let book = book(place).await;
        let one = book.ledger.instance(1, due).unwrap();
        assert_eq!(one.life.standing(later), Standing::Settled(Settled::Accepted));
        assert!(book.ledger.quiet(later).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a01_two_nodes_find_the_same_number_from_the_same_facts() {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let mut signed = annex(&first, ids);
    let yearly = Recurrence::parse("FREQ=YEARLY;BYMONTHDAY=-1").unwrap();
    let yearly =
        Duty { number: 2, trigger: Trigger::Recurring(yearly), ..signed.duties[0].clone() };
    signed.duties.push(yearly);
    let annexed = saying::propose_annex(&dana.app, &signed, by(&dana)).await.unwrap();
    sign_proposal(&marsa, annexed).await;
    let id = saying::propose_plan(&marsa.app, &plan(&first, ids), by(&marsa)).await.unwrap();
    sign_proposal(&dana, id).await;
    let agreed = sees(&marsa, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Reach, 1, None), true).await;
    let now = agreed.ledger.agreement.from.plus_days(200);
    let (ours, theirs) = (
        book(&dana).await.facts(now, Default::default()),
        book(&marsa).await.facts(now, Default::default()),
    );
    assert_eq!(ours.to_cbor(), theirs.to_cbor(), "the same facts, the same bytes");
    let (one, two) = (activation::index(&ours, now), activation::index(&theirs, now));
    assert_eq!(one, two);
    let of = |code: &str| one.components.iter().find(|part| part.code == code).unwrap().value;
    // By hand: no obligation was fulfilled, the one area lives.
    assert_eq!((of("O"), of("C")), (Some(0.0), Some(1.0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b22_an_area_that_both_put_to_rest_is_closed_at_both_and_the_others_go_on() {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let mut signed = annex(&first, ids);
    signed.areas.push(area(Field::Sheltering, ids));
    let id = saying::propose_annex(&dana.app, &signed, by(&dana)).await.unwrap();
    sign_proposal(&marsa, id).await;
    sees(&dana, "the annex holds", |book| book.ledger.annex.is_some()).await;
    let closed = |place: &Place, field: Field| {
        let app = place.app.clone();
        async move {
            let all = agreements::in_force(&app, app.clock.now()).await.unwrap();
            all[0].open(field).is_err()
        }
    };
    signed.areas[1].at_rest = true;
    saying::propose_annex(&marsa.app, &signed, by(&marsa)).await.unwrap();
    assert!(!closed(&marsa, Field::Sheltering).await, "nobody puts an area to rest alone");
    sign_proposal(&dana, id).await;
    let rests = |book: &Book| book.ledger.open(Field::Sheltering).is_err();
    for place in [&dana, &marsa] {
        let book = sees(place, "the area rests", rests).await;
        assert!(closed(place, Field::Sheltering).await);
        for field in [Field::Referral, Field::Training, Field::Experience] {
            assert!(!closed(place, field).await, "{field} goes on");
        }
        let sheltering = Plan { field: Field::Sheltering, ..plan(&book, ids) };
        let refused = saying::propose_plan(&place.app, &sheltering, by(place)).await.unwrap_err();
        assert_eq!(refused.code, "area.at_rest");
        assert!(saying::propose_plan(&place.app, &plan(&book, ids), by(place)).await.is_ok());
    }
}
