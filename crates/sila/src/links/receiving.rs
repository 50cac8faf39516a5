//! Taking in what a call carries: judged and opened outside the transaction, applied and stored inside one, in order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sila_core::Millis;
use sila_core::agreement::Agreement;
use sila_link::{
    Admission, Admitted, Code, Cursor, Disposition, Kind, LinkError, Message, Refusal, place_of,
};
use sila_seal::{Hash, VerifyingKey};
use uuid::Uuid;

use super::arrivals::store::{self as arrivals, Taken};
use super::peer::Peer;
use super::sending::envelope_fact;
use super::transit::store as transit;
use super::trouble::{self, Trouble};
use super::{Cursors, control};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;

/// What a message does, inside the transaction that stores it. May run twice, like every closure of the store.
pub type Apply = Box<dyn FnMut(&mut dyn Tx) -> Result<Disposition, DbError> + Send>;

/// A message that cannot be applied: it waits for a person, and blocks nothing behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Why, such as `referral.no_agreement`.
    pub code: String,
}

impl From<LinkError> for Parked {
    fn from(error: LinkError) -> Parked {
        Parked { code: error.code().to_owned() }
    }
}

impl From<sila_core::Refusal> for Parked {
    fn from(refusal: sila_core::Refusal) -> Parked {
        Parked { code: refusal.code().to_owned() }
    }
}

/// A message whose effect failed inside this node, for a reason that trying again will not mend.
pub const NOT_APPLIED: &str = "O-APPLY";

/// Messages stored in one transaction.
const GROUP: usize = 256;

/// What taking in came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many messages were stored.
    pub stored: usize,
    /// What to tell the other side about those that were not taken.
    pub refusals: Vec<Refusal>,
    /// The cursors moved meanwhile: everything must be judged again.
    pub moved: bool,
    /// Where each stream stands after what was stored.
    pub received: Vec<Cursor>,
}

/// Who speaks, with what is read once for all the messages of a body.
pub struct Speaker {
    /// The sender.
    pub peer: Peer,
    /// Every key that it signs or once signed with, also revoked ones, the newest first.
    pub signed: Vec<VerifyingKey>,
    /// The agreements with it, by their digest. Whether one is in force now is asked where it counts.
    pub agreements: Arc<BTreeMap<Hash, Agreement>>,
}

impl Speaker {
    /// Reads it.
    pub fn read(tx: &mut dyn Tx, peer: &Peer) -> Result<Speaker, DbError> {
        let all = crate::agreements::store::of_peer(tx, peer.agency)?;
        let all = all.into_iter().map(|stored| (stored.digest, stored.agreement)).collect();
        let signed = super::store::their_keys(tx, peer.link)?;
        Ok(Speaker { peer: peer.clone(), signed, agreements: Arc::new(all) })
    }
}

/// Decides what a message does. Reads what it needs, writes nothing.
///
/// # Errors
/// Why it must wait for a person.
pub(super) async fn prepare(
    app: &App,
    speaker: &Speaker,
    kind: &str,
    payload: &[u8],
    now: Millis,
) -> Result<Apply, Parked> {
    let kind = Kind::from_text(kind)?;
    let peer = &speaker.peer;
    match kind {
        Kind::ReferralEntry => crate::referrals::receive::prepare(app, speaker, payload, now),
        Kind::ReferralLine => {
            crate::referrals::joint::receive::prepare(app, peer, payload, now).await
        }
        Kind::AgreementOffer
        | Kind::AgreementSigned
        | Kind::AgreementSuspend
        | Kind::AgreementResume => {
            crate::agreements::receive::prepare(app, peer, kind, payload, now).await
        }
        Kind::RecordShare => crate::records::receive::prepare(app, peer, payload, now).await,
        Kind::FilePart | Kind::FileWithdraw => {
            crate::files::receive::prepare(app, peer, kind, payload, now).await
        }
        Kind::Place(kind) => {
            crate::shelter::asking::receive::prepare(app, peer, kind, payload, now).await
        }
        Kind::Known(kind) => crate::known::prepare(app, peer, kind, payload, now).await,
        Kind::AttachmentOffer | Kind::AttachmentNews => {
            crate::referrals::attachments::receive::prepare(app, peer, kind, payload, now).await
        }
        Kind::LinkTest
        | Kind::LinkSuspend
        | Kind::LinkResume
        | Kind::LinkDisposition
        | Kind::LinkVerified
        | Kind::LinkFile
        | Kind::LinkTested
        | Kind::LinkProved => control::prepare(app, peer, Message::decode(kind, payload)?, now),
    }
}

