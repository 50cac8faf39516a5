//! The self-test of a new link: one message, the same message twice, two messages in the wrong order, and a file. Each
//! side tests what the other does with them. Nothing but the link's own messages flows before the report is complete.
//!
//! A node that nobody can call offers no file, and a node that cannot call the other side goes by that side's report.

use minicbor::{Decode, Encode};
use rand_core::Rng;
use sila_core::Millis;
use sila_link::{Code, Disposition, Hello, Kind, LinkError, LinkTest, Message, Place, Role};
use sila_link::{SealedFile, Stream};
use sila_seal::chunks::{self, FileKey, Sealer};
use sila_seal::merkle::Frontier;
use sila_seal::{Hash, Key};
use tokio::time::{Duration, Instant};
use uuid::Uuid;

use super::exchange::{self, Taken};
use super::lines::Lying;
use super::outbox::{self, Letter};
use super::peer::Peer;
use super::receiving::{Apply, Parked};
use super::transit::store as transit;
use super::trouble::Trouble;
use super::{acts, fact, sending, store};
use crate::app::{App, Topic};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::wire::client::{Callee, Line};
use crate::wire::{EXCHANGE, PART_BYTES_MAX, Part};

/// Messages of one self-test.
const LETTERS: usize = 3;
/// Bytes of its file: three chunks, the last one short.
const FILE_BYTES: usize = 40_000;
/// A file that was not fetched within this time is offered again.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// A message arrives and is receipted.
    Envelope,
    /// The same message again has no effect.
    Duplicate,
    /// A message before the one that precedes it is not taken, and taken later.
    Reorder,
    /// A file is fetched in parts, and whole.
    File,
}

impl Check {
    /// In their order.
    pub const ALL: [Check; 4] = [Check::Envelope, Check::Duplicate, Check::Reorder, Check::File];

    /// The word in the report, and the end of its text's key.
    pub fn word(self) -> &'static str {
        match self {
            Check::Envelope => "envelope",
            Check::Duplicate => "duplicate",
            Check::Reorder => "reorder",
            Check::File => "file",
        }
    }
}

/// What became of one check.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Step {
    /// Which ([`Check::word`]).
    #[n(0)]
    pub check: String,
    /// Why it failed; [`WAITING`] while the other side is to act; empty when it held.
    #[n(1)]
    pub code: String,
    /// How long it took, in milliseconds.
    #[n(2)]
    pub took_ms: i64,
}

/// In [`Step::code`]: the other side has not fetched the file yet.
pub const WAITING: &str = "WAITING";
/// In [`Step::code`]: nobody can call this node, so it offers no file.
pub const CALLS_OUT: &str = "CALLS_OUT";

/// What the self-test has shown so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Report {
    /// Steps in order.
    #[n(0)]
    pub steps: Vec<Step>,
    /// When it began.
    #[n(1)]
    pub began: i64,
}

impl Report {
    /// Reads what [`Report::to_bytes`] wrote.
    pub fn of(peer: &Peer) -> Option<Report> {
        minicbor::decode(peer.trial.as_ref()?).ok()
    }

    /// As it is stored, and as the journal proves it.
    pub fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// The step of this check, if it came to it.
    pub fn step(&self, check: Check) -> Option<&Step> {
        self.steps.iter().find(|step| step.check == check.word())
    }

    /// The first thing that went wrong.
    pub fn fault(&self) -> Option<&str> {
        let codes = self.steps.iter().map(|step| step.code.as_str());
        codes.into_iter().find(|code| !matches!(*code, "" | WAITING | CALLS_OUT))
    }

    fn note(&mut self, check: Check, code: impl Into<String>, took_ms: i64) {
        self.steps.retain(|step| step.check != check.word());
        self.steps.push(Step { check: check.word().to_owned(), code: code.into(), took_ms });
    }

    fn is_waiting(&self) -> bool {
        self.step(Check::File).is_some_and(|step| step.code == WAITING)
    }
}

