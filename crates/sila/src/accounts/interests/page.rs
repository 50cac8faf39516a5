//! `/me/interests`: each declares for themselves, and nobody else reads it.

use maud::html;
use sila_core::area::{self, AreaCode, AreaKind};

use super::{Interests, TABLE, opened, store};
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::meetings::sealed;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, post};
use crate::web::{Arg, Errors, Form, Page, Pairs};

/// Lines in a field.
const LINES_MAX: usize = 20;
/// Characters in a line.
const LINE_CHARS_MAX: usize = 80;

/// Whether living in the same such place says anything: an emirate or a city does not.
fn is_near(code: AreaCode) -> bool {
    use AreaKind::{District, Suburb, Town, Village};
    code.area().is_some_and(|area| matches!(area.kind, District | Suburb | Town | Village))
}

/// The page, with what was declared before.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let id = ask.worker()?.id;
    let mut values = Pairs::default();
    if let Some(body) = ask.app.store.read(move |tx| store::one(tx, id)).await? {
        let known = opened(&ask.app, id, &body)?;
        values.push("families", known.families.join("\n"));
        values.push("employers", known.employers.join("\n"));
        values.push("area", known.area.map_or("", |area| area.as_str()));
    }
    Ok(Reply::page(&document(&ask, &values, &Errors::none())))
}

/// Keeps it. Nothing at all is an answer, too.
///
/// # Errors
/// When the store cannot be written.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let (id, now) = (ask.worker()?.id, ask.now);
    let mut errors = Errors::none();
    let families = lines(&ask, "families", &mut errors);
    let employers = lines(&ask, "employers", &mut errors);
    let typed = ask.form.get("area").unwrap_or_default();
    let area = AreaCode::parse(typed).ok().filter(|area| is_near(*area));
    if area.is_none() && !typed.is_empty() {
        errors.add("area", ask.cx.t("interests-area-wrong"));
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&document(&ask, &ask.form, &errors)));
    }
    let body = sealed(&ask.app, TABLE, id.0, &Interests { families, employers, area });
    ask.app.store.write(move |tx| store::set(tx, id, &body, now)).await?;
    Ok(Reply::see_other(ask.cx.url("/me/interests")))
}

/// The lines of a field, without empty ones.
fn lines(ask: &Ask, name: &str, errors: &mut Errors) -> Vec<String> {
    let typed = ask.form.get(name).unwrap_or_default().lines().map(str::trim);
    let lines: Vec<String> = typed.filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let long = lines.iter().any(|line| line.chars().count() > LINE_CHARS_MAX);
    if long || lines.len() > LINES_MAX {
        let most = [("n", Arg::from(LINES_MAX)), ("m", Arg::from(LINE_CHARS_MAX))];
        errors.add(name, ask.cx.t_with("interests-too-much", &most));
    }
    lines
}

fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let near = area::all().iter().filter(|area| is_near(area.code));
    let areas = near.map(|area| (area.code.as_str(), area_name(cx, area.code.as_str())));
    let body = html! {
        (heading(cx.t("interests-title"), Some(&cx.t("interests-lead")), &html! {}))
        div.stack.narrow {
            (form.summary())
            (Note::new("lock-key", cx.t("interests-sealed")).tone(Tone::Info).says(cx.t("interests-sealed-text")))
            (Card::new(cx.t("interests-title")).body(post(cx, "/me/interests", &html! {
                (form.area("families", cx.t("interests-families")).hint(cx.t("interests-families-hint")).optional())
                (form.area("employers", cx.t("interests-employers")).hint(cx.t("interests-employers-hint")).optional())
                (form.select("area", cx.t("interests-area")).hint(cx.t("interests-area-hint")).combo().empty(cx.t("interests-area-none")).choices(areas).optional())
                (acts(&html! { (Button::save(cx)) }))
            })))
        }
    };
    Page::new(cx, cx.t("interests-title"))
        .crumb(cx.t("me-title"), "/me")
        .errors(errors.any())
        .body(body)
}
