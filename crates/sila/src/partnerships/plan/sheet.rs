//! What both sign of the relationship plan: lines put together from the registers, in an order that follows from them alone, so that both
//! nodes make the same bytes from the same registers. Texts are those that both have signed before, in both languages; everything else is a
//! code, a day or a figure, and each reader's page says it in words.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_core::difference::Ending;
use sila_core::partnership::{Ledger, Words};

use crate::partnerships::relation::Relation;
use crate::partnerships::risks::Held;

/// The parts of a plan, in their order.
pub const SECTIONS: [&str; 10] = [
    "AIMS", "CONTACTS", "ROLES", "OWED", "DONE", "MEASURES", "RISKS", "KEPT", "SETTLING", "ENDING",
];
/// What a mark can be.
pub const MARKS: [&str; 22] = [
    "code",
    "objective",
    "party",
    "post",
    "held",
    "field",
    "lead",
    "rest",
    "clause",
    "weight",
    "state",
    "gifts",
    "baseline",
    "target",
    "actual",
    "topic",
    "ended",
    "until",
    "notice",
    "likelihood",
    "impact",
    "review",
];
/// The most lines of one part; the newest where there are more initiatives.
const LINES_MAX: usize = 120;
/// The most marks of a line.
const MARKS_MAX: usize = 24;
/// Longest key and longest value of a mark, in characters.
const SHORT_MAX: usize = 200;
/// Longest text, in characters.
const TEXT_MAX: usize = 12_000;

/// A code, a day or a figure beside a line.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Mark {
    /// One of [`MARKS`].
    #[n(0)]
    pub name: String,
    /// Its value.
    #[n(1)]
    pub value: String,
}

/// One line of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Line {
    /// One of `SECTIONS`.
    #[n(0)]
    pub section: String,
    /// What it is about, the same at both nodes for as long as it is there.
    #[n(1)]
    pub key: String,
    /// In words; empty where the marks say all.
    #[n(2)]
    pub words: Words,
    /// What else is so.
    #[n(3)]
    pub marks: Vec<Mark>,
}

/// The plan as both sign it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sheet {
    /// By part and key.
    #[n(0)]
    pub lines: Vec<Line>,
}

fn line(section: &str, key: String, words: &Words, marks: &[(&str, String)]) -> Line {
    let mark = |(name, value): &(&str, String)| Mark {
        name: (*name).to_owned(),
        value: value.chars().take(SHORT_MAX).collect(),
    };
    let (section, words) = (section.to_owned(), words.clone());
    Line { section, key, words, marks: marks.iter().map(mark).collect() }
}

fn place(section: &str) -> Option<usize> {
    SECTIONS.iter().position(|one| *one == section)
}

impl Sheet {
    /// The plan as the registers of this node, which is `me`, give it.
    pub fn of(relation: &Relation, me: AgencyId) -> Sheet {
        let mut lines = contacts(relation, me);
        for ledger in &relation.ledgers {
            lines.extend(terms(ledger));
            lines.extend(areas(ledger));
            lines.extend(work(ledger));
        }
        lines.extend(risks(relation));
        lines.extend(relation.differences.iter().map(|one| {
            let ended = match one.course.ended {
                None => "OPEN",
                Some((Ending::Settled, _)) => "SETTLED",
                Some((Ending::Withdrawn, _)) => "WITHDRAWN",
            };
            let marks = [("topic", one.topic.code().to_owned()), ("ended", ended.to_owned())];
            line("SETTLING", one.id.to_string(), &Words::default(), &marks)
        }));
        let mut of: BTreeMap<usize, usize> = BTreeMap::new();
        // What was agreed last stands last in each register.
        lines.reverse();
        lines.retain(|one| {
            let count = of.entry(place(&one.section).unwrap_or(0)).or_default();
            *count = count.saturating_add(1);
            *count <= LINES_MAX
        });
        lines.sort_by(|a, b| (place(&a.section), &a.key).cmp(&(place(&b.section), &b.key)));
        Sheet { lines }
    }

