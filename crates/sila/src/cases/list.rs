//! The list of cases: one's own, or every case of the agency for the roles that read all. The address is the filter.

use maud::{Markup, html};
use sila_core::area::AreaCode;
use sila_core::care::Stage;
use sila_core::codes::{Category, Risk, Urgency};
use sila_core::ids::CaseId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::accounts::teams::Scope;
use crate::ask::Ask;
use crate::cases::bulk::page::ACTS;
use crate::cases::clocks::Kind;
use crate::cases::department::{Age, NONE};
use crate::cases::store::{self, CaseRow, Filter, PAGE_ROWS};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::search::saved::{self, List};
use crate::web::components::{Button, Col, Table, Tone, empty_state, heading, post, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.clone();
    let filters = saved::of(&ask, List::Cases).await?;
    if let Some(first) = saved::first_of(&ask, List::Cases, &filters) {
        return Ok(Reply::see_other(first));
    }
    let reader = worker.clone();
    let scope = ask.app.store.read(move |tx| Scope::of(tx, &reader)).await?;
    let filter = filter(&ask.query, scope > Scope::Own, ask.now);
    let (asked, before) = (filter.clone(), before(ask.query.get("before")));
    let mut rows = ask.app.store.read(move |tx| store::page(tx, &worker, &asked, before)).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let cx = &ask.cx;
    let next = rows.last().filter(|_| more).map(|row| next_link(cx, &ask.query, row));
    let acts = html! {
        @if scope > Scope::Own || ask.may(Permission::CaseApprove) {
            (Button::link(cx.t("department-open"), cx.url("/department")).soft().icon("chart-bar"))
        }
        (Button::link(cx.t("glass-open"), cx.url("/glass")).soft().icon("siren"))
        @if ask.may(Permission::Intake) {
            (Button::link(cx.t("cases-start"), cx.url("/intake/new")).icon("plus"))
        }
    };
    let body = html! {
        (heading(cx.t("cases-title"), Some(&cx.t("cases-lead")), &acts))
        (filter_form(&ask, &filter, scope))
        (saved::page::bar(&ask, List::Cases, &filters))
        section.card #cases data-live="cases" { div.card-b {
            @if filter.status == "open" && !rows.is_empty() { (bulk(cx, &rows)) } @else { (table(cx, &rows, false)) }
            (newer_older(cx, &ask.query, next.as_deref()))
        } }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("cases-title")).body(body)))
}

fn filter(query: &Pairs, may_all: bool, now: Millis) -> Filter {
    let known = |name: &str, is: &dyn Fn(&str) -> bool| {
        query.get(name).filter(|code| is(code)).unwrap_or_default().to_owned()
    };
    let status = query.get("status").filter(|status| *status == "closed").unwrap_or("open");
    Filter {
        status: status.to_owned(),
        category: known("category", &|code| Category::from_code(code).is_ok()),
        urgency: known("urgency", &|code| Urgency::from_code(code).is_ok()),
        owner: query.get("owner").and_then(|id| id.parse().ok()),
        opened: query.get("age").and_then(Age::of).map(|age| age.opened(now)),
        stage: known("stage", &|code| code == NONE || Stage::from_code(code).is_ok()),
        level: known("level", &|code| code == NONE || Risk::from_code(code).is_ok()),
        clock: known("clock", &|code| Kind::from_code(code).is_some()),
        late: query.has("late", "1"),
        now,
        all: may_all && query.get("who") != Some("mine"),
    }
}

/// The place after which the page begins; a broken one is the beginning.
fn before(text: Option<&str>) -> (Millis, CaseId) {
    let parsed = text
        .and_then(|text| text.split_once('.'))
        .and_then(|(at, id)| Some((Millis(at.parse().ok()?), CaseId(Uuid::try_parse(id).ok()?))));
    parsed.unwrap_or((Millis(i64::MAX), CaseId(Uuid::max())))
}

fn next_link(cx: &Cx, query: &Pairs, last: &CaseRow) -> String {
    let mut query = query.clone();
    query.set("before", format!("{}.{}", last.opened_at.0, last.id));
    format!("{}?{}", cx.url("/cases"), query.encoded())
}

fn newer_older(cx: &Cx, query: &Pairs, next: Option<&str>) -> Markup {
    let mut first = query.clone();
    first.set("before", "");
    let first = first.get("before").is_none() && query.get("before").is_some();
    html! {
        @if first || next.is_some() {
            nav.pages aria-label=(cx.t("pages-label")) {
                @if first { (Button::link(cx.t("cases-newest"), cx.url("/cases")).soft().small()) }
                @if let Some(next) = next { (Button::link(cx.t("page-next"), next).soft().small()) }
            }
        }
    }
}

