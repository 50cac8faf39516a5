//! The delegations: which entities come, with how many seats, and how many of each were there. Numbers only, no name.

use maud::{Markup, html};
use sila_core::AgencyId;

use super::item::crumbs;
use super::store::{self, Delegation, SEATS_MAX};
use super::{entity, fact, of, path, registration};
use crate::accounts::Permission;
use crate::activation::saying::whole;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form};

/// Most seats of one entity.
const SEATS_OF_ONE_MAX: i64 = 200;

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, &Errors::none()).await.map(|page| Reply::page(&page))
}

async fn show(ask: &Ask, errors: &Errors) -> Result<crate::web::Page, Problem> {
    let meeting = of(ask).await?;
    let (cx, id, me) = (&ask.cx, meeting.row.id, ask.app.node.id);
    let names = Names::all(&ask.app).await?;
    let mut all = ask.app.store.read(move |tx| store::delegations(tx, id)).await?;
    all.sort_by_cached_key(|one| entity(cx, &names, me, one.party).to_owned());
    let form = Form::new(cx, &ask.form, errors);
    let parties = [me].into_iter().chain(names.linked().filter(|party| *party != me));
    let parties = parties.map(|id| (id.to_text(), entity(cx, &names, me, id).to_owned()));
    let add = html! {
        @if ask.may(Permission::MeetingKeep) {
            (Card::new(cx.t("meeting-seat-add")).body(post(cx, &path(id, "/seats"), &html! {
                (form.select("party", cx.t("meeting-entity")).combo().choices(parties))
                (form.text("seats", cx.t("meeting-seat-count")).hint(cx.t("meeting-seat-hint")).numeric().max(3))
                (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
            })))
        }
    };
    let add = html! {
        (add)
        @if ask.may(Permission::MeetingKeep) && meeting.row.starts_at > ask.now && !all.is_empty() {
            (Card::new(cx.t("meeting-register-link")).body(html! {
                p.muted { (cx.t("meeting-register-link-text")) }
                ul.links { @for one in all.iter().filter(|one| one.seats > 0) {
                    li { a.link href=(cx.url(&registration::address(&ask.app, id, one.party))) { (Name(entity(cx, &names, me, one.party))) } }
                } }
            }))
        }
    };
    let body = html! {
        (heading(cx.t("meeting-seats"), Some(&cx.t("meeting-seats-lead")), &html! {}))
        (form.summary())
        (columns(&stack(&table(cx, &all, |who| entity(cx, &names, me, who))), &stack(&add)))
    };
    Ok(crumbs(cx, cx.t("meeting-seats"), &meeting).errors(errors.any()).refreshing(30).body(body))
}

fn table<'a>(cx: &Cx, all: &[Delegation], name: impl Fn(AgencyId) -> &'a str) -> Markup {
    let columns = [
        Col::text(cx.t("meeting-entity")),
        Col::num(cx.t("meeting-seat-count")),
        Col::num(cx.t("meeting-named")),
        Col::num(cx.t("meeting-accepted")),
        Col::num(cx.t("meeting-apologised")),
        Col::num(cx.t("meeting-present")),
        Col::status(cx.t("meeting-state")),
    ];
    let sum = |of: fn(&Delegation) -> u32| all.iter().map(of).sum::<u32>();
    let rows = all.iter().map(|one| {
        let tag = match (one.present, one.seats) {
            (0, 0) => tag(Tone::Info, cx.t("meeting-organises")),
            (0, _) => tag(Tone::Plain, cx.t("meeting-expected-word")),
            _ => tag(Tone::Ok, cx.t("meeting-was-there")),
        };
        [
            html! { (Name(name(one.party))) },
            html! { (one.seats) },
            html! { (one.named) },
            html! { (one.accepted) },
            html! { (one.apologised) },
            html! { (one.present) },
            tag,
        ]
    });
    let total = [
        html! { b { (cx.t("meeting-total")) } },
        html! { b { (sum(|one| u32::from(one.seats))) } },
        html! { b { (sum(|one| one.named)) } },
        html! { b { (sum(|one| one.accepted)) } },
        html! { b { (sum(|one| one.apologised)) } },
        html! { b { (sum(|one| one.present)) } },
        html! {},
    ];
    let none = empty_state(
        "buildings",
        cx.t("meeting-no-seats"),
        cx.t("meeting-no-seats-text"),
        &html! {},
    );
    let mut table = Table::new(cx.t("meeting-seats"), columns).rows(rows).when_empty(none);
    if !all.is_empty() {
        table = table.row(total);
    }
    let entities = all.iter().filter(|one| one.seats > 0).count();
    let card =
        Card::new(cx.t("meeting-entities")).count(entities).live("meeting-seats", "meetings");
    html! { (card.body(html! { (table) })) }
}

/// Gives an entity its seats.
///
/// # Errors
/// `page.not_found`; `meeting.too_many_seats`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let (cx, id) = (&ask.cx, meeting.row.id);
    let mut errors = Errors::none();
    let names = Names::all(&ask.app).await?;
    let party = AgencyId::parse(ask.form.get("party").unwrap_or_default()).ok();
    let party = party.filter(|p| *p == ask.app.node.id || names.linked().any(|known| known == *p));
    let seats = whole(ask.form.get("seats").unwrap_or_default());
    let seats = seats.filter(|seats| (0..=SEATS_OF_ONE_MAX).contains(seats));
    let seats = seats.and_then(|seats| u16::try_from(seats).ok());
    if party.is_none() {
        errors.add("party", cx.t("meeting-entity-needed"));
    }
    if seats.is_none() {
        errors.add("seats", cx.t("meeting-seat-needed"));
    }
    let (Some(party), Some(seats)) = (party, seats) else {
        return Ok(Reply::page_with_errors(&show(&ask, &errors).await?));
    };
    let told = fact(&ask.app, "meeting", format!("{id} seats"), ask.worker().ok(), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let all = store::delegations(tx, id)?;
        let room = all.len() < SEATS_MAX || all.iter().any(|one| one.party == party);
        if room {
            store::set_seats(tx, id, party, seats)?;
            journal::insert(tx, &told)?;
        }
        Ok(room)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("meeting.too_many_seats").way_out(path(id, "/seats")));
    }
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(cx.url(&path(id, "/seats"))))
}
