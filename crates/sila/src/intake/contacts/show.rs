//! `/contacts/{id}`: one contact, and what can be done with it.

use maud::{Markup, html};
use sila_core::codes::ContactKind;

use super::list::service;
use super::{Kept, Told, found, path, told};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::ident::{Name, Phone};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// Reasons for which a supervisor opens what a report said that proved to be untrue.
pub(super) const REASONS: [&str; 4] = ["AGAIN", "COMPLAINT", "COURT", "FALSE"];

/// The page. What an untrue report said is not on it.
///
/// # Errors
/// `page.not_found` for whoever did not write it down and is no supervisor.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let kept = found(&ask).await?;
    let told = if kept.is_shut() { Told::default() } else { told(&ask.app, &kept)? };
    document(&ask, &kept, &told, &Errors::none()).await
}

/// The page with what may be shown of the words.
pub(super) async fn document(
    ask: &Ask,
    kept: &Kept,
    told: &Told,
    errors: &Errors,
) -> Result<Reply, Problem> {
    let (cx, names) = (&ask.cx, Names::all(&ask.app).await?);
    let main = html! {
        (facts(cx, kept, &names))
        @if *told != Told::default() { (words(cx, told)) }
        @if kept.is_shut() { (shut(ask, kept, told, errors)) }
    };
    let aside = html! { @if !kept.is_shut() { (onward(cx, kept)) } };
    let title = cx.code("contact-kind", kept.kind.code());
    let body = html! {
        (heading(&title, None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone())
        .crumb(cx.t("contacts-title"), "/contacts")
        .errors(errors.any())
        .body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn facts(cx: &Cx, kept: &Kept, names: &Names) -> Markup {
    let count = |n: u32| html! { span.num { (n) } };
    let partner = kept.partner.map(|one| html! { (Name(names.of(cx.lang, one))) });
    let rows = Summary::new()
        .wide()
        .row(cx.t("contact-at"), cx.at(kept.at))
        .row(cx.t("contact-channel"), cx.code("channel", kept.channel.code()))
        .row(cx.t("contact-service"), service(cx, kept))
        .row(cx.t("contact-area"), area_name(cx, &kept.area))
        .row_if(cx.t("contact-people"), kept.people.map(count))
        .row_if(cx.t("contact-amount"), kept.amount.map(count))
        .row(cx.t("contact-advice"), cx.code("contact-advice", &kept.advice))
        .row(cx.t("contact-pointed"), cx.code("contact-pointed", &kept.pointed))
        .row_if(cx.t("contact-partner"), partner)
        .row(cx.t("contact-until"), cx.at(kept.until));
    html! { (Card::new(cx.t("contact-asked")).body(html! { (rows) })) }
}

fn words(cx: &Cx, told: &Told) -> Markup {
    html! {
        (Card::new(cx.t("contact-words")).body(html! {
            @if !told.words.is_empty() { p.typed { (Name(&told.words)) } }
            @if !told.phone.is_empty() { p { (cx.t("contact-phone")) " " (Phone(&told.phone)) } }
        }))
    }
}

/// The way on: an intake; and for a report, that it proved to be untrue.
fn onward(cx: &Cx, kept: &Kept) -> Markup {
    html! {
        (Card::new(cx.t("contact-onward")).body(html! {
            p.hint { (cx.t("contact-onward-text")) }
            (post(cx, &path(kept.id, "/intake"), &html! { (acts(&html! {
                (Button::submit(cx.t("contact-to-intake")).icon("user-plus"))
            })) }))
        }))
        @if kept.kind == ContactKind::Report {
            (Card::new(cx.t("contact-unfounded")).body(html! {
                p.hint { (cx.t("contact-unfounded-text")) }
                (post(cx, &path(kept.id, "/finding"), &html! { (acts(&html! {
                    (Button::submit(cx.t("contact-unfounded-act")).line().icon("lock-key"))
                })) }))
            }))
        }
    }
}

fn shut(ask: &Ask, kept: &Kept, told: &Told, errors: &Errors) -> Markup {
    let cx = &ask.cx;
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let reasons = REASONS.map(|code| (code, cx.code("contact-reason", code)));
    let days = [("days", Arg::from(super::DAYS_UNFOUNDED))];
    html! {
        (Note::new("lock-key", cx.t("contact-shut")).tone(Tone::Warn).says(cx.t_with("contact-shut-text", &days)))
        @if ask.may(Permission::CaseApprove) && *told == Told::default() {
            (Card::new(cx.t("contact-open")).body(post(cx, &path(kept.id, "/opening"), &html! {
                (form.radios("reason", cx.t("contact-reason")).choices(reasons))
                (acts(&html! { (Button::submit(cx.t("contact-open")).line().icon("eye")) }))
            })))
        }
    }
}
