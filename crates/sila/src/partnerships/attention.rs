//! What of all partnerships is to be looked at: agreements that end or of which nobody has said whether they go on, and posts that nobody holds.

use maud::html;
use sila_core::agreement::{Agreement, Alarm};
use sila_core::scorecard::Warning;
use sila_core::{AgreementId, Millis};

use super::relation::Relation;
use super::risks::{self, Held};
use super::{handover, plan};
use crate::differences;
use crate::partners::{Names, file};
use crate::web::components::{Note, Task, Tone, tag};
use crate::web::{Arg, Cx, dates, ident};

/// The tasks of one partnership, for the page of the day.
pub fn tasks(cx: &Cx, relation: &Relation, names: &Names) -> Vec<Task> {
    let href = cx.url(&path(relation));
    let task = |warning: &Warning| {
        let (tone, icon) = look(warning);
        let name = html! { (ident::Name(names.of(cx.lang, relation.agency))) };
        let task = Task::new(icon, tone, title(cx, warning), href.clone()).meta(name);
        match warning {
            Warning::Ends { at, .. }
            | Warning::Notice { alarm: Alarm::Comes { at, .. } | Alarm::Past { at }, .. } => {
                task.end(tag(tone, cx.deadline(*at)))
            }
            Warning::Vacant { .. } => task,
        }
    };
    let mut tasks: Vec<Task> = relation.warnings(cx.now).iter().map(task).collect();
    tasks.extend(relation.undecided(cx.now).into_iter().map(|one| {
        let name = html! { (ident::Name(names.of(cx.lang, relation.agency))) };
        let href = cx.url(&format!("/agreements/{}#renewal", one.id));
        let tone = if one.decide_by() < cx.now { Tone::Bad } else { Tone::Warn };
        let task = Task::new("question", tone, undecided(cx, one), href).meta(name);
        task.end(tag(tone, cx.deadline(one.decide_by())))
    }));
    tasks.extend(handover::tasks(cx, relation, names));
    tasks.extend(differences::tasks(cx, &relation.differences, names));
    if relation.plan_waits {
        let name = html! { (ident::Name(names.of(cx.lang, relation.agency))) };
        let href = cx.url(&plan::path(relation.agency));
        let title = cx.t("relation-plan-waits");
        tasks.push(Task::new("signature", Tone::Gold, title, href).meta(name));
    }
    tasks.extend(to_look_at(cx, relation, names));
    tasks.extend(relation.due.iter().map(|(kind, day)| {
        let at = Millis(0).plus_days(*day);
        let tone = if at < cx.now { Tone::Bad } else { Tone::Warn };
        let what = Arg::phrase(cx.code("file-kind", kind.code()));
        let title = cx.t_with("day-file-due", &[("what", what)]);
        let href = cx.url(&file::path(relation.agency));
        let name = html! { (ident::Name(names.of(cx.lang, relation.agency))) };
        Task::new("folders", tone, title, href).meta(name).end(tag(tone, cx.deadline(at)))
    }));
    tasks
}

/// Risks that are to be looked at again soon or wait for our word, with who of ours looks after them.
fn to_look_at(cx: &Cx, relation: &Relation, names: &Names) -> Vec<Task> {
    let task = |one: &Held| {
        let waits = one.open.as_ref().is_some_and(|open| open.waits);
        let (late, soon) = (one.risk.due_at() < cx.now, one.risk.review <= file::ahead(cx.now));
        let key = match (waits, one.agreed && !one.risk.over && soon) {
            (true, _) => "risk-day-waits",
            (false, true) => "risk-day-review",
            (false, false) => return None,
        };
        let tone = if late { Tone::Bad } else { Tone::Warn };
        let ours = one.risk.owners.iter().find(|owner| owner.agency != relation.agency);
        let href = cx.url(&risks::path(relation.agency, Some(one.record)));
        let task = Task::new("shield-warning", tone, cx.t(key), href).meta(html! {
            (ident::Name(names.of(cx.lang, relation.agency)))
            @if let Some(owner) = ours { " · " (ident::Name(&owner.name)) }
        });
        Some(task.end(tag(tone, cx.deadline(one.risk.due_at()))))
    };
    relation.risks.iter().filter_map(task).collect()
}

