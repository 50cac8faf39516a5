//! What the script proposes under an agreement, as both sign it: annexes with areas and duties, initiatives, impact indicators.

use anyhow::Context;
use sila_core::codes::Category;
use sila_core::obligation::{Anchor, Recurrence, Trigger};
use sila_core::partnership::{
    Annex, AreaIndicator, AreaOfWork, Duty, Field, Indicator, Indicators, Measure, MeasureKind,
    Milestone, Origin, Owner, Plan, Verb, Words,
};
use sila_core::time::Millis;

use super::script::{coded, coded_list};
use super::stage::Stage;
use crate::activation::ledger::Book;
use crate::activation::saying;

/// Arabic and English.
type Both = [String; 2];

/// An annex.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexText {
    objective: Both,
    #[serde(deserialize_with = "coded_list")]
    groups: Vec<Category>,
    areas: Vec<AreaText>,
    duties: Vec<DutyText>,
}

/// An area of cooperation.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaText {
    #[serde(deserialize_with = "coded")]
    field: Field,
    lead: String,
    scope: Both,
    /// The office at each party, with its agency's code first.
    leads: Vec<(String, Both)>,
    indicator: Both,
    target: i64,
    #[serde(default)]
    at_rest: bool,
}

/// An obligation: so many days after the agreement took effect, or again and again.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyText {
    who: String,
    clause: String,
    #[serde(deserialize_with = "coded")]
    verb: Verb,
    text: Both,
    #[serde(deserialize_with = "coded")]
    field: Field,
    weight: u8,
    after_days: Option<i16>,
    every: Option<String>,
    proof: Both,
}

/// An initiative. Days are told from the day it is proposed.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanText {
    title: Both,
    #[serde(deserialize_with = "coded")]
    field: Field,
    objective: Both,
    need: Both,
    #[serde(deserialize_with = "coded_list")]
    groups: Vec<Category>,
    goals: Vec<u8>,
    lead: String,
    /// The office at each party, with its agency's code first.
    owners: Vec<(String, Both)>,
    idea_by: String,
    idea: Both,
    weight: u8,
    milestones: Vec<(Both, i64)>,
    /// Each milestone waits for the one before it.
    #[serde(default)]
    in_order: bool,
    budget_dirhams: Option<u64>,
    measures: Vec<MeasureText>,
}

/// A measure.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureText {
    #[serde(deserialize_with = "coded")]
    kind: MeasureKind,
    name: Both,
    baseline: Option<i64>,
    target: i64,
    source: Both,
}

/// An impact indicator, measured by `who`; its day is told from the day it is set.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorText {
    who: String,
    name: Both,
    baseline: i64,
    target: i64,
    days: i64,
    source: Both,
}

fn words(both: &Both) -> Words {
    let [ar, en] = both;
    Words { ar: ar.clone(), en: en.clone() }
}

/// As it is signed.
///
/// # Errors
/// When the script names another agency.
pub(super) fn annex(stage: &Stage, book: &Book, text: &AnnexText) -> anyhow::Result<Annex> {
    let areas: anyhow::Result<Vec<AreaOfWork>> =
        text.areas.iter().map(|one| area(stage, one)).collect();
    let duties = text.duties.iter().zip(1_u16..);
    let duties: anyhow::Result<Vec<Duty>> =
        duties.map(|(one, number)| duty(stage, book, one, number)).collect();
    Ok(Annex {
        agreement: book.ledger.agreement.id,
        objective: words(&text.objective),
        groups: text.groups.clone(),
        areas: areas?,
        duties: duties?,
        quiet_days: 30,
    })
}

fn area(stage: &Stage, text: &AreaText) -> anyhow::Result<AreaOfWork> {
    Ok(AreaOfWork {
        field: text.field,
        starts: None,
        lead: stage.node(&text.lead)?.node.id,
        at_rest: text.at_rest,
        scope: words(&text.scope),
        leads: owners(stage, &text.leads)?,
        indicators: vec![AreaIndicator { name: words(&text.indicator), target: text.target }],
    })
}

fn owners(stage: &Stage, all: &[(String, Both)]) -> anyhow::Result<Vec<Owner>> {
    let owner = |(code, office): &(String, Both)| {
        Ok(Owner { agency: stage.node(code)?.node.id, office: words(office) })
    };
    all.iter().map(owner).collect()
}

fn duty(stage: &Stage, book: &Book, text: &DutyText, number: u16) -> anyhow::Result<Duty> {
    let obligor = stage.node(&text.who)?.node.id;
    let trigger = match (&text.every, text.after_days) {
        (Some(rule), _) => Trigger::Recurring(Recurrence::parse(rule)?),
        (None, days) => Trigger::Relative {
            anchor: Anchor::Effective,
            days: days.context("no day")?,
            working: false,
        },
    };
    Ok(Duty {
        number,
        clause: text.clause.clone(),
        text: words(&text.text),
        obligor,
        obligee: saying::other(book, obligor),
        field: text.field,
        weight: text.weight,
        trigger,
        lead_days: 14,
        evidence: words(&text.proof),
        verb: Some(text.verb),
    })
}

/// As it is signed.
///
/// # Errors
/// When the script names another agency.
pub(super) fn plan(
    stage: &Stage,
    book: &Book,
    text: &PlanText,
    now: Millis,
) -> anyhow::Result<Plan> {
    let agency = |code: &str| Ok::<_, anyhow::Error>(stage.node(code)?.node.id);
    let milestone = |((title, days), number): (&(Both, i64), u16)| Milestone {
        number,
        title: words(title),
        weight: 1,
        due: now.plus_days(*days).uae_date(),
        after: text.in_order.then(|| number.saturating_sub(1)).filter(|before| *before > 0),
    };
    let measure = |(one, number): (&MeasureText, u16)| Measure {
        number,
        kind: one.kind,
        name: words(&one.name),
        baseline: one.baseline,
        target: one.target,
        source: words(&one.source),
    };
    Ok(Plan {
        agreement: book.ledger.agreement.id,
        title: words(&text.title),
        field: text.field,
        objective: words(&text.objective),
        need: words(&text.need),
        groups: text.groups.clone(),
        goals: text.goals.clone(),
        lead: agency(&text.lead)?,
        owners: owners(stage, &text.owners)?,
        origin: Origin { by: agency(&text.idea_by)?, idea: words(&text.idea) },
        weight: text.weight,
        milestones: text.milestones.iter().zip(1..).map(milestone).collect(),
        measures: text.measures.iter().zip(1..).map(measure).collect(),
        shortfall: None,
        budget_fils: text.budget_dirhams.map(|n| n.saturating_mul(saying::FILS)),
    })
}

/// As it is signed.
///
/// # Errors
/// When the script names another agency.
pub(super) fn indicators(
    stage: &Stage,
    book: &Book,
    texts: &[IndicatorText],
    now: Millis,
) -> anyhow::Result<Indicators> {
    let one = |(text, number): (&IndicatorText, u16)| {
        Ok(Indicator {
            number,
            name: words(&text.name),
            baseline: text.baseline,
            target: text.target,
            due: now.plus_days(text.days).uae_date(),
            source: words(&text.source),
            owner: stage.node(&text.who)?.node.id,
        })
    };
    let all: anyhow::Result<Vec<Indicator>> = texts.iter().zip(1..).map(one).collect();
    Ok(Indicators { agreement: book.ledger.agreement.id, all: all? })
}
