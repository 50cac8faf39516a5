//! The directory of services (دليل الخدمات): ours, and those that linked partners publish to us.
//!
//! A keeper writes a draft; published, it is a version that stays readable for the referrals that asked for it. What changes
//! beside the versions is how much room there is, in a word, and when somebody last said that all of it is still so: every 90 days;
//! after 180 it is not found for referrals. It goes to every partner with an agreement in force, by itself, as a shared record
//! ([`crate::records`]), and to everybody at `/directory` and, for programs, at `/hsds` ([`crate::hsds`]).
//!
//! There are two stores. What is published cannot hold the address of a confidential place, by its type
//! ([`sila_core::directory::Site`]); where that is stands sealed in a table of its own, which one statement reads.

pub mod find;
pub mod form;
mod gaps;
pub mod open;
pub mod programme;
pub mod publication;
pub mod reading;
pub mod share;
mod show;
pub mod store;
pub(crate) mod write;

use std::collections::BTreeSet;

use sila_core::ListingId;
use sila_core::directory::{Listing, Words};
use sila_core::time::Millis;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::journal::store::Fact;
use crate::knowledge::stems;
use crate::problem::Problem;
use crate::vault::Place;
use store::Stored;

/// Nobody but its keepers sees it.
pub const HIDDEN: &str = "HIDDEN";
/// Everybody sees it.
pub const PUBLISHED: &str = "PUBLISHED";
/// Its agency offers it no more; versions stay readable.
pub const WITHDRAWN: &str = "WITHDRAWN";

/// The routes of the directory.
pub fn routes(r: &mut Routes) {
    use Permission::{Public, ServiceKeep, SignedIn};
    r.get("/{lang}/services", SignedIn, find::page);
    r.post("/{lang}/services", SignedIn, find::page);
    r.get("/{lang}/services/gaps", SignedIn, gaps::page);
    r.get("/{lang}/services/new", ServiceKeep, write::create);
    r.get("/{lang}/services/{id}", SignedIn, show::page);
    r.get("/{lang}/services/{id}/versions/{number}", SignedIn, show::version);
    r.get("/{lang}/services/{id}/draft", ServiceKeep, write::page);
    r.post("/{lang}/services/{id}/draft", ServiceKeep, write::save);
    r.post("/{lang}/services/{id}/publication", ServiceKeep, publication::create);
    r.post("/{lang}/services/{id}/withdrawal", ServiceKeep, publication::withdraw);
    r.post("/{lang}/services/{id}/assurance", ServiceKeep, publication::assure);
    r.post("/{lang}/services/{id}/band", ServiceKeep, publication::band);
    r.get("/{lang}/services/{id}/place", ServiceKeep, show::place);
    r.get("/{lang}/directory", Public, open::front);
    r.get("/{lang}/directory/all", Public, open::sheet);
    r.post("/{lang}/directory/found", Public, open::found);
    r.get("/{lang}/directory/under/{pillar}", Public, open::pillar);
    r.get("/{lang}/directory/{id}", Public, open::one);
}

/// Finds a service through the worker who asks: what is published for everybody, drafts for keepers.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn open(app: &App, worker: &Worker, id: ListingId) -> Result<Stored, Problem> {
    let stored = app.store.read(move |tx| store::find(tx, id)).await?;
    let keeps = worker.may(Permission::ServiceKeep);
    stored.filter(|one| store::is_seen(one) || keeps).ok_or_else(Problem::not_found)
}

/// As [`open()`], for a service of ours and whoever keeps the directory.
///
/// # Errors
/// `page.not_found`.
pub async fn own(app: &App, id: ListingId) -> Result<Stored, Problem> {
    let stored = app.store.read(move |tx| store::find(tx, id)).await?;
    stored.filter(|one| one.origin == app.node.id).ok_or_else(Problem::not_found)
}

fn draft_place(id: ListingId) -> Place {
    Place { table: "service.draft", row: id.0 }
}

fn site_place(id: ListingId) -> Place {
    Place { table: "service.place", row: id.0 }
}

/// What was done with a service, for the journal.
pub fn fact(app: &App, id: ListingId, worker: &Worker, act: &str, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "directory",
        subject: format!("{id} {act}"),
        worker: Some(worker.id),
        data: act.as_bytes().to_vec(),
    }
}

/// The address of a service, without language.
pub fn path(id: ListingId) -> String {
    format!("/services/{id}")
}

/// The stems by which a service is found: its own words, and those of its kind and its groups in both languages.
pub fn words_of(listing: &Listing) -> BTreeSet<String> {
    use crate::web::{Lang, i18n};
    let mut all = BTreeSet::new();
    for Words { name, summary, steps, .. } in [&listing.ar, &listing.en] {
        for text in [name, summary, steps] {
            all.extend(stems::of(text));
        }
    }
    if let Some(programme) = &listing.programme {
        all.extend(stems::of(&programme.name_ar));
        all.extend(stems::of(&programme.name_en));
    }
    let groups = listing.terms.categories.iter().map(|one| ("category", one.code()));
    let codes = groups
        .chain([("service", listing.terms.service.code()), ("pillar", listing.pillar.code())]);
    for (family, code) in codes {
        let key = format!("{family}-{}", code.to_lowercase().replace('_', "-"));
        for lang in [Lang::Ar, Lang::En] {
            all.extend(stems::of(&i18n::text(lang, &key, &[])));
        }
    }
    all
}

/// The stems of what somebody types, the longest first, at most four.
pub fn query_stems(typed: &str) -> Vec<String> {
    let mut found: Vec<String> = stems::of(typed).into_iter().collect();
    found.sort_by_key(|stem| std::cmp::Reverse(stem.chars().count()));
    found.truncate(stems::QUERY_STEMS_MAX);
    found
}
