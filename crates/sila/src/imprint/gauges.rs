//! `/imprint/gauges`: what each unit is measured by in a year, with target and owner; the figure comes from the log.

use maud::{Markup, html};
use sila_core::imprint::{Gauge, Recorded};
use sila_core::{AgencyId, AgreementId};

use super::recorded::{self, Period};
use super::store::{self, UnitGauge};
use crate::accounts::Permission;
use crate::activation::saying::whole;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::initiatives::both;
use crate::initiatives::propose::words;
use crate::journal::store::{self as journal, Fact};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, Tone, acts, columns, empty_state, heading, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// Longest name of a unit and of an owner, in characters.
const NAME_MAX: usize = 120;
/// Longest target that is typed, in characters.
const TARGET_MAX: usize = 9;

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let year = asked(&ask);
    Ok(Reply::page(&drawn(&ask, year, &Pairs::default(), &Errors::none()).await?))
}

/// The year of the address, or this one.
pub(super) fn asked(ask: &Ask) -> i64 {
    let this = ask.now.uae_date().year;
    let typed = ask.query.get("year").and_then(whole);
    typed.filter(|year| (2_000..=this).contains(year)).unwrap_or(this)
}

/// Sets an indicator of this year.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let year = ask.now.uae_date().year;
    let one = match read(&ask, year) {
        Ok(one) => one,
        Err(errors) => {
            let page = drawn(&ask, year, &ask.form, &errors).await?;
            return Ok(Reply::page_with_errors(&page));
        }
    };
    let (worker, now) = (ask.worker()?.id, ask.now);
    let told = Fact {
        id: ask.app.clock.new_id(),
        at: now,
        kind: "gauge",
        subject: one.id.to_string(),
        worker: Some(worker),
        data: format!("{} {} {year}", one.gauge.code(), one.target).into_bytes(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set(tx, &one, worker, now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url("/imprint/gauges")))
}

fn read(ask: &Ask, year: i64) -> Result<UnitGauge, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let (unit, owner) = (words(form, "unit"), words(form, "owner"));
    for (name, words) in [("unit_ar", &unit), ("owner_ar", &owner)] {
        if !words.fit(NAME_MAX) {
            errors.add(name, cx.t("gauge-name-needed"));
        }
    }
    let gauge = form.get("gauge").and_then(|code| Gauge::from_code(code).ok());
    let target = form.get("target").and_then(whole).filter(|target| *target >= 0);
    if target.is_none() {
        errors.add("target", cx.t("gauge-target-needed"));
    }
    let scope = form.get("scope").unwrap_or_default();
    let partner = AgencyId::parse(scope).ok();
    let agreement: Option<AgreementId> = scope.parse().ok();
    match (gauge, target, errors.any()) {
        (Some(gauge), Some(target), false) => Ok(UnitGauge {
            id: ask.app.clock.new_id(),
            unit: [unit.ar, unit.en],
            gauge,
            target,
            owner: [owner.ar, owner.en],
            year,
            partner,
            agreement,
        }),
        _ => {
            if gauge.is_none() {
                errors.add("gauge", cx.t("gauge-needed"));
            }
            Err(errors)
        }
    }
}

async fn drawn(ask: &Ask, year: i64, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let (from, until) = recorded::year(year);
    let until = until.min(recorded::settled(ask.now)).max(from);
    let period = recorded::read(&ask.app, from, until).await?;
    let gauges = ask.app.store.read(move |tx| store::gauges(tx, year)).await?;
    let names = Names::all(&ask.app).await?;
    let aside = html! {
        @if ask.may(Permission::AgreementSign) { (form(cx, &period, &names, values, errors)) }
    };
    let title = cx.t("gauges-title");
    let tags = html! { (ident::Code(&year.to_string())) };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("gauges-lead")), &tags))
        (columns(&stack(&table(cx, &period, &gauges, &names)), &stack(&aside)))
        p.small.muted { (cx.t("gauges-until")) " " (dates::day(cx.lang, until)) }
    };
    let page = Page::new(cx, title).crumb(cx.t("imprint-title"), "/imprint");
    Ok(page.errors(errors.any()).body(body))
}

