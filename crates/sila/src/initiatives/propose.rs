//! Proposing an initiative: our agency writes the plan and signs it; it is agreed when the other party has signed too.

use sila_core::partnership::{
    Field, Measure, MeasureKind, Milestone, Origin, Owner, Plan, Shortfall, Words, in_order,
};
use sila_core::{AgencyId, IdeaId};
use uuid::Uuid;

use super::propose_form::{self, MEASURES, MILESTONES};
use crate::activation::ledger::{self, Book};
use crate::activation::saying::{self, day, whole};
use crate::ask::Ask;
use crate::ideas::answers::{INITIATIVE, turned};
use crate::ideas::board;
use crate::meetings::screened;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::i18n::text;
use crate::web::{Cx, Errors, Lang, Pairs};
use crate::{evaluations, proposals, standards};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 1_200;

/// Agreements in force with an agency that has a node of its own.
async fn open(ask: &Ask) -> Result<Vec<Book>, Problem> {
    let in_force =
        |book: &Book| book.ledger.holds(ask.now).is_ok() && book.stored.on_paper.is_none();
    Ok(ledger::all(&ask.app).await?.into_iter().filter(in_force).collect())
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let books = open(&ask).await?;
    let mut values = Pairs::default();
    values.push("agreement", ask.query.get("agreement").unwrap_or_default());
    values.push("lead", "ours");
    values.push("idea_by", "ours");
    values.push("weight", "3");
    begin_with_idea(&ask, &mut values).await?;
    begin_with_proposal(&ask, &mut values).await?;
    begin_with_shortfall(&ask, &mut values).await?;
    Ok(Reply::page(&propose_form::page(&ask.cx, &books, &values, &Errors::none())))
}

/// Signs and sends it.
///
/// # Errors
/// See [`saying::propose_plan`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let books = open(&ask).await?;
    let me = ask.app.node.id;
    let free: Vec<&str> =
        ask.form.iter().map(|(name, _)| name).filter(|name| is_free(name)).collect();
    let form = match screened(&ask, "/initiatives", &free)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    match read(&ask.cx, &form, &books, me) {
        Ok(plan) => {
            let by = saying::by(&ask)?;
            let id = saying::propose_plan(&ask.app, &plan, by).await?;
            if let Some(idea) = from_idea(&form) {
                let who = (ask.worker()?.id, ask.now);
                turned::turn(&ask.app, idea, (INITIATIVE, id.0), who).await?;
            }
            if let Some(proposal) = from_proposal(&form) {
                let (who, title) = ((ask.worker()?, ask.now), plan.title.ar.as_str());
                let mut with = plan.owners.iter().map(|owner| owner.agency);
                let with = with.find(|agency| *agency != me).unwrap_or(me);
                proposals::begun(&ask.app, proposal, (id, title, with), who).await?;
            }
            Ok(Reply::see_other(ask.cx.url(&format!("/initiatives/{id}"))))
        }
        Err(errors) => {
            Ok(Reply::page_with_errors(&propose_form::page(&ask.cx, &books, &form, &errors)))
        }
    }
}

/// Whether a field is written freely: the guard looks through it before the other agency reads it.
fn is_free(name: &str) -> bool {
    name.ends_with("_ar") || name.ends_with("_en")
}

/// What fell short and is to become better, if it begins so.
fn from_shortfall(form: &Pairs) -> Option<Shortfall> {
    let (record, number) = form.get("shortfall")?.split_once(':')?;
    Some(Shortfall { record: record.parse().ok()?, number: number.parse().ok()? })
}

