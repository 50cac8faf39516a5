//! A box is handed over: opened once, made an unfinished form of the worker whose device it is, and acknowledged by its hash.
//! The same
//! box sent again is acknowledged again and changes nothing. What cannot be taken is refused with its reason, on both screens.

use sila_core::time::Millis;
use sila_seal::{Hash, base64, hex, sha256};
use uuid::Uuid;

use super::store::{self, Device, Written};
use super::{bound, found, key};
use crate::accounts::{Permission, store as accounts};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::intake::{Step, draft, store as drafts};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::forms::{FIELD_BYTES_MAX, FIELDS_MAX};
use crate::web::{Pairs, hijri};

/// Largest box, in bytes.
pub const BOX_BYTES_MAX: usize = 24 * 1024;
/// Most boxes of one device that are written down within a day.
pub const DAY_BOXES_MAX: i64 = 100;
/// Longest time for which a device may have kept a box, in milliseconds; what is said to be older counts from now.
const KEPT_MS_MAX: i64 = 30 * 86_400_000;

/// It was taken.
pub const TAKEN: &str = "TAKEN";
/// It does not open, or is no form.
pub const BROKEN: &str = "BROKEN";
/// It is longer than [`BOX_BYTES_MAX`].
pub const LONG: &str = "LONG";
/// Another box of the same number came before.
pub const CHANGED: &str = "CHANGED";
/// The device was ended, or its worker takes nobody in any more.
pub const ENDED: &str = "ENDED";
/// More than [`DAY_BOXES_MAX`] within a day; not written down.
pub const FULL: &str = "FULL";

/// A box as it comes.
struct Handed {
    number: Uuid,
    typed_at: Millis,
    /// None when it is no base64.
    sealed: Option<Vec<u8>>,
    digest: Hash,
}

/// Takes a box.
///
/// # Errors
/// `page.not_found` for a device that was never set up; `form.broken`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let device = found(&ask).await?;
    let handed = read(&ask)?;
    let (number, receipt) = (handed.number, hex(&handed.digest));
    let state = take(&ask.app, &device, handed, ask.now).await?;
    Ok(Reply::json(&serde_json::json!({
        "id": number.to_string(),
        "taken": state == TAKEN,
        "later": state == FULL,
        "receipt": receipt,
        "words": ask.cx.code("lockbox-state", &state),
    })))
}

fn read(ask: &Ask) -> Result<Handed, Problem> {
    let broken = || Problem::bad_request("form.broken");
    let typed = |name: &str| ask.form.get(name).ok_or_else(broken);
    let number: Uuid = typed("id")?.parse().or(Err(broken()))?;
    let sent: i64 = typed("sent")?.parse().or(Err(broken()))?;
    let at: i64 = typed("at")?.parse().or(Err(broken()))?;
    let text: String = ask.form.all("part").collect();
    let sealed = base64::decode(&text).filter(|sealed| !sealed.is_empty());
    let digest = sha256(&[sealed.as_deref().unwrap_or(text.as_bytes())]);
    Ok(Handed { number, typed_at: typed_at(ask.now, sent, at), sealed, digest })
}

/// When a box was sealed: how long before it was sent, both by the clock of the device, which may be wrong.
fn typed_at(now: Millis, sent_ms: i64, at_ms: i64) -> Millis {
    let ago = sent_ms.saturating_sub(at_ms);
    let ago = if (0..=KEPT_MS_MAX).contains(&ago) { ago } else { 0 };
    Millis(now.0.saturating_sub(ago))
}

/// The answers of the box, or why there are none.
fn opened(
    app: &App,
    device: &Device,
    handed: &Handed,
) -> Result<Result<Pairs, &'static str>, Problem> {
    let Some(key) = key(app, device)? else { return Ok(Err(ENDED)) };
    let Some(sealed) = &handed.sealed else { return Ok(Err(BROKEN)) };
    if sealed.len() > BOX_BYTES_MAX {
        return Ok(Err(LONG));
    }
    let plain = key.open(&bound(device.id, handed.number), sealed).ok();
    Ok(plain.and_then(|plain| answers(&plain)).ok_or(BROKEN))
}

