//! The form that somebody has begun and the visitor may finish.

use sila_core::disclosure::Disclosure;
use sila_core::ids::AgencyId;
use sila_core::residence::{Suggestion, suggest};
use sila_core::time::Millis;

use super::stage::Stage;
use super::story::Story;
use crate::agreements;
use crate::app::App;
use crate::intake;

/// A form that is filled in up to `step`, addressed to the agency that the residence clause names.
pub async fn keep(
    stage: &Stage,
    story: &Story,
    known: &Disclosure,
    step: u8,
) -> anyhow::Result<()> {
    let (app, worker) = (stage.node(&story.node)?, stage.worker(&story.by)?);
    let now = app.clock.now();
    let mut values = intake::filled::of_disclosure(known, now);
    values.set("channel", story.channel.code());
    values.set("reporter", story.reporter.code());
    if story.interpreter {
        values.set("interpreter", "yes");
    }
    values.set("category", story.category.code());
    values.set("urgency", story.urgency.code());
    if let Some(to) = competent(app, known, now).await? {
        values.set("to", intake::sharing::To::Agency(to).value());
    }
    values.set("share_asked", "yes");
    intake::sharing::ASSUMED.iter().for_each(|field| values.push("share", field.code()));
    let saved = i64::from(step.saturating_sub(1));
    let draft = intake::draft::compose(app, &values, None, saved, now)?;
    let writer = worker.id;
    app.store.write(move |tx| intake::store::insert(tx, &draft, writer)).await?;
    Ok(())
}

async fn competent(app: &App, known: &Disclosure, now: Millis) -> anyhow::Result<Option<AgencyId>> {
    let in_force = agreements::in_force(app, now).await?;
    let signed: Vec<_> = in_force.iter().map(|one| &one.agreement).collect();
    let suggestion = suggest(app.node.id, &known.residence, &signed, now);
    Ok(match suggestion {
        Suggestion::Refer { to, .. } => Some(to),
        _ => None,
    })
}
