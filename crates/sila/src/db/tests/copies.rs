//! Backups, and moving from one engine to the other.

use super::{
    CASES, Fixture, INSERT_ENTRY, INSERT_TALLY, NOW, STEPS, add_case, contract, count, id,
    insert_case,
};
use crate::db::copy::{CopyReport, copy};
use crate::db::export::{export, import};
use crate::db::migrate::Migration;
use crate::db::{DbError, Store, is_postgres};
use crate::p;
use std::fs::File;
use std::path::{Path, PathBuf};

contract! {
    everything_goes_to_the_other_engine_and_comes_back
    a_copy_goes_only_into_an_empty_database
    a_copy_goes_only_into_the_same_schema
    a_backup_is_a_whole_database
    contract_b33_every_record_goes_out_as_json_and_comes_back_the_same
    contract_b33_records_of_an_older_version_open_in_a_newer_one
    a_changed_or_torn_file_brings_nothing_in
}

const TABLES: &[(&str, &str)] = &[
    ("branch", "SELECT id, parent FROM branch ORDER BY id"),
    (
        "case_file",
        "SELECT id, reference, status, opened_at, payload, note FROM case_file ORDER BY id",
    ),
    ("entry", "SELECT seq, case_id, body FROM entry ORDER BY seq"),
    ("tally", "SELECT name, value FROM tally ORDER BY name"),
    ("word", "SELECT kind, stem, hits FROM word ORDER BY stem, kind"),
];

/// All rows as text that does not depend on the engine.
async fn dump(store: &Store) -> Vec<String> {
    let dump = store.read(|tx| {
        let mut lines = Vec::new();
        for (name, text) in TABLES {
            for row in tx.query_text(text, &[])? {
                let line = format!("{name} {:?}", row.into_values());
                lines.push(line);
            }
        }
        for row in tx.query_text("SELECT id, urgent FROM case_file ORDER BY id", &[])? {
            lines.push(format!("{} {}", row.get::<uuid::Uuid>(0)?, row.get::<bool>(1)?));
        }
        Ok::<_, DbError>(lines)
    });
    dump.await.unwrap()
}

/// More cases than one page of the copier, a tree against the order of its keys, nulls.
async fn fill(store: &Store) {
    let filled = store.write(|tx| {
        for n in 1..=1_203 {
            insert_case(tx, n)?;
        }
        for n in [3, 1, 2] {
            tx.query(&INSERT_ENTRY, &p![id(n), vec![9_u8, 8]])?;
        }
        tx.exec_text("DELETE FROM entry WHERE seq = 2", &[])?;
        tx.exec_text("INSERT INTO branch (id, parent) VALUES (30, NULL), (20, 30), (10, 20)", &[])?;
        tx.exec_text(
            "INSERT INTO word (kind, stem, hits) VALUES ('a', 'اسر', 1), ('b', 'اسر', 2)",
            &[],
        )
    });
    filled.await.unwrap();
}

async fn everything_goes_to_the_other_engine_and_comes_back(f: &Fixture) {
    fill(&f.store).await;
    let (there, back) = (Fixture::sqlite().await, f.another().await);
    let report = copy(&f.store, &there.store).await.unwrap();
    let named = |(table, rows): (&str, u64)| (table.to_owned(), rows);
    let tables = [("branch", 3), ("case_file", 1_203), ("entry", 2), ("tally", 0), ("word", 2)];
    let wanted = CopyReport { tables: tables.map(named).to_vec(), rows: 1_210 };
    assert_eq!(report, wanted);
    assert_eq!(copy(&there.store, &back.store).await, Ok(wanted));
    assert_eq!(dump(&back.store).await, dump(&f.store).await);
    goes_on(&there.store).await;
    goes_on(&back.store).await;
    there.end().await;
    back.end().await;
}

