//! On the page of an agreement: the lineage of its texts. The one shown is always the whole text, with everything that was amended in
//! it (النص الموحّد).

use maud::{Markup, html};
use sila_core::agreement::Agreement;
use sila_seal::Hash;

use super::texts::{Standing, Text};
use super::{State, Stored};
use crate::web::components::{Button, Card, Note, Tone, tag};
use crate::web::{Arg, Cx, dates, ident};

/// The card.
pub fn card(cx: &Cx, stored: &Stored, texts: &[Text], may_sign: bool) -> Markup {
    let path = |end: &str| cx.url(&format!("/agreements/{}/{end}", stored.agreement.id));
    let waiting =
        texts.iter().find(|text| matches!(text.standing, Standing::Proposed | Standing::Offered));
    let answered = stored.agreement.follows.is_some()
        && matches!(stored.state, State::Offered | State::Proposed);
    let free = waiting.is_none_or(|text| text.standing == Standing::Offered);
    html! {
        @if let Some(text) = waiting {
            (Note::new("hourglass-medium", cx.t(if text.standing == Standing::Offered { "amendment-offered" } else { "amendment-proposed" })).tone(Tone::Gold)
                .says(cx.t("amendment-waits-text")))
        }
        (Card::new(cx.t("texts-title")).live("texts", "agreements").body(html! {
            p.small.muted { (cx.t("texts-lead")) }
            ul.plain {
                li { (line(cx, &stored.agreement, &stored.digest)) " " (tag(Tone::Ok, cx.t("text-shown"))) }
                @for text in texts.iter().rev() {
                    li {
                        (line(cx, &text.agreement, &text.digest)) " "
                        (tag(tone(text.standing), cx.code("text-standing", text.standing.code()))) " "
                        span.muted.num { (dates::day(cx.lang, text.at)) }
                    }
                }
            }
            @if waiting.is_some() || answered {
                (Button::link(cx.t("changes-open"), path("changes")).icon("list-checks"))
            }
            @if may_sign && stored.on_paper.is_none() && free {
                (Button::link(cx.t(if waiting.is_some() || stored.state == State::Offered { "text-counter" } else { "text-open" }), path("text")).line().icon("pencil-simple"))
            }
        }))
    }
}

fn line(cx: &Cx, agreement: &Agreement, digest: &Hash) -> Markup {
    let number = cx.t_with("text-number-n", &[("n", Arg::Num(i64::from(agreement.number())))]);
    html! { b { (number) } " " (ident::Seal(digest)) }
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Drafted => Tone::Warn,
        Standing::Proposed | Standing::Offered => Tone::Gold,
        Standing::Replaced => Tone::Info,
        Standing::Past => Tone::Plain,
    }
}
