//! `/referrals/{id}/joint`: the plan, the conferences and the messages of both agencies about one person, and who takes part.

use maud::{Markup, html};
use sila_core::ids::ReferralId;
use sila_core::joint::Member;

use super::desk::{Desk, Room, Sharing};
use super::parts::Sheet;
use super::{conference, ending, goal, message, task};
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::referrals::{chain, path};
use crate::reply::Reply;
use crate::web::components::{Button, Card, columns, copyable, heading};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Page, Pairs, dates};

/// The page. Reading it is written down before it is shown.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let desk = Desk::through(&ask.app, worker, (id, Room::Joint), ask.now).await?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "joint.show", ask.now).await?;
    Ok(Reply::page(&document(&ask.cx, &desk, &Pairs::default(), &Errors::none())))
}

/// The page again, with what was typed and what is wrong with it.
///
/// # Errors
/// When the store cannot be written.
pub async fn again(ask: &Ask, desk: Desk, errors: &Errors) -> Result<Reply, Problem> {
    let id = desk.record.row.id.0;
    access::record(&ask.app, ask.worker()?, Subject::Referral(id), "joint.show", ask.now).await?;
    let mut cx = ask.cx.clone();
    cx.path = super::path(desk.record.row.id, "");
    Ok(Reply::page_with_errors(&document(&cx, &desk, &ask.form, errors)))
}

fn document(cx: &Cx, desk: &Desk, values: &Pairs, errors: &Errors) -> Page {
    let row = &desk.record.row;
    let sheet = Sheet { cx, desk, values, errors };
    let shown = desk.sharing != Sharing::Ended;
    let main = html! {
        (ending::note(cx, desk))
        @if shown {
            (task::card(&sheet))
            (goal::card(&sheet))
            (conference::card(&sheet))
            (message::card(&sheet))
        }
    };
    let aside = html! {
        @if shown { (team(&sheet)) }
        (same(&sheet))
        @if sheet.is_open() { section.card { div.card-b { (ending::form(&sheet)) } } }
    };
    let agency = [("agency", Arg::from(desk.peer.name(cx.lang)))];
    let title = cx.t_with("joint-title", &agency);
    let back = path(row.id, "");
    let body = html! {
        (errors.summary(cx))
        (heading(title.clone(), Some(&cx.t("joint-lead")), &html! {
            (Button::link(cx.t("joint-back"), cx.url(&back)).soft())
        }))
        p.muted { (Reference(&row.reference)) }
        (columns(&main, &aside))
    };
    Page::new(cx, title)
        .crumb(cx.t("referrals"), "/referrals")
        .crumb(row.reference.clone(), &back)
        .errors(errors.any())
        .refreshing(30)
        .body(body)
}

/// Who takes part, of both agencies, and the button to be introduced.
fn team(sheet: &Sheet<'_>) -> Markup {
    let (cx, members) = (sheet.cx, &sheet.plan().members);
    let join = Button::submit(cx.t("joint-team-join")).line().small();
    let one = |member: &Member| {
        html! {
            li { div {
                b { (Name(sheet.member(member.id))) }
                div.sub { (chain::role(cx, &member.role)) " · " (Name(sheet.agency(member.id.author))) }
            } }
        }
    };
    html! {
        (Card::new(cx.t("joint-team")).count(members.len()).live("joint-team", "referrals").body(html! {
            @if members.is_empty() { p.muted { (cx.t("joint-team-none")) } }
            ul.links { @for member in members { (one(member)) } }
            p.hint { (cx.t("joint-team-text")) }
            @if sheet.is_open() && !sheet.desk.takes_part { (sheet.button("/members", &join)) }
        }))
    }
}

/// What both screens compare: the same at both when both hold the same lines.
fn same(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let fingerprint = sheet.desk.fingerprint();
    let hex: String = fingerprint.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let lines = sheet.desk.loaded.stored.len();
    let until = sheet.desk.until.map(|until| Arg::phrase(dates::day(cx.lang, until)));
    html! {
        (Card::new(cx.t("joint-same")).live("joint-same", "referrals").body(html! {
            p { (copyable(cx, &hex)) }
            p.hint { (cx.t("joint-same-text")) }
            p.muted { (cx.t_with("joint-lines", &[("n", lines.into())])) }
            @if let Some(until) = until { p.muted { (cx.t_with("joint-until", &[("day", until)])) } }
        }))
    }
}
