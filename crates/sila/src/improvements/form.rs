//! Writing an improvement down: which service, what changed, what caused it, and where the figure is.

use maud::html;
use sila_core::directory::Published;
use sila_core::meeting::PointKind;
use sila_core::{ListingId, Millis, RecordId};
use uuid::Uuid;

use super::{Wish, keep};
use crate::activation::ledger;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::lineage::{End, Kind};
use crate::meetings::screened;
use crate::meetings::text::{TEXT_MAX, Words};
use crate::minutes;
use crate::problem::Problem;
use crate::proposals;
use crate::reply::Reply;
use crate::services;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Errors, Form, Page, Pairs};

/// What the guard looks through.
const FREE: [&str; 2] = ["text_ar", "text_en"];
/// Most services to choose from.
const SERVICES_MAX: i64 = 300;

/// What can be chosen.
struct Choices {
    services: Vec<((ListingId, u32, Millis), String)>,
    causes: Vec<((Kind, End), String)>,
    figures: Vec<((RecordId, u16), String)>,
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let choices = choices(&ask).await?;
    Ok(Reply::page(&document(&ask, &choices, &ask.query, &Errors::none())))
}

/// Writes it down.
///
/// # Errors
/// As [`keep`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let form = match screened(&ask, "/improvements", &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let choices = choices(&ask).await?;
    match read(&ask, &choices, &form) {
        Ok(wish) => {
            keep(&ask.app, wish, ask.worker()?, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url("/improvements")))
        }
        Err(errors) => Ok(Reply::page_with_errors(&document(&ask, &choices, &form, &errors))),
    }
}

/// How a choice stands in the form.
fn key(kind: &str, id: Uuid, n: u16) -> String {
    format!("{kind}:{id}:{n}")
}

async fn choices(ask: &Ask) -> Result<Choices, Problem> {
    let (me, lang) = (ask.app.node.id, ask.cx.lang);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut points = minutes::store::of_kind(tx, PointKind::Decision)?;
        points.extend(minutes::store::of_kind(tx, PointKind::Recommendation)?);
        let services = services::store::all_own(tx, me, SERVICES_MAX)?;
        Ok((services, points, proposals::store::all(tx)?))
    };
    let (services, points, proposed) = ask.app.store.read(read).await?;
    let service = |one: Published| {
        let name = lang.pick(&one.listing.ar, &one.listing.en).name.clone();
        ((one.listing.id, one.listing.number, one.published_at), name)
    };
    let services = services.into_iter().map(service).collect();
    let mut causes = Vec::new();
    let mut figures = Vec::new();
    for book in ledger::all(&ask.app).await? {
        for course in book.ledger.courses() {
            let title = lang.pick(&course.plan.title.ar, &course.plan.title.en);
            causes.push(((Kind::Initiative, End::of(course.record.0)), title.clone()));
            for one in &course.plan.measures {
                let name = lang.pick(&one.name.ar, &one.name.en);
                figures.push(((course.record, one.number), format!("{title} · {name}")));
            }
        }
    }
    for point in minutes::opened(&ask.app, points)? {
        let end = End { id: point.meeting.0, n: point.number };
        causes.push(((Kind::Point, end), point.text.text.of(lang).to_owned()));
    }
    for row in proposed {
        let text = proposals::words(&ask.app, &row)?;
        causes.push(((Kind::Proposal, End::of(row.id)), text.title.of(lang).to_owned()));
    }
    Ok(Choices { services, causes, figures })
}

fn read(ask: &Ask, choices: &Choices, form: &Pairs) -> Result<Wish, Errors> {
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let of = choices.services.iter().find(|((id, ..), _)| id.to_string() == get("service"));
    let cause = choices
        .causes
        .iter()
        .find(|((kind, end), _)| key(kind.code(), end.id, end.n) == get("cause"));
    let figure = choices.figures.iter().find(|((id, n), _)| key("", id.0, *n) == get("figure"));
    let text = Words::new(get("text_ar"), get("text_en"));
    for (field, missing, key) in [
        ("service", of.is_none(), "improvement-service-needed"),
        ("text_ar", text.is_empty() || !text.fits(TEXT_MAX), "theme-text-needed"),
        ("cause", cause.is_none(), "improvement-cause-needed"),
    ] {
        if missing {
            errors.add(field, cx.t(key));
        }
    }
    match (of, cause) {
        (Some((of, _)), Some((cause, _))) if errors.is_empty() => {
            Ok(Wish { of: *of, text, cause: *cause, figure: figure.map(|(figure, _)| *figure) })
        }
        _ => Err(errors),
    }
}

fn document(ask: &Ask, choices: &Choices, values: &Pairs, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let services = choices.services.iter().map(|((id, ..), name)| (id.to_string(), name.clone()));
    let causes = choices.causes.iter().map(|((kind, end), words)| {
        let label = format!("{}: {words}", cx.code("lineage-kind", kind.code()));
        (key(kind.code(), end.id, end.n), label)
    });
    let figures = choices.figures.iter().map(|((id, n), name)| (key("", id.0, *n), name.clone()));
    let title = cx.t("improvement-new");
    let body = html! {
        (heading(&title, Some(&cx.t("improvement-new-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/improvements")) novalidate {
            div.stack {
                (form.summary())
                (Card::new(cx.t("improvement-one")).body(html! {
                    (form.select("service", cx.t("improvement-service")).combo().choices(services))
                    (form.area("text_ar", cx.t("improvement-text-ar")).lang("ar").max(TEXT_MAX).rows(3))
                    (form.area("text_en", cx.t("improvement-text-en")).lang("en").ltr().max(TEXT_MAX).rows(3).optional())
                    (form.select("cause", cx.t("improvement-cause")).hint(cx.t("improvement-cause-hint")).combo().choices(causes))
                    (form.select("figure", cx.t("improvement-figure")).hint(cx.t("improvement-figure-hint")).combo().choices(figures).optional())
                }))
            }
            (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("improvements-title"), "/improvements");
    page.errors(errors.any()).body(body)
}
