//! `/known/inbox`: what the officer on duty is asked by name. Nothing is read before it was accepted; refusing deletes it
//! unread.

use maud::{Markup, html};
use sila_core::codes::KnownAnswer;
use sila_core::person::Person;
use uuid::Uuid;

use super::{agency, answer_tag, peers, seen, seen_card};
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::known::naming::reply::{self, Compared};
use crate::known::naming::store::{self, Naming};
use crate::people::show as people;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::ident::{EmiratesId, EmiratesIdInFull, Name, Phone};
use crate::web::{Cx, Errors, Form, Page};

/// What the log says when the whole numbers are shown.
const FULL: &str = "known.emirates-id";

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.id;
    let all = ask.app.store.read(move |tx| store::inbox(tx, worker)).await?;
    let peers = peers(&ask.app).await?;
    let cx = &ask.cx;
    let table_columns = [
        Col::text(cx.t("known-from")),
        Col::text(cx.t("known-purpose")),
        Col::status(cx.t("known-state")),
        Col::num(cx.t("known-at")),
    ];
    let empty = empty_state(
        "identification-card",
        cx.t("known-desk-none"),
        cx.t("known-desk-none-text"),
        &html! {},
    );
    let rows = all.iter().map(|one| {
        let href = cx.url(&format!("/known/inbox/{}", one.id));
        [
            html! { a.link href=(href) { (Name(&agency(cx, &peers, one.peer))) } },
            html! { (cx.code("known-purpose", &one.purpose)) },
            answer_tag(cx, one.answer),
            html! { (cx.at(one.at)) },
        ]
    });
    let title = cx.t("known-desk-title");
    let table = Table::new(title.clone(), table_columns).when_empty(empty).rows(rows);
    let body = html! {
        (heading(&title, Some(&cx.t("known-desk-lead")), &html! {}))
        (Card::new(title.clone()).live("known-desk", "referrals").body(html! { (table) }))
        p.hint { (cx.t("known-desk-seen")) }
    };
    Ok(Reply::page(&Page::new(cx, title).refreshing(30).body(body)))
}

/// One of them, with masked numbers.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    shown(&ask, "known.compare").await
}

/// The same page with the Emirates IDs in full; the asking is written down as such.
///
/// # Errors
/// `page.not_found`.
pub async fn reveal(mut ask: Ask) -> Result<Reply, Problem> {
    ask.cx.path = format!("/known/inbox/{}", ask.param("id"));
    shown(&ask, FULL).await
}

