//! The finder: for whom a service is looked for, in plain words and in codes. What was typed comes by POST and stands in no address.

use maud::{Markup, html};
use sila_core::area;
use sila_core::codes::{Category, Service, Sex};
use sila_core::directory::{ASSURED_DAYS, Band, Pillar, STALE_DAYS, Seeker};
use sila_core::person::Ages;
use sila_core::time::Millis;
use sila_core::{AgencyId, AreaCode};

use super::show::agency;
use super::store::{self, Asked, Found, PAGE, Stored};
use super::{path, query_stems};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Task, Tone, columns, empty_state, heading, icon, plain_tag, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// Longest words that are searched for, in characters.
pub const QUERY_MAX: usize = 120;

/// What waits for those who keep the directory.
#[derive(Default)]
struct Desk {
    drafts: Vec<Stored>,
    due: Vec<Stored>,
}

/// The finder with what it found.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (asked, me) = (read(&ask.form, ask.now), ask.app.node.id);
    let (keeps, due) = (ask.may(Permission::ServiceKeep), ask.now.plus_days(-ASSURED_DAYS));
    let wanted = asked.clone();
    let query = move |tx: &mut dyn Tx| -> Result<(Vec<Found>, Desk), DbError> {
        let mut desk = Desk::default();
        if keeps {
            desk = Desk { drafts: store::drafts(tx, me)?, due: store::due(tx, me, due)? };
        }
        Ok((store::found(tx, &wanted)?, desk))
    };
    let (found, desk) = ask.app.store.read(query).await?;
    let names = Names::all(&ask.app).await?;
    Ok(Reply::page(&document(&ask, &found, &desk, &names)))
}

/// What the form asks for. What nobody said is nothing.
pub fn read(form: &Pairs, now: Millis) -> Asked {
    let get = |name: &str| form.get(name).filter(|text| !text.is_empty());
    let age = get("age").map(sila_names::fold::ascii_digits);
    let age = age.and_then(|age| age.trim().parse::<u8>().ok()).map(Ages::exactly);
    let who = Seeker {
        need: get("need").and_then(|code| Service::from_code(code).ok()),
        category: get("group").and_then(|code| Category::from_code(code).ok()),
        sex: get("sex").and_then(|code| Sex::from_code(code).ok()).unwrap_or(Sex::Unknown),
        ages: age,
        area: get("area").and_then(|code| AreaCode::parse(code).ok()),
    };
    let typed: String = get("q").unwrap_or_default().chars().take(QUERY_MAX).collect();
    Asked {
        who,
        pillar: get("pillar").and_then(|code| Pillar::from_code(code).ok()),
        origin: get("origin").and_then(|text| AgencyId::parse(text).ok()),
        stems: query_stems(&typed),
        assured_after: now.plus_days(-STALE_DAYS),
    }
}

fn document(ask: &Ask, found: &[Found], desk: &Desk, names: &Names) -> Page {
    let cx = &ask.cx;
    let top = html! {
        (Button::link(cx.t("services-gaps"), cx.url("/services/gaps")).soft().icon("scales"))
        @if ask.may(Permission::ServiceKeep) {
            (Button::link(cx.t("services-new"), cx.url("/services/new")).icon("plus"))
        }
    };
    let searched = ask.form.iter().any(|(_, value)| !value.is_empty());
    let none = match searched {
        true => ("services-none", "services-none-text"),
        false => ("services-empty", "services-empty-text"),
    };
    let count = if found.len() == PAGE { format!("{PAGE}+") } else { found.len().to_string() };
    let main = html! {
        (filters(ask, names))
        @if found.is_empty() {
            (Card::new(cx.t("services-found")).body(empty_state("signpost", cx.t(none.0), cx.t(none.1), &html! {})))
        } @else {
            h2.shelf-h { (cx.t("services-found")) " " span.count.num { (count) } }
            ul.shelf { @for one in found { (item(cx, one, agency(cx, names, ask.app.node.id, one.origin))) } }
        }
    };
    let aside = html! {
        (waiting(ask, desk))
        (Card::new(cx.t("services-open-pages")).body(html! {
            p.muted { (cx.t("services-open-pages-text")) }
            ul.links {
                li { a.ref href=(cx.url("/directory")) { (cx.t("services-public")) } }
                li { a.ref href=(cx.url("/directory/all")) { (cx.t("services-sheet")) } }
            }
        }))
    };
    let body = html! {
        (heading(cx.t("services-title"), Some(&cx.t("services-lead")), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, cx.t("services-title")).body(body)
}

fn filters(ask: &Ask, names: &Names) -> Markup {
    let cx = &ask.cx;
    let (form, errors) = (&ask.form, Errors::none());
    let sheet = Form::new(cx, form, &errors);
    let all = || cx.t("services-all");
    let needs = Service::ALL.iter().map(|one| (one.code(), cx.code("service", one.code())));
    let groups = Category::ALL.iter().map(|one| (one.code(), cx.code("category", one.code())));
    let pillars = Pillar::ALL.iter().map(|one| (one.code(), cx.code("pillar", one.code())));
    let sexes = [Sex::Female, Sex::Male].map(|one| (one.code(), cx.code("sex", one.code())));
    let places = area::all().iter().filter(|one| !one.code.is_special());
    let places = places.map(|one| (one.code.as_str(), area_name(cx, one.code.as_str())));
    let own = (ask.app.node.id.to_text(), cx.agency().to_owned());
    let others = names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned()));
    html! {
        form.filters-k method="post" action=(cx.url("/services")) role="search" aria-label=(cx.t("services-search")) {
            div.search-row {
                label.vh for="q" { (cx.t("services-search")) }
                input.in id="q" name="q" type="search" dir="auto" autocomplete="off" maxlength=(QUERY_MAX)
                    placeholder=(cx.t("services-search-hint")) value=(form.get("q").unwrap_or_default());
                (Button::submit(cx.t("search-go")).icon("magnifying-glass"))
            }
            div.filters-row {
                (sheet.select("need", cx.t("services-need")).empty(all()).choices(needs))
                (sheet.select("group", cx.t("services-group")).empty(all()).choices(groups))
                (sheet.text("age", cx.t("services-age")).numeric().max(3))
                (sheet.select("sex", cx.t("services-sex")).empty(all()).choices(sexes))
                (sheet.select("area", cx.t("services-lives")).empty(all()).choices(places))
                (sheet.select("pillar", cx.t("services-pillar")).empty(all()).choices(pillars))
                (sheet.select("origin", cx.t("services-origin")).empty(all()).choices(std::iter::once(own).chain(others)))
            }
        }
    }
}

