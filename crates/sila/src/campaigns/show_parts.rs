//! Parts of a campaign's page: the calendar, the tasks by party, what came of it, and the form for our part.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::campaign::{Channel, Effect, Report, Source, Survey, within};
use sila_core::time::Date;

use super::path;
use super::show::View;
use crate::web::components::{Button, Card, Col, Note, Summary, Table, Tone, acts, post, tag};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates};

fn day(cx: &Cx, day: Date) -> Markup {
    html! { (dates::day(cx.lang, day.at_minute(0))) }
}

/// The ways and when each begins, in the order of the calendar, with how many each has reached.
pub fn channels(view: &View<'_>) -> Markup {
    let (cx, plan) = (&view.ask.cx, &view.found.campaign);
    let mut ways: Vec<_> = (0_u16..).zip(&plan.channels).collect();
    ways.sort_by_key(|(_, one)| one.on);
    let head = [
        Col::text(cx.t("campaign-way-one")),
        Col::text(cx.t("campaign-way-owner")),
        Col::text(cx.t("campaign-way-on")),
        Col::num(cx.t("campaign-way-budget")),
        Col::num(cx.t("campaign-reached")),
    ];
    let rows = ways.into_iter().map(|(at, one)| {
        let said = view.reports.get(&one.owner);
        let people = said.and_then(|all| all.reached.iter().find(|(way, _)| *way == at));
        let source = said.and_then(|all| all.sources.get(&at));
        [
            html! { (cx.code("campaign-way", one.way.code())) (piece(view, one)) },
            html! { (Name(view.agency(one.owner))) },
            day(cx, one.on),
            html! { @match one.budget { Some(budget) => span.num { (budget) }, None => span.muted { "–" } } },
            html! {
                @match people { Some((_, people)) => span.num { (people) }, None => span.muted { "–" } }
                @if let Some(source) = source { span.sub { (cx.code("campaign-source", source.code())) } }
            },
        ]
    });
    let table = Table::new(cx.t("campaign-channels"), head).rows(rows);
    html! { (Card::new(cx.t("campaign-channels")).count(plan.channels.len()).body(html! { (table) })) }
}

/// What is put out on a channel, for whom and in which language, in a small line.
fn piece(view: &View<'_>, one: &Channel) -> Markup {
    let cx = &view.ask.cx;
    let said = [&one.piece, &one.audience].map(|words| view.pick(words).to_owned());
    let language = one.language.map(|one| cx.code("language", one.code()));
    let said = said.into_iter().chain(language).filter(|text| !text.is_empty());
    let said = said.collect::<Vec<_>>().join(" · ");
    html! { @if !said.is_empty() { span.sub { (Name(&said)) } } }
}

/// What each party does, and whether it says that it is done.
pub fn tasks(view: &View<'_>) -> Markup {
    let (cx, plan) = (&view.ask.cx, &view.found.campaign);
    let head = [
        Col::text(cx.t("campaign-task-one")),
        Col::text(cx.t("campaign-task-owner")),
        Col::text(cx.t("campaign-task-due")),
        Col::status(cx.t("campaign-state")),
    ];
    let rows = (0_u16..).zip(&plan.tasks).map(|(at, task)| {
        let done = view.reports.get(&task.owner).is_some_and(|report| report.done.contains(&at));
        let late = !done && task.due < cx.now.uae_date() && view.found.stands();
        let (tone, key) = match (done, late) {
            (true, _) => (Tone::Ok, "campaign-task-done"),
            (_, true) => (Tone::Bad, "campaign-task-late"),
            _ => (Tone::Plain, "campaign-task-open"),
        };
        [
            html! { (Name(view.pick(&task.what))) },
            html! { (Name(view.agency(task.owner))) },
            day(cx, task.due),
            tag(tone, cx.t(key)),
        ]
    });
    let table = Table::new(cx.t("campaign-tasks"), head).rows(rows);
    let card = Card::new(cx.t("campaign-tasks")).count(plan.tasks.len());
    html! { (card.live("campaign-tasks", "agreements").body(html! { (table) })) }
}

/// What came of it at each party: what people remember, who turned to it, and what a survey found.
pub fn results(view: &View<'_>) -> Markup {
    let cx = &view.ask.cx;
    let head = [
        Col::text(cx.t("campaign-party")),
        Col::text(cx.t("campaign-recall")),
        Col::text(cx.t("campaign-contacts")),
        Col::text(cx.t("campaign-better")),
    ];
    let rows = view.found.version.parties.iter().map(|party: &AgencyId| {
        let said = view.reports.get(party);
        [
            html! { (Name(view.agency(*party))) },
            survey(cx, said.and_then(|report| report.recall)),
            contacts(cx, said.and_then(|report| report.effect)),
            survey(cx, said.and_then(|report| report.impact)),
        ]
    });
    let table = Table::new(cx.t("campaign-results"), head).rows(rows);
    html! {
        (Card::new(cx.t("campaign-results")).live("campaign-results", "agreements").body(html! { (table) }))
        (Note::new("eye-slash", cx.t("campaign-contacts-how")).tone(Tone::Info).says(cx.t("campaign-contacts-text")))
    }
}

