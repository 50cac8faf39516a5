//! Writing an exchange down: who goes where, when and for what.

use maud::{Markup, html};
use sila_core::partnership::Words;
use sila_core::{AgencyId, RecordId};

use super::plan::{Exchange, Guest, KINDS, PEOPLE_MAX, TEXT_MAX, TITLE_MAX};
use super::{EXCHANGE, path};
use crate::accounts::{Worker, store as accounts};
use crate::activation::saying::{self, day};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Finding, Verdict};
use crate::initiatives::both;
use crate::initiatives::propose::words;
use crate::journal::store as journal;
use crate::knowledge::share::{basis, partners};
use crate::links::Peer;
use crate::problem::Problem;
use crate::records::{By, propose as records};
use crate::reply::Reply;
use crate::training;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The words of a plan and the most characters of each.
const WORDS: [(&str, usize); 3] =
    [("title", TITLE_MAX), ("purpose", TEXT_MAX), ("goals", TEXT_MAX)];

/// With whom we could, and who of ours could go.
struct Around {
    peers: Vec<Peer>,
    people: Vec<Worker>,
}

async fn around(ask: &Ask) -> Result<Around, Problem> {
    let peers = partners(&ask.app, ask.now).await?.into_iter().map(|(peer, _)| peer).collect();
    let mut people = ask.app.store.read(accounts::all).await?;
    people.retain(|one| one.active);
    Ok(Around { peers, people })
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let around = around(&ask).await?;
    Ok(Reply::page(&document(&ask.cx, &around, &Pairs::default(), &Errors::none())))
}

/// Signs the exchange and sends it once the guard has looked through its words.
///
/// # Errors
/// As [`propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let around = around(&ask).await?;
    let mut errors = Errors::none();
    let read = read(&ask, &around, &mut errors);
    let Some(mut exchange) = read.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &around, &ask.form, &errors)));
    };
    let fields = fields(&ask.form);
    let passed = match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Passed(passed) => passed,
        Verdict::Held(findings) => {
            return Ok(Reply::page_with_errors(&stopped(&ask, "/exchanges", (&fields, &findings))));
        }
    };
    let text = |name: &str| Words {
        ar: passed.get(&format!("{name}_ar")).trim().to_owned(),
        en: passed.get(&format!("{name}_en")).trim().to_owned(),
    };
    (exchange.title, exchange.purpose) = (text("title"), text("purpose"));
    exchange.goals = text("goals");
    let id = propose(&ask.app, exchange, saying::by(&ask)?).await?;
    let worker = ask.worker()?.id;
    let facts = guard::facts(&ask.app, &passed, &id.to_string(), worker, ask.now);
    let told = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    ask.app.store.write(told).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Signs an exchange for our agency, whose people go, and sends it to the host.
