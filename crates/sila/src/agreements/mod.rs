//! Agreements: the signed rule without which nothing is sent.
//!
//! One party proposes and signs, the other signs the same bytes; both hold both signatures, made with the organisations'
//! root keys. Either may stop it at any time, on both sides; while stopped, or while no agreement is in force, the link
//! carries no case.

pub mod above;
mod acts;
pub mod aims;
pub mod amendment;
pub mod approval;
mod arbiter;
pub mod board;
pub mod calendar;
pub mod completeness;
pub mod document;
pub mod esign;
pub mod event;
pub mod exit;
mod guest;
pub mod library;
pub mod list;
pub mod papers;
pub mod parties;
pub mod prevail;
pub mod priority;
pub mod propose;
pub mod receive;
pub mod redline;
pub mod renewal;
pub mod show;
pub mod signing;
pub mod store;
pub mod template;
pub mod text;
pub mod texts;
mod times;
pub mod versions;
pub mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use sila_core::agreement::Agreement;
use sila_core::codes::Category;
use sila_core::partnership::Field as Area;
use sila_core::refusal::Refusal;
use sila_core::{AgencyId, Millis};
use sila_seal::Hash;

pub use above::Lines;
pub use guest::{card as portal_card, signed_by};
pub use priority::First;
pub use store::Stored;

use crate::accounts::Permission;
use crate::activation::{areas, besides};
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::problem::Problem;

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Our text, which waits for an approval from outside before we sign it. The other party does not know it.
    Drafted,
    /// We have signed; the other party has not yet.
    Proposed,
    /// The other party has signed; we have not yet.
    Offered,
    /// Its proposer has taken it back before the other party had signed. Nothing follows from it.
    Withdrawn,
    /// Both have signed.
    Signed,
    /// Signed, and stopped by us, by them, or by both.
    Suspended {
        /// We stopped it.
        by_us: bool,
        /// They stopped it.
        by_them: bool,
    },
}

impl State {
    /// Every state.
    pub const ALL: [State; 8] = [
        State::Drafted,
        State::Proposed,
        State::Offered,
        State::Withdrawn,
        State::Signed,
        State::Suspended { by_us: true, by_them: false },
        State::Suspended { by_us: false, by_them: true },
        State::Suspended { by_us: true, by_them: true },
    ];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Drafted => "DRAFTED",
            State::Proposed => "PROPOSED",
            State::Offered => "OFFERED",
            State::Withdrawn => "WITHDRAWN",
            State::Signed => "SIGNED",
            State::Suspended { by_us: true, by_them: true } => "SUSPENDED_BY_BOTH",
            State::Suspended { by_us: true, .. } => "SUSPENDED_BY_US",
            State::Suspended { .. } => "SUSPENDED_BY_THEM",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether a signature is missing.
    pub fn waits(self) -> bool {
        matches!(self, State::Drafted | State::Proposed | State::Offered)
    }

    /// Whether both have signed it.
    pub fn is_signed(self) -> bool {
        matches!(self, State::Signed | State::Suspended { .. })
    }

    /// The state after one side stops it or takes its stop back; nothing while it is not signed by both.
    pub fn stopped(self, us: bool, stop: bool) -> Option<State> {
        let (by_us, by_them) = match self {
            State::Drafted | State::Proposed | State::Offered | State::Withdrawn => return None,
            State::Signed => (false, false),
            State::Suspended { by_us, by_them } => (by_us, by_them),
        };
        let (by_us, by_them) = if us { (stop, by_them) } else { (by_us, stop) };
        let free = !by_us && !by_them;
        Some(if free { State::Signed } else { State::Suspended { by_us, by_them } })
    }
}

/// An agreement under which something may be sent now.
#[derive(Debug, Clone)]
pub struct InForce {
    /// The agreement.
    pub agreement: Agreement,
    /// SHA-256 of its bytes: what messages name it by.
    pub digest: Hash,
    /// The other party.
    pub peer: AgencyId,
    /// Areas that both have put to rest: the others go on.
    pub at_rest: BTreeSet<Area>,
}

