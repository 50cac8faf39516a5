//! Making the list for each partner: once a week with new keys, once a day with whoever is new, and at once anew when
//! somebody on it became protected.

use std::collections::BTreeMap;

use sila_core::AgencyId;
use sila_core::agreement::KnownClause;
use sila_core::codes::{Category, Service};
use sila_core::disclosure::Disclosure;
use sila_core::ids::{AgreementId, CaseId};
use sila_core::time::Millis;
use sila_link::known::table::{CHUNK_ENTRIES, ENTRY_BYTES, Handle, Listed, build};
use sila_link::known::{Chunk, Epoch, KeySet, Known, Scope, Seed};
use sila_seal::sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::store::{self, Line, Sealed, Stored};
use super::values;
use crate::agreements::{self, InForce};
use crate::app::App;
use crate::cases;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::known::letter;
use crate::links::outbox::{self, Letter};
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::vault::Place;

/// New people are added to a list at most this often.
const ADDITION_MS: i64 = 24 * 60 * 60 * 1_000;

/// What this node keeps secret for one agreement.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(in crate::known) struct Secret {
    /// From which the keys of the epoch come.
    pub seed: [u8; 32],
    /// From which the handles come, as long as the agreement lasts: a pair that a person has decided about is
    /// recognised in later weeks.
    pub handles: [u8; 32],
}

impl Secret {
    fn new() -> Secret {
        let random = || *sila_seal::Key::generate(&mut Randomness).to_bytes();
        Secret { seed: random(), handles: random() }
    }

    /// The seed of the epoch.
    pub fn seed(&self) -> Seed {
        Seed(self.seed)
    }

    fn handle(&self, case: CaseId, place: i64) -> Handle {
        let hash = sha256(&[
            b"sila/known/handle/1",
            &self.handles,
            case.0.as_bytes(),
            &place.to_be_bytes(),
        ]);
        let mut handle = [0; 16];
        handle.iter_mut().zip(hash).for_each(|(to, byte)| *to = byte);
        handle
    }

    /// What stands at the partner for a person of ours whom we name there.
    pub fn subject(&self, case: CaseId, place: i64) -> Handle {
        let mut subject = self.handle(case, place);
        let hash = sha256(&[b"sila/known/subject/1", &subject]);
        subject.iter_mut().zip(hash).for_each(|(to, byte)| *to = byte);
        subject
    }

    fn sealed(&self, app: &App, agreement: AgreementId) -> Vec<u8> {
        app.vault.seal(place(agreement), &[self.seed, self.handles].concat())
    }

    /// Opens the secret of an agreement.
    ///
    /// # Errors
    /// `vault.unreadable`.
    pub fn open(app: &App, agreement: AgreementId, sealed: &[u8]) -> Result<Secret, Problem> {
        let plain = app.vault.open(place(agreement), sealed)?;
        let halves = (plain.first_chunk::<32>(), plain.last_chunk::<32>());
        let ((Some(seed), Some(handles)), 64) = (halves, plain.len()) else {
            return Err(Problem::internal("vault.unreadable"));
        };
        Ok(Secret { seed: *seed, handles: *handles })
    }
}

fn place(agreement: AgreementId) -> Place {
    Place { table: "known_seed", row: agreement.0 }
}

/// Whether this category is never offered for matching.
fn never_listed(category: &str) -> bool {
    let never = [Category::UnknownParentage, Category::Trafficking];
    never.iter().any(|one| one.code() == category)
}

/// Whether the people of a case may stand on a list: only when it was asked whether they are safe, they are, and nobody
/// lives or is to live in a shelter. What is not known counts as protected.
pub fn may_be_listed(category: &str, known: &Disclosure) -> bool {
    let sheltered = [
        Service::Shelter,
        Service::EmergencyShelter,
        Service::Hosting,
        Service::ResidentialCare,
        Service::Foster,
    ];
    let safe = known.safety.safe_to_talk && !known.safety.immediate_danger;
    safe && !never_listed(category) && !known.needs.iter().any(|need| sheltered.contains(need))
}

/// Everybody who may be listed for one agreement.
#[derive(Default)]
struct Register {
    lines: Vec<Line>,
    people: Vec<Listed>,
}

