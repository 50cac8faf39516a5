//! The guard: a text that is about to be shared for learning is looked through first for what points to a person: people
//! on file here by name, in both scripts, and numbers, addresses and days of birth ([`sila_names::traces`]).
//!
//! A text with a finding is held. Somebody decides on each: it is taken out, or it stays for a reason of [`Reason`]. What
//! stays is written to the journal with the reason and the kind of finding, never with the words. Any noun uses it so:
//! [`judge`] the fields and the form; when they are held, show [`held`] (which sends the decisions back to the same address); when
//! they passed, save [`Passed::fields`] and the [`facts`] in one transaction.

#[cfg(test)]
mod measured;
pub mod page;
#[cfg(test)]
pub(crate) mod tests;

pub use page::held;

use std::collections::BTreeMap;

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_names::traces;

use crate::app::App;
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::web::Pairs;
use sila_seal::hex;

/// Most findings that one text may have and still be decided on one by one.
const FINDINGS_MAX: usize = 200;
/// What stands where something was taken out.
const TAKEN_OUT: &str = "[…]";
/// The kind of finding that is a person on file.
const PERSON: &str = "PERSON";

/// Something in a text that points to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The field of the form.
    pub field: String,
    /// `PERSON`, or the code of a [`traces::Kind`].
    pub kind: &'static str,
    /// Its first byte in the field.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
    /// Stands for it in a form: another text at the same place has another one.
    pub key: String,
}

/// Why something stays in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is no name and no number of anybody.
    NotAPerson,
    /// It is somebody who works here or at a partner, in that office.
    Staff,
    /// It is the number or address of an office, or of somebody in public office.
    Public,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 3] = [Reason::NotAPerson, Reason::Staff, Reason::Public];

    /// The key in forms, facts and texts.
    pub fn code(self) -> &'static str {
        match self {
            Reason::NotAPerson => "NOT_A_PERSON",
            Reason::Staff => "STAFF",
            Reason::Public => "PUBLIC",
        }
    }
}

/// The decision that takes something out.
pub const REMOVE: &str = "REMOVE";

/// Fields of a form, by name, in order.
pub type Fields = Vec<(String, String)>;

/// What may be shared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    /// The fields without what was taken out.
    pub fields: Fields,
    /// What stayed: field, kind and reason.
    pub kept: Vec<(String, &'static str, Reason)>,
}

impl Passed {
    /// A field; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text)
    }
}

/// Whether a text may be saved where others read it.
#[derive(Debug)]
pub enum Verdict {
    /// It may.
    Passed(Passed),
    /// Somebody must decide first.
    Held(Vec<Finding>),
}

/// Everything in the fields that points to a person.
///
/// # Errors
/// `guard.filling` until everybody on file is known again after a start; `guard.too_long`.
pub fn look(app: &App, fields: &Fields) -> Result<Vec<Finding>, Problem> {
    if app.people.filling().is_some() {
        return Err(Problem::unavailable("guard.filling"));
    }
    if fields.iter().any(|(_, text)| text.len() > traces::TEXT_BYTES_MAX) {
        return Err(Problem::too_large("guard.too_long"));
    }
    let mut found = Vec::new();
    for (field, text) in fields {
        let named = app.people.mentions(text).into_iter().map(|(from, to)| (from, to, PERSON));
        let traced = traces::traces(text).into_iter();
        let mut all: Vec<_> =
            named.chain(traced.map(|one| (one.from, one.to, one.kind.code()))).collect();
        all.sort_unstable();
        let mut end = 0;
        for (from, to, kind) in all.into_iter().filter(|(from, to, _)| from < to) {
            if from < end {
                continue;
            }
            end = to;
            let piece = text.get(from..to).unwrap_or_default();
            let mark = app.vault.mark(format!("guard\n{field}\n{from}\n{piece}").as_bytes());
            let key = hex(&mark).chars().take(16).collect();
            found.push(Finding { field: field.clone(), kind, from, to, key });
        }
    }
    if found.len() > FINDINGS_MAX {
        return Err(Problem::refused("guard.too_many"));
    }
    Ok(found)
}

/// Looks, and does what the form decides on each finding.
///
/// # Errors
/// As [`look`].
pub fn judge(app: &App, fields: Fields, form: &Pairs) -> Result<Verdict, Problem> {
    let found = look(app, &fields)?;
    let mut decided: BTreeMap<&str, Option<Reason>> = BTreeMap::new();
    for finding in &found {
        let Some(said) = form.get(&page::name(finding)) else { continue };
        let reason = Reason::ALL.into_iter().find(|reason| reason.code() == said);
        if said == REMOVE || reason.is_some() {
            decided.insert(&finding.key, reason);
        }
    }
    if found.iter().any(|finding| !decided.contains_key(finding.key.as_str())) {
        return Ok(Verdict::Held(found));
    }
    let mut passed = Passed { fields, kept: Vec::new() };
    // From the end, so that the places before stay where they are.
    for finding in found.iter().rev() {
        let reason = decided.get(finding.key.as_str()).copied().flatten();
        match reason {
            Some(reason) => passed.kept.push((finding.field.clone(), finding.kind, reason)),
            None => take_out(&mut passed.fields, finding),
        }
    }
    Ok(Verdict::Passed(passed))
}

/// The fields without anything that points to a person, and how many places were taken out. For words that come from elsewhere, which
/// nobody here is to see before, and for what is made public.
///
/// # Errors
/// As [`look`].
pub fn strip(app: &App, mut fields: Fields) -> Result<(Fields, usize), Problem> {
    let found = look(app, &fields)?;
    for finding in found.iter().rev() {
        take_out(&mut fields, finding);
    }
    Ok((fields, found.len()))
}

fn take_out(fields: &mut Fields, finding: &Finding) {
    let text = fields.iter_mut().find(|(field, _)| *field == finding.field);
    if let Some((_, text)) = text {
        let whole = text.is_char_boundary(finding.from) && text.is_char_boundary(finding.to);
        if whole && finding.to <= text.len() {
            text.replace_range(finding.from..finding.to, TAKEN_OUT);
        }
    }
}

/// What stayed, for the journal: one fact each, about `subject`.
pub fn facts(
    app: &App,
    passed: &Passed,
    subject: &str,
    worker: WorkerId,
    now: Millis,
) -> Vec<Fact> {
    let fact = |(field, kind, reason): &(String, &'static str, Reason)| Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "guard",
        subject: subject.to_owned(),
        worker: Some(worker),
        data: format!("{field} {kind} {}", reason.code()).into_bytes(),
    };
    passed.kept.iter().map(fact).collect()
}
