//! Links and agreements of the demonstration, by the real ceremony: invitation, answer, the same twelve digits on both
//! sides, both officers confirm; then one side offers the agreement and the other signs it.

use anyhow::{Context, ensure};
use sila_core::agreement::ThirdAgency;
use sila_core::ids::AgreementId;
use sila_core::time::Millis;

use super::course;
use super::pact::Pact;
use super::script::{Member, Script};
use super::stage::{Stage, peer};
use crate::accounts::{Permission, roles};
use crate::agreements::signing;
use crate::app::App;
use crate::links::{acts, joining, trial};

/// Links every two nodes.
///
/// # Errors
/// When a step of the ceremony is refused.
pub async fn link_all(stage: &mut Stage, script: &Script, now: Millis) -> anyhow::Result<()> {
    for (nth, one) in script.nodes.iter().enumerate() {
        for two in script.nodes.iter().skip(nth + 1) {
            stage.set(now);
            link(stage, script, &one.code, &two.code).await?;
        }
    }
    Ok(())
}

async fn link(stage: &mut Stage, script: &Script, one: &str, two: &str) -> anyhow::Result<()> {
    let (inviting, joins) = (stage.node(one)?.clone(), stage.node(two)?.clone());
    let now = inviting.clock.now();
    let first = stage.worker(officer(script, one, Permission::LinkAdmin)?)?.id;
    let second = stage.worker(officer(script, two, Permission::LinkAdmin)?)?.id;
    let (_, file) = joining::invite(&inviting, Some(first), now).await?;
    joining::begin(&joins, &file, Some(second), now).await?;
    let met = peer(&joins, &inviting).await?;
    let line = stage.line(&joins, &inviting);
    let joined = joining::attempt(&joins, &met, line).await;
    joined.map_err(|trouble| anyhow::anyhow!("{two} could not join {one}: {}", trouble.code()))?;
    let (ours, theirs) = (peer(&inviting, &joins).await?, peer(&joins, &inviting).await?);
    ensure!(ours.short_code == theirs.short_code, "{one} and {two} see different codes");
    let by = |worker| acts::By { worker: Some(worker), now };
    acts::confirm(&inviting, &ours, true, by(first)).await?;
    acts::confirm(&joins, &theirs, true, by(second)).await?;
    stage.settle(one, two).await?;
    prove(stage, one, two).await?;
    for (here, there) in [(&inviting, &joins), (&joins, &inviting)] {
        ensure!(peer(here, there).await?.is_open(), "{here:?} and {there:?} are not linked");
    }
    Ok(())
}

/// Each side's self-test of the link, to its end.
async fn prove(stage: &mut Stage, one: &str, two: &str) -> anyhow::Result<()> {
    for (here, there) in [(one, two), (two, one)] {
        let (tests, answers) = (stage.node(here)?.clone(), stage.node(there)?.clone());
        let (to, back) = (peer(&tests, &answers).await?, peer(&answers, &tests).await?);
        let tested = trial::run(&tests, &to, stage.line(&tests, &answers)).await;
        tested.map_err(|trouble| anyhow::anyhow!("{here} tests {there}: {}", trouble.code()))?;
        stage.settle(one, two).await?;
        let answered = trial::answer_due(&answers, &back, stage.line(&answers, &tests)).await;
        answered.map_err(|trouble| anyhow::anyhow!("{there} answers: {}", trouble.code()))?;
        stage.settle(one, two).await?;
    }
    Ok(())
}

/// Offers an agreement, and signs it on the other side if the script says so.
///
/// # Errors
/// When it is refused.
pub async fn agree(stage: &mut Stage, script: &Script, pact: &Pact) -> anyhow::Result<()> {
    let [one, two] = &pact.parties;
    let (offers, signs) = (stage.node(one)?.clone(), stage.node(two)?.clone());
    let from = offers.clock.now();
    let parties = [&offers, &signs].map(|app| (&app.node.agency, app.node.id));
    let id = AgreementId(offers.clock.new_id());
    let third: anyhow::Result<Vec<ThirdAgency>> =
        pact.onward.iter().map(|code| stage.node(code).map(third_agency)).collect();
    let agreement = script.agreements.between(pact, parties, third?, id, from);
    let first = stage.worker(officer(script, one, Permission::AgreementSign)?)?.id;
    let second = stage.worker(officer(script, two, Permission::AgreementSign)?)?.id;
    let by = |worker, now| signing::By { worker: Some(worker), now };
    signing::propose(&offers, agreement, by(first, from)).await?;
    stage.settle(one, two).await?;
    if pact.signed {
        let read = signing::one(&signs, id).await?.digest;
        signing::sign(&signs, id, read, by(second, signs.clock.now())).await?;
        stage.settle(one, two).await?;
        course::agreed(stage, &offers, (id, signs.node.id), first).await?;
        course::agreed(stage, &signs, (id, offers.node.id), second).await?;
    }
    Ok(())
}

fn third_agency(app: &App) -> ThirdAgency {
    let agency = &app.node.agency;
    ThirdAgency {
        agency: app.node.id,
        code: agency.code.clone(),
        name_ar: agency.name_ar.clone(),
        name_en: agency.name_en.clone(),
    }
}

/// The code of somebody at this agency who may do it.
pub(super) fn officer<'a>(
    script: &'a Script,
    node: &'a str,
    permission: Permission,
) -> anyhow::Result<&'a str> {
    let may = |member: &&Member| roles::allow(&member.roles, permission);
    let found = script.staff_of(node).find(may);
    found.map(|member| member.code.as_str()).with_context(|| format!("nobody at {node} may do it"))
}
