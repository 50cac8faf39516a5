//! `/lifecycle/{agency}`: where a partnership stands, who owns it, what is expected next, and every step with its evidence.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::lifecycle::{EVIDENCE_MAX, Life, Stage};

use super::step::STEP;
use super::store::{self, Kept};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::meetings::unsealed;
use crate::partners::{self, Names};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ChainLink, LinkState, Summary, Tone, acts, chain, columns, empty_state, heading,
    post, stack, tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// The page of a partnership.
pub(super) fn path(agency: AgencyId) -> String {
    format!("/lifecycle/{}", agency.to_text())
}

/// The agency of the address, with the names of all.
///
/// # Errors
/// `page.not_found` for an agency that is neither linked nor a partner.
pub(super) async fn named(ask: &Ask) -> Result<(AgencyId, Names), Problem> {
    let agency: AgencyId = ask.id("agency")?;
    let names = Names::all(&ask.app).await?;
    if names.linked().any(|known| known == agency) {
        Ok((agency, names))
    } else {
        Err(Problem::not_found())
    }
}

/// What a page needs to know of a partnership.
struct View {
    agency: AgencyId,
    life: Life,
    kept: Vec<Kept>,
    owner: Option<Worker>,
    workers: Vec<Worker>,
}

async fn view(ask: &Ask, agency: AgencyId) -> Result<View, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let owner = store::owners(tx)?.remove(&agency);
        Ok((store::steps(tx, agency)?, owner, accounts::all(tx)?))
    };
    let (kept, owner, workers) = ask.app.store.read(read).await?;
    let life = Life::of(kept.iter().map(|one| one.step.clone()).collect());
    let owner = workers.iter().find(|worker| Some(worker.id) == owner).cloned();
    Ok(View { agency, life, kept, owner, workers })
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (agency, names) = named(&ask).await?;
    let view = view(&ask, agency).await?;
    let cx = &ask.cx;
    let name = names.of(cx.lang, agency).to_owned();
    let partner = ask.app.store.read(move |tx| partners::store::find(tx, agency)).await?;
    let noun = if partner.is_some() { "partners" } else { "links" };
    let there = cx.url(&format!("/{noun}/{}", agency.to_text()));
    let may = ask.may(Permission::AgreementSign);
    let main = html! {
        (Card::new(cx.t("partnership-course")).count(view.kept.len()).body(course(&ask, &view)?))
    };
    let aside = html! {
        (Card::new(cx.t("partnership-standing")).body(standing(cx, &view)))
        @if may { (next(cx, &view)) (owner(cx, &view)) }
    };
    let acts = html! {
        (stage(cx, &view.life))
        @if ask.may(Permission::LinkRead) { (Button::link(cx.t("partnership-agency"), there).line().icon("buildings")) }
    };
    let body = html! {
        (heading(ident::Name(&name), Some(&cx.t("lifecycle-about")), &acts))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, name).crumb(cx.t("lifecycle-title"), "/lifecycle");
    Ok(Reply::page(&page.body(body)))
}

/// The same in a few lines, for the page of the agency.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, agency: AgencyId) -> Result<Markup, Problem> {
    let (view, cx) = (view(ask, agency).await?, &ask.cx);
    Ok(html! {
        (Card::new(cx.t("partnership-course")).tag(stage(cx, &view.life)).body(html! {
            (standing(cx, &view))
            @if ask.may(Permission::AgreementRead) {
                (acts(&html! { (Button::link(cx.t("lifecycle-open"), cx.url(&path(agency))).line().icon("path")) }))
            }
        }))
    })
}

/// Where it stands, in a word.
pub(super) fn stage(cx: &Cx, life: &Life) -> Markup {
    let Some(stage) = life.stage() else {
        return tag(Tone::Warn, cx.t("partnership-not-begun"));
    };
    let tone = match stage {
        Stage::Monitor => Tone::Ok,
        Stage::Ended => Tone::Plain,
        Stage::Activate | Stage::Evaluate | Stage::Renew => Tone::Gold,
        _ => Tone::Info,
    };
    tag(tone, cx.code("partnership-stage", stage.code()))
}

