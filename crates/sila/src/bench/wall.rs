//! A hall full of telephones: so many pages listen to one room of a node that runs as a program of its own, while ideas come. Measured is
//! the time from sending an idea to every page that hears of it, and what the node uses.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use axum::body::Body;
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use sila_core::WorkerId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::bare::now;
use super::rounded;
use super::usage::{cpu_seconds, rss_mib, rss_peak_mib};
use crate::accounts::{Worker, session, store as accounts};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::children::{Addresses, Running};
use crate::ideas::rooms::{Room, opening};
use crate::journal::store::Fact;
use crate::node::Agency;
use crate::web::Pairs;

/// Longest delivery that is told apart, in milliseconds.
const LONGEST_MS: usize = 10_000;
/// Connections on which ideas are sent.
const SENDERS: u32 = 8;
/// Pages that connect at the same time while the hall fills.
const AT_ONCE: u32 = 50;
/// What is waited for after the last idea.
const PATIENCE: Duration = Duration::from_secs(20);

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Pages that listen.
    pub clients: u32,
    /// Ideas in a second.
    pub ideas: u32,
    /// How long.
    pub seconds: u32,
    /// Port of the node's pages.
    pub port: u16,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Pages that listened until the end.
    pub clients: u32,
    /// Ideas that were sent and taken.
    pub ideas: u32,
    /// Deliveries that there should be: each idea at each page.
    pub expected: u64,
    /// Deliveries that there were.
    pub delivered: u64,
    /// Half of them within so many milliseconds after the idea was sent.
    pub p50_ms: usize,
    /// 99 of 100.
    pub p99_ms: usize,
    /// The longest.
    pub longest_ms: usize,
    /// Processor time of the node, as a share of one core.
    pub core: f64,
    /// Resident memory of the node at the end, in MiB.
    pub rss_mib: f64,
    /// The most it had.
    pub rss_peak_mib: f64,
}

/// When each idea was sent, in milliseconds since the beginning, and how long deliveries took.
struct Times {
    began: Instant,
    sent: Vec<AtomicU64>,
    took: Vec<AtomicU32>,
    delivered: AtomicU64,
}

impl Times {
    fn ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn sends(&self, nth: usize) {
        if let Some(sent) = self.sent.get(nth) {
            sent.store(self.ms(), Ordering::Relaxed);
        }
    }

    fn hears(&self, nth: usize) {
        let Some(sent) = self.sent.get(nth) else { return };
        let took = self.ms().saturating_sub(sent.load(Ordering::Relaxed));
        let slot = usize::try_from(took).unwrap_or(LONGEST_MS).min(LONGEST_MS);
        if let Some(slot) = self.took.get(slot) {
            slot.fetch_add(1, Ordering::Relaxed);
        }
        self.delivered.fetch_add(1, Ordering::Relaxed);
    }

    /// The milliseconds within which `part` of a thousand were delivered.
    fn within(&self, part: u64) -> usize {
        let wanted = self.delivered.load(Ordering::Relaxed).saturating_mul(part).div_ceil(1_000);
        let mut seen = 0_u64;
        let reached = self.took.iter().position(|slot| {
            seen = seen.saturating_add(slot.load(Ordering::Relaxed).into());
            seen >= wanted
        });
        reached.unwrap_or(LONGEST_MS)
    }
}

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the node cannot be made, an idea is not taken, or the system does not tell what a program uses.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let web = SocketAddr::from((Ipv4Addr::LOCALHOST, wish.port));
    let (room, cookie) = prepare(dir, web).await?;
    let addresses = Addresses::of(wish.port, 0)?;
    let node = Running::start("HALL", dir, addresses).await?;
    let pid = node.pid().context("the node has stopped")?;
    let count = wish.ideas.saturating_mul(wish.seconds);
    let slots = |n: usize| (0..n).map(|_| AtomicU32::new(0)).collect::<Vec<_>>();
    let times = Arc::new(Times {
        began: Instant::from_std(now()),
        sent: (0..count).map(|_| AtomicU64::new(0)).collect(),
        took: slots(LONGEST_MS.saturating_add(1)),
        delivered: AtomicU64::new(0),
    });
    let mut listening = fill(web, &room, wish.clients, &times).await?;
    let cpu = cpu_seconds(pid)?;
    let began = now();
    send(web, &room, &cookie, wish, &times).await?;
    let taken = began.elapsed().as_secs_f64();
    let core = rounded((cpu_seconds(pid)? - cpu) / taken);
    let expected = u64::from(count).saturating_mul(wish.clients.into());
    let waited = now();
    while times.delivered.load(Ordering::Relaxed) < expected && waited.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let clients = u32::try_from(listening.len())?;
    listening.abort_all();
    let longest = times.took.iter().rposition(|slot| slot.load(Ordering::Relaxed) > 0);
    Ok(Report {
        clients,
        ideas: count,
        expected,
        delivered: times.delivered.load(Ordering::Relaxed),
        p50_ms: times.within(500),
        p99_ms: times.within(990),
        longest_ms: longest.unwrap_or(0),
        core,
        rss_mib: rounded(rss_mib(pid)?),
        rss_peak_mib: rounded(rss_peak_mib(pid)?),
    })
}

