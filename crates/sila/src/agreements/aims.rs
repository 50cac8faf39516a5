//! What an agreement is for: in the form by which it is proposed, and on its page.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, Aims, GOALS_MAX, Objective};
use sila_core::codes::Category;

use super::template;
use crate::web::components::{Card, Note, Summary, Tone, tag};
use crate::web::{Cx, Errors, Form, Pairs};

/// The questions of the form.
pub fn fields(cx: &Cx, form: &Form<'_>) -> Markup {
    let objectives =
        Objective::ALL.iter().map(|one| (one.code(), cx.code("strategic-objective", one.code())));
    let groups = Category::ALL.iter().map(|one| (one.code(), cx.code("category", one.code())));
    let goals =
        (1..=GOALS_MAX).map(|n| (n.to_string(), format!("{n} · {}", cx.t(&format!("goal-{n}")))));
    html! {
        (form.checks("objectives", cx.t("aims-objectives")).hint(cx.t("aims-objectives-hint")).choices(objectives))
        (form.checks("groups", cx.t("aims-groups")).side_by_side().choices(groups))
        details.fold {
            summary { (cx.t("goals-title")) }
            (form.checks("goals", cx.t("goals-choose")).optional().choices(goals))
        }
    }
}

/// What is missing in the form.
pub fn missing(cx: &Cx, form: &Pairs, errors: &mut Errors) {
    for (name, key) in
        [("objectives", "aims-objectives-needed"), ("groups", "initiative-groups-needed")]
    {
        if form.all(name).next().is_none() {
            errors.add(name, cx.t(key));
        }
    }
}

/// What the form says.
pub fn read(form: &Pairs) -> Aims {
    let goals = form.all("goals").filter_map(|text| text.parse().ok());
    let goals: std::collections::BTreeSet<u8> = goals.collect();
    let chosen = |one: &Objective| form.has("objectives", one.code());
    let of = |one: &Category| form.has("groups", one.code());
    Aims {
        number: template::AIMS.to_owned(),
        objectives: Objective::ALL.iter().copied().filter(chosen).collect(),
        groups: Category::ALL.iter().copied().filter(of).collect(),
        goals: goals.into_iter().collect(),
    }
}

/// What it is for, as signed.
pub fn card(cx: &Cx, agreement: &Agreement) -> Markup {
    let Some(aims) = &agreement.aims else {
        let note = Note::new("warning", cx.t("aims-none")).tone(Tone::Warn);
        return html! { (note.says(cx.t("aims-none-text"))) };
    };
    let listed = |all: Vec<String>| all.join(cx.lang.pick("، ", ", "));
    let objective = |one: &Objective| cx.code("strategic-objective", one.code());
    let group = |one: &Category| cx.code("category", one.code());
    let goal = |one: &u8| format!("{one} · {}", cx.t(&format!("goal-{one}")));
    let rows = Summary::new()
        .row(cx.t("aims-objectives"), listed(aims.objectives.iter().map(objective).collect()))
        .row(cx.t("aims-groups"), listed(aims.groups.iter().map(group).collect()))
        .row(
            cx.t("goals-title"),
            html! {
                @if aims.goals.is_empty() { (tag(Tone::Warn, cx.t("goal-none"))) }
                (listed(aims.goals.iter().map(goal).collect()))
            },
        );
    html! { (Card::new(cx.t("aims-title")).body(html! { (rows) })) }
}
