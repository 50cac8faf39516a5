//! Types both ways, placeholders, rows.

use super::{CASE, Fixture, INSERT_CASE, PAGE, case, contract, id};
use crate::db::{DbError, FromV, V};
use crate::p;
use sila_core::{AgencyId, AreaCode, CaseId, Millis};
use uuid::Uuid;

contract! {
    a_row_comes_back_as_it_went_in
    the_edges_of_every_type_survive
    a_value_of_another_type_is_refused_on_the_way_in
    a_column_read_as_another_type_is_refused_without_losing_the_transaction
    text_with_a_zero_character_is_refused_by_every_engine
    placeholders_are_bound_by_their_number
    the_number_of_values_is_checked
    a_page_goes_on_after_date_and_id
    an_update_says_how_many_rows_it_changed
    no_row_is_an_answer
}

async fn a_row_comes_back_as_it_went_in(f: &Fixture) {
    let values = p![id(5), "C-26-00005", "closed", true, -9_i64, vec![0_u8, 255], "ملاحظة 📎"];
    let sent = values.clone();
    f.store.write(move |tx| tx.send(&INSERT_CASE, &sent)).await.unwrap();
    let row = f.store.read(|tx| tx.one(&CASE, &p![id(5)])).await.unwrap();
    assert_eq!(row.get::<Uuid>(0), Ok(id(5)));
    assert_eq!(row.get::<CaseId>(0), Ok(CaseId(id(5))));
    assert_eq!(row.get::<String>(1), Ok("C-26-00005".to_owned()));
    assert_eq!(row.get::<bool>(3), Ok(true));
    assert_eq!(row.get::<i64>(4), Ok(-9));
    assert_eq!(row.get::<Millis>(4), Ok(Millis(-9)));
    assert_eq!(row.get::<Vec<u8>>(5), Ok(vec![0, 255]));
    assert_eq!(row.get::<[u8; 2]>(5), Ok([0, 255]));
    assert_eq!(row.get::<Option<String>>(6), Ok(Some("ملاحظة 📎".to_owned())));
    assert_eq!(row.len(), 7);
}

async fn the_edges_of_every_type_survive(f: &Fixture) {
    for (n, at) in [(1, i64::MIN), (2, i64::MAX), (3, 0)] {
        let payload = vec![u8::try_from(n).unwrap(); if n == 1 { 0 } else { 70_000 }];
        let kept = payload.clone();
        let values = p![id(n), format!("r{n}"), "open", false, at, payload, None::<&str>];
        f.store.write(move |tx| tx.send(&INSERT_CASE, &values)).await.unwrap();
        let row = f.store.read(move |tx| tx.one(&CASE, &p![id(n)])).await.unwrap();
        assert_eq!(row.get::<i64>(4), Ok(at));
        assert_eq!(row.get::<Vec<u8>>(5), Ok(kept));
        assert_eq!(row.get::<Option<String>>(6), Ok(None));
        assert_eq!(row.get::<bool>(3), Ok(false));
    }
}

async fn a_value_of_another_type_is_refused_on_the_way_in(f: &Fixture) {
    let mut values = case(1);
    values[4] = V::from("the day before yesterday");
    let result = f.store.write(move |tx| tx.exec(&INSERT_CASE, &values)).await;
    let Err(DbError::Type { what }) = result else { panic!("{result:?}") };
    assert!(!what.contains("yesterday"), "{what}");
}

async fn a_column_read_as_another_type_is_refused_without_losing_the_transaction(f: &Fixture) {
    let seen = f.store.write(|tx| {
        tx.exec(&INSERT_CASE, &case(1))?;
        let row = tx.one(&CASE, &p![id(1)])?;
        let wrong = row.get::<i64>(1);
        tx.exec(&INSERT_CASE, &case(2))?;
        Ok::<_, DbError>((wrong, row.get::<String>(99)))
    });
    let (wrong, outside) = seen.await.unwrap();
    assert!(matches!(wrong, Err(DbError::Type { .. })));
    assert!(matches!(outside, Err(DbError::Type { .. })));
    assert_eq!(super::count(&f.store).await, 2);
}

