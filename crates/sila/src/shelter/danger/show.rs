//! The note of the referral's page, at both agencies: one word, and never of whom.

use maud::{Markup, html};

use super::{ASKED, CLEAR, Check, NOT_SAFE, PASSED, SPOKEN, WAITING};
use crate::web::Cx;
use crate::web::components::{Note, Tone};

/// The note; nothing where no check was asked for, or it is between two others.
pub fn note(cx: &Cx, check: Option<&Check>) -> Markup {
    let Some(check) = check.filter(|check| check.side != PASSED) else { return html! {} };
    let code = check.standing(cx.now);
    let (mark, tone) = match code {
        WAITING => ("hourglass-medium", Tone::Info),
        CLEAR => ("shield-check", Tone::Plain),
        SPOKEN => ("shield-check", Tone::Ok),
        NOT_SAFE => ("phone", Tone::Bad),
        _ => ("phone", Tone::Warn),
    };
    let (title, says) = match check.side == ASKED {
        true => (cx.code("danger-there", code), cx.code("danger-there-text", code)),
        false => (cx.code("danger-here", code), cx.code("danger-here-text", code)),
    };
    html! { (Note::new(mark, title).tone(tone).says(says)) }
}
