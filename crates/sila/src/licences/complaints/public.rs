//! What the public and partners see: the form at a licence of the register, and the answer for whoever has a code.

use maud::{Markup, html};
use rand_core::Rng;
use sila_core::Millis;
use sila_seal::code::base32_encode;

use super::store::{self, Complaint};
use super::{ANSWER, ANSWER_DAYS, DAY_MAX, DAY_MAX_OF_ONE, RELATIONS, TABLE, WHO, Who, digest};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::licences::open::{self, Open};
use crate::licences::register;
use crate::meetings::text::{LINE_MAX, TEXT_MAX};
use crate::meetings::{fact, sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Summary, Tone, acts, copyable};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// Bytes of a code: sixteen letters.
const CODE_BYTES: usize = 10;

/// What a complainant keeps.
#[derive(Debug, Clone)]
pub struct Received {
    /// The number.
    pub number: String,
    /// The code with which the answer is read; it is shown once.
    pub code: String,
}

/// Takes a complaint about a licence that was given.
///
/// # Errors
/// `page.not_found` for a licence that was never given; `complaint.incomplete`; `complaint.too_many` when more come in a day, or about
/// one licence, than are complaints.
pub async fn receive(
    app: &App,
    open: &Open,
    (relation, words): (&str, &str),
    who: &Who,
    now: Millis,
) -> Result<Received, Problem> {
    if !open.state(now).is_public() {
        return Err(Problem::not_found());
    }
    let words = words.trim();
    let known = RELATIONS.into_iter().find(|one| *one == relation);
    let lines = [&who.name, &who.contact].iter().all(|line| line.chars().count() <= LINE_MAX);
    let Some(relation) = known.filter(|_| lines && fits(words)) else {
        return Err(Problem::refused("complaint.incomplete").way_out("/register"));
    };
    let id = app.clock.new_id();
    let mut secret = [0_u8; CODE_BYTES];
    Randomness.fill_bytes(&mut secret);
    let code = base32_encode(&secret).to_uppercase();
    let one = Complaint {
        id,
        licence: open.row.id,
        number: String::new(),
        relation: relation.to_owned(),
        body: sealed(app, TABLE, id, &words.to_owned()),
        named: *who != Who::default(),
        at: now,
        due_at: now.plus_days(ANSWER_DAYS),
        worker: None,
        taken_at: None,
        inspection: None,
        outcome: None,
        answer: None,
        answered_at: None,
        worked_by: (String::new(), String::new()),
    };
    let who = one.named.then(|| sealed(app, WHO, id, who));
    let licence = open.row.id;
    let (hash, year) = (digest(&code), now.uae_date().year.rem_euclid(100));
    let told = fact(app, "complaint", format!("{id} received"), None, now);
    let write = move |tx: &mut dyn Tx| -> Result<Option<String>, DbError> {
        let (all, of_one) = store::lately(tx, licence, now.plus_days(-1))?;
        if all >= DAY_MAX || of_one >= DAY_MAX_OF_ONE {
            return Ok(None);
        }
        let nth = crate::referrals::store::next_number(tx, &format!("complaint-{year:02}"))?;
        let number = format!("Q-{year:02}-{nth:05}");
        let numbered = Complaint { number: number.clone(), ..one.clone() };
        store::insert(tx, &numbered, hash, who.as_ref())?;
        journal::insert(tx, &told)?;
        Ok(Some(number))
    };
    let number = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    let number = number.ok_or_else(|| Problem::refused("complaint.too_many"))?;
    Ok(Received { number, code })
}

fn fits(words: &str) -> bool {
    (1..=TEXT_MAX).contains(&words.chars().count())
}

async fn about(ask: &Ask) -> Result<Open, Problem> {
    let open = open::by_number(&ask.app, ask.param("number")).await?;
    match open.state(ask.now).is_public() {
        true => Ok(open),
        false => Err(Problem::not_found()),
    }
}

/// The form.
///
/// # Errors
/// `page.not_found` for a licence that was never given.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    let open = about(&ask).await?;
    Ok(Reply::page(&filled(&ask.cx, &open, &Pairs::default(), &Errors::none())))
}

fn filled(cx: &Cx, open: &Open, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let relations = RELATIONS.map(|code| (code, cx.code("complaint-relation", code)));
    let days = [("n", Arg::from(ANSWER_DAYS))];
    let body = html! {
        h1 { (cx.t("complaint-new")) }
        p { (Name(open.text.name.of(cx.lang))) " " (Code(&open.row.number)) }
        (Note::new("eye-slash", cx.t("complaint-sealed")).tone(Tone::Info).says(cx.t("complaint-sealed-text")))
        (Note::new("warning", cx.t("complaint-danger")).tone(Tone::Warn).says(cx.t("complaint-danger-text")))
        form.narrow method="post" action=(cx.url(&format!("/register/{}/complaint", open.row.number))) autocomplete="off" novalidate {
            (form.summary())
            div.stack {
                (form.radios("relation", cx.t("complaint-relation")).choices(relations))
                (form.area("words", cx.t("complaint-words")).hint(cx.t("complaint-words-hint")).max(TEXT_MAX).rows(6))
                (form.text("name", cx.t("complaint-name")).hint(cx.t("complaint-name-hint")).max(LINE_MAX).autocomplete("off").optional())
                (form.text("contact", cx.t("complaint-contact")).max(LINE_MAX).autocomplete("off").optional())
            }
            p.hint { (cx.t_with("complaint-days", &days)) }
            (acts(&html! { (Button::submit(cx.t("complaint-send")).icon("paper-plane-tilt")) }))
        }
        p { a.link href=(cx.url(&format!("/register/{}", open.row.number))) { (cx.t("register-again")) } }
    };
    register::document(cx, cx.t("complaint-new"), &body).errors(errors.any())
}

