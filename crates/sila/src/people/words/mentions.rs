//! Where a free text names people who are known here. The words of the text are read once; each is looked up among the words of
//! their names.
//!
//! One word is not a person: two words of the same person's names that stand beside each other are, or with one word between them, and so
//! is one word after another that says that a name follows ("السيدة", "named"). One of the two may be written as it sounds. Names that
//! are words of every day count for less: one that stands in nearly every text ("عام", "will") needs a plain name beside it,
//! and one that is a usual word ("سالم", "hope") is no name alone.

mod lists;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use sila_names::fold::Script;
use sila_names::traces::Word as Written;
use sila_names::{Level, Name, Skeleton, Token, token_level};

use super::Words;
use super::places::Places;
use lists::{ANNOUNCING, EVERYDAY, EVERYWHERE, FOLLOWING};

/// Words that may make one part of a name: "Abd al Rahman".
const PART_WORDS_MAX: usize = 3;
/// Two parts that more people bear than this are taken to be borne together by somebody.
const BEARERS_LOOKED_AT: usize = 256;
/// Words on file that sound as one of the text and are looked at.
const SOUNDING_MAX: usize = 32;
/// Shortest word that is looked up as it sounds, in letters; and shortest word without what is written together with it.
const SOUNDING_CHARS_MIN: usize = 3;

type Bearers<'a> = Vec<&'a Places>;

/// What else a part of a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A name only.
    Name,
    /// A usual word too.
    Word,
    /// A word of nearly every text.
    Everywhere,
    /// "على", which is a name only where it is written as "علي" or follows one.
    On,
}

/// How a word of a text is read: the part of a name that it is or begins, and who bears it.
#[derive(Clone, Default)]
struct Reading<'a> {
    /// The part; when nobody bears it, every part that it may be.
    tokens: Vec<Token>,
    /// It was written together with "and".
    and: bool,
    bearers: Bearers<'a>,
}

/// One part of a name, if it is one, as it stands in a text.
struct Step<'a> {
    /// The first of its words and the one after its last.
    words: (usize, usize),
    /// A sentence begins here, or another person: nothing before it belongs to it.
    begins: bool,
    /// How much it is a word of every day.
    use_: Use,
    /// A word before or after it says that it is a name.
    announced: bool,
    /// It is written as names are, where a script does that.
    capital: bool,
    tokens: Vec<Token>,
    bearers: Bearers<'a>,
}

impl Step<'_> {
    /// Somebody bears it and it is no usual word.
    fn is_name(&self) -> bool {
        self.use_ == Use::Name && !self.bearers.is_empty()
    }
}

impl Words {
    /// Where people are named: the first word of each mention and the word after its last.
    pub fn mentions(&self, text: &str, written: &[Written]) -> Vec<(usize, usize)> {
        let steps = self.steps(text, written);
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut add = |from: usize, to: usize| match found.last_mut() {
            Some(last) if last.1 >= from => last.1 = last.1.max(to),
            _ => found.push((from, to)),
        };
        for (nth, step) in steps.iter().enumerate() {
            let next = steps.get(nth.saturating_add(1)).filter(|next| !next.begins);
            let third = steps.get(nth.saturating_add(2)).filter(|third| !third.begins);
            if let Some(end) = next.and_then(|next| self.name_from(step, next, third)) {
                add(step.words.0, end);
            } else if step.announced && step.capital && step.is_name() {
                add(step.words.0, step.words.1);
            }
        }
        found
    }

    /// Where somebody's name ends that begins with this part.
    fn name_from(
        &self,
        step: &Step<'_>,
        next: &Step<'_>,
        third: Option<&Step<'_>>,
    ) -> Option<usize> {
        if !self.meet(step, next) {
            let third = third.filter(|third| around(step, next, third))?;
            return Some(third.words.1);
        }
        let longer = third.filter(|third| {
            let weak =
                [step, next, third].iter().all(|one| matches!(one.use_, Use::Everywhere | Use::On));
            !weak && self.meet(next, third) && self.meet(step, third)
        });
        let found = longer.is_some() || together(step, next);
        found.then(|| longer.unwrap_or(next).words.1)
    }

