//! One partner without a node: how it is reached, under which agreements, and who of it signs in here.

use maud::{Markup, html};
use sila_core::AgencyId;

use super::{Level, Partner, file, identity, list, store};
use crate::accounts::Permission;
use crate::activation::ledger::{self, Book};
use crate::agreements::{self, Stored, parties};
use crate::ask::Ask;
use crate::licences;
use crate::lifecycle;
use crate::portal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Summary, Tone, columns, heading, stack};
use crate::web::{Cx, Page, ident};

/// The partner of the address.
///
/// # Errors
/// `page.not_found`.
pub(super) async fn one(ask: &Ask) -> Result<Partner, Problem> {
    let id = AgencyId::parse(ask.param("id")).or(Err(Problem::not_found()))?;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let partner = one(&ask).await?;
    let (cx, id) = (&ask.cx, partner.id);
    let agreements = ask.app.store.read(move |tx| agreements::store::of_peer(tx, id)).await?;
    let books = ledger::all(&ask.app).await?;
    let accounts = ask.app.store.read(move |tx| portal::store::accounts(tx, id)).await?;
    let may = ask.may(Permission::LinkAdmin);
    let change = cx.url(&format!("/partners/{}/change", id.to_text()));
    let top = html! {
        (list::level(cx, partner.level))
        @if ask.may(Permission::AgreementRead) {
            (Button::link(cx.t("file-open"), cx.url(&file::path(id))).line().icon("folders"))
        }
        @if may { (Button::link(cx.t("partner-change"), change).line()) }
    };
    let portal = partner.level == Level::Portal || !accounts.is_empty();
    let main = html! {
        (level_note(cx, &partner))
        (parties::law_note(cx, partner.sector))
        @if portal { (portal::invitation::card(cx, &partner, &accounts, may)) }
    };
    let grid = match ask.may(Permission::AgreementRead) {
        true => file::grid::card(&ask, id).await?,
        false => html! {},
    };
    let aside = html! {
        (facts(cx, &partner))
        (identity::card(&ask, id).await?)
        (lifecycle::card(&ask, id).await?)
        (licences::partner_card(&ask, id).await?)
        (agreed(cx, &agreements, &books))
        (grid)
    };
    let name = partner.name(cx.lang);
    let body = html! {
        (heading(ident::Name(name), None, &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, name).crumb(cx.t("partners-title"), "/partners");
    Ok(Reply::page(&page.body(body)))
}

fn level_note(cx: &Cx, partner: &Partner) -> Note {
    let (icon, tone) = match partner.level {
        Level::Listed => ("prohibit", Tone::Warn),
        Level::Paper => ("printer", Tone::Info),
        Level::Portal => ("identification-card", Tone::Ok),
    };
    let title = cx.code("partner-level", partner.level.code());
    Note::new(icon, title).tone(tone).says(cx.code("partner-level-hint", partner.level.code()))
}

fn facts(cx: &Cx, partner: &Partner) -> Markup {
    let contact = Some(&partner.contact).filter(|contact| !contact.is_empty());
    let rows = Summary::new()
        .row(cx.t("partner-code"), ident::Code(&partner.code))
        .row(cx.t("partner-class"), cx.code("partner-class", partner.sector.code()))
        .row_if(cx.t("partner-contact"), contact.map(|contact| ident::Name(contact)));
    html! { (Card::new(cx.t("partner-who")).body(html! { (rows) })) }
}

fn agreed(cx: &Cx, agreements: &[Stored], books: &[Book]) -> Markup {
    let book = |id| books.iter().find(|book| book.ledger.agreement.id == id);
    html! {
        (Card::new(cx.t("agreements-title")).count(agreements.len()).body(html! {
            @if agreements.is_empty() { p.muted { (cx.t("partner-no-agreement")) } }
            ul.links { @for stored in agreements {
                li { div {
                    a.ref href=(cx.url(&format!("/agreements/{}", stored.agreement.id))) {
                        (ident::Reference(&stored.agreement.code))
                    }
                    div.sub { (agreements::list::state_tag(cx, stored, book(stored.agreement.id))) }
                } }
            } }
        }))
    }
}
