//! What an erased case leaves in the database: nothing that a code says of its person, beside what the documentation argues for.

use std::collections::BTreeSet;

use rusqlite::Connection;
use sila_core::ids::CaseId;

use super::store;
use crate::cases::scope::tests::new_case;
use crate::db::{DbError, Tx};
use crate::referrals::store::{self as referrals, Direction, Referral};
use crate::referrals::tests::{new, referral};
use crate::shelter::danger::{NOT_SAFE, store as danger};
use crate::testing::{NOW, TestNode};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/threat-model.md");

/// A code that nothing else writes, and no other case.
fn code(case: CaseId) -> String {
    format!("CANARY_{}", case.0.simple())
}

/// The tables that belong to a case, each with its columns: name and type.
fn tables(database: &Connection) -> Vec<(String, Vec<(String, String)>)> {
    let sql = "select m.name, c.name, c.type from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by m.name, c.cid";
    let mut statement = database.prepare(sql).unwrap();
    let rows =
        statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).unwrap();
    let mut all: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for row in rows {
        let (table, column): (String, (String, String)) = row.unwrap();
        match all.last_mut().filter(|(last, _)| *last == table) {
            Some((_, columns)) => columns.push(column),
            None => all.push((table, vec![column])),
        }
    }
    all.retain(|(_, columns)| columns.iter().any(|(name, _)| name == "case_id"));
    all
}

/// One row of a table about this case, with the code wherever a text stands.
fn fill(database: &Connection, table: &str, columns: &[(String, String)], case: CaseId) {
    let value =
        |(name, kind): &(String, String)| match (name.as_str(), kind.to_uppercase().as_str()) {
            ("case_id", _) => format!("x'{}'", case.0.simple()),
            (_, "TEXT") => format!("'{}'", code(case)),
            (_, "BLOB") => "randomblob(16)".to_owned(),
            _ => "1".to_owned(),
        };
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let values: Vec<String> = columns.iter().map(value).collect();
    let sql = format!("insert into {table} ({}) values ({})", names.join(", "), values.join(", "));
    database.execute(&sql, []).unwrap_or_else(|error| panic!("{table}: {error}"));
}

/// The tables in which the code still stands beside this case.
fn left(database: &Connection, case: CaseId) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (table, columns) in tables(database) {
        let texts = columns.iter().filter(|(_, kind)| kind.eq_ignore_ascii_case("text"));
        let says: Vec<String> =
            texts.map(|(name, _)| format!("{name} = '{}'", code(case))).collect();
        if says.is_empty() {
            continue;
        }
        let sql = format!(
            "select count(*) from {table} where case_id = x'{}' and ({})",
            case.0.simple(),
            says.join(" or ")
        );
        let count: i64 = database.query_row(&sql, [], |row| row.get(0)).unwrap();
        found.extend((count > 0).then_some(table));
    }
    found
}

/// The tables for which the documentation says why they keep what they say.
fn argued() -> BTreeSet<String> {
    let text = std::fs::read_to_string(DOCUMENT).unwrap();
    let (_, rest) = text.split_once("## What stays of an erased case").unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let first = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    section.lines().filter_map(first).collect()
}

#[tokio::test]
async fn what_codes_say_of_a_person_goes_with_the_case_beside_what_the_documentation_argues_for() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let (case, other) = (new_case(&node, &owner).await, new_case(&node, &owner).await);
    let database = Connection::open(node.folder().join("sila.db")).unwrap();
    database.execute_batch("pragma foreign_keys = off").unwrap();
    let all: Vec<_> =
        tables(&database).into_iter().filter(|(table, _)| table != "case_withheld").collect();
    assert!(all.len() > 25, "the tables were not found");
    for (table, columns) in &all {
        fill(&database, table, columns, case);
        fill(&database, table, columns, other);
    }
    let before = left(&database, other);
    assert_eq!(left(&database, case), before);
    let erase = move |tx: &mut dyn Tx| {
        store::set(tx, case, true, NOW)?;
        store::erase(tx, case, NOW)
    };
    assert!(node.write(erase).await.unwrap());
    assert_eq!(left(&database, case), argued(), "what is left, and what is argued for");
    assert_eq!(left(&database, other), before, "any other case stays as it was");
    let says = format!(
        "select category || urgency || area from case_file where id = x'{}'",
        case.0.simple()
    );
    let says: String = database.query_row(&says, [], |row| row.get(0)).unwrap();
    assert_eq!(says, "");
    node.end().await;
}

/// It stands beside the referral and names no case: that somebody who is to be feared was found goes all the same.
#[tokio::test]
async fn what_came_of_a_blind_check_goes_with_the_case_and_that_of_another_stays() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let (case, other) = (new_case(&node, &owner).await, new_case(&node, &owner).await);
    let of = |n, case| {
        let row = referral(n, Direction::In);
        new(Referral { case_id: Some(case), ..row })
    };
    let rows = [of(1, case), of(2, other)];
    let [gone, stays] = [rows[0].row.id, rows[1].row.id];
    let left = move |tx: &mut dyn Tx| -> Result<[bool; 2], DbError> {
        for one in &rows {
            referrals::insert(tx, one)?;
            danger::insert(tx, &danger::served(one.row.id, one.row.peer, NOT_SAFE, NOW))?;
        }
        store::set(tx, case, true, NOW)?;
        store::erase(tx, case, NOW)?;
        Ok([danger::find(tx, gone)?.is_some(), danger::find(tx, stays)?.is_some()])
    };
    assert_eq!(node.write(left).await.unwrap(), [false, true]);
    node.end().await;
}
