//! The electronic link between two agencies' nodes: sealed, signed messages that arrive in order
//! and take effect exactly once, whatever the network, the power supply or the other side does.
//!
//! Everything here is a function of its arguments. Time is `now`, randomness is `rng`, storage is
//! rows that the node loads before and commits after. Nothing waits, opens a file or a socket.
//!
//! # One message, from end to end
//!
//! 1. **Writing.** The node commits a business change together with an [`OutboxDraft`] (payload from
//!    [`Message::encode`]) in one transaction. Nothing is sealed or sent inside the request.
//! 2. **Sealing.** A delivery job reads the sending [`Cursor`] of a stream and its drafts and calls
//!    [`seal_batch`]. It commits the [`SealedEnvelope`]s and the new cursor together, *only if the
//!    stored cursor is still the one it began with*. From that commit on a sequence number has one
//!    content for ever. An envelope is never sealed or signed again.
//!    **After every start of the process, nothing is sealed for a peer and no envelope is sent to it
//!    until its greeting has been heard and [`plan`] raised no alarm**: a node restored from a backup
//!    learns from that greeting that it has forgotten messages, before it can give their sequence
//!    numbers to others.
//! 3. **Calling.** The job signs a [`Hello`] with its [`Position`]s, packs receipts, refusals and
//!    envelopes with a [`Packer`] and posts the body. What goes in, request or answer, follows from
//!    [`plan`] on the last greeting heard in the life of this process; before the first one, the
//!    body is the greeting alone. The answer has the same shape, so a node that can only dial out
//!    receives as well.
//! 4. **Greeting.** Whoever gets a body calls [`Call::decode`], then [`Hello::open`], then reads its
//!    own positions **afterwards** and calls [`plan`]. The plan says from which message to send
//!    (again) and after which row to build a receipt, or raises an [`Alarm`].
//! 5. **Judging.** [`admit_batch`] judges the envelopes in order, outside any transaction, because it
//!    opens seals. The node then opens a transaction, checks that its cursors have not moved (else it
//!    judges again), and for each [`Admission::New`] applies [`Message::decode`] inside a savepoint;
//!    what the domain refuses is rolled back to the savepoint and stored as parked or refused. Row,
//!    disposition, cursor, log leaf: one commit.
//! 6. **Receipting.** Only after that commit the node reads the committed rows after
//!    [`StreamPlan::receipt_after`] and calls [`sign_receipt`]. A duplicate has no effect, and its
//!    receipt is built from the same rows again.
//! 7. **Finishing.** The sender gives the receipt to [`check_receipt`] and commits the dispositions
//!    of [`Receipted::finished`] with the new `receipted`. Until then it sends again when
//!    [`Retry::due`] comes, and at once on any contact.
//!
//! # After a restore from a backup
//!
//! What the node has forgotten *sending* shows as `S-ROLLBACK` in its first greeting, before it has
//! sent anything: it stops, and a person decides; [`reopen`] has the steps that follow. What it has forgotten *receiving* comes again by
//! itself. Such a message stands at or before the `receipted` of the peer's [`Position`]; it is
//! judged anew, and because its fate may differ from the one told before the restore (it may have
//! run out meanwhile), the node tells it with [`Message::LinkDisposition`].
//!
//! | module | decides |
//! |---|---|
//! | [`join`] | how two strangers become a link |
//! | [`state`] | what may flow now |
//! | [`sending`], [`receiving`], [`receipt`] | the steps above |
//! | [`hello`], [`call`] | what one HTTP body says |
//! | [`retry`] | when to call again |
//! | [`session`] | whether a body was written for now, or for an earlier life |
//! | [`reopen`] | how a stream goes on after a restore, or after a key was revoked |
//! | [`keys`] | which keys count while they change |
//! | [`witness`] | how each side keeps the other's log honest |
//! | [`message`], [`thread`] | what the envelopes carry |
//! | [`attachment`] | files beside the envelopes |
//! | [`known`] | whether a person is known to the other side, without telling whom |
//! | [`place`] | whether the other side has a place for somebody, without telling for whom |
//! | [`joint`] | what two agencies do together in a referral |
//! | [`record`] | what several agencies hold and sign together |
//! | [`evidence`] | what is kept when histories disagree |
//!
//! Bytes from outside never panic; every refusal is a [`LinkError`] with a stable code.

pub mod agreement;
pub mod attachment;
pub mod call;
pub mod certificate;
pub mod error;
pub mod evidence;
pub mod file;
pub mod hello;
pub mod join;
pub mod joint;
pub mod keys;
pub mod known;
pub mod message;
pub mod party;
pub mod place;
pub mod receipt;
pub mod receiving;
pub mod record;
pub mod reopen;
pub mod retry;
pub mod sending;
pub mod session;
pub mod state;
pub mod stream;
pub mod thread;
mod wire;
pub mod witness;

pub use agreement::{agreement_digest, sign_agreement, verify_agreement};
pub use attachment::{AttachmentNews, AttachmentOffer, FILE_BYTES_MAX, Fate, SealedFile};
pub use call::{Call, Packer, Refusal};
pub use error::{Class, Code, LinkError, class_of};
pub use evidence::{Alarm, Evidence, Proof, proves_fork};
pub use hello::{
    Closed, Halt, Hello, Limits, Plan, Position, Role, StreamPlan, claimed_places, plan,
};
pub use join::{Invitation, Joined, Joining, Pending};
pub use joint::{ReferralLine, SignedLine};
pub use message::{
    AgreementNamed, AgreementOffer, AgreementSigned, Kind, LaterDisposition, LinkTest,
    LinkVerified, Message, ReferralEntry, Salted,
};
pub use party::{Me, Peer, link_id};
pub use place::{
    PlaceAnswer, PlaceAsk, PlaceCheck, PlaceKind, PlaceRelease, PlaceValues, PlaceVerdict,
};
pub use receipt::{
    Disposition, InboxRow, Promise, RECEIPT_ROWS_MAX, Receipted, check_closing, check_receipt,
    promise, receipt_place, sign_receipt,
};
pub use receiving::{
    Admission, Admitted, admit, admit_batch, expected, joined, open_again, place_of,
};
pub use retry::Retry;
pub use sending::{OutboxDraft, SealedBatch, SealedEnvelope, seal_batch};
pub use session::Session;
pub use state::{LinkEvent, LinkState, Side, Suspension};
pub use stream::{Cursor, History, Place, Stream};
pub use thread::{ChainEnd, FirstEntry, SignedEntry, fingerprint, verify_chain};
pub use wire::{open_pair, sign_pair};

/// The largest body of one call, in bytes.
pub const CALL_BYTES_MAX: usize = 1_024 * 1_024;
/// The most envelopes in one call.
pub const CALL_ENVELOPES_MAX: usize = 256;
/// The largest envelope, in bytes; more travels as a file beside it.
pub const ENVELOPE_BYTES_MAX: usize = sila_seal::envelope::ENVELOPE_BYTES_MAX;
/// The largest signed header of an envelope, in bytes.
pub const HEADER_BYTES_MAX: usize = sila_seal::envelope::HEADER_BYTES_MAX;

#[cfg(test)]
mod testing;
