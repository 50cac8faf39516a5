//! `/referrals/{id}/redirect`: we do not take the person ourselves and pass her on to a third agency, where the agreement
//! under which she came, her permission and our agreement with that agency all allow it. What names her stays sealed: it
//! goes on as it came. What the third agency does is told to the sender by this node.

use maud::html;
use sila_core::Refusal;
use sila_core::codes::Basis;
use sila_core::disclosure::Preview;
use sila_core::ids::{AgencyId, ReferralId};
use sila_core::partnership::Field as Area;
use sila_core::referral::{Entry, Onward, State, Thread};
use sila_core::time::Millis;
use sila_link::{FirstEntry, Salted, SignedEntry};

use super::body::{self, Body, Opening};
use super::claim::free_for;
use super::letter::{self, Beside};
use super::record::{self, Projection, Record};
use super::store::{self, NewReferral, Referral, StoredEntry};
use super::{back_to, duty, entry, form_page, offer, path, random};
use crate::accounts::{Permission, Worker};
use crate::agreements::{self, InForce};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::licences::blocks;
use crate::links::{self, Peer, outbox::Letter};
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Note, Tone};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The grounds for passing on.
const GROUNDS: [Basis; 4] =
    [Basis::Residence, Basis::Specialism, Basis::Capacity, Basis::SafetyRelocation];

/// Asks to whom, and why.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    let under = under(&ask.app, &record).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &under, &ask.form, &Errors::none())))
}

