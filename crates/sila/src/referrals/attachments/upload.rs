//! `POST /{lang}/referrals/{id}/attachments`: takes a document as it comes from the browser. It is sealed chunk by chunk
//! and stored row by row, so that no more of it than one row is ever in memory.

use rand_core::Rng;
use sila_core::ids::ReferralId;
use sila_core::time::Millis;
use sila_link::{FILE_BYTES_MAX, SealedFile};
use sila_seal::Key;
use sila_seal::chunks::{FileKey, Sealed, Sealer};
use uuid::Uuid;

use super::super::record::Record;
use super::super::store::{Direction, Referral};
use super::store::{self, Attachment, State};
use super::{COUNT_MAX, Label, ROW_BYTES, SORTS, key, may_attach, seal, sniff};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::forms::FormProblem;
use crate::web::upload::Upload;

/// Takes a document.
///
/// # Errors
/// `page.not_found` for a stranger; `attachment.…` when it is too large, of a type that is not taken, or one too many.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    if !may_attach(worker, &record) {
        return Err(Problem::forbidden());
    }
    let back = super::super::path(id, "");
    let refused = |code: &str| Problem::refused(code).way_out(back.clone());
    let key = key(&ask.app, id, &record.sealed)?;
    if ask.app.store.read(move |tx| store::count(tx, id)).await? >= COUNT_MAX {
        return Err(refused("attachment.too_many"));
    }
    let body = ask.take_body().ok_or_else(|| Problem::bad_request("form.broken"))?;
    let mut upload = Upload::open(&ask.headers, body).await.map_err(unread)?;
    let sort = upload.fields.get("sort").unwrap_or_default().to_owned();
    if !SORTS.contains(&sort.as_str()) {
        return Err(refused("attachment.sort"));
    }
    let first = upload.look(sniff::LOOK_BYTES).await.map_err(unread)?.to_vec();
    if upload.name.is_empty() || first.is_empty() {
        return Err(refused("attachment.none"));
    }
    let (media, _) = sniff::media(&first).ok_or_else(|| refused("attachment.type"))?;
    let new = begun(&ask, &record.row, (sort, media)).await?;
    let taken = take(&ask.app, &new, &key, upload).await;
    if let Err(problem) = taken {
        let gone = new.id;
        ask.app.store.write(move |tx| store::delete(tx, gone).map(|_| ())).await?;
        return Err(problem.way_out(back));
    }
    ask.app.changed(Topic::Referrals);
    Ok(super::super::back_to(&ask.cx, id))
}

/// Takes a document back that has not left.
///
/// # Errors
/// `page.not_found` when it has, or was never there.
pub async fn remove(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    if !may_attach(worker, &record) {
        return Err(Problem::forbidden());
    }
    let gone: Uuid = ask.id("attachment")?;
    let fact = fact(&ask.app, &record.row, "removed", Some(worker.id), gone.as_bytes(), ask.now);
    let removed = ask
        .app
        .store
        .write(move |tx| {
            let ours = store::one(tx, gone)?.is_some_and(|one| one.referral == id);
            if !ours || !store::delete(tx, gone)? {
                return Ok::<_, DbError>(false);
            }
            journal::insert(tx, &fact)?;
            Ok(true)
        })
        .await?;
    ask.app.changed(Topic::Referrals);
    if removed { Ok(super::super::back_to(&ask.cx, id)) } else { Err(Problem::not_found()) }
}

