//! `/audit/known`: every question of both directions, and the proof whom one of ours was about.

use maud::{Markup, html};
use sila_core::AgreementId;
use uuid::Uuid;

use super::{agency, peers, reason, seen, seen_card, state};
use crate::agreements;
use crate::ask::Ask;
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::known::counts::store::{self as counts, Month};
use crate::known::question::proof;
use crate::known::question::store::{self, Question};
use crate::links::Peer;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, columns, heading, post, stack, tag,
};
use crate::web::ident::{Code, Name, Reference, Seal};
use crate::web::{Arg, Cx, Page};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let reader = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let (mut asked, served) = (store::every(tx)?, store::served_list(tx)?);
        let shut = scope::shut_subjects(tx, reader)?;
        asked.retain(|one| !shut.contains(&one.case.0));
        Ok((asked, served, counts::months(tx)?, agreements::store::all(tx)?))
    };
    let (asked, served, months, of) = ask.app.store.read(read).await?;
    let peers = peers(&ask.app).await?;
    let cx = &ask.cx;
    let title = cx.t("known-audit-title");
    let body = html! {
        (heading(&title, Some(&cx.t("known-audit-lead")), &html! {}))
        (stack(&html! {
            @if months.iter().any(Month::differs) {
                (Note::new("warning", cx.t("known-counts-differ")).tone(Tone::Bad).says(cx.t("known-months-differ")))
            }
            (Card::new(cx.t("known-audit-ours")).count(asked.len()).body(ours(cx, &asked, &peers)))
            p.hint { (cx.t("known-audit-seen")) }
            (Card::new(cx.t("known-audit-theirs")).count(served.len()).body(theirs(cx, &served, &peers)))
            (Card::new(cx.t("known-months")).count(months.len()).body(html! {
                p.hint { (cx.t("known-months-text")) }
                (by_month(cx, &months, |id| {
                    let peer = of.iter().find(|stored| stored.agreement.id == id).map(|stored| stored.peer);
                    peer.map_or_else(|| cx.t("known-agency-gone"), |peer| agency(cx, &peers, peer))
                }))
            }))
        }))
    };
    Ok(Reply::page(&Page::new(cx, title).crumb(cx.t("audit-title"), "/audit").body(body)))
}

fn ours(cx: &Cx, asked: &[Question], peers: &[Peer]) -> Markup {
    let columns = [
        Col::num(cx.t("known-number")),
        Col::text(cx.t("known-at")),
        Col::text(cx.t("known-by")),
        Col::text(cx.t("known-asked-of")),
        Col::text(cx.t("audit-leaf")),
        Col::acts(cx.t("known-audit-prove")),
    ];
    let rows = asked.iter().map(|one| {
        let act = html! { (Button::submit(cx.t("known-audit-prove")).small().soft().icon("seal-check")) };
        let prove = || post(cx, &format!("/audit/known/{}/opening", one.id), &act);
        let erased = || html! { span.muted { (cx.t("known-audit-erased")) } };
        [
            html! { (one.number) },
            html! { (cx.at(one.asked_at)) },
            html! { (Name(cx.lang.pick(&one.who[0], &one.who[1]))) },
            html! { (Name(&agency(cx, peers, one.peer))) span.sub { (cx.code("known-purpose", &one.purpose)) } },
            html! { (Seal(&one.batch)) },
            if one.body.is_empty() { erased() } else { prove() },
        ]
    });
    let none = html! { p.muted { (cx.t("known-audit-none")) } };
    html! { (Table::new(cx.t("known-audit-ours"), columns).when_empty(none).rows(rows)) }
}

fn theirs(cx: &Cx, served: &[store::Served], peers: &[Peer]) -> Markup {
    let columns = [
        Col::num(cx.t("known-number")),
        Col::text(cx.t("known-at")),
        Col::text(cx.t("known-from")),
        Col::text(cx.t("audit-leaf")),
        Col::text(cx.t("known-state")),
    ];
    let rows = served.iter().map(|one| {
        [
            html! { (one.number) },
            html! { (cx.at(one.at)) },
            html! { (Name(&agency(cx, peers, one.peer))) span.sub { (cx.code("known-purpose", &one.purpose)) } },
            html! { (Seal(&one.batch)) },
            html! { @match &one.code { Some(code) => (reason(cx, code)), None => (cx.t("known-audit-served")) } },
        ]
    });
    let none = html! { p.muted { (cx.t("known-audit-none")) } };
    html! { (Table::new(cx.t("known-audit-theirs"), columns).when_empty(none).rows(rows)) }
}

