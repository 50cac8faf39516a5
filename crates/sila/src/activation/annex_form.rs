//! The form of an annex.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::codes::Category;
use sila_core::obligation::Event;
use sila_core::partnership::{AreaOfWork, Field as Area, Verb, Words};

use super::ledger::Book;
use crate::agreements::library;
use crate::initiatives::both;
use crate::initiatives::propose::{TEXT_MAX, TITLE_MAX};
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

/// Rows for new obligations; more come with the next version.
pub const NEW_ROWS: u16 = 4;

/// What is in force, as the form has it.
pub fn filled(book: &Book, me: AgencyId) -> Pairs {
    let mut values = Pairs::default();
    match &book.ledger.annex {
        Some(annex) => {
            values.push("objective_ar", &annex.content.objective.ar);
            values.push("objective_en", &annex.content.objective.en);
            annex.content.groups.iter().for_each(|group| values.push("groups", group.code()));
            let live = annex.content.areas.iter().filter(|area| !area.at_rest);
            live.for_each(|area| values.push("areas", area.field.code()));
            values.push("quiet_days", annex.content.quiet_days.to_string());
            annex.content.areas.iter().for_each(|area| push_area(&mut values, area, me));
        }
        None => {
            let all = book.ledger.agreement.categories.iter();
            all.for_each(|group| values.push("groups", group.code()));
            values.push("quiet_days", "30");
            let owing = library::owing(&book.ledger.agreement);
            (1..=NEW_ROWS).zip(owing).for_each(|(row, entry)| push_duty(&mut values, row, entry));
        }
    }
    for field in Area::ALL.iter().copied() {
        if values.get(&of_area(field, "lead")).is_none() {
            values.push(of_area(field, "lead"), "ours");
        }
    }
    for row in 1..=NEW_ROWS {
        values.push(format!("duty{row}_who"), "ours");
        values.push(format!("duty{row}_weight"), "3");
        values.push(format!("duty{row}_lead"), "14");
    }
    values
}

/// The obligation that follows from a clause of the library, ready to be signed or changed.
fn push_duty(values: &mut Pairs, row: u16, entry: &library::Entry) {
    let Some([ar, en, proof_ar, proof_en]) = entry.duty else { return };
    let when = if entry.months < 12 { "quarterly" } else { "yearly" };
    for (end, value) in [
        ("_ar", ar),
        ("_en", en),
        ("_proof_ar", proof_ar),
        ("_proof_en", proof_en),
        ("_clause", entry.number),
        ("_when", when),
    ] {
        values.push(format!("duty{row}{end}"), value);
    }
}

/// How a part of an area is called in the form.
pub fn of_area(field: Area, end: &str) -> String {
    format!("{}_{end}", field.code().to_ascii_lowercase())
}

fn push_area(values: &mut Pairs, area: &AreaOfWork, me: AgencyId) {
    let mut both = |end: &str, words: &Words| {
        values.push(of_area(area.field, &format!("{end}_ar")), &words.ar);
        values.push(of_area(area.field, &format!("{end}_en")), &words.en);
    };
    both("scope", &area.scope);
    for one in &area.leads {
        both(if one.agency == me { "our" } else { "their" }, &one.office);
    }
    if let Some(first) = area.indicators.first() {
        both("sign", &first.name);
        values.push(of_area(area.field, "target"), first.target.to_string());
    }
    let lead = if area.lead == me { "ours" } else { "theirs" };
    values.push(of_area(area.field, "lead"), lead);
}

/// The page.
pub fn page(cx: &Cx, book: &Book, values: &Pairs, errors: &Errors) -> Page {
    let agreement = &book.ledger.agreement;
    let first = book.ledger.annex.is_none();
    let title = cx.t(if first { "annex-new" } else { "annex-amend" });
    let path = format!("/agreements/{}/annex", agreement.id);
    let form = Form::new(cx, values, errors);
    let body = html! {
        (heading(title.clone(), Some(&cx.t("annex-lead")), &html! { (ident::Code(&agreement.code)) }))
        (form.summary())
        form method="post" action=(cx.url(&path)) novalidate {
            div.stack {
                (aims(cx, &form))
                (areas(cx, &form, values, errors))
                @if !first { (Note::new("list-checks", cx.t("annex-kept")).tone(Tone::Info).says(cx.t("annex-kept-text"))) }
                @for row in 1..=NEW_ROWS { (duty(cx, &form, book, row)) }
            }
            (acts(&html! { (Button::submit(cx.t("record-propose")).icon("signature")) }))
        }
    };
    let back = format!("/agreements/{}/activation", agreement.id);
    Page::new(cx, title).crumb(cx.t("activation-title"), &back).errors(errors.any()).body(body)
}

