//! What happens to a referral between its offer and its outcome beside a plain yes or no: a question and its answer, the waiting
//! list, a second look at a decline, an appeal, a part that is taken, and how what was taken or closed is stopped or goes on. Each is
//! one signed entry; what may follow it is in [`sila_core::referral`].

pub mod ending;
pub mod part;
pub mod question;
pub mod reopening;
pub mod review;
pub mod show;
pub mod waitlist;

use maud::Markup;
use sila_core::Refusal;
use sila_core::ids::{AgencyId, ReferralId};
use sila_core::referral::{Act, ByRole, Side, Views};
use sila_core::time::Millis;

use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use super::words::store;
use super::{form_page, path};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::cases;
use crate::people::register;
use crate::problem::Problem;
use crate::web::{Cx, Errors, Page};

pub(super) fn routes(r: &mut Routes) {
    let (read, offer) = (Permission::ReferralRead, Permission::ReferralOffer);
    let (decide, approve) = (Permission::ReferralDecide, Permission::ReferralApprove);
    r.get("/{lang}/referrals/{id}/question", decide, question::page);
    r.post("/{lang}/referrals/{id}/question", decide, question::create);
    r.get("/{lang}/referrals/{id}/answer", offer, question::answer_page);
    r.post("/{lang}/referrals/{id}/answer", offer, question::create_answer);
    r.get("/{lang}/referrals/{id}/waitlist", decide, waitlist::page);
    r.post("/{lang}/referrals/{id}/waitlist", decide, waitlist::create);
    r.get("/{lang}/referrals/{id}/part", decide, part::page);
    r.post("/{lang}/referrals/{id}/part", decide, part::create);
    r.post("/{lang}/referrals/{id}/second-look", approve, review::create);
    r.post("/{lang}/referrals/second-look", approve, review::set);
    r.get("/{lang}/referrals/{id}/appeal", offer, review::appeal_page);
    r.post("/{lang}/referrals/{id}/appeal", offer, review::create_appeal);
    r.get("/{lang}/referrals/{id}/cancellation", read, ending::page);
    r.post("/{lang}/referrals/{id}/cancellation", read, ending::create);
    r.get("/{lang}/referrals/{id}/invalidation", offer, ending::error_page);
    r.post("/{lang}/referrals/{id}/invalidation", offer, ending::create_error);
    r.get("/{lang}/referrals/{id}/reopening", read, reopening::page);
    r.post("/{lang}/referrals/{id}/reopening", read, reopening::create);
    r.post("/{lang}/referrals/{id}/reopening/answer", read, reopening::create_answer);
}

/// The side on which we are, and the right that its acts need.
fn ours(app: &App, record: &Record) -> Result<(Side, Permission), Problem> {
    let side = record.thread()?.side(app.node.id).ok_or_else(Problem::not_found)?;
    Ok((side, right(side)))
}

/// The right that the acts of one side need.
fn right(side: Side) -> Permission {
    match side {
        Side::Source => Permission::ReferralOffer,
        Side::Target => Permission::ReferralDecide,
    }
}

/// Does one act of either side as whoever may act for ours.
///
/// # Errors
/// `page.not_found` for a stranger, `page.forbidden` without the right, and what the rules refuse.
async fn act(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    make: &(dyn Fn(Side) -> Act + Sync),
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    let (side, needed) = ours(app, &record)?;
    if !worker.may(needed) {
        return Err(Problem::forbidden());
    }
    let by = record::by(worker, needed)?;
    entry::write(app, id, now, |_| Ok(Deed::of(make(side), by.clone(), worker.id))).await?;
    Ok(())
}

/// The case that a referral is about, or became, must be open here.
///
/// # Errors
/// `case.closed` when it is not.
async fn needs_open_case(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(case) = record.row.case_id else { return Ok(()) };
    let stored = app.store.read(move |tx| cases::store::stored(tx, case)).await?;
    stored.map_or(Ok(()), |stored| stored.row.needs_open())
}

/// A page that asks one thing before it is done, under the same address as the act.
fn asking(ask: &Ask, record: &Record, of: (&str, &str), inside: &Markup, errors: &Errors) -> Page {
    let (cx, (rest, key)): (&Cx, _) = (&ask.cx, of);
    let (title, words) = (cx.t(&format!("rounds-{key}-title")), cx.t(&format!("rounds-{key}-act")));
    form_page(cx, &record.row, title, &path(record.row.id, rest), inside, &words, errors)
}

/// How often it was read here, added to what the third agency has said.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn add_views(
    app: &App,
    record: &Record,
    views: &mut Vec<Views>,
) -> Result<(), Problem> {
    for view in counted(app, record, "").await? {
        match views.iter_mut().find(|one| one.role == view.role) {
            Some(one) => one.count = one.count.saturating_add(view.count),
            None => views.push(view),
        }
    }
    Ok(())
}

async fn counted(app: &App, record: &Record, only: &'static str) -> Result<Vec<Views>, Problem> {
    let of = (record.row.id, record.row.case_id);
    let read = app.store.read(move |tx| store::views(tx, of, only)).await?;
    let one = |(role, count): (String, i64)| {
        let role = ByRole::new(&role).map_err(|error| Problem::from(Refusal::from(error)))?;
        Ok(Views { role, count: u32::try_from(count).unwrap_or(u32::MAX) })
    };
    read.into_iter().map(one).collect()
}

/// Erases what was sent in error and says how often it was read; at our portal, how often the partner read it there.
///
/// # Errors
/// `referral.busy` when somebody else wrote meanwhile, and what the store answers; it is then tried again.
pub(super) async fn erase(
    app: &App,
    record: &Record,
    hosted: Option<AgencyId>,
    now: Millis,
) -> Result<(), Problem> {
    let only = if hosted.is_some() { super::hosted::PORTAL } else { "" };
    let views = counted(app, record, only).await?;
    let known = record.entries.len();
    entry::write(app, record.row.id, now, |record| {
        if record.entries.len() != known {
            return Err(Problem::unavailable("referral.busy"));
        }
        let deed = Deed::of_node(Act::Erased { views: views.clone() });
        Ok(match hosted {
            Some(partner) => deed.hosted(partner),
            None => deed.then(Then::Erase),
        })
    })
    .await?;
    if let Some(case) = record.row.case_id.filter(|_| hosted.is_none()) {
        register::follow(app, case).await;
    }
    Ok(())
}
