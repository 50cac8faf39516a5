//! The directory for programs: the Human Services Data Specification 3.1, profile `hsds-ae`, all its eleven readings, open to everybody.
//!
//! Names and texts are Arabic, with the English beside them as attributes; `?lang=en` turns that round. Only what this agency publishes is
//! here. A confidential place has no address in what this is made from, and room is said in a word, never as a number. A call that is
//! malformed is answered by problem+json that names the field. Files in the same form are brought in as drafts ([`bring`]).

pub mod bring;
mod call;
pub mod openapi;
mod organization;
pub mod record;
mod terms;

use serde_json::{Value, json};
use sila_core::ListingId;
use sila_core::codes::{Category, Service};
use sila_core::directory::{Pillar, Published};
use sila_core::time::Millis;

use crate::accounts::Permission::{Public, ServiceKeep};
use crate::ask::{Ask, Routes};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::services::{PUBLISHED, store};
use call::{Call, Paging};
use record::Scribe;

/// The version of the specification.
pub const VERSION: &str = "3.1";
/// The profile by which it is read.
pub const PROFILE: &str = "https://sila.example/profile/hsds-ae";

/// The routes of the interface.
pub fn routes(r: &mut Routes) {
    r.get("/hsds", Public, |ask| reply(ask, root_of));
    r.get("/hsds/", Public, |ask| reply(ask, root_of));
    r.get("/hsds/openapi.json", Public, |ask| reply(ask, document));
    r.get("/hsds/services", Public, services);
    r.get("/hsds/services/{id}", Public, one);
    r.get("/hsds/taxonomies", Public, |ask| reply(ask, taxonomies));
    r.get("/hsds/taxonomies/{id}", Public, |ask| reply(ask, taxonomy));
    r.get("/hsds/taxonomy_terms", Public, |ask| reply(ask, all_terms));
    r.get("/hsds/taxonomy_terms/{id}", Public, |ask| reply(ask, term));
    r.get("/hsds/organizations", Public, organizations);
    r.get("/hsds/organizations/{id}", Public, organization);
    r.get("/hsds/service_at_locations", Public, at_locations);
    r.get("/hsds/service_at_locations/{id}", Public, at_location);
    r.get("/{lang}/services/export", ServiceKeep, bring::export);
    r.get("/{lang}/services/import", ServiceKeep, bring::page);
    r.post_file("/{lang}/services/import", ServiceKeep, bring::FILE_BYTES_MAX, bring::create);
}

