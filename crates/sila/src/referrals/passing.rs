//! The agency in the middle of a referral that was passed on: its node tells each side what the other does, and hands the
//! key on. It never opens what it passes on, and erases what it was shown as soon as the key is through.

use sila_core::referral::{Act, Entry, Leg, relay};
use sila_core::time::Millis;

use super::body;
use super::entry::{self, Deed, Then};
use super::letter::key_commitment;
use super::record::Record;
use super::rounds;
use super::store::Direction;
use crate::app::App;
use crate::problem::Problem;

/// Writes what is due on one of the two referrals. False when nothing is.
///
/// # Errors
/// `referral.busy` when somebody else wrote meanwhile, and what the store answers.
pub async fn bring(app: &App, one: &Record, now: Millis) -> Result<bool, Problem> {
    let Some(other) = one.row.relay else { return Ok(false) };
    let other = Record::of(app, other).await?;
    let (up, down) = if one.row.direction == Direction::In { (one, &other) } else { (&other, one) };
    let Some((leg, entry)) = relay(up.thread()?, down.thread()?, app.node.id, now) else {
        return Ok(false);
    };
    let onto = if leg == Leg::Up { up } else { down };
    let (mut given, key) = keyed(app, (up, down), entry)?;
    if let Act::Erased { views } = &mut given.act {
        rounds::add_views(app, onto, views).await?;
    }
    let erases = matches!(given.act, Act::Purged | Act::Erased { .. });
    let then = if erases { Then::Erase } else { Then::Nothing };
    let known = onto.entries.len();
    entry::write(app, onto.row.id, now, |record| {
        if record.entries.len() != known {
            return Err(Problem::unavailable("referral.busy"));
        }
        let deed = Deed::of_node(given.act.clone()).then(then);
        Ok(Deed { key, given: Some(given.clone()), ..deed })
    })
    .await?;
    Ok(true)
}

/// A release gets the key that came from the sender, bound to the referral it goes on in.
fn keyed(
    app: &App,
    (up, down): (&Record, &Record),
    mut entry: Entry,
) -> Result<(Entry, Option<[u8; 32]>), Problem> {
    if !matches!(entry.act, Act::Release { .. }) {
        return Ok((entry, None));
    }
    let key = body::identity_key(app, up.row.id, &up.sealed)?;
    entry.act = Act::Release { key_commit: key_commitment(down.row.id, &key) };
    Ok((entry, Some(*key)))
}
