//! The people on file beside the form: who, why, and what the writer can say. Every button sends the whole form, so that
//! nothing typed is lost.

use maud::{Markup, html};

use crate::duplicates::verdict::Act;
use crate::duplicates::waterfall;
use crate::intake::alike::{self, Candidate};
use crate::people::show;
use crate::web::Cx;
use crate::web::components::{Button, Note, Tone, icon, tag};
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

/// What was said about people on file, on the last page of the form.
pub fn said(cx: &Cx, candidates: &[Candidate]) -> Markup {
    html! {
        @if !candidates.is_empty() {
            div.mb-5 { (Note::new("user-focus", cx.t("alike-said")).tone(Tone::Gold).body(html! {
                @for one in candidates { p {
                    (show::name(cx, &one.who.person)) " · " (Reference(&one.who.case.reference)) " · "
                    b { (cx.t(said_key(one.said))) }
                    @if one.row > 0 { " " (about(cx, one)) }
                } }
                @if candidates.iter().any(|one| one.said == Some(Act::Same) && one.who.guard.needs_second()) {
                    p { (cx.t("duplicates-two-text")) }
                }
            })) }
        }
    }
}

fn said_key(said: Option<Act>) -> &'static str {
    match said {
        Some(Act::Same) => "alike-said-same",
        Some(Act::Related) => "alike-said-kin",
        _ => "alike-said-unlike",
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
                @if one.row > 0 { p { (about(cx, one)) } }
                (waterfall::kinship(cx, &one.why))
                p { (waterfall::in_short(cx, &one.why)) }
                p.small { (waterfall::outcome(cx, &one.why)) }
                details { summary { (cx.t("why-title")) } (waterfall::waterfall(cx, &one.why)) }
            }
            div.alike-act { (answer(cx, one)) }
        }
    }
}

/// Whom of those who came along this is about.
fn about(cx: &Cx, one: &Candidate) -> Markup {
    let called = [("name", one.called.as_str().into()), ("n", one.row.into())];
    tag(Tone::Info, cx.t_with("alike-about", &called))
}

fn answer(cx: &Cx, one: &Candidate) -> Markup {
    let button = |key: &str, word: &str| {
        Button::submit(cx.t(key)).small().sends("act", alike::button(word, one)).unchecked()
    };
    let tone = match one.said {
        Some(Act::Same) => Tone::Ok,
        Some(Act::Related) => Tone::Info,
        _ => Tone::Plain,
    };
    html! {
        @if one.said.is_some() {
            (tag(tone, cx.t(said_key(one.said))))
            (button("alike-unsay", "unsay").soft())
        } @else {
            (button("alike-same", "same").line().icon("check-circle"))
            (button("alike-unlike", "unlike").soft().icon("x-circle"))
            (button("alike-is-kin", "kin").soft().icon("users-three"))
        }
    }
}
