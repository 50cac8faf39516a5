//! Handing responsibility over: `/referrals/{id}/handover` and `/referrals/{id}/taking`. The agency that gives goes through what is
//! open in the case and signs what becomes of each of it; the agency that takes goes through the same list and signs it; then the
//! node of the first gives the key, and with it the responsibility has moved ([`sila_core::referral`]). In that moment what goes
//! with the case leaves the lists of the one, and it begins at the other with the case.

pub mod alone;
pub mod giving;
pub mod list;
pub mod taking;

use maud::{Markup, html};
use sila_core::codes::Kind;
use sila_core::ids::AgencyId;
use sila_core::referral::{Act, Side, Thread};
use sila_core::time::Millis;

pub use giving::{Answer, hand};
pub use taking::take;

use super::entry::{self, Deed};
use super::record::Record;
use super::show::Sight;
use super::store::Direction;
use super::{body, path, reaction};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::cases::NewCase;
use crate::cases::handover::Arriving;
use crate::problem::Problem;
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::{Arg, Cx};

pub(super) fn routes(r: &mut Routes) {
    let (offer, decide) = (Permission::ReferralOffer, Permission::ReferralDecide);
    r.get("/{lang}/referrals/{id}/handover", offer, giving::page);
    r.post("/{lang}/referrals/{id}/handover", offer, giving::create);
    r.get("/{lang}/referrals/{id}/taking", decide, taking::page);
    r.post("/{lang}/referrals/{id}/taking", decide, taking::create);
}

/// Whether both have signed a list, so that the key moves the responsibility.
pub(super) fn is_signed(record: &Record) -> bool {
    record.thread.as_ref().is_some_and(Thread::is_list_taken)
}

/// What the pages of both agencies say of a transfer that was accepted: until the key was given the one that gives answers for the
/// person, and the one that takes is bound since its acceptance; then it has gone. While the key is on its way the two pages say the
/// one and the other, and both name the agency that takes: it acts.
pub(super) fn note(cx: &Cx, sight: &Sight) -> Markup {
    let Some(thread) = sight.record.thread.as_ref().filter(|thread| is_taken_over(thread)) else {
        return html! {};
    };
    let offer = thread.offer();
    let gives = offer.origin.as_ref().map_or(offer.source, |origin| origin.agency);
    let takes = thread.redirect().map_or(offer.target, |(to, _)| to);
    let (gives, takes) = (named(cx, sight, gives), named(cx, sight, takes));
    let who = [("agency", Arg::from(takes.as_str())), ("gives", Arg::from(gives.as_str()))];
    if thread.identity_released() {
        return html! { (Note::new("seal-check", cx.t_with("handover-went", &who)).tone(Tone::Info)) };
    }
    let bound = Note::new("hourglass-medium", cx.t_with("handover-bound", &who)).tone(Tone::Info);
    html! { (bound.says(cx.t_with("handover-bound-text", &who))) }
}

/// Whether it is a transfer that was accepted.
fn is_taken_over(thread: &Thread) -> bool {
    thread.offer().kind == Kind::Transfer && thread.state().is_taken()
}

/// An agency of this referral by its name.
fn named(cx: &Cx, sight: &Sight, agency: AgencyId) -> String {
    if agency == sight.me {
        return cx.agency().to_owned();
    }
    match sight.third.as_ref().filter(|_| agency != sight.record.row.peer) {
        Some((ar, en)) => cx.lang.pick(ar, en).to_owned(),
        None => sight.peer_name(cx).to_owned(),
    }
}

/// Whether responsibility is still to be handed over.
pub(super) fn is_waiting(sight: &Sight) -> bool {
    let thread = sight.record.thread.as_ref();
    thread.is_some_and(|thread| thread.awaits_list() || thread.awaits_taking())
}