/// What was counted at the end of each month, ours beside theirs.
fn by_month(cx: &Cx, months: &[Month], agency: impl Fn(AgreementId) -> String) -> Markup {
    let columns = [
        Col::text(cx.t("known-month")),
        Col::text(cx.t("known-month-with")),
        Col::num(cx.t("known-month-ours")),
        Col::num(cx.t("known-month-theirs")),
        Col::status(cx.t("known-state")),
    ];
    let rows = months.iter().map(|one| {
        let way = if one.incoming { "known-month-in" } else { "known-month-out" };
        let (tone, says) = match one.theirs {
            None => (Tone::Plain, "known-month-told"),
            Some(_) if one.differs() => (Tone::Bad, "known-counts-differ"),
            Some(_) => (Tone::Ok, "known-month-equal"),
        };
        let month = format!("{:02}/{:04}", one.month % 100, one.month / 100);
        [
            html! { (Code(&month)) span.sub { (cx.at(one.at)) } },
            html! { (Name(&agency(one.agreement))) span.sub { (cx.t(way)) } },
            html! { (one.ours) },
            html! { @if let Some(theirs) = one.theirs { (theirs) } },
            tag(tone, cx.t(says)),
        ]
    });
    let none = html! { p.muted { (cx.t("known-months-none")) } };
    html! { (Table::new(cx.t("known-months"), columns).when_empty(none).rows(rows)) }
}

async fn one(ask: &Ask, screen: &'static str) -> Result<Question, Problem> {
    let id: Uuid = ask.id("id")?;
    let reader = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::find(tx, id)?, scope::shut_subjects(tx, reader)?))
    };
    let (asked, shut) = ask.app.store.read(read).await?;
    let asked = asked.filter(|one| !shut.contains(&one.case.0)).ok_or_else(Problem::not_found)?;
    let subjects = vec![Subject::Known(id), Subject::Case(asked.case.0)];
    access::record_all(&ask.app, ask.worker()?, subjects, screen, ask.now).await?;
    Ok(asked)
}

/// Opens what was kept and shows whether it holds.
///
/// # Errors
/// `page.not_found`.
pub async fn open(mut ask: Ask) -> Result<Reply, Problem> {
    ask.cx.path = "/audit/known".to_owned();
    let asked = one(&ask, "known.audit").await?;
    let peers = peers(&ask.app).await?;
    let code = peers.iter().find(|peer| peer.agency == asked.peer);
    let code = code.map_or("", |peer| peer.code.as_str()).to_owned();
    let shown = proof::show(&ask.app, &asked, &code).await?;
    let reads = seen(&ask.app, asked.id).await?;
    let cx = &ask.cx;
    let table_columns = [Col::text(cx.t("known-audit-slot")), Col::text(cx.t("known-audit-value"))];
    let rows = shown.values.iter().map(|(slot, value)| {
        [html! { (cx.code("known-slot", slot.code())) }, html! { (Code(value)) }]
    });
    let table = Table::new(cx.t("known-audit-values"), table_columns).rows(rows);
    let verdict = if shown.holds {
        Note::new("seal-check", cx.t("known-audit-holds"))
            .tone(Tone::Ok)
            .says(cx.t("known-audit-holds-text"))
    } else {
        Note::new("warning-circle", cx.t("known-audit-fails"))
            .tone(Tone::Bad)
            .says(cx.t("known-audit-fails-text"))
    };
    let place = shown.logged.as_ref().and_then(|(position, ..)| *position);
    let place = place.map_or_else(
        || cx.t("known-audit-not-numbered"),
        |n| cx.t_with("known-audit-place", &[("n", Arg::from(n))]),
    );
    let summary = Summary::new()
        .row(cx.t("known-case"), Reference(&asked.reference))
        .row(cx.t("known-by"), Name(cx.lang.pick(&asked.who[0], &asked.who[1])))
        .row(cx.t("known-at"), cx.at(asked.asked_at))
        .row(cx.t("known-asked-of"), Name(&agency(cx, &peers, asked.peer)))
        .row(cx.t("known-purpose"), cx.code("known-purpose", &asked.purpose))
        .row(cx.t("known-basis"), cx.code("lawful-basis", &asked.basis))
        .row(cx.t("known-answer-title"), state(cx, &asked))
        .row(cx.t("known-audit-batch"), Seal(&asked.batch))
        .row(cx.t("known-audit-log"), place);
    let file = html! { (Button::submit(cx.t("known-audit-file")).line().icon("download-simple")) };
    let main = html! {
        (verdict)
        (Card::new(cx.t("known-audit-values")).body(html! { p.hint { (cx.t("known-audit-values-text")) } (table) }))
        (Card::new(cx.t("known-audit-there")).body(html! {
            p { (cx.t("known-audit-there-text")) }
            (post(cx, &format!("/audit/known/{}/file", asked.id), &file))
        }))
    };
    let aside = html! {
        (Card::new(cx.t("known-question")).body(html! { (summary) }))
        (seen_card(cx, &reads))
    };
    let title = cx.t("known-audit-one");
    let body =
        html! { (heading(&title, None, &html! {})) (columns(&stack(&main), &stack(&aside))) };
    let page = Page::new(cx, title).crumb(cx.t("audit-title"), "/audit");
    Ok(Reply::page(&page.crumb(cx.t("known-audit-title"), "/audit/known").body(body)))
}

/// The file for the other side's auditor.
///
/// # Errors
/// `page.not_found`.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let asked = one(&ask, "known.proof").await?;
    let file = proof::file(&ask.app, &asked)?;
    let bytes = serde_json::to_vec_pretty(&file);
    let bytes = bytes.map_err(|error| Problem::internal("known.unwritable").because(error))?;
    Ok(Reply::file("application/json", format!("known-{}.json", asked.id), bytes))
}