fn aims(cx: &Cx, form: &Form<'_>) -> Markup {
    let groups = Category::ALL.iter().map(|one| (one.code(), cx.code("category", one.code())));
    html! {
        (Card::new(cx.t("annex-aims")).body(html! {
            (both(form, "objective", &cx.t("annex-objective"), TEXT_MAX))
            (form.checks("groups", cx.t("initiative-groups")).side_by_side().choices(groups))
            (form.text("quiet_days", cx.t("annex-quiet")).hint(cx.t("annex-quiet-hint")).numeric().max(3))
        }))
    }
}

/// Which areas, and of each what falls in it, who leads it and what is counted.
fn areas(cx: &Cx, form: &Form<'_>, values: &Pairs, errors: &Errors) -> Markup {
    let all = Area::ALL.iter().map(|one| (one.code(), cx.code("cooperation-field", one.code())));
    html! {
        (Card::new(cx.t("areas-title")).body(html! {
            p.muted { (cx.t("areas-lead")) }
            (form.checks("areas", cx.t("areas-title")).hint(cx.t("annex-areas-hint")).choices(all))
            @for field in Area::ALL.iter().copied() {
                @let name = |end: &str| of_area(field, end);
                @let open = errors.get(&name("scope_ar")).is_some() || (values.has("areas", field.code()) && values.get(&name("scope_ar")).is_none());
                details.fold open[open] {
                    summary { (cx.code("cooperation-field", field.code())) }
                    (both(form, &name("scope"), &cx.t("area-scope"), TEXT_MAX))
                    (form.radios(&name("lead"), cx.t("area-lead")).side_by_side()
                        .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
                    (both(form, &name("our"), &cx.t("initiative-our-office"), TITLE_MAX))
                    (both(form, &name("their"), &cx.t("initiative-their-office"), TITLE_MAX))
                    (both(form, &name("sign"), &cx.t("area-indicator"), TITLE_MAX))
                    (form.text(&name("target"), cx.t("measure-target")).numeric().max(9))
                }
            }
        }))
    }
}

fn duty(cx: &Cx, form: &Form<'_>, book: &Book, row: u16) -> Markup {
    let name = |end: &str| format!("duty{row}{end}");
    let clauses = book.ledger.agreement.clauses.iter();
    let clauses = clauses.map(|clause| {
        let title = cx.lang.pick(&clause.title_ar, &clause.title_en);
        (clause.number.clone(), format!("{} · {title}", clause.number))
    });
    let areas = Area::ALL.iter().map(|one| (one.code(), cx.code("cooperation-field", one.code())));
    let whens = [
        "on",
        "after",
        "after_working",
        "monthly",
        "quarterly",
        "yearly",
        "event",
        "event_working",
    ];
    let verbs = Verb::ALL.iter().map(|one| (one.code(), cx.code("duty-verb", one.code())));
    let events = Event::ALL.iter().map(|one| (one.code(), cx.code("obligation-event", one.code())));
    let whens = whens.map(|when| (when, cx.t(&format!("duty-when-{}", when.replace('_', "-")))));
    let title = cx.t_with("duty-n", &[("n", Arg::from(usize::from(row)))]);
    html! {
        (Card::new(title).body(html! {
            (both(form, &name(""), &cx.t("duty-text"), TEXT_MAX))
            (form.radios(&name("_who"), cx.t("duty-who")).side_by_side()
                .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
            (form.select(&name("_clause"), cx.t("duty-clause")).choices(clauses))
            (form.select(&name("_verb"), cx.t("duty-verb")).choices(verbs))
            (form.select(&name("_field"), cx.t("initiative-field")).choices(areas))
            (form.select(&name("_when"), cx.t("duty-when")).choices(whens))
            (form.select(&name("_event"), cx.t("duty-event")).hint(cx.t("duty-event-hint")).choices(events).optional())
            (form.text(&name("_days"), cx.t("duty-days")).hint(cx.t("duty-days-hint")).numeric().max(4).optional())
            (form.date(&name("_day"), cx.t("duty-day")).optional())
            (both(form, &name("_proof"), &cx.t("obligation-proof"), TITLE_MAX))
            (form.text(&name("_weight"), cx.t("plan-weight")).hint(cx.t("plan-weight-hint")).numeric().max(1))
            (form.text(&name("_lead"), cx.t("obligation-lead")).numeric().max(3))
        }))
    }
}
