//! The campaigns, and the international days that come next.

use maud::{Markup, html};
use sila_core::campaign::within;

use super::{Held, all, path};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, columns, empty_state, heading, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// World days are shown so many days ahead.
const AHEAD_DAYS: i64 = 120;

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = ask.app.store.read(all).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::CampaignKeep) {
            (Button::link(cx.t("campaign-new"), cx.url("/campaigns/new")).icon("plus"))
        }
    };
    let aside = html! {
        (world_days(cx))
        (Note::new("shield-check", cx.t("campaign-safety")).tone(Tone::Info).says(cx.t("campaign-safety-text")))
    };
    let body = html! {
        (heading(cx.t("campaigns-title"), Some(&cx.t("campaigns-lead")), &new))
        (columns(&stack(&list(&ask, &all, &names)), &stack(&aside)))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("campaigns-title")).body(body)))
}

fn list(ask: &Ask, all: &[Held], names: &Names) -> Markup {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let head = [
        Col::text(cx.t("campaign-one")),
        Col::text(cx.t("campaign-parties")),
        Col::text(cx.t("campaign-begins")),
        Col::status(cx.t("campaign-state")),
    ];
    let row = |one: &Held| {
        let title = cx.lang.pick(&one.campaign.title.ar, &one.campaign.title.en);
        let others = one.version.parties.iter().filter(|party| **party != me);
        let others: Vec<&str> = others.map(|party| names.of(cx.lang, *party)).collect();
        let audience = cx.lang.pick(&one.campaign.audience.ar, &one.campaign.audience.en);
        [
            html! { a.ref href=(cx.url(&path(one.record))) { (Name(title)) } span.sub { (Name(audience)) } },
            html! { (Name(&others.join(cx.lang.pick("، ", ", ")))) },
            html! { (dates::day(cx.lang, one.campaign.begins.at_minute(0))) },
            state(ask, one),
        ]
    };
    let empty =
        empty_state("megaphone", cx.t("campaigns-empty"), cx.t("campaigns-empty-text"), &html! {});
    let table = Table::new(cx.t("campaigns-title"), head).rows(all.iter().map(row));
    let card = Card::new(cx.t("campaigns-title")).count(all.len()).live("campaigns", "agreements");
    html! { (card.body(html! { (table.when_empty(empty)) })) }
}

/// Where a campaign stands, in a word.
pub fn state(ask: &Ask, one: &Held) -> Markup {
    let (cx, word) = (&ask.cx, one.state(ask.app.node.id, ask.cx.now));
    let tone = match word {
        "RUNS" | "APPROVED" => Tone::Ok,
        "DECLINED" => Tone::Bad,
        "YOURS" => Tone::Gold,
        "THEIRS" => Tone::Info,
        _ => Tone::Plain,
    };
    tag(tone, cx.code("campaign-state", word))
}

/// International days of the next months.
pub fn world_days(cx: &Cx) -> Markup {
    let today = cx.now.uae_date();
    let days = within(today, today.plus_days(AHEAD_DAYS));
    let rows = days.into_iter().fold(Summary::new(), |rows, (day, code)| {
        rows.row(dates::day(cx.lang, day.at_minute(0)), cx.code("world-day", code))
    });
    html! { (Card::new(cx.t("campaign-world-days")).body(html! { (rows) })) }
}
