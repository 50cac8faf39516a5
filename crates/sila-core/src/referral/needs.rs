//! What an act needs that no entry of its own referral can say: that its author still answers for the person and hands her over by
//! nothing else, a case that is open, a place in a home. Whoever keeps these asks here, in the transaction that writes the act.

use super::act::Act;
use super::rules::{Side, State};
use super::thread::Thread;
use crate::codes::Kind;
use crate::ids::AgencyId;
use crate::refusal::Refusal;

/// Whether `me` may hand the person over by another referral than those that it has `sent` of her case. `lead` is the agency
/// that answers for her by what is known there.
///
/// # Errors
/// [`Refusal::NotResponsible`]; [`Refusal::OtherTransfer`] while responsibility can still move by one of these.
pub fn may_transfer<'a>(
    me: AgencyId,
    lead: AgencyId,
    sent: impl IntoIterator<Item = &'a Thread>,
) -> Result<(), Refusal> {
    if lead != me {
        return Err(Refusal::NotResponsible);
    }
    let moves = |thread: &&Thread| thread.is_begun_by(me) && thread.can_move_lead();
    let other = sent.into_iter().find(moves);
    let reference = other.map(|thread| thread.offer().reference.clone());
    reference.map_or(Ok(()), |reference| Err(Refusal::OtherTransfer { reference }))
}

impl Thread {
    /// True while responsibility can still move by this transfer: it may be accepted, perhaps was while its end was on the way, or is
    /// accepted and the key is not given. A recall is none of these: it stops also the acceptance that it crosses.
    pub fn can_move_lead(&self) -> bool {
        let open = match self.state {
            State::Expired => self.awaiting_confirmation(),
            State::Accepted | State::Completed => true,
            state => state.is_undecided(),
        };
        self.offer.kind == Kind::Transfer && open && !self.standing.released
    }

    /// Whether `me` may sign the list of this transfer, contest its decline, or give its key: as [`may_transfer`], with `sent` everything
    /// that it sent of this case. Of anything that moves no responsibility of `me`: always.
    ///
    /// # Errors
    /// As [`may_transfer`].
    pub fn may_hand_over<'a>(
        &self,
        me: AgencyId,
        lead: AgencyId,
        sent: impl IntoIterator<Item = &'a Thread>,
    ) -> Result<(), Refusal> {
        if !self.is_begun_by(me) || self.offer.kind != Kind::Transfer {
            return Ok(());
        }
        may_transfer(me, lead, sent.into_iter().filter(|other| other.referral != self.referral))
    }

    /// Whether `me` does this in this referral only with a place that is held for the person: by the same act, if it accepts; still,
    /// if it goes on.
    pub fn needs_place(&self, me: AgencyId, act: &Act) -> bool {
        let ours = self.side(me) == Some(Side::Target) && act.side() == Side::Target;
        let asked = self.offer.kind == Kind::Shelter && self.redirect().is_none();
        ours && asked && (act.accepts() || act.goes_on())
    }

    /// Who only passes a person on answers for nobody.
    fn is_begun_by(&self, me: AgencyId) -> bool {
        self.offer.source == me && self.offer.origin.is_none()
    }
}

impl Act {
    /// Whether its author does it only while the case is open there: it offers the person, hands her over, or lets begin again what
    /// was over.
    pub fn needs_open_case(&self) -> bool {
        matches!(self, Self::Offer(_) | Self::Appeal { .. } | Self::Hand { .. }) || self.goes_on()
    }

    /// Whether it lets a closed referral go on, as far as its author can.
    fn goes_on(&self) -> bool {
        matches!(self, Self::Reopen { .. } | Self::Agree { agreed: true, .. })
    }
}