/// Takes the complaint of the form.
///
/// # Errors
/// As [`receive`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let open = about(&ask).await?;
    let get = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let (cx, relation, words) = (&ask.cx, get("relation"), get("words"));
    let who = Who { name: get("name"), contact: get("contact") };
    let long = |line: &str| line.chars().count() > LINE_MAX;
    let mut errors = Errors::none();
    for (field, wrong, key) in [
        ("relation", !RELATIONS.contains(&relation.as_str()), "complaint-relation-needed"),
        ("words", !fits(&words), "complaint-words-needed"),
        ("name", long(&who.name), "complaint-line-long"),
        ("contact", long(&who.contact), "complaint-line-long"),
    ] {
        if wrong {
            errors.add(field, cx.t(key));
        }
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&filled(cx, &open, &ask.form, &errors)));
    }
    let received = receive(&ask.app, &open, (&relation, &words), &who, ask.now).await?;
    let rows = Summary::new().row(cx.t("complaint-number"), Code(&received.number));
    let days = [("n", Arg::from(ANSWER_DAYS))];
    let body = html! {
        h1 { (cx.t("complaint-received")) }
        (rows)
        h2 { (cx.t("complaint-code")) }
        (copyable(cx, &received.code))
        p { (cx.t("complaint-code-text")) }
        p { (cx.t_with("complaint-days", &days)) }
        p { a.link href=(cx.url("/complaint")) { (cx.t("complaint-ask")) } }
    };
    Ok(Reply::page(&register::document(cx, cx.t("complaint-received"), &body)))
}

/// Where an answer is asked for.
///
/// # Errors
/// None of its own.
pub async fn ask_for(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&asking(&ask.cx, &Pairs::default(), &Errors::none())))
}

fn asking(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let body = html! {
        h1 { (cx.t("complaint-ask")) }
        p { (cx.t("complaint-ask-text")) }
        form.narrow method="post" action=(cx.url("/complaint")) autocomplete="off" novalidate {
            (form.summary())
            div.stack {
                (form.text("number", cx.t("complaint-number")).ltr().max(20).autocomplete("off"))
                (form.text("code", cx.t("complaint-code")).ltr().max(40).autocomplete("off"))
            }
            (acts(&html! { (Button::submit(cx.t("complaint-look"))) }))
        }
        p { a.link href=(cx.url("/register")) { (cx.t("licence-register-title")) } }
    };
    register::document(cx, cx.t("complaint-ask"), &body).errors(errors.any())
}

/// The answer, for whoever has the number and its code. A wrong pair is told apart from none in no way.
///
/// # Errors
/// `vault.unreadable` when it is damaged.
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let number = ask.form.get("number").unwrap_or_default().trim().to_uppercase();
    let code = digest(ask.form.get("code").unwrap_or_default());
    let found = ask.app.store.read(move |tx| store::by_number(tx, &number, code)).await?;
    let Some(one) = found else {
        let mut errors = Errors::none();
        errors.add("code", cx.t("complaint-none"));
        return Ok(Reply::page_with_errors(&asking(cx, &Pairs::default(), &errors)));
    };
    let said = one.answer.as_deref();
    let said = said.map(|body| unsealed::<String>(&ask.app, ANSWER, one.id, body)).transpose()?;
    let body = html! {
        h1 { (cx.t("complaint-one")) " " (Code(&one.number)) }
        (standing(cx, &one))
        @if let Some(said) = &said { h2 { (cx.t("complaint-answer")) } p dir="auto" { (said) } }
        p { a.link href=(cx.url("/complaint")) { (cx.t("complaint-ask")) } }
    };
    Ok(Reply::page(&register::document(cx, cx.t("complaint-one"), &body)))
}

/// Where it stands, without who works it.
fn standing(cx: &Cx, one: &Complaint) -> Markup {
    let state = match (one.answered_at, one.taken_at) {
        (Some(_), _) => cx.t("complaint-answered"),
        (None, Some(_)) => cx.t("complaint-taken"),
        (None, None) => cx.t("complaint-waits"),
    };
    let rows = Summary::new()
        .row(cx.t("complaint-state"), state)
        .row(cx.t("complaint-came"), day(cx, one.at))
        .row(cx.t("complaint-due"), day(cx, one.due_at))
        .row_if(
            cx.t("complaint-outcome"),
            one.outcome.as_deref().map(|code| cx.code("complaint-outcome", code)),
        );
    html! { (rows) }
}

fn day(cx: &Cx, at: Millis) -> Markup {
    html! { (dates::day(cx.lang, at)) }
}
