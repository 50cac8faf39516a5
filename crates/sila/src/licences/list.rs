//! `/licences`: every licence and application, and what waits.

use maud::{Markup, html};
use sila_core::licence::{Family, State};

use super::open::{Open, every};
use super::path;
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Kpi, Table, Tone, empty_state, heading, tag};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Page, dates};

/// The page. The family stands in the address.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let family = Family::from_code(ask.query.get("family").unwrap_or_default()).ok();
    let all = every(&ask.app).await?;
    let names = Names::all(&ask.app).await?;
    let counts =
        |is: &dyn Fn(State) -> bool| all.iter().filter(|one| is(one.state(ask.now))).count();
    let holding = counts(&State::holds);
    let lost = counts(&|state| state.is_public() && !state.holds());
    let pending = counts(&|state| waits(state));
    let new = html! {
        @if ask.may(Permission::LicenceStudy) {
            (Button::link(cx.t("complaints-title"), cx.url("/complaints")).line().icon("chat-circle-text"))
            (Button::link(cx.t("licence-new"), cx.url("/licences/new")).icon("plus"))
        }
    };
    let columns = [
        Col::text(cx.t("licence-one")),
        Col::text(cx.t("licence-family")),
        Col::text(cx.t("licence-holder")),
        Col::status(cx.t("licence-state")),
        Col::text(cx.t("licence-due")),
    ];
    let none =
        empty_state("certificate", cx.t("licences-none"), cx.t("licences-none-text"), &html! {});
    let shown = all.iter().filter(|one| family.is_none_or(|family| one.row.family == family));
    let rows = shown.map(|one| row(cx, one, &names));
    let table = Table::new(cx.t("licences-title"), columns).rows(rows).when_empty(none);
    let here = cx.url("/licences");
    let body = html! {
        (heading(cx.t("licences-title"), Some(&cx.t("licences-lead")), &new))
        div.kpis {
            (Kpi::new(cx, cx.t("licences-pending"), &pending, here.clone()).icon("hourglass-medium", Tone::Gold))
            (Kpi::new(cx, cx.t("licences-holding"), &holding, cx.url("/register")).icon("certificate", Tone::Ok))
            (Kpi::new(cx, cx.t("licences-lost"), &lost, here).icon("warning", Tone::Bad).note(cx.t("licences-lost-note")))
        }
        p { @for one in Family::ALL { a.link href=(cx.url(&format!("/licences?family={}", one.code()))) { (cx.code("licence-family", one.code())) } " · " } a.link href=(cx.url("/register")) { (cx.t("licence-register-title")) } }
        (Card::new(cx.t("licences-title")).count(table.len()).live("licences", "agreements").body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("licences-title")).refreshing(60).body(body)))
}

/// Whether a licence in this state waits for somebody.
pub(super) fn waits(state: State) -> bool {
    matches!(
        state,
        State::Submitted
            | State::Incomplete
            | State::UnderStudy
            | State::WithCommittee
            | State::NonObjection
            | State::FieldAudit
            | State::Renewing
            | State::Overdue
    )
}

fn row(cx: &Cx, one: &Open, names: &Names) -> [Markup; 5] {
    let standing = one.standing(cx.now);
    [
        html! {
            a.link href=(cx.url(&path(one.row.id))) { (Name(one.text.name.of(cx.lang))) }
            div.sub { (Code(&one.row.number)) }
        },
        html! { (cx.code("licence-family", one.row.family.code())) },
        html! { (Name(names.of(cx.lang, one.row.holder))) },
        state(cx, standing.state),
        html! {
            @if let Some(due) = standing.due { (cx.deadline(due)) }
            @else if let (true, Some(until)) = (standing.state.is_public(), standing.until) { span.num { (dates::day(cx.lang, until.plus_minutes(-1))) } }
        },
    ]
}

/// The state as a tag.
pub(super) fn state(cx: &Cx, state: State) -> Markup {
    let tone = match state {
        State::Issued => Tone::Ok,
        State::Draft | State::Withdrawn | State::Void => Tone::Plain,
        State::Submitted | State::UnderStudy | State::NonObjection | State::FieldAudit => {
            Tone::Info
        }
        State::Incomplete | State::WithCommittee | State::Renewing => Tone::Gold,
        State::Suspended | State::Refused | State::Closed | State::Expired | State::Overdue => {
            Tone::Bad
        }
    };
    tag(tone, cx.code("licence-state", state.code()))
}
