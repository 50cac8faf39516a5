//! One import: what was found in its rows, how far it is, and what can be done with it.

use maud::{Markup, html};
use sila_core::time::Millis;

use super::check::Report;
use super::file::{self, Import, PART_ROWS};
use super::report::{todo, weight, what};
use super::row::Finding;
use super::store::State;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Paging, Summary, Table, Tone, acts, columns, empty_state, heading,
    post, stack, tag,
};
use crate::web::ident::{Code, FileName, Name};
use crate::web::{Arg, Cx, Page, Pairs, dates};

/// Findings on a page.
const PAGE_ROWS: u32 = 50;
/// How often a page without a script asks again while rows are brought in, in seconds.
const REFRESH_SECONDS: u16 = 5;

/// The page.
///
/// # Errors
/// `page.not_found` for anybody but the worker who sent the file.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.show").await?;
    let before = import.brought_in(&ask.app).await?;
    if import.row.state == State::Checking {
        return Ok(Reply::page(&checking(&ask.cx, &import)));
    }
    let Some(report) = import.report()? else {
        return Ok(Reply::see_other(ask.cx.url(&format!("/imports/{}/mapping", import.row.id))));
    };
    Ok(Reply::page(&document(&ask.cx, &import, (&report, before), &ask.query)))
}

/// While every row is read.
fn checking(cx: &Cx, import: &Import) -> Page {
    let row = &import.row;
    let read = row.next_part.saturating_mul(u32::try_from(PART_ROWS).unwrap_or(u32::MAX));
    let read = read.min(row.rows);
    let said = [("n", read.into()), ("of", row.rows.into())];
    let card = Card::new(cx.t("import-checking-title"))
        .tag(state_tag(cx, row.state))
        .live("progress", "people")
        .body(html! {
            p { (cx.t_with("import-checking", &said)) }
            progress.wide max=(row.rows.max(1)) value=(read) aria-label=(cx.t("progress")) {}
            p.hint { (cx.t("import-checking-text")) }
        });
    let body = html! {
        (heading(html! { (FileName(&import.head.file)) }, Some(&cx.t("import-show-lead")), &html! {}))
        (columns(&html! { (card) }, &html! { (next_card(cx, import)) }))
    };
    Page::new(cx, cx.t("import-one"))
        .crumb(cx.t("import-title"), "/imports")
        .refreshing(REFRESH_SECONDS)
        .body(body)
}

/// That the same rows were brought in before.
pub fn again(cx: &Cx, before: Option<Millis>) -> Markup {
    let at = before.map(|at| cx.at(at));
    html! {
        @if let Some(at) = at {
            (Note::new("warning", cx.t("import-again")).tone(Tone::Warn)
                .says(cx.t_with("import-again-text", &[("at", Arg::phrase(at))])))
        }
    }
}

/// Where an import stands, as a tag.
pub fn state_tag(cx: &Cx, state: State) -> Markup {
    let tone = match state {
        State::Mapping | State::Stopped => Tone::Warn,
        State::Checked => Tone::Gold,
        State::Checking | State::Running => Tone::Info,
        State::Done => Tone::Ok,
    };
    tag(tone, cx.t(&format!("import-state-{}", state.code().to_ascii_lowercase())))
}

fn document(
    cx: &Cx,
    import: &Import,
    (report, before): (&Report, Option<Millis>),
    query: &Pairs,
) -> Page {
    let title = html! { (FileName(&import.head.file)) };
    let main = html! { (progress_card(cx, import, (report, before))) (report_card(cx, import, report, query)) };
    let aside = html! { (file_card(cx, import)) (next_card(cx, import)) };
    let body = html! {
        (heading(title, Some(&cx.t("import-show-lead")), &html! {}))
        (columns(&main, &aside))
    };
    let page = Page::new(cx, cx.t("import-one")).crumb(cx.t("import-title"), "/imports").body(body);
    match import.row.state {
        State::Running => page.refreshing(REFRESH_SECONDS),
        _ => page,
    }
}

