//! How long the pages of partnerships take with many partners and agreements, and the indices of an agreement with five years of facts.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;
use sila_core::agreement::{Agreement, Sector};
use sila_core::codes::Category;
use sila_core::indices::{activation, balance};
use sila_core::partnership::{
    Act, Answer, Deed, Field, Gave, Ledger, Measure, MeasureKind, Milestone, Origin, Owner, Plan,
    Said, Signed, Words,
};
use sila_core::{AgencyId, AgreementId, Millis, RecordId, WorkerId};
use sila_seal::sha256;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::bare::now;
use super::pages::{self, Looking, Measured, Visit};
use super::rounded;
use super::two::Two;
use crate::accounts::{Worker, session};
use crate::activation::closed::Closed;
use crate::activation::exchange::Observed;
use crate::activation::ledger::{Book, name};
use crate::activation::published;
use crate::agreements::{self, State, Stored};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::partners::{self, Level, Partner};

/// Days over which the facts of an agreement lie.
const FACTS_DAYS: i64 = 5 * 365;
/// Initiatives of the agreement with many facts.
const PLANS: u32 = 40;

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Partners.
    pub partners: u32,
    /// Agreements with them, each with another one.
    pub agreements: u32,
    /// Facts of one agreement.
    pub facts: u32,
    /// How often each page is opened.
    pub pages: u32,
    /// First of the ports used.
    pub port: u16,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Partners.
    pub partners: u32,
    /// Agreements.
    pub agreements: u32,
    /// Facts of one agreement over five years.
    pub facts: u32,
    /// Both indices with the bytes that are signed, from all facts.
    pub indices_ms: f64,
    /// The same when nothing was signed since they were last computed for that moment.
    pub reused_ms: f64,
    /// The same when one more fact was signed since, about one of its initiatives.
    pub changed_ms: f64,
    /// Every page taken together, 95 of 100.
    pub p95_ms: f64,
    /// By page.
    pub pages: BTreeMap<String, Measured>,
}

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the node cannot be made or a page is not answered with 200.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(dir, wish.port, (None, None)).await?;
    let app = two.receiver.clone();
    let first = app.store.read(agreements::store::all).await?.pop().context("no agreement")?;
    let filled = fill(&app, &first, wish).await?;
    let indices_ms = indices(&first.agreement, wish.facts, app.clock.now());
    let [reused_ms, changed_ms] = again(&first, wish.facts, app.clock.now())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = crate::routes::router(&app).into_make_service();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let paths = paths(filled);
    let many = u32::try_from(paths.len())?;
    let looking = Looking { address, cookie: officer(&app).await?, cases: Vec::new(), nth: 0 };
    let visits = paths.into_iter().map(|(name, path)| Visit::Page(name, path)).collect();
    let pages = wish.pages.saturating_mul(many);
    let seen = pages::look(looking, visits, pages, [Duration::ZERO; 2]).await?;
    serving.abort();
    two.close().await?;
    let (every, pages) = pages::together(seen);
    let Wish { partners, agreements, facts, .. } = wish;
    let p95_ms = every.p95_ms;
    Ok(Report { partners, agreements, facts, indices_ms, reused_ms, changed_ms, p95_ms, pages })
}

async fn officer(app: &App) -> anyhow::Result<String> {
    let worker = Worker {
        id: WorkerId(app.clock.new_id()),
        user_name: "many".to_owned(),
        name_ar: "موظفة".to_owned(),
        name_en: "Officer".to_owned(),
        roles: vec!["PARTNERSHIP".to_owned()],
        active: true,
    };
    let (made, at) = (worker.clone(), app.clock.now());
    app.store.write(move |tx| crate::accounts::store::insert_worker(tx, &made, "none", at)).await?;
    let cookie = session::begin(app, &worker, at).await?;
    Ok(format!("{}={cookie}", session::cookie_name(app)))
}