fn survey(cx: &Cx, survey: Option<Survey>) -> Markup {
    let Some(one) = survey else { return html! { span.muted { (cx.t("campaign-not-yet")) } } };
    let share = one.share().unwrap_or_default();
    let args = [
        ("share", Arg::ident(format!("{share}%"))),
        ("yes", one.yes.into()),
        ("asked", one.asked.into()),
    ];
    html! { (cx.t_with("campaign-survey-said", &args)) }
}

fn contacts(cx: &Cx, effect: Option<Effect>) -> Markup {
    match effect {
        None => html! { span.muted { (cx.t("campaign-not-yet")) } },
        Some(Effect::TooFew) => html! { span.muted { (cx.t("campaign-too-few")) } },
        Some(Effect::Overlaps) => html! { span.muted { (cx.t("campaign-overlaps")) } },
        Some(effect @ Effect::Shown(before, after)) => {
            let change = effect.change().unwrap_or_default();
            let sign = if change > 0 { "+" } else { "" };
            let args = [("before", before.into()), ("after", after.into())];
            html! {
                (cx.t_with("campaign-contacts-said", &args)) " "
                (tag(if change > 0 { Tone::Ok } else { Tone::Plain }, html! { bdi dir="ltr" { (sign) (change) "%" } }))
            }
        }
    }
}

/// The form for our part.
pub fn report(view: &View<'_>, errors: &Errors) -> Markup {
    let (cx, me) = (&view.ask.cx, view.ask.app.node.id);
    let before = view.reports.get(&me).map(filled).unwrap_or_default();
    let values = if errors.any() { &view.ask.form } else { &before };
    let form = Form::new(cx, values, errors);
    let plan = &view.found.campaign;
    let sources =
        || Source::ALL.iter().map(|one| (one.code(), cx.code("campaign-source", one.code())));
    let tasks = (0_u16..).zip(&plan.tasks).filter(|(_, task)| task.owner == me);
    let tasks: Vec<(String, String)> =
        tasks.map(|(at, task)| (at.to_string(), view.pick(&task.what).to_owned())).collect();
    html! {
        (Card::new(cx.t("campaign-report")).body(html! {
            (form.summary())
            (post(cx, &format!("{}/report", path(view.found.record)), &html! {
                @if !tasks.is_empty() { (form.checks("done", cx.t("campaign-done")).optional().choices(tasks)) }
                @for (at, one) in (0_u16..).zip(&plan.channels).filter(|(_, one)| one.owner == me) {
                    @let way = [("way", cx.code("campaign-way", one.way.code()).into())];
                    (form.text(&format!("reached{at}"), cx.t_with("campaign-reached-by", &way)).numeric().optional().max(8))
                    (form.select(&format!("source{at}"), cx.t("campaign-source")).empty(cx.t("need-choose")).choices(sources()).optional())
                }
                @for name in ["recall", "impact"] {
                    (form.text(&format!("{name}_asked"), cx.t(&format!("campaign-{name}-asked"))).numeric().optional().max(8))
                    (form.text(&format!("{name}_yes"), cx.t(&format!("campaign-{name}-yes"))).numeric().optional().max(8))
                }
                p.hint { (cx.t("campaign-survey-hint")) }
                (acts(&html! { (Button::submit(cx.t("campaign-report-act")).icon("paper-plane-tilt")) }))
            }))
        }))
    }
}

/// The form as it was last sent.
fn filled(report: &Report) -> Pairs {
    let mut values = Pairs::default();
    report.done.iter().for_each(|at| values.push("done", at.to_string()));
    for (at, people) in &report.reached {
        values.push(format!("reached{at}"), people.to_string());
    }
    for (at, source) in &report.sources {
        values.push(format!("source{at}"), source.code());
    }
    for (name, survey) in [("recall", report.recall), ("impact", report.impact)] {
        if let Some(one) = survey {
            values.push(format!("{name}_asked"), one.asked.to_string());
            values.push(format!("{name}_yes"), one.yes.to_string());
        }
    }
    values
}

/// International days while it runs.
pub fn world_days(view: &View<'_>) -> Markup {
    let (cx, plan) = (&view.ask.cx, &view.found.campaign);
    let days = within(plan.begins, plan.ends);
    let rows = days.iter().fold(Summary::new(), |rows, (day, code)| {
        rows.row(dates::day(cx.lang, day.at_minute(0)), cx.code("world-day", code))
    });
    html! { @if !days.is_empty() { (Card::new(cx.t("campaign-world-days")).body(html! { (rows) })) } }
}
