//! A meeting through its pages: the programme keeps its days, the door lets in who is in the room, the lists add up.

use std::time::Duration;

use sila_core::time::Millis;
use sila_core::{AgencyId, MeetingId};
use sila_seal::attendance;

use super::door::{Entry, enter, key};
use super::guests::{self, INVITED};
use super::text::{GuestText, Words};
use super::{open, store};
use crate::partners::{self, Level, Partner};
use crate::testing::{Got, NOW, TestNode, check_page};

/// How long a list may take in a test that is not optimised; a released program is many times as fast.
const BUDGET: Duration = Duration::from_millis(1_500);

pub(crate) const CALL: [(&str, &str); 9] = [
    ("kind", "FORESIGHT"),
    ("title_ar", "لقاء آفاق الشراكة"),
    ("title_en", "Partnership Horizons Meeting"),
    ("place_ar", "القاعة الكبرى"),
    ("place_en", "Main hall"),
    ("day_d", "22"),
    ("day_m", "11"),
    ("day_y", "2026"),
    ("days", "2"),
];

/// A node that can look for people in texts, and the officer's cookie.
pub(crate) async fn node() -> (TestNode, String) {
    let node = crate::guard::tests::node().await;
    let officer = node.worker("officer", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    (node, cookie)
}

/// Calls the meeting of today and tomorrow; gives its address.
pub(crate) async fn called(node: &TestNode, cookie: &str) -> String {
    let got = node.post("/ar/meetings", cookie, &CALL).await;
    assert!(got.location.starts_with("/ar/meetings/"), "{}", got.body);
    got.location
}

pub(crate) fn id_of(path: &str) -> MeetingId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// Partners without a node, as many as wanted.
pub(crate) async fn partners(node: &TestNode, count: u8) -> Vec<AgencyId> {
    let all: Vec<Partner> = (0..count)
        .map(|n| Partner {
            id: partners::identity(node.app.node.id, node.app.clock.new_id()),
            code: format!("P{n:03}"),
            name_ar: format!("جهة {n:03}"),
            name_en: format!("Entity {n:03}"),
            sector: sila_core::agreement::Sector::Local,
            level: Level::Listed,
            contact: String::new(),
            updated_at: NOW,
        })
        .collect();
    let ids = all.iter().map(|one| one.id).collect();
    node.write(move |tx| all.iter().try_for_each(|one| partners::store::insert(tx, one)))
        .await
        .unwrap();
    ids
}

/// Gives each entity so many seats and fills them.
pub(crate) async fn seated(node: &TestNode, id: MeetingId, delegations: &[(AgencyId, u16)]) {
    let mut all = Vec::new();
    for (party, seats) in delegations {
        for n in 0..*seats {
            let name = Words::new(format!("مشارك {n}"), format!("Participant {n}"));
            let text = GuestText { name, post: "مدير".to_owned(), ..GuestText::default() };
            all.push(guests::guest(&node.app, *party, &text, INVITED));
        }
    }
    let delegations = delegations.to_vec();
    let write = move |tx: &mut dyn crate::db::Tx| {
        for (party, seats) in &delegations {
            store::set_seats(tx, id, *party, *seats)?;
        }
        all.iter().try_for_each(|one| store::invite(tx, id, one))
    };
    node.write(write).await.unwrap();
}

/// Badge and mail address of everybody who is invited.
pub(crate) async fn guests_of(app: &crate::app::App, id: MeetingId) -> Vec<(String, String)> {
    let all = guests::all(app, id).await.unwrap();
    all.into_iter().map(|one| (one.guest.badge, one.text.mail)).collect()
}

async fn item(
    node: &TestNode,
    cookie: &str,
    path: &str,
    which: &str,
    change: &[(&str, &str)],
) -> Got {
    let me = node.app.node.id.to_text();
    let mut form = vec![
        ("title_ar", "نقاط القوة"),
        ("title_en", "Strengths"),
        ("expected", "DISCUSS"),
        ("proposer", me.as_str()),
        ("presenter", "متحدثة"),
        ("day", "1"),
        ("begins", "09:30"),
        ("minutes", "45"),
    ];
    for (name, value) in change {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    node.post(&format!("{path}/items/{which}"), cookie, &form).await
}

#[tokio::test]
async fn contract_a10_a_two_day_meeting_prints_a_correct_bilingual_agenda_and_items_keep_their_day()
{
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    item(&node, &cookie, &path, "new", &[]).await;
    let second = [
        ("title_ar", "الفرص المستقبلية"),
        ("title_en", "Opportunities"),
        ("day", "2"),
        ("begins", "٠٩:٠٠"),
    ];
    let kept = item(&node, &cookie, &path, "new", &second).await;
    assert_eq!(kept.location, format!("{path}/programme"), "{}", kept.body);
    for lang in ["ar", "en"] {
        let page = node
            .get(&format!("{path}/programme").replace("/ar/", &format!("/{lang}/")), &cookie)
            .await;
        check_page(&page.body, lang);
        for words in [
            "نقاط القوة",
            "Strengths",
            "الفرص المستقبلية",
            "Opportunities",
            "القاعة الكبرى",
            "Main hall",
            "للنقاش",
            "To discuss",
        ] {
            assert!(page.body.contains(words), "{lang}: {words}");
        }
        let days: Vec<&str> = page.body.split("class=\"agenda-day\"").skip(1).collect();
        assert_eq!(days.len(), 2);
        assert!(days[0].contains("22 نوفمبر 2026") && days[0].contains("22 November 2026"));
        assert!(days[1].contains("23 نوفمبر 2026") && days[1].contains("23 November 2026"));
        assert!(days[0].contains("09:30–10:15") && days[0].contains("Strengths"));
        assert!(days[1].contains("09:00–09:45") && days[1].contains("Opportunities"));
        assert!(!days[0].contains("Opportunities") && !days[1].contains("Strengths"));
    }

    // Changing an item, and moving the whole meeting, leaves every item on its day.
    let id = id_of(&path);
    let items = node.app.store.read(move |tx| store::items(tx, id)).await.unwrap();
    let opportunity = items.iter().find(|one| one.day == 2).unwrap().id.to_string();
    let renamed = [("title_ar", "فرص"), ("title_en", "Chances"), ("day", "2"), ("begins", "10:00")];
    item(&node, &cookie, &path, &opportunity, &renamed).await;
    let mut moved = CALL.to_vec();
    moved[5] = ("day_d", "24");
    assert_eq!(node.post(&path, &cookie, &moved).await.location, path);
    let after = node.app.store.read(move |tx| store::items(tx, id)).await.unwrap();
    let days: Vec<u16> = after.iter().map(|one| one.day).collect();
    assert_eq!(days, [1, 2]);
    let page = node.get(&format!("{path}/programme"), &cookie).await.body;
    assert!(page.contains("25 November 2026") && page.contains("Chances"));

    // Days with items cannot be taken away, and an item has a day of the meeting.
    moved[8] = ("days", "1");
    assert_eq!(node.post(&path, &cookie, &moved).await.status, 422);
    assert_eq!(item(&node, &cookie, &path, "new", &[("day", "3")]).await.status, 422);

    let file = node.get(&format!("{path}/calendar"), &cookie).await.body;
    assert_eq!(file.matches("BEGIN:VEVENT\r\n").count(), 2);
    assert!(
        file.contains("DTSTART:20261124T053000Z") && file.contains("DTEND:20261124T061500Z"),
        "{file}"
    );
    assert!(file.lines().all(|line| line.len() <= 75), "lines are folded");
    node.end().await;
}

#[tokio::test]
async fn a_code_of_the_screen_lets_in_once_and_an_old_one_is_refused_clearly() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let entities = partners(&node, 2).await;
    seated(&node, id, &[(entities[0], 2), (entities[1], 1)]).await;
    let guests = node.app.store.read(move |tx| store::guests(tx, id)).await.unwrap();
    let meeting = open(&node.app, id).await.unwrap();
    let badge = guests[0].badge.to_lowercase();
    let (one, two) = badge.split_at(4);
    let badge = format!("{one} {two}");
    let code = attendance::code(&key(&node.app, id), NOW.0);

    let later = Millis(NOW.0 + attendance::WINDOW_MS);
    let table = [
        (badge.as_str(), code.as_str(), later, Entry::OldCode),
        (&badge, "12345678", NOW, Entry::WrongCode),
        ("00000000", &code, NOW, Entry::NoBadge),
        (&badge, &code, NOW.plus_days(-3), Entry::NotToday),
        (&badge, &code, NOW.plus_days(3), Entry::TooLate),
        (&badge, &code, NOW, Entry::Here(guests[0].id)),
        (&badge, &code, Millis(NOW.0 + 20_000), Entry::Again(guests[0].id)),
    ];
    for (badge, code, now, expected) in table {
        assert_eq!(enter(&node.app, &meeting, badge, code, now).await.unwrap(), expected);
    }
    // A second day counts its own presence; a code of another meeting is worth nothing.
    let tomorrow = NOW.plus_days(1);
    let next = attendance::code(&key(&node.app, id), tomorrow.0);
    assert_eq!(
        enter(&node.app, &meeting, &badge, &next, tomorrow).await.unwrap(),
        Entry::Here(guests[0].id)
    );
    let counts = node.app.store.read(move |tx| store::counts(tx, id)).await.unwrap();
    assert_eq!((counts.present, counts.entities_present, counts.entities), (1, 1, 2));

    // The same through the pages of a telephone, without an account.
    let door = path.replace("/meetings/", "/attendance/");
    let form = node.get(&format!("{door}?c={code}"), "").await;
    check_page(&form.body, "ar");
    assert!(form.body.contains(&format!("value=\"{code}\"")));
    let wrong = node.post(&door, "", &[("badge", &guests[1].badge), ("code", "1")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains(&guests[1].badge), "the badge stays as it was typed");
    let here = node.post(&door, "", &[("badge", &guests[1].badge), ("code", &code)]).await;
    check_page(&here.body, "ar");
    assert!(here.body.contains("سُجّل حضورك"));

    // The screen needs its key, and shows numbers only.
    assert_eq!(node.get(&format!("{door}/screen/0"), "").await.status, 404);
    let kept = node.get(&path, &cookie).await.body;
    let screen = kept.split("href=\"").find(|part| part.contains("/screen/")).unwrap();
    let screen = node.get(screen.split('"').next().unwrap(), "").await;
    check_page(&screen.body, "ar");
    assert!(screen.body.contains("class=\"qr\"") && !screen.body.contains("مشارك"));
    node.end().await;
}

#[tokio::test]
async fn an_invitation_is_answered_without_an_account_and_a_delegate_gets_a_number() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let mut moved = CALL.to_vec();
    moved[5] = ("day_d", "29");
    node.post(&path, &cookie, &moved).await;
    let id = id_of(&path);
    let entities = partners(&node, 1).await;
    seated(&node, id, &[(entities[0], 1)]).await;
    let party = entities[0].to_text();
    let full = node
        .post(&format!("{path}/guests"), &cookie, &[("party", &party), ("name_ar", "زائدة")])
        .await;
    assert_eq!(full.status, 409, "no seat is left");
    let badge =
        node.app.store.read(move |tx| store::guests(tx, id)).await.unwrap()[0].badge.clone();
    let reply = format!("{}/reply", path.replace("/meetings/", "/attendance/"));
    check_page(&node.get(&format!("{reply}?b={badge}"), "").await.body, "ar");
    let strange = node.post(&reply, "", &[("badge", "ABCD2345"), ("answer", "ACCEPTED")]).await;
    assert_eq!(strange.status, 422);
    let unnamed = node.post(&reply, "", &[("badge", &badge), ("answer", "DELEGATE")]).await;
    assert_eq!(unnamed.status, 422);
    let form = [("badge", badge.as_str()), ("answer", "DELEGATE"), ("name_ar", "نائبة")];
    let sent = node.post(&reply, "", &form).await;
    check_page(&sent.body, "ar");
    assert_eq!(node.post(&reply, "", &form).await.status, 409, "one delegate for one seat");
    let all = guests::all(&node.app, id).await.unwrap();
    assert_eq!(all.len(), 2);
    let delegate = all.iter().find(|one| one.guest.badge != badge).unwrap();
    assert!(sent.body.contains(&delegate.guest.badge));
    assert_eq!(delegate.text.instead_of, "مشارك 0");
    for (rest, name) in
        [("guests", "نائبة"), ("badges", "نائبة"), ("sheet", "نائبة"), ("letters", "نائبة")]
    {
        let page = node.get(&format!("{path}/{rest}"), &cookie).await;
        check_page(&page.body, "ar");
        assert!(page.body.contains(name), "{rest}");
    }
    // Names are for whoever keeps the meeting.
    let clerk = node.worker("clerk", &["INTAKE"]).await;
    let reads = node.sign_in(&clerk).await;
    for rest in ["guests", "badges", "sheet", "letters"] {
        assert_eq!(node.get(&format!("{path}/{rest}"), &reads).await.status, 403);
    }
    let counts = node.get(&format!("{path}/seats"), &reads).await;
    check_page(&counts.body, "ar");
    assert!(!counts.body.contains("نائبة"));
    node.end().await;
}

#[tokio::test]
async fn failure_square_shared_outside_a_screenshot_is_refused_after_thirty_seconds() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    seated(&node, id, &[(party, 1)]).await;
    let badge = guests_of(&node.app, id).await[0].0.clone();
    let door = path.replace("/meetings/", "/attendance/");
    // The square as a telephone in the room takes its picture: the address in it holds the code.
    let kept = node.get(&path, &cookie).await.body;
    let screen = kept.split("href=\"").find(|part| part.contains("/screen/")).unwrap();
    let screen = node.get(screen.split('"').next().unwrap(), "").await.body;
    let code = attendance::code(&key(&node.app, id), NOW.0);
    let (first, last) = code.split_at(4);
    assert!(screen.contains(&format!("{first} {last}")));
    // Sent to somebody outside, who opens it half a minute later.
    node.app.clock.set(Some(Millis(NOW.0 + 30_000)));
    let page = node.get(&format!("{door}?c={code}"), "").await;
    check_page(&page.body, "ar");
    let late = node.post(&door, "", &[("badge", &badge), ("code", &code)]).await;
    assert_eq!(late.status, 422);
    check_page(&late.body, "ar");
    assert!(late.body.contains("تغيّر الرمز"), "it says what to do");
    let counts = node.app.store.read(move |tx| store::counts(tx, id)).await.unwrap();
    assert_eq!(counts.present, 0);
    // And once more after the ten minutes for which old codes are told apart.
    node.app.clock.set(Some(Millis(NOW.0 + 3_600_000)));
    let later = node.post(&door, "", &[("badge", &badge), ("code", &code)]).await;
    assert_eq!(later.status, 422);
    node.end().await;
}

