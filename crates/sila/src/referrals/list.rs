//! `/referrals/in` and `/referrals/out`: what waits, most urgent first, and what is done. The address is the filter.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::codes::{Category, Kind, Urgency};
use sila_core::ids::{AgreementId, ReferralId};
use sila_core::referral::State;
use sila_core::time::Millis;

use super::show::tone;
use super::store::{self, Asked, Direction, Referral};
use super::{bulk, deadlines, path, summary};
use crate::accounts::{Permission, Worker};
use crate::agreements::{self, First};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::search::saved::{self, List};
use crate::web::components::{
    Button, Card, Col, Table, Tone, empty_state, heading, plain_tag, post, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Rows on a page.
pub(super) const PAGE: usize = 50;

/// Incoming first: that is where somebody waits.
///
/// # Errors
/// None of its own.
pub async fn front(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::see_other(ask.cx.url("/referrals/in")))
}

/// Referrals other agencies sent.
///
/// # Errors
/// When the store cannot be read.
pub async fn incoming(ask: Ask) -> Result<Reply, Problem> {
    list(&ask, Direction::In).await
}

/// Referrals this agency sent.
///
/// # Errors
/// When the store cannot be read.
pub async fn outgoing(ask: Ask) -> Result<Reply, Problem> {
    list(&ask, Direction::Out).await
}

async fn list(ask: &Ask, direction: Direction) -> Result<Reply, Problem> {
    let place = if direction == Direction::In { List::In } else { List::Out };
    let filters = saved::of(ask, place).await?;
    if let Some(first) = saved::first_of(ask, place, &filters) {
        return Ok(Reply::see_other(first));
    }
    let asked = asked(ask.worker()?, &ask.query, direction, ask.now);
    let reading = asked.clone();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let rows = store::page(tx, &reading)?;
        let ahead = rows.iter().any(|row| row.ahead);
        let firsts = if ahead { agreements::store::firsts(tx)? } else { BTreeMap::default() };
        Ok((rows, deadlines::store::raised(tx)?, firsts))
    };
    let (mut rows, raised, firsts) = ask.app.store.read(read).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let names = Names::all(&ask.app).await?;
    let acts = bulk::page::acts(ask, &asked);
    let more = more.then_some(());
    let shown = Rows { rows: &rows, raised: &raised, firsts: &firsts, more, acts: &acts };
    let bar = saved::page::bar(ask, place, &filters);
    Ok(Reply::page(&page(&ask.cx, &ask.query, (&asked, &bar), &shown, &names)))
}

/// Reads the filter from the address. What is not a code of its list is no filter.
pub(super) fn asked(worker: &Worker, query: &Pairs, direction: Direction, now: Millis) -> Asked {
    let desk = direction == Direction::In && worker.may(Permission::ReferralDecide);
    let all = worker.may(Permission::ReferralReadAll) || desk;
    let known = |name: &str, is_code: fn(&str) -> bool| {
        query.get(name).filter(|code| is_code(code)).unwrap_or_default().to_owned()
    };
    Asked {
        direction,
        open: query.get("state") != Some("done"),
        urgency: known("urgency", |code| Urgency::from_code(code).is_ok()),
        state: known("status", |code| State::from_code(code).is_ok()),
        category: known("category", |code| Category::from_code(code).is_ok()),
        kind: known("kind", |code| Kind::from_code(code).is_ok()),
        late_at: if query.has("late", "1") { now } else { Millis(0) },
        after: query.get("after").and_then(place),
        reader: worker.id,
        only_own: !all,
    }
}

/// The last row of the page before, as it stands in the address: three parts with dots between.
fn place(text: &str) -> Option<(i64, Millis, uuid::Uuid)> {
    let mut parts = text.splitn(3, '.');
    let first = parts.next()?.parse().ok()?;
    let second = parts.next()?.parse().ok()?;
    Some((first, Millis(second), parts.next()?.parse().ok()?))
}

fn after(row: &Referral, open: bool) -> String {
    let (first, second) =
        if open { (store::priority(row, row.state), row.decide_by) } else { (0, row.updated_at) };
    format!("{first}.{}.{}", second.0, row.id)
}

