//! How much of a form somebody filled in, and how much was there already. The form remembers which of its fields came with it, by name
//! alone, for as long as they say what they said then; at its end there is a number of each.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::disclosure::Disclosure;
use sila_core::imprint::Typing;
use sila_core::time::Millis;

use super::draft::first_values;
use super::route::Routing;
use super::{Step, filled, listed, sharing};
use crate::web::Pairs;

/// Holds the name of a field that came with the form. No step has a field of this name.
const GIVEN: &str = "given";
/// What the form itself needs to know of its fields.
const NOBODY_FILLS: [&str; 3] = ["others", "share_asked", listed::FIELD];

/// What the fields say, in whatever order. The boxes of one date are one field.
fn fields(values: &Pairs) -> BTreeMap<&str, BTreeSet<String>> {
    let mut all: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in values.iter() {
        let owned = Step::ALL.iter().any(|step| step.owns(name));
        let said = value.trim().replace("\r\n", "\n");
        if owned && !NOBODY_FILLS.contains(&name) && !said.is_empty() {
            let field = if name.starts_with("birth_") { "birth" } else { name };
            all.entry(field).or_default().insert(format!("{name} {said}"));
        }
    }
    all
}

/// Marks everything that is filled in as having come with the form; what every form assumes has not.
pub fn bring(values: &mut Pairs) {
    let assumed = first_values();
    let assumed = fields(&assumed);
    let brought: Vec<String> = fields(values)
        .into_iter()
        .filter(|(field, said)| assumed.get(field) != Some(said))
        .map(|(field, _)| field.to_owned())
        .collect();
    brought.into_iter().for_each(|field| values.push(GIVEN, field));
}

/// What was typed now: a field that says something else than before is one that somebody filled in.
pub fn kept(before: &Pairs, now: &Pairs) -> Pairs {
    let (old, new) = (fields(before), fields(now));
    let changed = |name: &str, value: &str| name == GIVEN && old.get(value) != new.get(value);
    now.iter().filter(|(name, value)| !changed(name, value)).collect()
}

/// What the form took. What the program suggested and nobody changed was neither filled in nor there before.
pub fn of_form(values: &Pairs, routing: &Routing, safe: bool) -> Typing {
    let mut suggested = first_values();
    sharing::assume(&mut suggested, routing, safe);
    let suggested = fields(&suggested);
    let mut typing = Typing::default();
    for (field, said) in fields(values) {
        if values.has(GIVEN, field) {
            typing.carried = typing.carried.saturating_add(1);
        } else if suggested.get(field) != Some(&said) {
            typing.typed = typing.typed.saturating_add(1);
        }
    }
    typing
}

/// What somebody would have to fill in to say what another agency has sent.
pub fn of_sent(known: &Disclosure, now: Millis) -> Typing {
    let values = filled::of_disclosure(known, now);
    let carried = u32::try_from(fields(&values).len()).unwrap_or(u32::MAX);
    Typing { carried, ..Typing::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Pairs {
        all.iter().copied().collect()
    }

    #[test]
    fn what_came_with_the_form_stays_carried_until_somebody_changes_it() {
        let mut brought = pairs(&[
            ("channel", "WALKIN"),
            ("name_ar", "وفاء"),
            ("birth_d", "11"),
            ("birth_m", "4"),
            ("account", "one\ntwo"),
            ("others", "1"),
        ]);
        bring(&mut brought);
        let given: Vec<&str> = brought.all(GIVEN).collect();
        assert_eq!(given, ["account", "birth", "name_ar"], "not what every form assumes");
        let mut same = brought.clone();
        same.set("account", "one\r\ntwo ");
        assert_eq!(kept(&brought, &same).all(GIVEN).count(), 3, "as a browser sends it back");
        let mut other = brought.clone();
        other.set("birth_m", "5");
        other.set("name_ar", "");
        let after = kept(&brought, &other);
        assert_eq!(after.all(GIVEN).collect::<Vec<_>>(), ["account"]);
        assert_eq!(after.get("birth_m"), Some("5"));
    }
}
