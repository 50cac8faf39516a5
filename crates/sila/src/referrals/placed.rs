//! Who answers for a person who was given a place, and where the place is: the two are not the same agency.

use maud::{Markup, html};
use sila_core::codes::Kind;
use sila_core::referral::State;

use super::show::Sight;
use crate::web::components::{Note, Tone};
use crate::web::{Arg, Cx};

/// The note of the page, at both agencies, from the acceptance on.
pub fn note(cx: &Cx, sight: &Sight) -> Markup {
    let Some(thread) = &sight.record.thread else { return html! {} };
    let placed = thread.offer().kind == Kind::Shelter && thread.state() == State::Accepted;
    let source = thread.responsible();
    let parties = [sight.me, sight.record.row.peer];
    if !placed || !parties.contains(&source) || thread.redirect().is_some() {
        return html! {};
    }
    let name =
        |ours: bool| if ours { cx.agency().to_owned() } else { sight.peer_name(cx).to_owned() };
    let (lead, place) = (name(source == sight.me), name(source != sight.me));
    let who = [("agency", Arg::from(lead.as_str())), ("place", Arg::from(place.as_str()))];
    html! { (Note::new("house-line", cx.t_with("referral-placed", &who)).tone(Tone::Ok)) }
}
