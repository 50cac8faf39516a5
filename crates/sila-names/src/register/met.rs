//! Which texts meet at another agency says how likely it knows the same person, without saying anything else: what
//! they have in common is known to the one who asked, and so is how rare it is.

use super::Register;
use super::recipes::{Element, Recipe};
use super::record::Record;
use super::words::Position;
use crate::{PartialDate, Skeleton};

/// What is weighed.
const FEATURES: usize = 31;
/// Their weights in bits, learned by logistic regression from invented people of two agencies, in the order of
/// `met_features`.
const WEIGHTS: [f64; FEATURES] = [
    -11.64, 20.32, 8.33, -0.18, 4.18, 2.26, -1.1, 6.67, 6.93, -2.03, 2.92, 4.14, 0.94, 1.15, -1.56,
    -0.78, -2.3, 0.02, -0.36, -0.25, -5.87, -0.89, -3.12, -2.75, 7.8, -0.04, 6.59, 6.09, -1.0,
    3.68, 0.76,
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
        let (mother, year) = (held(Element::Mother), day.max(held(Element::Year)));
        let (one, two, three) = (flag(words >= 1), flag(words >= 2), flag(words >= 3));
        let given_bits = self.shared_bits(shared, Element::Given, Position::Given);
        let rest_bits = self.shared_bits(shared, Element::Name, Position::Rest);
        let other_eid = missed(record.eid.is_some(), Element::Eid);
        let other_mother = missed(!record.mother.is_empty(), Element::Mother);
        [
            1.0,
            held(Element::Eid),
            phone,
            day,
            year,
            held(Element::Sex),
            mother,
            place,
            held(Element::Given),
            one,
            two,
            three,
            given_bits,
            rest_bits,
            other_eid,
            missed(!record.phones.is_empty(), Element::Phone),
            missed(is_day, Element::Day),
            other_mother,
            missed(is_placed, Element::Place),
            phone * rest_bits,
            phone * place,
            two * rest_bits,
            phone * three,
            place * three,
            day * one,
            given_bits * given_bits,
            mother * one,
            day * mother,
            year * other_mother,
            year * place,
            day * other_eid,
        ]
    }

    /// How rare the shared names are.
    fn shared_bits(&self, shared: &Shared<'_>, element: Element, position: Position) -> f64 {
        let skeletons = shared.values(element).map(Skeleton::of);
        skeletons.map(|skeleton| self.books.words.skeleton_bits(skeleton, position)).sum()
    }
}
