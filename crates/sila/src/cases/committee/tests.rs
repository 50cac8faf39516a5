//! The committee decides about a child: what follows from it happens with it, it is read by those who work on the case, and a family is a code.

use sila_core::codes::{Category, Sex, Urgency};
use sila_core::ids::{CaseId, PersonId};
use sila_core::person::{AgeBand, Birth};
use sila_core::shelter::{Need, Sleeper};
use sila_core::time::Millis;
use uuid::Uuid;

use super::of_case;
use crate::accounts::{Worker, password, store as accounts};
use crate::cases::appointments;
use crate::cases::kin::store as kin;
use crate::cases::scope::tests::new_case;
use crate::cases::scope::{Change, change};
use crate::cases::{compose, open_record, store as cases, tests::disclosure};
use crate::shelter::stays::hold::{self, Whom};
use crate::shelter::stays::store as stays;
use crate::shelter::tests::home;
use crate::shelter::waiting::Wanted;
use crate::testing::{Got, NOW, TestNode, check_page};

/// The sitting of day forty begins at ten; this is two hours later.
const SAT: Millis = Millis(NOW.0 + 40 * 86_400_000);
const PASSWORD: &str = "nobody else sits at her screen";
/// What the form says of a decision for a foster family, the sitting of that day: 1 January 2027.
const FORM: [(&str, &str); 12] = [
    ("body", "لجنة الأسر الحاضنة"),
    ("sat_d", "1"),
    ("sat_m", "1"),
    ("sat_y", "2027"),
    ("seats", "CHAIR"),
    ("seats", "SOCIAL"),
    ("seats", "PROSECUTION"),
    ("decision", "FOSTER"),
    ("number", "12/2027"),
    ("family", "f-٠١٤"),
    ("visits", "7"),
    ("visits", "30"),
];

struct Ward {
    node: TestNode,
    specialist: Worker,
    keeper: Worker,
    boss: Worker,
    case: CaseId,
    child: PersonId,
}

impl Ward {
    async fn new() -> Ward {
        Ward::of(1).await
    }

    /// A newborn whose parents nobody knows, by a code name; with so many in the case.
    async fn of(people: usize) -> Ward {
        let node = TestNode::new().await;
        home(&node, 3).await;
        let specialist = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
        let keeper = node.worker("latifa", &["SHELTER_SUPERVISOR"]).await;
        let boss = node.worker("moza", &["SUPERVISOR", "HEAD"]).await;
        let mut known = disclosure(&node);
        known.people.truncate(people);
        known.people[0].name_ar = Some("رمز ندى-1".to_owned());
        known.people[0].sex = Sex::Female;
        known.people[0].birth = Birth::AgeRange { min: 0, max: 0, as_of: NOW };
        let kind = (Category::UnknownParentage, Urgency::Emergency);
        let new = compose(&node.app, &known, kind.0, kind.1, specialist.id, None, NOW).unwrap();
        let case = new.id;
        node.write(move |tx| cases::insert(tx, &new)).await.unwrap();
        let record = open_record(&node.app, &specialist, case).await.unwrap();
        let child = record.disclosure.people[0].id;
        Ward { node, specialist, keeper, boss, case, child }
    }

    async fn sees(&self, worker: &Worker, path: &str) -> Got {
        let cookie = self.node.sign_in(worker).await;
        self.node.get(path, &cookie).await
    }

    async fn posts(&self, worker: &Worker, path: &str, form: &[(&str, &str)]) -> Got {
        let cookie = self.node.sign_in(worker).await;
        self.node.post(path, &cookie, form).await
    }

    fn path(&self, rest: &str) -> String {
        format!("/en/cases/{}{rest}", self.case)
    }

    /// They live in the home: so many of them.
    async fn lives_here(&self, people: usize) -> Uuid {
        let one = Sleeper { sex: Sex::Female, age: AgeBand::From25 };
        let need = Need { people: vec![one; people], features: Vec::new(), away_from: None };
        let whom = Whom { case: Some(self.case), referral: None, urgency: Urgency::Urgent };
        let wanted = (need, Wanted::default());
        let stay = hold::create(&self.node.app, self.keeper.id, wanted, whom, NOW).await.unwrap();
        let path = |rest: &str| format!("/en/shelter/stays/{stay}/{rest}");
        for gate in ["CONSENT", "HEALTH", "ORDER"] {
            let done = self.posts(&self.keeper, &path("gates"), &[("gate", gate)]).await;
            assert_eq!(done.status, 303, "{gate}");
        }
        assert_eq!(self.posts(&self.keeper, &path("admission"), &[]).await.status, 303);
        stay
    }

