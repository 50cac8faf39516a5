//! Proposals between two nodes: each side says what is its own to say, both fold the same, and nothing waits for a link that is closed.

use sila::accounts::{Worker, store as accounts};
use sila::meetings::text::Words;
use sila::proposals::text::{MoveText, ProposalText};
use sila::proposals::{self, Said, Wish, store};
use sila_core::WorkerId;
use sila_core::proposal::{ProposalKind, Stage};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::{Place, SOON, linked};

async fn officer(place: &Place) -> Worker {
    let made = Worker {
        id: WorkerId(place.app.clock.new_id()),
        user_name: "officer".to_owned(),
        name_ar: "موظفة".to_owned(),
        name_en: "Officer".to_owned(),
        roles: vec!["PARTNERSHIP".to_owned()],
        active: true,
    };
    let (one, now) = (made.clone(), place.app.clock.now());
    place.app.store.write(move |tx| accounts::insert_worker(tx, &one, "none", now)).await.unwrap();
    made
}

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

#[tokio::test(flavor = "multi_thread")]
async fn contract_a35_a_linked_partner_proposes_and_both_nodes_hold_the_decision_and_its_reason() {
    let (dana, marsa) = linked(true).await;
    for place in [&dana, &marsa] {
        sila::people::register::fill(&place.app).await.unwrap();
    }
    let (here, there) = (officer(&dana).await, officer(&marsa).await);
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
