//! The cards of a referral's page: what was shared, who read it, the chain of what was signed, and its fingerprint.

use maud::{Markup, html};
use sila_core::codes::Urgency;
use sila_core::law::Rule;
use sila_core::referral::State;
use sila_core::time::Millis;

use super::Sight;
use crate::accounts::roles;
use crate::journal::access;
use crate::referrals::store::Direction;
use crate::referrals::{chain, reading, summary};
use crate::regulation;
use crate::web::components::{Card, Note, Tone, chain as chain_of, copyable, stack, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, dates};

/// What the sender shared: everything to the sender itself and, from release, to the receiver; before that the preview.
pub(super) fn shared(cx: &Cx, sight: &Sight) -> Markup {
    let row = &sight.record.row;
    let incoming = row.direction == Direction::In;
    let title = match row.state {
        _ if incoming => "referral-shared",
        State::AwaitingApproval | State::Draft => "referral-will-leave",
        _ => "referral-shared-by-us",
    };
    let Some(body) = &sight.body else {
        let waits =
            sight.record.thread.as_ref().is_some_and(|thread| thread.purge_from().is_some());
        let [title_of, text_of] = match waits {
            true => ["permission-shut", "permission-shut-text"],
            false => ["referral-erased", "referral-erased-text"],
        };
        let erased = Note::new("trash", cx.t(title_of)).tone(Tone::Plain);
        let card = Card::new(cx.t(title)).live("referral-shared", "referrals");
        return html! { (card.body(html! { (erased.says(cx.t(text_of))) (regulation::link(cx, Rule::Erasure)) })) };
    };
    let inside = match &body.shared {
        Some(all) => html! { (summary::shared(cx, all, &body.preview, cx.now)) },
        None => html! {
            (summary::preview(cx, &body.preview))
            (Note::new("lock-key", cx.t("referral-preview-only")).tone(Tone::Info)
                .says(cx.t(reading::unnamed_key(row.kind))))
        },
    };
    let returned = body.returned.as_ref().map(|note| {
        Note::new("arrow-u-up-left", cx.t("referral-returned")).tone(Tone::Warn).says(Name(note))
    });
    let basis = tag(Tone::Ok, cx.t("referral-permission"));
    html! {
        (Card::new(cx.t(title)).tag(basis).live("referral-shared", "referrals").body(html! {
            @if let Some(note) = &returned { (note) }
            (inside)
            @if let Some(thread) = &sight.record.thread { (regulation::grounds(cx, thread.offer().lawful_basis)) }
            @if let (true, Some(case)) = (incoming && body.shared.is_some(), &sight.case) {
                p { (cx.t("referral-in-case")) " "
                    @if let Some(id) = row.case_id {
                        a.link href=(cx.url(&format!("/cases/{id}"))) { (Reference(case)) }
                    }
                }
            }
        }))
    }
}

pub(super) fn readers(cx: &Cx, sight: &Sight) -> Markup {
    let reads = access::visits(&sight.reads, |read| (&read.name_en, read.at));
    html! {
        (Card::new(cx.t("referral-readers")).count(reads.len()).body(html! {
            @if reads.is_empty() { p.muted { (cx.t("referral-readers-none")) } }
            ul.links { @for read in reads.iter().take(20) {
                li { div {
                    b { (Name(cx.lang.pick(&read.name_ar, &read.name_en))) }
                    div.sub {
                        (cx.t(roles::text_key(&read.role))) " · "
                        span.num { (dates::near(cx.lang, cx.now, read.at)) }
                    }
                } }
            } }
        }))
    }
}

pub(super) fn attestation(cx: &Cx, sight: &Sight) -> Markup {
    let links = chain::links(cx, sight);
    let mut card = Card::new(cx.t("referral-chain")).live("referral-chain", "referrals");
    // The entries folded and their hashes are linked: a referral whose chain is broken is not shown at all.
    if sight.record.thread.is_some() {
        card = card.tag(tag(Tone::Ok, cx.t("referral-chain-intact")));
    }
    html! {
        (card.body(stack(&html! {
            (chain_of(cx, &links))
            p.muted { (regulation::link(cx, Rule::Receipt)) }
            @if let Some(since) = undelivered(sight, cx.now) {
                (Note::new("wifi-slash", cx.t("referral-not-delivered")).tone(Tone::Warn).says(
                    cx.t_with("referral-not-delivered-text",
                        &[("since", Arg::phrase(dates::near(cx.lang, cx.now, since)))])))
            }
        })))
    }
}

/// Since when a letter of ours waits for its receipt, when that is longer than it should take: a minute in an
/// emergency, a quarter of an hour when urgent, otherwise an hour.
fn undelivered(sight: &Sight, now: Millis) -> Option<Millis> {
    let patience = match sight.record.row.urgency {
        Urgency::Emergency => 1,
        Urgency::Urgent => 15,
        Urgency::Routine => 60,
    };
    let pending = sight.deliveries.iter().filter(|delivery| delivery.done_at.is_none());
    let oldest = pending.filter_map(|delivery| delivery.sealed_at).min()?;
    (now.minutes_since(oldest) >= patience).then_some(oldest)
}

pub(super) fn fingerprint(cx: &Cx, sight: &Sight, may_prove: bool) -> Markup {
    if sight.record.thread.is_none() {
        return html! {};
    }
    let text: String = sight.record.fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
    html! {
        (Card::new(cx.t("referral-fingerprint")).live("referral-fingerprint", "referrals").body(html! {
            p.muted { (cx.t("referral-fingerprint-text")) }
            (copyable(cx, text.get(..24).unwrap_or_default()))
            @if let Some(standing) = &sight.standing {
                p { (standing.tag(cx)) }
                p.small.muted { (cx.t("witness-referral-text")) }
            }
            @if may_prove && sight.record.partner.is_none() {
                p { a.link href=(cx.url(&format!("/referrals/{}/evidence", sight.record.row.id))) { (cx.t("pack-make")) } }
            }
        }))
    }
}
