//! `/cases/{id}/interpreters`: whether somebody is needed, who interprets at which appointment, who interpreted which conversation, and the
//! form that says so.

use maud::{Markup, html};
use sila_core::codes::Language;
use sila_core::ids::AgencyId;
use sila_core::time::Millis;
use uuid::Uuid;

use super::saying::{self, What, Wish};
use super::{
    Interpreting, NEEDED, Need, OUTCOMES, PLANNED, TALKS, WAYS, case, how, of_case, path, whom,
};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::appointments::{self, Appointment};
use crate::cases::handover::only_read;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::cases::scope::agency;
use crate::partners::Names;
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, empty_state, heading, post, tag,
};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Pairs, dates};

/// Longest name, in characters.
const NAME_MAX: usize = 120;
/// Every appointment that is planned.
const ALL: &str = "ALL";

/// What the page is made of.
struct Sheet {
    record: CaseRecord,
    said: Vec<Interpreting>,
    planned: Vec<Appointment>,
    other: Vec<Appointment>,
    /// Agencies that may be named, and what they are called.
    agencies: Vec<AgencyId>,
    names: Names,
}

impl Sheet {
    async fn read(app: &App, record: CaseRecord) -> Result<Sheet, Problem> {
        let said = of_case(app, &record).await?;
        let all = appointments::of_case(app, &record).await?;
        let (planned, other) = all.into_iter().partition(Appointment::is_planned);
        let names = Names::all(app).await?;
        let linked = names.linked().collect();
        let agencies = agency::unbarred(app, record.row.id, linked).await?;
        Ok(Sheet { record, said, planned, other, agencies, names })
    }

    fn appointment(&self, id: Uuid) -> Option<&Appointment> {
        self.planned.iter().chain(&self.other).find(|one| one.id == id)
    }
}

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let sheet = Sheet::read(&ask.app, case(&ask).await?).await?;
    let mut values = Pairs::default();
    let today = ask.now.uae_date();
    values.push("day_d", today.day.to_string());
    values.push("day_m", today.month.to_string());
    values.push("day_y", today.year.to_string());
    let language = Need::in_case(&sheet.record).map_or("", Need::code);
    values.push("language", language.to_owned());
    values.push("what", ask.query.get("for").unwrap_or_default().to_owned());
    Ok(Reply::page(&document(&ask.cx, &sheet, (&values, &Errors::none()))))
}

/// Writes who interprets.
///
/// # Errors
/// As [`show`]; `case.closed`, `case.handed_over`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let sheet = Sheet::read(&ask.app, record).await?;
    let mut errors = Errors::none();
    if let Some(wish) = read(&ask, &sheet, &mut errors) {
        let worker = ask.worker()?;
        match saying::put(&ask.app, worker, &sheet.record, &wish, ask.now).await? {
            None => return Ok(Reply::see_other(ask.cx.url(&path(sheet.record.row.id)))),
            Some((field, key)) => errors.add(field, ask.cx.t(key)),
        }
    }
    Ok(Reply::page_with_errors(&document(&ask.cx, &sheet, (&ask.form, &errors))))
}

/// Writes what came of it.
///
/// # Errors
/// As [`create`]; `interpreter.moved`.
pub async fn settle(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let id: Uuid = ask.id("one")?;
    let all = of_case(&ask.app, &record).await?;
    if !all.iter().any(|one| one.id == id) {
        return Err(Problem::not_found());
    }
    let outcome = OUTCOMES.into_iter().find(|code| ask.form.has("outcome", code));
    let wrong = || Problem::refused("interpreter.moved").way_out(path(record.row.id));
    let outcome = outcome.ok_or_else(wrong)?;
    saying::settle(&ask.app, ask.worker()?, &record, (id, outcome), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id))))
}

