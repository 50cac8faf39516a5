//! For auditors: whom a question was about, provable against the hash in the other side's log.
//!
//! The asking side has kept the value and the secret of every slot. Blinded again they give the elements that were sent,
//! and the hash over the elements is what the other side wrote into its log. So nobody can later say that a question was
//! about somebody else, and the other side never learns about whom it was.

use serde::{Deserialize, Serialize};
use sila_core::time::Millis;
use sila_link::known::{Question, Slot, batch_hash};
use sila_seal::{Hash, hex};
use uuid::Uuid;

use super::ask::{case_hash, kept};
use super::store::{self, Question as Asked};
use crate::app::App;
use crate::db::Store;
use crate::problem::Problem;

/// The name of the file's form.
const FORM: &str = "sila-known-proof/1";
/// The largest file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 64 * 1_024;

/// What the kept secrets show.
#[derive(Debug)]
pub struct Shown {
    /// The values, blinded again, are the elements that were sent.
    pub holds: bool,
    /// What was asked for in each slot that was used.
    pub values: Vec<(Slot, String)>,
    /// The case is the one the question was bound to.
    pub case: Hash,
    /// Where the question stands in our own log: place, time, kind.
    pub logged: Option<(Option<i64>, Millis, String)>,
}

/// The file that an auditor takes to the other side. It holds what the question was about: handle it like the case.
#[derive(Debug, Serialize, Deserialize)]
pub struct File {
    form: String,
    /// The code of the agency that asked.
    pub asker: String,
    /// Which question.
    pub query: String,
    /// The hash that must stand in the other side's log.
    pub batch: String,
    question: String,
}

/// Recomputes a question of ours from what was kept.
///
/// # Errors
/// `vault.unreadable`.
pub async fn show(app: &App, asked: &Asked, code: &str) -> Result<Shown, Problem> {
    let kept = kept(app, asked)?;
    let (subject, batch) = (format!("{code} {}", asked.id), asked.batch);
    let logged = app.store.read(move |tx| store::in_journal(tx, &subject, &batch)).await?;
    let values =
        kept.question.asked.iter().filter_map(|asked| {
            Some((*Slot::ALL.get(usize::from(asked.slot))?, asked.value.clone()))
        });
    Ok(Shown {
        holds: kept.question.was_about(&asked.batch),
        values: values.collect(),
        case: case_hash(&kept.salt, asked.case),
        logged,
    })
}

/// The file for the other side's auditor.
///
/// # Errors
/// `vault.unreadable`.
pub fn file(app: &App, asked: &Asked) -> Result<File, Problem> {
    let kept = kept(app, asked)?;
    let question = minicbor::to_vec(&kept.question);
    Ok(File {
        form: FORM.to_owned(),
        asker: app.node.agency.code.clone(),
        query: asked.id.to_string(),
        batch: hex(&asked.batch),
        question: figures(&question.map_err(|e| Problem::internal("known.unwritable").because(e))?),
    })
}

/// What a file proves at the side that answered.
#[derive(Debug, Serialize)]
pub struct Proved {
    /// The values in the file make the elements whose hash stands in this node's log.
    pub holds: bool,
    /// What was asked for, by slot.
    pub values: Vec<(&'static str, String)>,
    /// The place in this node's log.
    pub position: Option<i64>,
}

/// Checks a file against this node's log. Whether the log itself is intact is for `sila verify` to say.
///
/// # Errors
/// When the file is not of this form or the store cannot be read.
pub async fn check(store: &Store, bytes: &[u8]) -> anyhow::Result<Proved> {
    anyhow::ensure!(bytes.len() <= FILE_BYTES_MAX, "the file is too large for a proof");
    let file: File = serde_json::from_slice(bytes)?;
    anyhow::ensure!(file.form == FORM, "this is not a proof of a question");
    let query: Uuid = file.query.parse()?;
    let question: Question = minicbor::decode(&bytes_of(&file.question)?)?;
    let batch = batch_hash(query, &question.scope, &question.elements);
    let subject = format!("{} {}", file.asker, file.query);
    let logged = store.read(move |tx| store::in_journal(tx, &subject, &batch)).await?;
    let values = question.asked.iter().filter_map(|asked| {
        Some((Slot::ALL.get(usize::from(asked.slot))?.code(), asked.value.clone()))
    });
    Ok(Proved {
        holds: question.query == query && question.was_about(&batch) && logged.is_some(),
        values: values.collect(),
        position: logged.and_then(|(position, ..)| position),
    })
}

/// Bytes as hexadecimal figures, and back.
fn figures(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of(figures: &str) -> anyhow::Result<Vec<u8>> {
    let figures = figures.as_bytes();
    anyhow::ensure!(figures.len().is_multiple_of(2), "half a byte");
    let pairs =
        figures.chunks(2).map(|pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?));
    pairs.collect()
}
