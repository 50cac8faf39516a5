//! Asking whether a person is known: evaluations a second on one core, one whole question between two nodes, and the
//! comparison of two whole registers.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Serialize;
use sila_core::agreement::KnownQuota;
use sila_core::codes::{Category, KnownPurpose, LawfulBasis, Urgency};
use sila_core::ids::PersonId;
use sila_core::person::{Birth, Person};
use sila_seal::voprf::{Blind, Element, OprfKey, blind_all, finalize_all, verify};

use super::bare::now;
use super::two::Two;
use super::{quantile, rate, rounded};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::clock::Randomness;
use crate::db::DbError;
use crate::known::question::ask::{self, Wish as Asked};
use crate::known::question::store as questions;
use crate::{cases, jobs};

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Evaluations of each kind on one core.
    pub evaluations: u32,
    /// Whole questions between two nodes.
    pub questions: u32,
    /// Entries of each of two registers that are compared; 0 leaves that out.
    pub register: u32,
    /// First of the ports used.
    pub port: u16,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Blinded elements evaluated in a second on one core, in batches of 256.
    pub blind_evaluations_per_second: f64,
    /// Own inputs evaluated in a second on one core, in batches of 256: making a list.
    pub own_evaluations_per_second: f64,
    /// One evaluation with its proof: what each slot of a question costs the answering side, in microseconds.
    pub evaluate_and_prove_us: f64,
    /// Checking the proof and unblinding: what each slot costs the asking side, in microseconds.
    pub verify_and_finalize_us: f64,
    /// From the click to the answer, both sides, over TLS, durably logged at both: half of the questions, in milliseconds.
    pub question_p50_ms: f64,
    /// 95 of 100 questions.
    pub question_p95_ms: f64,
    /// Questions asked.
    pub questions: u32,
    /// Entries of each register compared.
    pub register: u32,
    /// Processor seconds of both sides for the whole comparison.
    pub comparison_cpu_seconds: f64,
    /// Entries found in both; half of each register is in the other.
    pub found: u32,
}

/// Elements evaluated together.
const BATCH: usize = 256;
/// Longest time for one answer.
const DEADLINE: Duration = Duration::from_secs(30);

/// Measures; the nodes are made in the new folder `dir`.
///
/// # Errors
/// When the nodes cannot be made, or an answer does not come.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let measured = tokio::task::spawn_blocking(move || {
        Ok::<_, anyhow::Error>((evaluations(wish.evaluations)?, comparison(wish.register)?))
    });
    let ((blind, own, prove, check), (comparison_cpu_seconds, found)) = measured.await??;
    let times = questions(dir, wish).await?;
    Ok(Report {
        blind_evaluations_per_second: blind,
        own_evaluations_per_second: own,
        evaluate_and_prove_us: prove,
        verify_and_finalize_us: check,
        question_p50_ms: rounded(quantile(&times, 500)),
        question_p95_ms: rounded(quantile(&times, 950)),
        questions: wish.questions,
        register: wish.register,
        comparison_cpu_seconds,
        found,
    })
}

