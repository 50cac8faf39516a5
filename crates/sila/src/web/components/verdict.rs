//! What would happen to each of several records that are changed at once, or has: one may be refused while the others are done.

use maud::{Markup, html};

use super::{Note, Tone, tag};
use crate::problem::Problem;
use crate::web::{Arg, Cx};

/// The key of what is said of a record that was being changed at the same moment.
pub const BUSY: &str = "bulk-busy";

/// What would happen to one record, or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It would be done.
    Will,
    /// It is not done: the key of the reason.
    Not(String),
    /// It is done.
    Done,
}

impl Verdict {
    /// Whether something may be done, or the key of the reason why not.
    pub fn not<T>(key: &str) -> Result<T, String> {
        Err(key.to_owned())
    }

    /// What came of an act on one record. What may be tried again in a moment ends nothing for the others.
    ///
    /// # Errors
    /// A fault of the node itself.
    pub fn of(done: Result<(), Problem>) -> Result<Verdict, Problem> {
        match done {
            Ok(()) => Ok(Verdict::Done),
            Err(problem) if problem.is_passing() => Ok(Verdict::Not(BUSY.to_owned())),
            Err(problem) if problem.status.is_server_error() => Err(problem),
            Err(problem) => Ok(Verdict::Not(problem.text_key())),
        }
    }

    /// As a page shows it: a tag, and the reason beside a refusal.
    pub fn shown(&self, cx: &Cx) -> Markup {
        match self {
            Verdict::Will => tag(Tone::Info, cx.t("bulk-will")),
            Verdict::Done => tag(Tone::Ok, cx.t("bulk-is-done")),
            Verdict::Not(why) => html! { (tag(Tone::Bad, cx.t("bulk-not"))) " " (cx.t(why)) },
        }
    }
}

/// For how many of all it was done, where a screen reader begins.
pub fn outcome<'a>(cx: &Cx, verdicts: impl Iterator<Item = &'a Verdict>) -> Markup {
    let (mut done, mut all) = (0_usize, 0_usize);
    for verdict in verdicts {
        all = all.saturating_add(1);
        done = done.saturating_add(usize::from(*verdict == Verdict::Done));
    }
    let tone = if done == all { Tone::Ok } else { Tone::Warn };
    let said = [("done", Arg::from(done)), ("all", Arg::from(all))];
    let note = Note::new("check-circle", cx.t_with("bulk-done", &said)).tone(tone);
    html! { div role="status" tabindex="-1" data-focus { (note) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_tried_again_is_told_of_its_record_and_only_a_fault_of_the_node_ends_the_page() {
        let of = |problem| Verdict::of(Err(problem)).map_err(|problem| problem.code);
        let not = |key: &str| Ok(Verdict::Not(key.to_owned()));
        assert_eq!(of(Problem::unavailable("referral.busy")), not(BUSY));
        assert_eq!(of(crate::db::DbError::Retry.into()), not(BUSY));
        assert_eq!(of(Problem::refused("bulk.moved")), not("problem-bulk-moved"));
        assert_eq!(of(Problem::internal("store.failed")), Err("store.failed".to_owned()));
        assert_eq!(Verdict::of(Ok(())).map_err(|problem| problem.code), Ok(Verdict::Done));
    }
}