/// The row, before the content.
async fn begun(
    ask: &Ask,
    row: &Referral,
    (sort, media): (String, &str),
) -> Result<Attachment, Problem> {
    let agency = row.peer;
    let peer = ask.app.store.read(move |tx| crate::links::store::peer_of(tx, agency)).await?;
    let peer = peer.ok_or_else(|| Problem::refused("referral.no_link"))?;
    let new = Attachment {
        id: ask.app.clock.new_id(),
        referral: row.id,
        direction: Direction::Out,
        link: peer.link,
        state: State::Coming,
        code: None,
        size: 0,
        have: 0,
        sort,
        media: media.to_owned(),
        body: Vec::new(),
        worker: Some(ask.worker()?.id),
        created_at: ask.now,
        updated_at: ask.now,
        opened_at: None,
        opened_role: None,
        tries: 0,
        next_try: ask.now,
    };
    let row = new.clone();
    ask.app.store.write(move |tx| store::insert(tx, &row)).await?;
    Ok(new)
}

/// Seals and stores the content, and then says that it is whole.
async fn take(app: &App, new: &Attachment, key: &Key, mut from: Upload) -> Result<(), Problem> {
    let mut bytes = [0; 32];
    Randomness.fill_bytes(&mut bytes);
    let own = Key::from_bytes(bytes);
    let mut sealer = Sealer::new(FileKey::new(&own, new.id.into_bytes()));
    let mut rows = Rows { app, id: new.id, nth: 0, held: Vec::new() };
    while let Some(part) = from.next().await.map_err(unread)? {
        sealer.push(&part, &mut rows.held);
        if sealer.size() > FILE_BYTES_MAX {
            return Err(Problem::too_large("attachment.too_large"));
        }
        rows.put_full().await?;
    }
    let said = sealer.finish(&mut rows.held);
    rows.put_full().await?;
    rows.put_rest().await?;
    whole(app, new, key, (from.name, own, said)).await
}

async fn whole(
    app: &App,
    new: &Attachment,
    key: &Key,
    (name, own, said): (String, Key, Sealed),
) -> Result<(), Problem> {
    let label = Label { name, file: SealedFile::new(new.id, said, *own.to_bytes()) };
    let (body, now) = (seal(key, &label), app.clock.now());
    let id = (new.id, said.size);
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "attachment",
        subject: format!("{} attached", new.referral),
        worker: new.worker,
        data: said.root.to_vec(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        journal::insert(tx, &told)?;
        store::complete(tx, id, &body, now)
    };
    let done = app.store.write(write).await?;
    if done { Ok(()) } else { Err(Problem::unavailable("attachment.broken")) }
}

/// A fact about the documents of a referral.
pub(super) fn fact(
    app: &App,
    row: &Referral,
    what: &str,
    worker: Option<sila_core::WorkerId>,
    data: &[u8],
    now: Millis,
) -> Fact {
    let subject = format!("{} {what}", row.id);
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "attachment",
        subject,
        worker,
        data: data.to_vec(),
    }
}

/// Sealed chunks on their way into rows.
struct Rows<'a> {
    app: &'a App,
    id: Uuid,
    nth: u64,
    held: Vec<u8>,
}

impl Rows<'_> {
    async fn put_full(&mut self) -> Result<(), Problem> {
        let full = usize::try_from(ROW_BYTES).unwrap_or(usize::MAX);
        while self.held.len() >= full {
            let rest = self.held.split_off(full);
            let row = std::mem::replace(&mut self.held, rest);
            self.put(row).await?;
        }
        Ok(())
    }

    async fn put_rest(&mut self) -> Result<(), Problem> {
        let row = std::mem::take(&mut self.held);
        if row.is_empty() { Ok(()) } else { self.put(row).await }
    }

    async fn put(&mut self, row: Vec<u8>) -> Result<(), Problem> {
        let (id, nth) = (self.id, self.nth);
        self.nth = self.nth.saturating_add(1);
        Ok(self.app.store.write(move |tx| store::put(tx, id, nth, &row)).await?)
    }
}

fn unread(problem: FormProblem) -> Problem {
    match problem {
        FormProblem::TooManyFields | FormProblem::FieldTooLong => {
            Problem::too_large("form.too_large")
        }
        FormProblem::Body(_) => Problem::bad_request("attachment.broken"),
    }
}
