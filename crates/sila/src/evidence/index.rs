//! The two pages of a pack that people read, in Arabic and in English: what it holds, and how to check it.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sila_core::disclosure::{Disclosure, Preview};
use sila_core::referral::Thread;
use sila_seal::Key;

use super::check::Proven;
use super::container::Making;
use super::pack::Pack;
use crate::referrals::letter::identity_aad;
use crate::referrals::summary;
use crate::web::components::{Col, Summary, Table};
use crate::web::{Cx, Lang, dates, ident};

const STYLE: &str = "body{font:16px/1.7 'IBM Plex Sans Arabic','Noto Naskh Arabic',system-ui,sans-serif;max-inline-size:52rem;margin:2rem auto;padding-inline:1.2rem;color:#222}h1{font-size:1.6rem}h2{font-size:1.15rem;margin-block-start:2rem}table{border-collapse:collapse;inline-size:100%}th,td{text-align:start;padding:.35rem .5rem;border-block-end:1px solid #ddd;vertical-align:top}dl{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:.3rem 1rem}dt{color:#666}dd{margin:0}bdi,code{overflow-wrap:anywhere}pre{background:#f4f2ee;padding:.7rem;overflow-x:auto}";

/// One page.
pub fn page(cx: &Cx, pack: &Pack, thread: &Thread, proven: &Proven, making: &Making) -> Vec<u8> {
    let dir = if cx.lang == Lang::Ar { "rtl" } else { "ltr" };
    let markup = html! {
        (DOCTYPE)
        html lang=(cx.lang.code()) dir=(dir) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (cx.t("pack-title")) " " (proven.reference) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (cx.t("pack-title")) " " (ident::Reference(&proven.reference)) }
                p { (cx.t("pack-confidential")) }
                (made(cx, making))
                h2 { (cx.t("pack-agencies")) }
                (agencies(cx, pack))
                h2 { (cx.t("pack-entries")) }
                (entries(cx, pack, thread))
                h2 { (cx.t("pack-content")) }
                (content(cx, pack, thread))
                h2 { (cx.t("pack-log")) }
                (log(cx, proven))
                h2 { (cx.t("pack-check")) }
                p { (cx.t("pack-check-text")) }
                pre dir="ltr" { "sila verify FILE" }
                p { (cx.t("pack-check-fingerprint")) }
            }
        }
    };
    markup.into_string().into_bytes()
}

fn made(cx: &Cx, making: &Making) -> Summary {
    Summary::new()
        .row(cx.t("pack-made"), cx.at(sila_core::Millis(making.at)))
        .row(cx.t("pack-by"), ident::Name(&making.by))
        .row(cx.t("pack-reason"), ident::Name(&making.reason))
}

fn agencies(cx: &Cx, pack: &Pack) -> Table {
    let columns = [
        Col::text(cx.t("pack-agency")),
        Col::text(cx.t("link-code")),
        Col::text(cx.t("link-fingerprint")),
    ];
    let told = pack.agencies.iter().filter_map(|chain| chain.last()?.verify().ok());
    Table::new(cx.t("pack-agencies"), columns).rows(told.map(|told| {
        let fingerprint = sila_core::AgencyId(told.agency()).to_string();
        let name = cx.lang.pick(&told.name_ar, &told.name_en);
        [
            html! { (ident::Name(name)) },
            html! { (ident::Code(&told.code)) },
            html! { (ident::Code(&fingerprint)) },
        ]
    }))
}

fn entries(cx: &Cx, pack: &Pack, thread: &Thread) -> Table {
    let code = |agency: sila_core::AgencyId| {
        let told = pack.agencies.iter().filter_map(|chain| chain.last()?.verify().ok());
        let mut told = told.filter(|told| told.agency() == agency.0);
        told.next().map(|told| cx.lang.pick(&told.name_ar, &told.name_en).to_owned())
    };
    let columns =
        [Col::text(cx.t("pack-act")), Col::text(cx.t("pack-agency")), Col::text(cx.t("audit-at"))];
    Table::new(cx.t("pack-entries"), columns).rows(thread.steps().iter().map(|step| {
        let who = code(step.entry.author).unwrap_or_default();
        [
            html! { (cx.code("referral-step", step.entry.act.code())) },
            html! { (ident::Name(&who)) },
            html! { (dates::near(cx.lang, cx.now, step.entry.at)) },
        ]
    }))
}

/// What was shared, as far as the pack opens it.
fn content(cx: &Cx, pack: &Pack, thread: &Thread) -> Markup {
    let preview = pack.preview.as_ref().and_then(|salted| Preview::from_cbor(&salted.bytes).ok());
    let id = thread.steps().first().map(|step| step.entry.referral);
    let opened = pack.identity.as_ref().zip(id).and_then(|(given, id)| {
        let plain = Key::from_bytes(given.key).open(&identity_aad(id), &given.sealed).ok()?;
        Disclosure::from_cbor(&plain).ok()
    });
    match (preview, opened) {
        (Some(preview), Some(shared)) => html! { (summary::shared(cx, &shared, &preview, cx.now)) },
        (Some(preview), None) => {
            html! { (summary::preview(cx, &preview)) p { (cx.t("pack-identity-absent")) } }
        }
        _ => html! { p { (cx.t("pack-erased")) } },
    }
}

fn log(cx: &Cx, proven: &Proven) -> Summary {
    let witnesses = proven.witnesses.join(", ");
    let witnesses = if witnesses.is_empty() { cx.t("pack-nobody") } else { witnesses };
    Summary::new()
        .row(cx.t("pack-rows"), proven.rows)
        .row(cx.t("pack-witnesses"), ident::Code(&witnesses))
        .row(cx.t("pack-receipts"), proven.receipts)
}
