//! `POST /projects/{id}/counts`: how many people one partner reached of one group in one place in one quarter.

use sila_core::AgencyId;
use sila_core::area::AreaCode;
use sila_core::codes::Category;
use sila_core::experience::Quarter;
use sila_core::time::Millis;
use uuid::Uuid;

use super::store::{self, Reached};
use super::{open, path, show};
use crate::accounts::Worker;
use crate::activation::saying::whole;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Most people of one count.
pub const PEOPLE_MAX: u32 = 10_000_000;

/// Writes a count. Said again for the same partner, group, place and quarter it takes the place of the one before.
///
/// # Errors
/// `page.not_found`; `project.not_of_it` for a group, a partner or a place that the project does not name; `project.later` for a quarter
/// that has not come.
pub async fn reach(
    app: &App,
    id: Uuid,
    one: Reached,
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(id));
    if one.quarter > Quarter::of(now) || one.people > PEOPLE_MAX {
        return Err(refused("project.later"));
    }
    let told = fact(app, "project", format!("{id} counted"), Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<Option<bool>, DbError> {
        if store::find(tx, id)?.is_none() {
            return Ok(None);
        }
        let parts = store::parts(tx, id)?;
        let of_it = parts.groups.contains(&one.group)
            && parts.partners.contains(&one.partner)
            && parts.places.contains(&one.place);
        if of_it {
            store::set_reached(tx, id, &one, (by, now))?;
            journal::insert(tx, &told)?;
        }
        Ok(Some(of_it))
    };
    match app.store.write(write).await? {
        None => Err(Problem::not_found()),
        Some(false) => Err(refused("project.not_of_it")),
        Some(true) => {
            app.changed(Topic::Agreements);
            Ok(())
        }
    }
}

/// Writes the count of the form.
///
/// # Errors
/// As [`reach`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let (form, mut errors) = (&ask.form, Errors::none());
    let get = |name: &str| form.get(name).unwrap_or_default();
    let people = whole(get("people")).and_then(|n| u32::try_from(n).ok());
    let people = people.filter(|n| *n <= PEOPLE_MAX);
    let partner = AgencyId::parse(get("partner")).ok();
    let group = Category::from_code(get("group")).ok();
    let place = AreaCode::parse(get("place")).ok();
    let quarter = get("quarter").parse().ok().map(Quarter::from_number);
    for (field, missing, key) in [
        ("people", people.is_none(), "project-people-needed"),
        ("partner", partner.is_none(), "project-choose-needed"),
        ("group", group.is_none(), "project-choose-needed"),
        ("place", place.is_none(), "project-choose-needed"),
        ("quarter", quarter.is_none(), "project-choose-needed"),
    ] {
        if missing {
            errors.add(field, ask.cx.t(key));
        }
    }
    let (Some(people), Some(partner), Some(group), Some(place), Some(quarter)) =
        (people, partner, group, place, quarter)
    else {
        let open = open(&ask.app, id).await?;
        return Ok(Reply::page_with_errors(&show::document(&ask, &open, form, &errors).await?));
    };
    let one = Reached { partner, group, place, quarter, people };
    reach(&ask.app, id, one, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}
