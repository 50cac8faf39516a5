//! How long pages take with a full store: real HTTP over loopback, signed-in workers, every reading written down.

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
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::bare::now;
use super::two::Two;
use super::{quantile, rounded, store};
use crate::accounts::{Worker, session};
use crate::app::App;
use crate::cases;
use crate::db::{DbError, Tx};

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Cases in the store.
    pub cases: u32,
    /// People who look at pages at the same time.
    pub clients: u32,
    /// Pages each of them opens.
    pub pages: u32,
    /// Milliseconds each of them looks at a page before the next.
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
    /// 99 of 100.
    pub p99_ms: f64,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Cases in the store.
    pub cases: u32,
    /// People at the same time.
    pub clients: u32,
    /// Time between two pages of one of them.
    pub think_ms: u64,
    /// Every page taken together, 99 of 100.
    pub p99_ms: f64,
    /// By page.
    pub pages: BTreeMap<String, Measured>,
}

const GROUP: usize = 250;

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the node cannot be made or a page is not answered with 200.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(dir, wish.port, None).await?;
    let app = two.receiver.clone();
    fill(&two, &app, wish.cases).await?;
    let referral = arrived(&two).await?;
    let case = app.store.read(store::newest_case).await?.context("no case was made")?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = crate::routes::router(&app);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let paths = paths(case, referral);
    let mut clients = JoinSet::new();
    for nth in 0..wish.clients {
        let worker = worker(&app, "d-sup").await?;
        let cookie = session::begin(&app, &worker, app.clock.now()).await?;
        let cookie = format!("{}={cookie}", session::cookie_name(&app));
        clients.spawn(look(address, cookie, paths.clone(), wish, nth));
    }
    let mut all: BTreeMap<String, (Vec<f64>, usize)> = BTreeMap::new();
    while let Some(seen) = clients.join_next().await {
        for (path, ms, bytes) in seen?? {
            let entry = all.entry(path).or_default();
            entry.0.push(ms);
            entry.1 = entry.1.max(bytes);
        }
    }
    serving.abort();
    two.close().await?;
    Ok(report(wish, all))
}

fn report(wish: Wish, all: BTreeMap<String, (Vec<f64>, usize)>) -> Report {
    let mut every: Vec<f64> = all.values().flat_map(|(times, _)| times.clone()).collect();
    every.sort_by(f64::total_cmp);
    let measured = |(path, (mut times, bytes)): (String, (Vec<f64>, usize))| {
        times.sort_by(f64::total_cmp);
        let (p50_ms, p99_ms) = (rounded(quantile(&times, 500)), rounded(quantile(&times, 990)));
        (path, Measured { count: times.len(), bytes, p50_ms, p99_ms })
    };
    Report {
        cases: wish.cases,
        clients: wish.clients,
        think_ms: wish.think_ms,
        p99_ms: rounded(quantile(&every, 990)),
        pages: all.into_iter().map(measured).collect(),
    }
}

/// Name and address of every page that is measured.
fn paths(case: uuid::Uuid, referral: uuid::Uuid) -> Vec<(String, String)> {
    let named = |name: &str, path: String| (name.to_owned(), path);
    vec![
        named("day", "/ar".to_owned()),
        named("referrals-in", "/ar/referrals/in".to_owned()),
        named("referrals-out", "/en/referrals/out".to_owned()),
        named("referral", format!("/ar/referrals/{referral}")),
        named("cases", "/ar/cases?whose=all".to_owned()),
        named("case", format!("/en/cases/{case}")),
        named("agreements", "/ar/agreements".to_owned()),
        named("links", "/ar/links".to_owned()),
        named("me", "/en/me".to_owned()),
    ]
}

async fn worker(app: &App, user: &'static str) -> anyhow::Result<Worker> {
    let found = app.store.read(move |tx| crate::accounts::store::by_name(tx, user)).await?;
    Ok(found.context("nobody of that name")?.worker)
}

/// Fills the store with cases of one worker, each sealed under its own key.
async fn fill(two: &Two, app: &App, count: u32) -> anyhow::Result<()> {
    let owner = worker(app, "d-int1").await?.id;
    let now = app.clock.now();
    let disclosure = two.disclosure(now);
    let mut made = 0_u32;
    while made < count {
        let mut group = Vec::new();
        while group.len() < GROUP && made < count {
            let at = now.plus_minutes(-i64::from(made));
            let (category, urgency) =
                (sila_core::codes::Category::Woman, sila_core::codes::Urgency::Routine);
            group.push(cases::compose(app, &disclosure, category, urgency, owner, None, at)?);
            made += 1;
        }
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            group.iter().try_for_each(|case| cases::store::insert(tx, case).map(drop))
        };
        app.store.write(write).await?;
    }
    Ok(())
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

type Seen = Vec<(String, f64, usize)>;

/// One person looking at one page after another.
async fn look(
    address: SocketAddr,
    cookie: String,
    paths: Vec<(String, String)>,
    wish: Wish,
    nth: u32,
) -> anyhow::Result<Seen> {
    let stream = TcpStream::connect(address).await?;
    let (mut send, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let think = Duration::from_millis(wish.think_ms);
    // People do not start at the same moment.
    let first = think.checked_div(wish.clients.max(1)).unwrap_or_default().saturating_mul(nth);
    tokio::time::sleep(first).await;
    let mut seen = Vec::new();
    let turns = paths.iter().cycle().skip(usize::try_from(nth)? % paths.len().max(1));
    for (name, path) in turns.take(usize::try_from(wish.pages)?) {
        let began = now();
        let bytes = get(&mut send, address, path, &cookie).await?;
        seen.push((name.clone(), began.elapsed().as_secs_f64() * 1000.0, bytes));
        tokio::time::sleep(think).await;
    }
    Ok(seen)
}

async fn get(
    send: &mut SendRequest<Body>,
    address: SocketAddr,
    path: &str,
    cookie: &str,
) -> anyhow::Result<usize> {
    let request = Request::get(path)
        .header("host", address.to_string())
        .header("cookie", cookie)
        .body(Body::empty())?;
    send.ready().await?;
    let answer = send.send_request(request).await?;
    ensure!(answer.status() == StatusCode::OK, "{path} was answered with {}", answer.status());
    Ok(answer.into_body().collect().await?.to_bytes().len())
}