/// A node with a room and somebody signed in who types what tables wrote: that is shown at once.
pub(super) async fn prepare(dir: &Path, web: SocketAddr) -> anyhow::Result<(Room, String)> {
    let agency = Agency {
        code: "HALL".to_owned(),
        name_ar: "قاعة القياس".to_owned(),
        name_en: "Hall of the measure".to_owned(),
        covers: vec!["AE-SH".to_owned()],
        demo: true,
    };
    let clock = Clock::default();
    let at = clock.now();
    crate::node::create(dir, None, &agency, "", at)?;
    let app = App::open(Config::at(dir.to_owned(), web), clock).await?;
    let worker = Worker {
        id: WorkerId(app.clock.new_id()),
        user_name: "hall".to_owned(),
        name_ar: "ميسّرة".to_owned(),
        name_en: "Facilitator".to_owned(),
        roles: vec!["PARTNERSHIP".to_owned()],
        active: true,
    };
    let made = worker.clone();
    app.store.write(move |tx| accounts::insert_worker(tx, &made, "none", at)).await?;
    let cookie = session::begin(&app, &worker, at).await?;
    let cookie = format!("{}={cookie}", session::cookie_name(&app));
    let titles = ("قياس".to_owned(), "A measure".to_owned());
    let told = Fact {
        id: app.clock.new_id(),
        at,
        kind: "ideas",
        subject: "opened".to_owned(),
        worker: Some(worker.id),
        data: Vec::new(),
    };
    let room = opening::open(&app, opening::fresh(&app, titles, at), told).await?;
    app.store.close().await;
    Ok((room, cookie))
}

/// So many pages listen.
async fn fill(
    web: SocketAddr,
    room: &Room,
    clients: u32,
    times: &Arc<Times>,
) -> anyhow::Result<JoinSet<()>> {
    let mut listening = JoinSet::new();
    for nth in 0..clients {
        let mut stream = TcpStream::connect(web).await?;
        let ask = format!("GET /room/{}/live HTTP/1.1\r\nhost: {web}\r\n\r\n", room.code);
        stream.write_all(ask.as_bytes()).await?;
        let times = Arc::clone(times);
        listening.spawn(listen(stream, times));
        if nth % AT_ONCE == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    // Every page is told to load itself, since it says nothing of where it stands; then it is silent.
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok(listening)
}

/// One page: every idea carries its number between two marks.
async fn listen(mut stream: TcpStream, times: Arc<Times>) {
    let mut bytes = vec![0_u8; 16 * 1_024];
    let (mut number, mut inside) = (0_usize, false);
    loop {
        let Ok(read @ 1..) = stream.read(&mut bytes).await else { return };
        for byte in bytes.iter().take(read) {
            match byte {
                b'#' if inside => {
                    times.hears(number);
                    inside = false;
                }
                b'#' => (number, inside) = (0, true),
                b'0'..=b'9' if inside => {
                    number = number.saturating_mul(10).saturating_add((byte - b'0').into());
                }
                _ => inside = false,
            }
        }
    }
}

async fn send(
    web: SocketAddr,
    room: &Room,
    cookie: &str,
    wish: Wish,
    times: &Arc<Times>,
) -> anyhow::Result<()> {
    let mut senders = JoinSet::new();
    for nth in 0..SENDERS {
        let (room, cookie, times) = (room.clone(), cookie.to_owned(), Arc::clone(times));
        senders.spawn(async move { some(web, &room, &cookie, (wish, nth), &times).await });
    }
    while let Some(done) = senders.join_next().await {
        done??;
    }
    Ok(())
}

/// Every eighth idea, at its time.
async fn some(
    web: SocketAddr,
    room: &Room,
    cookie: &str,
    (wish, nth): (Wish, u32),
    times: &Times,
) -> anyhow::Result<()> {
    let stream = TcpStream::connect(web).await?;
    let (mut to, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let began = Instant::from_std(now());
    let apart = Duration::from_secs(1).checked_div(wish.ideas.max(1)).unwrap_or_default();
    let count = wish.ideas.saturating_mul(wish.seconds);
    for number in (nth..count).step_by(usize::try_from(SENDERS)?) {
        tokio::time::sleep_until(began + apart.saturating_mul(number)).await;
        times.sends(usize::try_from(number)?);
        one(&mut to, web, room, (cookie, number)).await?;
    }
    Ok(())
}

async fn one(
    to: &mut SendRequest<Body>,
    web: SocketAddr,
    room: &Room,
    (cookie, number): (&str, u32),
) -> anyhow::Result<()> {
    let text = format!("فكرة للقياس #{number}# تقال في القاعة");
    let form = [("table", "4"), ("kind", "OPPORTUNITY"), ("text", &text), ("key", &text)];
    let form: Pairs = form.into_iter().collect();
    let request = Request::post(format!("/ar{}/paper", room.path()))
        .header("host", web.to_string())
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form.encoded()))?;
    to.ready().await?;
    let answer = to.send_request(request).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "an idea was answered {}", answer.status());
    Ok(())
}
