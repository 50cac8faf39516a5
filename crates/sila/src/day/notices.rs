//! `/notifications` (الإشعارات): everything that waits for a worker, each read or unread, the same things as on their day. A notice is a line of words
//! of ours with a number at most: it names nobody. What does not wait any more is gone with its mark. In quiet hours nothing rings: the bell shows
//! no number, and no letter goes out.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::{Hash, sha256};

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::day::store::{self, Quiet};
use crate::day::{show, tasks};
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Task, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The routes of notices.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/notifications", Permission::SignedIn, list);
    r.post("/{lang}/notifications", Permission::SignedIn, read);
    r.post("/{lang}/notifications/quiet", Permission::SignedIn, quiet);
}

/// Something that waits, with the mark by which it is known again and whether it was read.
struct Notice {
    mark: Hash,
    read: bool,
    task: Task,
}

/// What a notice is known by: where it leads and its icon, in no language.
fn mark(cx: &Cx, task: &Task) -> Hash {
    let path = task.path().strip_prefix(&cx.url("")).unwrap_or_default();
    sha256(&[task.mark().as_bytes(), b" ", path.as_bytes()])
}

/// Everything that waits for the worker. Marks of what does not wait any more are forgotten.
async fn gather(app: &App, cx: &Cx, worker: &Worker, now: Millis) -> Result<Vec<Notice>, Problem> {
    let day = show::of(app, worker, now).await?;
    let names = Names::all(app).await?;
    let waiting = tasks::tasks(cx, worker, &day, &names);
    let id = worker.id;
    let known = app.store.read(move |tx| store::read(tx, id)).await?;
    let mut notices: Vec<Notice> = Vec::new();
    for task in waiting {
        let mark = mark(cx, &task);
        if notices.iter().all(|one| one.mark != mark) {
            notices.push(Notice { mark, read: known.contains(&mark), task });
        }
    }
    let still: BTreeSet<Hash> = notices.iter().map(|one| one.mark).collect();
    let gone: Vec<Hash> = known.difference(&still).copied().collect();
    if !gone.is_empty() {
        app.store.write(move |tx| store::forget(tx, id, &gone)).await?;
    }
    Ok(notices)
}

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    document(&ask, (None, &Errors::none())).await
}

/// Marks one as read, or all of them.
///
/// # Errors
/// `form.broken` without a mark.
pub async fn read(ask: Ask) -> Result<Reply, Problem> {
    let (worker, now) = (ask.worker()?, ask.now);
    let notices = gather(&ask.app, &ask.cx, worker, now).await?;
    let wanted = ask.form.get("mark").unwrap_or_default();
    let marks: Vec<Hash> = notices
        .iter()
        .map(|one| one.mark)
        .filter(|mark| wanted == "all" || sila_seal::hex(mark) == wanted)
        .collect();
    if marks.is_empty() && wanted != "all" {
        return Err(Problem::bad_request("form.broken"));
    }
    let id = worker.id;
    ask.app.store.write(move |tx| store::mark(tx, id, &marks, now)).await?;
    Ok(Reply::see_other(ask.cx.url("/notifications")))
}

/// Keeps the hours in which nothing rings, or ends them.
///
/// # Errors
/// When the store cannot be written.
pub async fn quiet(ask: Ask) -> Result<Reply, Problem> {
    let id = ask.worker()?.id;
    let hour = |name: &str| {
        let typed = sila_names::fold::ascii_digits(ask.form.get(name)?);
        typed.parse::<u16>().ok().filter(|hour| *hour < 24)
    };
    let off = ask.form.get("act") == Some("off");
    let hours = hour("from").zip(hour("until")).filter(|(from, until)| from != until);
    if hours.is_none() && !off {
        let mut errors = Errors::none();
        errors.add("from", ask.cx.t("quiet-hours-wrong"));
        return document(&ask, (Some(&ask.form), &errors)).await;
    }
    let hours = hours.filter(|_| !off).map(|(from, until)| Quiet { from, until });
    ask.app.store.write(move |tx| store::set_quiet(tx, id, hours)).await?;
    Ok(Reply::see_other(ask.cx.url("/notifications")))
}

