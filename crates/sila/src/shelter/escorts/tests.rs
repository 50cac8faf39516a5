//! Who brings somebody to the door is planned, told to the night and written down; nobody who brings them is told where the home is, and an
//! agency that may not hear of a case is asked for nobody.

use sila_core::agreement::Sector;
use sila_core::ids::AgencyId;
use uuid::Uuid;

use super::{of_stay, store};
use crate::accounts::Worker;
use crate::cases::scope::tests::new_case;
use crate::cases::scope::{Change, change};
use crate::cases::withheld;
use crate::db::Tx;
use crate::partners::{self, Level, Partner};
use crate::shelter::stays::blind::tests::held;
use crate::shelter::stays::store as stays;
use crate::shelter::tests::home;
use crate::testing::{Got, NOW, TestNode, check_page};

/// Words that nobody else says.
const OFFICER: &str = "Sergeant zbrqan-canary";
const MEETING: &str = "Entrance of the wdyha-kestrel clinic";
const TODAY: [(&str, &str); 3] =
    [("plan_day_d", "22"), ("plan_day_m", "11"), ("plan_day_y", "2026")];

struct Door {
    node: TestNode,
    home: Uuid,
    day: Worker,
    night: Worker,
    police: AgencyId,
}

impl Door {
    async fn new() -> Door {
        let node = TestNode::new().await;
        let home = home(&node, 4).await.id;
        let day = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
        let night = node.worker("salma", &["SHELTER_STAFF"]).await;
        let id = partners::identity(node.app.node.id, node.app.clock.new_id());
        let police = Partner {
            id,
            code: "P01".to_owned(),
            name_ar: "الشرطة (تجريبية)".to_owned(),
            name_en: "Police (demo)".to_owned(),
            sector: Sector::Local,
            level: Level::Paper,
            contact: String::new(),
            updated_at: NOW,
        };
        node.write(move |tx| partners::store::insert(tx, &police)).await.unwrap();
        Door { node, home, day, night, police: id }
    }

    async fn sees(&self, worker: &Worker, path: &str) -> Got {
        let cookie = self.node.sign_in(worker).await;
        self.node.get(path, &cookie).await
    }

    async fn posts(&self, worker: &Worker, path: &str, form: &[(&str, &str)]) -> Got {
        let cookie = self.node.sign_in(worker).await;
        self.node.post(path, &cookie, form).await
    }

    /// Plans that the police bring them at one, and where they are met; what is said otherwise counts.
    async fn plans(&self, stay: Uuid, more: &[(&str, &str)]) -> Got {
        let police = self.police.to_text();
        let all = [
            ("plan_how", "POLICE"),
            ("plan_agency", police.as_str()),
            ("plan_time", "13:00"),
            ("plan_meeting", MEETING),
        ];
        let rest = all.into_iter().filter(|(name, _)| more.iter().all(|(one, _)| one != name));
        let form: Vec<(&str, &str)> = more.iter().copied().chain(rest).chain(TODAY).collect();
        self.posts(&self.day, &format!("/en/shelter/stays/{stay}/escort"), &form).await
    }

    async fn steps(&self, stay: Uuid) -> Vec<String> {
        let steps = self.node.write(move |tx| stays::steps(tx, stay)).await.unwrap();
        steps.into_iter().map(|step| step.act).collect()
    }

    async fn reads(&self, stay: Uuid) -> usize {
        let reads = move |tx: &mut dyn Tx| crate::journal::store::readings(tx, stay);
        self.node.write(reads).await.unwrap().len()
    }

