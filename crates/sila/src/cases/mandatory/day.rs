//! Reports that are due, on the day of whoever works on the case and of the supervisors, each with its hour.

use super::path;
use super::store::Due;
use crate::web::components::{Task, Tone, tag};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx};

/// As things to do: what must be reported in which case, and nothing of the person.
pub fn tasks(cx: &Cx, due: &[Due]) -> Vec<Task> {
    let task = |one: &Due| {
        let late = one.line.at < cx.now;
        let what = Arg::phrase(cx.code("mandatory-kind", one.kind.code()));
        let href = path(one.line.case, &format!("/{}", one.kind.code().to_lowercase()));
        let (tone, sign) = if late { (Tone::Bad, Tone::Bad) } else { (Tone::Gold, Tone::Warn) };
        Task::new(
            "megaphone",
            tone,
            cx.t_with("mandatory-day-due", &[("what", what)]),
            cx.url(&href),
        )
        .meta(Reference(&one.line.reference))
        .end(tag(sign, cx.deadline(one.line.at)))
    };
    due.iter().map(task).collect()
}
