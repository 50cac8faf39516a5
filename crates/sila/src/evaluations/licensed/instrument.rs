//! An instrument as data, and what its sheets say together.

use serde::Deserialize;
use sila_core::evaluation::PEOPLE_MIN;

/// Largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 256 * 1_024;
/// Most statements.
const STATEMENTS_MAX: usize = 100;
/// Most bands.
const BANDS_MAX: usize = 12;
/// The highest mark of a scale.
const MARK_MAX: i64 = 10;
/// Longest words, in characters.
const WORDS_MAX: usize = 600;

/// The same words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// In Arabic.
    pub ar: String,
    /// In English.
    pub en: String,
}

/// A statement that is marked on the scale.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// In Arabic.
    pub ar: String,
    /// In English.
    pub en: String,
    /// A high mark is a bad one: it is turned round before it is counted.
    #[serde(default)]
    pub reversed: bool,
}

/// The marks that can be given, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The lowest.
    pub from: i64,
    /// The highest.
    pub until: i64,
}

/// What a sum means, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// From this sum.
    pub from: i64,
    /// To this one.
    pub until: i64,
    /// In Arabic.
    pub ar: String,
    /// In English.
    pub en: String,
}

/// An instrument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// What it is called.
    pub name: Both,
    /// Whose it is, and by what this agency may use it.
    pub licence: Both,
    /// The marks.
    pub scale: Scale,
    /// What is marked.
    pub statements: Vec<Statement>,
    /// What every possible sum means.
    pub bands: Vec<Band>,
}

/// What the sheets of a round say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// How many answered.
    pub people: usize,
    /// The mean of each statement as it was marked, in tenths; nothing of fewer than five people.
    pub statements: Option<Vec<i64>>,
    /// The mean of the sums, in tenths, and the band in which it falls.
    pub whole: Option<(i64, usize)>,
}

fn fit(words: [&str; 2]) -> bool {
    words.iter().all(|text| {
        !text.trim().is_empty() && text.chars().count() <= WORDS_MAX && !text.contains('\0')
    })
}

impl Instrument {
    /// Reads the file; the part at fault otherwise.
    ///
    /// # Errors
    /// `json`, or what [`Instrument::check`] finds.
    pub fn read(bytes: &[u8]) -> Result<Instrument, &'static str> {
        let read: Instrument = serde_json::from_slice(bytes).or(Err("json"))?;
        read.check().map(|()| read)
    }

    /// Whether it makes sense in itself.
    ///
    /// # Errors
    /// `words`, `scale`, `statements`, or `bands` when a sum falls in none of them, or in two.
    pub fn check(&self) -> Result<(), &'static str> {
        let named =
            fit([&self.name.ar, &self.name.en]) && fit([&self.licence.ar, &self.licence.en]);
        let Scale { from, until } = self.scale;
        let count = (1..=STATEMENTS_MAX).contains(&self.statements.len());
        let rules = [
            ("words", named),
            ("scale", 0 <= from && from < until && until <= MARK_MAX),
            ("statements", count && self.statements.iter().all(|one| fit([&one.ar, &one.en]))),
            ("bands", self.are_bands()),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// The lowest and the highest sum.
    pub fn sums(&self) -> (i64, i64) {
        let n = i64::try_from(self.statements.len()).unwrap_or(i64::MAX);
        (self.scale.from.saturating_mul(n), self.scale.until.saturating_mul(n))
    }

    /// Every possible sum falls in exactly one band, and they stand in order.
    fn are_bands(&self) -> bool {
        let (lowest, highest) = self.sums();
        let mut next = lowest;
        for band in &self.bands {
            if band.from != next || band.until < band.from || !fit([&band.ar, &band.en]) {
                return false;
            }
            next = band.until.saturating_add(1);
        }
        self.bands.len() <= BANDS_MAX && next == highest.saturating_add(1)
    }

    /// Whether a sheet marks every statement on the scale.
    pub fn takes(&self, marks: &[u8]) -> bool {
        let Scale { from, until } = self.scale;
        let on = |mark: &u8| (from..=until).contains(&i64::from(*mark));
        marks.len() == self.statements.len() && marks.iter().all(on)
    }

    /// The sum of a sheet, with reversed statements turned round.
    pub fn sum(&self, marks: &[u8]) -> i64 {
        let turn = self.scale.from.saturating_add(self.scale.until);
        let one = |(mark, statement): (&u8, &Statement)| match statement.reversed {
            true => turn.saturating_sub(i64::from(*mark)),
            false => i64::from(*mark),
        };
        marks.iter().zip(&self.statements).map(one).fold(0, i64::saturating_add)
    }

    /// The band of a sum.
    pub fn band(&self, sum: i64) -> Option<usize> {
        self.bands.iter().position(|band| (band.from..=band.until).contains(&sum))
    }

    /// What the sheets say together.
    pub fn heard(&self, sheets: &[Vec<u8>]) -> Heard {
        let people = sheets.len();
        let silent = Heard { people, statements: None, whole: None };
        let Some(count) = i64::try_from(people).ok().filter(|n| i64::from(PEOPLE_MIN) <= *n) else {
            return silent;
        };
        let of = |nth: usize| {
            let marks = sheets.iter().filter_map(|sheet| sheet.get(nth).copied());
            tenths(marks.map(i64::from).fold(0, i64::saturating_add), count)
        };
        let statements = (0..self.statements.len()).map(of).collect();
        let all = sheets.iter().map(|sheet| self.sum(sheet)).fold(0, i64::saturating_add);
        let mean = tenths(all, count);
        let band = self.band(mean.saturating_add(5).div_euclid(10));
        Heard { statements: Some(statements), whole: band.map(|band| (mean, band)), ..silent }
    }
}

/// A mean in tenths, half up.
fn tenths(sum: i64, count: i64) -> i64 {
    let twice = sum.saturating_mul(20).saturating_add(count);
    twice.checked_div_euclid(count.saturating_mul(2)).unwrap_or(0)
}
