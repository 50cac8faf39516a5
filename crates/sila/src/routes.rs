//! Every route of the node, by noun. Each line names the permission it needs.

use axum::Router;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::problem::Problem;
use crate::reply::Reply;

/// The whole table.
pub fn table() -> Routes {
    let mut r = Routes::default();
    r.get("/", Permission::Public, front);
    r.get("/health", Permission::Public, health);
    r.get("/events", Permission::SignedIn, crate::events::stream);
    r.get("/{lang}", Permission::SignedIn, crate::day::show::page);
    own(&mut r);
    crate::agreements::routes(&mut r);
    crate::activation::routes(&mut r);
    crate::initiatives::routes(&mut r);
    crate::obligations::routes(&mut r);
    crate::partners::routes(&mut r);
    crate::partnerships::routes(&mut r);
    crate::audits::routes(&mut r);
    crate::standards::routes(&mut r);
    crate::lifecycle::routes(&mut r);
    crate::historic::routes(&mut r);
    crate::evaluations::routes(&mut r);
    crate::imprint::routes(&mut r);
    crate::annual::routes(&mut r);
    crate::meetings::routes(&mut r);
    crate::policy::routes(&mut r);
    crate::minutes::routes(&mut r);
    crate::themes::routes(&mut r);
    crate::portal::routes(&mut r);
    crate::proposals::routes(&mut r);
    crate::lineage::routes(&mut r);
    crate::improvements::routes(&mut r);
    crate::projects::routes(&mut r);
    crate::press::routes(&mut r);
    crate::records::routes(&mut r);
    crate::cases::routes(&mut r);
    crate::shelter::routes(&mut r);
    crate::instruments::routes(&mut r);
    crate::intake::routes(&mut r);
    crate::people::routes(&mut r);
    crate::duplicates::routes(&mut r);
    crate::imports::routes(&mut r);
    crate::referrals::routes(&mut r);
    crate::journal::routes(&mut r);
    crate::links::routes(&mut r);
    crate::keys::routes(&mut r);
    crate::known::routes(&mut r);
    learning(&mut r);
    crate::research::routes(&mut r);
    crate::campaigns::routes(&mut r);
    crate::announcements::routes(&mut r);
    crate::files::routes(&mut r);
    crate::services::routes(&mut r);
    crate::hsds::routes(&mut r);
    crate::api::routes(&mut r);
    crate::fhir::routes(&mut r);
    crate::webhooks::routes(&mut r);
    crate::evidence::routes(&mut r);
    crate::ideas::routes(&mut r);
    crate::polls::routes(&mut r);
    crate::votes::routes(&mut r);
    crate::feedback::routes(&mut r);
    crate::regulation::routes(&mut r);
    crate::licences::routes(&mut r);
    r
}

/// What everybody who signs in has of their own.
fn own(r: &mut Routes) {
    crate::accounts::routes(r);
    crate::day::notices::routes(r);
    crate::mail::routes(r);
    crate::search::routes(r);
}

/// What partners learn together.
fn learning(r: &mut Routes) {
    crate::knowledge::routes(r);
    crate::training::routes(r);
    crate::exchanges::routes(r);
}

/// The node's web application.
pub fn router(app: &App) -> Router {
    table()
        .into_router(app)
        .route("/static/{digest}/{*path}", axum::routing::get(crate::web::assets::serve))
}

/// Arabic first.
async fn front(_: Ask) -> Result<Reply, Problem> {
    Ok(Reply::see_other("/ar"))
}

/// Whether the node serves and its store answers. Says nothing else to a stranger.
async fn health(ask: Ask) -> Result<Reply, Problem> {
    ask.app.store.read(|tx| crate::journal::store::ready(tx)).await?;
    Ok(Reply::json(&serde_json::json!({ "status": "ok" })))
}