impl InForce {
    /// Whether it is about cases of this category; not where that is not said yet.
    pub fn covers(&self, category: Option<Category>) -> bool {
        category.is_some_and(|category| self.agreement.categories.contains(&category))
    }

    /// Whether something may be sent in this area.
    ///
    /// # Errors
    /// [`Refusal::AreaAtRest`].
    pub fn open(&self, area: Area) -> Result<(), Refusal> {
        if self.at_rest.contains(&area) { Err(Refusal::AreaAtRest { area }) } else { Ok(()) }
    }
}

/// An agreement under which nothing may be sent: both have signed it and it does not hold now, or it waits for a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shut {
    /// Its reference.
    pub code: String,
    /// Why, with its clause.
    pub refusal: Refusal,
    categories: Vec<Category>,
}

impl Shut {
    /// Whether it matters for a case of this category: what waits for a signature does where it would cover it.
    pub fn concerns(&self, category: Option<Category>) -> bool {
        !self.waits() || category.is_some_and(|category| self.categories.contains(&category))
    }

    /// Whether a signature is missing.
    pub fn waits(&self) -> bool {
        matches!(self.refusal, Refusal::AgreementNotSigned { .. })
    }
}

/// An agreement for an answer, which goes whatever is at rest.
pub fn for_answer(Stored { agreement, digest, peer, .. }: Stored) -> InForce {
    InForce { agreement, digest, peer, at_rest: BTreeSet::new() }
}

/// Every agreement under which something may be sent at `now`: signed by both, not suspended, within its dates, over a
/// link whose two officers have compared the code.
///
/// # Errors
/// When the store cannot be read.
pub async fn in_force(app: &App, now: Millis) -> Result<Vec<InForce>, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| {
        let stored = store::in_force(tx)?;
        let lines = Lines::read(tx, &stored)?;
        Ok::<_, DbError>((stored, areas::at_rest(tx)?, (besides::exits(tx, me)?, lines)))
    };
    let (stored, mut at_rest, (exits, lines)) = app.store.read(read).await?;
    let within = stored.into_iter().filter(|Stored { agreement, .. }| {
        let holds = exits.holds(agreement, now);
        holds.and_then(|()| lines.hold(agreement, &exits, now)).is_ok()
    });
    let lend = |Stored { agreement, digest, peer, .. }| {
        let at_rest = at_rest.remove(&(agreement.id, peer)).unwrap_or_default();
        InForce { agreement, digest, peer, at_rest }
    };
    Ok(within.map(lend).collect())
}

/// Why nothing may be sent at `now` to agencies with which there is an agreement all the same: one of the parties stopped it, it has
/// run out, or it waits for a signature, with its clause.
///
/// # Errors
/// When the store cannot be read.
pub async fn shut(app: &App, now: Millis) -> Result<BTreeMap<AgencyId, Shut>, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| {
        let stored = store::all(tx)?;
        let lines = Lines::read(tx, &stored)?;
        Ok::<_, DbError>((stored, besides::exits(tx, me)?, lines))
    };
    let (mut stored, exits, lines) = app.store.read(read).await?;
    // Of several with one agency the last that changed is named, and one that waits only where none was ever signed.
    stored.reverse();
    stored.sort_by_key(|one| !one.state.waits());
    let why = |stored: Stored| {
        let clause = stored.agreement.cites.term.clone();
        let code = stored.agreement.code.clone();
        let refusal = match stored.state {
            State::Drafted | State::Proposed | State::Offered => {
                Refusal::AgreementNotSigned { agreement: code.clone(), clause }
            }
            State::Signed => {
                let holds = exits.holds(&stored.agreement, now);
                holds.and_then(|()| lines.hold(&stored.agreement, &exits, now)).err()?
            }
            State::Withdrawn => return None,
            State::Suspended { .. } => exits
                .holds(&stored.agreement, now)
                .err()
                .unwrap_or(Refusal::AgreementStopped { clause }),
        };
        Some((stored.peer, Shut { code, refusal, categories: stored.agreement.categories }))
    };
    Ok(stored.into_iter().filter_map(why).collect())
}

