//! How well an Arabic and a Latin spelling sound alike: the best way to read one as the other, letter
//! by letter, with evidence learned from attested spellings. It knows what skeletons forget: vowels,
//! and that ق is rarely "j" but may be.

use std::sync::LazyLock;

use crate::fold::Script;
use crate::skeleton;

#[cfg(test)]
mod tests;

/// Arabic letters of the table.
const LETTERS: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويچگژ";
/// Letters read differently at the start, and at the end.
const INITIAL: &str = "اعوي";
const FINAL: &str = "اهويت";
/// Two letters at the start read as one vowel.
const INITIAL_LONG: [&str; 5] = ["اي", "عي", "او", "عو", "عا"];
/// The place of the first of them.
const INITIAL_LONG_PLACE: usize = 41;
/// Latin letters read together; single letters come after them.
const CHUNKS: &[&str] = &[
    "sh", "ch", "tch", "sch", "dj", "dg", "zh", "kh", "gh", "ph", "ck", "dh", "th", "qu", "tz",
    "ts", "bb", "cc", "dd", "ff", "gg", "hh", "jj", "kk", "ll", "mm", "nn", "pp", "qq", "rr", "ss",
    "tt", "vv", "ww", "zz", "yy", "ssh", "cch", "kkh", "ddh", "tth", "ddj", "aa", "ae", "ai", "ao",
    "au", "ay", "aw", "ea", "ee", "ei", "eo", "eu", "ey", "ew", "ia", "ie", "ii", "io", "iu", "iy",
    "oa", "oe", "oi", "oo", "ou", "ow", "oy", "ua", "ue", "ui", "uo", "uu", "uy", "uw", "ya", "ye",
    "yi", "yo", "yu", "wa", "we", "wi", "wo", "wu", "ah", "eh", "oua", "oue", "oui", "aou", "aya",
    "iya", "iyy", "ayy", "yya", "iye", "gu", "sc",
];
/// The place of "no letter" on either side.
pub const NOTHING: u8 = 0;
/// Places of Arabic letters, with nothing and with letters that the table does not know.
pub const LETTER_PLACES: usize = 47;
/// Places of Latin chunks, with nothing.
pub const CHUNK_PLACES: usize = CHUNKS.len() + 27;
/// Most letters of a token that are heard.
const HEARD_MAX: usize = 16;
/// Evidence of a pair of letters that was never seen, in eighths of a bit.
pub const NEVER: i8 = -96;
/// What it costs to pass over an article or a particle written on, in eighths of a bit.
const PASS_COST: i32 = 8;
/// What it costs to hear ال as a part of the name, in eighths of a bit.
const ARTICLE_HEARD_COST: i32 = 40;

/// The place of every chunk of two or three letters.
static PLACES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut places = vec![NOTHING; 27 * 27 * 27];
    for (at, chunk) in CHUNKS.iter().enumerate() {
        let slot = slot(chunk.as_bytes()).and_then(|slot| places.get_mut(slot));
        slot.into_iter().for_each(|slot| *slot = u8::try_from(at + 1).unwrap_or(NOTHING));
    }
    places
});

/// Where a chunk lies in [`PLACES`].
fn slot(chunk: &[u8]) -> Option<usize> {
    chunk.iter().try_fold(0_usize, |slot, letter| Some(slot * 27 + number(*letter)?))
}

/// 1 to 26 for a to z.
fn number(letter: u8) -> Option<usize> {
    letter.is_ascii_lowercase().then(|| usize::from(letter - b'a') + 1)
}

/// A token as the table reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Heard {
    script: Script,
    /// For Arabic, the place of each letter first; for Latin, the places of the chunks of one, two and
    /// three letters that begin at each letter.
    at: [[u8; 3]; HEARD_MAX],
    count: u8,
    /// Letters of an article or particle written on.
    pass: u8,
    /// Whether the article is ال, which is nearly always passed over.
    article: bool,
}

impl Heard {
    /// Prepares a folded token.
    pub fn of(token: &str, script: Script) -> Heard {
        let mut heard =
            Heard { script, at: [[NOTHING; 3]; HEARD_MAX], count: 0, pass: 0, article: false };
        match script {
            Script::Arabic => heard.arabic(token),
            Script::Latin => heard.latin(token),
            Script::Mixed | Script::Other => {}
        }
        heard
    }

    /// The steps from letter `i` of this Arabic and letter `j` of that Latin token: letters used on
    /// either side, and the places in the table.
    pub fn steps(&self, latin: &Heard, i: usize, j: usize) -> Vec<(usize, usize, u8, u8)> {
        let letter = self.letter(i);
        let mut steps: Vec<_> = letter.map(|letter| (1, 0, letter, NOTHING)).into_iter().collect();
        for (chunk, length) in
            latin.chunks(j).iter().zip(1..).filter(|(chunk, _)| **chunk != NOTHING)
        {
            steps.push((0, length, NOTHING, *chunk));
            steps.extend(letter.map(|letter| (1, length, letter, *chunk)));
        }
        steps
    }

    /// How many letters there are.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// True when nothing is heard.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many letters of an article or particle are written on at the beginning.
    pub fn passed(&self) -> usize {
        usize::from(self.pass)
    }

    fn letter(&self, at: usize) -> Option<u8> {
        let [letter, ..] = self.at.get(at).filter(|_| at < self.len())?;
        Some(*letter)
    }

