//! `/shelter`: the board: who is where by number, what frees when, what asks to be looked at. Made to be read at night on a phone:
//! what needs somebody stands first, then each home as rows of beds.

use maud::{Markup, html};
use sila_core::shelter::{Need, allot};

use super::asking::{Request, partner, store as asking};
use super::danger::calls;
use super::danger::store::Call;
use super::escorts::{self, store::Expected};
use super::homes::show::{tone, when};
use super::homes::{BedState, Home, Room};
use super::stays::{self, Stay, hold, path};
use super::waiting::{self, Waiting};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::DbError;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Hero, Kpi, Note, Task, Tone, columns, empty_state, icon, meter, plain_tag, tag,
};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Arg, Cx, Page, dates};

/// A stay is asked after for so long once it has ended, in days.
const LOOK_AFTER_DAYS: i64 = 180;

/// What the board shows.
struct Board {
    homes: Vec<Home>,
    open: Vec<Stay>,
    look_after: Vec<Stay>,
    expected: Vec<Expected>,
    asked: Vec<Request>,
    names: Names,
    line: Vec<Waiting>,
    calls: Vec<Call>,
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let since = ask.now.plus_days(-LOOK_AFTER_DAYS);
    let lately = ask.now.plus_hours(-partner::SHOWN_HOURS);
    let reader = ask.worker()?.id;
    let read = move |tx: &mut dyn crate::db::Tx| {
        let asked = asking::recent(tx, lately)?;
        let more = (asked, waiting::store::line(tx)?, escorts::store::expected(tx, reader)?);
        Ok::<_, DbError>((stays::store::open(tx)?, stays::store::look_after(tx, since)?, more))
    };
    let (open, look_after, (asked, line, expected)) = ask.app.store.read(read).await?;
    let (homes, names) = (hold::homes(&ask.app).await?, Names::all(&ask.app).await?);
    let keep = ask.may(Permission::ShelterKeep);
    let calls = if keep { calls::due(&ask).await? } else { Vec::new() };
    let board = Board { homes, open, look_after, expected, asked, names, line, calls };
    let cx = &ask.cx;
    let new = html! { @if keep { (Button::link(cx.t("shelter-home-new"), cx.url("/shelter/homes/new")).icon("plus")) } };
    let waiting = Button::link(cx.t("waiting-title"), cx.url("/shelter/waiting")).ghost();
    let hero = Hero::new(cx, cx.t("shelter-title"))
        .line(dates::both_calendars(cx.lang, ask.now))
        .line(cx.t_with("shelter-free-now", &[("n", board.count(BedState::Free).into())]))
        .acts(html! { (waiting.icon("list")) (new) });
    let none = empty_state(
        "house-line",
        cx.t("shelter-homes-none"),
        cx.t("shelter-homes-none-text"),
        &new,
    );
    let main = html! {
        (calls::card(cx, &board.calls, &board.names))
        (offers(cx, &board))
        (today(cx, &board))
        (partner::card(cx, &board.asked, &board.open, &board.names))
        @if board.homes.is_empty() { section.card { div.card-b { (none) } } }
        @for home in &board.homes { (home_card(cx, home)) }
    };
    let aside = legend(cx);
    let body = html! { (hero) (tiles(cx, &board)) (columns(&main, &aside)) };
    Ok(Reply::page(&Page::new(cx, cx.t("shelter-title")).refreshing(60).body(body)))
}

impl Board {
    fn count(&self, state: BedState) -> usize {
        self.homes.iter().map(|home| home.count(state)).sum()
    }

    fn beds(&self) -> usize {
        self.homes.iter().map(|home| home.beds().count()).sum()
    }

    fn unconfirmed(&self, cx: &Cx) -> usize {
        let rooms = self.homes.iter().flat_map(|home| &home.rooms);
        rooms.filter(|room| !room.is_fresh(cx.now)).count()
    }
}

/// A place came free for somebody who waits.
fn offers(cx: &Cx, board: &Board) -> Markup {
    let needs: Vec<&Need> = board.line.iter().map(|one| &one.need).collect();
    let places = allot(&needs, &super::homes::matching(&board.homes, cx.now));
    let free = places.iter().flatten().count();
    html! { @if free > 0 {
        (Note::new("bed", cx.t_with("waiting-offers", &[("n", free.into())])).tone(Tone::Ok).body(html! {
            a.link href=(cx.url("/shelter/waiting")) { (cx.t("waiting-title")) }
        }))
    } }
}

fn tiles(cx: &Cx, board: &Board) -> Markup {
    let here = || cx.url("/shelter");
    let of = cx.t_with("day-of", &[("n", board.beds().into())]);
    let holds = board.open.iter().filter(|stay| stay.state == "HELD").count();
    let people: i64 =
        board.open.iter().filter(|stay| stay.state != "HELD").map(|stay| stay.people).sum();
    let stale = board.unconfirmed(cx);
    let confirm =
        Kpi::new(cx, cx.t("shelter-tile-confirm"), &stale, here()).icon("clock", Tone::Plain);
    let confirm = match stale {
        0 => confirm.note(cx.t("shelter-tile-fresh")),
        _ => confirm.warning(cx.t("shelter-tile-stale")),
    };
    html! {
        div.kpis #shelter-tiles data-live="shelter" {
            (Kpi::new(cx, cx.t("shelter-tile-free"), &board.count(BedState::Free), here()).icon("bed", Tone::Ok).small(of).note(cx.t_with("shelter-tile-out", &[("n", board.count(BedState::Out).into())])))
            (Kpi::new(cx, cx.t("shelter-tile-held"), &holds, here()).icon("clock-countdown", Tone::Gold).note(cx.t("shelter-tile-held-note")))
            (Kpi::new(cx, cx.t("shelter-tile-people"), &people, here()).icon("users-three", Tone::Info).note(cx.t_with("shelter-tile-homes", &[("n", board.homes.len().into())])))
            (confirm)
        }
    }
}

