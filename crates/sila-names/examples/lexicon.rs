//! Makes the lexicon of the crate from a table of attested spellings: Latin word, Arabic word, count,
//! separated by tabs. `cargo run --release -p sila-names --example lexicon -- spellings.tsv names.lex [PERCENT]`
//!
//! The sound table is learned from the spellings themselves by expectation and maximisation: how
//! often each Arabic letter is written by each Latin chunk, compared with how often both would meet
//! by chance. Spellings seen once that do not sound alike are left out.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    clippy::needless_range_loop,
    reason = "a tool that its maker runs"
)]

use sila_names::Script;
use sila_names::lexicon::{
    ARABIC, COUNT_BITS, ENTRY_BITS, LENGTH_BITS, LETTER_BITS, MAGIC, Writer,
};
use sila_names::sound::{self, CHUNK_PLACES, Heard, LETTER_PLACES, NEVER};
use std::collections::BTreeMap;

type Spellings = BTreeMap<(String, String), f64>;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let percent = arguments.get(3).map_or(100, |text| text.parse().unwrap());
    let spellings = read(&std::fs::read_to_string(&arguments[1]).unwrap(), percent);
    let table = learn(&spellings);
    let kept = keep(&spellings, &table);
    let file = write(&kept, &table);
    println!("{} spellings read, {} kept, {} bytes", spellings.len(), kept.len(), file.len());
    std::fs::write(&arguments[2], file).unwrap();
}

/// The spellings as the crate folds them; a Latin word is kept or left out by its hash.
fn read(text: &str, percent: u64) -> Spellings {
    let mut all = Spellings::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let hash =
            cells[0].bytes().fold(7_u64, |hash, byte| (hash * 31 + u64::from(byte)) % 1_000_003);
        if hash % 100 >= percent {
            continue;
        }
        let (latin, arabic) =
            (sila_names::parts(&cells[0].replace('+', " ")), sila_names::parts(cells[1]));
        if let ([latin], [arabic]) = (latin.as_slice(), arabic.as_slice()) {
            let bare = arabic.text.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3);
            let arabic = bare.unwrap_or(&arabic.text).to_owned();
            let known = arabic.chars().all(|c| ARABIC.contains(c)) && arabic.chars().count() < 32;
            if known && latin.text.len() < 32 && latin.text.bytes().all(|b| b.is_ascii_lowercase())
            {
                *all.entry((latin.text.clone(), arabic)).or_default() +=
                    cells[2].parse::<f64>().unwrap();
            }
        }
    }
    all
}

type Table = Vec<Vec<f64>>;

/// Probabilities of pairs, then the evidence in eighths of a bit.
fn learn(spellings: &Spellings) -> Vec<i8> {
    let mut table: Table = vec![vec![1.0; CHUNK_PLACES]; LETTER_PLACES];
    table[0].fill(0.05);
    table.iter_mut().for_each(|row| row[0] = 0.05);
    // Vowels are left out more often than consonants.
    for (vowels, latin) in [("اااا", "aeiouy"), ("عععع", "aaeeoo"), ("وووو", "ou"), ("يييي", "ah")]
    {
        let (vowels, latin) = (Heard::of(vowels, Script::Arabic), Heard::of(latin, Script::Latin));
        for at in 0..6 {
            for (_, _, letter, chunk) in vowels.steps(&latin, at.min(3), at) {
                if letter == 0 || chunk == 0 {
                    table[usize::from(letter)][usize::from(chunk)] = 1.0;
                }
            }
        }
    }
    let hear = |((latin, arabic), count): (&(String, String), &f64)| {
        (Heard::of(arabic, Script::Arabic), Heard::of(latin, Script::Latin), 1.0 + count.ln())
    };
    let heard: Vec<(Heard, Heard, f64)> = spellings.iter().map(hear).collect();
    let mut counts = table.clone();
    for _ in 0..20 {
        normalise(&mut table);
        counts = vec![vec![0.0; CHUNK_PLACES]; LETTER_PLACES];
        for (arabic, latin, weight) in &heard {
            expect(&table, arabic, latin, *weight, &mut counts);
        }
        table.clone_from(&counts);
        table.iter_mut().flatten().for_each(|cell| *cell += 0.02);
    }
    evidence(&counts)
}

fn normalise(table: &mut Table) {
    let sum: f64 = table.iter().flatten().sum();
    table.iter_mut().flatten().for_each(|cell| *cell /= sum);
    table[0][0] = 0.0;
}

