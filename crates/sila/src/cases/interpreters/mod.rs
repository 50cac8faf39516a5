//! Interpreters of a case (المترجمون): whether one is needed follows from the language in which the person can be spoken with; who interprets, in
//! which language and how, is planned with an appointment or written down with a conversation, and with it whether they declared that they
//! keep it to themselves. The name is sealed under the key of the case and goes with no referral. Nobody interprets who is one of the people
//! of the case, of their family or said to have done harm, and nobody from an agency or among the colleagues that are kept from the case.

pub mod page;
pub mod saying;
pub mod store;
#[cfg(test)]
mod tests;

use maud::{Markup, html};
use sila_core::codes::Language;
use sila_core::disclosure::Disclosure;
use sila_core::ids::{AgencyId, CaseId};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::cases::appointments::Appointment;
use crate::cases::opening;
use crate::cases::record::{CaseRecord, Contact};
use crate::partners::Names;
use crate::problem::Problem;
use crate::vault::Place;
use crate::web::components::{Task, Tone, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, dates};
use store::Lacking;

/// Languages in which everybody here is spoken with.
const OURS: [Language; 2] = [Language::Arabic, Language::English];
/// How somebody interprets.
pub const WAYS: [&str; 3] = ["PRESENT", PHONE, "VIDEO"];
/// By telephone: never for who speaks in signs.
const PHONE: &str = "PHONE";
/// What was said through somebody who interpreted, beside the appointments.
pub const TALKS: [&str; 7] =
    ["RIGHTS", "INTAKE", "PERMISSION", "ASSESSMENT", "PLAN", "CALL", "OTHER"];
/// What came of it: they interpreted, and declared that they keep it to themselves or did not; or they did not come.
pub const OUTCOMES: [&str; 3] = ["DECLARED", "UNDECLARED", "ABSENT"];
/// The states before that: nobody is named yet, and somebody is.
const NEEDED: &str = "NEEDED";
const PLANNED: &str = "PLANNED";

/// Somebody who interprets, or is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreting {
    /// Identifier.
    pub id: Uuid,
    /// The appointment it is for.
    pub appointment: Option<Uuid>,
    /// Of a conversation: one of [`TALKS`].
    pub talk: String,
    /// The language; empty while nobody knows which.
    pub language: String,
    /// One of [`WAYS`]; empty while nobody is named.
    pub way: String,
    /// The agency from which they come.
    pub partner: Option<AgencyId>,
    /// `NEEDED`, `PLANNED` or one of [`OUTCOMES`].
    pub state: String,
    /// When it is or was.
    pub at: Millis,
    /// Their name; empty when only the agency is known.
    pub name: String,
}

impl Interpreting {
    /// Whether it is told beside this appointment: where it was cancelled or missed nobody is needed or planned.
    fn holds(&self, at: &Appointment) -> bool {
        let is_over = !matches!(self.state.as_str(), NEEDED | PLANNED);
        is_over || matches!(at.state.as_str(), "PLANNED" | "KEPT")
    }
}

/// Somebody is needed who interprets: in this language, if it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need(pub Option<Language>);

impl Need {
    /// What follows from the language of the person and from what was asked when they came. Between Arabic and English nobody is needed,
    /// unless somebody said so.
    pub fn of(language: Option<Language>, said: bool) -> Option<Need> {
        let foreign = language.is_some_and(|language| !OURS.contains(&language));
        (foreign || said).then_some(Need(language))
    }

    /// What a case says of it.
    pub fn in_case(record: &CaseRecord) -> Option<Need> {
        Need::told(&record.disclosure, record.contact)
    }

    /// What this says of it.
    pub fn told(known: &Disclosure, contact: Option<Contact>) -> Option<Need> {
        let language = known.people.first().and_then(|person| person.language);
        Need::of(language, contact.is_some_and(|contact| contact.interpreter))
    }

    /// The language as it is stored; empty while nobody knows which.
    pub fn code(self) -> &'static str {
        self.0.map_or("", Language::code)
    }

    /// "An interpreter is needed: Filipino", and how where only some ways will do.
    pub fn tag(self, cx: &Cx) -> Markup {
        needed(cx, self.code())
    }
}