/// Partners without a node, and an agreement on paper with each of the first of them. Gives one of each.
async fn fill(app: &App, first: &Stored, wish: Wish) -> anyhow::Result<(AgencyId, AgreementId)> {
    let (me, now) = (app.node.id, app.clock.now());
    let mut made = Vec::new();
    for n in 0..wish.partners {
        let id = partners::identity(me, app.clock.new_id());
        let partner = Partner {
            id,
            code: format!("P-{n}"),
            name_ar: format!("جهة {n}"),
            name_en: format!("Entity {n}"),
            sector: Sector::PublicBenefit,
            level: Level::Portal,
            contact: String::new(),
            updated_at: now,
        };
        let stored = (n < wish.agreements).then(|| on_paper(app, first, &partner, n));
        made.push((partner, stored));
    }
    let with =
        made.iter().find_map(|(partner, stored)| Some((partner.id, stored.as_ref()?.agreement.id)));
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for (partner, stored) in &made {
            partners::store::insert(tx, partner)?;
            if let Some(stored) = stored {
                agreements::store::insert(tx, stored)?;
            }
        }
        Ok(())
    };
    app.store.write(write).await?;
    with.context("at least one agreement")
}

fn on_paper(app: &App, first: &Stored, partner: &Partner, n: u32) -> Stored {
    let mut agreement = first.agreement.clone();
    (agreement.id, agreement.code) = (AgreementId(app.clock.new_id()), format!("MOU-{n}"));
    for party in agreement.parties.iter_mut().filter(|party| party.agency != app.node.id) {
        party.agency = partner.id;
        (party.code, party.name_ar, party.name_en) =
            (partner.code.clone(), partner.name_ar.clone(), partner.name_en.clone());
    }
    let body = agreement.to_cbor();
    Stored {
        digest: sila_link::agreement_digest(&body),
        body,
        agreement,
        peer: partner.id,
        state: State::Signed,
        on_paper: Some("Letter".to_owned()),
        ..first.clone()
    }
}

fn paths((agency, agreement): (AgencyId, AgreementId)) -> Vec<(String, String)> {
    let agency = agency.to_text();
    let named = |name: &str, path: String| (name.to_owned(), path);
    vec![
        named("day", "/ar".to_owned()),
        named("partners", "/ar/partners".to_owned()),
        named("partner", format!("/en/partners/{agency}")),
        named("file", format!("/ar/partners/{agency}/file")),
        named("partnerships", "/ar/partnerships".to_owned()),
        named("partnership", format!("/en/partnerships/{agency}")),
        named("agreements", "/ar/agreements".to_owned()),
        named("agreement", format!("/en/agreements/{agreement}")),
        named("activation", format!("/ar/agreements/{agreement}/activation")),
        named("board", "/en/agreements/board".to_owned()),
        named("annual", "/ar/annual".to_owned()),
        named("network", "/ar/partnerships/network".to_owned()),
        named("timeline", format!("/en/partnerships/{agency}/timeline")),
        named("plan", format!("/ar/partnerships/{agency}/plan")),
        named("risks", format!("/en/partnerships/{agency}/risks")),
        named("files", format!("/ar/partnerships/{agency}/files")),
        named("compliance", "/ar/policy/compliance".to_owned()),
        named("policy", "/en/policy".to_owned()),
        named("evaluations", "/ar/evaluations".to_owned()),
        named("alliances", "/ar/alliances".to_owned()),
        named("lifecycle", "/en/lifecycle".to_owned()),
        named("records", "/ar/records".to_owned()),
        named("proposals", "/ar/proposals".to_owned()),
        named("standards", "/ar/standards".to_owned()),
        named("initiatives", "/en/initiatives".to_owned()),
        named("obligations", "/ar/obligations".to_owned()),
    ]
}

/// Both indices of an agreement with so many facts, with the bytes that both parties sign, in milliseconds.
fn indices(agreement: &Agreement, facts: u32, at: Millis) -> f64 {
    let ledger = ledger(agreement, facts, at);
    let began = now();
    let facts = ledger.facts(at, name, Vec::new(), Vec::new());
    let found = (activation::index(&facts, at), balance::index(&facts, at));
    let inputs = sha256(&[&facts.to_cbor()]);
    std::hint::black_box((found, inputs));
    rounded(began.elapsed().as_secs_f64() * 1000.0)
}