/// What the form says that somebody interprets.
fn what(ask: &Ask, sheet: &Sheet) -> Option<What> {
    let form = &ask.form;
    let chosen = form.get("what")?;
    let slot = |one: &Appointment| (one.id, one.at);
    if chosen == ALL && !sheet.planned.is_empty() {
        return Some(What::Appointments(sheet.planned.iter().map(slot).collect()));
    }
    if let Some(one) = sheet.planned.iter().find(|one| one.id.to_string() == chosen) {
        return Some(What::Appointments(vec![slot(one)]));
    }
    let talk = TALKS.into_iter().find(|talk| *talk == chosen)?;
    let today = ask.now.uae_date();
    let day = joint::any_day(form, "day").filter(|day| *day <= today);
    let at = day.map_or(Millis(0), |day| day.at_minute(0).min(ask.now));
    let declared = match form.get("declared") {
        Some("no") => "UNDECLARED",
        _ => "DECLARED",
    };
    Some(What::Talk(talk, at, declared))
}

fn read(ask: &Ask, sheet: &Sheet, errors: &mut Errors) -> Option<Wish> {
    let (cx, form) = (&ask.cx, &ask.form);
    let what = what(ask, sheet);
    let language = form.get("language").and_then(|code| Language::from_code(code).ok());
    let way = WAYS.into_iter().find(|way| form.has("way", way));
    let typed = form.get("partner").unwrap_or_default();
    let partner = sheet.agencies.iter().find(|one| one.to_text() == typed).copied();
    let name = form.get("name").unwrap_or_default().trim().to_owned();
    let (talk, day) = match &what {
        Some(What::Talk(_, at, _)) => (true, at.0 > 0),
        _ => (false, true),
    };
    let said = ["yes", "no"].iter().any(|one| form.has("declared", one));
    let rules = [
        ("what", what.is_some(), "interpreter-what-missing"),
        ("day", day, "interpreter-day-wrong"),
        ("language", language.is_some(), "interpreter-language-missing"),
        ("way", way.is_some(), "interpreter-way-missing"),
        ("partner", typed.is_empty() || partner.is_some(), "interpreter-barred"),
        ("name", !name.is_empty() || !typed.is_empty(), "interpreter-name-missing"),
        ("name", name.chars().count() <= NAME_MAX, "interpreter-name-long"),
        ("declared", !talk || said, "interpreter-declared-missing"),
    ];
    for (field, kept, key) in rules {
        if !kept && errors.get(field).is_none() {
            errors.add(field, cx.t(key));
        }
    }
    if errors.any() {
        return None;
    }
    let no_kin = form.has("no_kin", "yes");
    Some(Wish { what: what?, language: language?, way: way?, partner, name, no_kin })
}

