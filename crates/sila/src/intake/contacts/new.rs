//! `/contacts/new`: one page, no name asked for, nothing required but what somebody turned to us for and what was done.

use maud::html;
use sila_core::area;
use sila_core::codes::{Channel, ContactKind, Service};
use sila_core::ids::AgencyId;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{
    ADVICE, DAYS, DAYS_WORDS, KINDS, Kept, POINTED, Told, fact, keeps_words, path, seal, store,
};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners::Names;
use crate::people::form::PHONE_CHARS_MAX;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest words, in characters.
const WORDS_MAX: usize = 1_000;
/// Most people a request is about.
const PEOPLE_MAX: u32 = 30;
/// Largest amount of a request, in dirhams.
const AMOUNT_MAX: u32 = 10_000_000;

/// What is to be written down.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What somebody turned to us for.
    pub kind: ContactKind,
    /// By which channel.
    pub channel: Channel,
    /// What was needed.
    pub service: Option<Service>,
    /// Area code; empty when nobody asked.
    pub area: String,
    /// One of [`ADVICE`].
    pub advice: &'static str,
    /// One of [`POINTED`].
    pub pointed: &'static str,
    /// The agency they were pointed to.
    pub partner: Option<AgencyId>,
    /// How many people it is about, and about which amount in dirhams.
    pub measure: (Option<u32>, Option<u32>),
    /// What was told. It is dropped where the kind keeps no words.
    pub told: Told,
}

/// Writes a contact down and counts it.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep(app: &App, worker: &Worker, wish: Wish, now: Millis) -> Result<Uuid, Problem> {
    let id = app.clock.new_id();
    let has_words = keeps_words(wish.kind) && wish.told != Told::default();
    let (key, body) = if has_words { seal(app, id, &wish.told)? } else { (Vec::new(), Vec::new()) };
    let (people, amount) = match wish.kind {
        ContactKind::ServiceRequest => wish.measure,
        _ => (None, None),
    };
    let kept = Kept {
        id,
        worker: worker.id,
        at: now,
        kind: wish.kind,
        channel: wish.channel,
        service: wish.service.map_or("", Service::code).to_owned(),
        area: wish.area,
        advice: wish.advice.to_owned(),
        pointed: wish.pointed.to_owned(),
        partner: wish.partner,
        people,
        amount,
        finding: String::new(),
        until: now.plus_days(if has_words { DAYS_WORDS } else { DAYS }),
        key,
        body,
    };
    let fact = fact(app, id, worker, wish.kind.code(), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &kept)?;
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    Ok(id)
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let names = Names::all(&ask.app).await?;
    let values: Pairs = [("channel", "PHONE")].into_iter().collect();
    Ok(Reply::page(&document(&ask.cx, &names, &values, &Errors::none())))
}