/// The mark that somebody is needed for a language of this code.
fn needed(cx: &Cx, language: &str) -> Markup {
    let words = match language {
        "" => cx.t("interpreter-needed"),
        code => {
            let signs = code == Language::SignLanguage.code();
            let key = if signs { "interpreter-needed-signs" } else { "interpreter-needed-in" };
            cx.t_with(key, &[("language", Arg::phrase(cx.code("language", code)))])
        }
    };
    tag(Tone::Warn, words)
}

/// What stands of it beside an appointment or on the day: who is needed, or how somebody interprets. Names nobody.
pub fn mark(cx: &Cx, state: &str, (language, way): (&str, &str)) -> Markup {
    match state {
        "" => html! {},
        NEEDED => needed(cx, language),
        _ => tag(Tone::Info, how(cx, (language, way))),
    }
}

/// "Interpreted into Filipino, by telephone".
fn how(cx: &Cx, (language, way): (&str, &str)) -> String {
    let language = Arg::phrase(cx.code("language", language));
    let way = Arg::phrase(cx.code("interpreter-way", way));
    cx.t_with("interpreter-how", &[("language", language), ("way", way)])
}

/// What the page of a case says under an appointment, for who reads the case: the name, too.
pub fn line(cx: &Cx, record: &CaseRecord, all: &[Interpreting], one: &Appointment) -> Markup {
    let found = all.iter().find(|it| it.appointment == Some(one.id));
    let open = found.filter(|it| it.holds(one) && (one.is_planned() || it.state != NEEDED));
    let name = cx.url(&format!("{}?for={}", path(record.row.id), one.id));
    html! { @if let Some(it) = open {
        div {
            (mark(cx, &it.state, (&it.language, &it.way)))
            @if !it.name.is_empty() { " " (Name(&it.name)) }
            @if it.state == NEEDED && record.is_ours() { " " a.link href=(name) { (cx.t("interpreter-new")) } }
        }
    } }
}

/// Who interpreted: the name, and the agency they come from.
fn whom(cx: &Cx, one: &Interpreting, names: &Names) -> Markup {
    let agency = one.partner.map(|agency| names.of(cx.lang, agency).to_owned());
    html! {
        @if !one.name.is_empty() { (Name(&one.name)) }
        @if let Some(agency) = agency { @if !one.name.is_empty() { " · " } (Name(&agency)) }
    }
}

/// An appointment of the coming days for which nobody is named: the number of the case, and no name.
pub fn task(cx: &Cx, one: &Lacking) -> Task {
    let href = cx.url(&path(one.case));
    Task::new("chat-circle-text", Tone::Gold, cx.t("interpreter-day"), href)
        .meta(html! { (Reference(&one.reference)) " " (needed(cx, &one.language)) })
        .end(tag(Tone::Warn, dates::near(cx.lang, cx.now, one.at)))
}

/// The routes of interpreters.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/interpreters", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/interpreters", Permission::CaseRead, page::create);
    r.post("/{lang}/cases/{id}/interpreters/{one}", Permission::CaseRead, page::settle);
}

/// The address of the page, without language.
pub fn path(case: CaseId) -> String {
    format!("/cases/{case}/interpreters")
}

/// What is sealed for an appointment stays readable when somebody else is named for it.
fn place(id: Uuid, appointment: Option<Uuid>) -> Place {
    Place { table: "interpreting", row: appointment.unwrap_or(id) }
}

/// The case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.interpreters").await
}

/// Who interprets in a case, by time.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Vec<Interpreting>, Problem> {
    let id = record.row.id;
    let stored = app.store.read(move |tx| store::of_case(tx, id)).await?;
    opened(app, record, stored)
}

/// What was read of it, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(
    app: &App,
    record: &CaseRecord,
    stored: Vec<store::Sealed>,
) -> Result<Vec<Interpreting>, Problem> {
    let open = |(one, name): store::Sealed| {
        let seat = place(one.id, one.appointment);
        let name = name.map(|name| record.open_words(app, seat, &name)).transpose()?;
        Ok(Interpreting { name: name.unwrap_or_default(), ..one })
    };
    stored.into_iter().map(open).collect()
}
