//! How complete a text is: who, why, what and how. It is counted from the text itself, so that of a signed version it never changes.

use maud::{Markup, html};
use sila_core::agreement::Agreement;

use crate::web::components::{Card, Tone, tag};
use crate::web::{Arg, Cx};

/// One ingredient of an agreement between partners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ingredient {
    /// Its key in texts.
    pub key: &'static str,
    /// `who`, `why`, `what` or `how`.
    pub group: &'static str,
    /// It is in the text.
    pub there: bool,
}

/// Every ingredient.
pub fn of(agreement: &Agreement) -> Vec<Ingredient> {
    let has = |number: &str| agreement.clause(number).is_some();
    let both = |of: fn(&sila_core::agreement::Party) -> bool| agreement.parties.iter().all(of);
    let all = [
        ("parties", "who", both(|party| !party.name_ar.is_empty() && !party.name_en.is_empty())),
        ("sectors", "who", both(|party| party.sector.is_some())),
        ("focal", "who", has("8.1")),
        ("objectives", "why", agreement.aims.is_some()),
        ("goals", "why", agreement.aims.as_ref().is_some_and(|aims| !aims.goals.is_empty())),
        ("categories", "what", !agreement.categories.is_empty()),
        ("services", "what", both(|party| !party.services.is_empty())),
        ("data", "what", !agreement.schedule.is_empty()),
        ("vocabulary", "what", agreement.vocabulary.is_some()),
        ("costs", "what", has("8.2")),
        ("times", "how", !agreement.timers.is_empty()),
        ("confidentiality", "how", has("6.1")),
        ("breach", "how", has("8.7")),
        ("evaluation", "how", has("8.3")),
        ("amendment", "how", has("8.4")),
        ("differences", "how", has("8.5")),
        ("end", "how", has("8.6")),
    ];
    all.into_iter().map(|(key, group, there)| Ingredient { key, group, there }).collect()
}

/// The gauge, and what is missing. `approved`: whether every approval that our agency needs is written down; nothing where the text asks
/// for none.
pub fn card(cx: &Cx, agreement: &Agreement, approved: Option<bool>) -> Markup {
    let mut all = of(agreement);
    all.extend(approved.map(|there| Ingredient { key: "approval", group: "how", there }));
    let there = all.iter().filter(|one| one.there).count();
    let share = there.saturating_mul(100) / all.len().max(1);
    let label = cx.t("complete-title");
    html! {
        (Card::new(label.clone()).id("completeness").body(html! {
            p { b.num { (share) "%" } " " span.muted { (cx.t_with("complete-of", &[("n", Arg::from(there)), ("all", Arg::from(all.len()))])) } }
            progress max="100" value=(share) aria-label=(label) {}
            @for group in ["who", "why", "what", "how"] {
                @let missing: Vec<&Ingredient> = all.iter().filter(|one| one.group == group && !one.there).collect();
                p {
                    b { (cx.code("complete", group)) } " "
                    @if missing.is_empty() { (tag(Tone::Ok, cx.t("complete-whole"))) }
                    @for one in missing { (tag(Tone::Warn, cx.code("ingredient", one.key))) " " }
                }
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreements::{library, template};

    #[test]
    fn the_gauge_grows_with_each_clause_that_comes_in_and_names_what_is_missing() {
        let mut agreement = template::tests::sample();
        let missing = |agreement: &Agreement| -> Vec<&'static str> {
            of(agreement).into_iter().filter(|one| !one.there).map(|one| one.key).collect()
        };
        let wanted = ["focal", "costs", "breach", "evaluation", "amendment", "differences", "end"];
        assert_eq!(missing(&agreement), wanted);
        for entry in library::ALL {
            let before = missing(&agreement).len();
            agreement.clauses.extend(library::clause(entry.number));
            assert!(missing(&agreement).len() <= before);
        }
        assert_eq!(missing(&agreement), Vec::<&str>::new());
        agreement.aims = None;
        assert_eq!(missing(&agreement), ["objectives", "goals"]);
    }
}