/// Brings every partner's list up to date. Says how many lists were made or added to.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn refresh(app: &App, now: Millis) -> Result<usize, Problem> {
    let mut made = 0_usize;
    for agreement in agreements::in_force(app, now).await? {
        let Some(clause) = agreement.agreement.known.clone() else { continue };
        made = made.saturating_add(usize::from(one(app, &agreement, &clause, now).await?));
    }
    Ok(made)
}

async fn one(
    app: &App,
    agreement: &InForce,
    clause: &KnownClause,
    now: Millis,
) -> Result<bool, Problem> {
    let id = agreement.agreement.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::seed(tx, id)?, store::touched(tx, id)?))
    };
    let (stored, (withdrawn, changed)) = app.store.read(read).await?;
    let Some(stored) = stored else {
        return begin(app, agreement, clause, (Secret::new(), Epoch::of(now)), now).await;
    };
    let secret = Secret::open(app, id, &stored.secret)?;
    let next_week = Epoch::of(now).week > stored.epoch.week;
    if next_week || withdrawn || (!changed.is_empty() && hidden(app, id, &changed).await?) {
        let next = Secret { seed: secret.seed().next().0, handles: secret.handles };
        return begin(app, agreement, clause, (next, stored.epoch.after(now)), now).await;
    }
    if now.0.saturating_sub(stored.listed_at.0) < ADDITION_MS {
        return Ok(false);
    }
    add(app, agreement, clause, (secret, stored), now).await
}

/// Whether one of the listed cases that were changed may not be listed any more. What the others say now goes with the
/// next addition.
async fn hidden(app: &App, id: AgreementId, changed: &[Sealed]) -> Result<bool, Problem> {
    for sealed in changed {
        let known = cases::record::for_list(app, sealed);
        if !known.is_ok_and(|known| may_be_listed(&sealed.category, &known)) {
            return Ok(true);
        }
    }
    let looked_at: Vec<(CaseId, i64)> = changed.iter().map(|s| (s.id, s.version)).collect();
    app.store.write(move |tx| store::checked(tx, id, &looked_at)).await?;
    Ok(false)
}

/// New keys and a whole new list. The secret of before is overwritten in the same transaction.
async fn begin(
    app: &App,
    agreement: &InForce,
    clause: &KnownClause,
    (secret, epoch): (Secret, Epoch),
    now: Millis,
) -> Result<bool, Problem> {
    let Some(peer) = peer_of(app, agreement.peer).await? else { return Ok(false) };
    let id = agreement.agreement.id;
    let register = register(app, &secret).await?;
    let statement = statement(app, agreement, clause, &secret.seed(), epoch)?;
    let mut letters = vec![letter(app, &peer, agreement, &Known::Keys(statement.clone()), now)?];
    let lines = register.lines.clone();
    letters
        .extend(tables(app, &peer, agreement, clause, (&secret, epoch, 0), register, now).await?);
    let told = fact(app, &peer, "known.keys", "known.keys_made", &statement, now);
    let stored = Stored { epoch, secret: secret.sealed(app, id), part: 0, listed_at: now };
    write(app, id, (stored, lines, true), letters, told).await
}

/// Adds whoever is new or was changed since the last time.
async fn add(
    app: &App,
    agreement: &InForce,
    clause: &KnownClause,
    (secret, stored): (Secret, Stored),
    now: Millis,
) -> Result<bool, Problem> {
    let Some(peer) = peer_of(app, agreement.peer).await? else { return Ok(false) };
    let id = agreement.agreement.id;
    let before: BTreeMap<CaseId, i64> =
        app.store.read(move |tx| store::versions(tx, id)).await?.into_iter().collect();
    let whole = register(app, &secret).await?;
    let news: Vec<(Line, Listed)> = whole
        .lines
        .into_iter()
        .zip(whole.people)
        .filter(|(line, _)| before.get(&line.case) != Some(&line.version))
        .collect();
    if news.is_empty() {
        return Ok(false);
    }
    let (lines, people): (Vec<Line>, Vec<Listed>) = news.into_iter().unzip();
    let part = stored.part.saturating_add(1);
    let register = Register { lines: lines.clone(), people };
    let of = (&secret, stored.epoch, part);
    let letters = tables(app, &peer, agreement, clause, of, register, now).await?;
    let told = fact(app, &peer, "known.keys", "known.list_added", &part.to_be_bytes(), now);
    let stored = Stored { part, listed_at: now, ..stored };
    write(app, id, (stored, lines, false), letters, told).await
}

