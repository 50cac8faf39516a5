//! The numbers that two nodes publish together. On the first of each month the party with the lower identifier computes both indices
//! from what was signed until then and signs them with the hash of everything that went in; the other node computes the same by
//! itself and signs only what is, byte for byte, what it has found. Where the facts differ neither number is published: both nodes
//! send theirs, and both pages list the facts in which they differ.

use maud::{Markup, html};
use sila_core::indices::{
    Discrepancy, Facts, Index, PARTS_MAX, PartOf, Published, activation, balance,
};
use sila_core::partnership::OfInitiative;
use sila_core::time::Date;
use sila_core::{AgreementId, FactId, Millis, RecordId};
use sila_link::record::{Standing, Version, Word};
use sila_seal::sha256;
use uuid::Uuid;

use super::closed::{Closed, Computed};
use super::exchange::{self, Observed};
use super::ledger::{self, Book};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links;
use crate::problem::Problem;
use crate::records::store::{self as records, Line};
use crate::records::{By, propose, unless_refused, word};
use crate::web::components::{Card, Note, Tone, tag};
use crate::web::{Arg, Cx, dates, ident};

/// So long what is still on its way may arrive before facts are said to differ.
const WAY_DAYS: i64 = 3;
/// Publications so old are read at most.
const RECENT_DAYS: i64 = 100;
/// The most facts of a list that are shown.
const SHOWN_MAX: usize = 60;

/// What this node finds for an agreement at a moment.
///
/// # Errors
/// When the store cannot be read.
pub async fn computed(app: &App, book: &Book, at: Millis) -> Result<Published, Problem> {
    Ok(both(app, book, at).await?.published)
}

/// Both indices of an agreement at a moment, and what is published of them. What was computed before from the same is not computed again.
///
/// # Errors
/// When the store cannot be read.
pub async fn both(app: &App, book: &Book, at: Millis) -> Result<Computed, Problem> {
    let seen: Observed = exchange::of(app, &book.ledger.agreement, at).await?;
    Ok(once(&app.books.closed, book, seen, at))
}

/// As [`both`], for a page: the indices of the last moment at which a day began, something was signed or something was brought in. Nothing
/// but the passing of a day changes them otherwise, so a page that is opened again finds them.
///
/// # Errors
/// When the store cannot be read.
pub async fn shown(app: &App, book: &Book, now: Millis) -> Result<Computed, Problem> {
    let seen: Observed = exchange::of(app, &book.ledger.agreement, now).await?;
    let day = now.uae_date().at_minute(0);
    let brought = seen.brought.iter().map(|one| one.voice.deed.recorded_at);
    let at = brought.filter(|at| *at <= now).chain(book.changed_at(now)).fold(day, Millis::max);
    Ok(once(&app.books.closed, book, seen, at))
}

/// Both indices from what is held, and from what has changed since.
pub fn once(closed: &Closed, book: &Book, seen: Observed, at: Millis) -> Computed {
    let agreement = book.ledger.agreement.id;
    let (key, print) = ((at, agreement), book.print(at));
    if let Some(held) = closed.find(key, &print, &seen) {
        return held;
    }
    let part =
        |record: RecordId, compute: &dyn Fn() -> OfInitiative| match print.initiatives.get(&record)
        {
            Some(of) => closed.initiative((agreement, record), of, compute),
            None => compute(),
        };
    let computed = computed_from(book, &book.facts_by(at, seen.clone(), part), at);
    closed.keep(key, (&print, seen), &computed);
    computed
}

/// The same, computed from every fact.
pub fn afresh(book: &Book, seen: Observed, at: Millis) -> Computed {
    computed_from(book, &book.facts(at, seen), at)
}

fn computed_from(book: &Book, facts: &Facts, at: Millis) -> Computed {
    let (lives, even) = (activation::index(facts, at), balance::index(facts, at));
    let published = of(book.ledger.agreement.id, facts, at, [&lives, &even]);
    Computed { published, lives, even }
}