/// Writes it down.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let names = Names::all(&ask.app).await?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask, &names, &mut errors) else {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &names, &ask.form, &errors)));
    };
    let id = keep(&ask.app, ask.worker()?, wish, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

fn number(form: &Pairs, name: &str, max: u32) -> Option<Option<u32>> {
    let Some(typed) = form.get(name) else { return Some(None) };
    let digits = sila_names::fold::ascii_digits(typed);
    digits.parse().ok().filter(|n| (1..=max).contains(n)).map(Some)
}

fn read(ask: &Ask, names: &Names, errors: &mut Errors) -> Option<Wish> {
    let form = &ask.form;
    let typed = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let listed = |name: &str, list: &'static [&'static str]| {
        list.iter().find(|code| form.get(name) == Some(**code)).copied()
    };
    let kind = KINDS.into_iter().find(|kind| form.get("kind") == Some(kind.code()));
    let channel = form.get("channel").and_then(|code| Channel::from_code(code).ok());
    let service = form.get("service").map(Service::from_code).transpose();
    let area = typed("area");
    let known = area.is_empty() || area::all().iter().any(|one| one.code.as_str() == area);
    let (advice, pointed) = (listed("advice", &ADVICE), listed("pointed", &POINTED));
    let partner = names.linked().find(|one| form.get("partner") == Some(one.to_text().as_str()));
    let named = (pointed == Some("PARTNER")) == partner.is_some();
    let told = Told { words: typed("words"), phone: typed("phone") };
    let wordless = kind.is_some_and(|kind| !keeps_words(kind)) && told != Told::default();
    let people = number(form, "people", PEOPLE_MAX);
    let amount = number(form, "amount", AMOUNT_MAX);
    let rules = [
        ("kind", kind.is_some(), "contact-kind-missing"),
        ("channel", channel.is_some(), "contact-channel-missing"),
        ("service", service.is_ok(), "contact-service-wrong"),
        ("area", known, "contact-area-wrong"),
        ("advice", advice.is_some(), "contact-advice-missing"),
        ("pointed", pointed.is_some(), "contact-pointed-missing"),
        ("partner", named, "contact-partner-wrong"),
        ("people", people.is_some(), "contact-number-wrong"),
        ("amount", amount.is_some(), "contact-number-wrong"),
        ("words", told.words.chars().count() <= WORDS_MAX, "contact-words-long"),
        ("words", !wordless, "contact-words-not-kept"),
        ("phone", told.phone.chars().count() <= PHONE_CHARS_MAX, "contact-words-long"),
    ];
    for (name, kept, key) in rules {
        if !kept && errors.get(name).is_none() {
            errors.add(name, ask.cx.t(key));
        }
    }
    if errors.any() {
        return None;
    }
    Some(Wish {
        kind: kind?,
        channel: channel?,
        service: service.ok()?,
        area,
        advice: advice?,
        pointed: pointed?,
        partner,
        measure: (people?, amount?),
        told,
    })
}

fn document(cx: &Cx, names: &Names, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let kinds = KINDS.map(|kind| (kind.code(), cx.code("contact-kind", kind.code())));
    let channels = Channel::ALL.iter().map(|one| (one.code(), cx.code("channel", one.code())));
    let services = Service::ALL.iter().map(|one| (one.code(), cx.code("service", one.code())));
    let places =
        area::all().iter().map(|one| (one.code.as_str(), area_name(cx, one.code.as_str())));
    let advice = ADVICE.map(|code| (code, cx.code("contact-advice", code)));
    let pointed = POINTED.map(|code| (code, cx.code("contact-pointed", code)));
    let partners = names.linked().map(|one| (one.to_text(), names.of(cx.lang, one).to_owned()));
    let asked = html! {
        (form.radios("kind", cx.t("contact-kind")).choices(kinds))
        div.row {
            (form.select("channel", cx.t("contact-channel")).choices(channels))
            (form.select("service", cx.t("contact-service")).combo().choices(services).optional())
        }
        (form.select("area", cx.t("contact-area")).hint(cx.t("contact-area-hint")).combo().choices(places).optional())
    };
    let done = html! {
        (form.radios("advice", cx.t("contact-advice")).choices(advice))
        (form.radios("pointed", cx.t("contact-pointed")).choices(pointed))
        (form.select("partner", cx.t("contact-partner")).combo().choices(partners).optional())
    };
    let more = html! {
        (Note::new("eye-slash", cx.t("contact-least")).tone(Tone::Info).says(cx.t("contact-least-text")))
        (form.area("words", cx.t("contact-words")).hint(cx.t("contact-words-hint")).max(WORDS_MAX).rows(4).optional())
        (form.text("phone", cx.t("contact-phone")).hint(cx.t("contact-phone-hint")).tel().max(PHONE_CHARS_MAX).optional())
        div.row {
            (form.text("people", cx.t("contact-people")).numeric().max(2).optional())
            (form.text("amount", cx.t("contact-amount")).numeric().max(8).optional())
        }
    };
    let body = html! {
        (heading(cx.t("contact-new"), Some(&cx.t("contact-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/contacts/new")) novalidate {
            (form.summary())
            (Card::new(cx.t("contact-asked")).body(asked))
            (Card::new(cx.t("contact-done")).body(done))
            (Card::new(cx.t("contact-more")).body(more))
            (acts(&html! { (Button::save(cx)) (Button::back(cx, "/contacts")) }))
        }
    };
    Page::new(cx, cx.t("contact-new"))
        .crumb(cx.t("contacts-title"), "/contacts")
        .errors(errors.any())
        .body(body)
}