#[tokio::test]
async fn failure_square_shared_outside_one_telephone_records_one_person_and_each_counts_once() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    seated(&node, id, &[(party, 2)]).await;
    let badges: Vec<String> =
        guests_of(&node.app, id).await.into_iter().map(|(badge, _)| badge).collect();
    let door = path.replace("/meetings/", "/attendance/");
    let code = attendance::code(&key(&node.app, id), NOW.0);
    let enter = async |badge: &str, held: &str| {
        let form = [("badge", badge), ("code", code.as_str())];
        node.post_holding(&door, held, &form).await
    };
    let (here, held) = enter(&badges[0], "").await;
    assert_eq!(here.status, 200);
    let held = held.expect("the telephone keeps that it was used");
    assert!(!held.contains(&badges[0]), "not whose it is");
    assert_eq!(enter(&badges[0], &held).await.0.status, 200, "the same person again");
    let (other, _) = enter(&badges[1], &held).await;
    assert_eq!(other.status, 422);
    assert!(other.body.contains("سجّل هذا الهاتف حضور شخص آخر"));
    assert_eq!(enter(&badges[1], "").await.0.status, 200, "with a telephone of their own");
    let counts = node.app.store.read(move |tx| store::counts(tx, id)).await.unwrap();
    assert_eq!(counts.present, 2);
    node.end().await;
}

