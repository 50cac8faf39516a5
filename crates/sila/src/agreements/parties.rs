//! What kind of entity each party is: it decides the most about a person that can be agreed, and which law binds it.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, Sector};

use crate::web::components::{Note, Tone};
use crate::web::{Cx, Errors, Form, Pairs};

/// What the form asks of one side.
pub fn field(cx: &Cx, form: &Form<'_>, name: &str) -> Markup {
    let all = Sector::ALL.iter().map(|one| (one.code(), cx.code("partner-class", one.code())));
    html! { (form.select(name, cx.t("partner-class")).hint(cx.t("sector-hint")).choices(all)) }
}

/// The question whether a private party may receive something about persons.
pub fn private(cx: &Cx, form: &Form<'_>) -> Markup {
    let checks = form.checks("private", cx.t("private-clause")).hint(cx.t("private-clause-hint"));
    html! { (checks.optional().choice("yes", cx.t("private-clause-yes"))) }
}

/// What the form says of one side.
pub fn read(form: &Pairs, name: &str) -> Option<Sector> {
    form.get(name).and_then(|code| Sector::from_code(code).ok())
}

/// What is missing in the form.
pub fn missing(cx: &Cx, form: &Pairs, names: &[&'static str], errors: &mut Errors) {
    for name in names.iter().copied().filter(|name| read(form, name).is_none()) {
        errors.add(name, cx.t("partner-class-needed"));
    }
}

/// The data-protection law binds private controllers; government it leaves out.
pub fn law_note(cx: &Cx, sector: Sector) -> Markup {
    html! {
        @if sector.is_private_controller() {
            (Note::new("scales", cx.t("pdpl-title")).tone(Tone::Warn).says(cx.t("pdpl-text")))
        }
    }
}

/// What a private party may receive, on the page of the agreement.
pub fn private_note(cx: &Cx, agreement: &Agreement) -> Markup {
    let mut sectors = agreement.parties.iter().filter_map(|party| party.sector);
    if !sectors.any(Sector::needs_clause) {
        return html! {};
    }
    match &agreement.private {
        Some(clause) => {
            let words =
                cx.t_with("private-granted-text", &[("clause", clause.number.as_str().into())]);
            html! { (Note::new("lock-key", cx.t("private-granted")).tone(Tone::Info).says(words)) }
        }
        None => html! {
            (Note::new("prohibit", cx.t("private-none")).tone(Tone::Warn).says(cx.t("private-none-text")))
        },
    }
}
