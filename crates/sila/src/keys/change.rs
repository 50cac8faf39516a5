//! One change of the keys: the private keys, the statement that the root signs over them, and the transaction of both.

use sila_core::Millis;
use sila_link::keys;
use sila_seal::statement::{FormerRoot, KeyStatement, Revocation, next_root_commitment};
use sila_seal::{Hash, SealingKey, SigningKey};

use super::order::{Order, What};
use super::ring::{self, Ring, Transport};
use super::store::{self, Held, Use};
use crate::app::{App, Topic};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::log;
use crate::journal::store::Fact;
use crate::problem::Problem;

/// A statement in the making.
struct Draft<'a> {
    app: &'a App,
    told: KeyStatement,
    held: Vec<Held>,
    now: Millis,
    /// Where our log ends: what is signed from now on stands behind.
    end: (u32, u64),
}

/// Makes the next statement and commits it with its keys. `done` are the orders that it carries out.
///
/// # Errors
/// `keys.root_absent` when the root is not here; when the store cannot be written.
pub async fn change(
    app: &App,
    what: &[What],
    done: Option<&Order>,
    now: Millis,
) -> Result<u32, Problem> {
    let ring = app.keys();
    let told = keys::after(ring.statement(), now).map_err(|e| own(e.code()))?;
    if what.iter().any(|what| matches!(what, What::Revoke(_))) {
        // What was signed up to now gets its place before the one from which the key does not count.
        while log::number_all(app, now).await? >= log::BATCH {}
    }
    let end = app.store.read(store::log_end).await?;
    let mut draft = Draft { app, told, held: Vec::new(), now, end };
    let mut root = app.node.safe.root().map_err(absent)?;
    let mut successor = None;
    for what in what {
        match what {
            What::Replace(kind) => draft.replace(*kind, None)?,
            What::All => {
                [Use::Signing, Use::Sealing, Use::Transport]
                    .into_iter()
                    .try_for_each(|kind| draft.replace(kind, None))?;
            }
            What::Revoke(kid) => draft.revoke(&ring, *kid)?,
            What::Root => {
                let next = draft.root()?;
                root = SigningKey::from_bytes(&next.0.to_bytes());
                successor = Some(next);
            }
        }
    }
    let n = draft.told.n;
    let signed = draft.told.sign(&root).map_err(|e| own(&e.to_string()))?;
    if let Some((_, next, named)) = &successor {
        app.node.safe.write_next_root(next, named).map_err(absent)?;
    }
    let (worker, order) = (done.and_then(|order| order.worker), done.map(|order| order.id));
    let codes: Vec<_> = what.iter().map(|what| what.code()).collect();
    let reason = done.map_or("", |order| order.reason.as_str());
    let data = [signed.to_cbor().as_slice(), reason.as_bytes()].concat();
    let subject = format!("keys {n} {}", codes.join(" "));
    let fact = Fact { id: app.clock.new_id(), at: now, kind: "keys", subject, worker, data };
    let (held, body) = (draft.held, signed.to_cbor());
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert_statement(tx, n, &body, now)?;
        held.iter().try_for_each(|key| store::insert_key(tx, key))?;
        order.map_or(Ok(()), |order| store::delete_order(tx, order))?;
        crate::journal::store::insert(tx, &fact)
    };
    app.store.write(write).await?;
    if let Some((root, ..)) = successor {
        app.node.safe.write_root(&root).map_err(absent)?;
    }
    tracing::info!(n, "the keys of this agency have changed");
    app.read_keys().await?;
    app.changed(Topic::Links);
    app.outbox.notify_one();
    app.lines.ring_all();
    Ok(n)
}

impl Draft<'_> {
    fn replace(&mut self, kind: Use, since: Option<(u32, u64)>) -> Result<(), Problem> {
        let rng = &mut Randomness;
        match kind {
            Use::Signing => {
                let key = SigningKey::generate(rng);
                keys::replace_signing(&mut self.told, key.verifying(), since, self.now);
                self.hold(kind, key.verifying().id(), key.to_bytes().as_slice());
            }
            Use::Sealing => {
                let key = SealingKey::generate(rng);
                self.hold(kind, key.public().id(), key.to_bytes().as_slice());
                keys::replace_sealing(&mut self.told, key.public().clone(), self.now);
            }
            Use::Transport => {
                let (transport, spki) = Transport::generate().map_err(absent)?;
                self.hold(kind, spki, &transport.to_bytes());
                self.told.transport_spki = spki;
                self.told.custody.transport_since = self.now.0;
            }
            Use::Quantum => return Err(own("a key for heads is not replaced")),
        }
        Ok(())
    }

    /// What the key has signed counts before this place of our log; another takes its place where it is in use.
    fn revoke(&mut self, ring: &Ring, kid: Hash) -> Result<(), Problem> {
        if self.told.sign.id() == kid {
            return self.replace(Use::Signing, Some(self.end));
        }
        if !ring.told().custody.is_revoked(&kid) {
            let (log, since) = self.end;
            let revocation = Revocation { kid, since, log: Some(log).filter(|log| *log > 1) };
            self.told.custody.revoked.push(revocation);
        }
        if self.told.sealing.id() == kid {
            self.replace(Use::Sealing, None)?;
        }
        if self.told.transport_spki == kid {
            self.replace(Use::Transport, None)?;
        }
        Ok(())
    }

    /// The root that was committed to takes its place, and commits to the one after it: the root, its successor, and how
    /// it names it.
    fn root(&mut self) -> Result<(SigningKey, SigningKey, FormerRoot), Problem> {
        let (root, named) = self.app.node.safe.next_root(None).map_err(absent)?;
        let expected = Some(next_root_commitment(&root.verifying()));
        if self.told.custody.next_root != expected || named.root != self.told.root {
            return Err(Problem::refused("keys.root_absent").way_out("/keys"));
        }
        let next = SigningKey::generate(&mut Randomness);
        let names = FormerRoot::naming(&root, &next.verifying());
        self.told.custody.former.push(named);
        self.told.root = root.verifying();
        self.told.custody.next_root = Some(next_root_commitment(&next.verifying()));
        Ok((root, next, names))
    }

    fn hold(&mut self, kind: Use, kid: Hash, private: &[u8]) {
        let body = self.app.vault.seal(ring::place(kid), private);
        let (n, since) = (self.told.n, self.now);
        self.held.push(Held { kid, kind, n, body, since, retired_at: None });
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn absent(error: anyhow::Error) -> Problem {
    tracing::warn!("the root of this agency cannot be used: {error:#}");
    Problem::refused("keys.root_absent").way_out("/keys")
}

fn own(why: &str) -> Problem {
    Problem::internal("keys.broken").because(why)
}
