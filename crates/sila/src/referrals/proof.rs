//! `/referrals/{id}/proof`: the signed entries of both agencies with their hashes, to be printed or compared. It names
//! nobody: entries hold codes and hashes only.

use maud::{Markup, html};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Effect, Step};

use super::show::Sight;
use super::{chain, path};
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Summary, Table, heading};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Cx, Page, dates};

/// The page.
///
/// # Errors
/// `page.not_found` for a stranger; `referral.not_sent` before anything was signed.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let sight = Sight::gather(&ask.app, worker, id).await?;
    let steps = sight.record.thread()?.steps().to_vec();
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.proof", ask.now).await?;
    let cx = &ask.cx;
    let row = &sight.record.row;
    let columns = [
        "referral-number-of-entry",
        "referral-entry",
        "referral-by",
        "referral-at",
        "referral-hash",
    ];
    let table = Table::new(cx.t("referral-proof-title"), columns.map(|key| Col::text(cx.t(key))))
        .rows(steps.iter().enumerate().map(|(at, step)| cells(cx, &sight, at, step)));
    let body = html! {
        (heading(cx.t("referral-proof-title"), Some(&cx.t("referral-proof-lead")), &html! {}))
        div.stack {
            (Card::new(cx.t("referral-proof-what")).body(html! { (head(cx, &sight)) }))
            (Card::new(cx.t("referral-chain")).body(html! { (table) }))
        }
        p.muted.small { (cx.t("referral-proof-printed")) " " (dates::both_calendars(cx.lang, cx.now)) " · " (dates::clock(cx.now)) }
    };
    let page = Page::new(cx, cx.t("referral-proof-title"))
        .crumb(cx.t("referrals"), "/referrals")
        .crumb(row.reference.clone(), &path(id, ""));
    Ok(Reply::page(&page.body(body)))
}

fn head(cx: &Cx, sight: &Sight) -> Summary {
    let row = &sight.record.row;
    let hash = sila_seal::hex(&sight.record.fingerprint);
    let mut rows = Summary::new()
        .wide()
        .row(cx.t("referral-number"), Reference(&row.reference))
        .row(cx.t("referral-source"), name(cx, sight, true))
        .row(cx.t("referral-target"), name(cx, sight, false));
    if let Some(Act::Offer(offer)) =
        sight.record.entries.iter().map(|entry| &entry.act).find(|act| matches!(act, Act::Offer(_)))
    {
        rows = rows.row(
            cx.t("referral-agreement"),
            html! {
                (Code(&sight.agreement_code)) " · " (Code(&sila_seal::hex(&offer.agreement_digest)))
            },
        );
    }
    rows.row(cx.t("referral-status"), cx.code("state", row.state.code()))
        .row(cx.t("referral-fingerprint"), html! { (Code(&hash)) })
}

fn name(cx: &Cx, sight: &Sight, source: bool) -> Markup {
    let offer = sight.record.thread.as_ref().map(|thread| thread.offer());
    let agency = offer.map(|offer| if source { offer.source } else { offer.target });
    html! { @if let Some(agency) = agency { (chain::agency(cx, sight, agency)) } }
}

fn cells(cx: &Cx, sight: &Sight, at: usize, step: &Step) -> [Markup; 5] {
    let entry = &step.entry;
    let stored = &sight.record.stored;
    let own = stored.iter().find(|one| one.author == entry.author && one.n == entry.n);
    let hash = own.map(|stored| sila_seal::hex(&stored.hash)).unwrap_or_default();
    [
        html! { span.num { (at + 1) } },
        html! {
            (cx.code("referral-step", entry.act.code()))
            @if step.effect == Effect::TooLate { " (" (cx.t("referral-too-late")) ")" }
            @if let Some(detail) = chain::detail(cx, &entry.act) { div.sub { (detail) } }
        },
        html! { (chain::agency(cx, sight, entry.author)) div.sub { (Name(&chain::role(cx, &entry.by))) } },
        html! { span.num { (cx.at(entry.at)) } },
        html! { span.small { (Code(&hash)) } },
    ]
}
