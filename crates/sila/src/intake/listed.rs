//! The service of the directory that a form asks for: it begins filled in from there, and the referral says which version was read.

use maud::{Markup, html};
use sila_core::ListingId;
use sila_core::directory::{Listed, Listing};
use sila_core::field::Field;
use sila_core::ids::AgencyId;

use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::intake::sharing::{ASSUMED, To};
use crate::intake::{draft, store, typing};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::services::{self, store as directory};
use crate::web::components::{Note, Tone};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Pairs};

/// The field that holds which service, in which version: `IDENTIFIER.NUMBER`.
pub const FIELD: &str = "listed";

/// Begins a form for a referral to this service.
///
/// # Errors
/// `page.not_found`; `services.stale` when nobody has said for too long that it is still so.
pub async fn begin(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let stored = services::open(&ask.app, worker, ask.id("id")?).await?;
    let published = stored.published.filter(|one| !one.withdrawn);
    let published = published.ok_or_else(Problem::not_found)?;
    if published.is_stale(ask.now) {
        let way_out = services::path(stored.id);
        return Err(Problem::refused("services.stale").way_out(way_out));
    }
    let to = if stored.origin == ask.app.node.id { To::Here } else { To::Agency(stored.origin) };
    let mut values = values(&published.listing, to);
    typing::bring(&mut values);
    let draft = draft::compose(&ask.app, &values, None, 0, ask.now)?;
    let (writer, path) = (worker.id, format!("/intake/{}/1", draft.id));
    ask.app.store.write(move |tx| store::insert(tx, &draft, writer)).await?;
    Ok(Reply::see_other(ask.cx.url(&path)))
}

/// The answers that follow from the service: what is needed, from whom, and, of a programme, what may go.
fn values(listing: &Listing, to: To) -> Pairs {
    let mut values: Pairs = [("channel", "WALKIN"), ("reporter", "SELF")].into_iter().collect();
    values.push("services", listing.terms.service.code());
    if let [category] = listing.terms.categories.as_slice() {
        values.push("category", category.code());
    }
    values.push("to", to.value());
    values.push(FIELD, format!("{}.{}", listing.id, listing.number));
    if let Some(programme) = &listing.programme {
        values.push("share_asked", "yes");
        let both = |field: &&Field| ASSUMED.contains(field) || programme.fields.contains(field);
        for field in programme.fields.iter().filter(both) {
            values.push("share", field.code());
        }
    }
    values
}

fn read(values: &Pairs) -> Option<Listed> {
    let (id, number) = values.get(FIELD)?.split_once('.')?;
    Some(Listed { id: ListingId(id.parse().ok()?), number: number.parse().ok()? })
}

/// What the referral says that it asks for: nothing when another agency was chosen in the end.
///
/// # Errors
/// When the store cannot be read.
pub async fn asked(app: &App, values: &Pairs, target: AgencyId) -> Result<Option<Listed>, Problem> {
    let Some(listed) = read(values) else { return Ok(None) };
    let found = app.store.read(move |tx| directory::find(tx, listed.id)).await?;
    Ok(found.filter(|one| one.origin == target).map(|_| listed))
}

/// The version that a form or a referral asks for, for a note that says so.
///
/// # Errors
/// When the store cannot be read.
pub async fn version(app: &App, listed: Option<Listed>) -> Result<Option<Listing>, Problem> {
    let Some(Listed { id, number }) = listed else { return Ok(None) };
    let query = move |tx: &mut dyn Tx| -> Result<_, DbError> { directory::version(tx, id, number) };
    Ok(app.store.read(query).await?)
}

/// As [`version`], for a draft.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_draft(app: &App, values: &Pairs) -> Result<Option<Listing>, Problem> {
    version(app, read(values)).await
}

/// Which service is asked for, with the way to the version that was read.
pub fn note(cx: &Cx, listing: &Listing) -> Markup {
    let words = cx.lang.pick(&listing.ar, &listing.en);
    let path = format!("/services/{}/versions/{}", listing.id, listing.number);
    let number = [("n", Arg::from(listing.number))];
    let note = Note::new("signpost", cx.t("services-asked-for")).tone(Tone::Info).body(html! {
        p { a.link href=(cx.url(&path)) { (Name(&words.name)) } " · " (cx.t_with("services-version", &number)) }
        @if listing.programme.is_some() { p.hint { (cx.t("services-programme-carries")) } }
    });
    html! { div.mb-5 { (note) } }
}
