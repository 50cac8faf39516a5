//! `/excellence`: the grid of evidence for an excellence award (شواهد التميز): each criterion with the facts that show it, how many they are,
//! and the page where they stand. Nothing is typed: what has no fact says so.
//!
//! A capability is designed, deployed, transformed and disrupts; a result is relevant, performs, competes and serves wellbeing.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::partnership::{Course, Mark};

use super::tables::quoted;
use crate::activation::ledger::{self, Book};
use crate::agreements::State;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::evaluations::cycle;
use crate::menu::is_closed;
use crate::partners::file;
use crate::partnerships::{figures::in_fives, network};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, heading, tag};
use crate::web::workbook::{self, Cell, Sheet};
use crate::web::{Arg, Cx, Page, dates};
use crate::{differences, imprint, improvements, links, minutes, policy, proposals, standards};

/// Every criterion, capabilities first.
pub const CRITERIA: [&str; 8] = [
    "DESIGN",
    "DEPLOY",
    "TRANSFORM",
    "DISRUPT",
    "RELEVANCE",
    "PERFORMANCE",
    "COMPETITIVENESS",
    "WELLBEING",
];

/// One piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// What it shows, of [`CRITERIA`].
    pub criterion: &'static str,
    /// Its key in texts and tables.
    pub key: &'static str,
    /// How many facts there are.
    pub facts: u64,
    /// Where they stand, without language.
    pub path: &'static str,
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The grid at a moment.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, now: Millis) -> Result<Vec<Evidence>, Problem> {
    let books = ledger::shared(app).await?;
    let signed: Vec<&Book> =
        books.iter().filter(|book| book.stored.state == State::Signed).collect();
    let mut grid = planned(app, &signed, now).await?;
    grid.extend(worked(app, &signed, now).await?);
    let courses: Vec<Course<'_>> = signed.iter().flat_map(|book| book.ledger.courses()).collect();
    grid.extend(reached(&signed, &courses));
    grid.extend(beyond(app, now).await?);
    grid.sort_by_key(|one| CRITERIA.iter().position(|code| *code == one.criterion));
    Ok(grid)
}

fn evidence(
    criterion: &'static str,
    key: &'static str,
    count: usize,
    path: &'static str,
) -> Evidence {
    Evidence { criterion, key, facts: number(count), path }
}

/// How working with partners is designed.
async fn planned(app: &App, books: &[&Book], now: Millis) -> Result<Vec<Evidence>, Problem> {
    let guide = policy::in_force(app, now).await?;
    let today = now.uae_date();
    let classes = app.store.read(move |tx| file::store::held_classes(tx, today)).await?;
    let standards = standards::all(app).await?;
    let signed = standards.iter().filter_map(|(_, kept)| kept.signed.as_ref());
    let annexes = books.iter().filter(|book| book.ledger.annex.is_some()).count();
    Ok(vec![
        evidence("DESIGN", "guide", usize::from(guide.is_some()), "/policy"),
        evidence("DESIGN", "agreements", books.len(), "/agreements"),
        evidence("DESIGN", "annexes", annexes, "/agreements"),
        evidence("DESIGN", "classes", classes.len(), "/partners/classes"),
        evidence("DESIGN", "standards", signed.map(|one| one.all.len()).sum(), "/standards"),
    ])
}

/// How it is carried out, looked at and made better.
async fn worked(app: &App, books: &[&Book], now: Millis) -> Result<Vec<Evidence>, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let minutes = minutes::store::circulated(tx, me)?;
        Ok((minutes, improvements::store::all(tx)?, proposals::store::all(tx)?))
    };
    let (minutes, improved, proposed) = app.store.read(read).await?;
    let cycles = cycle::read(app).await?;
    let both = cycles.iter().filter(|one| one.outcome.as_ref().is_some_and(|(_, _, both)| *both));
    let settled = differences::all(app).await?;
    let settled = settled.iter().filter(|one| one.course.ended.is_some()).count();
    let approved = minutes.iter().filter(|one| one.state == minutes::APPROVED).count();
    let duties = books.iter().flat_map(|book| book.ledger.instances(now));
    let begun = |one: &&proposals::store::Stored| one.became.is_some();
    let plans = books.iter().map(|book| book.ledger.plans.len()).sum();
    Ok(vec![
        evidence("DEPLOY", "initiatives", plans, "/initiatives"),
        evidence("DEPLOY", "obligations", duties.count(), "/obligations"),
        evidence("DEPLOY", "minutes", approved, "/decisions"),
        evidence("TRANSFORM", "evaluations", both.count(), "/evaluations"),
        evidence("TRANSFORM", "improvements", improved.len(), "/improvements"),
        evidence("TRANSFORM", "differences", settled, "/differences"),
        evidence("DISRUPT", "proposals", proposed.iter().filter(begun).count(), "/proposals"),
    ])
}

