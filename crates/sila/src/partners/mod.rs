//! Partners without a node: agencies that are listed, that are reached on paper, or that sign in here.
//!
//! A partner has a level of integration. At L0 it is known and nothing about a person is ever sent to it; at L1 it receives a
//! printed sealed form, at L2 somebody of it signs in at our portal ([`crate::portal`]). L3 is a link ([`crate::links`]). Whatever is sent
//! needs an agreement in force, as with a node. Only an [`Addressee`] can be sent something about a person, and a partner of
//! level L0 is none.

pub mod classes;
#[cfg(test)]
pub(crate) mod club;
pub mod file;
mod form;
pub mod identity;
mod list;
mod names;
mod show;
pub mod store;

use sila_core::AgencyId;
use sila_core::agreement::Sector;
use sila_core::time::Millis;
use sila_seal::sha256;
use uuid::Uuid;

pub use names::Names;

use crate::accounts::Permission;
use crate::ask::Routes;
use crate::problem::Problem;
use crate::web::Lang;

/// How closely a partner without a node works with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// L0: known to us; nothing about a person.
    Listed,
    /// L1: a printed sealed form, and a slip that comes back.
    Paper,
    /// L2: an account at our portal.
    Portal,
}

impl Level {
    /// Every level.
    pub const ALL: [Level; 3] = [Level::Listed, Level::Paper, Level::Portal];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Level::Listed => "L0",
            Level::Paper => "L1",
            Level::Portal => "L2",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// A partner without a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Stands where an agency's identity stands; nobody holds a key of it.
    pub id: AgencyId,
    /// Short code, such as `HOSPITAL`.
    pub code: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// What kind of entity it is.
    pub sector: Sector,
    /// Its level.
    pub level: Level,
    /// The office to which an envelope is handed.
    pub contact: String,
    /// When it was last changed.
    pub updated_at: Millis,
}

impl Partner {
    /// The name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_ar, &self.name_en)
    }

    /// The partner as somebody to whom a person may be referred.
    ///
    /// # Errors
    /// `partner.no_person` at level L0.
    pub fn addressee(&self) -> Result<Addressee, Problem> {
        let portal = match self.level {
            Level::Listed => {
                let way_out = format!("/partners/{}", self.id.to_text());
                return Err(Problem::refused("partner.no_person").way_out(way_out));
            }
            Level::Paper => false,
            Level::Portal => true,
        };
        Ok(Addressee { agency: self.id, portal })
    }
}

/// A partner to whom a person may be referred. There is no way to make one of a partner of level L0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressee {
    agency: AgencyId,
    portal: bool,
}

impl Addressee {
    /// The partner.
    pub fn agency(self) -> AgencyId {
        self.agency
    }

    /// Somebody of it signs in here; otherwise it is reached on paper.
    pub fn has_portal(self) -> bool {
        self.portal
    }
}

/// What stands for a partner where an agency's identity stands. An agency's own identity is the hash of a root key, so that nobody can ever come
/// over a link and be this partner.
pub fn identity(me: AgencyId, random: Uuid) -> AgencyId {
    AgencyId(sha256(&[b"sila/partner/1", &me.0, random.as_bytes()]))
}

/// The routes of partners.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/partners", Permission::LinkRead, list::page);
    r.get("/{lang}/partners/new", Permission::LinkAdmin, form::new);
    r.post("/{lang}/partners", Permission::LinkAdmin, form::create);
    r.get("/{lang}/partners/classes", Permission::AgreementRead, classes::page);
    r.post("/{lang}/partners/classes", Permission::AgreementSign, classes::create);
    r.post(
        "/{lang}/partners/classes/{code}/retirement",
        Permission::AgreementSign,
        classes::retire,
    );
    r.get("/{lang}/partners/{id}", Permission::LinkRead, show::page);
    r.get("/{lang}/partners/{id}/change", Permission::LinkAdmin, form::change);
    r.post("/{lang}/partners/{id}", Permission::LinkAdmin, form::update);
    r.get("/{lang}/partners/{id}/identity", Permission::LinkAdmin, identity::page);
    r.post("/{lang}/partners/{id}/identity", Permission::LinkAdmin, identity::update);
    file::routes(r);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contract_a28_a_listed_partner_is_never_an_addressee() {
        for level in Level::ALL {
            assert_eq!(Level::from_code(level.code()), Some(level));
            let partner = Partner {
                id: identity(AgencyId([1; 32]), Uuid::from_u128(7)),
                code: "CLUB".to_owned(),
                name_ar: "نادٍ".to_owned(),
                name_en: "Club".to_owned(),
                sector: Sector::PublicBenefit,
                level,
                contact: String::new(),
                updated_at: Millis(0),
            };
            let refused = partner.addressee().err().map(|problem| problem.code);
            let expected = (level == Level::Listed).then(|| "partner.no_person".to_owned());
            assert_eq!(refused, expected, "{level:?}");
        }
    }
}
