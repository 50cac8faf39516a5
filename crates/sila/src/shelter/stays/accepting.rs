//! Accepting a referral that asks for a place: the hold and the acceptance are one act, written in one transaction. Where this
//! agency keeps its homes here, nobody is accepted without a bed; where it keeps none here, its places are not ours to hold.

use maud::{Markup, html};
use sila_core::codes::Kind;
use sila_core::ids::ReferralId;
use sila_core::referral::{Side, State};
use sila_core::shelter::{Need, Proposal, propose};
use sila_core::time::Millis;
use uuid::Uuid;

use super::hold::{self, Hold, Whom};
use super::place::{criteria, proposal, refusals};
use super::{Stay, path, store};
use crate::accounts::{Permission, Worker};
use crate::agreements;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::referrals::{self, Record};
use crate::shelter::asking::store as asking;
use crate::shelter::danger;
use crate::shelter::homes::{self, Home, store as rooms};
use crate::shelter::waiting::{self, Asker, Wanted, list};
use crate::web::components::{Button, Card, Note, Tone, empty_state, post};
use crate::web::{Arg, Cx, dates};

/// Places that are shown beside a referral.
const SHOWN: usize = 3;

/// What a referral's page shows of places.
pub struct Choice {
    need: Need,
    homes: Vec<Home>,
    found: Vec<Proposal>,
    stay: Option<Stay>,
    /// Held for the question that came before the referral.
    kept: Option<Stay>,
    /// The first room of each place that somebody who waits comes before.
    past: Vec<Uuid>,
    referral: ReferralId,
    may: bool,
    open: bool,
}

/// Who needs a place by a referral that came here and asks for one; nothing for any other.
pub(in crate::shelter) fn need_of(app: &App, record: &Record) -> Result<Option<Need>, Problem> {
    let asks = record.thread.as_ref().is_some_and(|thread| {
        thread.offer().kind == Kind::Shelter && thread.side(app.node.id) == Some(Side::Target)
    });
    if !asks || record.row.relay.is_some() {
        return Ok(None);
    }
    let body = referrals::body_of(app, record)?;
    let need = body.map(|body| Need::of_preview(&body.preview));
    Ok(need.filter(|need| need.check().is_ok()))
}

/// The hold that goes with the acceptance: of the place that was wanted, else of the best. Nothing for a referral that asks
/// for no place, and where the agency keeps no homes here.
///
/// # Errors
/// As [`danger::may_take`] and [`waiting::pick`].
pub async fn hold_for(
    app: &App,
    worker: &Worker,
    record: &Record,
    wanted: Wanted,
    now: Millis,
) -> Result<Option<Hold>, Problem> {
    if !record.row.state.is_undecided() {
        return Ok(None);
    }
    // Also of whom it is not told who needs the place.
    danger::may_take(app, record.row.id, now).await?;
    let Some(need) = need_of(app, record)? else { return Ok(None) };
    let kept = kept(app, record).await?;
    if let Some(stay) = kept.filter(|stay| now < stay.hold_until && stay.need.serves(&need)) {
        return Ok(Some(Hold::confirming(app, worker.id, &stay, record.row.id, now)));
    }
    let homes = hold::homes(app).await?;
    if homes.is_empty() {
        return Ok(None);
    }
    let back = format!("/referrals/{}", record.row.id);
    let agreement = record.row.agreement;
    let first = app.store.read(move |tx| agreements::store::puts_first(tx, agreement)).await?;
    let asker = asker(record, first, now);
    let picked = waiting::pick(app, (&need, &homes), asker, wanted, now).await;
    let (place, past) = picked.map_err(|problem| problem.way_out(back))?;
    let whom = Whom { case: None, referral: Some(record.row.id), urgency: record.row.urgency };
    Ok(Some(Hold::new(app, worker.id, (need, place), whom, now).past(app, past)))
}

/// Whether whoever was taken by this referral has the place that goes with it, where one does and we keep homes here.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_placed(app: &App, record: &Record) -> Result<bool, Problem> {
    let asks = need_of(app, record)?.is_some();
    if !asks || hold::homes(app).await?.is_empty() {
        return Ok(true);
    }
    let id = record.row.id;
    let stays = app.store.read(move |tx| store::of_referral(tx, id)).await?;
    Ok(stays.iter().any(|stay| ["HELD", "STAYING", "AWAY"].contains(&stay.state.as_str())))
}

/// A linked agency asks for a place since it offered the referral; `first` where the agreement puts it before whoever came by themselves.
fn asker(record: &Record, first: bool, now: Millis) -> Asker {
    let (referral, since) = (Some(record.row.id), record.row.offered_at.min(now));
    Asker { case: None, referral, linked: first, urgency: record.row.urgency, since }
}

/// What is held for the question that the sender asked before it sent the referral.
async fn kept(app: &App, record: &Record) -> Result<Option<Stay>, Problem> {
    let place = record.thread.as_ref().and_then(|thread| thread.offer().place);
    let (Some(place), peer) = (place, record.row.peer) else { return Ok(None) };
    let read = move |tx: &mut dyn Tx| -> Result<Option<Stay>, DbError> {
        let request = asking::find_request(tx, peer, place)?;
        let stay = request.and_then(|request| request.stay);
        stay.map(|stay| store::find(tx, stay)).transpose().map(Option::flatten)
    };
    let stay = app.store.read(read).await?;
    Ok(stay.filter(|stay| stay.state == "HELD" && stay.referral.is_none()))
}

