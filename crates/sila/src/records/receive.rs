//! What another party says about a shared record. Everything is checked with what travels: the version's form, the
//! signature, and that the signer is a party. A party without a link to us is heard through one that has.

use sila_core::Millis;
use sila_link::record::{RecordError, Share, SignedVoice, Version, Voice};
use sila_link::{Code, Disposition, Kind, LinkError, Message};

use super::{By, store, word};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::receiving::{Apply, Parked};
use crate::links::{self, Peer};

/// The most versions of one agency that may wait for somebody at this node.
const PENDING_OF_ONE_MAX: i64 = 500;

/// A message that holds by itself.
struct Heard {
    version: Version,
    voice: Voice,
    signed: SignedVoice,
    told: Fact,
    me: sila_core::AgencyId,
    now: Millis,
}

/// Checks a message and says how to apply it.
///
/// # Errors
/// Why it must wait for a person.
pub async fn prepare(app: &App, peer: &Peer, payload: &[u8], now: Millis) -> Result<Apply, Parked> {
    let Message::RecordShare(Share { version, voice: signed }) =
        Message::decode(Kind::RecordShare, payload)?
    else {
        return Err(LinkError::Kind.into());
    };
    let version = Version::from_cbor(&version)?;
    let (voice, keys) = signed.verify()?;
    let party = |agency| version.parties.contains(&agency);
    if !party(app.node.id) || !party(peer.agency) || !party(voice.party) {
        return Err(parked(RecordError::NotAParty));
    }
    if voice.version != version.digest() {
        return Err(parked(RecordError::Unknown));
    }
    // Whoever stole a root that was replaced since could still sign with it, if we did not know the new one.
    let signer = voice.party;
    let known = app.store.read(move |tx| links::store::peer_of(tx, signer)).await;
    let known = known.map_err(|_busy| Parked { code: "T-BUSY".to_owned() })?;
    let former = |known: &Peer| known.keys.custody.former.iter().any(|f| f.root == keys.root);
    if known.as_ref().is_some_and(former) {
        return Err(Parked { code: "record.former_root".to_owned() });
    }
    let by = By { worker: None, now };
    let told = word::fact(app, version.record, voice.word.code(), &signed.to_cbor(), by);
    let heard = Heard { version, voice, signed, told, me: app.node.id, now };
    Ok(Box::new(move |tx| heard.apply(tx)))
}

impl Heard {
    fn apply(&self, tx: &mut dyn Tx) -> Result<Disposition, DbError> {
        let Heard { version, voice, signed, me, now, .. } = self;
        let mut shared = store::load(tx, version.record)?.unwrap_or_default().shared;
        let added = shared.add(version.clone());
        let full =
            added == Ok(true) && store::pending_of(tx, version.proposer)? >= PENDING_OF_ONE_MAX;
        let heard = match added {
            Ok(_) if full => Err(RecordError::TooMany),
            Ok(new) => shared.hear(voice).map(|heard| new || heard),
            Err(error) => Err(error),
        };
        match heard {
            // A party that says two opposite things has signed both: what came second is kept as evidence.
            Err(error @ RecordError::Contradiction) => {
                journal::insert(tx, &self.told)?;
                Ok(Disposition::Refused(error.to_code()))
            }
            Err(error) => Ok(Disposition::Refused(error.to_code())),
            Ok(false) => Ok(Disposition::Applied),
            Ok(true) => {
                let ours = version.proposer == *me && voice.party != *me;
                let passed = !ours || version.parties.len() == 2;
                store::keep(tx, &shared, version, (signed, voice), (*me, passed), *now)?;
                journal::insert(tx, &self.told)?;
                Ok(Disposition::Applied)
            }
        }
    }
}

fn parked(error: RecordError) -> Parked {
    Parked { code: Code::as_str(&error.to_code()).to_owned() }
}