/// Numbers continue after the highest one that came in, and the keys are guarded again.
async fn goes_on(moved: &Store) {
    let entry =
        |n| moved.write(move |tx| tx.one(&INSERT_ENTRY, &p![id(n), vec![1_u8]])?.get::<i64>(0));
    assert_eq!(entry(1).await, Ok(4));
    assert_eq!(entry(9_999).await, Err(DbError::ForeignKey));
}

async fn a_copy_goes_only_into_an_empty_database(f: &Fixture) {
    let source = Fixture::sqlite().await;
    fill(&source.store).await;
    add_case(&f.store, 1).await.unwrap();
    let result = copy(&source.store, &f.store).await;
    let Err(DbError::Schema { what }) = result else { panic!("{result:?}") };
    assert!(what.contains("case_file"), "{what}");
    assert_eq!(count(&f.store).await, 1);
    source.end().await;
}

async fn a_copy_goes_only_into_the_same_schema(f: &Fixture) {
    const NEWER: &[Migration] =
        &[STEPS[0], Migration { version: 2, name: "n", text: "DROP TABLE tally;", postgres: None }];
    let source = Fixture::sqlite().await;
    fill(&source.store).await;
    source.store.migrate(NEWER, NOW).await.unwrap();
    assert!(matches!(copy(&source.store, &f.store).await, Err(DbError::Schema { .. })));
    assert_eq!(count(&f.store).await, 0);
    source.end().await;
}

async fn a_backup_is_a_whole_database(f: &Fixture) {
    fill(&f.store).await;
    let to = f.folder().join("copy.db");
    let result = f.store.backup(&to).await;
    if is_postgres(&f.place) {
        assert!(matches!(result, Err(DbError::Other(_))));
        return;
    }
    assert_eq!(result, Ok(std::fs::metadata(&to).unwrap().len()));
    let opened = Store::open(to.to_str().unwrap()).await.unwrap();
    assert_eq!(dump(&opened).await, dump(&f.store).await);
    opened.close().await;
    assert!(f.store.backup(&to).await.is_err(), "an older backup is not overwritten");
}

/// Writes all records to a file of this name in the fixture's folder.
async fn exported(f: &Fixture, name: &str) -> PathBuf {
    let to = f.folder().join(name);
    export(&f.store, File::create_new(&to).unwrap()).await.unwrap();
    to
}

/// An empty database on the same engine, without any table, with the file in it.
async fn imported(
    f: &Fixture,
    file: &Path,
    steps: &'static [Migration],
) -> (Fixture, Result<CopyReport, DbError>) {
    let to = f.another().await;
    let report = import(File::open(file).unwrap(), &to.store, steps, NOW).await;
    (to, report)
}

async fn contract_b33_every_record_goes_out_as_json_and_comes_back_the_same(f: &Fixture) {
    fill(&f.store).await;
    let first = exported(f, "records.jsonl").await;
    let text = std::fs::read_to_string(&first).unwrap();
    assert_eq!(text.lines().count(), 1 + 5 + 1_210 + 1);
    assert!(text.contains("{\"columns\":[\"id\",\"reference\""), "any program reads it");
    comes_back(f, &first).await;
    // The other engine writes the same bytes.
    let there = Fixture::sqlite().await;
    import(File::open(&first).unwrap(), &there.store, STEPS, NOW).await.unwrap();
    let again = exported(&there, "again.jsonl").await;
    assert_eq!(std::fs::read_to_string(&again).unwrap(), text);
    there.end().await;
}

async fn comes_back(f: &Fixture, file: &Path) {
    let (back, report) = imported(f, file, STEPS).await;
    assert_eq!(report.unwrap().rows, 1_210);
    assert_eq!(dump(&back.store).await, dump(&f.store).await);
    goes_on(&back.store).await;
    back.end().await;
}

