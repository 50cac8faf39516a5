//! What allows a disclosure: the person's consent, or another ground in law, for one recipient, some
//! services, some fields, and a limited time.

use crate::codes::{LawfulBasis, PermissionForm, Service};
use crate::field::Field;
use crate::ids::AgencyId;
use crate::refusal::Refusal;
use crate::time::Millis;
use crate::wire::wire_type;
use minicbor::{Decode, Encode};
use std::fmt;

/// A permission to disclose. `Debug` leaves the witness out.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Permission {
    /// The ground in law.
    #[n(0)]
    pub basis: LawfulBasis,
    /// How consent was given, or why it was not sought.
    #[n(1)]
    pub form: Option<PermissionForm>,
    /// The only agency it holds for.
    #[n(2)]
    pub recipient: AgencyId,
    /// The services it was given for; none means any service of this referral.
    #[n(3)]
    pub purpose: Vec<Service>,
    /// The fields it was given for.
    #[n(4)]
    pub fields: Vec<Field>,
    /// Who witnessed consent given orally.
    #[n(5)]
    pub witness: Option<String>,
    /// From when it holds.
    #[n(6)]
    pub given_at: Millis,
    /// From when it no longer holds.
    #[n(7)]
    pub expires_at: Millis,
}

wire_type!(Permission, 8 * 1024);

impl Permission {
    /// Whether `fields` may go to `recipient` at `now`.
    ///
    /// # Errors
    /// The first reason why not: another recipient, not yet or no longer valid, consent without a
    /// form, oral consent without a witness, or a field that was not granted.
    pub fn covers(
        &self,
        recipient: AgencyId,
        fields: &[Field],
        now: Millis,
    ) -> Result<(), Refusal> {
        if recipient != self.recipient {
            return Err(Refusal::PermissionForAnother);
        }
        if now < self.given_at {
            return Err(Refusal::PermissionNotYet { given_at: self.given_at });
        }
        if now >= self.expires_at {
            return Err(Refusal::PermissionExpired { expires_at: self.expires_at });
        }
        self.is_well_given()?;
        match fields.iter().find(|field| !self.fields.contains(field)) {
            Some(field) => Err(Refusal::PermissionLacksField { field: *field }),
            None => Ok(()),
        }
    }

    /// Whether it was given for all of `services`.
    ///
    /// # Errors
    /// [`Refusal::PermissionLacksService`] with the first service it was not given for.
    pub fn covers_purpose(&self, services: &[Service]) -> Result<(), Refusal> {
        let lacking = services.iter().find(|service| !self.purpose.contains(service));
        match lacking {
            Some(service) if !self.purpose.is_empty() => {
                Err(Refusal::PermissionLacksService { service: *service })
            }
            _ => Ok(()),
        }
    }

    /// Consent is given in a form; spoken consent has a witness.
    fn is_well_given(&self) -> Result<(), Refusal> {
        use PermissionForm::{Assent, Carer, Verbal, Written};
        if self.basis == LawfulBasis::Consent
            && !matches!(self.form, Some(Written | Verbal | Carer | Assent))
        {
            return Err(Refusal::NoConsent);
        }
        let witnessed = self.witness.as_deref().is_some_and(|name| !name.trim().is_empty());
        if self.form == Some(Verbal) && !witnessed {
            return Err(Refusal::NoWitness);
        }
        Ok(())
    }
}

impl fmt::Debug for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permission")
            .field("basis", &self.basis)
            .field("form", &self.form)
            .field("recipient", &self.recipient)
            .finish_non_exhaustive()
    }
}
