//! The first agency of the script has a policy guide: approved by its head, acknowledged by one partner, sent to the other.

use anyhow::Context;
use sila_core::time::Millis;

use super::script::Script;
use super::stage::Stage;
use crate::journal::store::Fact;
use crate::partners::classes;
use crate::policy::{self, share};
use crate::records::By;

/// Approves the guide that comes with the program, classes the partners, and lets the second agency acknowledge it.
///
/// # Errors
/// When a step is refused.
pub async fn adopt(stage: &mut Stage, script: &Script, now: Millis) -> anyhow::Result<()> {
    let [first, second, third] = script.nodes.as_slice() else { anyhow::bail!("three nodes") };
    stage.set(now);
    let app = stage.node(&first.code)?.clone();
    let (head, officer) = (stage.worker("D-HEAD")?.id, stage.worker("D-PART")?.id);
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "policy",
        subject: "1 approved".to_owned(),
        worker: Some(head),
        data: Vec::new(),
    };
    policy::approve(&app, policy::shipped()?, now.uae_date(), (head, told), now).await?;
    for (partner, class) in [(second, "STRATEGIC"), (third, "ENABLING")] {
        let (id, classes) = (stage.node(&partner.code)?.node.id, [class.to_owned()]);
        classes::set(&app, id, &classes, (officer, now)).await?;
        share::send(&app, id, By { worker: Some(head), now }).await?;
        stage.settle(&first.code, &partner.code).await?;
    }
    let other = stage.node(&second.code)?.clone();
    let me = other.node.id;
    let theirs = other.store.read(move |tx| share::theirs(tx, me)).await?;
    let asked = theirs.first().context("the guide has not arrived")?;
    let by = By { worker: Some(stage.worker("M-HEAD")?.id), now };
    share::sign(&other, asked.record, asked.digest, by).await?;
    stage.settle(&first.code, &second.code).await
}
