//! People: how a person is read from a form and shown on a page, the register in which they are found again, and the
//! page of a person.
//!
//! Everything about a person may be unknown. Nothing here refuses somebody for a missing paper: what looks wrong is a
//! warning, and "not known" is an answer.

pub mod beside;
pub mod form;
pub mod guard;
pub mod identity;
pub mod nationality;
pub mod pairs;
pub mod prepared;
mod profile;
pub mod reading;
pub mod register;
pub mod show;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

use maud::{Markup, html};

pub use register::People;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::web::Cx;
use crate::web::components::{Note, Tone};

/// The routes of people.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/people/{id}", Permission::CaseRead, profile::page);
    r.post("/{lang}/people/{id}/names", Permission::CaseRead, profile::names);
}

/// Says that the register is still being read, while it is: until then somebody on file may not be found.
pub fn search_state(cx: &Cx, app: &App) -> Markup {
    let Some((read, of)) = app.people.filling() else { return html! {} };
    let said = [("read", read.into()), ("of", of.into())];
    let note = Note::new("hourglass-medium", cx.t("register-filling")).tone(Tone::Warn);
    html! { div.mb-5 #register data-live="people" { (note.says(cx.t_with("register-filling-text", &said))) } }
}
