//! Steps of the schema and the registry of statements.

use super::{ALL, Fixture, NOW, STEPS, add_case, contract, count};
use crate::db::migrate::{MIGRATIONS, Migration};
use crate::db::{DbError, Dialect, Sql, Store, faults};
use crate::sql;

const fn step(version: u32, text: &'static str) -> Migration {
    Migration { version, name: "later", text, postgres: None }
}

const SECOND: Migration = step(2, "ALTER TABLE case_file ADD COLUMN area TEXT;");
const TWO: &[Migration] = &[STEPS[0], SECOND];
const BROKEN: &[Migration] =
    &[STEPS[0], step(2, "CREATE TABLE half (id {int} PRIMARY KEY) {strict}; SELECT nonsense;")];
const DANGLING: &[Migration] =
    &[STEPS[0], step(2, "INSERT INTO branch (id, parent) VALUES (1, 77);")];
const UNKNOWN_TOKEN: &[Migration] =
    &[STEPS[0], step(2, "CREATE TABLE odd (id {integer} PRIMARY KEY);")];
const CHANGED: &[Migration] = &[Migration { text: "SELECT 1;", ..STEPS[0] }];
const TWO_TEXTS: &[Migration] = &[
    STEPS[0],
    Migration {
        postgres: Some(
            "CREATE TABLE engine (name {text} PRIMARY KEY); INSERT INTO engine VALUES ('pg');",
        ),
        ..step(
            2,
            "CREATE TABLE engine (name TEXT PRIMARY KEY) {strict}; INSERT INTO engine VALUES ('lite');",
        )
    },
];

contract! {
    steps_are_applied_once
    two_programs_may_start_at_once
    a_changed_step_is_refused
    a_newer_database_is_refused
    a_step_that_fails_leaves_nothing
    a_step_may_not_leave_a_row_pointing_at_nothing
    an_unknown_token_is_refused
    a_step_may_have_a_text_per_engine
    a_statement_survives_a_change_of_its_table
    the_schema_of_the_node_takes_all_its_statements
    the_registered_statements_prepare
    a_wrong_statement_is_found
}

async fn steps_are_applied_once(f: &Fixture) {
    assert_eq!(f.store.migrate(STEPS, NOW).await, Ok(vec![]));
    add_case(&f.store, 1).await.unwrap();
    assert_eq!(f.store.migrate(TWO, NOW).await, Ok(vec![2]));
    assert_eq!(f.store.migrate(TWO, NOW).await, Ok(vec![]));
    assert_eq!(count(&f.store).await, 1);
}

async fn two_programs_may_start_at_once(f: &Fixture) {
    let empty = f.another().await;
    empty.store.write(|tx| tx.script("DROP TABLE _migration; DROP TABLE entry; DROP TABLE case_file; DROP TABLE branch; DROP TABLE word; DROP TABLE tally")).await.unwrap();
    let second = Store::open(&empty.place).await.unwrap();
    let (one, two) = tokio::join!(empty.store.migrate(TWO, NOW), second.migrate(TWO, NOW));
    let mut applied = [one.unwrap(), two.unwrap()].concat();
    applied.sort_unstable();
    assert_eq!(applied, [1, 2]);
    second.close().await;
    empty.end().await;
}

async fn refused(f: &Fixture, steps: &'static [Migration], wanted: &str) {
    let result = f.store.migrate(steps, NOW).await;
    let Err(DbError::Schema { what }) = result else { panic!("{result:?}") };
    assert!(what.contains(wanted), "{what}");
}

async fn a_changed_step_is_refused(f: &Fixture) {
    refused(f, CHANGED, "step 1 was changed").await;
}

async fn a_newer_database_is_refused(f: &Fixture) {
    f.store.migrate(TWO, NOW).await.unwrap();
    refused(f, STEPS, "step 2").await;
}

async fn a_step_that_fails_leaves_nothing(f: &Fixture) {
    assert!(matches!(f.store.migrate(BROKEN, NOW).await, Err(DbError::Other(_))));
    let half = f.store.read(|tx| tx.query_text("SELECT * FROM half", &[])).await;
    assert!(matches!(half, Err(DbError::Other(_))));
    let later = NOW.plus_hours(1);
    assert_eq!(f.store.migrate(TWO, later).await, Ok(vec![2]));
}

async fn a_step_may_not_leave_a_row_pointing_at_nothing(f: &Fixture) {
    assert_eq!(f.store.migrate(DANGLING, NOW).await, Err(DbError::ForeignKey));
    let rows = f.store.read(|tx| tx.query_text("SELECT id FROM branch", &[])).await;
    assert_eq!(rows, Ok(vec![]));
}

