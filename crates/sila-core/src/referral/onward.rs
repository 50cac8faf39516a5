//! Passing a referral on to a third agency (A refers to B, B to C). The agreement between A and B names
//! C, A's signed offer names C because the person permits it, and the agreement between B and C allows
//! the exchange. C gets what A had sealed; nobody opens it on the way.

use super::act::Act;
use super::calendars::Calendars;
use super::entry::{ByRole, Entry};
use super::offer::{Offer, Origin};
use super::thread::Thread;
use crate::agreement::Agreement;
use crate::codes::{Basis, Sex, Urgency};
use crate::ids::{AgencyId, ReferralId};
use crate::refusal::Refusal;
use crate::time::Millis;

/// What is passed on, to whom, and under which agreements.
#[derive(Clone, Copy, Debug)]
pub struct Onward<'a> {
    /// The referral as the agency that passes it on has it.
    pub up: &'a Thread,
    /// The hash of its signed first entry.
    pub first: [u8; 32],
    /// The agreement under which it came.
    pub under: &'a Agreement,
    /// The agreement with the third agency.
    pub agreement: &'a Agreement,
    /// The hash of its signed text.
    pub agreement_digest: [u8; 32],
    /// The third agency.
    pub to: AgencyId,
    /// Why this agency.
    pub basis: Basis,
    /// The number of the new referral.
    pub reference: &'a str,
    /// Commitment to the preview that travels beside.
    pub preview_commit: [u8; 32],
    /// Sex of the person concerned, as the preview says.
    pub sex: Sex,
}

impl Onward<'_> {
    /// The first entry of the new referral, and the entry that tells the source.
    ///
    /// # Errors
    /// The first rule that says no, with its clause: the agreement under which it came, what its sender
    /// permitted, its state, the agreement with the third agency, eligibility.
    pub fn make(
        &self,
        referral: ReferralId,
        by: ByRole,
        now: Millis,
    ) -> Result<(Entry, Entry), Refusal> {
        let first = self.up.offer();
        if first.origin.is_some() {
            return Err(Refusal::OnwardTwice);
        }
        self.under.may_pass_on(self.to)?;
        if !first.onward.contains(&self.to) {
            let clause = self.under.onward.as_ref().map(|onward| onward.number.clone());
            return Err(Refusal::OnwardNotPermitted { clause: clause.unwrap_or_default() });
        }
        let act = Act::Redirect { to: self.to, onward: referral };
        let redirect = self.up.next(first.target, by.clone(), act, now)?;
        let offer = self.offer(first, now)?;
        Ok((offer.entry(referral, by, now), redirect))
    }

    fn offer(&self, first: &Offer, now: Millis) -> Result<Offer, Refusal> {
        let timer = self.agreement.timer(first.urgency)?;
        let (decide_by, expires_at) = self.agreement.times(&timer, self.to, now)?;
        let expires_at = expires_at.min(first.expires_at);
        let (agency, entry) = (first.source, self.first);
        let origin = Origin { agency, referral: self.up.referral(), entry };
        let mut offer = Offer {
            reference: self.reference.to_owned(),
            source: first.target,
            target: self.to,
            basis: self.basis,
            agreement: self.agreement.id,
            agreement_digest: self.agreement_digest,
            clause: self.agreement.residence.number.clone(),
            override_: None,
            preview_commit: self.preview_commit,
            decide_by: decide_by.min(first.expires_at),
            expires_at,
            onward: Vec::new(),
            origin: Some(origin),
            place: None,
            listed: None,
            follows: None,
            checked_by: self.checked_by(now).map(|by| by.min(expires_at)),
            calendars: Calendars::of(self.agreement, [first.target, self.to], now.uae_date()),
            ..first.clone()
        };
        offer.admissible(self.agreement, self.agreement_digest, now)?;
        let (to, category) = (self.to, offer.category);
        let against = self.agreement.eligible(to, category, &offer.services, self.sex, None);
        offer.eligible = against.is_empty();
        match against.into_iter().next() {
            Some(refusal) if offer.urgency != Urgency::Emergency => Err(refusal),
            _ => Ok(offer),
        }
    }
}

impl Onward<'_> {
    /// The check comes anew for the third agency, which waits for it as long as the second was to.
    fn checked_by(&self, now: Millis) -> Option<Millis> {
        let by = self.up.offer().checked_by?;
        let offered = self.up.steps().first().map_or(by, |step| step.entry.at);
        Some(Millis(now.0.saturating_add(by.0.saturating_sub(offered.0).max(0))))
    }
}

impl Offer {
    /// Whether this offer passes on exactly what `first` offered, with its sender's leave. The third
    /// agency asks, with the signed first entry before it.
    ///
    /// # Errors
    /// [`Refusal::OnwardDiffers`] with the part at fault.
    pub fn passes_on(&self, first: &Offer) -> Result<(), Refusal> {
        let origin = self.origin.as_ref();
        let same = [
            ("origin", origin.is_some_and(|origin| origin.agency == first.source)),
            ("target", first.target == self.source),
            ("onward", first.onward.contains(&self.target)),
            ("identity", first.identity_commit == self.identity_commit),
            ("fields", first.fields == self.fields),
            ("services", first.services == self.services),
            ("category", first.category == self.category),
            ("kind", first.kind == self.kind),
            ("urgency", first.urgency == self.urgency),
            ("area", first.area == self.area),
            ("lawful_basis", first.lawful_basis == self.lawful_basis),
            ("expires_at", self.expires_at <= first.expires_at),
            ("checked_by", first.checked_by.is_some() == self.checked_by.is_some()),
        ];
        let fault = same.iter().find(|(_, kept)| !kept);
        fault.map_or(Ok(()), |(part, _)| Err(Refusal::OnwardDiffers { part }))
    }
}
