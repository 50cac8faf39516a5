//! Two records field by field.

use super::align::{Alignment, Memory, align};
use super::finding::{Field, Pattern};
use super::model::Model;
use super::packed::{Birth, PAPER_BASE, Packed, is_long_paper};
use super::words::{Alike, Lexis, Position};

/// What a comparison finds: levels, and what rarity adds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Compared {
    /// The level of every field.
    pub(super) pattern: Pattern,
    /// What the rarity of the given name adds.
    pub(super) given_bits: f64,
    /// What the rarity of the rest of the name adds.
    pub(super) rest_bits: f64,
    /// What the rarity of the mother's given name adds.
    pub(super) mother_bits: f64,
    /// Words besides the given name that agree, and that contradict.
    pub(super) words: (u8, u8),
}

/// Compares two records. `model` decides which of several names speaks, where a record has two.
pub(super) fn compare(
    lexis: Lexis<'_>,
    memory: &mut Memory,
    model: &Model,
    a: &Packed,
    b: &Packed,
) -> Compared {
    let names = best_alignment(lexis, memory, model, a, b);
    let (mother, mother_bits) = mother(lexis, memory, a.mother(), b.mother());
    let pattern = Pattern::default()
        .with(Field::Given, names.given)
        .with(Field::Names, names.rest)
        .with(Field::Birth, birth(a.birth_or_year(), b.birth_or_year()))
        .with(Field::Id, id(a, b))
        .with(Field::Phone, phone(a.phones(), b.phones()))
        .with(Field::Place, place(lexis, memory, a, b))
        .with(Field::Sex, equal(a.sex(), b.sex()))
        .with(Field::Mother, mother)
        .with(Field::Nationality, equal(known(a.nationality), known(b.nationality)));
    let words = (names.matched, names.conflicts);
    Compared {
        pattern,
        given_bits: names.given_bits,
        rest_bits: names.rest_bits,
        mother_bits,
        words,
    }
}

/// Of the names in two scripts the pair that says most.
fn best_alignment(
    lexis: Lexis<'_>,
    memory: &mut Memory,
    model: &Model,
    a: &Packed,
    b: &Packed,
) -> Alignment {
    let ([arabic_a, latin_a], [arabic_b, latin_b]) = (a.names(), b.names());
    let alike = [(arabic_a, arabic_b), (latin_a, latin_b)];
    let across = [(arabic_a, latin_b), (latin_a, arabic_b)];
    let mut best: Option<(f64, Alignment)> = None;
    for (one, other) in alike.into_iter().chain(across) {
        if one.is_empty() || other.is_empty() || best.is_some_and(|(_, found)| found.is_whole()) {
            continue;
        }
        let found = align(lexis, memory, one, other);
        let bits = model.bits(Field::Given, found.given)
            + model.bits(Field::Names, found.rest)
            + found.given_bits
            + found.rest_bits;
        if best.is_none_or(|(most, _)| bits > most) {
            best = Some((bits, found));
        }
    }
    best.map_or_else(Alignment::default, |(_, found)| found)
}

fn mother(lexis: Lexis<'_>, memory: &mut Memory, a: &[u32], b: &[u32]) -> (u8, f64) {
    let (Some((first_a, rest_a)), Some((first_b, rest_b))) = (a.split_first(), b.split_first())
    else {
        return (0, 0.0);
    };
    let alike = memory.alike(lexis, *first_a, *first_b);
    if alike < Alike::Close {
        return (5, 0.0);
    }
    let bits = lexis.rarity_bits(*first_a, *first_b, Position::Given);
    if alike == Alike::Close {
        return (4, bits);
    }
    let mut shared =
        |word: &u32| rest_b.iter().any(|other| memory.alike(lexis, *word, *other).agrees());
    let level = match (rest_a.is_empty() || rest_b.is_empty(), rest_a.iter().any(&mut shared)) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 3,
    };
    (level, bits)
}

fn equal<T: PartialEq>(a: Option<T>, b: Option<T>) -> u8 {
    match (a, b) {
        (Some(a), Some(b)) if a == b => 1,
        (Some(_), Some(_)) => 2,
        _ => 0,
    }
}

fn known(number: u32) -> Option<u32> {
    (number != 0).then_some(number)
}

