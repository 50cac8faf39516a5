//! `/agreements/{id}/activation`: whether the agreement lives, from what both parties have signed, and the two indices.

use maud::{Markup, html};
use sila_core::obligation::Standing;
use sila_core::partnership::{Activation, Annex, Instance, Mark};
use sila_core::{AgencyId, AgreementId};

use super::ledger::{self, Book, Proposal, What};
use super::{figures, published, year};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::audits::standing;
use crate::initiatives::{list as initiatives, show::sign_card};
use crate::obligations;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Kpi, Note, Summary, Table, Tone, acts, columns, empty_state, heading, stack,
    tag,
};
use crate::web::{Arg, Cx, Page, dates, ident};

/// Obligations that fall due within so many days are on the page.
const AHEAD_DAYS: i64 = 120;

/// The page.
///
/// # Errors
/// `page.not_found` before both have signed the agreement, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let indices = published::shown(&ask.app, &book, ask.now).await?;
    let last = published::last(&ask.app, id, ask.now).await?;
    let own = std::slice::from_ref(&book);
    let audited = standing::of(&ask.app, own).await?;
    let flagged = standing::flags(&ask, own, &audited).await?;
    let (cx, me, may) = (&ask.cx, ask.app.node.id, ask.may(Permission::AgreementSign));
    let instances = book.ledger.instances(cx.now.plus_days(AHEAD_DAYS));
    let main = html! {
        @for note in flagged { (note) }
        (state_note(cx, &book))
        (quiet_notes(cx, &book))
        (tiles(cx, &book, &instances, me))
        (running(cx, &book, may))
        (owed(cx, &book, instances))
        (figures::card(cx, &indices, &standing::coverage(cx, &audited)))
        (published::card(cx, last.as_ref()))
    };
    let aside = html! {
        @for one in book.proposals.iter() { (proposal(cx, &book, one, may)) }
        (annex_card(cx, &book, may))
        (year::card(cx, &book))
        (crate::partnerships::way_in(cx, &book))
        (areas(cx, &book))
    };
    let agreement = &book.ledger.agreement;
    let title = cx.t("activation-title");
    let lead = cx.lang.pick(&agreement.title_ar, &agreement.title_en);
    let report = cx.url(&format!("/agreements/{id}/report"));
    let tags = html! {
        (ident::Code(&agreement.code)) (state_tag(cx, &book))
        (Button::link(cx.t("brought-open"), report).line().icon("chart-bar"))
        (Button::link(cx.t("standards-open"), cx.url(&format!("/agreements/{id}/standards"))).line().icon("list-checks"))
    };
    let body = html! {
        (heading(title.clone(), Some(lead), &tags))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title)
        .crumb(cx.t("agreements-title"), "/agreements")
        .crumb(agreement.code.clone(), &format!("/agreements/{id}"));
    Ok(Reply::page(&page.refreshing(30).body(body)))
}

/// Whether it lives, in a word.
pub fn state_tag(cx: &Cx, book: &Book) -> Markup {
    let state = book.ledger.activation(cx.now);
    tag(tone(state), cx.code("activation", state.code()))
}

fn tone(state: Activation) -> Tone {
    match state {
        Activation::OutOfForce => Tone::Plain,
        Activation::NotActivated { .. } | Activation::Resting { .. } => Tone::Warn,
        Activation::Active { .. } => Tone::Ok,
        Activation::Dormant { .. } => Tone::Bad,
    }
}

/// What the state means, and what would change it.
pub fn state_note(cx: &Cx, book: &Book) -> Markup {
    let state = book.ledger.activation(cx.now);
    let day = |at| ("day", Arg::phrase(dates::day(cx.lang, at)));
    let words = match state {
        Activation::OutOfForce => cx.t("activation-text-out-of-force"),
        Activation::NotActivated { dormant_at } => {
            cx.t_with("activation-text-not-activated", &[day(dormant_at)])
        }
        Activation::Active { running } => {
            cx.t_with("activation-text-active", &[("n", running.into())])
        }
        Activation::Resting { dormant_at } => {
            cx.t_with("activation-text-resting", &[day(dormant_at)])
        }
        Activation::Dormant { since } => cx.t_with("activation-text-dormant", &[day(since)]),
    };
    let icon = if matches!(state, Activation::Active { .. }) { "rocket-launch" } else { "warning" };
    html! { (Note::new(icon, cx.code("activation", state.code())).tone(tone(state)).says(words)) }
}

