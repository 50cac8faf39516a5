//! A room that two agencies share: what is said at one is on the board of the other, once, however long they were apart; and an idea
//! that becomes an initiative is found from it again, at both.

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila::accounts::{Worker, session};
use sila::activation::saying;
use sila::activation::{exchange, ledger};
use sila::ideas::answers::{self, INITIATIVE, turned};
use sila::ideas::board::post::{self, Voice, Words};
use sila::ideas::board::{Idea, Said, State, endorsement, store};
use sila::ideas::clusters::act::{self, Where};
use sila::ideas::clusters::store as clusters;
use sila::ideas::review::decision::{self, Word};
use sila::ideas::rooms::{Anonymity, Room, opening};
use sila::ideas::seats::{Credit, Seat, join, token};
use sila::ideas::share::{self, sharing};
use sila::journal::store::Fact;
use sila::people::register;
use sila::records::By;
use sila_core::{IdeaId, Millis, RoomId, SeatId};

use super::super::support::waiting::until;
use super::activation::{plan, sign_proposal};
use super::partnership::line_leads_to;
use super::{Place, SOON, agree, linked, worker};

/// An officer who moderates.
pub async fn officer(place: &Place) -> Worker {
    let made = worker(place, "PARTNERSHIP").await;
    register::fill(&place.app).await.unwrap();
    made
}

pub async fn open(place: &Place, officer: &Worker) -> Room {
    let (app, now) = (&place.app, place.app.clock.now());
    let titles = ("كيف نجعل شراكتنا أقوى؟".to_owned(), "How do we grow?".to_owned());
    let room = Room { anonymity: Anonymity::Entity, ..opening::fresh(app, titles, now) };
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "ideas",
        subject: "opened".to_owned(),
        worker: Some(officer.id),
        data: Vec::new(),
    };
    opening::open(app, room, told).await.unwrap()
}

async fn room(place: &Place, id: RoomId) -> Option<Room> {
    place.app.store.read(move |tx| sila::ideas::rooms::store::find(tx, id)).await.unwrap()
}

pub async fn seat(place: &Place, room: &Room, entity: &str) -> Seat {
    let credit = Credit { name: String::new(), entity: entity.to_owned() };
    let (app, joined_at) = (&place.app, place.app.clock.now());
    let id = SeatId(app.clock.new_id());
    let seat = Seat { id, room: room.id, agency: None, worker: None, credit, joined_at };
    join::take(app, &seat, token(room.id, entity)).await.unwrap();
    seat
}

/// Somebody says it, and a moderator lets it through.
pub async fn says(
    place: &Place,
    (room, seat, officer): (&Room, &Seat, &Worker),
    about: Option<IdeaId>,
    text: &str,
) -> IdeaId {
    let kind = if about.is_some() { "FOR" } else { "OPPORTUNITY" }.to_owned();
    let words = Words { about, kind, text: text.to_owned(), key: text.to_owned() };
    let (app, now) = (&place.app, place.app.clock.now());
    let voice = Voice::Seat(Box::new(seat.clone()));
    let id = post::say(app, room, &voice, words, now).await.unwrap();
    decision::decide(app, room, id, Word::Show, (officer.id, now)).await.unwrap();
    id
}

/// The board: what, by whom, said where, when, in its order, with the comments on each.
async fn board(place: &Place, id: RoomId) -> Vec<(Idea, Said)> {
    let read = move |tx: &mut dyn sila::db::Tx| -> Result<Vec<Idea>, sila::db::DbError> {
        let mut all = Vec::new();
        for idea in store::oldest(tx, id)? {
            let comments = store::comments(tx, idea.id)?;
            all.push(idea);
            all.extend(comments);
        }
        Ok(all)
    };
    sila::ideas::board::read(&place.app, place.app.store.read(read).await.unwrap()).unwrap()
}

fn seen(board: &[(Idea, Said)]) -> Vec<(IdeaId, String, String, Millis, sila_core::AgencyId)> {
    let one = |(idea, said): &(Idea, Said)| {
        (idea.id, said.text.clone(), said.by.entity.clone(), idea.at, idea.origin)
    };
    board.iter().map(one).collect()
}

async fn bring(places: [&Place; 2]) {
    for place in places {
        share::bring(&place.app).await.unwrap();
    }
}

