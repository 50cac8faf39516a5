//! Reading one resource, and pages of them.

use serde_json::{Value, json};
use sila_core::AgencyId;
use sila_core::ids::ReferralId;

use super::resource::{self, Shown};
use super::{BUNDLE, store, told};
use crate::api::{Caller, Scope, admit, window};
use crate::app::App;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::partners;
use crate::problem::Problem;
use crate::referrals::{Record, narrowing};
use crate::reply::Reply;

/// How a resource is written of a referral.
type Writes = fn(&Ask, &Shown) -> Value;

/// Lets a call in if its token reads referrals.
///
/// # Errors
/// As [`admit`].
pub(super) async fn admitted(ask: &Ask, what: &'static str) -> Result<Caller, Problem> {
    admit(ask, Some(Scope::Referrals), what).await
}

/// A referral as its partner may see it now.
///
/// # Errors
/// `page.not_found` for anything that is not addressed to this partner.
pub(super) async fn shown(app: &App, partner: AgencyId, id: ReferralId) -> Result<Shown, Problem> {
    let record = Record::addressed_to(app, partner, id).await?;
    let body = narrowing::left_of(app, &record)?;
    let names = app.store.read(move |tx| partners::store::name_of(tx, partner)).await?;
    Ok(Shown { record, body, partner: names.unwrap_or_default() })
}

async fn one(ask: Ask, what: &'static str, writes: Writes) -> Result<Reply, Problem> {
    let done = async {
        let caller = admitted(&ask, what).await?;
        let shown = shown(&ask.app, caller.partner, ask.id("id")?).await?;
        let subject = Subject::Referral(shown.record.row.id.0);
        access::record(&ask.app, &caller.worker(), subject, "fhir.read", ask.now).await?;
        Ok(writes(&ask, &shown))
    };
    told(&ask, done.await)
}

/// The referrals of a page, each reading written down before any is shown; how many there are in all.
///
/// # Errors
/// When the store cannot be read or written.
pub(super) async fn page(
    ask: &Ask,
    caller: &Caller,
    (limit, offset): (i64, i64),
    screen: &'static str,
) -> Result<(Vec<Shown>, i64), Problem> {
    let partner = caller.partner;
    let query = move |tx: &mut dyn crate::db::Tx| store::addressed(tx, partner, (limit, offset));
    let (ids, total) = ask.app.store.read(query).await?;
    let mut all = Vec::new();
    for id in ids {
        all.push(shown(&ask.app, partner, id).await?);
    }
    let seen = all.iter().map(|one| Subject::Referral(one.record.row.id.0)).collect();
    access::record_all(&ask.app, &caller.worker(), seen, screen, ask.now).await?;
    Ok((all, total))
}

async fn searched(
    ask: Ask,
    of: &'static str,
    what: &'static str,
    writes: Writes,
) -> Result<Reply, Problem> {
    let done = async {
        let caller = admitted(&ask, what).await?;
        let asked = window(&ask.query, BUNDLE)?;
        let (count, nth) = (asked.per_page, asked.page);
        let (all, total) = page(&ask, &caller, (count, asked.before()), "fhir.search").await?;
        let here = format!("{}/fhir/{of}", ask.origin());
        let link = |relation: &str, page: i64| json!({ "relation": relation, "url": format!("{here}?_count={count}&page={page}") });
        let mut links = vec![link("self", nth)];
        if asked.goes_on(total) {
            links.push(link("next", nth.saturating_add(1)));
        }
        let entry = |one: &Shown| {
            json!({
                "fullUrl": format!("{here}/{}", one.record.row.id),
                "resource": writes(&ask, one),
                "search": { "mode": "match" },
            })
        };
        let mut bundle = json!({
            "resourceType": "Bundle", "type": "searchset", "total": total, "link": links,
        });
        // An empty list is no list in FHIR.
        if let (Value::Object(map), false) = (&mut bundle, all.is_empty()) {
            map.insert("entry".to_owned(), all.iter().map(entry).collect());
        }
        Ok(bundle)
    };
    told(&ask, done.await)
}

/// What was referred, as requests for a service.
///
/// # Errors
/// None: a problem is an answer.
pub async fn requests(ask: Ask) -> Result<Reply, Problem> {
    searched(ask, "ServiceRequest", "fhir.requests", resource::request).await
}

/// One request.
///
/// # Errors
/// None: a problem is an answer.
pub async fn request(ask: Ask) -> Result<Reply, Problem> {
    one(ask, "fhir.request", resource::request).await
}

/// Where each stands, as tasks.
///
/// # Errors
/// None: a problem is an answer.
pub async fn tasks(ask: Ask) -> Result<Reply, Problem> {
    searched(ask, "Task", "fhir.tasks", resource::task).await
}

/// One task.
///
/// # Errors
/// None: a problem is an answer.
pub async fn task(ask: Ask) -> Result<Reply, Problem> {
    one(ask, "fhir.task", resource::task).await
}
