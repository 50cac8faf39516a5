//! `/licences/{id}`: one licence as those see it who regulate: where it stands, what happens next, and everything that was done.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::WorkerId;
use sila_core::licence::Act;
use uuid::Uuid;

use super::complaints::{self, Complaint};
use super::inspections::{self, Inspection};
use super::measures::{self, Grievance, Measure};
use super::open::{Open, open};
use super::store::{self, Answer, Paid};
use super::{holds, list, parts, path, step};
use crate::accounts::{self, Permission};
use crate::agreements;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::meetings::text::TEXT_MAX;
use crate::partners::Names;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::ChainLink;
use crate::web::components::{
    Button, Card, ClockBox, LinkState, Note, Tone, acts, chain, columns, heading, post, stack,
};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What lies beside a licence.
pub(super) struct Beside {
    /// What was paid.
    pub fees: Vec<Paid>,
    /// What other authorities said.
    pub answers: Vec<Answer>,
    /// Inspections.
    pub inspections: Vec<Inspection>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Grievances.
    pub grievances: Vec<Grievance>,
    /// Complaints.
    pub complaints: Vec<Complaint>,
}

/// What lies beside a licence.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn beside(ask: &Ask, id: Uuid) -> Result<Beside, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<Beside, DbError> {
        Ok(Beside {
            fees: store::fees(tx, id)?,
            answers: store::answers(tx, id)?,
            inspections: inspections::store::of_licence(tx, id)?,
            measures: measures::store::of_licence(tx, id)?,
            grievances: measures::store::grievances(tx, id)?,
            complaints: complaints::store::of_licence(tx, id)?,
        })
    };
    Ok(ask.app.store.read(read).await?)
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let open = open(&ask.app, id).await?;
    let inside = parts::sees_site(&ask, &open, "licence.show").await?;
    let beside = beside(&ask, id).await?;
    let names = Names::all(&ask.app).await?;
    let holder = open.row.holder;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((agreements::store::of_peer(tx, holder)?.len(), accounts::store::all(tx)?))
    };
    let (agreed, people) = ask.app.store.read(read).await?;
    let people = people.into_iter().map(|one| (one.id, (one.name_ar, one.name_en)));
    let people: BTreeMap<WorkerId, (String, String)> = people.collect();
    let cx = &ask.cx;
    let main = html! {
        @if agreed > 0 {
            (Note::new("shield-warning", cx.t("licence-also-partner")).tone(Tone::Warn).body(html! {
                p { (cx.t("licence-also-partner-text")) }
                (regulation::link(cx, sila_core::law::Rule::Firewall))
            }))
        }
        (moves(&ask, &open)?)
        (parts::inspections(&ask, &open, &beside.inspections))
        @if ask.may(Permission::LicenceStudy) && !beside.complaints.is_empty() {
            (Card::new(cx.t("complaints-title")).count(beside.complaints.len()).body(html! {
                ul.tasks { @for one in &beside.complaints { (complaints::task(cx, one)) } }
            }))
        }
        (parts::measures(&ask, &open, &beside, false)?)
        (course(&ask, &open, &people)?)
    };
    let aside = html! {
        (clock(cx, &open))
        (parts::facts(cx, &open, &names, inside))
        (parts::papers(cx, &open))
        (parts::fees(&ask, &open, &beside.fees))
        (parts::authorities(&ask, &open, &beside.answers))
    };
    let name = open.text.name.of(cx.lang).to_owned();
    let body = html! {
        (heading(html! { (Name(&name)) " " (Code(&open.row.number)) }, None, &list::state(cx, open.state(ask.now))))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, name.clone()).crumb(cx.t("licences-title"), "/licences");
    Ok(Reply::page(&page.refreshing(60).body(body)))
}

/// What is awaited now, and until when.
pub(super) fn clock(cx: &Cx, open: &Open) -> Markup {
    let standing = open.standing(cx.now);
    let Some(due) = standing.due else { return html! {} };
    let left = due.minutes_since(cx.now);
    let tone = match left {
        late if late < 0 => Tone::Bad,
        near if near < 3 * 24 * 60 => Tone::Warn,
        _ => Tone::Plain,
    };
    let label = cx.code("licence-awaits", standing.state.code());
    html! { (ClockBox { label, value: cx.deadline(due), source: regulation::link(cx, open.plan.rule), tone }) }
}

/// The acts that follow, for whoever holds their office.
fn moves(ask: &Ask, open: &Open) -> Result<Markup, Problem> {
    let (cx, worker) = (&ask.cx, ask.worker()?);
    let all = open.course.next(ask.now).filter(|act| step::is_own(*act));
    let own: Vec<Act> = all.filter(|act| holds(worker, act.office())).collect();
    if own.is_empty() {
        return Ok(html! {});
    }
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let choices = own.iter().map(|act| (act.code(), cx.code("licence-act", act.code())));
    Ok(html! {
        (Card::new(cx.t("licence-next")).body(post(cx, &format!("{}/steps", path(open.row.id)), &html! {
            (form.radios("act", cx.t("licence-act-which")).choices(choices))
            (form.area("note", cx.t("licence-note")).hint(cx.t("licence-note-hint")).max(TEXT_MAX).rows(2).optional())
            (acts(&html! { (Button::submit(cx.t("licence-act-do"))) }))
        })))
    })
}

fn course(
    ask: &Ask,
    open: &Open,
    people: &BTreeMap<WorkerId, (String, String)>,
) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let mut links = Vec::new();
    for kept in &open.steps {
        let note = open.note(&ask.app, kept)?;
        let who = people.get(&kept.step.by);
        let who = who.map_or("–", |(ar, en)| cx.lang.pick(ar.as_str(), en.as_str()));
        let title = cx.code("licence-act", kept.step.act.code());
        links.push(ChainLink::new(looks(kept.step.act), LinkState::Done, title).meta(html! {
            (Name(who)) " · " (cx.code("licence-office", kept.step.act.office().code())) " · "
            span.num { (cx.at(kept.step.at)) }
            @if !note.is_empty() { p dir="auto" { (note) } }
        }));
    }
    Ok(
        html! { (Card::new(cx.t("licence-course")).live("licence-course", "agreements").body(chain(cx, &links))) },
    )
}

fn looks(act: Act) -> &'static str {
    match act {
        Act::Submit | Act::AskRenewal => "paper-plane-tilt",
        Act::TakeUp | Act::Recommend => "clipboard-text",
        Act::AskMore | Act::Complete => "files",
        Act::Approve | Act::Renew | Act::Clear | Act::Pass => "seal-check",
        Act::Refuse | Act::Decline | Act::Object | Act::Withdraw => "x-circle",
        Act::Suspend | Act::Close => "prohibit",
        Act::Lift | Act::Restore => "arrow-u-up-left",
    }
}
