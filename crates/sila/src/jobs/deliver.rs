//! Delivering: one task for each link, so that a dead peer disturbs nobody else.
//!
//! A task seals what waits and calls the other node while there is something to say. When there is nothing it calls now
//! and then to stay in touch, or, on a node that nobody can reach, keeps one call waiting at the other side. After a
//! failed call it waits longer each time, with jitter; any contact with the peer sets that back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sila_core::{AgreementId, Millis};
use sila_link::{Hello, LinkState, Place, Refusal, Retry, Role};
use sila_seal::Hash;
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

use crate::app::{App, Topic};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::links::exchange::{self, Taken};
use crate::links::sending::{self, Said};
use crate::links::trouble::Trouble;
use crate::links::{self, Cursors, Line, Peer, joining, parked, trial};
use crate::problem::Problem;
use crate::wire::EXCHANGE;
use crate::wire::client::{self, Callee};

/// A letter or a link that another process wrote is seen after this time at the latest.
const TICK: Duration = Duration::from_secs(1);
/// However many letters are written, links are not looked through more often.
const LOOK: Duration = Duration::from_millis(50);
/// Two nodes that can reach each other and have nothing to say call this often.
const IN_TOUCH: Duration = Duration::from_secs(30);
/// After a start of either side two or three answers tell only who speaks. More of them are a failed call.
const STRANGE_MAX: u32 = 4;
/// A node that nobody can reach lets its call wait this long for news.
const WAIT: Duration = Duration::from_secs(20);

/// Keeps one task for every link that is alive. Ends with the task that runs it; every call in flight ends with it, and
/// whatever it carried is sent again at the next start.
pub async fn run(app: App) {
    let mut tasks = JoinSet::new();
    let mut running: BTreeMap<Hash, AbortHandle> = BTreeMap::new();
    app.lines.set_rung();
    loop {
        match app.store.read(alive).await {
            Ok(links) => {
                running.retain(|_, task| !task.is_finished());
                for (link, waiting) in links {
                    running.entry(link).or_insert_with(|| tasks.spawn(tend(app.clone(), link)));
                    let line = app.lines.of(link);
                    line.set_waiting(waiting);
                    if waiting > 0 {
                        line.ring();
                    }
                }
            }
            Err(error) => tracing::warn!("links could not be read: {error}"),
        }
        while tasks.try_join_next().is_some() {}
        let looked = Instant::now();
        while tokio::time::timeout_at(looked + TICK, app.outbox.notified()).await.is_ok() {
            app.lines.ring_all();
            if looked.elapsed() >= LOOK {
                break;
            }
        }
    }
}

/// Links with something to do, and how many messages wait for each.
fn alive(tx: &mut dyn Tx) -> Result<Vec<(Hash, i64)>, DbError> {
    let peers = links::store::peers(tx)?;
    let alive = peers.iter().filter(|p| p.carries() || p.state == LinkState::Joining);
    Ok(alive.map(|p| (p.link, p.waiting)).collect())
}

type Party = (Peer, Vec<(AgreementId, Hash)>);

/// The other side, and what may be sent to it.
fn party(tx: &mut dyn Tx, link: Hash) -> Result<Option<Party>, DbError> {
    let Some(peer) = links::store::by_link(tx, link)? else { return Ok(None) };
    let agreements = crate::agreements::store::usable(tx, peer.agency)?;
    Ok(Some((peer, agreements)))
}

/// What one task remembers between calls. Losing it costs a repetition, nothing else.
struct Tending {
    app: App,
    link: Hash,
    desk: Arc<Line>,
    line: client::Line,
    bell: watch::Receiver<u64>,
    hello: Option<Hello>,
    refusals: Vec<Refusal>,
    /// Answers in a row that were not written for where both sides stand now.
    strange: u32,
    agreements: Option<Vec<(AgreementId, Hash)>>,
    called: Option<Instant>,
    /// Why the other side takes nothing of what it is sent.
    stuck: Option<String>,
    /// The rest after a failed call: what the store says about its end, and its end.
    resting: Option<(Millis, Instant)>,
}

/// What to do next.
enum Next {
    /// There may be more to say.
    Again,
    /// Nothing to say before this time, unless the bell rings.
    Rest(Instant),
    /// The link is closed or stopped.
    End,
}

async fn tend(app: App, link: Hash) {
    let desk = app.lines.of(link);
    let mut tending = Tending {
        line: joining::line(&app),
        bell: desk.listen(),
        desk,
        app,
        link,
        hello: None,
        refusals: Vec::new(),
        strange: 0,
        agreements: None,
        called: None,
        stuck: None,
        resting: None,
    };
    loop {
        match tending.turn().await {
            Ok(Next::Again) => {}
            Ok(Next::Rest(until)) => {
                let _rung_or_due = tokio::time::timeout_at(until, tending.bell.changed()).await;
            }
            Ok(Next::End) => return,
            Err(problem) => {
                tracing::warn!(code = %problem.code, "a link rests for a moment: {problem}");
                tokio::time::sleep(TICK).await;
            }
        }
    }
}

