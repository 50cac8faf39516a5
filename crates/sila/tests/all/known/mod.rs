//! "Is this person known to you?" between two nodes: what each side learns, and what it never does.

mod books;
mod dump;
mod memory;
mod refusals;
mod renewed;

use sila::accounts::Worker;
use sila::cases;
use sila::db::DbError;
use sila::known::list::{make, store as lists};
use sila::known::naming::name::{self, FIELDS};
use sila::known::naming::{reply, store as namings};
use sila::known::question::ask::{self, Wish};
use sila::known::question::store::{self as questions, Question};
use sila::known::question::{answer, proof};
use sila::problem::Problem;
use sila::referrals;
use sila_core::codes::{Category, KnownAnswer, KnownPurpose, LawfulBasis, Service, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::ids::{CaseId, ReferralId};
use sila_core::person::{Birth, Person};
use uuid::Uuid;

use super::referral::nodes::{Node, Pair, allowed};

/// Who is asked about, as one of the agencies knows her.
#[derive(Clone)]
pub struct Woman {
    pub ar: &'static str,
    pub birth: Birth,
    pub emirates_id: &'static str,
}

pub const BIRTH: Birth = Birth::Exact { y: 1989, m: 4, d: 12 };

/// The woman of H07 as Marsa knows her; the agencies know two women of that name.
pub const FATIMA: Woman =
    Woman {
        ar: "فاطمة أحمد الكثيبي", birth: BIRTH, emirates_id: "784198910000011"
    };
/// The other one: name, day and month are equal, year and number differ.
pub const OTHER: Woman = Woman {
    ar: "فاطمة أحمد الكثيبي",
    birth: Birth::Exact { y: 1991, m: 4, d: 12 },
    emirates_id: "784199110000012",
};

pub struct Asking {
    pub pair: Pair,
    /// The case at Marsa, about [`FATIMA`].
    pub case: CaseId,
}

/// Opens a case about one woman.
pub async fn case(
    node: &Node,
    by: &Worker,
    woman: &Woman,
    change: impl FnOnce(&mut Disclosure),
) -> CaseId {
    let mut known = known(woman, node);
    change(&mut known);
    let now = node.app.clock.now();
    let case =
        cases::compose(&node.app, &known, Category::Woman, Urgency::Routine, by.id, None, now)
            .unwrap();
    let id = case.id;
    let insert = move |tx: &mut dyn sila::db::Tx| cases::store::insert(tx, &case);
    node.app.store.write::<_, DbError, _>(insert).await.unwrap();
    id
}

fn known(woman: &Woman, node: &Node) -> Disclosure {
    let mut known = super::referral::nodes::h01(node.id());
    known.people = vec![Person {
        name_ar: Some(woman.ar.to_owned()),
        birth: woman.birth,
        emirates_id: Some(woman.emirates_id.to_owned()),
        ..Person::unknown(sila_core::PersonId(Uuid::nil()))
    }];
    known.needs = vec![Service::Legal];
    known.account = Some("ما لا يعرفه الطرف الآخر".to_owned());
    known
}

impl Asking {
    /// Marsa has a case about Fatima; Dana knows these women; the lists have been exchanged.
    pub async fn new(pair: Pair, known_at_dana: &[Woman]) -> Asking {
        let case = case(&pair.marsa, &pair.sender, &FATIMA, |_| ()).await;
        for woman in known_at_dana {
            self::case(&pair.dana, &pair.officer, woman, |_| ()).await;
        }
        let asking = Asking { pair, case };
        asking.refresh().await;
        asking
    }

    pub async fn refresh(&self) {
        for node in [&self.pair.marsa, &self.pair.dana] {
            make::refresh(&node.app, node.app.clock.now()).await.unwrap();
        }
        self.pair.settle().await;
    }

    pub fn wish(&self) -> Wish {
        Wish {
            case: self.case,
            place: 0,
            peer: self.pair.dana.id(),
            purpose: KnownPurpose::Protection,
            basis: LawfulBasis::Consent,
        }
    }

    pub async fn try_ask(&self, change: impl FnOnce(&mut Wish)) -> Result<Uuid, Problem> {
        let mut wish = self.wish();
        change(&mut wish);
        let marsa = &self.pair.marsa.app;
        ask::ask(marsa, &self.pair.sender, wish, marsa.clock.now()).await
    }

    /// Asks and waits for the answer.
    pub async fn ask(&self) -> Question {
        let id = self.try_ask(|_| ()).await.unwrap();
        self.pair.settle().await;
        self.question(id).await
    }

    pub async fn question(&self, id: Uuid) -> Question {
        let found = self.pair.marsa.app.store.read(move |tx| questions::find(tx, id)).await;
        found.unwrap().unwrap()
    }

    /// How many questions each side has counted.
    pub async fn counts(&self) -> (i64, i64) {
        let id = self.pair.agreement.id;
        let ours = self.pair.marsa.app.store.read(move |tx| questions::asked(tx, id)).await;
        let theirs = self.pair.dana.app.store.read(move |tx| questions::served(tx, id)).await;
        (ours.unwrap(), theirs.unwrap())
    }

    async fn name(&self, query: Uuid) -> Result<Uuid, Problem> {
        let wish = name::Wish {
            query, nth: 0, fields: &FIELDS, reason: "للتنسيق في حمايتها"
        };
        let marsa = &self.pair.marsa.app;
        let id = name::name(marsa, &self.pair.sender, &wish, marsa.clock.now()).await;
        self.pair.settle().await;
        id
    }

    async fn named(&self, node: &Node, id: Uuid) -> namings::Naming {
        node.app.store.read(move |tx| namings::find(tx, id)).await.unwrap().unwrap()
    }
}

async fn fresh(known_at_dana: &[Woman]) -> Asking {
    Asking::new(Pair::new().await, known_at_dana).await
}

/// The class, and how many were found.
fn class(question: &Question) -> &str {
    assert_eq!((question.state.as_str(), question.code.as_deref()), ("ANSWERED", None));
    question.class.as_deref().unwrap()
}

async fn two_women_with_one_name(pair: Pair) {
    let asking = Asking::new(pair, &[OTHER]).await;
    let (marsa, dana) = (&asking.pair.marsa, &asking.pair.dana);
    let first = asking.ask().await;
    assert_eq!(class(&first), "POSSIBLE", "name, day and month are equal, the rest is not");
    assert_eq!(asking.counts().await, (1, 1));
    let named = asking.name(first.id).await.unwrap();
    let waiting = asking.named(dana, named).await;
    assert_eq!((waiting.answer, waiting.opened_at), (None, None));
    let now = dana.app.clock.now();
    let officer = &asking.pair.officer;
    let unread = reply::answer(&dana.app, officer, named, KnownAnswer::NotSame, now).await;
    assert_eq!(unread.unwrap_err().code, "known.not_opened", "nobody answers without reading");
    reply::accept(&dana.app, officer, named, now).await.unwrap();
    let opened = asking.named(dana, named).await;
    let compared = reply::compare(&dana.app, officer, &opened, "known.compare", now).await.unwrap();
    assert_eq!(compared.theirs.emirates_id.as_deref(), Some(FATIMA.emirates_id));
    assert_eq!(compared.ours.unwrap().emirates_id.as_deref(), Some(OTHER.emirates_id));
    // Whoever became protected meanwhile is not shown to the officer either.
    let case = opened.case.unwrap();
    let by = Some(officer.id);
    let mark = move |tx: &mut dyn sila::db::Tx| lists::protect(tx, case, by, now);
    dana.app.store.write::<_, DbError, _>(mark).await.unwrap();
    let compared = reply::compare(&dana.app, officer, &opened, "known.compare", now).await.unwrap();
    assert!(compared.ours.is_none());
    let unmark = move |tx: &mut dyn sila::db::Tx| lists::protect(tx, case, None, now);
    dana.app.store.write::<_, DbError, _>(unmark).await.unwrap();
    reply::answer(&dana.app, officer, named, KnownAnswer::NotSame, now).await.unwrap();
    asking.pair.settle().await;
    assert_eq!(asking.named(marsa, named).await.answer, Some(KnownAnswer::NotSame));
    // The next weeks' keys and lists are others; the decision stands at both sides.
    asking.pair.wait(8 * 24 * 60);
    asking.refresh().await;
    let again = asking.ask().await;
    assert_eq!(class(&again), "NONE", "the pair is not asked about again");
    let found = answer::found(&marsa.app, &again).unwrap();
    assert_eq!(found.iter().map(|hit| hit.settled).collect::<Vec<_>>(), [true]);
    let refused = asking.name(again.id).await.unwrap_err();
    assert_eq!(refused.code, "known.named_before");
    assert_eq!(asking.counts().await, (2, 2));
}

#[tokio::test]
async fn contract_b21_two_women_with_one_name_are_told_apart_once_and_for_all() {
    two_women_with_one_name(Pair::new().await).await;
}

#[tokio::test]
async fn contract_b21_the_same_on_postgresql() {
    let Some((pair, database)) = Pair::across_engines().await else { return };
    two_women_with_one_name(pair).await;
    database.end().await;
}

#[tokio::test]
async fn contract_b21_only_true_overlaps_are_revealed() {
    let asking = fresh(&[FATIMA, OTHER]).await;
    let strong = asking.ask().await;
    assert_eq!(class(&strong), "STRONG");
    let found = answer::found(&asking.pair.marsa.app, &strong).unwrap();
    let classes: Vec<&str> = found.iter().map(|hit| hit.class.code()).collect();
    assert_eq!(classes, ["STRONG", "POSSIBLE"]);
    assert_ne!(found[0].handle, found[1].handle);
    let nobody = fresh(&[]).await;
    assert_eq!(class(&nobody.ask().await), "NONE");
}

/// H01: three ways to write one name, with the birthday and the telephone of the older file, and no number of a paper on it. What comes back
/// is a class; nothing of the older case is told before anybody was named.
#[tokio::test]
async fn h01_one_woman_is_probably_known_under_three_spellings_and_nothing_is_told() {
    let birth = Birth::Exact { y: 1993, m: 4, d: 11 };
    let phone = || Some("+971590000001".to_owned());
    for (older, latin) in
        [("وفا سالم مرجاني", None), ("وفاء سالم المرجانى", None), ("", Some("Wafa Marjani"))]
    {
        let pair = Pair::new().await;
        let now = Woman { ar: "وفاء سالم المرجاني", birth, emirates_id: "" };
        let asks = case(&pair.marsa, &pair.sender, &now, |known| {
            (known.people[0].emirates_id, known.people[0].phone) = (None, phone());
        });
        let asks = asks.await;
        case(&pair.dana, &pair.officer, &Woman { ar: older, ..now }, |known| {
            (known.people[0].emirates_id, known.people[0].phone) = (None, phone());
            if let Some(latin) = latin {
                (known.people[0].name_ar, known.people[0].name_latin) =
                    (None, Some(latin.to_owned()));
            }
        })
        .await;
        let asking = Asking { pair, case: asks };
        asking.refresh().await;
        let answered = asking.ask().await;
        assert_eq!(class(&answered), "STRONG", "{older} {latin:?}");
        let found = answer::found(&asking.pair.marsa.app, &answered).unwrap();
        assert_eq!(found.len(), 1, "{older} {latin:?}");
        let cookie = asking.pair.marsa.sign_in(&asking.pair.sender).await;
        let path = format!("/en/known/{}", answered.id);
        let page = super::referral::pages::get(&asking.pair.marsa, &cookie, &path).await.1;
        assert!(!page.contains("ما لا يعرفه الطرف الآخر"), "nothing of the older case: {page}");
    }
}

/// Dana is asked to take the woman of this case.
async fn referred(asking: &Asking) -> ReferralId {
    let (pair, sender) = (&asking.pair, &asking.pair.sender);
    let app = &pair.marsa.app;
    let mut known = cases::open_record(app, sender, asking.case).await.unwrap().disclosure;
    known.permission.recipient = pair.dana.id();
    let route = pair.route();
    let asked = referrals::Asked {
        case: asking.case,
        disclosure: &known,
        category: Category::Woman,
        urgency: Urgency::Urgent,
        services: &[Service::Legal],
        fields: &allowed(),
        route: &route,
        listed: None,
        back: None,
    };
    let offered = referrals::compose(app, sender, &asked, app.clock.now()).await.unwrap();
    let id = offered.id;
    app.store.write(move |tx| offered.insert(tx)).await.unwrap();
    pair.settle().await;
    id
}

/// H01: a case of somebody whom both agencies know comes before others of its urgency, and the lists of both say so.
#[tokio::test]
async fn h01_a_case_that_both_agencies_know_has_its_badge_at_both() {
    for (known_at_dana, linked) in [(FATIMA, true), (OTHER, false)] {
        let asking = fresh(&[known_at_dana]).await;
        asking.ask().await;
        let id = referred(&asking).await;
        let pair = &asking.pair;
        let lists = [
            (&pair.marsa, &pair.sender, "/en/referrals/out"),
            (&pair.dana, &pair.officer, "/en/referrals/in"),
        ];
        for (node, worker, list) in lists {
            let record = node.record(id).await;
            assert_eq!(record.row.linked, linked, "{list}");
            let cookie = node.sign_in(worker).await;
            for path in [list.to_owned(), format!("/en/referrals/{id}")] {
                let page = super::referral::pages::get(node, &cookie, &path).await.1;
                assert!(page.contains(&record.row.reference), "{path}");
                assert_eq!(page.contains("Priority (linked case)"), linked, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn what_people_have_said_of_a_match_counts_more_than_the_match() {
    let said = [(FATIMA, KnownAnswer::NotSame, false), (OTHER, KnownAnswer::Same, true)];
    for (known_at_dana, said, linked) in said {
        let asking = fresh(&[known_at_dana]).await;
        let query = asking.ask().await.id;
        let named = asking.name(query).await.unwrap();
        let (marsa, dana, officer) = (&asking.pair.marsa, &asking.pair.dana, &asking.pair.officer);
        let now = dana.app.clock.now();
        reply::accept(&dana.app, officer, named, now).await.unwrap();
        reply::answer(&dana.app, officer, named, said, now).await.unwrap();
        let heard = async || asking.named(marsa, named).await.answer == Some(said);
        asking.pair.comes_to("Marsa hears what Dana says", heard).await;
        let id = referred(&asking).await;
        assert_eq!(marsa.record(id).await.row.linked, linked, "{said:?}");
    }
}

#[tokio::test]
async fn contract_b21_protected_people_are_never_found() {
    let asking = fresh(&[]).await;
    let (dana, officer) = (&asking.pair.dana, &asking.pair.officer);
    let hidden: [fn(&mut Disclosure); 4] = [
        |known| known.safety.immediate_danger = true,
        |known| known.safety = sila_core::disclosure::Safety::unknown(),
        |known| known.needs = vec![Service::Shelter],
        |known| known.needs = vec![Service::ResidentialCare, Service::Legal],
    ];
    for change in hidden {
        case(dana, officer, &FATIMA, change).await;
    }
    asking.pair.wait(25 * 60);
    asking.refresh().await;
    assert_eq!(class(&asking.ask().await), "NONE");
    // Somebody who stands on the list and is marked later is off it at once, with new keys.
    let listed = case(dana, officer, &FATIMA, |_| ()).await;
    asking.pair.wait(25 * 60);
    asking.refresh().await;
    assert_eq!(class(&asking.ask().await), "STRONG");
    let by = officer.id;
    let now = dana.app.clock.now();
    let mark = move |tx: &mut dyn sila::db::Tx| lists::protect(tx, listed, Some(by), now);
    dana.app.store.write::<_, DbError, _>(mark).await.unwrap();
    asking.refresh().await;
    assert_eq!(class(&asking.ask().await), "NONE");
    assert_eq!(asking.counts().await, (3, 3));
}

#[tokio::test]
async fn contract_b21_an_auditor_proves_whom_a_question_was_about() {
    let asking = fresh(&[OTHER]).await;
    let (marsa, dana) = (&asking.pair.marsa.app, &asking.pair.dana.app);
    let question = asking.ask().await;
    let shown = proof::show(marsa, &question, "DANA").await.unwrap();
    assert!(shown.holds && shown.logged.is_some());
    assert!(shown.values.iter().any(|(_, value)| value == FATIMA.emirates_id));
    let file = serde_json::to_string(&proof::file(marsa, &question).unwrap()).unwrap();
    let proved = proof::check(&dana.store, file.as_bytes()).await.unwrap();
    assert!(proved.holds, "the hash stands in the other side's log");
    let elsewhere = fresh(&[]).await;
    let unknown = proof::check(&elsewhere.pair.dana.app.store, file.as_bytes()).await.unwrap();
    assert!(!unknown.holds, "nobody there was asked this");
    let mut other = asking.ask().await;
    other.batch[0] ^= 1;
    assert!(!proof::show(marsa, &other, "DANA").await.unwrap().holds);
}

#[tokio::test]
async fn contract_b21_a_refused_disclosure_is_forgotten_unread() {
    let asking = fresh(&[OTHER]).await;
    let question = asking.ask().await;
    let named = asking.name(question.id).await.unwrap();
    let (dana, officer) = (&asking.pair.dana, &asking.pair.officer);
    let now = dana.app.clock.now();
    reply::answer(&dana.app, officer, named, KnownAnswer::Refused, now).await.unwrap();
    let refused = asking.named(dana, named).await;
    assert!(refused.body.is_empty(), "what was told is gone");
    let late = reply::accept(&dana.app, officer, named, now).await.unwrap_err();
    assert_eq!(late.code, "known.answered_before");
    asking.pair.settle().await;
    let ours = asking.named(&asking.pair.marsa, named).await;
    assert_eq!(ours.answer, Some(KnownAnswer::Refused));
}
