//! A dispute about a referral: either agency opens it with a coded reason, both say what they hold, and it ends in a result that
//! both have signed, if need be by their heads, or in what an arbiter has ruled. It takes nobody's responsibility away: the page says first who answers for the
//! person now. The lines are those of joint work ([`super::joint`]), and so are identical at both.

pub mod arbiter;
mod show;

use sila_core::ids::{AgencyId, ReferralId};
use sila_core::joint::{Deed, Dispute, DisputeReason, DisputeResult, DisputeStage, Joint, LineId};
use sila_core::time::Millis;

use super::joint::{Desk, Room, Wish, write};
use super::store::Referral;
use crate::accounts::{Permission, Worker};
use crate::agreements;
use crate::ask::{Ask, Routes};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// The most characters that somebody writes at once.
const WORDS_MAX: usize = 2_000;

/// The routes of disputes.
pub fn routes(r: &mut Routes) {
    let read = Permission::ReferralRead;
    r.get("/{lang}/referrals/{id}/dispute", read, show::page);
    // A form with something wrong is shown at the address of its act, and brings itself up to date there.
    r.get("/{lang}/referrals/{id}/dispute/answer", read, show::page);
    r.get("/{lang}/referrals/{id}/dispute/proposals", read, show::page);
    r.post("/{lang}/referrals/{id}/dispute", read, create);
    r.post("/{lang}/referrals/{id}/dispute/answer", read, answer);
    r.post("/{lang}/referrals/{id}/dispute/heads", read, raise);
    r.post("/{lang}/referrals/{id}/dispute/proposals", read, propose);
    r.post("/{lang}/referrals/{id}/dispute/settlement", read, settle);
    r.post("/{lang}/referrals/{id}/dispute/withdrawal", read, withdraw);
    r.get("/{lang}/referrals/{id}/dispute/contradiction", read, show::page);
    r.post("/{lang}/referrals/{id}/dispute/contradiction", read, contest);
    r.post("/{lang}/referrals/{id}/dispute/arbiter", read, arbiter::refer);
    r.get("/{lang}/referrals/{id}/dispute/paper.pdf", read, arbiter::paper);
    r.get("/{lang}/referrals/{id}/dispute/ruling", read, arbiter::ruling_page);
    r.post_stream("/{lang}/referrals/{id}/dispute/ruling", read, arbiter::rule);
}

/// The address of the page or of an act, without language.
fn path(id: ReferralId, rest: &str) -> String {
    super::path(id, &format!("/dispute{rest}"))
}

/// By when a stage should be over, by the working calendars of the signed agreement: both nodes work out the same.
fn due(
    tx: &mut dyn Tx,
    row: &Referral,
    joint: &Joint,
    dispute: &Dispute,
) -> Result<Option<Millis>, DbError> {
    let Some(terms) = agreements::store::find(tx, row.agreement)? else { return Ok(None) };
    let calendar = |agency: AgencyId| {
        let mut parties = terms.agreement.parties.iter();
        parties.find(|party| party.agency == agency).map(|party| &party.calendar)
    };
    let opener = dispute.id.author;
    let other = joint.parties().into_iter().find(|party| *party != opener).unwrap_or(opener);
    let from = joint.line(dispute.since).map(|line| line.at);
    let (Some(opener), Some(other), Some(from)) = (calendar(opener), calendar(other), from) else {
        return Ok(None);
    };
    Ok(dispute.due(from, row.urgency, [opener, other]))
}

/// Writes down where the open dispute stands, so that it is on the lists of those who have to act: the other agency while
/// its answer is awaited, both after that.
///
/// # Errors
/// When the store cannot be read or written.
pub fn keep(tx: &mut dyn Tx, row: &Referral, me: AgencyId, joint: &Joint) -> Result<(), DbError> {
    let open = match joint.open_dispute() {
        None => None,
        Some(dispute) => {
            let theirs = |id: &LineId| id.author != me;
            let ours = match dispute.stage {
                DisputeStage::Answer => theirs(&dispute.id),
                DisputeStage::Arbiter => dispute.open_ruling().is_none_or(|one| theirs(&one.id)),
                _ => true,
            };
            Some((dispute.stage, ours, due(tx, row, joint, dispute)?))
        }
    };
    super::joint::store::set_dispute(tx, row.id, open)
}

/// Whether this worker may speak for the agency in a dispute: whoever refers or decides, and those above them.
fn may_act(worker: &Worker) -> bool {
    let any = [Permission::ReferralOffer, Permission::ReferralDecide, Permission::ReferralReadAll];
    any.into_iter().any(|permission| worker.may(permission))
}

