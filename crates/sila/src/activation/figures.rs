//! The two indices of a partnership, with everything that belongs beside the number.

use maud::{Markup, html};
use sila_core::indices::{EvidenceMix, Index, activation, balance};

use super::closed::Computed;
use crate::web::components::{Card, Tone, tag};
use crate::web::{Arg, Cx, dates, ident};

/// Both indices, with the moment for which they were computed and how far the facts under them were audited.
pub fn card(cx: &Cx, found: &Computed, audited: &Markup) -> Markup {
    let Computed { published, lives, even } = found;
    let band = |index: &Index| match index.value {
        Some(value) if index.formula == activation::FORMULA => {
            cx.code("activation-band", activation_band(activation::Band::of(value)))
        }
        Some(value) => cx.code("balance-band", balance_band(balance::Band::of(value))),
        None => cx.t("figures-insufficient"),
    };
    html! {
        (Card::new(cx.t("figures-title")).id("figures").body(html! {
            p.muted { (cx.t("figures-lead")) }
            div.split {
                (one(cx, lives, &cx.t("figures-activation"), &band(lives)))
                (one(cx, even, &cx.t("figures-balance"), &band(even)))
            }
            (audited)
            p.small.muted { (cx.t("figures-moment")) " " (dates::day_and_time(cx.lang, published.at)) }
            p.small.muted { (cx.t("figures-inputs")) " " (ident::Seal(&published.inputs)) " · " (cx.t("figures-inputs-text")) }
        }))
    }
}

fn activation_band(band: activation::Band) -> &'static str {
    match band {
        activation::Band::NotActivated => "NOT_ACTIVATED",
        activation::Band::Weak => "WEAK",
        activation::Band::Partial => "PARTIAL",
        activation::Band::Activated => "ACTIVATED",
        activation::Band::Fully => "FULLY",
    }
}

fn balance_band(band: balance::Band) -> &'static str {
    match band {
        balance::Band::Unbalanced => "UNBALANCED",
        balance::Band::Partly => "PARTLY",
        balance::Band::Balanced => "BALANCED",
    }
}

fn one(cx: &Cx, index: &Index, title: &str, band: &str) -> Markup {
    let value = index.value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    let tone = if index.value.is_some() { Tone::Info } else { Tone::Warn };
    let mix = mix(cx, index.mix);
    html! {
        section {
            h3 { (title) " " (ident::Code(index.formula)) }
            p { b.num { (value) } " " (tag(tone, band)) }
            ul.joint { @for part in &index.components {
                @let name = cx.t(&format!("figure-{}", part.code.to_ascii_lowercase()));
                li {
                    div.joint-h {
                        span { (name) }
                        @match part.value {
                            Some(value) => { b.num { (format!("{:.0}", value * 100.0)) } }
                            None => { span.muted { (cx.t("figure-missing")) } }
                        }
                    }
                    @if let Some(value) = part.value {
                        progress max="100" value=(format!("{:.0}", value * 100.0)) aria-label=(name) {}
                    }
                }
            } }
            p.small.muted {
                (cx.t("figures-coverage")) " " span.num { (format!("{:.0}%", (index.coverage * 100.0).abs())) }
                " · " (cx.t_with("figures-facts", &[("n", Arg::from(i64::from(index.facts)))]))
                @if let Some((low, high)) = index.band {
                    " · " (cx.t("figures-band")) " " span.num dir="ltr" { (format!("{low:.1}–{high:.1}")) }
                }
            }
            @if !mix.is_empty() { p.small.muted { (mix.join(cx.lang.pick("، ", ", "))) } }
        }
    }
}

/// What the counted facts rest on, without what there is none of.
fn mix(cx: &Cx, mix: EvidenceMix) -> Vec<String> {
    let all = [
        ("evidence-confirmed", mix.confirmed),
        ("evidence-observed", mix.observed),
        ("evidence-documented", mix.documented),
        ("evidence-declared", mix.declared),
        ("evidence-imported", mix.imported),
    ];
    let there = all.into_iter().filter(|(_, n)| *n > 0);
    there
        .map(|(key, n)| cx.t_with(&format!("figures-{key}"), &[("n", i64::from(n).into())]))
        .collect()
}
