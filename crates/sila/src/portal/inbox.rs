//! `/portal`: what is addressed to this partner. It counts as delivered from the moment somebody of the partner sees it here.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::referral::State;
use sila_core::time::Millis;

use super::store::{self, Line};
use super::{Guest, show};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::referrals;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, empty_state, heading, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Page};

/// The list. Seeing it is written down for each line, before it is shown.
///
/// # Errors
/// `page.not_found` for an account without a partner, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let guest = Guest::of(&ask).await?;
    let (partner, now) = (guest.partner.id, ask.now);
    let lines = ask.app.store.write(move |tx| delivered(tx, partner, now)).await?;
    let seen = lines.iter().map(|line| Subject::Referral(line.id.0)).collect();
    access::record_all(&ask.app, &guest.worker, seen, "portal.inbox", now).await?;
    let cx = &ask.cx;
    let columns = [
        Col::text(cx.t("referral-number")),
        Col::status(cx.t("referral-status")),
        Col::text(cx.t("referral-about")),
        Col::text(cx.t("referral-deadline")),
    ];
    let empty =
        empty_state("tray-arrow-down", cx.t("portal-empty"), cx.t("portal-empty-text"), &html! {});
    let table = Table::new(cx.t("portal-title"), columns)
        .rows(lines.iter().map(|line| row(cx, line)))
        .when_empty(empty);
    let whose = [("agency", Arg::from(cx.agency()))];
    let proposals = crate::proposals::portal_card(&ask, &guest).await?;
    let differences = crate::differences::portal_card(&ask, &guest).await?;
    let agreements = crate::agreements::portal_card(&ask, &guest).await?;
    let minutes = crate::minutes::portal_card(&ask, &guest).await?;
    let announcements = crate::announcements::portal_card(&ask, &guest).await?;
    let files = crate::files::portal_card(&ask, &guest).await?;
    let body = html! {
        (heading(Name(guest.partner.name(cx.lang)), Some(&cx.t_with("portal-lead", &whose)), &html! {}))
        div.stack {
            (announcements)
            (files)
            (Card::new(cx.t("portal-title")).count(lines.len()).body(html! { (table) }))
            (agreements)
            (minutes)
            (proposals)
            (differences)
            p { a.link href=(cx.url("/portal/licences")) { (cx.t("licences-own")) } }
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("portal-title")).body(body)))
}

/// What is addressed to the partner; what nobody of it has seen counts as delivered now.
fn delivered(tx: &mut dyn Tx, partner: AgencyId, now: Millis) -> Result<Vec<Line>, DbError> {
    for line in store::lines(tx, partner)?.iter().filter(|line| line.state == State::Offered) {
        referrals::store::set_delivered(tx, line.id.0, now)?;
    }
    store::lines(tx, partner)
}

fn row(cx: &Cx, line: &Line) -> [Markup; 4] {
    let open = line.state.is_undecided();
    [
        html! {
            a.link href=(cx.url(&show::path(line.id, ""))) { (Reference(&line.reference)) }
            div.tags { (referrals::urgency_tag(cx, line.urgency)) }
        },
        tag(referrals::tone(line.state), cx.code("state", line.state.code())),
        html! { (cx.code("category", line.category.code())) },
        html! { span.num { @if open { (cx.deadline(line.decide_by)) } @else { (cx.at(line.offered_at)) } } },
    ]
}