/// Until when it is quiet for this worker, if it is quiet now.
///
/// # Errors
/// What the store answers.
pub fn quiet_until(
    tx: &mut dyn Tx,
    worker: WorkerId,
    now: Millis,
) -> Result<Option<Millis>, DbError> {
    Ok(store::quiet(tx, worker)?.and_then(|hours| hours.end(now)))
}

async fn document(ask: &Ask, (typed, errors): (Option<&Pairs>, &Errors)) -> Result<Reply, Problem> {
    let (cx, worker) = (&ask.cx, ask.worker()?);
    let notices = gather(&ask.app, cx, worker, ask.now).await?;
    let id = worker.id;
    let hours = ask.app.store.read(move |tx| store::quiet(tx, id)).await?;
    let kept = hours.map(|one| [("from", one.from.to_string()), ("until", one.until.to_string())]);
    let kept: Pairs = kept.iter().flatten().map(|(name, hour)| (*name, hour.as_str())).collect();
    let form = Form::new(cx, typed.unwrap_or(&kept), errors);
    let (unread, read): (Vec<&Notice>, Vec<&Notice>) = notices.iter().partition(|one| !one.read);
    let main = html! {
        (card(cx, "notices-unread", &unread, true))
        @if !read.is_empty() { (card(cx, "notices-read", &read, false)) }
    };
    let aside = html! {
        (quiet_card(cx, &form, hours, ask.now))
        (Note::new("envelope-simple", cx.t("notices-mail")).tone(Tone::Info).body(html! {
            p { (cx.t("notices-mail-text")) }
            p { a.link href=(cx.url("/me/mail")) { (cx.t("mail-mine")) } }
        }))
    };
    let body = html! {
        (form.summary())
        (heading(cx.t("notices-title"), Some(&cx.t("notices-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("notices-title")).errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn card(cx: &Cx, title: &'static str, all: &[&Notice], unread: bool) -> Markup {
    let none = empty_state("bell", cx.t("notices-none"), cx.t("notices-none-text"), &html! {});
    let send = |mark: &str, words: &str| {
        let button = Button::submit(cx.t(words)).soft().small().icon("check");
        post(
            cx,
            "/notifications",
            &html! { input type="hidden" name="mark" value=(mark); (button) },
        )
    };
    let topics = "referrals cases links agreements people shelter meetings";
    html! {
        (Card::new(cx.t(title)).count(all.len()).live(title, topics).body(html! {
            @if all.is_empty() { (none) } @else {
                @if unread && all.len() > 1 { (send("all", "notices-read-all")) }
                ul.tasks.notices { @for one in all {
                    (one.task)
                    @if unread { li.notice-act { (send(&sila_seal::hex(&one.mark), "notices-read-one")) } }
                } }
            }
        }))
    }
}

fn quiet_card(cx: &Cx, form: &Form<'_>, hours: Option<Quiet>, now: Millis) -> Markup {
    let is_quiet = hours.is_some_and(|hours| hours.end(now).is_some());
    html! {
        (Card::new(cx.t("quiet-hours-title")).body(html! {
            p.hint { (cx.t("quiet-hours-text")) }
            @if is_quiet { p { b { (cx.t("quiet-hours-now")) } } }
            (post(cx, "/notifications/quiet", &html! {
                div.row {
                    (form.text("from", cx.t("quiet-hours-from")).numeric().max(2))
                    (form.text("until", cx.t("quiet-hours-until")).numeric().max(2))
                }
                (acts(&html! {
                    (Button::save(cx))
                    @if hours.is_some() { (Button::submit(cx.t("quiet-hours-off")).soft().sends("act", "off").unchecked()) }
                }))
            }))
        }))
    }
}
