//! Deciding about two records: nothing is lost, nothing is asked twice, nobody learns of people they may not know.

use sila_core::codes::{Category, Service, Urgency};
use sila_core::ids::{CaseId, PersonId};
use sila_core::person::{Birth, Person};
use uuid::Uuid;

use super::line::{self, Part};
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::{self, store, tests::disclosure};
use crate::clock::Clock;
use crate::config::Config;
use crate::people::register;
use crate::testing::{NOW, TestNode, check_page};

/// A node with two clerks who may decide, and the worker who takes people in.
struct Office {
    node: TestNode,
    owner: Worker,
    boss: (Worker, String),
    second: (Worker, String),
}

impl Office {
    async fn new() -> Office {
        let node = TestNode::new().await;
        let owner = node.worker("reem", &["INTAKE"]).await;
        let boss = node.worker("amal", &["SUPERVISOR"]).await;
        let second = node.worker("moza", &["SUPERVISOR"]).await;
        let (one, two) = (node.sign_in(&boss).await, node.sign_in(&second).await);
        register::fill(&node.app).await.unwrap();
        Office { node, owner, boss: (boss, one), second: (second, two) }
    }

    async fn take_in(
        &self,
        person: Person,
        category: Category,
        needs: &[Service],
    ) -> (CaseId, PersonId) {
        let mut known = disclosure(&self.node);
        known.people = vec![person];
        known.needs = needs.to_vec();
        let owner = self.owner.id;
        let case =
            cases::compose(&self.node.app, &known, category, Urgency::Urgent, owner, None, NOW);
        let case = case.unwrap();
        let (id, person) = (case.id, case.people[0].0);
        self.node.write(move |tx| store::insert(tx, &case)).await.unwrap();
        register::follow(&self.node.app, id).await;
        (id, person)
    }

    /// Somebody with an ordinary need.
    async fn someone(&self, person: Person) -> PersonId {
        self.take_in(person, Category::Woman, &[Service::Legal]).await.1
    }

    async fn decide(&self, cookie: &str, pair: (PersonId, PersonId), act: &str) -> u16 {
        let path = format!("/en/duplicates/{}/{}", pair.0, pair.1);
        self.node.post(&path, cookie, &[("act", act)]).await.status.as_u16()
    }

    async fn page(&self, person: PersonId) -> String {
        let got = self.node.get(&format!("/en/people/{person}"), &self.boss.1).await;
        assert_eq!(got.status, 200);
        got.body
    }

    async fn parts(&self) -> Vec<Part> {
        let lines = line::all(&self.node.app, &self.boss.0).await.unwrap();
        lines.iter().map(|line| line.part).collect()
    }
}

fn woman(ar: &str, latin: &str, phone: &str) -> Person {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut person = Person::unknown(PersonId(Uuid::nil()));
    (person.name_ar, person.name_latin) = (text(ar), text(latin));
    person.birth = Birth::Exact { y: 1989, m: 10, d: 15 };
    person.sex = sila_core::codes::Sex::Female;
    person.phone = text(phone);
    person
}

const PHONE: &str = "+971590000007";

async fn two_records(office: &Office) -> (PersonId, PersonId) {
    let one = office.someone(woman("فاطمة أحمد الكثيبي", "", PHONE)).await;
    let two = office.someone(woman("", "Fatma Ahmad Al Kuthaibi", PHONE)).await;
    (one, two)
}

