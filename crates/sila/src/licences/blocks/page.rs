//! `/overrides`: who lets a provider without a licence that holds be sent people, why, until when, and who looked at it.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::law::Rule;
use uuid::Uuid;

use super::store::{self, Override};
use super::{DAYS_MAX, REASONS, REVIEW, REVIEW_DAYS, RIGHT, judge, override_};
use crate::accounts::Permission;
use crate::activation::saying::whole;
use crate::ask::Ask;
use crate::meetings::text::TEXT_MAX;
use crate::meetings::unsealed;
use crate::partners::Names;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Task, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

fn path(id: Uuid) -> String {
    format!("/overrides/{id}")
}

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let all = ask.app.store.read(store::all).await?;
    let names = Names::all(&ask.app).await?;
    let none =
        empty_state("shield-check", cx.t("overrides-none"), cx.t("overrides-none-text"), &html! {});
    let body = html! {
        (heading(cx.t("overrides-title"), Some(&cx.t("overrides-lead")), &regulation::link(cx, Rule::LicenceBlock)))
        (Card::new(cx.t("overrides-title")).count(all.len()).live("overrides", "referrals").body(html! {
            @if all.is_empty() { (none) }
            ul.tasks { @for one in &all { (task(cx, one, &names)) } }
        }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("overrides-title")).refreshing(60).body(body)))
}

/// One override as a line.
pub fn task(cx: &Cx, one: &Override, names: &Names) -> Task {
    let title = cx.t_with("override-of", &[("name", Arg::from(names.of(cx.lang, one.holder)))]);
    Task::new("shield-warning", Tone::Gold, title, cx.url(&path(one.id)))
        .meta(html! { (Name(cx.lang.pick(&one.name_ar, &one.name_en))) " · " (cx.code("override-reason", &one.reason)) })
        .end(state(cx, one))
}

fn state(cx: &Cx, one: &Override) -> Markup {
    let holds = one.until > cx.now;
    let until = match holds {
        true => tag(Tone::Warn, cx.deadline(one.until)),
        false => tag(Tone::Plain, cx.t("override-over")),
    };
    let review = match one.finding.as_deref() {
        Some(RIGHT) => tag(Tone::Ok, cx.t("override-right")),
        Some(_) => tag(Tone::Bad, cx.t("override-wrong")),
        None if one.at.plus_days(REVIEW_DAYS) < cx.now => {
            tag(Tone::Bad, cx.t("override-review-late"))
        }
        None => tag(Tone::Gold, cx.t("override-review-waits")),
    };
    html! { (until) " " (review) }
}

/// The form.
///
/// # Errors
/// `page.not_found` for a provider that nobody knows.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &ask.query, &Errors::none()).await?))
}

/// Writes it down.
///
/// # Errors
/// As [`override_`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let get = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let holder = AgencyId::parse(&get("holder")).or(Err(Problem::not_found()))?;
    let days = whole(&get("days")).filter(|days| (1..=DAYS_MAX).contains(days));
    let (reason, words) = (get("reason"), get("words"));
    let mut errors = Errors::none();
    for (field, missing, key) in [
        ("reason", !REASONS.contains(&reason.as_str()), "override-reason-needed"),
        ("words", words.is_empty() || words.chars().count() > TEXT_MAX, "override-words-needed"),
        ("days", days.is_none(), "override-days-needed"),
    ] {
        if missing {
            errors.add(field, ask.cx.t(key));
        }
    }
    let Some(days) = days.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(&ask, &ask.form, &errors).await?));
    };
    let said = (reason.as_str(), words.as_str(), days);
    let id = override_(&ask.app, holder, said, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let holder = AgencyId::parse(values.get("holder").unwrap_or_default());
    let holder = holder.or(Err(Problem::not_found()))?;
    let names = Names::all(&ask.app).await?;
    let name = names.of(cx.lang, holder).to_owned();
    let form = Form::new(cx, values, errors);
    let reasons = REASONS.map(|code| (code, cx.code("override-reason", code)));
    let most = [("n", Arg::from(DAYS_MAX))];
    let body = html! {
        (heading(cx.t_with("override-of", &[("name", Arg::from(name.as_str()))]), Some(&cx.t("override-lead")), &regulation::link(cx, Rule::LicenceBlock)))
        form.narrow method="post" action=(cx.url("/overrides")) novalidate {
            div.stack {
                (form.summary())
                (form.hidden("holder", &holder.to_text()))
                (Card::new(cx.t("override-one")).body(html! {
                    (Note::new("eye", cx.t("override-seen")).tone(Tone::Warn).says(cx.t("override-seen-text")))
                    (form.radios("reason", cx.t("override-reason")).choices(reasons))
                    (form.area("words", cx.t("override-words")).max(TEXT_MAX).rows(3))
                    (form.text("days", cx.t("override-days")).hint(cx.t_with("override-days-hint", &most)).numeric().max(2))
                }))
            }
            (acts(&html! { (Button::submit(cx.t("override-act")).danger().icon("shield-warning")) }))
        }
    };
    let page = Page::new(cx, cx.t("override-one")).crumb(cx.t("overrides-title"), "/overrides");
    Ok(page.errors(errors.any()).body(body))
}

