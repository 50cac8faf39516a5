//! The sealed form: a referral on paper for a partner without a node, and the slip that comes back.
//!
//! A cover sheet says no more than the preview of a referral between nodes: the reference, the content hash, a square to scan, and a slip at
//! its foot. The form with the name goes into a closed envelope under it. Two codes of eight digits tie the papers to the
//! referral: one stands on the cover and answers for having received or refused it, the other stands on the form inside and answers for having opened
//! and accepted it.

mod form;
mod seal;
mod slip;
pub mod store;

pub use seal::{Codes, codes};
pub use slip::{Answer, Typed, opened, type_in};
pub use store::{NewSlip, Slip};

use maud::{Markup, html};

use super::path;
use super::show::Sight;
use super::store::Direction;
use crate::accounts::{Permission, Worker};
use crate::ask::Routes;
use crate::partners::Level;
use crate::web::Cx;
use crate::web::components::{Button, Card};
use crate::web::ident::Name;

/// The routes of sealed forms.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/referrals/{id}/sealed-form", Permission::ReferralOffer, form::page);
    r.get("/{lang}/referrals/{id}/slip", Permission::ReferralOffer, slip::page);
    r.post("/{lang}/referrals/{id}/slip", Permission::ReferralOffer, slip::create);
}

/// What our worker does about a referral that goes on paper: print it, type in what came back.
pub fn moves(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let record = &sight.record;
    let hosted = record.partner.is_some() && record.row.direction == Direction::Out;
    let Some(thread) = record.thread.as_ref().filter(|_| hosted) else { return html! {} };
    if !worker.may(Permission::ReferralOffer) {
        return html! {};
    }
    let prints = form::is_printable(record);
    let awaits = !slip::answers(thread, record.row.delivered_at).is_empty();
    let to = |rest: &str| cx.url(&path(record.row.id, rest));
    html! {
        @if record.partner == Some(Level::Paper) && prints {
            (Button::link(cx.t("paper-print"), to("/sealed-form")).icon("printer"))
        }
        @if record.partner != Some(Level::Portal) && awaits {
            (Button::link(cx.t("slip-type"), to("/slip")).line().icon("clipboard-text"))
        }
    }
}

/// The slips that were typed in: which answer, on whose word, by whom.
pub fn card(cx: &Cx, slips: &[Slip]) -> Markup {
    html! {
        @if !slips.is_empty() {
            (Card::new(cx.t("slip-title")).count(slips.len()).body(html! {
                ul.links { @for slip in slips {
                    li { div {
                        b { (cx.code("slip-answer", &slip.answer)) } " · " (cx.code("slip-way", &slip.way))
                        div.sub { (cx.t("slip-word")) " " (Name(&slip.word)) }
                        div.sub {
                            (cx.t("slip-typed-by")) " " (Name(cx.lang.pick(&slip.name_ar, &slip.name_en)))
                            " · " span.num { (cx.at(slip.at)) }
                        }
                    } }
                } }
            }))
        }
    }
}
