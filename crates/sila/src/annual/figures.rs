//! The figures of a year, counted from what was signed and recorded.

use std::collections::BTreeMap;

use sila_core::difference::{Course, Ending};
use sila_core::experience::Quarter;
use sila_core::indices::Index;
use sila_core::obligation::{Settled, Standing};
use sila_core::partnership::{Activation, Mark, Words};
use sila_core::scorecard::{self, as_of};
use sila_core::{AgencyId, Millis};
use sila_seal::{Hash, sha256};

use super::year;
use crate::activation::closed::Computed;
use crate::activation::ledger::Book;
use crate::activation::published;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::partnerships::figures::in_fives;
use crate::partnerships::relation::{self, Relation};
use crate::partnerships::store::exchanged;
use crate::problem::Problem;

/// Name and version of the rules by which this report counts.
pub const FORMULA: &str = "apr/1";

/// What a figure says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A count.
    Count(u64),
    /// A count of people that is too small to be told.
    Few,
    /// Out of a hundred, in tenths.
    Score(i64),
    /// Too little is known.
    Unknown,
}

impl Value {
    fn of_people(count: u64) -> Value {
        in_fives(count).map_or(Value::Few, Value::Count)
    }

    /// As tables have it.
    pub fn text(self) -> String {
        match self {
            Value::Count(count) => count.to_string(),
            Value::Few => format!("<{}", crate::partnerships::figures::CELL_MIN),
            Value::Score(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
            Value::Unknown => String::new(),
        }
    }
}

/// One figure with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its key in texts and tables.
    pub key: &'static str,
    /// What it says.
    pub value: Value,
    /// Name and version of the formula.
    pub formula: &'static str,
    /// How many facts were counted.
    pub facts: u64,
}

/// One agreement on the last day of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pact {
    /// Its reference.
    pub code: String,
    /// Its title.
    pub title: Words,
    /// The key of the text that says whether it lives.
    pub state: &'static str,
    /// No longer in force from.
    pub until: Millis,
    /// The activation and the balance index.
    pub figures: [Figure; 2],
}

/// One change for people that was agreed, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is measured.
    pub name: Words,
    /// Where it began, what was agreed, and the newest figure that both have signed.
    pub way: [Option<i64>; 3],
}

/// One partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partnership {
    /// The other agency.
    pub agency: AgencyId,
    /// Its name.
    pub name: Words,
    /// Its agreements.
    pub pacts: Vec<Pact>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// What it changed.
    pub changes: Vec<Change>,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whose.
    pub agency: String,
    /// Of which year.
    pub year: i64,
    /// What was recorded until then.
    pub until: Millis,
    /// SHA-256 over everything that was counted.
    pub inputs: Hash,
    /// All partnerships together.
    pub whole: Vec<Figure>,
    /// Each of them.
    pub partnerships: Vec<Partnership>,
}

/// Counts a year, until the end of the day of `now` when it is not over.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, asked: i64, now: Millis) -> Result<Report, Problem> {
    let (from, end) = year(asked);
    let today = now.uae_date().plus_days(1).at_minute(0);
    let until = end.min(today).plus_minutes(-1);
    let mut relations = relation::all(app, until).await?;
    // Neither what was signed later nor an agreement that was made later belongs to this year.
    for one in &mut relations {
        one.books.retain(|book| book.ledger.agreement.from <= until);
        one.books.iter_mut().for_each(|book| book.ledger = as_of(&book.ledger, until).into_owned());
        one.ledgers = one.books.iter().map(|book| book.ledger.clone()).collect();
    }
    relations.retain(|one| !one.books.is_empty());
    let exchanged = referrals(app, &relations, (from, closed(end, now).max(from))).await?;
    let names = Names::all(app).await?;
    let (mut partnerships, mut counted) = (Vec::new(), Vec::new());
    for one in &relations {
        let referrals = exchanged.get(&one.agency).copied().unwrap_or_default();
        let mut pacts = Vec::new();
        for book in &one.books {
            let found = published::both(app, book, until).await?;
            counted.extend(book.stored.digest);
            counted.extend(found.published.inputs);
            pacts.push(pact(book, &found, until));
        }
        for moved in one.differences.iter().flat_map(|difference| &difference.moves) {
            let (act, at) = (moved.act.code().as_bytes(), moved.at.0.to_be_bytes());
            let parts: [&[u8]; 4] = [moved.difference.as_bytes(), act, &at, &moved.party.0];
            counted.extend(sha256(&parts));
        }
        partnerships
            .push(Partnership { pacts, ..partnership(one, &names, referrals, (from, until)) });
    }
    Ok(Report {
        agency: app.node.agency.code.clone(),
        year: asked,
        until,
        inputs: sha256(&[&counted]),
        whole: whole(&partnerships, &relations, until),
        partnerships,
    })
}

