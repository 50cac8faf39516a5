//! Two real nodes: a campaign stands when both communication offices have signed it, and each reports of its own part.

use sila::accounts::Worker;
use sila::campaigns::{self, Held, share};
use sila::cases;
use sila::db::DbError;
use sila::records::By;
use sila_core::campaign::{Campaign, Channel, Effect, Report, Source, Survey, Task, Way};
use sila_core::codes::{Category, Evidence, LawfulBasis, Urgency};
use sila_core::disclosure::{Disclosure, Safety};
use sila_core::partnership::Words;
use sila_core::permission::Permission;
use sila_core::residence::Residence;
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::Word;

use super::super::support::waiting::until;
use super::partnership::line_leads_to;
use super::{Place, SOON, agree, linked, worker};

fn plan(dana: AgencyId, marsa: AgencyId, now: Millis) -> Campaign {
    let words = |ar: &str, en: &str| Words { ar: ar.to_owned(), en: en.to_owned() };
    let (some, begins) = (|| words("نص", "Words"), now.uae_date().plus_days(2));
    let task = |owner| Task { owner, what: some(), due: begins };
    Campaign {
        title: words("صمتك ليس أمانهم", "Your silence is not their safety"),
        audience: words("معلمو المدارس", "school teachers"),
        objective: some(),
        outputs: some(),
        outtakes: some(),
        outcomes: some(),
        impact: some(),
        begins,
        ends: begins.plus_days(20),
        helpline: words("تجريبي", "DEMO"),
        messages: vec![words("لا تصمت: تجريبي", "Do not be silent: DEMO")],
        channels: vec![Channel::new(Way::Schools, dana, begins)],
        tasks: vec![task(dana), task(marsa)],
        with: Vec::new(),
        nobody_in_it: true,
    }
}

fn by(place: &Place, worker: &Worker) -> By {
    By { worker: Some(worker.id), now: place.app.clock.now() }
}

async fn bring(places: [&Place; 2]) {
    for place in places {
        share::bring(&place.app).await.unwrap();
    }
}

async fn standing(place: &Place, id: RecordId) -> Held {
    until("the campaign stands", SOON, || async {
        campaigns::open(&place.app, id).await.ok().filter(Held::stands)
    })
    .await
}

async fn arrived(place: &Place, id: RecordId) -> Held {
    until("the campaign has arrived", SOON, || async {
        bring([place, place]).await;
        campaigns::open(&place.app, id).await.ok()
    })
    .await
}

/// What `party` has reported, as this place holds it.
async fn said(place: &Place, id: RecordId, party: AgencyId) -> Option<Report> {
    let read = |tx: &mut dyn sila::db::Tx| -> Result<_, DbError> { campaigns::reports(tx) };
    let mut all = place.app.store.read(read).await.unwrap();
    all.remove(&(id, party)).map(|(_, report)| report)
}

async fn same_report(both: [&Place; 2], id: RecordId, wanted: &Report) {
    let party = both[0].app.node.id;
    until("both hold the same report", SOON, || async {
        bring(both).await;
        for place in both {
            if said(place, id, party).await.as_ref() != Some(wanted) {
                return None;
            }
        }
        Some(())
    })
    .await;
}

/// So many cases of nobody, opened at that time.
async fn cases(place: &Place, owner: &Worker, opened: Millis, count: usize) {
    for _ in 0..count {
        let known = nobody(place, opened);
        let (app, urgency) = (&place.app, Urgency::Routine);
        let case =
            cases::compose(app, &known, Category::Child, urgency, owner.id, None, opened).unwrap();
        let write = move |tx: &mut dyn sila::db::Tx| cases::store::insert(tx, &case);
        app.store.write(write).await.unwrap();
    }
}