/// One override.
///
/// # Errors
/// `page.not_found`.
pub async fn one(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let one = found.ok_or_else(Problem::not_found)?;
    let words: String = unsealed(&ask.app, "licence_override", id, &one.body)?;
    let (cx, names) = (&ask.cx, Names::all(&ask.app).await?);
    let own = ask.worker()?.id == one.worker;
    let may = ask.may(Permission::ReferralApprove) && !own && one.finding.is_none();
    let rows = Summary::new()
        .row(cx.t("override-provider"), Name(names.of(cx.lang, one.holder)))
        .row(cx.t("override-who"), Name(cx.lang.pick(&one.name_ar, &one.name_en)))
        .row(cx.t("override-reason"), cx.code("override-reason", &one.reason))
        .row(cx.t("override-from"), cx.at(one.at))
        .row(cx.t("override-until"), cx.at(one.until))
        .row_if(cx.t("override-reviewed"), one.reviewed_at.map(|at| cx.at(at)));
    let review = one.review.as_deref();
    let review = review.map(|body| unsealed::<String>(&ask.app, REVIEW, id, body)).transpose()?;
    let main = html! {
        (Card::new(cx.t("override-words")).body(html! { p dir="auto" { (words) } }))
        @if may {
            (reviewing(cx, id))
        }
        @if let Some(review) = &review {
            (Card::new(cx.t("override-review")).body(html! {
                p { (Name(cx.lang.pick(&one.reviewed_by.0, &one.reviewed_by.1))) }
                p dir="auto" { (review) }
            }))
        }
    };
    let aside = html! {
        (Card::new(cx.t("override-one")).body(html! { (rows) }))
        (regulation::link(cx, Rule::LicenceBlock))
    };
    let title = cx.t_with("override-of", &[("name", Arg::from(names.of(cx.lang, one.holder)))]);
    let body = html! {
        (heading(&title, None, &state(cx, &one)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("override-one")).crumb(cx.t("overrides-title"), "/overrides");
    Ok(Reply::page(&page.body(body)))
}

/// What the reviewer says: whether it was right, and why.
fn reviewing(cx: &Cx, id: Uuid) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    html! {
        (Card::new(cx.t("override-review")).body(html! {
            p.hint { (cx.t("override-review-hint")) }
            (post(cx, &format!("{}/review", path(id)), &html! {
                (form.area("words", cx.t("override-review-words")).max(TEXT_MAX).rows(2))
                (acts(&html! {
                    (Button::submit(cx.t("override-was-right")).sends("right", "yes"))
                    (Button::submit(cx.t("override-was-wrong")).sends("right", "no").danger())
                }))
            }))
        }))
    }
}

/// The review of the form.
///
/// # Errors
/// As [`judge`].
pub async fn review(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let right = match ask.form.get("right") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let words = ask.form.get("words").unwrap_or_default();
    judge(&ask.app, id, (right, words), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}
