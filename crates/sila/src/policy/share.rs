//! Sending a version to linked agencies, and acknowledging theirs. An agency acknowledges by signing with its key.

use maud::{Markup, html};
use sila_core::policy::Guide;
use sila_core::time::Millis;
use sila_core::{AgencyId, RecordId};
use sila_link::record::{Standing, Word};
use sila_seal::Hash;

use super::{KIND, changes, in_force, show, store};
use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::records::{By, propose, store as records, word};
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, post, stack};
use crate::web::{Arg, Cx, Page, ident};

/// A version that another agency has sent.
pub struct Theirs {
    /// The record as which it came.
    pub record: RecordId,
    /// Whose guide it is.
    pub agency: AgencyId,
    /// What it says.
    pub guide: Guide,
    /// The hash of what we would sign.
    pub digest: Hash,
    /// It waits for our acknowledgement.
    pub waits: bool,
    /// We have acknowledged it.
    pub signed: bool,
    /// When it was sent.
    pub at: Millis,
}

/// Sends the version in force to the chosen agencies.
///
/// # Errors
/// `policy.none` when no version is in force; as [`send`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let by = By { worker: Some(ask.worker()?.id), now: ask.now };
    let chosen = ask.form.all("agencies").filter_map(|text| AgencyId::parse(text).ok());
    for agency in chosen.collect::<Vec<_>>() {
        send(&ask.app, agency, by).await?;
    }
    Ok(Reply::see_other(ask.cx.url("/policy")))
}

/// Sends the version in force to one agency, once.
///
/// # Errors
/// `policy.none`; `record.not_linked`.
pub async fn send(app: &App, agency: AgencyId, by: By) -> Result<(), Problem> {
    let held = in_force(app, by.now).await?;
    let guide = held.ok_or_else(|| Problem::refused("policy.none").way_out("/policy"))?.guide;
    let number = guide.number;
    let sent = app.store.read(move |tx| store::shares(tx, number)).await?;
    if sent.contains_key(&agency) {
        return Ok(());
    }
    let content = minicbor::to_vec(&guide).unwrap_or_default();
    let record = propose::first(app, KIND, &[agency], content, by).await?;
    Ok(app.store.write(move |tx| store::share(tx, number, agency, record)).await?)
}

/// Every version that others have sent, what waits for us first, then the newest.
pub fn theirs(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Theirs>, DbError> {
    let mut all = Vec::new();
    for (record, loaded) in records::of_kind(tx, KIND)? {
        for (digest, held) in loaded.shared.versions() {
            let version = &held.version;
            let guide: Option<Guide> = minicbor::decode(&version.content).ok();
            let Some(guide) = guide.filter(|guide| version.proposer != me && guide.check().is_ok())
            else {
                continue;
            };
            let waits = loaded.shared.standing(digest) == Some(Standing::Open)
                && held.awaited().any(|party| party == me);
            let signed = held.words.get(&me) == Some(&Word::Sign);
            let (agency, at) = (version.proposer, version.at);
            all.push(Theirs { record, agency, guide, digest: *digest, waits, signed, at });
        }
    }
    all.sort_by_key(|one| (!one.waits, std::cmp::Reverse(one.at)));
    Ok(all)
}

/// The version of a record, and the guide of the same agency that we acknowledged before it.
async fn one(ask: &Ask) -> Result<(Theirs, Option<Guide>), Problem> {
    let (id, me): (RecordId, _) = (ask.id("id")?, ask.app.node.id);
    let all = ask.app.store.read(move |tx| theirs(tx, me)).await?;
    let (one, others): (Vec<Theirs>, Vec<Theirs>) =
        all.into_iter().partition(|one| one.record == id);
    let one = one.into_iter().next().ok_or_else(Problem::not_found)?;
    let earlier = |other: &Theirs| {
        other.signed && other.agency == one.agency && other.guide.number < one.guide.number
    };
    let before = others.into_iter().filter(earlier).map(|other| other.guide);
    let before = before.max_by_key(|guide| guide.number);
    Ok((one, before))
}

/// The guide of another agency, and whether we have acknowledged it.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (theirs, before) = one(&ask).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let title = cx.lang.pick(&theirs.guide.title.ar, &theirs.guide.title.en).clone();
    let whose = names.of(cx.lang, theirs.agency);
    let version = cx.t_with("policy-version", &[("n", Arg::Num(i64::from(theirs.guide.number)))]);
    let lead = format!("{whose} · {version}");
    let body = html! {
        (heading(ident::Name(&title), Some(&lead), &html! {}))
        (stack(&html! {
            (standing(cx, &theirs, ask.may(Permission::AgreementSign)))
            (changes::card(cx, &theirs.guide, before.as_ref()))
            (show::chapters(cx, &theirs.guide))
        }))
    };
    let page = Page::new(cx, title).crumb(cx.t("policy-title"), "/policy");
    Ok(Reply::page(&page.body(body)))
}

fn standing(cx: &Cx, theirs: &Theirs, may_sign: bool) -> Markup {
    let to = format!("/policy/of/{}", theirs.record);
    html! {
        @if !theirs.waits {
            (Note::new("seal-check", cx.t("policy-acknowledged")).tone(Tone::Ok).says(cx.t("policy-acknowledged-text")))
        } @else if may_sign {
            (Card::new(cx.t("policy-acknowledge")).body(html! {
                p { (cx.t("policy-acknowledge-text")) }
                (post(cx, &to, &acts(&html! { (Button::submit(cx.t("policy-acknowledge")).icon("signature")) })))
            }))
        } @else {
            (Note::new("hourglass-medium", cx.t("policy-waits")).tone(Tone::Info).says(cx.t("policy-waits-text")))
        }
    }
}

/// Our agency acknowledges it.
///
/// # Errors
/// `page.not_found`; `record.already_said`.
pub async fn acknowledge(ask: Ask) -> Result<Reply, Problem> {
    let (theirs, _) = one(&ask).await?;
    let by = By { worker: Some(ask.worker()?.id), now: ask.now };
    sign(&ask.app, theirs.record, theirs.digest, by).await?;
    Ok(Reply::see_other(ask.cx.url("/policy")))
}

/// Signs for a version that was shown.
///
/// # Errors
/// `page.not_found`; what the rules of records refuse.
pub async fn sign(app: &App, record: RecordId, digest: Hash, by: By) -> Result<(), Problem> {
    let loaded = app.store.read(move |tx| records::load(tx, record)).await?;
    let held = loaded.as_ref().and_then(|loaded| loaded.shared.version(&digest));
    let version = held.ok_or_else(Problem::not_found)?.version.clone();
    word::commit(app, version, Word::Sign, by).await
}
