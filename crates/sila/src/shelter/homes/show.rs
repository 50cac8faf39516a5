//! `/shelter/homes/{id}`: one home, room by room and bed by bed, and who is expected or lives there, by number.

use maud::{Markup, html};
use sila_core::person::Ages;
use sila_core::shelter::Feature;
use uuid::Uuid;

use super::rooms::{NAME_MAX, OUT_CODES};
use super::{Bed, BedState, Home, Room};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::{hold, path};
use crate::web::components::{
    Button, Card, Summary, Tone, acts, columns, empty_state, heading, icon, plain_tag, post, tag,
};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Page, dates};

/// The home of the address.
///
/// # Errors
/// `page.not_found`.
pub(in crate::shelter) async fn one(ask: &Ask) -> Result<Home, Problem> {
    let id: Uuid = ask.id("id")?;
    let homes = hold::homes(&ask.app).await?;
    homes.into_iter().find(|home| home.id == id).ok_or_else(Problem::not_found)
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let home = one(&ask).await?;
    Ok(Reply::page(&document(&ask, &home, &Errors::none())))
}

/// The page with what is wrong with a new room.
pub(super) fn again(ask: &Ask, home: &Home, errors: &Errors) -> Reply {
    Reply::page_with_errors(&document(ask, home, errors))
}

fn document(ask: &Ask, home: &Home, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let (place, keep) = (ask.may(Permission::ShelterPlace), ask.may(Permission::ShelterKeep));
    let none =
        empty_state("bed", cx.t("shelter-rooms-none"), cx.t("shelter-rooms-none-text"), &html! {});
    let main = html! {
        @if home.rooms.is_empty() { section.card { div.card-b { (none) } } }
        @for room in &home.rooms { (room_card(cx, room, place)) }
        @if keep { (new_room(ask, home, errors)) }
    };
    let aside = html! {
        (figures(cx, home))
        @if keep { (address(cx, home)) }
    };
    let lead = area_name(cx, &home.area);
    let body = html! {
        (errors.summary(cx))
        (heading(Name(home.name(cx.lang)), Some(&lead), &crate::shelter::shifts::link(cx, home.id)))
        (columns(&main, &aside))
    };
    Page::new(cx, home.name(cx.lang))
        .crumb(cx.t("shelter-title"), "/shelter")
        .errors(errors.any())
        .body(body)
}

fn figures(cx: &Cx, home: &Home) -> Markup {
    let states = [BedState::Free, BedState::Held, BedState::Occupied, BedState::Out];
    let rows = states.iter().fold(Summary::new(), |rows, state| {
        rows.row(cx.code("bed", state.code()), html! { span.num { (home.count(*state)) } })
    });
    let gates = html! { ul.leaves { @for gate in &home.gates { li { (icon("check")) div { (cx.code("shelter-gate", gate)) } } } } };
    html! {
        (Card::new(cx.t("shelter-figures")).live("shelter-figures", "shelter").body(html! { (rows) }))
        (Card::new(cx.t("shelter-gates")).body(gates))
    }
}

/// The address is shown on a page of its own, and that is written down.
fn address(cx: &Cx, home: &Home) -> Markup {
    let act = format!("/shelter/homes/{}/address", home.id);
    html! {
        (Card::new(cx.t("shelter-address")).body(html! {
            p.muted { (cx.t("shelter-address-sealed")) }
            (post(cx, &act, &html! { (Button::submit(cx.t("shelter-address-show")).soft().icon("eye")) }))
        }))
    }
}

/// Whom a room takes, in words.
pub fn takes(cx: &Cx, room: &Room) -> Markup {
    let ending = |ages: Ages| match (ages.min, ages.max) {
        (0, u8::MAX) => "all",
        (_, u8::MAX) => "from",
        (0, _) => "to",
        _ => "between",
    };
    let said = |key: String, ages: Ages| {
        let (min, max) = (i64::from(ages.min), i64::from(ages.max));
        cx.t_with(&key, &[("min", min.into()), ("max", max.into())])
    };
    let female = |ages| said(format!("shelter-female-{}", ending(ages)), ages);
    let male = |ages| said(format!("shelter-male-{}", ending(ages)), ages);
    html! {
        @if let Some(range) = room.takes.female { (plain_tag(female(range))) }
        @if let Some(range) = room.takes.male { (plain_tag(male(range))) }
        @if room.takes.with_adult { (plain_tag(cx.t("shelter-with-adult"))) }
        @if room.whole { (plain_tag(cx.t("shelter-whole"))) }
        @for feature in &room.features { (plain_tag(cx.code("feature", feature.code()))) }
    }
}