fn nobody(place: &Place, at: Millis) -> Disclosure {
    Disclosure {
        people: Vec::new(),
        residence: Residence {
            area: None,
            evidence: Evidence::Nothing,
            usual_home: false,
            present_area: None,
            stay_days: None,
            risk_near_home: false,
        },
        safety: Safety {
            immediate_danger: false,
            safe_to_talk: false,
            safe_contact: None,
            plan: None,
        },
        harm: Vec::new(),
        needs: Vec::new(),
        wishes: None,
        no_wishes: None,
        unwanted: None,
        account: None,
        permission: Permission {
            basis: LawfulBasis::SocialCare,
            form: None,
            recipient: place.app.node.id,
            purpose: Vec::new(),
            fields: Vec::new(),
            witness: None,
            given_at: at,
            expires_at: at,
            onward: Vec::new(),
        },
        documents: Vec::new(),
        salt: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b16_both_communication_offices_sign_and_both_nodes_show_the_uplift_without_small_numbers()
 {
    let (dana, marsa) = linked(true).await;
    let (both, ids) = ([&dana, &marsa], [dana.app.node.id, marsa.app.node.id]);
    let (writer, reader) =
        (worker(&dana, "COMMUNICATION").await, worker(&marsa, "COMMUNICATION").await);
    let plan = plan(ids[0], ids[1], dana.app.clock.now());
    let early = campaigns::propose(&dana.app, plan.clone(), &ids[1..], by(&dana, &writer)).await;
    assert_eq!(early.unwrap_err().code, "referral.no_agreement");
    agree(&dana, &marsa).await;

    let mut silent = plan.clone();
    silent.messages[0].en = "Do not be silent".to_owned();
    let silent = campaigns::propose(&dana.app, silent, &ids[1..], by(&dana, &writer)).await;
    assert_eq!(
        silent.unwrap_err().code,
        "campaign.unfit",
        "nobody is told to speak without a helpline"
    );

    let id = campaigns::propose(&dana.app, plan.clone(), &ids[1..], by(&dana, &writer)).await;
    let id = id.unwrap();
    let found = arrived(&marsa, id).await;
    assert!(
        found.waits_for(ids[1]) && !found.stands(),
        "no node signs for its communication office"
    );
    let mine = campaigns::open(&dana.app, id).await.unwrap();
    assert!(!mine.stands() && !mine.waits_for(ids[0]));
    let report = Report::new(id);
    let early = share::tell(&dana.app, &mine, &report, by(&dana, &writer)).await;
    assert_eq!(early.unwrap_err().code, "page.not_found", "nothing came of what does not stand");
    let now = marsa.app.clock.now();
    let late =
        campaigns::say(&marsa.app, &reader, found.clone(), Word::Sign, now.plus_days(3)).await;
    assert_eq!(late.unwrap_err().code, "campaign.begun");
    campaigns::say(&marsa.app, &reader, found, Word::Sign, now).await.unwrap();
    let (mine, theirs) = (standing(&dana, id).await, standing(&marsa, id).await);
    assert_eq!((&mine.campaign, mine.digest), (&theirs.campaign, theirs.digest));

    // Each reports of its own tasks, and both read it; of another's nobody can.
    let mut report = Report::new(id);
    report.done.insert(1);
    let foreign = share::tell(&dana.app, &mine, &report, by(&dana, &writer)).await;
    assert_eq!(foreign.unwrap_err().code, "page.not_found", "the second task is Marsa's");
    report.done = [0].into();
    report.reached.push((0, 1_200));
    report.sources.insert(0, Source::Counted);
    report.impact = Survey::new(40, 31);
    share::tell(&dana.app, &mine, &report, by(&dana, &writer)).await.unwrap();
    same_report(both, id, &report).await;
    counted(both, &mine, [&writer, &reader], report).await;
    line_leads_to(both, &campaigns::path(id)).await;
}

/// Fourteen days before and after: at Dana nine and twelve, at Marsa nine and three.
async fn counted(both: [&Place; 2], plan: &Held, people: [&Worker; 2], mut report: Report) {
    let ([dana, marsa], [writer, reader], id) = (both, people, plan.record);
    let [(before, begins), _] = plan.campaign.windows();
    cases(dana, writer, before, 9).await;
    cases(dana, writer, begins, 12).await;
    cases(dana, writer, Millis(before.0 - 1), 7).await;
    cases(marsa, reader, Millis(begins.0 - 1), 9).await;
    cases(marsa, reader, begins.plus_days(13), 3).await;
    cases(marsa, reader, begins.plus_days(14), 7).await;
    let over = begins.plus_days(14);
    assert_eq!(
        share::count(&dana.app, Millis(over.0 - 1)).await.unwrap(),
        0,
        "not before they are over"
    );
    assert_eq!(share::count(&dana.app, over).await.unwrap(), 1);
    report.effect = Some(Effect::Shown(9, 12));
    assert_eq!(Effect::of(9, 12).change(), Some(33));
    same_report(both, id, &report).await;
    assert_eq!(share::count(&dana.app, over).await.unwrap(), 0, "it is counted once");
    share::count(&marsa.app, over).await.unwrap();
    let mut other = Report::new(id);
    other.effect = Some(Effect::TooFew);
    same_report([marsa, dana], id, &other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b16_of_two_campaigns_whose_days_overlap_only_the_first_is_counted() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let ids = [dana.app.node.id, marsa.app.node.id];
    let (writer, reader) =
        (worker(&dana, "COMMUNICATION").await, worker(&marsa, "COMMUNICATION").await);
    let first = plan(ids[0], ids[1], dana.app.clock.now());
    let mut second = first.clone();
    second.begins = first.begins.plus_days(1);
    second.channels[0].on = second.begins;
    let mut held = Vec::new();
    for one in [first, second] {
        let id = campaigns::propose(&dana.app, one, &ids[1..], by(&dana, &writer)).await.unwrap();
        let found = arrived(&marsa, id).await;
        let now = marsa.app.clock.now();
        campaigns::say(&marsa.app, &reader, found, Word::Sign, now).await.unwrap();
        held.push(standing(&dana, id).await);
    }
    let [_, (_, over)] = held[1].campaign.windows();
    assert_eq!(share::count(&dana.app, over).await.unwrap(), 2);
    let effects = [Effect::TooFew, Effect::Overlaps];
    for (one, effect) in held.iter().zip(effects) {
        let mut wanted = Report::new(one.record);
        wanted.effect = Some(effect);
        same_report([&dana, &marsa], one.record, &wanted).await;
    }
}