/// Parties that do nothing about what they owe; both see the same.
pub fn quiet_notes(cx: &Cx, book: &Book) -> Markup {
    html! {
        @for quiet in book.ledger.quiet(cx.now) {
            @let who = ("agency", Arg::from(book.name(cx.lang, quiet.party)));
            @let since = ("day", Arg::phrase(dates::day(cx.lang, quiet.since)));
            (Note::new("hourglass-medium", cx.t_with("quiet-title", &[who])).tone(Tone::Bad)
                .says(cx.t_with("quiet-text", &[("n", quiet.waiting.into()), since])))
        }
    }
}

fn tiles(cx: &Cx, book: &Book, all: &[Instance<'_>], me: AgencyId) -> Markup {
    let open = |one: &&Instance<'_>| {
        matches!(
            one.life.standing(cx.now),
            Standing::Open | Standing::Overdue | Standing::Returned | Standing::Breached
        )
    };
    let late = |one: &&Instance<'_>| {
        matches!(one.life.standing(cx.now), Standing::Overdue | Standing::Breached)
    };
    let ours = all.iter().filter(|one| one.duty.obligor == me).filter(open).count();
    let theirs = all.iter().filter(|one| one.duty.obligor != me).filter(open).count();
    let late = all.iter().filter(late).count();
    let courses = book.ledger.courses();
    let running = courses.iter().filter(|course| course.mark == Mark::Running).count();
    let to = cx.url("/obligations");
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("initiatives-running"), &running, cx.url("/initiatives")).icon("rocket-launch", Tone::Ok))
            (Kpi::new(cx, cx.t("activation-ours"), &ours, to.clone()).icon("check-square-offset", Tone::Gold))
            (Kpi::new(cx, cx.t("activation-theirs"), &theirs, to.clone()).icon("hourglass-medium", Tone::Info))
            (Kpi::new(cx, cx.t("activation-late"), &late, to).icon("clock-countdown", Tone::Plain))
        }
    }
}

fn running(cx: &Cx, book: &Book, may: bool) -> Markup {
    let courses = book.ledger.courses();
    let new = cx.url(&format!("/initiatives/new?agreement={}", book.ledger.agreement.id));
    let act = html! { @if may { (Button::link(cx.t("initiative-new"), new).line()) } };
    let none = empty_state(
        "rocket-launch",
        cx.t("initiatives-empty"),
        cx.t("initiatives-empty-text"),
        &act,
    );
    html! {
        (Card::new(cx.t("initiatives-title")).count(courses.len()).live("initiatives", "agreements").body(html! {
            @if courses.is_empty() { (none) }
            ul.joint { @for course in &courses {
                li {
                    div.joint-h {
                        a.ref href=(cx.url(&format!("/initiatives/{}", course.record))) {
                            (ident::Name(cx.lang.pick(&course.plan.title.ar, &course.plan.title.en)))
                        }
                        (initiatives::mark(cx, course.mark))
                    }
                    @if let Some(impact) = course.impact {
                        div.sub { (cx.t("initiative-impact")) ": " (ident::Name(&impact.deed.words)) }
                    }
                }
            } }
        }))
    }
}