/// Whether this side should begin, or go on, by itself.
pub fn is_due(app: &App, peer: &Peer) -> bool {
    if peer.proved_at.is_some() || peer.endpoint.is_empty() {
        return false;
    }
    match Report::of(peer) {
        None => true,
        Some(report) if report.fault().is_some() => false,
        Some(report) => report.is_waiting() && !lies(app, peer.link),
    }
}

fn lies(app: &App, link: Hash) -> bool {
    app.lines.of(link).lying().is_some_and(|lying| lying.since.elapsed() < PATIENCE)
}

/// Runs the test, or offers its file again. The report is kept as far as it came.
///
/// # Errors
/// When the other side cannot be reached or the store fails: it is tried again later.
pub async fn run(app: &App, peer: &Peer, line: &mut Line) -> Result<(), Trouble> {
    let callee = peer.callee().ok_or(LinkError::Address)?;
    let mut report = Report::of(peer).unwrap_or_default();
    if !report.is_waiting() {
        report = Report { began: app.clock.now().0, ..Report::default() };
        let calls = Calls { app, link: peer.link, callee, line, hello: None };
        calls.test(peer, &mut report).await?;
    }
    let good = report.fault().is_none();
    let now = app.clock.now();
    if !good || !app.keys().told().endpoints.is_empty() {
        let letter = if good { Some(offer(app, peer, &mut report, now)?) } else { None };
        let (link, bytes) = (peer.link, report.to_bytes());
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            store::set_trial(tx, link, Some(&bytes), now)?;
            letter.iter().try_for_each(|letter| outbox::post(tx, letter))
        };
        app.store.write(write).await?;
    } else {
        report.note(Check::File, CALLS_OUT, 0);
        let mut done = completed(app, peer, &report, now)?;
        app.store.write(move |tx| done(tx).map(|_| ())).await?;
    }
    app.changed(Topic::Links);
    app.outbox.notify_one();
    Ok(())
}

/// Lays a file ready and writes the letter that says so.
fn offer(app: &App, peer: &Peer, report: &mut Report, now: Millis) -> Result<Letter, Problem> {
    let id = app.clock.new_id();
    let (key, mut plain) = (Key::generate(&mut Randomness), vec![0; FILE_BYTES]);
    Randomness.fill_bytes(&mut plain);
    let mut sealer = Sealer::new(FileKey::new(&key, id.into_bytes()));
    let mut sealed = Vec::new();
    sealer.push(&plain, &mut sealed);
    let said = sealer.finish(&mut sealed);
    let file = SealedFile::new(id, said, *key.to_bytes());
    let letter = acts::letter(app, peer, &Message::LinkFile(file.clone()), now)?;
    app.lines.of(peer.link).lay(Lying { file, sealed, since: Instant::now() });
    report.note(Check::File, WAITING, 0);
    Ok(letter)
}

/// What is written when the report is complete: the report, its place in the journal, the word to the other side.
fn completed(app: &App, peer: &Peer, report: &Report, now: Millis) -> Result<Apply, Problem> {
    let (link, bytes) = (peer.link, report.to_bytes());
    let told = fact(app, peer, "link", "link.selftest", &bytes, None, now);
    let letter = acts::letter(app, peer, &Message::LinkProved, now)?;
    Ok(Box::new(move |tx| {
        if store::set_proved(tx, link, Some(&bytes), now)? {
            crate::journal::store::insert(tx, &told)?;
            outbox::post(tx, &letter)?;
        }
        Ok(Disposition::Applied)
    }))
}

