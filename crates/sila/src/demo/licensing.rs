//! The first agency of the script regulates: licences that hold, one that has expired and is overridden, an application before the committee
//! and one that is incomplete, an inspection that found something, a complaint that is looked into, and somebody of an association who signs in at the portal.

use anyhow::Context;
use sila_core::licence::{Act, Family, Rung, State};
use sila_core::time::Millis;
use uuid::Uuid;

use super::hosting::{Guest, join, listed};
use super::script::Script;
use super::stage::Stage;
use crate::accounts::Worker;
use crate::app::App;
use crate::licences::complaints;
use crate::licences::inspections::{self, Findings, Met};
use crate::licences::measures::{self, Blow};
use crate::licences::{self, LicenceText, Taken, Wish, blocks, regime};
use crate::meetings::text::Words;

const LICENCES: &str = include_str!("../../demo/licences.json");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    officer: String,
    committee: String,
    guest: Guest,
    guest_of: String,
    r#override: Override,
    licences: Vec<Licence>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    holder: String,
    by: String,
    reason: String,
    words: String,
    days: i64,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Licence {
    holder: String,
    family: String,
    ar: String,
    en: String,
    activities: Vec<String>,
    text: String,
    days_ago: i64,
    /// The state that it is brought to.
    until: String,
    /// What a later inspection found everywhere.
    inspect: Option<String>,
    #[serde(default)]
    measures: Vec<String>,
    /// What somebody unnamed complained of: how they stand to it, and their words.
    complaint: Option<(String, String)>,
}

/// Who acts, and where.
struct Desk<'a> {
    app: &'a App,
    guest: Worker,
    officer: &'a Worker,
    committee: &'a Worker,
    now: Millis,
}

/// Plays it.
///
/// # Errors
/// When a step is refused.
pub async fn regulate(stage: &Stage, script: &Script, now: Millis) -> anyhow::Result<()> {
    let told: Told = serde_json::from_str(LICENCES)?;
    let first = script.nodes.first().context("a node")?;
    let app = stage.node(&first.code)?;
    let now = now.max(app.clock.now());
    let guest = join(app, &told.guest, listed(app, &told.guest_of).await?.id, now).await?;
    let (officer, committee) = (stage.worker(&told.officer)?, stage.worker(&told.committee)?);
    let desk = Desk { app, guest, officer, committee, now };
    for one in &told.licences {
        desk.bring(one).await?;
    }
    let Override { holder, by, reason, words, days } = &told.r#override;
    let holder = listed(app, holder).await?.id;
    let at = now.plus_hours(-20);
    blocks::override_(app, holder, (reason, words, *days), stage.worker(by)?, at).await?;
    Ok(())
}

