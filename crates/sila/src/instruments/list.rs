//! `/instruments`: the forms in use and those that were; loading one from its file; and the word of a second colleague.

use maud::{Markup, html};
use sila_core::instrument::Instrument;
use uuid::Uuid;

use super::store::{self, Loaded};
use super::{State, fact, file};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Summary, Table, Tone, acts, columns, heading, icon, post, tag,
};
use crate::web::ident::Code;
use crate::web::{Cx, Errors, Page, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    document(&ask, &Errors::none()).await.map(|page| Reply::page(&page))
}

/// Loads a form. It is used once somebody else has approved it.
///
/// # Errors
/// `instrument.known` when there is this version already.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let bytes = ask.file.as_ref().map(|file| file.bytes.to_vec()).unwrap_or_default();
    let instrument = match file::read(&bytes) {
        Ok(instrument) => instrument,
        Err(not) => {
            let (key, at) = not.says();
            let mut errors = Errors::none();
            let said = [("at", at.as_str().into())];
            errors.add("file", ask.cx.t_with(&format!("instrument-refused-{key}"), &said));
            return document(&ask, &errors).await.map(|page| Reply::page_with_errors(&page));
        }
    };
    let worker = ask.worker()?.id;
    let by = (State::Loaded, Some(worker));
    let new = file::loaded(&ask.app, (&bytes, &instrument), by, ask.now);
    let id = new.id;
    let added = write(&ask, &new, State::Loaded, move |tx, new| store::insert(tx, new)).await?;
    match added {
        true => Ok(Reply::see_other(ask.cx.url(&format!("/instruments/{id}")))),
        false => Err(Problem::refused("instrument.known").way_out("/instruments")),
    }
}

/// Takes a form into use, or out of it.
///
/// # Errors
/// `page.forbidden` for whoever loaded it; `instrument.moved` when somebody was quicker.
pub async fn decide(ask: Ask) -> Result<Reply, Problem> {
    let loaded = one(&ask).await?;
    let worker = ask.worker()?.id;
    let to = match (loaded.state, ask.form.get("decision")) {
        // Nor after taking it out of use: it would be nobody's word but their own.
        (State::Loaded | State::Retired, Some("approve")) if loaded.loaded_by == Some(worker) => {
            return Err(Problem::forbidden());
        }
        (State::Loaded | State::Retired, Some("approve")) => State::Active,
        (State::Loaded | State::Active, Some("retire")) => State::Retired,
        _ => return Err(Problem::refused("instrument.moved").way_out("/instruments")),
    };
    let done =
        write(&ask, &loaded, to, move |tx, one| store::decide(tx, one, (to, worker))).await?;
    match done {
        true => Ok(Reply::see_other(ask.cx.url("/instruments"))),
        false => Err(Problem::refused("instrument.moved").way_out("/instruments")),
    }
}

async fn write<F>(ask: &Ask, one: &Loaded, to: State, act: F) -> Result<bool, Problem>
where
    F: Fn(&mut dyn Tx, &Loaded) -> Result<bool, DbError> + Send + 'static,
{
    let digest: String = one.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let words = format!("{} {} {} {digest}", to.code(), one.code, one.version);
    let by = ask.worker()?.id;
    let fact = fact(&ask.app, &one.id.to_string(), "instrument", by, &words, ask.now);
    let one = one.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = act(tx, &one)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    Ok(ask.app.store.write(write).await?)
}

async fn one(ask: &Ask) -> Result<Loaded, Problem> {
    let id: Uuid = ask.id("id")?;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    found.ok_or_else(Problem::not_found)
}

fn state_tag(cx: &Cx, state: State) -> Markup {
    let tone = match state {
        State::Loaded => Tone::Gold,
        State::Active => Tone::Ok,
        State::Retired => Tone::Plain,
    };
    tag(tone, cx.code("instrument-state", state.code()))
}

async fn document(ask: &Ask, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let all = ask.app.store.read(store::all).await?;
    let head = [
        Col::text(cx.t("instrument-title")),
        Col::text(cx.t("instrument-version")),
        Col::status(cx.t("instrument-state")),
        Col::num(cx.t("instrument-loaded")),
    ];
    let mut rows = Vec::new();
    for one in &all {
        rows.push([
            html! { a.ref href=(cx.url(&format!("/instruments/{}", one.id))) { (cx.lang.pick(&one.title.ar, &one.title.en)) } },
            html! { (Code(&format!("{} {}", one.code, one.version))) },
            state_tag(cx, one.state),
            html! { (dates::day_short(one.loaded_at)) },
        ]);
    }
    let table = Table::new(cx.t("instruments-title"), head).rows(rows);
    let main = html! { (table) };
    let aside = html! { @if ask.may(Permission::CaseApprove) { (send(cx, errors)) } };
    let body = html! {
        (heading(cx.t("instruments-title"), Some(&cx.t("instruments-lead")), &html! {}))
        (errors.summary(cx))
        (columns(&main, &aside))
    };
    Ok(Page::new(cx, cx.t("instruments-title")).errors(errors.any()).body(body))
}