/// Decides what a message about a self-test does.
///
/// # Errors
/// [`Parked`] when it is about a file that does not lie here.
pub(super) fn prepare(
    app: &App,
    peer: &Peer,
    message: Message,
    now: Millis,
) -> Result<Apply, Parked> {
    let line = app.lines.of(peer.link);
    match message {
        Message::LinkFile(file) => Ok(Box::new(move |_| {
            line.ask(Some(file.clone()));
            Ok(Disposition::Applied)
        })),
        Message::LinkTested(file) => tested(app, peer, file, now),
        // A side that cannot call goes by the report of the side that can.
        Message::LinkProved => {
            let (link, goes_by_it) = (peer.link, peer.endpoint.is_empty());
            let told = fact(app, peer, "link", "link.selftest_by_them", &[], None, now);
            Ok(Box::new(move |tx| {
                if goes_by_it && store::set_proved(tx, link, None, now)? {
                    crate::journal::store::insert(tx, &told)?;
                }
                Ok(Disposition::Applied)
            }))
        }
        _ => Err(LinkError::Kind.into()),
    }
}

fn tested(app: &App, peer: &Peer, file: Uuid, now: Millis) -> Result<Apply, Parked> {
    let lying = app.lines.of(peer.link).lying().filter(|lying| lying.file.id == file);
    let (Some(lying), Some(mut report)) = (lying, Report::of(peer)) else {
        // The answer to an offer that was repeated meanwhile.
        return Ok(Box::new(|_| Ok(Disposition::Refused(Code::known("P-SCHEMA")))));
    };
    let took = i64::try_from(lying.since.elapsed().as_millis()).unwrap_or(i64::MAX);
    report.note(Check::File, "", took);
    completed(app, peer, &report, now).map_err(|problem| Parked { code: problem.code })
}

/// Some bytes of the file that lies ready on this link.
pub fn part(app: &App, link: Hash, part: Part) -> Option<Vec<u8>> {
    let lying = app.lines.of(link).lying().filter(|lying| lying.file.id == part.id)?;
    let (from, until) = (usize::try_from(part.from).ok()?, usize::try_from(part.until).ok()?);
    lying.sealed.get(from..until).map(<[u8]>::to_vec)
}

/// Fetches the file of the other side's self-test, if one is to be fetched, and says that it is whole.
///
/// # Errors
/// When it cannot be fetched, or is not what was announced: it is tried again later.
pub async fn answer_due(app: &App, peer: &Peer, line: &mut Line) -> Result<(), Trouble> {
    let desk = app.lines.of(peer.link);
    let Some(file) = desk.asked() else { return Ok(()) };
    let callee = peer.callee().ok_or(LinkError::Address)?;
    let whole = chunks::sealed_bytes(file.size);
    if whole > PART_BYTES_MAX {
        return Err(LinkError::Size(FILE_BYTES).into());
    }
    let mut sealed = Vec::new();
    for (from, until) in [(0, whole / 2), (whole / 2, whole)] {
        let part = Part { id: file.id, from, until };
        sealed.extend(line.fetch(&callee, part).await.map_err(Trouble::Call)?);
    }
    if !is_whole(&file, &sealed) {
        return Err(LinkError::Commit.into());
    }
    let now = app.clock.now();
    let letter = acts::letter(app, peer, &Message::LinkTested(file.id), now)?;
    app.store.write(move |tx| outbox::post(tx, &letter)).await?;
    desk.ask(None);
    app.outbox.notify_one();
    Ok(())
}

fn is_whole(file: &SealedFile, sealed: &[u8]) -> bool {
    let key = FileKey::new(&Key::from_bytes(file.key), file.id.into_bytes());
    let mut tree = Frontier::new();
    chunks::add_leaves(&mut tree, sealed);
    let opened =
        key.open(file.size, 0, sealed).is_ok_and(|all| u64::try_from(all.len()) == Ok(file.size));
    opened && tree.root() == file.root && key.commitment() == file.commitment
}

/// After so many greetings both sides speak of now.
const GREETINGS: usize = 2;

/// The calls of one self-test.
struct Calls<'a> {
    app: &'a App,
    link: Hash,
    callee: Callee,
    line: &'a mut Line,
    hello: Option<Hello>,
}