/// The address of the device at the door.
async fn kiosk_path(node: &TestNode, path: &str, cookie: &str) -> String {
    let kept = node.get(path, cookie).await.body;
    let found = kept.split("href=\"").find(|part| part.contains("/kiosk/")).unwrap();
    found.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn arrivals_that_a_kiosk_kept_offline_are_each_counted_once_however_often_they_are_sent() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    seated(&node, id, &[(party, 3)]).await;
    let badges: Vec<String> =
        guests_of(&node.app, id).await.into_iter().map(|(badge, _)| badge).collect();
    let kiosk = kiosk_path(&node, &path, &cookie).await;
    for lang in ["ar", "en"] {
        let page = node.get(&kiosk.replace("/ar/", &format!("/{lang}/")), "").await;
        check_page(&page.body, lang);
        assert!(!page.body.contains("مشارك"), "it knows no names");
    }
    let keeper = kiosk.rsplit_once('/').unwrap().0.to_owned() + "/kept.js";
    assert!(node.get(&keeper, "").await.body.contains("self.addEventListener"));
    let wrong = kiosk.rsplit_once('/').unwrap().0.to_owned() + "/0";
    assert_eq!(node.get(&wrong, "").await.status, 404, "it needs its key");
    assert_eq!(node.post(&wrong, "", &[("badge", badges[0].as_str())]).await.status, 404);

    // Three hours without a network; two badges, one of them read twice, and one that nobody has. Sent twice: the answer was lost.
    let came = |badge: &str, minutes: i64| format!("{badge}@{}", NOW.0 + minutes * 60_000);
    let all = [came(&badges[0], 0), came(&badges[1], 5), came(&badges[0], 9), came("ABCD2345", 10)];
    let sent = (NOW.0 + 3 * 3_600_000).to_string();
    node.app.clock.set(Some(NOW.plus_hours(3)));
    let mut form: Vec<(&str, &str)> = vec![("sent", &sent)];
    form.extend(all.iter().map(|one| ("came", one.as_str())));
    for again in [false, true] {
        let got = node.post(&kiosk, "", &form).await;
        let got: serde_json::Value = serde_json::from_str(&got.body).unwrap();
        let taken: Vec<bool> =
            got["came"].as_array().unwrap().iter().map(|one| one["taken"] == true).collect();
        assert_eq!(taken, [true, true, true, false], "again: {again}");
        let counts = node.app.store.read(move |tx| store::counts(tx, id)).await.unwrap();
        assert_eq!(counts.present, 2);
    }
    let there = node.app.store.read(move |tx| store::presences(tx, id)).await.unwrap();
    let times: Vec<i64> = there.iter().map(|one| (one.at.0 - NOW.0) / 60_000).collect();
    assert_eq!(times, [0, 5], "when they came, not when it was sent");
    assert!(there.iter().all(|one| one.how == "KIOSK"));
    // Without its script the page takes one badge at a time.
    let typed = node.post(&kiosk, "", &[("badge", &badges[2].to_lowercase())]).await;
    check_page(&typed.body, "ar");
    assert!(typed.body.contains("سُجّل حضورك"));
    assert_eq!(node.post(&kiosk, "", &[("sent", "x"), ("came", "y")]).await.status, 400);
    node.end().await;
}

