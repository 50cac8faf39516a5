//! The form by which a course is written down.

use maud::{Markup, html};

use super::course::{ABOUT_MAX, KINDS, TITLE_MAX};
use super::quiz::TEXT_MAX;
use crate::ask::Ask;
use crate::guard::{self, Fields, Finding};
use crate::initiatives::both;
use crate::knowledge::item::FIELDS;
use crate::knowledge::share::Basis;
use crate::lineage::seed;
use crate::links::Peer;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The page.
pub fn page(cx: &Cx, peers: &[(Peer, Basis)], values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let main = html! {
        form method="post" action=(cx.url("/training")) novalidate {
            (seed::carried(&form, values))
            (form.summary())
            div.stack {
                (Card::new(cx.t("training-about")).body(words(cx, &form)))
                (Card::new(cx.t("training-when")).body(when(cx, &form)))
                (Card::new(cx.t("training-seats-title")).body(seats(cx, &form, peers)))
            }
            (acts(&html! { (Button::submit(cx.t("training-announce")).icon("megaphone")) }))
        }
    };
    let aside = html! {
        (Note::new("shield-check", cx.t("training-nobody-in-it")).says(cx.t("training-nobody-in-it-text")))
        (Note::new("users-three", cx.t("training-how-seats")).tone(Tone::Info).says(cx.t("training-how-seats-text")))
    };
    let body = html! {
        (heading(cx.t("training-new"), Some(&cx.t("training-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("training-new")).crumb(cx.t("training-title"), "/training");
    page.errors(errors.any()).body(body)
}

fn words(cx: &Cx, form: &Form<'_>) -> Markup {
    let kinds = KINDS.map(|kind| (kind, cx.code("training-kind", kind)));
    html! {
        (form.radios("kind", cx.t("training-kind")).side_by_side().choices(kinds))
        (form.select("field", cx.t("knowledge-field")).empty(cx.t("need-choose")).choices(FIELDS.map(|code| (code, cx.code("knowledge-field", code)))).optional())
        (both(form, "title", &cx.t("training-course-title"), TITLE_MAX))
        (both(form, "about", &cx.t("training-course-about"), ABOUT_MAX))
        (both(form, "materials", &cx.t("training-materials"), ABOUT_MAX))
        details.fold {
            summary { (cx.t("quiz-title")) }
            p.hint { (cx.t("quiz-how")) }
            @for (name, label) in [("quiz_ar", "quiz-text-ar"), ("quiz_en", "quiz-text-en")] {
                (form.area(name, cx.t(label)).max(TEXT_MAX).optional())
            }
        }
    }
}

fn when(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (form.date("day", cx.t("training-day")))
        (form.text("time", cx.t("training-time")).hint(cx.t("training-time-hint")).ltr().max(5))
        (form.text("hours", cx.t("training-hours")).hint(cx.t("training-hours-hint")).numeric().max(3))
        (both(form, "place", &cx.t("training-place"), TITLE_MAX))
    }
}

fn seats(cx: &Cx, form: &Form<'_>, peers: &[(Peer, Basis)]) -> Markup {
    html! {
        (form.text("seats", cx.t("training-seats")).numeric().max(4))
        @for (peer, basis) in peers {
            @let name = cx.lang.pick(&peer.name_ar, &peer.name_en);
            @let label = cx.t_with("training-seats-for", &[("agency", name.as_str().into())]);
            @let field = format!("for_{}", peer.agency.to_text());
            @match basis.seats {
                Some(seats) => {
                    @let said = [("n", seats.into()), ("clause", basis.clause.as_str().into()), ("code", basis.agreement.as_str().into())];
                    (form.checks(&field, label).optional().choice(seats.to_string(), cx.t_with("training-seats-agreed", &said)))
                }
                None => (form.text(&field, label).hint(cx.t("training-seats-for-hint")).numeric().max(4).optional()),
            }
        }
        @if peers.is_empty() { p.muted { (cx.t("training-no-partner")) } }
    }
}

/// What the guard has found in the words, to be decided on.
pub fn held(ask: &Ask, found: (&Fields, &[Finding])) -> Page {
    let cx = &ask.cx;
    let carried: Vec<(&str, &str)> =
        ask.form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
    let body = html! {
        (heading(cx.t("training-new"), None, &html! {}))
        (guard::held(cx, "/training", found, &ask.form, &carried))
    };
    Page::new(cx, cx.t("training-new")).crumb(cx.t("training-title"), "/training").body(body)
}
