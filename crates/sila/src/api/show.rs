//! `/tokens`: which programs of partners read here, what each may read, until when, and what it has read.

use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, Kept};
use super::token::{DAYS, LABEL_MAX, usual};
use super::{Scope, confirm};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, columns, empty_state, heading, plain_tag,
    post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// Where tokens are.
pub(super) const PATH: &str = "/tokens";

/// The list, with the form for one more.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&all(&ask, &usual(), &Errors::none()).await?))
}

/// The list again, with what is wrong in the form.
///
/// # Errors
/// As [`list`].
pub(super) async fn again(ask: &Ask, errors: &Errors) -> Result<Reply, Problem> {
    Ok(Reply::page_with_errors(&all(ask, &ask.form, errors).await?))
}

async fn all(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let tokens = ask.app.store.read(store::all).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let head = [
        Col::text(cx.t("tokens-label")),
        Col::text(cx.t("tokens-scopes")),
        Col::text(cx.t("tokens-until")),
        Col::status(cx.t("tokens-state")),
    ];
    let row = |kept: &Kept| {
        [
            html! {
                a.link href=(cx.url(&format!("{PATH}/{}", kept.id))) { (Name(&kept.label)) }
                span.sub { (Name(names.of(cx.lang, kept.partner))) }
            },
            html! { (scopes(cx, &kept.scopes)) },
            html! { span.num { (cx.at(kept.expires_at)) } },
            html! { (state(cx, kept)) (last_use(cx, kept)) },
        ]
    };
    let empty = empty_state("key", cx.t("tokens-empty"), cx.t("tokens-empty-text"), &html! {});
    let table =
        Table::new(cx.t("tokens-title"), head).rows(tokens.iter().map(row)).when_empty(empty);
    let main = html! {
        (Card::new(cx.t("tokens-title")).count(tokens.len()).body(html! { (table) }))
        (Card::new(cx.t("tokens-new")).body(form(cx, &names, values, errors)))
    };
    let aside = html! {
        @if ask.may(Permission::ReferralApprove) {
            (Button::link(cx.t("tokens-waiting"), cx.url(confirm::PATH)).line().icon("users-three"))
        }
        (Note::new("globe", cx.t("tokens-open")).tone(Tone::Info).body(html! {
            p { (cx.t("tokens-open-text")) }
            p { (Code("/api/openapi.json")) }
        }))
    };
    let body = html! {
        (errors.summary(cx))
        (heading(cx.t("tokens-title"), Some(&cx.t("tokens-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Page::new(cx, cx.t("tokens-title")).errors(errors.any()).body(body))
}

fn form(cx: &Cx, names: &Names, values: &Pairs, errors: &Errors) -> Markup {
    let fields = Form::new(cx, values, errors);
    let partners = names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned()));
    let word = |family: &str, scope: Scope| cx.code(family, scope.code());
    let may =
        Scope::ALL.into_iter().fold(fields.checks("scopes", cx.t("tokens-scopes")), |all, one| {
            let (label, hint) = (word("tokens-scope", one), word("tokens-scope-hint", one));
            all.choice_hint(one.code(), label, hint)
        });
    let days =
        DAYS.map(|days| (days.to_string(), cx.t_with("tokens-days-of", &[("n", Arg::from(days))])));
    let inside = html! {
        (fields.text("label", cx.t("tokens-label")).hint(cx.t("tokens-label-hint")).max(LABEL_MAX))
        (fields.select("partner", cx.t("tokens-partner")).empty(cx.t("tokens-partner-choose")).combo().choices(partners))
        (may)
        (fields.radios("days", cx.t("tokens-days")).side_by_side().choices(days))
        (acts(&html! { (Button::submit(cx.t("tokens-create")).icon("key")) }))
    };
    post(cx, PATH, &inside)
}

/// What may be read, in words.
pub(super) fn scopes(cx: &Cx, all: &[Scope]) -> Markup {
    html! { @for scope in all { (plain_tag(cx.code("tokens-scope", scope.code()))) " " } }
}

fn state(cx: &Cx, kept: &Kept) -> Markup {
    match (kept.revoked_at, kept.expires_at <= cx.now) {
        (None, false) if kept.is_unconfirmed() => tag(Tone::Gold, cx.t("tokens-unconfirmed")),
        (Some(_), _) => tag(Tone::Bad, cx.t("tokens-revoked")),
        (None, true) => tag(Tone::Plain, cx.t("tokens-expired")),
        (None, false) => tag(Tone::Ok, cx.t("tokens-usable")),
    }
}

fn last_use(cx: &Cx, kept: &Kept) -> Markup {
    html! { span.sub {
        @match kept.used_at {
            Some(at) => { (cx.t("tokens-last")) " " span.num { (cx.at(at)) } }
            None => { (cx.t("tokens-never")) }
        }
    } }
}

/// One token and the calls made with it.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let read = move |tx: &mut dyn crate::db::Tx| {
        Ok::<_, crate::db::DbError>((store::one(tx, id)?, store::uses(tx, id)?))
    };
    let (kept, uses) = ask.app.store.read(read).await?;
    let kept = kept.ok_or_else(Problem::not_found)?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let head = [
        Col::text(cx.t("tokens-when")),
        Col::text(cx.t("tokens-what")),
        Col::status(cx.t("tokens-verdict")),
    ];
    let row = |(at, what, verdict): &(sila_core::Millis, String, String)| {
        let tone = if verdict == "ok" { Tone::Ok } else { Tone::Bad };
        let word = cx.code("tokens-verdict", verdict.trim_start_matches("token."));
        [html! { span.num { (cx.at(*at)) } }, html! { (Code(what)) }, tag(tone, word)]
    };
    let empty = empty_state("key", cx.t("tokens-unused"), cx.t("tokens-unused-text"), &html! {});
    let table = Table::new(cx.t("tokens-uses"), head).rows(uses.iter().map(row)).when_empty(empty);
    let usable = kept.revoked_at.is_none() && kept.expires_at > cx.now;
    let main = html! { (Card::new(cx.t("tokens-uses")).count(uses.len()).body(html! { (table) })) };
    let aside = html! { (facts(cx, &kept, names.of(cx.lang, kept.partner))) @if usable { (ending(cx, id)) } };
    let body = html! {
        (heading(Name(&kept.label), None, &state(cx, &kept)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, kept.label.clone()).crumb(cx.t("tokens-title"), PATH);
    Ok(Reply::page(&page.body(body)))
}

fn facts(cx: &Cx, kept: &Kept, partner: &str) -> Markup {
    let rows = Summary::new()
        .row(cx.t("tokens-partner"), Name(partner))
        .row(cx.t("tokens-scopes"), scopes(cx, &kept.scopes))
        .row(cx.t("tokens-made-at"), html! { span.num { (cx.at(kept.made_at)) } })
        .row(cx.t("tokens-until"), html! { span.num { (cx.at(kept.expires_at)) } })
        .row_if(cx.t("tokens-confirmed-at"), kept.confirmed_at.map(|at| cx.at(at)));
    html! { (Card::new(cx.t("tokens-one")).body(html! { (rows) })) }
}

fn ending(cx: &Cx, id: Uuid) -> Markup {
    let end = Button::submit(cx.t("tokens-revoke")).danger();
    html! {
        (Card::new(cx.t("tokens-revoke")).body(html! {
            p { (cx.t("tokens-revoke-text")) }
            (post(cx, &format!("{PATH}/{id}/revocation"), &html! { (acts(&html! { (end) })) }))
        }))
    }
}
