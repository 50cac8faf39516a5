//! A meeting: when and where, what its programme holds, which entities come, and what can be done next.

use maud::{Markup, html};
use sila_core::Millis;

use super::list::{self, when};
use super::programme::{self, Line};
use super::store::{self, Counts};
use super::{
    CANCELLED, INVITED, Open, PLANNED, door, fact, invitations, kiosk, of, path, unsealed,
};
use crate::accounts::Permission;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::minutes;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Kpi, Note, Summary, Tone, acts, columns, empty_state, heading, icon, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, dates};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let lines = programme::lines(&ask.app, &meeting).await?;
    let (id, series, before) = (meeting.row.id, meeting.row.series, meeting.row.starts_at);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::counts(tx, id)?, store::earlier(tx, series, before)?))
    };
    let (counts, earlier) = ask.app.store.read(read).await?;
    let unfinished = minutes::unfinished(&ask.app, series, before).await?.len();
    let mut before = Vec::new();
    for row in earlier {
        let heading = unsealed(&ask.app, "meeting", row.id.0, &row.body)?;
        before.push(Open { row, heading });
    }
    let (cx, keeps) = (&ask.cx, ask.may(Permission::MeetingKeep));
    let by_mail = match keeps {
        true => invitations::card(&ask, &meeting).await?,
        false => html! {},
    };
    let top = html! {
        (list::state(cx, &meeting))
        @if keeps { (Button::link(cx.t("meeting-change-short"), cx.url(&path(id, "/change"))).line().icon("pencil-simple")) }
    };
    let main = html! {
        (tiles(cx, &meeting, counts))
        @if unfinished > 0 && !meeting.is_over(ask.now) {
            (Note::new("list-checks", cx.t_with("meeting-unfinished", &[("n", unfinished.into())])).tone(Tone::Warn).body(html! {
                p { a.link href=(cx.url(&format!("/minutes/{id}"))) { (cx.t("minutes-open")) } }
            }))
        }
        (outcome(cx, &meeting))
        (next(&ask, &meeting, counts, lines.len()))
        (by_mail)
        (agenda(cx, &meeting, &lines))
        (crate::polls::of_meeting(&ask, id, &lines).await?)
    };
    let aside = html! { (facts(cx, &meeting, &before)) (papers(cx, &meeting, keeps, [ask.may(Permission::IdeaModerate), ask.may(Permission::VoteKeep) && counts.present > 1])) };
    let lead = cx.code("meeting-kind", &meeting.row.kind);
    let body = html! {
        (heading(Name(meeting.title(cx)), Some(&lead), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page =
        crate::web::Page::new(cx, meeting.title(cx)).crumb(cx.t("meetings-title"), "/meetings");
    Ok(Reply::page(&page.refreshing(60).body(body)))
}

fn tiles(cx: &Cx, meeting: &Open, counts: Counts) -> Markup {
    let seats = cx.url(&path(meeting.row.id, "/seats"));
    let of = |n: u32| cx.t_with("meeting-of", &[("n", n.into())]);
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("meeting-entities"), &counts.entities, seats.clone()).icon("buildings", Tone::Info).note(cx.t("meeting-entities-note")))
            (Kpi::new(cx, cx.t("meeting-people"), &counts.named, seats.clone()).icon("users-three", Tone::Gold).note(cx.t("meeting-people-note")))
            (Kpi::new(cx, cx.t("meeting-present"), &counts.present, seats.clone()).icon("check-circle", Tone::Ok).small(of(counts.named)).note(cx.t("meeting-present-note")))
            (Kpi::new(cx, cx.t("meeting-entities-present"), &counts.entities_present, seats).icon("handshake", Tone::Ok).small(of(counts.entities)).note(cx.t("meeting-present-note")))
        }
    }
}

