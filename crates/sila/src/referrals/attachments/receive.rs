//! Letters of the other agency about documents: one lies ready, or what became of ours.

use sila_core::ids::ReferralId;
use sila_core::time::Millis;
use sila_link::{AttachmentNews, AttachmentOffer, Code, Disposition, Fate, Kind, Message};

use super::super::record::Record;
use super::super::store::Direction;
use super::store::{self, Attachment, State};
use super::{COUNT_MAX, Label, SORTS, Stopped, is_accepted, key, seal, sniff, upload};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::Peer;
use crate::links::receiving::{Apply, Parked};
use crate::web::forms::shown_name;

/// Bytes that may be on their way over one link.
const FETCHING_BYTES_MAX: u64 = 2 * 1_024 * 1_024 * 1_024;

fn parked(code: &str) -> Parked {
    Parked { code: code.to_owned() }
}

/// Checks a letter and says how to apply it.
///
/// # Errors
/// [`Parked`] when it is malformed, or about a referral that this agency does not share with `peer`.
pub async fn prepare(
    app: &App,
    peer: &Peer,
    kind: Kind,
    payload: &[u8],
    now: Millis,
) -> Result<Apply, Parked> {
    match Message::decode(kind, payload)? {
        Message::AttachmentOffer(offer) => offered(app, peer, offer, now).await,
        Message::AttachmentNews(news) => told(app, peer, news, now).await,
        _ => Err(parked("attachment.malformed")),
    }
}

async fn offered(
    app: &App,
    peer: &Peer,
    offer: AttachmentOffer,
    now: Millis,
) -> Result<Apply, Parked> {
    let id = ReferralId(offer.referral);
    let record = Record::of(app, id).await.map_err(|_none| parked("attachment.no_referral"))?;
    if record.row.peer != peer.agency {
        return Err(parked("attachment.no_referral"));
    }
    let stopped = Stopped::of(&record).comes_in(record.row.direction);
    if !is_accepted(&record.row) && !stopped {
        return Err(parked("attachment.not_accepted"));
    }
    if sniff::ending(&offer.media).is_none() || !SORTS.contains(&offer.sort.as_str()) {
        return Err(parked("attachment.type"));
    }
    let root = offer.file.root;
    let fact = upload::fact(app, &record.row, "offered by them", None, &root, now);
    let new = announced(peer, &offer, now);
    let label = Label { name: shown_name(&offer.name), file: offer.file };
    let body = match key(app, id, &record.sealed) {
        Ok(key) => seal(&key, &label),
        Err(_erased) if stopped => Vec::new(),
        Err(_erased) => return Err(parked("attachment.no_referral")),
    };
    let new = Attachment { body, ..new };
    let bell = app.clone();
    Ok(Box::new(move |tx| {
        if is_stopped(tx, id)? {
            journal::insert(tx, &fact)?;
            return taken_back(tx, &new);
        }
        if store::count(tx, new.referral)? >= COUNT_MAX {
            return Ok(Disposition::Refused(Code::known("attachment.too_many")));
        }
        if store::fetching_bytes(tx, new.link)?.saturating_add(new.size) > FETCHING_BYTES_MAX {
            return Ok(Disposition::Parked(Code::known("attachment.too_much")));
        }
        if !begin(tx, &new)? {
            return Ok(Disposition::Refused(Code::known("attachment.malformed")));
        }
        journal::insert(tx, &fact)?;
        bell.changed(Topic::Referrals);
        Ok(Disposition::Applied)
    }))
}

/// It is fetched from now on. We may have been told of it before: it was held back meanwhile and lies ready again. Then it is fetched on,
/// or anew where we had given it up. False for what is known and anything else, which is no offer.
fn begin(tx: &mut dyn Tx, new: &Attachment) -> Result<bool, DbError> {
    let Some(before) = store::one(tx, new.id)? else {
        return store::insert(tx, new).map(|()| true);
    };
    let theirs = before.direction == Direction::In && before.link == new.link;
    if !theirs || before.referral != new.referral {
        return Ok(false);
    }
    match before.state {
        State::Fetching => Ok(true),
        State::Refused => store::fetch_again(tx, new),
        _ => Ok(false),
    }
}

/// Whether the person has taken it back, as it is stored in the transaction that would take the document in.
fn is_stopped(tx: &mut dyn Tx, id: ReferralId) -> Result<bool, DbError> {
    let stopped = |record: Record| Stopped::of(&record).comes_in(record.row.direction);
    Ok(Record::load(tx, id)?.is_some_and(stopped))
}

/// It was on its way when the person took it back: nothing of it is kept, least of all its key. That it came is counted.
fn taken_back(tx: &mut dyn Tx, offered: &Attachment) -> Result<Disposition, DbError> {
    if store::one(tx, offered.id)?.is_none() {
        let (sort, media) = (String::new(), String::new());
        let trace =
            Attachment { state: State::Erased, sort, media, body: Vec::new(), ..offered.clone() };
        store::insert(tx, &trace)?;
    }
    Ok(Disposition::Refused(Code::known("attachment.taken_back")))
}

fn announced(peer: &Peer, offer: &AttachmentOffer, now: Millis) -> Attachment {
    Attachment {
        id: offer.file.id,
        referral: ReferralId(offer.referral),
        direction: Direction::In,
        link: peer.link,
        state: State::Fetching,
        code: None,
        size: offer.file.size,
        have: 0,
        sort: offer.sort.clone(),
        media: offer.media.clone(),
        body: Vec::new(),
        worker: None,
        created_at: now,
        updated_at: now,
        opened_at: None,
        opened_role: None,
        tries: 0,
        next_try: now,
    }
}

async fn told(app: &App, peer: &Peer, news: AttachmentNews, now: Millis) -> Result<Apply, Parked> {
    let (id, link) = (news.id, peer.link);
    let found = app.store.read(move |tx| store::one(tx, id)).await;
    let ours = |one: &Attachment| one.link == link && one.direction == Direction::Out;
    let stored = found.ok().flatten().filter(ours).ok_or_else(|| parked("attachment.unknown"))?;
    let what = match &news.fate {
        Fate::Arrived => "arrived",
        Fate::Opened(_) => "opened by them",
        Fate::Refused(_) => "refused by them",
    };
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "attachment",
        subject: format!("{} {what}", stored.referral),
        worker: None,
        data: id.as_bytes().to_vec(),
    };
    let bell = app.clone();
    Ok(Box::new(move |tx| {
        apply(tx, &stored, &news, now)?;
        journal::insert(tx, &fact)?;
        bell.changed(Topic::Referrals);
        Ok(Disposition::Applied)
    }))
}

fn apply(
    tx: &mut dyn Tx,
    stored: &Attachment,
    news: &AttachmentNews,
    now: Millis,
) -> Result<(), DbError> {
    let id = stored.id;
    match &news.fate {
        Fate::Arrived => {
            store::set_served(tx, id, sila_seal::chunks::sealed_bytes(stored.size), now)?;
            store::set_state(tx, id, (State::Offered, State::Arrived), None, now)?;
        }
        Fate::Opened(role) => {
            store::set_opened(tx, id, role, news.at)?;
        }
        Fate::Refused(code) => {
            let refused = (State::Offered, State::Refused);
            store::set_state(tx, id, refused, Some(code.as_str()), now)?;
        }
    }
    Ok(())
}
