//! One shift hands over to the next: what is open goes with it, and somebody else acknowledges by name.

use super::{Handover, store};
use crate::accounts::Worker;
use crate::cases::scope::tests::new_case;
use crate::cases::scope::{Change, change};
use crate::shelter::homes::Home;
use crate::shelter::stays::blind::tests::held;
use crate::shelter::tests::home;
use crate::testing::{Got, NOW, TestNode, check_page};

/// Words that nobody else says.
const WORDS: &str = "Insulin at six, zmhrwd-canary";

struct House {
    node: TestNode,
    home: Home,
    day: Worker,
    night: Worker,
}

impl House {
    async fn new() -> House {
        let node = TestNode::new().await;
        let home = home(&node, 2).await;
        let day = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
        let night = node.worker("salma", &["SHELTER_SUPERVISOR"]).await;
        House { node, home, day, night }
    }

    fn path(&self, rest: &str) -> String {
        format!("/en/shelter/homes/{}/shift{rest}", self.home.id)
    }

    async fn posts(&self, worker: &Worker, rest: &str, form: &[(&str, &str)]) -> u16 {
        let cookie = self.node.sign_in(worker).await;
        self.node.post(&self.path(rest), &cookie, form).await.status.into()
    }

    async fn sees(&self, worker: &Worker, path: &str) -> Got {
        let cookie = self.node.sign_in(worker).await;
        self.node.get(path, &cookie).await
    }

    async fn last(&self) -> Handover {
        let home = self.home.id;
        self.node.write(move |tx| store::handovers(tx, home)).await.unwrap().remove(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_goes_to_the_next_shift_which_acknowledges_it() {
    let house = House::new().await;
    let point = [("kind", "HEALTH"), ("words", WORDS)];
    assert_eq!(house.posts(&house.day, "/points", &[("kind", "HEALTH")]).await, 422);
    assert_eq!(house.posts(&house.day, "/points", &[("words", WORDS)]).await, 422);
    let elsewhere = uuid::Uuid::from_u128(9).to_string();
    let wrong = [("kind", "HEALTH"), ("words", WORDS), ("stay", elsewhere.as_str())];
    assert_eq!(house.posts(&house.day, "/points", &wrong).await, 409, "nobody of this home");
    assert_eq!(house.posts(&house.day, "/points", &point).await, 303);
    assert_eq!(house.posts(&house.day, "/handover", &[("said", "Quiet day")]).await, 303);
    let given = house.last().await;
    assert_eq!((given.points, given.acknowledged_by), (1, None));
    assert_eq!(house.posts(&house.night, "/handover", &[]).await, 409, "one after the other");
    let acknowledge = format!("/{}/acknowledgement", given.id);
    assert_eq!(house.posts(&house.day, &acknowledge, &[]).await, 409, "not by who hands over");
    let task = "A shift handover waits for you";
    assert!(house.sees(&house.night, "/en").await.body.contains(task));
    assert!(!house.sees(&house.day, "/en").await.body.contains(task));
    for lang in ["ar", "en"] {
        let page = house.path("").replace("/en/", &format!("/{lang}/"));
        check_page(&house.sees(&house.night, &page).await.body, lang);
    }
    assert_eq!(house.posts(&house.night, &acknowledge, &[]).await, 303);
    assert_eq!(house.posts(&house.night, &acknowledge, &[]).await, 409, "once");
    let taken = house.last().await;
    assert_eq!((taken.acknowledged_by, taken.acknowledged_at), (Some(house.night.id), Some(NOW)));
    let page = house.sees(&house.night, &house.path("")).await.body;
    assert!(page.contains(WORDS) && page.contains("Quiet day") && page.contains("Worker salma"));
    let home = house.home.id;
    let night = house.night.id;
    let open = house.node.write(move |tx| store::open(tx, home, night)).await.unwrap();
    let done = format!("/points/{}/done", open[0].id);
    assert_eq!(house.posts(&house.night, &done, &[]).await, 303);
    assert_eq!(house.posts(&house.night, &done, &[]).await, 409, "once");
    assert!(!house.sees(&house.night, &house.path("")).await.body.contains(WORDS));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_shifts_tell_each_other_is_sealed_logged_and_not_for_others() {
    let house = House::new().await;
    house.posts(&house.day, "/points", &[("kind", "SAFETY"), ("words", WORDS)]).await;
    let files = std::fs::read_dir(house.node.folder()).unwrap();
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(13).any(|part| part == b"zmhrwd-canary"), "sealed at rest");
    }
    let before = house.reads().await;
    house.sees(&house.night, &house.path("")).await;
    assert_eq!(house.reads().await, before + 1, "the reading is written down");
    let intake = house.node.worker("reem", &["INTAKE"]).await;
    assert_eq!(house.sees(&intake, &house.path("")).await.status, 403);
    assert_eq!(house.posts(&intake, "/points", &[]).await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_point_about_somebody_is_not_there_for_whoever_is_excluded_from_the_case() {
    let house = House::new().await;
    let owner = house.node.worker("reem", &["CASE_MANAGER"]).await;
    let case = new_case(&house.node, &owner).await;
    let stay = held(&house.node, &house.day, Some(case)).await.to_string();
    let about = [("kind", "HEALTH"), ("words", WORDS), ("stay", stay.as_str())];
    assert_eq!(house.posts(&house.day, "/points", &about).await, 303);
    let of_the_house = [("kind", "HOUSE"), ("words", "The back door")];
    assert_eq!(house.posts(&house.day, "/points", &of_the_house).await, 303);
    assert!(house.sees(&house.night, &house.path("")).await.body.contains(WORDS));
    let out = Change::Exclude(house.night.id, "KIN");
    change(&house.node.app, &owner, case, out, NOW).await.unwrap();
    let page = house.sees(&house.night, &house.path("")).await.body;
    assert!(page.contains("The back door") && !page.contains(WORDS), "{page}");
    let (home, day) = (house.home.id, house.day.id);
    let open = house.node.write(move |tx| store::open(tx, home, day)).await.unwrap();
    let kept = open.iter().find(|one| one.stay.is_some()).unwrap();
    let done = format!("/points/{}/done", kept.id);
    assert_eq!(house.posts(&house.night, &done, &[]).await, 409, "nor is it theirs to end");
    assert_eq!(house.posts(&house.day, "/handover", &[]).await, 303);
    assert_eq!(house.last().await.points, 1, "nor told by a number");
    assert!(house.sees(&house.day, &house.path("")).await.body.contains(WORDS));
}

impl House {
    async fn reads(&self) -> usize {
        let home = sila_core::ReferralId(self.home.id);
        let reads = move |tx: &mut dyn crate::db::Tx| crate::journal::store::readings(tx, home.0);
        self.node.write(reads).await.unwrap().len()
    }
}