    fn chunks(&self, at: usize) -> [u8; 3] {
        self.at.get(at).copied().unwrap_or_default()
    }

    fn push(&mut self, places: [u8; 3]) {
        if let Some(at) = self.at.get_mut(usize::from(self.count)) {
            *at = places;
            self.count += 1;
        }
    }

    fn arabic(&mut self, token: &str) {
        let token = token.replace("الدين", "دين");
        let text = match skeleton::arabic_servant(&token) {
            Some(rest) => format!("عبد{rest}"),
            None => token,
        };
        let bare = skeleton::without_article(&text);
        self.article = bare.len() < text.len();
        self.pass = match text.strip_prefix("بن").map_or(0, |rest| rest.chars().count()) {
            _ if self.article => 2,
            3.. => 2,
            _ => 0,
        };
        let mut rest = text.as_str();
        if let Some(at) = INITIAL_LONG.iter().position(|long| rest.starts_with(long)) {
            // Heard as one vowel; the two letters of it are four bytes.
            self.push([u8::try_from(INITIAL_LONG_PLACE + at).unwrap_or(NOTHING), NOTHING, NOTHING]);
            rest = rest.get(4..).unwrap_or_default();
        }
        let began = self.count > 0;
        let last = rest.chars().count().saturating_sub(1);
        for (at, c) in rest.chars().enumerate() {
            let initial = at == 0 && !began;
            self.push([place(c, initial, at == last && !initial), NOTHING, NOTHING]);
        }
    }

    fn latin(&mut self, token: &str) {
        let bytes = token.as_bytes().get(..token.len().min(HEARD_MAX)).unwrap_or_default();
        let chunk = |from: usize, length: usize| {
            let place = PLACES.get(slot(bytes.get(from..from + length)?)?)?;
            Some(*place)
        };
        for (from, letter) in bytes.iter().enumerate() {
            let single = number(*letter).and_then(|n| u8::try_from(CHUNKS.len() + n).ok());
            let [two, three] = [2, 3].map(|length| chunk(from, length).unwrap_or(NOTHING));
            self.push([single.unwrap_or(NOTHING), two, three]);
        }
        let passed = token.len() - skeleton::without_latin_article(token).len();
        self.pass = u8::try_from(passed).unwrap_or_default();
    }
}

impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Heard({:?}, {} letters)", self.script, self.count)
    }
}

/// The place of an Arabic letter in the table.
fn place(c: char, initial: bool, last: bool) -> u8 {
    let find = |list: &str, from: usize| list.chars().position(|l| l == c).map(|n| n + from);
    let special = match (initial, last) {
        (true, _) => find(INITIAL, 32),
        (_, true) => find(FINAL, 36),
        _ => None,
    };
    let place = special.or_else(|| find(LETTERS, 1)).unwrap_or(LETTER_PLACES - 1);
    u8::try_from(place).unwrap_or(NOTHING)
}

/// What `arabic` and `latin` are worth as spellings of one name, in eighths of a bit, by the best
/// reading: evidence for one name over two names that meet by chance. The table is that of
/// [`Lexicon::sounds`](crate::lexicon::Lexicon::sounds).
pub fn score(table: &[i8], arabic: &Heard, latin: &Heard) -> i32 {
    const FAR: i32 = i32::MIN / 2;
    let (m, n) = (arabic.len(), latin.len());
    let mut row = [FAR; HEARD_MAX + 4];
    let mut next = row;
    for i in 0..=m {
        seed(&mut row, i, arabic, latin);
        let letter = arabic.letter(i).filter(|_| i < m);
        let silent = table.get(..CHUNK_PLACES).unwrap_or_default();
        let from = usize::from(letter.unwrap_or_default()) * CHUNK_PLACES;
        let voiced = table.get(from..from + CHUNK_PLACES).unwrap_or_default();
        let worth = |row: &[i8], chunk: u8| {
            i32::from(row.get(usize::from(chunk)).copied().unwrap_or(NEVER))
        };
        for j in 0..=n {
            let here = row.get(j).copied().unwrap_or(FAR);
            if letter.is_some() {
                raise(&mut next, j, here + worth(voiced, NOTHING));
            }
            for (chunk, length) in latin.chunks(j).into_iter().zip(1..) {
                if chunk != NOTHING {
                    raise(&mut row, j + length, here + worth(silent, chunk));
                    if letter.is_some() {
                        raise(&mut next, j + length, here + worth(voiced, chunk));
                    }
                }
            }
        }
        if i < m {
            row = next;
            next = [FAR; HEARD_MAX + 4];
        }
    }
    row.get(n).copied().unwrap_or(FAR)
}

fn raise(row: &mut [i32], at: usize, value: i32) {
    if let Some(cell) = row.get_mut(at) {
        *cell = (*cell).max(value);
    }
}

/// Where a reading may begin: at the first letters, or after what is written on before the name.
fn seed(row: &mut [i32], i: usize, arabic: &Heard, latin: &Heard) {
    let cost = match i {
        0 if arabic.article => ARTICLE_HEARD_COST,
        0 => 0,
        i if i == arabic.passed() => {
            if arabic.article {
                0
            } else {
                PASS_COST
            }
        }
        _ => return,
    };
    raise(row, 0, -cost);
    if latin.passed() > 0 {
        raise(row, latin.passed(), -cost - PASS_COST);
    }
}
