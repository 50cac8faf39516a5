//! Services out of a file and into one: one record of the specification on a line, or a list of them. What is brought in becomes drafts,
//! all of them in one transaction or, when one row has a mistake, none; every row is reported.

use std::collections::BTreeMap;

use axum::body::Body;
use maud::{Markup, html};
use serde_json::Value;
use sila_core::ListingId;
use sila_core::directory::{Band, Published};
use uuid::Uuid;

use super::record::Scribe;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::services::store::{self, Stored};
use crate::services::{reading, write};
use crate::web::components::{Button, Card, Note, Tone, acts, heading, icon, stack};
use crate::web::{Cx, Errors, Lang, Page, Pairs};

/// Largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most rows of a file.
const ROWS_MAX: usize = 10_000;
/// Services that are written out.
const EXPORT_MAX: i64 = 20_000;

/// Everything that is published here, one record on a line.
///
/// # Errors
/// When the store cannot be read.
pub async fn export(ask: Ask) -> Result<Reply, Problem> {
    let me = ask.app.node.id;
    let all = ask.app.store.read(move |tx| store::all_own(tx, me, EXPORT_MAX)).await?;
    let scribe = Scribe::new(&ask, Lang::Ar);
    let line = |one: &Published| format!("{}\n", scribe.full(one, one.published_at));
    let bytes: String = all.iter().map(line).collect();
    Ok(Reply::download("application/x-ndjson", "services.ndjson", Body::from(bytes)))
}

/// The form for a file.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask.cx, None)))
}

/// What was found in one row.
struct Row {
    name: String,
    id: ListingId,
    values: Pairs,
    errors: Errors,
}

/// Brings a file in.
///
/// # Errors
/// `hsds.no_file`; `hsds.malformed_file` when it is no JSON; `hsds.too_many`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let refused = |code: &str| Problem::bad_request(code).way_out("/services/import");
    let file = ask.file.as_ref().ok_or_else(|| refused("hsds.no_file"))?;
    let records = records(&file.bytes).ok_or_else(|| refused("hsds.malformed_file"))?;
    if records.len() > ROWS_MAX {
        return Err(refused("hsds.too_many"));
    }
    let mut rows: Vec<Row> = records.iter().map(|one| row(&ask, one)).collect();
    same_twice(&ask.cx, &mut rows);
    let known = known(&ask, &rows).await?;
    let me = ask.app.node.id;
    for row in &mut rows {
        if known.get(&row.id.0).is_some_and(|one| one.origin != me) {
            row.errors.add("id", ask.cx.t("hsds-wrong-owner"));
        }
    }
    if rows.is_empty() || rows.iter().any(|row| row.errors.any()) {
        return Ok(Reply::page_with_errors(&document(&ask.cx, Some((&rows, false)))));
    }
    keep(&ask, &rows, &known).await?;
    Ok(Reply::page(&document(&ask.cx, Some((&rows, true)))))
}

/// The records of a file: a list, or one on a line.
fn records(bytes: &[u8]) -> Option<Vec<Value>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('[') {
        return serde_json::from_str(text).ok();
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.take(ROWS_MAX.saturating_add(1)).map(|line| serde_json::from_str(line).ok()).collect()
}

fn row(ask: &Ask, record: &Value) -> Row {
    let given = record["id"].as_str().and_then(|id| Uuid::parse_str(id).ok());
    let id = ListingId(given.unwrap_or_else(|| ask.app.clock.new_id()));
    let values = values(record);
    let mut errors = reading::read(&ask.cx, &values, (id, 1)).err().unwrap_or_default();
    if !record.is_object() {
        errors.add("record", ask.cx.t("hsds-wrong-record"));
    }
    if record.get("id").is_some() && given.is_none() {
        errors.add("id", ask.cx.t("hsds-wrong-id"));
    }
    let name = record["name"].as_str().unwrap_or_default().chars().take(80).collect();
    Row { name, id, values, errors }
}

fn same_twice(cx: &Cx, rows: &mut [Row]) {
    let mut seen = std::collections::BTreeSet::new();
    for row in rows {
        if !seen.insert(row.id.0) {
            row.errors.add("id", cx.t("hsds-wrong-twice"));
        }
    }
}

async fn known(ask: &Ask, rows: &[Row]) -> Result<BTreeMap<Uuid, Stored>, Problem> {
    let ids: Vec<ListingId> = rows.iter().map(|row| row.id).collect();
    let query = move |tx: &mut dyn Tx| -> Result<BTreeMap<Uuid, Stored>, DbError> {
        let mut found = BTreeMap::new();
        for id in &ids {
            if let Some(stored) = store::find(tx, *id)? {
                found.insert(id.0, stored);
            }
        }
        Ok(found)
    };
    Ok(ask.app.store.read(query).await?)
}

/// Writes every row as a draft, or none.
async fn keep(ask: &Ask, rows: &[Row], known: &BTreeMap<Uuid, Stored>) -> Result<(), Problem> {
    let mut drafts = Vec::new();
    for row in rows {
        let before = known.get(&row.id.0).map(|one| one.updated_at);
        drafts.push((row.id, before, write::sealed(&ask.app, row.id, &row.values)?));
    }
    let (me, now) = (ask.app.node.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), Problem> {
        for (id, before, draft) in &drafts {
            match before {
                None => store::begin(tx, (*id, me), draft, now)?,
                Some(before) => {
                    let times = (*before, crate::knowledge::later(now, *before));
                    if !store::keep(tx, *id, draft, times)? {
                        return Err(Problem::refused("services.crossed").way_out("/services"));
                    }
                }
            }
        }
        Ok(())
    };
    ask.app.store.write(write).await
}

