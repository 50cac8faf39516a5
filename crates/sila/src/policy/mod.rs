//! The partnership management policy guide (دليل سياسة إدارة الشراكات): what it says, who has acknowledged it, whether each
//! partnership keeps to it, and the clauses that the node itself keeps ([`gate`]).
//!
//! A version is written as a draft, approved with the day from which it holds, and never changed again. A linked agency
//! acknowledges it by signing the shared record ([`crate::records`]) as which it was sent; each of our own people by a click.
//! What is decided about an agreement carries the number of the version in force. A clause is set aside for one partner only
//! with a reason and an end. The rules are in [`sila_core::policy`].

mod approval;
mod changes;
mod compliance;
pub mod document;
mod draft;
pub mod gate;
pub mod known;
mod marks;
mod matrix;
pub mod share;
mod shipped;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::journal::store::Fact;
use crate::problem::Problem;

pub use approval::approve;
pub use shipped::guide as shipped;
pub use show::waiting;

/// The kind of the shared record as which a version is sent.
pub const KIND: &str = "policy/1";

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/policy", AgreementRead, show::page);
    r.get("/{lang}/policy/guide.pdf", AgreementRead, document::file);
    r.post("/{lang}/policy/reading", AgreementRead, show::read);
    r.post("/{lang}/policy/sharing", AgreementSign, share::create);
    r.get("/{lang}/policy/of/{id}", AgreementRead, share::page);
    r.post("/{lang}/policy/of/{id}", AgreementSign, share::acknowledge);
    r.get("/{lang}/policy/draft", AgreementSign, draft::page);
    r.post("/{lang}/policy/draft", AgreementSign, draft::create);
    r.get("/{lang}/policy/draft/{clause}", AgreementSign, draft::clause);
    r.post("/{lang}/policy/draft/{clause}", AgreementSign, draft::save);
    r.post("/{lang}/policy/approval", AgreementSign, approval::create);
    r.get("/{lang}/policy/compliance", AgreementRead, matrix::page);
    r.post("/{lang}/policy/classes", AgreementSign, compliance::classify);
    r.post("/{lang}/policy/checks", AgreementSign, compliance::check);
    r.post("/{lang}/policy/exceptions", AgreementSign, compliance::except);
}

/// A fact about the guide, for the journal.
fn fact(ask: &Ask, subject: String, data: &[u8]) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "policy",
        subject,
        worker: Some(ask.worker()?.id),
        data: data.to_vec(),
    })
}

/// The version in force now.
///
/// # Errors
/// When the store cannot be read.
pub async fn in_force(app: &App, now: Millis) -> Result<Option<store::Stored>, Problem> {
    Ok(app.store.read(move |tx| store::in_force(tx, now.uae_date())).await?)
}