/// What whoever keeps the meeting does next.
fn next(ask: &Ask, meeting: &Open, counts: Counts, items: usize) -> Markup {
    let (cx, id) = (&ask.cx, meeting.row.id);
    if !ask.may(Permission::MeetingKeep) || meeting.row.state == CANCELLED {
        return html! {};
    }
    let state = |to: &'static str, key: &str, soft: bool| {
        let button = Button::submit(cx.t(key)).small();
        let button = if soft { button.soft() } else { button };
        post(cx, &path(id, "/state"), &html! { (button.sends("to", to)) })
    };
    let steps = [
        (counts.entities > 0, "meeting-step-seats", "/seats"),
        (items > 0, "meeting-step-items", "/programme"),
        (counts.named > 0, "meeting-step-guests", "/guests"),
    ];
    html! {
        @if meeting.day_at(ask.now).is_some() {
            (Note::new("clock", cx.t("meeting-door-now")).tone(Tone::Ok).body(html! {
                p { (cx.t("meeting-door-text")) }
                (acts(&html! {
                    (Button::link(cx.t("meeting-door-open"), door::screen_path(ask, meeting)).icon("identification-card"))
                    (Button::link(cx.t("meeting-kiosk-open"), kiosk::path(ask, meeting)).soft().icon("wifi-slash"))
                }))
            }))
        }
        @if !meeting.is_over(ask.now) {
            (Card::new(cx.t("meeting-next")).body(html! {
                ul.leaves { @for (done, key, rest) in steps {
                    li { (icon(if done { "check-circle" } else { "hourglass-medium" })) div { a.link href=(cx.url(&path(id, rest))) { (cx.t(key)) } } }
                } }
                div.acts-row {
                    @if meeting.row.state == PLANNED { (state(INVITED, "meeting-invite", false)) }
                    (state(CANCELLED, "meeting-cancel", true))
                }
            }))
        }
    }
}

/// What comes of a meeting: its themes, minutes and report.
fn outcome(cx: &Cx, meeting: &Open) -> Markup {
    let id = meeting.row.id;
    let door_to = |mark: &'static str, key: &str, lead: &str, href: String| {
        html! { a.outcome href=(cx.url(&href)) { (icon(mark)) b { (cx.t(key)) } span.muted { (cx.t(lead)) } } }
    };
    html! {
        nav.outcomes aria-label=(cx.t("meeting-outcomes")) {
            (door_to("tree-structure", "themes-title", "themes-lead", path(id, "/themes")))
            (door_to("notebook", "minutes-title", "meeting-minutes-lead", format!("/minutes/{id}")))
            (door_to("file-text", "meeting-report", "report-lead", path(id, "/report")))
            @if meeting.is_over(cx.now) { (door_to("clock-countdown", "followup-title", "followup-short", path(id, "/followup"))) }
        }
    }
}

fn agenda(cx: &Cx, meeting: &Open, lines: &[Line]) -> Markup {
    let none = empty_state(
        "list-checks",
        cx.t("meeting-no-items"),
        cx.t("meeting-no-items-text"),
        &html! {},
    );
    let card = Card::new(cx.t("meeting-programme"))
        .count(lines.len())
        .link(cx.t("meeting-programme-open"), cx.url(&path(meeting.row.id, "/programme")))
        .live("meeting-programme", "meetings");
    html! {
        (card.body(html! {
            @if lines.is_empty() { (none) }
            @for day in 1..=meeting.row.days {
                @let of_day: Vec<&Line> = lines.iter().filter(|line| line.item.day == day).collect();
                @if !of_day.is_empty() {
                    h3.agenda-short { (cx.t_with("meeting-day-n", &[("n", day.into()), ("date", Arg::phrase(dates::long_day(cx.lang, meeting.day(day))))])) }
                    ul.agenda-lines { @for line in of_day {
                        li { bdi.num dir="ltr" { (super::item::clock(line.item.minute)) } " " (Name(line.text.title.of(cx.lang))) }
                    } }
                }
            }
        }))
    }
}