/// The words of a standard that is missed, or of a line of an improvement plan, are in the form already; of a standard also the
/// measure, with what was agreed as its target.
async fn begin_with_shortfall(ask: &Ask, values: &mut Pairs) -> Result<(), Problem> {
    let Some(from) = from_shortfall(&ask.query) else { return Ok(()) };
    let standards = standards::one(&ask.app, from.record).await?.and_then(|(_, kept)| kept.signed);
    let standard =
        standards.and_then(|all| all.all.into_iter().find(|one| one.number == from.number));
    let title = match &standard {
        Some(one) => standards::words(one),
        None => evaluations::planned(&ask.app, from.record, from.number).await?,
    };
    values.push("shortfall", format!("{}:{}", from.record, from.number));
    for (lang, end, title) in [(Lang::Ar, "ar", &title.ar), (Lang::En, "en", &title.en)] {
        values.push(format!("title_{end}"), title.clone());
        values.push(format!("need_{end}"), text(lang, "shortfall-need", &[]));
        values.push(format!("idea_{end}"), text(lang, "shortfall-idea", &[]));
        if standard.is_some() {
            values.push(format!("measure1_{end}"), title.clone());
            values.push(format!("measure1_source_{end}"), text(lang, "standards-title", &[]));
        }
    }
    if let Some(one) = standard {
        values.push("measure1_kind", MeasureKind::BetterOff.code());
        values.push("measure1_target", one.target.to_string());
    }
    Ok(())
}

/// The idea from which it is proposed.
fn from_idea(form: &Pairs) -> Option<IdeaId> {
    form.get("from_idea").and_then(|id| id.parse().ok())
}

/// The agreed proposal from which it is proposed.
fn from_proposal(form: &Pairs) -> Option<Uuid> {
    form.get("from_proposal").and_then(|id| id.parse().ok())
}

/// What was proposed is in the form already.
async fn begin_with_proposal(ask: &Ask, values: &mut Pairs) -> Result<(), Problem> {
    let Some(id) = from_proposal(&ask.query) else { return Ok(()) };
    let open = proposals::open(&ask.app, id).await?;
    values.push("from_proposal", id.to_string());
    let whose = if open.row.proposer == ask.app.node.id { "ours" } else { "theirs" };
    values.set("idea_by", whose);
    let text = open.text;
    for (name, words) in [
        ("title_ar", &text.title.ar),
        ("title_en", &text.title.en),
        ("idea_ar", &text.text.ar),
        ("idea_en", &text.text.en),
    ] {
        values.push(name, words.clone());
    }
    Ok(())
}

/// What is said of an idea is in the form already.
async fn begin_with_idea(ask: &Ask, values: &mut Pairs) -> Result<(), Problem> {
    let Some(id) = from_idea(&ask.query) else { return Ok(()) };
    let found = ask.app.store.read(move |tx| board::store::find(tx, id)).await?;
    let Some(idea) = found.filter(|one| one.state == board::State::Shown) else { return Ok(()) };
    let said = board::said(&ask.app, &idea)?;
    values.push("from_idea", id.to_string());
    let title: String = said.text.chars().take(TITLE_MAX).collect();
    values.push("title_ar", title.replace('\n', " "));
    values.push("idea_ar", said.text);
    Ok(())
}

/// Words in both languages from two fields.
pub fn words(form: &Pairs, name: &str) -> Words {
    let given =
        |end: &str| form.get(&format!("{name}_{end}")).unwrap_or_default().trim().to_owned();
    Words { ar: given("ar"), en: given("en") }
}

