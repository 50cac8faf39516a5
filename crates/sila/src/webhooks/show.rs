//! `/webhooks`: which programs of partners are told, what about, and how it went.

use std::collections::BTreeMap;

use maud::{Markup, html};
use uuid::Uuid;

use super::Subject;
use super::act::LABEL_MAX;
use super::store::{self, DELIVERED, GIVEN_UP, Message, Webhook};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, columns, empty_state, heading, plain_tag,
    post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};
use crate::wire::outward::ADDRESS_BYTES_MAX;

/// Where webhooks are.
pub(super) const PATH: &str = "/webhooks";

/// The list, with the form for one more.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&all(&ask, &Pairs::default(), &Errors::none()).await?))
}

/// The list again, with what is wrong in the form.
///
/// # Errors
/// As [`list`].
pub(super) async fn again(ask: &Ask, errors: &Errors) -> Result<Reply, Problem> {
    Ok(Reply::page_with_errors(&all(ask, &ask.form, errors).await?))
}

async fn all(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let read = |tx: &mut dyn Tx| Ok::<_, DbError>((store::all(tx)?, store::given_up(tx)?));
    let (webhooks, given_up) = ask.app.store.read(read).await?;
    let given_up: BTreeMap<Uuid, i64> = given_up.into_iter().collect();
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let head = [
        Col::text(cx.t("tokens-label")),
        Col::text(cx.t("webhooks-subjects")),
        Col::status(cx.t("tokens-state")),
    ];
    let row = |one: &Webhook| {
        let failed = given_up.get(&one.id).copied().unwrap_or_default();
        [
            html! {
                a.link href=(cx.url(&format!("{PATH}/{}", one.id))) { (Name(&one.label)) }
                span.sub { (Name(names.of(cx.lang, one.partner))) }
            },
            html! { (subjects(cx, one)) },
            state(cx, one, failed),
        ]
    };
    let empty = empty_state("bell", cx.t("webhooks-empty"), cx.t("webhooks-empty-text"), &html! {});
    let table =
        Table::new(cx.t("webhooks-title"), head).rows(webhooks.iter().map(row)).when_empty(empty);
    let main = html! {
        (Card::new(cx.t("webhooks-title")).count(webhooks.len()).body(html! { (table) }))
        (Card::new(cx.t("webhooks-new")).body(form(cx, &names, values, errors)))
    };
    let aside = html! {
        (Note::new("eye-slash", cx.t("webhooks-nobody")).tone(Tone::Info).says(cx.t("webhooks-nobody-text")))
    };
    let body = html! {
        (errors.summary(cx))
        (heading(cx.t("webhooks-title"), Some(&cx.t("webhooks-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Page::new(cx, cx.t("webhooks-title")).errors(errors.any()).body(body))
}

fn form(cx: &Cx, names: &Names, values: &Pairs, errors: &Errors) -> Markup {
    let fields = Form::new(cx, values, errors);
    let partners = names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned()));
    let of = Subject::ALL.map(|one| (one.code(), cx.code("webhooks-subject", one.code())));
    let inside = html! {
        (fields.text("label", cx.t("tokens-label")).hint(cx.t("tokens-label-hint")).max(LABEL_MAX))
        (fields.select("partner", cx.t("tokens-partner")).empty(cx.t("tokens-partner-choose")).combo().choices(partners))
        (fields.text("address", cx.t("webhooks-address")).hint(cx.t("webhooks-address-hint")).ltr().max(ADDRESS_BYTES_MAX))
        (fields.checks("subjects", cx.t("webhooks-subjects")).choices(of))
        (acts(&html! { (Button::submit(cx.t("webhooks-create")).icon("bell")) }))
    };
    post(cx, PATH, &inside)
}

fn subjects(cx: &Cx, one: &Webhook) -> Markup {
    html! { @for subject in &one.subjects { (plain_tag(cx.code("webhooks-subject", subject.code()))) " " } }
}

fn state(cx: &Cx, one: &Webhook, failed: i64) -> Markup {
    match (one.ended_at, failed) {
        (Some(_), _) => tag(Tone::Plain, cx.t("webhooks-ended")),
        (None, 0) => tag(Tone::Ok, cx.t("webhooks-runs")),
        (None, n) => tag(Tone::Bad, cx.t_with("webhooks-failed", &[("n", Arg::from(n))])),
    }
}

/// One webhook and its messages.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let read =
        move |tx: &mut dyn Tx| Ok::<_, DbError>((store::one(tx, id)?, store::messages(tx, id)?));
    let (one, messages) = ask.app.store.read(read).await?;
    let one = one.ok_or_else(Problem::not_found)?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let failed = messages.iter().filter(|one| one.state == GIVEN_UP).count();
    let main = html! { (sent(cx, &messages)) };
    let aside = html! {
        (facts(cx, &one, names.of(cx.lang, one.partner)))
        @if one.ended_at.is_none() { (doing(cx, id, failed > 0)) }
    };
    let body = html! {
        (heading(Name(&one.label), None, &state(cx, &one, i64::try_from(failed).unwrap_or(i64::MAX))))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, one.label.clone()).crumb(cx.t("webhooks-title"), PATH);
    Ok(Reply::page(&page.body(body)))
}

fn sent(cx: &Cx, messages: &[Message]) -> Markup {
    let head = [
        Col::text(cx.t("tokens-when")),
        Col::text(cx.t("webhooks-message")),
        Col::status(cx.t("tokens-verdict")),
    ];
    let row = |one: &Message| {
        [
            html! { span.num { (cx.at(one.at)) } },
            html! { (Code(&one.kind)) span.sub { (Code(&one.subject)) } },
            html! { (outcome(cx, one)) },
        ]
    };
    let empty =
        empty_state("bell", cx.t("webhooks-untold"), cx.t("webhooks-untold-text"), &html! {});
    let table = Table::new(cx.t("webhooks-messages"), head)
        .rows(messages.iter().map(row))
        .when_empty(empty);
    html! {
        (Card::new(cx.t("webhooks-messages")).count(messages.len()).live("webhook-messages", "links").body(html! { (table) }))
    }
}

fn outcome(cx: &Cx, one: &Message) -> Markup {
    let tries = cx.t_with("webhooks-tries", &[("n", Arg::from(one.attempts))]);
    let (tone, word) = match one.state.as_str() {
        DELIVERED => (Tone::Ok, "webhooks-delivered"),
        GIVEN_UP => (Tone::Bad, "webhooks-given-up"),
        _ => (Tone::Gold, "webhooks-waits"),
    };
    html! {
        (tag(tone, cx.t(word)))
        @if let Some(error) = &one.error { span.sub { (Code(error)) " · " (tries) } }
        @if one.state == store::WAITING && one.attempts > 0 {
            span.sub { (cx.t("webhooks-next")) " " span.num { (cx.at(one.next_at)) } }
        }
    }
}

fn facts(cx: &Cx, one: &Webhook, partner: &str) -> Markup {
    let rows = Summary::new()
        .row(cx.t("tokens-partner"), Name(partner))
        .row(cx.t("webhooks-address"), Code(&one.address))
        .row(cx.t("webhooks-subjects"), subjects(cx, one))
        .row(cx.t("tokens-made-at"), html! { span.num { (cx.at(one.made_at)) } })
        .row(cx.t("webhooks-in-a-row"), html! { span.num { (one.failures) } });
    html! { (Card::new(cx.t("webhooks-one")).body(html! { (rows) })) }
}

fn doing(cx: &Cx, id: Uuid, failed: bool) -> Markup {
    let button =
        |path: &str, button: Button| post(cx, &format!("{PATH}/{id}/{path}"), &html! { (button) });
    html! {
        (Card::new(cx.t("webhooks-do")).body(html! { div.acts {
            (button("trial", Button::submit(cx.t("webhooks-trial")).soft()))
            @if failed { (button("again", Button::submit(cx.t("webhooks-again")))) }
            (button("end", Button::submit(cx.t("webhooks-end")).danger()))
        } }))
    }
}
