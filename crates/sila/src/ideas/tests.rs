//! Rooms, and whoever joins them from a telephone.

use crate::ideas::rooms::{self, Room};
use crate::ideas::seats::{self, store};
use crate::testing::{Got, NOW, TestNode, check_page};

/// A room that an officer opens through its page.
pub(crate) async fn room(node: &TestNode, officer: &str, anonymity: &str) -> Room {
    let form = [
        ("title_ar", "كيف نجعل شراكتنا أقوى؟"),
        ("title_en", "How do we make our partnership stronger?"),
        ("board", "themes"),
        ("anonymity", anonymity),
        ("answer_days", "٣٠"),
    ];
    let got = node.post("/ar/ideas", officer, &form).await;
    let id =
        got.location.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| panic!("{}", got.body));
    rooms::find(&node.app, id).await.unwrap()
}

/// A telephone comes in; what its browser holds from then on.
pub(crate) async fn join(node: &TestNode, room: &Room, form: &[(&str, &str)]) -> String {
    let (got, cookie) = node.post_as_phone(&format!("/ar/join/{}", room.code), "", form).await;
    assert_eq!(got.location, format!("/ar/room/{}", room.code), "{}", got.body);
    cookie.unwrap()
}

async fn officer(node: &TestNode) -> String {
    let worker = node.worker("part", &["PARTNERSHIP"]).await;
    node.sign_in(&worker).await
}

async fn phone(node: &TestNode, path: &str, phone: &str) -> Got {
    node.get_as_phone(path, phone).await
}

#[tokio::test]
async fn anybody_joins_with_the_code_and_is_told_first_what_is_shown_of_them() {
    let node = crate::guard::tests::node().await;
    let officer = officer(&node).await;
    for lang in ["ar", "en"] {
        for path in ["ideas", "ideas/new"] {
            check_page(&node.get(&format!("/{lang}/{path}"), &officer).await.body, lang);
        }
    }
    let named = room(&node, &officer, "NAMED").await;
    assert_eq!((named.code.len(), named.answer_days, named.themes), (9, 30, true));
    let page = node.get(&format!("/en{}", named.path()), &officer).await;
    check_page(&page.body, "en");
    assert!(page.body.contains(&named.code) && page.body.contains("class=\"qr\""));

    // The code as it is typed; a wrong one says so and no more.
    let digits = named.code.chars().map(|c| char::from_u32(u32::from(c) - 48 + 0x660).unwrap());
    let typed = digits.collect::<String>();
    let got = node.post("/ar/join", "", &[("code", &typed)]).await;
    assert_eq!(got.location, format!("/ar/join/{}", named.code));
    let wrong = node.post("/ar/join", "", &[("code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("لا توجد غرفة بهذا الرمز"));
    assert_eq!(node.get("/ar/join/000000", "").await.status, 404);

    // What is shown of a person stands before the first field; without the fields nobody is let in.
    let page = phone(&node, &format!("/ar/join/{}", named.code), "").await.body;
    check_page(&page, "ar");
    let promise = page.find("يظهر اسمك واسم جهتك").unwrap();
    assert!(promise < page.find("name=\"name\"").unwrap());
    let bare =
        node.post(&format!("/ar/join/{}", named.code), "", &[("entity", " \u{200b} ")]).await;
    assert_eq!(bare.status, 422);
    let own =
        join(&node, &named, &[("name", "سا\u{202e}لم"), ("entity", "مؤسسه مرسى (تجريبيه)")]).await;
    let seen = phone(&node, &format!("/ar{}", named.door()), &own).await.body;
    check_page(&seen, "ar");
    assert!(seen.contains("سالم") && seen.contains("مرسى"));

    // The entity is known however it is spelt, and a browser that comes again has the seat it had.
    let again = node.post_as_phone(&format!("/ar/join/{}", named.code), &own, &[]).await.0;
    assert_eq!(again.location, format!("/ar/room/{}", named.code));
    let (id, token) = (named.id, seats::token(named.id, &own));
    let (seat, _) = node.write(move |tx| store::of_token(tx, token)).await.unwrap().unwrap();
    assert_eq!(seat.agency, Some(node.app.node.id));
    assert_eq!(node.write(move |tx| store::count(tx, id)).await.unwrap(), 1);

    // Closed, nobody comes in any more.
    node.post(&format!("/ar{}/closing", named.path()), &officer, &[("state", "closed")]).await;
    let late =
        node.post(&format!("/ar/join/{}", named.code), "", &[("name", "ه"), ("entity", "و")]).await;
    assert_eq!(late.status, 409);
}

#[tokio::test]
async fn what_a_room_does_not_ask_for_is_not_kept_even_when_it_is_sent() {
    let node = crate::guard::tests::node().await;
    let worker = node.worker("part", &["PARTNERSHIP"]).await;
    let officer = node.sign_in(&worker).await;
    let sent = [("name", "canary-name-5f"), ("entity", "canary-entity-5f")];
    for (level, entity) in [("ENTITY", "canary-entity-5f"), ("ANONYMOUS", "")] {
        let room = room(&node, &officer, level).await;
        let cookie = join(&node, &room, &sent).await;
        let token = seats::token(room.id, &cookie);
        let row = node.write(move |tx| store::of_token(tx, token)).await.unwrap().unwrap();
        assert_eq!(row.1.is_some(), level == "ENTITY");
        let seat = seats::opened(&node.app, row).unwrap();
        assert_eq!((seat.credit.name.as_str(), seat.credit.entity.as_str()), ("", entity));
        assert_eq!(seat.worker, None);

        // Somebody who is signed in leaves no more of themselves than the room asks for.
        let path = format!("/ar/join/{}", room.code);
        let (got, own) =
            node.post_as_phone(&path, &format!("; {}", node.session(&officer)), &[]).await;
        assert_eq!(got.status, 303, "{}", got.body);
        let token = seats::token(room.id, &own.unwrap());
        let row = node.write(move |tx| store::of_token(tx, token)).await.unwrap().unwrap();
        assert_eq!((row.0.worker, row.0.agency.is_some()), (None, level == "ENTITY"));
    }
    // One browser in two rooms has two tokens: nothing stored puts them together.
    let one = room(&node, &officer, "ANONYMOUS").await;
    let two = room(&node, &officer, "ANONYMOUS").await;
    assert_ne!(seats::token(one.id, "x"), seats::token(two.id, "x"));
}

#[tokio::test]
async fn a_title_that_names_somebody_is_refused_and_a_script_fills_no_room() {
    let node = crate::guard::tests::node().await;
    let officer = officer(&node).await;
    let known = crate::cases::tests::disclosure(&node);
    let named = known.people[0].name_ar.clone().unwrap();
    let title = format!("ماذا نفعل من أجل {named}؟");
    let form = [
        ("title_ar", title.as_str()),
        ("title_en", "A question"),
        ("anonymity", "NAMED"),
        ("answer_days", "30"),
    ];
    let got = node.post("/ar/ideas", &officer, &form).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("يسمّي شخصاً"));

    let room = room(&node, &officer, "ANONYMOUS").await;
    let path = format!("/ar/join/{}", room.code);
    let mut let_in = 0;
    for _ in 0..605 {
        let got = node.post(&path, "", &[]).await;
        let_in += u32::from(got.status == 303);
    }
    assert_eq!(let_in, 600, "no more than so many in a minute");
    node.app.clock.set(Some(NOW.plus_minutes(2)));
    assert_eq!(node.post(&path, "", &[]).await.status, 303);
}
