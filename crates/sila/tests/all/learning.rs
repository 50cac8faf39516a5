//! The courses, campaigns, practices and the study of the demonstration play as they were written down: TR-1 to TR-3, CA-1 and CA-2,
//! BP-1 to BP-4, RS-1. The demonstration is made once and walked by the people of its script.

use std::collections::BTreeSet;

use sila::accounts::{self, Worker};
use sila::agreements;
use sila::app::App;
use sila::campaigns::{self, Held};
use sila::clock::Clock;
use sila::config::Config;
use sila::db::{DbError, Tx};
use sila::demo::{self, Wish};
use sila::knowledge::store::Asked;
use sila::knowledge::{self, PUBLISHED, item};
use sila::research::{self, extract};
use sila::training::{self, COMPLETED, Open, certificate, store};
use sila_core::campaign::Survey;
use sila_core::extract::GROUP_MIN;
use sila_core::training::Enrolment;
use sila_link::record::Word;

use super::demo::free_port;

/// The nodes of the demonstration.
struct Nodes(Vec<App>);

impl Nodes {
    fn of(&self, code: &str) -> &App {
        self.0.iter().find(|app| app.node.agency.code == code).unwrap()
    }

    async fn worker(&self, code: &str) -> Worker {
        for app in &self.0 {
            let all = app.store.read(accounts::store::all).await.unwrap();
            let found = all.into_iter().find(|one| one.user_name == code.to_lowercase());
            if let Some(found) = found {
                return found;
            }
        }
        panic!("nobody is {code}")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tr_1_to_3_ca_1_and_2_bp_1_to_4_and_rs_1_play_as_written() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("demo");
    let script = demo::script::Script::read().unwrap();
    let wish = Wish { dir: &dir, port: Some(free_port()), reset: false };
    demo::prepare(&script, &wish).await.unwrap();
    let mut all = Vec::new();
    for node in &script.nodes {
        let config = Config::at(dir.join(&node.code), "127.0.0.1:0".parse().unwrap());
        all.push(App::open(config, Clock::default()).await.unwrap());
    }
    let nodes = Nodes(all);
    tr_1_the_sixth_enrolment_of_the_other_party_waits(&nodes).await;
    tr_2_there_is_a_certificate_only_after_attendance(&nodes).await;
    tr_3_the_other_party_is_reminded_of_its_seats(&nodes).await;
    ca_1_both_communication_officers_approve_and_no_partner_without_an_agreement(&nodes).await;
    ca_2_impact_is_what_a_survey_found(&nodes).await;
    bp_1_to_4_are_reviewed_by_two_agencies_and_used_as_written(&nodes).await;
    rs_1_a_cell_of_three_is_suppressed_and_its_complement_too(&nodes).await;
}

async fn course(app: &App, title: &str) -> Open {
    let all = app.store.read(store::courses).await.unwrap();
    let mut all = all.into_iter().map(|stored| training::opened(stored).unwrap());
    all.find(|one| one.course.title.en == title).unwrap()
}

async fn enrolled(app: &App, found: &Open) -> Vec<store::Enrolled> {
    let id = found.stored.id;
    app.store.read(move |tx| store::of_course(tx, id)).await.unwrap()
}

fn count(all: &[store::Enrolled], guests: bool, state: Enrolment) -> usize {
    all.iter().filter(|one| one.worker.is_none() == guests && one.state == state).count()
}

async fn tr_1_the_sixth_enrolment_of_the_other_party_waits(nodes: &Nodes) {
    let (host, guest) = (nodes.of("MARSA"), nodes.of("DANA"));
    let title = "The safe first interview";
    let (found, theirs) = (course(host, title).await, course(guest, title).await);
    assert_eq!((found.course.seats, found.course.quiz.len()), (24, 3));
    let kept = {
        let id = found.stored.id;
        host.store.read(move |tx| store::kept(tx, id)).await.unwrap()
    };
    assert_eq!(kept.get(&guest.node.id), Some(&5));
    let all = enrolled(host, &found).await;
    assert_eq!(all.iter().filter(|one| one.worker.is_none()).count(), 6);
    assert_eq!(count(&all, true, Enrolment::Waitlisted), 1, "the sixth waits");
    // At their own node they are people with accounts, and stand the same.
    let there = enrolled(guest, &theirs).await;
    for (state, wanted) in
        [(Enrolment::FullyAttended, 4), (Enrolment::NoShow, 1), (Enrolment::Waitlisted, 1)]
    {
        assert_eq!((count(&all, true, state), count(&there, false, state)), (wanted, wanted));
    }

    // It is over: whoever was there in full gets a certificate, which holds until a symbol of it is changed.
    let (keeper, now) = (nodes.worker("M-PART").await, host.clock.now());
    let early = certificate::give(host, &keeper, &found, now).await.unwrap_err();
    assert_eq!(early.code, "training.not_held");
    training::move_on(host, &keeper, found, COMPLETED, now).await.unwrap();
    let found = course(host, title).await;
    assert_eq!(certificate::give(host, &keeper, &found, now).await.unwrap(), 5);
    let all = enrolled(host, &found).await;
    for one in &all {
        assert_eq!(one.token.is_some(), one.state == Enrolment::Certified, "{:?}", one.state);
    }
    let token = all.into_iter().find_map(|one| one.token).unwrap();
    assert!(certificate::check(host, &token).await.unwrap().is_some());
    assert!(certificate::check(guest, &token).await.unwrap().is_some(), "at the other node too");
    let last = if token.ends_with('0') { "G" } else { "0" };
    let changed = format!("{}{last}", &token[..token.len() - 1]);
    assert!(certificate::check(guest, &changed).await.unwrap().is_none());
}

async fn tr_2_there_is_a_certificate_only_after_attendance(nodes: &Nodes) {
    let host = nodes.of("DANA");
    let found = course(host, "Data confidentiality in social work").await;
    let all = enrolled(host, &found).await;
    assert_eq!(count(&all, true, Enrolment::Booked), 3);
    let keeper = nodes.worker("D-PART").await;
    let refused = certificate::give(host, &keeper, &found, host.clock.now()).await.unwrap_err();
    assert_eq!(refused.code, "training.not_held");
    assert!(all.iter().all(|one| one.token.is_none()));
}

async fn tr_3_the_other_party_is_reminded_of_its_seats(nodes: &Nodes) {
    let (host, guest) = (nodes.of("DANA"), nodes.of("MARSA"));
    let found = course(host, "Protecting senior citizens from neglect").await;
    let begins = found.course.starts_at;
    let (me, now) = (guest.node.id, guest.clock.now());
    let unused = move |until| {
        let read = move |tx: &mut dyn Tx| store::unused(tx, me, now, until);
        guest.store.read(read)
    };
    let before = unused(begins.plus_minutes(-1)).await.unwrap();
    assert_eq!(unused(begins).await.unwrap() - before, 1, "four seats, and nobody has asked");
    let (own, me) = (nodes.of("DANA"), host.node.id);
    let read = move |tx: &mut dyn Tx| store::unused(tx, me, now, begins);
    assert_eq!(own.store.read(read).await.unwrap(), 0, "the host is not reminded");
}

async fn campaign(app: &App, title: &str) -> Held {
    let all = app.store.read(campaigns::all).await.unwrap();
    all.into_iter().find(|one| one.campaign.title.en == title).unwrap()
}

async fn ca_1_both_communication_officers_approve_and_no_partner_without_an_agreement(
    nodes: &Nodes,
) {
    let (dana, marsa) = (nodes.of("DANA"), nodes.of("MARSA"));
    let title = "Your silence is not their safety";
    let (mine, theirs) = (campaign(dana, title).await, campaign(marsa, title).await);
    assert_eq!(theirs.campaign.audience.en, "school teachers");
    assert!(!mine.stands() && theirs.waits_for(marsa.node.id), "Dana alone has signed");
    let officer = nodes.worker("M-COMM").await;
    let (id, now) = (theirs.record, marsa.clock.now());
    campaigns::say(marsa, &officer, theirs, Word::Sign, now).await.unwrap();
    assert!(campaigns::open(marsa, id).await.unwrap().stands(), "now both have");

    // The agreement of community sponsorship has expired: P31 stands in the directory and in no agreement that is in force.
    let listed = dana.store.read(sila::partners::store::all).await.unwrap();
    let sponsor = listed.iter().find(|one| one.code == "P31").unwrap();
    let in_force = agreements::in_force(dana, now).await.unwrap();
    assert!(in_force.iter().all(|one| one.peer != sponsor.id));
    assert!(mine.campaign.with.is_empty());
}

async fn ca_2_impact_is_what_a_survey_found(nodes: &Nodes) {
    for code in ["DANA", "MARSA"] {
        let app = nodes.of(code);
        let held = campaign(app, "A home for all").await;
        assert!(held.stands(), "{code}");
        let (id, dana) = (held.record, nodes.of("DANA").node.id);
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            Ok(campaigns::reports(tx)?.remove(&(id, dana)))
        };
        let (_, report) = app.store.read(read).await.unwrap().unwrap();
        assert_eq!(report.impact, Survey::new(58, 41), "{code} reads the same survey");
        assert_eq!(report.impact.and_then(Survey::share), Some(70));
    }
}

