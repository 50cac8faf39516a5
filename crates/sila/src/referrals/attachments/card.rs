//! The documents on the page of a referral: what travels, how far it has come, who opened it, and the form to attach one.

use maud::{Markup, html};
use sila_link::FILE_BYTES_MAX;
use sila_seal::chunks::sealed_bytes;

use super::super::show::Sight;
use super::super::store::{Direction, Referral};
use super::store::{Attachment, State};
use super::{COUNT_MAX, SORTS, may_attach};
use crate::accounts::{Worker, roles};
use crate::links::words;
use crate::web::components::{Button, Card, Col, Note, Table, Tone, acts, post, stack, tag};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates};

/// A document, and what it is called.
#[derive(Debug)]
pub struct Shown {
    /// As stored.
    pub stored: Attachment,
    /// What it is called.
    pub name: String,
}

/// The card; nothing where there are no documents and none can be attached.
pub fn card(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    let all = &sight.attachments;
    // Papers for a partner without a node go into its envelope.
    let node = sight.record.partner.is_none();
    let may = may_attach(worker, &sight.record) && sight.body.is_some() && node;
    if all.is_empty() && !may {
        return html! {};
    }
    let columns = [
        Col::text(cx.t("attachment-what")),
        Col::text(cx.t("attachment-way")),
        Col::status(cx.t("attachment-state")),
        Col::acts(cx.t("attachment-acts")),
    ];
    let rows = all.iter().map(|one| line(cx, sight, one, may));
    let table = Table::new(cx.t("attachment-title"), columns)
        .rows(rows)
        .when_empty(html! { p.muted { (cx.t("attachment-none")) } });
    let listed = Card::new(cx.t("attachment-title")).count(all.len());
    html! {
        (listed.live("referral-attachments", "referrals").body(html! { (table) }))
        @if may && i64::try_from(all.len()).unwrap_or(COUNT_MAX) < COUNT_MAX { (form(cx, row)) }
    }
}

fn line(cx: &Cx, sight: &Sight, one: &Shown, may: bool) -> [Markup; 4] {
    let stored = &one.stored;
    let path = super::super::path(stored.referral, &format!("/attachments/{}", stored.id));
    let way = match stored.direction {
        Direction::Out => cx.t("attachment-ours"),
        Direction::In => {
            cx.t_with("attachment-theirs", &[("agency", Arg::from(sight.peer_name(cx)))])
        }
    };
    [
        html! {
            b { (cx.code("attachment-sort", &stored.sort)) }
            div.small.muted { (Name(&one.name)) " · " span.num { (size(cx, stored.size)) } }
        },
        html! {
            (way)
            div.small.muted { span.num { (dates::near(cx.lang, cx.now, stored.created_at)) } }
        },
        state(cx, stored),
        html! {
            @if stored.is_whole() { (Button::link(cx.t("attachment-open"), cx.url(&path)).line().small()) }
            @if may && stored.state == State::Waiting {
                (post(cx, &format!("{path}/removal"), &html! {
                    (Button::submit(cx.t("attachment-remove")).soft().small())
                }))
            }
        },
    ]
}

fn state(cx: &Cx, stored: &Attachment) -> Markup {
    let whole = sealed_bytes(stored.size).max(1);
    let percent = stored.have.saturating_mul(100).checked_div(whole).unwrap_or(0).min(100);
    let moving = matches!(stored.state, State::Offered | State::Fetching);
    let tone = match stored.state {
        State::Waiting => Tone::Gold,
        State::Coming | State::Offered | State::Fetching => Tone::Info,
        State::Arrived | State::Here => Tone::Ok,
        State::Refused | State::Erased => Tone::Bad,
    };
    let words = cx.code("attachment-state", stored.state.code());
    html! {
        (tag(tone, words))
        @if moving {
            progress.bar max="100" value=(percent) aria-label=(cx.t("attachment-progress")) {}
            span.small.num { (cx.t_with("attachment-percent", &[("n", percent.into())])) }
        }
        @if let Some(code) = &stored.code { div.small { (words::line(cx, code)) } }
        @if let (Some(at), Some(role)) = (stored.opened_at, &stored.opened_role) {
            div.small.muted {
                (cx.t("attachment-opened")) " " (cx.t(roles::text_key(role))) " · "
                span.num { (dates::near(cx.lang, cx.now, at)) }
            }
        }
    }
}

fn size(cx: &Cx, bytes: u64) -> String {
    let kilo = bytes.div_ceil(1_024);
    if kilo < 1_024 {
        return cx.t_with("attachment-kb", &[("n", kilo.into())]);
    }
    cx.t_with("attachment-mb", &[("n", kilo.div_ceil(1_024).into())])
}

fn form(cx: &Cx, row: &Referral) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let fields = Form::new(cx, &values, &errors);
    let sorts = SORTS.iter().map(|sort| (*sort, cx.code("attachment-sort", sort)));
    let sort = fields.select("sort", cx.t("attachment-sort")).choices(sorts);
    let limit = [("mb", FILE_BYTES_MAX.div_euclid(1_024 * 1_024).into())];
    let action = cx.url(&super::super::path(row.id, "/attachments"));
    let when =
        if super::is_accepted(row) { "attachment-goes-now" } else { "attachment-goes-later" };
    html! {
        (Card::new(cx.t("attachment-attach")).id("attach").body(stack(&html! {
            (Note::new("lock-key", cx.t(when)).tone(Tone::Info).says(cx.t("attachment-sealed")))
            form method="post" action=(action) enctype="multipart/form-data" novalidate {
                (sort)
                div.field {
                    label for="file" { (cx.t("attachment-file")) }
                    p.hint id="file-h" { (cx.t_with("attachment-file-hint", &limit)) }
                    input.in type="file" id="file" name="file" aria-describedby="file-h"
                        accept="application/pdf,image/jpeg,image/png,audio/*,video/mp4,text/plain";
                }
                (acts(&html! { (Button::submit(cx.t("attachment-act")).icon("upload-simple")) }))
            }
        })))
    }
}
