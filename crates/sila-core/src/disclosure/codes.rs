//! The codes that travel with a referral, so that they can be held against what the parties understand.

use super::{Disclosure, Preview};
use crate::agreement::vocabulary::Place;

impl Preview {
    /// The codes that it holds.
    pub fn codes(&self) -> Vec<Place> {
        let one = [self.age_band.spoken(), self.sex.spoken(), self.category.spoken()];
        let mut all: Vec<Place> = one.into_iter().chain([self.urgency.spoken()]).collect();
        all.extend(self.household.iter().map(|one| one.spoken()));
        all.extend(self.services.iter().map(|one| one.spoken()));
        all.extend(self.not_shared.iter().map(|one| one.spoken()));
        all.extend(self.language.iter().map(|one| one.spoken()));
        all
    }
}

impl Disclosure {
    /// The codes that it holds.
    pub fn codes(&self) -> Vec<Place> {
        let mut all = vec![self.residence.evidence.spoken(), self.permission.basis.spoken()];
        for person in &self.people {
            all.push(person.sex.spoken());
            all.extend(person.language.iter().map(|one| one.spoken()));
            all.extend(person.relation.iter().map(|one| one.spoken()));
        }
        all.extend(self.safety.safe_contact.iter().map(|one| one.channel.spoken()));
        all.extend(self.harm.iter().map(|one| one.spoken()));
        all.extend(self.needs.iter().chain(&self.permission.purpose).map(|one| one.spoken()));
        all.extend(self.permission.form.iter().map(|one| one.spoken()));
        all.extend(self.permission.fields.iter().map(|one| one.spoken()));
        all.extend(self.documents.iter().map(|one| one.spoken()));
        all.extend(self.no_wishes.iter().map(|one| one.spoken()));
        all
    }
}
