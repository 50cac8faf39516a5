//! Referrals: one agency offers a person to another under a signed agreement, the other takes her or says why not, and
//! what came of it is told back.
//!
//! A referral is a thread of entries that both agencies sign ([`sila_core::referral`]). The row that lists read is a
//! projection of those entries, written in the transaction that adds one. Own acts go through `entry::write`, the other
//! agency's through [`receive::prepare`], and what a node must do by itself through [`react`]. What names a person is
//! sealed in the row; before acceptance the receiving node holds no key to it.

mod acceptance;
mod acknowledgement;
mod approval;
pub mod attachments;
pub(crate) mod body;
pub mod bulk;
mod chain;
mod claim;
pub mod content;
pub mod counts;
pub mod deadlines;
pub(crate) mod decline;
mod deed;
pub mod dispute;
pub mod duty;
pub mod emergency;
pub mod ending;
mod entry;
mod following;
pub mod handover;
pub mod hosted;
pub mod joint;
pub(crate) mod letter;
mod list;
mod moves;
pub(crate) mod narrowing;
mod notes;
mod offer;
pub(crate) mod outcome;
pub mod paper;
mod passing;
pub mod permission;
mod placed;
pub(crate) mod print;
mod proof;
mod reaction;
mod reading;
mod recall;
pub mod receive;
mod record;
mod redirect;
pub mod returning;
pub mod rounds;
mod row;
mod show;
pub mod store;
pub(crate) mod summary;
#[cfg(test)]
pub(crate) mod tests;
pub mod typing;
mod way;
pub mod words;

use maud::{Markup, html};
use rand_core::Rng;
use sila_core::ids::{AgencyId, ReferralId};

pub use acceptance::{accept, accept_in};
pub use acknowledgement::{acknowledge, take_note};
pub use approval::{approve, give_back};
pub use claim::claim;
pub use counts::{Counts, counts, counts_in};
pub use decline::decline;
pub use following::came_from;
pub use list::urgency as urgency_tag;
pub use offer::{Asked, Offered, Route, compose};
pub use outcome::{assess, report};
pub use reaction::react;
pub use reading::read;
pub use recall::recall;
pub use record::{Record, came_back};
pub use redirect::redirect;
pub use show::tone;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, acts, heading, post};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Page};
use store::{Direction, Referral};

/// The routes of referrals.
pub fn routes(r: &mut Routes) {
    attachments::routes(r);
    bulk::routes(r);
    paper::routes(r);
    joint::routes(r);
    dispute::routes(r);
    deadlines::routes(r);
    emergency::routes(r);
    permission::routes(r);
    rounds::routes(r);
    handover::routes(r);
    r.get("/{lang}/referrals", Permission::ReferralRead, list::front);
    r.get("/{lang}/referrals/in", Permission::ReferralRead, list::incoming);
    r.get("/{lang}/referrals/out", Permission::ReferralRead, list::outgoing);
    r.get("/{lang}/referrals/{id}", Permission::ReferralRead, show::page);
    r.get("/{lang}/referrals/{id}/proof", Permission::ReferralRead, proof::page);
    r.get("/{lang}/referrals/{id}/letter.pdf", Permission::ReferralRead, print::letter);
    r.get("/{lang}/referrals/{id}/receipt.pdf", Permission::ReferralRead, print::receipt);
    r.post("/{lang}/referrals/{id}/claim", Permission::ReferralDecide, claim::create);
    r.post("/{lang}/referrals/{id}/acceptance", Permission::ReferralDecide, acceptance::create);
    r.post("/{lang}/referrals/{id}/reading", Permission::ReferralDecide, reading::create);
    r.get("/{lang}/referrals/{id}/decline", Permission::ReferralDecide, decline::page);
    r.post("/{lang}/referrals/{id}/decline", Permission::ReferralDecide, decline::create);
    r.get("/{lang}/referrals/{id}/redirect", Permission::ReferralDecide, redirect::page);
    r.post("/{lang}/referrals/{id}/redirect", Permission::ReferralDecide, redirect::create);
    r.get("/{lang}/referrals/{id}/outcome", Permission::ReferralDecide, outcome::page);
    r.post("/{lang}/referrals/{id}/outcome", Permission::ReferralDecide, outcome::create);
    r.get("/{lang}/referrals/{id}/recall", Permission::ReferralOffer, recall::page);
    r.post("/{lang}/referrals/{id}/recall", Permission::ReferralOffer, recall::create);
    let offer = Permission::ReferralOffer;
    r.post("/{lang}/referrals/{id}/acknowledgement", offer, acknowledgement::create);
    r.post("/{lang}/referrals/{id}/note", offer, acknowledgement::note);
    r.post("/{lang}/referrals/{id}/approval", Permission::ReferralApprove, approval::create);
}

/// The other agency of a referral that nobody here has anything left to do about, for a worker who may see it.
///
/// # Errors
/// `page.not_found` for a stranger, and while it is open.
pub async fn partner_of(app: &App, worker: &Worker, id: ReferralId) -> Result<AgencyId, Problem> {
    let row = record::Record::through(app, worker, id).await?.row;
    if row.is_open { Err(Problem::not_found()) } else { Ok(row.peer) }
}

/// 32 random bytes.
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    crate::clock::Randomness.fill_bytes(&mut bytes);
    bytes
}

/// What a referral says, opened.
///
/// # Errors
/// `vault.unreadable` or `referral.unreadable` when the row was changed from outside.
pub fn body_of(app: &App, record: &Record) -> Result<Option<body::Body>, Problem> {
    body::open(app, record.row.id, &record.sealed)
}

/// The address of a referral's page or act, without language.
fn path(id: ReferralId, rest: &str) -> String {
    format!("/referrals/{id}{rest}")
}

/// Back to the referral after an act.
fn back_to(cx: &Cx, id: ReferralId) -> Reply {
    Reply::see_other(cx.url(&path(id, "")))
}

/// A page that asks one thing about a referral before it is done.
fn form_page(
    cx: &Cx,
    row: &Referral,
    title: String,
    act: &str,
    inside: &Markup,
    words: &str,
    errors: &Errors,
) -> Page {
    let list = if row.direction == Direction::In { "/referrals/in" } else { "/referrals/out" };
    let back = path(row.id, "");
    let fields = html! {
        (inside)
        (acts(&html! {
            (Button::submit(words))
            (Button::link(cx.t("cancel"), cx.url(&back)).soft())
        }))
    };
    let about = html! { (title) " " (Reference(&row.reference)) };
    let body = html! {
        (errors.summary(cx))
        (heading(about, None, &html! {}))
        section.card { div.card-b { (post(cx, act, &fields)) } }
    };
    Page::new(cx, title)
        .crumb(cx.t("referrals"), list)
        .crumb(row.reference.clone(), &back)
        .errors(errors.any())
        .body(body)
}