/// The routes of agreements.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/agreements", Permission::AgreementRead, list::page);
    r.get("/{lang}/agreements/board", Permission::AgreementRead, board::page);
    r.get("/{lang}/agreements/new", Permission::AgreementSign, propose::page);
    r.post("/{lang}/agreements", Permission::AgreementSign, propose::create);
    r.get("/{lang}/agreements/{id}", Permission::AgreementRead, show::page);
    r.get("/{lang}/agreements/{id}/agreement.pdf", Permission::AgreementRead, document::file);
    r.post("/{lang}/agreements/{id}/signature", Permission::AgreementSign, acts::sign);
    r.get("/{lang}/agreements/{id}/text", Permission::AgreementSign, text::page);
    r.post("/{lang}/agreements/{id}/text", Permission::AgreementSign, text::create);
    r.get("/{lang}/agreements/{id}/changes", Permission::AgreementRead, redline::page);
    r.post("/{lang}/agreements/{id}/changes", Permission::AgreementSign, redline::create);
    r.post("/{lang}/agreements/{id}/paper", Permission::AgreementSign, acts::on_paper);
    r.get("/{lang}/agreements/{id}/signing", Permission::AgreementSign, event::page);
    r.post_stream("/{lang}/agreements/{id}/signing", Permission::AgreementSign, event::create);
    r.get("/{lang}/agreements/{id}/scan", Permission::AgreementRead, event::scan);
    r.get("/{lang}/portal/agreements/{id}", Permission::Portal, guest::page);
    r.get("/{lang}/portal/agreements/{id}/agreement.pdf", Permission::Portal, guest::file);
    r.post("/{lang}/portal/agreements/{id}/signature", Permission::Portal, guest::sign);
    r.get("/{lang}/agreements/{id}/approval", Permission::AgreementSign, approval::page);
    r.post_stream("/{lang}/agreements/{id}/approval", Permission::AgreementSign, approval::create);
    r.get("/{lang}/agreements/{id}/esign", Permission::AgreementSign, esign::page);
    r.post_stream("/{lang}/agreements/{id}/esign", Permission::AgreementSign, esign::create);
    r.get("/{lang}/agreements/{id}/esign/{paper}", Permission::AgreementRead, esign::checking);
    r.get("/{lang}/agreements/{id}/papers/{paper}", Permission::AgreementRead, papers::file);
    r.post("/{lang}/agreements/{id}/renewal", Permission::AgreementSign, renewal::create);
    r.get("/{lang}/agreements/{id}/exit", Permission::AgreementRead, exit::page);
    r.post("/{lang}/agreements/{id}/exit", Permission::AgreementSign, exit::create);
    r.post("/{lang}/agreements/{id}/withdrawal", Permission::AgreementSign, acts::withdraw);
    r.post("/{lang}/agreements/{id}/suspension", Permission::AgreementSign, acts::suspend);
    r.post("/{lang}/agreements/{id}/resumption", Permission::AgreementSign, acts::resume);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_survives_its_row() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
        assert_eq!(State::from_code("IN_FORCE"), None);
    }

    #[test]
    fn each_side_takes_back_only_its_own_stop() {
        let both = State::Signed.stopped(true, true).unwrap().stopped(false, true).unwrap();
        assert_eq!(both, State::Suspended { by_us: true, by_them: true });
        let theirs = both.stopped(true, false).unwrap();
        assert_eq!(theirs, State::Suspended { by_us: false, by_them: true });
        assert_eq!(theirs.stopped(true, false), Some(theirs));
        assert_eq!(theirs.stopped(false, false), Some(State::Signed));
        assert_eq!(State::Proposed.stopped(true, true), None);
        assert_eq!(State::Withdrawn.stopped(false, false), None);
    }
}
