//! The shared records of the script: proposed by one agency, signed by those the script names.

use anyhow::Context;
use sila_link::record::Word;

use super::calendar::When;
use super::linking::officer;
use super::script::Script;
use super::stage::Stage;
use crate::accounts::Permission;
use crate::records::text::Text;
use crate::records::{By, forward, propose, store, text, word};

/// One text that several agencies share.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// The agency that proposes it.
    pub by: String,
    /// The other parties.
    pub with: Vec<String>,
    /// Those of them that sign it.
    pub signed: Vec<String>,
    /// When it is proposed.
    pub at: When,
    /// Title in Arabic.
    pub title_ar: String,
    /// Title in English.
    pub title_en: String,
    /// Text in Arabic.
    pub text_ar: String,
    /// Text in English.
    pub text_en: String,
}

/// Proposes it, and signs it where the script says so.
///
/// # Errors
/// When a step is refused.
pub async fn share(stage: &mut Stage, script: &Script, shared: &Shared) -> anyhow::Result<()> {
    let app = stage.node(&shared.by)?.clone();
    let others: anyhow::Result<Vec<_>> =
        shared.with.iter().map(|code| Ok(stage.node(code)?.node.id)).collect();
    let text = Text {
        title_ar: shared.title_ar.clone(),
        title_en: shared.title_en.clone(),
        text_ar: shared.text_ar.clone(),
        text_en: shared.text_en.clone(),
    };
    let by = by(stage, script, &shared.by)?;
    let id = propose::first(&app, text::KIND, &others?, text.to_cbor(), by).await?;
    settle(stage, shared).await?;
    for code in &shared.signed {
        let there = stage.node(code)?.clone();
        let loaded = there.store.read(move |tx| store::load(tx, id)).await?;
        let loaded = loaded.context("the proposal has not arrived")?;
        let digest = loaded.shared.versions().next().map(|(digest, _)| *digest);
        let by = self::by(stage, script, code)?;
        word::say(&there, id, digest.unwrap_or_default(), Word::Sign, by).await?;
        settle(stage, shared).await?;
    }
    Ok(())
}

fn by(stage: &Stage, script: &Script, code: &str) -> anyhow::Result<By> {
    let worker = stage.worker(officer(script, code, Permission::AgreementSign)?)?.id;
    Ok(By { worker: Some(worker), now: stage.node(code)?.clock.now() })
}

/// Lets every two parties tell each other what they have.
async fn settle(stage: &mut Stage, shared: &Shared) -> anyhow::Result<()> {
    let codes: Vec<&str> =
        std::iter::once(&shared.by).chain(&shared.with).map(String::as_str).collect();
    forward::bring(&stage.node(&shared.by)?.clone()).await?;
    for (nth, one) in codes.iter().enumerate() {
        for two in codes.iter().skip(nth + 1) {
            stage.settle(one, two).await?;
        }
    }
    Ok(())
}
