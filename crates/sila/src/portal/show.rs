//! `/portal/referrals/{id}`: one referral as the partner to which it is addressed may see it: before the acceptance without the
//! name, from the release of the key with everything that was shared.

use maud::{Markup, html};
use sila_core::ids::ReferralId;
use sila_core::referral::State;

use super::{Guest, rounds};
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::referrals::{self, Record, body::Body, content, hosted, narrowing, summary};
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, columns, heading, post, stack, tag,
};
use crate::web::ident::{Code, Reference};
use crate::web::{Cx, Page, dates};

/// The address of a referral at the portal, without language.
pub fn path(id: ReferralId, rest: &str) -> String {
    format!("/portal/referrals/{id}{rest}")
}

/// A referral of this partner, and what it says.
pub(super) async fn find(ask: &Ask) -> Result<(Guest, Record, Option<Body>), Problem> {
    let guest = Guest::of(ask).await?;
    let record = Record::addressed_to(&ask.app, guest.partner.id, ask.id("id")?).await?;
    let body = narrowing::left_of(&ask.app, &record)?;
    Ok((guest, record, body))
}

/// The page. Reading it is written down before it is shown.
///
/// # Errors
/// `page.not_found` for anything that is not addressed to this partner.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (guest, record, body) = find(&ask).await?;
    let id = record.row.id;
    access::record(&ask.app, &guest.worker, Subject::Referral(id.0), "portal.show", ask.now)
        .await?;
    hosted::delivered(&ask.app, &record, None, ask.now).await?;
    let cx = &ask.cx;
    let questions = rounds::card(&ask.app, cx, &record).await?;
    let main = html! { (questions) (said(cx, &record, body.as_ref())) };
    let aside = html! { (facts(cx, &record)) (sealed(cx, &record, body.as_ref())) };
    let title = match &body {
        Some(body) => summary::title(cx, &body.preview),
        None => cx.code("category", record.row.category.code()),
    };
    let page = html! {
        (heading(title, None, &acts(cx, &record)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let whole = Page::new(cx, record.row.reference.clone()).crumb(cx.t("portal-title"), "/portal");
    Ok(Reply::page(&whole.body(page)))
}

/// What the partner can do now.
fn acts(cx: &Cx, record: &Record) -> Markup {
    let row = &record.row;
    let open = row.state.is_undecided() && cx.now < row.expires_at;
    let accept = Button::submit(cx.t("referral-accept")).icon("check");
    html! {
        @if open {
            (post(cx, &path(row.id, "/acceptance"), &html! { (accept) }))
            (Button::link(cx.t("referral-decline-act"), cx.url(&path(row.id, "/decline"))).soft())
            (rounds::moves(cx, record))
        }
        @if waits(record) {
            (Button::link(cx.t("handover-take-open"), cx.url(&path(row.id, "/taking"))).icon("list-checks"))
        } @else if row.state == State::Accepted && !to_hand(record) {
            (Button::link(cx.t(referrals::outcome::act_key(row.kind)), cx.url(&path(row.id, "/outcome"))).icon("clipboard-text"))
        }
    }
}

/// Whether a list waits for the partner's signature.
fn waits(record: &Record) -> bool {
    record.thread.as_ref().is_some_and(sila_core::referral::Thread::awaits_taking)
}

/// Whether the agency has not yet said what it hands over.
fn to_hand(record: &Record) -> bool {
    record.thread.as_ref().is_some_and(sila_core::referral::Thread::awaits_list)
}

/// Whether what names the person may be shown: she was accepted and the key given.
fn is_open(record: &Record) -> bool {
    let taken = matches!(record.row.state, State::Accepted | State::Completed | State::Closed);
    taken && record.thread.as_ref().is_some_and(|thread| thread.identity_released())
}

fn said(cx: &Cx, record: &Record, body: Option<&Body>) -> Markup {
    let gone = record.row.state.must_purge();
    let inside = match body.filter(|_| !gone) {
        None => {
            let erased = Note::new("trash", cx.t("referral-erased")).tone(Tone::Plain);
            html! { (erased.says(cx.t("portal-gone-text"))) }
        }
        Some(body) => match body.shared.as_ref().filter(|_| is_open(record)) {
            Some(shared) => html! { (summary::shared(cx, shared, &body.preview, cx.now)) },
            None => html! {
                (summary::preview(cx, &body.preview))
                (Note::new("lock-key", cx.t("referral-preview-only")).tone(Tone::Info)
                    .says(cx.t("portal-preview-text")))
            },
        },
    };
    html! { (Card::new(cx.t("referral-shared")).body(inside)) }
}

fn facts(cx: &Cx, record: &Record) -> Markup {
    let row = &record.row;
    let by = format!("{} · {}", dates::day(cx.lang, row.decide_by), dates::clock(row.decide_by));
    let rows = Summary::new()
        .row(cx.t("referral-kind"), cx.code("kind", row.kind.code()))
        .row(cx.t("referral-number"), Reference(&row.reference))
        .row(
            cx.t("referral-status"),
            tag(referrals::tone(row.state), cx.code("state", row.state.code())),
        )
        .row(cx.t("referral-urgency"), referrals::urgency_tag(cx, row.urgency))
        .row(cx.t("referral-deadline"), html! { span.num { (by) } });
    html! { (Card::new(cx.t("referral-source")).body(html! { p { (crate::web::ident::Name(cx.agency())) } (rows) })) }
}

/// The content hash: the same as at a node and on paper.
fn sealed(cx: &Cx, record: &Record, body: Option<&Body>) -> Markup {
    let gone = record.row.state.must_purge();
    let Some(hash) = body.filter(|_| !gone).and_then(content::hash) else { return html! {} };
    html! {
        (Card::new(cx.t("referral-content")).body(html! {
            p.muted { (cx.t("referral-content-text")) }
            p.content-hash { (Code(&content::grouped(&hash))) }
        }))
    }
}
