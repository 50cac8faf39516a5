//! What allows a disclosure: the person's consent, or another ground in law, for one recipient, some
//! services, some fields, and a limited time.

use crate::codes::{Category, LawfulBasis, PermissionForm, Service};
use crate::field::Field;
use crate::ids::AgencyId;
use crate::person::Ages;
use crate::refusal::Refusal;
use crate::time::Millis;
use crate::wire::wire_type;
use minicbor::{Decode, Encode};
use std::fmt;

/// From this age on a child signs beside the carer (executive regulation of Federal Law 3/2016), in years.
pub const ASKED_FROM: u8 = 13;
/// From this age on nobody consents in a person's place because of age (Federal Law 3/2016, article 1), in years.
const ADULT_FROM: u8 = 18;

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
    /// The agencies to which the recipient may pass the person on.
    #[n(8)]
    pub onward: Vec<AgencyId>,
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

    /// Whether those gave it who must: from [`ASKED_FROM`] on a child is informed and asked too, and may say no; so is a child of whom
    /// nobody knows whether that age is reached. Nobody consents as the carer of a person exposed to trafficking: the carer may be who traffics
    /// (Federal Law 51/2006).
    ///
    /// # Errors
    /// [`Refusal::ChildNotAsked`] when the carer alone has agreed, [`Refusal::CarerBarred`] where no carer may.
    pub fn is_given_by(&self, ages: Option<Ages>, category: Category) -> Result<(), Refusal> {
        let carer = self.basis == LawfulBasis::Consent && self.form == Some(PermissionForm::Carer);
        if carer && category == Category::Trafficking {
            return Err(Refusal::CarerBarred);
        }
        let asked = ages.is_some_and(|ages| ages.max >= ASKED_FROM && ages.max < ADULT_FROM);
        if asked && carer { Err(Refusal::ChildNotAsked) } else { Ok(()) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::tests::{DANA, MARSA, NOW};

    fn permission() -> Permission {
        Permission {
            basis: LawfulBasis::Consent,
            form: Some(PermissionForm::Written),
            recipient: DANA,
            purpose: vec![],
            fields: vec![Field::Name, Field::Needs],
            witness: None,
            given_at: NOW,
            expires_at: NOW.plus_days(30),
            onward: Vec::new(),
        }
    }

    #[test]
    fn it_holds_for_one_agency_its_fields_and_its_time() {
        let permission = permission();
        let code = |to, fields: &[Field], now| {
            permission.covers(to, fields, now).map_err(|refusal| refusal.code())
        };
        assert_eq!(code(DANA, &[Field::Name, Field::Needs], NOW), Ok(()));
        assert_eq!(code(DANA, &[], NOW), Ok(()));
        assert_eq!(code(MARSA, &[], NOW), Err("permission.for_another"));
        assert_eq!(code(DANA, &[Field::Harm], NOW), Err("permission.lacks_field"));
        assert_eq!(code(DANA, &[], Millis(NOW.0 - 1)), Err("permission.not_yet"));
        assert_eq!(code(DANA, &[], Millis(permission.expires_at.0 - 1)), Ok(()));
        assert_eq!(code(DANA, &[], permission.expires_at), Err("permission.expired"));
    }

    #[test]
    fn consent_has_a_form_and_spoken_consent_a_witness() {
        use PermissionForm::{Assent, Carer, NotRequired, NotSafe, Verbal, Written};
        let none = None::<&str>;
        let table = [
            (LawfulBasis::Consent, Some(Written), none, None),
            (LawfulBasis::Consent, Some(Carer), none, None),
            (LawfulBasis::Consent, Some(Assent), none, None),
            (LawfulBasis::Consent, Some(Verbal), Some("شاهد"), None),
            (LawfulBasis::Consent, Some(Verbal), Some("  "), Some("permission.no_witness")),
            (LawfulBasis::Consent, Some(Verbal), none, Some("permission.no_witness")),
            (LawfulBasis::Consent, Some(NotSafe), none, Some("referral.no_consent")),
            (LawfulBasis::Consent, Some(NotRequired), none, Some("referral.no_consent")),
            (LawfulBasis::Consent, None, none, Some("referral.no_consent")),
            (LawfulBasis::VitalInterest, None, none, None),
            (LawfulBasis::JudicialOrder, Some(NotRequired), none, None),
        ];
        for (basis, form, witness, refused) in table {
            let witness = witness.map(str::to_owned);
            let permission = Permission { basis, form, witness, ..permission() };
            let covers = permission.covers(DANA, &[], NOW);
            assert_eq!(covers.err().map(|refusal| refusal.code()), refused, "{basis} {form:?}");
        }
    }

    #[test]
    fn from_thirteen_on_a_child_is_asked_beside_the_carer() {
        use PermissionForm::{Assent, Carer, Written};
        let ages = |min, max| Some(Ages { min, max });
        let table = [
            (Carer, ages(12, 12), true),
            (Carer, ages(12, 13), false),
            (Carer, ages(9, 17), false),
            (Carer, ages(13, 13), false),
            (Carer, ages(17, 17), false),
            (Carer, ages(17, 18), true),
            (Carer, None, true),
            (Assent, ages(13, 13), true),
            (Written, ages(15, 16), true),
        ];
        for (form, ages, given) in table {
            let permission = Permission { form: Some(form), ..permission() };
            let by = permission.is_given_by(ages, Category::Child);
            assert_eq!(by.is_ok(), given, "{form} {ages:?}");
        }
        let by_law =
            Permission { basis: LawfulBasis::VitalInterest, form: Some(Carer), ..permission() };
        assert_eq!(by_law.is_given_by(ages(14, 14), Category::Child), Ok(()));
    }

    /// H05: the path of the carer's consent is closed to victims of trafficking, whatever their age.
    #[test]
    fn h05_no_carer_consents_for_a_person_exposed_to_trafficking() {
        let by = |form| {
            let permission = Permission { form: Some(form), ..permission() };
            permission.is_given_by(Some(Ages { min: 9, max: 9 }), Category::Trafficking)
        };
        assert_eq!(by(PermissionForm::Carer), Err(Refusal::CarerBarred));
        assert_eq!(by(PermissionForm::Written), Ok(()));
    }

    #[test]
    fn an_empty_purpose_is_any_service_and_a_named_one_is_not() {
        let any = permission();
        assert_eq!(any.covers_purpose(Service::ALL), Ok(()));
        let one = Permission { purpose: vec![Service::Legal], ..permission() };
        assert_eq!(one.covers_purpose(&[Service::Legal]), Ok(()));
        let refused = Err(Refusal::PermissionLacksService { service: Service::Shelter });
        assert_eq!(one.covers_purpose(&[Service::Legal, Service::Shelter]), refused);
    }
}
