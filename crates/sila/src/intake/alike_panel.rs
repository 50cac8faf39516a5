//! The people on file beside the form: who, why, and what the writer can say. Every button sends the whole form, so that
//! nothing typed is lost.

use maud::{Markup, html};

use crate::duplicates::verdict::Act;
use crate::duplicates::waterfall;
use crate::intake::alike::Candidate;
use crate::people::show;
use crate::web::Cx;
use crate::web::components::{Button, Tone, icon, tag};
use crate::web::ident::Reference;

/// The panel; nothing when nobody is alike.
pub fn panel(cx: &Cx, candidates: &[Candidate]) -> Markup {
    let (kin, same): (Vec<_>, Vec<_>) = candidates.iter().partition(|one| one.why.is_household());
    html! {
        @if !candidates.is_empty() {
            // Enter in a field goes on with the form; it never says that two people are one.
            button.vh type="submit" name="act" value="next" tabindex="-1" aria-hidden="true" { (cx.t("continue")) }
            section.alike #alike aria-labelledby="alike-h" {
                div.alike-h { (icon("user-focus")) div {
                    h2 id="alike-h" { (cx.t("alike-title")) }
                    p { (cx.t("alike-lead")) }
                } }
                @if !same.is_empty() { ul { @for one in &same { (candidate(cx, one)) } } }
                @if !kin.is_empty() {
                    h3 { (cx.t("alike-kin")) }
                    ul { @for one in &kin { (candidate(cx, one)) } }
                }
                p.hint { (cx.t("alike-go-on")) }
            }
        }
    }
}

fn candidate(cx: &Cx, one: &Candidate) -> Markup {
    let who = &one.who;
    html! {
        li.said[one.said.is_some()] {
            div.alike-who {
                b { (show::both_names(cx, &who.person)) }
                span.sub { (show::birth(cx, &who.person, cx.now)) }
                span.sub {
                    a.link href=(cx.url(&format!("/people/{}", who.person.id))) target="_blank" { (cx.t("alike-open")) }
                    " · " (Reference(&who.case.reference))
                }
            }
            div.alike-why {
                (waterfall::kinship(cx, &one.why))
                p { (waterfall::in_short(cx, &one.why)) }
                p.small { (waterfall::outcome(cx, &one.why)) }
                details { summary { (cx.t("why-title")) } (waterfall::waterfall(cx, &one.why)) }
            }
            div.alike-act { (answer(cx, one)) }
        }
    }
}

fn answer(cx: &Cx, one: &Candidate) -> Markup {
    let id = one.who.person.id;
    let button = |key: &str, word: &str| {
        Button::submit(cx.t(key)).small().sends("act", format!("{word}-{id}")).unchecked()
    };
    let said = match one.said {
        Some(Act::Same) => Some((Tone::Ok, "alike-said-same")),
        Some(Act::Related) => Some((Tone::Info, "alike-said-kin")),
        Some(_) => Some((Tone::Plain, "alike-said-unlike")),
        None => None,
    };
    html! {
        @if let Some((tone, key)) = said {
            (tag(tone, cx.t(key)))
            (button("alike-unsay", "unsay").soft())
        } @else {
            (button("alike-same", "same").line().icon("check-circle"))
            (button("alike-unlike", "unlike").soft().icon("x-circle"))
            (button("alike-is-kin", "kin").soft().icon("users-three"))
        }
    }
}
