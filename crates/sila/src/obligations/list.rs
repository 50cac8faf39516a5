//! `/obligations`: what waits for us, what we wait for, and how it went before.

use maud::{Markup, html};
use sila_core::obligation::{Settled, Standing};
use sila_core::partnership::Instance;
use sila_core::{AgencyId, Millis};

use crate::activation::ledger::{self, Book};
use crate::ask::Ask;
use crate::historic;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, dates, ident};

/// What falls due within so many days is shown, even before it is on anybody's list.
pub(super) const AHEAD_DAYS: i64 = 120;
/// The most rows of what is over.
const PAST_MAX: usize = 50;

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let books = ledger::all(&ask.app).await?;
    let before = historic::owed(&ask).await?;
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let mut open: Vec<(&Book, Instance<'_>)> = Vec::new();
    let mut past: Vec<(&Book, Instance<'_>)> = Vec::new();
    for book in &books {
        for one in book.ledger.instances(cx.now.plus_days(AHEAD_DAYS)) {
            let over = matches!(one.life.standing(cx.now), Standing::Settled(_));
            if over { past.push((book, one)) } else { open.push((book, one)) }
        }
    }
    open.sort_by_key(|(_, one)| one.due.at);
    past.sort_by_key(|(_, one)| std::cmp::Reverse(one.due.at));
    past.truncate(PAST_MAX);
    let (ours, theirs): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|(_, one)| one.duty.obligor == me);
    let body = html! {
        (heading(cx.t("obligations-title"), Some(&cx.t("obligations-lead")), &html! {
            (Button::link(cx.t("obligations-calendar"), cx.url("/obligations.ics")).icon("calendar-blank").line())
        }))
        div.stack {
            (table(cx, "obligations-ours", &ours))
            (table(cx, "obligations-theirs", &theirs))
            (before)
            @if !past.is_empty() { (table(cx, "obligations-past", &past)) }
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("obligations-title")).refreshing(30).body(body)))
}

/// Obligations as a card with a table; `key` is its title and its place on the page.
pub fn table(cx: &Cx, key: &'static str, all: &[(&Book, Instance<'_>)]) -> Markup {
    let columns = [
        Col::text(cx.t("obligation-one")),
        Col::text(cx.t("obligation-who")),
        Col::text(cx.t("obligation-due")),
        Col::status(cx.t("record-state")),
    ];
    let empty = empty_state(
        "check-square-offset",
        cx.t("obligations-empty"),
        cx.t("obligations-empty-text"),
        &html! {},
    );
    let rows = all.iter().map(|(book, one)| {
        [
            html! {
                a.ref href=(cx.url(&path(book, one))) {
                    (ident::Name(cx.lang.pick(&one.duty.text.ar, &one.duty.text.en)))
                }
                span.sub { (ident::Reference(&book.ledger.agreement.code)) " · " (cx.code("cooperation-field", one.duty.field.code())) }
            },
            html! {
                (ident::Name(book.name(cx.lang, one.duty.obligor)))
                span.sub { (cx.t("obligation-to")) " " (ident::Name(book.name(cx.lang, one.duty.obligee))) }
            },
            html! { (dates::day(cx.lang, one.due.at)) },
            standing(cx, one),
        ]
    });
    let table = Table::new(cx.t(key), columns).rows(rows).when_empty(empty);
    html! { (Card::new(cx.t(key)).count(all.len()).live(key, "agreements").body(html! { (table) })) }
}

/// The page of one obligation on one day.
pub fn path(book: &Book, one: &Instance<'_>) -> String {
    let agreement = book.ledger.agreement.id;
    format!("/obligations/{agreement}/{}/{}", one.duty.number, one.due.at.0)
}

/// Where it stands, in a word.
pub fn standing(cx: &Cx, one: &Instance<'_>) -> Markup {
    let (tone, code) = word(one.life.standing(cx.now));
    tag(tone, cx.code("obligation-standing", code))
}

/// Its tone, and its code.
pub fn word(standing: Standing) -> (Tone, &'static str) {
    match standing {
        Standing::Scheduled => (Tone::Plain, "SCHEDULED"),
        Standing::Open => (Tone::Gold, "OPEN"),
        Standing::Overdue => (Tone::Bad, "OVERDUE"),
        Standing::Submitted { .. } => (Tone::Info, "SUBMITTED"),
        Standing::Returned => (Tone::Warn, "RETURNED"),
        Standing::Breached => (Tone::Bad, "BREACHED"),
        Standing::Settled(Settled::Accepted) => (Tone::Ok, "ACCEPTED"),
        Standing::Settled(Settled::ByDefault) => (Tone::Ok, "BY_DEFAULT"),
        Standing::Settled(Settled::Waived) => (Tone::Plain, "WAIVED"),
    }
}

/// What waits for our agency to do it, the first due first.
pub fn waiting<'a>(book: &'a Book, me: AgencyId, now: Millis) -> Vec<Instance<'a>> {
    let mut all = book.ledger.instances(now);
    all.retain(|one| {
        one.duty.obligor == me
            && matches!(
                one.life.standing(now),
                Standing::Open | Standing::Overdue | Standing::Returned | Standing::Breached
            )
    });
    all
}
