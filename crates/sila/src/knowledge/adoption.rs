//! "We use this": said for the agency, since when and what came of it. The agency whose item it is hears of it.

use sila_core::time::Date;
use sila_core::{KnowledgeId, Millis};

use super::item::{self, Adoption, NOTE_MAX};
use super::{Open, PUBLISHED, fact, open, path, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::DbError;
use crate::guard::{self, Verdict};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::records::{By, propose};
use crate::reply::Reply;
use crate::web::components::heading;
use crate::web::{Errors, Page};

/// Says it, after the guard has looked at the note.
///
/// # Errors
/// `page.not_found`; `knowledge.not_published`; when the item's agency is not reached.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: KnowledgeId = ask.id("id")?;
    let found = open(&ask.app, ask.worker()?, id).await?;
    let since = since(&ask);
    let typed = ask.form.get("outcome").unwrap_or_default().to_owned();
    let mut errors = Errors::none();
    if since.is_none() {
        errors.add("since", ask.cx.t("knowledge-since-wrong"));
    }
    if typed.chars().count() > NOTE_MAX {
        errors.add("outcome", ask.cx.t("knowledge-note-long"));
    }
    let Some(since) = since.filter(|_| errors.is_empty()) else {
        return super::show::with_errors(&ask, found, &errors).await;
    };
    let fields = vec![("outcome".to_owned(), typed.clone())];
    match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(findings) => {
            let cx = &ask.cx;
            let filled = |name: &str| ask.form.get(name).unwrap_or_default();
            let carried = [
                ("since_d", filled("since_d")),
                ("since_m", filled("since_m")),
                ("since_y", filled("since_y")),
                ("outcome", &typed),
            ];
            let action = format!("{}/adoption", path(id));
            let body = maud::html! {
                (heading(cx.t("knowledge-adopt"), None, &maud::html! {}))
                (guard::held(cx, &action, (&fields, &findings), &ask.form, &carried))
            };
            let page =
                Page::new(cx, cx.t("knowledge-adopt")).crumb(cx.t("knowledge-title"), "/knowledge");
            Ok(Reply::page_with_errors(&page.body(body)))
        }
        Verdict::Passed(passed) => {
            let outcome = passed.get("outcome").to_owned();
            let worker = ask.worker()?;
            let kept = guard::facts(&ask.app, &passed, &id.to_string(), worker.id, ask.now);
            ask.app
                .store
                .write(move |tx| kept.iter().try_for_each(|fact| journal::insert(tx, fact)))
                .await?;
            adopt(&ask.app, worker, &found, Adoption { item: id, since, outcome }, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id))))
        }
    }
}

/// The day that was typed, if it is one and not to come.
fn since(ask: &Ask) -> Option<Millis> {
    let number = |name: &str| {
        let typed = sila_names::fold::ascii_digits(ask.form.get(name)?);
        typed.parse::<u16>().ok()
    };
    let (month, day) =
        (u8::try_from(number("since_m")?).ok()?, u8::try_from(number("since_d")?).ok()?);
    let date = Date { year: i64::from(number("since_y")?), month, day };
    let is_day = (1..=12).contains(&month) && (1..=date.days_in_month()).contains(&day);
    let known = (1990..=2200).contains(&date.year);
    (is_day && known && date <= ask.now.uae_date()).then(|| date.at_minute(12 * 60))
}

/// Writes it down here, and tells the agency whose item it is.
///
/// # Errors
/// `knowledge.not_published`; when there is no agreement for it, or no link.
pub async fn adopt(
    app: &App,
    worker: &Worker,
    found: &Open,
    adoption: Adoption,
    now: Millis,
) -> Result<(), Problem> {
    let (id, origin, me) = (found.stored.id, found.stored.origin, app.node.id);
    if found.stored.state != PUBLISHED {
        return Err(Problem::refused("knowledge.not_published").way_out(path(id)));
    }
    let body = item::to_cbor(&adoption);
    if origin != me {
        super::share::basis(app, origin, now).await?;
        let by = By { worker: Some(worker.id), now };
        propose::first(app, item::ADOPTION, &[origin], body.clone(), by).await?;
    }
    let told = fact(app, id, worker, "adopted", now);
    let write = move |tx: &mut dyn crate::db::Tx| -> Result<(), DbError> {
        store::adopt(tx, id, me, &body, now)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}