/// What a page of the list shows.
struct Rows<'a> {
    rows: &'a [Referral],
    /// How far up those were told whose time has run out.
    raised: &'a BTreeMap<ReferralId, u8>,
    /// By which clause some come before equal ones.
    firsts: &'a BTreeMap<AgreementId, First>,
    /// There is a next page.
    more: Option<()>,
    /// What this reader may do with several of them.
    acts: &'a [&'static str],
}

fn page(
    cx: &Cx,
    query: &Pairs,
    (asked, bar): (&Asked, &Markup),
    shown: &Rows<'_>,
    names: &Names,
) -> Page {
    let incoming = asked.direction == Direction::In;
    let (title, lead) = if incoming {
        ("referrals-in", "referrals-in-lead")
    } else {
        ("referrals-out", "referrals-out-lead")
    };
    let address = if incoming { "/referrals/in" } else { "/referrals/out" };
    let next = shown.more.and_then(|()| shown.rows.last()).map(|last| {
        let mut query = query.clone();
        query.set("after", after(last, asked.open));
        format!("{}?{}", cx.url(address), query.encoded())
    });
    let body = html! {
        (heading(cx.t(title), Some(&cx.t(lead)), &tabs(cx, address, (asked.open, !asked.only_own))))
        (filter(cx, query, address))
        (bar)
        (Card::new(cx.t(if asked.open { "referrals-open" } else { "referrals-done" }))
            .live("referrals-list", "referrals")
            .body(html! {
                (marked(cx, asked, shown, names))
                @if let Some(next) = &next {
                    nav.pages aria-label=(cx.t("pages-label")) {
                        a.btn.soft.sm href=(next) rel="next" { (cx.t("page-next")) }
                    }
                }
            }))
    };
    Page::new(cx, cx.t(title)).refreshing(30).body(body)
}

fn tabs(cx: &Cx, address: &str, (open, all): (bool, bool)) -> Markup {
    let tab = |key: &str, state: &str, now: bool| {
        Button::tab(cx.t(key), format!("{}?state={state}", cx.url(address)), now)
    };
    let named = Button::link(cx.t("escalation-open"), cx.url("/referrals/escalation"));
    html! {
        (tab("referrals-open", "open", open)) (tab("referrals-done", "done", !open))
        @if all { (named.soft().icon("siren")) }
    }
}

fn filter(cx: &Cx, query: &Pairs, address: &str) -> Markup {
    let errors = Errors::none();
    let form = Form::new(cx, query, &errors);
    let all = || cx.t("filter-all");
    let urgency = form
        .select("urgency", cx.t("referral-urgency"))
        .empty(all())
        .choices(Urgency::ALL.iter().map(|u| (u.code(), cx.code("urgency", u.code()))));
    let category = form
        .select("category", cx.t("referral-category"))
        .empty(all())
        .choices(Category::ALL.iter().map(|c| (c.code(), cx.code("category", c.code()))));
    let kind = form
        .select("kind", cx.t("referral-kind"))
        .empty(all())
        .choices(Kind::ALL.iter().map(|k| (k.code(), cx.code("kind", k.code()))));
    let states = State::ALL.iter().filter(|state| **state != State::Draft);
    let status = form
        .select("status", cx.t("referral-status"))
        .empty(all())
        .choices(states.map(|s| (s.code(), cx.code("state", s.code()))));
    let late = form
        .select("late", cx.t("referral-deadline"))
        .empty(all())
        .choice("1", cx.t("referral-late-only"));
    html! {
        form.filters method="get" action=(cx.url(address)) {
            @if let Some(state) = query.get("state") { (form.hidden("state", state)) }
            (urgency) (category) (kind) (status) (late)
            (Button::submit(cx.t("referrals-filter")).soft().icon("funnel"))
        }
    }
}

/// The rows, with a mark each where something may be done with several of them.
fn marked(cx: &Cx, asked: &Asked, shown: &Rows<'_>, names: &Names) -> Markup {
    let table = table(cx, asked, shown, names);
    if shown.acts.is_empty() || shown.rows.is_empty() {
        return table;
    }
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let acts = shown.acts.iter().map(|code| (*code, cx.code("bulk-referrals-act", code)));
    post(
        cx,
        "/referrals/bulk",
        &html! {
            (table)
            fieldset.bulk { legend { (cx.t("bulk-referrals-title")) }
                (form.select("act", cx.t("bulk-what")).choices(acts))
                (Button::submit(cx.t("bulk-go")).line().icon("eye"))
            }
            p.hint { (cx.t("bulk-referrals-never")) }
        },
    )
}

