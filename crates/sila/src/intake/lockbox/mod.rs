//! Intake without a network: a device at an outreach post keeps what is typed, sealed to a key that only this node has, and
//! hands it
//! over when the network is back. The device itself cannot read what it sealed. Each box becomes one unfinished form of the
//! worker who set the device up; what cannot be taken is refused, and both are listed.
//!
//! A device has a key pair of its own. When it is ended, its secret is deleted: what it still keeps opens for nobody.

pub mod device;
pub mod list;
pub mod store;
pub mod take;
#[cfg(test)]
mod tests;

use sila_seal::LockboxKey;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::problem::Problem;
use crate::vault::Place;
use store::Device;

/// The routes. A device has no session: its address is what opens it, and it says nothing.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/intake/offline", Permission::Intake, list::page);
    r.post("/{lang}/intake/offline", Permission::Intake, list::set_up);
    r.post("/{lang}/lockbox/{device}/end", Permission::Intake, list::end);
    r.get("/{lang}/lockbox/{device}/form", Permission::Public, device::page);
    r.get("/{lang}/lockbox/{device}/kept.js", Permission::Public, device::worker);
    r.get("/{lang}/lockbox/{device}/app.webmanifest", Permission::Public, device::manifest);
    r.post("/{lang}/lockbox/{device}/form", Permission::Public, take::create);
}

fn place(device: Uuid) -> Place {
    Place { table: "lockbox_device", row: device }
}

/// What a box is bound to: the device that sealed it and its own number.
fn bound(device: Uuid, number: Uuid) -> Vec<u8> {
    format!("{device}/{number}").into_bytes()
}

/// A few letters by which people tell devices apart.
fn short(device: Uuid) -> String {
    device.simple().to_string().chars().skip(26).collect::<String>().to_uppercase()
}

/// The device of the address.
async fn found(ask: &Ask) -> Result<Device, Problem> {
    let id: Uuid = ask.id("device")?;
    let device = ask.app.store.read(move |tx| store::device(tx, id)).await?;
    device.ok_or_else(Problem::not_found)
}

/// The secret of a device; none when it has ended.
fn key(app: &App, device: &Device) -> Result<Option<LockboxKey>, Problem> {
    let Some(wrapped) = &device.key else { return Ok(None) };
    let seed = app.vault.open_key(place(device.id), wrapped)?;
    let broken = |error| Problem::internal("vault.unreadable").because(error);
    LockboxKey::from_bytes(seed.to_bytes().as_slice()).map(Some).map_err(broken)
}
