//! Tables: counted once, looked through together with everything that was given out before, and shown to whom they were given.

use std::collections::BTreeSet;

use maud::html;
use sila_core::experience::Quarter;
use sila_core::extract::{Counted, NotGiven, Table, Wanted, differences};
use sila_core::{ExtractId, Millis};
use sila_seal::{hex, sha256};
use uuid::Uuid;

use super::store::{self, Given, TABLES_MAX};
use super::{Open, fact, open, parts, path, reads_cases, study};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::Page;
use crate::web::components::{Button, heading};

/// Where tables for everybody are.
pub const FIGURES: &str = "/research/figures";

/// Gives the study's researcher a table.
///
/// # Errors
/// As [`give`]; `extract.malformed` when something is missing.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let scope = &found.study.scope;
    let mut wanted = parts::read(&ask.form, scope.group_min).ok_or_else(|| {
        Problem::refused(NotGiven::Malformed.code()).way_out(path(found.stored.id))
    })?;
    if wanted.categories.is_empty() {
        wanted.categories.clone_from(&scope.categories);
    }
    let id = give(&ask.app, ask.worker()?, Some(&found), wanted, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/research/tables/{id}"))))
}

/// Whether somebody may be given tables of a study now.
fn may_draw(worker: &Worker, found: &Open, now: Millis) -> Result<(), Problem> {
    let refused = |code: &str| Err(Problem::refused(code).way_out(path(found.stored.id)));
    if worker.id != found.stored.researcher {
        return Err(Problem::not_found());
    }
    if reads_cases(worker) {
        return refused("research.reads_cases");
    }
    if found.stored.state != super::APPROVED {
        return refused("research.not_approved");
    }
    if found.runs(now) { Ok(()) } else { refused("research.expired") }
}

/// Gives a table out: for a study to its researcher, or for everybody. What was given before is given again.
///
/// # Errors
/// `page.not_found` for anybody but the study's researcher; `research.reads_cases`, `research.not_approved`, `research.expired`;
/// `research.not_over` for a quarter that is not over; the codes of [`NotGiven`]; `research.crossed` when others ask at once.
pub async fn give(
    app: &App,
    worker: &Worker,
    study: Option<&Open>,
    wanted: Wanted,
    now: Millis,
) -> Result<ExtractId, Problem> {
    let back = study.map_or_else(|| FIGURES.to_owned(), |found| path(found.stored.id));
    if let Some(found) = study {
        may_draw(worker, found, now)?;
    }
    let allowed = study.map_or_else(
        || if wanted.is_sound() { Ok(()) } else { Err(NotGiven::Malformed) },
        |found| wanted.within(&found.study.scope),
    );
    let refused = |why: NotGiven| Problem::refused(why.code()).way_out(back.clone());
    allowed.map_err(refused)?;
    if Quarter::of(now) <= wanted.to {
        return Err(Problem::refused("research.not_over").way_out(back));
    }
    let subject = study.map(|found| found.stored.id);
    let given = given(app).await?;
    let same = |(one, table): &&(Given, Table)| one.study == subject && table.wanted == wanted;
    if let Some((before, _)) = given.iter().find(same) {
        return Ok(before.id);
    }
    let table = match drawn(app, &given, wanted, now).await? {
        Ok(table) => table,
        Err(why) => {
            let about = subject.map_or_else(|| "figures".to_owned(), |id| id.to_string());
            let told = fact(app, &about, worker, why.code(), now);
            app.store.write(move |tx| journal::insert(tx, &told)).await?;
            return Err(refused(why));
        }
    };
    let (id, before) = (ExtractId(app.clock.new_id()), given.len());
    let (body, worker_id) = (study::to_cbor(&table), worker.id);
    let told = fact(app, &id.to_string(), worker, "given", now);
    let one = Given { id, study: subject, worker: worker_id, at: now, body };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::give(tx, &one, before)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("research.crossed").way_out(back));
    }
    app.changed(Topic::Agreements);
    Ok(id)
}

/// The table, if it may be given after all of these.
async fn drawn(
    app: &App,
    given: &[(Given, Table)],
    wanted: Wanted,
    now: Millis,
) -> Result<Result<Table, NotGiven>, Problem> {
    if given.len() >= TABLES_MAX {
        return Ok(Err(NotGiven::Unprovable));
    }
    let mut all: Vec<Table> = Vec::new();
    for (_, table) in given {
        if all.iter().all(|one| one.wanted != table.wanted) {
            all.push(table.clone());
        }
    }
    let asked = all.iter().map(|table| &table.wanted).chain([&wanted]);
    let spans = asked.flat_map(|one| one.from.number()..=one.to.number());
    let quarters: BTreeSet<u32> = spans.collect();
    let counted = counted(app, &quarters, now).await?;
    let look = move || -> Result<Table, NotGiven> {
        let table = wanted.table(&counted)?;
        all.push(table.clone());
        differences::safe(&counted, &all).map(|()| table)
    };
    let looked = tokio::task::spawn_blocking(look).await;
    looked.map_err(|error| Problem::unavailable("node.stopping").because(error))
}