/// Opens one.
///
/// # Errors
/// `joint.too_late` while another is open; `page.not_found` for a stranger.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |ask, _| {
        let mut errors = Errors::none();
        let reason = ask.form.get("reason").and_then(|code| DisputeReason::from_code(code).ok());
        if reason.is_none() {
            errors.add("reason", ask.cx.t("dispute-reason-missing"));
        }
        let words = words(ask, "words", &mut errors);
        match reason {
            Some(reason) if errors.is_empty() => Ok(Wish::new(Deed::Dispute { reason }, words)),
            _ => Err(errors),
        }
    })
    .await
}

/// Says what our side holds.
///
/// # Errors
/// As [`create`].
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |ask, open| with_words(ask, "answer", |dispute| Deed::Answer { dispute }, open)).await
}

/// Brings it before the heads of both agencies.
///
/// # Errors
/// As [`create`].
pub async fn raise(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |_, open| Ok(Wish::new(Deed::Raise { dispute: named(open) }, ""))).await
}

/// Proposes a result.
///
/// # Errors
/// As [`create`]; before the heads, only a head proposes.
pub async fn propose(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |ask, open| {
        let result = ask.form.get("result").and_then(|code| DisputeResult::from_code(code).ok());
        let Some(result) = result else {
            let mut errors = Errors::none();
            errors.add("result", ask.cx.t("dispute-result-missing"));
            return Err(errors);
        };
        with_words(ask, "terms", |dispute| Deed::Propose { dispute, result }, open)
    })
    .await
}

/// Signs the other agency's proposal: both have then signed the same result.
///
/// # Errors
/// As [`propose`].
pub async fn settle(ask: Ask) -> Result<Reply, Problem> {
    let proposal = ask.form.get("proposal").and_then(|line| line.parse::<LineId>().ok());
    let proposal = proposal.ok_or_else(|| Problem::bad_request("form.broken"))?;
    act(&ask, |_, open| Ok(Wish::new(Deed::Settle { dispute: named(open), proposal }, ""))).await
}

/// Contradicts what the other head has written down of a ruling.
///
/// # Errors
/// As [`propose`].
pub async fn contest(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |ask, open| {
        let nobody = named(None);
        let ruling = open.and_then(Dispute::open_ruling).map_or(nobody, |ruling| ruling.id);
        with_words(ask, "contradiction", |dispute| Deed::Contest { dispute, ruling }, open)
    })
    .await
}

/// Takes back a dispute that we have opened.
///
/// # Errors
/// As [`create`].
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |_, open| Ok(Wish::new(Deed::Withdraw { dispute: named(open) }, ""))).await
}

/// The dispute that an act is about: the one that is open, else none there is.
fn named(open: Option<&Dispute>) -> LineId {
    open.map_or(LineId { author: sila_core::AgencyId([0; 32]), n: 0 }, |dispute| dispute.id)
}

fn with_words(
    ask: &Ask,
    field: &str,
    deed: impl Fn(LineId) -> Deed,
    open: Option<&Dispute>,
) -> Result<Wish, Errors> {
    let mut errors = Errors::none();
    let words = words(ask, field, &mut errors);
    if errors.is_empty() { Ok(Wish::new(deed(named(open)), words)) } else { Err(errors) }
}

fn words(ask: &Ask, field: &str, errors: &mut Errors) -> String {
    let words = ask.form.get(field).unwrap_or_default().trim().to_owned();
    if words.is_empty() {
        errors.add(field, ask.cx.t("dispute-words-missing"));
    } else if words.chars().count() > WORDS_MAX {
        errors.add(field, ask.cx.t_with("joint-words-long", &[("n", WORDS_MAX.into())]));
    }
    words
}

/// Does what the form asks for, or shows the page again with what is wrong.
async fn act<F>(ask: &Ask, read: F) -> Result<Reply, Problem>
where
    F: Fn(&Ask, Option<&Dispute>) -> Result<Wish, Errors>,
{
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let desk = Desk::through(&ask.app, worker, (id, Room::Dispute), ask.now).await?;
    if !may_act(worker) {
        return Err(Problem::forbidden());
    }
    if let Err(errors) = read(ask, desk.loaded.joint.open_dispute()) {
        return show::again(ask, &desk, &errors).await;
    }
    let settled = |_errors| Problem::refused("joint.too_late");
    let decide = |desk: &Desk| read(ask, desk.loaded.joint.open_dispute()).map_err(settled);
    write(&ask.app, worker, (id, Room::Dispute), ask.now, decide).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}