async fn shown(ask: &Ask, screen: &'static str) -> Result<Reply, Problem> {
    let naming = reply::one(&ask.app, ask.worker()?, ask.id("id")?).await?;
    let worker = ask.worker()?;
    let open = naming.opened_at.is_some() && !naming.body.is_empty();
    let compared = if open {
        Some(reply::compare(&ask.app, worker, &naming, screen, ask.now).await?)
    } else {
        access::record(&ask.app, worker, Subject::Known(naming.id), "known.desk", ask.now).await?;
        None
    };
    let cx = &ask.cx;
    let from = agency(cx, &peers(&ask.app).await?, naming.peer);
    let reads = seen(&ask.app, naming.id).await?;
    let main = html! {
        @match (&compared, naming.answer) {
            (_, Some(answer)) => (answered(cx, &naming, answer)),
            (None, None) => (unread(cx, &naming, &from)),
            (Some(_), None) => {}
        }
        @if let Some(compared) = &compared {
            (side_by_side(cx, compared, &from, screen == FULL))
            (numbers(cx, &naming, compared, screen == FULL))
        }
        @if compared.is_some() && naming.answer.is_none() { (answers(cx, &naming)) }
    };
    let summary = Summary::new()
        .row(cx.t("known-from"), Name(&from))
        .row(cx.t("known-at"), cx.at(naming.at))
        .row(cx.t("known-purpose"), cx.code("known-purpose", &naming.purpose));
    let aside = html! {
        (Card::new(cx.t("known-desk-asked")).body(html! { (summary) }))
        (seen_card(cx, &reads))
    };
    let title = cx.t("known-desk-one");
    let body = html! {
        (heading(&title, Some(&cx.t("known-desk-one-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Reply::page(
        &Page::new(cx, title).crumb(cx.t("known-desk-title"), "/known/inbox").body(body),
    ))
}

/// Accepts to read.
///
/// # Errors
/// See [`reply::accept`].
pub async fn open(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    reply::accept(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/known/inbox/{id}"))))
}

/// Answers.
///
/// # Errors
/// `known.no_answer`; see [`reply::answer`].
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let code = ask.form.get("answer").unwrap_or_default();
    let none = || Problem::bad_request("known.no_answer").way_out(format!("/known/inbox/{id}"));
    let answer = KnownAnswer::from_code(code).ok().ok_or_else(none)?;
    reply::answer(&ask.app, ask.worker()?, id, answer, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/known/inbox/{id}"))))
}

fn unread(cx: &Cx, naming: &Naming, from: &str) -> Markup {
    let path = |act: &str| format!("/known/inbox/{}/{act}", naming.id);
    let refuse = html! {
        input type="hidden" name="answer" value=(KnownAnswer::Refused.code());
        (Button::submit(cx.t("known-desk-refuse")).danger())
    };
    let body = html! {
        p { (cx.t_with("known-desk-unread", &[("agency", from.into())])) }
        p { (cx.t("known-desk-unread-text")) }
        div.acts {
            (post(cx, &path("opening"), &html! { (Button::submit(cx.t("known-desk-open")).icon("eye")) }))
            (post(cx, &path("answer"), &refuse))
        }
    };
    html! { (Card::new(cx.t("known-desk-sealed")).body(body)) }
}

/// What the two Emirates IDs say without being shown, and the button that shows them.
fn numbers(cx: &Cx, naming: &Naming, compared: &Compared, full: bool) -> Markup {
    let ours = compared.ours.as_ref().and_then(|ours| ours.emirates_id.as_ref());
    let theirs = compared.theirs.emirates_id.as_ref();
    let says = match (theirs, ours) {
        (Some(theirs), Some(ours)) if theirs == ours => Some((Tone::Ok, "known-eid-same")),
        (Some(_), Some(_)) => Some((Tone::Warn, "known-eid-differ")),
        _ => None,
    };
    let show = html! { (Button::submit(cx.t("case-reveal")).soft().small().icon("eye")) };
    let path = format!("/known/inbox/{}/emirates-id", naming.id);
    html! {
        @if let Some((tone, key)) = says { (Note::new("identification-card", cx.t(key)).tone(tone)) }
        @if !full && (theirs.is_some() || ours.is_some()) { (post(cx, &path, &show)) }
    }
}

fn side_by_side(cx: &Cx, compared: &Compared, from: &str, full: bool) -> Markup {
    html! {
        div.halves {
            (Card::new(cx.t_with("known-desk-theirs", &[("agency", from.into())])).body(html! {
                (identity(cx, &compared.theirs, full))
                h3 { (cx.t("known-reason")) }
                p.typed { (Name(&compared.reason)) }
            }))
            @match &compared.ours {
                Some(ours) => (Card::new(cx.t("known-desk-ours")).body(html! {
                    (identity(cx, ours, full))
                    p.hint { (cx.t("known-desk-ours-text")) }
                })),
                None => (Note::new("shield-check", cx.t("known-desk-gone")).tone(Tone::Warn)
                    .says(cx.t("known-desk-gone-text"))),
            }
        }
    }
}

fn answers(cx: &Cx, naming: &Naming) -> Markup {
    let (values, errors) = (crate::web::Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let mut choice = form.radios("answer", cx.t("known-desk-question"));
    for answer in [KnownAnswer::NotSame, KnownAnswer::Same, KnownAnswer::CannotSay] {
        let hint = cx.code("known-answer-hint", answer.code());
        choice = choice.choice_hint(answer.code(), cx.code("known-answer", answer.code()), hint);
    }
    let inside = html! {
        (choice)
        (acts(&html! { (Button::submit(cx.t("known-desk-answer")).icon("check")) }))
    };
    let path = format!("/known/inbox/{}/answer", naming.id);
    html! { (Card::new(cx.t("known-desk-your-answer")).body(post(cx, &path, &inside))) }
}

fn answered(cx: &Cx, naming: &Naming, answer: KnownAnswer) -> Markup {
    let by = cx.lang.pick(&naming.officer[0], &naming.officer[1]);
    let by = if by.is_empty() { cx.t("known-answered-before") } else { by.clone() };
    let at = naming.answered_at.map(|at| cx.at(at)).unwrap_or_default();
    html! {
        (Card::new(cx.t("known-desk-done")).body(html! {
            p { (answer_tag(cx, Some(answer))) }
            p.sub { (Name(&by)) " · " (at) }
        }))
    }
}

/// The fields by which two people are compared; the Emirates ID in `full` only when that was asked for and written down.
pub(super) fn identity(cx: &Cx, person: &Person, full: bool) -> Markup {
    let unknown = || html! { span.muted { (cx.t("not-known")) } };
    let text =
        |text: &Option<String>| text.as_deref().map_or_else(unknown, |t| html! { (Name(t)) });
    let number = person.emirates_id.as_deref().map(|number| match full {
        true => html! { (EmiratesIdInFull(number)) },
        false => html! { (EmiratesId(number)) },
    });
    let nation = person.nationality.as_deref().map(|code| cx.code("nationality", code));
    let rows = Summary::new()
        .row(cx.t("known-name-ar"), text(&person.name_ar))
        .row(cx.t("known-name-latin"), text(&person.name_latin))
        .row(cx.t("known-birth"), people::birth(cx, person, cx.now))
        .row(cx.t("known-sex"), people::sex(cx, person))
        .row(cx.t("known-nationality"), nation.map_or_else(unknown, |text| html! { (text) }))
        .row(cx.t("known-eid"), number.unwrap_or_else(unknown))
        .row(
            cx.t("known-phone"),
            person.phone.as_deref().map_or_else(unknown, |p| html! { (Phone(p)) }),
        );
    html! { (rows) }
}
