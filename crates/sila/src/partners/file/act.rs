//! Writing into the file of a partner, and ending what stands in it.

use sila_core::time::Date;
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use super::score::{CRITERIA, points};
use super::{Entry, Kind, YEAR_DAYS, of, sealed_words, show, store};
use crate::activation::saying::{day, whole};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::licences::wall;
use crate::partners::classes;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Errors, Pairs};

/// Longest words, in characters.
pub(super) const WORDS_MAX: usize = 400;

/// Writes an entry.
///
/// # Errors
/// `page.not_found` for an agency that nobody knows; as [`add`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let agency = show::known(&ask).await?;
    let worker = ask.worker()?.id;
    let entry = match read(&ask, agency, worker).await? {
        Ok(entry) => entry,
        Err(errors) => {
            let page = show::drawn(&ask, agency, &ask.form, &errors).await?;
            return Ok(Reply::page_with_errors(&page));
        }
    };
    add(&ask.app, &entry, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&show::path(agency))))
}

/// Writes an entry into the file.
///
/// # Errors
/// `wall.regulated` when it would judge a partner and its writer has worked on a licence of it; when the store cannot be written.
pub async fn add(app: &App, entry: &Entry, now: Millis) -> Result<(), Problem> {
    if entry.kind.judges() {
        wall::may_judge(app, entry.worker, entry.agency, &show::path(entry.agency)).await?;
    }
    let (entry, body) = (entry.clone(), sealed_words(app, entry));
    let told = fact(app, &entry, "written", entry.worker, now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::write(tx, &entry, &body, now)?;
        journal::insert(tx, &told)
    };
    Ok(app.store.write(write).await?)
}

/// Ends an entry today: it stays in the file.
///
/// # Errors
/// `page.not_found` when there is none such. A score is ended by whoever gave it.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let agency = show::known(&ask).await?;
    let (id, worker): (Uuid, WorkerId) = (ask.id("entry")?, ask.worker()?.id);
    let entries = of(&ask.app, agency).await?;
    let own = |one: &&Entry| one.id == id && (one.kind != Kind::Score || one.worker == worker);
    let entry = entries.iter().find(own).ok_or_else(Problem::not_found)?;
    let told = fact(&ask.app, entry, "ended", worker, ask.now);
    let today = ask.now.uae_date();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::end(tx, id, agency, today)? {
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&show::path(agency))))
}

/// What was done, for the journal. Never a word of it.
fn fact(app: &App, one: &Entry, act: &str, worker: WorkerId, now: Millis) -> Fact {
    let data = format!("{} {} {act}", one.agency.to_text(), one.kind.code()).into_bytes();
    let subject = one.id.to_string();
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "partner-file",
        subject,
        worker: Some(worker),
        data,
    }
}

async fn read(
    ask: &Ask,
    agency: AgencyId,
    worker: WorkerId,
) -> Result<Result<Entry, Errors>, Problem> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let kind = form.get("kind").and_then(Kind::from_code);
    let Some(kind) = kind else { return Err(Problem::bad_request("form.broken")) };
    let text = |end: &str| form.get(&field(kind, end)).unwrap_or_default().trim().to_owned();
    let words = (text("ar"), text("en"));
    let fits = |words: &str| words.chars().count() <= WORDS_MAX;
    let wordy = !kind.codes().is_empty() || kind == Kind::Score || !words.0.is_empty();
    if !wordy || (kind == Kind::Name && words.1.is_empty()) || !fits(&words.0) || !fits(&words.1) {
        errors.add(field(kind, "ar"), cx.t("file-words-needed"));
    }
    let code = if kind == Kind::Score { marks(form) } else { text("code") };
    let sound = match kind {
        Kind::Score => points(&code).is_some(),
        Kind::Class => classes::labels(&ask.app).await?.codes().any(|one| one == code),
        _ => kind.codes().is_empty() || kind.codes().contains(&code.as_str()),
    };
    if !sound {
        let at = if kind == Kind::Score { "mark1".to_owned() } else { field(kind, "code") };
        errors.add(at, cx.t("file-code-needed"));
    }
    let scored =
        |one: &Entry| one.kind == Kind::Score && one.worker == worker && one.ended_day.is_none();
    if kind == Kind::Score && of(&ask.app, agency).await?.iter().any(scored) {
        errors.add("mark1", cx.t("file-scored"));
    }
    let from = day(form, &field(kind, "from")).unwrap_or_else(|| ask.now.uae_date());
    let until = until(form, kind, from);
    if kind.expires() && until.is_none_or(|until| until <= from) {
        errors.add(field(kind, "until_d"), cx.t("file-day-needed"));
    }
    let weight = weight(form);
    if kind == Kind::Risk && weight.is_none() {
        errors.add(field(kind, "likelihood"), cx.t("file-risk-needed"));
    }
    let made = || Entry {
        id: ask.app.clock.new_id(),
        agency,
        kind,
        code,
        from_day: from.to_days(),
        until_day: until.map(Date::to_days),
        ended_day: None,
        weight: weight.filter(|_| kind == Kind::Risk),
        worker,
        words,
    };
    Ok(if errors.any() { Err(errors) } else { Ok(made()) })
}

/// How a field is called: every kind has its form on one page.
pub(super) fn field(kind: Kind, end: &str) -> String {
    format!("{}_{end}", kind.code().to_ascii_lowercase())
}

fn until(form: &Pairs, kind: Kind, from: Date) -> Option<Date> {
    match kind {
        Kind::Class => Some(from.plus_days(YEAR_DAYS)),
        _ => day(form, &field(kind, "until")),
    }
}

/// Likelihood times impact, each from 1 to 5.
fn weight(form: &Pairs) -> Option<i64> {
    let of = |end: &str| {
        let typed = whole(form.get(&field(Kind::Risk, end)).unwrap_or_default())?;
        Some(typed).filter(|mark| (1..=5).contains(mark))
    };
    of("likelihood")?.checked_mul(of("impact")?)
}

fn marks(form: &Pairs) -> String {
    let mark = |n: usize| form.get(&format!("mark{n}")).unwrap_or_default().to_owned();
    let all: Vec<String> = (1..=CRITERIA.len()).map(mark).collect();
    all.join("-")
}
