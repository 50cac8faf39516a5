//! `POST /records/{id}/word`: our agency signs, declines or withdraws one version.

use sila_core::RecordId;
use sila_link::record::{RecordError, Version, Word};
use sila_seal::{Hash, hex};

use super::{By, letters, said, store, text};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Pairs;

/// Does what the pressed button says, to the version that was on the page.
///
/// # Errors
/// As [`say`]; `form.broken` for any other word.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: RecordId = ask.id("id")?;
    let word = match ask.form.get("word") {
        Some("sign") => Word::Sign,
        Some("decline") => Word::Decline,
        Some("withdraw") => Word::Withdraw,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let read = ask.form.get("version").unwrap_or_default();
    let loaded = ask.app.store.read(move |tx| store::load(tx, id)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let digest = loaded.shared.versions().map(|(digest, _)| *digest).find(|d| hex(d) == read);
    let digest = digest.ok_or_else(|| refused(RecordError::Unknown, id))?;
    let by = By { worker: Some(ask.worker()?.id), now: ask.now };
    say(&ask.app, id, digest, word, by).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/records/{id}"))))
}

/// The word of a form that asks for one about a version: the one that was on the page.
///
/// # Errors
/// `form.broken` for any other word, and when another version is there now.
pub fn asked(form: &Pairs, digest: &Hash) -> Result<Word, Problem> {
    let broken = || Problem::bad_request("form.broken");
    if form.get("version") != Some(hex(digest).as_str()) {
        return Err(broken());
    }
    match form.get("word") {
        Some("sign") => Ok(Word::Sign),
        Some("decline") => Ok(Word::Decline),
        _ => Err(broken()),
    }
}

/// Says it, in the name of our agency, to every party.
///
/// # Errors
/// What the rules refuse, such as `record.already_said`; `record.unknown_kind` for signing what this node cannot show.
pub async fn say(app: &App, id: RecordId, digest: Hash, word: Word, by: By) -> Result<(), Problem> {
    let loaded = app.store.read(move |tx| store::load(tx, id)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let held = loaded.shared.version(&digest).ok_or_else(|| refused(RecordError::Unknown, id))?;
    let shown = text::Text::of(&held.version.kind, &held.version.content).is_some();
    if word == Word::Sign && !shown {
        return Err(Problem::refused("record.unknown_kind").way_out(format!("/records/{id}")));
    }
    commit(app, held.version.clone(), word, by).await
}

/// The node's own word about a version, without anybody at a desk; false when the record has moved on since it was read, such as
/// by another word of ours or a newer version: there is then nothing left to say. False too while so much waits for a party already
/// that nothing more is written to it: that word is said later, and those to others now.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn answer(app: &App, version: Version, word: Word) -> Result<bool, Problem> {
    let by = By { worker: None, now: app.clock.now() };
    match write(app, version, word, by).await {
        Ok(written) => Ok(written.is_ok()),
        Err(problem) if problem.code == "link.outbox_full" => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// Writes the word, and the version if it is new, and sends both. Whoever lets somebody sign has shown what is signed.
///
/// # Errors
/// What the rules refuse.
pub async fn commit(app: &App, version: Version, word: Word, by: By) -> Result<(), Problem> {
    let record = version.record;
    write(app, version, word, by).await?.map_err(|error| refused(error, record))
}

async fn write(
    app: &App,
    version: Version,
    word: Word,
    by: By,
) -> Result<Result<(), RecordError>, Problem> {
    let peers = app.store.read(links::store::peers).await?;
    let signed = said(app, &version, word, by.now)?;
    let voice =
        signed.read().map_err(|error| Problem::internal("record.unsigned").because(error))?;
    let letters = letters(app, &peers, &version, &signed, app.node.id, by.now)?;
    let (me, record, digest) = (app.node.id, version.record, version.digest());
    let told = fact(app, record, word.code(), &signed.to_cbor(), by);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), RecordError>, DbError> {
        let mut shared = store::load(tx, record)?.unwrap_or_default().shared;
        let allowed = shared.add(version.clone()).and_then(|_| shared.may(me, &digest, word));
        if let Err(error) = allowed.and_then(|()| shared.hear(&voice)) {
            return Ok(Err(error));
        }
        store::keep(tx, &shared, &version, (&signed, &voice), (me, true), by.now)?;
        for letter in &letters {
            links::outbox::post(tx, letter)?;
        }
        journal::insert(tx, &told)?;
        Ok(Ok(()))
    };
    let written = app.store.write(write).await?;
    if written.is_ok() {
        app.outbox.notify_one();
        app.jobs.notify_one();
        app.changed(Topic::Agreements);
    }
    Ok(written)
}

pub(super) fn refused(error: RecordError, record: RecordId) -> Problem {
    Problem::refused(error.code()).way_out(format!("/records/{record}"))
}

/// A fact about a shared record, for the journal.
pub(super) fn fact(app: &App, record: RecordId, word: &str, data: &[u8], by: By) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: by.now,
        kind: "record",
        subject: format!("{record} {word}"),
        worker: by.worker,
        data: data.to_vec(),
    }
}
