//! Figures for everybody: tables that the agency publishes. They are drawn and remembered as those of studies are.

use maud::{Markup, html};
use sila_core::extract::{Axis, GROUP_MIN, NotGiven, Table};

use super::extract::{self, FIGURES};
use super::parts;
use super::store::Given;
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table as Rows, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// What figures for everybody are counted by.
const AXES: [Axis; 4] = [Axis::Quarter, Axis::Category, Axis::Emirate, Axis::Urgency];

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = extract::given(&ask.app).await?;
    let public: Vec<(Given, Table)> =
        all.into_iter().filter(|(one, _)| one.study.is_none()).collect();
    let cx = &ask.cx;
    let main = html! { (list(cx, &public)) };
    let aside = html! {
        @if ask.may(Permission::ResearchApprove) { (asking(cx)) }
        (Note::new("shield-check", cx.t("research-remembered")).tone(Tone::Info).says(cx.t("research-remembered-text")))
    };
    let body = html! {
        (heading(cx.t("research-figures"), Some(&cx.t("research-figures-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("research-figures")).crumb(cx.t("research-title"), "/research");
    Ok(Reply::page(&page.body(body)))
}

/// Tables with their captions, the newest first.
pub fn rows<'a>(cx: &Cx, all: impl Iterator<Item = &'a (Given, Table)>) -> Rows {
    let head = [
        Col::text(cx.t("research-counted-by")),
        Col::num(cx.t("research-cases")),
        Col::text(cx.t("research-given-at")),
    ];
    let row = |(one, table): &(Given, Table)| {
        let href = cx.url(&format!("/research/tables/{}", one.id));
        [
            html! { a.ref href=(href) { (parts::caption(cx, &table.wanted)) } },
            html! { span.num { (table.total) } },
            html! { (dates::near(cx.lang, cx.now, one.at)) },
        ]
    };
    Rows::new(cx.t("research-tables"), head).rows(all.map(row))
}

fn list(cx: &Cx, public: &[(Given, Table)]) -> Markup {
    let empty = empty_state(
        "chart-bar",
        cx.t("research-figures-empty"),
        cx.t("research-figures-empty-text"),
        &html! {},
    );
    let table = rows(cx, public.iter()).when_empty(empty);
    html! { (Card::new(cx.t("research-tables")).count(public.len()).body(html! { (table) })) }
}

fn asking(cx: &Cx) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let fields = parts::fields(cx, &form, &parts::over(cx), &AXES, &[]);
    html! {
        (Card::new(cx.t("research-publish")).body(html! {
            (post(cx, FIGURES, &html! {
                (fields)
                (acts(&html! { (Button::submit(cx.t("research-publish-act")).icon("megaphone")) }))
            }))
        }))
    }
}

/// Publishes a table.
///
/// # Errors
/// As [`extract::give`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let malformed = || Problem::refused(NotGiven::Malformed.code()).way_out(FIGURES);
    let wanted = parts::read(&ask.form, GROUP_MIN).ok_or_else(malformed)?;
    if !wanted.axes.iter().all(|axis| AXES.contains(axis)) || !wanted.categories.is_empty() {
        return Err(malformed());
    }
    let id = extract::give(&ask.app, ask.worker()?, None, wanted, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/research/tables/{id}"))))
}