async fn write(
    app: &App,
    id: AgreementId,
    (stored, lines, whole): (Stored, Vec<Line>, bool),
    letters: Vec<Letter>,
    told: Fact,
) -> Result<bool, Problem> {
    let act = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set_seed(tx, id, &stored)?;
        store::list(tx, id, &lines, whole)?;
        letters.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)
    };
    app.store.write(act).await?;
    app.outbox.notify_one();
    Ok(true)
}

async fn peer_of(app: &App, agency: AgencyId) -> Result<Option<Peer>, Problem> {
    let peer = app.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    Ok(peer.filter(Peer::is_open))
}

fn statement(
    app: &App,
    agreement: &InForce,
    clause: &KnownClause,
    seed: &Seed,
    epoch: Epoch,
) -> Result<Vec<u8>, Problem> {
    let id = agreement.agreement.id;
    let mut keys = Vec::with_capacity(clause.purposes.len());
    for purpose in &clause.purposes {
        let scope = Scope { agreement: id, purpose: *purpose, epoch };
        let public = seed.public(&scope);
        keys.push((*purpose, public.map_err(|e| Problem::internal("known.keys").because(e))?));
    }
    let (normaliser, digest) = (values::RULES, values::digest());
    Ok(KeySet { agreement: id, epoch, normaliser, digest, keys }.sign(app.keys().sign()))
}

/// The letters with one part of the table, for every purpose. The work is done away from the request threads.
async fn tables(
    app: &App,
    peer: &Peer,
    agreement: &InForce,
    clause: &KnownClause,
    (secret, epoch, part): (&Secret, Epoch, u16),
    register: Register,
    now: Millis,
) -> Result<Vec<Letter>, Problem> {
    let (seed, id) = (secret.seed(), agreement.agreement.id);
    let purposes = clause.purposes.clone();
    let work = move || {
        let scopes =
            purposes.iter().map(|purpose| Scope { agreement: id, purpose: *purpose, epoch });
        let tables = scopes.map(|scope| {
            let rng = &mut Randomness;
            build(&seed, &scope, values::RULES, part, &register.people, rng).map(|t| (scope, t))
        });
        tables.collect::<Result<Vec<_>, _>>()
    };
    let failed = |error: &dyn std::fmt::Display| Problem::internal("known.table").because(error);
    let tables = tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))?;
    let mut letters = Vec::new();
    for (scope, table) in tables.map_err(|error| failed(&error))? {
        let chunks = table.chunks(CHUNK_ENTRIES.saturating_mul(ENTRY_BYTES));
        let of = u32::try_from(chunks.len()).unwrap_or(u32::MAX);
        for (nth, entries) in (0_u32..).zip(chunks) {
            let chunk = Chunk { scope, part, nth, of, entries: entries.to_vec() };
            letters.push(letter(app, peer, agreement, &Known::Table(chunk), now)?);
        }
    }
    Ok(letters)
}

/// Reads every case that may be listed. Only this node's own work sees them here.
async fn register(app: &App, secret: &Secret) -> Result<Register, Problem> {
    let mut register = Register::default();
    let mut after = CaseId(uuid::Uuid::nil());
    loop {
        let page = app.store.read(move |tx| store::cases(tx, after)).await?;
        for sealed in &page {
            after = sealed.id;
            let Ok(known) = cases::record::for_list(app, sealed) else {
                tracing::error!("a case cannot be opened for a list");
                continue;
            };
            if !may_be_listed(&sealed.category, &known) {
                continue;
            }
            for (place, person) in (0_i64..).zip(&known.people) {
                let values = values::listed(person);
                if values.is_empty() {
                    continue;
                }
                let (case, version) = (sealed.id, sealed.version);
                let handle = secret.handle(case, place);
                register.lines.push(Line { handle, case, place, version });
                register.people.push(Listed { handle, values });
            }
        }
        if page.len() < store::CASES_PAGE {
            return Ok(register);
        }
    }
}

fn fact(app: &App, peer: &Peer, kind: &'static str, event: &str, data: &[u8], now: Millis) -> Fact {
    links::fact(app, peer, kind, event, data, None, now)
}