    /// Its bytes.
    pub fn to_cbor(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads them; nothing when a part is unknown, too long or out of its order.
    pub fn from_cbor(content: &[u8]) -> Option<Sheet> {
        let sheet: Sheet = minicbor::decode(content).ok()?;
        let ordered = sheet.lines.windows(2).all(|pair| match pair {
            [one, two] => (place(&one.section), &one.key) < (place(&two.section), &two.key),
            _ => true,
        });
        let few = sheet.lines.len() <= LINES_MAX.saturating_mul(SECTIONS.len());
        (few && ordered && sheet.lines.iter().all(Line::is_sound)).then_some(sheet)
    }
}

impl Line {
    fn is_sound(&self) -> bool {
        let short = |text: &str, max: usize| text.chars().count() <= max;
        let mark = |one: &Mark| MARKS.contains(&one.name.as_str()) && short(&one.value, SHORT_MAX);
        place(&self.section).is_some()
            && short(&self.key, SHORT_MAX)
            && short(&self.words.ar, TEXT_MAX)
            && short(&self.words.en, TEXT_MAX)
            && self.marks.len() <= MARKS_MAX
            && self.marks.iter().all(mark)
    }
}

/// Whether somebody keeps the contact, at either party. Who is no part of the plan: people change.
fn contacts(relation: &Relation, me: AgencyId) -> Vec<Line> {
    let mut lines = Vec::new();
    for party in [me, relation.agency] {
        for (deputy, post) in [(false, "FOCAL"), (true, "DEPUTY")] {
            let held = relation.is_held((party == me, deputy));
            let held = if held { "NAMED" } else { "VACANT" };
            let marks =
                [("party", party.to_text()), ("post", post.to_owned()), ("held", held.to_owned())];
            let key = format!("{}/{post}", party.to_text());
            lines.push(line("CONTACTS", key, &Words::default(), &marks));
        }
    }
    lines
}

/// What the agreement itself says: aims, confidentiality, term and notice.
fn terms(ledger: &Ledger) -> Vec<Line> {
    let agreement = &ledger.agreement;
    let id = agreement.id.to_string();
    let title = Words { ar: agreement.title_ar.clone(), en: agreement.title_en.clone() };
    let mut marks = vec![("code", agreement.code.clone())];
    let aims = agreement.aims.iter().flat_map(|aims| &aims.objectives);
    marks.extend(aims.map(|one| ("objective", one.code().to_owned())));
    let mut lines = vec![line("AIMS", id.clone(), &title, &marks)];
    if let Some(annex) = &ledger.annex {
        let key = format!("{id}/annex");
        lines.push(line("AIMS", key, &annex.content.objective, &[]));
    }
    if let Some(clause) = agreement.clause(&agreement.cites.schedule) {
        let words = Words { ar: clause.text_ar.clone(), en: clause.text_en.clone() };
        let marks = [("code", agreement.code.clone()), ("clause", clause.number.clone())];
        lines.push(line("KEPT", id.clone(), &words, &marks));
    }
    let mut marks =
        vec![("code", agreement.code.clone()), ("until", agreement.until.0.to_string())];
    marks.extend(agreement.notice.iter().map(|one| ("notice", one.days.to_string())));
    lines.push(line("ENDING", id, &title, &marks));
    lines
}

/// What the annex says: who leads which area with which office, and what is owed.
fn areas(ledger: &Ledger) -> Vec<Line> {
    let mut lines = Vec::new();
    let id = ledger.agreement.id;
    let Some(annex) = &ledger.annex else { return lines };
    for area in &annex.content.areas {
        let field = area.field.code().to_owned();
        let rest = if area.at_rest { "YES" } else { "NO" };
        let marks =
            [("field", field.clone()), ("lead", area.lead.to_text()), ("rest", rest.to_owned())];
        lines.push(line("ROLES", format!("{id}/{field}"), &area.scope, &marks));
        lines.extend(area.leads.iter().map(|one| {
            let marks = [("field", field.clone()), ("party", one.agency.to_text())];
            let key = format!("{id}/{field}/{}", one.agency.to_text());
            line("ROLES", key, &one.office, &marks)
        }));
    }
    lines.extend(annex.content.duties.iter().map(|duty| {
        let marks = [
            ("clause", duty.clause.clone()),
            ("party", duty.obligor.to_text()),
            ("weight", duty.weight.to_string()),
        ];
        line("OWED", format!("{id}/{:05}", duty.number), &duty.text, &marks)
    }));
    lines
}

/// What is done together, with how often something was given towards it, and what is measured. Values are not added up.
fn work(ledger: &Ledger) -> Vec<Line> {
    let mut lines = Vec::new();
    for course in ledger.courses() {
        let marks = [
            ("lead", course.plan.lead.to_text()),
            ("state", course.mark.code().to_owned()),
            ("gifts", course.gifts.len().to_string()),
        ];
        lines.push(line("DONE", course.record.to_string(), &course.plan.title, &marks));
    }
    for one in ledger.impact() {
        let actual = one.actual.and_then(|said| said.deed.figure);
        let mut marks = vec![
            ("baseline", one.indicator.baseline.to_string()),
            ("target", one.indicator.target.to_string()),
        ];
        marks.extend(actual.map(|figure| ("actual", figure.to_string())));
        let key = format!("{}/{:05}", ledger.agreement.id, one.indicator.number);
        lines.push(line("MEASURES", key, &one.indicator.name, &marks));
    }
    lines
}

/// What both look after, and at which party somebody does. Who is no part of the plan.
fn risks(relation: &Relation) -> Vec<Line> {
    let alive = relation.risks.iter().filter(|one| one.agreed && !one.risk.over);
    let one = |held: &Held| {
        let risk = &held.risk;
        let words = Words { ar: risk.text.ar.clone(), en: risk.text.en.clone() };
        let mut marks = vec![
            ("likelihood", risk.likelihood.to_string()),
            ("impact", risk.impact.to_string()),
            ("review", risk.due_at().0.to_string()),
        ];
        marks.extend(risk.owners.iter().map(|owner| ("party", owner.agency.to_text())));
        line("RISKS", held.record.to_string(), &words, &marks)
    };
    alive.map(one).collect()
}

/// What has changed in one part since a version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Lines that are there no more.
    pub gone: Vec<Line>,
    /// Lines that were not there.
    pub came: Vec<Line>,
    /// Lines that say something else, as they were and as they are.
    pub changed: Vec<(Line, Line)>,
}