#[tokio::test]
async fn a_kiosk_whose_clock_is_wrong_shifts_no_arrival() {
    use super::kiosk::arrived;
    let minute = 60_000;
    for wrong in [-400 * 86_400_000_i64, -3 * 3_600_000, 0, 7 * minute, 400 * 86_400_000] {
        let (read, sent) = (NOW.0 + wrong, NOW.0 + wrong + 90 * minute);
        assert_eq!(arrived(NOW.plus_minutes(90), sent, read), Some(NOW), "{wrong}");
    }
    // A clock that was set right by a minute changes no day; what was kept too long, or set by hours, counts on none.
    assert_eq!(arrived(NOW, NOW.0, NOW.0 + minute), Some(NOW));
    for read in [NOW.0 - 40 * 3_600_000, NOW.0 + 5 * 3_600_000] {
        assert_eq!(arrived(NOW, NOW.0, read), None);
    }
    assert_eq!(arrived(NOW, i64::MAX, i64::MIN), None);
    // Through the page: a device a year ahead still records today, of the first day.
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    seated(&node, id, &[(party, 1)]).await;
    let badge = guests_of(&node.app, id).await[0].0.clone();
    let kiosk = kiosk_path(&node, &path, &cookie).await;
    let ahead = NOW.0 + 365 * 86_400_000;
    let (sent, came) = (ahead.to_string(), format!("{badge}@{}", ahead - 20 * minute));
    node.post(&kiosk, "", &[("sent", &sent), ("came", &came)]).await;
    let there = node.app.store.read(move |tx| store::presences(tx, id)).await.unwrap();
    assert_eq!((there[0].day, there[0].at), (1, NOW.plus_minutes(-20)));
    node.end().await;
}

