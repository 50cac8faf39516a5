//! The parts of a link's page that tell how far it is from going live, and what its self-test has shown.

use maud::{Markup, html};
use sila_core::Millis;
use sila_link::LinkState;

use super::peer::Peer;
use super::show::View;
use super::trial::{CALLS_OUT, Check, Report, Step, WAITING};
use super::words;
use crate::web::components::LinkState as Standing;
use crate::web::components::{
    Button, Card, ChainLink, Col, Note, Table, Tone, acts, chain, post, tag,
};
use crate::web::{Arg, Cx};

/// The five steps to a link that carries, while it does not.
pub(super) fn steps(cx: &Cx, view: &View) -> Markup {
    let peer = &view.peer;
    let begins = matches!(peer.state, LinkState::PendingVerify | LinkState::Active);
    if !begins || peer.is_open() {
        return html! {};
    }
    let report = Report::of(peer);
    let fault = report.as_ref().and_then(Report::fault);
    let step = |icon, key: &str, done: Option<Millis>, now: bool| {
        let standing = match done {
            Some(_) => Standing::Done,
            None if now => Standing::Now,
            None => Standing::Todo,
        };
        let link = ChainLink::new(icon, standing, cx.t(&format!("ready-{key}")));
        link.meta(done.map_or_else(|| cx.t(&format!("ready-{key}-text")), |at| cx.at(at)))
    };
    let tested = match fault {
        Some(_) => ChainLink::new("warning-circle", Standing::Broken, cx.t("ready-test-failed")),
        None => step("check-circle", "test", peer.proved_at, true),
    };
    let links = [
        ChainLink::new("plugs-connected", Standing::Done, cx.t("ready-keys")),
        tested,
        step("phone", "compare", peer.verified_at, peer.state == LinkState::PendingVerify),
        step("phone", "other", peer.peer_verified_at, peer.verified_at.is_some()),
        step("seal-check", "live", None, false),
    ];
    html! {
        (Card::new(cx.t("ready-title")).live("ready", "links").body(html! {
            (chain(cx, &links))
            @if let Some(code) = fault {
                (words::note(cx, code, Tone::Bad))
                @if view.admin {
                    (post(cx, &format!("/links/{}/test", peer.agency.to_text()), &acts(&html! {
                        (Button::submit(cx.t("ready-test-again")).icon("arrows-clockwise"))
                    })))
                }
            }
        }))
    }
}

/// The report of the self-test.
pub(super) fn report(cx: &Cx, peer: &Peer) -> Markup {
    let Some(report) = Report::of(peer) else { return by_them(cx, peer) };
    let columns = [
        Col::text(cx.t("trial-check")),
        Col::num(cx.t("trial-took")),
        Col::status(cx.t("trial-result")),
    ];
    let rows = Check::ALL.into_iter().filter_map(|check| Some(row(cx, check, report.step(check)?)));
    let table = Table::new(cx.t("trial-title"), columns).rows(rows);
    let state = match (peer.proved_at, report.fault()) {
        (Some(_), _) => tag(Tone::Ok, cx.t("trial-good")),
        (None, Some(_)) => tag(Tone::Bad, cx.t("trial-bad")),
        (None, None) => tag(Tone::Info, cx.t("trial-running")),
    };
    html! {
        (Card::new(cx.t("trial-title")).tag(state).live("trial", "links").body(html! {
            p.muted { (cx.t("trial-lead")) " " span.num { (cx.at(Millis(report.began))) } }
            (table)
        }))
    }
}

fn row(cx: &Cx, check: Check, step: &Step) -> [Markup; 3] {
    let result = match step.code.as_str() {
        "" => tag(Tone::Ok, cx.t("trial-held")),
        WAITING => tag(Tone::Gold, cx.t("trial-waiting")),
        CALLS_OUT => tag(Tone::Plain, cx.t("trial-not-needed")),
        _ => tag(Tone::Bad, cx.t("trial-failed")),
    };
    let took = Arg::from(step.took_ms);
    [
        html! { b { (cx.t(&format!("trial-{}", check.word()))) }
        div.small.muted { (cx.t(&format!("trial-{}-text", check.word()))) } },
        html! { (cx.t_with("trial-ms", &[("n", took)])) },
        result,
    ]
}

/// Where this node cannot call, the other side's report counts.
fn by_them(cx: &Cx, peer: &Peer) -> Markup {
    let Some(at) = peer.proved_at.filter(|_| peer.endpoint.is_empty()) else { return html! {} };
    let words = cx.t_with("trial-by-them", &[("at", Arg::phrase(cx.at(at)))]);
    html! { (Card::new(cx.t("trial-title")).body(html! {
        (Note::new("check-circle", cx.t("trial-good")).tone(Tone::Ok).says(words))
    })) }
}
