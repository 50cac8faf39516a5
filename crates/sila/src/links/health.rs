//! The parts of a link's page that tell how it is.

use maud::{Markup, html};
use sila_core::Millis;

use super::arrivals::Parked;
use super::peer::Peer;
use super::show::View;
use super::transit::epochs::Forgotten;
use super::transit::{Delivery, Queue};
use super::words;
use crate::web::components::{Button, Card, Col, Summary, Table, Tone, acts, post, tag};
use crate::web::{Arg, Cx, ident};

/// Clocks further apart than this are shown, in milliseconds.
const SKEW_SHOWN_MS: i64 = sila_link::hello::SKEW_WARN_MS;

/// Last contact, what went wrong, the test.
pub(super) fn card(cx: &Cx, view: &View) -> Markup {
    let peer = &view.peer;
    let at = |time: Option<Millis>| time.map_or_else(|| cx.t("link-never"), |at| cx.at(at));
    let failing = peer.last_error.as_ref().filter(|_| peer.alarm.is_none());
    let skew = Some(peer.skew_ms / 1_000).filter(|_| peer.skew_ms.abs() > SKEW_SHOWN_MS);
    let summary = Summary::new()
        .row(cx.t("link-last-contact"), at(peer.last_contact))
        .row_if(cx.t("link-trouble"), failing.map(|code| words::line(cx, code)))
        .row_if(cx.t("link-next-try"), failing.map(|_| cx.at(peer.next_try)))
        .row_if(cx.t("link-skew"), skew.map(|s| cx.t_with("link-skew-seconds", &[("n", s.into())])))
        .row(cx.t("link-verified"), at(peer.verified_at))
        .row(cx.t("link-peer-verified"), at(peer.peer_verified_at))
        .row(cx.t("link-test-sent"), tested(cx, peer))
        .row(cx.t("link-test-seen"), at(peer.test_seen_at));
    html! { (Card::new(cx.t("link-health")).live("health", "links").body(html! { (summary) })) }
}

fn tested(cx: &Cx, peer: &Peer) -> Markup {
    match (peer.test_sent_at, peer.test_done_at) {
        (None, _) => html! { (cx.t("link-never")) },
        (Some(sent), None) => {
            html! { (cx.at(sent)) " " (tag(Tone::Gold, cx.t("link-test-waiting"))) }
        }
        (Some(sent), Some(_)) => {
            html! { (cx.at(sent)) " " (tag(Tone::Ok, cx.t("link-test-done"))) }
        }
    }
}

/// Positions of every stream that was used.
pub(super) fn queues(cx: &Cx, queues: &[Queue]) -> Markup {
    let columns = [
        Col::text(cx.t("queue-stream")),
        Col::num(cx.t("queue-waiting")),
        Col::num(cx.t("queue-unconfirmed")),
        Col::num(cx.t("queue-confirmed")),
        Col::num(cx.t("queue-received")),
    ];
    let used = queues.iter().filter(|q| q.waiting > 0 || q.sent > 0 || q.received > 0);
    let rows = used.map(|queue| {
        [
            html! { (cx.t(&format!("link-stream-{}", queue.stream.number()))) },
            html! { (queue.waiting) },
            html! { (queue.sent.saturating_sub(queue.receipted)) },
            html! { (queue.receipted) },
            html! { (queue.received) },
        ]
    });
    let table = Table::new(cx.t("queue-title"), columns)
        .rows(rows)
        .when_empty(html! { p.muted { (cx.t("queue-none")) } });
    html! { (Card::new(cx.t("queue-title")).live("queues", "links").body(html! { (table) })) }
}

/// Messages that wait for a person here.
pub(super) fn parked(cx: &Cx, view: &View) -> Markup {
    let columns = [
        Col::text(cx.t("parked-what")),
        Col::text(cx.t("parked-at")),
        Col::text(cx.t("parked-why")),
        Col::acts(cx.t("parked-acts")),
    ];
    let rows = view.parked.iter().map(|message| {
        let acts = if view.admin {
            settle(cx, &view.peer, message)
        } else {
            html! {}
        };
        [
            kind(cx, &message.kind),
            html! { (cx.at(message.at)) },
            words::line(cx, &message.code),
            acts,
        ]
    });
    let table = Table::new(cx.t("parked-title"), columns)
        .rows(rows)
        .when_empty(html! { p.muted { (cx.t("parked-none")) } });
    let count = view.parked.len();
    let card = Card::new(cx.t("parked-title")).live("parked", "links").body(html! { (table) });
    html! { @if count > 0 { (card.count(count)) } @else { (card) } }
}