/// Until when referrals are counted: to the end of the last quarter that is over, so that two reports of one year, made a day
/// apart, do not tell what happened between them.
fn closed(end: Millis, now: Millis) -> Millis {
    end.min(Quarter::of(now).begins())
}

/// How many referrals were sent and received, by partner.
async fn referrals(
    app: &App,
    relations: &[Relation],
    window: (Millis, Millis),
) -> Result<BTreeMap<AgencyId, (u64, u64)>, Problem> {
    let agencies: Vec<AgencyId> = relations.iter().map(|one| one.agency).collect();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        agencies.iter().map(|one| Ok((*one, exchanged(tx, *one, window)?))).collect()
    };
    Ok(app.store.read(read).await?)
}

fn partnership(
    relation: &Relation,
    names: &Names,
    (sent, received): (u64, u64),
    (from, until): (Millis, Millis),
) -> Partnership {
    let name = |lang| names.of(lang, relation.agency).to_owned();
    let mut figures = counted(&relation.books, from, until);
    let of_people = |key, count: u64| {
        let value = Value::of_people(count);
        // The number of facts would tell what the figure does not.
        let facts = if let Value::Count(count) = value { count } else { 0 };
        Figure { key, value, formula: FORMULA, facts }
    };
    figures.extend(differences(relation, from, until));
    figures.push(of_people("sent", sent));
    figures.push(of_people("received", received));
    let card = relation.card(until);
    let score = |key, score: Option<u32>, parts: &[scorecard::Part]| {
        let value = score.map_or(Value::Unknown, |score| Value::Score(i64::from(score) * 10));
        let facts = parts.iter().map(|part| number(part.facts)).fold(0, u64::saturating_add);
        Figure { key, value, formula: scorecard::FORMULA, facts }
    };
    figures.push(score("effectiveness", card.effectiveness, &card.results));
    figures.push(score("sustainability", Some(card.sustainability), &card.lasting));
    let changes = relation.ledgers.iter().flat_map(|ledger| {
        ledger.impact().into_iter().map(|one| Change {
            name: one.indicator.name.clone(),
            way: [
                Some(one.indicator.baseline),
                Some(one.indicator.target),
                one.actual.and_then(|said| said.deed.figure),
            ],
        })
    });
    Partnership {
        agency: relation.agency,
        name: Words { ar: name(crate::web::Lang::Ar), en: name(crate::web::Lang::En) },
        pacts: Vec::new(),
        figures,
        changes: changes.collect(),
    }
}

fn pact(book: &Book, found: &Computed, until: Millis) -> Pact {
    let agreement = &book.ledger.agreement;
    let figure = |key, index: &Index| Figure {
        key,
        value: index.value.map_or(Value::Unknown, tenths),
        formula: index.formula,
        facts: u64::from(index.facts),
    };
    Pact {
        code: agreement.code.clone(),
        title: Words { ar: agreement.title_ar.clone(), en: agreement.title_en.clone() },
        state: book.ledger.activation(until).code(),
        until: agreement.until,
        figures: [figure("activation", &found.lives), figure("balance", &found.even)],
    }
}

/// 0 to 100 as tenths, rounded as people round.
fn tenths(value: f64) -> Value {
    let text = format!("{:.1}", value.clamp(0.0, 100.0)).replace('.', "");
    text.parse().map_or(Value::Unknown, Value::Score)
}

