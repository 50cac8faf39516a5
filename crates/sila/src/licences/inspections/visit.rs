//! `/licences/{id}/inspections/{inspection}`: the checklist as a form, and what was found. It prints, for a place without a network.

use maud::{Markup, html};
use sila_core::Millis;
use uuid::Uuid;

use super::store::{self, Inspection};
use super::{Findings, Met, finish};
use crate::accounts::Permission;
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::licences::open::{self, Open};
use crate::licences::parts;
use crate::licences::path;
use crate::licences::regime::Point;
use crate::meetings::text::TEXT_MAX;
use crate::meetings::unsealed;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Summary, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

async fn of(ask: &Ask) -> Result<(Open, Inspection), Problem> {
    let licence: Uuid = ask.id("id")?;
    let id: Uuid = ask.id("inspection")?;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let one = found.filter(|one| one.licence == licence).ok_or_else(Problem::not_found)?;
    Ok((open::open(&ask.app, licence).await?, one))
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (open, one) = of(&ask).await?;
    let page = document(&ask, &open, &one, &Pairs::default(), &Errors::none()).await?;
    Ok(Reply::page(&page))
}

/// Writes down what was found.
///
/// # Errors
/// As [`finish`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (open, one) = of(&ask).await?;
    match read(&ask, &open) {
        Ok(findings) => {
            finish(&ask.app, one.id, &findings, ask.worker()?, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(open.row.id))))
        }
        Err(errors) => {
            let page = document(&ask, &open, &one, &ask.form, &errors).await?;
            Ok(Reply::page_with_errors(&page))
        }
    }
}

fn read(ask: &Ask, open: &Open) -> Result<Findings, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let mut points = Vec::new();
    for point in &open.plan.checklist {
        let said = get(&point.code);
        match Met::ALL.into_iter().find(|met| met.code() == said) {
            Some(met) => points.push((point.code.clone(), met)),
            None => errors.add(point.code.clone(), ask.cx.t("inspection-point-needed")),
        }
    }
    let correct_by = day(&ask.form, "by").map(|date| date.plus_days(1).at_minute(0).0);
    let findings =
        Findings { points, note: get("note"), correction: get("correction"), correct_by };
    let long = |text: &str| text.chars().count() > TEXT_MAX;
    if long(&findings.note) || long(&findings.correction) {
        errors.add("note", ask.cx.t("inspection-too-long"));
    }
    if !findings.passed() && findings.correction.is_empty() {
        errors.add("correction", ask.cx.t("inspection-correction-needed"));
    }
    if errors.is_empty() { Ok(findings) } else { Err(errors) }
}

async fn document(
    ask: &Ask,
    open: &Open,
    one: &Inspection,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let inside = parts::sees_site(ask, open, "licence.inspection").await?;
    let cx = &ask.cx;
    let main = match &one.body {
        Some(body) => found(cx, open, &unsealed(&ask.app, "inspection", one.id, body)?),
        None if ask.may(Permission::LicenceStudy) => checklist(cx, open, one, values, errors),
        None => html! { p.muted { (cx.t("inspection-waits")) } },
    };
    let place = Some(&open.text.site).filter(|site| inside && !site.is_empty());
    let contact = Some(&open.text.contact).filter(|contact| inside && !contact.is_empty());
    let facts = Summary::new()
        .row(cx.t("licence-number"), Code(&open.row.number))
        .row(cx.t("inspection-kind"), cx.code("inspection-kind", &one.kind))
        .row(cx.t("inspection-due"), dates::day(cx.lang, one.due_at.plus_minutes(-1)))
        .row_if(cx.t("inspection-done"), one.done_at.map(|at| cx.at(at)))
        .row_if(cx.t("register-grade"), one.grade.as_deref().map(|code| grade(cx, code)))
        .row_if(cx.t("licence-site"), place.map(|site| Name(site)))
        .row_if(cx.t("licence-contact"), contact.map(|contact| Name(contact)));
    let title = cx.code("inspection-kind", &one.kind);
    let aside = html! {
        (Card::new(cx.t("inspection-one")).body(html! { (facts) }))
        (regulation::link(cx, sila_core::law::Rule::LicenceInspection))
    };
    let body = html! {
        (heading(html! { (title) " · " (Name(open.text.name.of(cx.lang))) }, None, &passed(cx, one)))
        (errors.summary(cx))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone())
        .crumb(cx.t("licences-title"), "/licences")
        .crumb(open.row.number.clone(), &path(open.row.id));
    Ok(page.errors(errors.any()).body(body))
}

