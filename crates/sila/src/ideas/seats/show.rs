//! `/room/{code}`: the room as whoever has joined sees it on a telephone.

use maud::html;

use super::join::promise;
use crate::ask::Ask;
use crate::ideas::rooms;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Cx, Page, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let Some(seat) = super::of(&ask, &room).await? else {
        return Ok(Reply::see_other(ask.cx.url(&format!("/join/{}", room.code))));
    };
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let body = html! {
        h1 { (ident::Name(room.title(cx.lang))) }
        p { (cx.t("idea-joined")) " "
            @for part in [&seat.credit.name, &seat.credit.entity] {
                @if !part.is_empty() { b { (ident::Name(part)) } " " }
            }
        }
        (promise(cx, &room))
    };
    Ok(Reply::page(&Page::new(cx, room.title(cx.lang)).bare().body(body)))
}
