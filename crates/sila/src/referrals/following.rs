//! A referral that follows another one of the same case between the same two agencies: responsibility that had come from there
//! goes back, or what had ended begins again. The signed offer names it, so both see that it belongs together.

use maud::{Markup, html};
use sila_core::codes::{FollowsCode, Kind};
use sila_core::ids::{AgencyId, CaseId};
use sila_core::referral::{Follows, State};

use super::path;
use super::record::Record;
use super::show::Sight;
use super::store::{self, Direction};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::Cx;
use crate::web::components::{Note, Tone};

/// What a new referral of this case to this agency follows.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn earlier(
    app: &App,
    case: CaseId,
    target: AgencyId,
    kind: Kind,
) -> Result<Option<Follows>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<Option<Record>, DbError> {
        let sent = |row: &store::Referral| {
            row.peer == target && !matches!(row.state, State::Draft | State::AwaitingApproval)
        };
        let last = store::of_case(tx, case)?.into_iter().rfind(sent);
        Ok(last.map(|row| Record::load(tx, row.id)).transpose()?.flatten())
    };
    let Some(earlier) = app.store.read(read).await? else { return Ok(None) };
    let Some(thread) = &earlier.thread else { return Ok(None) };
    let referral = earlier.row.id;
    let came = earlier.row.direction == Direction::In && thread.responsible() == app.node.id;
    if came && kind == Kind::Transfer {
        return Ok(Some(Follows { referral, code: FollowsCode::Returns }));
    }
    let ended = earlier.row.direction == Direction::Out && thread.state().must_purge();
    Ok(ended.then_some(Follows { referral, code: FollowsCode::Reopens }))
}

/// What the page says of the earlier one.
pub(super) fn note(cx: &Cx, sight: &Sight) -> Markup {
    let follows = sight.record.thread.as_ref().and_then(|thread| thread.offer().follows);
    let Some(Follows { referral, code }) = follows else { return html! {} };
    html! {
        (Note::new("arrow-u-up-left", cx.code("rounds-follows", code.code())).tone(Tone::Info).body(html! {
            a.link href=(cx.url(&path(referral, ""))) { (cx.t("rounds-earlier")) }
        }))
    }
}