fn of(agreement: AgreementId, facts: &Facts, at: Millis, [lives, even]: [&Index; 2]) -> Published {
    let (terms, all) = facts.parts();
    let short = |bytes: &[u8]| sha256(&[bytes]).first_chunk().copied().unwrap_or_default();
    let mut parts = vec![PartOf { id: FactId(Uuid::nil()), hash: short(&terms) }];
    parts.extend(all.iter().map(|(id, bytes)| PartOf { id: *id, hash: short(bytes) }));
    if parts.len() > PARTS_MAX {
        parts.clear();
    }
    Published {
        agreement,
        at,
        formulas: [activation::FORMULA.to_owned(), balance::FORMULA.to_owned()],
        activation: lives.hundredths(),
        balance: even.hundredths(),
        inputs: sha256(&[&facts.to_cbor()]),
        parts,
    }
}

/// The first moment of the month in the State.
fn month(now: Millis) -> Millis {
    Date { day: 1, ..now.uae_date() }.at_minute(0)
}

/// Answers what the other party publishes, and publishes at the turn of the month. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let now = app.clock.now();
    let since = month(now);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let asked = records::asked_of(tx, [Published::KIND; 3])?;
        Ok((asked, records::recent_of_kind(tx, Published::KIND, since)?))
    };
    let (asked, recent) = app.store.read(read).await?;
    let said: Vec<(Line, Published)> = recent.into_iter().filter_map(opened).collect();
    let due = since.plus_hours(1) <= now && now < since.plus_days(WAY_DAYS);
    if asked.is_empty() && !due {
        return Ok(0);
    }
    let mut done = 0_usize;
    for line in asked {
        done = done.saturating_add(usize::from(answer(app, line.version, &said, now).await?));
    }
    if due {
        done = done.saturating_add(publish(app, &said, since, now).await?);
    }
    Ok(done)
}

fn opened(line: Line) -> Option<(Line, Published)> {
    let published = Published::from_cbor(&line.version.content).ok()?;
    Some((line, published))
}

/// Our word about what the other party publishes; false while it may still change.
async fn answer(
    app: &App,
    version: Version,
    said: &[(Line, Published)],
    now: Millis,
) -> Result<bool, Problem> {
    let theirs = Published::from_cbor(&version.content).ok().filter(|one| one.at <= now);
    let Some(theirs) = theirs else { return word::answer(app, version, Word::Decline).await };
    let books = ledger::shared(app).await?;
    let of = |book: &&Book| {
        book.ledger.agreement.id == theirs.agreement && book.stored.peer == version.proposer
    };
    let Some(book) = books.iter().find(of) else {
        return word::answer(app, version, Word::Decline).await;
    };
    let ours = computed(app, book, theirs.at).await?;
    if ours == theirs {
        return word::answer(app, version, Word::Sign).await;
    }
    if now < version.at.plus_days(WAY_DAYS) {
        return Ok(false);
    }
    let me = app.node.id;
    let own = |(line, one): &(Line, Published)| {
        line.version.proposer == me && (one.agreement, one.at) == (ours.agreement, ours.at)
    };
    // Ours goes before the word about theirs: without it nobody would see where they differ.
    if !said.iter().any(own) {
        let (to, by) = ([version.proposer], By { worker: None, now });
        let sent = propose::first(app, Published::KIND, &to, ours.to_cbor(), by).await;
        if unless_refused(sent)?.is_none() {
            return Ok(false);
        }
    }
    word::answer(app, version, Word::Decline).await
}

/// Publishes for every agreement in force of which ours is the lower identifier.
async fn publish(
    app: &App,
    said: &[(Line, Published)],
    at: Millis,
    now: Millis,
) -> Result<usize, Problem> {
    let (me, open) = (app.node.id, links::peers(app).await?);
    let reached =
        |book: &Book| open.iter().any(|one| one.agency == book.stored.peer && one.is_open());
    let mut done = 0_usize;
    for book in ledger::shared(app).await?.iter() {
        let agreement = &book.ledger.agreement;
        if said.iter().any(|(_, one)| (one.agreement, one.at) == (agreement.id, at)) {
            continue;
        }
        let signed = book.ledger.signed_at.is_some_and(|signed| signed <= at);
        let ours = signed && me < book.stored.peer && book.ledger.holds(at).is_ok();
        if ours && reached(book) {
            let found = computed(app, book, at).await?;
            let by = By { worker: None, now };
            let to = [book.stored.peer];
            let sent = propose::first(app, Published::KIND, &to, found.to_cbor(), by).await;
            done = done.saturating_add(usize::from(unless_refused(sent)?.is_some()));
        }
    }
    Ok(done)
}

