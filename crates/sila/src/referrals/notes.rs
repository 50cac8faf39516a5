//! What the page of a referral says above all else: a dispute, a departure from the residence clause, another agency that offered first.

use maud::{Markup, html};
use sila_core::codes::{OverrideReason, Urgency};

use super::chain;
use super::show::Sight;
use crate::web::components::{Note, Tone};
use crate::web::ident::Code;
use crate::web::{Arg, Cx};

/// While the two agencies disagree, the page says first who answers for the person.
pub(super) fn dispute(cx: &Cx, sight: &Sight) -> Markup {
    let (Some(dispute), Some(thread)) = (&sight.dispute, &sight.record.thread) else {
        return html! {};
    };
    let agency = thread.responsible();
    let name = match agency {
        agency if agency == sight.me => cx.agency().to_owned(),
        agency if agency == sight.record.row.peer => sight.peer_name(cx).to_owned(),
        _ => cx.t("dispute-third"),
    };
    let who = cx.t_with("dispute-responsible", &[("agency", Arg::from(name.as_str()))]);
    let page = cx.url(&super::path(sight.record.row.id, "/dispute"));
    html! {
        (Note::new("scales", cx.t("dispute-open-now")).tone(Tone::Warn).body(html! {
            p { b { (who) } }
            p { (cx.code("dispute-reason", dispute.reason.code())) " · "
                a.link href=(page) { (cx.code("dispute-stage", dispute.stage.code())) } }
        }))
    }
}

/// A departure from the residence clause, seen by both agencies.
pub(super) fn departure(cx: &Cx, sight: &Sight) -> Markup {
    let signed = sight.record.thread.as_ref().and_then(|thread| {
        let offer = thread.offer();
        offer
            .override_
            .as_ref()
            .map(|departure| (departure.reason, departure.approved_by_role.clone()))
    });
    let waiting = sight.body.as_ref().and_then(|body| body.waiting.as_ref());
    let Some((reason, approver)) = signed.or(waiting.map(|waiting| (waiting.reason, None))) else {
        return not_eligible(cx, sight);
    };
    html! {
        (Note::new("signpost", cx.t("referral-override")).tone(Tone::Warn).body(html! {
            p { (cx.t("referral-clause")) " " (Code(&sight.clause)) " · " (cx.code("override", reason.code())) }
            p {
                @match &approver {
                    Some(role) => { (cx.t("referral-override-approved")) " " (chain::role(cx, role)) }
                    None if reason == OverrideReason::Imminent => { (cx.t("referral-override-imminent")) }
                    None if sight.record.row.urgency == Urgency::Emergency => { (cx.t("emergency-override")) }
                    None => { (cx.t("referral-override-unapproved")) }
                }
            }
        }))
        (not_eligible(cx, sight))
    }
}

/// At the agency that got it in the end: who offered first, and that nobody opened it on the way.
pub(super) fn origin(cx: &Cx, sight: &Sight) -> Markup {
    let passed = sight.record.thread.as_ref().is_some_and(|thread| thread.offer().origin.is_some());
    let Some((ar, en)) = sight.third.as_ref().filter(|_| passed) else { return html! {} };
    let who = [("agency", Arg::from(cx.lang.pick(ar, en).as_str()))];
    html! {
        (Note::new("signpost", cx.t_with("referral-origin", &who)).tone(Tone::Info)
            .says(cx.t("referral-origin-text")))
    }
}

/// An emergency that goes past the published criteria says so.
fn not_eligible(cx: &Cx, sight: &Sight) -> Markup {
    let eligible = sight.record.thread.as_ref().is_none_or(|thread| thread.offer().eligible);
    html! {
        @if !eligible {
            (Note::new("siren", cx.t("referral-not-eligible")).tone(Tone::Warn)
                .says(cx.t("referral-not-eligible-text")))
        }
    }
}
