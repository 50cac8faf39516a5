//! `/lifecycle`: every partnership with where it stands, who owns it and what is expected next; what is late stands first.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::lifecycle::{Life, Stage};
use sila_core::{AgencyId, Millis, WorkerId};

use super::{Owners, show, store};
use crate::accounts::{Worker, store as accounts};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Kpi, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, ident};

/// One line.
struct Line {
    agency: AgencyId,
    name: String,
    life: Life,
    owner: Option<WorkerId>,
}

impl Line {
    fn is_late(&self, now: Millis) -> bool {
        self.life.due_at().is_some_and(|due| due < now)
    }
}

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::lives(tx)?, store::owners(tx)?, accounts::all(tx)?))
    };
    let (lives, owners, workers) = ask.app.store.read(read).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let lines = lines(cx, &names, lives, &owners);
    let earlier = html! {
        (Button::link(cx.t("historic-open"), cx.url("/historic")).line().icon("files"))
    };
    let body = html! {
        (heading(cx.t("lifecycle-title"), Some(&cx.t("lifecycle-lead")), &earlier))
        (tiles(cx, &lines, ask.worker()?.id))
        (table(cx, &lines, &workers))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("lifecycle-title")).body(body)))
}

fn lines(
    cx: &Cx,
    names: &Names,
    mut lives: BTreeMap<AgencyId, Life>,
    owners: &Owners,
) -> Vec<Line> {
    let line = |agency: AgencyId| Line {
        agency,
        name: names.of(cx.lang, agency).to_owned(),
        life: lives.remove(&agency).unwrap_or_default(),
        owner: owners.get(&agency).copied(),
    };
    let mut lines: Vec<Line> = names.linked().map(line).collect();
    // Those without a day come last.
    lines.sort_by_key(|line| (line.life.due_at().unwrap_or(Millis(i64::MAX)), line.name.clone()));
    lines
}

fn tiles(cx: &Cx, lines: &[Line], me: WorkerId) -> Markup {
    let count = |of: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| of(line)).count();
    let late = count(&|line| line.is_late(cx.now));
    let mine = count(&|line| line.owner == Some(me));
    let works = count(&|line| line.life.stage() == Some(Stage::Monitor));
    let fresh = count(&|line| line.life.stage().is_none());
    let here = cx.url("/lifecycle");
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("lifecycle-late"), &late, here.clone()).icon("clock-countdown", Tone::Gold))
            (Kpi::new(cx, cx.t("lifecycle-mine"), &mine, here.clone()).icon("user-focus", Tone::Info))
            (Kpi::new(cx, cx.t("lifecycle-working"), &works, here.clone()).icon("handshake", Tone::Ok))
            (Kpi::new(cx, cx.t("partnership-not-begun"), &fresh, here).icon("path", Tone::Plain))
        }
    }
}

fn table(cx: &Cx, lines: &[Line], workers: &[Worker]) -> Markup {
    let columns = [
        Col::text(cx.t("partner-name")),
        Col::status(cx.t("partnership-stage")),
        Col::text(cx.t("partnership-owner")),
        Col::text(cx.t("partnership-next")),
    ];
    let empty =
        empty_state("path", cx.t("lifecycle-empty"), cx.t("partners-empty-text"), &html! {});
    let rows = lines.iter().map(|line| {
        let owner = workers.iter().find(|worker| Some(worker.id) == line.owner);
        [
            html! { a.link href=(cx.url(&show::path(line.agency))) { (ident::Name(&line.name)) } },
            show::stage(cx, &line.life),
            html! { @match owner {
                Some(owner) => (ident::Name(owner.name(cx.lang))),
                None => (tag(Tone::Warn, cx.t("partnership-no-owner"))),
            } },
            show::expected(cx, &line.life),
        ]
    });
    let table = Table::new(cx.t("lifecycle-title"), columns).rows(rows).when_empty(empty);
    html! { (Card::new(cx.t("lifecycle-title")).count(lines.len()).body(html! { (table) })) }
}
