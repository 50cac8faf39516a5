//! What makes the agreements of the script live: annexes, initiatives, and what was done about both. One agency says it, the
//! other signs where the script says so.

use anyhow::Context;
use sila_core::obligation::Standing;
use sila_core::partnership::{Act, Deed, Gave, People};
use sila_core::time::Millis;
use sila_core::{AgencyId, RecordId, WorkerId};

use super::calendar::When;
use super::course;
use super::drafting::{AnnexText, IndicatorText, PlanText, annex, indicators, plan};
use super::linking::officer;
use super::script::{Script, coded, coded_maybe};
use super::stage::Stage;
use crate::accounts::Permission;
use crate::activation::ledger::{self, Book};
use crate::activation::saying;
use crate::app::App;
use crate::partnerships::{self, Appointment};
use crate::records::By;
use sila_seal::hex;

/// How far ahead an obligation is looked for.
const AHEAD_DAYS: i64 = 400;

/// One thing that happens under an agreement.
#[derive(Debug, serde::Deserialize)]
pub struct Living {
    /// The reference of the agreement.
    pub agreement: String,
    /// The agency that says it.
    pub by: String,
    /// When.
    pub at: When,
    /// What the other agency answers; nothing where it has not yet.
    pub answer: Option<bool>,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What happens.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An annex is proposed.
    Annex(AnnexText),
    /// An initiative is proposed.
    Plan(Box<PlanText>),
    /// Impact indicators are set.
    Indicators(Vec<IndicatorText>),
    /// Something is done.
    Deed(DeedText),
    /// Somebody is named to keep the contact; nobody else is asked.
    Focal(FocalText),
}

/// Who keeps the contact.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocalText {
    ours: bool,
    deputy: bool,
    name: String,
    reach: String,
}

/// What a figure of an impact indicator is about.
const IMPACT: &str = "IMPACT";

/// Something done, about the initiative with this title in English or about an obligation.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeedText {
    about: Option<String>,
    #[serde(deserialize_with = "coded")]
    act: Act,
    #[serde(default)]
    number: u16,
    words: String,
    #[serde(default)]
    evidence: String,
    #[serde(default, deserialize_with = "coded_maybe")]
    gave: Option<Gave>,
    dirhams: Option<u64>,
    figure: Option<i64>,
    /// By group: for the first time, and once more.
    #[serde(default)]
    people: Vec<(String, u32, u32)>,
}

/// Says it, and lets the other agency answer.
///
/// # Errors
/// When a step is refused.
pub async fn live(stage: &mut Stage, script: &Script, one: &Living) -> anyhow::Result<()> {
    let app = stage.node(&one.by)?.clone();
    let book = book(&app, &one.agreement).await?;
    let by = by(stage, script, &one.by)?;
    if let What::Focal(text) = &one.what {
        return name(&app, &book, text, by).await;
    }
    let Some(record) = said(stage, &app, (&book, &one.what), by).await? else { return Ok(()) };
    let other = other(stage, &book, app.node.id)?;
    stage.settle(&one.by, &other).await?;
    if let Some(signs) = one.answer {
        answer(stage, script, &other, &one.agreement, record, signs).await?;
        stage.settle(&one.by, &other).await?;
    }
    let starts = matches!(&one.what, What::Deed(deed) if deed.act == Act::Start);
    if starts && one.answer == Some(true) {
        for (here, there) in [(&one.by, &other), (&other, &one.by)] {
            let officer = by_worker(stage, script, here)?;
            course::works(stage.node(here)?, stage.node(there)?.node.id, officer).await?;
        }
    }
    Ok(())
}

/// Says it; nothing for what is no record.
async fn said(
    stage: &Stage,
    app: &App,
    (book, what): (&Book, &What),
    by: By,
) -> anyhow::Result<Option<RecordId>> {
    let record = match what {
        What::Annex(text) => saying::propose_annex(app, &annex(stage, book, text)?, by).await?,
        What::Plan(text) => {
            saying::propose_plan(app, &plan(stage, book, text, by.now)?, by).await?
        }
        What::Indicators(texts) => {
            let all = indicators(stage, book, texts, by.now)?;
            saying::propose_indicators(app, &all, by).await?
        }
        What::Deed(text) => saying::say(app, deed(book, text, by.now)?, by).await?,
        What::Focal(_) => return Ok(None),
    };
    Ok(Some(record))
}