impl Tending {
    async fn turn(&mut self) -> Result<Next, Problem> {
        let link = self.link;
        let Some((peer, agreements)) = self.app.store.glance(move |tx| party(tx, link)).await?
        else {
            return Ok(Next::End);
        };
        if peer.state == LinkState::Joining {
            return self.join(&peer).await;
        }
        if !peer.carries() {
            return Ok(Next::End);
        }
        self.mend(agreements).await?;
        let Some(callee) = peer.callee() else {
            // The other side only calls out: it gets everything in the answers to its calls.
            return Ok(Next::Rest(Instant::now() + IN_TOUCH));
        };
        match self.due(&peer).await? {
            Some(until) => Ok(Next::Rest(until)),
            None => self.call(&peer, &callee).await,
        }
    }

    /// Tries again what was set aside, once at the start and whenever the agreements have changed.
    async fn mend(&mut self, agreements: Vec<(AgreementId, Hash)>) -> Result<(), Problem> {
        if self.agreements.as_ref() != Some(&agreements) {
            parked::replay(&self.app, self.link).await?;
            self.agreements = Some(agreements);
        }
        Ok(())
    }

    /// When the next call is due; nothing when it is due now. Something urgent does not wait as long.
    async fn due(&mut self, peer: &Peer) -> Result<Option<Instant>, Problem> {
        let now = self.app.clock.now();
        let mut retry = Retry { failures: peer.attempts, due: peer.next_try };
        if peer.attempts == 0 || retry.is_due(now) {
            self.resting = None;
            return Ok(None);
        }
        let link = peer.link;
        let urgent = move |tx: &mut dyn Tx| links::transit::store::has_urgent(tx, link);
        if self.app.store.glance(urgent).await? {
            retry = retry.hurried(now);
        }
        let until = Instant::now() + between(now, retry.due);
        // A rest that has begun is never made longer.
        let until = match self.resting {
            Some((due, begun)) if due == peer.next_try => until.min(begun),
            _ => until,
        };
        self.resting = Some((peer.next_try, until));
        Ok(Some(until).filter(|until| *until > Instant::now()))
    }

    async fn join(&mut self, peer: &Peer) -> Result<Next, Problem> {
        if let Some(until) = self.due(peer).await? {
            return Ok(Next::Rest(until));
        }
        match joining::attempt(&self.app, peer, &mut self.line).await {
            Ok(()) => Ok(Next::Again),
            Err(trouble) => self.failed(peer, &trouble.code()).await,
        }
    }

    async fn call(&mut self, peer: &Peer, callee: &Callee) -> Result<Next, Problem> {
        let called = match self.prove(peer).await {
            Ok(()) => self.exchange(callee, peer.attempts > 0).await,
            Err(trouble) => Err(trouble),
        };
        match called {
            Ok(Some(next)) => Ok(next),
            Ok(None) => {
                let code = self.stuck.take().unwrap_or_else(|| "T-BUSY".to_owned());
                self.failed(peer, &code).await
            }
            Err(Trouble::Here(problem)) => Err(problem),
            Err(trouble) => {
                self.hello = None;
                self.failed(peer, &trouble.code()).await
            }
        }
    }

    /// The self-test of a new link, ours and the other side's.
    async fn prove(&mut self, peer: &Peer) -> Result<(), Trouble> {
        if trial::is_due(&self.app, peer) {
            trial::run(&self.app, peer, &mut self.line).await?;
        }
        trial::answer_due(&self.app, peer, &mut self.line).await
    }

    /// One call. Nothing when it brought us no further. After a failed call (`failing`) one is made even without news:
    /// it tells whether the peer is back.
    async fn exchange(&mut self, callee: &Callee, failing: bool) -> Result<Option<Next>, Trouble> {
        sending::seal_due(&self.app, self.link).await?;
        let answered = self.desk.answered();
        let said = self.say().await?;
        if let Some(until) = answered.filter(|_| said.empty) {
            return Ok(Some(Next::Rest(until)));
        }
        let alone = self.app.keys().told().endpoints.is_empty();
        let heard = self.hello.as_ref().is_some_and(|hello| self.desk.is_current(hello));
        if let Some(until) = self.quiet(&said).filter(|_| heard && !alone && !failing) {
            return Ok(Some(Next::Rest(until)));
        }
        let wait = if said.empty && alone && heard { WAIT } else { Duration::ZERO };
        said.leaves(&self.desk, self.app.clock.now());
        let called = self.call_with(callee, &said, wait).await;
        self.desk.called();
        called
    }

