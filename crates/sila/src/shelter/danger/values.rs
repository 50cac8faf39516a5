//! What is compared of a name: the given name with the family name, and the family name alone, because kin are to be feared as
//! well. Both in spelled consonants, so that a name in Arabic finds itself in Latin letters.
//!
//! Of whom is asked about there is one spelling, of whom is listed every likely one. Names that only sound alike, or a large
//! family, are enough for a call.

use std::collections::BTreeSet;

use sila_link::place::safety::CHECK_SLOTS;
use sila_names::{Name, Token};

/// The version of the rules: two nodes with different ones would find nobody.
pub const RULES: u16 = sila_names::NORMALISER;
/// Spellings of one part of a name that are listed.
const SPELLINGS_MAX: usize = 4;

/// What is asked about people of these names: everybody first, then their families, as far as there is room.
pub fn asked(names: &[String]) -> Vec<String> {
    let mut all = all(names);
    all.truncate(CHECK_SLOTS);
    all
}

/// Whether everybody of these names can be asked about. A name of one word cannot, and for many there is no room: then nothing that
/// was found says nothing.
pub fn is_whole(names: &[String]) -> bool {
    all(names).len() <= CHECK_SLOTS && names.iter().all(|name| ends(name, 1).is_some())
}

fn all(names: &[String]) -> Vec<String> {
    let parts: Vec<_> = names.iter().filter_map(|name| ends(name, 1)).collect();
    let whole = parts.iter().flat_map(|(given, family)| pairs(given, family));
    let families = parts.iter().flat_map(|(_, family)| alone(family));
    let mut seen = BTreeSet::new();
    whole.chain(families).filter(|value| seen.insert(value.clone())).collect()
}

/// What is listed of somebody who is written like this.
pub fn listed(name: &str) -> Vec<String> {
    let Some((given, family)) = ends(name, SPELLINGS_MAX) else { return Vec::new() };
    pairs(&given, &family).into_iter().chain(alone(&family)).collect()
}

fn pairs(given: &[String], family: &[String]) -> Vec<String> {
    let with = |given: &String| -> Vec<String> {
        family.iter().map(|family| format!("{given}|{family}")).collect()
    };
    given.iter().flat_map(with).collect()
}

fn alone(family: &[String]) -> Vec<String> {
    family.iter().map(|family| format!("|{family}")).collect()
}

/// Spellings of the given and of the family name; nothing for a name of one word, which half of all people have.
fn ends(name: &str, spellings: usize) -> Option<(Vec<String>, Vec<String>)> {
    let name = Name::parse(name);
    let (given, others) = name.tokens().split_first()?;
    let spelled = |token: &Token| -> Vec<String> {
        let some = token.skeletons().iter().filter(|skeleton| !skeleton.is_empty());
        some.take(spellings).map(|skeleton| skeleton.spelled()).collect()
    };
    let family = others.iter().rev().map(spelled).find(|spellings| !spellings.is_empty())?;
    let given = spelled(given);
    (!given.is_empty()).then_some((given, family))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(asks: &str, there: &str) -> Vec<String> {
        let there = listed(there);
        asked(&[asks.to_owned()]).into_iter().filter(|value| there.contains(value)).collect()
    }

    #[test]
    fn somebody_is_found_in_either_script_and_kin_by_the_family_alone() {
        assert_eq!(meet("زيد خلفان الكوكبي", "زيد الكوكبي").len(), 2, "the names between may miss");
        assert_eq!(meet("فاطمة أحمد الكثيبي", "Fatima Ahmed Al Kuthaibi").len(), 2);
        assert_eq!(meet("Fatima Al Kuthaibi", "فاطمة أحمد الكثيبي").len(), 2);
        let kin = meet("غطفان سالم الكوكبي", "زيد خلفان الكوكبي");
        assert!(kin.len() == 1 && kin[0].starts_with('|'), "{kin:?}");
        assert_eq!(meet("زيد خلفان المهيري", "زيد خلفان الكوكبي"), Vec::<String>::new());
    }

    fn only(name: &str) -> Vec<String> {
        vec![name.to_owned()]
    }

    #[test]
    fn one_word_is_nobody_and_everybody_comes_before_families() {
        assert_eq!(asked(&["زيد".to_owned(), String::new()]), Vec::<String>::new());
        assert_eq!(listed("زيد"), Vec::<String>::new());
        let many: Vec<String> = ["المهيري", "الكوكبي", "الزرعوني", "الكثيبي", "المرجاني"]
            .iter()
            .flat_map(|family| ["زيد", "سالم"].map(|given| format!("{given} {family}")))
            .collect();
        let values = asked(&many);
        assert_eq!(values.len(), 15, "ten people of five families");
        assert!(values[..10].iter().all(|value| !value.starts_with('|')));
        let more = [many.clone(), vec!["ناصر السويدي".to_owned()], many].concat();
        assert_eq!(asked(&more).len(), CHECK_SLOTS, "as far as there is room");
        assert!(is_whole(&only("ناصر السويدي")) && !is_whole(&more));
        assert!(!is_whole(&[only("ناصر السويدي"), only("زيد")].concat()), "one word");
    }
}