async fn answer(
    stage: &Stage,
    script: &Script,
    other: &str,
    agreement: &str,
    record: RecordId,
    signs: bool,
) -> anyhow::Result<()> {
    let app = stage.node(other)?;
    let (book, by) = (book(app, agreement).await?, by(stage, script, other)?);
    if let Some(said) = book.ledger.deeds.iter().find(|said| said.record == record) {
        return Ok(saying::answer_deed(app, &book, said, signs, by).await?);
    }
    let open = book.proposals.iter().find(|open| open.record == record);
    let read = hex(&open.context("the proposal has not arrived")?.digest);
    saying::answer_proposal(app, &book, record, &read, signs, by).await?;
    Ok(())
}

async fn book(app: &App, code: &str) -> anyhow::Result<Book> {
    let found = ledger::all(app).await?.into_iter().find(|one| one.ledger.agreement.code == code);
    found.with_context(|| format!("no agreement {code}"))
}

fn other(stage: &Stage, book: &Book, me: AgencyId) -> anyhow::Result<String> {
    let party = book.ledger.agreement.other(me).context("no party")?;
    Ok(stage.node(&party.code)?.node.agency.code.clone())
}

fn by(stage: &Stage, script: &Script, code: &str) -> anyhow::Result<By> {
    let worker = by_worker(stage, script, code)?;
    Ok(By { worker: Some(worker), now: stage.node(code)?.clock.now() })
}

fn by_worker(stage: &Stage, script: &Script, code: &str) -> anyhow::Result<WorkerId> {
    Ok(stage.worker(officer(script, code, Permission::AgreementSign)?)?.id)
}

async fn name(app: &App, book: &Book, text: &FocalText, by: By) -> anyhow::Result<()> {
    let one = Appointment {
        agency: book.stored.peer,
        ours: text.ours,
        deputy: text.deputy,
        name: text.name.clone(),
        reach: text.reach.clone(),
        from: by.now.uae_date(),
        agreement: None,
    };
    let worker = by.worker.context("nobody names")?;
    partnerships::appoint(app, &one, worker, by.now).await?;
    Ok(())
}

fn deed(book: &Book, text: &DeedText, now: Millis) -> anyhow::Result<Deed> {
    let open = |one: &sila_core::partnership::Instance<'_>| {
        one.duty.number == text.number && !matches!(one.life.standing(now), Standing::Settled(_))
    };
    let (about, due_at) = match &text.about {
        Some(title) if title == IMPACT => {
            let signed = book.ledger.indicators.as_ref().context("no indicators")?;
            (signed.record, None)
        }
        Some(title) => {
            let mut plans = book.ledger.plans.iter();
            let found = plans.find(|plan| plan.content.title.en == *title);
            (found.with_context(|| format!("no initiative {title}"))?.record, None)
        }
        None => {
            let instances = book.ledger.instances(now.plus_days(AHEAD_DAYS));
            let first = instances.iter().find(|one| open(one)).context("nothing is owed")?;
            (first.record, Some(first.due.at))
        }
    };
    let counted = text.people.iter().map(|(group, first, again)| {
        Ok(People { group: group.parse()?, first: *first, again: *again })
    });
    let people: anyhow::Result<Vec<People>> = counted.collect();
    Ok(Deed {
        agreement: book.ledger.agreement.id,
        about,
        act: text.act,
        number: text.number,
        due_at,
        on: now.uae_date(),
        words: text.words.clone(),
        evidence: text.evidence.clone(),
        gave: text.gave,
        fils: text.dirhams.map(|n| n.saturating_mul(saying::FILS)),
        figure: text.figure,
        people: people?,
    })
}