/// A grade, in a word.
pub fn grade(cx: &Cx, grade: &str) -> Markup {
    let tone = match grade {
        "GOOD" => Tone::Ok,
        "FAIR" => Tone::Info,
        "WEAK" => Tone::Warn,
        _ => Tone::Bad,
    };
    tag(tone, cx.code("inspection-grade", grade))
}

/// How it went, in a word.
pub fn passed(cx: &Cx, one: &Inspection) -> Markup {
    match one.passed {
        Some(true) => tag(Tone::Ok, cx.t("inspection-passed")),
        Some(false) => tag(Tone::Bad, cx.t("inspection-failed")),
        None if one.due_at < cx.now => tag(Tone::Bad, cx.deadline(one.due_at)),
        None => tag(Tone::Gold, cx.deadline(one.due_at)),
    }
}

/// The provision that asks for a point, one click away.
pub fn basis(cx: &Cx, point: &Point) -> Markup {
    html! { a.link href=(cx.url(&regulation::path(&point.instrument))) { (regulation::provision(cx, &point.instrument, &point.article)) } }
}

fn checklist(cx: &Cx, open: &Open, one: &Inspection, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let at = format!("{}/inspections/{}", path(open.row.id), one.id);
    let answers = || Met::ALL.map(|met| (met.code(), cx.code("inspection-met", met.code())));
    html! {
        (post(cx, &at, &html! { div.stack {
            (Card::new(cx.t("inspection-checklist")).body(html! {
                @for point in &open.plan.checklist {
                    (form.radios(&point.code, point.of(cx.lang)).side_by_side().choices(answers()))
                    p.hint { (cx.t("law-basis")) ": " (basis(cx, point)) }
                }
            }))
            (Card::new(cx.t("inspection-findings")).body(html! {
                (form.area("note", cx.t("inspection-note")).max(TEXT_MAX).rows(3).optional())
                (form.area("correction", cx.t("inspection-correction")).hint(cx.t("inspection-correction-hint")).max(TEXT_MAX).rows(3).optional())
                (form.date("by", cx.t("inspection-by")))
                (acts(&html! { (Button::submit(cx.t("inspection-save")).icon("clipboard-text")) }))
            }))
        } }))
    }
}

fn found(cx: &Cx, open: &Open, findings: &Findings) -> Markup {
    let rows = findings.points.iter().fold(Summary::new().wide(), |rows, (code, met)| {
        let point = open.plan.checklist.iter().find(|point| point.code == *code);
        let (label, basis) = match point {
            Some(point) => (point.of(cx.lang).to_owned(), basis(cx, point)),
            None => (code.clone(), html! {}),
        };
        let tone = match met {
            Met::Yes => Tone::Ok,
            Met::Partly => Tone::Warn,
            Met::No => Tone::Bad,
        };
        rows.row(label, html! { (tag(tone, cx.code("inspection-met", met.code()))) " " (basis) })
    });
    let by = findings.correct_by.map(|at| dates::day(cx.lang, Millis(at).plus_minutes(-1)));
    html! {
        (Card::new(cx.t("inspection-checklist")).body(html! { (rows) }))
        (Card::new(cx.t("inspection-findings")).body(html! {
            @if findings.note.is_empty() { p.muted { (cx.t("inspection-no-note")) } } @else { p dir="auto" { (findings.note) } }
            @if !findings.correction.is_empty() {
                h3 { (cx.t("inspection-correction")) }
                p dir="auto" { (findings.correction) }
                @if let Some(by) = by { p.muted { (cx.t("inspection-by")) " " (by) } }
            }
        }))
    }
}
