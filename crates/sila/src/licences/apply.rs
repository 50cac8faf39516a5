//! Applying for a licence: on paper to an officer, or at the portal.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::licence::{Act, Activity, Family, Step};
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::regime::{self, Plan};
use super::store::{self, Kept, Stored};
use super::{LicenceText, TABLE, path};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::meetings::{fact, sealed};
use crate::partners::Names;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Which regime.
    pub family: Family,
    /// The entity that asks.
    pub holder: AgencyId,
    /// What it is for; a social profession needs none.
    pub activities: BTreeSet<Activity>,
    /// What it says.
    pub text: LicenceText,
}

/// Hands an application in. Its clocks begin.
///
/// # Errors
/// `licence.incomplete` without a name in both languages or without an activity; when the store cannot be written.
pub async fn apply(app: &App, wish: Wish, worker: &Worker, now: Millis) -> Result<Uuid, Problem> {
    let Wish { family, holder, activities, mut text } = wish;
    let plan = plan(family, now)?;
    let needs_activity = family != Family::Professional;
    if !text.fits() || activities.is_empty() == needs_activity {
        return Err(Problem::refused("licence.incomplete"));
    }
    text.papers.retain(|code| plan.papers.iter().any(|paper| paper.code == *code));
    let id = app.clock.new_id();
    let body = sealed(app, TABLE, id, &text);
    let step = Step { act: Act::Submit, at: now, by: worker.id };
    let submitted = Kept { step, note: Vec::new() };
    let told = fact(app, "licence", format!("{id} {}", Act::Submit), Some(worker), now);
    let year = now.uae_date().year.rem_euclid(100);
    let letter = plan.letter.clone();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let series = format!("licence-{letter}-{year:02}");
        let nth = crate::referrals::store::next_number(tx, &series)?;
        let number = format!("{letter}-{year:02}-{nth:05}");
        let (activities, body) = (activities.clone(), body.clone());
        let row = Stored { id, number, family, holder, activities, made_at: now, body };
        store::insert(tx, &row)?;
        store::add_step(tx, id, 1, &submitted)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// What is laid down for a family now.
///
/// # Errors
/// `licence.unreadable`: a fault of the program.
pub(super) fn plan(family: Family, now: Millis) -> Result<&'static Plan, Problem> {
    let plan = regime::at(now).and_then(|regime| regime.plan(family));
    plan.ok_or_else(|| Problem::internal("licence.unreadable"))
}

/// The family of the address; the choice of one when it names none.
fn family(query: &Pairs) -> Option<Family> {
    Family::from_code(query.get("family").unwrap_or_default()).ok()
}

/// The form, for an application that came on paper.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &ask.query, &Errors::none()).await?))
}

/// Writes down what came on paper.
///
/// # Errors
/// As [`apply`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let holder = AgencyId::parse(ask.form.get("holder").unwrap_or_default()).ok();
    let names = Names::all(&ask.app).await?;
    let holder = holder.filter(|id| names.linked().any(|one| one == *id));
    match (read(&ask.cx, &ask.form), holder) {
        (Ok((family, activities, text)), Some(holder)) => {
            let wish = Wish { family, holder, activities, text };
            let id = apply(&ask.app, wish, ask.worker()?, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id))))
        }
        (read, holder) => {
            let mut errors = read.err().unwrap_or_default();
            if holder.is_none() {
                errors.add("holder", ask.cx.t("licence-holder-needed"));
            }
            Ok(Reply::page_with_errors(&document(&ask, &ask.form, &errors).await?))
        }
    }
}