///
/// # Errors
/// `exchange.unfit` when it lacks something or is over; when no agreement lets us share what we know with the host (`agreement.…`); what
/// records refuse.
pub async fn propose(app: &App, exchange: Exchange, by: By) -> Result<RecordId, Problem> {
    let ours = exchange.sender == app.node.id && exchange.report.is_none();
    if !exchange.fits() || !ours || exchange.is_over(by.now) {
        return Err(Problem::refused("exchange.unfit").way_out("/exchanges"));
    }
    basis(app, exchange.host, by.now).await?;
    let content = minicbor::to_vec(&exchange).unwrap_or_default();
    let id = records::first(app, EXCHANGE, &[exchange.host], content, by).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// What the guard has found in the words, to be decided on.
pub(super) fn stopped(ask: &Ask, to: &str, found: (&Fields, &[Finding])) -> Page {
    let cx = &ask.cx;
    let carried: Vec<(&str, &str)> =
        ask.form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
    let body = html! {
        (heading(cx.t("exchange-new"), None, &html! {}))
        (guard::held(cx, to, found, &ask.form, &carried))
    };
    Page::new(cx, cx.t("exchange-new")).crumb(cx.t("exchanges-title"), "/exchanges").body(body)
}

fn fields(form: &Pairs) -> Fields {
    let names = WORDS.iter().flat_map(|(name, _)| [format!("{name}_ar"), format!("{name}_en")]);
    names.map(|name| (name.clone(), form.get(&name).unwrap_or_default().to_owned())).collect()
}

fn read(ask: &Ask, around: &Around, errors: &mut Errors) -> Option<Exchange> {
    let (cx, form) = (&ask.cx, &ask.form);
    let kind = KINDS.into_iter().find(|kind| form.get("kind") == Some(*kind));
    let host = form.get("host").and_then(|text| AgencyId::parse(text).ok());
    let host = host.filter(|id| around.peers.iter().any(|peer| peer.agency == *id));
    let (begins, ends) = (day(form, "begins"), day(form, "ends"));
    let going = |one: &&Worker| form.has("guests", &one.id.to_string());
    let guests = around
        .people
        .iter()
        .filter(going)
        .map(|one| Guest { name: one.name_ar.clone(), mark: training::mark(&ask.app, one.id) });
    let guests: Vec<Guest> = guests.collect();
    let order = begins.zip(ends).is_none_or(|(begins, ends)| begins <= ends);
    let over = ends.is_some_and(|ends| ends < ask.now.uae_date());
    for (name, wrong, key) in [
        ("kind", kind.is_none(), "exchange-kind-needed"),
        ("host", host.is_none(), "exchange-host-needed"),
        ("begins", begins.is_none(), "joint-day-wrong"),
        ("ends", ends.is_none() || !order || over, "exchange-ends-wrong"),
        ("guests", guests.is_empty() || guests.len() > PEOPLE_MAX, "exchange-guests-needed"),
    ] {
        if wrong {
            errors.add(name, cx.t(key));
        }
    }
    for (name, max) in WORDS {
        if !words(form, name).fit(max) {
            errors.add(format!("{name}_ar"), cx.t("training-words-needed"));
        }
    }
    Some(Exchange {
        kind: kind?.to_owned(),
        title: words(form, "title"),
        purpose: words(form, "purpose"),
        goals: words(form, "goals"),
        sender: ask.app.node.id,
        host: host?,
        begins: begins?,
        ends: ends?,
        guests,
        report: None,
    })
}

fn document(cx: &Cx, around: &Around, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let main = html! {
        form method="post" action=(cx.url("/exchanges")) novalidate {
            (form.summary())
            div.stack {
                (Card::new(cx.t("exchange-what")).body(what(cx, &form)))
                (Card::new(cx.t("exchange-who")).body(who(cx, &form, around)))
            }
            (acts(&html! { (Button::submit(cx.t("exchange-send")).icon("signature")) }))
        }
    };
    let aside = html! {
        (Note::new("handshake", cx.t("exchange-both")).tone(Tone::Info).says(cx.t("exchange-both-text")))
        (Note::new("shield-check", cx.t("training-nobody-in-it")).says(cx.t("training-nobody-in-it-text")))
    };
    let body = html! {
        (heading(cx.t("exchange-new"), Some(&cx.t("exchange-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("exchange-new")).crumb(cx.t("exchanges-title"), "/exchanges");
    page.errors(errors.any()).body(body)
}

fn what(cx: &Cx, form: &Form<'_>) -> Markup {
    let kinds = KINDS.map(|kind| (kind, cx.code("exchange-kind", kind)));
    html! {
        (form.radios("kind", cx.t("exchange-kind")).choices(kinds))
        (both(form, "title", &cx.t("exchange-name"), TITLE_MAX))
        (both(form, "purpose", &cx.t("exchange-purpose"), TEXT_MAX))
        (both(form, "goals", &cx.t("exchange-goals"), TEXT_MAX))
    }
}

fn who(cx: &Cx, form: &Form<'_>, around: &Around) -> Markup {
    let name = |peer: &Peer| cx.lang.pick(&peer.name_ar, &peer.name_en).clone();
    let hosts: Vec<(String, String)> =
        around.peers.iter().map(|peer| (peer.agency.to_text(), name(peer))).collect();
    let people = around.people.iter().map(|one| (one.id.to_string(), one.name(cx.lang).to_owned()));
    html! {
        @if hosts.is_empty() { p.muted { (cx.t("training-no-partner")) } }
        (form.select("host", cx.t("exchange-host")).empty(cx.t("need-choose")).choices(hosts))
        (form.date("begins", cx.t("exchange-begins")))
        (form.date("ends", cx.t("exchange-ends")))
        (form.checks("guests", cx.t("exchange-guests")).hint(cx.t("exchange-guests-hint")).choices(people))
    }
}
