//! The grid of services between us and a partner: what we need of it and what it needs of us, row by row as it stands in the file, each beside
//! what the other offers: in an agreement in force, or published in the directory and not agreed yet.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::agreement::Agreement;
use sila_core::codes::Service;
use sila_core::time::Date;
use sila_core::{AgencyId, AgreementId};

use super::{Entry, Kind, of, path};
use crate::accounts::Permission;
use crate::agreements::{self, State};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::services;
use crate::web::components::{Button, Card, Col, Table, Tone, tag};
use crate::web::{Cx, ident};

/// What meets a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// The other party gives it under this agreement.
    Agreed(AgreementId, String),
    /// The other party has published it; no agreement in force names it.
    Published,
    /// Nothing is known of it.
    Nothing,
}

/// One need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The service.
    pub service: Service,
    /// We need it of the partner; otherwise the partner needs it of us.
    pub ours: bool,
    /// What was said of it.
    pub words: String,
    /// What meets it.
    pub offer: Offer,
}

/// The needs that hold on a day, ours first, each with what the other offers.
pub fn rows(
    entries: &[Entry],
    day: Date,
    (me, partner): (AgencyId, AgencyId),
    published: &BTreeSet<(AgencyId, Service)>,
    agreed: &[Agreement],
) -> Vec<Row> {
    let row = |one: &Entry| {
        let ours = match one.kind {
            Kind::Want => true,
            Kind::Asks => false,
            _ => return None,
        };
        let service = Service::from_code(&one.code).ok()?;
        let offer = offer(service, if ours { partner } else { me }, published, agreed);
        Some(Row { service, ours, words: one.words.0.clone(), offer })
    };
    let mut all: Vec<Row> = entries.iter().filter(|one| one.holds(day)).filter_map(row).collect();
    all.sort_by_key(|one| (!one.ours, one.service));
    all
}

fn offer(
    service: Service,
    by: AgencyId,
    published: &BTreeSet<(AgencyId, Service)>,
    agreed: &[Agreement],
) -> Offer {
    let gives = |one: &&Agreement| {
        let party = one.party(by);
        party.is_some_and(|party| party.services.iter().any(|terms| terms.service == service))
    };
    match agreed.iter().find(gives) {
        Some(one) => Offer::Agreed(one.id, one.code.clone()),
        None if published.contains(&(by, service)) => Offer::Published,
        None => Offer::Nothing,
    }
}

/// The grid, for the pages of a partner and of a partnership; nothing where nothing is needed and the reader writes no file.
///
/// # Errors
/// When the store cannot be read, or an entry is damaged.
pub async fn card(ask: &Ask, partner: AgencyId) -> Result<Markup, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let entries = of(&ask.app, partner).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((services::store::offers(tx)?, agreements::store::of_peer(tx, partner)?))
    };
    let (published, stored) = ask.app.store.read(read).await?;
    let in_force = stored.into_iter().filter(|one| one.state == State::Signed);
    let in_force = in_force.map(|one| one.agreement).filter(|one| one.in_force(ask.now).is_ok());
    let agreed: Vec<Agreement> = in_force.collect();
    let published: BTreeSet<(AgencyId, Service)> = published.into_iter().collect();
    let all = rows(&entries, ask.now.uae_date(), (me, partner), &published, &agreed);
    let may = ask.may(Permission::AgreementSign);
    if all.is_empty() && !may {
        return Ok(html! {});
    }
    Ok(drawn(cx, partner, &all))
}

fn drawn(cx: &Cx, partner: AgencyId, all: &[Row]) -> Markup {
    let columns = [
        Col::text(cx.t("grid-service")),
        Col::text(cx.t("grid-who")),
        Col::status(cx.t("grid-offer")),
    ];
    let rows = all.iter().map(|one| {
        [
            html! {
                (cx.code("service", one.service.code()))
                @if !one.words.is_empty() { span.sub { (ident::Name(&one.words)) } }
            },
            html! { (cx.t(if one.ours { "grid-ours" } else { "grid-theirs" })) },
            match &one.offer {
                Offer::Agreed(id, code) => html! {
                    (tag(Tone::Ok, cx.t("grid-agreed"))) " "
                    a.ref href=(cx.url(&format!("/agreements/{id}"))) { (ident::Reference(code)) }
                },
                Offer::Published => tag(Tone::Gold, cx.t("grid-published")),
                Offer::Nothing => tag(Tone::Warn, cx.t("grid-nothing")),
            },
        ]
    });
    html! {
        (Card::new(cx.t("grid-title")).id("grid").count(all.len()).body(html! {
            p.small.muted { (cx.t("grid-lead")) }
            @if all.is_empty() { p.muted { (cx.t("grid-empty")) } }
            @else { (Table::new(cx.t("grid-title"), columns).rows(rows)) }
            (Button::link(cx.t("grid-write"), cx.url(&path(partner))).line().small())
        }))
    }
}
