//! Minutes at the portal: somebody of a partner without a node reads the minutes of a meeting to which their agency came, and approves them or
//! objects. What they say is written down with their name and counts as any party’s word.

use maud::{Markup, html};
use sila_core::MeetingId;

use super::approval::{self, Stance, stances};
use super::store::{self, Minutes};
use super::{CIRCULATED, DRAFT, points, state};
use crate::ask::Ask;
use crate::meetings::text::{Heading, LINE_MAX};
use crate::meetings::{entity, unsealed};
use crate::partners::Names;
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// Most meetings that are looked through for one partner.
const SHOWN: usize = 12;

fn path(id: MeetingId, rest: &str) -> String {
    format!("/portal/minutes/{id}{rest}")
}

/// How this partner stands to minutes that are kept here; nothing when it was not there, or they are still written.
async fn stance(ask: &Ask, guest: &Guest, minutes: &Minutes) -> Result<Option<Stance>, Problem> {
    if minutes.state == DRAFT || minutes.host != ask.app.node.id {
        return Ok(None);
    }
    Ok(stances(&ask.app, minutes).await?.get(&guest.partner.id).copied())
}

/// What the portal's first page shows of minutes.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, guest: &Guest) -> Result<Markup, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let all = ask.app.store.read(move |tx| store::circulated(tx, me)).await?;
    let mut lines = Vec::new();
    for one in &all {
        if lines.len() == SHOWN {
            break;
        }
        let Some(stance) = stance(ask, guest, one).await? else { continue };
        let words: Heading = unsealed(&ask.app, "minutes", one.meeting.0, &one.body)?;
        lines.push(html! {
            li {
                div {
                    a.ref href=(cx.url(&path(one.meeting, ""))) { (ident::Name(words.title.of(cx.lang))) }
                    div.sub { (dates::day(cx.lang, one.starts_at)) }
                }
                (said(cx, stance))
            }
        });
    }
    Ok(html! {
        (Card::new(cx.t("minutes-title")).count(lines.len()).body(html! {
            p.muted { (cx.t("minutes-portal-lead")) }
            ul.links { @for line in &lines { (line) } }
        }))
    })
}

fn said(cx: &Cx, stance: Stance) -> Markup {
    match stance {
        Stance::Signed | Stance::Paper(_) => tag(Tone::Ok, cx.t("minutes-portal-approved")),
        Stance::Objects => tag(Tone::Bad, cx.t("minutes-portal-objected")),
        Stance::Awaited => tag(Tone::Gold, cx.t("minutes-portal-awaited")),
    }
}

/// The minutes of the address, if this partner was there.
async fn own(ask: &Ask) -> Result<(Guest, Minutes, Stance), Problem> {
    let guest = Guest::of(ask).await?;
    let id: MeetingId = ask.id("id")?;
    let minutes = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let minutes = minutes.ok_or_else(Problem::not_found)?;
    let stance = stance(ask, &guest, &minutes).await?.ok_or_else(Problem::not_found)?;
    Ok((guest, minutes, stance))
}

/// One meeting’s minutes.
///
/// # Errors
/// `page.not_found` for those of a meeting to which nobody of this partner came.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&drawn(&ask, &Pairs::default(), &Errors::none()).await?))
}

async fn drawn(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let (guest, minutes, stance) = own(ask).await?;
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let names = Names::all(&ask.app).await?;
    let words: Heading = unsealed(&ask.app, "minutes", minutes.meeting.0, &minutes.body)?;
    let points = points(&ask.app, minutes.meeting).await?;
    let heads = [
        Col::num(cx.t("minutes-pdf-number")),
        Col::text(cx.t("minutes-kind")),
        Col::text(cx.t("minutes-pdf-words")),
        Col::text(cx.t("meeting-entity")),
        Col::status(cx.t("meeting-state")),
    ];
    let rows = points.iter().map(|one| {
        [
            html! { (one.number) },
            html! { (cx.code("point-kind", one.kind.code())) },
            html! { (ident::Name(one.text.text.of(cx.lang))) },
            html! { (ident::Name(entity(cx, &names, me, one.owner))) },
            state(cx, one),
        ]
    });
    let main = html! {
        (Card::new(cx.t("minutes-title")).count(points.len()).body(html! {
            (Table::new(cx.t("minutes-title"), heads).rows(rows))
        }))
    };
    let waits = minutes.state == CIRCULATED && stance == Stance::Awaited;
    let aside = html! {
        @if waits && !guest.signs {
            (Note::new("info", cx.t("agreement-portal-other")).tone(Tone::Gold).says(cx.t("agreement-portal-other-text")))
        } @else if waits { (word(cx, minutes.meeting, values, errors)) }
        @else { (Note::new("seal-check", cx.t("minutes-portal-said")).tone(Tone::Info).body(said(cx, stance))) }
    };
    let title = words.title.of(cx.lang).to_owned();
    let lead = dates::both_calendars(cx.lang, minutes.starts_at);
    let body = html! {
        (heading(ident::Name(&title), Some(&lead), &said(cx, stance)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("portal-title"), "/portal");
    Ok(page.errors(errors.any()).body(body))
}

fn word(cx: &Cx, id: MeetingId, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let inside = html! {
        p { (cx.t("minutes-portal-text")) }
        (form.radios("word", cx.t("minutes-portal-word"))
            .choice("approve", cx.t("minutes-portal-approve"))
            .choice("object", cx.t("minutes-portal-object")))
        (form.text("whose", cx.t("minutes-portal-whose")).hint(cx.t("minutes-portal-whose-hint")).max(LINE_MAX))
        (acts(&html! { (Button::submit(cx.t("minutes-portal-say")).icon("signature")) }))
    };
    html! {
        (Card::new(cx.t("agreement-your-move")).body(html! {
            (form.summary())
            (post(cx, &path(id, "/word"), &inside))
        }))
    }
}

/// Says this partner’s word.
///
/// # Errors
/// `page.not_found`; `page.forbidden` for an account that does not sign for its partner; as [`approval::on_paper`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (guest, minutes, _) = own(&ask).await?;
    if !guest.signs {
        return Err(Problem::forbidden());
    }
    let (id, cx) = (minutes.meeting, &ask.cx);
    let whose = ask.form.get("whose").unwrap_or_default().trim().to_owned();
    let approves = match ask.form.get("word") {
        Some("approve") => Some(true),
        Some("object") => Some(false),
        _ => None,
    };
    let mut errors = Errors::none();
    if approves.is_none() {
        errors.add("word", cx.t("minutes-portal-word-needed"));
    }
    if !(3..=LINE_MAX).contains(&whose.chars().count()) {
        errors.add("whose", cx.t("minutes-portal-whose-hint"));
    }
    let Some(approves) = approves.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&drawn(&ask, &ask.form, &errors).await?));
    };
    let back = path(id, "");
    let word = (guest.partner.id, approves);
    let done = approval::on_paper(&ask.app, id, word, &whose, &guest.worker, ask.now).await;
    done.map_err(|problem| problem.way_out(back.clone()))?;
    Ok(Reply::see_other(cx.url(&back)))
}
