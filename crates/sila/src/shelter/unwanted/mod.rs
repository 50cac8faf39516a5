//! Places that a person did not want (أماكن لم يرغب فيها الشخص): a home of ours or a partner's place, with a reason from a list. What they did not want
//! stands last, and is neither held nor sent to before they were asked again. It is counted apart from those who were turned away: nobody
//! refused them. A partner learns that its place is no longer needed, and neither from whom nor why.

pub mod store;
#[cfg(test)]
mod tests;

use maud::{Markup, html};
use sila_core::ids::{AgencyId, CaseId};
use sila_core::time::Millis;
use sila_link::place::{Place, PlaceRelease};
use uuid::Uuid;

use super::asking::{self, Question, desks, letter, show};
use super::stays::place;
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::opening::fact;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::links::outbox;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::coded;
use crate::web::components::{Button, Note, Tone, post};
use crate::web::{Arg, Cx, dates};

/// Why a place was not wanted.
pub const REASONS: [&str; 6] = ["FAR", "KIN_NEAR", "SCHOOL", "ACCESS", "OTHER", "NOT_SAID"];

/// Whose place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A home of ours.
    Home(Uuid),
    /// A partner's, which tells nobody which home it is.
    Partner(AgencyId),
}

/// A place that was not wanted, and nobody has asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwanted {
    /// Whose.
    pub whose: Whose,
    /// One of [`REASONS`].
    pub reason: String,
    /// When it was said.
    pub at: Millis,
}

/// What was said of this place, the latest last.
pub fn about(all: &[Unwanted], whose: Whose) -> Option<&Unwanted> {
    all.iter().rfind(|one| one.whose == whose)
}

