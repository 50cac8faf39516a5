//! The note of the referral's page, at both agencies: one word, and never of whom.

use maud::{Markup, html};

use super::{ASKED, CLEAR, Check, NOT_SAFE, SPOKEN, WAITING};
use crate::web::Cx;
use crate::web::components::{Note, Tone};

/// The note; nothing where no check was asked for.
pub fn note(cx: &Cx, check: Option<&Check>) -> Markup {
    let Some(check) = check else { return html! {} };
    let (mark, tone) = match check.state.as_str() {
        WAITING => ("hourglass-medium", Tone::Info),
        CLEAR => ("shield-check", Tone::Plain),
        SPOKEN => ("shield-check", Tone::Ok),
        NOT_SAFE => ("phone", Tone::Bad),
        _ => ("phone", Tone::Warn),
    };
    let code = check.state.as_str();
    let (title, says) = match check.side == ASKED {
        true => (cx.code("danger-there", code), cx.code("danger-there-text", code)),
        false => (cx.code("danger-here", code), cx.code("danger-here-text", code)),
    };
    html! { (Note::new(mark, title).tone(tone).says(says)) }
}