/// Title, whose, and who uses it.
const PRACTICES: [(&str, &str, &[&str]); 4] = [
    ("Ask ‘what do you not want to happen?’ in the first interview", "MARSA", &["DANA"]),
    ("Joint visit within 48 hours after leaving", "DANA", &["MARSA"]),
    ("Small card of agreed words for safe contact", "MARSA", &["DANA", "NASEEM"]),
    ("List of what is never asked twice", "DANA", &[]),
];

async fn bp_1_to_4_are_reviewed_by_two_agencies_and_used_as_written(nodes: &Nodes) {
    for (title, origin, users) in PRACTICES {
        let app = nodes.of(origin);
        let mut found = None;
        for stored in
            app.store.read(|tx| knowledge::store::shelf(tx, &Asked::default())).await.unwrap()
        {
            let text = knowledge::seen(app, &stored).unwrap().unwrap();
            if text.en.title == title {
                found = Some(stored);
            }
        }
        let stored = found.unwrap_or_else(|| panic!("{title}"));
        assert_eq!((stored.state.as_str(), stored.origin), (PUBLISHED, app.node.id), "{title}");
        let id = stored.id;
        let reviews = app.store.read(move |tx| knowledge::store::reviews(tx, id)).await.unwrap();
        let agencies: BTreeSet<_> = reviews.iter().map(|one| one.agency).collect();
        assert_eq!(agencies.len(), 2, "{title}");
        let adopted = app.store.read(move |tx| knowledge::store::adoptions(tx, id)).await.unwrap();
        let adopted: BTreeSet<_> = adopted.iter().map(|one| one.0).collect();
        let wanted: BTreeSet<_> = users.iter().map(|code| nodes.of(code).node.id).collect();
        assert_eq!(adopted, wanted, "{title}");
        assert_eq!(usize::try_from(stored.adopted).unwrap(), users.len(), "{title}");
        for code in users {
            let theirs =
                nodes.of(code).store.read(move |tx| knowledge::store::of_origin(tx, stored.origin));
            assert!(theirs.await.unwrap().iter().any(|one| one.id == id), "{title} at {code}");
        }
        assert!(item::persistent(origin, id).starts_with(&format!("sila:{origin}/")));
    }
}