fn document(cx: &Cx, sheet: &Sheet, (values, errors): (&Pairs, &Errors)) -> crate::web::Page {
    let record = &sheet.record;
    let form = Form::new(cx, values, errors);
    let shown: Vec<&Interpreting> =
        sheet.said.iter().rev().filter(|one| counts(sheet, one)).collect();
    let none = empty_state("chat-circle-text", cx.t("interpreter-none"), "", &html! {});
    let main = html! {
        @if let Some(need) = Need::in_case(record) {
            (Note::new("warning", cx.t("interpreter-need")).tone(Tone::Warn).body(html! { p { (need.tag(cx)) } p { (cx.t("interpreter-need-text")) } }))
        }
        (Card::new(cx.t("interpreters")).count(shown.len()).live("case-interpreters", "cases").body(html! {
            @if shown.is_empty() { (none) }
            ul.joint { @for one in &shown { li { (row(cx, sheet, one)) } } }
        }))
    };
    let aside = html! {
        (only_read(cx, record))
        @if record.is_ours() { (Card::new(cx.t("interpreter-new")).body(fields(cx, sheet, &form, errors))) }
    };
    let title = html! { (cx.t("interpreters")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (form.summary())
        (heading(title, Some(&cx.t("interpreter-lead")), &html! {}))
        (columns(&main, &aside))
    };
    frame(cx, record, cx.t("interpreters")).errors(errors.any()).body(body)
}

/// Whether a row is told: what was for an appointment that was cancelled is not.
fn counts(sheet: &Sheet, one: &Interpreting) -> bool {
    let at = one.appointment.and_then(|id| sheet.appointment(id));
    at.is_none_or(|at| one.holds(at))
}

fn row(cx: &Cx, sheet: &Sheet, one: &Interpreting) -> Markup {
    let at = one.appointment.and_then(|id| sheet.appointment(id));
    let title = match at {
        Some(at) => cx.code("appointment-kind", &at.kind),
        None => cx.code("interpreter-talk", &one.talk),
    };
    let tone = match one.state.as_str() {
        "DECLARED" => Tone::Ok,
        PLANNED => Tone::Info,
        _ => Tone::Warn,
    };
    let over = one.state == PLANNED && one.at <= cx.now && sheet.record.is_ours();
    let act = format!("{}/{}", path(sheet.record.row.id), one.id);
    html! {
        div.joint-h { b { (title) } (tag(tone, cx.code("interpreter-state", &one.state))) }
        div.joint-who {
            (dates::long_day(cx.lang, one.at))
            @if at.is_some() { " · " b { span.num { (dates::clock(one.at)) } } }
        }
        @if one.state == NEEDED { div { (super::needed(cx, &one.language)) } } @else {
            div { (how(cx, (&one.language, &one.way))) " · " (whom(cx, one, &sheet.names)) }
        }
        @if over { (post(cx, &act, &html! { div.joint-acts { @for code in OUTCOMES {
            (Button::submit(cx.code("interpreter-state", code)).small().soft().sends("outcome", code))
        } } })) }
    }
}

fn fields(cx: &Cx, sheet: &Sheet, form: &Form<'_>, errors: &Errors) -> Markup {
    let mut what: Vec<(String, String)> = Vec::new();
    if sheet.planned.len() > 1 {
        what.push((ALL.to_owned(), cx.t("interpreter-all")));
    }
    for one in &sheet.planned {
        let (kind, day) =
            (cx.code("appointment-kind", &one.kind), dates::long_day(cx.lang, one.at));
        what.push((one.id.to_string(), format!("{kind} · {day} · {}", dates::clock(one.at))));
    }
    what.extend(TALKS.map(|code| (code.to_owned(), cx.code("interpreter-talk", code))));
    let languages = Language::ALL.iter().map(|l| (l.code(), cx.code("language", l.code())));
    let ways = WAYS.map(|code| (code, cx.code("interpreter-way", code)));
    let agencies =
        sheet.agencies.iter().map(|one| (one.to_text(), sheet.names.of(cx.lang, *one).to_owned()));
    let kin = form.checks("no_kin", cx.t("interpreter-no-kin")).optional();
    post(
        cx,
        &path(sheet.record.row.id),
        &html! {
            (form.select("what", cx.t("interpreter-what")).choices(what))
            (form.select("language", cx.t("interpreter-language")).choices(languages))
            (form.radios("way", cx.t("interpreter-way")).choices(ways))
            (form.select("partner", cx.t("interpreter-partner")).optional().choices(agencies))
            (form.text("name", cx.t("interpreter-name")).optional().hint(cx.t("interpreter-name-hint")).max(NAME_MAX))
            @if errors.get("no_kin").is_some() { (kin.choice("yes", cx.t("interpreter-no-kin-yes"))) }
            (form.date("day", cx.t("interpreter-day-of")).hint(cx.t("interpreter-day-hint")))
            (form.radios("declared", cx.t("interpreter-declared")).hint(cx.t("interpreter-declared-hint"))
                .choice("yes", cx.t("intake-yes")).choice("no", cx.t("intake-no")))
            (acts(&html! { (Button::save(cx)) }))
        },
    )
}
