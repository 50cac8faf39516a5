//! Licences (التراخيص) that this agency gives as a regulator: of social professions, of establishments, of associations. The course of
//! one is [`sila_core::licence::Course`]; forms, fees, clocks, authorities and checklists are told in [`regime`].
//!
//! Whoever regulates an entity does not see how the partnership with it is evaluated, and whoever evaluates does not see its file here:
//! no account holds both ([`crate::accounts::roles::crosses_wall`]). On one licence nobody acts in two offices. Everybody may look up
//! at `/register` what was given; what is published has no room for an address. A provider whose licence does not hold is sent nobody
//! ([`blocks`]). Anybody may complain about what is licensed ([`complaints`]).

mod apply;
pub mod blocks;
#[cfg(test)]
mod complaint_tests;
pub mod complaints;
mod day;
pub mod inspections;
mod list;
pub mod measures;
mod open;
mod parts;
mod portal;
pub mod regime;
mod register;
mod show;
mod step;
pub mod store;
#[cfg(test)]
mod tests;
pub mod wall;

use minicbor::{Decode, Encode};

use crate::accounts::{Permission, Worker};
use crate::ask::Routes;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use sila_core::licence::Office;

pub use apply::{Wish, apply};
pub use day::{Waiting, tasks};
pub use open::{Open, every, open};
pub use register::{Shelf, partner_card};
pub use step::{Taken, answer, pay, take};

/// The table whose rows hold the words.
const TABLE: &str = "licence";

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{LicenceRead, LicenceReview, LicenceStudy, Portal, Public};
    r.get("/{lang}/licences", LicenceRead, list::page);
    r.get("/{lang}/licences/new", LicenceStudy, apply::page);
    r.post("/{lang}/licences", LicenceStudy, apply::create);
    r.get("/{lang}/licences/{id}", LicenceRead, show::page);
    r.post("/{lang}/licences/{id}/steps", LicenceRead, step::create);
    r.post("/{lang}/licences/{id}/fees", LicenceStudy, step::fee);
    r.post("/{lang}/licences/{id}/authorities", LicenceStudy, step::authority);
    r.post("/{lang}/licences/{id}/inspections", LicenceStudy, inspections::plan);
    r.get("/{lang}/licences/{id}/inspections/{inspection}", LicenceRead, inspections::page);
    r.post("/{lang}/licences/{id}/inspections/{inspection}", LicenceStudy, inspections::create);
    r.post("/{lang}/licences/{id}/measures", LicenceRead, measures::create);
    r.post("/{lang}/licences/{id}/grievances", LicenceStudy, measures::grieve);
    r.post("/{lang}/licences/{id}/grievances/{grievance}", LicenceReview, measures::decide);
    r.get("/{lang}/register", Public, register::front);
    r.post("/{lang}/register/found", Public, register::found);
    r.get("/{lang}/register/changes", Public, register::changes);
    r.get("/{lang}/register/{number}", Public, register::one);
    r.get("/{lang}/portal/licences", Portal, portal::list);
    r.get("/{lang}/portal/licences/new", Portal, portal::form);
    r.post("/{lang}/portal/licences", Portal, portal::create);
    r.get("/{lang}/portal/licences/{id}", Portal, portal::page);
    r.post("/{lang}/portal/licences/{id}/steps", Portal, portal::step);
    r.post("/{lang}/portal/licences/{id}/grievances", Portal, portal::grieve);
    blocks::routes(r);
    complaints::routes(r);
}

/// What an application says. Where it is and who answers for it stay with whoever inspects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LicenceText {
    /// What is licensed, as everybody may read it: an establishment, an association, a practitioner.
    #[n(0)]
    pub name: Words,
    /// What it is to do, and for whom.
    #[n(1)]
    pub text: String,
    /// Where it is, for the inspection alone.
    #[n(2)]
    pub site: String,
    /// Who answers for it.
    #[n(3)]
    pub contact: String,
    /// What was handed in, by code.
    #[n(4)]
    pub papers: Vec<String>,
}

impl LicenceText {
    /// Whether there is something, and nothing too long.
    pub fn fits(&self) -> bool {
        let lines = [&self.site, &self.contact];
        let short = lines.iter().all(|line| line.chars().count() <= LINE_MAX);
        let named = !self.name.ar.is_empty() && !self.name.en.is_empty();
        named && self.name.fits(LINE_MAX) && short && self.text.chars().count() <= TEXT_MAX
    }
}

/// Whether a worker holds an office. Whoever writes for a holder who comes with paper studies licences.
pub fn holds(worker: &Worker, office: Office) -> bool {
    worker.may(match office {
        Office::Holder | Office::Officer => Permission::LicenceStudy,
        Office::Committee => Permission::LicenceDecide,
        Office::Review => Permission::LicenceReview,
    })
}

/// The address of a licence, without language.
pub fn path(id: uuid::Uuid) -> String {
    format!("/licences/{id}")
}