async fn rs_1_a_cell_of_three_is_suppressed_and_its_complement_too(nodes: &Nodes) {
    let app = nodes.of("MARSA");
    let studies = app.store.read(research::store::studies).await.unwrap();
    let study = studies.into_iter().map(|one| research::opened(one).unwrap());
    let study =
        study.into_iter().find(|one| one.study.title.en.starts_with("Effect of the single"));
    let study = study.unwrap();
    assert_eq!(study.study.scope.group_min, GROUP_MIN, "min group 5");
    let given = extract::given(app).await.unwrap();
    let (_, table) = given.iter().find(|(one, _)| one.study == Some(study.stored.id)).unwrap();
    let shown: Vec<&str> = table.lines.iter().map(|line| line.codes[0].as_str()).collect();
    assert!(!shown.contains(&"DOMWORK"), "three domestic workers");
    assert!(!shown.contains(&"CHILD"), "and the smallest other number with them: {shown:?}");
    assert!(shown.contains(&"WOMAN") && table.rest() >= u64::from(GROUP_MIN));

    // All without women and children would be three: what two tables differ by is refused too.
    let researcher = nodes.worker("M-RES").await;
    let mut wanted = table.wanted.clone();
    wanted.categories = ["WOMAN", "CHILD"].map(str::to_owned).into();
    let refused = extract::give(app, &researcher, Some(&study), wanted, app.clock.now()).await;
    assert_eq!(refused.unwrap_err().code, "extract.difference");
}