async fn stored(office: &Office, person: PersonId) -> Vec<u8> {
    let read = move |tx: &mut dyn crate::db::Tx| {
        let case = crate::people::store::case_of(tx, person)?.unwrap();
        let stored = store::stored(tx, case)?.unwrap();
        Ok(stored.people.into_iter().find(|(id, _)| *id == person).unwrap().1)
    };
    office.node.write(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_merged_by_itself_and_a_merge_taken_back_leaves_every_byte_as_it_was() {
    let office = Office::new().await;
    let (one, two) = two_records(&office).await;
    assert_eq!(office.parts().await.len(), 1, "the pair waits for somebody");
    let before = (office.page(one).await, office.page(two).await);
    let sealed = (stored(&office, one).await, stored(&office, two).await);
    assert!(before.0.contains("1 record") && !before.0.contains("Record 2"));
    assert_eq!(office.decide(&office.boss.1, (one, two), "SAME").await, 303);
    let merged = office.page(one).await;
    assert!(merged.contains("2 records of this person") && merged.contains("Record 2"));
    assert!(merged.contains("C-26-00001") && merged.contains("C-26-00002"), "both cases follow");
    assert!(office.parts().await.is_empty(), "nothing is asked about one person");
    let search = office.node.post("/en/search", &office.boss.1, &[("q", "Fatima")]).await.body;
    assert!(search.contains("1 person found"), "one person, once");
    assert_eq!(office.decide(&office.second.1, (two, one), "APART").await, 303);
    assert_eq!((office.page(one).await, office.page(two).await), before);
    assert_eq!((stored(&office, one).await, stored(&office, two).await), sealed);
    assert_eq!(office.parts().await.len(), 1, "the question is open again");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_decide_where_somebody_is_in_a_shelter() {
    let office = Office::new().await;
    let plain = office.someone(woman("فاطمة أحمد الكثيبي", "", PHONE)).await;
    let sheltered = woman("فاطمه احمد الكثيبي", "", PHONE);
    let (_, sheltered) = office.take_in(sheltered, Category::Woman, &[Service::Shelter]).await;
    let pair = (plain, sheltered);
    assert_eq!(office.decide(&office.boss.1, pair, "SAME").await, 303);
    assert!(office.page(plain).await.contains("1 record"), "one person alone changes nothing");
    assert_eq!(office.parts().await, [Part::Second]);
    assert_eq!(office.decide(&office.boss.1, pair, "AGREE").await, 409, "to one's own proposal");
    assert!(office.page(plain).await.contains("1 record"));
    assert_eq!(office.decide(&office.second.1, pair, "AGREE").await, 303);
    assert!(office.page(plain).await.contains("2 records of this person"));
    assert_eq!(office.decide(&office.second.1, pair, "APART").await, 303);
    assert!(office.page(plain).await.contains("2 records"), "separating needs two as well");
    assert_eq!(office.decide(&office.boss.1, pair, "AGREE").await, 303);
    assert!(office.page(plain).await.contains("1 record"));
    let path = format!("/en/duplicates/{plain}/{sheltered}");
    let page = office.node.get(&path, &office.boss.1).await.body;
    assert_eq!(page.matches("c-i").count(), 4, "every act stays in the history");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_is_remembered_after_a_restart() {
    let office = Office::new().await;
    let (one, two) = two_records(&office).await;
    assert_eq!(office.decide(&office.boss.1, (one, two), "DIFFERENT").await, 303);
    assert!(office.parts().await.is_empty());
    office.node.app.store.close().await;
    let config = Config::at(office.node.folder().to_owned(), "127.0.0.1:0".parse().unwrap());
    let again = App::open(config, Clock::fixed(NOW)).await.unwrap();
    register::fill(&again).await.unwrap();
    assert_eq!(again.people.len(), 2, "both are on file");
    assert!(line::all(&again, &office.boss.0).await.unwrap().is_empty(), "and not asked about");
    again.store.close().await;
}

fn child(ar: &str, latin: &str, year: u16) -> Person {
    let mut child = woman(ar, latin, "+971590000011");
    child.birth = Birth::Exact { y: year, m: 3, d: 2 };
    child
}

#[tokio::test(flavor = "multi_thread")]
async fn brothers_and_sisters_are_probable_relatives() {
    let office = Office::new().await;
    for (ar, latin, year) in [
        ("نورة ياسر الياسميني", "Noura Yaser Al Yasmini", 2018),
        ("خالد ياسر الياسميني", "Khalid Yaser Al Yasmini", 2014),
    ] {
        office.take_in(child(ar, latin, year), Category::Child, &[Service::Visitation]).await;
    }
    assert_eq!(office.parts().await, [Part::Household]);
}

/// H08: two girls of one day, one father, one telephone, and almost one name.
#[tokio::test(flavor = "multi_thread")]
async fn twins_are_probable_relatives_and_are_asked_about_once() {
    let office = Office::new().await;
    let (one, two) = (
        child("ريم ياسر الياسميني", "Reem Yaser Al Yasmini", 2018),
        child("ريما ياسر الياسميني", "Reema Yaser Al Yasmini", 2018),
    );
    let (_, reem) = office.take_in(one, Category::Child, &[Service::Visitation]).await;
    let (_, reema) = office.take_in(two, Category::Child, &[Service::Visitation]).await;
    let parts = office.parts().await;
    assert_eq!(parts, [Part::Household], "two children of one family");
    assert_eq!(office.decide(&office.boss.1, (reem, reema), "RELATED").await, 303);
    assert!(office.parts().await.is_empty(), "asked once");
    let page = office.page(reem).await;
    assert!(page.contains("1 record") && page.contains("Related people"));
    assert!(page.contains(&format!("/en/people/{reema}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_cannot_go_against_what_was_said_of_other_records() {
    let office = Office::new().await;
    let (one, two) = two_records(&office).await;
    let three = office.someone(woman("فاطمة احمد الكثيبي", "Fatimah Al Kuthaibi", PHONE)).await;
    assert_eq!(office.decide(&office.boss.1, (one, two), "DIFFERENT").await, 303);
    assert_eq!(office.decide(&office.boss.1, (two, three), "SAME").await, 303);
    assert!(office.parts().await.is_empty(), "one and three were told apart through two");
    assert_eq!(office.decide(&office.boss.1, (one, three), "SAME").await, 409);
    assert_eq!(office.decide(&office.boss.1, (two, three), "SAME").await, 409, "already one");
    assert_eq!(office.decide(&office.boss.1, (two, three), "NONSENSE").await, 400);
    assert_eq!(office.decide(&office.boss.1, (two, two), "SAME").await, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_decides_without_seeing_cases_and_knows_nothing_of_the_most_protected() {
    let office = Office::new().await;
    let clerk = office.node.worker("hessa", &["REGISTER_CLERK"]).await;
    let cookie = office.node.sign_in(&clerk).await;
    let (one, two) = two_records(&office).await;
    let path = format!("/en/duplicates/{one}/{two}");
    let page = office.node.get(&path, &cookie).await.body;
    assert!(page.contains("فاطمة أحمد الكثيبي") && page.contains("Fatma Ahmad Al Kuthaibi"));
    assert!(!page.contains("C-26-0000") && !page.contains("59 000 0007"), "cases and numbers");
    assert_eq!(office.node.get(&format!("/en/people/{one}"), &cookie).await.status, 404);
    let search = office.node.post("/en/search", &cookie, &[("q", "Fatima")]).await.body;
    assert!(!search.contains("/en/people/"), "the queue is no search");
    for category in [Category::Trafficking, Category::UnknownParentage] {
        let hidden = woman("فاطمة أحمد الكثيبي", "", PHONE);
        let (_, hidden) = office.take_in(hidden, category, &[Service::Legal]).await;
        let seen = line::all(&office.node.app, &clerk).await.unwrap();
        assert!(seen.iter().all(|line| line.pair.one != hidden && line.pair.two != hidden));
        let path = format!("/en/duplicates/{one}/{hidden}");
        assert_eq!(office.node.get(&path, &cookie).await.status, 404, "{category:?}");
        assert_eq!(office.decide(&cookie, (one, hidden), "SAME").await, 404);
    }
    let intake = office.node.sign_in(&office.owner).await;
    assert_eq!(office.node.get("/en/duplicates", &intake).await.status, 403);
    assert_eq!(office.decide(&intake, (one, two), "SAME").await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_read_well_in_both_languages_and_every_reading_is_written_down() {
    let office = Office::new().await;
    let (one, two) = two_records(&office).await;
    let path = format!("duplicates/{one}/{two}");
    let mut acts = vec!["", "LATER", "RELATED", "APART", "DIFFERENT", "APART", "SAME"];
    acts.dedup();
    for act in acts {
        if !act.is_empty() {
            assert_eq!(office.decide(&office.boss.1, (one, two), act).await, 303, "{act}");
        }
        for lang in ["ar", "en"] {
            for page in [
                "duplicates",
                "duplicates?show=certain",
                "duplicates?show=household",
                path.as_str(),
            ] {
                let got = office.node.get(&format!("/{lang}/{page}"), &office.boss.1).await;
                assert_eq!(got.status, 200, "{page}");
                check_page(&got.body, lang);
            }
            check_page(
                &office.node.get(&format!("/{lang}/people/{one}"), &office.boss.1).await.body,
                lang,
            );
        }
    }
    let case = office.node.write(move |tx| crate::people::store::case_of(tx, one)).await.unwrap();
    let reads = office.node.write(move |tx| store::reads(tx, case.unwrap())).await.unwrap();
    for screen in ["duplicates.list", "duplicates.show", "duplicates.decide", "person.show"] {
        assert!(reads.iter().any(|read| read.screen == screen), "{screen}");
    }
}

/// What the store keeps of a pair, on either engine.
async fn decisions_are_kept_in_their_order(node: &TestNode) {
    use super::store as decisions;
    use super::verdict::{Act, Decision, Pair, Standing, Verdict};
    let owner = node.worker("reem", &["SUPERVISOR"]).await;
    let mut people = Vec::new();
    for _ in 0..3 {
        let mut known = disclosure(node);
        known.people.truncate(1);
        let case = cases::compose(
            &node.app,
            &known,
            Category::Woman,
            Urgency::Urgent,
            owner.id,
            None,
            NOW,
        );
        let case = case.unwrap();
        people.push(case.people[0].0);
        node.write(move |tx| store::insert(tx, &case)).await.unwrap();
    }
    let decision = |pair: Pair, act: Act, minute: i64| Decision {
        id: node.app.clock.new_id(),
        pair,
        act,
        needs_second: false,
        worker: owner.id,
        role: "SUPERVISOR".to_owned(),
        at: NOW.plus_minutes(minute),
    };
    let pair = |a: usize, b: usize| Pair::of(people[a], people[b]).unwrap();
    let acts = [
        decision(pair(0, 1), Act::Same, 0),
        decision(pair(1, 2), Act::Same, 1),
        decision(pair(0, 2), Act::Related, 2),
        decision(pair(1, 2), Act::Apart, 3),
    ];
    let (written, first, last) = (acts.clone(), people[0], people[2]);
    node.write(move |tx| {
        for act in &written {
            decisions::insert(tx, act, &[7])?;
        }
        assert_eq!(decisions::after(tx, None)?, written);
        assert_eq!(decisions::after(tx, written.get(1))?, written[2..]);
        assert_eq!(
            decisions::of_pair(tx, written[1].pair)?,
            [written[1].clone(), written[3].clone()]
        );
        let ones = decisions::cluster(tx, first)?;
        assert_eq!(ones.len(), 2, "the third was taken out again");
        let twos = decisions::cluster(tx, last)?;
        assert!(decisions::contradicts(tx, &ones, &twos)?);
        let standing = decisions::standings(tx, last)?;
        assert_eq!(standing[&written[1].pair], Standing::default());
        assert_eq!(standing[&written[2].pair].verdict, Verdict::Related);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_on_sqlite() {
    let node = TestNode::new().await;
    decisions_are_kept_in_their_order(&node).await;
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        decisions_are_kept_in_their_order(&node).await;
        node.end().await;
    }
}
