//! An agency with many years behind it: workers, their cases, and what is written down in a case. Of twenty cases one is open.

use anyhow::Context;
use sila_core::care::{Stage, Step};
use sila_core::codes::{Category, Urgency};
use sila_core::ids::{CaseId, PersonId, WorkerId};
use sila_core::person::Birth;
use sila_core::time::Millis;
use uuid::Uuid;

use super::Wish;
use crate::accounts::{Worker, store as accounts};
use crate::app::App;
use crate::bench::{store, two::Two};
use crate::cases::{self, NewCase};
use crate::db::{DbError, Tx};

/// Written down in each case: two stages, an appointment, a clock, a reading.
pub const ENTRIES_EACH: u64 = 5;
/// So many cases for each referral that came in.
pub const CASES_FOR_A_REFERRAL: u32 = 20;
/// Cases for each that is open.
const CASES_FOR_AN_OPEN_ONE: u32 = 20;
/// Cases that a worker ever had, at the most: of these 25 are open.
const CASES_OF_A_WORKER: u32 = 500;
/// Workers for each that reads all cases.
const WORKERS_FOR_A_SUPERVISOR: u32 = 10;
/// Cases in one transaction.
const GROUP: u32 = 250;
/// Days over which the cases were opened.
const DAYS: i64 = 1_500;
/// So many of a person's cases are kept in mind to be looked at.
const KEPT: usize = 40;

const GIVEN: [&str; 24] = [
    "مريم",
    "فاطمة",
    "عائشة",
    "نورة",
    "شيخة",
    "حصة",
    "لطيفة",
    "موزة",
    "علياء",
    "هند",
    "سارة",
    "خلود",
    "أحمد",
    "محمد",
    "سالم",
    "خالد",
    "راشد",
    "سيف",
    "ناصر",
    "يوسف",
    "إبراهيم",
    "عمر",
    "حمد",
    "ماجد",
];
const FATHERS: [&str; 20] = [
    "علي",
    "سعيد",
    "عبدالله",
    "خليفة",
    "جاسم",
    "حسن",
    "سلطان",
    "مبارك",
    "عيسى",
    "صالح",
    "طارق",
    "وليد",
    "جمال",
    "كمال",
    "فهد",
    "بدر",
    "زايد",
    "عادل",
    "منصور",
    "يعقوب",
];
const FAMILIES: [&str; 20] = [
    "النعيمي",
    "الشامسي",
    "الكعبي",
    "المزروعي",
    "الظاهري",
    "الحمادي",
    "البلوشي",
    "الزعابي",
    "السويدي",
    "المهيري",
    "العامري",
    "الكتبي",
    "الطنيجي",
    "الشحي",
    "النقبي",
    "الحوسني",
    "المرزوقي",
    "الفلاسي",
    "البدواوي",
    "الخاطري",
];

/// Somebody who looks at pages.
pub struct Looker {
    /// Who.
    pub worker: Worker,
    /// Some of their open cases.
    pub cases: Vec<CaseId>,
}

/// The `nth` name; the same person has the same number.
pub fn name(nth: usize) -> String {
    let mut rest = nth;
    let words = [&GIVEN[..], &FATHERS, &FATHERS, &FAMILIES].map(|list| {
        let word = list.get(rest % list.len()).copied().unwrap_or("");
        rest /= list.len();
        word
    });
    words.join(" ")
}

/// Fills the receiver's store; gives the people who look. Those at their pages at one time are a part of all who work there.
///
/// # Errors
/// When the store cannot be written.
pub async fn fill(two: &Two, wish: &Wish) -> anyhow::Result<Vec<Looker>> {
    let app = &two.receiver;
    let mut people = Vec::new();
    for nth in 0..wish.clients.max(wish.cases / CASES_OF_A_WORKER) {
        let supervises = nth % WORKERS_FOR_A_SUPERVISOR == 0;
        people.push(Looker { worker: employ(app, nth, supervises).await?, cases: Vec::new() });
    }
    let mut made = 0;
    while made < wish.cases {
        let until = made.saturating_add(GROUP).min(wish.cases);
        let mut group = Vec::new();
        for nth in made..until {
            let owner = usize::try_from(nth / CASES_FOR_AN_OPEN_ONE)? % people.len().max(1);
            let owner = people.get_mut(owner).context("nobody works here")?;
            let case = case(two, nth, owner.worker.id)?;
            if case.status == "open" && owner.cases.len() < KEPT {
                owner.cases.push(case.id);
            }
            group.push(case);
        }
        let now = app.clock.now();
        let write = move |tx: &mut dyn Tx| group.iter().try_for_each(|case| insert(tx, case, now));
        app.store.write(write).await?;
        made = until;
    }
    people.truncate(usize::try_from(wish.clients)?);
    Ok(people)
}

