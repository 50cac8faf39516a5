//! An act that somebody does on a referral, with what goes with it and what follows in the same transaction.

use sila_core::ids::{AgencyId, WorkerId};
use sila_core::referral::{Act, ByRole, Entry, HandoverLine};
use sila_link::Salted;

use super::narrowing::Rest;
use super::paper::NewSlip;
use crate::shelter::stays::hold::Hold;

/// An act somebody does, with what follows in the same transaction.
pub struct Deed {
    /// The act.
    pub act: Act,
    /// In which role.
    pub by: ByRole,
    /// Who, when a person does it.
    pub worker: Option<WorkerId>,
    /// With a release: the key.
    pub key: Option<[u8; 32]>,
    /// What follows.
    pub then: Then,
    /// The entry, where this node only tells what another agency did.
    pub given: Option<Entry>,
    /// A partner without a node that does it; its entry is signed by this node.
    pub hosted: Option<AgencyId>,
    /// The slip on whose word it is written.
    pub slip: Option<NewSlip>,
    /// The place that is held with an acceptance: both, or neither.
    pub hold: Option<Hold>,
    /// What is left of the referral and its case without the fields that were taken back.
    pub rest: Option<Rest>,
    /// With a question, an answer, an appeal or a list: what was written.
    pub words: Option<Salted>,
    /// With an appeal: what the other agency has erased, shown again.
    pub again: Option<Box<Again>>,
    /// What of the case is done, or goes with it, by this act.
    pub settled: Vec<HandoverLine>,
}

/// What an appeal shows again.
#[derive(Clone)]
pub struct Again {
    /// What the offer commits to.
    pub preview: Salted,
    /// The same.
    pub identity: Vec<u8>,
}

/// What follows an act here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing more.
    Nothing,
    /// The worker holds it: to look at it, or as the owner of the case it becomes.
    Claim,
    /// A colleague holds it, to whom the worker gives it.
    ClaimFor(WorkerId),
    /// The preview, the sealed identity and their keys are erased.
    Erase,
    /// The key of the identity was given and is no longer needed here.
    ForgetKey,
}

impl Deed {
    /// An act of a person.
    pub fn of(act: Act, by: ByRole, worker: WorkerId) -> Deed {
        Deed { worker: Some(worker), by, ..Deed::of_node(act) }
    }

    /// An act of the node itself.
    pub fn of_node(act: Act) -> Deed {
        Deed {
            act,
            by: ByRole::node(),
            worker: None,
            key: None,
            then: Then::Nothing,
            given: None,
            hosted: None,
            slip: None,
            hold: None,
            rest: None,
            words: None,
            again: None,
            settled: Vec::new(),
        }
    }

    /// Done by a partner without a node.
    #[must_use]
    pub fn hosted(mut self, partner: AgencyId) -> Deed {
        self.hosted = Some(partner);
        self
    }

    /// With what follows.
    #[must_use]
    pub fn then(mut self, then: Then) -> Deed {
        self.then = then;
        self
    }
}