#[tokio::test]
async fn contract_a41_an_entity_names_its_own_people_within_its_seats_and_who_may_come_keeps_a_seat()
 {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let mut moved = CALL.to_vec();
    moved[5] = ("day_d", "29");
    node.post(&path, &cookie, &moved).await;
    let id = id_of(&path);
    let parties = partners(&node, 2).await;
    let seats = parties.clone();
    let write = move |tx: &mut dyn crate::db::Tx| {
        seats.iter().try_for_each(|party| store::set_seats(tx, id, *party, 2))
    };
    node.write(write).await.unwrap();
    let page = node.get(&format!("{path}/seats"), &cookie).await.body;
    check_page(&page, "ar");
    let own = format!("/entity/{}/", parties[0].to_text());
    let address = page.split("href=\"").find(|part| part.contains(&own)).unwrap();
    let address = address.split('"').next().unwrap().to_owned();
    check_page(&node.get(&address, "").await.body, "ar");
    let other = address.replace(&parties[0].to_text(), &parties[1].to_text());
    assert_eq!(node.get(&other, "").await.status, 404, "the key is of one entity");
    assert_eq!(node.post(&address, "", &[("name_ar", "")]).await.status, 422);
    let first =
        node.post(&address, "", &[("name_ar", "سعاد الأولى"), ("mail", "s@e.example")]).await;
    check_page(&first.body, "ar");
    let badge = guests_of(&node.app, id).await[0].0.clone();
    assert!(first.body.contains(&badge));
    let second = node.post(&address, "", &[("name_ar", "هند الثانية")]).await;
    assert!(!second.body.contains("سعاد"), "the address may be passed on: it shows no names");
    assert_eq!(node.post(&address, "", &[("name_ar", "زائدة")]).await.status, 409, "two seats");
    // Somebody who may come keeps the seat; who apologises gives it back.
    let reply = format!("{}/reply", path.replace("/meetings/", "/attendance/"));
    let answer = |answer| [("badge", badge.clone()), ("answer", String::from(answer))];
    for (word, named) in [("TENTATIVE", 2), ("APOLOGISED", 1), ("ACCEPTED", 2)] {
        let form = answer(word);
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        check_page(&node.post(&reply, "", &form).await.body, "ar");
        let all = node.app.store.read(move |tx| store::delegations(tx, id)).await.unwrap();
        let own = all.iter().find(|one| one.party == parties[0]).unwrap();
        assert_eq!(own.named, named, "{word}");
    }
    node.app.clock.set(Some(NOW.plus_days(8)));
    assert_eq!(node.post(&address, "", &[("name_ar", "متأخرة")]).await.status, 409);
    node.end().await;
}

