//! What the reader can do about a referral now: the row of buttons under its title.

use maud::{Markup, html};
use sila_core::referral::{Side, State};

use super::show::Sight;
use super::store::Direction;
use super::{deadlines, handover, outcome, path, permission, print, record, rounds};
use crate::accounts::{Permission, Worker};
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates};

/// The buttons, the most likely first.
pub fn all(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    html! {
        @match (row.direction, sight.side) {
            (Direction::In, Some(Side::Target)) => (incoming(cx, sight, worker)),
            _ => {
                (super::paper::moves(cx, sight, worker))
                (outgoing(cx, sight, worker))
            }
        }
        @if let (Some(id), Some(_)) = (row.case_id, &sight.case) {
            (Button::link(cx.t("referral-open-case"), cx.url(&format!("/cases/{id}"))).soft().icon("folders"))
        }
        (rounds::show::moves(cx, sight, worker))
        (handover::moves(cx, sight, worker))
        (deadlines::progress::moves(cx, sight, worker))
        @if sight.is_joint() {
            (Button::link(cx.t("joint-open"), cx.url(&path(row.id, "/joint"))).line().icon("users-three"))
        }
        @if permission::is_of_use(sight) {
            (Button::link(cx.t("permission-open"), cx.url(&path(row.id, "/permission"))).soft().icon("signature"))
        }
        @if sight.record.thread.is_some() {
            (Button::link(cx.t("dispute-open"), cx.url(&path(row.id, "/dispute"))).soft().icon("scales"))
            (Button::link(cx.t("referral-proof"), cx.url(&path(row.id, "/proof"))).soft().icon("printer"))
        }
        @if print::is_printable(sight) {
            (Button::link(cx.t("letter-pdf"), cx.url(&path(row.id, "/letter.pdf"))).soft().icon("file-text"))
        }
        @if print::has_receipt(sight) {
            (Button::link(cx.t("receipt-pdf"), cx.url(&path(row.id, "/receipt.pdf"))).soft().icon("download-simple"))
        }
    }
}

/// A button that does one act.
fn act(cx: &Cx, sight: &Sight, rest: &str, button: &Button) -> Markup {
    post(cx, &path(sight.record.row.id, rest), &html! { (button) })
}

fn incoming(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    if !worker.may(Permission::ReferralDecide) {
        return html! {};
    }
    if row.relay.is_some() {
        let passed = Note::new("signpost", cx.t("referral-passed-on")).tone(Tone::Info);
        return html! { (passed.says(cx.t("referral-passed-on-text"))) };
    }
    if row.state.is_undecided() {
        return deciding(cx, sight, worker);
    }
    if row.state == State::Told {
        return reading(cx, sight);
    }
    let told = cx.url(&path(row.id, "/outcome"));
    html! {
        @if row.state == State::Accepted && !handover::is_waiting(sight) {
            (Button::link(cx.t(outcome::act_key(row.kind)), told).icon("clipboard-text"))
        }
    }
}

/// A referral for information asks for nothing but that somebody says that they have read it.
fn reading(cx: &Cx, sight: &Sight) -> Markup {
    if cx.now >= sight.record.row.expires_at {
        let over = Note::new("clock-countdown", cx.t("referral-over")).tone(Tone::Warn);
        return html! { (over.says(cx.t("information-over-text"))) };
    }
    act(cx, sight, "/reading", &Button::submit(cx.t("information-act")).icon("check-circle"))
}

fn deciding(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let (record, row) = (&sight.record, &sight.record.row);
    if row.state == State::DeclineReview {
        return html! {};
    }
    if cx.now >= row.expires_at {
        let over = Note::new("clock-countdown", cx.t("referral-over")).tone(Tone::Warn);
        return html! { (over.says(cx.t("referral-over-text"))) };
    }
    if record.is_claimed_by_another(worker.id, cx.now) {
        let until = Arg::phrase(dates::clock(record.claimed_until()));
        let held = cx.t_with("referral-held-text", &[("until", until)]);
        return html! { (Note::new("eye", cx.t("referral-held")).tone(Tone::Info).says(held)) };
    }
    let mine = row.state == State::InReview && row.claimed_by == Some(worker.id);
    let decline = cx.url(&path(row.id, "/decline"));
    let redirect = cx.url(&path(row.id, "/redirect"));
    let onward = record.thread.as_ref().is_some_and(|thread| !thread.offer().onward.is_empty());
    let accept = match &sight.places {
        Some(places) if !places.has_place() => None,
        Some(_) => Some(cx.t("accept-best")),
        None => Some(cx.t("referral-accept")),
    };
    html! {
        @if let Some(words) = accept { (act(cx, sight, "/acceptance", &Button::submit(words).icon("check"))) }
        @if !mine {
            (act(cx, sight, "/claim", &Button::submit(cx.t("referral-claim")).line().icon("eye")))
        }
        @if onward {
            (Button::link(cx.t("referral-redirect-act"), redirect).soft().icon("signpost"))
        }
        (Button::link(cx.t("referral-decline-act"), decline).soft())
    }
}

fn outgoing(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    if row.state == State::AwaitingApproval || !worker.may(Permission::ReferralOffer) {
        return html! {};
    }
    if row.relay.is_some() && row.noted_at.is_some() {
        return html! {};
    }
    let returned = record::came_back(row.state) || row.state == State::Draft;
    let recall = cx.url(&path(row.id, "/recall"));
    let acknowledge = Button::submit(cx.t("referral-acknowledge-act")).icon("check-circle");
    html! {
        @if row.state.is_pending() && row.relay.is_none() { (Button::link(cx.t("referral-recall-act"), recall).soft()) }
        @if row.state == State::Completed && row.relay.is_none() { (act(cx, sight, "/acknowledgement", &acknowledge)) }
        @if returned && row.noted_at.is_none() {
            (act(cx, sight, "/note", &Button::submit(cx.t("referral-note-act")).icon("check")))
        }
    }
}

/// The second approver decides here; the sender only reads that it waits. Nothing once it was decided.
pub fn approving(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    if row.state != State::AwaitingApproval {
        return html! {};
    }
    let may = worker.may(Permission::ReferralApprove) && row.created_by != Some(worker.id);
    if !may {
        let waits = Note::new("hourglass-medium", cx.t("referral-await-approval"));
        return html! { (waits.tone(Tone::Info).says(cx.t("referral-await-approval-text"))) };
    }
    let (values, errors) = (Pairs::default(), Errors::none());
    let note = Form::new(cx, &values, &errors).area("note", cx.t("referral-return-note"));
    let approve = Button::submit(cx.t("referral-approve-act")).icon("check");
    let give_back = Button::submit(cx.t("referral-return-act")).soft();
    let form = post(
        cx,
        &path(row.id, "/approval"),
        &html! {
            p { (cx.t("referral-approve-text")) }
            (acts(&html! { (approve.sends("decision", "approve")) }))
            details {
                summary { (cx.t("referral-return-act")) }
                (note.optional().max(500).rows(2))
                (acts(&html! { (give_back.sends("decision", "return")) }))
            }
        },
    );
    html! { (Card::new(cx.t("referral-approve-title")).body(form)) }
}
