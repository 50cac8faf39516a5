//! What remains where an agency is barred from a case (ما يبقى من طرق): the head of our agency names one officer there, to whom a letter is handed in person;
//! or the person carries it herself; or nothing goes. Asking the agency which officer it could be would tell it that there is a case: so nobody there
//! chooses, nothing electronic goes, and what was chosen stays in the case, with who chose it and why.

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::ids::{AgencyId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{ANSWER, Desk, Officer, WAY, case, commit, page, path, place, refused, store};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, icon, post, stack, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form};

/// The longest reason, in characters, and the shortest that says something.
const WHY_CHARS: std::ops::RangeInclusive<usize> = 5..=500;
/// The longest name or office, in characters.
const NAME_CHARS_MAX: usize = 120;

/// Where a choice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The head is asked to name an officer.
    Asked,
    /// The head has named one.
    Named,
    /// The head names nobody.
    Refused,
    /// The person carries the letter.
    Carried,
    /// Nothing goes.
    Dropped,
    /// The head was asked, and before the answer another way was chosen.
    Superseded,
}

impl Turn {
    /// Every one.
    pub const ALL: [Turn; 6] =
        [Turn::Asked, Turn::Named, Turn::Refused, Turn::Carried, Turn::Dropped, Turn::Superseded];
    /// The three ways that are offered.
    const OFFERED: [Turn; 3] = [Turn::Asked, Turn::Carried, Turn::Dropped];

    /// The key in rows, facts and texts.
    pub fn code(self) -> &'static str {
        match self {
            Turn::Asked => "ASKED",
            Turn::Named => "NAMED",
            Turn::Refused => "REFUSED",
            Turn::Carried => "CARRIED",
            Turn::Dropped => "DROPPED",
            Turn::Superseded => "SUPERSEDED",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Turn> {
        Turn::ALL.into_iter().find(|turn| turn.code() == code)
    }
}

/// What the head decided.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// Whom; empty where nobody is named.
    #[n(0)]
    pub officer: Officer,
    /// Why.
    #[n(1)]
    pub why: String,
}

/// A way that was chosen.
#[derive(Debug, Clone)]
pub struct Around {
    /// Identifier.
    pub id: Uuid,
    /// The agency that is barred.
    pub agency: AgencyId,
    /// Which way, and where it stands.
    pub turn: Turn,
    /// Who chose it.
    pub worker: WorkerId,
    /// When it was chosen.
    pub at: Millis,
    /// Their Arabic and English name.
    pub by: (String, String),
    /// Why.
    pub why: String,
    /// When the head decided, and who that was.
    pub decided: Option<(Millis, (String, String))>,
    /// What the head decided.
    pub answer: Option<Answer>,
}

impl Around {
    /// To whom alone a letter is handed.
    pub fn officer(&self) -> Option<&Officer> {
        let answer = self.answer.as_ref().filter(|_| self.turn == Turn::Named);
        answer.map(|answer| &answer.officer)
    }
}

/// Whether somebody of these roles names the officer: who approves what is done in cases, and signs for the agency.
pub fn decides(worker: &Worker) -> bool {
    let needed = [Permission::CaseRead, Permission::CaseApprove, Permission::AgreementSign];
    needed.into_iter().all(|one| worker.may(one))
}

