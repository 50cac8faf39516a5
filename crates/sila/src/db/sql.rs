//! Statements: every SQL text of the node is a constant made by `sql!`, so that one test can
//! prepare all of them on both engines.

use super::error::DbError;
use super::tx::Tx;

/// Which engine answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// The file beside the node; the default.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// A named statement with `$n` placeholders, one text for both engines unless it must differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    /// The name of the constant.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL; the same `&str` when one text serves both.
    pub postgres: &'static str,
}

impl Sql {
    /// The text for this engine.
    #[must_use]
    pub fn text(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }

    /// Whether the engines need different texts.
    #[must_use]
    pub fn is_dual(&self) -> bool {
        self.sqlite != self.postgres
    }
}

/// Declares the statements of a noun and `ALL`, the list of them.
///
/// ```
/// mod store {
///     sila::sql! {
///         pub ONE = "SELECT payload FROM case_file WHERE id = $1";
///         pub CLAIM = "SELECT id FROM job LIMIT 20",
///             on_postgres: "SELECT id FROM job LIMIT 20 FOR UPDATE SKIP LOCKED";
///     }
/// }
/// assert_eq!(store::ALL.len(), 2);
/// assert!(store::CLAIM.is_dual());
/// ```
#[macro_export]
macro_rules! sql {
    ($($(#[$meta:meta])* $vis:vis $name:ident = $text:expr $(, on_postgres: $postgres:expr)?;)*) => {
        $(
            $(#[$meta])*
            #[doc = concat!("The statement `", stringify!($name), "`.")]
            $vis const $name: $crate::db::Sql = $crate::db::Sql {
                name: stringify!($name),
                sqlite: $text,
                postgres: $crate::sql!(@postgres $text $(, $postgres)?),
            };
        )*
        /// Every statement of this file, for the test that prepares them.
        pub const ALL: &[$crate::db::Sql] = &[$($name),*];
    };
    (@postgres $text:expr) => { $text };
    (@postgres $text:expr, $postgres:expr) => { $postgres };
}

/// Words that only one engine understands; a text that serves both may not hold them.
const ONE_ENGINE_ONLY: &[&str] = &[
    "::",
    " ILIKE ",
    "NOW(",
    "JSON_",
    "JSONB",
    "ANY(",
    "IFNULL(",
    "DATETIME(",
    "STRFTIME(",
    " LIKE ",
    " GLOB ",
    "RANDOM(",
    "FOR UPDATE",
    "ROWID",
    "INSERT OR",
    "LAST_INSERT_ROWID",
];

/// Prepares every statement on the engine behind `tx` and names what is wrong; empty is good.
///
/// Checked: the engine accepts it, the placeholders are `$1..$n` without a gap, and a text for
/// both engines uses no word that only one understands. Run it in its own transaction.
pub fn faults(tx: &mut dyn Tx, nouns: &[&[Sql]]) -> Vec<String> {
    let mut found = Vec::new();
    for sql in nouns.iter().flat_map(|all| all.iter()) {
        if let Err(why) = fault(tx, sql) {
            found.push(format!("{}: {why}", sql.name));
        }
    }
    found
}

fn fault(tx: &mut dyn Tx, sql: &Sql) -> Result<(), String> {
    let text = sql.text(tx.dialect());
    if !sql.is_dual() {
        let upper = text.to_uppercase();
        if let Some(word) = ONE_ENGINE_ONLY.iter().find(|word| upper.contains(*word)) {
            return Err(format!("`{}` is not the same on both engines", word.trim()));
        }
    }
    let shape = tx.describe(text).map_err(|e: DbError| e.to_string())?;
    let highest = (1..=99).rev().find(|n| has_placeholder(text, *n)).unwrap_or(0);
    if highest != shape.params {
        return Err(format!("placeholders up to ${highest}, the engine counts {}", shape.params));
    }
    Ok(())
}

fn has_placeholder(text: &str, n: usize) -> bool {
    let wanted = format!("${n}");
    text.match_indices(&wanted).any(|(at, _)| {
        let rest = text.get(at + wanted.len()..).unwrap_or_default();
        !rest.starts_with(|c: char| c.is_ascii_digit())
    })
}
