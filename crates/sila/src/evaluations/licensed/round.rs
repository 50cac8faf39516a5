//! `/evaluations/rounds/{id}`: one time that people were asked: sheets are typed in as they came, with nobody's name, and what they say together
//! stands with how many answered, of how many. While sheets still come nothing is told: from one look to the next somebody could tell what
//! the last sheet says.

use maud::{Markup, html};
use sila_seal::Key;
use uuid::Uuid;

use super::instrument::{Heard, Instrument};
use super::list::{PATH, bands, fact, found};
use super::store::{self, Round};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, heading, post, tag,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

fn place(id: Uuid) -> Place {
    Place { table: "licensed_sheet", row: id }
}

fn path(id: Uuid) -> String {
    format!("/evaluations/rounds/{id}")
}

async fn one(ask: &Ask) -> Result<(Round, Instrument), Problem> {
    let id: Uuid = ask.id("id")?;
    let round = ask.app.store.read(move |tx| store::round(tx, id)).await?;
    let round = round.ok_or_else(Problem::not_found)?;
    let (_, instrument) = found(ask, round.instrument).await?;
    Ok((round, instrument))
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (round, instrument) = one(&ask).await?;
    let page = drawn(&ask, (&round, &instrument), &Pairs::default(), &Errors::none()).await?;
    Ok(Reply::page(&page))
}

/// Keeps a sheet.
///
/// # Errors
/// `page.not_found`; `licensed.full` when the round is closed, or as many have answered as were asked.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (round, instrument) = one(&ask).await?;
    let mut errors = Errors::none();
    let mut marks = Vec::new();
    for nth in 1..=instrument.statements.len() {
        let name = name(nth);
        match ask.form.get(&name).and_then(|text| text.parse::<u8>().ok()) {
            Some(mark) => marks.push(mark),
            None => errors.add(name, ask.cx.t("licensed-mark-needed")),
        }
    }
    if errors.any() || !instrument.takes(&marks) {
        if !errors.any() {
            errors.add(name(1), ask.cx.t("licensed-mark-needed"));
        }
        let page = drawn(&ask, (&round, &instrument), &ask.form, &errors).await?;
        return Ok(Reply::page_with_errors(&page));
    }
    // The identifier says nothing of when, or of who was before.
    let id = unordered();
    let body = ask.app.vault.seal(place(id), &marks);
    let of = round.id;
    let write = move |tx: &mut dyn Tx| store::insert_sheet(tx, id, of, &body);
    if !ask.app.store.write::<_, DbError, _>(write).await? {
        return Err(Problem::refused("licensed.full").way_out(path(of)));
    }
    Ok(Reply::see_other(ask.cx.url(&path(of))))
}