/// Chooses one of the three ways.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`, `case.handed_over`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let desk = Desk::of_case(&ask.app, &record).await?;
    let form = &ask.form;
    let agency = form.get("agency").and_then(|text| AgencyId::parse(text).ok());
    let agency = agency.filter(|one| desk.barred.contains(one));
    let turn = form.get("turn").and_then(Turn::from_code);
    let turn = turn.filter(|one| Turn::OFFERED.contains(one));
    let why = form.get("why").unwrap_or_default().trim();
    let mut errors = Errors::none();
    if agency.is_none() {
        errors.add("agency", ask.cx.t("agency-bar-missing"));
    }
    if turn.is_none() {
        errors.add("turn", ask.cx.t("case-letter-turn-missing"));
    }
    if !WHY_CHARS.contains(&why.chars().count()) {
        errors.add("why", ask.cx.t("case-letter-why-missing"));
    }
    let Some((agency, turn)) = agency.zip(turn).filter(|_| !errors.any()) else {
        return page::document(&ask, &record, (&ask.form, &errors)).await;
    };
    choose(&ask.app, ask.worker()?, &record, (agency, turn, why), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// The act itself. The caller has found the case through the worker.
///
/// # Errors
/// `page.forbidden` for whoever reads the case by broken glass; `letter.moved` where the agency is not barred any more.
pub async fn choose(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (agency, turn, why): (AgencyId, Turn, &str),
    now: Millis,
) -> Result<(), Problem> {
    let desk = Desk::of_case(app, record).await?;
    if !desk.barred.contains(&agency) {
        return Err(refused(record, "letter.moved"));
    }
    let (id, case, by) = (app.clock.new_id(), record.row.id, worker.id);
    let body = record.seal_words(app, place(WAY, id), why)?;
    let words = format!("WAY_{}", turn.code());
    commit(app, (worker, record), Some(&desk.stood), &words, now, move |tx| {
        store::add_way(tx, (id, case), (agency, turn), (by, now), &body)?;
        Ok(true)
    })
    .await
}

/// The head names one officer, or names nobody.
///
/// # Errors
/// `page.forbidden` for whoever signs for the agency and approves no cases; `page.not_found` for whoever may not read the case; as [`decide`].
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    if !decides(ask.worker()?) {
        return Err(Problem::forbidden());
    }
    let record = case(&ask).await?;
    record.needs_ours()?;
    let id: Uuid = ask.id("one")?;
    let said = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let names = !ask.form.has("answer", "nobody");
    let (name, office, why) = (said("officer"), said("office"), said("reason"));
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= NAME_CHARS_MAX;
    let mut errors = Errors::none();
    if names && !fits(&name) {
        errors.add("officer", ask.cx.t("case-letter-officer-missing"));
    }
    if names && !fits(&office) {
        errors.add("office", ask.cx.t("case-letter-office-missing"));
    }
    if !WHY_CHARS.contains(&why.chars().count()) {
        errors.add("reason", ask.cx.t("case-letter-why-missing"));
    }
    if errors.any() {
        return page::document(&ask, &record, (&ask.form, &errors)).await;
    }
    let officer = if names { (name, office) } else { (String::new(), String::new()) };
    let officer = Officer { name: officer.0, office: officer.1 };
    let turn = if names { Turn::Named } else { Turn::Refused };
    let answer = Answer { officer, why };
    decide(&ask.app, ask.worker()?, &record, (id, turn, answer), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// The act itself.
///
/// # Errors
/// `page.not_found` for what is not asked in this case; `letter.own_way` for who asked; `letter.moved` when it was decided before, or is not asked any more.
pub async fn decide(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (id, turn, answer): (Uuid, Turn, Answer),
    now: Millis,
) -> Result<(), Problem> {
    let desk = Desk::of_case(app, record).await?;
    let asked = desk.ways.iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    if asked.worker == worker.id {
        return Err(refused(record, "letter.own_way"));
    }
    if desk.chosen(asked.agency).map(|one| one.id) != Some(id) {
        return Err(refused(record, "letter.moved"));
    }
    let plain = minicbor::to_vec(&answer)
        .map_err(|error| Problem::internal("case.unwritable").because(error))?;
    let sealed = record.seal(app, place(ANSWER, id), &plain)?;
    let (case, by) = (record.row.id, worker.id);
    let words = format!("WAY_{}", turn.code());
    commit(app, (worker, record), Some(&desk.stood), &words, now, move |tx| {
        store::name_officer(tx, (id, case), turn, (by, now), &sealed)
    })
    .await
}

/// The card: each agency that is barred with what was chosen, and the form; nothing where none is.
pub(super) fn card(ask: &Ask, record: &CaseRecord, desk: &Desk, form: &Form<'_>) -> Markup {
    let cx = &ask.cx;
    if desk.barred.is_empty() {
        return html! {};
    }
    let mut chosen = desk.barred.iter().filter_map(|one| desk.chosen(*one));
    let asked = chosen.find(|one| one.turn == Turn::Asked);
    html! {
        (Card::new(cx.t("case-letter-ways")).id("ways").count(desk.barred.len()).body(stack(&html! {
            p.hint { (cx.t("case-letter-ways-text")) }
            ul.people { @for agency in &desk.barred { li { (icon("prohibit")) div {
                b { (Name(desk.names.of(cx.lang, *agency))) }
                @match desk.chosen(*agency) {
                    Some(one) => (told(cx, one)),
                    None => { " " (tag(Tone::Gold, cx.t("case-letter-turn-open"))) }
                }
            } } } }
            @if let Some(one) = asked.filter(|_| record.is_ours()) {
                @if ask.worker().is_ok_and(|worker| decides(worker) && worker.id != one.worker) { (naming(cx, record, one, form, &desk.names)) }
                @else { (Note::new("user-focus", cx.t("case-letter-head")).tone(Tone::Info).says(cx.t("case-letter-head-text"))) }
            }
            @if record.is_ours() { (choosing(cx, record, desk, form)) }
        })))
    }
}

fn told(cx: &Cx, one: &Around) -> Markup {
    let tone = match one.turn {
        Turn::Named | Turn::Carried => Tone::Ok,
        Turn::Asked => Tone::Gold,
        Turn::Refused | Turn::Dropped | Turn::Superseded => Tone::Plain,
    };
    html! {
        " " (tag(tone, cx.code("case-letter-turn", one.turn.code())))
        div.sub { (Name(cx.lang.pick(&one.by.0, &one.by.1))) " · " (cx.at(one.at)) " · " (Name(&one.why)) }
        @if let Some((at, by)) = &one.decided {
            div.sub {
                (Name(cx.lang.pick(&by.0, &by.1))) " · " (cx.at(*at))
                @if let Some(answer) = &one.answer {
                    @if one.turn == Turn::Named { " · " b { (Name(&answer.officer.name)) } " · " (Name(&answer.officer.office)) }
                    " · " (Name(&answer.why))
                }
            }
        }
    }
}

fn choosing(cx: &Cx, record: &CaseRecord, desk: &Desk, form: &Form<'_>) -> Markup {
    let barred = desk.barred.iter();
    let agencies = barred.map(|one| (one.to_text(), desk.names.of(cx.lang, *one).to_owned()));
    let only = desk.barred.first().filter(|_| desk.barred.len() == 1);
    let turns = Turn::OFFERED.map(|one| (one.code(), cx.code("case-letter-way", one.code())));
    let mut radios = form.radios("turn", cx.t("case-letter-which"));
    for (code, words) in turns {
        radios = radios.choice_hint(code, words, cx.code("case-letter-way-means", code));
    }
    post(
        cx,
        &path(record.row.id, "/ways"),
        &html! {
            @if let Some(agency) = only { (form.hidden("agency", &agency.to_text())) }
            @else { (form.select("agency", cx.t("agency-bar-who")).choices(agencies)) }
            (radios)
            (form.area("why", cx.t("case-letter-why")).max(*WHY_CHARS.end()).rows(2))
            (acts(&html! { (Button::submit(cx.t("case-letter-choose")).icon("signpost")) }))
        },
    )
}

/// For the head: one name and one office, or nobody.
fn naming(cx: &Cx, record: &CaseRecord, one: &Around, form: &Form<'_>, names: &Names) -> Markup {
    html! {
        (Note::new("user-focus", cx.t("case-letter-name")).tone(Tone::Warn).says(cx.t("case-letter-name-text")))
        p { b { (Name(names.of(cx.lang, one.agency))) } }
        (post(cx, &path(record.row.id, &format!("/ways/{}", one.id)), &html! {
            (form.text("officer", cx.t("case-letter-officer")).max(NAME_CHARS_MAX).autocomplete("off"))
            (form.text("office", cx.t("case-letter-office")).max(NAME_CHARS_MAX))
            (form.area("reason", cx.t("case-letter-reason")).max(*WHY_CHARS.end()).rows(2))
            (acts(&html! {
                (Button::submit(cx.t("case-letter-name-act")).icon("user-focus"))
                (Button::submit(cx.t("case-letter-nobody")).line().sends("answer", "nobody"))
            }))
        }))
    }
}