fn filter_form(ask: &Ask, filter: &Filter, scope: Scope) -> Markup {
    let cx = &ask.cx;
    let values: Pairs = [
        ("q", ask.query.get("q").unwrap_or_default()),
        ("status", filter.status.as_str()),
        ("category", filter.category.as_str()),
        ("urgency", filter.urgency.as_str()),
        ("who", if filter.all { "all" } else { "mine" }),
        ("stage", filter.stage.as_str()),
        ("level", filter.level.as_str()),
        ("age", ask.query.get("age").unwrap_or_default()),
    ]
    .into_iter()
    .collect();
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let all = || cx.t("filter-all");
    let categories = Category::ALL.iter().map(|c| (c.code(), cx.code("category", c.code())));
    let urgencies = Urgency::ALL.iter().map(|u| (u.code(), cx.code("urgency", u.code())));
    let statuses = ["open", "closed"].map(|code| (code, cx.code("case-status", code)));
    let stages = Stage::ALL.iter().map(|one| (one.code(), cx.code("stage", one.code())));
    let levels = Risk::ALL.iter().map(|one| (one.code(), cx.code("waiting-risk", one.code())));
    let ages = Age::ALL.map(|age| (age.code(), cx.code("case-age", age.code())));
    let widest = if scope == Scope::Department { "cases-who-all" } else { "team-scope-team" };
    let whose = [("all", cx.t(widest)), ("mine", cx.t("cases-who-mine"))];
    html! {
        form.filters action=(cx.url("/cases")) role="search" aria-label=(cx.t("cases-filter")) {
            @if scope > Scope::Own {
                (form.select("who", cx.t("cases-whose")).choices(whose))
            }
            (form.select("status", cx.t("case-status")).choices(statuses))
            (form.select("category", cx.t("case-category")).empty(all()).choices(categories))
            (form.select("urgency", cx.t("case-urgency")).empty(all()).choices(urgencies))
            (form.select("level", cx.t("case-level")).empty(all()).choices(levels).choice(NONE, cx.t("case-level-none")))
            (form.select("stage", cx.t("case-stage")).empty(all()).choices(stages).choice(NONE, cx.t("case-stage-none")))
            (form.select("age", cx.t("case-age")).empty(all()).choices(ages))
            @for name in ["owner", "clock", "late"] { @if let Some(kept) = ask.query.get(name) { (form.hidden(name, kept)) } }
            (Button::submit(cx.t("cases-narrow")).soft().icon("funnel"))
        }
        @if filter.owner.is_some() || !filter.clock.is_empty() || filter.late {
            p.muted {
                @if filter.owner.is_some() { (cx.t("cases-of-one")) " " }
                @if !filter.clock.is_empty() { (cx.code("clock-over", &filter.clock)) " " }
                @if filter.late { (cx.t("cases-late")) " " }
                a.link href=(cx.url("/cases")) { (cx.t("cases-whole")) }
            }
        }
    }
}

/// The open cases with a mark each, and what is done with those that are marked.
fn bulk(cx: &Cx, rows: &[CaseRow]) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let acts = ACTS.map(|code| (code, cx.code("bulk-act", code)));
    post(
        cx,
        "/cases/bulk",
        &html! {
            (table(cx, rows, true))
            fieldset.bulk { legend { (cx.t("bulk-title")) }
                (form.select("act", cx.t("bulk-what")).choices(acts))
                (Button::submit(cx.t("bulk-go")).line().icon("eye"))
            }
        },
    )
}

/// The cases, with a mark each where something may be done with several.
fn table(cx: &Cx, rows: &[CaseRow], marked: bool) -> Markup {
    let columns = [
        Col::text(cx.t("case-reference")),
        Col::text(cx.t("case-area")),
        Col::status(cx.t("case-urgency")),
        Col::text(cx.t("case-owner")),
        Col::num(cx.t("case-opened")),
    ];
    let marks = marked.then(|| Col::acts(cx.t("bulk-pick")));
    let empty = empty_state("folders", cx.t("cases-none"), cx.t("cases-none-text"), &html! {});
    let table = Table::new(cx.t("cases-title"), columns.into_iter().chain(marks));
    html! { (table.when_empty(empty).rows(rows.iter().map(|row| cells(cx, row, marked)))) }
}

fn cells(cx: &Cx, row: &CaseRow, marked: bool) -> Vec<Markup> {
    let owner = cx.lang.pick(&row.owner_ar, &row.owner_en);
    let mark = marked.then(|| mark(cx, row));
    let cells = [
        html! {
            a.ref href=(cx.url(&format!("/cases/{}", row.id))) { (Reference(&row.reference)) }
            span.sub { (cx.code("category", &row.category)) }
        },
        html! { (area_name(cx, &row.area)) },
        urgency_tag(cx, &row.urgency),
        html! { (Name(owner)) },
        html! { (dates::day_short(row.opened_at)) },
    ];
    cells.into_iter().chain(mark).collect()
}

/// The box by which an open case is chosen.
fn mark(cx: &Cx, row: &CaseRow) -> Markup {
    html! { @if row.is_open() { label.pick {
        span.pick-t { (cx.t("bulk-choose")) " " (Reference(&row.reference)) }
        input type="checkbox" name="case" value=(row.id);
    } } }
}

/// An urgency as a tag.
pub fn urgency_tag(cx: &Cx, code: &str) -> Markup {
    let tone = match code {
        "EMERGENCY" => Tone::Bad,
        "URGENT" => Tone::Warn,
        _ => Tone::Plain,
    };
    tag(tone, cx.code("urgency", code))
}

/// The name of an area in the reader's language with its emirate; "not known" for none.
pub fn area_name(cx: &Cx, code: &str) -> String {
    let name = |code: &AreaCode| {
        code.area().map_or_else(String::new, |a| cx.lang.pick(a.name_ar, a.name_en).to_owned())
    };
    let Ok(code) = AreaCode::parse(code) else { return cx.t("not-known") };
    match sila_core::area::emirate_of(&code) {
        Some(emirate) if emirate != code => format!("{} · {}", name(&code), name(&emirate)),
        _ => name(&code),
    }
}
