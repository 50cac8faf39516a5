//! What came of our part of a campaign, as our communication office writes it down.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::campaign::{Report, Source, Survey};

use super::{Held, open, path, reports, share, show};
use crate::activation::saying::{self, whole};
use crate::ask::Ask;
use crate::db::DbError;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Errors, Pairs};

/// Most people that a channel is said to have reached.
const PEOPLE_MAX: i64 = 20_000_000;

/// Tells all parties.
///
/// # Errors
/// As [`share::tell`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let (id, me) = (found.record, ask.app.node.id);
    let before = ask.app.store.read(move |tx| Ok::<_, DbError>(reports(tx)?.remove(&(id, me))));
    let before = before.await?.map_or_else(|| Report::new(id), |(_, report)| report);
    let mut errors = Errors::none();
    let report = read(&ask, &found, &before, &mut errors);
    if errors.any() {
        return show::with_errors(&ask, found, &errors).await;
    }
    share::tell(&ask.app, &found, &report, saying::by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

fn read(ask: &Ask, found: &Held, before: &Report, errors: &mut Errors) -> Report {
    let (form, me) = (&ask.form, ask.app.node.id);
    let (cx, plan) = (&ask.cx, &found.campaign);
    let own = (0_u16..).zip(&plan.tasks).filter(|(_, task)| task.owner == me);
    let done: BTreeSet<u16> =
        own.map(|(at, _)| at).filter(|at| form.has("done", &at.to_string())).collect();
    let (mut reached, mut sources) = (Vec::new(), BTreeMap::new());
    for (at, _) in (0_u16..).zip(&plan.channels).filter(|(_, one)| one.owner == me) {
        let name = format!("reached{at}");
        match number(form, &name) {
            Ok(Some(people)) => {
                reached.push((at, people));
                let source = format!("source{at}");
                match form.get(&source).and_then(|code| Source::from_code(code).ok()) {
                    Some(from) => drop(sources.insert(at, from)),
                    None => errors.add(source, cx.t("campaign-source-needed")),
                }
            }
            Ok(None) => {}
            Err(()) => errors.add(name, cx.t("campaign-number-wrong")),
        }
    }
    let mut survey = |name: &str| {
        let asked = number(form, &format!("{name}_asked"));
        let yes = number(form, &format!("{name}_yes"));
        match (asked, yes) {
            (Ok(None), Ok(None)) => None,
            (Ok(Some(asked)), Ok(Some(yes))) if Survey::new(asked, yes).is_some() => {
                Survey::new(asked, yes)
            }
            _ => {
                errors.add(format!("{name}_asked"), cx.t("campaign-survey-wrong"));
                None
            }
        }
    };
    let (recall, impact) = (survey("recall"), survey("impact"));
    Report { done, reached, recall, impact, sources, ..before.clone() }
}

/// A number of people; nothing when the box is empty.
fn number(form: &Pairs, name: &str) -> Result<Option<u32>, ()> {
    let text = form.get(name).unwrap_or_default();
    if text.trim().is_empty() {
        return Ok(None);
    }
    let number = whole(text).filter(|n| (0..=PEOPLE_MAX).contains(n));
    number.and_then(|n| u32::try_from(n).ok()).map(Some).ok_or(())
}