fn settle(cx: &Cx, peer: &Peer, message: &Parked) -> Markup {
    let place = message.place;
    let fields = [
        ("stream", u64::from(place.stream.number())),
        ("epoch", u64::from(place.epoch)),
        ("seq", place.seq),
    ];
    post(
        cx,
        &format!("/links/{}/parked", peer.agency.to_text()),
        &html! {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            (acts(&html! {
                (Button::submit(cx.t("parked-retry")).sends("act", "retry").line().small())
                (Button::submit(cx.t("parked-give-up")).sends("act", "give_up").soft().small())
            }))
        },
    )
}

/// What this node sent after the backup from which it was restored.
pub(super) fn forgotten(cx: &Cx, forgotten: &[Forgotten]) -> Markup {
    let columns = [
        Col::text(cx.t("queue-stream")),
        Col::num(cx.t("forgotten-number")),
        Col::text(cx.t("forgotten-at")),
    ];
    let rows = forgotten.iter().map(|one| {
        let stream = cx.t(&format!("link-stream-{}", one.place.stream.number()));
        [html! { (stream) }, html! { (one.place.seq) }, html! { (cx.at(one.at)) }]
    });
    let table = Table::new(cx.t("forgotten-title"), columns).rows(rows);
    html! {
        @if !table.is_empty() {
            (Card::new(cx.t("forgotten-title")).live("forgotten", "links").body(html! {
                p.muted { (cx.t("forgotten-lead")) }
                (table)
            }))
        }
    }
}

/// What the other side did not apply, and what could never be sent.
pub(super) fn not_applied(cx: &Cx, deliveries: &[Delivery]) -> Markup {
    let columns = [
        Col::text(cx.t("parked-what")),
        Col::text(cx.t("parked-at")),
        Col::text(cx.t("parked-why")),
        Col::status(cx.t("not-applied-state")),
    ];
    let rows = deliveries.iter().map(|one| {
        let at = one.done_at.or(one.sealed_at).map_or_else(String::new, |at| cx.at(at));
        let code = one.code.as_deref().unwrap_or("P-EXPIRED");
        let word = one.disposition.as_deref().unwrap_or("FAULT");
        let state = tag(Tone::Warn, cx.code("disposition", word));
        [kind(cx, &one.kind), html! { (at) }, words::line(cx, code), state]
    });
    let table = Table::new(cx.t("not-applied-title"), columns).rows(rows);
    html! {
        @if !table.is_empty() {
            (Card::new(cx.t("not-applied-title")).live("not-applied", "links").body(html! {
                p.muted { (cx.t("not-applied-lead")) }
                (table)
            }))
        }
    }
}

/// A kind of message: `referral.entry/1` is shown as what it is, with the code beside it.
fn kind(cx: &Cx, kind: &str) -> Markup {
    let name = kind.split_once('/').map_or(kind, |(name, _)| name).replace('.', "-");
    let key = format!("link-kind-{name}");
    let known = crate::web::i18n::has(cx.lang, &key);
    html! {
        @if known { (cx.t(&key)) } @else { (cx.t("link-kind-unknown")) }
        div.small.muted { (ident::Code(kind)) }
    }
}

/// The keys that are pinned.
pub(super) fn keys(cx: &Cx, peer: &Peer) -> Markup {
    let fingerprint = peer.agency.to_string();
    let address = if peer.endpoint.is_empty() {
        html! { (cx.t("link-calls-out")) }
    } else {
        html! { (ident::Code(&peer.endpoint)) }
    };
    let number = [("n", Arg::from(i64::from(peer.keys.n)))];
    let summary = Summary::new()
        .row(cx.t("link-name-ar"), ident::Name(&peer.name_ar))
        .row(cx.t("link-name-en"), ident::Name(&peer.name_en))
        .row(cx.t("link-code"), ident::Code(&peer.code))
        .row(cx.t("link-fingerprint"), ident::Code(&fingerprint))
        .row(cx.t("link-digits"), ident::Code(&peer.short_code))
        .row(cx.t("link-address"), address)
        .row(cx.t("link-keys"), cx.t_with("link-keys-number", &number));
    html! { (Card::new(cx.t("link-keys-title")).body(html! { (summary) })) }
}
