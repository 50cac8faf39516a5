//! The barrier against an agency (حاجز تضارب المصالح لجهة): whoever is said to have done harm, or kin, works there. Nothing of the case is sent
//! to it, it is not asked whether the person is known, and it is asked for no place; what is said here names no reason. Whoever tries is
//! written down. Anybody who reads the case may set the barrier; only who approves cases takes it away.

use maud::{Markup, html};
use sila_core::ids::{AgencyId, CaseId};
use sila_core::time::Millis;

use super::store;
use super::{Change, change, conflict, page};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::letters;
use crate::cases::record::CaseRecord;
use crate::journal::access::{self, Subject};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, acts, icon, post, tag};
use crate::web::ident::Name;
use crate::web::{Errors, Form, Pairs};

/// What the access log says when somebody tried to tell a barred agency of a case.
const REFUSED: &str = "case.agency-refused";

/// A barred agency, and why.
pub type Barred = (AgencyId, String);

/// Refuses where the agency is barred from the case. Who tried is written down first.
///
/// # Errors
/// `case.agency_barred`, which says nothing of the reason; when the store cannot be read or written.
pub async fn may_hear(
    app: &App,
    worker: &Worker,
    (case, agency): (CaseId, AgencyId),
    now: Millis,
) -> Result<(), Problem> {
    if !app.store.read(move |tx| store::is_agency_barred(tx, case, agency)).await? {
        return Ok(());
    }
    access::record(app, worker, Subject::Case(case.0), REFUSED, now).await?;
    Err(Problem::refused("case.agency_barred").way_out(letters::path(case, "#ways")))
}

/// Of these agencies those that may hear of a case.
///
/// # Errors
/// When the store cannot be read.
pub async fn unbarred(
    app: &App,
    case: CaseId,
    mut of: Vec<AgencyId>,
) -> Result<Vec<AgencyId>, Problem> {
    let barred = app.store.read(move |tx| store::barred_agencies(tx, case)).await?;
    of.retain(|one| barred.iter().all(|(agency, _)| agency != one));
    Ok(of)
}

/// Bars an agency.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = page::case(&ask).await?;
    let names = Names::all(&ask.app).await?;
    let wanted = ask.form.get("agency").and_then(|text| AgencyId::parse(text).ok());
    let agency = wanted.filter(|one| names.linked().any(|known| known == *one));
    let reason = conflict::REASONS.iter().find(|code| ask.form.has("reason", code)).copied();
    let mut errors = Errors::none();
    if agency.is_none() {
        errors.add("agency", ask.cx.t("agency-bar-missing"));
    }
    if reason.is_none() {
        errors.add("reason", ask.cx.t("conflict-why-missing"));
    }
    let Some((agency, reason)) = agency.zip(reason) else {
        return page::document(&ask, &record, &errors).await;
    };
    change(&ask.app, ask.worker()?, record.row.id, Change::Bar(agency, reason), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&page::path(record.row.id))))
}

/// Takes the barrier away.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for an agency that is not barred.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let record = page::case(&ask).await?;
    let id = record.row.id;
    let wanted = ask.form.get("agency").and_then(|text| AgencyId::parse(text).ok());
    let all = ask.app.store.read(move |tx| store::barred_agencies(tx, id)).await?;
    let agency = wanted.filter(|one| all.iter().any(|(barred, _)| barred == one));
    let agency = agency.ok_or_else(Problem::not_found)?;
    change(&ask.app, ask.worker()?, id, Change::Admit(agency), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&page::path(id))))
}

/// The card on the page of who reads a case.
pub fn card(
    ask: &Ask,
    record: &CaseRecord,
    (barred, names): (&[Barred], &Names),
    errors: &Errors,
) -> Markup {
    let cx = &ask.cx;
    let (values, id) = (Pairs::default(), record.row.id);
    let form = Form::new(cx, &values, errors);
    let free = names.linked().filter(|one| barred.iter().all(|(other, _)| other != one));
    let choices = free.map(|one| (one.to_text(), names.of(cx.lang, one).to_owned()));
    let reasons = conflict::REASONS.map(|code| (code, cx.code("conflict", code)));
    html! {
        (Card::new(cx.t("agency-bar-title")).id("agencies").count(barred.len()).body(html! {
            p.hint { (cx.t("agency-bar-text")) }
            ul.people { @for (agency, reason) in barred { li { (icon("prohibit")) div {
                b { (Name(names.of(cx.lang, *agency))) } " " (tag(Tone::Warn, cx.code("conflict", reason)))
                div.sub { a.link href=(cx.url(&letters::path(id, "#ways"))) { (cx.t("case-letter-ways")) } }
                @if ask.may(Permission::CaseApprove) { div.joint-acts {
                    (post(cx, &format!("/cases/{id}/agencies/end"), &html! {
                        input type="hidden" name="agency" value=(agency.to_text());
                        (Button::submit(cx.t("agency-bar-end")).soft().small())
                    }))
                } }
            } } } }
            (post(cx, &format!("/cases/{id}/agencies"), &html! {
                (form.select("agency", cx.t("agency-bar-who")).empty(cx.t("scope-choose")).choices(choices))
                (form.select("reason", cx.t("conflict-why")).empty(cx.t("scope-choose")).choices(reasons))
                (acts(&html! { (Button::submit(cx.t("agency-bar-act")).line().icon("prohibit")) }))
            }))
        }))
    }
}