/// Writes down that a home of ours was not wanted; once, however often it is said.
///
/// # Errors
/// When the store cannot be written.
pub async fn refuse(
    app: &App,
    worker: &Worker,
    case: CaseId,
    (home, reason): (Uuid, &'static str),
    now: Millis,
) -> Result<(), Problem> {
    let (id, by) = (app.clock.new_id(), worker.id);
    let told = fact(app, ("place-unwanted", case), worker, reason, now);
    let one = Unwanted { whose: Whose::Home(home), reason: reason.to_owned(), at: now };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::insert(tx, (id, case), &one, by)? {
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    app.changed(Topic::Shelter);
    Ok(())
}

/// Writes down that a partner's place was not wanted; what it holds for the question is let go.
///
/// # Errors
/// `shelter.moved` when a referral has gone out with it, and when nothing is held there any more; `link.outbox_full`.
pub async fn refuse_partner(
    app: &App,
    worker: &Worker,
    question: &Question,
    (peer, reason): (AgencyId, &'static str),
    now: Millis,
) -> Result<(), Problem> {
    let (id, case) = (question.id, question.case);
    let (row, by) = (app.clock.new_id(), worker.id);
    let told = fact(app, ("place-unwanted", case), worker, reason, now);
    let one = Unwanted { whose: Whose::Partner(peer), reason: reason.to_owned(), at: now };
    let found = desks(app, now).await?.into_iter().find(|desk| desk.peer.agency == peer);
    let release = Place::Release(PlaceRelease { question: id });
    let way = found.map(|desk| letter(app, (&desk.peer, &desk.agreement), id, release, now));
    let way = way.transpose()?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !asking::store::not_wanted(tx, (id, peer), now)? {
            return Ok(false);
        }
        if store::insert(tx, (row, case), &one, by)? {
            journal::insert(tx, &told)?;
        }
        way.iter().try_for_each(|letter| outbox::post(tx, letter)).map(|()| true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("shelter.moved").way_out(show::path(id, "")));
    }
    app.outbox.notify_one();
    app.changed(Topic::Shelter);
    Ok(())
}

/// They were asked again, and want it.
///
/// # Errors
/// When the store cannot be written.
pub async fn ask_again(
    app: &App,
    worker: &Worker,
    (case, whose): (CaseId, Whose),
    now: Millis,
) -> Result<(), Problem> {
    let told = fact(app, ("place-unwanted", case), worker, "ASKED", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::asked(tx, case, whose, now)? {
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    app.changed(Topic::Shelter);
    Ok(())
}

/// `POST /shelter/place/{case}/unwanted`: one of our homes was not wanted.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a home that is none of ours; `shelter.code`; `case.closed`,
/// `case.handed_over`.
pub async fn of_home(ask: Ask) -> Result<Reply, Problem> {
    let record = place::read(&ask).await?;
    record.needs_lead()?;
    let reason = coded(ask.form.get("why"), &REASONS)?;
    let (case, home) = (record.row.id, home(&ask).await?);
    refuse(&ask.app, ask.worker()?, case, (home, reason), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/shelter/place/{case}"))))
}

/// `POST /shelter/place/{case}/asked`: they want one of our homes after all.
///
/// # Errors
/// As [`of_home`].
pub async fn home_asked(ask: Ask) -> Result<Reply, Problem> {
    let record = place::read(&ask).await?;
    record.needs_lead()?;
    let (case, home) = (record.row.id, home(&ask).await?);
    ask_again(&ask.app, ask.worker()?, (case, Whose::Home(home)), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/shelter/place/{case}"))))
}

/// The home that the form names.
async fn home(ask: &Ask) -> Result<Uuid, Problem> {
    let wanted: Option<Uuid> = ask.form.get("home").and_then(|id| id.parse().ok());
    let homes = super::stays::hold::homes(&ask.app).await?;
    let found = homes.iter().find(|home| Some(home.id) == wanted);
    found.map(|home| home.id).ok_or_else(Problem::not_found)
}

/// `POST /shelter/questions/{id}/unwanted`: a partner's place was not wanted.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a partner that was not asked; `shelter.code`, `shelter.moved`;
/// `case.closed`, `case.handed_over`.
pub async fn of_partner(ask: Ask) -> Result<Reply, Problem> {
    let (question, peer) = asked_partner(&ask).await?;
    let reason = coded(ask.form.get("why"), &REASONS)?;
    refuse_partner(&ask.app, ask.worker()?, &question, (peer, reason), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&show::path(question.id, ""))))
}

/// `POST /shelter/questions/{id}/asked`: they want a partner's place after all.
///
/// # Errors
/// As [`of_partner`].
pub async fn partner_asked(ask: Ask) -> Result<Reply, Problem> {
    let (question, peer) = asked_partner(&ask).await?;
    let whose = (question.case, Whose::Partner(peer));
    ask_again(&ask.app, ask.worker()?, whose, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&show::path(question.id, ""))))
}

/// `POST /cases/{id}/place/asked`: they want a partner's place after all, before any partner is asked again.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and where no agency is named; `case.closed`, `case.handed_over`.
pub async fn case_asked(ask: Ask) -> Result<Reply, Problem> {
    let record = asking::ask::read(&ask).await?;
    record.needs_lead()?;
    let (case, peer) = (record.row.id, named(&ask).ok_or_else(Problem::not_found)?);
    ask_again(&ask.app, ask.worker()?, (case, Whose::Partner(peer)), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{case}/place"))))
}

/// The partner that the form names.
fn named(ask: &Ask) -> Option<AgencyId> {
    ask.form.get("peer").and_then(|text| AgencyId::parse(text).ok())
}

/// The question of the address, and the partner that the form names and that was asked.
async fn asked_partner(ask: &Ask) -> Result<(Question, AgencyId), Problem> {
    let (question, record) = show::one(ask).await?;
    let (id, subject) = (question.id, Subject::Case(question.case.0));
    access::record(&ask.app, ask.worker()?, subject, "place.show", ask.now).await?;
    record.needs_ours()?;
    let said = ask.app.store.read(move |tx| asking::store::said(tx, id)).await?;
    let peer = named(ask).filter(|peer| said.iter().any(|one| one.peer == *peer));
    Ok((question, peer.ok_or_else(Problem::not_found)?))
}

/// What stands at a place that was not wanted: when and why, and the way on once they were asked. `path` is the address of the acts.
pub fn note(cx: &Cx, path: &str, one: &Unwanted, sent: &Markup) -> Markup {
    let day = Arg::phrase(dates::day(cx.lang, one.at));
    let why = Arg::phrase(cx.code("unwanted-why", &one.reason));
    let title = cx.t_with("unwanted-said", &[("day", day), ("why", why)]);
    html! {
        (Note::new("warning", title).tone(Tone::Warn).says(cx.t("unwanted-ask-first")))
        (post(cx, &format!("{path}/asked"), &html! {
            (sent)
            (Button::submit(cx.t("unwanted-asked")).small().line())
        }))
    }
}

/// The fold by which it is written down that a place is not wanted.
pub fn fold(cx: &Cx, path: &str, sent: &Markup) -> Markup {
    html! {
        details.fold {
            summary { (cx.t("unwanted-act")) }
            (post(cx, &format!("{path}/unwanted"), &html! {
                (sent)
                div.acts-row { @for code in REASONS {
                    (Button::submit(cx.code("unwanted-why", code)).small().soft().sends("why", code))
                } }
            }))
        }
    }
}