    fn steps(&self, text: &str, written: &[Written]) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        let mut seen: BTreeMap<&str, Reading<'_>> = BTreeMap::new();
        let (mut at, mut announced) = (0, false);
        while let Some(word) = written.get(at) {
            let rest = written.get(at..).unwrap_or_default();
            if ANNOUNCING.contains(&word.text.as_str()) {
                (at, announced) = (at.saturating_add(1), true);
                continue;
            }
            let (reading, used) = self.joined(rest).unwrap_or_else(|| {
                (seen.entry(&word.text).or_insert_with(|| self.alone(&word.text)).clone(), 1)
            });
            let end = at.saturating_add(used);
            let typed = text.get(word.from..word.to).unwrap_or_default();
            let family = typed == "آل" && used > 1;
            let after = written.get(end).filter(|after| !after.begins);
            let after = after.is_some_and(|after| FOLLOWING.contains(&after.text.as_str()));
            let bare = reading.tokens.first().map_or("", Token::text);
            steps.push(Step {
                words: (at, end),
                // "and Maryam" is another person, and so is "her sister Maryam".
                begins: word.begins || reading.and || announced,
                use_: if used == 1 { use_of(typed, bare) } else { Use::Name },
                announced: announced || family || after,
                capital: !typed.starts_with(|c: char| c.is_ascii_lowercase()) || used > 1,
                tokens: reading.tokens,
                bearers: reading.bearers,
            });
            (at, announced) = (end, false);
        }
        steps
    }

    /// A part of several words that begins here and is borne by somebody, and how many words it takes.
    fn joined(&self, rest: &[Written]) -> Option<(Reading<'_>, usize)> {
        let (first, others) = rest.split_first()?;
        for (text, and) in readings(&first.text) {
            for count in (1..PART_WORDS_MAX).rev() {
                let Some(after) = others.get(..count) else { continue };
                if after.iter().any(|word| word.begins) || !may_join(&text, after) {
                    continue;
                }
                let words = after.iter().map(|word| word.text.as_str());
                let words: Vec<&str> = std::iter::once(text.as_str()).chain(words).collect();
                let words = words.join(" ");
                let reading = |words: &str| {
                    let tokens = Name::parse(words).tokens().to_vec();
                    let bearers = self.bearers(&tokens);
                    let part = tokens.len() == 1;
                    part.then_some(Reading { tokens, and, bearers })
                };
                let borne = |one: &Reading<'_>| !one.bearers.is_empty();
                let bare = || words.strip_suffix('s').and_then(reading).filter(borne);
                let whole = reading(&words);
                // What follows an article is a part even if nobody bears it as it is written.
                let article = count == 1 && ARTICLES.contains(&text.as_str());
                let found = whole.clone().filter(borne).or_else(bare);
                if let Some(found) = found.or(whole.filter(|_| article)) {
                    return Some((found, count.saturating_add(1)));
                }
            }
        }
        None
    }

    /// One word as a part of a name.
    fn alone(&self, word: &str) -> Reading<'_> {
        let mut none = Reading::default();
        for (text, and) in readings(word) {
            let tokens = Name::parse(&text).tokens().to_vec();
            let bearers = self.bearers(&tokens);
            if !bearers.is_empty() {
                return Reading { tokens, and, bearers };
            }
            none.tokens.extend(tokens);
        }
        none
    }

    /// Who bears this part of a name, written so or in another usual spelling.
    fn bearers(&self, tokens: &[Token]) -> Bearers<'_> {
        let [token] = tokens else { return Vec::new() };
        let long = token.text().chars().count() > 1 && token.script() != Script::Other;
        let spelled = token.entries().iter().filter_map(|form| self.forms.get(form)).flatten();
        let texts: BTreeSet<&str> =
            spelled.map(String::as_str).chain([token.text()]).filter(|_| long).collect();
        texts.into_iter().filter_map(|text| Some(&self.words.get(text)?.people)).collect()
    }

    /// Whether somebody bears both, one of them perhaps as it sounds.
    fn meet(&self, one: &Step<'_>, two: &Step<'_>) -> bool {
        let both =
            |a: &Places, b: &Places| a.len().min(b.len()) > BEARERS_LOOKED_AT || shared(a, b);
        one.bearers.iter().any(|a| two.bearers.iter().any(|b| both(a, b)))
            || self.sounds(one, two)
            || self.sounds(two, one)
    }

    /// Whether somebody who bears `sure` has a name that sounds as `near`, or is a slip of the pen away where few bear `sure`.
    fn sounds(&self, sure: &Step<'_>, near: &Step<'_>) -> bool {
        let named = matches!(sure.use_, Use::Name | Use::Word) && near.use_ == Use::Name;
        if !named || sure.bearers.is_empty() || (sure.capital && !near.capital) {
            return false;
        }
        let least = if sure.is_name() { SOUNDING_CHARS_MIN } else { SOUNDING_CHARS_MIN + 2 };
        let long = |token: &&Token| token.text().chars().count() >= least;
        let of_few = sure.bearers.iter().map(|one| one.len()).sum::<usize>() <= BEARERS_LOOKED_AT;
        let unknown = of_few && near.bearers.is_empty();
        let alike = |token: &Token| {
            let sounds = token.skeletons().iter().filter(|sound| sound.len() >= 2);
            let slipped = sounds.clone().filter(|_| unknown).flat_map(|sound| slips(*sound));
            self.borne_with(sure, token, sounds.copied()) || self.borne_with(sure, token, slipped)
        };
        near.tokens.iter().filter(long).any(alike)
    }

    /// Whether somebody who bears `sure` has a name like `token` with one of these sounds.
    fn borne_with(
        &self,
        sure: &Step<'_>,
        token: &Token,
        sounds: impl Iterator<Item = Skeleton>,
    ) -> bool {
        let texts = sounds.filter_map(|sound| self.sounds.get(&sound)).flatten();
        let words = texts.take(SOUNDING_MAX).filter_map(|text| self.words.get(text));
        let mut words = words.filter(|word| token_level(token, &word.token) <= Level::Fuzzy);
        words.any(|word| sure.bearers.iter().any(|bearers| shared(bearers, &word.people)))
    }
}

