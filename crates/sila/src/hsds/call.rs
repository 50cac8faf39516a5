//! What a call asks for. Every parameter is read within limits; a malformed one is named.

use serde_json::{Value, json};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::problem::Problem;
use crate::services::find::QUERY_MAX;
use crate::services::query_stems;
use crate::web::{Lang, Pairs};

/// Things on a page when nobody says how many.
const PER_PAGE: i64 = 50;
/// Most things on a page.
pub const PER_PAGE_MAX: i64 = 100;
/// Last page that is looked for.
pub const PAGE_MAX: i64 = 100_000;

/// Parameters that say something; without a value they are malformed.
const SAYING: [&str; 14] = [
    "lang",
    "format",
    "page",
    "per_page",
    "minimal",
    "full",
    "full_service",
    "top_only",
    "taxonomy_term_id",
    "taxonomy_id",
    "parent_id",
    "organization_id",
    "modified_after",
    "proximity",
];

/// A call that was understood.
#[derive(Debug, Clone)]
pub struct Call {
    /// The language of names and texts.
    pub lang: Lang,
    /// Page, from 1.
    pub page: i64,
    /// Things on a page.
    pub per_page: i64,
    /// One thing on a line instead of a page.
    pub lines: bool,
    /// Only identifiers, names and states.
    pub minimal: bool,
    /// Everything that is known.
    pub full: bool,
    /// Stems that are searched for.
    pub words: Vec<String>,
    /// A term by which services are kept.
    pub term: Option<Uuid>,
    /// A taxonomy.
    pub taxonomy: Option<Uuid>,
    /// A term above.
    pub parent: Option<Uuid>,
    /// An organisation.
    pub organization: Option<Uuid>,
    /// Only what has changed since.
    pub modified_after: Option<Millis>,
    /// A postal code that no place of the State has.
    pub elsewhere: bool,
}

fn wrong(field: &'static str) -> Problem {
    Problem::bad_request("hsds.malformed").with("field", field)
}

fn number(query: &Pairs, field: &'static str, usual: i64, max: i64) -> Result<i64, Problem> {
    let Some(text) = query.get(field) else { return Ok(usual) };
    let number = text.parse::<i64>().ok().filter(|n| (1..=max).contains(n));
    number.ok_or_else(|| wrong(field))
}

fn yes(query: &Pairs, field: &'static str) -> Result<bool, Problem> {
    match query.get(field) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(wrong(field)),
    }
}

fn id(query: &Pairs, field: &'static str) -> Result<Option<Uuid>, Problem> {
    let read = |text: &str| Uuid::parse_str(text).map_err(|_not| wrong(field));
    query.get(field).map(read).transpose()
}

/// A day, or a moment with its offset.
fn moment(query: &Pairs, field: &'static str) -> Result<Option<Millis>, Problem> {
    let read = |text: &str| {
        let moment = text.parse::<jiff::Timestamp>().or_else(|_not| {
            let midnight = format!("{text}T00:00:00+04:00");
            midnight.parse::<jiff::Timestamp>()
        });
        moment.map(|at| Millis(at.as_millisecond())).map_err(|_not| wrong(field))
    };
    query.get(field).map(read).transpose()
}

impl Call {
    /// Reads the parameters.
    ///
    /// # Errors
    /// `hsds.malformed` with the name of the first one that cannot be read.
    pub fn read(query: &Pairs) -> Result<Call, Problem> {
        let blank =
            |field: &&str| query.iter().any(|(name, value)| name == *field && value.is_empty());
        if let Some(field) = SAYING.into_iter().find(blank) {
            return Err(wrong(field));
        }
        let lang = match query.get("lang") {
            None => Lang::Ar,
            Some(code) => Lang::from_code(code).ok_or_else(|| wrong("lang"))?,
        };
        let lines = match query.get("format") {
            None | Some("json") => false,
            Some("ndjson") => true,
            Some(_) => return Err(wrong("format")),
        };
        let search = query.get("search").unwrap_or_default();
        if search.chars().count() > QUERY_MAX {
            return Err(wrong("search"));
        }
        // No place has coordinates here, so nothing is near anything.
        if query.get("proximity").is_some() {
            return Err(wrong("proximity"));
        }
        yes(query, "top_only")?;
        yes(query, "full_service")?;
        Ok(Call {
            lang,
            page: number(query, "page", 1, PAGE_MAX)?,
            per_page: number(query, "per_page", PER_PAGE, PER_PAGE_MAX)?,
            lines,
            minimal: yes(query, "minimal")?,
            full: yes(query, "full")?,
            words: query_stems(search),
            term: id(query, "taxonomy_term_id")?,
            taxonomy: id(query, "taxonomy_id")?,
            parent: id(query, "parent_id")?,
            organization: id(query, "organization_id")?,
            modified_after: moment(query, "modified_after")?,
            elsewhere: query.get("postcode").is_some_and(|code| code != super::record::POSTCODE),
        })
    }

    /// Things before this page.
    pub fn offset(&self) -> i64 {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }

    /// The page among `total` things.
    pub fn paging(&self, total: i64) -> Paging {
        let whole = total.saturating_add(self.per_page).saturating_sub(1);
        let pages = whole.checked_div(self.per_page).unwrap_or(1).max(1);
        Paging { total, pages, page: self.page, per_page: self.per_page }
    }
}

/// A page among all.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    total: i64,
    pages: i64,
    page: i64,
    per_page: i64,
}

impl Paging {
    /// Things before this page.
    pub fn offset(&self) -> i64 {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }

    /// The page with its contents.
    pub fn around(&self, contents: &[Value]) -> Value {
        json!({
            "total_items": self.total,
            "total_pages": self.pages,
            "page_number": self.page,
            "size": contents.len(),
            "first_page": self.page == 1,
            "last_page": self.page >= self.pages,
            "empty": contents.is_empty(),
            "contents": contents,
        })
    }
}