/// Closes the round: no sheet comes after.
///
/// # Errors
/// `page.not_found`; `licensed.full` when it was closed before.
pub async fn close(ask: Ask) -> Result<Reply, Problem> {
    let (round, _) = one(&ask).await?;
    let (id, now) = (round.id, ask.now);
    let told = fact(&ask, "LICENSED_CLOSED", id.as_bytes())?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::close(tx, id, now)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("licensed.full").way_out(path(id)));
    }
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// An identifier that does not say when it was made.
fn unordered() -> Uuid {
    let key = *Key::generate(&mut Randomness).to_bytes();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(key).for_each(|(to, byte)| *to = byte);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn name(nth: usize) -> String {
    format!("s{nth}")
}

async fn drawn(
    ask: &Ask,
    (round, instrument): (&Round, &Instrument),
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let id = round.id;
    let sealed = ask.app.store.read(move |tx| store::sheets(tx, id)).await?;
    let open = |(id, body): &(Uuid, Vec<u8>)| ask.app.vault.open(place(*id), body);
    let sheets: Vec<Vec<u8>> =
        sealed.iter().map(|one| open(one).map(|marks| marks.to_vec())).collect::<Result<_, _>>()?;
    let heard = instrument.heard(&sheets);
    let over = round.closed_at.is_some() || count(&heard) >= round.invited;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let title = cx.lang.pick(&instrument.name.ar, &instrument.name.en).clone();
    let may = ask.may(Permission::AgreementSign) && round.closed_at.is_none();
    let tags = html! {
        (ident::Name(names.of(cx.lang, round.agency))) " "
        (tag(Tone::Plain, cx.t(if round.closed_at.is_some() { "licensed-closed" } else { "licensed-open" })))
    };
    let body = html! {
        (heading(ident::Name(&title), Some(&cx.t("licensed-apart")), &tags))
        div.stack {
            (said(cx, round, instrument, (&heard, over)))
            @if may {
                (sheet(cx, id, instrument, values, errors))
                (post(cx, &format!("{}/closing", path(id)), &html! { (Button::submit(cx.t("licensed-close")).soft()) }))
            }
            (bands(cx, instrument))
        }
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("licensed-title"), PATH);
    let page = page.crumb(title, &format!("{PATH}/{}", round.instrument));
    Ok(page.errors(errors.any()).body(body))
}

fn count(heard: &Heard) -> i64 {
    i64::try_from(heard.people).unwrap_or(i64::MAX)
}

/// How many answered of how many, always; what they say, of five and more and once no sheet comes any more.
fn said(cx: &Cx, round: &Round, instrument: &Instrument, (heard, over): (&Heard, bool)) -> Markup {
    let people = count(heard);
    let rate = people.saturating_mul(100).checked_div(round.invited).unwrap_or(0);
    let told = [("n", Arg::Num(people)), ("of", Arg::Num(round.invited)), ("rate", Arg::Num(rate))];
    let rows = Summary::new().row(cx.t("licensed-answered"), cx.t_with("licensed-n-of", &told));
    let rows = match heard.whole.filter(|_| over) {
        Some((mean, band)) => {
            let (lowest, highest) = instrument.sums();
            let words = instrument.bands.get(band);
            let words = words.map_or("", |band| cx.lang.pick(band.ar.as_str(), band.en.as_str()));
            rows.row(cx.t("licensed-mean"), html! { b.num { (tenths(mean)) } " " span.muted.num dir="ltr" { "(" (lowest) "–" (highest) ")" } })
                .row(cx.t("licensed-band"), ident::Name(words))
        }
        None => rows,
    };
    html! {
        (Card::new(cx.t("licensed-result")).id("result").body(html! {
            (rows)
            @match &heard.statements {
                Some(means) if over => (table(cx, instrument, means)),
                Some(_) => (Note::new("hourglass-medium", cx.t("licensed-later")).tone(Tone::Info)),
                None => (Note::new("users-three", cx.t("licensed-few")).tone(Tone::Info)),
            }
        }))
    }
}

fn table(cx: &Cx, instrument: &Instrument, means: &[i64]) -> Markup {
    let columns = [Col::text(cx.t("licensed-statement")), Col::num(cx.t("licensed-mean"))];
    let rows = instrument.statements.iter().zip(means).map(|(one, mean)| {
        [html! { (ident::Name(cx.lang.pick(&one.ar, &one.en))) }, html! { (tenths(*mean)) }]
    });
    html! { (Table::new(cx.t("licensed-statements"), columns).rows(rows)) }
}

/// Tenths with their point.
fn tenths(n: i64) -> String {
    format!("{}.{}", n.div_euclid(10), n.rem_euclid(10))
}

/// The form of one sheet.
fn sheet(cx: &Cx, id: Uuid, instrument: &Instrument, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let scale = instrument.scale;
    html! {
        (form.summary())
        (Card::new(cx.t("licensed-sheet")).body(html! {
            p.muted { (cx.t("licensed-sheet-text")) }
            form method="post" action=(cx.url(&format!("{}/sheets", path(id)))) novalidate {
                @for (nth, one) in (1_usize..).zip(&instrument.statements) {
                    (form.radios(&name(nth), cx.lang.pick(&one.ar, &one.en).clone()).side_by_side()
                        .choices((scale.from..=scale.until).map(|mark| (mark.to_string(), mark.to_string()))))
                }
                (acts(&html! { (Button::submit(cx.t("licensed-sheet-keep"))) }))
            }
        }))
    }
}