/// What was done under these agreements in the year.
fn counted(books: &[Book], from: Millis, until: Millis) -> Vec<Figure> {
    let within = |at: Millis| from <= at && at <= until;
    let courses: Vec<_> = books.iter().flat_map(|book| book.ledger.courses()).collect();
    let instances: Vec<_> = books
        .iter()
        .flat_map(|book| book.ledger.instances(until))
        .filter(|one| within(one.due.at))
        .collect();
    let stand = |wanted: fn(Standing) -> bool| {
        instances.iter().filter(|one| wanted(one.life.standing(until))).count()
    };
    let kept = stand(|standing| {
        matches!(standing, Standing::Settled(Settled::Accepted | Settled::ByDefault))
    });
    let waived = stand(|standing| standing == Standing::Settled(Settled::Waived));
    let late = stand(|standing| matches!(standing, Standing::Overdue | Standing::Breached));
    let in_force = books.iter().filter(|one| one.ledger.holds(until).is_ok());
    let running = courses.iter().filter(|course| course.mark == Mark::Running).count();
    let closed = courses.iter().filter(|course| course.mark == Mark::Closed);
    let closed = closed.filter(|course| course.ended_at.is_some_and(within)).count();
    let figure = |key, count: usize, facts: usize| Figure {
        key,
        value: Value::Count(number(count)),
        formula: FORMULA,
        facts: number(facts),
    };
    vec![
        figure("agreements", in_force.count(), books.len()),
        figure("running", running, courses.len()),
        figure("closed", closed, courses.len()),
        figure("due", instances.len(), instances.len()),
        figure("kept", kept, instances.len()),
        figure("waived", waived, instances.len()),
        figure("late", late, instances.len()),
    ]
}

/// Differences that were raised and that both have closed in the year, and those that are open on its last day.
fn differences(relation: &Relation, from: Millis, until: Millis) -> Vec<Figure> {
    let within = |at: Millis| from <= at && at <= until;
    let all: Vec<_> = relation.differences.iter().filter_map(|one| one.as_of(until)).collect();
    let count = |of: &dyn Fn(&Course) -> bool| all.iter().filter(|one| of(&one.course)).count();
    let closed =
        |one: &Course| one.ended.is_some_and(|(how, at)| how == Ending::Settled && within(at));
    let figure = |key, count: usize| Figure {
        key,
        value: Value::Count(number(count)),
        formula: FORMULA,
        facts: number(all.len()),
    };
    vec![
        figure("raised", count(&|one| within(one.raised_at))),
        figure("settled", count(&closed)),
        figure("open", count(&|one| one.ended.is_none())),
    ]
}

/// The sums of what the partnerships have, and how many agreements live.
fn whole(partnerships: &[Partnership], relations: &[Relation], until: Millis) -> Vec<Figure> {
    let mut all = vec![Figure {
        key: "partnerships",
        value: Value::Count(number(partnerships.len())),
        formula: FORMULA,
        facts: number(partnerships.len()),
    }];
    let keys = partnerships.first().map(|one| one.figures.iter().map(|figure| figure.key));
    for key in keys.into_iter().flatten() {
        let of = partnerships.iter().flat_map(|one| &one.figures).filter(|one| one.key == key);
        let of: Vec<&Figure> = of.collect();
        if let Some(value) = sum(&of) {
            let facts = of.iter().map(|one| one.facts).fold(0, u64::saturating_add);
            all.push(Figure { key, value, formula: FORMULA, facts });
        }
    }
    let books: Vec<&Book> = relations.iter().flat_map(|one| &one.books).collect();
    let living = |wanted: fn(Activation) -> bool| {
        books.iter().filter(|book| wanted(book.ledger.activation(until))).count()
    };
    for (key, count) in [
        ("active", living(|one| matches!(one, Activation::Active { .. }))),
        ("dormant", living(|one| matches!(one, Activation::Dormant { .. }))),
    ] {
        let (value, facts) = (Value::Count(number(count)), number(books.len()));
        all.push(Figure { key, value, formula: FORMULA, facts });
    }
    all
}

/// The sum of counts; nothing for scores, which have none, and nothing where a part is not told: it would be told by subtracting.
fn sum(of: &[&Figure]) -> Option<Value> {
    let mut total = 0_u64;
    let mut few = false;
    for one in of {
        match one.value {
            Value::Count(count) => total = total.saturating_add(count),
            Value::Few => few = true,
            Value::Score(_) | Value::Unknown => return None,
        }
    }
    (!few).then_some(Value::Count(total))
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use sila_core::time::Date;

    use super::*;

    #[test]
    fn two_reports_of_a_year_made_a_day_apart_tell_no_single_referral() {
        let day = |year, month, day| Date { year, month, day }.at_minute(600);
        let (_, end) = year(2026);
        let monday = closed(end, day(2026, 11, 22));
        assert_eq!(monday, closed(end, day(2026, 11, 23)), "they count the same days");
        assert_eq!(monday, Date { year: 2026, month: 10, day: 1 }.at_minute(0));
        assert_eq!(closed(end, day(2027, 5, 1)), end, "all of a year that is over");
        let told = |count| Value::of_people(count).text();
        assert_eq!([0, 1, 4, 5, 9, 10, 14].map(told), ["0", "<5", "<5", "5", "5", "10", "10"]);
    }
}
