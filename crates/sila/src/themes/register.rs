//! The registers of achievements and of challenges of a period, and the external threats as they stand: what a review looks back on.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::meeting::{Theme, sustainability};

use super::{Entry, opened, store, threats};
use crate::activation::saying::day;
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Kpi, Tone, empty_state, heading, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, dates};

/// Days back, when nobody asks for a period.
const USUAL_DAYS: i64 = 365;

/// The achievements and challenges noted in a period, and nothing else.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_period(app: &App, from: Millis, until: Millis) -> Result<[Vec<Entry>; 2], Problem> {
    let stored = app.store.read(move |tx| store::of_period(tx, from, until)).await?;
    let all = opened(app, stored)?;
    let of = |theme| all.iter().filter(|one| one.theme == theme).cloned().collect();
    Ok([of(Theme::Strength), of(Theme::Challenge)])
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let from = day(&ask.query, "from").map(|date| date.at_minute(0));
    let until = day(&ask.query, "until").map(|date| date.plus_days(1).at_minute(0));
    let from = from.unwrap_or(ask.now.plus_days(-USUAL_DAYS));
    let until = until.unwrap_or(ask.now.plus_minutes(1));
    let [achievements, challenges] = of_period(&ask.app, from, until).await?;
    let everything =
        ask.app.store.read(|tx| store::of_period(tx, Millis(0), Millis(i64::MAX))).await?;
    let mark = sustainability(&threats(&opened(&ask.app, everything)?), ask.now);
    let none = Errors::none();
    let form = Form::new(cx, &ask.query, &none);
    let here = cx.url("/themes");
    let body = html! {
        (heading(cx.t("register-title"), Some(&cx.t("register-lead")), &html! {}))
        div.kpis {
            (Kpi::new(cx, cx.t("register-achievements"), &achievements.len(), here.clone()).icon("sparkle", Tone::Ok))
            (Kpi::new(cx, cx.t("register-challenges"), &challenges.len(), here.clone()).icon("mountains", Tone::Gold))
            (Kpi::new(cx, cx.t("register-sustainability"), &mark, here.clone()).icon("shield-check", Tone::Info).small("/ 100").note(cx.t("register-sustainability-note")))
        }
        form.filters-k method="get" action=(here) {
            div.filters-row { (form.date("from", cx.t("meeting-period-from"))) (form.date("until", cx.t("meeting-period-until"))) }
            div.acts-row { (Button::submit(cx.t("register-show")).small()) }
        }
        (lists(cx, &achievements, &challenges))
    };
    let page = Page::new(cx, cx.t("register-title")).crumb(cx.t("meetings-title"), "/meetings");
    Ok(Reply::page(&page.body(body)))
}

/// Both registers.
pub fn lists(cx: &Cx, achievements: &[Entry], challenges: &[Entry]) -> Markup {
    let card = |key: &str, id: &'static str, all: &[Entry]| {
        let none = empty_state(
            "books",
            cx.t("register-nothing"),
            cx.t("register-nothing-text"),
            &html! {},
        );
        Card::new(cx.t(key)).id(id).count(all.len()).body(html! {
            @if all.is_empty() { (none) }
            ul.register { @for one in all { li {
                p.theme-text dir="auto" { (one.text.text.of(cx.lang)) }
                p.muted {
                    (dates::day(cx.lang, one.noted_at))
                    @if !one.text.note.is_empty() { " · " (cx.t("theme-evidence")) ": " (Name(one.text.note.of(cx.lang))) }
                    @if let Some(record) = one.initiative { " · " a.link href=(cx.url(&format!("/initiatives/{record}"))) { (cx.t("theme-initiative")) } }
                    @if let Some(meeting) = one.meeting { " · " a.link href=(cx.url(&format!("/meetings/{meeting}/themes"))) { (cx.t("register-meeting")) } }
                    @if one.theme == Theme::Challenge { " " (tag(if one.closed_at.is_some() { Tone::Ok } else { Tone::Warn }, cx.t(if one.closed_at.is_some() { "register-closed" } else { "register-open" }))) }
                }
            } } }
        })
    };
    html! {
        div.stack {
            (card("register-achievements", "achievements", achievements))
            (card("register-challenges", "challenges", challenges))
        }
    }
}