#[tokio::test]
async fn the_screen_says_what_is_on_and_how_many_minutes_are_left_of_its_time() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    item(&node, &cookie, &path, "new", &[("begins", "12:00"), ("minutes", "30")]).await;
    let second =
        [("title_ar", "الفرص"), ("title_en", "Chances"), ("begins", "12:45"), ("minutes", "30")];
    item(&node, &cookie, &path, "new", &second).await;
    let meeting = open(&node.app, id_of(&path)).await.unwrap();
    let lines = super::programme::lines(&node.app, &meeting).await.unwrap();
    let stands = |at: Millis| {
        let hour = super::hour::hour(&meeting, &lines, at);
        let told = |one: Option<(&super::programme::Line, i64)>| {
            one.map(|(line, n)| (line.text.title.en.clone(), n))
        };
        (told(hour.now), told(hour.next))
    };
    let said = |title: &str, n| Some((title.to_owned(), n));
    for (seconds, now, next) in [
        (-60, None, said("Strengths", 1)),
        (0, said("Strengths", 30), said("Chances", 45)),
        (29 * 60 + 30, said("Strengths", 1), said("Chances", 16)),
        (30 * 60, None, said("Chances", 15)),
        (60 * 60, said("Chances", 15), None),
        (80 * 60, None, None),
    ] {
        assert_eq!(stands(Millis(NOW.0 + seconds * 1_000)), (now, next), "{seconds}");
    }
    for lang in ["ar", "en"] {
        let page =
            node.get(&format!("{path}/now").replace("/ar/", &format!("/{lang}/")), &cookie).await;
        check_page(&page.body, lang);
        assert!(page.body.contains("نقاط القوة") && page.body.contains("12:45"));
    }
    node.end().await;
}

