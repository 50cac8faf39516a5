//! Seats: whoever is in a room, known by what their browser holds.
//!
//! The browser holds one random number in a cookie; a seat is found by a hash of it and of the room, so that the seats of two rooms
//! cannot be put together from what is stored. What a person says about themselves is sealed, and kept only as far as
//! the room asks for it.

pub mod join;
pub mod store;

use minicbor::{Decode, Encode};
use rand_core::TryRng;
use sila_core::{AgencyId, Millis, RoomId, SeatId, WorkerId};
use sila_seal::code::base32_encode;
use sila_seal::{Hash, sha256};

use super::rooms::Room;
use crate::app::App;
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::problem::Problem;
use crate::vault::Place;

/// Days for which a browser remembers its seats: answers come later than the meeting.
const REMEMBERED_DAYS: u32 = 120;

/// Who somebody says they are, as far as the room asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Credit {
    /// Their name; empty unless the room is for names.
    #[n(0)]
    pub name: String,
    /// Their entity; empty in an anonymous room.
    #[n(1)]
    pub entity: String,
}

/// Somebody in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Identifier; says nothing about whose it is.
    pub id: SeatId,
    /// The room.
    pub room: RoomId,
    /// The agency, where it is one we know by that name.
    pub agency: Option<AgencyId>,
    /// Who of ours, in a room for names.
    pub worker: Option<WorkerId>,
    /// Who they say they are.
    pub credit: Credit,
    /// Since when.
    pub joined_at: Millis,
}

fn place(id: SeatId) -> Place {
    Place { table: "idea_seat", row: id.0 }
}

/// What the database knows of a browser in a room.
pub fn token(room: RoomId, cookie: &str) -> Hash {
    sha256(&[b"sila/seat/1", room.0.as_bytes(), cookie.as_bytes()])
}

/// The seat of whoever asks; nobody when this browser has not joined.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(ask: &Ask, room: &Room) -> Result<Option<Seat>, Problem> {
    let Some(cookie) = ask.cookie(&cookie_name(&ask.app)) else { return Ok(None) };
    let token = token(room.id, &cookie);
    match ask.app.store.read(move |tx| store::of_token(tx, token)).await? {
        Some(row) => Ok(Some(opened(&ask.app, row)?)),
        None => Ok(None),
    }
}

/// As [`of`], for what only somebody in the room may do.
///
/// # Errors
/// `room.join_first` with the way in.
pub async fn required(ask: &Ask, room: &Room) -> Result<Seat, Problem> {
    let first = || Problem::refused("room.join_first").way_out(format!("/join/{}", room.code));
    of(ask, room).await?.ok_or_else(first)
}

/// A seat with what it says about itself.
///
/// # Errors
/// When it was sealed by another node.
pub fn opened(app: &App, (mut seat, body): store::Kept) -> Result<Seat, Problem> {
    let Some(body) = body else { return Ok(seat) };
    let plain = app.vault.open(place(seat.id), &body)?;
    let broken = |error| Problem::internal("vault.unreadable").because(error);
    seat.credit = minicbor::decode(&plain).map_err(broken)?;
    Ok(seat)
}

/// What is kept of who somebody says they are: nothing where there is nothing.
fn sealed(app: &App, seat: &Seat) -> Option<Vec<u8>> {
    if seat.credit == Credit::default() {
        return None;
    }
    let mut bytes = Vec::new();
    let _written = minicbor::encode(&seat.credit, &mut bytes);
    Some(app.vault.seal(place(seat.id), &bytes))
}

/// The cookie's name at this agency; see [`crate::accounts::session::cookie_name`].
pub fn cookie_name(app: &App) -> String {
    format!("sila_seat_{}", app.node.agency.code.to_ascii_lowercase())
}

/// A new random number for a browser.
fn new_cookie() -> String {
    let mut bytes = [0_u8; 32];
    let Ok(()) = Randomness.try_fill_bytes(&mut bytes);
    base32_encode(&bytes)
}

/// The `Set-Cookie` value. `Lax`: somebody comes from the camera of their telephone.
fn set_cookie(app: &App, value: &str) -> String {
    let secure = if app.config.https { "; Secure" } else { "" };
    let seconds = REMEMBERED_DAYS.saturating_mul(86_400);
    let name = cookie_name(app);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}
