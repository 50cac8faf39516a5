//! `/accounts/usage`: how many of those who may sign in do, by role, and which open accounts nobody has used for long. Of each account the
//! last sign-in alone is kept; what somebody did stands in the log of readings, which an administrator does not read.

pub mod store;
#[cfg(test)]
mod tests;

use maud::{Markup, html};
use sila_core::time::Millis;

use crate::accounts::Worker;
use crate::accounts::roles::{self, Role};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, empty_state, heading};
use crate::web::{Cx, Page, dates, ident};

/// Whoever signed in within so many days uses the program.
const USE_DAYS: i64 = 28;
/// An account that nobody has used for so many days is named.
const IDLE_DAYS: i64 = 90;

/// An open account, and when it was used.
#[derive(Debug, Clone)]
pub struct Used {
    /// Whose it is.
    pub worker: Worker,
    /// Since when there is the account.
    pub since: Millis,
    /// The last sign-in.
    pub last: Option<Millis>,
}

impl Used {
    fn is_in_use(&self, now: Millis) -> bool {
        self.last.is_some_and(|last| last > now.plus_days(-USE_DAYS))
    }

    /// Nobody has signed in for long, or ever since the account was made.
    fn is_idle(&self, now: Millis) -> bool {
        self.last.unwrap_or(self.since) <= now.plus_days(-IDLE_DAYS)
    }
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = ask.app.store.read(store::all).await?;
    let cx = &ask.cx;
    let idle: Vec<&Used> = all.iter().filter(|one| one.is_idle(cx.now)).collect();
    let title = cx.t("accounts-usage-title");
    let body = html! {
        (heading(&title, Some(&cx.t("accounts-usage-lead")), &html! {}))
        div.stack {
            (Card::new(cx.t("accounts-usage-roles")).body(by_role(cx, &all)))
            (Card::new(cx.t("accounts-usage-idle")).count(idle.len()).body(unused(cx, &idle)))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("accounts-title"), "/accounts");
    Ok(Reply::page(&page.body(body)))
}

/// How many accounts each role has, and how many of them are used. Whoever holds two roles counts under both.
fn by_role(cx: &Cx, all: &[Used]) -> Markup {
    let row = |role: &Role| {
        let holds = |one: &&Used| one.worker.roles.iter().any(|code| code == role.code);
        let held: Vec<&Used> = all.iter().filter(holds).collect();
        let lately = held.iter().filter(|one| one.is_in_use(cx.now)).count();
        let never = held.iter().filter(|one| one.last.is_none()).count();
        (!held.is_empty()).then(|| {
            [
                html! { (cx.t(roles::text_key(role.code))) },
                html! { (held.len()) },
                html! { (lately) },
                html! { (never) },
            ]
        })
    };
    let columns = [
        Col::text(cx.t("accounts-usage-role")),
        Col::num(cx.t("accounts-usage-open")),
        Col::num(cx.t("accounts-usage-lately")),
        Col::num(cx.t("accounts-usage-never")),
    ];
    let table = Table::new(cx.t("accounts-usage-roles"), columns);
    html! { (table.rows(roles::ROLES.iter().filter_map(row))) }
}

/// The accounts that nobody has used for long. Each leads to where it is closed.
fn unused(cx: &Cx, idle: &[&Used]) -> Markup {
    let row = |one: &&Used| {
        let href = cx.url(&format!("/accounts/{}", one.worker.id));
        let last =
            one.last.map_or_else(|| cx.t("accounts-usage-never"), |last| dates::day(cx.lang, last));
        [
            html! { a.link href=(href) { (ident::Name(one.worker.name(cx.lang))) } },
            html! { (ident::Code(&one.worker.user_name)) },
            html! { (last) },
        ]
    };
    let columns = [
        Col::text(cx.t("accounts-name")),
        Col::text(cx.t("accounts-user")),
        Col::text(cx.t("accounts-usage-last")),
    ];
    let (none, words) = (cx.t("accounts-usage-none"), cx.t("accounts-usage-none-text"));
    let table = Table::new(cx.t("accounts-usage-idle"), columns).when_empty(empty_state(
        "check-circle",
        none,
        words,
        &html! {},
    ));
    html! {
        @if !idle.is_empty() { p.muted { (cx.t("accounts-usage-idle-text")) } }
        (table.rows(idle.iter().map(row)))
    }
}
