//! Dignity: what the person wants is written down, or why it could not be asked, before anything is referred; and whoever lacks
//! social care is a class of its own.

use sila_core::codes::{Category, NoWishes};
use sila_core::field::Field;
use sila_core::ids::CaseId;

use super::{Desk, errors_of, need, person, safety, sharing};
use crate::accounts::store as accounts;
use crate::cases::{self, CaseRecord};
use crate::intake::route;
use crate::problem::Problem;
use crate::referrals::{self, Asked};
use crate::testing::{NOW, check_page};

async fn record(desk: &Desk, location: &str) -> CaseRecord {
    let id: CaseId = location.rsplit('/').next().unwrap().parse().unwrap();
    let found = desk.node.write(|tx| accounts::by_name(tx, "reem")).await.unwrap();
    cases::open_record(&desk.node.app, &found.unwrap().worker, id).await.unwrap()
}

/// Step 3 without the wishes.
fn silent(reason: &'static str) -> super::Typed {
    let mut typed = need();
    typed.retain(|(name, _)| *name != "wishes");
    typed.push(("no_wishes", reason));
    typed
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b11_nothing_is_referred_before_the_wishes_are_written_down_or_why_not() {
    let (desk, dana) = Desk::linked().await;
    desk.post(1, &safety()).await;
    desk.post(2, &person()).await;
    for reason in ["", "LATER"] {
        let got = desk.post(3, &silent(reason)).await;
        assert_eq!(got.status, 422, "{reason}");
        assert!(errors_of(&got.body).contains("href=\"#wishes\""), "{reason}");
    }
    let sent = desk.post(5, &[("act", "send")]).await;
    assert_eq!(sent.location, desk.path("ar", 3), "the form does not pass by it");
    assert_eq!(desk.post(3, &silent("UNABLE")).await.location, desk.path("ar", 4));
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    for lang in ["ar", "en"] {
        check_page(&desk.page(lang, 3).await, lang);
        check_page(&desk.page(lang, 5).await, lang);
    }
    assert!(desk.page("en", 5).await.contains("Cannot say it now"));
    let opened = desk.post(5, &[("act", "open")]).await;
    let kept = record(&desk, &opened.location).await;
    assert_eq!(
        (kept.disclosure.no_wishes, &kept.disclosure.wishes),
        (Some(NoWishes::Unable), &None)
    );
    let page = desk.node.get(&opened.location, &desk.cookie).await.body;
    assert!(page.contains("لا يستطيع التعبير الآن"), "the page of the case says why");

    // Whatever way a referral is begun, it is refused where neither is written down.
    let app = &desk.node.app;
    let worker = desk.node.write(|tx| accounts::by_name(tx, "reem")).await.unwrap().unwrap().worker;
    let mut known = kept.disclosure.clone();
    known.permission.recipient = dana;
    known.permission.fields = vec![Field::Name, Field::Wishes];
    let routing = route::of(app, &known.residence, &known.needs, NOW).await.unwrap();
    let way = routing.route(dana, None).unwrap();
    let mut found = Vec::new();
    for (wishes, why) in
        [(None, None), (None, Some(NoWishes::Unsafe)), (Some("أن تبقى قرب أمها".to_owned()), None)]
    {
        (known.wishes, known.no_wishes) = (wishes, why);
        let asked = Asked {
            case: kept.row.id,
            disclosure: &known,
            category: Category::Woman,
            urgency: sila_core::codes::Urgency::Urgent,
            services: &known.needs,
            fields: &[Field::Name, Field::Wishes],
            route: &way,
            listed: None,
            back: None,
        };
        let composed: Result<_, Problem> = referrals::compose(app, &worker, &asked, NOW).await;
        found.push(composed.err().map(|problem| problem.code));
    }
    assert_eq!(found, [Some("referral.no_wishes".to_owned()), None, None]);
    desk.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b11_lacking_social_care_is_a_class_of_its_own() {
    let desk = Desk::new().await;
    desk.post(1, &safety()).await;
    desk.post(2, &person()).await;
    for (lang, words) in [("ar", "فاقد رعاية اجتماعية"), ("en", "Person lacking social care")]
    {
        let page = desk.page(lang, 3).await;
        let shown = page.split_once("value=\"LACKCARE\"").unwrap().1;
        let shown: String = shown.chars().take(100).collect();
        assert!(shown.contains(words), "{lang}: {shown}");
    }
    let mut typed = need();
    typed.retain(|(name, _)| *name != "category");
    typed.push(("category", "LACKCARE"));
    desk.post(3, &typed).await;
    desk.post_owned(4, &sharing("here")).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    assert_eq!(record(&desk, &opened.location).await.row.category, Category::LackingCare.code());
    let list = desk.node.get("/en/cases?category=LACKCARE", &desk.cookie).await.body;
    let others = desk.node.get("/en/cases?category=FAMILY", &desk.cookie).await.body;
    assert!(list.contains("C-26-00001") && !others.contains("C-26-00001"));
    desk.node.end().await;
}