/// The same as notes on the page of the partnership.
pub fn notes(cx: &Cx, relation: &Relation) -> Vec<Note> {
    let note = |warning: &Warning| {
        let (tone, icon) = look(warning);
        let text = match warning {
            Warning::Ends { agreement, at, .. } => {
                said(cx, relation, "partnership-ends-text", (*agreement, *at))
            }
            Warning::Notice { agreement, alarm: Alarm::Comes { at, .. } } => {
                said(cx, relation, "notice-comes-text", (*agreement, *at))
            }
            Warning::Notice { agreement, alarm: Alarm::Past { at } } => {
                said(cx, relation, "notice-past-text", (*agreement, *at))
            }
            Warning::Vacant { .. } => cx.t("partnership-vacant-text"),
        };
        Note::new(icon, title(cx, warning)).tone(tone).says(text)
    };
    let silent = relation.undecided(cx.now).into_iter().map(|one| {
        let tone = if one.decide_by() < cx.now { Tone::Bad } else { Tone::Warn };
        Note::new("question", undecided(cx, one)).tone(tone).body(html! {
            p { (cx.t_with("renewal-none-text", &[("day", Arg::phrase(dates::day(cx.lang, one.decide_by())))])) }
            a.link href=(cx.url(&format!("/agreements/{}#renewal", one.id))) { (cx.t("renewal-open")) }
        })
    });
    relation.warnings(cx.now).iter().map(note).chain(silent).collect()
}

/// That nobody has said whether an agreement goes on.
fn undecided(cx: &Cx, one: &Agreement) -> String {
    cx.t_with("renewal-none-of", &[("code", Arg::ident(one.code.as_str()))])
}

/// A text that names an agreement and a day.
fn said(cx: &Cx, relation: &Relation, key: &str, (id, at): (AgreementId, Millis)) -> String {
    let mut books = relation.books.iter().map(|book| &book.ledger.agreement);
    let code = books.find(|one| one.id == id).map(|one| one.code.clone());
    let day = Arg::phrase(dates::day(cx.lang, at));
    cx.t_with(key, &[("code", Arg::ident(code.unwrap_or_default())), ("day", day)])
}

/// The page of a partnership, without language.
pub fn path(relation: &Relation) -> String {
    format!("/partnerships/{}", relation.agency.to_text())
}

fn look(warning: &Warning) -> (Tone, &'static str) {
    match warning {
        Warning::Ends { days, .. } if *days <= 30 => (Tone::Bad, "siren"),
        Warning::Notice { alarm: Alarm::Comes { step, .. }, .. } if *step > 30 => {
            (Tone::Warn, "arrows-clockwise")
        }
        Warning::Notice { .. } => (Tone::Bad, "arrows-clockwise"),
        Warning::Ends { .. } => (Tone::Warn, "clock-countdown"),
        Warning::Vacant { .. } => (Tone::Warn, "user-focus"),
    }
}

fn title(cx: &Cx, warning: &Warning) -> String {
    match warning {
        Warning::Ends { days: 0, .. } => cx.t("partnership-ended"),
        Warning::Ends { days, .. } => cx.t_with("partnership-ends", &[("n", Arg::from(*days))]),
        Warning::Notice { alarm: Alarm::Comes { step, .. }, .. } => {
            cx.t_with("notice-comes", &[("n", Arg::from(*step))])
        }
        Warning::Notice { alarm: Alarm::Past { .. }, .. } => cx.t("notice-past"),
        Warning::Vacant { ours: true } => cx.t("partnership-vacant-ours"),
        Warning::Vacant { ours: false } => cx.t("partnership-vacant-theirs"),
    }
}
