//! What people here have to do about a referral beside deciding it, as lines on their day.

use sila_core::referral::{Owed, Side, Thread};
use sila_core::time::Millis;

use super::store::Waiting;
use crate::partners::Names;
use crate::web::Cx;
use crate::web::components::{Task, Tone, tag};
use crate::web::ident::{Name, Reference};

/// After so many of its working days without an answer the sender is reminded of a question.
const REMIND_DAYS: u16 = 1;

/// From when it says that somebody has waited too long.
pub fn late_from(thread: &Thread, (owed, due): (Owed, Millis)) -> Millis {
    let sender = thread.offer().calendar(Side::Source);
    match (owed, sender.after_days(thread.since(), REMIND_DAYS)) {
        (Owed::Answer, Some(reminded)) => reminded.min(due),
        _ => due,
    }
}

/// The line. It says what is to be done and about which referral, and nothing of what was written.
pub fn task(cx: &Cx, one: &Waiting, names: &Names) -> Task {
    let late = one.late <= cx.now;
    let (mark, tone) = match one.owed {
        _ if late => ("siren", Tone::Bad),
        Owed::Answer => ("chat-circle-text", Tone::Gold),
        Owed::Review | Owed::Ground => ("scales", Tone::Gold),
        Owed::Refresh => ("hourglass-medium", Tone::Gold),
        Owed::Reopen => ("arrow-counter-clockwise", Tone::Gold),
        Owed::Hand | Owed::Take => ("list-checks", Tone::Gold),
    };
    let owed = one.owed.code();
    let title = if late { cx.code("rounds-late", owed) } else { cx.code("rounds-do", owed) };
    let href = cx.url(&format!("/referrals/{}", one.referral));
    Task::new(mark, tone, title, href)
        .meta(maud::html! { (Name(names.of(cx.lang, one.peer))) " · " (Reference(&one.reference)) })
        .end(tag(if late { Tone::Bad } else { Tone::Warn }, cx.deadline(one.due)))
}
