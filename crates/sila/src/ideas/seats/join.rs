//! `/join` and `/join/{code}`: coming into a room, from any telephone, without an account.

use axum::http::header;
use maud::{Markup, html};
use sila_core::{AgencyId, SeatId};

use super::{Credit, Seat, cookie_name, new_cookie, sealed, set_cookie, store, token};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::rooms::{self, Anonymity, Room};
use crate::ideas::words::{NAME_MAX, clean, fits};
use crate::partners;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, acts};
use crate::web::{Cx, Errors, Form, Page, Pairs, ident};

/// The most seats of one room.
pub const SEATS_MAX: i64 = 5_000;
/// The most that come into one room within a minute: a hall does, a script does more.
const JOINS_A_MINUTE_MAX: i64 = 600;

/// The address that the square of a room holds: as the one who shows it has come here.
pub fn address(ask: &Ask, room: &Room) -> String {
    let scheme = if ask.app.config.https { "https" } else { "http" };
    let host = ask.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.map_or_else(|| ask.app.config.web.to_string(), str::to_owned);
    format!("{scheme}://{host}{}", ask.cx.url(&format!("/join/{}", room.code)))
}

/// Asks for the code.
///
/// # Errors
/// None of its own.
pub async fn ask_code(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&code_page(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Goes to the room of the code.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(ask: Ask) -> Result<Reply, Problem> {
    match rooms::of_code(&ask.app, ask.form.get("code").unwrap_or_default()).await {
        Ok(room) => Ok(Reply::see_other(ask.cx.url(&format!("/join/{}", room.code)))),
        Err(problem) if problem.source.is_some() => Err(problem),
        Err(_none) => {
            let mut errors = Errors::none();
            errors.add("code", ask.cx.t("idea-code-wrong"));
            Ok(Reply::page_with_errors(&code_page(&ask.cx, &ask.form, &errors)))
        }
    }
}

fn code_page(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let cx = &Cx { worker: None, ..cx.clone() };
    let form = Form::new(cx, values, errors);
    let body = html! {
        h1 { (cx.t("idea-join-title")) }
        p.muted { (cx.t("idea-join-lead")) }
        (form.summary())
        form method="post" action=(cx.url("/join")) novalidate {
            (form.text("code", cx.t("idea-code")).hint(cx.t("idea-code-hint")).numeric().max(12))
            (acts(&html! { (Button::submit(cx.t("continue"))) }))
        }
    };
    Page::new(cx, cx.t("idea-join-title")).bare().errors(errors.any()).body(body)
}

/// Says what will be shown of whoever joins, before anything is typed, and asks for as much.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    if super::of(&ask, &room).await?.is_some() {
        return Ok(Reply::see_other(ask.cx.url(&room.door())));
    }
    Ok(Reply::page(&join_page(&ask, &room, &Pairs::default(), &Errors::none())))
}

/// Takes a seat. Twice from one browser is once.
///
/// # Errors
/// `room.closed`, `room.busy`, `room.full`, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    if super::of(&ask, &room).await?.is_some() {
        return Ok(Reply::see_other(ask.cx.url(&room.door())));
    }
    if !room.open {
        return Err(Problem::refused("room.closed").way_out("/join"));
    }
    let credit = match credit(&ask, &room) {
        Ok(credit) => credit,
        Err(errors) => {
            return Ok(Reply::page_with_errors(&join_page(&ask, &room, &ask.form, &errors)));
        }
    };
    let own = ask.cookie(&cookie_name(&ask.app)).filter(|cookie| cookie.len() == 52);
    let cookie = own.unwrap_or_else(new_cookie);
    let named = room.anonymity == Anonymity::Named;
    let worker = ask.session.as_ref().filter(|session| !session.locked && named);
    let seat = Seat {
        id: SeatId(ask.app.clock.new_id()),
        room: room.id,
        agency: agency(&ask, &credit.entity).await?,
        worker: worker.map(|session| session.worker.id),
        credit,
        joined_at: ask.now,
    };
    take(&ask.app, &seat, token(room.id, &cookie)).await?;
    Ok(Reply::see_other(ask.cx.url(&room.door())).with_cookie(set_cookie(&ask.app, &cookie)))
}

