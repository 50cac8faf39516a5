//! The words of all names and the digits of all numbers: what one search box looks in. Held in memory only.

mod mentions;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use sila_core::ids::PersonId;
use sila_names::{Level, Name, Skeleton, Token, token_level};

use places::{Places, Seats};

/// Words of a query that are looked for; a longer one is cut.
const QUERY_WORDS_MAX: usize = 12;
/// Words that a beginning may stand for.
const BEGINNINGS_MAX: usize = 2_000;
/// Shortest beginning of a word, in letters.
const BEGINNING_CHARS_MIN: usize = 2;
/// Shortest part of a number, in digits.
pub const NUMBER_PART_MIN: usize = 4;

/// How a word of the query met a word of a name; the later ones are the better ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// One letter differs.
    Near,
    /// The name's word begins so.
    Begins,
    /// It sounds the same.
    Sound,
    /// It is another usual spelling of the same name.
    Spelling,
    /// It is written so.
    Written,
}

/// How a query met a person's names: every word of it that did.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    /// How many words of the query met one of the name.
    pub words: usize,
    /// The weakest of the meetings.
    pub weakest: Met,
    /// All meetings, the sum of their places in [`Met`].
    pub strength: usize,
}

struct Word {
    token: Token,
    people: Places,
}

/// What a query has met of one person so far.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    /// The last word of the query that met a name, counted from one.
    last: u8,
    words: u8,
    weakest: Option<Met>,
    strength: u8,
}

impl Tally {
    /// A word of the query has met a name; the better ones come first.
    fn add(&mut self, word: u8, met: Met) {
        if self.last != word {
            self.last = word;
            self.words = self.words.saturating_add(1);
            self.weakest = Some(self.weakest.map_or(met, |weakest| weakest.min(met)));
            self.strength = self.strength.saturating_add(strength(met));
        }
    }

    fn meeting(self) -> Option<Meeting> {
        let (words, strength) = (usize::from(self.words), usize::from(self.strength));
        Some(Meeting { words, weakest: self.weakest?, strength })
    }
}

/// The index.
#[derive(Default)]
pub struct Words {
    seats: Seats,
    words: BTreeMap<String, Word>,
    sounds: BTreeMap<Skeleton, BTreeSet<String>>,
    forms: BTreeMap<u32, BTreeSet<String>>,
    numbers: BTreeMap<String, BTreeSet<PersonId>>,
}

impl Words {
    /// Adds a person with their names and the digits of their numbers.
    pub fn insert(&mut self, person: PersonId, names: &[&Name], numbers: &[String]) {
        let place = self.seats.take(person);
        for token in names.iter().flat_map(|name| name.tokens()) {
            let text = token.text().to_owned();
            for sound in token.skeletons() {
                self.sounds.entry(*sound).or_default().insert(text.clone());
            }
            for form in token.entries() {
                self.forms.entry(*form).or_default().insert(text.clone());
            }
            let fresh = || Word { token: token.clone(), people: Places::default() };
            self.words.entry(text).or_insert_with(fresh).people.insert(place);
        }
        for number in numbers {
            self.numbers.entry(number.clone()).or_default().insert(person);
        }
    }

    /// Takes a person out, with what was given to [`Words::insert`].
    pub fn remove(&mut self, person: PersonId, names: &[&Name], numbers: &[String]) {
        let place = self.seats.leave(person);
        for token in names.iter().flat_map(|name| name.tokens()) {
            let Some(word) = self.words.get_mut(token.text()) else { continue };
            place.into_iter().for_each(|place| word.people.remove(place));
            if word.people.is_empty() {
                self.forget(token);
            }
        }
        for number in numbers {
            if let Some(people) = self.numbers.get_mut(number) {
                people.remove(&person);
                if people.is_empty() {
                    self.numbers.remove(number);
                }
            }
        }
    }

    fn forget(&mut self, token: &Token) {
        self.words.remove(token.text());
        for sound in token.skeletons() {
            if let Some(words) = self.sounds.get_mut(sound) {
                words.remove(token.text());
            }
        }
        for form in token.entries() {
            if let Some(words) = self.forms.get_mut(form) {
                words.remove(token.text());
            }
        }
    }

    /// People whose names hold the words of the query, in any order and spelling: all of them, or all but one of three
    /// and more.
    pub fn named(&self, query: &Name) -> Vec<(PersonId, Meeting)> {
        let tokens = query.tokens().get(..QUERY_WORDS_MAX).unwrap_or(query.tokens());
        let mut tallies = vec![Tally::default(); self.seats.iter().len()];
        for (nth, token) in (1_u8..).zip(tokens) {
            for (word, met) in self.met(token) {
                for place in word.people.iter() {
                    let tally = usize::try_from(place).ok().and_then(|at| tallies.get_mut(at));
                    tally.into_iter().for_each(|tally| tally.add(nth, met));
                }
            }
        }
        let wanted = if tokens.len() > 2 { tokens.len().saturating_sub(1) } else { tokens.len() };
        let people = self.seats.iter().zip(tallies);
        let enough = people.filter(|(_, tally)| usize::from(tally.words) >= wanted);
        enough.filter_map(|(person, tally)| Some((person?, tally.meeting()?))).collect()
    }