/// What is expected next, and until when.
pub(super) fn expected(cx: &Cx, life: &Life) -> Markup {
    let due = life.due_at();
    let words = match life.stage() {
        Some(stage) => cx.code("partnership-expects", stage.code()),
        None => cx.t("partnership-expects-first"),
    };
    html! {
        (words)
        @if let Some(due) = due {
            " " (tag(if due < cx.now { Tone::Bad } else { Tone::Plain }, cx.deadline(due)))
        }
    }
}

fn standing(cx: &Cx, view: &View) -> Markup {
    let owner = view.owner.as_ref().map_or_else(
        || html! { (tag(Tone::Warn, cx.t("partnership-no-owner"))) },
        |owner| html! { (ident::Name(owner.name(cx.lang))) },
    );
    let rows = Summary::new()
        .row(cx.t("partnership-stage"), stage(cx, &view.life))
        .row(cx.t("partnership-owner"), owner)
        .row(cx.t("partnership-next"), expected(cx, &view.life));
    html! { (rows) }
}

fn course(ask: &Ask, view: &View) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let mut links = Vec::new();
    for (nth, one) in view.kept.iter().enumerate() {
        let last = nth.saturating_add(1) == view.kept.len();
        let evidence: String = unsealed(&ask.app, STEP, one.id, &one.evidence)?;
        let by = view.workers.iter().find(|worker| worker.id == one.step.by);
        let by = by.map_or("–", |worker| worker.name(cx.lang));
        let state = if last { LinkState::Now } else { LinkState::Done };
        let link = ChainLink::new("path", state, cx.code("partnership-stage", one.step.to.code()));
        links.push(link.meta(html! {
            p dir="auto" { (evidence) }
            (ident::Name(by)) " · " span.num { (dates::day(cx.lang, one.step.on.at_minute(0))) }
        }));
    }
    let words = cx.t("partnership-expects-first");
    let none = empty_state("path", cx.t("partnership-not-begun"), words, &html! {});
    Ok(html! { @if links.is_empty() { (none) } @else { (chain(cx, &links)) } })
}

fn next(cx: &Cx, view: &View) -> Markup {
    let mut values = Pairs::default();
    let today = cx.now.uae_date();
    for (part, value) in
        [("d", i64::from(today.day)), ("m", i64::from(today.month)), ("y", today.year)]
    {
        values.push(format!("on_{part}"), value.to_string());
    }
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let choices = view.life.next().iter();
    let choices = choices.map(|to| (to.code(), cx.code("partnership-stage", to.code())));
    let inside = html! {
        (form.radios("to", cx.t("partnership-to")).choices(choices))
        (form.date("on", cx.t("deed-on")))
        (form.area("evidence", cx.t("deed-evidence")).hint(cx.t("partnership-evidence-hint")).max(EVIDENCE_MAX).rows(2))
        (acts(&html! { (Button::submit(cx.t("partnership-take")).icon("check")) }))
    };
    let path = format!("{}/steps", path(view.agency));
    html! { (Card::new(cx.t("partnership-take")).body(post(cx, &path, &inside))) }
}

fn owner(cx: &Cx, view: &View) -> Markup {
    let mut values = Pairs::default();
    if let Some(owner) = &view.owner {
        values.push("owner", owner.id.to_string());
    }
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let may = |one: &&Worker| one.active && one.may(Permission::AgreementSign);
    let choices = view.workers.iter().filter(may);
    let choices = choices.map(|one| (one.id.to_string(), one.name(cx.lang).to_owned()));
    let inside = html! {
        (form.select("owner", cx.t("partnership-owner")).choices(choices))
        (acts(&html! { (Button::save(cx)) }))
    };
    let path = format!("{}/owner", path(view.agency));
    html! { (Card::new(cx.t("partnership-owner")).body(post(cx, &path, &inside))) }
}
