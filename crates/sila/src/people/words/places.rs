//! Who bears a word, in little room: each person on file has a place, and a word keeps the places in their order.

use std::collections::BTreeMap;

use sila_core::ids::PersonId;

/// The places of those who bear a word, in their order.
#[derive(Debug, Default, Clone)]
pub(super) struct Places(Vec<u32>);

impl Places {
    /// Adds a place, once.
    pub(super) fn insert(&mut self, place: u32) {
        if self.0.last().is_none_or(|last| *last < place) {
            self.0.push(place);
        } else if let Err(at) = self.0.binary_search(&place) {
            self.0.insert(at, place);
        }
    }

    /// Takes a place out.
    pub(super) fn remove(&mut self, place: u32) {
        if let Ok(at) = self.0.binary_search(&place) {
            self.0.remove(at);
        }
    }

    /// Whether it is among them.
    pub(super) fn contains(&self, place: u32) -> bool {
        self.0.binary_search(&place).is_ok()
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().copied()
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody bears it any more.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Who has which place. One that has become free is given to the next who comes.
#[derive(Debug, Default)]
pub(super) struct Seats {
    people: Vec<Option<PersonId>>,
    places: BTreeMap<PersonId, u32>,
    free: Vec<u32>,
}

impl Seats {
    /// The place of a person, a new one if need be.
    pub(super) fn take(&mut self, person: PersonId) -> u32 {
        if let Some(place) = self.places.get(&person) {
            return *place;
        }
        let next = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let place = self.free.pop().unwrap_or(next);
        match self.slot(place) {
            Some(slot) => *slot = Some(person),
            None => self.people.push(Some(person)),
        }
        self.places.insert(person, place);
        place
    }

    /// Gives a person's place back; says which it was.
    pub(super) fn leave(&mut self, person: PersonId) -> Option<u32> {
        let place = self.places.remove(&person)?;
        if let Some(slot) = self.slot(place) {
            *slot = None;
        }
        self.free.push(place);
        Some(place)
    }

    fn slot(&mut self, place: u32) -> Option<&mut Option<PersonId>> {
        self.people.get_mut(usize::try_from(place).ok()?)
    }

    /// In the order of the places; nobody where one is free.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Option<PersonId>> {
        self.people.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_free_is_given_again_and_lists_stay_in_order() {
        let person = |n: u128| PersonId(uuid::Uuid::from_u128(n));
        let mut seats = Seats::default();
        let taken: Vec<u32> = (0..3).map(|n| seats.take(person(n))).collect();
        assert_eq!((taken, seats.take(person(1))), (vec![0, 1, 2], 1), "one place for one person");
        assert_eq!((seats.leave(person(1)), seats.leave(person(1))), (Some(1), None));
        assert_eq!(seats.iter().collect::<Vec<_>>(), [Some(person(0)), None, Some(person(2))]);
        assert_eq!((seats.take(person(7)), seats.take(person(8))), (1, 3));
        let mut places = Places::default();
        for place in [2, 5, 2, 1, 9, 5] {
            places.insert(place);
        }
        places.remove(5);
        places.remove(6);
        assert_eq!(places.iter().collect::<Vec<_>>(), [1, 2, 9]);
        assert!(places.contains(9) && !places.contains(5) && places.len() == 3);
    }
}
