//! `/partnerships/{agency}`: facts to date, roadmap, impact, scorecard, focal points.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::scorecard::{FORMULA, Part};

use super::relation::{self, Relation};
use super::{ahead, attention, figures, focal, impact, plan, risks, timeline};
use crate::accounts::Permission;
use crate::activation::published;
use crate::activation::show::state_tag;
use crate::ask::Ask;
use crate::audits::standing::{self, Standing};
use crate::differences;
use crate::partners::{Names, file};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Kpi, Table, Tone, columns, heading, post, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Page, Pairs, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let agency: AgencyId = ask.id("agency")?;
    let relation = relation::one(&ask.app, agency, ask.now).await?;
    Ok(Reply::page(&drawn(&ask, &relation, &Pairs::default(), &Errors::none()).await?))
}

/// The page with what was typed and what is wrong about it.
pub(super) async fn drawn(
    ask: &Ask,
    relation: &Relation,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let indices = indices(ask, relation).await?;
    let lines = timeline::of(ask, relation).await?;
    let audited = standing::of(&ask.app, &relation.books).await?;
    let flagged = standing::flags(ask, &relation.books, &audited).await?;
    let grid = file::grid::card(ask, relation.agency).await?;
    let name = names.of(cx.lang, relation.agency);
    let main = html! {
        @for note in flagged { (note) }
        @for note in attention::notes(cx, relation) { (note) }
        (tiles(cx, relation))
        (figures::card(cx, relation))
        @for book in &relation.books { (impact::table(cx, book)) }
        (grid)
        (ahead::card(cx, relation))
        (timeline::card(cx, relation, &lines))
    };
    let may = ask.may(Permission::AgreementSign);
    let differences = differences::card(ask, relation.agency).await?;
    let files = crate::files::card(ask, relation.agency).await?;
    let aside = html! {
        (card(cx, relation, &audited))
        (agreements(cx, relation, &indices))
        (focal::card(cx, relation, may, values, errors))
        (files)
        (risks::card(cx, relation))
        (differences)
        @if may { (to_take(cx, relation)) }
    };
    let body = html! {
        (heading(ident::Name(name), Some(&cx.t("partnership-lead")), &html! {
            (Button::link(cx.t("file-open"), cx.url(&file::path(relation.agency))).line().icon("folders"))
            (Button::link(cx.t("relation-plan-open"), cx.url(&plan::path(relation.agency))).line().icon("file-text"))
        }))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, name).crumb(cx.t("partnerships-title"), "/partnerships");
    Ok(page.errors(errors.any()).body(body))
}

/// The way to a copy of everything.
fn to_take(cx: &Cx, relation: &Relation) -> Markup {
    let to = format!("{}/copy", attention::path(relation));
    html! {
        (Card::new(cx.t("partnership-copy")).body(html! {
            p.muted { (cx.t("partnership-copy-text")) }
            (post(cx, &to, &html! { (Button::submit(cx.t("partnership-copy-take")).icon("download-simple").soft()) }))
        }))
    }
}

/// Activation and balance of each agreement.
async fn indices(ask: &Ask, relation: &Relation) -> Result<Vec<[Option<f64>; 2]>, Problem> {
    let mut all = Vec::new();
    for book in &relation.books {
        let found = published::shown(&ask.app, book, ask.now).await?;
        all.push([found.lives.value, found.even.value]);
    }
    Ok(all)
}

/// A score out of a hundred, or that there is too little for one.
pub(super) fn score(cx: &Cx, score: Option<u32>) -> String {
    score.map_or_else(|| cx.t("card-insufficient"), |score| score.to_string())
}

