//! A referral that follows another one of the same case between the same two agencies: responsibility that had come from there
//! goes back, or what had ended begins again. The signed offer names it, so both see that it belongs together. And a case of somebody whom both
//! agencies know comes before others.

use maud::{Markup, html};
use sila_core::codes::{FollowsCode, Kind, KnownClass, ReturnCode};
use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::referral::{Follows, State, Thread};

use super::handover;
use super::path;
use super::record::Record;
use super::show::Sight;
use super::store::{self, Direction};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::known::naming::store as namings;
use crate::known::question::answer::{self, Found};
use crate::known::question::store::{self as questions, Question};
use crate::problem::Problem;
use crate::web::Cx;
use crate::web::components::{Note, Tone};

/// The place of the person concerned in a case: the first of its people.
const CONCERNED: i64 = 0;

/// What a new referral of this case follows: the agency that is asked, what is asked of it, and why responsibility goes back
/// where it does.
///
/// # Errors
/// `referral.no_return_reason` when responsibility goes back and nobody says why.
pub(super) async fn earlier(
    app: &App,
    case: CaseId,
    (target, kind, why): (AgencyId, Kind, Option<ReturnCode>),
) -> Result<Option<Follows>, Problem> {
    let came = came_from(app, case).await?.filter(|_| kind == Kind::Transfer);
    if let Some((referral, _)) = came.filter(|(_, from)| *from == target) {
        let no_reason = || Problem::refused("referral.no_return_reason");
        let why = Some(why.ok_or_else(no_reason)?);
        return Ok(Some(Follows { referral, code: FollowsCode::Returns, why }));
    }
    let read = move |tx: &mut dyn Tx| -> Result<Option<store::Referral>, DbError> {
        let with = |row: &store::Referral| row.peer == target && was_sent(row);
        Ok(store::of_case(tx, case)?.into_iter().rfind(with))
    };
    let last = app.store.read(read).await?;
    let ended = last.filter(|row| row.direction == Direction::Out && row.state.must_purge());
    let again =
        |row: store::Referral| Follows { referral: row.id, code: FollowsCode::Reopens, why: None };
    Ok(ended.map(again))
}

fn was_sent(row: &store::Referral) -> bool {
    !matches!(row.state, State::Draft | State::AwaitingApproval)
}

/// The referral by which responsibility for this case came to us, and the agency it came from: by the last transfer that moved it.
/// Nothing where responsibility began here, or has gone on. What another agency is only asked has moved nothing yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn came_from(app: &App, case: CaseId) -> Result<Option<(ReferralId, AgencyId)>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<Option<Record>, DbError> {
        let stood = |row: &store::Referral| was_sent(row) && !row.state.must_purge();
        for row in store::of_case(tx, case)?.into_iter().rev().filter(stood) {
            let record = Record::load(tx, row.id)?;
            let moved = |thread: &Thread| {
                thread.offer().kind == Kind::Transfer && thread.identity_released()
            };
            if let Some(record) = record.filter(|one| one.thread.as_ref().is_some_and(moved)) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    };
    let last = app.store.read(read).await?;
    let ours = last.filter(|record| handover::is_ours(record, app.node.id));
    Ok(ours.map(|record| (record.row.id, record.row.peer)))
}

/// Whether the agency knows the person concerned: it said so when she was named to it, or has answered, without learning about whom,
/// that it probably does, and not said since that it is somebody else. Such a case comes before others of its urgency, at both.
///
/// # Errors
/// When the store cannot be read; `vault.unreadable`.
pub(super) async fn is_known_to(
    app: &App,
    case: CaseId,
    agency: AgencyId,
) -> Result<bool, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let asked = questions::of_case(tx, case)?;
        let same = namings::is_same(tx, agency, case, CONCERNED)?;
        Ok((asked, same, namings::others(tx, agency, case, CONCERNED)?))
    };
    let (asked, same, others) = app.store.read(read).await?;
    if same {
        return Ok(true);
    }
    let concerned =
        |one: &&Question| one.peer == agency && one.place == CONCERNED && one.state == "ANSWERED";
    let Some(last) = asked.iter().find(concerned) else { return Ok(false) };
    let fits = |one: &Found| one.class == KnownClass::Strong && !others.contains(&one.handle);
    Ok(answer::found(app, last)?.iter().any(fits))
}

/// What the page says of the earlier one.
pub(super) fn note(cx: &Cx, sight: &Sight) -> Markup {
    let follows = sight.record.thread.as_ref().and_then(|thread| thread.offer().follows);
    let Some(Follows { referral, code, why }) = follows else { return html! {} };
    html! {
        (Note::new("arrow-u-up-left", cx.code("rounds-follows", code.code())).tone(Tone::Info).body(html! {
            @if let Some(why) = why { p { (cx.t("handover-back-why")) ": " (cx.code("handover-returns", why.code())) } }
            a.link href=(cx.url(&path(referral, ""))) { (cx.t("rounds-earlier")) }
        }))
    }
}
