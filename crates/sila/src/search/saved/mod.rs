//! Saved filters: what a worker narrows a list to, under a name of their own, and the one that opens first. Who wishes shares one with whoever is
//! in a team with them. They hold codes only and show nothing by themselves: the list decides anew what each reader may see. The name is sealed;
//! people write what they like in it.

pub mod page;
pub mod store;
#[cfg(test)]
mod tests;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::vault::Place;
use crate::web::Pairs;
use store::Stored;

/// Most filters of one worker for one list.
const KEPT_MAX: usize = 20;
/// Longest value of a filter, in bytes: codes and identifiers.
const VALUE_BYTES_MAX: usize = 40;

/// The routes of saved filters.
pub fn routes(r: &mut Routes) {
    r.post("/{lang}/filters", Permission::SignedIn, page::create);
    r.post("/{lang}/filters/{id}/first", Permission::SignedIn, page::first);
    r.post("/{lang}/filters/{id}/share", Permission::SignedIn, page::share);
    r.post("/{lang}/filters/{id}/end", Permission::SignedIn, page::end);
}

/// A list that can be narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Cases.
    Cases,
    /// Received referrals.
    In,
    /// Sent referrals.
    Out,
}

impl List {
    const ALL: [List; 3] = [List::Cases, List::In, List::Out];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            List::Cases => "CASES",
            List::In => "IN",
            List::Out => "OUT",
        }
    }

    /// The list of that code.
    pub fn of(code: &str) -> Option<List> {
        List::ALL.into_iter().find(|list| list.code() == code)
    }

    /// Its address, without language.
    pub fn path(self) -> &'static str {
        match self {
            List::Cases => "/cases",
            List::In => "/referrals/in",
            List::Out => "/referrals/out",
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            List::Cases => &[
                "who", "status", "category", "urgency", "level", "stage", "age", "owner", "clock",
                "late",
            ],
            List::In | List::Out => &["state", "urgency", "category", "kind", "status", "late"],
        }
    }

    /// Of an address, what narrows this list: codes under known names, nothing else.
    pub fn narrowing(self, query: &Pairs) -> Pairs {
        let plain = |value: &str| {
            value.len() <= VALUE_BYTES_MAX
                && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        };
        let kept = query.iter().filter(|(name, value)| {
            self.names().contains(name) && !value.is_empty() && plain(value)
        });
        kept.collect()
    }
}

/// A filter as it is shown.
#[derive(Debug, Clone)]
pub struct Saved {
    /// As it is stored.
    pub stored: Stored,
    /// What its writer calls it.
    pub name: String,
    /// Arabic and English name of its writer, where that is a colleague who shares it.
    pub by: Option<(String, String)>,
}

fn place(id: uuid::Uuid) -> Place {
    Place { table: "saved_filter", row: id }
}

fn opened(app: &App, stored: Stored) -> Result<Saved, Problem> {
    let name = app.vault.open(place(stored.id), &stored.name)?;
    Ok(Saved { name: String::from_utf8_lossy(&name).into_owned(), stored, by: None })
}

/// The worker's filters for a list, in the order in which they were made, and then those that colleagues of their teams share.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(ask: &Ask, list: List) -> Result<Vec<Saved>, Problem> {
    let worker = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let code = list.code();
        Ok((store::of_list(tx, worker, code)?, store::of_teams(tx, worker, code)?))
    };
    let (own, shared) = ask.app.store.read(read).await?;
    let own = own.into_iter().map(|stored| opened(&ask.app, stored));
    let theirs = shared.into_iter().map(|(stored, by)| {
        let saved = opened(&ask.app, stored)?;
        Ok(Saved { by: Some(by), ..saved })
    });
    own.chain(theirs).collect()
}

/// Where somebody goes who asks for the list without saying how: to their first filter, if they have one.
pub fn first_of(ask: &Ask, list: List, all: &[Saved]) -> Option<String> {
    if !ask.query.is_empty() {
        return None;
    }
    let first = all.iter().find(|one| one.by.is_none() && one.stored.first)?;
    Some(ask.cx.url(&format!("{}?{}", list.path(), first.stored.query)))
}
