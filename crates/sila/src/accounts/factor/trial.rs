//! Trying a code. A wrong one counts like a wrong password of the account, and growing pauses follow; only a right one takes the count back.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::Hash;

use super::{code, fact, place, recovery, store};
use crate::accounts::{sign_in, store as accounts};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;

/// Wrong codes after which a sign-in begins again with the password.
const WRONG_MAX: i64 = 5;

/// What a code was that was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Of the telephone.
    ByTime,
    /// One of the recovery codes, which is used up now.
    Recovery,
}

/// Why a code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Wrong, or used before.
    Wrong,
    /// The account waits after too many wrong ones; this one was not looked at.
    Paused,
    /// There is no sign-in that waits for it any more.
    Over,
}

impl Refused {
    /// The key of the text that says so.
    pub fn key(self) -> &'static str {
        match self {
            Refused::Wrong => "factor-code-wrong",
            Refused::Paused => "factor-code-pause",
            Refused::Over => "factor-over",
        }
    }
}

/// What was typed, as far as it can be told without the count of wrong ones.
#[derive(Debug, Clone, Copy)]
enum Typed {
    Step(i64),
    Recovery(Hash),
    Neither,
}

/// Tries a code of this account, for the sign-in that waits under `pending` or for an act of a session.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn check(
    app: &App,
    worker: WorkerId,
    text: &str,
    pending: Option<Hash>,
    now: Millis,
) -> Result<Result<Right, Refused>, Problem> {
    let kept = app.store.read(move |tx| store::find(tx, worker)).await?;
    let Some(kept) = kept else { return Ok(Err(Refused::Over)) };
    let secret = app.vault.open(place(worker), &kept.secret)?;
    let typed = match recovery::typed(app, worker, text) {
        Some(mark) => Typed::Recovery(mark),
        None => code::taken(&secret, now, kept.step, &code::typed(text))
            .map_or(Typed::Neither, Typed::Step),
    };
    let used = fact(
        app.clock.new_id(),
        worker,
        now,
        format!("{worker} factor-recovery"),
        "recovery code used",
    );
    let write = move |tx: &mut dyn Tx| -> Result<Result<Right, Refused>, DbError> {
        let tried = attempt(tx, (worker, pending), typed, now)?;
        if tried == Ok(Right::Recovery) {
            journal::insert(tx, &used)?;
        }
        Ok(tried)
    };
    app.store.write(write).await.map_err(Problem::from)
}

/// Counts the attempt and uses the code up. What was typed holds only if nobody used it meanwhile.
fn attempt(
    tx: &mut dyn Tx,
    (worker, pending): (WorkerId, Option<Hash>),
    typed: Typed,
    now: Millis,
) -> Result<Result<Right, Refused>, DbError> {
    let (failures, locked_until) = accounts::failures(tx, worker)?;
    if now < locked_until {
        return Ok(Err(Refused::Paused));
    }
    let right = match typed {
        Typed::Step(step) => store::take_step(tx, worker, step)?.then_some(Right::ByTime),
        Typed::Recovery(mark) => store::use_code(tx, worker, mark)?.then_some(Right::Recovery),
        Typed::Neither => None,
    };
    let Some(right) = right else {
        let failures = failures.saturating_add(1);
        accounts::set_failures(tx, worker, failures, sign_in::pause(now, failures))?;
        let over = match pending {
            Some(token) => store::count_wrong(tx, token, WRONG_MAX)?,
            None => false,
        };
        return Ok(Err(if over { Refused::Over } else { Refused::Wrong }));
    };
    accounts::set_failures(tx, worker, 0, now)?;
    Ok(Ok(right))
}
