//! One item of the programme: what, on which day, how long, who proposed it, who presents it, what it is to lead to.

use maud::html;
use sila_core::AgencyId;
use sila_core::meeting::Expected;
use uuid::Uuid;

use super::store::{self, ITEMS_MAX, Item};
use super::text::{ItemText, LINE_MAX, TEXT_MAX, Words};
use super::{Open, entity, fact, of, path, screened, sealed, unsealed};
use crate::activation::saying::whole;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::Tx;
use crate::journal::store as journal;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// What stands in the address for an item that is not there yet.
const NEW: &str = "new";
/// Longest time box, in minutes.
const MINUTES_MAX: i64 = 720;
/// What the guard looks through; who presents it is staff who are named.
const FREE: [&str; 3] = ["title_ar", "title_en", "materials"];

/// The form.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let mut values = Pairs::default();
    match known(&ask, &meeting).await? {
        Some(item) => fill(&ask, &mut values, &item)?,
        None => {
            values.push("day", "1");
            values.push("minutes", "30");
            values.push("proposer", ask.app.node.id.to_text());
        }
    }
    Ok(Reply::page(&document(&ask, &meeting, &values, &Errors::none()).await?))
}

async fn known(ask: &Ask, meeting: &Open) -> Result<Option<Item>, Problem> {
    if ask.param("item") == NEW {
        return Ok(None);
    }
    let (id, wanted): (_, Uuid) = (meeting.row.id, ask.id("item")?);
    let all = ask.app.store.read(move |tx| store::items(tx, id)).await?;
    all.into_iter().find(|one| one.id == wanted).map(Some).ok_or_else(Problem::not_found)
}

fn fill(ask: &Ask, values: &mut Pairs, item: &Item) -> Result<(), Problem> {
    let text: ItemText = unsealed(&ask.app, "meeting_item", item.id, &item.body)?;
    for (name, value) in [
        ("title_ar", text.title.ar),
        ("title_en", text.title.en),
        ("proposer", text.proposer.to_text()),
        ("presenter", text.presenter),
        ("owner", text.owner),
        ("expected", text.expected),
        ("materials", text.materials),
        ("day", item.day.to_string()),
        ("begins", clock(item.minute)),
        ("minutes", item.minutes.to_string()),
    ] {
        values.push(name, value);
    }
    Ok(())
}

/// `09:30`.
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads `9:30` in any digits.
pub fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (whole(hour)?, whole(minute)?);
    let sound = (0..24).contains(&hour) && (0..60).contains(&minute);
    u16::try_from(hour.saturating_mul(60).saturating_add(minute)).ok().filter(|_| sound)
}

/// Keeps the item, or takes it out.
///
/// # Errors
/// `page.not_found`; `meeting.too_many_items`.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let item = known(&ask, &meeting).await?;
    let id = meeting.row.id;
    let here = path(id, &format!("/items/{}", ask.param("item")));
    let told =
        |act: &str| fact(&ask.app, "meeting", format!("{id} {act}"), ask.worker().ok(), ask.now);
    if let (Some(item), true) = (&item, ask.form.get("act") == Some("remove")) {
        let (item, told) = (item.id, told("item removed"));
        let write = move |tx: &mut dyn Tx| {
            store::drop_item(tx, id, item)?;
            journal::insert(tx, &told)
        };
        ask.app.store.write(write).await?;
    } else {
        let form = match screened(&ask, &here, &FREE)? {
            Ok(form) => form,
            Err(held) => return Ok(held),
        };
        let row = item.map_or_else(|| ask.app.clock.new_id(), |item| item.id);
        match read(&ask, &meeting, &form) {
            Err(errors) => {
                let page = document(&ask, &meeting, &form, &errors).await?;
                return Ok(Reply::page_with_errors(&page));
            }
            Ok((day, minute, minutes, text)) => {
                let body = sealed(&ask.app, "meeting_item", row, &text);
                let (item, told) =
                    (Item { id: row, day, minute, minutes, body }, told("item kept"));
                let write = move |tx: &mut dyn Tx| {
                    let room = store::items(tx, id)?.iter().filter(|one| one.id != row).count()
                        < ITEMS_MAX;
                    if room {
                        store::keep_item(tx, id, &item)?;
                        journal::insert(tx, &told)?;
                    }
                    Ok::<_, crate::db::DbError>(room)
                };
                if !ask.app.store.write(write).await? {
                    return Err(Problem::refused("meeting.too_many_items").way_out(path(id, "")));
                }
            }
        }
    }
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url(&path(id, "/programme"))))
}

