//! What the agencies of the script learnt from each other: written by one, reviewed by two, published, used elsewhere.

use anyhow::Context;
use sila_core::KnowledgeId;

use super::calendar::When;
use super::linking::officer;
use super::script::Script;
use super::stage::Stage;
use crate::accounts::Permission;
use crate::knowledge::item::{Adoption, Review, Text, Words};
use crate::knowledge::store::{self, Stored};
use crate::knowledge::{self, SUBMITTED, adoption, publication, review, sealed, share};

/// One item.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learnt {
    /// The agency whose it is.
    pub node: String,
    /// Who wrote it.
    pub by: String,
    /// When it was submitted.
    pub at: When,
    /// Kind.
    pub kind: String,
    /// Field of cooperation.
    pub field: String,
    /// Arabic text.
    pub ar: Part,
    /// English text.
    pub en: Part,
    /// Key words.
    pub keywords: String,
    /// First a reviewer of the same agency, then one of a partner.
    pub reviews: Vec<Said>,
    /// The partners to which it is published.
    pub to: Vec<String>,
    /// Who uses it.
    pub used: Vec<Used>,
}

/// A text in one language.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    title: String,
    summary: String,
    done: String,
    result: String,
    failed: String,
}

/// A review.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The agency of the reviewer.
    pub node: String,
    /// Who.
    pub by: String,
    scores: Vec<u8>,
    reasons: Vec<String>,
}

/// An agency that uses it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// Which.
    pub node: String,
    outcome: String,
}

impl Part {
    fn words(&self) -> Words {
        Words {
            title: self.title.clone(),
            summary: self.summary.clone(),
            done: self.done.clone(),
            result: self.result.clone(),
            failed: self.failed.clone(),
        }
    }
}

impl Learnt {
    /// What readers will see.
    pub fn text(&self, authors: String) -> Text {
        let (ar, en) = (self.ar.words(), self.en.words());
        let (kind, field) = (self.kind.clone(), self.field.clone());
        Text { kind, field, ar, en, authors, keywords: self.keywords.clone() }
    }
}

/// Plays it.
///
/// # Errors
/// When a step is refused.
pub async fn learn(stage: &mut Stage, script: &Script, learnt: &Learnt) -> anyhow::Result<()> {
    let id = submit(stage, learnt).await?;
    for (nth, said) in learnt.reviews.iter().enumerate() {
        if nth > 0 {
            let (app, peer) = (stage.node(&learnt.node)?.clone(), stage.node(&said.node)?.node.id);
            let officer =
                stage.worker(officer(script, &learnt.node, Permission::KnowledgePublish)?)?;
            let found = knowledge::open(&app, officer, id).await?;
            publication::ask_partner(&app, officer, &found, peer, app.clock.now()).await?;
            settle(stage, learnt).await?;
        }
        judge(stage, id, said).await?;
        settle(stage, learnt).await?;
    }
    publish(stage, script, learnt, id).await?;
    settle(stage, learnt).await?;
    for used in &learnt.used {
        let app = stage.node(&used.node)?.clone();
        let now = app.clock.now();
        let worker = stage.worker(officer(script, &used.node, Permission::KnowledgePublish)?)?;
        let found = knowledge::open(&app, worker, id).await.context("not arrived")?;
        let said = Adoption { item: id, since: now, outcome: used.outcome.clone() };
        adoption::adopt(&app, worker, &found, said, now).await?;
        settle(stage, learnt).await?;
    }
    Ok(())
}

async fn submit(stage: &Stage, learnt: &Learnt) -> anyhow::Result<KnowledgeId> {
    let (app, author) = (stage.node(&learnt.node)?, stage.worker(&learnt.by)?);
    let id = KnowledgeId(app.clock.new_id());
    let text = learnt.text(format!("{}، {}", author.name_ar, author.name_en));
    anyhow::ensure!(text.fits(), "the text does not fit");
    let now = app.clock.now();
    let stored = Stored {
        stage: SUBMITTED.to_owned(),
        draft: Some(sealed(app, id, &text)),
        ..knowledge::begun(app, (id, author.id), &text, now)
    };
    let told = knowledge::fact(app, id, author, "submitted", now);
    app.store
        .write(move |tx| {
            store::insert(tx, &stored)?;
            crate::journal::store::insert(tx, &told)
        })
        .await?;
    Ok(id)
}

async fn judge(stage: &Stage, id: KnowledgeId, said: &Said) -> anyhow::Result<()> {
    let (app, worker) = (stage.node(&said.node)?, stage.worker(&said.by)?);
    let found = knowledge::open(app, worker, id).await.context("not arrived")?;
    let (scores, reasons) = (said.scores.clone(), said.reasons.clone());
    let review = Review { item: id, number: found.stored.number, scores, reasons };
    review::give(app, worker, &found, review, app.clock.now()).await?;
    Ok(())
}

async fn publish(
    stage: &Stage,
    script: &Script,
    learnt: &Learnt,
    id: KnowledgeId,
) -> anyhow::Result<()> {
    if learnt.to.is_empty() {
        return Ok(());
    }
    let app = stage.node(&learnt.node)?;
    let officer = stage.worker(officer(script, &learnt.node, Permission::KnowledgePublish)?)?;
    let partners: anyhow::Result<Vec<_>> =
        learnt.to.iter().map(|code| Ok(stage.node(code)?.node.id)).collect();
    let found = knowledge::open(app, officer, id).await?;
    publication::publish(app, officer, &found, &partners?, app.clock.now()).await?;
    Ok(())
}

/// Lets the agency and every partner it speaks with tell each other what they have.
async fn settle(stage: &mut Stage, learnt: &Learnt) -> anyhow::Result<()> {
    let asked = learnt.reviews.iter().map(|said| &said.node);
    let mut with: Vec<&String> =
        asked.chain(&learnt.to).filter(|code| **code != learnt.node).collect();
    with.sort_unstable();
    with.dedup();
    for code in with {
        for _ in 0..2 {
            stage.settle(&learnt.node, code).await?;
            for node in [&learnt.node, code] {
                let app = stage.node(node)?.clone();
                while share::bring(&app).await? > 0 {}
            }
        }
        stage.settle(&learnt.node, code).await?;
    }
    Ok(())
}
