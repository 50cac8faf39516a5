//! Either agency alone stops sharing, at once: the person has withdrawn her permission, it has become unsafe, or nothing is left
//! to do. What comes after has no effect.

use maud::{Markup, html};
use sila_core::joint::{Deed, WhyEnd};

use super::desk::Desk;
use super::parts::Sheet;
use super::{Wish, act, checked};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, acts, post};
use crate::web::{Arg, Cx, Errors};

/// Stops sharing.
///
/// # Errors
/// As [`super::write`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |ask, _: &Desk| {
        let mut errors = Errors::none();
        let why = ask.form.get("why").and_then(|code| WhyEnd::from_code(code).ok());
        if why.is_none() {
            errors.add("why", ask.cx.t("joint-end-missing"));
        }
        checked(errors, Wish::new(Deed::End { why: why.unwrap_or(WhyEnd::Over) }, ""))
    })
    .await
}

/// What the page says when something is over.
pub fn note(cx: &Cx, desk: &Desk) -> Markup {
    use super::Sharing;
    let why = desk.plan().end.map(|(_, why)| why);
    let (tone, key) = match (desk.sharing, why) {
        (Sharing::Open, _) => return html! {},
        (_, Some(why)) => (Tone::Warn, format!("joint-ended-{}", why.code().to_ascii_lowercase())),
        (Sharing::Over, None) => (Tone::Plain, "joint-ended-closed".to_owned()),
        (Sharing::Ended, None) => (Tone::Warn, "joint-ended-expired".to_owned()),
    };
    let by = desk.plan().end.map(|(line, _)| {
        let agency = if line.author == desk.me { cx.agency() } else { desk.peer.name(cx.lang) };
        cx.t_with("joint-ended-by", &[("agency", Arg::from(agency))])
    });
    html! {
        (Note::new("prohibit", cx.t(&key)).tone(tone).body(html! {
            @if let Some(by) = by { p { (by) } }
            @if desk.sharing == Sharing::Ended { p { (cx.t("joint-ended-hidden")) } }
        }))
    }
}

/// The form.
pub fn form(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let why = sheet.form().radios("why", cx.t("joint-end-why"));
    let reasons = WhyEnd::ALL.iter().map(|why| (why.code(), cx.code("joint-end", why.code())));
    let action = super::path(sheet.desk.record.row.id, "/end");
    let open = sheet.errors.get("why").is_some();
    html! {
        details.fold open[open] {
            summary { (cx.t("joint-end-title")) }
            (post(cx, &action, &html! {
                (why.choices(reasons))
                p.hint { (cx.t("joint-end-text")) }
                (acts(&html! { (Button::submit(cx.t("joint-end-act")).danger()) }))
            }))
        }
    }
}
