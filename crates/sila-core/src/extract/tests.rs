//! What is given out shows no small group: not by itself, not by subtraction from its own whole, not together with what was
//! given before. The proof by brute force solves the equations of all tables exactly, over the rational numbers.

use super::differences::safe;
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn counted(quarter: u32, category: &str, emirate: &str, count: u64) -> Counted {
    let codes = [(Axis::Category, category), (Axis::Emirate, emirate)];
    let codes = codes.map(|(axis, code)| (axis, code.to_owned()));
    Counted { quarter: Quarter::from_number(quarter), codes: BTreeMap::from(codes), count }
}

fn wanted(axes: &[Axis], from: u32, to: u32, categories: &[&str]) -> Wanted {
    Wanted {
        from: Quarter::from_number(from),
        to: Quarter::from_number(to),
        axes: axes.to_vec(),
        categories: categories.iter().map(|code| (*code).to_owned()).collect(),
        group_min: GROUP_MIN,
    }
}

fn shown(table: &Table) -> Vec<(String, u64)> {
    table.lines.iter().map(|line| (line.codes.join(" "), line.count)).collect()
}

#[test]
fn contract_b13_a_cell_of_three_is_not_shown_and_neither_is_its_complement() {
    let all = [
        counted(9, "WOMAN", "AE-SH", 19),
        counted(9, "CHILD", "AE-SH", 9),
        counted(9, "OLDER", "AE-SH", 3),
    ];
    let table = wanted(&[Axis::Category], 9, 9, &[]).table(&all).unwrap();
    assert_eq!(shown(&table), [("WOMAN".to_owned(), 19)]);
    assert_eq!(
        (table.total, table.rest()),
        (31, 12),
        "twelve can be had by subtraction, three cannot"
    );

    // Without a small cell everything is shown; with nothing but small ones nothing is.
    let table = wanted(&[Axis::Category], 9, 9, &[]).table(&all[..2]).unwrap();
    assert_eq!((shown(&table).len(), table.rest()), (2, 0));
    let few = ["A", "B", "C", "D", "E"].map(|code| counted(9, code, "AE-SH", 1));
    let axis = wanted(&[Axis::Category], 9, 9, &[]);
    assert_eq!(axis.table(&few), Err(NotGiven::TooFew), "five kinds and five cases: one each");
    assert_eq!(axis.table(&all[2..]), Err(NotGiven::TooFew));
    assert_eq!(axis.table(&[]), Err(NotGiven::TooFew));
}

#[test]
fn contract_b13_a_request_outside_what_was_approved_is_refused() {
    let scope = wanted(&[Axis::Category, Axis::Quarter], 5, 9, &["WOMAN", "CHILD"]);
    let within = |axes: &[Axis], from, to, categories: &[&str]| {
        wanted(axes, from, to, categories).within(&scope)
    };
    assert_eq!(within(&[Axis::Category], 5, 9, &["WOMAN"]), Ok(()));
    assert_eq!(within(&[Axis::Emirate], 5, 9, &["WOMAN"]), Err(NotGiven::OutsideScope));
    assert_eq!(within(&[Axis::Category], 4, 9, &["WOMAN"]), Err(NotGiven::OutsideScope));
    assert_eq!(within(&[Axis::Category], 5, 10, &["WOMAN"]), Err(NotGiven::OutsideScope));
    assert_eq!(within(&[Axis::Category], 5, 9, &["OLDER"]), Err(NotGiven::OutsideScope));
    assert_eq!(within(&[Axis::Category], 5, 9, &[]), Err(NotGiven::OutsideScope), "all is more");
    let smaller = Wanted { group_min: 9, ..scope.clone() };
    assert_eq!(
        scope.within(&smaller),
        Err(NotGiven::OutsideScope),
        "no smaller group than approved"
    );
    assert_eq!(within(&[], 5, 9, &["WOMAN"]), Err(NotGiven::Malformed));
    assert_eq!(within(&[Axis::Category; 2], 5, 9, &["WOMAN"]), Err(NotGiven::Malformed));
    assert_eq!(within(&[Axis::Category], 9, 5, &["WOMAN"]), Err(NotGiven::Malformed));
    let few = Wanted { group_min: 4, ..scope.clone() };
    assert_eq!(few.within(&few), Err(NotGiven::Malformed), "nobody may approve four");
}

