//! The form as its writers meet it: safety first, nothing typed is lost, nothing leaves without an agreement.

mod alike;
mod drafts;
mod ending;
mod several;
mod steps;
mod wishes;

use sila_core::AreaCode;
use sila_core::agreement::{
    Agreement, Cites, Clause, Party, ResidenceClause, ScheduleRow, ServiceTerms, Timer,
};
use sila_core::calendar::{TimeLimit, Week};
use sila_core::codes::{Category, Kind, OverrideReason, Service, Urgency};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, AgreementId, CaseId};
use sila_core::time::Millis;
use sila_link::join::Joined;
use sila_link::{LinkState, agreement_digest, link_id};
use tempfile::TempDir;
use uuid::Uuid;

use crate::accounts::{Worker, store as accounts};
use crate::agreements;
use crate::cases::store::{self as cases, Filter};
use crate::keys::first;
use crate::links::store as links;
use crate::node::{self, Agency, Safe};
use crate::testing::{NOW, TestNode};

/// The fields of a step and their values.
pub type Typed = Vec<(&'static str, &'static str)>;

/// H01, step 1.
pub fn safety() -> Typed {
    vec![
        ("danger", "no"),
        ("talk", "yes"),
        ("plan", "تنتظر في غرفة هادئة مع طفليها"),
        ("contact", "yes"),
        ("contact_channel", "PHONE"),
        ("contact_phone", "050 123 4567"),
        ("contact_words", "لا تذكر اسم الجهة"),
        ("contact_code", "المنارة"),
        ("channel", "WALKIN"),
        ("reporter", "SELF"),
        ("language", "ar"),
    ]
}

/// H01, step 2: she is in Dubai and lives in Khor Fakkan.
pub fn person() -> Typed {
    vec![
        ("name_ar", "وفاء سالم المرجاني"),
        ("name_latin", "Wafaa Salem Al Marjani"),
        ("emirates_id", "784-1900-0000001-9"),
        ("birth_d", "11"),
        ("birth_m", "4"),
        ("birth_y", "1993"),
        ("sex", "F"),
        ("nationality", "ARE"),
        ("others", "1"),
        ("o1_name", "مهرة"),
        ("o1_age", "6"),
        ("o1_relation", "DAUGHTER"),
        ("area", "AE-SH-KFK"),
        ("usual", "home"),
        ("risk_home", "no"),
        ("evidence", "STATEMENT"),
        ("present", "AE-DU-DXB-MRD"),
        ("stay_days", "3"),
    ]
}

/// H01, step 3.
pub fn need() -> Typed {
    vec![
        ("category", "WOMAN"),
        ("urgency", "URGENT"),
        ("services", "SHELTER"),
        ("services", "LEGAL"),
        ("harm", "PSYCH"),
        ("wishes", "أن يبقى طفلاها معها"),
        ("account", "canary-account-51c0"),
    ]
}

