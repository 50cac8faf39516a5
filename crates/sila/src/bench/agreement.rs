//! How long an agreement's rules take at the moment something is sent: from its signed bytes to the answer whether this may go.

use anyhow::{Context, ensure};
use serde::Serialize;
use sila_core::agreement::{Agreement, Aims, Exchange, Objective, Party};
use sila_core::calendar::Week;
use sila_core::codes::{Category, Kind, Service, Sex, Urgency};
use sila_core::field::Field;
use sila_core::person::Ages;
use sila_core::{AgencyId, AgreementId, Millis};

use super::bare::now;
use super::{quantile, rounded};
use crate::agreements::{calendar, template, vocabulary};

/// What was measured, in milliseconds.
#[derive(Debug, Serialize)]
pub struct Report {
    /// How often.
    sends: usize,
    /// Bytes of the signed text.
    bytes: usize,
    /// Half of them took at most so long.
    p50_ms: f64,
    /// 99 of 100.
    p99_ms: f64,
    /// The longest.
    max_ms: f64,
}

/// Reads the text, checks it and asks every rule, `sends` times.
///
/// # Errors
/// When the agreement of the measure does not allow what it should.
pub fn run(sends: u32) -> anyhow::Result<Report> {
    let (one, other, at) = (AgencyId([1; 32]), AgencyId([2; 32]), Millis(1_764_000_000_000));
    let body = agreement([one, other], at).to_cbor();
    let services = [Service::Shelter, Service::Legal];
    let exchange = Exchange {
        from: one,
        to: other,
        kind: Kind::Shelter,
        category: Category::Woman,
        services: &services,
        fields: &[Field::Name, Field::Birth, Field::Needs, Field::Residence],
    };
    let mut times = Vec::new();
    for _ in 0..sends {
        let begun = now();
        let compiled = Agreement::from_cbor(&body).context("the text is read")?;
        let understood = vocabulary::understood(&compiled).is_ok();
        let allowed = compiled.allows(&exchange, at).is_ok();
        let ages = Some(Ages::exactly(30));
        let against =
            compiled.eligible(other, exchange.category, &services, Sex::Female, ages).is_empty();
        let timer = compiled.timer(Urgency::Routine).context("it has times")?;
        let timed = compiled.times(&timer, other, at).is_ok();
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        ensure!(understood && allowed && against && timed, "the agreement allows this");
    }
    times.sort_by(f64::total_cmp);
    let below = |part| rounded(quantile(&times, part));
    Ok(Report {
        sends: times.len(),
        bytes: body.len(),
        p50_ms: below(500),
        p99_ms: below(990),
        max_ms: below(1000),
    })
}

/// As the form makes it: every clause, every service of both, five years of holidays.
fn agreement(parties: [AgencyId; 2], now: Millis) -> Agreement {
    let until = now.plus_days(5 * 365);
    let party = |agency: AgencyId| Party {
        agency,
        code: "BENCH".to_owned(),
        name_ar: "جهة".to_owned(),
        name_en: "Agency".to_owned(),
        covers: Vec::new(),
        services: Service::ALL.iter().copied().map(template::offered).collect(),
        calendar: calendar::of(Week::Five, now, until),
        sector: None,
    };
    template::agreement(template::Terms {
        id: AgreementId(uuid::Uuid::from_u128(1)),
        code: "MOU-BENCH".to_owned(),
        title_ar: "مذكرة تفاهم".to_owned(),
        title_en: "Memorandum of understanding".to_owned(),
        parties: parties.map(party),
        categories: Category::ALL.to_vec(),
        from: now,
        until,
        known: true,
        onward: Vec::new(),
        expertise: true,
        seats: None,
        aims: Aims {
            number: template::AIMS.to_owned(),
            objectives: vec![Objective::Protection],
            groups: vec![Category::Woman],
            goals: Vec::new(),
        },
        private: false,
    })
}