fn read(cx: &Cx, form: &Pairs, books: &[Book], me: AgencyId) -> Result<Plan, Errors> {
    let mut errors = Errors::none();
    let chosen = form.get("agreement").unwrap_or_default();
    let book = books.iter().find(|book| book.ledger.agreement.id.to_string() == chosen);
    if book.is_none() {
        errors.add("agreement", cx.t("initiative-agreement-needed"));
    }
    for (name, max) in propose_form::TEXTS {
        let words = words(form, name);
        for (end, text) in [("ar", &words.ar), ("en", &words.en)] {
            if !(1..=max).contains(&text.chars().count()) {
                let key = if max == TITLE_MAX { "plan-title-needed" } else { "plan-text-needed" };
                errors.add(format!("{name}_{end}"), cx.t(key));
            }
        }
    }
    let field = form.get("field").and_then(|code| Field::from_code(code).ok());
    let groups: Vec<_> = form.all("groups").filter_map(|code| code.parse().ok()).collect();
    let weight = form.get("weight").and_then(whole).and_then(|n| u8::try_from(n).ok());
    let weight = weight.filter(|n| (1..=5).contains(n));
    if field.is_none() {
        errors.add("field", cx.t("initiative-field-needed"));
    }
    if groups.is_empty() {
        errors.add("groups", cx.t("initiative-groups-needed"));
    }
    if weight.is_none() {
        errors.add("weight", cx.t("initiative-weight-needed"));
    }
    let milestones = milestones(cx, form, &mut errors);
    let budget_fils = budget(cx, form, &mut errors);
    let measures = measures(cx, form, &mut errors);
    let (Some(book), Some(field), Some(weight), false) = (book, field, weight, errors.any()) else {
        return Err(errors);
    };
    let them = saying::other(book, me);
    let whose = |name: &str| if form.get(name) == Some("theirs") { them } else { me };
    let owner = |agency, name: &str| Owner { agency, office: words(form, name) };
    let goals = form.all("goals").filter_map(|goal| goal.parse().ok());
    let goals: std::collections::BTreeSet<u8> = goals.collect();
    Ok(Plan {
        agreement: book.ledger.agreement.id,
        title: words(form, "title"),
        field,
        objective: words(form, "objective"),
        need: words(form, "need"),
        groups,
        goals: goals.into_iter().collect(),
        lead: whose("lead"),
        owners: vec![owner(me, "our_office"), owner(them, "their_office")],
        origin: Origin { by: whose("idea_by"), idea: words(form, "idea") },
        weight,
        milestones,
        measures,
        shortfall: from_shortfall(form),
        budget_fils,
    })
}

/// The rows that were begun; at least one.
fn milestones(cx: &Cx, form: &Pairs, errors: &mut Errors) -> Vec<Milestone> {
    let mut all = Vec::new();
    for number in 1..=MILESTONES {
        let name = format!("step{number}");
        let title = words(form, &name);
        if title == Words::default() {
            continue;
        }
        match day(form, &format!("{name}_due")) {
            Some(due) if title.fit(TITLE_MAX) => {
                let after = form.get(&format!("{name}_after")).and_then(|text| text.parse().ok());
                all.push(Milestone { number, title, weight: 1, due, after });
            }
            Some(_) => errors.add(format!("{name}_ar"), cx.t("plan-title-needed")),
            None => errors.add(format!("{name}_due"), cx.t("milestone-day-needed")),
        }
    }
    if all.is_empty() && !errors.any() {
        errors.add("step1_ar", cx.t("milestones-needed"));
    }
    if let Some(one) = all.iter().find(|one| one.after.is_some() && !in_order(&all)) {
        errors.add(format!("step{}_after", one.number), cx.t("milestone-after-needed"));
    }
    all
}

/// What it is to cost; nothing where no budget is set.
fn budget(cx: &Cx, form: &Pairs, errors: &mut Errors) -> Option<u64> {
    let text = form.get("budget").unwrap_or_default().trim();
    if text.is_empty() {
        return None;
    }
    let found = saying::fils(text).filter(|fils| *fils > 0);
    if found.is_none() {
        errors.add("budget", cx.t("budget-needed"));
    }
    found
}

/// The rows that were begun; at least one whether anybody is better off.
fn measures(cx: &Cx, form: &Pairs, errors: &mut Errors) -> Vec<Measure> {
    let mut all = Vec::new();
    for number in 1..=MEASURES {
        let name = format!("measure{number}");
        let (title, source) = (words(form, &name), words(form, &format!("{name}_source")));
        if title == Words::default() {
            continue;
        }
        let kind = form.get(&format!("{name}_kind")).and_then(|k| MeasureKind::from_code(k).ok());
        let target = form.get(&format!("{name}_target")).and_then(whole);
        let baseline = form.get(&format!("{name}_baseline")).and_then(whole);
        match (kind, target) {
            (Some(kind), Some(target)) if title.fit(TITLE_MAX) && source.fit(TITLE_MAX) => {
                all.push(Measure { number, kind, name: title, baseline, target, source });
            }
            _ => errors.add(format!("{name}_ar"), cx.t("measure-needed")),
        }
    }
    if !all.iter().any(|one| one.kind == MeasureKind::BetterOff) && !errors.any() {
        errors.add("measure1_ar", cx.t("measure-better-needed"));
    }
    all
}