fn tiles(cx: &Cx, relation: &Relation) -> Markup {
    let both = relation.card(cx.now);
    let here = format!("{}#card", cx.url(&attention::path(relation)));
    let dash = || "–".to_owned();
    let effective = both.effectiveness.map_or_else(dash, |score| score.to_string());
    let tile = Kpi::new(cx, cx.t("card-effectiveness"), &effective, here.clone());
    let tile = tile.icon("chart-bar", Tone::Ok);
    let tile = match both.effectiveness {
        Some(_) => tile.small("/ 100").note(cx.t("card-effectiveness-note")),
        None => tile.note(cx.t("card-insufficient")),
    };
    html! {
        div.kpis {
            (tile)
            (Kpi::new(cx, cx.t("card-sustainability"), &both.sustainability, here)
                .icon("shield-check", Tone::Info).small("/ 100").note(cx.t("card-sustainability-note")))
        }
    }
}

/// Both scores with their parts: no number without what it is made of.
fn card(cx: &Cx, relation: &Relation, audited: &Standing) -> Markup {
    let any = !audited.fails.is_empty();
    let less = any.then(|| relation.without(&audited.fails).card(cx.now).effectiveness);
    let both = relation.card(cx.now);
    let sustainability = Some(both.sustainability);
    html! {
        (Card::new(cx.t("card-title")).id("card").body(html! {
            p.muted { (cx.t("card-lead")) " " (ident::Code(FORMULA)) }
            h3 { (cx.t("card-effectiveness")) " · " span.num { (score(cx, both.effectiveness)) } }
            (parts(cx, &both.results))
            (standing::coverage(cx, audited))
            @if let Some(less) = less { p.small { (cx.t("audits-card-without")) " " b.num { (score(cx, less)) } } }
            h3 { (cx.t("card-sustainability")) " · " span.num { (score(cx, sustainability)) } }
            (parts(cx, &both.lasting))
        }))
    }
}

fn parts(cx: &Cx, parts: &[Part]) -> Markup {
    html! {
        ul.joint { @for part in parts {
            @let name = cx.code("card", part.code);
            li {
                div.joint-h {
                    span { (name) " · " span.num { (part.weight) "%" } }
                    @match part.value {
                        Some(value) => { b.num { (value / 10) } }
                        None => { span.muted { (cx.t("figure-missing")) } }
                    }
                }
                @if let Some(value) = part.value { progress max="1000" value=(value) aria-label=(name) {} }
                p.small.muted { (cx.code("card-note", part.code)) " " (cx.t_with("card-facts", &[("n", Arg::from(part.facts))])) }
            }
        } }
    }
}

/// Every agreement with whether it lives, and the two indices, which stand on their own.
fn agreements(cx: &Cx, relation: &Relation, indices: &[[Option<f64>; 2]]) -> Markup {
    let columns = [
        Col::text(cx.t("partnership-agreement")),
        Col::status(cx.t("record-state")),
        Col::num(cx.t("figures-activation")),
        Col::num(cx.t("figures-balance")),
    ];
    let number = |value: Option<f64>| {
        value.map_or_else(|| cx.t("card-insufficient"), |value| format!("{value:.1}"))
    };
    let rows = relation.books.iter().zip(indices).map(|(book, [lives, even])| {
        let agreement = &book.ledger.agreement;
        let href = cx.url(&format!("/agreements/{}/activation", agreement.id));
        [
            html! {
                a.ref href=(href) { (ident::Reference(&agreement.code)) }
                span.sub { (cx.t("partnership-until")) " " (dates::day(cx.lang, book.ledger.until())) }
            },
            state_tag(cx, book),
            html! { (number(*lives)) },
            html! { (number(*even)) },
        ]
    });
    html! {
        (Card::new(cx.t("agreements-title")).count(relation.books.len()).body(html! {
            (Table::new(cx.t("agreements-title"), columns).rows(rows))
            p.small.muted { (cx.t("partnership-indices")) }
        }))
    }
}

/// How far the way to a target is gone, as a tag.
pub(super) fn way(cx: &Cx, reached: Option<u32>) -> Markup {
    match reached {
        None => tag(Tone::Plain, cx.t("impact-no-figure")),
        Some(reached) => {
            let tone = match reached {
                1_000.. => Tone::Ok,
                500..1_000 => Tone::Gold,
                _ => Tone::Warn,
            };
            tag(tone, html! { span.num { (reached / 10) "%" } })
        }
    }
}