fn id(a: &Packed, b: &Packed) -> u8 {
    let both = a.eid != 0 && b.eid != 0;
    let papers = |alike: fn(u64, u64) -> bool| {
        a.other_ids().any(|one| b.other_ids().any(|other| alike(one, other)))
    };
    if both && a.eid == b.eid {
        1
    } else if papers(|one, other| one == other) {
        4
    } else if both && is_one_slip(a.eid, b.eid, 10) {
        2
    } else if papers(is_paper_slip) {
        5
    } else if both {
        3
    } else if papers(|_, _| true) {
        6
    } else {
        0
    }
}

fn is_paper_slip(a: u64, b: u64) -> bool {
    is_long_paper(a) && is_long_paper(b) && is_one_slip(a, b, PAPER_BASE)
}

fn phone(a: &[u32], b: &[u32]) -> u8 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let near =
        |one: &u32| b.iter().any(|other| is_one_slip(u64::from(*one), u64::from(*other), 10));
    if a.iter().any(|one| b.contains(one)) {
        1
    } else if a.iter().any(near) {
        2
    } else {
        3
    }
}

/// One digit in this base differs, or two neighbours changed places.
fn is_one_slip(mut a: u64, mut b: u64, base: u64) -> bool {
    let mut differing = [(0_u64, 0_u64, 0_u32); 2];
    let mut found = 0_usize;
    let mut place = 0_u32;
    while a != 0 || b != 0 {
        if a % base != b % base {
            let Some(entry) = differing.get_mut(found) else { return false };
            *entry = (a % base, b % base, place);
            found = found.saturating_add(1);
        }
        (a, b, place) = (a / base, b / base, place.saturating_add(1));
    }
    let [one, two] = differing;
    match found {
        0 | 1 => true,
        _ => two.2 == one.2.saturating_add(1) && one.0 == two.1 && one.1 == two.0,
    }
}

fn birth(a: Birth, b: Birth) -> u8 {
    if a.y == 0 || b.y == 0 {
        return 0;
    }
    let apart = a.y.abs_diff(b.y);
    if !a.is_day() || !b.is_day() {
        return rounded_birth(a, b, apart);
    }
    let date =
        |birth: Birth| u64::from(birth.y) * 10_000 + u64::from(birth.m) * 100 + u64::from(birth.d);
    if a == b {
        1
    } else if apart == 0 && a.m == b.d && a.d == b.m {
        3
    } else if ordinal(a).abs_diff(ordinal(b)) == 1 {
        5
    } else if is_one_slip(date(a), date(b), 10) {
        4
    } else {
        match apart {
            0 => 8,
            1 | 2 => 10,
            _ => 12,
        }
    }
}

/// At least one of the two is a year only, a month only, or rounded to the first of January.
fn rounded_birth(a: Birth, b: Birth, apart: u16) -> u8 {
    let by_month = |birth: Birth| birth.m != 0 && birth.d == 0;
    match apart {
        0 if a == b && a.is_rounded() => 2,
        0 if a.m == b.m && (by_month(a) || by_month(b)) => 6,
        0 => 7,
        1 | 2 => 9,
        _ => 11,
    }
}

/// Days, counted so that neighbours differ by one.
fn ordinal(birth: Birth) -> u32 {
    let (y, m, d) = (u32::from(birth.y), u32::from(birth.m), u32::from(birth.d));
    // The year begins in March, so that February's length does not matter (Howard Hinnant's civil calendar).
    let (year, month) =
        if m > 2 { (y, m.saturating_sub(3)) } else { (y.saturating_sub(1), m.saturating_add(9)) };
    let leaps = year / 4 - year / 100 + year / 400;
    (year * 365).saturating_add(leaps).saturating_add((153 * month + 2) / 5).saturating_add(d)
}

fn place(lexis: Lexis<'_>, memory: &mut Memory, a: &Packed, b: &Packed) -> u8 {
    let emirate = equal(known(a.emirate), known(b.emirate));
    let building = equal(known(a.building), known(b.building));
    let area = area(lexis, memory, a.area(), b.area());
    match (emirate, area, building) {
        (2, 1, 1) => 8,
        (2, ..) => 7,
        (_, 1, 1) => 1,
        (1, 0, 1) => 2,
        (_, 1, 0) => 3,
        (_, 1, _) => 4,
        (1, 0, 0) => 5,
        (1, _, _) => 6,
        (_, 2, _) => 7,
        _ => 0,
    }
}

fn area(lexis: Lexis<'_>, memory: &mut Memory, a: &[u32], b: &[u32]) -> u8 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let mut same = |(one, other): (&u32, &u32)| memory.alike(lexis, *one, *other).agrees();
    if a.len() == b.len() && a.iter().zip(b).all(&mut same) { 1 } else { 2 }
}