/// One message on its way into the store.
struct Item {
    apply: Option<Apply>,
    aside: Disposition,
    taken: Taken,
    cursor: Cursor,
    envelope: Vec<u8>,
    fact: Fact,
}

impl Item {
    async fn of(batch: &Batch<'_>, note: &Note) -> Item {
        let Batch { app, speaker, envelopes, now, .. } = *batch;
        let (message, aside) = (&note.message, note.aside.clone());
        let (apply, aside) = match aside {
            Some(aside) => (None, aside),
            None => {
                match prepare(app, speaker, &message.header.kind, &message.payload, now).await {
                    Ok(apply) => (Some(apply), Disposition::Applied),
                    Err(parked) => (None, Disposition::Parked(code(&parked.code))),
                }
            }
        };
        let envelope = envelopes.get(message.at).cloned().unwrap_or_default();
        let fact = envelope_fact(app, "envelope.in", message.header.id, &envelope, now);
        Item { apply, aside, taken: note.taken(), cursor: message.cursor, envelope, fact }
    }

    fn store(&mut self, tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
        // What came before under the same identifier, and was sent again after a restore, has had its effect.
        let disposition = match (arrivals::fate_of(tx, link, self.taken.id)?, &mut self.apply) {
            (Some(fate), _) => fate,
            (None, Some(apply)) => apply(tx)?,
            (None, None) => self.aside.clone(),
        };
        arrivals::insert_in(tx, link, &self.taken, &disposition, &self.envelope, now)?;
        crate::journal::store::insert(tx, &self.fact)
    }
}

/// A message that takes its place, applied or set aside.
struct Note {
    message: Box<Admitted>,
    aside: Option<Disposition>,
}

impl Note {
    fn conversation(&self) -> Uuid {
        self.message.header.conversation
    }

    fn taken(&self) -> Taken {
        let header = &self.message.header;
        Taken {
            place: self.message.place,
            id: header.id,
            kind: header.kind.clone(),
            conversation: header.conversation,
            hash: self.message.header_hash,
        }
    }
}

/// A code from this node's own rules; anything that does not fit the alphabet is our mistake.
pub(super) fn code(text: &str) -> Code {
    Code::parse(text).unwrap_or(Code::known(NOT_APPLIED))
}

/// One call's messages.
pub(super) struct Batch<'a> {
    /// The node.
    pub app: &'a App,
    /// The sender.
    pub speaker: &'a Speaker,
    /// Positions as they were when the messages were judged.
    pub cursors: Cursors,
    /// The call's envelopes.
    pub envelopes: &'a [Vec<u8>],
    /// The time.
    pub now: Millis,
}