impl Calls<'_> {
    /// The first three checks.
    async fn test(mut self, peer: &Peer, report: &mut Report) -> Result<(), Trouble> {
        for _ in 0..GREETINGS {
            self.call(&[]).await?;
        }
        let (before, [one, two, three]) = self.letters(peer).await?;
        self.call(&before).await?;
        for check in [Check::Envelope, Check::Duplicate, Check::Reorder] {
            let began = Instant::now();
            let held = match check {
                Check::Envelope | Check::Duplicate => self.takes(&[&one], one.0, None).await?,
                _ => {
                    self.takes(&[&three, &two], two.0, Some(three.0)).await?
                        && self.takes(&[&three], three.0, None).await?
                }
            };
            let took = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
            report.note(check, if held { "" } else { "P-SELFTEST" }, took);
            if !held {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Sends these, and says whether afterwards everything up to `upto` is receipted and only `early` was refused.
    async fn takes(
        &mut self,
        envelopes: &[&(u64, Vec<u8>)],
        upto: u64,
        early: Option<u64>,
    ) -> Result<bool, Trouble> {
        let bytes: Vec<Vec<u8>> = envelopes.iter().map(|(_, bytes)| bytes.clone()).collect();
        let taken = self.call(&bytes).await?;
        let link = self.link;
        let cursors = self.app.store.read(move |tx| transit::cursors(tx, link)).await?;
        let of_gap = taken.refused.iter().map(|refusal| {
            let ours = refusal.stream == Stream::BULK && refusal.code.as_str() == "T-GAP";
            ours.then_some(refusal.seq)
        });
        let refused: Vec<Option<u64>> = of_gap.collect();
        let wanted: Vec<Option<u64>> = early.map(Some).into_iter().collect();
        Ok(cursors.receipted(Stream::BULK) == upto && refused == wanted)
    }

    async fn call(&mut self, envelopes: &[Vec<u8>]) -> Result<Taken, Trouble> {
        let body =
            sending::say_exactly(self.app, self.link, self.hello.as_ref(), envelopes).await?;
        let posting = self.line.post(&self.callee, EXCHANGE, body.into(), Duration::ZERO);
        let answer = posting.await.map_err(Trouble::Call)?;
        let taken = exchange::take(self.app, self.link, &answer, Role::Answerer).await?;
        self.hello.clone_from(&taken.hello);
        Ok(taken)
    }

    /// Three sealed messages at the end of their stream, and what an earlier test has left before them.
    async fn letters(
        &self,
        peer: &Peer,
    ) -> Result<(Vec<Vec<u8>>, [(u64, Vec<u8>); LETTERS]), Trouble> {
        let (app, link, now) = (self.app, self.link, self.app.clock.now());
        let mut letters = Vec::new();
        for _ in 0..LETTERS {
            let mut nonce = [0; 16];
            Randomness.fill_bytes(&mut nonce);
            let payload = Message::LinkTest(LinkTest { nonce }).encode()?;
            let id = app.clock.new_id();
            letters.push(outbox::letter(app, peer, Kind::LinkTest, id, &payload, now)?);
        }
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            let letters = letters.iter().cloned().map(|letter| letter.on(Stream::BULK));
            letters.into_iter().try_for_each(|letter| outbox::post(tx, &letter))
        };
        app.store.write(write).await?;
        app.lines.of(link).ring();
        sending::seal_due(app, link).await?;
        let read = move |tx: &mut dyn Tx| -> Result<Vec<(u64, Vec<u8>)>, DbError> {
            let cursors = transit::cursors(tx, link)?;
            let (stream, epoch) = (Stream::BULK, cursors.sent(Stream::BULK).epoch);
            let seq = cursors.receipted(stream).saturating_add(1);
            transit::out_from(tx, link, Place { stream, epoch, seq }, BEFORE_MAX)
        };
        let mut before = app.store.read(read).await?;
        let last = before.split_off(before.len().saturating_sub(LETTERS));
        let last = last.try_into().map_err(|_too_few| LinkError::Busy)?;
        Ok((before.into_iter().map(|(_, bytes)| bytes).collect(), last))
    }
}

/// What earlier tests may have left; more than this was never left by tests.
const BEFORE_MAX: u64 = 64;