/// What comes today: arrivals, departures, returns, and who is to be asked how they are.
fn today(cx: &Cx, board: &Board) -> Markup {
    let all = board.open.iter().chain(&board.look_after);
    let mut due: Vec<&Stay> = all.filter(|stay| stay.is_due(cx.now)).collect();
    due.sort_by_key(|stay| stay.due_at());
    let tasks: Vec<Task> = due.iter().map(|stay| line(cx, stay, board)).collect();
    let calm =
        empty_state("check-circle", cx.t("shelter-calm"), cx.t("shelter-calm-text"), &html! {});
    html! {
        (Card::new(cx.t("shelter-today")).count(tasks.len()).live("shelter-today", "shelter").body(html! {
            @if tasks.is_empty() { (calm) } @else { ul.tasks { @for task in &tasks { (task) } } }
        }))
    }
}

fn line(cx: &Cx, stay: &Stay, board: &Board) -> Task {
    let home = board.homes.iter().find(|home| home.id == stay.home);
    let escort = board.expected.iter().map(|((one, _), ..)| one).find(|one| one.stay == stay.id);
    let at = stay.due_at().unwrap_or(cx.now);
    let (mark, tone) = match stay.state.as_str() {
        "HELD" => ("clock-countdown", Tone::Gold),
        "ENDED" => ("heartbeat", Tone::Ok),
        _ => ("arrows-left-right", Tone::Info),
    };
    let late = at < cx.now;
    Task::new(
        mark,
        if late { Tone::Bad } else { tone },
        cx.t(stay.due_key()),
        cx.url(&path(stay.id, "")),
    )
    .meta(html! {
        (Reference(&stay.reference))
        @if let Some(home) = home { " · " (Name(home.name(cx.lang))) }
        @if let Some(one) = escort { " · " (escorts::brief(cx, one, &board.names)) }
    })
    .end(tag(if late { Tone::Bad } else { Tone::Warn }, cx.deadline(at)))
}

fn legend(cx: &Cx) -> Markup {
    let states = [BedState::Free, BedState::Held, BedState::Occupied, BedState::Out];
    html! {
        (Card::new(cx.t("shelter-legend")).body(html! {
            ul.beds.key { @for state in states { li class={ "bed " (tone(state).class()) } { (icon("bed")) (cx.code("bed", state.code())) } } }
            p.muted { (cx.t("shelter-legend-text")) }
        }))
    }
}

fn home_card(cx: &Cx, home: &Home) -> Markup {
    let count = |state| u32::try_from(home.count(state)).unwrap_or(u32::MAX);
    let (taken, held, free) =
        (count(BedState::Occupied), count(BedState::Held), count(BedState::Free));
    let of = taken.saturating_add(held).saturating_add(free);
    let said = cx.t_with(
        "shelter-meter",
        &[
            ("taken", i64::from(taken).into()),
            ("of", i64::from(of).into()),
            ("held", i64::from(held).into()),
        ],
    );
    let state = if free == 0 {
        tag(Tone::Bad, cx.t("shelter-full"))
    } else {
        tag(Tone::Ok, cx.t_with("shelter-free", &[("n", i64::from(free).into())]))
    };
    html! {
        section.card.home id={ "home-" (home.code.to_lowercase()) } data-live="shelter" {
            div.card-h {
                h2 { a href=(cx.url(&format!("/shelter/homes/{}", home.id))) { (Name(home.name(cx.lang))) } }
                (state)
            }
            div.card-b {
                div.home-m { (meter(cx, taken, held, of, &said)) span.muted { (said) } }
                div.rooms { @for room in &home.rooms { (room_row(cx, room)) } }
            }
        }
    }
}

fn room_row(cx: &Cx, room: &Room) -> Markup {
    html! {
        div.room-r {
            div.room-n {
                b { (Name(&room.name)) } span.muted { (Name(&room.wing)) }
                @if room.whole { (plain_tag(cx.t("shelter-whole-short"))) }
                @if !room.is_fresh(cx.now) { span.stale { (icon("clock")) (cx.t("shelter-to-confirm")) } }
            }
            ul.beds { @for bed in &room.beds {
                @let state = bed.state();
                li class={ "bed " (tone(state).class()) } {
                    span.bed-n { (icon("bed")) (Code(&bed.label)) }
                    @match &bed.taken {
                        Some(taken) => {
                            a.ref href=(cx.url(&path(taken.stay, ""))) { (Reference(&taken.reference)) }
                            span.xs { (when(cx, bed)) }
                        }
                        None => {
                            b { (cx.code("bed", state.code())) }
                            @if let Some((code, since)) = &bed.out { span.xs { (cx.code("bed-out", code)) " · " (cx.t_with("bed-since", &[("day", Arg::phrase(dates::day_short(*since)))])) } }
                        }
                    }
                }
            } }
        }
    }
}