fn room_card(cx: &Cx, room: &Room, place: bool) -> Markup {
    let seen = Arg::phrase(dates::ago(cx.lang, cx.now, room.confirmed_at));
    let confirm = format!("/shelter/rooms/{}/confirmation", room.id);
    let fresh = room.is_fresh(cx.now);
    html! {
        section.card.room {
            div.card-h {
                h2 { (Name(&room.name)) }
                span.count { (Name(&room.wing)) }
                @if !fresh { (tag(Tone::Warn, cx.t("shelter-to-confirm"))) }
            }
            div.card-b {
                div.tags { (takes(cx, room)) }
                ul.bed-list { @for bed in &room.beds { (bed_line(cx, bed, place)) } }
                div.room-f {
                    span.muted { (cx.t_with("shelter-confirmed", &[("ago", seen)])) }
                    @if place {
                        (post(cx, &confirm, &html! { (Button::submit(cx.t("shelter-confirm")).soft().small().icon("check")) }))
                    }
                }
            }
        }
    }
}

/// The colour of a bed's state.
pub fn tone(state: BedState) -> Tone {
    match state {
        BedState::Free => Tone::Ok,
        BedState::Held => Tone::Gold,
        BedState::Occupied => Tone::Info,
        BedState::Out => Tone::Plain,
    }
}

fn bed_line(cx: &Cx, bed: &Bed, place: bool) -> Markup {
    let act = format!("/shelter/beds/{}/use", bed.id);
    html! {
        li {
            span.bed-l { (icon("bed")) (Code(&bed.label)) }
            (tag(tone(bed.state()), cx.code("bed", bed.state().code())))
            div.bed-w {
                @if let Some(taken) = &bed.taken {
                    a.ref href=(cx.url(&path(taken.stay, ""))) { (Reference(&taken.reference)) }
                    " " span.muted { (when(cx, bed)) }
                }
                @if let Some((code, since)) = &bed.out {
                    span.muted { (cx.code("bed-out", code)) " · " (cx.at(*since)) }
                }
            }
            @if place && bed.taken.is_none() { (bed_use(cx, &act, bed)) }
        }
    }
}

/// Out of use with a reason, or back in use.
fn bed_use(cx: &Cx, act: &str, bed: &Bed) -> Markup {
    if bed.out.is_some() {
        return post(
            cx,
            act,
            &html! {
                (Button::submit(cx.t("bed-back")).soft().small().sends("why", "BACK"))
            },
        );
    }
    html! {
        details.fold {
            summary { (cx.t("bed-out-act")) }
            (post(cx, act, &html! {
                div.acts-row { @for code in OUT_CODES {
                    (Button::submit(cx.code("bed-out", code)).soft().small().sends("why", code))
                } }
            }))
        }
    }
}

/// What frees when, or until when it is held.
pub fn when(cx: &Cx, bed: &Bed) -> Markup {
    let Some(taken) = &bed.taken else { return html! {} };
    let near = |at| Arg::phrase(dates::near(cx.lang, cx.now, at));
    html! {
        @if taken.state == "HELD" { (cx.t_with("shelter-held-until", &[("time", near(taken.hold_until))])) }
        @else if taken.state == "AWAY" { (cx.t("shelter-away")) }
        @else if let Some(at) = taken.leaves_at {
            (cx.t_with("shelter-leaves", &[("day", Arg::phrase(dates::day(cx.lang, at)))]))
        }
    }
}

fn new_room(ask: &Ask, home: &Home, errors: &Errors) -> Markup {
    let cx = &ask.cx;
    let form = Form::new(cx, &ask.form, errors);
    let features = Feature::ALL.iter().map(|one| (one.code(), cx.code("feature", one.code())));
    let sexes = ["female", "male"].map(|sex| (sex, cx.t(&format!("shelter-takes-{sex}"))));
    let rules = [("with_adult", "shelter-rule-with-adult"), ("whole", "shelter-rule-whole")];
    let rules = rules.map(|(value, key)| (value, cx.t(key)));
    let age = |name: &str, key: &str| form.text(name, cx.t(key)).numeric().max(3).optional();
    let inside = html! {
        div.row {
            (form.text("name", cx.t("shelter-room-name")).max(NAME_MAX))
            (form.text("wing", cx.t("shelter-wing")).max(NAME_MAX))
        }
        (form.text("beds", cx.t("shelter-beds")).numeric().max(2))
        (form.checks("takes", cx.t("shelter-takes")).side_by_side().choices(sexes))
        div.row { (age("female_min", "shelter-female-min")) (age("female_max", "shelter-female-max")) }
        div.row { (age("male_min", "shelter-male-min")) (age("male_max", "shelter-male-max")) }
        (form.checks("rules", cx.t("shelter-rules")).choices(rules))
        (form.checks("features", cx.t("shelter-features")).choices(features))
        (acts(&html! { (Button::submit(cx.t("shelter-room-add")).icon("plus")) }))
    };
    let act = format!("/shelter/homes/{}/rooms", home.id);
    html! {
        section.card { div.card-b {
            details.fold open[errors.any()] {
                summary { (cx.t("shelter-room-new")) }
                (post(cx, &act, &inside))
            }
        } }
    }
}