/// Gives the key, and with it the responsibility; what goes with the case is on no list here any more.
///
/// # Errors
/// `referral.busy` when another list was signed meanwhile, and what [`reaction::release`] answers; it is then tried again.
pub(super) async fn release(app: &App, record: &Record, now: Millis) -> Result<(), Problem> {
    let list = list::of(app, record).await?.unwrap_or_default();
    let (signed, known) = (record.thread()?.list(), record.entries.len());
    entry::write(app, record.row.id, now, |record| {
        if record.entries.len() != known || record.thread()?.list() != signed {
            return Err(Problem::unavailable("referral.busy"));
        }
        let deed = reaction::release(app, record, now)?;
        let gives = matches!(deed.act, Act::Release { .. });
        let settled = list.going().filter(|_| gives).cloned().collect();
        Ok(Deed { settled, ..deed })
    })
    .await?;
    app.changed(Topic::Cases);
    Ok(())
}

/// What begins here with the case that was taken over. Nothing where no list was signed.
///
/// # Errors
/// When the store cannot be read, or the list was sealed under another key.
pub(super) async fn arriving(
    app: &App,
    record: &Record,
    case: &NewCase,
    now: Millis,
) -> Result<Option<Arriving>, Problem> {
    if !is_signed(record) {
        return Ok(None);
    }
    let Some(list) = list::of(app, record).await? else { return Ok(None) };
    let key = *body::identity_key(app, record.row.id, &record.sealed)?;
    let mut all = list::opened(record.row.id, key, &list)?;
    all.retain(|(line, _)| line.fate == sila_core::codes::Fate::Goes);
    Arriving::new(app, case, &all, now).map(Some)
}

/// The buttons of whoever may do the next thing, and the way back for an agency that has taken a case over.
pub(super) fn moves(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    let Some(thread) = &sight.record.thread else { return html! {} };
    let to = |rest: &str, key: &str| Button::link(cx.t(key), cx.url(&path(row.id, rest)));
    // Whoever only follows what was sent signs nothing away: that is for those who read the case.
    let right = worker.may(Permission::ReferralOffer) && sight.case.is_some();
    let gives = sight.side == Some(Side::Source) && right;
    let takes = sight.side == Some(Side::Target) && worker.may(Permission::ReferralDecide);
    let back = returns(sight, worker);
    html! {
        @if gives && thread.awaits_list() { (to("/handover", "handover-open").icon("list-checks")) }
        @if gives && thread.awaits_taking() { (to("/handover", "handover-again").soft().icon("list-checks")) }
        @if takes && thread.awaits_taking() { (to("/taking", "handover-take-open").icon("list-checks")) }
        @if let Some(case) = back {
            (post(cx, &format!("/cases/{case}/refer"), &html! {
                input type="hidden" name="returns" value=(row.id.to_string());
                (Button::submit(cx.t("handover-back")).soft().icon("arrow-u-up-left"))
            }))
        }
    }
}

/// The case that goes back to the agency from which it was taken over.
fn returns(sight: &Sight, worker: &Worker) -> Option<sila_core::ids::CaseId> {
    let may = worker.may(Permission::ReferralOffer) && worker.may(Permission::Intake);
    let record = &sight.record;
    let open = sight.case.is_some() && may && is_ours(record, sight.me);
    record.row.case_id.filter(|_| open)
}

/// Whether responsibility came to us by this referral, and from a node.
pub fn is_ours(record: &Record, me: AgencyId) -> bool {
    let came = record.row.direction == Direction::In && record.row.relay.is_none();
    let moved = |thread: &Thread| thread.responsible() == me && thread.offer().origin.is_none();
    came && record.thread.as_ref().is_some_and(moved)
}

/// What is handed over, as it was signed last; and where it stands.
pub(super) fn card(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let (Some(list), Some(thread)) = (&sight.list, &sight.record.thread) else { return html! {} };
    let state = match thread.is_list_taken() {
        true => "handover-both",
        false => "handover-one",
    };
    let takes = sight.side == Some(Side::Target) && worker.may(Permission::ReferralDecide);
    let to = cx.url(&path(sight.record.row.id, "/taking"));
    html! {
        (Card::new(cx.t("handover-list-title")).count(list.lines.len()).live("referral-handover", "referrals").body(html! {
            p.muted { (cx.t(state)) }
            @if list.lines.is_empty() { p { (cx.t("handover-nothing")) } }
            ul.links { @for one in &list.lines { li { div { (list::line(cx, one)) } } } }
            @if takes && thread.awaits_taking() {
                (acts(&html! { (Button::link(cx.t("handover-take-open"), to).icon("list-checks")) }))
            }
        }))
    }
}
