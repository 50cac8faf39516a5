//! The course of each partnership, with an agency that has a node and with one that has none: identify, assess, agree, activate,
//! monitor, evaluate, renew or end. The rules are in [`sila_core::lifecycle`]; somebody owns each partnership, and the list
//! says what is expected of whom next.

pub mod list;
mod show;
mod step;
pub mod store;

use std::collections::BTreeMap;

use sila_core::AgencyId;
use sila_core::lifecycle::Facts;
use sila_core::time::Millis;

pub use show::card;
pub use step::{Taken, take};

use crate::accounts::Permission;
use crate::activation::ledger::Book;
use crate::activation::reading;
use crate::agreements::State;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::partners;

/// The routes. Whoever signs agreements moves partnerships on.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/lifecycle", AgreementRead, list::page);
    r.get("/{lang}/lifecycle/{agency}", AgreementRead, show::page);
    r.post("/{lang}/lifecycle/{agency}/steps", AgreementSign, step::create);
    r.post("/{lang}/lifecycle/{agency}/owner", AgreementSign, step::owner);
}

/// What the node knows of the partnership with this agency without being told.
pub fn facts(
    tx: &mut dyn Tx,
    me: AgencyId,
    agency: AgencyId,
    now: Millis,
) -> Result<Facts, DbError> {
    let books = reading::books(tx, me)?;
    let alone = partners::store::find(tx, agency)?.is_some();
    let of: Vec<&Book> = books.iter().filter(|book| book.stored.peer == agency).collect();
    let holds = |book: &&Book| book.stored.state == State::Signed && book.ledger.holds(now).is_ok();
    let ran = |book: &&Book| book.ledger.courses().iter().any(|course| course.started_at.is_some());
    let agreed = of.iter().any(holds);
    // With a partner without a node no initiative can be signed.
    Ok(Facts { agreed, worked: of.iter().any(ran) || (alone && agreed) })
}

/// Who owns which partnership.
pub type Owners = BTreeMap<AgencyId, sila_core::WorkerId>;
