//! The word of the ethics committee, written down by somebody who neither proposed the study nor carries it.

use sila_core::Millis;
use sila_core::extract::GROUP_MAX;

use super::study::{self, Approval, NUMBER_MAX, TITLE_MAX};
use super::{APPROVED, DECLINED, Open, PROPOSED, fact, open, path, show, store};
use crate::accounts::Worker;
use crate::activation::saying::{day, whole};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// No approval lasts longer than so many days.
const DAYS_MAX: i64 = 1_100;

/// What was decided.
#[derive(Debug, Clone)]
pub enum Decision {
    /// By this committee, until then, with no group smaller than this.
    Approve(Approval, Millis, u32),
    /// It does not take place.
    Decline,
}

/// Writes it down.
///
/// # Errors
/// As [`decide`]; `form.broken` for any other word.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let id = found.stored.id;
    let decision = match ask.form.get("word") {
        Some("approve") => {
            let mut errors = Errors::none();
            match read(&ask, &found, &mut errors) {
                Some(decision) if errors.is_empty() => decision,
                _ => return show::with_errors(&ask, found, &errors).await,
            }
        }
        Some("decline") => Decision::Decline,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    decide(&ask.app, ask.worker()?, found, decision, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

fn read(ask: &Ask, found: &Open, errors: &mut Errors) -> Option<Decision> {
    let form = &ask.form;
    let typed = |name: &str, max: usize| {
        let text = form.get(name).unwrap_or_default().trim().to_owned();
        Some(text).filter(|text| (1..=max).contains(&text.chars().count()))
    };
    let (committee, number) = (typed("committee", TITLE_MAX), typed("number", NUMBER_MAX));
    let at = day(form, "on").map(|day| day.at_minute(0)).filter(|at| *at <= ask.now);
    let until = day(form, "until").map(|day| day.plus_days(1).at_minute(0));
    let until = until.filter(|at| ask.now < *at && *at <= ask.now.plus_days(DAYS_MAX));
    let least = form.get("group_min").and_then(whole).and_then(|n| u32::try_from(n).ok());
    let least = least.filter(|n| (found.study.scope.group_min..=GROUP_MAX).contains(n));
    for (name, kept, key) in [
        ("committee", committee.is_some(), "research-committee-needed"),
        ("number", number.is_some(), "research-number-needed"),
        ("on", at.is_some(), "research-on-wrong"),
        ("until", until.is_some(), "research-until-wrong"),
        ("group_min", least.is_some(), "research-group-wrong"),
    ] {
        if !kept {
            errors.add(name, ask.cx.t(key));
        }
    }
    let approval = Approval { committee: committee?, number: number?, at: at? };
    Some(Decision::Approve(approval, until?, least?))
}

/// Approves or declines a study.
///
/// # Errors
/// `research.own_study` for its proposer and its researcher; `research.crossed` when it was decided before.
pub async fn decide(
    app: &App,
    worker: &Worker,
    found: Open,
    decision: Decision,
    now: Millis,
) -> Result<(), Problem> {
    let Open { mut stored, mut study, .. } = found;
    let id = stored.id;
    let refused = |code: &str| Err(Problem::refused(code).way_out(path(id)));
    if [stored.proposer, stored.researcher].contains(&worker.id) {
        return refused("research.own_study");
    }
    if stored.state != PROPOSED {
        return refused("research.crossed");
    }
    let state = match decision {
        Decision::Approve(approval, until, group_min) => {
            study.scope.group_min = group_min;
            stored.until = until;
            stored.approval = Some(study::to_cbor(&approval));
            APPROVED
        }
        Decision::Decline => DECLINED,
    };
    state.clone_into(&mut stored.state);
    stored.body = study::to_cbor(&study);
    let told = fact(app, &id.to_string(), worker, &state.to_ascii_lowercase(), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::decide(tx, &stored)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return refused("research.crossed");
    }
    app.changed(Topic::Agreements);
    Ok(())
}
