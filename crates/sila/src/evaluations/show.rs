//! `/evaluations/{id}`: what is asked, who has answered, and once it is closed what came of it.

use maud::{Markup, html};
use sila_core::evaluation::Stage;
use sila_core::{AgencyId, RecordId};

use super::cycle::{self, Cycle};
use super::{act, list, moved, outcome, store};
use crate::accounts::Permission;
use crate::activation::ledger::{self, Book};
use crate::ask::Ask;
use crate::meetings::entity;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ClockBox, Note, Tone, acts, columns, heading, links, post, stack,
};
use crate::web::{Arg, Cx, Errors, Page, Pairs, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: RecordId = ask.id("id")?;
    let cycle = cycle::one(&ask.app, id).await?;
    Ok(Reply::page(&drawn(&ask, &cycle, &Pairs::default(), &Errors::none()).await?))
}

/// The page with what was typed and what is wrong about it.
pub(super) async fn drawn(
    ask: &Ask,
    cycle: &Cycle,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let (cx, me, id) = (&ask.cx, ask.app.node.id, cycle.id);
    let names = Names::all(&ask.app).await?;
    let worker = ask.worker()?.id;
    let read = move |tx: &mut dyn crate::db::Tx| -> Result<_, crate::db::DbError> {
        Ok((store::given(tx, id)?, store::has_given(tx, id, worker)?))
    };
    let (given, answered) = ask.app.store.read(read).await?;
    let in_force =
        |book: &Book| book.stored.peer == cycle.other && book.ledger.holds(cx.now).is_ok();
    let book = ledger::all(&ask.app).await?.into_iter().find(in_force);
    let name = names.of(cx.lang, cycle.other);
    let moved = moved::card(ask, cycle).await?;
    let may = ask.may(Permission::AgreementSign);
    let open = cycle.takes_seals() && !cycle.seals.contains_key(&me);
    let open = open && cycle.call.deadline > cx.now;
    let main = html! {
        @if cycle.waits.is_some() && may { (offered(cx, cycle)) }
        @if let Some((record, found, both)) = &cycle.outcome {
            (outcome::cards(cx, cycle, (*record, found, *both), book.as_ref().map(|book| (book, may)), (&names, me)))
        }
        (moved)
        @if open && may { (act::sheet_form(cx, cycle, name, values, errors)) }
        @if cycle.outcome.is_none() && !(open && may) { (criteria(cx, cycle)) }
    };
    let aside = html! {
        (clock(cx, cycle))
        (parties(cx, cycle, &names, me))
        @if open { (people(cx, cycle, given, answered)) }
    };
    let title = cx.t("evaluation-one");
    let tags = html! { (ident::Name(name)) " " (list::state(cx, cycle)) };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("evaluation-lead")), &tags))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("evaluations-title"), "/evaluations");
    Ok(page.refreshing(30).errors(errors.any()).body(body))
}

fn offered(cx: &Cx, cycle: &Cycle) -> Markup {
    let inside = html! {
        p { (cx.t("evaluation-agree-text")) }
        (acts(&html! {
            (Button::submit(cx.t("evaluation-agree")).icon("signature").sends("word", "sign"))
            (Button::submit(cx.t("record-decline")).soft().sends("word", "decline"))
        }))
    };
    let path = format!("/evaluations/{}/word", cycle.id);
    html! { (Card::new(cx.t("agreement-your-move")).body(post(cx, &path, &inside))) }
}

fn criteria(cx: &Cx, cycle: &Cycle) -> Markup {
    let title = cx.t("evaluation-criteria");
    html! {
        (Card::new(title).count(cycle.call.criteria.len()).body(html! {
            @for one in &cycle.call.criteria {
                section.clause-text {
                    h3 { (ident::Code(&one.clause)) }
                    p { (cx.lang.pick(&one.question.ar, &one.question.en)) }
                }
            }
        }))
    }
}

fn clock(cx: &Cx, cycle: &Cycle) -> ClockBox {
    let stage = cycle.stage(cx.now);
    let late = cycle.call.deadline <= cx.now;
    let tone = match stage {
        Stage::Closed => Tone::Ok,
        _ if late => Tone::Bad,
        _ => Tone::Plain,
    };
    let value = match stage {
        Stage::Closed => cx.code("evaluation-stage", stage.code()),
        _ => cx.deadline(cycle.call.deadline),
    };
    let source = html! { (list::period(cx, cycle)) };
    ClockBox { label: cx.t("evaluation-deadline"), value, source, tone }
}

/// Who has sealed an answer; what it says nobody knows yet.
fn parties(cx: &Cx, cycle: &Cycle, names: &Names, me: AgencyId) -> Markup {
    let line = |party: AgencyId| {
        let (tone, key) = match (cycle.sheets.contains_key(&party), cycle.seals.get(&party)) {
            (true, _) => (Tone::Ok, "evaluation-opened"),
            (false, Some(_)) => (Tone::Info, "evaluation-sealed"),
            (false, None) => (Tone::Warn, "evaluation-silent"),
        };
        let seal = cycle.seals.get(&party);
        let under = html! { (cx.t(key)) @if let Some(seal) = seal { " " (ident::Seal(seal)) } };
        let name = entity(cx, names, me, party);
        (tone, html! { b { (ident::Name(name)) } }, under, html! {})
    };
    let rows = [line(me), line(cycle.other)];
    html! {
        (Card::new(cx.t("evaluation-who")).live("evaluation-who", "agreements").body(html! {
            (links(&rows))
            p.small.muted { (cx.t("evaluation-sealed-text")) }
        }))
    }
}

fn people(cx: &Cx, cycle: &Cycle, given: u32, answered: bool) -> Markup {
    let until = Arg::phrase(dates::day(cx.lang, cycle.call.deadline.plus_minutes(-1)));
    html! {
        (Card::new(cx.t("evaluation-people")).body(html! {
            p { (cx.t_with("evaluation-people-n", &[("n", Arg::from(given))])) }
            p.muted { (cx.t_with("evaluation-people-text", &[("day", until)])) }
            @if answered {
                (Note::new("check-circle", cx.t("evaluation-you-answered")))
            } @else {
                (Button::link(cx.t("evaluation-survey"), cx.url(&format!("/evaluations/{}/survey", cycle.id))).icon("chat-circle-text"))
            }
        }))
    }
}