/// What an indicator speaks of: everything, one partner, or one agreement.
fn scope(cx: &Cx, period: &Period, names: &Names, one: &UnitGauge) -> String {
    let agreement = one.agreement.and_then(|id| {
        let mut books = period.books.iter().map(|book| &book.ledger.agreement);
        books.find(|agreement| agreement.id == id)
    });
    match (one.partner, agreement) {
        (Some(partner), _) => names.of(cx.lang, partner).to_owned(),
        (None, Some(agreement)) => agreement.code.clone(),
        (None, None) => cx.t("gauge-everything"),
    }
}

fn table(cx: &Cx, period: &Period, gauges: &[UnitGauge], names: &Names) -> Markup {
    let columns = [
        Col::text(cx.t("gauge-unit")),
        Col::text(cx.t("gauge-one")),
        Col::num(cx.t("impact-target")),
        Col::num(cx.t("impact-actual")),
        Col::status(cx.t("record-state")),
        Col::text(cx.t("gauge-owner")),
    ];
    let rows = gauges.iter().map(|one| {
        let recorded: Recorded = period.recorded(one.partner, one.agreement);
        let actual = recorded.gauge(one.gauge);
        let [unit_ar, unit_en] = &one.unit;
        let [owner_ar, owner_en] = &one.owner;
        [
            html! {
                b { (ident::Name(cx.lang.pick(unit_ar, unit_en))) }
                span.sub { (ident::Name(&scope(cx, period, names, one))) }
            },
            html! { (cx.code("gauge-of", one.gauge.code())) },
            html! { (one.target) },
            html! { @match actual { Some(actual) => { (actual) } None => { "–" } } },
            state(cx, one, actual),
            html! { (ident::Name(cx.lang.pick(owner_ar, owner_en))) },
        ]
    });
    let none = empty_state("chart-bar", cx.t("gauges-empty"), cx.t("gauges-empty-text"), &html! {});
    let table = Table::new(cx.t("gauges-title"), columns).rows(rows).when_empty(none);
    html! { (Card::new(cx.t("gauges-title")).count(gauges.len()).body(html! { (table) })) }
}

fn state(cx: &Cx, one: &UnitGauge, actual: Option<i64>) -> Markup {
    let Some(actual) = actual else { return tag(Tone::Plain, cx.t("gauge-too-few")) };
    let reached = if one.gauge.is_downward() { actual <= one.target } else { actual >= one.target };
    match reached {
        true => tag(Tone::Ok, cx.t("gauge-reached")),
        false => tag(Tone::Warn, cx.t("gauge-not-reached")),
    }
}

fn form(cx: &Cx, period: &Period, names: &Names, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let gauges = Gauge::ALL.iter().map(|one| (one.code(), cx.code("gauge-of", one.code())));
    let everything = (String::new(), cx.t("gauge-everything"));
    let partners: std::collections::BTreeSet<AgencyId> =
        period.books.iter().map(|book| book.stored.peer).collect();
    let partners = partners.iter().map(|one| (one.to_text(), names.of(cx.lang, *one).to_owned()));
    let agreements = period.books.iter().map(|book| &book.ledger.agreement);
    let agreements = agreements.map(|one| (one.id.to_string(), one.code.clone()));
    let scopes: Vec<_> = [everything].into_iter().chain(partners).chain(agreements).collect();
    let year = [("year", Arg::phrase(cx.now.uae_date().year.to_string()))];
    html! {
        (Card::new(cx.t_with("gauge-new", &year)).body(html! {
            (form.summary())
            form method="post" action=(cx.url("/imprint/gauges")) novalidate {
                (both(&form, "unit", &cx.t("gauge-unit"), NAME_MAX))
                (form.select("gauge", cx.t("gauge-one")).choices(gauges))
                (form.select("scope", cx.t("gauge-scope")).choices(scopes))
                (form.text("target", cx.t("impact-target")).numeric().max(TARGET_MAX))
                (both(&form, "owner", &cx.t("gauge-owner"), NAME_MAX))
                (acts(&html! { (Button::save(cx)) }))
            }
        }))
    }
}
