//! Two words for one telephone call: whoever calls says the first, whoever answers says the second. Both nodes work them out from
//! the secret that travels sealed beside the offer, so only the two desks know them. They hold for a day.

use maud::{Markup, html};
use sila_core::codes::Urgency;
use sila_core::referral::{Side, State};

use crate::referrals::show::Sight;
use crate::web::Cx;
use crate::web::components::{Note, Tone};
use crate::web::ident::Name;

/// So many words there are, as texts in both languages.
const WORDS: u8 = 64;
/// So long they hold, in minutes.
const HOLD_MINUTES: i64 = 24 * 60;
/// What sets this use of the secret apart from every other.
const CONTEXT: &[u8] = b"sila/codeword/1";

/// The numbers of the two words, which differ.
pub fn pair(salt: &[u8; 32]) -> [u8; 2] {
    let [first, step, ..] = sila_seal::sha256(&[CONTEXT, salt]);
    let first = first.rem_euclid(WORDS);
    let step = step.rem_euclid(WORDS.saturating_sub(1)).saturating_add(1);
    [first, first.saturating_add(step).rem_euclid(WORDS)]
}

/// The card of the referral's page, while somebody may have to telephone.
pub fn card(cx: &Cx, sight: &Sight) -> Markup {
    let row = &sight.record.row;
    let going = row.state.is_undecided() || row.state == State::Accepted;
    let fresh = cx.now < row.offered_at.plus_minutes(HOLD_MINUTES);
    let opening = sight.body.as_ref().and_then(|body| body.opening.as_ref());
    let Some(opening) = opening.filter(|_| row.urgency == Urgency::Emergency && going && fresh)
    else {
        return html! {};
    };
    let [call, answer] = pair(&opening.salt).map(|nth| cx.t(&format!("codeword-{nth}")));
    let (say, hear) = match sight.side {
        Some(Side::Target) => ((&answer, "emergency-you-answer"), (&call, "emergency-they-call")),
        _ => ((&call, "emergency-you-call"), (&answer, "emergency-they-answer")),
    };
    let line = |(word, key): (&String, &str)| {
        html! { p { (cx.t(key)) " " b { "«" (Name(word)) "»" } } }
    };
    html! {
        (Note::new("phone", cx.t("emergency-words")).tone(Tone::Info).body(html! {
            @if sight.side == Some(Side::Target) { (line(hear)) (line(say)) } @else { (line(say)) (line(hear)) }
            p.hint { (cx.t("emergency-words-text")) }
        }))
    }
}
