//! Slips of the pen between two tokens of one script: letters doubled, left out, exchanged, mistaken
//! for their like. Vowels weigh less than consonants.

use crate::fold::Script;

/// Most letters of a token that are compared.
const LETTERS_MAX: usize = 16;
/// A whole consonant wrong, left out or in the wrong place: one slip.
pub(crate) const ONE: u32 = 8;
const VOWEL: u32 = 4;
const VOWELS_EXCHANGED: u32 = 3;
const LIKE: u32 = 3;
const DOUBLED: u32 = 1;

/// The cheapest way from one token to the other; [`ONE`] for each slip.
pub(crate) fn slips(a: &str, b: &str) -> u32 {
    let ((a, m), (b, n)) = (letters(a), letters(b));
    let (a, b) = (a.get(..m).unwrap_or_default(), b.get(..n).unwrap_or_default());
    let width = b.len() + 1;
    let mut before = [u32::MAX / 2; LETTERS_MAX + 1];
    let mut row = [0; LETTERS_MAX + 1];
    for j in 1..width {
        let value = at(&row, j - 1) + alone(b, j - 1);
        set(&mut row, j, value);
    }
    for (i, letter) in a.iter().enumerate() {
        let mut next = [u32::MAX / 2; LETTERS_MAX + 1];
        set(&mut next, 0, at(&row, 0) + alone(a, i));
        for (j, other) in b.iter().enumerate() {
            let exchanged = i > 0
                && j > 0
                && a.get(i - 1) == Some(other)
                && b.get(j - 1) == Some(letter)
                && letter != other;
            let swap = if exchanged { at(&before, j - 1) + ONE } else { u32::MAX };
            let best = (at(&row, j) + differ(*letter, *other))
                .min(at(&row, j + 1) + alone(a, i))
                .min(at(&next, j) + alone(b, j))
                .min(swap);
            set(&mut next, j + 1, best);
        }
        before = row;
        row = next;
    }
    at(&row, width - 1)
}

/// What two tokens of one script that are so far apart are worth as evidence, in eighths of a bit.
pub(crate) fn worth(a: &str, b: &str, script: Script, slips: u32) -> i32 {
    let letters = i32::try_from(a.chars().count().min(b.chars().count()).min(LETTERS_MAX));
    let each = if script == Script::Arabic { 22 } else { 17 };
    letters.unwrap_or_default() * each - i32::try_from(slips).unwrap_or(i32::MAX / 16) * 6
}

/// The first letters, and how many there are.
fn letters(token: &str) -> ([char; LETTERS_MAX], usize) {
    let mut letters = ['\0'; LETTERS_MAX];
    let mut count = 0;
    for (place, letter) in letters.iter_mut().zip(token.chars()) {
        *place = letter;
        count += 1;
    }
    (letters, count)
}

fn at(row: &[u32], place: usize) -> u32 {
    row.get(place).copied().unwrap_or(u32::MAX / 2)
}

fn set(row: &mut [u32], place: usize, value: u32) {
    row.get_mut(place).into_iter().for_each(|cell| *cell = value);
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ا' | 'و' | 'ي' | 'ه')
}

/// Letters that are mistaken for each other.
fn is_like(a: char, b: char) -> bool {
    match a {
        'c' => matches!(b, 'k' | 'q' | 's'),
        'k' => matches!(b, 'q' | 'g'),
        's' => b == 'z',
        't' => b == 'd',
        'b' => b == 'p',
        'v' => matches!(b, 'f' | 'w'),
        'g' => b == 'j',
        'i' => matches!(b, 'y' | 'e'),
        'u' => b == 'w',
        'ه' => b == 'ح',
        'ت' => matches!(b, 'ط' | 'ث' | 'ب'),
        'س' => matches!(b, 'ص' | 'ث'),
        'د' => matches!(b, 'ض' | 'ذ'),
        'ز' => matches!(b, 'ذ' | 'ظ' | 'ر'),
        'ض' => b == 'ظ',
        'ق' => matches!(b, 'ك' | 'غ'),
        'ا' => matches!(b, 'ع' | 'ي'),
        'چ' => matches!(b, 'ج' | 'ش'),
        'گ' => b == 'ك',
        _ => false,
    }
}

fn differ(a: char, b: char) -> u32 {
    if a == b {
        0
    } else if is_vowel(a) && is_vowel(b) {
        VOWELS_EXCHANGED
    } else if is_like(a, b) || is_like(b, a) {
        LIKE
    } else {
        ONE
    }
}

/// One letter more.
fn alone(word: &[char], place: usize) -> u32 {
    let Some(letter) = word.get(place) else { return ONE };
    let doubled = place.checked_sub(1).and_then(|before| word.get(before)) == Some(letter);
    match letter {
        _ if doubled => DOUBLED,
        'h' => VOWEL,
        letter if is_vowel(*letter) => VOWEL,
        _ => ONE,
    }
}
