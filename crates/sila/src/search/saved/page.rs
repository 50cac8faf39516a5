//! The line of saved filters above a list, and what is done with them.

use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, Stored};
use super::{KEPT_MAX, List, Saved, place};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Tone, icon, post, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Pairs};

/// Longest name, in characters.
const NAME_MAX: usize = 60;

/// The filters, each a link; and the form that keeps the present one.
pub fn bar(ask: &Ask, list: List, all: &[Saved]) -> Markup {
    let cx = &ask.cx;
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let narrowed = list.narrowing(&ask.query);
    let here = narrowed.encoded();
    let (own, theirs): (Vec<&Saved>, Vec<&Saved>) = all.iter().partition(|one| one.by.is_none());
    html! {
        details.fold.kept open[!all.is_empty()] {
            summary { (icon("push-pin")) " " (cx.t("saved-title")) " " span.num { (all.len()) } }
            @if !own.is_empty() { ul.people { @for saved in &own { (own_line(cx, list, saved, &here)) } } }
            @if !theirs.is_empty() {
                h3 { (cx.t("saved-theirs")) }
                ul.people { @for saved in &theirs { (shared_line(cx, list, saved, &here)) } }
            }
            @if own.iter().any(|one| one.stored.first) { p { a.link href=(cx.url(&format!("{}?all=1", list.path()))) { (cx.t("saved-whole")) } } }
            @if !here.is_empty() {
                (post(cx, "/filters", &html! {
                    input type="hidden" name="list" value=(list.code());
                    @for (name, value) in narrowed.iter() { input type="hidden" name=(name) value=(value); }
                    div.row {
                        (form.text("_name", cx.t("saved-name")).hint(cx.t("saved-name-hint")).max(NAME_MAX))
                        (form.checks("_first", cx.t("saved-opens")).choice("yes", cx.t("saved-first")).optional())
                    }
                    (Button::submit(cx.t("saved-keep")).line().small())
                }))
            } @else { p.hint { (cx.t("saved-how")) } }
        }
    }
}

fn link(cx: &Cx, list: List, saved: &Saved, here: &str) -> Markup {
    let stored = &saved.stored;
    let href = cx.url(&format!("{}?{}", list.path(), stored.query));
    html! { a.link href=(href) aria-current=[(stored.query == here).then_some("true")] { (Name(&saved.name)) } }
}

/// One's own: it opens first or not, is shared or not, and can be forgotten.
fn own_line(cx: &Cx, list: List, saved: &Saved, here: &str) -> Markup {
    let stored = &saved.stored;
    let act = |what: &str, on: bool, words: &str| {
        let inside = html! {
            input type="hidden" name=(what) value=(if on { "no" } else { "yes" });
            (Button::submit(cx.t(words)).soft().small())
        };
        post(cx, &format!("/filters/{}/{what}", stored.id), &inside)
    };
    html! { li {
        (link(cx, list, saved, here))
        @if stored.first { " " (tag(Tone::Info, cx.t("saved-is-first"))) }
        @if stored.shared { " " (tag(Tone::Info, cx.t("saved-is-shared"))) }
        (act("first", stored.first, if stored.first { "saved-unfirst" } else { "saved-first" }))
        (act("share", stored.shared, if stored.shared { "saved-unshare" } else { "saved-share" }))
        (act("end", false, "saved-end"))
    } }
}

/// One that a colleague shares.
fn shared_line(cx: &Cx, list: List, saved: &Saved, here: &str) -> Markup {
    let by = saved.by.as_ref().map_or("", |(ar, en)| cx.lang.pick(ar, en));
    html! { li {
        (link(cx, list, saved, here))
        span.sub { (cx.t("saved-shared-by")) " " (Name(by)) }
    } }
}

/// Keeps a filter under a name.
///
/// # Errors
/// `form.broken` without a list or anything that narrows; `saved.name`; `saved.many`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let broken = || Problem::bad_request("form.broken");
    let list = ask.form.get("list").and_then(List::of).ok_or_else(broken)?;
    let narrowed = list.narrowing(&ask.form);
    if narrowed.is_empty() {
        return Err(broken());
    }
    let back = format!("{}?{}", list.path(), narrowed.encoded());
    let name = ask.form.get("_name").unwrap_or_default().trim();
    if !(1..=NAME_MAX).contains(&name.chars().count()) {
        return Err(Problem::refused("saved.name").way_out(back));
    }
    let id = ask.app.clock.new_id();
    let one = Stored {
        id,
        list: list.code().to_owned(),
        name: ask.app.vault.seal(place(id), name.as_bytes()),
        query: narrowed.encoded(),
        first: ask.form.has("_first", "yes"),
        shared: false,
    };
    let (worker, now) = (ask.worker()?.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let room = store::of_list(tx, worker, &one.list)?.len() < KEPT_MAX;
        if room {
            store::insert(tx, worker, &one, now)?;
        }
        Ok(room)
    };
    match ask.app.store.write(write).await? {
        true => Ok(Reply::see_other(ask.cx.url(&back))),
        false => Err(Problem::refused("saved.many").way_out(back)),
    }
}

async fn found(ask: &Ask) -> Result<(Stored, List), Problem> {
    let (id, worker): (Uuid, _) = (ask.id("id")?, ask.worker()?.id);
    let stored = ask.app.store.read(move |tx| store::one(tx, worker, id)).await?;
    let stored = stored.ok_or_else(Problem::not_found)?;
    let list = List::of(&stored.list).ok_or_else(Problem::not_found)?;
    Ok((stored, list))
}

/// Says that a filter opens first, or does not any more.
///
/// # Errors
/// `page.not_found` when it is another worker's.
pub async fn first(ask: Ask) -> Result<Reply, Problem> {
    let (stored, list) = found(&ask).await?;
    let (worker, first) = (ask.worker()?.id, ask.form.has("first", "yes"));
    let back = format!("{}?{}", list.path(), stored.query);
    ask.app.store.write(move |tx| store::set_first(tx, worker, &stored, first)).await?;
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// Shares a filter with whoever is in a team with the worker, or does not any more.
///
/// # Errors
/// `page.not_found` when it is another worker's.
pub async fn share(ask: Ask) -> Result<Reply, Problem> {
    let (stored, list) = found(&ask).await?;
    let (worker, shared) = (ask.worker()?.id, ask.form.has("share", "yes"));
    let back = format!("{}?{}", list.path(), stored.query);
    ask.app.store.write(move |tx| store::set_shared(tx, worker, stored.id, shared)).await?;
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// Forgets a filter.
///
/// # Errors
/// `page.not_found` when it is another worker's.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let (stored, list) = found(&ask).await?;
    let worker = ask.worker()?.id;
    ask.app.store.write(move |tx| store::end(tx, worker, stored.id)).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}?all=1", list.path()))))
}
