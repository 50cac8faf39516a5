//! `/instruments`: the forms in use and those that were; loading one from its file; and the word of a second colleague.

use maud::{Markup, html};
use sila_core::ids::WorkerId;
use sila_core::instrument::Instrument;
use sila_core::time::Millis;
use uuid::Uuid;

use super::store::{self, Loaded};
use super::{ELDER, State, fact, file};
use crate::accounts::Permission;
use crate::app::App;
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
    let by = ask.worker()?.id;
    match load(&ask.app, by, (&bytes, &instrument), ask.now).await? {
        Some(id) => Ok(Reply::see_other(ask.cx.url(&format!("/instruments/{id}")))),
        None => Err(Problem::refused("instrument.known").way_out("/instruments")),
    }
}

/// Keeps a form that was read. Nothing when there is this version already.
async fn load(
    app: &App,
    by: WorkerId,
    (bytes, form): (&[u8], &Instrument),
    now: Millis,
) -> Result<Option<Uuid>, Problem> {
    let new = file::loaded(app, (bytes, form), (State::Loaded, Some(by)), now);
    let id = new.id;
    let kept = (&new, State::Loaded);
    let added = write((app, by), kept, move |tx, new| store::insert(tx, new), now).await?;
    Ok(added.then_some(id))
}

/// Takes a form into use, or out of it.
///
/// # Errors
/// `page.forbidden` for whoever loaded it; `instrument.moved` when somebody was quicker.
pub async fn decide(ask: Ask) -> Result<Reply, Problem> {
    let loaded = one(&ask).await?;
    let by = ask.worker()?.id;
    settle(&ask.app, by, (&loaded, ask.form.get("decision")), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url("/instruments")))
}

async fn settle(
    app: &App,
    by: WorkerId,
    (loaded, decision): (&Loaded, Option<&str>),
    now: Millis,
) -> Result<(), Problem> {
    let moved = || Problem::refused("instrument.moved").way_out("/instruments");
    let to = match (loaded.state, decision) {
        // Nor after taking it out of use: it would be nobody's word but their own.
        (State::Loaded | State::Retired, Some("approve")) if loaded.loaded_by == Some(by) => {
            return Err(Problem::forbidden());
        }
        (State::Loaded | State::Retired, Some("approve")) => State::Active,
        (State::Loaded | State::Active, Some("retire")) => State::Retired,
        _ => return Err(moved()),
    };
    let kept = (loaded, to);
    let done = write((app, by), kept, move |tx, one| store::decide(tx, one, (to, by)), now).await?;
    if done { Ok(()) } else { Err(moved()) }
}

/// Loads a form by one colleague's hand and takes it into use by another's: for the demonstration, by the acts of the page.
///
/// # Errors
/// As the page's own acts that load a form and approve it.
pub async fn adopt(
    app: &App,
    [loads, approves]: [WorkerId; 2],
    bytes: &[u8],
    now: Millis,
) -> Result<(), Problem> {
    let unreadable = |_no| Problem::internal("instrument.unreadable");
    let form = file::read(bytes).map_err(unreadable)?;
    let id = load(app, loads, (bytes, &form), now).await?;
    let id = id.ok_or_else(|| Problem::refused("instrument.known"))?;
    let loaded = app.store.read(move |tx| store::find(tx, id)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    settle(app, approves, (&loaded, Some("approve")), now).await
}

async fn write<F>(
    (app, by): (&App, WorkerId),
    (one, to): (&Loaded, State),
    act: F,
    now: Millis,
) -> Result<bool, Problem>
where
    F: Fn(&mut dyn Tx, &Loaded) -> Result<bool, DbError> + Send + 'static,
{
    let digest: String = one.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let words = format!("{} {} {} {digest}", to.code(), one.code, one.version);
    let fact = fact(app, &one.id.to_string(), "instrument", by, &words, now);
    let one = one.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = act(tx, &one)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    Ok(app.store.write(write).await?)
}

/// The form about older people at home that comes with the program, as the file that an agency loads.
///
/// # Errors
/// Never.
pub async fn ours(_ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::file("application/json", "sila-elder-1.json", ELDER.to_vec()))
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
            p.hint { (cx.t("instrument-ours")) }
            (acts(&html! { (Button::link(cx.t("instrument-ours-act"), cx.url("/instruments/ours/older")).line().small().icon("download-simple")) }))
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