/// Waits until both boards have so many lines and are the same.
async fn same(places: [&Place; 2], id: RoomId, lines: usize) {
    until("both boards are the same", SOON, || async {
        bring(places).await;
        let [one, two] = [seen(&board(places[0], id).await), seen(&board(places[1], id).await)];
        (one.len() == lines && one == two).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a03_an_idea_of_one_node_shows_once_at_the_other_and_its_reply_once_after_a_day_apart()
 {
    let (dana, mut marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (host, guest) = (officer(&dana).await, officer(&marsa).await);
    let here = open(&dana, &host).await;
    let ours = seat(&dana, &here, "هيئة دانة").await;
    let who = (&here, &ours, &host);
    let first = says(&dana, who, None, "رقم مناوبة موحد خارج الدوام").await;

    // Shared under the agreement; what is on the board is there, by whom and when it was said here.
    let by = (host.id, dana.app.clock.now());
    sharing::share(&dana.app, &here, marsa.app.node.id, by).await.unwrap();
    same([&dana, &marsa], here.id, 1).await;
    let there = room(&marsa, here.id).await.unwrap();
    assert_eq!((there.origin, there.anonymity), (dana.app.node.id, Anonymity::Entity));
    assert_eq!(there.code.len(), 9, "their people join with a code of their own");

    // Apart for a day: both sides go on.
    marsa.stop().await;
    let day = |place: &Place| {
        let now = place.app.clock.now();
        place.app.clock.set(Some(now.plus_hours(24)));
    };
    let second = says(&dana, who, None, "تدريب مشترك للعاملين الجدد").await;
    bring([&dana, &marsa]).await;
    day(&dana);
    day(&marsa);
    let theirs = seat(&marsa, &there, "مؤسسة مرسى").await;
    let who_there = (&there, &theirs, &guest);
    let reply = says(&marsa, who_there, Some(first), "نعم، ونتولى ليالي الجمعة").await;
    let third = says(&marsa, who_there, None, "بطاقة مترجم معتمد").await;
    endorsement::endorse(&marsa.app, &there, &theirs, (first, true), marsa.app.clock.now())
        .await
        .unwrap();
    bring([&dana, &marsa]).await;
    assert_eq!(board(&dana, here.id).await.len(), 2, "nothing has crossed yet");

    marsa.resume().await;
    same([&dana, &marsa], here.id, 4).await;
    let all: Vec<IdeaId> = board(&dana, here.id).await.iter().map(|(idea, _)| idea.id).collect();
    assert_eq!(all, [first, reply, second, third], "in the order in which it was said");
    let whose: Vec<_> = board(&dana, here.id).await.iter().map(|(one, _)| one.origin).collect();
    let (a, b) = (dana.app.node.id, marsa.app.node.id);
    assert_eq!(whose, [a, b, a, b]);

    // Support is told beside, never added to ours; and what comes again changes nothing.
    let told = dana.app.store.read(move |tx| share::store::support(tx, first)).await.unwrap();
    assert_eq!(told, [(b, 1)]);
    let (room_id, now) = (here.id, dana.app.clock.now());
    dana.app.store.write(move |tx| share::store::share(tx, room_id, b, now)).await.unwrap();
    same([&dana, &marsa], here.id, 4).await;

    // Removed at the agency that opened the room, it is removed there.
    decision::decide(&dana.app, &here, third, Word::Remove("OFF_TOPIC"), (host.id, now))
        .await
        .unwrap();
    same([&dana, &marsa], here.id, 3).await;
    // What a guest says of the answers of the room is not taken.
    let own = answers::given::answer(&marsa.app, &there, first, ("DECLINED", "لا"), (guest.id, now));
    assert_eq!(own.await.unwrap_err().code, "idea.not_our_room");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_shared_only_under_an_agreement_that_says_so() {
    let (dana, marsa) = linked(true).await;
    let host = officer(&dana).await;
    let here = open(&dana, &host).await;
    let by = (host.id, dana.app.clock.now());
    let refused = sharing::share(&dana.app, &here, marsa.app.node.id, by).await.unwrap_err();
    assert_eq!(refused.code, "referral.no_agreement");
    bring([&dana, &marsa]).await;
    assert!(room(&marsa, here.id).await.is_none());
}

async fn page(place: &Place, worker: &Worker, path: &str) -> String {
    let now = place.app.clock.now();
    let cookie = session::begin(&place.app, worker, now).await.unwrap();
    let cookie = format!("{}={cookie}", session::cookie_name(&place.app));
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let router = TowerToHyperService::new(sila::routes::router(&place.app));
    let reply = router.call(request).await.unwrap();
    assert_eq!(reply.status(), 200, "{path}");
    let bytes = reply.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a40_an_initiative_shows_the_idea_it_came_from_at_both_agencies_and_the_counts_agree()
 {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (host, guest) = (officer(&dana).await, officer(&marsa).await);
    let here = open(&dana, &host).await;
    let ours = seat(&dana, &here, "جمعية الندى").await;
    let who = (&here, &ours, &host);
    let idea = says(&dana, who, None, "رقم مناوبة موحد خارج الدوام").await;
    let other = says(&dana, who, None, "ركن أطفال في المحاكم").await;
    let now = dana.app.clock.now();
    sharing::share(&dana.app, &here, marsa.app.node.id, (host.id, now)).await.unwrap();
    same([&dana, &marsa], here.id, 2).await;
    line_leads_to([&dana, &marsa], &here.path()).await;

    // It becomes an initiative: proposed to the other side, which signs it.
    let book = ledger::all(&dana.app).await.unwrap().remove(0);
    let agencies = [dana.app.node.id, marsa.app.node.id];
    let by = By { worker: Some(host.id), now };
    let record = saying::propose_plan(&dana.app, &plan(&book, agencies), by).await.unwrap();
    turned::turn(&dana.app, idea, (INITIATIVE, record.0), (host.id, now)).await.unwrap();
    turned::turn(&dana.app, idea, (INITIATIVE, record.0), (host.id, now)).await.unwrap();
    let reason = "قُبلت وستبدأ في الشهر القادم";
    answers::given::answer(&dana.app, &here, idea, ("ACCEPTED", reason), (host.id, now))
        .await
        .unwrap();
    sign_proposal(&marsa, record).await;

    // From the initiative back to the idea, with the credit, at both; and from the idea to the initiative.
    for (place, worker) in [(&dana, &host), (&marsa, &guest)] {
        until("the initiative names its idea", SOON, || async {
            bring([&dana, &marsa]).await;
            let found = turned::origins(&place.app, INITIATIVE, record.0).await.unwrap();
            (found.len() == 1 && found[0].id == idea).then_some(())
        })
        .await;
        let initiative = page(place, worker, &format!("/ar/initiatives/{record}")).await;
        assert!(initiative.contains("رقم مناوبة موحد خارج الدوام"));
        assert!(initiative.contains("جمعية الندى"), "whoever had the idea is named");
        let back = page(place, worker, &format!("/ar/ideas/{}/ideas/{idea}", here.id)).await;
        assert!(back.contains(&format!("/ar/initiatives/{record}")) && back.contains(reason));

        // Counted from the same rows as the lists: two ideas, one answered, one became one initiative.
        let counts = place.app.store.read(|tx| answers::store::counts(tx)).await.unwrap();
        let lines = (counts.shown, counts.answered, counts.turned, counts.initiatives);
        assert_eq!(lines, (2, 1, 1, 1));
        let mut with_origin = 0;
        for book in ledger::all(&place.app).await.unwrap() {
            for course in book.ledger.courses() {
                let found = turned::origins(&place.app, INITIATIVE, course.record.0).await.unwrap();
                with_origin += usize::from(!found.is_empty());
            }
            for one in &book.proposals {
                let found = turned::origins(&place.app, INITIATIVE, one.record.0).await.unwrap();
                with_origin += usize::from(!found.is_empty());
            }
        }
        assert_eq!(with_origin, 1);
    }
    // What is taken from the board counts no more, and an initiative does not name it.
    decision::decide(&dana.app, &here, idea, Word::Remove("CASE"), (host.id, now)).await.unwrap();
    let counts = dana.app.store.read(|tx| answers::store::counts(tx)).await.unwrap();
    assert_eq!((counts.shown, counts.turned, counts.initiatives), (1, 0, 0));
    assert!(turned::origins(&dana.app, INITIATIVE, record.0).await.unwrap().is_empty());
    let late = turned::turn(&dana.app, idea, (INITIATIVE, record.0), (host.id, now)).await;
    assert_eq!(late.unwrap_err().code, "page.not_found");
    let found = dana.app.store.read(move |tx| store::find(tx, other)).await.unwrap().unwrap();
    assert_eq!(found.state, State::Shown);
}

/// Which ideas stand together under which name.
async fn together(place: &Place, id: RoomId) -> Vec<(String, Vec<IdeaId>)> {
    let read = move |tx: &mut dyn sila::db::Tx| -> Result<_, sila::db::DbError> {
        Ok((clusters::all(tx, id)?, clusters::members(tx, id)?))
    };
    let (named, members) = place.app.store.read(read).await.unwrap();
    let of = |cluster| members.iter().filter(move |(_, one)| **one == cluster).map(|(id, _)| *id);
    named.into_iter().map(|(id, name)| (name, of(id).collect())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_did_not_open_a_room_puts_nothing_together_in_it_and_sees_what_the_owner_did() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (host, guest) = (officer(&dana).await, officer(&marsa).await);
    let here = open(&dana, &host).await;
    let ours = seat(&dana, &here, "هيئة دانة").await;
    let first = says(&dana, (&here, &ours, &host), None, "تذكير بتجديد الوثائق").await;
    let by = (host.id, dana.app.clock.now());
    sharing::share(&dana.app, &here, marsa.app.node.id, by).await.unwrap();
    same([&dana, &marsa], here.id, 1).await;
    let there = room(&marsa, here.id).await.unwrap();
    let theirs = seat(&marsa, &there, "مؤسسة مرسى").await;
    let second = says(&marsa, (&there, &theirs, &guest), None, "رسالة تذكير بالوثائق").await;
    same([&dana, &marsa], here.id, 2).await;

    let name = || Where::New("تذكير".to_owned());
    let both = || (name(), vec![first, second]);
    let refused = act::together(&marsa.app, &there, both(), (guest.id, by.1)).await.unwrap_err();
    assert_eq!(refused.code, "idea.not_our_room");
    assert!(together(&marsa, here.id).await.is_empty());
    let asked = page(&marsa, &guest, &format!("/ar/ideas/{}/clusters", here.id)).await;
    assert!(!asked.contains("name=\"idea\""), "nothing is offered that would be refused");

    act::together(&dana.app, &here, both(), by).await.unwrap();
    let mut wanted = vec![first, second];
    wanted.sort();
    until("the owner's cluster stands there too", SOON, || async {
        bring([&dana, &marsa]).await;
        (together(&marsa, here.id).await == [("تذكير".to_owned(), wanted.clone())]).then_some(())
    })
    .await;
    let seen = page(&marsa, &guest, &format!("/ar/ideas/{}/clusters", here.id)).await;
    assert!(seen.contains("تذكير") && !seen.contains("/out\""));

    // Put elsewhere by the owner, it stands there: what is empty is gone.
    let other = || (Where::New("وثائق".to_owned()), vec![first, second]);
    act::together(&dana.app, &here, other(), by).await.unwrap();
    until("it follows", SOON, || async {
        bring([&dana, &marsa]).await;
        (together(&marsa, here.id).await == [("وثائق".to_owned(), wanted.clone())]).then_some(())
    })
    .await;
}

/// Whose voices an agency counts beside initiatives.
async fn voices(place: &Place) -> Vec<sila_core::AgencyId> {
    let book = ledger::all(&place.app).await.unwrap().remove(0);
    let now = place.app.clock.now().plus_minutes(5);
    let observed = exchange::of(&place.app, &book.ledger.agreement, now).await.unwrap();
    book.facts(now, observed).voices.iter().map(|one| one.deed.by).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idea_that_the_other_agency_took_up_is_a_voice_of_its_own_and_what_one_takes_up_of_itself_is_none()
 {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (host, guest) = (officer(&dana).await, officer(&marsa).await);
    let here = open(&dana, &host).await;
    let ours = seat(&dana, &here, "هيئة دانة").await;
    let own = says(&dana, (&here, &ours, &host), None, "خريطة خدمات مطبوعة للأسر").await;
    let by = (host.id, dana.app.clock.now());
    sharing::share(&dana.app, &here, marsa.app.node.id, by).await.unwrap();
    same([&dana, &marsa], here.id, 1).await;
    let there = room(&marsa, here.id).await.unwrap();
    let theirs = seat(&marsa, &there, "مؤسسة مرسى").await;
    let who = (&there, &theirs, &guest);
    let taken = says(&marsa, who, None, "بطاقة مترجم معتمد").await;
    let left = says(&marsa, who, None, "ركن أطفال في المحاكم").await;
    same([&dana, &marsa], here.id, 3).await;
    for (idea, code) in [(own, "ACCEPTED"), (taken, "ACCEPTED"), (left, "DECLINED")] {
        answers::given::answer(&dana.app, &here, idea, (code, "جواب"), by).await.unwrap();
    }
    for place in [&dana, &marsa] {
        until("one voice is counted", SOON, || async {
            bring([&dana, &marsa]).await;
            (voices(place).await == [marsa.app.node.id]).then_some(())
        })
        .await;
    }
    assert_eq!(voices(&dana).await, voices(&marsa).await);
}