impl Desk<'_> {
    async fn step(&self, id: Uuid, act: Act, note: &str, at: Millis) -> anyhow::Result<()> {
        let by = match act.office() {
            sila_core::licence::Office::Holder => &self.guest,
            sila_core::licence::Office::Officer => self.officer,
            _ => self.committee,
        };
        let taken = Taken { act, note: note.to_owned(), papers: Vec::new() };
        Ok(licences::take(self.app, id, taken, by, at).await?)
    }

    async fn bring(&self, one: &Licence) -> anyhow::Result<()> {
        let family: Family = one.family.parse()?;
        let at = |days: i64| self.now.plus_days(one.days_ago.saturating_neg().saturating_add(days));
        let plan = regime::at(at(0)).and_then(|regime| regime.plan(family));
        let plan = plan.context("a regime")?;
        let activities = one.activities.iter().map(|code| code.parse());
        let wish = Wish {
            family,
            holder: listed(self.app, &one.holder).await?.id,
            activities: activities.collect::<Result<_, _>>()?,
            text: LicenceText {
                name: Words::new(&one.ar, &one.en),
                text: one.text.clone(),
                papers: plan.papers.iter().map(|paper| paper.code.clone()).collect(),
                ..LicenceText::default()
            },
        };
        let id = licences::apply(self.app, wish, &self.guest, at(0)).await?;
        self.step(id, Act::TakeUp, "", at(1)).await?;
        let until: State = one.until.parse()?;
        if until == State::Incomplete {
            let note = "ينقص مخطط المكان معتمداً من البلدية، وأسماء المرشدين وتراخيصهم.";
            return self.step(id, Act::AskMore, note, at(3)).await;
        }
        let receipt = format!("DEMO-{}", one.days_ago);
        licences::pay(self.app, id, (plan.fee, receipt), self.officer, at(2)).await?;
        self.step(id, Act::Recommend, "استوفى الشروط؛ نوصي بالموافقة.", at(4)).await?;
        if until == State::WithCommittee {
            return Ok(());
        }
        self.step(id, Act::Approve, "", at(6)).await?;
        for authority in &plan.authorities {
            let said = (authority.code.clone(), false, "DEMO-12".to_owned());
            licences::answer(self.app, id, said, self.officer, at(8)).await?;
        }
        if !plan.authorities.is_empty() {
            self.step(id, Act::Clear, "", at(9)).await?;
        }
        if plan.terms.audit_days > 0 {
            self.inspect(id, (inspections::AUDIT, Met::Yes), family, at(10)).await?;
        }
        self.after(id, one, family).await
    }

    /// What came after it was given.
    async fn after(&self, id: Uuid, one: &Licence, family: Family) -> anyhow::Result<()> {
        let at = self.now.plus_days(-12);
        if one.inspect.is_some() {
            self.inspect(id, (inspections::PLANNED, Met::No), family, at).await?;
        }
        for (nth, rung) in (0_i64..).zip(&one.measures) {
            let blow = Blow {
                violation: "SAFETY".to_owned(),
                rung: rung.parse::<Rung>()?,
                danger: false,
                why: "مخرج الطوارئ الخلفي مسدود بأثاث.".to_owned(),
            };
            let at = at.plus_days(nth);
            measures::take(self.app, id, &blow, self.officer, at).await?;
        }
        match &one.complaint {
            Some(said) => self.complain(id, said).await,
            None => Ok(()),
        }
    }

    /// Somebody complains without a name; an officer takes it up and plans to look.
    async fn complain(&self, id: Uuid, (relation, words): &(String, String)) -> anyhow::Result<()> {
        let (open, at) = (licences::open(self.app, id).await?, self.now.plus_days(-3));
        let nobody = complaints::Who::default();
        complaints::receive(self.app, &open, (relation, words), &nobody, at).await?;
        let all = self.app.store.read(complaints::store::all).await?;
        let one = all.iter().find(|one| one.licence == id).context("the complaint")?.id;
        complaints::take(self.app, one, self.officer, at.plus_days(1)).await?;
        let due = self.now.plus_days(4);
        complaints::inspect(self.app, one, due, self.officer, at.plus_days(1)).await?;
        Ok(())
    }

    /// An inspection that found one point so, and all others met.
    async fn inspect(
        &self,
        id: Uuid,
        (kind, met): (&'static str, Met),
        family: Family,
        at: Millis,
    ) -> anyhow::Result<()> {
        let plan = regime::at(at).and_then(|regime| regime.plan(family)).context("a regime")?;
        let one = inspections::add(self.app, id, (kind, at), self.officer, at).await?;
        let last = plan.checklist.iter().rev().nth(1).map(|point| point.code.as_str());
        let point = |code: &String| {
            (code.clone(), if Some(code.as_str()) == last { met } else { Met::Yes })
        };
        let findings = Findings {
            points: plan.checklist.iter().map(|one| point(&one.code)).collect(),
            note: "زيارة بحضور مدير المكان.".to_owned(),
            correction: "إخلاء مخرج الطوارئ وصيانة المطافئ.".to_owned(),
            correct_by: Some(at.plus_days(14).0),
        };
        Ok(inspections::finish(self.app, one, &findings, self.officer, at).await?)
    }
}
