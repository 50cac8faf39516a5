//! What an older register said of a person who was brought in from it, as far as it has no field here.

use maud::{Markup, html};

use crate::cases::record::CaseRecord;
use crate::web::Cx;
use crate::web::components::{Card, Summary};
use crate::web::ident::{Code, FileName, Name};

/// The card of the case page; nothing for a case that was opened here or came by referral.
pub fn card(cx: &Cx, record: &CaseRecord) -> Markup {
    let Some(past) = &record.provenance else { return html! {} };
    let known = Summary::new()
        .wide()
        .row(cx.t("past-file"), FileName(&past.file))
        .row(cx.t("past-row"), Code(&past.row.to_string()))
        .row_if(cx.t("past-number"), past.number.as_deref().map(Code))
        .row_if(cx.t("past-mother"), past.mother.as_deref().map(Name));
    let written = past.written.iter().fold(Summary::new().wide(), |rows, (heading, words)| {
        rows.row(heading.as_str(), Name(words))
    });
    let card = Card::new(cx.t("past-title")).body(html! {
        (known)
        @if !past.written.is_empty() {
            div.past {
                h3 { (cx.t("past-written")) }
                p.hint { (cx.t("past-written-text")) }
                (written)
            }
        }
    });
    html! { (card) }
}