/// What the page of a referral shows of places; nothing where there is nothing to hold.
///
/// # Errors
/// When the store cannot be read.
pub async fn gather(
    app: &App,
    worker: &Worker,
    record: &Record,
    now: Millis,
) -> Result<Option<Choice>, Problem> {
    let Some(need) = need_of(app, record)?.filter(|_| worker.may(Permission::ShelterRead)) else {
        return Ok(None);
    };
    let (id, agreement) = (record.row.id, record.row.agreement);
    let read = move |tx: &mut dyn Tx| {
        let stay = store::of_referral(tx, id)?.into_iter().next();
        let first = agreements::store::puts_first(tx, agreement)?;
        Ok::<_, DbError>((rooms::all(tx)?, stay, (waiting::store::line(tx)?, first)))
    };
    let (homes, stay, (line, first)) = app.store.read(read).await?;
    if homes.is_empty() {
        return Ok(None);
    }
    let open = record.row.state.is_undecided() && now < record.row.expires_at;
    let found = if open { propose(&need, &homes::matching(&homes, now)) } else { Vec::new() };
    let claimed = record.is_claimed_by_another(worker.id, now);
    let may = worker.may(Permission::ReferralDecide) && !claimed;
    let accepted = record.row.state == State::Accepted;
    let kept = if open { kept(app, record).await? } else { None };
    let kept = kept.filter(|stay| stay.need.serves(&need));
    let past =
        waiting::past(&line, &asker(record, first, now), &homes::matching(&homes, now), &found);
    let choice = Choice { need, homes, found, stay, kept, past, referral: id, may, open };
    Ok((open || accepted || choice.stay.is_some()).then_some(choice))
}

impl Choice {
    /// Whether there is a place now.
    pub fn has_place(&self) -> bool {
        self.kept.is_some() || !self.found.is_empty()
    }

    /// The card of the referral's page: before the decision the places, after it the place that is held.
    pub fn card(&self, cx: &Cx, act: &str) -> Markup {
        if let Some(stay) = &self.stay {
            return self.held(cx, stay);
        }
        if !self.open {
            let none = Note::new("warning", cx.t("accept-without-place")).tone(Tone::Warn);
            return html! { (none.says(cx.t("accept-without-place-text"))) };
        }
        if let Some(kept) = &self.kept {
            return self.waiting(cx, act, kept);
        }
        if self.found.is_empty() {
            let none =
                empty_state("bed", cx.t("shelter-none"), cx.t("accept-none-text"), &html! {});
            let rooms = homes::matching(&self.homes, cx.now);
            return html! {
                (Card::new(cx.t("accept-places")).live("accept-places", "shelter").body(html! {
                    (none) (refusals(cx, &self.need, &rooms))
                    @if self.may { (list::adding(cx, &format!("/shelter/waiting/referrals/{}", self.referral), &html! {})) }
                }))
            };
        }
        html! {
            div.stack #accept-places data-live="shelter" {
                @for (nth, place) in self.found.iter().take(SHOWN).enumerate() {
                    (proposal(cx, place, &self.homes, nth == 0, &self.button(cx, act, place, nth == 0)))
                }
            }
            (criteria(cx))
        }
    }

    fn button(&self, cx: &Cx, act: &str, place: &Proposal, first: bool) -> Markup {
        let Some((room, _)) = place.rooms.first().filter(|_| self.may) else { return html! {} };
        let button = Button::submit(cx.t("accept-here")).icon("check");
        post(
            cx,
            act,
            &html! {
                input type="hidden" name="room" value=(room);
                @if self.past.contains(room) { (list::reasons(cx)) }
                @else if first { (button) } @else { (button.line()) }
            },
        )
    }

    /// The place that was promised when the sender asked: accepting confirms it.
    fn waiting(&self, cx: &Cx, act: &str, kept: &Stay) -> Markup {
        let page = cx.url(&path(kept.id, ""));
        let until = Arg::phrase(dates::near(cx.lang, cx.now, kept.hold_until));
        let button = Button::submit(cx.t("accept-kept")).icon("check");
        html! {
            div #accept-places data-live="shelter" {
                (Note::new("bed", cx.t("accept-kept-title")).tone(Tone::Ok).body(html! {
                    p { (cx.t_with("accept-held-until", &[("time", until)])) " · " a.link href=(page) { (cx.t("accept-open-stay")) } }
                    @if self.may { (post(cx, act, &html! { (button) })) }
                }))
            }
        }
    }

    fn held(&self, cx: &Cx, stay: &Stay) -> Markup {
        let page = cx.url(&path(stay.id, ""));
        let until = Arg::phrase(dates::near(cx.lang, cx.now, stay.hold_until));
        let words = match stay.state.as_str() {
            "HELD" => cx.t_with("accept-held-until", &[("time", until)]),
            "ENDED" => {
                stay.end_code.as_ref().map_or_else(String::new, |code| cx.code("stay-end", code))
            }
            state => cx.code("stay-state", state),
        };
        let ended = stay.state == "ENDED";
        let tone = if ended { Tone::Warn } else { Tone::Ok };
        let mark = if ended { "warning" } else { "bed" };
        html! {
            div #accept-places data-live="shelter" {
                (Note::new(mark, cx.t("accept-place")).tone(tone).body(html! {
                    p { (words) " · " a.link href=(page) { (cx.t("accept-open-stay")) } }
                }))
            }
        }
    }
}
