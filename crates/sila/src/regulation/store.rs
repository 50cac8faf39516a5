//! All SQL of the register: what a node has added to the one that comes with the program.

use sila_core::law::Rule;
use sila_core::{Millis, WorkerId};

use super::register::{Article, Ground, Instrument, Register, Since};
use super::shipped;
use crate::db::{DbError, Row, Tx, p};
use crate::meetings::text::Words;

crate::sql! {
    pub INSTRUMENTS = "select i.code, i.kind, i.scope, i.number, i.year, i.title_ar, i.title_en, i.starts_at from legal_instrument i order by i.code limit 2000";
    pub INSERT = "insert into legal_instrument (code, kind, scope, number, year, title_ar, title_en, starts_at, worker, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (code) do nothing";
    pub ARTICLES = "select a.instrument, a.number, a.gist_ar, a.gist_en from legal_article a order by a.instrument, a.at, a.number limit 20000";
    pub ADD_ARTICLE = "insert into legal_article (instrument, number, gist_ar, gist_en, worker, at) values ($1, $2, $3, $4, $5, $6) on conflict (instrument, number) do nothing";
    pub CHANGES = "select c.earlier, c.later, c.kind, c.from_at from legal_change c order by c.from_at, c.later limit 4000";
    pub ADD_CHANGE = "insert into legal_change (earlier, later, kind, from_at, worker, at) values ($1, $2, $3, $4, $5, $6) on conflict (earlier, later) do nothing";
    pub GROUNDS = "select g.rule, g.instrument, g.article from rule_ground g order by g.at, g.instrument, g.article limit 4000";
    pub ADD_GROUND = "insert into rule_ground (rule, instrument, article, worker, at) values ($1, $2, $3, $4, $5) on conflict (rule, instrument, article) do nothing";
}

/// What kinds of instruments there are.
pub const KINDS: [&str; 9] = [
    "LAW",
    "DECREE_LAW",
    "CABINET",
    "MINISTERIAL",
    "LOCAL_LAW",
    "COUNCIL",
    "POLICY",
    "GUIDE",
    "AGREEMENT",
];
/// It changes an earlier one.
pub const AMENDS: &str = "AMENDS";
/// It ends an earlier one.
pub const REPEALS: &str = "REPEALS";

fn added(row: &Row) -> Result<Instrument, DbError> {
    Ok(Instrument {
        code: row.get(0)?,
        kind: row.get(1)?,
        scope: row.get(2)?,
        number: row.get(3)?,
        year: row.get(4)?,
        title: Words { ar: row.get(5)?, en: row.get(6)? },
        from: Since { at: row.get(7)?, day_known: true },
        until: None,
        amended_by: Vec::new(),
        repealed_by: None,
        reported: false,
        note: Words::default(),
        articles: Vec::new(),
    })
}

/// The whole register: what comes with the program and what was added here.
pub fn register(tx: &mut dyn Tx) -> Result<Register, DbError> {
    let mut all = shipped::register();
    for row in tx.query(&INSTRUMENTS, &[])? {
        let one = added(&row)?;
        all.instruments.entry(one.code.clone()).or_insert(one);
    }
    for row in tx.query(&ARTICLES, &[])? {
        let (code, number): (String, String) = (row.get(0)?, row.get(1)?);
        let gist = Words { ar: row.get(2)?, en: row.get(3)? };
        let one = all.instruments.get_mut(&code).filter(|one| one.article(&number).is_none());
        if let Some(one) = one {
            one.articles.push(Article { number, english: String::new(), gist });
        }
    }
    for row in tx.query(&CHANGES, &[])? {
        let (earlier, later, kind): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let Some(one) = all.instruments.get_mut(&earlier) else { continue };
        if kind == REPEALS {
            one.until = Some(Since { at: row.get(3)?, day_known: true });
            one.repealed_by = Some(later);
        } else if !one.amended_by.contains(&later) {
            one.amended_by.push(later);
        }
    }
    for row in tx.query(&GROUNDS, &[])? {
        let (rule, instrument, article): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let rule = Rule::from_code(&rule)
            .or(Err(DbError::Type { what: "rule_ground: an unknown rule".to_owned() }))?;
        let ground = Ground { instrument, article };
        let grounds = all.grounds.entry(rule).or_default();
        if !grounds.contains(&ground) {
            grounds.push(ground);
        }
    }
    Ok(all)
}

/// Adds an instrument. False when its code is taken.
pub fn insert(
    tx: &mut dyn Tx,
    one: &Instrument,
    (worker, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    if register(tx)?.find(&one.code).is_some() {
        return Ok(false);
    }
    let Instrument { code, kind, scope, number, year, title, from, .. } = one;
    let args = p![code, kind, scope, *number, *year, &title.ar, &title.en, from.at, worker, now];
    Ok(tx.exec(&INSERT, &args)? == 1)
}

/// Adds a provision.
pub fn add_article(
    tx: &mut dyn Tx,
    code: &str,
    article: &Article,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    let Article { number, gist, .. } = article;
    tx.exec(&ADD_ARTICLE, &p![code, number, &gist.ar, &gist.en, worker, now]).map(|_| ())
}

/// Says that a later instrument amends or repeals an earlier one from a day on.
pub fn add_change(
    tx: &mut dyn Tx,
    (earlier, later): (&str, &str),
    (kind, from): (&str, Millis),
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.exec(&ADD_CHANGE, &p![earlier, later, kind, from, worker, now]).map(|_| ())
}

/// Gives a rule a further basis.
pub fn add_ground(
    tx: &mut dyn Tx,
    rule: Rule,
    ground: &Ground,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    let args = p![rule.code(), &ground.instrument, &ground.article, worker, now];
    tx.exec(&ADD_GROUND, &args).map(|_| ())
}