fn all<'v>(record: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    record[list].as_array().into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// A record as the fields of the form. What the form does not know is left out; what it needs and the record does not have is
/// reported as if somebody had left it empty.
pub fn values(record: &Value) -> Pairs {
    let mut values = Pairs::default();
    let texts = [
        ("name_ar", "name"),
        ("name_en", "alternate_name"),
        ("summary_ar", "description"),
        ("steps_ar", "application_process"),
        ("fees_ar", "fees_description"),
    ];
    for (field, key) in texts {
        values.set(field, text(record, key));
    }
    for (field, key) in [("age_min", "minimum_age"), ("age_max", "maximum_age")] {
        values.set(field, record[key].as_u64().map(|age| age.to_string()).unwrap_or_default());
    }
    values.set("band", Band::Unsaid.code());
    for attribute in all(record, "attributes") {
        attributed(&mut values, attribute);
    }
    for one in all(record, "service_areas") {
        values.push("residence", text(one, "extent"));
    }
    for one in all(record, "languages") {
        values.push("languages", text(one, "code"));
    }
    for one in all(record, "required_documents") {
        if let Some((_, code)) = text(one, "uri").rsplit_once('#') {
            values.push("papers", code);
        }
    }
    let phone = all(record, "phones").next();
    values.set("phone", phone.map(|one| text(one, "number")).unwrap_or_default());
    values.set("programme_ar", text(&record["program"], "name"));
    values.set("programme_en", text(&record["program"], "alternate_name"));
    opened(&mut values, record);
    placed(&mut values, record);
    values
}

/// A code, or a text in the other language.
fn attributed(values: &mut Pairs, attribute: &Value) {
    let (kind, value) = (text(attribute, "link_type"), text(attribute, "value"));
    match kind {
        "pillar" | "band" => values.set(kind, value),
        "service" => values.set("need", value),
        "category" => values.push("categories", value),
        "sex" => values.push("sexes", value),
        "field" => values.push("fields", value),
        "site" => values.set("site", value),
        "description" => values.set("summary_en", value),
        "application_process" => values.set("steps_en", value),
        "fees_description" => values.set("fees_en", value),
        _ => {}
    }
}

fn opened(values: &mut Pairs, record: &Value) {
    let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let mut lines = 0_usize;
    let mut always = false;
    for one in all(record, "schedules") {
        lines = lines.saturating_add(1);
        let clock =
            |key: &str| text(one, key).split(['+', 'Z']).next().unwrap_or_default().to_owned();
        let (from, until) = (clock("opens_at"), clock("closes_at"));
        let on: Vec<&str> = text(one, "byday").split(',').collect();
        always = on.len() == days.len() && from == "00:00" && until == "23:59";
        for (nth, day) in days.iter().enumerate() {
            if on.contains(day) {
                values.set(&format!("h_{}", nth.saturating_add(1)), format!("{from}-{until}"));
            }
        }
    }
    let opening = match lines {
        0 => "APPOINTMENT",
        1 if always => "ALWAYS",
        _ => "WEEK",
    };
    values.set("opening", opening);
}

fn placed(values: &mut Pairs, record: &Value) {
    if values.get("site") == Some("CONFIDENTIAL") {
        return;
    }
    let at = all(record, "service_at_locations").next();
    let location = at.map_or(&Value::Null, |at| &at["location"]);
    if text(location, "location_type") != "physical" {
        if values.get("site").is_none() {
            values.set("site", "REMOTE");
        }
        return;
    }
    values.set("site", "OPEN");
    values.set("area", text(location, "external_identifier"));
    values.set("line_ar", text(location, "name"));
    values.set("line_en", text(location, "alternate_name"));
}

fn document(cx: &Cx, done: Option<(&[Row], bool)>) -> Page {
    let title = cx.t("hsds-import");
    let body = html! {
        (heading(&title, Some(&cx.t("hsds-import-lead")), &html! {}))
        (stack(&html! {
            @if let Some((rows, kept)) = done { (report(cx, rows, kept)) }
            (Card::new(cx.t("hsds-file")).body(html! {
                form method="post" enctype="multipart/form-data" action=(cx.url("/services/import")) {
                    div.field {
                        label for="file" { (cx.t("hsds-file")) }
                        p.hint { (cx.t("hsds-file-hint")) }
                        input id="file" name="file" type="file" accept=".json,.ndjson,application/json" required;
                    }
                    (acts(&html! {
                        (Button::submit(cx.t("hsds-import-act")).icon("upload-simple"))
                        (Button::link(cx.t("hsds-export"), cx.url("/services/export")).soft().icon("download-simple"))
                    }))
                }
            }))
        }))
    };
    Page::new(cx, title).crumb(cx.t("services-title"), "/services").body(body)
}

/// What became of every row.
fn report(cx: &Cx, rows: &[Row], kept: bool) -> Markup {
    let (tone, key, text) = match kept {
        true => (Tone::Ok, "hsds-kept", "hsds-kept-text"),
        false => (Tone::Bad, "hsds-not-kept", "hsds-not-kept-text"),
    };
    let title = cx.t_with(key, &[("n", rows.len().into())]);
    html! {
        (Note::new(if kept { "check-circle" } else { "warning-circle" }, title).tone(tone).says(cx.t(text)))
        (Card::new(cx.t("hsds-rows")).count(rows.len()).body(html! {
            ol.rows { @for row in rows { li {
                bdi { (row.name) } " "
                @if row.errors.any() {
                    ul { @for (field, message) in row.errors.iter() { li { code { bdi { (field) } } " " (message) } } }
                } @else { (icon("check")) }
            } } }
        }))
    }
}