async fn contract_b33_records_of_an_older_version_open_in_a_newer_one(f: &Fixture) {
    const NEWER: &[Migration] = &[
        STEPS[0],
        Migration {
            version: 2,
            name: "n",
            text: "ALTER TABLE tally ADD COLUMN unit TEXT NOT NULL DEFAULT 'cases';",
            postgres: None,
        },
    ];
    fill(&f.store).await;
    f.store.write(|tx| tx.exec(&INSERT_TALLY, &p!["a", 7_i64])).await.unwrap();
    let file = exported(f, "old.jsonl").await;
    let (newer, report) = imported(f, &file, NEWER).await;
    assert_eq!(report.unwrap().rows, 1_211);
    let unit = newer.store.read(|tx| tx.query_text("SELECT unit FROM tally", &[])).await.unwrap();
    assert_eq!(unit.first().unwrap().get::<String>(0), Ok("cases".to_owned()));
    assert_eq!(dump(&newer.store).await, dump(&f.store).await);
    newer_is_refused(f, &exported(&newer, "new.jsonl").await).await;
    newer.end().await;
}

/// What a newer program wrote, an older one does not open.
async fn newer_is_refused(f: &Fixture, written: &Path) {
    let (older, report) = imported(f, written, STEPS).await;
    assert!(matches!(report, Err(DbError::Schema { .. })), "{report:?}");
    older.end().await;
}

async fn a_changed_or_torn_file_brings_nothing_in(f: &Fixture) {
    fill(&f.store).await;
    let whole = std::fs::read_to_string(exported(f, "whole.jsonl").await).unwrap();
    let half: String = whole.lines().take(700).map(|line| format!("{line}\n")).collect();
    let changed = whole.replacen("C-26-00001", "C-26-90001", 1);
    let broken = whole.replacen("[{", "[[", 1);
    let strange = whole.replacen("sila-records/1", "sila-records/9", 1);
    for (n, text) in [half, changed, broken, strange, String::new()].iter().enumerate() {
        assert_ne!(*text, whole);
        let file = f.folder().join(format!("bad-{n}.jsonl"));
        std::fs::write(&file, text).unwrap();
        let (to, report) = imported(f, &file, STEPS).await;
        assert!(matches!(report, Err(DbError::Schema { .. })), "{n}: {report:?}");
        assert_eq!(count(&to.store).await, 0);
        to.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_among_writers_is_one_moment() {
    let f = Fixture::sqlite().await;
    let store = f.store.clone();
    let (half, has_half) = tokio::sync::oneshot::channel();
    let writer = tokio::spawn(async move {
        let mut half = Some(half);
        for n in 1..=300 {
            // A case and its entry belong together: a torn copy would show one without the other.
            let both = store.write(move |tx| {
                insert_case(tx, n)?;
                tx.query(&INSERT_ENTRY, &p![id(n), vec![1_u8]])
            });
            both.await.unwrap();
            if n == 100 {
                half.take().unwrap().send(()).unwrap();
            }
        }
    });
    has_half.await.unwrap();
    let to = f.folder().join("copy.db");
    f.store.backup(&to).await.unwrap();
    writer.await.unwrap();
    let copy = Store::open(to.to_str().unwrap()).await.unwrap();
    let (cases, entries) = copy
        .read(|tx| {
            let cases: i64 = tx.one(&CASES, &[])?.get(0)?;
            let entries = tx.query_text("SELECT count(*) FROM entry", &[])?;
            Ok::<_, DbError>((cases, entries[0].get::<i64>(0)?))
        })
        .await
        .unwrap();
    assert_eq!(cases, entries);
    assert!((100..=300).contains(&cases), "{cases}");
    copy.close().await;
    f.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_empties_the_log() {
    let f = Fixture::sqlite().await;
    add_case(&f.store, 1).await.unwrap();
    f.store.checkpoint().await.unwrap();
    let log = std::fs::metadata(format!("{}-wal", f.place)).unwrap();
    assert_eq!(log.len(), 0);
    assert_eq!(count(&f.store).await, 1);
    f.end().await;
}
