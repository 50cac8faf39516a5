//! Beginning a community project.

use std::collections::BTreeSet;

use maud::html;
use sila_core::area::{self, AreaCode};
use sila_core::codes::Category;
use sila_core::time::Millis;
use sila_core::{AgencyId, RecordId};
use uuid::Uuid;

use super::store::{self, Parts, Stored};
use super::{ProjectText, TABLE, path};
use crate::accounts::Worker;
use crate::activation::ledger;
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::meetings::{fact, screened, sealed};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What the guard looks through.
const FREE: [&str; 4] = ["title_ar", "title_en", "text_ar", "text_en"];
/// Boxes for partners and for places.
const ROWS: std::ops::RangeInclusive<u8> = 1..=4;

/// A project as it is begun.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Its words.
    pub text: ProjectText,
    /// For whom, with whom, where: at least one of each.
    pub parts: Parts,
    /// Its first day, and the first instant after its last.
    pub during: (Millis, Millis),
    /// The joint initiative that it is part of.
    pub initiative: Option<RecordId>,
}

/// Writes a project down.
///
/// # Errors
/// `project.incomplete` without words, a group, a partner or a place, or when it ends before it begins.
pub async fn begin(app: &App, wish: Wish, worker: &Worker, now: Millis) -> Result<Uuid, Problem> {
    let Parts { groups, partners, places } = &wish.parts;
    let (starts_at, ends_at) = wish.during;
    let named = !groups.is_empty() && !partners.is_empty() && !places.is_empty();
    if !named || !wish.text.fits() || ends_at <= starts_at {
        return Err(Problem::refused("project.incomplete").way_out("/projects/new"));
    }
    let id = app.clock.new_id();
    let body = sealed(app, TABLE, id, &wish.text);
    let stored = Stored { id, initiative: wish.initiative, starts_at, ends_at, body };
    let (parts, told) =
        (wish.parts, fact(app, "project", format!("{id} begun"), Some(worker), now));
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored, &parts)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &ask.query, &Errors::none()).await?))
}

/// Begins it.
///
/// # Errors
/// As [`begin`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let form = match screened(&ask, "/projects", &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    match read(&ask.cx, &form) {
        Ok(wish) => {
            let id = begin(&ask.app, wish, ask.worker()?, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id))))
        }
        Err(errors) => Ok(Reply::page_with_errors(&document(&ask, &form, &errors).await?)),
    }
}

fn read(cx: &Cx, form: &Pairs) -> Result<Wish, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let words = |name: &str| Words::new(get(&format!("{name}_ar")), get(&format!("{name}_en")));
    let text = ProjectText { title: words("title"), text: words("text") };
    let of = |name: &str| ROWS.map(|n| get(&format!("{name}{n}"))).collect::<Vec<_>>();
    let partners: BTreeSet<AgencyId> =
        of("partner").iter().filter_map(|id| AgencyId::parse(id).ok()).collect();
    let places: BTreeSet<AreaCode> =
        of("place").iter().filter_map(|code| AreaCode::parse(code).ok()).collect();
    let groups: BTreeSet<Category> =
        form.all("groups").filter_map(|code| code.parse().ok()).collect();
    let starts = day(form, "from").map(|date| date.at_minute(0));
    let ends = day(form, "until").map(|date| date.plus_days(1).at_minute(0));
    let backwards = starts.zip(ends).is_some_and(|(from, until)| until <= from);
    for (field, missing, key) in [
        ("title_ar", !text.fits(), "proposal-title-needed"),
        ("groups", groups.is_empty(), "initiative-groups-needed"),
        ("partner1", partners.is_empty(), "proposal-partner-needed"),
        ("place1", places.is_empty(), "project-place-needed"),
        ("from", starts.is_none(), "project-days-needed"),
        ("until", ends.is_none() || backwards, "project-days-needed"),
    ] {
        if missing {
            errors.add(field, cx.t(key));
        }
    }
    match starts.zip(ends) {
        Some(during) if errors.is_empty() => Ok(Wish {
            text,
            parts: Parts { groups, partners, places },
            during,
            initiative: get("initiative").parse().ok(),
        }),
        _ => Err(errors),
    }
}

async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let us = (ask.app.node.id.to_text(), cx.agency().to_owned());
    let others = names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned()));
    let partners: Vec<(String, String)> = std::iter::once(us).chain(others).collect();
    let areas = area::all().iter().filter(|one| !one.code.is_special());
    let areas: Vec<(String, String)> =
        areas.map(|one| (one.code.to_string(), area_name(cx, one.code.as_str()))).collect();
    let mut initiatives = Vec::new();
    for book in ledger::all(&ask.app).await? {
        for course in book.ledger.courses() {
            let title = cx.lang.pick(&course.plan.title.ar, &course.plan.title.en);
            initiatives.push((course.record.to_string(), title.clone()));
        }
    }
    let form = Form::new(cx, values, errors);
    let groups = Category::ALL.iter().map(|one| (one.code(), cx.code("category", one.code())));
    let title = cx.t("project-new");
    let body = html! {
        (heading(&title, Some(&cx.t("project-new-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/projects")) novalidate {
            div.stack {
                (form.summary())
                (Card::new(cx.t("project-one")).body(html! {
                    (form.text("title_ar", cx.t("proposal-title-ar")).lang("ar").max(LINE_MAX))
                    (form.text("title_en", cx.t("proposal-title-en")).lang("en").ltr().max(LINE_MAX).optional())
                    (form.area("text_ar", cx.t("project-text-ar")).lang("ar").max(TEXT_MAX).rows(3).optional())
                    (form.area("text_en", cx.t("project-text-en")).lang("en").ltr().max(TEXT_MAX).rows(3).optional())
                    (form.date("from", cx.t("project-from")))
                    (form.date("until", cx.t("project-until")))
                    @if !initiatives.is_empty() {
                        (form.select("initiative", cx.t("theme-initiative")).combo().choices(initiatives).optional())
                    }
                }))
                (Card::new(cx.t("project-parts")).body(html! {
                    (form.checks("groups", cx.t("project-groups")).side_by_side().choices(groups))
                    @for n in ROWS { (form.select(&format!("partner{n}"), cx.t_with("project-partner-n", &[("n", n.into())])).combo().choices(partners.clone())) }
                    @for n in ROWS { (form.select(&format!("place{n}"), cx.t_with("project-place-n", &[("n", n.into())])).combo().choices(areas.clone())) }
                }))
            }
            (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("projects-title"), "/projects");
    Ok(page.errors(errors.any()).body(body))
}