async fn employ(app: &App, nth: u32, supervises: bool) -> anyhow::Result<Worker> {
    let role = if supervises { "SUPERVISOR" } else { "CASE_MANAGER" };
    let worker = Worker {
        id: WorkerId(app.clock.new_id()),
        user_name: format!("looker-{nth}"),
        name_ar: format!("من ينظر {nth}"),
        name_en: format!("Looker {nth}"),
        roles: vec![role.to_owned(), "REFERRAL_OFFICER".to_owned()],
        active: true,
    };
    let (made, at) = (worker.clone(), app.clock.now());
    app.store.write(move |tx| accounts::insert_worker(tx, &made, "none", at)).await?;
    Ok(worker)
}

fn case(two: &Two, nth: u32, owner: WorkerId) -> anyhow::Result<NewCase> {
    let app = &two.receiver;
    let now = app.clock.now();
    let mut told = two.disclosure(now);
    told.people.truncate(1);
    for person in &mut told.people {
        person.id = PersonId(app.clock.new_id());
        person.name_ar = Some(name(usize::try_from(nth)?));
        let (y, m, d) = (1945 + nth % 75, 1 + nth / 75 % 12, 1 + nth / 900 % 28);
        person.birth =
            Birth::Exact { y: u16::try_from(y)?, m: u8::try_from(m)?, d: u8::try_from(d)? };
        (person.name_latin, person.emirates_id, person.phone) = Default::default();
    }
    let pick = |many: usize| usize::try_from(nth).unwrap_or(0) % many;
    let category = Category::ALL.get(pick(Category::ALL.len())).copied();
    let urgency = Urgency::ALL.get(pick(Urgency::ALL.len())).copied();
    let kind = (category.unwrap_or(Category::Woman), urgency.unwrap_or(Urgency::Routine));
    let opened = now.plus_days(-(i64::from(nth) % DAYS)).plus_minutes(-(i64::from(nth) % 600));
    let mut case = cases::compose(app, &told, kind.0, kind.1, owner, None, opened)?;
    if !nth.is_multiple_of(CASES_FOR_AN_OPEN_ONE) {
        case.status = "closed";
    }
    Ok(case)
}

/// A case with its entries. What is closed has nothing that waits.
fn insert(tx: &mut dyn Tx, case: &NewCase, now: Millis) -> Result<(), DbError> {
    cases::store::insert(tx, case)?;
    let day = |days: i64| case.opened_at.plus_days(days);
    for (n, stage) in [Stage::Care, Stage::Develop].into_iter().enumerate() {
        let step = Step { stage, on: day(i64::try_from(n).unwrap_or(0)).uae_date(), reason: None };
        cases::pathway::store::insert(tx, (case.id, n), &step, (case.owner, case.opened_at))?;
    }
    let open = case.status == "open";
    let (due, done) = if open { (now.plus_days(2), None) } else { (day(3), Some(day(2))) };
    store::entries(tx, (case.id, case.owner), [case.opened_at, due], done)
}

/// Copies of a referral that came in, most of them long decided. They fill lists; only the first can be opened.
///
/// # Errors
/// When the store cannot be written.
pub async fn referrals(app: &App, first: Uuid, count: u32) -> anyhow::Result<()> {
    for group in (0..count).collect::<Vec<_>>().chunks(usize::try_from(GROUP)?) {
        let now = app.clock.now();
        let copies: Vec<(Uuid, i64, bool, Millis)> = group
            .iter()
            .map(|nth| {
                let (nth, open) = (i64::from(*nth), nth % CASES_FOR_AN_OPEN_ONE == 0);
                (app.clock.new_id(), nth, open, now.plus_minutes(-nth.wrapping_mul(37)))
            })
            .collect();
        let write = move |tx: &mut dyn Tx| {
            copies.iter().try_for_each(|copy| store::copy_referral(tx, first, *copy))
        };
        app.store.write(write).await?;
    }
    Ok(())
}
