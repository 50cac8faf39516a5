//! What of a case is open when responsibility for it moves to another agency, and how that begins again at the agency that takes it:
//! actions of the care plan under goals in the person's own words, appointments and days in court, the clocks of the law.
//!
//! A report that the law wants does not move: it is owed by whoever came to know of it, and the other agency finds its own.

pub mod store;

use std::collections::BTreeMap;

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::care::{GoalKind, Measure};
use sila_core::codes::{Fate, OpenItem};
use sila_core::ids::{CaseId, WorkerId};
use sila_core::mandatory::Mandatory;
use sila_core::person::Person;
use sila_core::referral::HandoverLine;
use sila_core::time::Millis;
use sila_seal::Key;
use uuid::Uuid;

use super::appointments::{self, Appointment};
use super::clocks::{self, store::New};
use super::interpreters::{self, Need};
use super::plan::{self, Action, Said};
use super::record::{CaseRecord, NewCase};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::vault::{self, Place};
use crate::web::components::{Note, Tone};
use crate::web::{Arg, Cx};

/// The words of something that is open. They travel sealed under the key that is given last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Words {
    /// Of an action: the goal, in the person's own words.
    #[n(0)]
    pub goal: String,
    /// What is to be done, or with whom.
    #[n(1)]
    pub said: String,
    /// Of an action: from where to where its goal goes.
    #[n(2)]
    pub measure: Option<Measure>,
}

/// What the page of a case says once responsibility has been handed over by us: who answers for the person now, as `lead` names them
/// where it is not us, and that what is written here is only read.
pub fn note(cx: &Cx, record: &CaseRecord, lead: Option<&(String, String)>) -> Markup {
    let (title, text) = match lead {
        Some((ar, en)) => {
            let agency = [("agency", Arg::from(cx.lang.pick(ar.as_str(), en.as_str())))];
            (cx.t_with("case-handed", &agency), cx.t("case-handed-text"))
        }
        None => (cx.t("case-handed-back"), cx.t("case-handed-back-text")),
    };
    html! { @if record.handed { (Note::new("lock-key", title).tone(Tone::Info).says(text)) } }
}

/// The same on a page of the case, where something would be written.
pub fn only_read(cx: &Cx, record: &CaseRecord) -> Markup {
    let note = Note::new("lock-key", cx.t("problem-case-handed_over")).tone(Tone::Info);
    html! { @if record.handed { (note.says(cx.t("case-handed-text"))) } }
}

/// What can become of it. An appointment or an action may be done; what was done about a clock or a report is written down with it.
pub fn fates(item: OpenItem) -> &'static [Fate] {
    match item {
        OpenItem::Action | OpenItem::Appointment => Fate::ALL,
        OpenItem::Clock => &[Fate::Goes, Fate::Stays],
        OpenItem::Report => &[Fate::Stays],
    }
}

/// Whether we know what kind it is and it may become of it what is said.
pub fn is_known(line: &HandoverLine) -> bool {
    let kind = match line.item {
        OpenItem::Action => GoalKind::from_code(&line.kind).is_ok(),
        OpenItem::Appointment => appointments::KINDS.contains(&line.kind.as_str()),
        OpenItem::Clock => clocks::Kind::from_code(&line.kind).is_some(),
        OpenItem::Report => Mandatory::from_code(&line.kind).is_ok(),
    };
    kind && fates(line.item).contains(&line.fate)
}

/// What is open of a case, with its words.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(
    app: &App,
    record: &CaseRecord,
) -> Result<Vec<(HandoverLine, Words)>, Problem> {
    let id = record.row.id;
    let lines = app.store.read(move |tx| store::open(tx, id)).await?;
    let plan = plan::of_case(app, record).await?;
    let planned = appointments::of_case(app, record).await?;
    let goal = |id: Uuid| plan.goals.iter().find(|goal| goal.id == id);
    let words = |line: &HandoverLine| match line.item {
        OpenItem::Action => {
            let action = plan.actions.iter().find(|action| action.id == line.row())?;
            let goal = goal(action.goal)?;
            let (measure, said) = (goal.said.measure, action.words.clone());
            Some(Words { goal: goal.said.words.clone(), said, measure })
        }
        OpenItem::Appointment => {
            let one = planned.iter().find(|one| one.id == line.row())?;
            Some(Words { said: one.with.clone(), ..Words::default() })
        }
        OpenItem::Clock | OpenItem::Report => None,
    };
    let one = |line: HandoverLine| {
        let words = words(&line).unwrap_or_default();
        (line, words)
    };
    Ok(lines.into_iter().map(one).collect())
}

/// Whether somebody must interpret for the person concerned of a case that was just made. Whom the other agency had named is not told.
fn spoken(key: &Key, case: &NewCase) -> Result<Option<Need>, Problem> {
    let Some((id, sealed)) = case.people.first() else { return Ok(None) };
    let plain = vault::open(key, Place { table: "person", row: id.0 }, sealed)?;
    let person = Person::from_cbor(&plain);
    let person = person.map_err(|error| Problem::internal("vault.unreadable").because(error))?;
    Ok(Need::of(person.language, false))
}

