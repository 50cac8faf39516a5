//! Whether cases that are referred under an agreement come before equal ones: the choice in the forms, the clause in both languages, and how
//! a list says by which clause somebody comes first.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, Clause, PriorityClause};

use super::template;
use crate::web::{Arg, Cx, Form, Pairs};

/// The number of the clause, where no other clause has it.
const NUMBER: &str = "5.2";
/// Referred cases come first.
const FIRST: &str = "yes";
/// The agreement puts nobody first.
const NOBODY: &str = "no";

/// The rule that the template states.
pub(super) fn clause() -> PriorityClause {
    PriorityClause { number: NUMBER.to_owned() }
}

/// By which clause of which agreement somebody comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// The reference of the agreement.
    pub agreement: String,
    /// The number of the clause.
    pub clause: String,
}

impl First {
    /// As this agreement says it; nothing where it does not.
    pub fn of(agreement: &Agreement) -> Option<First> {
        let clause = agreement.puts_first()?.to_owned();
        Some(First { agreement: agreement.code.clone(), clause })
    }

    /// The reason as lists say it.
    pub fn words(&self, cx: &Cx) -> String {
        let clause = Arg::phrase(self.clause.clone());
        let of = [("clause", clause), ("agreement", Arg::phrase(self.agreement.clone()))];
        cx.t_with("priority-by-clause", &of)
    }
}

/// The choice.
pub(super) fn field(cx: &Cx, form: &Form<'_>) -> Markup {
    let choices = [(FIRST, cx.t("priority-first")), (NOBODY, cx.t("priority-nobody"))];
    let field = form.select("priority", cx.t("priority-title"));
    html! { (field.hint(cx.t("priority-hint")).choices(choices)) }
}

/// What an agreement says, as the form shows it.
pub(super) fn filled(agreement: &Agreement, values: &mut Pairs) {
    values.set("priority", if agreement.puts_first().is_some() { FIRST } else { NOBODY });
}

/// The text with what the form says, where that is something else than was said before. The rule comes and goes with its words.
pub(super) fn with(text: Agreement, before: &Agreement, form: &Pairs) -> Agreement {
    match (form.get("priority"), before.puts_first()) {
        (Some(FIRST), None) => saying(text),
        (Some(NOBODY), Some(number)) => {
            // A clause that states another rule, too, stays with it.
            let without = text.without(number).unwrap_or_else(|_| text.clone());
            Agreement { priority: None, ..without }
        }
        _ => text,
    }
}

/// The same agreement with the clause. Words that say it already have their rule from now on.
fn saying(mut agreement: Agreement) -> Agreement {
    let Some(ours) = template::clauses().into_iter().find(|one| one.number == NUMBER) else {
        return agreement;
    };
    let words = |one: &Clause| [one.text_ar.clone(), one.text_en.clone()];
    let same = agreement.clauses.iter().find(|one| words(one) == words(&ours));
    let number = match same {
        Some(one) => one.number.clone(),
        None => free(&agreement),
    };
    if agreement.clause(&number).is_none() {
        let times = agreement.clauses.iter().position(|one| one.number == agreement.cites.timers);
        let place = times.map_or(agreement.clauses.len(), |at| at.saturating_add(1));
        agreement.clauses.insert(place, Clause { number: number.clone(), ..ours });
    }
    agreement.clauses.iter_mut().filter(|one| one.number == number).for_each(binding);
    agreement.priority = Some(PriorityClause { number });
    agreement
}

/// What the program keeps binds.
fn binding(clause: &mut Clause) {
    clause.binds = clause.binds.filter(|binds| *binds);
}

/// A number that no clause has.
fn free(agreement: &Agreement) -> String {
    let mut numbers = (2..100).map(|n| format!("5.{n}"));
    let unused = numbers.find(|number| agreement.clause(number).is_none());
    unused.unwrap_or_else(|| NUMBER.to_owned())
}

#[cfg(test)]
mod tests {
    use sila_core::agreement::compare::{Part, Warning, changes};

    use super::super::template::tests::sample;
    use super::*;

    fn form(code: &str) -> Pairs {
        [("priority", code)].into_iter().collect()
    }

    #[test]
    fn the_clause_and_its_rule_are_chosen_together_and_left_together() {
        let said = sample();
        assert_eq!(said.puts_first(), Some("5.2"), "the template says it");
        let nobody = with(said.clone(), &said, &form("no"));
        assert_eq!(
            (nobody.puts_first(), nobody.clause("5.2"), nobody.check()),
            (None, None, Ok(()))
        );
        assert_eq!(with(nobody.clone(), &nobody, &form("yes")), said, "and back, in its place");
        for same in [form("yes"), form(""), form("KLINGON"), Pairs::default()] {
            assert_eq!(with(said.clone(), &said, &same), said);
        }
        assert_eq!(with(nobody.clone(), &nobody, &form("no")), nobody);
        let mut values = Pairs::default();
        filled(&nobody, &mut values);
        assert_eq!(values.get("priority"), Some("no"));
    }

    #[test]
    fn a_rule_that_hangs_on_a_clause_nobody_does_without_goes_alone() {
        let said = sample();
        let timers = said.cites.timers.clone();
        let hung = Agreement { priority: Some(PriorityClause { number: timers.clone() }), ..said };
        let nobody = with(hung.clone(), &hung, &form("no"));
        assert_eq!(nobody.puts_first(), None);
        assert_eq!(nobody.clause(&timers), hung.clause(&timers), "the clause states another rule");
    }

    #[test]
    fn words_without_the_rule_get_it_and_are_flagged_and_other_words_keep_their_number() {
        let alone = Agreement { priority: None, ..sample() };
        let kept: Vec<&str> = alone.kept_by_people().iter().map(|c| c.number.as_str()).collect();
        assert!(kept.contains(&"5.2"), "words alone are kept by people");
        let now = with(alone.clone(), &alone, &form("yes"));
        assert_eq!((now.puts_first(), now.clauses.len()), (Some("5.2"), alone.clauses.len()));
        let found = changes(&alone, &now);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Priority]));
        assert_eq!(found[0].warnings(), [Warning::RuleAlone]);
        let mut other = alone;
        for clause in other.clauses.iter_mut().filter(|one| one.number == "5.2") {
            clause.text_en.push('!');
        }
        let beside = with(other.clone(), &other, &form("yes"));
        assert_eq!((beside.puts_first(), beside.check()), (Some("5.3"), Ok(())));
        assert_eq!(beside.clause("5.2"), other.clause("5.2"));
    }
}