    async fn passes_the_gates(&self, stay: Uuid) {
        for gate in ["CONSENT", "HEALTH"] {
            let path = format!("/en/shelter/stays/{stay}/gates");
            assert_eq!(self.posts(&self.night, &path, &[("gate", gate)]).await.status, 303);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_brings_them_is_planned_told_to_the_night_and_written_down_at_the_door() {
    let door = Door::new().await;
    let stay = held(&door.node, &door.day, None).await;
    let path = format!("/en/shelter/stays/{stay}");
    for wrong in [("plan_how", "BALLOON"), ("plan_agency", "nobody"), ("plan_time", "11:59")] {
        assert_eq!(door.plans(stay, &[wrong]).await.status, 422, "{wrong:?}");
    }
    let nowhere = [[("plan_how", "STAFF"), ("plan_time", "13:00")].as_slice(), &TODAY].concat();
    let got = door.posts(&door.day, &format!("{path}/escort"), &nowhere).await;
    assert!(got.status == 422 && got.body.contains("Write where they are met"), "{}", got.body);
    assert_eq!(door.steps(stay).await, ["HOLD"], "nothing was written");
    assert_eq!(door.plans(stay, &[("plan_officer", OFFICER)]).await.status, 303);
    let board = door.sees(&door.night, "/en/shelter").await.body;
    assert!(board.contains("With the police") && board.contains("Police (demo)"), "{board}");
    assert!(!board.contains("canary") && !board.contains("kestrel"), "with whom, and no more");
    let shift = format!("/en/shelter/homes/{}/shift", door.home);
    let before = door.reads(stay).await;
    let seen = door.sees(&door.night, &shift).await.body;
    assert_eq!(door.reads(stay).await, before + 1, "who reads it there stands at the stay");
    assert!(seen.contains(OFFICER) && seen.contains(MEETING), "{seen}");
    for (lang, page) in ["ar", "en"].into_iter().flat_map(|lang| [(lang, &path), (lang, &shift)]) {
        let page = page.replace("/en/", &format!("/{lang}/"));
        check_page(&door.sees(&door.day, &page).await.body, lang);
    }
    door.passes_the_gates(stay).await;
    let police = door.police.to_text();
    let came = [("came_how", "POLICE"), ("came_agency", police.as_str()), ("came_time", "12:00")];
    let admission = format!("{path}/admission");
    assert_eq!(door.posts(&door.night, &admission, &came[..1]).await.status, 422, "which police");
    let early = [came[0], came[1], ("came_time", "09:00")];
    assert_eq!(door.posts(&door.night, &admission, &early).await.status, 422, "before the hold");
    let came = [came.as_slice(), &[("came_officer", OFFICER)]].concat();
    assert_eq!(door.posts(&door.night, &admission, &came).await.status, 303);
    assert_eq!(door.steps(stay).await, ["HOLD", "ESCORT", "GATE", "GATE", "CAME", "ADMIT"]);
    let told = of_stay(&door.node.app, stay).await.unwrap();
    let said: Vec<_> = told.iter().map(|one| (one.came, one.words.officer.as_str())).collect();
    assert_eq!(said, [(false, OFFICER), (true, OFFICER)]);
    assert_eq!((told[1].at, told[1].agency), (NOW, Some(door.police)));
    assert!(!door.sees(&door.night, &shift).await.body.contains(OFFICER), "expected no more");
    let late = door.posts(&door.night, &format!("{path}/arrival"), &came).await;
    assert_eq!(late.status, 409, "it is written down once");
    let files = std::fs::read_dir(door.node.folder()).unwrap();
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(file).unwrap();
        for words in ["zbrqan-canary", "wdyha-kestrel"] {
            assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()), "sealed");
        }
    }
    door.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_they_came_is_written_down_later_by_whoever_was_at_the_door() {
    let door = Door::new().await;
    let stay = held(&door.node, &door.day, None).await;
    let path = format!("/en/shelter/stays/{stay}");
    let arrival = format!("{path}/arrival");
    let alone = [("came_how", "ALONE")];
    assert_eq!(door.posts(&door.night, &arrival, &alone).await.status, 409, "nobody is here yet");
    door.passes_the_gates(stay).await;
    assert_eq!(door.posts(&door.night, &format!("{path}/admission"), &[]).await.status, 303);
    assert!(of_stay(&door.node.app, stay).await.unwrap().is_empty(), "nobody said how");
    for lang in ["ar", "en"] {
        let page = path.replace("/en/", &format!("/{lang}/"));
        check_page(&door.sees(&door.night, &page).await.body, lang);
    }
    door.node.app.clock.set(Some(NOW.plus_days(2)));
    assert_eq!(door.posts(&door.night, &arrival, &[]).await.status, 422);
    assert_eq!(door.posts(&door.night, &arrival, &alone).await.status, 303);
    assert_eq!(door.steps(stay).await.last().unwrap(), "CAME");
    let told = of_stay(&door.node.app, stay).await.unwrap();
    assert_eq!(told[0].at, NOW, "the day of the admission, not that of the writing");
    assert_eq!(door.plans(stay, &[]).await.status, 409, "there is nothing left to plan");
    door.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_escort_is_never_told_where_a_home_is_and_who_tries_is_on_record() {
    let door = Door::new().await;
    let stay = held(&door.node, &door.day, None).await;
    let told = [
        "the Yasmin gate",
        "خلف صيدلية الياقوت",
        "اللقاء بدار الياسمين",
        "the gate of TH1",
        "Canary Lane, by the shop",
    ];
    let before = door.reads(stay).await;
    let wrong = [("plan_how", "BALLOON"), ("plan_meeting", told[0])];
    let got = door.plans(stay, &wrong).await;
    assert!(got.status == 422 && !got.body.contains("say where it is"), "{}", got.body);
    assert_eq!(door.reads(stay).await, before + 1, "the page alone: nothing was compared");
    for words in told {
        let before = door.reads(stay).await;
        let got = door.plans(stay, &[("plan_meeting", words)]).await;
        assert_eq!(got.status, 422, "{words}");
        assert!(got.body.contains("say where it is"), "{words}");
        assert_eq!(door.reads(stay).await, before + 2, "the attempt, and the page after it");
    }
    for words in [told[0], MEETING] {
        let got = door.plans(stay, &[("plan_meeting", words)]).await;
        assert_eq!(got.status, 409, "right or wrong: no more tries today");
    }
    assert!(of_stay(&door.node.app, stay).await.unwrap().is_empty());
    let colleague = door.node.worker("hessa", &["SHELTER_SUPERVISOR"]).await;
    let door = Door { day: colleague, ..door };
    let named = [("plan_officer", "Sergeant Yasmin Khalid")];
    assert_eq!(door.plans(stay, &named).await.status, 303, "a name is no place");
    door.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_hear_of_a_case_is_asked_for_no_escort_and_who_is_excluded_sees_none() {
    let door = Door::new().await;
    let owner = door.node.worker("reem", &["CASE_MANAGER"]).await;
    let case = new_case(&door.node, &owner).await;
    let stay = held(&door.node, &door.day, Some(case)).await;
    let bar = Change::Bar(door.police, "EMPLOYER");
    change(&door.node.app, &owner, case, bar, NOW).await.unwrap();
    assert_eq!(door.plans(stay, &[]).await.status, 409, "they hear nothing of her");
    let other = [("plan_how", "STAFF")];
    assert_eq!(door.plans(stay, &other).await.status, 303, "somebody of ours brings her");
    let said = "With our staff";
    assert!(door.sees(&door.night, "/en/shelter").await.body.contains(said));
    let out = Change::Exclude(door.night.id, "KIN");
    change(&door.node.app, &owner, case, out, NOW).await.unwrap();
    let shift = format!("/en/shelter/homes/{}/shift", door.home);
    for path in ["/en/shelter", shift.as_str()] {
        assert!(!door.sees(&door.night, path).await.body.contains(said), "{path}");
    }
    let path = format!("/en/shelter/stays/{stay}/escort");
    assert_eq!(door.posts(&door.night, &path, &other).await.status, 404);
    let intake = door.node.worker("huda", &["INTAKE"]).await;
    assert_eq!(door.posts(&intake, &path, &other).await.status, 403);
    door.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_barred_after_the_escort_was_planned_brings_nobody_and_the_night_is_told() {
    let door = Door::new().await;
    let owner = door.node.worker("reem", &["CASE_MANAGER"]).await;
    let case = new_case(&door.node, &owner).await;
    let stay = held(&door.node, &door.day, Some(case)).await;
    assert_eq!(door.plans(stay, &[("plan_officer", OFFICER)]).await.status, 303);
    let said = "an agency that may not hear of the case";
    let (page, shift) =
        (format!("/en/shelter/stays/{stay}"), format!("/en/shelter/homes/{}/shift", door.home));
    let all = ["/en/shelter", page.as_str(), shift.as_str()];
    assert!(!door.sees(&door.night, &shift).await.body.contains(said));
    let bar = Change::Bar(door.police, "EMPLOYER");
    change(&door.node.app, &owner, case, bar, NOW).await.unwrap();
    for path in all {
        let body = door.sees(&door.night, path).await.body;
        assert!(body.contains(said), "{path}: {body}");
        for word in [OFFICER, MEETING, "With the police · "] {
            assert!(!body.contains(word), "{path}: {word}");
        }
    }
    let other = [("plan_how", "STAFF")];
    assert_eq!(door.plans(stay, &other).await.status, 303, "somebody of ours brings her");
    for path in all {
        assert!(!door.sees(&door.night, path).await.body.contains(said), "{path}");
    }
    door.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_at_the_door_is_asked_for_and_never_dropped() {
    let door = Door::new().await;
    let stay = held(&door.node, &door.day, None).await;
    door.passes_the_gates(stay).await;
    let admission = format!("/en/shelter/stays/{stay}/admission");
    let day = [("came_how", "ALONE"), ("leaves_d", "40"), ("leaves_m", "1"), ("leaves_y", "2027")];
    for more in [&day[..0], &day[..]] {
        let form = [[("came_officer", OFFICER)].as_slice(), more].concat();
        let got = door.posts(&door.night, &admission, &form).await;
        assert!(got.status == 422 && got.body.contains(OFFICER), "{}", got.body);
    }
    assert_eq!(door.steps(stay).await, ["HOLD", "GATE", "GATE"], "nobody is admitted by it");
    assert_eq!(door.posts(&door.night, &admission, &day[..1]).await.status, 303);
    door.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_brought_them_goes_with_the_case_and_that_of_another_stays() {
    let door = Door::new().await;
    let owner = door.node.worker("reem", &["CASE_MANAGER"]).await;
    let case = new_case(&door.node, &owner).await;
    let (gone, kept) =
        (held(&door.node, &door.day, Some(case)).await, held(&door.node, &door.day, None).await);
    for stay in [gone, kept] {
        assert_eq!(door.plans(stay, &[("plan_officer", OFFICER)]).await.status, 303);
    }
    let erase = move |tx: &mut dyn Tx| {
        withheld::store::set(tx, case, true, NOW)?;
        withheld::store::erase(tx, case, NOW)
    };
    assert!(door.node.write(erase).await.unwrap());
    let left = move |tx: &mut dyn Tx| {
        Ok::<_, crate::db::DbError>([gone, kept].map(|stay| store::of_stay(tx, stay)))
    };
    let left = door.node.write(left).await.unwrap().map(|one| one.unwrap().len());
    assert_eq!(left, [0, 1]);
    door.node.end().await;
}
