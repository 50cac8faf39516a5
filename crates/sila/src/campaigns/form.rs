//! The form by which a campaign is written down.

use maud::{Markup, html};
use sila_core::campaign::{TEXT_MAX, TITLE_MAX, Way};
use sila_core::codes::Language;

use crate::initiatives::both;
use crate::lineage::seed;
use crate::links::Peer;
use crate::partners::Partner;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Rows for messages.
pub const MESSAGES: usize = 3;
/// Rows for ways.
pub const CHANNELS: usize = 3;
/// Rows for tasks.
pub const TASKS: usize = 4;
/// Texts in both languages that must be there, and the most characters of each.
pub const TEXTS: [(&str, usize); 8] = [
    ("title", TITLE_MAX),
    ("audience", TITLE_MAX),
    ("objective", TEXT_MAX),
    ("outputs", TEXT_MAX),
    ("outtakes", TEXT_MAX),
    ("outcomes", TEXT_MAX),
    ("impact", TEXT_MAX),
    ("helpline", TITLE_MAX),
];

/// With whom a campaign can be made.
pub struct Around {
    /// Linked agencies under an agreement that lets us share what we learn.
    pub peers: Vec<Peer>,
    /// Partners without a node.
    pub listed: Vec<Partner>,
}

/// The page.
pub fn page(cx: &Cx, around: &Around, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let main = html! {
        form method="post" action=(cx.url("/campaigns")) novalidate {
            (seed::carried(&form, values))
            (form.summary())
            div.stack {
                (Card::new(cx.t("campaign-what")).body(html! {
                    (parties(cx, &form, around))
                    @for (name, max) in TEXTS.iter().take(3) { (both(&form, name, &cx.code("campaign", name), *max)) }
                    (form.date("begins", cx.t("campaign-begins")))
                    (form.date("ends", cx.t("campaign-ends")))
                }))
                (Card::new(cx.t("campaign-stages")).body(html! {
                    p.muted { (cx.t("campaign-stages-text")) }
                    @for (name, max) in TEXTS.iter().skip(3).take(4) { (both(&form, name, &cx.code("campaign", name), *max)) }
                }))
                (Card::new(cx.t("campaign-messages")).body(messages(cx, &form, values)))
                (Card::new(cx.t("campaign-channels")).body(channels(cx, &form, values, around)))
                (Card::new(cx.t("campaign-tasks")).body(tasks(cx, &form, values, around)))
            }
            (acts(&html! { (Button::submit(cx.t("campaign-sign-and-send")).icon("signature")) }))
        }
    };
    let aside = html! {
        (Note::new("shield-check", cx.t("campaign-safety")).tone(Tone::Info).says(cx.t("campaign-safety-text")))
        (Note::new("signature", cx.t("campaign-both")).says(cx.t("campaign-both-text")))
        (super::list::world_days(cx))
    };
    let body = html! {
        (heading(cx.t("campaign-new"), Some(&cx.t("campaign-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("campaign-new")).crumb(cx.t("campaigns-title"), "/campaigns");
    page.errors(errors.any()).body(body)
}

fn parties(cx: &Cx, form: &Form<'_>, around: &Around) -> Markup {
    let peers = around.peers.iter();
    let peers = peers
        .map(|peer| (peer.agency.to_text(), cx.lang.pick(&peer.name_ar, &peer.name_en).clone()));
    let listed = around.listed.iter().map(|one| (one.id.to_text(), one.name(cx.lang).to_owned()));
    html! {
        (form.checks("parties", cx.t("campaign-parties")).choices(peers))
        @if !around.listed.is_empty() {
            details.fold {
                summary { (cx.t("campaign-with")) }
                (form.checks("with", cx.t("campaign-with")).hint(cx.t("campaign-with-hint")).optional().choices(listed))
            }
        }
    }
}

/// A row of several: the first stands open, the others wait folded until something is written into them.
fn row(values: &Pairs, name: &str, n: usize, label: &str, inside: &Markup) -> Markup {
    let begun = values.iter().any(|(field, text)| field.starts_with(name) && !text.is_empty());
    html! {
        @if n == 1 { (inside) } @else { details.fold open[begun] { summary { (label) } (inside) } }
    }
}

fn messages(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    html! {
        (both(form, "helpline", &cx.t("campaign-helpline"), TITLE_MAX))
        p.hint { (cx.t("campaign-helpline-hint")) }
        @for n in 1..=MESSAGES {
            @let label = cx.t_with("campaign-message", &[("n", n.into())]);
            @let name = format!("message{n}");
            (row(values, &name, n, &label, &both(form, &name, &label, TEXT_MAX)))
        }
        (form.checks("nobody", cx.t("campaign-nobody")).choice("yes", cx.t("campaign-nobody-yes")))
    }
}

/// Ours and the other parties', to choose an owner from.
fn owners(cx: &Cx, around: &Around) -> Vec<(String, String)> {
    let peers = around.peers.iter();
    let peers = peers
        .map(|peer| (peer.agency.to_text(), cx.lang.pick(&peer.name_ar, &peer.name_en).clone()));
    [("us".to_owned(), cx.agency().to_owned())].into_iter().chain(peers).collect()
}

fn languages(cx: &Cx) -> impl Iterator<Item = (&'static str, String)> {
    Language::ALL.iter().map(|one| (one.code(), cx.code("language", one.code())))
}

/// A short text in both languages that may be left empty.
fn short(form: &Form<'_>, name: &str, label: &str) -> Markup {
    let of = |end: &str| {
        form.text(&format!("{name}_{end}"), form.label_in(label, end)).max(TITLE_MAX).optional()
    };
    html! { (of("ar").lang("ar")) (of("en").lang("en").ltr()) }
}

fn channels(cx: &Cx, form: &Form<'_>, values: &Pairs, around: &Around) -> Markup {
    html! {
        @for n in 1..=CHANNELS {
            @let ways = Way::ALL.iter().map(|way| (way.code(), cx.code("campaign-way", way.code())));
            @let name = |end: &str| format!("way{n}{end}");
            @let label = cx.t_with("campaign-channel", &[("n", n.into())]);
            @let inside = html! {
                (form.select(&name(""), label.clone()).empty(cx.t("campaign-choose")).choices(ways))
                (form.select(&name("_owner"), cx.t("campaign-way-owner")).choices(owners(cx, around)))
                (form.date(&name("_on"), cx.t("campaign-way-on")))
                (form.select(&name("_language"), cx.t("campaign-way-language")).empty(cx.t("campaign-way-both")).choices(languages(cx)).optional())
                (form.text(&name("_budget"), cx.t("campaign-way-budget")).numeric().max(9).optional())
                (short(form, &name("_piece"), &cx.t("campaign-way-piece")))
                (short(form, &name("_audience"), &cx.t("campaign-way-audience")))
            };
            (row(values, &name(""), n, &label, &inside))
        }
    }
}

fn tasks(cx: &Cx, form: &Form<'_>, values: &Pairs, around: &Around) -> Markup {
    html! {
        @for n in 1..=TASKS {
            @let name = |end: &str| format!("task{n}{end}");
            @let label = cx.t_with("campaign-task", &[("n", n.into())]);
            @let inside = html! {
                (both(form, &name(""), &label, TITLE_MAX))
                (form.select(&name("_owner"), cx.t("campaign-task-owner")).choices(owners(cx, around)))
                (form.date(&name("_due"), cx.t("campaign-task-due")))
            };
            (row(values, &name(""), n, &label, &inside))
        }
    }
}