/// Every table that was given out.
///
/// # Errors
/// When one is damaged.
pub async fn given(app: &App) -> Result<Vec<(Given, Table)>, Problem> {
    let rows = app.store.read(store::tables).await?;
    rows.into_iter().map(read).collect()
}

fn read(one: Given) -> Result<(Given, Table), Problem> {
    let table = minicbor::decode(&one.body);
    let table = table.map_err(|error| Problem::internal("research.unreadable").because(error))?;
    Ok((one, table))
}

fn place(quarter: Quarter) -> Place {
    let row = Uuid::from_u128(u128::from(quarter.number()));
    Place { table: "counted_quarter", row }
}

/// What was counted in these quarters. A quarter that is asked for the first time is counted now, and then never again: a restriction that
/// comes or ends later changes nothing that was given. The count has kinds of a single case in it: it is sealed, nobody sees it, and the hash
/// of what is kept stands in the journal.
async fn counted(
    app: &App,
    quarters: &BTreeSet<u32>,
    now: Millis,
) -> Result<Vec<Counted>, Problem> {
    let mut all = Vec::new();
    for quarter in quarters.iter().map(|number| Quarter::from_number(*number)) {
        let span = (quarter.begins(), quarter.next().begins());
        if app.store.read(move |tx| store::quarter(tx, quarter)).await?.is_none() {
            let fresh = app.store.read(move |tx| store::count(tx, quarter, span)).await?;
            let body = app.vault.seal(place(quarter), &study::to_cbor(&fresh));
            let (year, nth) = quarter.parts();
            let hash = hex(&sha256(&[&body]));
            let told = meetings::fact(app, "research", format!("{year}-Q{nth} {hash}"), None, now);
            let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
                if store::keep_quarter(tx, quarter, now, &body)? {
                    journal::insert(tx, &told)?;
                }
                Ok(())
            };
            app.store.write(write).await?;
        }
        let body = app.store.read(move |tx| store::quarter(tx, quarter)).await?;
        let plain = app.vault.open(place(quarter), &body.unwrap_or_default())?;
        let kept: Result<Vec<Counted>, _> = minicbor::decode(&plain);
        let kept = kept.map_err(|error| Problem::internal("research.unreadable").because(error))?;
        all.extend(kept);
    }
    Ok(all)
}

/// One table, for whom it was given: its study's researcher while the study runs, whoever approves studies and reads no case; everybody here when
/// it is public.
async fn found(ask: &Ask) -> Result<(Given, Table), Problem> {
    let (id, worker): (ExtractId, _) = (ask.id("id")?, ask.worker()?);
    let row = ask.app.store.read(move |tx| store::table(tx, id)).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    if let Some(study) = row.study {
        let study = open(&ask.app, study).await?;
        if !worker.may(Permission::ResearchApprove) || reads_cases(worker) {
            may_draw(worker, &study, ask.now)?;
        }
    }
    read(row)
}

/// The page of a table.
///
/// # Errors
/// `page.not_found`; `research.expired` after the end of its study.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (row, table) = found(&ask).await?;
    let cx = &ask.cx;
    let back = row.study.map_or_else(|| FIGURES.to_owned(), path);
    let acts = html! {
        (Button::link(cx.t("research-file"), cx.url(&format!("/research/tables/{}/file", row.id))).line().icon("download-simple"))
    };
    let body = html! {
        (heading(cx.t("research-table"), Some(&parts::caption(cx, &table.wanted)), &acts))
        (parts::table(cx, &table))
    };
    let title = if row.study.is_some() { "research-study" } else { "research-figures" };
    let page = Page::new(cx, cx.t("research-table"))
        .crumb(cx.t("research-title"), "/research")
        .crumb(cx.t(title), &back);
    Ok(Reply::page(&page.body(body)))
}

/// The table as a file.
///
/// # Errors
/// As [`page`].
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let (_, table) = found(&ask).await?;
    let bytes = parts::file(&table).into_bytes();
    Ok(Reply::file("text/csv; charset=utf-8", "counts.csv", bytes))
}
