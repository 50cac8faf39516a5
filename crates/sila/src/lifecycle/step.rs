//! Taking the next step of a partnership, and giving it to somebody.

use sila_core::lifecycle::{Life, NotTaken, Stage, Step};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, WorkerId};

use super::store::{self, Kept};
use super::{facts, show};
use crate::accounts::{Permission, store as accounts};
use crate::activation::saying::day;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::licences::wall;
use crate::meetings::sealed;
use crate::problem::Problem;
use crate::reply::Reply;

/// The table whose rows are sealed.
pub(super) const STEP: &str = "partnership_step";

/// A step somebody takes.
#[derive(Debug, Clone)]
pub struct Taken {
    /// With whom.
    pub agency: AgencyId,
    /// The stage that it leads to.
    pub to: Stage,
    /// On which day.
    pub on: Date,
    /// What shows it, and where that is kept.
    pub evidence: String,
}

/// `POST /lifecycle/{agency}/steps`.
///
/// # Errors
/// As [`take`]; `partnership.day`; `form.broken`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (agency, _) = show::named(&ask).await?;
    let way = show::path(agency);
    let to = ask.form.get("to").and_then(|code| Stage::from_code(code).ok());
    let to = to.ok_or_else(|| Problem::refused("partnership.order").way_out(way.clone()))?;
    let on = day(&ask.form, "on");
    let on = on.ok_or_else(|| Problem::refused("partnership.day").way_out(way.clone()))?;
    let evidence = ask.form.get("evidence").unwrap_or_default().trim().to_owned();
    let step = Taken { agency, to, on, evidence };
    take(&ask.app, step, ask.worker()?.id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// Takes a step. Whoever takes the first one owns the partnership.
///
/// # Errors
/// The code of [`NotTaken`]; `wall.regulated` for whoever has worked on a licence of this entity.
pub async fn take(app: &App, taken: Taken, by: WorkerId, now: Millis) -> Result<(), Problem> {
    let Taken { agency, to, on, evidence } = taken;
    wall::may_judge(app, by, agency, &show::path(agency)).await?;
    let (me, id) = (app.node.id, app.clock.new_id());
    let body = sealed(app, STEP, id, &evidence);
    let step = Step { to, by, at: now, on, evidence };
    let subject = format!("{} {}", agency.to_text(), to.code());
    let told = fact(app, subject, by, &body, now);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), NotTaken>, DbError> {
        let before = store::steps(tx, agency)?;
        let mut life = Life::of(before.into_iter().map(|kept| kept.step).collect());
        if let Err(refused) = life.take(step.clone(), facts(tx, me, agency, now)?, now) {
            return Ok(Err(refused));
        }
        let kept = Kept { agency, id, step: step.clone(), evidence: body.clone() };
        store::insert(tx, life.steps().len(), &kept)?;
        if life.steps().len() == 1 {
            store::own(tx, agency, by)?;
        }
        journal::insert(tx, &told)?;
        Ok(Ok(()))
    };
    let refused = |reason: NotTaken| Problem::refused(reason.code()).way_out(show::path(agency));
    app.store.write(write).await?.map_err(refused)
}

/// `POST /lifecycle/{agency}/owner`: gives it to a colleague who may sign agreements.
///
/// # Errors
/// `page.not_found`, `partnership.owner`.
pub async fn owner(ask: Ask) -> Result<Reply, Problem> {
    let (agency, _) = show::named(&ask).await?;
    let way = show::path(agency);
    let chosen: Option<WorkerId> = ask.form.get("owner").and_then(|text| text.parse().ok());
    let refused = || Problem::refused("partnership.owner").way_out(way.clone());
    let chosen = chosen.ok_or_else(refused)?;
    let subject = format!("{} OWNER", agency.to_text());
    let told = fact(&ask.app, subject, ask.worker()?.id, chosen.0.as_bytes(), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let found = accounts::one(tx, chosen)?;
        if !found.is_some_and(|one| one.active && one.may(Permission::AgreementSign)) {
            return Ok(false);
        }
        store::own(tx, agency, chosen)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(refused());
    }
    Ok(Reply::see_other(ask.cx.url(&way)))
}

fn fact(app: &App, subject: String, by: WorkerId, data: &[u8], now: Millis) -> Fact {
    let (id, kind) = (app.clock.new_id(), "partner");
    Fact { id, at: now, kind, subject, worker: Some(by), data: data.to_vec() }
}
