//! What partners asked us for: on the board, without a name, with what our node answered and until when it holds.

use maud::{Markup, html};

use super::Request;
use crate::partners::Names;
use crate::shelter::stays::{Stay, path};
use crate::web::components::{Card, Task, Tone, tag};
use crate::web::{Arg, Cx, dates};

/// How far back the board looks, in hours.
pub const SHOWN_HOURS: i64 = 48;

/// The card of the board; nothing when nobody asked lately.
pub fn card(cx: &Cx, requests: &[Request], stays: &[Stay], names: &Names) -> Markup {
    let tasks: Vec<Task> = requests.iter().map(|one| line(cx, one, stays, names)).collect();
    html! { @if !tasks.is_empty() {
        (Card::new(cx.t("place-partners")).count(tasks.len()).live("place-partners", "shelter").body(html! {
            p.muted { (cx.t("place-partners-text")) }
            ul.tasks { @for task in &tasks { (task) } }
        }))
    } }
}

fn line(cx: &Cx, one: &Request, stays: &[Stay], names: &Names) -> Task {
    let held = one.stay.and_then(|id| stays.iter().find(|stay| stay.id == id));
    let people = cx.t_with("place-people-n", &[("n", one.need.people.len().into())]);
    let first = one.need.people.first();
    let who = first.map(|one| {
        format!("{} · {}", cx.code("sex", one.sex.code()), cx.code("age-band", one.age.code()))
    });
    let tone = if held.is_some() { Tone::Gold } else { Tone::Plain };
    let link = held.map_or_else(|| "/shelter".to_owned(), |stay| path(stay.id, ""));
    let end = match held.filter(|stay| stay.state == "HELD" && stay.referral.is_none()) {
        Some(stay) => {
            let until = Arg::phrase(dates::near(cx.lang, cx.now, stay.hold_until));
            tag(Tone::Gold, cx.t_with("place-until", &[("time", until)]))
        }
        None => tag(Tone::Plain, cx.code("place-answered", &one.state)),
    };
    Task::new("bed", tone, names.of(cx.lang, one.peer).to_owned(), cx.url(&link))
        .meta(
            html! { @if let Some(who) = &who { (who) " · " } (people) " · " (cx.at(one.asked_at)) },
        )
        .end(end)
}
