//! A supervisor lowers the level of an assessment that somebody else filled, once and with a reason.

use sila_core::codes::Risk;

use super::show::{self, Sight};
use super::{Filled, REASON_CHARS_MAX, REASON_CHARS_MIN, fact, seal, store};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Lowers it.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `page.forbidden` for whoever filled it; `assessment.lowered` the second time.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let sight = Sight::gather(&ask).await?;
    sight.record.needs_lead()?;
    let worker = ask.worker()?.id;
    if worker == sight.one.worker {
        return Err(Problem::forbidden());
    }
    let mut errors = Errors::none();
    let level = ask.form.get("level").and_then(|code| Risk::from_code(code).ok());
    let level = level.filter(|level| *level < sight.one.level);
    let why = ask.form.get("why").unwrap_or_default().trim().to_owned();
    if level.is_none() {
        errors.add("level", ask.cx.t("assessment-lower-missing"));
    }
    if !(REASON_CHARS_MIN..=REASON_CHARS_MAX).contains(&why.chars().count()) {
        errors.add("why", ask.cx.t("assessment-why"));
    }
    let Some(level) = level.filter(|_| errors.is_empty()) else {
        return Ok(show::document(&ask, &sight, &errors));
    };
    let (id, record) = (sight.one.id, &sight.record);
    let filled = Filled { lowered: Some(why), ..sight.filled.clone() };
    let body = seal(&ask.app, record, id, &filled)?;
    let days = sight.form.again_days.get(&level);
    let again = days.map(|days| sight.one.at.plus_days(i64::from(*days)));
    let (words, subject) = (format!("{id} LOWERED {level}"), record.row.id.to_string());
    let fact = fact(&ask.app, &subject, "assessment", worker, &words, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::lower(tx, (id, level), (worker, &body), again)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = ask.app.store.write(write).await?;
    ask.app.changed(Topic::Cases);
    let back = super::fill::path(record, id, "");
    match done {
        true => Ok(Reply::see_other(ask.cx.url(&back))),
        false => Err(Problem::refused("assessment.lowered").way_out(back)),
    }
}
