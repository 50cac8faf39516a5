//! From an idea of a telephone and from a need of the community to a campaign that both offices sign, through the forms, and back.

use sila::accounts::Worker;
use sila::app::App;
use sila::campaigns::{self, Held, share};
use sila::ideas::answers::{CAMPAIGN, turned};
use sila::themes;
use sila_core::RecordId;
use sila_link::record::Word;

use super::super::support::waiting::until;
use super::directory::{get, post, sign_in};
use super::{Place, SOON, agree, ideas, linked, worker};

const IDEA: &str = "حملة عن أرقام الطوارئ في المدارس";
const NEED: &str = "معلمون يعرفون بمن يتصلون";

/// The fields of a form as a browser sends them.
fn encoded(fields: &[(String, String)]) -> String {
    let part = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let fields = fields.iter().map(|(name, value)| format!("{}={}", part(name), part(value)));
    fields.collect::<Vec<_>>().join("&")
}

/// What the form of a campaign is sent with, by Dana to Marsa.
fn form(dana: &Place, marsa: &Place, seed: &str, title: &str) -> String {
    let mut fields = vec![("seed".to_owned(), seed.to_owned())];
    let mut add = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    add("parties", &marsa.app.node.id.to_text());
    for name in
        ["audience", "objective", "outputs", "outtakes", "outcomes", "impact", "task1", "task2"]
    {
        add(&format!("{name}_ar"), "نص تجريبي");
        add(&format!("{name}_en"), "Demonstration");
    }
    add("title_ar", title);
    add("title_en", "A campaign");
    add("helpline_ar", "تجريبي");
    add("helpline_en", "DEMO");
    add("message1_ar", "لا تصمت: تجريبي");
    add("message1_en", "Do not be silent: DEMO");
    add("nobody", "yes");
    add("way1", "SCHOOLS");
    add("way1_owner", "us");
    add("task1_owner", "us");
    add("task2_owner", &marsa.app.node.id.to_text());
    let first = dana.app.clock.now().uae_date().plus_days(3);
    for (name, day) in [
        ("begins", first),
        ("ends", first.plus_days(10)),
        ("way1_on", first),
        ("task1_due", first),
        ("task2_due", first),
    ] {
        add(&format!("{name}_d"), &day.day.to_string());
        add(&format!("{name}_m"), &day.month.to_string());
        add(&format!("{name}_y"), &day.year.to_string());
    }
    encoded(&fields)
}

/// A campaign made with the form that was opened from there; the words were in it already.
async fn made(
    (dana, marsa): (&Place, &Place),
    cookie: &str,
    (seed, words): (&str, &str),
) -> RecordId {
    let opened = get(dana, &format!("/ar/campaigns/new?seed={seed}"), cookie).await.body;
    assert!(opened.contains(words) && opened.contains(&format!("value=\"{seed}\"")), "{seed}");
    let sent = post(dana, "/ar/campaigns", cookie, &form(dana, marsa, seed, words)).await;
    let id = sent.location.strip_prefix("/ar/campaigns/").map(str::to_owned);
    id.unwrap_or_else(|| panic!("{seed}: {}", sent.body)).parse().unwrap()
}

async fn held(app: &App, id: RecordId, is: impl Fn(&Held) -> bool) -> Held {
    until("the campaign is as it should be", SOON, || async {
        share::bring(app).await.unwrap();
        campaigns::open(app, id).await.ok().filter(&is)
    })
    .await
}

/// The other office signs it, and it stands at both.
async fn signed((dana, marsa): (&Place, &Place), theirs: &Worker, id: RecordId) {
    let waits = held(&marsa.app, id, |one| one.waits_for(marsa.app.node.id)).await;
    let now = marsa.app.clock.now();
    campaigns::say(&marsa.app, theirs, waits, Word::Sign, now).await.unwrap();
    for place in [dana, marsa] {
        held(&place.app, id, Held::stands).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_made_from_a_telephones_idea_or_a_need_is_signed_by_both_and_leads_back_to_it() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let both = (&dana, &marsa);
    let keeper = ideas::officer(&dana).await;
    let room = ideas::open(&dana, &keeper).await;
    let phone = ideas::seat(&dana, &room, "هيئة الواحة").await;
    let idea = ideas::says(&dana, (&room, &phone, &keeper), None, IDEA).await;
    let keeps = sign_in(&dana, &keeper).await;
    let words =
        [("text_ar".to_owned(), NEED.to_owned()), ("text_en".to_owned(), "Need".to_owned())];
    assert_eq!(post(&dana, "/ar/needs", &keeps, &encoded(&words)).await.location, "/ar/needs");
    let need = dana.app.store.read(themes::store::needs).await.unwrap()[0].id;

    let (ours, theirs) =
        (worker(&dana, "COMMUNICATION").await, worker(&marsa, "COMMUNICATION").await);
    let cookie = sign_in(&dana, &ours).await;
    let of_idea = made(both, &cookie, (&format!("idea:{idea}"), IDEA)).await;
    let of_need = made(both, &cookie, (&format!("need:{need}"), NEED)).await;
    signed(both, &theirs, of_idea).await;

    // From the campaign back to the telephone that said it, with its entity, and from the idea to the campaign.
    let idea_page = format!("/ar/ideas/{}/ideas/{idea}", room.id);
    let page = get(&dana, &format!("/ar/campaigns/{of_idea}"), &cookie).await.body;
    assert!(page.contains("هيئة الواحة") && page.contains(&format!("href=\"{idea_page}\"")));
    let origin = turned::origins(&dana.app, CAMPAIGN, of_idea.0).await.unwrap().remove(0);
    assert_eq!((origin.id, origin.text.as_str()), (idea, IDEA));
    assert_eq!(origin.said.by.entity, "هيئة الواحة");
    let page = get(&dana, &idea_page, &keeps).await.body;
    assert!(page.contains(&format!("href=\"/ar/campaigns/{of_idea}\"")), "{page}");
    // The same for what began from a need.
    let page = get(&dana, &format!("/ar/campaigns/{of_need}"), &cookie).await.body;
    assert!(page.contains(NEED) && page.contains("href=\"/ar/needs\""));
    let page = get(&dana, "/ar/needs", &keeps).await.body;
    assert!(page.contains(&format!("href=\"/ar/campaigns/{of_need}\"")), "{page}");
}
