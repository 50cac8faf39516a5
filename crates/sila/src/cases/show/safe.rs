//! How to reach a person safely: the strip on top of every page about them. A number is not dialled by a slip of the thumb: what has to be known
//! before stands between the number and the call.

use maud::{Markup, html};
use sila_core::disclosure::{SafeContact, Safety};

use crate::intake::safety::way_key;
use crate::web::Cx;
use crate::web::components::{Tone, icon, tag};
use crate::web::ident::{Name, Phone};

/// The strip on top: how to reach the person, and what never to say.
pub fn safe_contact(cx: &Cx, safety: &Safety) -> Markup {
    let unsafe_now = safety.immediate_danger;
    let unknown = safety.safe_contact.is_none();
    let strip = |words: Markup| {
        let mark = if unknown { "warning" } else { "shield-check" };
        html! { aside.safe-strip.bad[unsafe_now].unknown[unknown] aria-label=(cx.t("case-safe-contact")) { (icon(mark)) div { (words) } } }
    };
    let Some(contact) = &safety.safe_contact else {
        return strip(
            html! { b { (cx.t("case-safe-contact-none")) } p { (cx.t("case-safe-contact-none-text")) } },
        );
    };
    strip(html! {
        @if unsafe_now { p { (tag(Tone::Bad, cx.t("case-danger"))) } }
        b {
            (cx.t("case-safe-contact")) ": " (cx.t(way_key(contact.channel)))
            @if let Some(phone) = &contact.phone { " · " (Phone(phone)) }
        }
        @if let Some(phone) = &contact.phone { (dial(cx, contact, phone, unsafe_now)) }
        @if contact.phone.is_none() { @if let Some(word) = &contact.code_word { p { (cx.t("case-safe-word")) " " (Name(word)) } } }
        @if let Some(times) = &contact.times { p { (cx.t("case-safe-times")) " " (Name(times)) } }
        @if let Some(words) = &contact.instruction { p.never { (icon("warning")) (Name(words)) } }
    })
}

/// The way to a call: unfolded first, and then the number is dialled.
fn dial(cx: &Cx, contact: &SafeContact, phone: &str, danger: bool) -> Markup {
    let number: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! {
        details.dial {
            summary { (icon("phone")) " " (cx.t("dial-begin")) }
            div.dial-in {
                b { (cx.t("dial-before")) }
                ul.plain {
                    @if let Some(word) = &contact.code_word { li { (cx.t("case-safe-word")) " " b { (Name(word)) } } }
                    @if danger { li { (cx.t("case-danger")) } }
                    @if let Some(times) = &contact.times { li { (cx.t("case-safe-times")) " " (Name(times)) } }
                    @match &contact.instruction {
                        Some(words) => li { (Name(words)) },
                        None => li { (cx.t("dial-no-instruction")) },
                    }
                    li { (cx.t("dial-never")) }
                }
                a.btn.line href={ "tel:" (number) } rel="nofollow noreferrer" { (icon("phone")) (cx.t("dial-now")) " " (Phone(phone)) }
            }
        }
    }
}
