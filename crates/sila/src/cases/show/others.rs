//! Who else has to do with a case: the agencies that it was referred to or came from, and everybody who can read it.

use maud::{Markup, html};
use sila_core::law::Rule;

use super::{Beside, roles_of};
use crate::cases::news::Part;
use crate::cases::readers::Sees;
use crate::cases::record::CaseRecord;
use crate::cases::scope;
use crate::cases::store::CaseReferral;
use crate::regulation;
use crate::web::components::{Card, Col, Table, Tone, empty_state, icon, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, dates};

pub(super) fn referrals_card(cx: &Cx, beside: &Beside) -> Markup {
    let referrals = &beside.referrals;
    let columns = [
        Col::text(cx.t("case-referral")),
        Col::text(cx.t("case-agency")),
        Col::status(cx.t("case-state")),
        Col::num(cx.t("case-sent")),
    ];
    let empty = empty_state(
        "paper-plane-tilt",
        cx.t("case-referrals-none"),
        cx.t("case-referrals-none-text"),
        &html! {},
    );
    let rows = referrals.iter().map(|referral| {
        let way = if referral.direction == "in" { "case-way-in" } else { "case-way-out" };
        [
            html! {
                a.ref href=(cx.url(&format!("/referrals/{}", referral.id))) { (Reference(&referral.reference)) }
                span.sub { (cx.t(way)) }
            },
            html! { (Name(agency(cx, referral))) },
            html! { (tag(state_tone(&referral.state), cx.code("state", &referral.state))) },
            html! { (dates::day_short(referral.offered_at)) },
        ]
    });
    let table = Table::new(cx.t("case-referrals"), columns).when_empty(empty).rows(rows);
    let card = Card::new(cx.t("case-referrals")).tag(beside.news.mark(cx, Part::Referrals));
    html! { (card.live("case-referrals", "referrals").body(html! { (table) })) }
}

fn agency<'a>(cx: &Cx, referral: &'a CaseReferral) -> &'a str {
    let name = cx.lang.pick(&referral.name_ar, &referral.name_en);
    if name.is_empty() { &referral.code } else { name }
}

fn state_tone(state: &str) -> Tone {
    match state.to_ascii_uppercase().as_str() {
        "ACCEPTED" | "COMPLETED" => Tone::Ok,
        "DECLINED" | "EXPIRED" | "CANCELLED" | "INVALIDATED" => Tone::Bad,
        "OFFERED" | "DELIVERED" | "IN_REVIEW" | "CLARIFYING" | "WAITLISTED" => Tone::Info,
        "AWAITING_APPROVAL" => Tone::Gold,
        _ => Tone::Plain,
    }
}

/// Everybody able to read the case: people here, and the agencies it was referred to.
pub(super) fn readers_card(cx: &Cx, record: &CaseRecord, beside: &Beside) -> Markup {
    let change = cx.url(&scope::page::path(record.row.id));
    let card = Card::new(cx.t("case-readers")).id("readers").count(beside.readers.len());
    let card = match beside.restricted {
        Some(_) => card.tag(tag(Tone::Warn, cx.t("scope-restricted"))),
        None => card,
    };
    let card = card.tag(beside.news.mark(cx, Part::Readers));
    let card = card.link(cx.t("scope-change"), change).body(html! {
        p.hint { (cx.t("case-readers-text")) }
        ul.people {
            @for reader in &beside.readers {
                @let why = match reader.since {
                    Some(_) => "case-reads-member",
                    None if reader.by_team => "scope-why-team",
                    None => "case-reads-role",
                };
                li { (icon("user")) div {
                    b { (Name(reader.name(cx))) }
                    div.sub { (roles_of(cx, &reader.roles)) " · " (cx.t(why)) }
                } }
            }
            @for referral in &beside.referrals {
                li { (icon("buildings")) div {
                    b { (Name(agency(cx, referral))) }
                    div.sub { (Reference(&referral.reference)) " · " (cx.t(Sees::of(referral).key())) }
                } }
            }
        }
        p.hint { (cx.t("case-readers-not")) " " (regulation::link(cx, Rule::NeedToKnow)) }
    });
    html! { (card) }
}