async fn an_unknown_token_is_refused(f: &Fixture) {
    refused(f, UNKNOWN_TOKEN, "{integer}").await;
}

async fn a_step_may_have_a_text_per_engine(f: &Fixture) {
    f.store.migrate(TWO_TEXTS, NOW).await.unwrap();
    let row = f.store.read(|tx| tx.query_text("SELECT name FROM engine", &[])).await.unwrap();
    let wanted = if f.store.dialect() == Dialect::Sqlite { "lite" } else { "pg" };
    assert_eq!(row[0].get::<String>(0).unwrap(), wanted);
}

async fn a_statement_survives_a_change_of_its_table(f: &Fixture) {
    add_case(&f.store, 1).await.unwrap();
    let columns = || async {
        // More reads at once than there are connections, so that every one has the statement.
        let all = |_| f.store.read(|tx| tx.query_text("SELECT * FROM case_file", &[]));
        let mut widths = Vec::new();
        for row in (0..16).map(all) {
            widths.push(row.await.unwrap()[0].len());
        }
        widths
    };
    assert_eq!(columns().await, [7; 16]);
    f.store.migrate(TWO, NOW).await.unwrap();
    assert_eq!(columns().await, [8; 16]);
}

async fn the_schema_of_the_node_takes_all_its_statements(f: &Fixture) {
    let node = f.another().await;
    node.store.write(|tx| tx.script("DROP TABLE _migration; DROP TABLE entry; DROP TABLE case_file; DROP TABLE branch; DROP TABLE word; DROP TABLE tally")).await.unwrap();
    let applied = node.store.migrate(MIGRATIONS, NOW).await.unwrap();
    assert_eq!(applied.len(), MIGRATIONS.len());
    let found = node.store.read(|tx| Ok::<_, DbError>(faults(tx, crate::statements::ALL))).await;
    assert_eq!(found, Ok(vec![]), "statements that an engine refuses");
    node.end().await;
}

async fn the_registered_statements_prepare(f: &Fixture) {
    let found = f.store.read(|tx| Ok::<_, DbError>(faults(tx, &[ALL]))).await.unwrap();
    assert_eq!(found, Vec::<String>::new());
}

mod wrong {
    super::sql! {
        pub NO_TABLE = "SELECT 1 FROM nowhere";
        pub GAP = "SELECT name FROM tally WHERE name = $1 OR name = $3";
        pub ONE_ENGINE = "SELECT name FROM tally WHERE name LIKE $1";
        pub DUAL = "SELECT 1", on_postgres: "SELECT 1::bigint";
    }
}

async fn a_wrong_statement_is_found(f: &Fixture) {
    let check = |sql: &'static [Sql]| {
        f.store.read(move |tx| Ok::<_, DbError>(faults(tx, &[sql]).join("; ")))
    };
    assert!(check(&[wrong::NO_TABLE]).await.unwrap().starts_with("NO_TABLE: "));
    assert!(check(&[wrong::GAP]).await.unwrap().starts_with("GAP: "));
    assert!(check(&[wrong::ONE_ENGINE]).await.unwrap().contains("`LIKE`"));
    assert_eq!(check(&[wrong::DUAL]).await.unwrap(), "");
    assert_eq!(wrong::ALL.len(), 4);
}

#[test]
fn every_file_of_the_folder_is_a_step() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/db/migrations");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let steps: Vec<String> = MIGRATIONS.iter().map(|step| format!("{}.sql", step.name)).collect();
    assert_eq!(files, steps);
    for (n, step) in (1..).zip(MIGRATIONS) {
        assert_eq!(step.version, n);
        assert!(step.name.starts_with(&format!("{n:04}_")));
        step.text_for(Dialect::Sqlite).unwrap();
        step.text_for(Dialect::Postgres).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_keeps_a_copy_of_the_file_as_it_was() {
    let f = Fixture::sqlite().await;
    add_case(&f.store, 1).await.unwrap();
    f.store.migrate(TWO, NOW).await.unwrap();
    let copy = format!("{}.before-0002-{}", f.place, NOW.0);
    let kept = Store::open(&copy).await.unwrap();
    assert_eq!(count(&kept).await, 1);
    assert_eq!(kept.migrate(STEPS, NOW).await, Ok(vec![]), "the copy is at step 1");
    kept.close().await;
    f.end().await;
}
