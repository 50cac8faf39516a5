//! A case: how to reach the person safely comes first, then what is known, what was sent, who can read it and who did.

mod beside;
mod known;
mod others;
mod safe;
#[cfg(test)]
mod tests;

pub use beside::{Beside, beside};
pub use safe::safe_contact;

use maud::{Markup, html};
use sila_core::codes::Urgency;
use sila_core::ids::CaseId;
use sila_core::law::Rule;

use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::appointments;
use crate::cases::closure::{self, Closure};
use crate::cases::flags;
use crate::cases::interpreters::Need;
use crate::cases::list::urgency_tag;
use crate::cases::mandatory;
use crate::cases::news::{News, Part};
use crate::cases::plan;
use crate::cases::record::{CaseRecord, open_record};
use crate::cases::store;
use crate::cases::{clocks, committee, handover, parentage, past, progress, reads, reporter};
use crate::instruments;
use crate::journal::access::{self, Subject};
use crate::people::show as people;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Summary, columns, heading, post};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Page};

/// The page. The reading is written down before anything is shown.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    shown(&ask, "case.show", false).await
}

/// The same page with the Emirates ID in full; the asking is written down as such.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn reveal(mut ask: Ask) -> Result<Reply, Problem> {
    ask.cx.path = format!("/cases/{}", ask.param("id"));
    shown(&ask, "case.emirates-id", true).await
}

/// The same page with the names of people although they are hidden; the asking is written down as such.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn names(mut ask: Ask) -> Result<Reply, Problem> {
    ask.cx.path = format!("/cases/{}", ask.param("id"));
    ask.cx.masked = false;
    shown(&ask, "case.names", false).await
}

async fn shown(ask: &Ask, screen: &'static str, full_id: bool) -> Result<Reply, Problem> {
    let id: CaseId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = open_record(&ask.app, worker, id).await?;
    // Nothing is shown before the reading is written down: what is read meanwhile waits for it.
    let written = access::record(&ask.app, worker, Subject::Case(id.0), screen, ask.now);
    let ((), mut beside) = tokio::try_join!(written, beside(&ask.app, worker, &record, ask.now))?;
    beside.reads = ask.app.store.read(move |tx| store::reads(tx, id)).await?;
    let may = May {
        refer: ask.may(Permission::ReferralOffer) && ask.may(Permission::Intake),
        place: ask.may(Permission::ShelterPlace),
        full_id,
    };
    Ok(Reply::page(&document(&ask.cx, &record, &beside, may)))
}

/// What the reader may do from the page of a case.
#[derive(Debug, Clone, Copy)]
pub struct May {
    /// Refer it, and ask whether the person is known.
    refer: bool,
    /// Hold a place in a home.
    place: bool,
    /// The Emirates ID is shown in full.
    full_id: bool,
}

/// The whole page of a case.
pub fn document(cx: &Cx, record: &CaseRecord, beside: &Beside, may: May) -> Page {
    let row = &record.row;
    let title = cx.t_with("case-title", &[("number", Arg::ident(&row.reference))]);
    let known = cx.url(&format!("/cases/{}/known", row.id));
    let acts = html! {
        @if may.refer && !row.is_open() {
            (Button::link(cx.t("case-known-closed"), known).soft().icon("shield-check"))
        } @else if may.refer && record.is_ours() {
            (Button::link(cx.t("case-known"), known).line().icon("question"))
            (post(cx, &format!("/cases/{}/refer", row.id), &html! {
                (Button::submit(cx.t("case-refer")).icon("paper-plane-tilt"))
            }))
        }
        @if may.refer && row.is_open() && row.urgency == Urgency::Emergency.code() {
            (Button::link(cx.t("emergency-refer"), cx.url(&format!("/cases/{}/emergency", row.id))).line().icon("siren"))
        }
        @if may.refer && row.is_open() {
            (Button::link(cx.t("case-place-partners"), cx.url(&format!("/cases/{}/place", row.id))).line().icon("bed"))
        }
        @if row.is_open() {
            (Button::link(cx.t("closure-link"), cx.url(&closure::path(row.id, ""))).soft().icon("check-circle"))
        } @else if beside.closures.iter().any(Closure::holds) {
            (Button::link(cx.t("closure"), cx.url(&closure::path(row.id, ""))).line().icon("check-circle"))
        }
        @if may.place && row.is_open() {
            (Button::link(cx.t("case-place"), cx.url(&format!("/shelter/place/{}", row.id))).line().icon("bed"))
        }
    };
    let main = html! {
        (progress::card(cx, record, beside))
        (clocks::card::card(cx, record, &beside.clocks, &beside.news))
        (mandatory::card::card(cx, record, &beside.mandatory))
        (parentage::card(cx, record))
        (committee::card(cx, record, &beside.decided, &beside.news))
        (known::person_card(cx, record, may.full_id, &beside.news))
        (known::household_card(cx, &record.disclosure))
        (known::residence_card(cx, &record.disclosure.residence))
        (known::needs_card(cx, record))
        (known::wishes_card(cx, record))
        (plan::page::brief(cx, record, (&beside.plan, &beside.steps), &beside.news))
        (appointments::card::card(cx, record, (&beside.appointments, &beside.interpreters), &beside.news))
        (others::referrals_card(cx, beside))
        (past::card(cx, record))
    };
    let aside = html! {
        (summary_card(cx, record, beside.led_by.as_ref()))
        (more_card(cx, record, &beside.news))
        (instruments::card(cx, record, &beside.assessed, &beside.news))
        (others::readers_card(cx, record, beside))
        (reads::card(cx, &beside.reads))
    };
    let body = html! {
        (safe_contact(cx, &record.disclosure.safety))
        @if let Some(need) = Need::in_case(record) { p { (need.tag(cx)) } }
        (people::hidden(cx, &format!("/cases/{}/names", row.id)))
        (flags::page::strip(cx, record, &beside.flags))
        (handover::note(cx, record, beside.led_by.as_ref()))
        (heading(title.clone(), None, &acts))
        (columns(&main, &aside))
    };
    Page::new(cx, title).crumb(cx.t("cases-title"), "/cases").body(body)
}