/// The sounds that are one consonant away: one more, one less, or another.
fn slips(sound: Skeleton) -> impl Iterator<Item = Skeleton> {
    let text = sound.spelled();
    let places = 0..=text.len();
    places.flat_map(move |at| {
        let (front, back) = text.split_at_checked(at).unwrap_or_default();
        let rest = back.get(1..).unwrap_or_default();
        let less = Skeleton::of(&format!("{front}{rest}"));
        let all: Vec<Skeleton> = CONSONANTS
            .chars()
            .flat_map(|one| [format!("{front}{one}{back}"), format!("{front}{one}{rest}")])
            .map(|text| Skeleton::of(&text))
            .chain([less])
            .filter(|one| *one != sound && one.len() >= 2)
            .collect();
        all
    })
}

/// Whether somebody is in both; of very many some are looked at.
fn shared(a: &Places, b: &Places) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    few.iter().take(BEARERS_LOOKED_AT).any(|place| many.contains(place))
}

/// Whether the first and the third are names of somebody, and the second may be another, or a slip of the pen in one.
fn around(first: &Step<'_>, second: &Step<'_>, third: &Step<'_>) -> bool {
    let names = first.is_name() && third.is_name() && second.use_ == Use::Name && second.capital;
    names && first.bearers.iter().any(|a| third.bearers.iter().any(|b| shared(a, b)))
}

/// How a word may be meant: as it stands, and without what is written together with it (and, for, with, as; the English s), each with whether
/// it begins with "and".
fn readings(word: &str) -> Vec<(String, bool)> {
    let mut all = vec![(word.to_owned(), false)];
    let bare = word.strip_prefix(['و', 'ف']).map(str::to_owned);
    all.extend(bare.map(|bare| (bare, word.starts_with('و'))));
    for (text, and) in all.clone() {
        let article = text.strip_prefix("لل").map(|rest| format!("ال{rest}"));
        let bare = text.strip_prefix(['ب', 'ل', 'ك']).map(str::to_owned);
        all.extend(article.into_iter().chain(bare).map(|text| (text, and)));
    }
    all.extend(word.strip_suffix('s').map(|bare| (bare.to_owned(), false)));
    all.retain(|(text, _)| text == word || text.chars().count() >= SOUNDING_CHARS_MIN);
    all
}

/// Whether a part of several words may begin so: after a particle, or before one that ends a compound.
fn may_join(first: &str, after: &[Written]) -> bool {
    let short = first.chars().count() <= 5;
    let ends = |word: &Written| COMPOUND_ENDS.contains(&word.text.as_str());
    (short && JOINING.iter().any(|begin| first.starts_with(begin)))
        || after.last().is_some_and(ends)
}

/// The classes of consonants that a [`Skeleton`] spells.
const CONSONANTS: &str = "0ABCDFGHJKLMNRSTWXYZ";
/// A part of a name follows.
const ARTICLES: [&str; 10] = ["ال", "بن", "ابن", "بنت", "al", "el", "bin", "ibn", "bint", "binti"];
const JOINING: [&str; 20] = [
    "عبد", "ابو", "ابي", "ام", "ذو", "بو", "بن", "ابن", "بنت", "ال", "abd", "abed", "abu", "abou",
    "umm", "um", "bin", "bint", "al", "el",
];
const COMPOUND_ENDS: [&str; 8] =
    ["الدين", "الله", "الحق", "الاسلام", "eddine", "din", "deen", "allah"];

/// Whether two parts beside each other are a name: a word of nearly every text needs one that is a name only.
fn together(one: &Step<'_>, two: &Step<'_>) -> bool {
    let named = one.use_ == Use::Name || two.use_ == Use::Name;
    match (one.use_, two.use_) {
        (Use::On, _) => false,
        (Use::Everywhere, _) | (_, Use::Everywhere | Use::On) => named || one.announced,
        _ => true,
    }
}

fn use_of(typed: &str, word: &str) -> Use {
    let bare = word.strip_prefix("ال").unwrap_or(word);
    let latin = typed.starts_with(|c: char| c.is_ascii_uppercase());
    if typed.ends_with("على") {
        Use::On
    } else if word.chars().count() <= 2 || (EVERYWHERE.contains(&bare) && !latin) {
        Use::Everywhere
    } else if EVERYDAY.contains(&bare) || EVERYWHERE.contains(&bare) {
        Use::Word
    } else {
        Use::Name
    }
}
