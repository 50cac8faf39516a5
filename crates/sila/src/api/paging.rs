//! Lists in pages, as every list of the interface is given, and every search of health systems.

use serde_json::{Value, json};

use crate::problem::Problem;
use crate::web::Pairs;

/// Things on a page when nobody says how many.
const PER_PAGE: i64 = 50;
/// Most things on a page.
pub const PER_PAGE_MAX: i64 = 100;
/// Last page that is looked for.
pub const PAGE_MAX: i64 = 100_000;

/// How many things are on a page: by which parameter, how many when nobody says, at most, and the last page that is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// The parameter.
    pub field: &'static str,
    /// When nobody says.
    pub usual: i64,
    /// At most.
    pub max: i64,
    /// The last page.
    pub page_max: i64,
}

/// Sizes of the lists of this interface.
const OWN: Sizes =
    Sizes { field: "per_page", usual: PER_PAGE, max: PER_PAGE_MAX, page_max: PAGE_MAX };

/// Which page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Which page, from 1.
    pub page: i64,
    /// Things on a page.
    pub per_page: i64,
}

/// Reads `page` and `per_page`.
///
/// # Errors
/// As [`window`].
pub fn paging(query: &Pairs) -> Result<Paging, Problem> {
    window(query, OWN)
}

/// Reads `page` and the parameter of these sizes.
///
/// # Errors
/// `api.malformed` with the name of the one that is none.
pub fn window(query: &Pairs, sizes: Sizes) -> Result<Paging, Problem> {
    let number = |field: &'static str, usual: i64, max: i64| {
        let Some((_, text)) = query.iter().find(|(name, _)| *name == field) else {
            return Ok(usual);
        };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<i64>().ok().filter(|n| digits && (1..=max).contains(n));
        number.ok_or_else(|| Problem::bad_request("api.malformed").with("field", field))
    };
    Ok(Paging {
        page: number("page", 1, sizes.page_max)?,
        per_page: number(sizes.field, sizes.usual, sizes.max)?,
    })
}

impl Paging {
    /// How many things stand before the page.
    pub fn before(self) -> i64 {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }

    /// Whether of so many things there are some after the page.
    pub fn goes_on(self, total: i64) -> bool {
        self.before().saturating_add(self.per_page) < total
    }

    /// The page of these things, each written by `write`.
    pub fn of<T>(self, all: &[T], write: impl Fn(&T) -> Value) -> Value {
        let usize = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
        let (from, count) = (usize(self.before()), usize(self.per_page));
        let contents: Vec<Value> = all.iter().skip(from).take(count).map(write).collect();
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        json!({
            "total_items": total,
            "total_pages": all.len().div_ceil(count.max(1)).max(1),
            "page_number": self.page,
            "size": contents.len(),
            "first_page": self.page == 1,
            "last_page": !self.goes_on(total),
            "empty": contents.is_empty(),
            "contents": contents,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_cut_in_the_same_way() {
        let query =
            |text: &str| -> Pairs { [("page", "2"), ("_count", text)].into_iter().collect() };
        let sizes = Sizes { field: "_count", usual: 20, max: 50, page_max: 10 };
        let read = |text: &str| window(&query(text), sizes).map_err(|problem| problem.code);
        assert_eq!(read("3"), Ok(Paging { page: 2, per_page: 3 }));
        for wrong in ["0", "51", "+1", "", "x"] {
            assert_eq!(read(wrong), Err("api.malformed".to_owned()), "{wrong}");
        }
        assert_eq!(paging(&query("x")).unwrap(), Paging { page: 2, per_page: PER_PAGE });
        let second = Paging { page: 2, per_page: 3 };
        assert_eq!((second.before(), second.goes_on(6), second.goes_on(7)), (3, false, true));
        let told = second.of(&[1, 2, 3, 4], |n| json!(n));
        assert_eq!((&told["contents"], &told["last_page"]), (&json!([4]), &json!(true)));
        assert_eq!(Paging { page: 1, per_page: 3 }.of::<i32>(&[], |n| json!(n))["total_pages"], 1);
    }
}
