//! Which texts meet at another agency says how likely it knows the same person, without saying anything else: what
//! they have in common is known to the one who asked, and so is how rare it is.

use super::Register;
use super::recipes::{Element, Recipe};
use super::record::Record;
use super::words::Position;
use crate::{PartialDate, Skeleton};

/// What is weighed.
const FEATURES: usize = 24;
/// Their weights in bits, learned by logistic regression from invented people of two agencies, in the order of
/// `met_features`.
const WEIGHTS: [f64; FEATURES] = [
    -23.03, 36.97, 14.01, 7.52, 2.33, 2.48, 5.88, 12.71, 12.6, 5.16, 2.82, 3.1, 0.8, 1.11, -1.13,
    -0.67, -2.25, -0.52, -0.42, -0.25, -10.9, -0.86, -8.63, -6.33,
];

/// What the texts that met have in common.
#[derive(Clone, Debug, Default)]
struct Shared<'a> {
    elements: Vec<(Element, &'a str)>,
}

impl<'a> Shared<'a> {
    fn of(met: impl IntoIterator<Item = (Recipe, &'a str)>) -> Shared<'a> {
        let mut shared = Shared::default();
        for (recipe, text) in met {
            let values = text.split_once('=').map_or("", |(_, values)| values);
            for (element, value) in recipe.elements().iter().zip(values.split('|')) {
                value.split('+').for_each(|part| shared.add(*element, part));
            }
        }
        shared
    }

    fn add(&mut self, element: Element, value: &'a str) {
        if !self.elements.contains(&(element, value)) {
            self.elements.push((element, value));
        }
    }

    fn has(&self, element: Element) -> bool {
        self.elements.iter().any(|(held, _)| *held == element)
    }

    fn values(&self, element: Element) -> impl Iterator<Item = &'a str> {
        self.elements.iter().filter(move |(held, _)| *held == element).map(|(_, value)| *value)
    }
}

impl<K: Copy + Ord> Register<K> {
    /// The evidence for one person, in bits, when these of the [`recipes`](super::recipes) of `record` met at one
    /// record of another agency. Without a prior: subtract the binary logarithm of how many people may be there.
    pub fn met_bits<'a>(
        &self,
        record: &Record,
        met: impl IntoIterator<Item = (Recipe, &'a str)>,
    ) -> f64 {
        let features = self.met_features(record, &Shared::of(met));
        features.iter().zip(WEIGHTS).map(|(feature, weight)| feature * weight).sum()
    }

    fn met_features(&self, record: &Record, shared: &Shared<'_>) -> [f64; FEATURES] {
        let flag = |is: bool| f64::from(u8::from(is));
        let held = |element| flag(shared.has(element));
        let missed = |asked: bool, element| flag(asked && !shared.has(element));
        let words = shared.values(Element::Name).count();
        let is_day = matches!(record.birth, PartialDate::Day { m, d, .. } if (m, d) != (1, 1));
        let is_placed = record.place.building.is_some() && record.place.area.is_some();
        let (phone, day, place) = (held(Element::Phone), held(Element::Day), held(Element::Place));
        let (two, three) = (flag(words >= 2), flag(words >= 3));
        let rest_bits = self.shared_bits(shared, Element::Name, Position::Rest);
        [
            1.0,
            held(Element::Eid),
            phone,
            day,
            day.max(held(Element::Year)),
            held(Element::Sex),
            held(Element::Mother),
            place,
            held(Element::Given),
            flag(words >= 1),
            two,
            three,
            self.shared_bits(shared, Element::Given, Position::Given),
            rest_bits,
            missed(record.eid.is_some(), Element::Eid),
            missed(!record.phones.is_empty(), Element::Phone),
            missed(is_day, Element::Day),
            missed(!record.mother.is_empty(), Element::Mother),
            missed(is_placed, Element::Place),
            phone * rest_bits,
            phone * place,
            two * rest_bits,
            phone * three,
            place * three,
        ]
    }

    /// How rare the shared names are.
    fn shared_bits(&self, shared: &Shared<'_>, element: Element, position: Position) -> f64 {
        let skeletons = shared.values(element).map(Skeleton::of);
        skeletons.map(|skeleton| self.books.words.skeleton_bits(skeleton, position)).sum()
    }
}