/// Processor time of this thread, so that other programs on the machine do not count.
fn processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next().and_then(|n| n.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn key() -> anyhow::Result<OprfKey> {
    Ok(OprfKey::derive(&sila_seal::Key::generate(&mut Randomness).to_bytes(), b"bench")?)
}

fn evaluations(count: u32) -> anyhow::Result<(f64, f64, f64, f64)> {
    let (key, rng) = (key()?, &mut Randomness);
    let elements: Vec<Element> = (0..BATCH).map(|_| Element::random(rng)).collect();
    let inputs: Vec<[u8; 4]> = (0..count).map(u32::to_be_bytes).collect();
    let rounds = count.div_ceil(u32::try_from(BATCH)?);
    let began = processor();
    for _ in 0..rounds {
        key.blind_evaluate(&elements)?;
    }
    let blind =
        rate(rounds.saturating_mul(u32::try_from(BATCH)?), processor().saturating_sub(began));
    let began = processor();
    for some in inputs.chunks(BATCH) {
        key.evaluate(some)?;
    }
    let own = rate(count, processor().saturating_sub(began));
    let few = count.div_ceil(20).max(1);
    let secret = Blind::generate(rng);
    let asked = secret.blind(b"input")?;
    let (mut evaluated, mut proofs) = (Vec::new(), Vec::new());
    let began = processor();
    for _ in 0..few {
        evaluated = key.blind_evaluate(&[asked])?;
        proofs = vec![key.prove(&[asked], &evaluated, rng)?];
    }
    let prove = each(processor().saturating_sub(began), few);
    let (value, proof) = evaluated.first().zip(proofs.first()).context("nothing was evaluated")?;
    let began = processor();
    for _ in 0..few {
        verify(&key.public(), &[asked], &[*value], proof)?;
        secret.finalize(b"input", value)?;
    }
    Ok((blind, own, prove, each(processor().saturating_sub(began), few)))
}

/// Microseconds for each of so many.
fn each(taken: Duration, count: u32) -> f64 {
    rounded(taken.as_secs_f64() * 1e6 / f64::from(count.max(1)))
}

/// Two registers of `count` entries, half of them in both: the keeper evaluates its own, the asker blinds its own, the
/// keeper evaluates those, the asker unblinds and looks them up.
fn comparison(count: u32) -> anyhow::Result<(f64, u32)> {
    let key = key()?;
    let entries = |from: u32| -> Vec<[u8; 4]> {
        (from..from.saturating_add(count)).map(u32::to_be_bytes).collect()
    };
    let (theirs, ours) = (entries(0), entries(count / 2));
    let began = processor();
    let mut table = BTreeSet::new();
    for some in theirs.chunks(BATCH) {
        table.extend(
            key.evaluate(some)?.iter().filter_map(|value| value.first_chunk::<16>().copied()),
        );
    }
    let mut found = 0_u32;
    for some in ours.chunks(BATCH) {
        let secrets: Vec<Blind> = some.iter().map(|_| Blind::generate(&mut Randomness)).collect();
        let evaluated = key.blind_evaluate(&blind_all(&secrets, some)?)?;
        let values = finalize_all(&secrets, some, &evaluated)?;
        let known = values
            .iter()
            .filter(|value| value.first_chunk::<16>().is_some_and(|half| table.contains(half)));
        found = found.saturating_add(u32::try_from(known.count())?);
    }
    ensure!(found == count - count / 2, "{found} of {count} were found");
    Ok((rounded(processor().saturating_sub(began).as_secs_f64()), found))
}

/// Milliseconds of each question between two nodes, the slowest last.
async fn questions(dir: &Path, wish: Wish) -> anyhow::Result<Vec<f64>> {
    let quota = KnownQuota { per_day: 1_000_000, per_minute: 1_000_000, per_worker_day: 1_000_000 };
    let two = Two::make(dir, wish.port, (Some(quota), None)).await?;
    let (asks, worker) = (&two.sender, two.officer());
    somebody(&two, &two.receiver, worker).await?;
    let _working = (jobs::start(&two.receiver), jobs::start(&two.sender));
    let mut bell = asks.bell.subscribe();
    let mut all = Vec::new();
    for nth in 0..=wish.questions {
        // A question about a case of its own: the same one again would cost the asking side less.
        let case = somebody(&two, asks, worker).await?;
        let asked = Asked {
            case,
            place: 0,
            peer: two.receiver.node.id,
            purpose: KnownPurpose::Protection,
            basis: LawfulBasis::Consent,
        };
        let began = now();
        let query = first(asks, worker, asked, nth == 0).await?;
        let class = loop {
            let topic = tokio::time::timeout(DEADLINE, bell.recv()).await?;
            if topic.is_ok_and(|topic| topic != Topic::Cases) {
                continue;
            }
            let found = asks.store.read(move |tx| questions::find(tx, query)).await?;
            if let Some(done) = found.filter(|question| question.state != "WAITING") {
                break done.class;
            }
        };
        ensure!(class.as_deref() == Some("STRONG"), "the answer is {class:?}");
        if nth > 0 {
            all.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    two.close().await?;
    all.sort_by(f64::total_cmp);
    Ok(all)
}

/// Asks; the first time the other side's list may still be on its way.
async fn first(app: &App, worker: &Worker, wish: Asked, waits: bool) -> anyhow::Result<uuid::Uuid> {
    let began = now();
    loop {
        match ask::ask(app, worker, wish, app.clock.now()).await {
            Err(problem) if waits && problem.code == "known.no_list" => {
                ensure!(began.elapsed() < DEADLINE, "the list does not come");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            asked => return Ok(asked?),
        }
    }
}

/// A case about the same woman at one of the nodes.
async fn somebody(two: &Two, app: &App, owner: &Worker) -> anyhow::Result<sila_core::CaseId> {
    let now = app.clock.now();
    let mut known = two.disclosure(now);
    known.people = vec![Person {
        name_ar: Some("فاطمة أحمد الكثيبي".to_owned()),
        birth: Birth::Exact { y: 1989, m: 4, d: 12 },
        emirates_id: Some("784190000000159".to_owned()),
        phone: Some("+971590000007".to_owned()),
        ..Person::unknown(PersonId(app.clock.new_id()))
    }];
    (known.safety.immediate_danger, known.safety.safe_to_talk) = (false, true);
    known.needs = vec![sila_core::codes::Service::Legal];
    let (category, urgency) = (Category::Woman, Urgency::Routine);
    let case = cases::compose(app, &known, category, urgency, owner.id, None, now)?;
    let id = case.id;
    app.store
        .write(move |tx| cases::store::insert(tx, &case).map(drop))
        .await
        .map_err(|error: DbError| anyhow::anyhow!("a case cannot be written: {error}"))?;
    Ok(id)
}