/// Passes on.
///
/// # Errors
/// As [`redirect`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let to = ask.form.get("to").and_then(|text| AgencyId::parse(text).ok());
    let basis = ask.form.get("basis").and_then(|code| Basis::from_code(code).ok());
    let mut errors = Errors::none();
    if to.is_none() {
        errors.add("to", ask.cx.t("referral-redirect-to-missing"));
    }
    if basis.is_none() {
        errors.add("basis", ask.cx.t("referral-redirect-why-missing"));
    }
    let (Some(to), Some(basis)) = (to, basis) else {
        let under = under(&ask.app, &record).await?;
        let page = form(&ask.cx, &record, &under, &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    };
    redirect(&ask.app, worker, id, (to, basis), ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

fn form(cx: &Cx, record: &Record, under: &InForce, values: &Pairs, errors: &Errors) -> Page {
    let fields = Form::new(cx, values, errors);
    let named = under.agreement.onward.iter().flat_map(|onward| &onward.to);
    let permitted = record.thread.as_ref().map(|thread| thread.offer().onward.clone());
    let permitted = permitted.unwrap_or_default();
    let choices: Vec<(String, String)> = named
        .filter(|third| permitted.contains(&third.agency))
        .map(|third| (third.agency.to_text(), cx.lang.pick(&third.name_ar, &third.name_en).clone()))
        .collect();
    let grounds = GROUNDS.map(|basis| (basis.code(), cx.code("basis", basis.code())));
    let inside = html! {
        (fields.select("to", cx.t("referral-redirect-to")).hint(cx.t("referral-redirect-to-hint")).choices(choices))
        (fields.select("basis", cx.t("referral-redirect-why")).choices(grounds))
        (Note::new("lock-key", cx.t("referral-redirect-sealed")).tone(Tone::Info)
            .says(cx.t("referral-redirect-sealed-text")))
    };
    let (title, act) = (cx.t("referral-redirect-title"), path(record.row.id, "/redirect"));
    form_page(cx, &record.row, title, &act, &inside, &cx.t("referral-redirect-act"), errors)
}

/// The agreement under which a referral came, whatever its dates.
async fn under(app: &App, record: &Record) -> Result<InForce, Problem> {
    let (peer, id) = (record.row.peer, record.row.agreement);
    let known = app.store.read(move |tx| agreements::store::of_peer(tx, peer)).await?;
    let found = known.into_iter().find(|stored| stored.agreement.id == id);
    let found = found.ok_or_else(|| Problem::from(Refusal::NoAgreement))?;
    Ok(agreements::for_answer(found))
}

/// Everything one transaction writes.
struct Passed {
    up: Referral,
    projection: Projection,
    told: StoredEntry,
    new: NewReferral,
    first: StoredEntry,
    letters: [Letter; 2],
    facts: [Fact; 2],
    now: Millis,
}

/// The act itself.
///
/// # Errors
/// The first rule that says no, with its clause; `referral.no_link`; `referral.origin_key` when the sender has changed
/// its keys since it signed.
pub async fn redirect(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    (to, basis): (AgencyId, Basis),
    now: Millis,
) -> Result<ReferralId, Problem> {
    let record = Record::through(app, worker, id).await?;
    free_for(&record, worker.id, now)?;
    let under = under(app, &record).await?;
    under.agreement.may_pass_on(to)?;
    let source = record.row.peer;
    let offer = record.thread.as_ref().map(Thread::offer);
    let services = offer.map_or_else(Vec::new, |offer| offer.services.clone());
    let category = offer.map(|offer| offer.category);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let peers = (links::store::peer_of(tx, source)?, links::store::peer_of(tx, to)?);
        Ok((peers, blocks::stop(tx, to, &services, now)?))
    };
    let (peers, shut) = app.store.read(read).await?;
    if let Some(state) = shut {
        return Err(blocks::problem(to, state));
    }
    let (Some(from), Some(peer)) = peers else {
        return Err(Problem::refused("referral.no_link"));
    };
    if !peer.is_open() {
        return Err(Problem::refused("referral.no_link"));
    }
    let in_force = agreements::in_force(app, now).await?;
    let with = in_force.into_iter().filter(|agreement| agreement.peer == to);
    let with = with
        .max_by_key(|a| (a.covers(category), a.agreement.from, a.agreement.id))
        .ok_or(Refusal::NoAgreement)?;
    with.open(Area::Referral)?;
    let passed =
        compose(app, worker, &record, (&under, &with), (&from, &peer), (to, basis), now).await?;
    let new = passed.new.row.id;
    let done = app.store.write(move |tx| passed.insert(tx)).await.map_err(|e: DbError| e)?;
    app.outbox.notify_one();
    app.changed(Topic::Referrals);
    if done { Ok(new) } else { Err(Problem::unavailable("referral.busy")) }
}

/// What the third agency is shown. That the first two know the person is not said of it.
fn told(app: &App, record: &Record) -> Result<Preview, Problem> {
    let body = body::open(app, record.row.id, &record.sealed)?;
    let preview = body.ok_or_else(|| Problem::internal("referral.unreadable"))?.preview;
    Ok(Preview { linked_priority: false, ..preview })
}

async fn compose(
    app: &App,
    worker: &Worker,
    record: &Record,
    (under, with): (&InForce, &InForce),
    (from, peer): (&Peer, &Peer),
    (to, basis): (AgencyId, Basis),
    now: Millis,
) -> Result<Passed, Problem> {
    let up = record.thread()?;
    let proof = proof(record, up, from)?;
    let preview = told(app, record)?;
    crate::agreements::vocabulary::understood(&with.agreement)?;
    with.agreement.understands(preview.codes())?;
    let salted = Salted { salt: random(), bytes: preview.to_cbor() };
    let by = record::by(worker, Permission::ReferralDecide)?;
    let new = ReferralId(app.clock.new_id());
    let first =
        record.stored.iter().find(|entry| entry.author == up.offer().source && entry.n == 1);
    let onward = Onward {
        up,
        first: first.map(|entry| entry.hash).unwrap_or_default(),
        under: &under.agreement,
        agreement: &with.agreement,
        agreement_digest: with.digest,
        to,
        basis,
        reference: "R",
        preview_commit: salted.commitment(),
        sex: preview.sex,
    };
    // Asked before a number is taken, and again with it.
    onward.make(new, by.clone(), now)?;
    let reference = offer::reference(app, now).await?;
    let (offered, told) = Onward { reference: &reference, ..onward }.make(new, by, now)?;
    let opening = Some(Opening { salt: salted.salt, identity: None });
    let sealed = body::seal_new(
        app,
        new,
        &Body { preview, shared: None, waiting: None, returned: None, opening },
    )?;
    let identity = record.sealed.identity.clone();
    let beside =
        Beside { preview: Some(salted), identity, origin: Some(proof), ..Beside::default() };
    let (up_entry, up_letter, up_after) = tell(app, from, record, &told, now)?;
    let (entry, letter, thread) = open(app, peer, &offered, beside, now)?;
    let made = offer::row(new, None, State::Offered, thread.offer(), worker, now);
    let row = Referral { relay: Some(record.row.id), ..made };
    let after = record::projection(&row, &thread, std::slice::from_ref(&entry));
    Ok(Passed {
        facts: [
            entry::fact(app, record.row.id, &up_entry, Some(worker.id), now),
            entry::fact(app, new, &entry, Some(worker.id), now),
        ],
        letters: [up_letter, letter],
        projection: up_after,
        up: record.row.clone(),
        told: up_entry,
        new: NewReferral { row, fingerprint: after.fingerprint, sealed },
        first: entry,
        now,
    })
}

/// What the third agency checks the sender's leave with: the entry, and a statement with the key that signed it, which
/// the sender has not revoked.
fn proof(record: &Record, up: &Thread, from: &Peer) -> Result<FirstEntry, Problem> {
    let source = up.offer().source;
    let first = record.stored.iter().find(|entry| entry.author == source && entry.n == 1);
    let first = first.ok_or_else(|| Problem::internal("referral.broken_thread"))?;
    let shown = from
        .known()
        .statements()
        .into_iter()
        .map(|statement| FirstEntry { entry: first.body.clone(), statement: statement.to_cbor() });
    let proof = shown.into_iter().find(|proof| proof.verify(source).is_ok());
    proof.ok_or_else(|| Problem::refused("referral.origin_key"))
}

/// The entry that tells the sender, signed.
fn tell(
    app: &App,
    from: &Peer,
    record: &Record,
    told: &Entry,
    now: Millis,
) -> Result<(StoredEntry, Letter, Projection), Problem> {
    let signed = entry::sign(app, told.clone(), &record.stored)?;
    let own = entry::stored(told, &signed);
    let entries: Vec<Entry> = record.entries.iter().cloned().chain([told.clone()]).collect();
    let stored: Vec<StoredEntry> = record.stored.iter().cloned().chain([own.clone()]).collect();
    let after = folded(&entries)?;
    let letter =
        letter::letter(app, from, (record.row.id, after.offer()), &signed, Beside::default(), now)?;
    Ok((own, letter, record::projection(&record.row, &after, &stored)))
}

/// The first entry of the new referral, signed.
fn open(
    app: &App,
    peer: &Peer,
    offered: &Entry,
    beside: Beside,
    now: Millis,
) -> Result<(StoredEntry, Letter, Thread), Problem> {
    let signed: SignedEntry = entry::sign(app, offered.clone(), &[])?;
    let thread = folded(std::slice::from_ref(offered))?;
    let subject = (offered.referral, thread.offer());
    let letter = letter::letter(app, peer, subject, &signed, beside, now)?;
    Ok((entry::stored(offered, &signed), letter, thread))
}

fn folded(entries: &[Entry]) -> Result<Thread, Problem> {
    Thread::fold(entries)
        .map_err(|error| Problem::internal("referral.broken_thread").because(error))
}

impl Passed {
    /// Both referrals in one transaction; nothing when somebody wrote to the first meanwhile.
    fn insert(&self, tx: &mut dyn Tx) -> Result<bool, DbError> {
        if !record::project(tx, &self.up, &self.projection, self.now)? {
            return Ok(false);
        }
        let (up, new) = (self.up.id, self.new.row.id);
        store::insert_entry(tx, up, &self.told)?;
        tx.send(&store::SET_RELAY, &p![up, new])?;
        store::insert(tx, &self.new)?;
        store::insert_entry(tx, new, &self.first)?;
        for (letter, fact) in self.letters.iter().zip(&self.facts) {
            links::outbox::post(tx, letter)?;
            journal::insert(tx, fact)?;
        }
        duty::store::add(tx, duty::EXPIRE, new, self.new.row.expires_at).map(|()| true)
    }
}
