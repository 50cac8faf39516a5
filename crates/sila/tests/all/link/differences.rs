//! A difference between two nodes: each says its own, both hold the same course, and it is closed when both have signed.

use sila::differences::{self, Difference, Text, Wish};
use sila_core::difference::{Act, Ending, Topic};

use super::super::support::waiting::until;
use super::activation::live;
use super::{Place, SOON, worker};

/// Waits until this node holds so many moves of the first difference; both do their job meanwhile.
async fn sees(place: &Place, other: &Place, moves: usize) -> Difference {
    until("the other node has heard it", SOON, || async {
        for one in [place, other] {
            differences::bring(&one.app).await.unwrap();
        }
        let all = differences::all(&place.app).await.unwrap();
        all.into_iter().next().filter(|one| one.moves.len() == moves)
    })
    .await
}

/// The guard has read who is on file.
async fn filled(places: [&Place; 2]) {
    for place in places {
        sila::people::register::fill(&place.app).await.unwrap();
    }
}

async fn says(place: &Place, one: &Difference, act: Act, words: &str) {
    let (me, who) = (place.app.node.id, worker(place, "PARTNERSHIP").await);
    let by = (&who, place.app.clock.now());
    differences::say(&place.app, one.id, (act, words), me, by).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn both_nodes_hold_one_course_of_a_difference_and_it_is_closed_when_both_have_signed() {
    let (dana, marsa, _) = live().await;
    filled([&dana, &marsa]).await;
    let now = dana.app.clock.now();
    let wish = Wish {
        topic: Topic::Exchange,
        text: Text {
            title: "Answers come late".to_owned(),
            words: "Twice this month nobody answered at night.".to_owned(),
        },
        party: dana.app.node.id,
        partner: marsa.app.node.id,
    };
    let who = worker(&dana, "PARTNERSHIP").await;
    let id = differences::raise(&dana.app, wish, &who, now).await.unwrap();
    let there = sees(&marsa, &dana, 1).await;
    assert_eq!(there.id, id, "the same identifier at both");
    assert!(there.waits_here());
    assert_eq!(there.title(&marsa.app).unwrap(), "Answers come late");
    says(&marsa, &there, Act::Say, "The rota had a gap.").await;
    says(&marsa, &there, Act::Settle, "A second officer from Sunday.").await;
    let here = sees(&dana, &marsa, 3).await;
    assert!(here.waits_here(), "the settlement waits for our signature");
    says(&dana, &here, Act::Close, "").await;
    let (here, there) = (sees(&dana, &marsa, 4).await, sees(&marsa, &dana, 4).await);
    assert_eq!(here.course, there.course, "both fold the same");
    assert!(matches!(here.course.ended, Some((Ending::Settled, _))));
}