#[tokio::test]
async fn contract_a41_every_list_answers_in_time_with_ten_times_as_many_entities_and_participants()
{
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let mut entities = partners(&node, 155).await;
    for _ in 0..155 {
        entities.push(partners::identity(node.app.node.id, node.app.clock.new_id()));
    }
    // 8 in 31 delegations have three people, the others two: 70 for 31 entities, here 700 for 310.
    let delegations: Vec<(AgencyId, u16)> = entities
        .iter()
        .enumerate()
        .map(|(n, party)| (*party, if n % 31 < 8 { 3 } else { 2 }))
        .collect();
    seated(&node, id, &delegations).await;
    let all = node.app.store.read(move |tx| store::guests(tx, id)).await.unwrap();
    assert_eq!((delegations.len(), all.len()), (310, 700));
    let write = move |tx: &mut dyn crate::db::Tx| {
        let there = |one: &store::Guest| store::Presence {
            guest: one.id,
            day: 1,
            at: NOW,
            how: "HAND".to_owned(),
        };
        all.iter().try_for_each(|one| store::present(tx, &there(one)).map(|_| ()))
    };
    node.write(write).await.unwrap();
    let counts = node.app.store.read(move |tx| store::counts(tx, id)).await.unwrap();
    assert_eq!(
        (counts.entities, counts.entities_present, counts.named, counts.present),
        (310, 310, 700, 700)
    );
    let sum = node.app.store.read(move |tx| store::delegations(tx, id)).await.unwrap();
    assert_eq!(sum.iter().map(|one| one.present).sum::<u32>(), 700, "the sheet adds up");
    let lists = ["", "/programme", "/seats", "/guests", "/badges", "/sheet"];
    let lists = lists.map(|rest| format!("{path}{rest}"));
    for list in lists.iter().map(String::as_str).chain(["/ar/meetings"]) {
        let page = tokio::time::timeout(BUDGET, node.get(list, &cookie)).await;
        assert_eq!(page.expect("in time").status, 200, "{list}");
    }
    node.end().await;
}