fn progress_card(cx: &Cx, import: &Import, (report, before): (&Report, Option<Millis>)) -> Markup {
    let row = &import.row;
    let said = [("n", row.taken.into()), ("of", report.ready.into())];
    let body = html! {
        p { (cx.t_with("import-progress", &said)) }
        progress.wide max=(report.ready.max(1)) value=(row.taken) aria-label=(cx.t("progress")) {}
        @match row.state {
            State::Checked => {
                p.hint { (cx.t("import-nothing-yet")) }
                (stack(&html! {
                    (again(cx, before))
                    @if report.ready > 0 { (begin(cx, import, before.is_some())) }
                }))
            }
            State::Running => {
                p.hint { (cx.t("import-running-text")) }
                (act(cx, import, "stop", &Button::submit(cx.t("import-stop")).soft().icon("prohibit")))
            }
            State::Stopped => {
                p.hint { (cx.t("import-stopped-text")) }
                (act(cx, import, "run", &Button::submit(cx.t("import-resume")).icon("arrow-right").flipped()))
            }
            State::Mapping | State::Checking => {}
            State::Done => {
                (Note::new("users-three", cx.t("import-done")).says(cx.t("import-done-text")))
                (acts(&html! {
                    (Button::link(cx.t("duplicates-title"), cx.url("/duplicates")).line().small())
                    (Button::link(cx.t("import-see-cases"), cx.url("/cases?status=closed")).soft().small())
                }))
            }
        }
    };
    let card = Card::new(cx.t("import-progress-title"))
        .tag(state_tag(cx, row.state))
        .live("progress", "people")
        .body(body);
    html! { (card) }
}

/// Rows that were brought in before come in again only when somebody says so.
fn begin(cx: &Cx, import: &Import, again: bool) -> Markup {
    let key = if again { "import-begin-again" } else { "import-begin" };
    let inside = html! {
        @if again { input type="hidden" name="again" value="yes"; }
        (Button::submit(cx.t(key)).icon("check-circle"))
    };
    post(cx, &format!("/imports/{}/run", import.row.id), &inside)
}

fn act(cx: &Cx, import: &Import, name: &str, button: &Button) -> Markup {
    post(cx, &format!("/imports/{}/{name}", import.row.id), &html! { (button) })
}

fn report_card(cx: &Cx, import: &Import, report: &Report, query: &Pairs) -> Markup {
    let total = u64::try_from(report.findings.len()).unwrap_or(u64::MAX);
    let paging = Paging::asked(query, PAGE_ROWS, total);
    let skip = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let per_page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let shown = report.findings.iter().skip(skip).take(per_page);
    let cols = [
        Col::num(cx.t("import-row")),
        Col::text(cx.t("import-column")),
        Col::text(cx.t("import-what")),
        Col::text(cx.t("import-todo")),
    ];
    let none =
        empty_state("check-circle", cx.t("import-clean"), cx.t("import-clean-text"), &html! {});
    let table = Table::new(cx.t("import-report"), cols)
        .when_empty(none)
        .rows(shown.map(|finding| line(cx, import, finding)));
    let path = format!("/imports/{}", import.row.id);
    let download = cx.url(&format!("{path}/report"));
    let card = Card::new(cx.t("import-report")).count(report.findings.len());
    let card = match total {
        0 => card,
        _ => card.link(cx.t("import-download"), download),
    };
    let body = html! {
        @if total > 0 { p.hint { (cx.t("import-report-text")) } }
        (table)
        (paging.links(cx, &path, query))
    };
    html! { (card.body(body)) }
}

fn line(cx: &Cx, import: &Import, finding: &Finding) -> [Markup; 4] {
    let tone = if finding.what.leaves_out() { Tone::Bad } else { Tone::Warn };
    [
        html! { (Code(&finding.row.to_string())) },
        html! { @if let Some(column) = finding.column { (Name(import.head.heading(column))) } },
        html! { (what(cx, finding)) div.sub { (tag(tone, weight(cx, finding))) } },
        html! { (todo(cx, finding)) },
    ]
}

fn file_card(cx: &Cx, import: &Import) -> Markup {
    let row = &import.row;
    let report = import.report().ok().flatten().unwrap_or_default();
    let plan = import.head.plan.as_ref();
    let rows = Summary::new()
        .row(cx.t("import-rows"), html! { (row.rows) })
        .row(cx.t("import-ready"), html! { (report.ready) })
        .row(cx.t("import-doubtful"), html! { (report.doubtful) })
        .row(cx.t("import-left-out"), html! { (report.left_out) })
        .row(cx.t("import-taken"), html! { (row.taken) })
        .row_if(cx.t("case-category"), plan.map(|plan| cx.code("category", plan.category.code())))
        .row(cx.t("import-sent"), html! { (dates::day(cx.lang, row.created_at)) });
    html! { (Card::new(cx.t("import-numbers")).live("numbers", "people").body(html! { (rows) })) }
}

fn next_card(cx: &Cx, import: &Import) -> Markup {
    let path = format!("/imports/{}", import.row.id);
    let card = Card::new(cx.t("import-more")).body(html! {
        ul.choices {
            @if import.row.state == State::Checked {
                li { (Button::link(cx.t("import-change"), cx.url(&format!("{path}/mapping"))).soft().small().icon("pencil-simple")) }
            }
            @if import.row.state != State::Running {
                li { (Button::link(cx.t("import-discard"), cx.url(&format!("{path}/discard"))).soft().small().icon("trash")) }
            }
        }
        p.hint { (cx.t("import-kept")) }
    });
    html! { (card) }
}
