//! Accounts: who works here, what they may do, and how they sign in.
//!
//! A worker signs in with a user name and a password, gets a session that locks after a quarter of an hour without use
//! and ends after ten hours, and holds roles, each a fixed list of permissions ([`roles::ROLES`]). Whoever has a second factor gives a code
//! after the password ([`factor`]).

pub mod admin;
pub mod factor;
pub mod forgotten;
pub mod hidden;
pub mod interests;
pub mod lock;
pub mod mask;
pub mod password;
mod permission;
pub mod roles;
pub mod session;
pub mod sign_in;
pub mod store;
pub mod teams;
pub mod usage;

use sila_core::ids::WorkerId;

pub use permission::Permission;

use crate::ask::Routes;
use crate::web::Lang;

/// Somebody who works at this agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// Identifier; stands in the access log.
    pub id: WorkerId,
    /// What they type at sign-in.
    pub user_name: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Role codes.
    pub roles: Vec<String>,
    /// May sign in.
    pub active: bool,
}

impl Worker {
    /// Whether one of the roles allows it.
    pub fn may(&self, permission: Permission) -> bool {
        roles::allow(&self.roles, permission)
    }

    /// Somebody of a partner who signs in at the portal.
    pub fn is_guest(&self) -> bool {
        roles::are_guest(&self.roles)
    }

    /// Where they begin: a path without language.
    pub fn home(&self) -> &'static str {
        if self.is_guest() { "/portal" } else { "/" }
    }

    /// The name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ar => &self.name_ar,
            Lang::En => &self.name_en,
        }
    }

    /// The role under which they act, as signed entries and the access log name it.
    pub fn role(&self) -> &str {
        self.roles.first().map_or("NONE", String::as_str)
    }
}

/// The routes of accounts.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/sign-in", Permission::Public, sign_in::page);
    r.post("/{lang}/sign-in", Permission::Public, sign_in::create);
    r.post("/{lang}/sign-out", Permission::Public, sign_in::destroy);
    r.get("/{lang}/lock", Permission::Public, lock::page);
    r.post("/{lang}/lock", Permission::Public, lock::open);
    r.get("/{lang}/hidden", Permission::Public, hidden::page);
    r.get("/{lang}/me", Permission::SignedIn, admin::me);
    r.post("/{lang}/me/names", Permission::SignedIn, mask::set);
    r.post("/{lang}/me/password", Permission::SignedIn, admin::change_password);
    r.get("/{lang}/accounts", Permission::AccountsAdmin, admin::list);
    r.get("/{lang}/accounts/new", Permission::AccountsAdmin, admin::new);
    r.get("/{lang}/accounts/usage", Permission::AccountsAdmin, usage::page);
    r.post("/{lang}/accounts", Permission::AccountsAdmin, admin::create);
    r.get("/{lang}/accounts/{id}", Permission::AccountsAdmin, admin::show);
    r.post("/{lang}/accounts/{id}", Permission::AccountsAdmin, admin::update);
    r.post("/{lang}/accounts/{id}/password", Permission::AccountsAdmin, forgotten::create);
    interests::routes(r);
    factor::routes(r);
    teams::routes(r);
}