/// Answers a reading that needs no store; whatever is wrong is problem+json.
#[expect(clippy::unused_async, reason = "every reading is async")]
async fn reply(
    ask: Ask,
    read: fn(&Ask, &Call, &Scribe<'_>) -> Result<Answer, Problem>,
) -> Result<Reply, Problem> {
    let done = Call::read(&ask.query).and_then(|call| {
        let scribe = Scribe::new(&ask, call.lang);
        Ok(read(&ask, &call, &scribe)?.reply(&call))
    });
    Ok(done.unwrap_or_else(|problem| Reply::problem_json(&ask.cx, &problem)))
}

/// What a reading gives: one thing, or a page of a list.
enum Answer {
    One(Value),
    Page(Paging, Vec<Value>),
}

impl Answer {
    fn reply(self, call: &Call) -> Reply {
        match self {
            Answer::One(value) => Reply::json(&value),
            Answer::Page(_, contents) if call.lines => {
                let lines: String = contents.iter().map(|one| format!("{one}\n")).collect();
                Reply::lines(lines)
            }
            Answer::Page(paging, contents) => Reply::json(&paging.around(&contents)),
        }
    }
}

/// Where this interface is, as the caller reached it.
fn address(ask: &Ask) -> String {
    format!("{}/hsds", ask.origin())
}

fn root_of(ask: &Ask, _: &Call, scribe: &Scribe<'_>) -> Result<Answer, Problem> {
    Ok(Answer::One(json!({
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": format!("{}/openapi.json", address(ask)),
        "description": scribe.t("hsds-description"),
        "publisher": { "name": scribe.agency(), "identifier": ask.app.node.agency.code },
    })))
}

fn document(ask: &Ask, _: &Call, _: &Scribe<'_>) -> Result<Answer, Problem> {
    Ok(Answer::One(openapi::document(&address(ask))))
}

fn page_of(call: &Call, all: Vec<Value>) -> Answer {
    let paging = call.paging(i64::try_from(all.len()).unwrap_or(i64::MAX));
    let (from, size) = (paging.offset(), call.per_page);
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or_default();
    Answer::Page(paging, all.into_iter().skip(from).take(size).collect())
}

/// Whether one of the texts holds what is searched for, folded.
fn says(value: &Value, words: &[String]) -> bool {
    let text = ["name", "description", "code"].map(|key| value[key].as_str().unwrap_or_default());
    let stems = crate::knowledge::stems::of(&text.join(" "));
    words.iter().all(|word| stems.contains(word))
}

fn named(ask: &Ask, all: Vec<Value>) -> Result<Answer, Problem> {
    let id = ask.param("id");
    let found = all.into_iter().find(|one| one["id"].as_str() == Some(id));
    found.map(Answer::One).ok_or_else(Problem::not_found)
}

fn taxonomies(_: &Ask, call: &Call, scribe: &Scribe<'_>) -> Result<Answer, Problem> {
    let mut all = terms::taxonomies(scribe);
    all.retain(|one| says(one, &call.words));
    Ok(page_of(call, all))
}

fn taxonomy(ask: &Ask, _: &Call, scribe: &Scribe<'_>) -> Result<Answer, Problem> {
    named(ask, terms::taxonomies(scribe))
}

fn all_terms(_: &Ask, call: &Call, scribe: &Scribe<'_>) -> Result<Answer, Problem> {
    let mut all = terms::all(scribe);
    let of = call.taxonomy.map(|id| id.to_string());
    all.retain(|one| {
        let within = of.as_deref().is_none_or(|of| one["taxonomy_id"].as_str() == Some(of));
        // The lists are flat: no term has a parent.
        within && call.parent.is_none() && says(one, &call.words)
    });
    Ok(page_of(call, all))
}

fn term(ask: &Ask, _: &Call, scribe: &Scribe<'_>) -> Result<Answer, Problem> {
    named(ask, terms::all(scribe))
}

async fn organizations(ask: Ask) -> Result<Reply, Problem> {
    let call = Call::read(&ask.query);
    let done = match &call {
        Ok(call) => {
            let mut all = organization::all(&ask, &Scribe::new(&ask, call.lang)).await?;
            all.retain(|one| says(one, &call.words));
            Ok(page_of(call, all))
        }
        Err(_) => Err(Problem::not_found()),
    };
    Ok(settle(&ask, call, done))
}

async fn organization(ask: Ask) -> Result<Reply, Problem> {
    let call = Call::read(&ask.query);
    let lang = call.as_ref().map(|call| call.lang).unwrap_or_default();
    let all = organization::all(&ask, &Scribe::new(&ask, lang)).await?;
    let done = named(&ask, all);
    Ok(settle(&ask, call, done))
}

/// What the store is asked for; nothing when no service of ours can fit.
fn filter(call: &Call, scribe: &Scribe<'_>) -> Option<store::Filter> {
    let mut filter = store::Filter {
        changed_since: call.modified_after.unwrap_or(Millis(0)),
        stems: call.words.clone(),
        ..store::Filter::default()
    };
    let ours = scribe.organization_id();
    let known = terms::taxonomies(scribe);
    let of_ours = |id: uuid::Uuid| {
        let id = id.to_string();
        known.iter().any(|one| one["id"].as_str() == Some(id.as_str()))
    };
    if call.organization.is_some_and(|id| id.to_string() != ours)
        || call.taxonomy.is_some_and(|id| !of_ours(id))
    {
        return None;
    }
    if let Some(id) = call.term {
        match terms::code_of(id)? {
            ("pillar", code) => filter.pillar = Pillar::from_code(code).ok(),
            ("service", code) => filter.need = Service::from_code(code).ok(),
            (_, code) => filter.category = Category::from_code(code).ok(),
        }
    }
    Some(filter)
}

async fn listed(
    ask: &Ask,
    call: &Call,
    write: impl Fn(&Scribe<'_>, &Published, Millis) -> Value,
) -> Result<Answer, Problem> {
    let scribe = Scribe::new(ask, call.lang);
    let Some(filter) = filter(call, &scribe) else {
        return Ok(Answer::Page(call.paging(0), Vec::new()));
    };
    let (me, window) = (ask.app.node.id, (call.per_page, call.offset()));
    let query = move |tx: &mut dyn crate::db::Tx| store::own(tx, me, &filter, window);
    let (found, total) = ask.app.store.read(query).await?;
    let contents = found.iter().map(|(at, one)| write(&scribe, one, *at)).collect();
    Ok(Answer::Page(call.paging(total), contents))
}

fn settle(ask: &Ask, call: Result<Call, Problem>, done: Result<Answer, Problem>) -> Reply {
    match (call, done) {
        (Ok(call), Ok(answer)) => answer.reply(&call),
        (Err(problem), _) | (_, Err(problem)) => Reply::problem_json(&ask.cx, &problem),
    }
}

async fn services(ask: Ask) -> Result<Reply, Problem> {
    let call = Call::read(&ask.query);
    let done = match &call {
        Ok(call) => {
            let write = |scribe: &Scribe<'_>, one: &Published, at| match (call.minimal, call.full) {
                (true, _) => scribe.minimal(one),
                (false, true) => scribe.full(one, at),
                (false, false) => scribe.brief(one, at),
            };
            listed(&ask, call, write).await
        }
        Err(_) => Err(Problem::not_found()),
    };
    Ok(settle(&ask, call, done))
}

async fn published(ask: &Ask, id: ListingId) -> Result<(Published, Millis), Problem> {
    let stored = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let stored = stored.filter(|one| one.origin == ask.app.node.id && one.state == PUBLISHED);
    let stored = stored.ok_or_else(Problem::not_found)?;
    let at = stored.updated_at;
    stored.published.map(|one| (one, at)).ok_or_else(Problem::not_found)
}

async fn one(ask: Ask) -> Result<Reply, Problem> {
    let call = Call::read(&ask.query);
    let done = async {
        let (one, at) = published(&ask, ask.id("id")?).await?;
        let lang = call.as_ref().map(|call| call.lang).unwrap_or_default();
        Ok(Answer::One(Scribe::new(&ask, lang).full(&one, at)))
    };
    let done = done.await;
    Ok(settle(&ask, call, done))
}

async fn at_locations(ask: Ask) -> Result<Reply, Problem> {
    let call = Call::read(&ask.query);
    let done = match &call {
        Ok(call) if call.elsewhere => Ok(Answer::Page(call.paging(0), Vec::new())),
        Ok(call) => {
            let write =
                |scribe: &Scribe<'_>, one: &Published, at| scribe.at_location(one, at, call.full);
            listed(&ask, call, write).await
        }
        Err(_) => Err(Problem::not_found()),
    };
    Ok(settle(&ask, call, done))
}

/// A place bears the identifier of its service with one bit turned, so that it is found without a list.
async fn at_location(ask: Ask) -> Result<Reply, Problem> {
    let call = Call::read(&ask.query);
    let done = async {
        let id: uuid::Uuid = ask.id("id")?;
        let (one, at) = published(&ask, ListingId(record::twin(id))).await?;
        let lang = call.as_ref().map(|call| call.lang).unwrap_or_default();
        Ok(Answer::One(Scribe::new(&ask, lang).at_location(&one, at, true)))
    };
    let done = done.await;
    Ok(settle(&ask, call, done))
}