/// Adds how often each pair was used in this spelling, over all readings. What is written on before
/// the name is not read.
fn expect(table: &Table, arabic: &Heard, latin: &Heard, weight: f64, counts: &mut Table) {
    let (m, n) = (arabic.len(), latin.len());
    let mut to = vec![vec![0.0; n + 4]; m + 2];
    let mut from = vec![vec![0.0; n + 4]; m + 2];
    to[0][0] = 1.0;
    let steps = |i: usize, j: usize| {
        let step =
            |(da, dl, letter, chunk)| (i + da, j + dl, usize::from(letter), usize::from(chunk));
        arabic
            .steps(latin, i, j)
            .into_iter()
            .map(step)
            .filter(|step| step.1 <= n)
            .collect::<Vec<_>>()
    };
    for i in 0..=m {
        for j in 0..=n {
            for (x, y, letter, chunk) in steps(i, j) {
                to[x][y] += to[i][j] * table[letter][chunk];
            }
        }
    }
    from[m][n] = 1.0;
    for i in (0..=m).rev() {
        for j in (0..=n).rev() {
            for (x, y, letter, chunk) in steps(i, j) {
                from[i][j] += from[x][y] * table[letter][chunk];
            }
        }
    }
    let all = to[m][n];
    if all <= 0.0 {
        return;
    }
    for i in 0..=m {
        for j in 0..=n {
            for (x, y, letter, chunk) in steps(i, j) {
                counts[letter][chunk] +=
                    weight * to[i][j] * table[letter][chunk] * from[x][y] / all;
            }
        }
    }
}

/// log2 of how much more often a step is taken in spellings of one name than its letter and its
/// chunk stand in names that meet by chance. Leaving out is never evidence for.
fn evidence(counts: &Table) -> Vec<i8> {
    let all: f64 = counts.iter().flatten().sum();
    let row = |letter: usize| counts[letter].iter().sum::<f64>() + 1.0;
    let column = |chunk: usize| counts.iter().map(|row| row[chunk]).sum::<f64>() + 1.0;
    let (letters, chunks) = (all - row(0), all - column(0));
    let mut out = Vec::new();
    for (letter, cells) in counts.iter().enumerate() {
        for (chunk, count) in cells.iter().enumerate() {
            let of_letter = if letter == 0 { 1.0 } else { row(letter) / letters };
            let of_chunk = if chunk == 0 { 1.0 } else { column(chunk) / chunks };
            let chance = of_letter * of_chunk;
            let bits = ((count + 0.3) / (all * chance + 0.3)).log2() * 8.0;
            out.push(bits.round().clamp(f64::from(NEVER), 96.0) as i8);
        }
    }
    out
}

fn keep(spellings: &Spellings, table: &[i8]) -> BTreeMap<String, Vec<String>> {
    let mut kept: BTreeMap<String, Vec<(f64, String)>> = BTreeMap::new();
    for ((latin, arabic), count) in spellings {
        let (heard, read) = (Heard::of(arabic, Script::Arabic), Heard::of(latin, Script::Latin));
        let score = sound::score(table, &heard, &read);
        if f64::from(score) >= (8.0 - 16.0 * count.log2()).max(-24.0) {
            kept.entry(latin.clone()).or_default().push((*count, arabic.clone()));
        }
    }
    let best = |(latin, mut words): (String, Vec<(f64, String)>)| {
        words.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = words[0].0;
        let often = words.into_iter().filter(|(count, _)| *count * 12.0 >= most);
        (latin, often.take(4).map(|(_, word)| word).collect())
    };
    kept.into_iter().map(best).collect()
}

fn write(kept: &BTreeMap<String, Vec<String>>, table: &[i8]) -> Vec<u8> {
    let mut arabic: Vec<&String> = kept.values().flatten().collect();
    arabic.sort();
    arabic.dedup();
    let mut bits = Writer::default();
    bits.put(MAGIC, 32);
    bits.put(u32::try_from(arabic.len()).unwrap(), 16);
    let mut before = "";
    for word in &arabic {
        put_word(&mut bits, before, word, |letter| {
            ARABIC.chars().position(|known| known == letter)
        });
        before = word;
    }
    bits.put(u32::try_from(kept.len()).unwrap(), 16);
    before = "";
    for (latin, words) in kept {
        put_word(&mut bits, before, latin, |letter| ('a'..='z').position(|known| known == letter));
        bits.put(u32::try_from(words.len() - 1).unwrap(), COUNT_BITS);
        for word in words {
            bits.put(u32::try_from(arabic.binary_search(&word).unwrap()).unwrap(), ENTRY_BITS);
        }
        before = latin;
    }
    table.iter().for_each(|cell| bits.put(u32::from(cell.to_le_bytes()[0]), 8));
    bits.bytes()
}

fn put_word(bits: &mut Writer, before: &str, word: &str, place: impl Fn(char) -> Option<usize>) {
    let shared = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    bits.put(u32::try_from(shared).unwrap(), LENGTH_BITS);
    bits.put(u32::try_from(word.chars().count() - shared).unwrap(), LENGTH_BITS);
    for letter in word.chars().skip(shared) {
        bits.put(u32::try_from(place(letter).unwrap()).unwrap(), LETTER_BITS);
    }
}