/// Step 4 in the words of a form; `to` is added by [`sharing`].
pub fn sharing(to: &str) -> Vec<(String, String)> {
    let mut typed: Vec<(String, String)> =
        [("ground", "WRITTEN"), ("days", "30"), ("share_asked", "yes")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
    typed.push(("to".to_owned(), to.to_owned()));
    for field in [
        "NAME",
        "BIRTH",
        "SEX",
        "RESIDENCE",
        "HOUSEHOLD",
        "NEEDS",
        "SAFETY",
        "SAFE_CONTACT",
        "WISHES",
    ] {
        typed.push(("share".to_owned(), field.to_owned()));
    }
    typed
}

/// A node, one intake officer signed in, and the form she began.
pub struct Desk {
    pub node: TestNode,
    pub cookie: String,
    pub draft: String,
}

impl Desk {
    pub async fn new() -> Desk {
        let node = TestNode::new().await;
        let worker = node.worker("reem", &["INTAKE"]).await;
        let cookie = node.sign_in(&worker).await;
        let begun = node.get("/ar/intake/new", &cookie).await;
        let draft = begun.location.split('/').nth(3).unwrap().to_owned();
        Desk { node, cookie, draft }
    }

    /// As [`Desk::new`], with Dana linked and bound by an agreement; gives Dana's identity.
    pub async fn linked() -> (Desk, AgencyId) {
        let desk = Desk::new().await;
        let dana = link(&desk.node).await;
        (desk, dana)
    }

    pub fn path(&self, lang: &str, step: u8) -> String {
        format!("/{lang}/intake/{}/{step}", self.draft)
    }

    pub async fn page(&self, lang: &str, step: u8) -> String {
        let got = self.node.get(&self.path(lang, step), &self.cookie).await;
        assert_eq!(got.status, 200, "step {step}: {}", got.location);
        got.body
    }

    pub async fn post(&self, step: u8, typed: &[(&str, &str)]) -> crate::testing::Got {
        self.node.post(&self.path("ar", step), &self.cookie, typed).await
    }

    pub async fn post_owned(&self, step: u8, typed: &[(String, String)]) -> crate::testing::Got {
        let typed: Vec<(&str, &str)> =
            typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(step, &typed).await
    }

    /// Steps 1 to 3 of H01.
    pub async fn take_in(&self) {
        for (step, typed) in [(1, safety()), (2, person()), (3, need())] {
            let got = self.post(step, &typed).await;
            assert_eq!(got.location, self.path("ar", step + 1), "{}", errors_of(&got.body));
        }
    }

    /// How many cases, referrals and unfinished forms there are.
    pub async fn totals(&self) -> (usize, usize, usize) {
        let count = |tx: &mut dyn crate::db::Tx| {
            let writer = accounts::by_name(tx, "reem")?.unwrap().worker;
            let reader = Worker { roles: vec!["SUPERVISOR".to_owned()], ..writer.clone() };
            let filter = Filter { status: "open".to_owned(), all: true, ..Filter::default() };
            let top = (Millis(i64::MAX), CaseId(Uuid::max()));
            let found = cases::page(tx, &reader, &filter, top)?;
            let mut referrals = 0;
            for case in &found {
                referrals += cases::referrals(tx, case.id)?.len();
            }
            Ok((found.len(), referrals, crate::intake::store::all(tx, writer.id)?.len()))
        };
        self.node.write(count).await.unwrap()
    }
}

/// The error summary of a page.
pub fn errors_of(page: &str) -> &str {
    let summary = page.split_once("err-sum").and_then(|(_, rest)| rest.split_once("</ul>"));
    summary.map_or("", |(summary, _)| summary)
}

async fn link(here: &TestNode) -> AgencyId {
    let dir = TempDir::new().unwrap();
    let agency = Agency {
        code: "DANA".to_owned(),
        name_ar: "هيئة دانة (تجريبية)".to_owned(),
        name_en: "Dana Authority (demo)".to_owned(),
        covers: vec!["AE-SH".to_owned()],
        demo: true,
    };
    node::create(dir.path(), None, &agency, "", NOW).unwrap();
    let signed = first::statement(&Safe::open(dir.path(), None).unwrap()).unwrap();
    let dana = signed.verify().unwrap();
    let (me, them) = (here.app.node.id, AgencyId(dana.agency()));
    let id = link_id(me, them);
    let joined = Joined {
        statement: dana,
        signed_statement: signed,
        short_code: "1234 5678 9012".to_owned(),
        transcript: [9; 32],
        accept: Vec::new(),
    };
    let state = LinkState::PendingVerify;
    let beginning = links::Beginning { link: id, joined, state, joining: None, now: NOW };
    let agreement = agreement(me, them);
    let body = agreement.to_cbor();
    let stored = agreements::Stored {
        digest: agreement_digest(&body),
        agreement,
        body,
        peer: them,
        state: agreements::State::Signed,
        own_signature: Some(vec![1; 64]),
        peer_signature: Some(vec![2; 64]),
        updated_at: NOW,
        on_paper: None,
    };
    here.write(move |tx| {
        links::begin(tx, &beginning)?;
        links::set_verified(tx, id, (state, LinkState::Active), None, NOW)?;
        links::set_peer_verified(tx, id, NOW)?;
        links::set_proved(tx, id, None, NOW)?;
        agreements::store::insert(tx, &stored)
    })
    .await
    .unwrap();
    them
}

fn party(agency: AgencyId, code: &str, (ar, en): (&str, &str), covers: &str) -> Party {
    let offered = [Service::Shelter, Service::Legal].map(|service| ServiceTerms {
        service,
        categories: vec![],
        sexes: vec![],
        age_min: None,
        age_max: None,
    });
    Party {
        agency,
        code: code.to_owned(),
        name_ar: ar.to_owned(),
        name_en: en.to_owned(),
        covers: vec![AreaCode::parse(covers).unwrap()],
        services: offered.to_vec(),
        calendar: Week::Five.calendar(),
        sector: None,
    }
}

fn timer(urgency: Urgency) -> Timer {
    Timer { urgency, decide: TimeLimit::Minutes(120), expire: TimeLimit::Minutes(240), steps: None }
}

/// Everything may go but the medical record.
pub fn agreement(me: AgencyId, them: AgencyId) -> Agreement {
    let clause = |number: &str| Clause {
        number: number.to_owned(),
        title_ar: "عنوان".to_owned(),
        title_en: "Title".to_owned(),
        text_ar: "نص".to_owned(),
        text_en: "Text".to_owned(),
        binds: None,
    };
    let fields: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| *field != Field::Harm).collect();
    let cite = |number: &str| number.to_owned();
    Agreement {
        id: AgreementId(Uuid::from_u128(14)),
        code: "MOU-DEMO-001".to_owned(),
        title_ar: "مذكرة تفاهم".to_owned(),
        title_en: "Memorandum".to_owned(),
        parties: [
            party(me, "MARSA", ("مؤسسة مرسى", "Marsa Foundation"), "AE-DU"),
            party(them, "DANA", ("هيئة دانة", "Dana Authority"), "AE-SH"),
        ],
        categories: vec![Category::Child, Category::Woman],
        schedule: [Kind::Shelter, Kind::Service]
            .map(|kind| ScheduleRow { kind, fields: fields.clone() })
            .to_vec(),
        residence: ResidenceClause {
            number: "4.2".to_owned(),
            text_ar: "تُحال الحالة بناء على مقر إقامتها".to_owned(),
            text_en: "Cases are referred by place of residence".to_owned(),
            exceptions: vec![OverrideReason::Imminent, OverrideReason::Capacity],
            short_stay_days: 15,
        },
        clauses: ["1.1", "2.1", "3.1", "4.1", "4.2", "5.1", "6.1"].map(clause).to_vec(),
        timers: Urgency::ALL.iter().copied().map(timer).collect(),
        from: NOW.plus_days(-100),
        until: NOW.plus_days(265),
        cites: Cites {
            parties: cite("1.1"),
            categories: cite("2.1"),
            schedule: cite("3.1"),
            services: cite("4.1"),
            timers: cite("5.1"),
            term: cite("6.1"),
        },
        known: None,
        onward: None,
        expertise: None,
        aims: None,
        private: None,
        vocabulary: None,
        follows: None,
        notice: None,
        approval: None,
        above: None,
        kind: None,
        prevails: None,
        arbiter: None,
        priority: None,
    }
}
