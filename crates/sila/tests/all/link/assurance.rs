//! A service is confirmed by its owner every ninety days; what nobody has confirmed for a hundred and eighty is found no more. Of
//! its capacity the public is told a word and never a number.

use axum::http::StatusCode;

use super::directory::{get, monthly, post, publish, sign_in};
use super::{Place, worker};

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_confirmed_every_ninety_days_and_found_no_more_after_a_hundred_and_eighty() {
    let dana = Place::make("DANA", true).await;
    let (keeper, aid) = (worker(&dana, "HEAD").await, monthly(&dana));
    publish(&dana, &keeper, &aid, None).await;
    let began = dana.app.clock.now();
    let path = format!("/en/services/{}", aid.id);
    for (days, due, stale) in [(89, false, false), (91, true, false), (181, true, true)] {
        dana.app.clock.set(Some(began.plus_days(days)));
        let cookie = sign_in(&dana, &keeper).await;
        let page = get(&dana, &path, &cookie).await.body;
        assert_eq!(page.contains("To be confirmed"), due, "day {days}");
        assert_eq!(page.contains("Not confirmed for too long"), stale, "day {days}");
        let found = post(&dana, "/en/services", &cookie, "q=Monthly").await.body;
        assert_eq!(found.contains("class=\"shelf\""), !stale, "day {days}: {found}");
    }
    let cookie = sign_in(&dana, &keeper).await;
    let confirmed = post(&dana, &format!("{path}/assurance"), &cookie, "").await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.body);
    let found = post(&dana, "/en/services", &cookie, "q=Monthly").await.body;
    assert!(found.contains("class=\"shelf\""), "it is found again");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_much_room_there_is_is_told_in_a_word_and_in_no_number() {
    let dana = Place::make("DANA", true).await;
    let (keeper, aid) = (worker(&dana, "HEAD").await, monthly(&dana));
    publish(&dana, &keeper, &aid, None).await;
    let page = get(&dana, &format!("/en/directory/{}", aid.id), "").await.body;
    assert!(page.contains("Little room"), "{page}");
    let record = get(&dana, &format!("/hsds/services/{}", aid.id), "").await;
    assert_eq!(record.status, StatusCode::OK, "{}", record.body);
    assert!(record.body.contains("LIMITED"), "the record says the word: {}", record.body);
    for number in ["capacity", "\"available\"", "\"maximum\""] {
        assert!(!page.contains(number) && !record.body.contains(number), "{number}");
    }
}
