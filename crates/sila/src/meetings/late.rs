//! Badges that come too late: from a device that was kept too long, or scanned after the meeting. None counts on a day on which
//! nobody knows that its owner was there, and each is answered so that it can be set right by hand.

use sila_core::MeetingId;
use sila_core::Millis;

use super::door::{Entry, enter, key};
use super::kiosk::{Came, arrived, take};
use super::open;
use super::store;
use super::tests::{called, guests_of, id_of, node, partners, seated};
use crate::testing::{NOW, TestNode, check_page};

async fn days(node: &TestNode, id: MeetingId) -> Vec<u16> {
    let there = node.app.store.read(move |tx| store::presences(tx, id)).await.unwrap();
    there.iter().map(|one| one.day).collect()
}

#[tokio::test]
async fn failure_late_scan_counted_on_another_day_a_late_badge_counts_on_its_own_or_on_none() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    seated(&node, id, &[(party, 3)]).await;
    let meeting = open(&node.app, id).await.unwrap();
    let badges: Vec<String> =
        guests_of(&node.app, id).await.into_iter().map(|(badge, _)| badge).collect();
    let send = async |badge: &str, now: Millis, at: Option<Millis>| {
        let came = vec![(badge.to_owned(), at)];
        take(&node.app, &meeting, came, now).await.unwrap()[0]
    };
    // Read on the first day and handed over on the second, and in the night after the last: the first day counts.
    let (second, after) = (NOW.plus_hours(26), meeting.day(3).plus_hours(5));
    let read = arrived(second, second.0, NOW.0);
    assert_eq!(send(&badges[0], second, read).await, Came::Here);
    assert_eq!(days(&node, id).await, [1]);
    let on_second = meeting.day(2).plus_hours(10);
    assert_eq!(send(&badges[1], after, arrived(after, after.0, on_second.0)).await, Came::Here);
    assert_eq!(days(&node, id).await, [1, 2]);
    // Kept for two days, and read when all was over: neither is put on the day on which it came in.
    let kept = arrived(on_second, on_second.0, on_second.0 - 40 * 3_600_000);
    assert_eq!(send(&badges[2], on_second, kept).await, Came::TooLate);
    assert_eq!(send(&badges[2], after, Some(after)).await, Came::TooLate);
    let before = meeting.day(1).plus_minutes(-1);
    assert_eq!(send(&badges[2], before, Some(before)).await, Came::NotThen);
    assert_eq!(days(&node, id).await, [1, 2]);
    // The code of the screen says the same on a telephone.
    let code = sila_seal::attendance::code(&key(&node.app, id), after.0);
    let entry = enter(&node.app, &meeting, &badges[2], &code, after).await.unwrap();
    assert_eq!(entry, Entry::TooLate);
    node.end().await;
}

#[tokio::test]
async fn what_came_too_late_is_said_plainly_and_ticked_by_hand_for_the_day_of_the_paper_list() {
    let (node, cookie) = node().await;
    let path = called(&node, &cookie).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    seated(&node, id, &[(party, 1)]).await;
    let badge = guests_of(&node.app, id).await[0].0.clone();
    let page = node.get(&path, &cookie).await.body;
    let kiosk = page.split("href=\"").find(|part| part.contains("/kiosk/")).unwrap();
    let kiosk = kiosk.split('"').next().unwrap().to_owned();
    node.app.clock.set(Some(NOW.plus_days(5)));
    let later = node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&later).await;
    let seen = node.post(&kiosk, "", &[("badge", badge.as_str())]).await;
    check_page(&seen.body, "ar");
    assert!(seen.body.contains("فات أوان التسجيل هنا"), "{}", seen.body);
    assert!(days(&node, id).await.is_empty());

    let guests = node.get(&format!("{path}/guests"), &cookie).await.body;
    check_page(&guests, "ar");
    assert!(guests.contains("name=\"day\" value=\"2\""), "both days can be ticked");
    let guest = node.app.store.read(move |tx| store::guests(tx, id)).await.unwrap()[0].id;
    let tick = format!("{path}/guests/{guest}");
    let on = |day: &'static str| [("act", "PRESENT"), ("day", day)];
    assert_eq!(node.post(&tick, &cookie, &on("3")).await.status, 409, "it has two days");
    assert_eq!(node.post(&tick, &cookie, &[("act", "PRESENT")]).await.status, 409);
    assert_eq!(node.post(&tick, &cookie, &on("2")).await.status, 303);
    assert_eq!(days(&node, id).await, [2]);
    node.end().await;
}
