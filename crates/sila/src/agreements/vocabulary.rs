//! The words both parties understand: the lists of codes that an agreement pins, beside those of this program.

use maud::{Markup, html};
use sila_core::agreement::vocabulary::lists;
use sila_core::agreement::{Agreement, Vocabulary};
use sila_core::disclosure::Preview;
use sila_core::refusal::Refusal;
use sila_seal::{Hash, sha256};

use super::template;
use crate::problem::Problem;
use crate::web::components::{Card, Col, Note, Table, Tone, tag};
use crate::web::{Arg, Cx, ident};

fn digest(bytes: &[u8]) -> Hash {
    sha256(&[bytes])
}

/// Every list in the version of this program.
pub fn current() -> Vocabulary {
    Vocabulary::current(template::VOCABULARY, digest)
}

/// Nothing is signed, sent or taken in under an agreement whose words this program does not understand.
///
/// # Errors
/// `agreement.vocabulary_differs` with the list, the version that is pinned and the one of this program.
pub fn understood(agreement: &Agreement) -> Result<(), Problem> {
    let found = agreement.vocabulary.as_ref().and_then(|pinned| pinned.mismatch(digest));
    found.map_or(Ok(()), |found| {
        Err(Problem::refused("agreement.vocabulary_differs")
            .with("code-list", found.list)
            .with("pinned", found.pinned.to_string())
            .with("ours", found.ours.to_string())
            .way_out(format!("/agreements/{}#vocabulary", agreement.id)))
    })
}

/// What a preview says was kept back is said only in words that the other party has agreed to know.
///
/// # Errors
/// [`Refusal::CodeNotPinned`] for any other code that it does not know.
pub fn known(agreement: &Agreement, preview: &mut Preview) -> Result<(), Refusal> {
    preview.not_shared.retain(|field| agreement.understands([field.spoken()]).is_ok());
    agreement.understands(preview.codes())
}

/// Which versions both use, and where this program has grown since.
pub fn card(cx: &Cx, agreement: &Agreement) -> Markup {
    let Some(pinned) = &agreement.vocabulary else {
        return html! { (Card::new(cx.t("vocabulary-title")).id("vocabulary").body(html! {
            (Note::new("warning", cx.t("vocabulary-none")).tone(Tone::Warn).says(cx.t("vocabulary-none-text")))
        })) };
    };
    let columns = [
        Col::text(cx.t("vocabulary-list")),
        Col::num(cx.t("vocabulary-pinned")),
        Col::num(cx.t("vocabulary-here")),
    ];
    let rows = pinned.pins.iter().map(|pin| {
        let here = lists().into_iter().find(|list| list.name == pin.list);
        let name = match &here {
            Some(list) => html! { (cx.code("code-list", list.name)) },
            None => html! { (ident::Code(&pin.list)) },
        };
        let here = here.map_or(0, |list| list.version());
        [name, html! { (pin.version) }, html! { (here) }]
    });
    let differs = pinned.mismatch(digest);
    let grown = pinned.behind().len();
    html! {
        (Card::new(cx.t("vocabulary-title")).id("vocabulary").body(html! {
            p { (cx.t_with("vocabulary-lead", &[("n", Arg::from(pinned.pins.len()))])) }
            @match &differs {
                Some(found) => {
                    (Note::new("warning", cx.t("vocabulary-differs")).tone(Tone::Bad).says(cx.t_with("vocabulary-differs-text", &[
                        ("list", Arg::phrase(cx.code("code-list", &found.list))),
                        ("pinned", Arg::from(found.pinned)),
                        ("ours", Arg::from(found.ours)),
                    ])))
                }
                None if grown == 0 => { p { (tag(Tone::Ok, cx.t("vocabulary-same"))) } }
                None => { p { (tag(Tone::Info, cx.t_with("vocabulary-grown", &[("n", Arg::from(grown))]))) } }
            }
            details {
                summary { (cx.t("vocabulary-versions")) }
                (Table::new(cx.t("vocabulary-title"), columns).rows(rows))
            }
        }))
    }
}