/// What came with a case, sealed and ready to be written beside it.
#[derive(Debug)]
pub struct Arriving {
    case: CaseId,
    owner: WorkerId,
    goals: Vec<(Uuid, GoalKind, Vec<u8>)>,
    actions: Vec<(Action, Vec<u8>)>,
    appointments: Vec<(Appointment, Option<Vec<u8>>)>,
    clocks: Vec<(clocks::Kind, Millis)>,
    need: Option<Need>,
    now: Millis,
}

impl Arriving {
    /// What goes with a case that is made here now. All of it is its owner's.
    ///
    /// # Errors
    /// Only when the cipher fails.
    pub fn new(
        app: &App,
        case: &NewCase,
        going: &[(HandoverLine, Words)],
        now: Millis,
    ) -> Result<Arriving, Problem> {
        let place = Place { table: "case_file", row: case.id.0 };
        let key = app.vault.open_key(place, &case.key_wrapped)?;
        let (id, owner) = (case.id, case.owner);
        let (goals, actions, appointments) = (Vec::new(), Vec::new(), Vec::new());
        let (clocks, need) = (Vec::new(), spoken(&key, case)?);
        let mut all = Arriving { case: id, owner, goals, actions, appointments, clocks, need, now };
        let mut known = BTreeMap::new();
        for (line, words) in going {
            match line.item {
                OpenItem::Action => all.action(app, &key, (line, words), &mut known)?,
                OpenItem::Appointment => all.appointment(app, &key, line, words),
                OpenItem::Clock => {
                    let kind = clocks::Kind::from_code(&line.kind);
                    all.clocks.extend(kind.map(|kind| (kind, line.at)));
                }
                OpenItem::Report => {}
            }
        }
        Ok(all)
    }

    /// An action under its goal, which is written once.
    fn action(
        &mut self,
        app: &App,
        key: &Key,
        (line, words): (&HandoverLine, &Words),
        known: &mut BTreeMap<(String, String), Uuid>,
    ) -> Result<(), Problem> {
        let Ok(kind) = GoalKind::from_code(&line.kind) else { return Ok(()) };
        let (goal, new) = (line.kind.clone(), app.clock.new_id());
        let goal = *known.entry((goal, words.goal.clone())).or_insert(new);
        if goal == new {
            let (of, measure) = (words.goal.clone(), words.measure);
            let said = Said { words: of, measure, ..Said::default() };
            let plain = minicbor::to_vec(&said)
                .map_err(|error| Problem::internal("vault.unreadable").because(error))?;
            let place = Place { table: "care_goal", row: goal };
            self.goals.push((goal, kind, vault::seal(key, place, &plain)));
        }
        let action = Action {
            id: app.clock.new_id(),
            goal,
            service: None,
            owner: self.owner,
            name_ar: String::new(),
            name_en: String::new(),
            due: line.at,
            done: None,
            with_case: false,
            author: self.owner,
            words: String::new(),
        };
        let place = Place { table: "care_action", row: action.id };
        self.actions.push((action, vault::seal(key, place, words.said.as_bytes())));
        Ok(())
    }

    /// An appointment. Where it is was the other agency's; it is planned anew if that changes.
    fn appointment(&mut self, app: &App, key: &Key, line: &HandoverLine, words: &Words) {
        let one = Appointment {
            id: app.clock.new_id(),
            kind: line.kind.clone(),
            place: "AGENCY".to_owned(),
            at: line.at,
            state: "PLANNED".to_owned(),
            code: String::new(),
            outside: false,
            with: String::new(),
        };
        let place = Place { table: "appointment", row: one.id };
        let with = (!words.said.is_empty()).then(|| vault::seal(key, place, words.said.as_bytes()));
        self.appointments.push((one, with));
    }

    /// Writes all of it, after the case.
    pub fn insert(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        let (case, owner, now) = (self.case, self.owner, self.now);
        for (id, kind, body) in &self.goals {
            plan::store::insert_goal(tx, case, (*id, *kind), body, (owner, now))?;
        }
        for (action, words) in &self.actions {
            plan::store::insert_action(tx, case, action, words, now)?;
        }
        for (one, with) in &self.appointments {
            appointments::store::insert(tx, (case, owner), one, with.as_ref())?;
            if let Some(need) = self.need {
                interpreters::store::need(tx, (case, owner), one, need)?;
            }
        }
        for (kind, due) in &self.clocks {
            let (terms, due) = (kind.terms(), *due);
            let began_at = terms.span.start(due);
            if terms.by_hand {
                let new = New { kind: *kind, nth: None, turn: 0, began_at, due, number: None };
                clocks::store::begin_next(tx, case, &new, owner)?;
            } else {
                clocks::store::begin(tx, case, (*kind, owner), [began_at, due])?;
            }
        }
        Ok(())
    }
}
