//! The form by which an initiative is proposed.

use maud::{Markup, html};
use sila_core::codes::Category;
use sila_core::partnership::{Field as Area, MeasureKind};

use super::propose::{TEXT_MAX, TITLE_MAX};
use crate::activation::ledger::Book;
use crate::web::components::{Button, Card, Note, Tone, acts, empty_state, heading};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// Rows for milestones.
pub const MILESTONES: u16 = 4;
/// Rows for measures.
pub const MEASURES: u16 = 3;
/// Texts in both languages that must be there, and the most characters of each.
pub const TEXTS: [(&str, usize); 6] = [
    ("title", TITLE_MAX),
    ("objective", TEXT_MAX),
    ("need", TEXT_MAX),
    ("idea", TEXT_MAX),
    ("our_office", TITLE_MAX),
    ("their_office", TITLE_MAX),
];

/// The page.
pub fn page(cx: &Cx, books: &[Book], values: &Pairs, errors: &Errors) -> Page {
    let title = cx.t("initiative-new");
    let page = Page::new(cx, title.clone()).crumb(cx.t("initiatives-title"), "/initiatives");
    if books.is_empty() {
        let act = html! { (Button::link(cx.t("agreements-title"), cx.url("/agreements"))) };
        let words = cx.t("initiative-no-agreement");
        return page.body(empty_state("rocket-launch", title, words, &act));
    }
    let form = Form::new(cx, values, errors);
    let body = html! {
        (heading(title, Some(&cx.t("initiative-new-lead")), &html! {}))
        (form.summary())
        form method="post" action=(cx.url("/initiatives")) novalidate {
            @for name in ["from_idea", "from_proposal", "shortfall"] {
                @if let Some(from) = values.get(name) { (form.hidden(name, from)) }
            }
            div.stack {
                (about(cx, &form, books))
                (owners(cx, &form))
                (steps(cx, &form))
                (measures(cx, &form))
            }
            (acts(&html! { (Button::submit(cx.t("record-propose")).icon("signature")) }))
        }
    };
    page.errors(errors.any()).body(body)
}

/// A text in both languages.
pub fn both(form: &Form<'_>, name: &str, label: &str, max: usize) -> Markup {
    let (ar, en) = (format!("{name}_ar"), format!("{name}_en"));
    let (in_ar, in_en) = (form.label_in(label, "ar"), form.label_in(label, "en"));
    html! {
        @if max > TITLE_MAX {
            (form.area(&ar, in_ar).lang("ar").max(max).rows(2))
            (form.area(&en, in_en).lang("en").ltr().max(max).rows(2))
        } @else {
            (form.text(&ar, in_ar).lang("ar").max(max))
            (form.text(&en, in_en).lang("en").ltr().max(max))
        }
    }
}

/// The agreements that can be chosen.
fn about(cx: &Cx, form: &Form<'_>, books: &[Book]) -> Markup {
    let agreements = books.iter().map(|book| {
        let agreement = &book.ledger.agreement;
        let title = cx.lang.pick(&agreement.title_ar, &agreement.title_en);
        (agreement.id.to_string(), format!("{} · {title}", agreement.code))
    });
    let fields = Area::ALL.iter().map(|one| (one.code(), cx.code("cooperation-field", one.code())));
    let groups = Category::ALL.iter().map(|one| (one.code(), cx.code("category", one.code())));
    let goals =
        (1..=17_u8).map(|n| (n.to_string(), format!("{n} · {}", cx.t(&format!("goal-{n}")))));
    html! {
        (Card::new(cx.t("initiative-why")).body(html! {
            (Note::new("shield-check", cx.t("record-no-person")).tone(Tone::Info).says(cx.t("record-no-person-text")))
            (form.select("agreement", cx.t("initiative-under")).choices(agreements))
            (both(form, "title", &cx.t("initiative-title"), TITLE_MAX))
            (form.select("field", cx.t("initiative-field")).choices(fields))
            (both(form, "objective", &cx.t("initiative-objective"), TEXT_MAX))
            (both(form, "need", &cx.t("initiative-need"), TEXT_MAX))
            (form.checks("groups", cx.t("initiative-groups")).side_by_side().choices(groups))
            details.fold {
                summary { (cx.t("goals-title")) }
                (form.checks("goals", cx.t("goals-choose")).choices(goals))
            }
        }))
    }
}

fn owners(cx: &Cx, form: &Form<'_>) -> Markup {
    let whose = |name: &str, legend: String| {
        let radios = form.radios(name, legend).side_by_side();
        radios.choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs"))
    };
    html! {
        (Card::new(cx.t("initiative-owners")).body(html! {
            (whose("lead", cx.t("initiative-lead-which")))
            (both(form, "our_office", &cx.t("initiative-our-office"), TITLE_MAX))
            (both(form, "their_office", &cx.t("initiative-their-office"), TITLE_MAX))
            (form.text("weight", cx.t("plan-weight")).hint(cx.t("plan-weight-hint")).numeric().max(1))
        }))
        (Card::new(cx.t("initiative-origin")).body(html! {
            (whose("idea_by", cx.t("initiative-idea-by")))
            (both(form, "idea", &cx.t("initiative-idea"), TEXT_MAX))
        }))
    }
}

fn steps(cx: &Cx, form: &Form<'_>) -> Markup {
    let legend = |number: u16| cx.t_with("milestone-n", &[("n", Arg::from(usize::from(number)))]);
    let others = |own: u16| {
        let all = (1..=MILESTONES).filter(move |number| *number != own);
        all.map(|number| (number.to_string(), legend(number))).collect::<Vec<_>>()
    };
    html! {
        (Card::new(cx.t("milestones-title")).body(html! {
            p.muted { (cx.t("milestones-lead")) }
            @for number in 1..=MILESTONES {
                (both(form, &format!("step{number}"), &legend(number), TITLE_MAX))
                (form.date(&format!("step{number}_due"), cx.t("milestone-due")))
                (form.select(&format!("step{number}_after"), cx.t("milestone-after")).choices(others(number)).optional())
            }
        }))
        (Card::new(cx.t("budget-title")).body(html! {
            (form.text("budget", cx.t("budget-dirhams")).hint(cx.t("budget-hint")).numeric().max(12).optional())
        }))
    }
}

fn measures(cx: &Cx, form: &Form<'_>) -> Markup {
    let legend = |number: u16| cx.t_with("measure-n", &[("n", Arg::from(usize::from(number)))]);
    let kinds =
        || MeasureKind::ALL.iter().map(|one| (one.code(), cx.code("measure-kind", one.code())));
    html! {
        (Card::new(cx.t("measures-title")).body(html! {
            p.muted { (cx.t("measures-lead")) }
            @for number in 1..=MEASURES {
                @let name = |end: &str| format!("measure{number}{end}");
                (both(form, &name(""), &legend(number), TITLE_MAX))
                (form.select(&name("_kind"), cx.t("measure-kind")).choices(kinds()))
                (form.text(&name("_baseline"), cx.t("measure-baseline")).hint(cx.t("measure-baseline-hint")).numeric().max(9).optional())
                (form.text(&name("_target"), cx.t("measure-target")).numeric().max(9))
                (both(form, &name("_source"), &cx.t("measure-source"), TITLE_MAX))
            }
        }))
    }
}