fn both(all: &[Counted], one: &Wanted, two: &Wanted) -> Result<(), NotGiven> {
    let tables = [one.table(all).unwrap(), two.table(all).unwrap()];
    for table in &tables {
        assert_eq!(safe(all, std::slice::from_ref(table)), Ok(()), "each is harmless by itself");
    }
    safe(all, &tables)
}

#[test]
fn contract_b12_the_differencing_attack_on_two_exports_is_refused() {
    let all = [
        counted(8, "WOMAN", "AE-SH", 20),
        counted(8, "CHILD", "AE-SH", 12),
        counted(9, "WOMAN", "AE-SH", 3),
        counted(9, "CHILD", "AE-SH", 9),
        counted(9, "WOMAN", "AE-DU", 30),
    ];
    let (year, quarter) =
        (wanted(&[Axis::Category], 8, 9, &[]), wanted(&[Axis::Category], 8, 8, &[]));
    assert_eq!(both(&all, &year, &quarter), Ok(()), "33 women and 9 children are enough");
    // By emirate the later quarter has three women in Sharjah.
    let women = |from, to| wanted(&[Axis::Emirate], from, to, &["WOMAN"]);
    let everybody = |from, to| wanted(&[Axis::Emirate], from, to, &[]);
    assert_eq!(both(&all, &women(8, 9), &women(8, 8)), Err(NotGiven::Difference), "23 less 20");
    assert_eq!(both(&all, &everybody(8, 9), &women(8, 9)), Ok(()), "21 children");
    // Three tables of which no two show it: 23 women less the 32 of the first quarter, with its 12 children.
    let tables: Vec<Table> =
        [women(8, 9), everybody(8, 8), wanted(&[Axis::Emirate], 8, 8, &["CHILD"])]
            .iter()
            .map(|wanted| wanted.table(&all).unwrap())
            .collect();
    assert_eq!(safe(&all, &tables[..2]), Ok(()));
    assert_eq!(safe(&all, &tables[1..]), Ok(()));
    assert_eq!(safe(&all, &tables), Err(NotGiven::Difference));
}

#[test]
fn what_is_asked_again_and_what_only_sums_up_is_given() {
    let all = [
        counted(9, "WOMAN", "AE-SH", 3),
        counted(9, "WOMAN", "AE-DU", 20),
        counted(9, "CHILD", "AE-SH", 8),
        counted(9, "CHILD", "AE-DU", 6),
    ];
    let fine = wanted(&[Axis::Category, Axis::Emirate], 9, 9, &[]);
    let (by_category, by_emirate) =
        (wanted(&[Axis::Category], 9, 9, &[]), wanted(&[Axis::Emirate], 9, 9, &[]));
    assert_eq!(both(&all, &fine, &fine), Ok(()));
    assert_eq!(both(&all, &by_category, &by_emirate), Ok(()), "two edges show no corner");
    assert_eq!(
        both(&all, &fine, &by_category),
        Err(NotGiven::Difference),
        "23 women less 20 in Dubai"
    );
}

/// The set of unknown numbers that linear equations over the rationals leave undetermined says what can be told; here by plain
/// fractions and every subset.
fn told(counts: &[u64], equations: &[Vec<bool>]) -> bool {
    let small = |set: u32| {
        let within = (0..counts.len()).filter(|at| set >> at & 1 == 1);
        let sum: u64 = within.map(|at| counts[at]).sum();
        sum > 0 && sum < u64::from(GROUP_MIN)
    };
    let mut rows: Vec<Vec<(i128, i128)>> = Vec::new();
    let mut rank = 0;
    for equation in equations {
        let row = equation.iter().map(|one| (i128::from(*one), 1)).collect();
        rank += usize::from(reduce(&mut rows, row));
    }
    (1..1_u32 << counts.len()).filter(|set| small(*set)).any(|set| {
        let row = (0..counts.len()).map(|at| (i128::from(set >> at & 1), 1)).collect();
        let mut more = rows.clone();
        assert!(rank <= counts.len());
        !reduce(&mut more, row)
    })
}

