//! What was chosen in the list, what would happen to each, and what came of it.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::ids::CaseId;
use sila_core::time::Date;

use super::{Act, CASES_MAX, One, run};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::ask::Ask;
use crate::cases::plan::action::WORDS_MAX;
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Verdict, acts, heading, outcome, post};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx, Errors, Form, Page};

/// The acts by their codes.
pub const ACTS: [&str; 3] = ["GIVE", "TASK", "CLOSE"];

/// Shows what would happen; with `sure` does it.
///
/// # Errors
/// `bulk.none` when no case was chosen; `form.broken`; when the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let chosen: Option<BTreeSet<CaseId>> = ask.form.all("case").map(|id| id.parse().ok()).collect();
    let broken = || Problem::bad_request("form.broken");
    let ids: Vec<CaseId> = chosen.ok_or_else(broken)?.into_iter().collect();
    let code = ACTS.into_iter().find(|code| ask.form.has("act", code)).ok_or_else(broken)?;
    if ids.is_empty() {
        return Err(Problem::refused("bulk.none").way_out("/cases"));
    }
    if ids.len() > CASES_MAX {
        return Err(broken());
    }
    let everybody = ask.app.store.read(accounts::all).await?;
    let takes = |one: &Worker| one.active && one.may(Permission::CaseRead);
    let colleagues: Vec<Worker> = everybody.into_iter().filter(takes).collect();
    let asked = Asked { ids, code, colleagues };
    let mut errors = Errors::none();
    let act = asked.act(&ask, &mut errors);
    let Some(act) = act else {
        let first = ask.form.get("again").is_none();
        let errors = if first { Errors::none() } else { errors };
        return Ok(asked.page(&ask, &[], &errors, false));
    };
    let sure = ask.form.has("sure", "yes");
    let all = run(&ask.app, ask.worker()?, (&asked.ids, &act, sure), ask.now).await?;
    Ok(asked.page(&ask, &all, &errors, sure))
}

/// What was asked for.
struct Asked {
    ids: Vec<CaseId>,
    code: &'static str,
    colleagues: Vec<Worker>,
}

impl Asked {
    fn act(&self, ask: &Ask, errors: &mut Errors) -> Option<Act> {
        let (cx, form) = (&ask.cx, &ask.form);
        match self.code {
            "GIVE" => {
                let to = form
                    .get("to")
                    .and_then(|id| self.colleagues.iter().find(|one| one.id.to_string() == id));
                if to.is_none() {
                    errors.add("to", cx.t("scope-colleague-missing"));
                }
                to.cloned().map(Act::Give)
            }
            "TASK" => {
                let words = form.get("what").map(str::trim);
                let words = words.filter(|words| (1..=WORDS_MAX).contains(&words.chars().count()));
                let due: Option<Date> = joint::day(form, "due", ask.now.uae_date());
                if words.is_none() {
                    errors.add("what", cx.t("care-what-missing"));
                }
                if due.is_none() {
                    errors.add("due", cx.t("joint-day-wrong"));
                }
                words.zip(due).map(|(words, due)| Act::Task(words.to_owned(), due))
            }
            _ => Some(Act::Close),
        }
    }

    fn page(&self, ask: &Ask, all: &[One], errors: &Errors, done: bool) -> Reply {
        let cx = &ask.cx;
        let title = cx.code("bulk-act", self.code);
        let count = all.iter().filter(|one| one.verdict == Verdict::Will).count();
        let body = html! {
            (heading(title.clone(), Some(&cx.t_with("bulk-lead", &[("n", Arg::from(self.ids.len()))])), &html! {}))
            div.stack {
                (errors.summary(cx))
                @if done { (outcome(cx, all.iter().map(|one| &one.verdict))) }
                @if !all.is_empty() { (Card::new(cx.t(if done { "bulk-came" } else { "bulk-would" })).count(all.len()).body(html! { (table(cx, all)) })) }
                @if done { (acts(&html! { (Button::link(cx.t("cases-title"), cx.url("/cases")).line()) })) }
                @else { (self.form(ask, errors, count)) }
            }
        };
        let page = Page::new(cx, title).crumb(cx.t("cases-title"), "/cases");
        let page = page.errors(errors.any()).body(body);
        if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) }
    }

    fn form(&self, ask: &Ask, errors: &Errors, count: usize) -> Markup {
        let cx = &ask.cx;
        let form = Form::new(cx, &ask.form, errors);
        let people =
            self.colleagues.iter().map(|one| (one.id.to_string(), one.name(cx.lang).to_owned()));
        let again = Button::submit(cx.t("bulk-look")).line().icon("eye");
        let sure = [("n", Arg::from(count))];
        post(
            cx,
            "/cases/bulk",
            &html! {
                input type="hidden" name="act" value=(self.code);
                input type="hidden" name="again" value="yes";
                @for id in &self.ids { input type="hidden" name="case" value=(id); }
                (Card::new(cx.t("bulk-with")).body(html! {
                    @match self.code {
                        "GIVE" => (form.select("to", cx.t("scope-colleague")).empty(cx.t("scope-choose")).choices(people)),
                        "TASK" => {
                            (form.text("what", cx.t("care-what")).max(WORDS_MAX))
                            (form.date("due", cx.t("care-due")))
                            p.hint { (cx.t("bulk-task-whose")) }
                        },
                        _ => p { (cx.t("bulk-close-text")) },
                    }
                    (acts(&html! {
                        @if self.code != "CLOSE" { (again) }
                        @if count > 0 { (Button::submit(cx.t_with("bulk-sure", &sure)).sends("sure", "yes")) }
                        (Button::link(cx.t("cancel"), cx.url("/cases")).soft())
                    }))
                }))
            },
        )
    }
}

fn table(cx: &Cx, all: &[One]) -> Markup {
    let tasks = all.iter().any(|one| !one.tasks.is_empty());
    let row = |one: &One| {
        let number = html! {
            @if one.reference.is_empty() { (cx.t("not-known")) } @else {
                a.ref href=(cx.url(&format!("/cases/{}", one.id))) { (Reference(&one.reference)) }
            }
        };
        let words = html! { @for words in &one.tasks { div { bdi { (words) } } } };
        let cells = [Some(number), tasks.then_some(words), Some(one.verdict.shown(cx))];
        cells.into_iter().flatten().collect::<Vec<_>>()
    };
    let columns = [
        Some(Col::text(cx.t("case-reference"))),
        tasks.then(|| Col::text(cx.t("bulk-tasks"))),
        Some(Col::status(cx.t("bulk-verdict"))),
    ];
    html! { (Table::new(cx.t("bulk-would"), columns.into_iter().flatten()).rows(all.iter().map(row))) }
}
