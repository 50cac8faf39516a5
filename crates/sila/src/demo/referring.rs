//! Referrals of the script: what is offered, and what both sides do about it until it is over. Every act is the one of its page.

use anyhow::{Context, bail, ensure};
use sila_core::codes::{DeclineCode, Fate, OpenItem, Service, StaysCode};
use sila_core::field::Field;
use sila_core::ids::{CaseId, ReferralId};
use sila_core::referral::{HandoverLine, Left};
use sila_core::time::Millis;
use sila_core::{AgencyId, Refusal};

use super::deed::{Act, Deed, Refer};
use super::stage::Stage;
use super::story::Story;
use super::{homes, hosting, household};
use crate::accounts::Worker;
use crate::agreements::{self, InForce};
use crate::app::App;
use crate::cases;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::referrals::handover::{self, taking};
use crate::referrals::rounds::{part, question};
use crate::referrals::{self, Asked, Record, Route};
use crate::shelter::danger::calls;

/// A referral, and the agency that is asked.
pub(super) type Sent = (ReferralId, String);

/// One act, after which both nodes tell each other about it.
///
/// # Errors
/// When it is refused, or is not refused where the script says so.
pub(super) async fn act(
    stage: &mut Stage,
    (story, case): (&Story, Option<CaseId>),
    deed: &Deed,
    sent: &mut Option<Sent>,
) -> anyhow::Result<()> {
    if let Act::Refer(refer) = &deed.act {
        let case = case.context("no case to refer")?;
        let offered = send(stage, story, refer, &deed.by, case).await;
        if let Some(code) = &refer.refused {
            return is_refused(offered, code);
        }
        *sent = Some((offered?, refer.to.clone()));
    }
    let (id, to) = sent.clone().context("no referral yet")?;
    match &deed.act {
        Act::Refer(_) | Act::Wait => {}
        Act::Spoken => {
            let app = stage.at_work(&deed.by)?;
            calls::speak(app, stage.worker(&deed.by)?, id, app.clock.now()).await?;
        }
        Act::Portal(said) => {
            hosting::answer(stage.node(&story.node)?, &deed.by, id, said).await?;
        }
        _ => decide(stage, deed, id).await?,
    }
    if stage.node(&to).is_ok() { stage.settle(&story.node, &to).await } else { Ok(()) }
}

fn is_refused(offered: anyhow::Result<ReferralId>, code: &str) -> anyhow::Result<()> {
    let error = offered.err().context("nothing refuses it")?;
    let found = error.downcast_ref::<Problem>().map(|problem| problem.code.as_str());
    ensure!(found == Some(code), "refused for another reason: {error}");
    Ok(())
}

/// Refers the case: everything that the agreement, the permission and the person allow.
async fn send(
    stage: &Stage,
    story: &Story,
    refer: &Refer,
    by: &str,
    case: CaseId,
) -> anyhow::Result<ReferralId> {
    let (app, worker) = (stage.at_work(by)?, stage.worker(by)?);
    let (now, target) = (app.clock.now(), hosting::addressee(stage, app, &refer.to).await?);
    access::record(app, worker, Subject::Case(case.0), "case.refer", now).await?;
    let mut known = cases::open_record(app, worker, case).await?.disclosure;
    let agreement = under(app, story, target, now).await?;
    let row = agreement.agreement.schedule.iter().find(|row| row.kind == refer.kind);
    let allowed = row.map(|row| row.fields.clone()).unwrap_or_default();
    let granted: Vec<Field> =
        allowed.into_iter().filter(|field| !refer.withhold.contains(field)).collect();
    let allowed = refer.permission.as_ref().unwrap_or(&story.permission);
    known.permission = household::given(allowed, target, granted.clone(), now);
    let held = known.fields();
    let fields: Vec<Field> = held.into_iter().filter(|field| granted.contains(field)).collect();
    let route = Route {
        clause: agreement.agreement.residence.number.clone(),
        agreement,
        target,
        basis: refer.basis,
        kind: refer.kind,
        override_: refer.departure,
    };
    let asked = Asked {
        case,
        disclosure: &known,
        category: story.category,
        urgency: refer.urgency.unwrap_or(story.urgency),
        services: &refer.services,
        fields: &fields,
        route: &route,
        listed: None,
        back: None,
    };
    let offered = referrals::compose(app, worker, &asked, now).await?;
    let id = offered.id;
    app.store.write(move |tx| offered.insert(tx)).await?;
    Ok(id)
}