/// What was last published of an agreement.
#[derive(Debug, Clone)]
pub enum Last {
    /// Both have signed the same.
    Both(RecordId, Published),
    /// One has published and the other has not answered yet.
    Waiting(Published),
    /// Both have published, and not the same.
    Differ(Millis, Vec<Discrepancy>),
}

/// What was last published of an agreement, if anything.
///
/// # Errors
/// When the store cannot be read.
pub async fn last(app: &App, agreement: AgreementId, now: Millis) -> Result<Option<Last>, Problem> {
    let since = now.plus_days(-RECENT_DAYS);
    let read = move |tx: &mut dyn Tx| records::recent_of_kind(tx, Published::KIND, since);
    let all = app.store.read(read).await?.into_iter().filter_map(opened);
    let own: Vec<(Line, Published)> = all.filter(|(_, one)| one.agreement == agreement).collect();
    let Some(at) = own.iter().map(|(_, one)| one.at).max() else { return Ok(None) };
    let newest = || own.iter().filter(move |(_, one)| one.at == at);
    if let Some((line, one)) = newest().find(|(line, _)| line.standing == Standing::InForce) {
        return Ok(Some(Last::Both(line.record, one.clone())));
    }
    let me = app.node.id;
    let (ours, theirs): (Vec<_>, Vec<_>) =
        newest().partition(|(line, _)| line.version.proposer == me);
    Ok(match (ours.first(), theirs.first()) {
        (Some((_, ours)), Some((_, theirs))) if ours != theirs => {
            Some(Last::Differ(at, ours.discrepancies(theirs)))
        }
        (Some((_, one)), _) | (None, Some((_, one))) => Some(Last::Waiting(one.clone())),
        (None, None) => None,
    })
}

/// What was last published, under the indices.
pub fn card(cx: &Cx, last: Option<&Last>) -> Markup {
    let day = |at: Millis| [("day", Arg::phrase(dates::day(cx.lang, at)))];
    let number = |value: Option<u32>| match value {
        Some(value) => format!("{}.{:02}", value / 100, value % 100),
        None => cx.t("card-insufficient"),
    };
    html! {
        @match last {
            None => { (Note::new("stamp", cx.t("published-none")).tone(Tone::Plain).says(cx.t("published-none-text"))) }
            Some(Last::Both(record, one)) => {
                (Card::new(cx.t("published-title")).tag(tag(Tone::Ok, cx.t("published-both"))).body(html! {
                    p.muted { (cx.t_with("published-on", &day(one.at))) }
                    p {
                        (cx.t("figures-activation")) " " b.num { (number(one.activation)) } " · "
                        (cx.t("figures-balance")) " " b.num { (number(one.balance)) }
                    }
                    p.small.muted { (cx.t("figures-inputs")) " " (ident::Seal(&one.inputs)) }
                    a.link href=(cx.url(&format!("/records/{record}"))) { (cx.t("evaluation-signatures")) }
                }))
            }
            Some(Last::Waiting(one)) => {
                (Note::new("hourglass-medium", cx.t("published-waiting")).tone(Tone::Gold)
                    .says(cx.t_with("published-waiting-text", &day(one.at))))
            }
            Some(Last::Differ(at, list)) => {
                (Card::new(cx.t("published-differ")).tag(tag(Tone::Bad, cx.t("published-no-number"))).body(html! {
                    p { (cx.t_with("published-differ-text", &day(*at))) }
                    ul.plain { @for one in list.iter().take(SHOWN_MAX) { li { (discrepancy(cx, *one)) } } }
                }))
            }
        }
    }
}

fn discrepancy(cx: &Cx, one: Discrepancy) -> Markup {
    let (key, id) = match one {
        Discrepancy::Terms => ("published-terms", None),
        Discrepancy::OnlyOurs(id) => ("published-only-ours", Some(id)),
        Discrepancy::OnlyTheirs(id) => ("published-only-theirs", Some(id)),
        Discrepancy::Differs(id) => ("published-differs", Some(id)),
    };
    html! { (cx.t(key)) @if let Some(id) = id { " " (ident::Code(&id.to_string())) } }
}
