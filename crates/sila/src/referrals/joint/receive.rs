//! Lines of the other agency. What is refused changes nothing; an honest node cannot write it.

use sila_core::ids::ReferralId;
use sila_core::joint::{Joint, JointError, Line};
use sila_core::time::Millis;
use sila_link::{Code, Disposition, Kind, Message, ReferralLine, SignedLine};

use super::desk::{Loaded, until};
use super::store::{self, StoredLine};
use super::writing;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::Peer;
use crate::links::receiving::{Apply, Parked};
use crate::p;
use crate::referrals::record::Record;
use crate::referrals::store::{self as referrals, Direction};
use crate::referrals::{deadlines, dispute};

/// A line that holds by itself.
struct Incoming {
    me: sila_core::AgencyId,
    peer: sila_core::AgencyId,
    line: Line,
    stored: StoredLine,
    fact: Fact,
    /// Until when the permission to share holds; unknown while the case is being opened.
    until: Option<Millis>,
}

fn parked(code: &str) -> Parked {
    Parked { code: code.to_owned() }
}

/// Checks a letter and says how to apply it.
///
/// # Errors
/// [`Parked`] when it is malformed, not signed by `peer`, or its words are not what the line commits to.
pub async fn prepare(app: &App, peer: &Peer, payload: &[u8], now: Millis) -> Result<Apply, Parked> {
    let Message::ReferralLine(ReferralLine { line, words }) =
        Message::decode(Kind::ReferralLine, payload)?
    else {
        return Err(parked("joint.malformed"));
    };
    let signed = SignedLine::from_cbor(&line)?;
    let line = signed.verify(peer.agency, &peer.signing()).or(Err(parked("joint.signature")))?;
    if line.words != words.as_ref().map(sila_link::Salted::commitment) {
        return Err(parked("joint.words_differ"));
    }
    let id = line.referral;
    let record = Record::of(app, id).await.map_err(|_none| parked("joint.no_referral"))?;
    let stored = writing::stored(app, &line, &signed, words.as_ref(), None);
    let stored = stored.or(Err(parked("joint.malformed")))?;
    let incoming = Incoming {
        me: app.node.id,
        peer: peer.agency,
        fact: writing::fact(app, id, &stored, now),
        until: until(app, &record).or(Err(parked("joint.no_referral")))?,
        stored,
        line,
    };
    Ok(Box::new(move |tx| incoming.apply(tx, id)))
}

fn refused(code: &'static str) -> Disposition {
    Disposition::Refused(Code::known(code))
}

impl Incoming {
    /// Applies it against what is stored now: everything is checked before anything is written.
    fn apply(&self, tx: &mut dyn Tx, id: ReferralId) -> Result<Disposition, DbError> {
        let found = Record::load(tx, id)?.filter(|record| record.row.peer == self.peer);
        let Some(record) = found else { return Ok(refused("joint.no_referral")) };
        let Some(thread) = &record.thread else { return Ok(refused("joint.no_referral")) };
        // The other agency has written it after the key went one way or the other, on the same stream. A dispute names nobody.
        let apart = self.line.deed.stands_apart();
        if !apart && !thread.is_joint() {
            return Ok(refused("joint.not_shared"));
        }
        let mut loaded = Loaded::load(tx, thread)?;
        let again = loaded.stored.iter().find(|known| known.line() == self.line.id());
        if let Some(known) = again {
            let same = known.hash == self.stored.hash;
            return Ok(if same { Disposition::Applied } else { refused("joint.fork") });
        }
        let end = loaded.chain_end(self.peer);
        if self.line.n != end.n.saturating_add(1) {
            return Ok(Disposition::Parked(Code::known("joint.incomplete")));
        }
        if self.line.prev != end.hash {
            return Ok(refused("joint.fork"));
        }
        // What was on its way when the person took it back is not kept by whom it told.
        let gone = record.row.direction == Direction::In && thread.is_withheld();
        let ended = (gone || loaded.joint.plan().end.is_some()) && !apart;
        let parties = loaded.joint.parties();
        loaded.lines.push(self.line.clone());
        match Joint::fold(id, parties, &loaded.lines) {
            Ok(joint) => loaded.joint = joint,
            Err(error @ JointError::Incomplete) => {
                return Ok(Disposition::Parked(Code::known(error.code())));
            }
            Err(error) => return Ok(refused(error.code())),
        }
        loaded.stored.push(self.stored.clone());
        self.write(tx, &record, &loaded, ended)
    }

    /// The chains stay equal at both; words that come after the end are not kept.
    fn write(
        &self,
        tx: &mut dyn Tx,
        record: &Record,
        loaded: &Loaded,
        ended: bool,
    ) -> Result<Disposition, DbError> {
        let (id, version) = (record.row.id, record.row.version);
        if tx.exec(&referrals::TOUCH, &p![id, version])? == 0 {
            return Err(DbError::Retry);
        }
        if ended {
            let bare = StoredLine { key: None, words: None, ..self.stored.clone() };
            store::insert(tx, id, &bare)?;
        } else {
            store::insert(tx, id, &self.stored)?;
        }
        journal::insert(tx, &self.fact)?;
        let until = self.until.unwrap_or(Millis(i64::MAX));
        store::set_tasks(tx, id, &loaded.open_tasks(self.me, until))?;
        dispute::keep(tx, &record.row, self.me, &loaded.joint)?;
        if let Some(thread) = &record.thread {
            deadlines::keep(tx, &record.row, thread.offer(), &loaded.joint)?;
        }
        Ok(Disposition::Applied)
    }
}
