//! How much people fill in for one referral: numbers alone, taken when a form is sent, never what was filled in.

use super::median;

/// What the forms of one agency took for one referral.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Typing {
    /// Fields that somebody filled in.
    pub typed: u32,
    /// Fields that were there already: from the case, from another form, from the other agency.
    pub carried: u32,
    /// Fields that were asked for although they had come along.
    pub again: u32,
}

impl Typing {
    /// The medians of five referrals or more: filled in, carried over, asked again.
    pub fn medians<'a>(all: impl IntoIterator<Item = &'a Self>) -> [Option<i64>; 3] {
        let all: Vec<&Self> = all.into_iter().collect();
        let each = |of: fn(&Self) -> u32| median(all.iter().map(|one| of(one).into()).collect());
        [each(|one| one.typed), each(|one| one.carried), each(|one| one.again)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contract_a19_the_fields_of_a_referral_are_medians_of_five_or_more() {
        let one = |typed, carried, again| Typing { typed, carried, again };
        let mut all = vec![one(12, 0, 0), one(3, 20, 0), one(4, 18, 1), one(2, 25, 0)];
        assert_eq!(Typing::medians(&all), [None; 3]);
        all.push(one(9, 19, 2));
        assert_eq!(Typing::medians(&all), [Some(4), Some(19), Some(0)]);
    }
}