/// How much room there is, as a tag; nothing where it is not said.
pub fn band(cx: &Cx, band: Band) -> Markup {
    let tone = match band {
        Band::Unsaid => return html! {},
        Band::Available => Tone::Ok,
        Band::Limited => Tone::Warn,
        Band::Full => Tone::Bad,
    };
    tag(tone, cx.code("band", band.code()))
}

/// Ages in words; nothing where there is no limit.
pub fn ages(cx: &Cx, min: Option<u8>, max: Option<u8>) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(min), None) => {
            Some(cx.t_with("services-ages-from", &[("n", Arg::from(u32::from(min)))]))
        }
        (None, Some(max)) => {
            Some(cx.t_with("services-ages-to", &[("n", Arg::from(u32::from(max)))]))
        }
        (Some(min), Some(max)) => {
            let args = [("min", Arg::ident(min.to_string())), ("max", Arg::ident(max.to_string()))];
            Some(cx.t_with("services-ages", &args))
        }
    }
}

fn item(cx: &Cx, one: &Found, whose: &str) -> Markup {
    let listing = &one.published.listing;
    let words = cx.lang.pick(&listing.ar, &listing.en);
    let groups = listing.terms.categories.iter().map(|one| cx.code("category", one.code()));
    let groups: Vec<String> = groups.collect();
    html! {
        li.shelf-i {
            div.shelf-t {
                (plain_tag(cx.code("pillar", listing.pillar.code())))
                (plain_tag(cx.code("service", listing.terms.service.code())))
                (band(cx, one.published.band))
            }
            h3 { a.link href=(cx.url(&path(listing.id))) { bdi { (words.name) } } }
            p.shelf-s { bdi { (words.summary) } }
            div.shelf-f {
                span { (icon("buildings")) (Name(whose)) }
                @if !groups.is_empty() { span { (icon("users")) (groups.join(cx.lang.pick("، ", ", "))) } }
                @if let Some(ages) = ages(cx, listing.terms.age_min, listing.terms.age_max) { span { (icon("user")) (ages) } }
                @if listing.is_confidential() { span { (icon("lock-key")) (cx.t("services-site-confidential")) } }
            }
        }
    }
}

/// A service that has to be looked at again, on the day of whoever keeps the directory.
pub fn task(cx: &Cx, stored: &Stored) -> Task {
    let published = stored.published.as_ref();
    let name = published.map(|one| &cx.lang.pick(&one.listing.ar, &one.listing.en).name);
    let at = published.map(|one| dates::day(cx.lang, one.assured_at)).unwrap_or_default();
    Task::new("signpost", Tone::Gold, cx.t("services-day-due"), cx.url(&path(stored.id))).meta(
        html! {
            @if let Some(name) = name { (Name(name)) " · " }
            (cx.t_with("services-assured-on", &[("day", Arg::phrase(at))]))
        },
    )
}

/// Drafts, and what has to be looked at again.
fn waiting(ask: &Ask, desk: &Desk) -> Markup {
    let cx = &ask.cx;
    let row = |stored: &Stored, to: &str, words: String| {
        let name = stored.published.as_ref().map(|one| &one.listing);
        let name = name.map(|one| cx.lang.pick(&one.ar, &one.en).name.clone());
        let name = name.unwrap_or_else(|| cx.t("services-untitled"));
        html! { li { div {
            a.ref href=(cx.url(&format!("{}{to}", path(stored.id)))) { (Name(&name)) }
            div.sub { (words) }
        } } }
    };
    let since = |stored: &Stored| {
        let at = stored.published.as_ref().map(|one| dates::day(cx.lang, one.assured_at));
        cx.t_with("services-assured-on", &[("day", Arg::phrase(at.unwrap_or_default()))])
    };
    let rows: Vec<Markup> = desk
        .due
        .iter()
        .map(|one| row(one, "", since(one)))
        .chain(desk.drafts.iter().map(|one| row(one, "/draft", cx.t("services-draft-note"))))
        .collect();
    html! {
        @if !rows.is_empty() {
            (Card::new(cx.t("services-desk")).count(rows.len()).body(html! { ul.links { @for row in &rows { (row) } } }))
        }
    }
}
