//! The first two agencies of the script evaluate their partnership, the first and the third have just begun; two units of the first
//! have indicators.

use anyhow::Context;
use sila_core::evaluation::{ITEMS, Judged, Marks};
use sila_core::imprint::Gauge;
use sila_core::policy::Finding;
use sila_core::{Millis, RecordId};

use super::linking::officer;
use super::script::Script;
use super::stage::Stage;
use crate::accounts::Permission;
use crate::app::App;
use crate::evaluations::{self, bring, cycle};
use crate::imprint::store::{self, UnitGauge};
use crate::records::By;

/// Who answers the statements, agency by agency, and the mark of the first statement; the others follow from it.
const PEOPLE: [&[(&str, u8)]; 2] = [
    &[("D-PART", 5), ("D-ADV", 4), ("D-COMM", 4), ("D-INT1", 3), ("D-CM1", 4), ("D-REF", 5)],
    &[("M-PART", 4), ("M-COMM", 3), ("M-INT1", 4), ("M-CM1", 2), ("M-CM2", 3), ("M-REF", 4)],
];
/// Clauses that are judged in part, by number.
const IN_PART: [&str; 2] = ["4.2", "5.1"];
/// More rounds than two nodes ever need.
const ROUNDS: usize = 8;

/// Holds the evaluation and sets the indicators.
///
/// # Errors
/// When a step is refused.
pub async fn hold(stage: &mut Stage, script: &Script, now: Millis) -> anyhow::Result<()> {
    let [first, second, third] = script.nodes.as_slice() else { anyhow::bail!("three nodes") };
    stage.set(now);
    let (dana, marsa) = (stage.node(&first.code)?.clone(), stage.node(&second.code)?.clone());
    let id = call(stage, &dana, &second.code, now).await?;
    tend(stage, [&dana, &marsa]).await?;
    let asked = cycle::one(&marsa, id).await?;
    let head = stage.worker("M-HEAD")?.id;
    evaluations::sign(&marsa, &asked, true, By { worker: Some(head), now }).await?;
    tend(stage, [&dana, &marsa]).await?;
    for ((app, people), head) in [&dana, &marsa].into_iter().zip(PEOPLE).zip(["D-HEAD", "M-HEAD"]) {
        answer(stage, app, id, people).await?;
        let by = By { worker: Some(stage.worker(head)?.id), now };
        let cycle = cycle::one(app, id).await?;
        evaluations::seal(app, &cycle, judged(&cycle), by).await?;
        tend(stage, [&dana, &marsa]).await?;
    }
    stays_open(stage, script, (&dana, &third.code), now).await?;
    gauges(stage, &dana, now).await
}

/// One that both have agreed to and nobody has answered yet.
async fn stays_open(
    stage: &mut Stage,
    script: &Script,
    (dana, third): (&App, &str),
    now: Millis,
) -> anyhow::Result<()> {
    let open = call(stage, dana, third, now).await?;
    let naseem = stage.node(third)?.clone();
    tend(stage, [dana, &naseem]).await?;
    let asked = cycle::one(&naseem, open).await?;
    let signer = stage.worker(officer(script, third, Permission::AgreementSign)?)?.id;
    evaluations::sign(&naseem, &asked, true, By { worker: Some(signer), now }).await?;
    tend(stage, [dana, &naseem]).await
}

async fn call(stage: &Stage, app: &App, other: &str, now: Millis) -> anyhow::Result<RecordId> {
    let by = By { worker: Some(stage.worker("D-HEAD")?.id), now };
    let days = (now.plus_days(-30).uae_date(), now.uae_date());
    let other = stage.node(other)?.node.id;
    Ok(evaluations::begin(app, other, days, now.plus_days(21), by).await?)
}

/// Both nodes do what they owe until nothing is left.
async fn tend(stage: &mut Stage, [one, other]: [&App; 2]) -> anyhow::Result<()> {
    for _ in 0..ROUNDS {
        stage.settle(&one.node.agency.code, &other.node.agency.code).await?;
        let (here, there) = (bring::bring(one).await?, bring::bring(other).await?);
        if here == 0 && there == 0 {
            return Ok(());
        }
    }
    anyhow::bail!("the evaluation does not come to an end")
}

async fn answer(
    stage: &Stage,
    app: &App,
    id: RecordId,
    people: &[(&str, u8)],
) -> anyhow::Result<()> {
    for (code, mark) in people {
        let mut marks = [*mark; ITEMS];
        // The twelfth to the fifteenth statement, on fairness, are a mark lower, the last ones a mark higher.
        marks.iter_mut().skip(12).take(3).for_each(|mark| *mark = mark.saturating_sub(1).max(1));
        marks.iter_mut().skip(15).for_each(|mark| *mark = mark.saturating_add(1).min(5));
        let marks = Marks::new(marks).context("marks")?;
        evaluations::give(app, id, stage.worker(code)?.id, marks).await?;
    }
    Ok(())
}

fn judged(cycle: &cycle::Cycle) -> Vec<Judged> {
    let one = |clause: &String| Judged {
        clause: clause.clone(),
        own: Finding::Compliant,
        other: if IN_PART.contains(&clause.as_str()) {
            Finding::Partial
        } else {
            Finding::Compliant
        },
    };
    cycle.call.criteria.iter().map(|criterion| one(&criterion.clause)).collect()
}

async fn gauges(stage: &Stage, app: &App, now: Millis) -> anyhow::Result<()> {
    let worker = stage.worker("D-PART")?.id;
    let rows = [
        (
            ["قسم الإحالة", "Referral section"],
            Gauge::InTime,
            90,
            ["رئيس القسم", "Head of the section"],
        ),
        (
            ["قسم الإحالة", "Referral section"],
            Gauge::Acknowledge,
            60,
            ["رئيس القسم", "Head of the section"],
        ),
        (
            ["إدارة الشراكات", "Partnerships"],
            Gauge::Kept,
            95,
            ["مديرة الشراكات", "Head of partnerships"],
        ),
    ];
    for (unit, gauge, target, owner) in rows {
        let one = UnitGauge {
            id: app.clock.new_id(),
            unit: unit.map(str::to_owned),
            gauge,
            target,
            owner: owner.map(str::to_owned),
            year: now.uae_date().year,
            partner: None,
            agreement: None,
        };
        app.store.write(move |tx| store::set(tx, &one, worker, now)).await?;
    }
    Ok(())
}