/// What was typed.
pub(super) fn read(
    cx: &Cx,
    form: &Pairs,
) -> Result<(Family, BTreeSet<Activity>, LicenceText), Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let family = family(form);
    let activities: BTreeSet<Activity> =
        form.all("activities").filter_map(|code| code.parse().ok()).collect();
    let text = LicenceText {
        name: Words::new(get("name_ar"), get("name_en")),
        text: get("text"),
        site: get("site"),
        contact: get("contact"),
        papers: form.all("papers").map(str::to_owned).collect(),
    };
    let activity = family == Some(Family::Professional) || !activities.is_empty();
    for (field, missing, key) in [
        ("family", family.is_none(), "licence-family-needed"),
        ("name_ar", !text.fits(), "licence-name-needed"),
        ("activities", !activity, "licence-activities-needed"),
    ] {
        if missing {
            errors.add(field, cx.t(key));
        }
    }
    match family {
        Some(family) if errors.is_empty() => Ok((family, activities, text)),
        _ => Err(errors),
    }
}

async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let holders: Vec<(String, String)> =
        names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned())).collect();
    let form = Form::new(cx, values, errors);
    let who = html! { (form.select("holder", cx.t("licence-holder")).combo().choices(holders)) };
    let body = whole(cx, "/licences", (values, errors), &who)?;
    let page = Page::new(cx, cx.t("licence-new")).crumb(cx.t("licences-title"), "/licences");
    Ok(page.errors(errors.any()).body(body))
}

/// The form at `action`: first which family, then what that family asks for.
///
/// # Errors
/// As [`plan`].
pub(super) fn whole(
    cx: &Cx,
    action: &str,
    (values, errors): (&Pairs, &Errors),
    who: &Markup,
) -> Result<Markup, Problem> {
    let Some(family) = family(values) else {
        return Ok(
            html! { (heading(cx.t("licence-new"), Some(&cx.t("licence-new-lead")), &html! {})) (families(cx, action)) },
        );
    };
    let plan = plan(family, cx.now)?;
    let form = Form::new(cx, values, errors);
    let papers = plan.papers.iter().map(|one| (one.code.clone(), one.of(cx.lang).to_owned()));
    let activities = Activity::ALL.iter();
    let activities = activities.map(|one| (one.code(), cx.code("licence-activity", one.code())));
    let fee = [("n", Arg::from(plan.fee))];
    Ok(html! {
        (heading(cx.code("licence-family", family.code()), Some(&cx.t_with("licence-fee-is", &fee)), &regulation::link(cx, plan.rule)))
        form.narrow method="post" action=(cx.url(action)) novalidate {
            div.stack {
                (form.summary())
                (form.hidden("family", family.code()))
                (Card::new(cx.t("licence-what")).body(html! {
                    (who)
                    (form.text("name_ar", cx.t("licence-name-ar")).hint(cx.t("licence-name-hint")).lang("ar").max(LINE_MAX))
                    (form.text("name_en", cx.t("licence-name-en")).lang("en").max(LINE_MAX))
                    @if family != Family::Professional {
                        (form.checks("activities", cx.t("licence-activities")).side_by_side().choices(activities))
                    }
                    (form.area("text", cx.t("licence-text")).max(TEXT_MAX).rows(3).optional())
                }))
                (Card::new(cx.t("licence-for-inspection")).body(html! {
                    (Note::new("eye-slash", cx.t("licence-site-hidden")).tone(Tone::Info).says(cx.t("licence-site-hidden-text")))
                    (form.text("site", cx.t("licence-site")).max(LINE_MAX).optional())
                    (form.text("contact", cx.t("licence-contact")).max(LINE_MAX).optional())
                }))
                (Card::new(cx.t("licence-papers")).body(html! {
                    (form.checks("papers", cx.t("licence-papers-given")).choices(papers).optional())
                }))
            }
            (acts(&html! { (Button::submit(cx.t("licence-submit")).icon("paper-plane-tilt")) }))
        }
    })
}

fn families(cx: &Cx, action: &str) -> Markup {
    html! {
        ul.shelf { @for one in Family::ALL {
            li.shelf-i {
                h2 { a.link href=(cx.url(&format!("{action}/new?family={}", one.code()))) { (cx.code("licence-family", one.code())) } }
                p.shelf-s { (cx.code("licence-family-text", one.code())) }
            }
        } }
    }
}