/// Writes the seat, if the room has room.
///
/// # Errors
/// `room.busy`, `room.full`, or when the store cannot be written.
pub async fn take(app: &App, seat: &Seat, token: sila_seal::Hash) -> Result<(), Problem> {
    let (body, seat) = (sealed(app, seat), seat.clone());
    let write = move |tx: &mut dyn Tx| -> Result<Option<&'static str>, DbError> {
        if store::count(tx, seat.room)? >= SEATS_MAX {
            return Ok(Some("room.full"));
        }
        if store::count_since(tx, seat.room, seat.joined_at.plus_minutes(-1))? >= JOINS_A_MINUTE_MAX
        {
            return Ok(Some("room.busy"));
        }
        store::insert(tx, &seat, (token, body.clone())).map(|()| None)
    };
    match app.store.write(write).await? {
        Some(refusal) => Err(Problem::refused(refusal)),
        None => Ok(()),
    }
}

/// Who works here is who they are; others say it.
fn credit(ask: &Ask, room: &Room) -> Result<Credit, Errors> {
    let cx = &ask.cx;
    if room.anonymity == Anonymity::Anonymous {
        return Ok(Credit::default());
    }
    if let Some(session) = ask.session.as_ref().filter(|session| !session.locked) {
        let named = room.anonymity == Anonymity::Named;
        let name = if named { session.worker.name_ar.clone() } else { String::new() };
        return Ok(Credit { name, entity: ask.app.node.agency.name_ar.clone() });
    }
    let mut errors = Errors::none();
    let mut given = |name: &str, key: &str| {
        let text = clean(ask.form.get(name).unwrap_or_default()).replace('\n', " ");
        if !fits(&text, NAME_MAX) {
            errors.add(name, cx.t(key));
        }
        text
    };
    let name = match room.anonymity {
        Anonymity::Named => given("name", "idea-name-needed"),
        _ => String::new(),
    };
    let entity = given("entity", "idea-entity-needed");
    if errors.any() { Err(errors) } else { Ok(Credit { name, entity }) }
}

/// The agency that is called so, however it is spelt; none when we know none.
async fn agency(ask: &Ask, entity: &str) -> Result<Option<AgencyId>, Problem> {
    let said = sila_names::words(entity);
    if said.is_empty() {
        return Ok(None);
    }
    let called = |name: &str| sila_names::words(name) == said;
    let ours = &ask.app.node.agency;
    if called(&ours.name_ar) || called(&ours.name_en) || called(&ours.code) {
        return Ok(Some(ask.app.node.id));
    }
    let all = ask.app.store.read(partners::store::all).await?;
    let one = all.iter().find(|one| called(&one.name_ar) || called(&one.name_en));
    Ok(one.map(|one| one.id))
}

/// What will be shown of whoever says something in this room.
pub fn promise(cx: &Cx, room: &Room) -> Markup {
    let code = room.anonymity.code();
    html! {
        (Note::new("eye-slash", cx.code("idea-anonymity", code)).tone(Tone::Info)
            .says(cx.code("idea-anonymity-text", code)))
    }
}

fn join_page(ask: &Ask, room: &Room, values: &Pairs, errors: &Errors) -> Page {
    let worker = ask.session.as_ref().filter(|session| !session.locked);
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let form = Form::new(cx, values, errors);
    let asked = html! {
        @if let (Some(session), false) = (worker, room.anonymity == Anonymity::Anonymous) {
            p { (cx.t("idea-join-as")) " "
                @if room.anonymity == Anonymity::Named { b { (ident::Name(session.worker.name(cx.lang))) } "، " }
                b { (ident::Name(cx.agency())) }
            }
        } @else {
            @if room.anonymity == Anonymity::Named {
                (form.text("name", cx.t("idea-name")).max(NAME_MAX).autocomplete("name"))
            }
            @if room.anonymity != Anonymity::Anonymous {
                (form.text("entity", cx.t("idea-entity")).max(NAME_MAX).autocomplete("organization"))
            }
        }
    };
    let body = html! {
        p.muted { (ident::Name(cx.agency())) }
        h1 { (ident::Name(room.title(cx.lang))) }
        (form.summary())
        (promise(cx, room))
        @if room.open {
            form method="post" action=(cx.url(&format!("/join/{}", room.code))) novalidate {
                (asked)
                (acts(&html! { (Button::submit(cx.t("idea-join-now")).icon("sign-in")) }))
            }
        } @else {
            p { (cx.t("idea-room-closed-text")) }
        }
    };
    let title = room.title(cx.lang).to_owned();
    Page::new(cx, title).bare().errors(errors.any()).body(body)
}