    async fn call_with(
        &mut self,
        callee: &Callee,
        said: &Said,
        wait: Duration,
    ) -> Result<Option<Next>, Trouble> {
        let began = Instant::now();
        let Some(answer) = self.post(callee, said, wait).await? else {
            return Ok(Some(Next::Again));
        };
        self.called = Some(Instant::now());
        let taken = exchange::take(&self.app, self.link, &answer, Role::Answerer).await?;
        let hasty = !wait.is_zero() && taken.stored == 0 && began.elapsed() < TICK;
        let next = self.remember(said, taken).await?;
        // An answer without news that did not wait for any must not be asked for again at once.
        Ok(if hasty { Some(Next::Rest(Instant::now() + TICK)) } else { next })
    }

    async fn say(&self) -> Result<Said, Trouble> {
        let hello = self.hello.as_ref();
        sending::say(&self.app, self.link, Role::Caller, hello, &self.refusals).await
    }

    /// Until when there is no need to call.
    fn quiet(&self, said: &Said) -> Option<Instant> {
        let next = self.called? + IN_TOUCH;
        (said.empty && Instant::now() < next).then_some(next)
    }

    /// Posts a body, and meanwhile seals what comes. A call that only waits for news is given up for a letter.
    async fn post(
        &mut self,
        callee: &Callee,
        said: &Said,
        wait: Duration,
    ) -> Result<Option<Vec<u8>>, Trouble> {
        let (app, link) = (self.app.clone(), self.link);
        self.line.set_identity(joining::identity(&app));
        let posting = self.line.post(callee, EXCHANGE, said.bytes.clone().into(), wait);
        if wait.is_zero() {
            let (answer, sealed) = tokio::join!(posting, sending::seal_due(&app, link));
            sealed?;
            return answer.map(Some).map_err(Trouble::Call);
        }
        tokio::pin!(posting);
        loop {
            tokio::select! {
                answer = &mut posting => return answer.map(Some).map_err(Trouble::Call),
                _ = self.bell.changed() => {
                    if sending::seal_due(&app, link).await? > 0 {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Keeps what the next call needs. Nothing when messages were sent and none of them is receipted.
    async fn remember(&mut self, said: &Said, taken: Taken) -> Result<Option<Next>, Problem> {
        self.hello = taken.hello;
        self.strange = if self.hello.is_some() { 0 } else { self.strange.saturating_add(1) };
        if self.strange > STRANGE_MAX {
            return Ok(None);
        }
        self.refusals = taken.refusals;
        self.stuck = taken.refused.first().map(|refusal| refusal.code.as_str().to_owned());
        let done = self.note_sent(said, &taken.cursors).await?;
        Ok((said.envelopes.is_empty() || taken.stored > 0 || done).then_some(Next::Again))
    }

    /// Marks as sent what the answer did not receipt at once. Says whether anything that was said is receipted.
    async fn note_sent(&self, said: &Said, cursors: &Cursors) -> Result<bool, Problem> {
        let (link, now) = (self.link, self.app.clock.now());
        let receipted = |place: &Place| cursors.receipted(place.stream);
        let done = said.envelopes.iter().any(|(first, _)| receipted(first) >= first.seq);
        let open = |(first, last): &&(Place, u64)| receipted(first) < *last;
        let open: Vec<_> = said.envelopes.iter().filter(open).copied().collect();
        if !open.is_empty() {
            let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
                for (first, last) in &open {
                    links::transit::store::set_sent_at(tx, link, *first, *last, now)?;
                }
                Ok(())
            };
            self.app.store.write(write).await?;
        }
        Ok(done)
    }

    async fn failed(&mut self, peer: &Peer, code: &str) -> Result<Next, Problem> {
        let now = self.app.clock.now();
        let link = peer.link;
        let urgent = move |tx: &mut dyn Tx| links::transit::store::has_urgent(tx, link);
        let urgent = self.app.store.glance(urgent).await?;
        let jitter = rand_core::Rng::next_u64(&mut Randomness);
        let retry = Retry { failures: peer.attempts, due: now }.failed(now, urgent, jitter);
        let (attempts, due, told) = (retry.failures, retry.due, code.to_owned());
        let write =
            move |tx: &mut dyn Tx| links::store::set_failure(tx, link, attempts, due, &told);
        self.app.store.write(write).await?;
        if peer.last_error.as_deref() != Some(code) {
            tracing::info!(code, peer = %peer.code, "a call to a linked agency failed");
            self.app.changed(Topic::Links);
        }
        let until = Instant::now() + between(now, due);
        self.resting = Some((due, until));
        Ok(Next::Rest(until))
    }
}

fn between(now: Millis, due: Millis) -> Duration {
    Duration::from_millis(u64::try_from(due.0.saturating_sub(now.0)).unwrap_or(0))
}
