//! `/evaluations/instruments`: the instruments that this agency has brought in, the form by which another one comes, and each with its statements,
//! its bands and the rounds in which people were asked by it.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_seal::sha256;
use uuid::Uuid;

use super::instrument::Instrument;
use super::store::{self, Kept, Round};
use crate::accounts::Permission;
use crate::activation::saying::whole;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, empty_state, heading, tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// The list, without language.
pub(super) const PATH: &str = "/evaluations/instruments";
/// Most people asked in one round.
const INVITED_MAX: i64 = 10_000;

pub(super) fn place(id: Uuid) -> Place {
    Place { table: "licensed_instrument", row: id }
}

/// The file of an instrument.
///
/// # Errors
/// `vault.unreadable`.
pub(super) fn opened(app: &App, kept: &Kept) -> Result<Instrument, Problem> {
    let bytes = app.vault.open(place(kept.id), &kept.body)?;
    Instrument::read(&bytes).map_err(|_damaged| Problem::internal("vault.unreadable"))
}

/// The list, and the form by which another one comes.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&drawn(&ask, None).await?))
}

/// Brings one in.
///
/// # Errors
/// `licensed.known` when the same file was brought in before; when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let bytes = ask.file.as_ref().map(|file| file.bytes.as_slice()).unwrap_or_default();
    if let Err(wrong) = Instrument::read(bytes) {
        return Ok(Reply::page_with_errors(&drawn(&ask, Some(wrong)).await?));
    }
    let (id, worker) = (ask.app.clock.new_id(), ask.worker()?.id);
    let kept = Kept { id, at: ask.now, worker, body: ask.app.vault.seal(place(id), bytes) };
    let mark = ask.app.vault.mark(bytes);
    let told = fact(&ask, "LICENSED", &sha256(&[bytes]))?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::insert_instrument(tx, &kept, mark)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("licensed.known").way_out(PATH));
    }
    Ok(Reply::see_other(ask.cx.url(&format!("{PATH}/{id}"))))
}

/// What was done, for the journal.
pub(super) fn fact(ask: &Ask, subject: &str, data: &[u8]) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "evaluation",
        subject: subject.to_owned(),
        worker: Some(ask.worker()?.id),
        data: data.to_vec(),
    })
}

async fn drawn(ask: &Ask, wrong: Option<&'static str>) -> Result<Page, Problem> {
    let all = ask.app.store.read(store::instruments).await?;
    let cx = &ask.cx;
    let title = cx.t("licensed-title");
    let columns = [
        Col::text(cx.t("licensed-one")),
        Col::num(cx.t("licensed-statements")),
        Col::text(cx.t("licensed-at")),
    ];
    let none =
        empty_state("clipboard-text", cx.t("licensed-none"), cx.t("licensed-none-text"), &html! {});
    let mut table = Table::new(&title, columns).when_empty(none);
    for kept in &all {
        let one = opened(&ask.app, kept)?;
        let href = cx.url(&format!("{PATH}/{}", kept.id));
        table = table.row([
            html! {
                a.ref href=(href) { (ident::Name(cx.lang.pick(&one.name.ar, &one.name.en))) }
                span.sub { (ident::Name(cx.lang.pick(&one.licence.ar, &one.licence.en))) }
            },
            html! { (one.statements.len()) },
            html! { (dates::day(cx.lang, kept.at)) },
        ]);
    }
    let body = html! {
        (heading(title.clone(), Some(&cx.t("licensed-lead")), &html! {}))
        @if let Some(wrong) = wrong {
            (Note::new("warning-circle", cx.t("licensed-wrong")).tone(Tone::Bad).says(cx.t(&format!("licensed-wrong-{wrong}"))))
        }
        div.stack {
            (Card::new(&title).count(all.len()).body(html! { (table) }))
            @if ask.may(Permission::AgreementSign) { (bring(cx)) }
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("evaluations-title"), "/evaluations");
    Ok(page.errors(wrong.is_some()).body(body))
}

fn bring(cx: &Cx) -> Markup {
    html! {
        (Card::new(cx.t("licensed-bring")).body(html! {
            p { (cx.t("licensed-bring-text")) }
            form method="post" action=(cx.url(PATH)) enctype="multipart/form-data" {
                div.field {
                    label for="file" { (cx.t("licensed-file")) }
                    p.hint id="file-h" { (cx.t("licensed-file-hint")) }
                    input.in type="file" id="file" name="file" aria-describedby="file-h" accept=".json,application/json";
                }
                (acts(&html! { (Button::submit(cx.t("licensed-act")).icon("upload-simple")) }))
            }
        }))
    }
}

/// The instrument with this identifier.
///
/// # Errors
/// `page.not_found`.
pub(super) async fn found(ask: &Ask, id: Uuid) -> Result<(Kept, Instrument), Problem> {
    let kept = ask.app.store.read(move |tx| store::instrument(tx, id)).await?;
    let kept = kept.ok_or_else(Problem::not_found)?;
    let one = opened(&ask.app, &kept)?;
    Ok((kept, one))
}

/// One instrument.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn one(ask: Ask) -> Result<Reply, Problem> {
    let (kept, one) = found(&ask, ask.id("id")?).await?;
    let page = shown(&ask, (&kept, &one), &Pairs::default(), &Errors::none()).await?;
    Ok(Reply::page(&page))
}