/// What has changed from one version to another, by part; parts that are the same are left out.
pub fn drift(before: &Sheet, now: &Sheet) -> Vec<(&'static str, Drift)> {
    let of = |sheet: &Sheet, section: &str| -> BTreeMap<String, Line> {
        let own = sheet.lines.iter().filter(|one| one.section == section);
        own.map(|one| (one.key.clone(), one.clone())).collect()
    };
    let mut all = Vec::new();
    for section in SECTIONS {
        let (old, new) = (of(before, section), of(now, section));
        let mut one = Drift::default();
        for (key, line) in &old {
            match new.get(key) {
                None => one.gone.push(line.clone()),
                Some(next) if next != line => one.changed.push((line.clone(), next.clone())),
                Some(_) => {}
            }
        }
        let came = new.iter().filter(|(key, _)| !old.contains_key(*key));
        one.came = came.map(|(_, line)| line.clone()).collect();
        if one != Drift::default() {
            all.push((section, one));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words { ar: format!("{text} (ع)"), en: text.to_owned() }
    }

    fn sheet(lines: &[(&str, &str, &str)]) -> Sheet {
        let one = |(section, key, text): &(&str, &str, &str)| {
            line(section, (*key).to_owned(), &words(text), &[("gifts", "1".to_owned())])
        };
        Sheet { lines: lines.iter().map(one).collect() }
    }

    #[test]
    fn a_signed_plan_is_read_within_its_limits_and_in_its_order_only() {
        let good = sheet(&[("AIMS", "1", "a"), ("DONE", "1", "b"), ("DONE", "2", "c")]);
        let bytes = good.to_cbor();
        sila_seal::check_canonical(&bytes).unwrap();
        assert_eq!(Sheet::from_cbor(&bytes), Some(good));
        let long = "x".repeat(TEXT_MAX + 1);
        let wrong: [&[(&str, &str, &str)]; 4] = [
            &[("DONE", "1", "a"), ("AIMS", "1", "b")],
            &[("DONE", "1", "a"), ("DONE", "1", "b")],
            &[("OTHER", "1", "a")],
            &[("DONE", "1", long.as_str())],
        ];
        for lines in wrong {
            assert_eq!(Sheet::from_cbor(&sheet(lines).to_cbor()), None);
        }
        let mut odd = sheet(&[("DONE", "1", "a")]);
        odd.lines[0].marks[0].name = "wish".to_owned();
        assert_eq!(Sheet::from_cbor(&odd.to_cbor()), None, "a mark that nobody knows");
    }

    #[test]
    fn what_has_changed_since_is_told_by_part_as_gone_come_and_changed() {
        let before = sheet(&[("AIMS", "1", "a"), ("DONE", "1", "b"), ("OWED", "1", "d")]);
        let mut now = sheet(&[("AIMS", "1", "a"), ("DONE", "1", "b"), ("DONE", "2", "c")]);
        now.lines[1].marks[0].value = "2".to_owned();
        assert!(drift(&before, &before).is_empty());
        let found = drift(&before, &now);
        let names: Vec<&str> = found.iter().map(|(section, _)| *section).collect();
        assert_eq!(names, ["OWED", "DONE"]);
        let counts = |n: usize| {
            let one = &found[n].1;
            (one.gone.len(), one.came.len(), one.changed.len())
        };
        assert_eq!((counts(0), counts(1)), ((1, 0, 0), (0, 1, 1)));
        assert_eq!(found[1].1.changed[0].1.marks[0].value, "2");
    }
}