/// The agreement with `target` that covers the story's category; or why there is none, as the form says it.
async fn under(app: &App, story: &Story, target: AgencyId, now: Millis) -> anyhow::Result<InForce> {
    let in_force = agreements::in_force(app, now).await?;
    let fits =
        |one: &InForce| one.peer == target && one.agreement.categories.contains(&story.category);
    if let Some(found) = in_force.into_iter().find(fits) {
        return Ok(found);
    }
    let shut = agreements::shut(app, now).await?.remove(&target);
    let why = shut.map_or(Refusal::NoAgreement, |one| one.refusal);
    Err(Problem::from(why).into())
}

async fn decide(stage: &Stage, deed: &Deed, id: ReferralId) -> anyhow::Result<()> {
    let (app, worker) = (stage.at_work(&deed.by)?, stage.worker(&deed.by)?);
    let now = app.clock.now();
    look(app, worker, id, now).await?;
    if !asked(app, worker, &deed.act, (id, now)).await? {
        asking(app, worker, &deed.act, (id, now)).await?;
    }
    match &deed.act {
        Act::Accept => homes::arrive(app, worker, id, now).await,
        Act::Outcome { .. } => homes::leave(app, worker, id, now).await,
        _ => Ok(()),
    }
}

/// What the agency that is asked does. False when it is for the other to do.
async fn asked(
    app: &App,
    worker: &Worker,
    act: &Act,
    (id, now): (ReferralId, Millis),
) -> anyhow::Result<bool> {
    match act {
        Act::Claim => referrals::claim(app, worker, id, now).await?,
        Act::Question { code, words } => {
            let (item, field, code) = (None, None, code.parse()?);
            let wanted = question::Wanted { item, field, code, words: words.clone() };
            question::question(app, worker, id, &wanted, now).await?;
        }
        Act::Accept => referrals::accept(app, worker, id, now).await?,
        Act::Part { left } => part::accept(app, worker, id, &without(left)?, now).await?,
        Act::Decline { code, area } => {
            let area = area.as_deref().map(str::parse).transpose()?;
            referrals::decline(app, worker, id, code.parse()?, area, now).await?;
        }
        Act::Take => take(app, worker, id, now).await?,
        Act::Outcome { code } => referrals::report(app, worker, id, code.parse()?, now).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// What the agency that asks does.
async fn asking(
    app: &App,
    worker: &Worker,
    act: &Act,
    (id, now): (ReferralId, Millis),
) -> anyhow::Result<()> {
    match act {
        Act::Approve => referrals::approve(app, worker, id, now).await?,
        Act::Reply { code, words } => {
            question::answer(app, worker, id, (code.parse()?, words), now).await?;
        }
        Act::Hand => hand(app, worker, id, now).await?,
        Act::Slip { answer, word } => hosting::slip(app, worker, id, (answer, word)).await?,
        Act::Recall { code } => referrals::recall(app, worker, id, code.parse()?, now).await?,
        Act::Acknowledge => referrals::acknowledge(app, worker, id, now).await?,
        Act::Note => referrals::take_note(app, worker, id, now).await?,
        other => bail!("{other:?} is not about a referral"),
    }
    Ok(())
}

/// Nobody decides about a referral without having looked at it, and looking is written down.
async fn look(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> anyhow::Result<()> {
    Record::through(app, worker, id).await?;
    access::record(app, worker, Subject::Referral(id.0), "referral.show", now).await?;
    Ok(())
}

/// What is not given, with its reason.
fn without(left: &[(String, String)]) -> anyhow::Result<Vec<Left>> {
    let one = |(service, code): &(String, String)| {
        let (service, code) = (Service::from_code(service)?, DeclineCode::from_code(code)?);
        Ok(Left { service, code })
    };
    left.iter().map(one).collect()
}

/// Signs what becomes of everything that is open.
async fn hand(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> anyhow::Result<()> {
    let record = Record::through(app, worker, id).await?;
    let case = record.row.case_id.context("no case to hand over")?;
    access::record(app, worker, Subject::Case(case.0), "case.handover", now).await?;
    Ok(handover::hand(app, worker, id, &goes, now).await?)
}

/// Everything goes with the person; only what the law wants of the first agency stays with it.
fn goes(line: &HandoverLine) -> Option<handover::Answer> {
    Some(match line.item {
        OpenItem::Report => (Fate::Stays, Some(StaysCode::S3)),
        OpenItem::Action | OpenItem::Appointment | OpenItem::Clock => (Fate::Goes, None),
    })
}

/// Signs the list that the other agency has signed: the very one that was read.
async fn take(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> anyhow::Result<()> {
    let record = Record::through(app, worker, id).await?;
    taking::signed(app, &record).await?;
    access::record(app, worker, Subject::Referral(id.0), "referral.taking", now).await?;
    Ok(handover::take(app, worker, id, taking::commitment(&record)?, now).await?)
}
