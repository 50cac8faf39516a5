//! What a referral says, apart from the way it goes: the same bytes for a node, a portal and a printed form.

use super::{Disclosure, Preview, Safety};
use crate::codes::{Category, Document, Harm, NoWishes, Service, Urgency};
use crate::person::Person;
use crate::residence::Residence;
use minicbor::Encode;

/// The content. Addresses, times and the permission for one recipient are not part of it.
#[derive(Encode)]
struct Content<'a> {
    #[cbor(n(0), with = "minicbor::bytes")]
    salt: [u8; 32],
    #[n(1)]
    category: Category,
    #[n(2)]
    urgency: Urgency,
    #[n(3)]
    services: &'a [Service],
    #[n(4)]
    people: &'a [Person],
    #[n(5)]
    residence: &'a Residence,
    #[n(6)]
    safety: &'a Safety,
    #[n(7)]
    harm: &'a [Harm],
    #[n(8)]
    needs: &'a [Service],
    #[n(9)]
    wishes: &'a Option<String>,
    #[n(10)]
    unwanted: &'a Option<String>,
    #[n(11)]
    account: &'a Option<String>,
    #[n(12)]
    documents: &'a [Document],
    #[n(13)]
    no_wishes: &'a Option<NoWishes>,
}

impl Disclosure {
    /// The canonical bytes of what is said and asked for, whoever receives it and however it gets there. Their SHA-256 is
    /// the content hash. Nothing without a salt: a hash of facts that somebody can guess would tell them.
    pub fn content(&self, preview: &Preview) -> Option<Vec<u8>> {
        let content = Content {
            salt: self.salt?,
            category: preview.category,
            urgency: preview.urgency,
            services: &preview.services,
            people: &self.people,
            residence: &self.residence,
            safety: &self.safety,
            harm: &self.harm,
            needs: &self.needs,
            wishes: &self.wishes,
            unwanted: &self.unwanted,
            account: &self.account,
            documents: &self.documents,
            no_wishes: &self.no_wishes,
        };
        minicbor::to_vec(content).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::full;
    use super::*;
    use crate::field::Field;
    use crate::ids::AgencyId;
    use crate::time::Millis;

    fn preview() -> Preview {
        let fields = Field::ALL;
        Preview::of(
            &full(),
            Category::Woman,
            &[Service::Shelter],
            Urgency::Urgent,
            fields,
            Millis(0),
        )
    }

    #[test]
    fn the_content_is_the_same_for_every_recipient_and_changes_with_every_word() {
        let salted = Disclosure { salt: Some([7; 32]), ..full() };
        let content = salted.content(&preview());
        assert!(content.is_some());
        let mut elsewhere = salted.clone();
        elsewhere.permission.recipient = AgencyId([9; 32]);
        elsewhere.permission.given_at = Millis(1);
        assert_eq!(elsewhere.content(&preview()), content);
        let other = Disclosure { wishes: Some("other".to_owned()), ..salted.clone() };
        assert_ne!(other.content(&preview()), content);
        let later = Preview { urgency: Urgency::Routine, ..preview() };
        assert_ne!(salted.content(&later), content);
        assert_ne!(Disclosure { salt: Some([8; 32]), ..salted }.content(&preview()), content);
    }

    #[test]
    fn without_a_salt_there_is_nothing_to_hash() {
        assert_eq!(Disclosure { salt: None, ..full() }.content(&preview()), None);
    }
}
