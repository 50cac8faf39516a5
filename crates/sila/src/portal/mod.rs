//! The portal: somebody of a partner without a node signs in here and sees what is addressed to that partner, and nothing else.
//!
//! The account is made by an officer and opened with a code that is given by hand. It holds the one permission [`Permission::Portal`]; every
//! other page of this node does not exist for it. The rules are those of a link: no name before the acceptance, every reading is
//! written down, and what is decided becomes an entry of the same thread ([`crate::referrals::hosted`]).

mod act;
mod inbox;
pub mod invitation;
mod join;
mod rounds;
mod show;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use crate::accounts::{Permission, Worker};
use crate::ask::{Ask, Routes};
use crate::partners::Partner;
use crate::problem::Problem;

/// Somebody of a partner who is signed in.
pub struct Guest {
    /// The account.
    pub worker: Worker,
    /// The partner to which the account is bound.
    pub partner: Partner,
    /// May sign for the partner: agreements, minutes and how a difference is settled.
    pub signs: bool,
}

impl Guest {
    /// Who asks.
    ///
    /// # Errors
    /// `page.not_found` when the account is bound to no partner, or its partner has no portal any more.
    pub async fn of(ask: &Ask) -> Result<Guest, Problem> {
        let worker = ask.worker()?.clone();
        let id = worker.id;
        let partner = ask.app.store.read(move |tx| store::partner_of(tx, id)).await?;
        let (partner, signs) = partner.ok_or_else(Problem::not_found)?;
        match partner.addressee() {
            Ok(addressee) if addressee.has_portal() => Ok(Guest { worker, partner, signs }),
            _ => Err(Problem::not_found()),
        }
    }
}

/// The routes of the portal, and of the invitations to it.
pub fn routes(r: &mut Routes) {
    r.post("/{lang}/partners/{id}/accounts", Permission::LinkAdmin, invitation::create);
    r.post(
        "/{lang}/partners/{id}/accounts/{worker}/code",
        Permission::LinkAdmin,
        invitation::renew,
    );
    r.post("/{lang}/partners/{id}/accounts/{worker}/end", Permission::LinkAdmin, invitation::end);
    r.post(
        "/{lang}/partners/{id}/accounts/{worker}/signing",
        Permission::LinkAdmin,
        invitation::signing,
    );
    r.get("/{lang}/portal/join", Permission::Public, join::page);
    r.post("/{lang}/portal/join", Permission::Public, join::create);
    r.get("/{lang}/portal", Permission::Portal, inbox::page);
    r.get("/{lang}/portal/referrals/{id}", Permission::Portal, show::page);
    r.post("/{lang}/portal/referrals/{id}/acceptance", Permission::Portal, act::accept);
    r.get("/{lang}/portal/referrals/{id}/decline", Permission::Portal, act::decline_page);
    r.post("/{lang}/portal/referrals/{id}/decline", Permission::Portal, act::decline);
    r.get("/{lang}/portal/referrals/{id}/question", Permission::Portal, rounds::question_page);
    r.post("/{lang}/portal/referrals/{id}/question", Permission::Portal, rounds::question);
    r.get("/{lang}/portal/referrals/{id}/waitlist", Permission::Portal, rounds::waiting_page);
    r.post("/{lang}/portal/referrals/{id}/waitlist", Permission::Portal, rounds::waiting);
    r.get("/{lang}/portal/referrals/{id}/taking", Permission::Portal, act::taking_page);
    r.post("/{lang}/portal/referrals/{id}/taking", Permission::Portal, act::take);
    r.get("/{lang}/portal/referrals/{id}/outcome", Permission::Portal, act::outcome_page);
    r.post("/{lang}/portal/referrals/{id}/outcome", Permission::Portal, act::outcome);
}