/// What both indices of an agreement with so many facts take when they were computed before, and when one fact has come since, in
/// milliseconds.
fn again(first: &Stored, facts: u32, at: Millis) -> anyhow::Result<[f64; 2]> {
    let mut book = Book::with(first.clone(), ledger(&first.agreement, facts, at));
    let closed = Closed::default();
    let computed = published::once(&closed, &book, Observed::default(), at);
    let began = now();
    let found = published::once(&closed, &book, Observed::default(), at);
    let reused = began.elapsed();
    anyhow::ensure!(found == computed, "what is reused is what was computed");
    let later = at.plus_minutes(1);
    let last = book.ledger.deeds.last().cloned().context("no fact")?;
    let record = RecordId(Uuid::from_u128(u128::MAX));
    book.ledger.deeds.push(Said { record, at: later, answers: Vec::new(), ..last });
    let began = now();
    let found = published::once(&closed, &book, Observed::default(), later);
    let changed = began.elapsed();
    let whole = published::afresh(&book, Observed::default(), later);
    anyhow::ensure!(found == whole, "what is held and what is new make the whole");
    Ok([reused, changed].map(|took| rounded(took.as_secs_f64() * 1000.0)))
}

/// Contributions of both parties, each received by the other, spread over five years and many initiatives.
fn ledger(agreement: &Agreement, facts: u32, at: Millis) -> Ledger {
    let record = |n: u32| RecordId(Uuid::from_u128(u128::from(n)));
    let parties: Vec<AgencyId> = agreement.parties.iter().map(|party| party.agency).collect();
    let party = |n: u32| {
        let nth = usize::try_from(n).unwrap_or(0) % parties.len().max(1);
        parties.get(nth).copied().unwrap_or(AgencyId([0; 32]))
    };
    let begun = at.plus_days(-FACTS_DAYS);
    let plans = (0..PLANS).map(|n| Signed {
        record: record(n),
        content: plan(agreement, &parties, at),
        at: begun,
    });
    let said = |n: u32| {
        let day = i64::from(n) * FACTS_DAYS / i64::from(facts.max(1));
        let at = begun.plus_days(day);
        let deed = Deed {
            agreement: agreement.id,
            about: record(n % PLANS),
            act: Act::Give,
            number: 0,
            due_at: None,
            on: at.uae_date(),
            words: "Hall".to_owned(),
            evidence: String::new(),
            gave: Some(Gave::Cash),
            fils: Some(1_000),
            figure: None,
            people: Vec::new(),
        };
        let answers = vec![Answer { by: party(n.wrapping_add(1)), confirms: true, at }];
        let (record, by) = (record(n.saturating_add(PLANS)), party(n));
        Said { record, deed, by, at, heard_at: None, answers }
    };
    let deeds = (0..facts).map(said).collect();
    let (annex, indicators, signed_at) = (None, None, Some(begun));
    let agreement = Agreement { from: begun, ..agreement.clone() };
    let (plans, events, owed_since) = (plans.collect(), Vec::new(), BTreeMap::new());
    Ledger { agreement, signed_at, annex, owed_since, indicators, plans, deeds, events }
}

fn plan(agreement: &Agreement, parties: &[AgencyId], at: Millis) -> Plan {
    let words = || Words { ar: "عمل".to_owned(), en: "Work".to_owned() };
    let lead = parties.first().copied().unwrap_or(AgencyId([0; 32]));
    let measure = Measure {
        number: 1,
        kind: MeasureKind::BetterOff,
        name: words(),
        baseline: Some(0),
        target: 9,
        source: words(),
    };
    Plan {
        agreement: agreement.id,
        title: words(),
        field: Field::Training,
        objective: words(),
        need: words(),
        groups: vec![Category::Woman],
        goals: Vec::new(),
        lead,
        owners: parties.iter().map(|agency| Owner { agency: *agency, office: words() }).collect(),
        origin: Origin { by: lead, idea: words() },
        weight: 1,
        milestones: vec![Milestone {
            number: 1,
            title: words(),
            weight: 1,
            due: at.uae_date(),
            after: None,
        }],
        measures: vec![measure],
        shortfall: None,
        budget_fils: None,
    }
}
