//! What an idea can have become at this agency: everything that is here already, by its title.

use uuid::Uuid;

use super::{CAMPAIGN, INITIATIVE, KINDS, POLICY, PRACTICE, RISK, TRAINING};
use crate::activation::ledger::{self, What};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::Lang;
use crate::{campaigns, knowledge, policy, themes, training};
use sila_core::Millis;
use sila_core::meeting::Theme;

/// A choice: what it sends, what it is, and its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// Which.
    pub target: Uuid,
    /// Its title in the reader's language.
    pub title: String,
}

impl Choice {
    /// What the form sends for it.
    pub fn value(&self) -> String {
        format!("{}:{}", self.kind, self.target)
    }
}

/// A version of the guide stands under its number.
pub fn of_guide(number: u32) -> Uuid {
    Uuid::from_u128(number.into())
}

/// Everything, kind by kind.
///
/// # Errors
/// When the store cannot be read.
pub async fn choices(app: &App, lang: Lang) -> Result<Vec<Choice>, Problem> {
    let mut all = initiatives(app, lang).await?;
    let shelf = app.store.read(|tx| knowledge::store::shelf(tx, &Default::default())).await?;
    for item in shelf {
        if let Some(text) = knowledge::seen(app, &item)? {
            let words = lang.pick(&text.ar, &text.en);
            let other = lang.pick(&text.en, &text.ar);
            let title = if words.title.is_empty() { &other.title } else { &words.title };
            all.push(Choice { kind: PRACTICE, target: item.id.0, title: title.clone() });
        }
    }
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        let entries = themes::store::of_period(tx, Millis(0), Millis(i64::MAX))?;
        Ok((
            campaigns::all(tx)?,
            training::store::courses(tx)?,
            policy::store::approved(tx)?,
            entries,
        ))
    };
    let (runs, courses, guides, entries) = app.store.read(read).await?;
    for one in runs {
        let title = lang.pick(&one.campaign.title.ar, &one.campaign.title.en).clone();
        all.push(Choice { kind: CAMPAIGN, target: one.record.0, title });
    }
    for stored in courses {
        let one = training::opened(stored)?;
        let title = lang.pick(&one.course.title.ar, &one.course.title.en).clone();
        all.push(Choice { kind: TRAINING, target: one.stored.id.0, title });
    }
    for entry in themes::opened(app, entries)?.into_iter().filter(|one| one.theme == Theme::Threat)
    {
        let title = entry.text.text.of(lang).to_owned();
        all.push(Choice { kind: RISK, target: entry.id, title });
    }
    for stored in guides {
        let guide = stored.guide;
        let title = format!("{} {}", lang.pick(&guide.title.ar, &guide.title.en), guide.number);
        all.push(Choice { kind: POLICY, target: of_guide(guide.number), title });
    }
    Ok(all)
}

async fn initiatives(app: &App, lang: Lang) -> Result<Vec<Choice>, Problem> {
    let mut all = Vec::new();
    for book in ledger::all(app).await? {
        let courses = book
            .ledger
            .courses()
            .into_iter()
            .map(|course| (course.record, course.plan.title.clone()));
        let proposed = book.proposals.iter().filter_map(|one| match &one.what {
            What::Plan(plan) => Some((one.record, plan.title.clone())),
            _ => None,
        });
        for (record, title) in courses.chain(proposed) {
            let title = lang.pick(&title.ar, &title.en).clone();
            all.push(Choice { kind: INITIATIVE, target: record.0, title });
        }
    }
    Ok(all)
}

/// The choice that a form has sent, if it is one.
pub fn chosen<'a>(known: &'a [Choice], sent: &str) -> Option<&'a Choice> {
    known.iter().find(|one| one.value() == sent && KINDS.contains(&one.kind))
}
