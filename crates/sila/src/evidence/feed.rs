//! `/links/{agency}/disclosures`: what was disclosed to whom and why over one link. It is read from the offers that both
//! agencies hold, signed, so both see the same lines; it names kinds of fields, never what stands in them.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::codes::{Basis, LawfulBasis, Service};
use sila_core::field::Field;
use sila_core::referral::{Act, Entry, State};
use sila_core::time::Millis;
use sila_link::SignedEntry;
use uuid::Uuid;

use super::store;
use crate::ask::Ask;
use crate::cases::scope::store::shut_subjects;
use crate::db::{DbError, Row, Tx, p};
use crate::links;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, heading, tag};
use crate::web::{Arg, Cx, Page, ident};

/// One referral as both agencies signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it was offered.
    pub at: Millis,
    /// Its reference number.
    pub reference: String,
    /// Who disclosed.
    pub from: AgencyId,
    /// To whom.
    pub to: AgencyId,
    /// Why that agency.
    pub basis: Basis,
    /// What allows it in law.
    pub lawful: LawfulBasis,
    /// What was asked for.
    pub services: Vec<Service>,
    /// Which kinds of fields went.
    pub fields: Vec<Field>,
    /// When the key to who the person is was given; not yet, or never.
    pub named_at: Option<Millis>,
    /// Where it stands.
    pub state: State,
    /// Names the row, for the next page.
    pub id: Uuid,
}

/// The lines before one, the newest first.
pub fn lines(
    tx: &mut dyn Tx,
    peer: AgencyId,
    before: (Millis, Uuid),
) -> Result<Vec<Line>, DbError> {
    let rows = tx.query(&store::OFFERS_WITH, &p![peer, before.0, before.1])?;
    rows.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line, DbError> {
    let damaged = || DbError::Type { what: "referral_entry: offer".to_owned() };
    let body: Vec<u8> = row.get(1)?;
    let entry: Entry =
        SignedEntry::from_cbor(&body).and_then(|signed| signed.read()).or(Err(damaged()))?;
    let Act::Offer(offer) = entry.act else { return Err(damaged()) };
    let state: String = row.get(2)?;
    Ok(Line {
        id: row.get(0)?,
        at: row.get(4)?,
        named_at: row.get(3)?,
        reference: offer.reference,
        from: offer.source,
        to: offer.target,
        basis: offer.basis,
        lawful: offer.lawful_basis,
        services: offer.services,
        fields: offer.fields,
        state: State::from_code(&state).or(Err(damaged()))?,
    })
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let agency: AgencyId = ask.id("agency")?;
    let at = ask.query.get("at").and_then(|n| n.parse().ok()).unwrap_or(i64::MAX);
    let id = ask.query.get("id").and_then(|n| n.parse().ok()).unwrap_or(Uuid::max());
    let reader = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(peer) = links::store::peer_of(tx, agency)? else { return Ok(None) };
        let shut = shut_subjects(tx, reader)?;
        Ok(Some((peer, lines(tx, agency, (Millis(at), id))?, shut)))
    };
    let (peer, lines, shut) = ask.app.store.read(read).await?.ok_or_else(Problem::not_found)?;
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let columns = [
        Col::text(cx.t("audit-at")),
        Col::text(cx.t("feed-to")),
        Col::text(cx.t("feed-why")),
        Col::text(cx.t("feed-what")),
        Col::status(cx.t("feed-state")),
    ];
    let table = Table::new(cx.t("feed-title"), columns)
        .rows(
            lines
                .iter()
                .filter(|line| !shut.contains(&line.id))
                .map(|line| cells(cx, line, line.to == me, peer.name(cx.lang))),
        )
        .when_empty(html! { p.muted { (cx.t("feed-empty")) } });
    let back = format!("/links/{}", agency.to_text());
    let older =
        lines.last().map(|last| format!("{back}/disclosures?at={}&id={}", last.at.0, last.id));
    let name = [("agency", Arg::from(peer.name(cx.lang)))];
    let body = html! {
        (heading(cx.t("feed-title"), Some(&cx.t_with("feed-lead", &name)), &html! {}))
        (Card::new(cx.t("feed-title")).body(html! {
            (table)
            @if let Some(older) = &older { p { a.link href=(cx.url(older)) { (cx.t("audit-older")) } } }
        }))
    };
    let page = Page::new(cx, cx.t("feed-title")).crumb(cx.t("links-title"), "/links");
    Ok(Reply::page(&page.crumb(peer.name(cx.lang), &back).body(body)))
}

fn cells(cx: &Cx, line: &Line, to_us: bool, peer: &str) -> [Markup; 5] {
    let joined = |words: Vec<String>| words.join(cx.lang.pick("، ", ", "));
    let services = line.services.iter().map(|one| cx.code("service", one.code())).collect();
    let fields = line.fields.iter().map(|one| cx.code("field", one.code())).collect();
    let named = match line.named_at {
        Some(at) => cx.t_with("feed-named", &[("at", Arg::phrase(cx.at(at)))]),
        None => cx.t("feed-not-named"),
    };
    [
        html! { span.num { (cx.at(line.at)) } div.small { (ident::Reference(&line.reference)) } },
        html! { (ident::Name(if to_us { cx.agency() } else { peer })) },
        html! {
            (cx.code("basis", line.basis.code())) " · " (joined(services))
            div.small.muted { (cx.code("lawful-basis", line.lawful.code())) }
        },
        html! { (joined(fields)) div.small.muted { (named) } },
        tag(crate::referrals::tone(line.state), cx.code("state", line.state.code())),
    ]
}