fn owed(cx: &Cx, book: &Book, instances: Vec<Instance<'_>>) -> Markup {
    let open = |one: &Instance<'_>| !matches!(one.life.standing(cx.now), Standing::Settled(_));
    let all: Vec<(&Book, Instance<'_>)> =
        instances.into_iter().filter(open).map(|one| (book, one)).collect();
    obligations::list::table(cx, "obligations-title", &all)
}

fn proposal(cx: &Cx, book: &Book, one: &Proposal, may: bool) -> Markup {
    let by = ("agency", Arg::from(book.name(cx.lang, one.by)));
    match &one.what {
        What::Plan(plan) => html! {
            (Note::new("lightbulb", cx.t_with("initiative-proposed-by", &[by])).tone(Tone::Gold).body(html! {
                p { a href=(cx.url(&format!("/initiatives/{}", one.record))) {
                    (ident::Name(cx.lang.pick(&plan.title.ar, &plan.title.en)))
                } }
            }))
        },
        What::Indicators(_) => html! {
            (Note::new("flag", cx.t_with("impact-proposed-by", &[by])).tone(Tone::Gold).body(html! {
                p { a href=(cx.url(&format!("/agreements/{}/impact", book.ledger.agreement.id))) { (cx.t("impact-title")) } }
            }))
        },
        What::WorkPlan(plan) => html! {
            (Note::new("calendar-blank", cx.t_with("year-proposed-by", &[by, ("year", Arg::phrase(plan.year.to_string()))])).tone(Tone::Gold).body(html! {
                p { a href=(cx.url(&format!("/agreements/{}/years", book.ledger.agreement.id))) { (cx.t("year-title")) } }
            }))
        },
        What::Annex(annex) => html! {
            (Card::new(cx.t_with("annex-proposed-by", &[by])).tag(tag(Tone::Gold, cx.t("record-standing-open")))
                .body(contents(cx, book, annex)))
            @if one.waits_for_us && may { (sign_card(cx, book, one)) }
        },
    }
}

fn annex_card(cx: &Cx, book: &Book, may: bool) -> Markup {
    let href = cx.url(&format!("/agreements/{}/annex", book.ledger.agreement.id));
    let pending = book.proposals.iter().any(|one| matches!(one.what, What::Annex(_)));
    html! {
        (Card::new(cx.t("annex-title")).body(html! {
            @match &book.ledger.annex {
                Some(annex) => {
                    (contents(cx, book, &annex.content))
                    p { a.link href=(cx.url(&format!("/agreements/{}/duties", book.ledger.agreement.id))) { (cx.t("matrix-open")) } }
                    p.small.muted { (cx.t("annex-signed-on")) " " (dates::both_calendars(cx.lang, annex.at)) }
                    @if may && !pending { (acts(&html! { (Button::link(cx.t("annex-amend"), href).line().icon("pencil-simple")) })) }
                }
                None => {
                    p.muted { (cx.t("annex-none")) }
                    @if may && !pending { (acts(&html! { (Button::link(cx.t("annex-new"), href).icon("plus")) })) }
                }
            }
        }))
    }
}

/// What an annex says.
fn contents(cx: &Cx, book: &Book, annex: &Annex) -> Markup {
    let rows = Summary::new()
        .row(
            cx.t("annex-objective"),
            html! { span dir="auto" { (cx.lang.pick(&annex.objective.ar, &annex.objective.en)) } },
        )
        .row(
            cx.t("initiative-groups"),
            html! {
                @for group in &annex.groups { div { (cx.code("category", group.code())) } }
            },
        )
        .row(
            cx.t("annex-quiet"),
            cx.t_with("annex-quiet-days", &[("n", i64::from(annex.quiet_days).into())]),
        );
    html! {
        (rows)
        details {
            summary { (cx.t_with("annex-duties-n", &[("n", annex.duties.len().into())])) }
            ul.plain { @for duty in &annex.duties {
                li {
                    (ident::Name(cx.lang.pick(&duty.text.ar, &duty.text.en)))
                    div.sub { (ident::Name(book.name(cx.lang, duty.obligor))) " · " (crate::obligations::rule(cx, &duty.trigger)) }
                }
            } }
        }
    }
}

fn areas(cx: &Cx, book: &Book) -> Markup {
    let Some(annex) = &book.ledger.annex else { return html! {} };
    let columns = [
        Col::text(cx.t("initiative-field")),
        Col::text(cx.t("area-lead")),
        Col::status(cx.t("record-state")),
    ];
    let courses = book.ledger.courses();
    let rows = annex.content.areas.iter().map(|area| {
        let runs =
            courses.iter().any(|one| one.plan.field == area.field && one.started_at.is_some());
        let state = match (area.at_rest, runs) {
            (true, _) => tag(Tone::Plain, cx.t("area-at-rest")),
            (false, true) => tag(Tone::Ok, cx.t("area-lives")),
            (false, false) => tag(Tone::Warn, cx.t("area-quiet")),
        };
        [
            html! {
                (cx.code("cooperation-field", area.field.code()))
                span.sub { (ident::Name(cx.lang.pick(&area.scope.ar, &area.scope.en))) }
            },
            html! {
                (ident::Name(book.name(cx.lang, area.lead)))
                @for one in &area.leads { span.sub { (ident::Name(cx.lang.pick(&one.office.ar, &one.office.en))) } }
            },
            state,
        ]
    });
    let table = Table::new(cx.t("areas-title"), columns).rows(rows);
    html! { (Card::new(cx.t("areas-title")).count(annex.content.areas.len()).body(html! { (table) })) }
}
