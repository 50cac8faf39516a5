//! `/historic`: what there was before this software, told apart from everything that was signed here.

use maud::{Markup, html};

use super::bring::{COLUMNS, Mistake};
use super::{Kind, Past, Text, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Kpi, Note, Table, Tone, acts, empty_state, heading, tag,
};
use crate::web::{Arg, Cx, Page, dates, ident};

/// The list, and the form by which more is brought in.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &[]).await?))
}

/// The page, with what was wrong in a list that was not brought in.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn document(ask: &Ask, mistakes: &[Mistake]) -> Result<Page, Problem> {
    let all = ask.app.store.read(store::all).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let title = cx.t("historic-title");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("historic-lead")), &html! {
            (mark(cx))
            @if ask.may(Permission::AgreementSign) {
                (Button::link(cx.t("historic-new"), cx.url("/historic/new")).icon("plus"))
            }
        }))
        (wrong(cx, mistakes))
        (tiles(cx, &all))
        div.stack {
            (table(ask, &names, &all)?)
            @if ask.may(Permission::AgreementSign) { (form(cx)) }
        }
    };
    Ok(Page::new(cx, title).errors(!mistakes.is_empty()).body(body))
}

/// The words that tell it apart wherever it stands.
pub fn mark(cx: &Cx) -> Markup {
    tag(Tone::Warn, cx.t("historic-mark"))
}

/// On what it rests: nobody there has signed it.
pub fn evidence(cx: &Cx) -> Markup {
    tag(Tone::Warn, cx.t("historic-evidence"))
}

/// What there was of one kind, for the page of what was signed; nothing where there was none.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, kind: Kind) -> Result<Markup, Problem> {
    let all = ask.app.store.read(store::all).await?;
    let of: Vec<Past> = all.into_iter().filter(|one| one.kind == kind).collect();
    if of.is_empty() {
        return Ok(html! {});
    }
    let names = Names::all(&ask.app).await?;
    table(ask, &names, &of)
}

fn wrong(cx: &Cx, mistakes: &[Mistake]) -> Markup {
    html! {
        @if !mistakes.is_empty() {
            (Note::new("warning-circle", cx.t("historic-nothing-written")).tone(Tone::Bad).body(html! {
                ul { @for (line, key) in mistakes.iter().take(50) {
                    li { (cx.t_with("historic-line", &[("n", Arg::from(*line))])) " " (cx.t(&format!("historic-wrong-{key}"))) }
                } }
            }))
        }
    }
}

fn tiles(cx: &Cx, all: &[Past]) -> Markup {
    let count = |kind| all.iter().filter(|one| one.kind == kind).count();
    let referrals = all.iter().filter_map(|one| one.count);
    let referrals = referrals.fold(0_u64, |sum, count| sum.saturating_add(u64::from(count)));
    let here = cx.url("/historic");
    let tile = |key: &str, n: &u64, icon| {
        Kpi::new(cx, cx.t(key), n, here.clone()).icon(icon, Tone::Plain).note(cx.t("historic-mark"))
    };
    let small = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    html! {
        div.kpis {
            (tile("agreements-title", &small(count(Kind::Agreement)), "handshake"))
            (tile("historic-referrals", &referrals, "arrows-left-right"))
            (tile("initiatives-title", &small(count(Kind::Initiative)), "rocket-launch"))
        }
    }
}

fn table(ask: &Ask, names: &Names, all: &[Past]) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let columns = [
        Col::text(cx.t("historic-what")),
        Col::text(cx.t("agreements-with")),
        Col::text(cx.t("historic-period")),
        Col::num(cx.t("historic-count")),
        Col::status(cx.t("record-state")),
    ];
    let none = empty_state("files", cx.t("historic-none"), cx.t("historic-none-text"), &html! {});
    let mut table = Table::new(cx.t("historic-title"), columns).when_empty(none);
    for one in all {
        let Text { title, source, .. } = one.text(&ask.app)?;
        let day = |date: sila_core::time::Date| dates::day(cx.lang, date.at_minute(0));
        table = table.row([
            html! {
                @if one.kind == Kind::Agreement {
                    a.link href=(cx.url(&one.path())) { (ident::Name(cx.lang.pick(&title.ar, &title.en))) }
                } @else { (ident::Name(cx.lang.pick(&title.ar, &title.en))) }
                span.sub { (cx.code("historic-kind", one.kind.code())) " · " (cx.t("historic-source")) ": " (ident::Name(&source)) }
            },
            html! { (ident::Name(names.of(cx.lang, one.agency))) },
            html! { span.num { (day(one.from)) } " – " span.num { (day(one.until)) } },
            html! { @match one.count { Some(count) => (count), None => "–" } },
            html! { (mark(cx)) " " (evidence(cx)) },
        ]);
    }
    Ok(html! {
        (Card::new(cx.t("historic-title")).count(all.len()).body(html! {
            p.muted { (cx.t("historic-apart")) }
            (table)
        }))
    })
}

fn form(cx: &Cx) -> Markup {
    html! {
        (Card::new(cx.t("historic-bring")).body(html! {
            p { (cx.t("historic-bring-text")) }
            p { @for name in COLUMNS { (ident::Code(name)) " " } }
            form method="post" action=(cx.url("/historic")) enctype="multipart/form-data" {
                div.field {
                    label for="file" { (cx.t("historic-file")) }
                    p.hint id="file-h" { (cx.t("historic-file-hint")) }
                    input.in type="file" id="file" name="file" aria-describedby="file-h" accept=".csv,text/csv";
                }
                (acts(&html! { (Button::submit(cx.t("historic-act")).icon("upload-simple")) }))
            }
        }))
    }
}
