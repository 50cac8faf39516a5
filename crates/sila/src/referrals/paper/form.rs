//! `/referrals/{id}/sealed-form`: the cover sheet and the form for the envelope, ready to be printed on A4. Each printing is
//! written down like any other reading.

use maud::{Markup, html};
use sila_core::codes::{DeclineCode, Kind, OutcomeCode};
use sila_core::ids::ReferralId;

use super::super::body::{self, Body};
use super::super::record::Record;
use super::super::store::Direction;
use super::super::{content, list, path, summary};
use super::seal::{self, Codes};
use crate::agreements;
use crate::ask::Ask;
use crate::db::DbError;
use crate::journal::access::{self, Subject};
use crate::partners::{self, Level, Partner};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Note, Summary, Tone, heading};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Cx, Page, dates};

/// Everything that the two sheets say.
struct Sheets {
    record: Record,
    body: Body,
    codes: Codes,
    partner: Partner,
    agreement: String,
}

/// Whether there is anything to hand over: signed, to a partner that is reached on paper, and neither refused nor taken back.
pub fn is_printable(record: &Record) -> bool {
    let undone = record.thread.as_ref().is_some_and(|thread| thread.state().must_purge());
    record.partner == Some(Level::Paper)
        && record.row.direction == Direction::Out
        && record.thread.is_some()
        && !undone
}

/// The page to print.
///
/// # Errors
/// `page.not_found` for a stranger, and for a referral that does not go on paper; `partner.no_person` when the partner is only
/// listed by now.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    if !is_printable(&record) {
        return Err(Problem::not_found());
    }
    let sheets = gather(&ask, record).await?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.paper", ask.now).await?;
    let cx = &ask.cx;
    let how = Note::new("printer", cx.t("paper-how")).tone(Tone::Info).body(html! {
        ol { @for step in ["paper-how-1", "paper-how-2", "paper-how-3", "paper-how-4"] { li { (cx.t(step)) } } }
    });
    let body = html! {
        div.no-print {
            (heading(cx.t("paper-title"), Some(&cx.t("paper-lead")), &html! {
                button.btn type="button" data-print hidden { (cx.t("paper-print-now")) }
            }))
            (how)
        }
        (cover(cx, &sheets))
        (inside(cx, &sheets))
    };
    let page = Page::new(cx, cx.t("paper-title"))
        .crumb(cx.t("referrals-out"), "/referrals/out")
        .crumb(sheets.record.row.reference.clone(), &path(id, ""));
    Ok(Reply::page(&page.body(body)))
}

async fn gather(ask: &Ask, record: Record) -> Result<Sheets, Problem> {
    let unreadable = || Problem::internal("referral.unreadable");
    let body = body::open(&ask.app, record.row.id, &record.sealed)?.ok_or_else(unreadable)?;
    let codes = seal::codes(&record.row.reference, &body).ok_or_else(unreadable)?;
    let (peer, agreement) = (record.row.peer, record.row.agreement);
    let read = move |tx: &mut dyn crate::db::Tx| -> Result<_, DbError> {
        Ok((partners::store::find(tx, peer)?, agreements::store::find(tx, agreement)?))
    };
    let (partner, agreement) = ask.app.store.read(read).await?;
    let partner = partner.ok_or_else(Problem::not_found)?;
    partner.addressee()?;
    let agreement = agreement.map(|stored| stored.agreement.code).unwrap_or_default();
    Ok(Sheets { record, body, codes, partner, agreement })
}

/// What stands at the head of both sheets.
fn head(cx: &Cx, sheets: &Sheets, title: &str) -> Markup {
    html! {
        header.sheet-h {
            div {
                b { (Name(cx.agency())) }
                h2 { (cx.t(title)) }
            }
            div.sheet-ref { (Reference(&sheets.record.row.reference)) span { (cx.t("paper-restricted")) } }
        }
    }
}

