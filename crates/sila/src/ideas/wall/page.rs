//! `/room/{code}/wall`: the page for the projector. It holds nothing that a telephone in the room does not see, and needs no account,
//! so that no signed-in screen stands open in a hall.

use maud::{Markup, html};
use sila_core::Millis;

use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::parts::by;
use crate::ideas::board::parts::kinds;
use crate::ideas::board::{self, Idea, QUESTION, Said, store};
use crate::ideas::rooms::{self, Room, Wall};
use crate::ideas::seats::{self, join};
use crate::polls;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{icon, qr};
use crate::web::{Cx, Page, ident};

/// Cards of one theme that a wall shows.
const CARDS_MAX: u32 = 12;

/// One theme: how many ideas it has, and the last of them.
type Column = (&'static str, i64, Vec<(Idea, Said)>);

/// What the wall is drawn from.
struct View {
    columns: Vec<Column>,
    seated: i64,
    after: String,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let view = view(&ask, &room).await?;
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let body = html! {
        div.wall data-live-room={ "/room/" (room.code) "/live" } data-after=(view.after) data-wall=(room.wall.code()) {
            (head(&ask, cx, &room, &view))
            @if room.wall != Wall::Blank { (polls::on_wall(&ask.app, cx, &room).await?) }
            div.swot.one[view.columns.len() < 4] {
                @for (kind, count, cards) in &view.columns { (column(cx, kind, *count, cards)) }
            }
            template data-card { (card(cx, &Idea::blank(&room), &Said::default())) }
            p.wall-note.paused role="status" { (icon("hourglass-medium")) (cx.t("idea-wall-paused")) }
            div.wall-blank { p { (ident::Name(cx.agency())) } }
        }
    };
    Ok(Reply::page(
        &Page::new(cx, room.title(cx.lang)).wall().live().with("vote").refreshing(5).body(body),
    ))
}

async fn view(ask: &Ask, room: &Room) -> Result<View, Problem> {
    let after = super::live::place(&ask.app, room.id);
    let kinds: Vec<&'static str> = kinds(&ask.cx, room).into_iter().map(|(kind, _)| kind).collect();
    // What came after the pause waits for its end, also on a page that is loaded meanwhile.
    let until = if room.wall == Wall::Live { Millis(i64::MAX) } else { room.wall_at };
    let (id, blank) = (room.id, room.wall == Wall::Blank);
    let limit = if room.themes { CARDS_MAX } else { CARDS_MAX.saturating_mul(3) };
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let counts = store::shown_by_kind(tx, id)?;
        let mut all = Vec::new();
        for kind in kinds.iter().filter(|_| !blank) {
            let count = counts.iter().find(|(one, _)| one == kind).map_or(0, |(_, n)| *n);
            all.push((*kind, count, store::of_kind(tx, id, kind, (until, limit))?));
        }
        Ok((all, seats::store::count(tx, id)?))
    };
    let (all, seated) = ask.app.store.read(read).await?;
    let mut columns = Vec::new();
    for (kind, count, ideas) in all {
        columns.push((kind, count, board::read(&ask.app, ideas)?));
    }
    Ok(View { columns, seated, after })
}

fn head(ask: &Ask, cx: &Cx, room: &Room, view: &View) -> Markup {
    let way = join::address(ask, room);
    let ideas = view.columns.iter().map(|(_, count, _)| *count).sum::<i64>();
    html! {
        header.wall-head {
            div {
                p { (ident::Name(cx.agency())) }
                h1 { (ident::Name(room.title(cx.lang))) }
                p {
                    (cx.t_with("idea-wall-people", &[("n", view.seated.into())])) " · "
                    (cx.t_with("idea-wall-ideas", &[("n", ideas.into())]))
                }
            }
            @if room.open {
                div.wall-join {
                    (qr(&way, &cx.t("idea-join-square")))
                    div { span { (cx.t("idea-wall-join")) } b { (ident::Code(&room.code)) } }
                }
            }
        }
    }
}

fn column(cx: &Cx, kind: &str, count: i64, cards: &[(Idea, Said)]) -> Markup {
    html! {
        section.q data-kind=(kind) {
            h2 { (icon(kind_icon(kind))) (cx.code("idea-kind", kind)) span.count.num data-count { (count) } }
            ul.ideas data-cards { @for (idea, said) in cards { (card(cx, idea, said)) } }
        }
    }
}

fn card(cx: &Cx, idea: &Idea, said: &Said) -> Markup {
    html! {
        li.idea data-idea=(idea.id) {
            p dir="auto" data-text { (said.text) }
            div.idea-f {
                bdi data-by { (by(cx, said)) }
                span.vote { (icon("thumbs-up")) span.vh { (cx.t("idea-support")) } span.num data-n { (idea.endorsed) } }
            }
        }
    }
}

fn kind_icon(kind: &str) -> &'static str {
    match kind {
        "STRENGTH" => "barbell",
        "CHALLENGE" => "mountains",
        "OPPORTUNITY" => "sparkle",
        "THREAT" => "shield-warning",
        QUESTION => "question",
        _ => "lightbulb",
    }
}