    /// How a stay stands, and how it ended.
    async fn stands(&self, stay: Uuid) -> (String, Option<String>) {
        let stay = self.node.write(move |tx| stays::find(tx, stay)).await.unwrap().unwrap();
        (stay.state, stay.end_code)
    }

    /// When whoever is in it is to leave.
    async fn leaves_at(&self, stay: Uuid) -> Option<Millis> {
        self.node.write(move |tx| stays::find(tx, stay)).await.unwrap().unwrap().leaves_at
    }

    /// Kind, state and time of every appointment, the earliest first.
    async fn planned(&self) -> Vec<(String, String, Millis)> {
        let record = open_record(&self.node.app, &self.specialist, self.case).await.unwrap();
        let all = appointments::of_case(&self.node.app, &record).await.unwrap();
        all.into_iter().map(|one| (one.kind, one.state, one.at)).collect()
    }

    /// The form with these fields instead, and about the child.
    async fn decides(&self, more: &[(&str, &str)]) -> Got {
        let child = self.child.to_string();
        let rest = FORM.into_iter().filter(|(name, _)| more.iter().all(|(one, _)| one != name));
        let form: Vec<(&str, &str)> =
            more.iter().copied().chain(rest).chain([("child", child.as_str())]).collect();
        self.posts(&self.specialist, &self.path("/committee"), &form).await
    }
}

/// Day forty of H09: the committee, which was planned from the first day, decides for a foster family.
#[tokio::test(flavor = "multi_thread")]
async fn h09_the_committee_decides_on_day_forty_and_the_child_goes_to_a_foster_family() {
    let ward = Ward::new().await;
    let stay = ward.lives_here(1).await;
    for day in [("8", "12", "2026"), ("1", "1", "2027")] {
        let sitting = [
            ("kind", "COMMITTEE"),
            ("place", "AGENCY"),
            ("day_d", day.0),
            ("day_m", day.1),
            ("day_y", day.2),
            ("time", "10:00"),
            ("weeks", "0"),
            ("times", "1"),
            ("all_the_same", "yes"),
        ];
        let planned = ward.posts(&ward.specialist, &ward.path("/appointments/new"), &sitting).await;
        assert_eq!(planned.status, 303, "{}", planned.body);
    }
    ward.node.app.clock.set(Some(SAT));
    let before = ward.posts(&ward.specialist, &ward.path("/parentage"), &[]).await.body;
    assert!(before.contains(",2026-11-22,2026-11-22,2026-11-22"), "{before}");
    let review = [("review_d", "1"), ("review_m", "7"), ("review_y", "2027")];
    let done = ward.decides(&review).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(ward.decides(&review).await.status, 409, "it is written down once");
    the_home_writes_that_she_left(&ward, stay).await;
    let homes = hold::homes(&ward.node.app).await.unwrap();
    assert!(homes[0].beds().all(|bed| bed.taken.is_none()), "the bed is free");
    let case = ward.case;
    let care = ward.node.write(move |tx| kin::care(tx, case)).await.unwrap();
    let care: Vec<_> = care.iter().map(|one| (one.person, one.carer.as_str())).collect();
    assert_eq!(care, [(ward.child, "FOSTER")]);
    let all = ward.planned().await;
    let kinds: Vec<(&str, &str)> =
        all.iter().map(|(kind, state, _)| (kind.as_str(), state.as_str())).collect();
    let visit = ("HOME_VISIT", "PLANNED");
    let sits = |state| ("COMMITTEE", state);
    let first = [sits("PLANNED"), sits("KEPT")];
    assert_eq!(kinds[..2], first, "kept is the sitting of that day, and no other");
    assert_eq!(kinds[2..], [visit, visit, sits("PLANNED")]);
    let days: Vec<i64> = all.iter().map(|one| one.2.minutes_since(SAT) / (24 * 60)).collect();
    assert!((6..=9).contains(&days[2]) && (29..=32).contains(&days[3]), "{days:?}");
    let after = ward.posts(&ward.specialist, &ward.path("/parentage"), &[]).await.body;
    assert_eq!(after, before, "the line of the register is what it was");
    its_readers_alone_read_it(&ward).await;
    ward.node.end().await;
}