fn table(cx: &Cx, asked: &Asked, shown: &Rows<'_>, names: &Names) -> Markup {
    let agency =
        if asked.direction == Direction::In { "referral-source" } else { "referral-target" };
    let columns = [
        Col::text(cx.t("referral-number")),
        Col::status(cx.t("referral-status")),
        Col::text(cx.t(agency)),
        Col::text(cx.t("referral-about")),
        Col::text(cx.t("referral-deadline")),
    ];
    // A column of marks only for who may do something with what is marked.
    let marks = (!shown.acts.is_empty()).then(|| Col::acts(cx.t("bulk-pick")));
    let empty = match (asked.direction, asked.open) {
        (Direction::In, true) => "in",
        (Direction::Out, true) => "out",
        (_, false) => "done",
    };
    let none = empty_state(
        "tray-arrow-down",
        cx.t(&format!("referrals-empty-{empty}")),
        cx.t(&format!("referrals-empty-{empty}-text")),
        &html! {},
    );
    let table = Table::new(cx.t("referrals"), columns.into_iter().chain(marks))
        .rows(shown.rows.iter().map(|row| cells(cx, (asked, row), shown, names)))
        .when_empty(none);
    html! { (table) }
}

fn cells(
    cx: &Cx,
    (asked, row): (&Asked, &Referral),
    shown: &Rows<'_>,
    names: &Names,
) -> Vec<Markup> {
    let (name, raised) = (names.of(cx.lang, row.peer), shown.raised.get(&row.id));
    let mine = row.claimed_by == Some(asked.reader) && with_somebody(row);
    let mark = (!shown.acts.is_empty()).then(|| mark(cx, row));
    let cells = [
        html! {
            a.link href=(cx.url(&path(row.id, ""))) { (Reference(&row.reference)) }
            div.tags { (urgency(cx, row.urgency)) (kind(cx, row.kind)) (linked(cx, row, shown.firsts.get(&row.agreement))) }
        },
        html! {
            (tag(tone(row.state), cx.code("state", row.state.code())))
            @if let Some(level) = raised { " " (deadlines::show::mark(cx, *level)) }
            @if mine { " " (tag(Tone::Info, cx.t("bulk-referrals-mine"))) }
        },
        html! { (Name(name)) },
        html! {
            (cx.code("category", row.category.code()))
            div.sub { (summary::area(cx, &row.area)) }
        },
        html! { span.num { (deadline(cx, row)) } },
    ];
    cells.into_iter().chain(mark).collect()
}

/// That both agencies know the person, and by which clause the case comes before equal ones for that.
pub fn linked(cx: &Cx, row: &Referral, first: Option<&First>) -> Markup {
    let first = first.filter(|_| row.ahead);
    html! {
        @if let Some(first) = first { (tag(Tone::Info, cx.t("referral-linked"))) " " (plain_tag(first.words(cx))) }
        @else if row.linked { (plain_tag(cx.t("referral-known-to-both"))) }
    }
}

/// The box by which a referral is chosen.
fn mark(cx: &Cx, row: &Referral) -> Markup {
    html! { label.pick {
        span.pick-t { (cx.t("bulk-referrals-choose")) " " (Reference(&row.reference)) }
        input type="checkbox" name="referral" value=(row.id);
    } }
}

/// Whether one colleague has it: reviews what came in, or follows what was sent.
fn with_somebody(row: &Referral) -> bool {
    row.is_open && (row.direction == Direction::Out || row.state == State::InReview)
}

/// The reply clock while it runs, else when it last moved.
fn deadline(cx: &Cx, row: &Referral) -> String {
    if row.state.is_pending() { cx.deadline(row.decide_by) } else { cx.at(row.updated_at) }
}

/// What is asked as a tag: a service is what most ask, and goes without saying.
pub fn kind(cx: &Cx, kind: Kind) -> Markup {
    let words = || plain_tag(cx.code("kind", kind.code()));
    html! { @if kind != Kind::Service { (words()) } }
}

/// The urgency as a tag.
pub fn urgency(cx: &Cx, urgency: Urgency) -> Markup {
    let tone = match urgency {
        Urgency::Emergency => Tone::Bad,
        Urgency::Urgent => Tone::Warn,
        Urgency::Routine => Tone::Plain,
    };
    tag(tone, cx.code("urgency", urgency.code()))
}