fn facts(cx: &Cx, meeting: &Open, before: &[Open]) -> Markup {
    let period = meeting.heading.period.map(|(from, until)| {
        let day = |at: i64| Arg::phrase(dates::day(cx.lang, Millis(at)));
        cx.t_with("meeting-from-to", &[("from", day(from)), ("to", day(until.saturating_sub(1)))])
    });
    let rows = Summary::new()
        .row(cx.t("meeting-when"), when(cx, meeting))
        .row(cx.t("meeting-place"), Name(meeting.heading.place.of(cx.lang)))
        .row(cx.t("meeting-kind"), cx.code("meeting-kind", &meeting.row.kind))
        .row_if(cx.t("meeting-period"), period);
    html! {
        (Card::new(cx.t("meeting-facts")).body(html! { (rows) }))
        @if !before.is_empty() {
            (Card::new(cx.t("meeting-series")).count(before.len()).body(html! {
                ul.links { @for one in before { li { (list::link(cx, one.row.id, one.title(cx))) " " span.muted { (when(cx, one)) } } } }
            }))
        }
    }
}

fn papers(cx: &Cx, meeting: &Open, keeps: bool, [opens_rooms, votes]: [bool; 2]) -> Markup {
    let id = meeting.row.id;
    let line = |mark: &str, key: &str, rest: &str| {
        html! { li { (icon(mark)) div { a.link href=(cx.url(&path(id, rest))) { (cx.t(key)) } } } }
    };
    html! {
        (Card::new(cx.t("meeting-papers")).body(html! {
            ul.leaves {
                (line("printer", "meeting-programme-print", "/programme"))
                (line("clock", "hour-title", "/now"))
                (line("calendar-blank", "meeting-ical", "/calendar"))
                (line("buildings", "meeting-seats", "/seats"))
                @if opens_rooms {
                    li { (icon("lightbulb")) div { a.link href=(cx.url(&format!("/ideas/new?meeting={id}"))) { (cx.t("meeting-room")) } } }
                }
                @if votes {
                    @for (whom, key) in [("PRESENT", "meeting-vote-present"), ("ENTITIES", "meeting-vote-entities")] {
                        li { (icon("check-square-offset")) div { a.link href=(cx.url(&format!("/votes/new?meeting={id}&whom={whom}"))) { (cx.t(key)) } } }
                    }
                }
                @if keeps {
                    (line("users", "meeting-guests", "/guests"))
                    (line("envelope-simple", "meeting-letters", "/letters"))
                    (line("identification-card", "meeting-badges", "/badges"))
                    (line("list", "meeting-sheet", "/sheet"))
                }
            }
        }))
    }
}

/// `POST /meetings/{id}/state`: the invitations are out, or it does not take place.
///
/// # Errors
/// `page.not_found`; `form.broken`; `meeting.crossed`.
pub async fn set_state(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let id = meeting.row.id;
    let to = match ask.form.get("to") {
        Some(INVITED) if meeting.row.state == PLANNED => INVITED,
        Some(CANCELLED) if meeting.row.state != CANCELLED => CANCELLED,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let before = meeting.row.updated_at;
    let updated_at = Millis(ask.now.0.max(before.0.saturating_add(1)));
    let row = store::Meeting { state: to.to_owned(), updated_at, ..meeting.row };
    let meeting = Open { row, ..meeting };
    let letters = match to {
        CANCELLED => invitations::cancelling(&ask, &meeting).await?,
        _ => Vec::new(),
    };
    let next = meeting.row;
    let told = fact(
        &ask.app,
        "meeting",
        format!("{id} {}", to.to_lowercase()),
        ask.worker().ok(),
        ask.now,
    );
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::update(tx, &next, before)?;
        if done {
            letters.iter().try_for_each(|one| crate::mail::store::put(tx, one).map(drop))?;
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("meeting.crossed").way_out(path(id, "")));
    }
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}
