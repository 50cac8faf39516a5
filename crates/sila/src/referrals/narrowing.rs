//! Some fields of what was told are taken back: what is left is sealed again, here and in the case, and the rest is gone.

use sila_core::codes::{Category, Urgency};
use sila_core::disclosure::{Disclosure, Preview};
use sila_core::field::Field;
use sila_core::referral::{Act, Side, Thread};
use sila_core::time::Millis;

use super::attachments::are_papers;
use super::body::{self, Body};
use super::entry::{self, Deed};
use super::record::Record;
use super::store::{self, Referral};
use crate::app::{App, Topic};
use crate::cases::{self, NewCase};
use crate::db::{DbError, Tx};
use crate::p;
use crate::people::register;
use crate::problem::Problem;

/// Said inside a transaction: the case was changed since it was read, and nothing is written.
pub(super) const CHANGED: &str = "the case was changed meanwhile";

/// What is left of a referral and its case.
#[derive(Clone)]
pub struct Rest {
    body: Vec<u8>,
    case: Option<(Box<NewCase>, i64)>,
    papers: bool,
}

impl Rest {
    /// Writes it in place of what was there.
    ///
    /// # Errors
    /// [`CHANGED`], and what the store answers.
    pub(super) fn write(
        &self,
        tx: &mut dyn Tx,
        row: &Referral,
        now: Millis,
    ) -> Result<(), DbError> {
        tx.send(&store::SET_BODY, &p![row.id, self.body.clone()])?;
        if self.papers {
            super::attachments::store::erase_theirs(tx, row.id)?;
        }
        let Some((case, version)) = &self.case else { return Ok(()) };
        match cases::store::replace(tx, case, *version, now)? {
            true => Ok(()),
            false => Err(DbError::Check { what: CHANGED.to_owned() }),
        }
    }
}

/// Removes here what was taken back, and says so in a signed entry.
///
/// # Errors
/// `referral.busy` when the case was changed meanwhile, and what the store answers; it is then tried again.
pub(super) async fn remove(app: &App, record: &Record, now: Millis) -> Result<(), Problem> {
    let id = record.row.id;
    let unreadable = || Problem::internal("referral.unreadable");
    let rest = rest(app, record, now).await?.ok_or_else(unreadable)?;
    let known = record.entries.len();
    entry::write(app, id, now, |record| {
        if record.entries.len() != known {
            return Err(Problem::unavailable("referral.busy"));
        }
        Ok(Deed { rest: Some(rest.clone()), ..Deed::of_node(Act::Removed) })
    })
    .await?;
    if let Some(case) = record.row.case_id {
        app.changed(Topic::Cases);
        register::follow(app, case).await;
    }
    Ok(())
}

/// After this node was restored from a backup: what it had removed before, and has again, is removed once more. The entry that says so
/// is signed already.
///
/// # Errors
/// As [`remove`].
pub(super) async fn again(app: &App, record: &Record, now: Millis) -> Result<(), Problem> {
    let Some(thread) = &record.thread else { return Ok(()) };
    if thread.side(app.node.id) != Some(Side::Target) || !thread.is_cut() {
        return Ok(());
    }
    let Some(rest) = rest(app, record, now).await? else { return Ok(()) };
    let row = record.row.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let same = tx.exec(&store::TOUCH, &p![row.id, row.version])? == 1;
        if same {
            rest.write(tx, &row, now)?;
        }
        Ok(same)
    };
    let done = app.store.write(write).await;
    if matches!(&done, Ok(false))
        || matches!(&done, Err(DbError::Check { what }) if what == CHANGED)
    {
        return Err(Problem::unavailable("referral.busy"));
    }
    done?;
    if let Some(case) = record.row.case_id {
        app.changed(Topic::Cases);
        register::follow(app, case).await;
    }
    Ok(())
}

/// What is left of what this node was told; nothing when all of it was erased.
async fn rest(app: &App, record: &Record, now: Millis) -> Result<Option<Rest>, Problem> {
    let (id, gone) = (record.row.id, record.thread()?.narrowed());
    let Some(key) = body::key(app, id, &record.sealed)? else { return Ok(None) };
    let Some(told) = body::open(app, id, &record.sealed)? else { return Ok(None) };
    let case = case_without(app, record, &gone).await?;
    let body = body::seal(&key, id, &cut(told, &gone, now))?;
    Ok(Some(Rest { body, case, papers: are_papers(&gone) }))
}

/// What a partner without a node may still read of a referral: what was told without what the person has taken back.
///
/// # Errors
/// `vault.unreadable` when the row was changed from outside.
pub fn left_of(app: &App, record: &Record) -> Result<Option<Body>, Problem> {
    let told = body::open(app, record.row.id, &record.sealed)?;
    let gone = record.thread.as_ref().map(Thread::narrowed).unwrap_or_default();
    if gone.is_empty() {
        return Ok(told);
    }
    Ok(told.map(|told| cut(told, &gone, app.clock.now())))
}

/// What was told, without these fields.
fn cut(mut told: Body, gone: &[Field], now: Millis) -> Body {
    if let Some(shared) = told.shared.take() {
        let left = without(shared, gone);
        let (preview, fields) = (&told.preview, left.fields());
        let (services, linked) = (preview.services.clone(), preview.linked_priority);
        let seen = Preview::of(&left, preview.category, &services, preview.urgency, &fields, now);
        told.preview = Preview { linked_priority: linked, ..seen };
        told.shared = Some(left);
    }
    // It opens the identity as it was sealed, with everything.
    told.opening = None;
    told
}

/// The case that came of it, without these fields, and its version.
async fn case_without(
    app: &App,
    record: &Record,
    gone: &[Field],
) -> Result<Option<(Box<NewCase>, i64)>, Problem> {
    let Some(case) = record.row.case_id else { return Ok(None) };
    let Some(stored) = app.store.read(move |tx| cases::store::stored(tx, case)).await? else {
        return Ok(None);
    };
    let case = cases::unseal(app, stored, None)?;
    let damaged = |_unknown| Problem::internal("case.unwritable");
    let category = Category::from_code(&case.row.category).map_err(damaged)?;
    let urgency = Urgency::from_code(&case.row.urgency).map_err(damaged)?;
    let left = without(case.disclosure.clone(), gone);
    let revised = case.revised(app, &left, category, urgency)?;
    Ok(Some((Box::new(revised), case.row.version)))
}

/// What was told, without these fields.
pub(super) fn without(told: Disclosure, gone: &[Field]) -> Disclosure {
    let stays: Vec<Field> = Field::ALL.iter().copied().filter(|one| !gone.contains(one)).collect();
    let mut left = told.limited_to(&stays);
    left.permission.fields.retain(|field| stays.contains(field));
    left
}
