//! How long pages take with a full store: real HTTP over loopback, signed-in workers each with cases of their own, every
//! reading written down. One person in ten reads every case of the agency; the others see only theirs.

mod filling;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use axum::body::Body;
use http_body_util::BodyExt;
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use sila_core::ids::CaseId;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::bare::now;
use super::two::Two;
use super::{quantile, rounded, store};
use crate::accounts::session;
use crate::web::Pairs;

/// What to measure.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Address of a new, empty PostgreSQL database; none: a file.
    pub database: Option<String>,
    /// Cases in the store, each with five entries.
    pub cases: u32,
    /// People who look at pages at the same time.
    pub clients: u32,
    /// Pages each of them opens.
    pub pages: u32,
    /// Milliseconds each of them looks at a page before the next, on average.
    pub think_ms: u64,
    /// First of the ports used.
    pub port: u16,
}

/// One kind of page.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// How often it was asked for.
    pub count: usize,
    /// Bytes of the page.
    pub bytes: usize,
    /// Half of them took at most so many milliseconds, until the last byte.
    pub p50_ms: f64,
    /// 95 of 100.
    pub p95_ms: f64,
    /// 99 of 100.
    pub p99_ms: f64,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Cases in the store.
    pub cases: u32,
    /// Entries of cases: stages, appointments, clocks, readings.
    pub entries: u64,
    /// Seconds until they were written.
    pub filled_s: f64,
    /// Seconds until the names of all of them could be searched.
    pub searchable_s: f64,
    /// Resident memory of this program, both nodes and the people who look, in MiB.
    pub rss_mib: f64,
    /// People at the same time.
    pub clients: u32,
    /// Time between two pages of one of them, on average.
    pub think_ms: u64,
    /// Every page taken together but those of the first round, 99 of 100.
    pub p99_ms: f64,
    /// By page, without the first round.
    pub pages: BTreeMap<String, Measured>,
    /// By page, the first round: each person opens every page once, and each connection meets its statements for the first time.
    pub first_round: BTreeMap<String, Measured>,
}

/// A page somebody opens.
#[derive(Debug, Clone)]
pub(super) enum Visit {
    /// By its name here and its address.
    Page(String, String),
    /// One of the person's own cases, another each time.
    OwnCase,
    /// People by a name, another each time.
    Search,
}

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the node cannot be made or a page is not answered with 200.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(dir, wish.port, (None, wish.database.as_deref())).await?;
    let app = two.receiver.clone();
    let began = now();
    let referral = arrived(&two).await?;
    let people = filling::fill(&two, &wish).await?;
    filling::referrals(&app, referral, wish.cases / filling::CASES_FOR_A_REFERRAL).await?;
    app.store.write(store::analyse).await?;
    let filled_s = rounded(began.elapsed().as_secs_f64());
    let began = now();
    crate::people::register::fill(&app).await?;
    let searchable_s = rounded(began.elapsed().as_secs_f64());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = crate::routes::router(&app).into_make_service();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let visits = visits(referral);
    let think = Duration::from_millis(wish.think_ms);
    // People do not start at the same moment.
    let apart = think.checked_div(wish.clients.max(1)).unwrap_or_default();
    let mut clients = JoinSet::new();
    for (nth, person) in (0_u32..).zip(people) {
        let cookie = session::begin(&app, &person.worker, app.clock.now()).await?;
        let cookie = format!("{}={cookie}", session::cookie_name(&app));
        let looking = Looking { address, cookie, cases: person.cases, nth };
        let pace = [apart.saturating_mul(nth), think];
        clients.spawn(look(looking, visits.clone(), wish.pages, pace));
    }
    let (mut first, mut all) = (Seen::new(), Seen::new());
    while let Some(seen) = clients.join_next().await {
        let mut seen = seen??;
        all.extend(seen.split_off(visits.len().min(seen.len())));
        first.extend(seen);
    }
    let rss_mib = rounded(super::usage::rss_mib(std::process::id())?);
    serving.abort();
    two.close().await?;
    Ok(Report { filled_s, searchable_s, rss_mib, ..report(&wish, first, all) })
}

fn report(wish: &Wish, first: Seen, seen: Seen) -> Report {
    let (every, pages) = together(seen);
    let (_, first_round) = together(first);
    Report {
        engine: if wish.database.is_some() { "postgres" } else { "sqlite" },
        cases: wish.cases,
        entries: u64::from(wish.cases).saturating_mul(filling::ENTRIES_EACH),
        filled_s: 0.0,
        searchable_s: 0.0,
        rss_mib: 0.0,
        clients: wish.clients,
        think_ms: wish.think_ms,
        p99_ms: every.p99_ms,
        pages,
        first_round,
    }
}

/// Every page taken together, and by page.
pub(super) fn together(seen: Seen) -> (Measured, BTreeMap<String, Measured>) {
    let mut all: BTreeMap<String, Seen> = BTreeMap::new();
    for one in &seen {
        all.entry(one.0.clone()).or_default().push(one.clone());
    }
    (measured(seen), all.into_iter().map(|(name, seen)| (name, measured(seen))).collect())
}