/// The fields that belong to the first three steps. What may be shared with whom is asked when there is a network.
fn answers(plain: &[u8]) -> Option<Pairs> {
    let typed: Vec<(String, String)> = serde_json::from_slice(plain).ok()?;
    let fits = |(name, value): &(String, String)| name.len().max(value.len()) <= FIELD_BYTES_MAX;
    if typed.len() > FIELDS_MAX || !typed.iter().all(fits) {
        return None;
    }
    let steps = [Step::Safety, Step::Person, Step::Need];
    let owned = typed.into_iter().filter(|(name, _)| steps.iter().any(|step| step.owns(name)));
    let mut values: Pairs = owned.collect();
    hijri::turn(&mut values);
    (!values.is_empty()).then_some(values)
}

fn day_before(now: Millis) -> Millis {
    Millis(now.0.saturating_sub(86_400_000))
}

/// What becomes of the box: the answers of a form, or why it is refused.
async fn judged(
    app: &App,
    device: &Device,
    handed: &Handed,
) -> Result<Result<Pairs, &'static str>, Problem> {
    let worker = device.worker;
    let whose = app.store.read(move |tx| accounts::one(tx, worker)).await?;
    let takes = whose.is_some_and(|one| one.active && one.may(Permission::Intake));
    if takes { opened(app, device, handed) } else { Ok(Err(ENDED)) }
}

async fn take(app: &App, device: &Device, handed: Handed, now: Millis) -> Result<String, Problem> {
    let worker = device.worker;
    let (state, fresh) = match judged(app, device, &handed).await? {
        Ok(values) => (TAKEN, Some(draft::compose(app, &values, None, 1, now)?)),
        Err(why) => (why, None),
    };
    let one = Written {
        id: handed.number,
        device: device.id,
        state,
        digest: handed.digest,
        draft: fresh.as_ref().map(|draft| draft.id),
        typed_at: handed.typed_at,
        at: now,
    };
    let (id, other) = (app.clock.new_id(), app.clock.new_id());
    let write = move |tx: &mut dyn Tx| -> Result<String, DbError> {
        let known = store::known(tx, one.id)?;
        let same = |(at, _, hash): &&(Uuid, String, Hash)| *at == one.device && *hash == one.digest;
        if let Some((_, state, _)) = known.as_ref().filter(same) {
            store::again(tx, one.id)?;
            return Ok(state.clone());
        }
        if store::since(tx, one.device, day_before(now))? >= DAY_BOXES_MAX {
            return Ok(FULL.to_owned());
        }
        let one = match known {
            Some(_) => Written { id: other, state: CHANGED, draft: None, ..one.clone() },
            None => one.clone(),
        };
        store::insert(tx, &one)?;
        if let Some(fresh) = fresh.as_ref().filter(|_| one.state == TAKEN) {
            drafts::insert(tx, fresh, worker)?;
        }
        let data = one.state.as_bytes().to_vec();
        let subject = one.id.to_string();
        journal::insert(tx, &Fact { id, at: now, kind: "lockbox", subject, worker: None, data })?;
        Ok(one.state.to_owned())
    };
    let state = app.store.write(write).await?;
    app.changed(Topic::Cases);
    Ok(state)
}

#[cfg(test)]
mod tests {
    use super::{KEPT_MS_MAX, typed_at};
    use crate::testing::NOW;

    #[test]
    fn how_long_ago_is_told_and_a_wrong_clock_shifts_nothing() {
        let hour = 3_600_000;
        for wrong in [-400 * 24 * hour, 0, 400 * 24 * hour] {
            let at = NOW.0 + wrong;
            assert_eq!(typed_at(NOW.plus_hours(5), at + 5 * hour, at), NOW, "{wrong}");
        }
        assert_eq!(typed_at(NOW, NOW.0, NOW.0 + hour), NOW, "sealed after it was sent");
        assert_eq!(typed_at(NOW, NOW.0, NOW.0 - KEPT_MS_MAX - 1), NOW);
        assert_eq!(typed_at(NOW, i64::MAX, i64::MIN), NOW);
    }
}