    /// Words like this one, those that meet it best first.
    fn met(&self, token: &Token) -> Vec<(&Word, Met)> {
        let mut met = self.words_of(token);
        if met.is_empty() {
            met = self.near(token);
        }
        met.sort_by_key(|(_, met)| std::cmp::Reverse(*met));
        met
    }

    fn words_of(&self, token: &Token) -> Vec<(&Word, Met)> {
        let named = |texts: Option<&BTreeSet<String>>, met: Met| -> Vec<(&Word, Met)> {
            let texts = texts.into_iter().flatten();
            texts.filter_map(|text| Some((self.words.get(text)?, met))).collect()
        };
        let mut met: Vec<(&Word, Met)> = Vec::new();
        met.extend(self.words.get(token.text()).map(|word| (word, Met::Written)));
        for form in token.entries() {
            met.extend(named(self.forms.get(form), Met::Spelling));
        }
        for sound in token.skeletons() {
            met.extend(named(self.sounds.get(sound), Met::Sound));
        }
        if token.text().chars().count() >= BEGINNING_CHARS_MIN {
            let from = self.words.range(token.text().to_owned()..);
            let begin = from.take_while(|(text, _)| text.starts_with(token.text()));
            met.extend(begin.take(BEGINNINGS_MAX).map(|(_, word)| (word, Met::Begins)));
        }
        met
    }

    /// Words in which one letter differs: only looked for when nothing else was found.
    fn near(&self, token: &Token) -> Vec<(&Word, Met)> {
        let near = |word: &&Word| token_level(token, &word.token) == Level::Fuzzy;
        self.words.values().filter(near).map(|word| (word, Met::Near)).collect()
    }

    /// People with this number, or with a number that holds these digits.
    pub fn numbered(&self, digits: &str) -> BTreeSet<PersonId> {
        if let Some(people) = self.numbers.get(digits) {
            return people.clone();
        }
        if digits.len() < NUMBER_PART_MIN {
            return BTreeSet::new();
        }
        let holding = self.numbers.iter().filter(|(number, _)| number.contains(digits));
        holding.flat_map(|(_, people)| people).copied().collect()
    }
}

fn strength(met: Met) -> u8 {
    match met {
        Met::Near => 1,
        Met::Begins => 2,
        Met::Sound => 3,
        Met::Spelling => 4,
        Met::Written => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(n))
    }

    fn words() -> Words {
        let mut words = Words::default();
        let people = [
            (1, "فاطمة أحمد الكثيبي", "Fatima Ahmed Al Kuthaibi", "784198900000015"),
            (2, "عبد الرحمن حمدان السنونوي", "Abdulrahman Hamdan", "971501234567"),
            (3, "هند سعيد المهاوي", "", "971559998888"),
        ];
        for (n, ar, latin, number) in people {
            let (ar, latin) = (Name::parse(ar), Name::parse(latin));
            words.insert(id(n), &[&ar, &latin], &[number.to_owned()]);
        }
        words
    }

    fn found(words: &Words, query: &str) -> Vec<u128> {
        words.named(&Name::parse(query)).iter().map(|(person, _)| person.0.as_u128()).collect()
    }

    #[test]
    fn a_name_is_found_by_every_spelling_and_by_a_part() {
        let words = words();
        let table: [(&str, &[u128]); 14] = [
            ("فاطمة", &[1]),
            ("فاطمه", &[1]),
            ("فاطمه احمد", &[1]),
            ("Fatima", &[1]),
            ("Fatma Ahmad", &[1]),
            ("fatimah alkuthaibi", &[1]),
            ("الكثيبي", &[1]),
            ("فاط", &[1]),
            ("عبدالرحمن", &[2]),
            ("Abdul Rahman", &[2]),
            ("Abdurrahman", &[2]),
            ("Hind Said", &[3]),
            ("زينب", &[]),
            ("فاطمة زينب", &[]),
        ];
        for (query, wanted) in table {
            assert_eq!(found(&words, query), wanted, "{query}");
        }
    }

    #[test]
    fn numbers_are_found_whole_and_in_part() {
        let words = words();
        assert!(words.numbered("971501234567").contains(&id(2)));
        assert!(words.numbered("4567").contains(&id(2)));
        assert!(words.numbered("198900000").contains(&id(1)));
        assert!(words.numbered("456").is_empty(), "too short to say anything");
    }

    #[test]
    fn who_is_taken_out_is_found_no_more() {
        let mut words = words();
        let (ar, number) = (Name::parse("هند سعيد المهاوي"), "971559998888".to_owned());
        words.remove(id(3), &[&ar], std::slice::from_ref(&number));
        assert_eq!(found(&words, "هند"), []);
        assert_eq!(found(&words, "Hind"), []);
        assert!(words.numbered(&number).is_empty());
        assert_eq!(found(&words, "فاطمة"), [1]);
    }

    #[test]
    fn hostile_words_find_nobody_and_take_no_time() {
        let words = words();
        let long = "محمد ".repeat(60);
        for query in ["", "🙂🙂🙂", "\u{202e}\u{2066}", "''''", long.as_str(), "%%%___"] {
            assert_eq!(found(&words, query), [], "{query}");
        }
    }
}