fn measured(seen: Seen) -> Measured {
    let bytes = seen.iter().map(|(_, _, bytes)| *bytes).max().unwrap_or(0);
    let mut times: Vec<f64> = seen.into_iter().map(|(_, ms, _)| ms).collect();
    times.sort_by(f64::total_cmp);
    let [p50_ms, p95_ms, p99_ms] = [500, 950, 990].map(|part| rounded(quantile(&times, part)));
    Measured { count: times.len(), bytes, p50_ms, p95_ms, p99_ms }
}

fn visits(referral: uuid::Uuid) -> Vec<Visit> {
    let page = |name: &str, path: &str| Visit::Page(name.to_owned(), path.to_owned());
    vec![
        page("day", "/ar"),
        page("referrals-in", "/ar/referrals/in"),
        page("referrals-out", "/en/referrals/out"),
        Visit::OwnCase,
        page("referral", &format!("/ar/referrals/{referral}")),
        page("cases", "/ar/cases"),
        page("cases-narrowed", "/en/cases?status=closed&urgency=urgent"),
        Visit::Search,
        page("board", "/ar/shelter"),
        page("agreements", "/ar/agreements"),
        page("me", "/en/me"),
    ]
}

/// Fifty referrals arrive; gives the newest.
async fn arrived(two: &Two) -> anyhow::Result<uuid::Uuid> {
    let _working = (crate::jobs::start(&two.receiver), crate::jobs::start(&two.sender));
    for _ in 0..50 {
        let offer = two.offer(sila_core::codes::Urgency::Urgent).await?;
        two.sender.store.write(move |tx| offer.insert(tx)).await?;
    }
    two.sender.outbox.notify_one();
    let began = now();
    loop {
        if two.receiver.store.read(store::taken_in).await? >= 50 {
            let newest = two.receiver.store.read(store::newest_incoming).await?;
            return newest.context("no referral arrived");
        }
        ensure!(began.elapsed() < Duration::from_secs(60), "the referrals did not arrive");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Name, milliseconds and bytes of each page that was opened.
pub(super) type Seen = Vec<(String, f64, usize)>;

/// One person at one browser.
pub(super) struct Looking {
    /// Of the node.
    pub(super) address: SocketAddr,
    /// Of the session.
    pub(super) cookie: String,
    /// What [`Visit::OwnCase`] opens.
    pub(super) cases: Vec<CaseId>,
    /// Among all who look.
    pub(super) nth: u32,
}

/// One person looking at so many pages one after another: what is waited for before the first, and between two.
pub(super) async fn look(
    person: Looking,
    visits: Vec<Visit>,
    pages: u32,
    [first, think]: [Duration; 2],
) -> anyhow::Result<Seen> {
    let stream = TcpStream::connect(person.address).await?;
    let (mut send, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let nth = usize::try_from(person.nth)?;
    tokio::time::sleep(first).await;
    let mut seen = Vec::new();
    let turns = visits.iter().cycle().skip(nth % visits.len().max(1));
    for (turn, visit) in turns.take(usize::try_from(pages)?).enumerate() {
        let (name, request) = person.request(visit, turn)?;
        let began = now();
        let bytes = ask(&mut send, request).await.with_context(|| name.clone())?;
        seen.push((name, began.elapsed().as_secs_f64() * 1000.0, bytes));
        tokio::time::sleep(uneven(think, person.nth, turn)).await;
    }
    Ok(seen)
}

/// Between half of it and one and a half: nobody looks at each page for the same time. With the same time for all, those whom one
/// pause of the disk has held up would ask together for ever after.
fn uneven(think: Duration, nth: u32, turn: usize) -> Duration {
    let [part, ..] = sila_seal::sha256(&[&nth.to_be_bytes(), &turn.to_be_bytes()]);
    think.mul_f64(0.5 + f64::from(part) / 255.0)
}

impl Looking {
    /// The `turn`th request of this person, and what it is called.
    fn request(&self, visit: &Visit, turn: usize) -> anyhow::Result<(String, Request<Body>)> {
        let own = || self.cases.get(turn.wrapping_mul(7) % self.cases.len().max(1));
        let (name, path, typed) = match visit {
            Visit::Page(name, path) => (name.clone(), path.clone(), None),
            Visit::OwnCase => {
                let case = own().context("a person without cases")?;
                ("case".to_owned(), format!("/en/cases/{case}"), None)
            }
            Visit::Search => {
                let name =
                    filling::name(turn.wrapping_mul(31).wrapping_add(usize::try_from(self.nth)?));
                ("search".to_owned(), "/ar/search".to_owned(), Some(name))
            }
        };
        let request = Request::builder()
            .method(if typed.is_some() { "POST" } else { "GET" })
            .uri(path)
            .header("host", self.address.to_string())
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &self.cookie);
        let form = typed.map(|name| [("q", name.as_str())].into_iter().collect::<Pairs>());
        Ok((name, request.body(form.map_or_else(Body::empty, |form| Body::from(form.encoded())))?))
    }
}

async fn ask(send: &mut SendRequest<Body>, request: Request<Body>) -> anyhow::Result<usize> {
    send.ready().await?;
    let answer = send.send_request(request).await?;
    ensure!(answer.status() == StatusCode::OK, "answered with {}", answer.status());
    Ok(answer.into_body().collect().await?.to_bytes().len())
}