fn summary_card(cx: &Cx, record: &CaseRecord, led_by: Option<&(String, String)>) -> Markup {
    let row = &record.row;
    let lead = led_by.map_or_else(|| cx.agency(), |(ar, en)| cx.lang.pick(ar, en));
    let came = record.contact.map(|contact| {
        format!(
            "{} · {}",
            cx.code("channel", contact.channel.code()),
            cx.code("reporter", contact.reporter.code())
        )
    });
    let origin = record.origin.as_ref().map(|origin| {
        html! { a.link href=(cx.url(&format!("/referrals/{}", origin.referral))) { (Reference(&origin.reference)) } }
    });
    let basis = cx.code("lawful-basis", record.disclosure.permission.basis.code());
    let rows = Summary::new()
        .row(cx.t("case-reference"), Reference(&row.reference))
        .row(cx.t("case-category"), cx.code("category", &row.category))
        .row(cx.t("case-urgency"), urgency_tag(cx, &row.urgency))
        .row(cx.t("case-status"), cx.code("case-status", &row.status))
        .row(cx.t("case-owner"), Name(cx.lang.pick(&row.owner_ar, &row.owner_en)))
        .row(cx.t("case-opened"), cx.at(row.opened_at))
        .row(cx.t("case-lead"), Name(lead))
        .row_if(cx.t("case-came"), came.map(|came| html! { (came) " · " a.link href=(cx.url(&reporter::path(row.id, ""))) { (cx.t("reporter-title")) } " " (regulation::link(cx, Rule::Reporter)) }))
        .row_if(cx.t("case-origin"), origin)
        .row(cx.t("case-basis"), html! { (basis) " " (regulation::link(cx, Rule::of_disclosure(record.disclosure.permission.basis))) });
    html! { (Card::new(cx.t("case-summary")).id("case-summary").body(html! { (rows) })) }
}

/// The ways to what has a page of its own.
fn more_card(cx: &Cx, record: &CaseRecord, news: &News) -> Markup {
    let ways = [
        ("notes", Some(Part::Notes)),
        ("interpreters", None),
        ("documents", Some(Part::Documents)),
        ("kin", Some(Part::Kin)),
        ("flags", Some(Part::Flags)),
        ("history", None),
        ("letters", Some(Part::Letters)),
        ("mandatory", Some(Part::Reports)),
        ("reporter", None),
        ("identity", None),
    ];
    html! {
        (Card::new(cx.t("case-more")).id("case-more").body(html! {
            ul.plain { @for (way, part) in ways { li {
                a.link href=(cx.url(&format!("/cases/{}/{way}", record.row.id))) { (cx.t(&format!("case-more-{way}"))) }
                @if let Some(part) = part { " " (news.mark(cx, part)) }
            } } }
        }))
    }
}

/// Roles in words.
pub fn roles_of(cx: &Cx, roles: &[String]) -> String {
    let names: Vec<String> =
        roles.iter().map(|role| cx.t(crate::accounts::roles::text_key(role))).collect();
    names.join(" · ")
}