impl Batch<'_> {
    /// Stores what was judged, in order. Two messages of one conversation never share a transaction: the second is
    /// prepared from what the first has stored.
    ///
    /// # Errors
    /// When the store cannot be read or written; or the alarm that was raised, after it was kept.
    pub async fn store(mut self, judged: Vec<Admission>) -> Result<Outcome, Trouble> {
        let mut outcome = Outcome::default();
        let mut group: Vec<Note> = Vec::new();
        let mut seen: BTreeSet<Uuid> = BTreeSet::new();
        for admission in judged {
            let note = match admission {
                Admission::New(message) => Note { message, aside: None },
                Admission::SetAside(message, aside) => Note { message, aside: Some(aside) },
                Admission::Duplicate => continue,
                Admission::Refused(refusal) => {
                    self.count(&refusal).await;
                    outcome.refusals.push(refusal);
                    continue;
                }
                Admission::Alarm(alarm) => {
                    self.commit(std::mem::take(&mut group), &mut outcome).await?;
                    trouble::alarm(self.app, &self.speaker.peer, &alarm, self.now).await?;
                    return Err(alarm.error.into());
                }
            };
            if !seen.insert(note.conversation()) || group.len() >= GROUP {
                self.commit(std::mem::take(&mut group), &mut outcome).await?;
                seen = BTreeSet::from([note.conversation()]);
            }
            if outcome.moved {
                return Ok(outcome);
            }
            group.push(note);
        }
        self.commit(group, &mut outcome).await?;
        outcome.received = self.cursors.all_received();
        Ok(outcome)
    }

    /// A refused message is counted, unless it only came too early or while nothing may flow.
    async fn count(&self, refusal: &Refusal) {
        let code = refusal.code.as_str();
        if matches!(code, "T-GAP" | "L-SUSPENDED" | "L-NOT-VERIFIED") {
            return;
        }
        let is_it = |bytes: &&Vec<u8>| {
            let place = place_of(bytes).map(|place| (place.stream, place.seq));
            place.is_ok_and(|place| place == (refusal.stream, refusal.seq))
        };
        let bytes = self.envelopes.iter().find(is_it).map_or(&[][..], Vec::as_slice);
        trouble::count_refused(self.app, Some(self.speaker.peer.link), code, bytes).await;
    }

    async fn commit(&mut self, group: Vec<Note>, outcome: &mut Outcome) -> Result<(), Trouble> {
        if group.is_empty() || outcome.moved {
            return Ok(());
        }
        match self.write(&group).await {
            Ok(stored) => self.stored(&group, stored, outcome),
            Err(error) if error.is_passing() || error == DbError::Unknown => {
                return Err(error.into());
            }
            Err(error) => {
                tracing::error!("messages could not be stored together: {error}");
                self.one_by_one(group, outcome).await?;
            }
        }
        Ok(())
    }

    /// Finds the message whose effect cannot be stored, and parks it, so that it holds up nothing behind it.
    async fn one_by_one(&mut self, group: Vec<Note>, outcome: &mut Outcome) -> Result<(), Trouble> {
        for note in group {
            let mut alone = [note];
            let stored = match self.write(&alone).await {
                Err(error) if !error.is_passing() && error != DbError::Unknown => {
                    tracing::error!("a message was parked, its effect cannot be stored: {error}");
                    for note in &mut alone {
                        note.aside = Some(Disposition::Parked(Code::known(NOT_APPLIED)));
                    }
                    self.write(&alone).await?
                }
                stored => stored?,
            };
            self.stored(&alone, stored, outcome);
            if outcome.moved {
                break;
            }
        }
        Ok(())
    }

    fn stored(&mut self, group: &[Note], stored: bool, outcome: &mut Outcome) {
        outcome.moved = !stored;
        if stored {
            outcome.stored += group.len();
            group.iter().for_each(|note| self.cursors.set_received(note.message.cursor));
            ring(self.app, group);
        }
    }

    /// One transaction. False when a cursor is not where it was: nothing is written then.
    async fn write(&self, group: &[Note]) -> Result<bool, DbError> {
        let mut items = Vec::with_capacity(group.len());
        for note in group {
            items.push(Item::of(self, note).await);
        }
        let (link, now) = (self.speaker.peer.link, self.now);
        let streams: BTreeSet<_> = items.iter().map(|item| item.taken.place.stream).collect();
        let before: Vec<Cursor> = streams.iter().map(|s| self.cursors.received(*s)).collect();
        self.app
            .store
            .write(move |tx| {
                let stored = transit::cursors(tx, link)?;
                if before.iter().any(|cursor| stored.received(cursor.stream) != *cursor) {
                    return Ok::<_, DbError>(false);
                }
                let mut after = Cursors::default();
                for item in &mut items {
                    item.store(tx, link, now)?;
                    after.set_received(item.cursor);
                }
                for cursor in after.all_received() {
                    transit::set_received(tx, link, &cursor)?;
                }
                Ok(true)
            })
            .await
    }
}

/// Tells open pages, and the node's own work, what came.
fn ring(app: &App, group: &[Note]) {
    let came = |part: &str| group.iter().any(|note| note.message.header.kind.starts_with(part));
    if came("referral.") {
        app.changed(Topic::Referrals);
        app.jobs.notify_one();
    }
    if came("agreement.") || came("record.") || came("file.") {
        app.changed(Topic::Agreements);
    }
    if came("known.") {
        app.changed(Topic::Cases);
        app.changed(Topic::Referrals);
        // The answer to a question waits to be sealed.
        app.outbox.notify_one();
    }
    if came("place.") {
        app.changed(Topic::Shelter);
        app.changed(Topic::Referrals);
        app.places.notify_one();
        // What is said to a blind check waits to be sealed.
        app.outbox.notify_one();
    }
    if came("agreement.") || came("link.") {
        // What was held back by a stop may go now.
        app.outbox.notify_one();
    }
    app.changed(Topic::Links);
}
