//! Contacts of the script that never become a case: the least is written down, and nobody is asked who they are.

use sila_core::codes::{Channel, ContactKind, Service};

use super::calendar::When;
use super::script::{coded, coded_maybe};
use super::stage::Stage;
use crate::intake::contacts::{self, ADVICE, POINTED, Told, Wish};
use anyhow::Context;

/// Somebody who turned to an agency.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contacted {
    /// Code, for errors and tests.
    pub code: String,
    /// Who wrote it down.
    pub by: String,
    /// When.
    pub at: When,
    /// What for.
    #[serde(deserialize_with = "coded")]
    pub kind: ContactKind,
    /// How they came.
    #[serde(deserialize_with = "coded")]
    pub channel: Channel,
    /// What was needed.
    #[serde(default, deserialize_with = "coded_maybe")]
    pub service: Option<Service>,
    /// Area code; empty when nobody asked.
    #[serde(default)]
    pub area: String,
    /// What was done at once.
    pub advice: String,
    /// Where they were pointed to.
    pub pointed: String,
    /// The partner they were pointed to, by its code.
    pub partner: Option<String>,
    /// How many people it is about.
    pub people: Option<u32>,
    /// About which amount in dirhams.
    pub amount: Option<u32>,
    /// What was told; only of the kinds that keep words.
    #[serde(default)]
    pub words: String,
    /// The report proved to be untrue.
    #[serde(default)]
    pub untrue: bool,
}

/// Writes one down; one that proved to be untrue is shut.
///
/// # Errors
/// When the script names what does not exist, or the store cannot be written.
pub(super) async fn contact(stage: &Stage, one: &Contacted) -> anyhow::Result<()> {
    let (app, worker) = (stage.at_work(&one.by)?, stage.worker(&one.by)?);
    let now = app.clock.now();
    let listed = |list: &[&'static str], code: &str| {
        list.iter().find(|known| **known == code).copied().context("no such code")
    };
    let all = app.store.read(crate::partners::store::all).await?;
    let known = |code: &String| all.iter().find(|partner| partner.code == *code);
    let partner = one.partner.as_ref().map(|code| known(code).context("no such partner"));
    let wish = Wish {
        kind: one.kind,
        channel: one.channel,
        service: one.service,
        area: one.area.clone(),
        advice: listed(&ADVICE, &one.advice)?,
        pointed: listed(&POINTED, &one.pointed)?,
        partner: partner.transpose()?.map(|partner| partner.id),
        measure: (one.people, one.amount),
        told: Told { words: one.words.clone(), phone: String::new() },
    };
    let id = contacts::keep(app, worker, wish, now).await?;
    if one.untrue {
        contacts::shut(app, worker, (id, now), now).await?;
    }
    Ok(())
}
