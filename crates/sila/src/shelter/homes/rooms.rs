//! Rooms and beds: adding them, confirming that they are as they stand here, taking a bed out of use and back.

use sila_core::person::Ages;
use sila_core::shelter::{Feature, Takes};
use uuid::Uuid;

use super::{Bed, Room, show, store};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::coded;
use crate::web::Errors;

/// Why a bed is out of use.
pub const OUT_CODES: [&str; 5] = ["REPAIR", "CLEANING", "PESTS", "STAFF", "ISOLATION"];
/// Longest name of a room or a wing, in characters.
pub const NAME_MAX: usize = 40;
/// Most beds in one room.
pub const BEDS_MAX: u8 = 12;

/// Adds a room with its beds.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let home = show::one(&ask).await?;
    let room = match read(&ask, home.id) {
        Ok(room) => room,
        Err(errors) => return Ok(show::again(&ask, &home, &errors)),
    };
    let fact = fact(&ask, format!("{} {}", home.code, room.name), "ADD")?;
    let write = move |tx: &mut dyn Tx| {
        store::insert_room(tx, &room)?;
        journal::insert(tx, &fact)
    };
    match ask.app.store.write(write).await {
        Ok(()) => back(&ask, home.id),
        Err(DbError::Unique { .. }) => {
            let mut errors = Errors::none();
            errors.add("name", ask.cx.t("shelter-room-taken"));
            Ok(show::again(&ask, &home, &errors))
        }
        Err(error) => Err(error.into()),
    }
}

fn back(ask: &Ask, home: Uuid) -> Result<Reply, Problem> {
    ask.app.changed(Topic::Shelter);
    Ok(Reply::see_other(ask.cx.url(&format!("/shelter/homes/{home}"))))
}

fn fact(ask: &Ask, subject: String, what: &str) -> Result<Fact, Problem> {
    let worker = Some(ask.worker()?.id);
    let (id, data) = (ask.app.clock.new_id(), what.as_bytes().to_vec());
    Ok(Fact { id, at: ask.now, kind: "room", subject, worker, data })
}

fn read(ask: &Ask, home: Uuid) -> Result<Room, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    for name in ["name", "wing"] {
        if !(1..=NAME_MAX).contains(&text(name).chars().count()) {
            errors.add(name, cx.t("shelter-room-name-needed"));
        }
    }
    let beds = text("beds").parse::<u8>().ok().filter(|n| (1..=BEDS_MAX).contains(n));
    if beds.is_none() {
        errors.add("beds", cx.t("shelter-beds-needed"));
    }
    let mut ages = |sex: &str| {
        let (from, to) = (form.get(&format!("{sex}_min")), form.get(&format!("{sex}_max")));
        let number = |text: Option<&str>, empty| match text {
            None => Some(empty),
            Some(text) => text.parse::<u8>().ok(),
        };
        let range = number(from, 0).zip(number(to, u8::MAX)).filter(|(min, max)| min <= max);
        if range.is_none() {
            errors.add(format!("{sex}_min"), cx.t("shelter-ages-wrong"));
        }
        range.filter(|_| form.has("takes", sex)).map(|(min, max)| Ages { min, max })
    };
    let takes = Takes {
        female: ages("female"),
        male: ages("male"),
        with_adult: form.has("rules", "with_adult"),
    };
    if takes.female.is_none() && takes.male.is_none() {
        errors.add("takes", cx.t("shelter-takes-nobody"));
    }
    let features: Vec<Feature> =
        form.all("features").filter_map(|code| Feature::from_code(code).ok()).collect();
    if errors.any() {
        return Err(errors);
    }
    let new_id = || ask.app.clock.new_id();
    let bed = |n: u8| Bed { id: new_id(), label: n.to_string(), out: None, taken: None };
    Ok(Room {
        id: new_id(),
        home,
        wing: text("wing"),
        name: text("name"),
        whole: form.has("rules", "whole"),
        takes,
        features,
        confirmed_at: ask.now,
        beds: (1..=beds.unwrap_or(1)).map(bed).collect(),
    })
}

/// Somebody has looked: the room is as it stands here.
///
/// # Errors
/// `page.not_found`.
pub async fn confirm(ask: Ask) -> Result<Reply, Problem> {
    let (room, now): (Uuid, _) = (ask.id("id")?, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<Option<Uuid>, DbError> {
        tx.send(&store::CONFIRM_ROOM, &p![room, now])?;
        store::home_of_room(tx, room)
    };
    let home = ask.app.store.write(write).await?.ok_or_else(Problem::not_found)?;
    back(&ask, home)
}

/// Takes a bed out of use with a reason, or back into use.
///
/// # Errors
/// `page.not_found`; `shelter.code` for a reason that is not in the list; `shelter.moved` when somebody has the bed.
pub async fn set_use(ask: Ask) -> Result<Reply, Problem> {
    let (bed, now): (Uuid, _) = (ask.id("id")?, ask.now);
    let back_in_use = ask.form.get("why") == Some("BACK");
    let code = if back_in_use { "BACK" } else { coded(ask.form.get("why"), &OUT_CODES)? };
    let fact = fact(&ask, bed.to_string(), code)?;
    let write = move |tx: &mut dyn Tx| -> Result<(Option<Uuid>, bool), DbError> {
        let home = store::home_of_bed(tx, bed)?;
        let done = match back_in_use {
            true => tx.exec(&store::BACK, &p![bed])?,
            false => tx.exec(&store::OUT, &p![bed, code, now])?,
        };
        if done == 1 {
            journal::insert(tx, &fact)?;
        }
        Ok((home, done == 1))
    };
    let (home, done) = ask.app.store.write(write).await?;
    let home = home.ok_or_else(Problem::not_found)?;
    if !done {
        let way_out = format!("/shelter/homes/{home}");
        return Err(Problem::refused("shelter.moved").way_out(way_out));
    }
    back(&ask, home)
}