async fn text_with_a_zero_character_is_refused_by_every_engine(f: &Fixture) {
    let mut values = case(1);
    values[6] = V::from("a\0b");
    let result = f.store.write(move |tx| tx.exec(&INSERT_CASE, &values)).await;
    assert!(matches!(result, Err(DbError::Type { .. })), "{result:?}");
}

async fn placeholders_are_bound_by_their_number(f: &Fixture) {
    let row = f.store.read(|tx| {
        tx.query_text(
            "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($3 AS TEXT), CAST($1 AS TEXT)",
            &p!["one", "two", "three"],
        )
    });
    let row = row.await.unwrap().remove(0);
    assert_eq!(row.into_values(), p!["two", "one", "three", "one"]);
}

async fn the_number_of_values_is_checked(f: &Fixture) {
    for values in [p![].to_vec(), p![id(1), id(2)].to_vec()] {
        let result = f.store.read(move |tx| tx.query(&CASE, &values)).await;
        assert!(matches!(result, Err(DbError::Type { .. })), "{result:?}");
    }
}

async fn a_page_goes_on_after_date_and_id(f: &Fixture) {
    let inserted = f.store.write(|tx| (1..=40).try_for_each(|n| super::insert_case(tx, n)));
    inserted.await.unwrap();
    let (mut seen, mut from) = (Vec::new(), (i64::MAX, Uuid::max()));
    loop {
        let page = f.store.read(move |tx| tx.query(&PAGE, &p![from.0, from.1, 7_i64]));
        let page = page.await.unwrap();
        let Some(last) = page.last() else { break };
        from = (last.get(0).unwrap(), last.get(1).unwrap());
        seen.extend(page.iter().map(|row| (row.get(0).unwrap(), row.get(1).unwrap())));
    }
    let mut wanted: Vec<(i64, Uuid)> =
        (1..=40).map(|n| (1_000 + i64::try_from(n % 7).unwrap(), id(n))).collect();
    wanted.sort();
    wanted.reverse();
    assert_eq!(seen, wanted);
}

async fn an_update_says_how_many_rows_it_changed(f: &Fixture) {
    super::add_case(&f.store, 1).await.unwrap();
    let update = |n: u128| {
        f.store.write(move |tx| {
            tx.exec_text("UPDATE case_file SET status = 'closed' WHERE id = $1", &p![id(n)])
        })
    };
    assert_eq!(update(1).await, Ok(1));
    assert_eq!(update(2).await, Ok(0));
}

async fn no_row_is_an_answer(f: &Fixture) {
    assert_eq!(f.store.read(|tx| tx.opt(&CASE, &p![id(1)])).await, Ok(None));
    assert_eq!(f.store.read(|tx| tx.one(&CASE, &p![id(1)])).await, Err(DbError::NoRow));
}

#[test]
fn identifiers_and_codes_go_both_ways() {
    let agency = AgencyId([9; 32]);
    assert_eq!(AgencyId::from_v(&V::from(agency)), Ok(agency));
    let area = AreaCode::WITHHELD;
    assert_eq!(AreaCode::from_v(&V::from(area)), Ok(area));
    assert!(AreaCode::from_v(&V::from("AE-NOWHERE")).is_err());
    assert_eq!(CaseId::from_v(&V::Bytes(id(3).as_bytes().to_vec())), Ok(CaseId(id(3))));
    assert!(CaseId::from_v(&V::Bytes(vec![1; 15])).is_err());
    assert!(<[u8; 32]>::from_v(&V::Bytes(vec![1; 31])).is_err());
    assert!(u8::from_v(&V::Int(256)).is_err());
    assert_eq!(u16::from_v(&V::Int(65_535)), Ok(65_535));
    assert!(bool::from_v(&V::Int(2)).is_err());
}
