//! Lists in pages, as every list of the interface is given.

use serde_json::{Value, json};

use crate::problem::Problem;
use crate::web::Pairs;

/// Things on a page when nobody says how many.
const PER_PAGE: usize = 50;
/// Most things on a page.
pub const PER_PAGE_MAX: usize = 100;
/// Last page that is looked for.
pub const PAGE_MAX: usize = 100_000;

/// Which page is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    page: usize,
    per_page: usize,
}

/// Reads `page` and `per_page`.
///
/// # Errors
/// `api.malformed` with the name of the one that is none.
pub fn paging(query: &Pairs) -> Result<Paging, Problem> {
    let number = |field: &'static str, usual: usize, max: usize| {
        let Some((_, text)) = query.iter().find(|(name, _)| *name == field) else {
            return Ok(usual);
        };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<usize>().ok().filter(|n| digits && (1..=max).contains(n));
        number.ok_or_else(|| Problem::bad_request("api.malformed").with("field", field))
    };
    Ok(Paging {
        page: number("page", 1, PAGE_MAX)?,
        per_page: number("per_page", PER_PAGE, PER_PAGE_MAX)?,
    })
}

impl Paging {
    /// The page of these things, each written by `write`.
    pub fn of<T>(self, all: &[T], write: impl Fn(&T) -> Value) -> Value {
        let from = self.page.saturating_sub(1).saturating_mul(self.per_page);
        let contents: Vec<Value> = all.iter().skip(from).take(self.per_page).map(write).collect();
        let pages = all.len().div_ceil(self.per_page).max(1);
        json!({
            "total_items": all.len(),
            "total_pages": pages,
            "page_number": self.page,
            "size": contents.len(),
            "first_page": self.page == 1,
            "last_page": self.page >= pages,
            "empty": contents.is_empty(),
            "contents": contents,
        })
    }
}