/// Who decides in the case does not empty a bed: the home is told on its board, and writes it down.
async fn the_home_writes_that_she_left(ward: &Ward, stay: Uuid) {
    assert_eq!(ward.stands(stay).await, ("STAYING".to_owned(), None));
    let path = format!("/en/shelter/stays/{stay}");
    assert!(ward.sees(&ward.keeper, "/en/shelter").await.body.contains(&path), "due today");
    let page = ward.sees(&ward.keeper, &path).await.body;
    assert!(page.contains("Leaves today, by a decision"), "{page}");
    let left = [("to", "FOSTER"), ("look_after", "0")];
    assert_eq!(ward.posts(&ward.keeper, &format!("{path}/exit"), &left).await.status, 303);
    assert_eq!(ward.stands(stay).await, ("ENDED".to_owned(), Some("FOSTER".to_owned())));
}

/// By office and by code, for those who work on the case; a supervisor who does not finds nothing, and the file of the database no code.
async fn its_readers_alone_read_it(ward: &Ward) {
    for lang in ["ar", "en"] {
        for rest in ["", "/committee", "/history"] {
            let path = ward.path(rest).replace("/en/", &format!("/{lang}/"));
            check_page(&ward.sees(&ward.specialist, &path).await.body, lang);
        }
    }
    let page = ward.sees(&ward.specialist, &ward.path("/committee")).await.body;
    for said in ["To a foster family", "F-014", "12/2027", "Prosecution", "لجنة الأسر الحاضنة"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let history = ward.sees(&ward.specialist, &ward.path("/history")).await.body;
    assert!(history.contains("A decision of the committee was written down"), "{history}");
    assert_eq!(ward.sees(&ward.boss, &ward.path("/committee")).await.status, 404);
    assert_eq!(ward.posts(&ward.boss, &ward.path("/committee"), &FORM).await.status, 404);
    assert!(!lies_open(ward, b"F-014"), "sealed at rest");
}

/// Whether these bytes stand in a file of the node.
fn lies_open(ward: &Ward, words: &[u8]) -> bool {
    let files = std::fs::read_dir(ward.node.folder()).unwrap();
    let files = files.map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let mut files = files.map(|path| std::fs::read(path).unwrap());
    files.any(|bytes| bytes.windows(words.len()).any(|part| part == words))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_says_who_sat_which_day_under_which_number_and_names_no_family() {
    let ward = Ward::new().await;
    let stay = ward.lives_here(1).await;
    ward.node.app.clock.set(Some(SAT));
    for (field, value, says) in [
        ("child", "nobody", "Choose the child"),
        ("body", "", "Write which committee"),
        ("sat_d", "2", "from the opening of the case until today"),
        ("seats", "SOCIAL", "The chair and at least one other"),
        ("seats", "CHAIR", "The chair and at least one other"),
        ("decision", "LOTTERY", "Choose what was decided"),
        ("number", "", "Write the number"),
        ("family", "", "Write the code of the family"),
        ("family", "Al Marjani", "Write the code of the family"),
        ("visits", "5", "Choose at least one visit"),
        ("review_y", "1999", "A day after today"),
        ("scan", "elsewhere", "Choose one of the documents"),
    ] {
        let got = ward.decides(&[(field, value)]).await;
        assert_eq!(got.status, 422, "{field}");
        assert!(got.body.contains(says), "{field}: {}", got.body);
    }
    let record = open_record(&ward.node.app, &ward.specialist, ward.case).await.unwrap();
    assert!(of_case(&ward.node.app, &record).await.unwrap().is_empty(), "nothing was written");
    assert_eq!(ward.stands(stay).await.0, "STAYING");
    let other = new_case(&ward.node, &ward.specialist).await;
    let path = format!("/en/cases/{other}/committee");
    assert_eq!(ward.sees(&ward.specialist, &path).await.status, 404, "of a child alone");
    assert_eq!(ward.posts(&ward.specialist, &path, &FORM).await.status, 404);
    ward.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_other_decision_moves_nobody_and_needs_no_family() {
    let ward = Ward::new().await;
    let stay = ward.lives_here(1).await;
    ward.node.app.clock.set(Some(SAT));
    for decision in ["STAYS", "DEFERRED", "DECLINED"] {
        let done = ward.decides(&[("decision", decision), ("family", "")]).await;
        assert_eq!(done.status, 303, "{decision}: {}", done.body);
    }
    assert_eq!(ward.stands(stay).await, ("STAYING".to_owned(), None));
    assert!(ward.planned().await.is_empty(), "nobody visits a family that there is not");
    let record = open_record(&ward.node.app, &ward.specialist, ward.case).await.unwrap();
    let all = of_case(&ward.node.app, &record).await.unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|one| one.told.family.is_none()));
    let page = ward.sees(&ward.specialist, &ward.path("")).await.body;
    assert!(
        page.contains("Stays in the home") && page.contains("The family that asked is declined")
    );
    ward.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_who_lives_here_with_others_leaves_them_their_place() {
    let ward = Ward::new().await;
    let stay = ward.lives_here(2).await;
    ward.node.app.clock.set(Some(SAT));
    let page = ward.sees(&ward.specialist, &ward.path("/committee")).await.body;
    assert!(page.contains("Others of the case may live in the home"), "{page}");
    assert_eq!(ward.decides(&[]).await.status, 303);
    assert_eq!(ward.leaves_at(stay).await, None, "the others stay");
    let case = ward.case;
    let care = ward.node.write(move |tx| kin::care(tx, case)).await.unwrap();
    assert_eq!(care.len(), 1, "in whose care the child is stands there all the same");
    ward.node.end().await;
}

/// Of two in the case one is in the home: nobody knows which, and the bed of the mother is not the child's.
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_about_a_child_ends_no_stay_that_may_be_somebody_elses() {
    let ward = Ward::of(2).await;
    let stay = ward.lives_here(1).await;
    ward.node.app.clock.set(Some(SAT));
    let page = ward.sees(&ward.specialist, &ward.path("/committee")).await.body;
    assert!(page.contains("Others of the case may live in the home"), "{page}");
    assert_eq!(ward.decides(&[]).await.status, 303);
    assert_eq!(ward.stands(stay).await, ("STAYING".to_owned(), None));
    assert_eq!(ward.leaves_at(stay).await, None, "nor is anybody told to go");
    ward.node.end().await;
}

/// Who reads by broken glass decides nothing.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_a_case_by_broken_glass_writes_no_decision() {
    let mut ward = Ward::new().await;
    let owner = ward.specialist.clone();
    change(&ward.node.app, &owner, ward.case, Change::Restrict, NOW).await.unwrap();
    let record = open_record(&ward.node.app, &owner, ward.case).await.unwrap();
    let colleague = ward.node.worker("sara", &["CHILD_PROTECTION"]).await;
    let (hash, id) = (password::hash(PASSWORD).unwrap(), colleague.id);
    ward.node.write(move |tx| accounts::set_password(tx, id, &hash)).await.unwrap();
    let words = "The committee sits and nobody of the team answers";
    let glass = [
        ("number", record.row.reference.as_str()),
        ("reason", "HEALTH"),
        ("words", words),
        ("password", PASSWORD),
    ];
    let broken = ward.posts(&colleague, "/en/glass", &glass).await;
    assert_eq!(broken.status, 303, "{}", broken.body);
    ward.specialist = colleague;
    let page = ward.sees(&ward.specialist, &ward.path("/committee")).await;
    assert_eq!(page.status, 200, "she reads");
    let today = [("sat_d", "22"), ("sat_m", "11"), ("sat_y", "2026")];
    assert_eq!(ward.decides(&today).await.status, 403, "and no more");
    assert!(of_case(&ward.node.app, &record).await.unwrap().is_empty());
    ward.node.end().await;
}