fn read(ask: &Ask, meeting: &Open, form: &Pairs) -> Result<(u16, u16, u16, ItemText), Errors> {
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    for name in ["title_ar", "title_en"] {
        if !(1..=LINE_MAX).contains(&get(name).chars().count()) {
            errors.add(name, cx.t("meeting-line-needed"));
        }
    }
    for (name, max) in [("presenter", LINE_MAX), ("owner", LINE_MAX), ("materials", TEXT_MAX)] {
        if get(name).chars().count() > max {
            errors.add(name, cx.t_with("characters-max", &[("n", max.into())]));
        }
    }
    let day = whole(&get("day")).and_then(|n| u16::try_from(n).ok());
    let day = day.filter(|day| (1..=meeting.row.days).contains(day));
    if day.is_none() {
        errors.add("day", cx.t("meeting-item-day-needed"));
    }
    let begins = minute(&get("begins"));
    if begins.is_none() {
        errors.add("begins", cx.t("meeting-item-begins-needed"));
    }
    let minutes = whole(&get("minutes")).filter(|n| (1..=MINUTES_MAX).contains(n));
    let minutes = minutes.and_then(|n| u16::try_from(n).ok());
    if minutes.is_none() {
        errors.add("minutes", cx.t("meeting-item-minutes-needed"));
    }
    let proposer = AgencyId::parse(&get("proposer")).ok();
    if proposer.is_none() {
        errors.add("proposer", cx.t("meeting-entity-needed"));
    }
    if Expected::from_code(&get("expected")).is_err() {
        errors.add("expected", cx.t("meeting-expected-needed"));
    }
    match (day, begins, minutes, proposer) {
        (Some(day), Some(begins), Some(minutes), Some(proposer)) if errors.is_empty() => {
            let text = ItemText {
                title: Words::new(get("title_ar"), get("title_en")),
                proposer,
                presenter: get("presenter"),
                owner: get("owner"),
                expected: get("expected"),
                materials: get("materials"),
            };
            Ok((day, begins, minutes, text))
        }
        _ => Err(errors),
    }
}

/// The entities that may be chosen: ours and those of the meeting.
pub async fn entities(ask: &Ask, meeting: &Open) -> Result<Vec<(String, String)>, Problem> {
    let id = meeting.row.id;
    let names = Names::all(&ask.app).await?;
    let me = ask.app.node.id;
    let seated = ask.app.store.read(move |tx| store::delegations(tx, id)).await?;
    let others = seated.iter().map(|one| one.party).filter(|party| *party != me);
    let all = [me].into_iter().chain(others);
    Ok(all.map(|id| (id.to_text(), entity(&ask.cx, &names, me, id).to_owned())).collect())
}

async fn document(
    ask: &Ask,
    meeting: &Open,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let (form, new) = (Form::new(cx, values, errors), ask.param("item") == NEW);
    let entities = entities(ask, meeting).await?;
    let days = (1..=meeting.row.days)
        .map(|day| (day.to_string(), dates::long_day(cx.lang, meeting.day(day))));
    let expected =
        Expected::ALL.iter().map(|one| (one.code(), cx.code("meeting-expected", one.code())));
    let what = html! {
        (form.text("title_ar", cx.t("meeting-title-ar")).lang("ar").max(LINE_MAX))
        (form.text("title_en", cx.t("meeting-title-en")).lang("en").max(LINE_MAX))
        (form.radios("expected", cx.t("meeting-expected")).choices(expected).side_by_side())
        (form.select("proposer", cx.t("meeting-proposer")).combo().choices(entities))
        (form.text("presenter", cx.t("meeting-presenter")).max(LINE_MAX).optional())
        (form.text("owner", cx.t("meeting-item-owner")).max(LINE_MAX).optional())
        (form.area("materials", cx.t("meeting-materials")).hint(cx.t("meeting-materials-hint")).max(TEXT_MAX).rows(3).optional())
    };
    let when = html! {
        (form.select("day", cx.t("meeting-day")).choices(days))
        (form.text("begins", cx.t("meeting-begins")).hint(cx.t("meeting-begins-hint")).ltr().max(5))
        (form.text("minutes", cx.t("meeting-minutes")).numeric().max(3))
    };
    let here = path(meeting.row.id, &format!("/items/{}", ask.param("item")));
    let title = cx.t(if new { "meeting-item-new" } else { "meeting-item-change" });
    let body = html! {
        (heading(&title, Some(meeting.title(cx)), &html! {}))
        form.narrow method="post" action=(cx.url(&here)) novalidate {
            (form.summary())
            (Card::new(cx.t("meeting-item")).body(what))
            (Card::new(cx.t("meeting-when")).body(when))
            (acts(&html! {
                (Button::submit(cx.t("meeting-save")).sends("act", "save"))
                @if !new { (Button::submit(cx.t("meeting-item-remove")).soft().sends("act", "remove").unchecked()) }
            }))
        }
    };
    Ok(crumbs(cx, title, meeting).errors(errors.any()).body(body))
}

/// A page below that of its meeting.
pub fn crumbs(cx: &Cx, title: impl Into<String>, meeting: &Open) -> Page {
    Page::new(cx, title)
        .crumb(cx.t("meetings-title"), "/meetings")
        .crumb(meeting.title(cx), &path(meeting.row.id, ""))
}
