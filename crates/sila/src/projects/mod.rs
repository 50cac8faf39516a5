//! Community projects (المشاريع المجتمعية): what partners do together for groups of people in places, and how many each has reached. A
//! project may be part of a joint initiative ([`crate::initiatives`]).
//!
//! People are counted and never named. Each count belongs to one partner, one group, one place and one quarter, and all of them
//! are of the project: so the sums by group, by partner and by place are sums of the same counts.

mod count;
mod form;
mod list;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::meetings::unsealed;
use crate::problem::Problem;
use store::{Parts, Reached, Stored};

pub use count::reach;
pub use form::{Wish, begin};

/// The table whose rows hold the words.
const TABLE: &str = "project";

/// The routes of projects.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, MeetingKeep};
    r.get("/{lang}/projects", AgreementRead, list::page);
    r.get("/{lang}/projects/new", MeetingKeep, form::page);
    r.post("/{lang}/projects", MeetingKeep, form::create);
    r.get("/{lang}/projects/{id}", AgreementRead, show::page);
    r.post("/{lang}/projects/{id}/counts", MeetingKeep, count::create);
}

/// What a project says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ProjectText {
    /// What it is called.
    #[n(0)]
    pub title: Words,
    /// What is done, and why.
    #[n(1)]
    pub text: Words,
}

impl ProjectText {
    /// Whether there is something, and nothing too long.
    pub fn fits(&self) -> bool {
        !self.title.is_empty() && self.title.fits(LINE_MAX) && self.text.fits(TEXT_MAX)
    }
}

/// A project with everything that is known of it.
#[derive(Debug, Clone)]
pub struct Open {
    /// The row.
    pub row: Stored,
    /// Its words.
    pub text: ProjectText,
    /// For whom, with whom, where.
    pub parts: Parts,
    /// Who was reached.
    pub reached: Vec<Reached>,
}

/// One project.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn open(app: &App, id: Uuid) -> Result<Open, Problem> {
    let read = move |tx: &mut dyn crate::db::Tx| -> Result<_, crate::db::DbError> {
        Ok((store::find(tx, id)?, store::parts(tx, id)?, store::reached(tx, id)?))
    };
    let (row, parts, reached) = app.store.read(read).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let text = unsealed(app, TABLE, id, &row.body)?;
    Ok(Open { row, text, parts, reached })
}

/// Sums of the counts by whatever `of` names, and what they come to together.
pub fn sums<K: Ord>(all: &[Reached], of: impl Fn(&Reached) -> K) -> (BTreeMap<K, u64>, u64) {
    let mut sums: BTreeMap<K, u64> = BTreeMap::new();
    let mut together = 0_u64;
    for one in all {
        let sum = sums.entry(of(one)).or_default();
        *sum = sum.saturating_add(u64::from(one.people));
        together = together.saturating_add(u64::from(one.people));
    }
    (sums, together)
}

/// The address of a project, without language.
pub fn path(id: Uuid) -> String {
    format!("/projects/{id}")
}
