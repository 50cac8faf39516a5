//! What was found, each with the words around it, and what to do with it.

use maud::{Markup, html};

use super::{Fields, Finding, REMOVE, Reason};
use crate::web::components::{Button, Card, Note, Tone, acts, plain_tag};
use crate::web::{Cx, Errors, Form, Pairs};

/// Characters shown before and after a finding.
const AROUND: usize = 48;

/// The name of the field that decides on a finding.
pub fn name(finding: &Finding) -> String {
    format!("guard-{}", finding.key)
}

/// The findings with their decisions. `carried` are the fields that the same address needs again with them; whatever `form`
/// has decided stays chosen.
pub fn held(
    cx: &Cx,
    action: &str,
    (fields, findings): (&Fields, &[Finding]),
    form: &Pairs,
    carried: &[(&str, &str)],
) -> Markup {
    let asked = form.iter().any(|(name, _)| name.starts_with("guard-"));
    let mut errors = Errors::none();
    for finding in findings.iter().filter(|_| asked) {
        if form.get(&name(finding)).is_none() {
            errors.add(name(finding), cx.t("guard-decide"));
        }
    }
    let sheet = Form::new(cx, form, &errors);
    let count = [("n", findings.len().into())];
    html! { div.stack {
        (Note::new("shield-warning", cx.t_with("guard-held", &count)).tone(Tone::Warn).says(cx.t("guard-held-text")))
        form method="post" action=(cx.url(action)) novalidate {
            (sheet.summary())
            @for (name, value) in carried { input type="hidden" name=(name) value=(value); }
            (Card::new(cx.t("guard-findings")).count(findings.len()).body(html! {
                @for finding in findings { (one(cx, &sheet, fields, finding)) }
            }))
            (acts(&html! { (Button::submit(cx.t("guard-go-on")).icon("shield-check")) }))
        }
    } }
}

fn one(cx: &Cx, sheet: &Form<'_>, fields: &Fields, finding: &Finding) -> Markup {
    let text = fields.iter().find(|(field, _)| *field == finding.field);
    let text = text.map_or("", |(_, text)| text.as_str());
    let before = text.get(..finding.from).unwrap_or_default();
    let start = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let after = text.get(finding.to..).unwrap_or_default();
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let field = sheet
        .select(&name(finding), cx.t("guard-what"))
        .choice(REMOVE, cx.t("guard-remove"))
        .choices(Reason::ALL.map(|reason| (reason.code(), cx.code("guard-reason", reason.code()))));
    html! {
        div.guarded {
            div { (plain_tag(cx.code("guard-kind", finding.kind))) }
            p.guarded-text dir="auto" {
                @if start > 0 { "…" }
                (before.get(start..).unwrap_or_default())
                mark { (text.get(finding.from..finding.to).unwrap_or_default()) }
                (after.get(..end).unwrap_or_default())
                @if end < after.len() { "…" }
            }
            (field)
        }
    }
}