/// What it has brought.
fn reached(books: &[&Book], courses: &[Course<'_>]) -> Vec<Evidence> {
    let impact: Vec<_> = books.iter().flat_map(|book| book.ledger.impact()).collect();
    let measured = impact.iter().filter(|one| one.actual.is_some()).count();
    let whole = impact.iter().filter(|one| one.reached() == Some(1_000)).count();
    let goals = courses.iter().filter(|course| !course.plan.goals.is_empty()).count();
    let needs = courses.iter().filter(|course| !course.plan.need.ar.is_empty()).count();
    let closed = courses.iter().filter(|course| course.mark == Mark::Closed).count();
    let milestones = courses.iter().flat_map(|course| course.reached.values());
    let confirmed = milestones.filter(|said| said.confirmed().is_some()).count();
    let people = courses.iter().flat_map(|course| course.people());
    let people = people.map(|one| u64::from(one.first));
    let people = in_fives(people.fold(0, u64::saturating_add)).unwrap_or(0);
    let people =
        Evidence { criterion: "WELLBEING", key: "people", facts: people, path: "/initiatives" };
    vec![
        evidence("RELEVANCE", "needs", needs, "/initiatives"),
        evidence("RELEVANCE", "goals", goals, "/initiatives"),
        evidence("RELEVANCE", "indicators", impact.len(), "/agreements"),
        evidence("PERFORMANCE", "milestones", confirmed, "/initiatives"),
        evidence("PERFORMANCE", "measured", measured, "/agreements"),
        evidence("WELLBEING", "closed", closed, "/initiatives"),
        evidence("WELLBEING", "targets", whole, "/agreements"),
        people,
    ]
}

/// What others do not have, and take from here.
async fn beyond(app: &App, now: Millis) -> Result<Vec<Evidence>, Problem> {
    let me = app.node.id;
    let learnt = move |tx: &mut dyn Tx| imprint::store::learnt(tx, me, Millis(0), now);
    let (certified, published) = app.store.read(learnt).await?;
    let open = links::peers(app).await?.iter().filter(|one| one.is_open()).count();
    let figures = network::of(app, now).await?.figures();
    let told = |criterion, key, facts, path| Evidence { criterion, key, facts, path };
    Ok(vec![
        evidence("DISRUPT", "links", open, "/links"),
        told("COMPETITIVENESS", "knowledge", published, "/knowledge"),
        told("COMPETITIVENESS", "learning", in_fives(certified).unwrap_or(0), "/training"),
        evidence("COMPETITIVENESS", "network", figures.pairs, "/partnerships/network"),
    ])
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let grid = of(&ask.app, ask.now).await?;
    let cx = &ask.cx;
    let title = cx.t("excellence-title");
    let top = html! {
        (Button::link(cx.t("annual-xlsx"), cx.url("/excellence.xlsx")).icon("download-simple"))
        (Button::link(cx.t("report-csv"), cx.url("/excellence.csv")).line())
    };
    let day = [("day", Arg::phrase(dates::both_calendars(cx.lang, ask.now)))];
    let body = html! {
        (heading(title.clone(), Some(&cx.t_with("excellence-lead", &day)), &top))
        div.stack { @for criterion in CRITERIA { (card(cx, criterion, &grid)) } }
    };
    let page = Page::new(cx, title).crumb(cx.t("annual-title"), "/annual");
    Ok(Reply::page(&page.body(body)))
}

fn card(cx: &Cx, criterion: &str, grid: &[Evidence]) -> Markup {
    let own: Vec<&Evidence> = grid.iter().filter(|one| one.criterion == criterion).collect();
    let there = own.iter().filter(|one| one.facts > 0).count();
    let title = cx.code("excellence", criterion);
    let columns = [
        Col::text(cx.t("excellence-evidence")),
        Col::num(cx.t("excellence-facts")),
        Col::status(cx.t("excellence-there")),
    ];
    let rows = own.iter().map(|one| {
        let (tone, key) = match one.facts {
            0 => (Tone::Warn, "excellence-missing"),
            _ => (Tone::Ok, "excellence-shown"),
        };
        [
            html! {
                @let name = cx.code("excellence-of", one.key);
                @if is_closed(cx, one.path) { (name) } @else { a.link href=(cx.url(one.path)) { (name) } }
            },
            html! { (one.facts) },
            tag(tone, cx.t(key)),
        ]
    });
    let shown =
        cx.t_with("excellence-count", &[("n", Arg::from(there)), ("of", Arg::from(own.len()))]);
    html! {
        (Card::new(&title).tag(tag(Tone::Info, shown)).body(html! {
            p.small.muted { (cx.t(&format!("excellence-{}-text", criterion.to_ascii_lowercase()))) }
            (Table::new(&title, columns).rows(rows))
        }))
    }
}

/// The grid as a file that any spreadsheet reads (RFC 4180).
///
/// # Errors
/// When the store cannot be read.
pub async fn table(ask: Ask) -> Result<Reply, Problem> {
    let text = csv(&ask.cx, &of(&ask.app, ask.now).await?);
    let name = "excellence.csv".to_owned();
    Ok(Reply::file("text/csv; charset=utf-8", name, text.into_bytes()))
}

/// One line for each piece of evidence.
pub fn csv(cx: &Cx, grid: &[Evidence]) -> String {
    let mut out = "criterion,evidence,facts,page,meaning\r\n".to_owned();
    for one in grid {
        let (facts, page) = (one.facts.to_string(), cx.url(one.path));
        let meaning = cx.code("excellence-of", one.key);
        let cells = [one.criterion, one.key, &facts, &page, &meaning];
        out.push_str(&cells.map(quoted).join(","));
        out.push_str("\r\n");
    }
    out
}

/// The grid as a workbook.
///
/// # Errors
/// When the store cannot be read; `workbook.failed`.
pub async fn book(ask: Ask) -> Result<Reply, Problem> {
    let (cx, grid) = (&ask.cx, of(&ask.app, ask.now).await?);
    let words = |text: String| Cell::Words(text);
    let heads =
        ["excellence-criterion", "excellence-evidence", "excellence-facts", "excellence-page"];
    let mut rows = vec![heads.map(|key| words(cx.t(key))).to_vec()];
    rows.extend(grid.iter().map(|one| {
        vec![
            words(cx.code("excellence", one.criterion)),
            words(cx.code("excellence-of", one.key)),
            Cell::Number(one.facts.to_string()),
            words(cx.url(one.path)),
        ]
    }));
    let title = cx.t("excellence-title");
    let sheet = Sheet { title, right_to_left: cx.lang.pick(true, false), rows };
    let bytes = workbook::workbook(&[sheet])?;
    Ok(Reply::file(workbook::MEDIA, "excellence.xlsx".to_owned(), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, TestNode, check_page};

    #[tokio::test]
    async fn each_criterion_has_evidence_and_each_piece_a_page_and_facts_from_the_registers() {
        let node = TestNode::new().await;
        let before = of(&node.app, NOW).await.unwrap();
        crate::partnerships::tests::partner(&node, 400).await;
        let grid = of(&node.app, NOW).await.unwrap();
        let facts = |grid: &[Evidence], key| grid.iter().find(|one| one.key == key).unwrap().facts;
        assert_eq!((facts(&before, "agreements"), facts(&grid, "agreements")), (0, 1));
        assert_eq!((facts(&before, "network"), facts(&grid, "network")), (0, 1));
        let officer = node.worker("part", &["PARTNERSHIP", "HEAD"]).await;
        let cookie = node.sign_in(&officer).await;
        for criterion in CRITERIA {
            assert!(grid.iter().any(|one| one.criterion == criterion), "{criterion}");
        }
        for one in &grid {
            let got = node.get(&format!("/en{}", one.path), &cookie).await;
            assert_eq!(got.status, 200, "{one:?}");
        }
        for lang in ["ar", "en"] {
            let page = node.get(&format!("/{lang}/excellence"), &cookie).await;
            assert_eq!(page.status, 200);
            check_page(&page.body, lang);
        }
        let csv = node.get("/en/excellence.csv", &cookie).await.body;
        assert_eq!(csv.lines().count(), grid.len() + 1);
        assert_eq!(node.get("/en/excellence.xlsx", &cookie).await.status, 200);
        let reader = node.worker("night", &["SHELTER_STAFF"]).await;
        let stranger = node.sign_in(&reader).await;
        assert_eq!(node.get("/en/excellence", &stranger).await.status, 403);
    }
}