/// Adds a row to an echelon form; false when it follows from the others.
fn reduce(rows: &mut Vec<Vec<(i128, i128)>>, mut row: Vec<(i128, i128)>) -> bool {
    for other in rows.iter() {
        let lead = other.iter().position(|cell| cell.0 != 0).unwrap();
        let ((a, b), (c, d)) = (row[lead], other[lead]);
        if a != 0 {
            for (cell, of) in row.iter_mut().zip(other) {
                // cell − (a/b)/(c/d) · of
                let (up, down) = (a * d * of.0, b * c * of.1);
                *cell = shortened(cell.0 * down - up * cell.1, cell.1 * down);
            }
        }
    }
    let new = row.iter().any(|cell| cell.0 != 0);
    if new {
        rows.push(row);
    }
    new
}

fn shortened(up: i128, down: i128) -> (i128, i128) {
    let (mut a, mut b) = (up.abs(), down.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (up / a.max(1), down / a.max(1))
}

/// Ends between which each number lies for sure, by the plainest way of finding some: what a line has left when all others take as
/// much, or as little, as they can, again and again (Buzzigoli and Giusti's shuttle, 1999).
fn shuttled(counts: &[u64], equations: &[Vec<bool>]) -> (Vec<u64>, Vec<u64>) {
    let sum = |row: &Vec<bool>, of: &[u64]| -> u64 {
        row.iter().zip(of).filter(|(one, _)| **one).map(|(_, n)| *n).sum()
    };
    let (mut least, mut most) = (vec![0; counts.len()], vec![u64::from(u16::MAX); counts.len()]);
    for _ in 0..20 {
        for row in equations {
            let total = sum(row, counts);
            for at in (0..counts.len()).filter(|at| row[*at]) {
                let (low, high) = (sum(row, &least) - least[at], sum(row, &most) - most[at]);
                most[at] = most[at].min(total - low);
                least[at] = least[at].max(total.saturating_sub(high));
            }
        }
    }
    (least, most)
}

/// Quarters, categories and emirates as [`world`] lists them. By no subtraction does a small number follow, but with `n` for the older
/// people in Dubai in the first quarter, 7 − n are the children of that quarter and 2n − 9 those of the next: neither is below nothing, so
/// n is 5 to 7, and the one child is 0 to 2.
#[test]
fn contract_b12_a_cell_that_the_totals_hold_between_two_close_ends_is_refused() {
    let all = world(&[8, 5, 1, 0, 6, 6, 5, 7, 1, 2, 6, 7]);
    let asks = [
        wanted(&[Axis::Category, Axis::Emirate], 8, 9, &["CHILD", "WOMAN"]),
        wanted(&[Axis::Quarter, Axis::Category], 8, 8, &[]),
        wanted(&[Axis::Category, Axis::Emirate], 9, 9, &["OLDER"]),
        wanted(&[Axis::Emirate], 8, 9, &["OLDER", "WOMAN"]),
    ];
    let tables: Vec<Table> = asks.iter().map(|ask| ask.table(&all).unwrap()).collect();
    let rests: Vec<u64> = tables.iter().map(Table::rest).collect();
    assert_eq!(rests, [16, 13, 0, 0]);
    for left_out in 0..tables.len() {
        let mut some = tables.clone();
        some.remove(left_out);
        assert_eq!(safe(&all, &some), Ok(()), "without table {left_out}");
    }
    assert_eq!(safe(&all, &tables), Err(NotGiven::Difference));
}

#[test]
fn a_cell_between_ends_that_lie_apart_is_given() {
    let square = |corner: [u64; 4]| {
        let [a, b, c, d] = corner;
        let all = [
            counted(9, "WOMAN", "AE-SH", a),
            counted(9, "WOMAN", "AE-DU", b),
            counted(9, "CHILD", "AE-SH", c),
            counted(9, "CHILD", "AE-DU", d),
        ];
        both(&all, &wanted(&[Axis::Category], 9, 9, &[]), &wanted(&[Axis::Emirate], 9, 9, &[]))
    };
    assert_eq!(square([3, 20, 8, 6]), Ok(()), "0 to 11");
    assert_eq!(square([2, 4, 4, 26]), Ok(()), "0 to 6");
    assert_eq!(square([32, 8, 4, 4]), Ok(()), "4 of 8, and 4 of 36");
}

const CODES: [&str; 3] = ["WOMAN", "CHILD", "OLDER"];
const EMIRATES: [&str; 2] = ["AE-SH", "AE-DU"];

fn world(counts: &[u64]) -> Vec<Counted> {
    let kinds = (8..10).flat_map(|quarter| {
        CODES
            .iter()
            .flat_map(move |code| EMIRATES.iter().map(move |emirate| (quarter, *code, *emirate)))
    });
    let all =
        kinds.zip(counts).map(|((quarter, code, emirate), n)| counted(quarter, code, emirate, *n));
    all.filter(|one| one.count > 0).collect()
}

fn ask() -> impl Strategy<Value = Wanted> {
    let axes = [
        vec![Axis::Category],
        vec![Axis::Emirate],
        vec![Axis::Quarter],
        vec![Axis::Category, Axis::Emirate],
        vec![Axis::Quarter, Axis::Category],
        vec![Axis::Quarter, Axis::Category, Axis::Emirate],
    ];
    let span = [(8, 9), (8, 8), (9, 9)];
    (0..axes.len(), 0..span.len(), 0..8_usize).prop_map(move |(axis, quarters, codes)| {
        let (from, to) = span[quarters];
        let codes: Vec<&str> = CODES
            .iter()
            .enumerate()
            .filter(|(at, _)| codes >> at & 1 == 1)
            .map(|(_, c)| *c)
            .collect();
        wanted(&axes[axis], from, to, &codes)
    })
}

proptest! {
    #[test]
    fn contract_b12_no_line_and_no_rest_is_of_fewer_than_the_smallest_group(
        counts in vec(0..12_u64, 12), ask in ask(), least in GROUP_MIN..12,
    ) {
        let all = world(&counts);
        let ask = Wanted { group_min: least, ..ask };
        if let Ok(table) = ask.table(&all) {
            prop_assert!(table.lines.iter().all(|line| line.count >= u64::from(least)));
            prop_assert!(table.rest() == 0 || table.rest() >= u64::from(least));
            prop_assert_eq!(safe(&all, &[table]), Ok(()));
        }
    }

    #[test]
    fn whatever_is_given_out_one_after_the_other_never_tells_of_a_small_group(
        counts in vec(0..9_u64, 12), asks in vec(ask(), 1..6),
    ) {
        let all = world(&counts);
        let mut given: Vec<Table> = Vec::new();
        for ask in asks {
            let Ok(table) = ask.table(&all) else { continue };
            let more: Vec<Table> = given.iter().cloned().chain([table]).collect();
            let answer = safe(&all, &more);
            let numbers: Vec<u64> = all.iter().map(|one| one.count).collect();
            let groups = |table: &Table| {
                let keys: Vec<Vec<String>> = table.lines.iter().map(|line| line.codes.clone()).collect();
                let of = |one: &Counted| table.wanted.takes(one).then(|| {
                    keys.iter().position(|key| *key == table.wanted.key(one)).unwrap_or(keys.len())
                });
                let of: Vec<Option<usize>> = all.iter().map(of).collect();
                let row = move |line: usize| of.iter().map(|at| *at == Some(line)).collect::<Vec<bool>>();
                (0..=keys.len()).map(row).collect::<Vec<_>>()
            };
            let equations: Vec<Vec<bool>> = more.iter().flat_map(groups).collect();
            let (least, most) = shuttled(&numbers, &equations);
            let held = numbers.iter().zip(least.iter().zip(&most)).any(|(n, (least, most))| {
                *n < u64::from(GROUP_MIN) && (*most < u64::from(GROUP_MIN) || most - least < u64::from(GROUP_MIN))
            });
            if told(&numbers, &equations) || held {
                prop_assert!(answer.is_err());
            }
            if answer.is_ok() {
                given = more;
            }
        }
    }
}

#[test]
fn what_travels_to_the_store_comes_back() {
    let all = world(&[5; 12]);
    let table = wanted(&[Axis::Category], 8, 9, &["WOMAN"]).table(&all).unwrap();
    let bytes = minicbor::to_vec(&table).unwrap();
    assert_eq!(minicbor::decode::<Table>(&bytes).unwrap(), table);
    let bytes = minicbor::to_vec(&all).unwrap();
    assert_eq!(minicbor::decode::<Vec<Counted>>(&bytes).unwrap(), all);
}