fn cover(cx: &Cx, sheets: &Sheets) -> Markup {
    let row = &sheets.record.row;
    let time = |at| format!("{} · {}", dates::day(cx.lang, at), dates::clock(at));
    let rows = Summary::new()
        .wide()
        .row(
            cx.t("paper-to"),
            html! { (Name(sheets.partner.name(cx.lang))) " · " (Name(&sheets.partner.contact)) },
        )
        .row(cx.t("referral-kind"), cx.code("kind", row.kind.code()))
        .row(cx.t("paper-sent"), html! { span.num { (time(row.offered_at)) } })
        .row(
            cx.t("paper-answer-by"),
            html! { b.num { (time(row.decide_by)) } " " (list::urgency(cx, row.urgency)) },
        )
        .row(cx.t("referral-agreement"), Code(&sheets.agreement));
    html! {
        article.sheet {
            (head(cx, sheets, "paper-cover"))
            (rows)
            h3 { (cx.t("paper-preview")) }
            (summary::preview(cx, &sheets.body.preview))
            div.sheet-seal {
                (seal::square(&row.reference, &sheets.codes))
                div {
                    p.muted { (cx.t("referral-content")) }
                    p.content-hash { (Code(&content::grouped(&sheets.codes.content))) }
                    p.muted { (cx.t("paper-cover-code")) }
                    p.sheet-code { (Code(&seal::spoken(sheets.codes.cover))) }
                }
            }
            p.sheet-rule { (cx.t("paper-rule")) }
            (slip(cx, sheets))
        }
    }
}

/// The slip at the foot of the cover: torn off, signed, and returned or told.
fn slip(cx: &Cx, sheets: &Sheets) -> Markup {
    let row = &sheets.record.row;
    html! {
        section.sheet-slip {
            h3 { (cx.t("paper-slip")) " " (Reference(&row.reference)) }
            p.small { (cx.t("paper-slip-text")) }
            p.ticks {
                @for answer in ["RECEIVED", "ACCEPTED", "DECLINED", "RETURNED"] { span { (cx.code("slip-answer", answer)) } }
            }
            dl.blanks {
                div { dt { (cx.t("paper-blank-code")) } dd {} }
                div { dt { (cx.t("paper-blank-reason")) } dd {} }
                div { dt { (cx.t("paper-blank-name")) } dd {} }
                div { dt { (cx.t("paper-blank-sign")) } dd {} }
            }
            p.reasons {
                @for code in DeclineCode::ALL { span { (Code(code.code())) " " (cx.code("decline", code.code())) } }
            }
        }
    }
}

fn inside(cx: &Cx, sheets: &Sheets) -> Markup {
    let Some(shared) = &sheets.body.shared else { return html! {} };
    let basis = cx.code("lawful-basis", shared.permission.basis.code());
    html! {
        article.sheet {
            (head(cx, sheets, "paper-inside"))
            p.sheet-rule { (cx.t("paper-inside-rule")) }
            (summary::shared(cx, shared, &sheets.body.preview, cx.now))
            (Summary::new().wide().row(cx.t("paper-basis"), basis))
            div.sheet-seal {
                div {
                    p.muted { (cx.t("referral-content")) }
                    p.content-hash { (Code(&content::grouped(&sheets.codes.content))) }
                    p.muted { (cx.t("paper-inside-code")) }
                    p.sheet-code { (Code(&seal::spoken(sheets.codes.inside))) }
                }
            }
            section.sheet-slip {
                h3 { (cx.t("paper-outcome-slip")) " " (Reference(&sheets.record.row.reference)) }
                p.small { (cx.t("paper-outcome-text")) }
                @if sheets.record.row.kind == Kind::Assessment { p.small { (cx.t("assessment-attach")) } }
                p.ticks {
                    @for code in OutcomeCode::ALL { span { (Code(code.code())) " " (cx.code("outcome", code.code())) } }
                }
                dl.blanks {
                    div { dt { (cx.t("paper-blank-code")) } dd {} }
                    div { dt { (cx.t("paper-blank-name")) } dd {} }
                    div { dt { (cx.t("paper-blank-sign")) } dd {} }
                }
            }
        }
    }
}
