//! The regime as it is told in `regime.json`: for each family its form, fees, clocks, authorities and checklist; and what is a violation.
//! Each version begins on a day; a licence keeps the one under which it was applied for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sila_core::Millis;
use sila_core::law::Rule;
use sila_core::licence::{Family, Terms};
use sila_core::time::Date;

use crate::web::Lang;

const FILE: &str = include_str!("regime.json");

/// A line of a list, in both languages.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its code in rows.
    pub code: String,
    ar: String,
    en: String,
}

/// A line with its basis in law: a point of a checklist, a violation.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its code in rows.
    pub code: String,
    ar: String,
    en: String,
    /// The instrument that asks for it.
    pub instrument: String,
    /// The provision.
    pub article: String,
    /// Of a violation: the fine, in dirhams.
    #[serde(default)]
    pub fine: u32,
}

impl Line {
    /// In the reader's language.
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.ar, &self.en)
    }
}

impl Point {
    /// In the reader's language.
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.ar, &self.en)
    }
}

/// What is laid down for a family.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How its numbers begin.
    pub letter: String,
    /// The rule under which it is licensed.
    pub rule: Rule,
    /// For the application, in dirhams.
    pub fee: u32,
    /// For another term.
    pub renewal: u32,
    /// For each month that another term is asked for late.
    pub late: u32,
    /// Clocks.
    pub terms: Terms,
    /// What is handed in with the application.
    pub papers: Vec<Line>,
    /// Who is asked whether they object.
    pub authorities: Vec<Line>,
    /// What an inspection looks at.
    pub checklist: Vec<Point>,
}

/// One version of the regime.
#[derive(Debug, Clone)]
pub struct Regime {
    from: Millis,
    plans: BTreeMap<Family, Plan>,
    /// What is a violation, and what it costs.
    pub violations: Vec<Point>,
}

impl Regime {
    /// The plan of a family.
    pub fn plan(&self, family: Family) -> Option<&Plan> {
        self.plans.get(&family)
    }

    /// The violation of a code.
    pub fn violation(&self, code: &str) -> Option<&Point> {
        self.violations.iter().find(|one| one.code == code)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    from: String,
    families: BTreeMap<String, ToldPlan>,
    violations: Vec<Point>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldPlan {
    letter: String,
    rule: String,
    fee: u32,
    renewal: u32,
    late: u32,
    terms: ToldTerms,
    papers: Vec<Line>,
    authorities: Vec<Line>,
    checklist: Vec<Point>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldTerms {
    recommend_days: i64,
    decide_days: i64,
    complete_days: i64,
    objection_months: i64,
    audit_days: i64,
    term_months: i64,
    renew_days: i64,
    grieve_days: i64,
    answer_days: i64,
}

static REGIMES: LazyLock<Vec<Regime>> = LazyLock::new(|| {
    let told: Vec<Told> = serde_json::from_str(FILE).unwrap_or_default();
    told.into_iter().filter_map(regime).collect()
});

fn regime(told: Told) -> Option<Regime> {
    let year = told.from.parse().ok()?;
    let plans = told
        .families
        .into_iter()
        .filter_map(|(code, one)| Some((Family::from_code(&code).ok()?, plan(one)?)));
    Some(Regime {
        from: Date { year, month: 1, day: 1 }.at_minute(0),
        plans: plans.collect(),
        violations: told.violations,
    })
}

fn plan(told: ToldPlan) -> Option<Plan> {
    let ToldPlan { letter, rule, fee, renewal, late, terms, papers, authorities, checklist } = told;
    let terms = Terms {
        recommend_days: terms.recommend_days,
        decide_days: terms.decide_days,
        complete_days: terms.complete_days,
        objection_months: terms.objection_months,
        audit_days: terms.audit_days,
        term_months: terms.term_months,
        renew_days: terms.renew_days,
        grieve_days: terms.grieve_days,
        answer_days: terms.answer_days,
    };
    let rule = Rule::from_code(&rule).ok()?;
    Some(Plan { letter, rule, fee, renewal, late, terms, papers, authorities, checklist })
}

/// The regime that holds at `at`: the last that had begun, or the first.
pub fn at(at: Millis) -> Option<&'static Regime> {
    let begun = REGIMES.iter().rev().find(|one| one.from <= at);
    begun.or_else(|| REGIMES.first())
}