/// Opens a round: people are asked about one partner.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn open(ask: Ask) -> Result<Reply, Problem> {
    let (kept, one) = found(&ask, ask.id("id")?).await?;
    let names = Names::all(&ask.app).await?;
    let mut errors = Errors::none();
    let agency = AgencyId::parse(ask.form.get("agency").unwrap_or_default()).ok();
    let agency = agency.filter(|id| names.linked().any(|known| known == *id));
    let invited = ask.form.get("invited").and_then(whole);
    let invited = invited.filter(|n| (1..=INVITED_MAX).contains(n));
    if agency.is_none() {
        errors.add("agency", ask.cx.t("historic-partner-needed"));
    }
    if invited.is_none() {
        errors.add("invited", ask.cx.t("licensed-invited-needed"));
    }
    let Some((agency, invited)) = agency.zip(invited) else {
        let page = shown(&ask, (&kept, &one), &ask.form, &errors).await?;
        return Ok(Reply::page_with_errors(&page));
    };
    let (id, worker) = (ask.app.clock.new_id(), ask.worker()?.id);
    let (instrument, opened_at) = (kept.id, ask.now);
    let round = Round { id, instrument, agency, invited, opened_at, closed_at: None };
    let told = fact(&ask, "LICENSED_ROUND", id.as_bytes())?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert_round(tx, &round, worker)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/evaluations/rounds/{id}"))))
}

async fn shown(
    ask: &Ask,
    (kept, one): (&Kept, &Instrument),
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let id = kept.id;
    let rounds = ask.app.store.read(move |tx| store::rounds(tx, id)).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let title = cx.lang.pick(&one.name.ar, &one.name.en).clone();
    let body = html! {
        (heading(ident::Name(&title), Some(cx.lang.pick(&one.licence.ar, &one.licence.en)), &html! {}))
        div.stack {
            (asked(cx, &names, &rounds))
            @if ask.may(Permission::AgreementSign) { (opening(cx, kept.id, &names, values, errors)) }
            (Card::new(cx.t("licensed-statements")).count(one.statements.len()).body(html! {
                ol { @for statement in &one.statements {
                    li {
                        (ident::Name(cx.lang.pick(&statement.ar, &statement.en)))
                        @if statement.reversed { " " (tag(Tone::Plain, cx.t("licensed-reversed"))) }
                    }
                } }
            }))
            (bands(cx, one))
        }
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("licensed-title"), PATH);
    Ok(page.errors(errors.any()).body(body))
}

/// What each sum means.
pub(super) fn bands(cx: &Cx, one: &Instrument) -> Markup {
    let rows = one.bands.iter().fold(Summary::new(), |rows, band| {
        let sums = html! { span.num dir="ltr" { (band.from) "–" (band.until) } };
        rows.row(cx.lang.pick(&band.ar, &band.en).clone(), sums)
    });
    html! { (Card::new(cx.t("licensed-bands")).body(html! { (rows) })) }
}

fn asked(cx: &Cx, names: &Names, rounds: &[Round]) -> Markup {
    html! {
        (Card::new(cx.t("licensed-rounds")).count(rounds.len()).body(html! {
            @if rounds.is_empty() { p.muted { (cx.t("licensed-no-round")) } }
            ul.plain { @for round in rounds {
                li {
                    a.ref href=(cx.url(&format!("/evaluations/rounds/{}", round.id))) { (ident::Name(names.of(cx.lang, round.agency))) }
                    " · " (dates::day(cx.lang, round.opened_at)) " "
                    (tag(Tone::Plain, cx.t(if round.closed_at.is_some() { "licensed-closed" } else { "licensed-open" })))
                }
            } }
        }))
    }
}

fn opening(cx: &Cx, id: Uuid, names: &Names, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let partners = names.linked().map(|one| (one.to_text(), names.of(cx.lang, one).to_owned()));
    html! {
        (form.summary())
        (Card::new(cx.t("licensed-round-new")).body(html! {
            form method="post" action=(cx.url(&format!("{PATH}/{id}/rounds"))) novalidate {
                (form.select("agency", cx.t("licensed-about")).choices(partners))
                (form.text("invited", cx.t("licensed-invited")).numeric().max(5))
                (acts(&html! { (Button::submit(cx.t("licensed-round-new"))) }))
            }
        }))
    }
}