fn send(cx: &Cx, errors: &Errors) -> Markup {
    let wrong = errors.get("file");
    html! {
        (Card::new(cx.t("instrument-load")).body(html! {
            form method="post" action=(cx.url("/instruments")) enctype="multipart/form-data" novalidate {
                div.field.err[wrong.is_some()] {
                    label for="file" { (cx.t("instrument-file")) }
                    p.hint id="file-h" { (cx.t("instrument-file-hint")) }
                    @if let Some(message) = wrong {
                        p.msg id="file-e" { (icon("warning-circle")) span { (message) } }
                    }
                    input.in type="file" id="file" name="file" accept=".json,application/json"
                        aria-describedby="file-h" aria-invalid=[wrong.map(|_| "true")];
                }
                (acts(&html! { (Button::submit(cx.t("instrument-load-act")).icon("upload-simple")) }))
            }
        }))
    }
}

/// One form: its questions, its rules, and what can be decided about it.
///
/// # Errors
/// `page.not_found`.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let loaded = one(&ask).await?;
    let (cx, form) = (&ask.cx, file::of(&loaded)?);
    let title = cx.lang.pick(&form.title.ar, &form.title.en).clone();
    let digest: String = loaded.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let about = Summary::new()
        .row(cx.t("instrument-version"), Code(&format!("{} {}", loaded.code, loaded.version)))
        .row(cx.t("instrument-source"), cx.lang.pick(&form.source.ar, &form.source.en).clone())
        .row(cx.t("instrument-loaded"), cx.at(loaded.loaded_at))
        .row(cx.t("assessment-hash"), Code(digest.get(..12).unwrap_or_default()));
    let main = html! { (questions(cx, &form)) (rules(cx, &form)) };
    let aside = html! {
        (Card::new(cx.t("instrument-about")).tag(state_tag(cx, loaded.state)).body(html! { (about) }))
        @if ask.may(Permission::CaseApprove) { (decision(&ask, &loaded)) }
    };
    let body = html! { (heading(title.clone(), None, &html! {})) (columns(&main, &aside)) };
    let page = Page::new(cx, title).crumb(cx.t("instruments-title"), "/instruments").body(body);
    Ok(Reply::page(&page))
}

fn questions(cx: &Cx, form: &Instrument) -> Markup {
    let mut rows = Summary::new().wide();
    for question in &form.questions {
        let words = cx.lang.pick(&question.words.ar, &question.words.en).clone();
        let one = |answer: &sila_core::instrument::Answer| {
            format!("{} ({})", cx.lang.pick(&answer.words.ar, &answer.words.en), answer.points)
        };
        let answers: Vec<String> = question.answers.iter().map(one).collect();
        rows = rows.row(words, answers.join(" · "));
    }
    html! { (Card::new(cx.t("assessment-questions")).count(form.questions.len()).body(html! { (rows) })) }
}

fn rules(cx: &Cx, form: &Instrument) -> Markup {
    html! {
        (Card::new(cx.t("instrument-rules")).body(html! {
            p.hint { (cx.t("instrument-rules-text")) }
            ul.reads { @for rule in &form.rules { li {
                (super::card::level_tag(cx, rule.level)) " " (super::show::reason(cx, form, rule))
            } } }
        }))
    }
}

fn decision(ask: &Ask, loaded: &Loaded) -> Markup {
    let cx = &ask.cx;
    let own = ask.worker().is_ok_and(|worker| Some(worker.id) == loaded.loaded_by);
    let approve = loaded.state != State::Active && !own;
    let path = format!("/instruments/{}/decision", loaded.id);
    html! {
        @if own && loaded.state != State::Active { p.hint { (cx.t("instrument-other")) } }
        (post(cx, &path, &acts(&html! {
            @if approve { (Button::submit(cx.t("instrument-approve")).sends("decision", "approve").icon("check")) }
            @if loaded.state != State::Retired { (Button::submit(cx.t("instrument-retire")).soft().sends("decision", "retire")) }
        })))
    }
}
