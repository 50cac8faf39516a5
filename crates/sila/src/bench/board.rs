//! A full board: ten thousand ideas in one room, its pages over HTTP from a node that runs as a program of its own; and how long this
//! node takes to suggest which of five thousand ideas belong together.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};
use axum::body::Body;
use http_body_util::BodyExt;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use sila_core::{IdeaId, Millis, SeatId};
use sila_names::near;
use sila_seal::sha256;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::bare::now;
use super::usage::rss_peak_mib;
use super::wall::prepare;
use super::{quantile, rounded};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{DbError, Tx};
use crate::demo::children::{Addresses, Running};
use crate::ideas::board::{self, Idea, Said, State, THEMES, store};
use crate::ideas::clusters::store as clusters;
use crate::ideas::rooms::Room;
use crate::ideas::seats::{self, Credit, Seat};

/// People at the same time.
const CLIENTS: u32 = 4;
/// Ideas that are written in one transaction.
const AT_ONCE: u32 = 500;
/// People in the room.
const SEATS: u32 = 70;
/// Every so many ideas the next of a cluster stands: a tenth of the board is put together.
const GROUPED_EACH: u32 = 10;
/// The most ideas that a board reads at once.
const BOARD_MAX: usize = 10_000;
/// Ideas of a cluster.
const GROUP: usize = 25;
/// How often the suggestion is computed; the best time counts.
const ROUNDS: u32 = 3;

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Ideas on the board.
    pub ideas: u32,
    /// Ideas that are compared for the suggestion.
    pub compared: u32,
    /// How often each page is asked for.
    pub calls: u32,
    /// Port of the node's pages.
    pub port: u16,
}

/// How long one page took.
#[derive(Debug, Serialize)]
pub struct Asked {
    /// Which.
    pub page: &'static str,
    /// Half of its answers within so many milliseconds.
    pub p50_ms: f64,
    /// 95 of 100.
    pub p95_ms: f64,
    /// Bytes of one answer.
    pub bytes: usize,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Ideas on the board.
    pub ideas: u32,
    /// Its pages.
    pub pages: Vec<Asked>,
    /// Ideas that were compared.
    pub compared: u32,
    /// Groups that were found.
    pub groups: usize,
    /// Ideas that are in one of them.
    pub grouped: usize,
    /// The best of some rounds, in seconds.
    pub suggestion_s: f64,
    /// The most memory that the node had, in MiB.
    pub rss_peak_mib: f64,
}

/// What ideas are made of: enough to be alike in many ways, and to differ.
const ACTS: [&str; 10] =
    ["توحيد", "تدريب على", "ربط", "مشاركة", "مراجعة", "رقمنة", "إعلان", "تسريع", "تبسيط", "قياس"];
const THINGS: [&str; 20] = [
    "نماذج الإحالة",
    "أرقام المناوبة",
    "بطاقات المترجمين",
    "خطط السلامة",
    "قوائم الخدمات",
    "مواعيد المحاكم",
    "مقابلات الأطفال",
    "تقارير المتابعة",
    "حملات التوعية",
    "ملفات التحويل",
    "دليل الشركاء",
    "غرف الانتظار",
    "وسائل النقل",
    "سكن الطوارئ",
    "إجراءات التوثيق",
    "مؤشرات الأثر",
    "لجان التنسيق",
    "برامج التمكين",
    "خط المساعدة",
    "تجديد الوثائق",
];
const PLACES: [&str; 12] = [
    "في المستشفيات",
    "في مراكز الشرطة",
    "لدى الجمعيات",
    "في المدارس",
    "لكبار السن",
    "للأطفال",
    "خارج الدوام",
    "في المناطق البعيدة",
    "بين الإمارات",
    "مع القطاع الخاص",
    "في الإجازات",
    "للعاملين الجدد",
];

/// The words of the idea of this number.
fn words(n: u32) -> String {
    let pick = |all: &[&'static str], step: u32| {
        let at = n
            .wrapping_mul(step)
            .wrapping_add(n / 7)
            .checked_rem(u32::try_from(all.len()).unwrap_or(1));
        usize::try_from(at.unwrap_or(0))
            .ok()
            .and_then(|at| all.get(at))
            .copied()
            .unwrap_or_default()
    };
    format!("{} {} {} {n}", pick(&ACTS, 3), pick(&THINGS, 13), pick(&PLACES, 29))
}

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the node cannot be made, a page is not given, or the system does not tell what a program uses.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let web = SocketAddr::from((Ipv4Addr::LOCALHOST, wish.port));
    let (room, officer) = prepare(dir, web).await?;
    let seat = fill(dir, web, &room, wish.ideas).await?;
    let (groups, suggestion_s) = suggest(wish.compared);
    let node = Running::start("HALL", dir, Addresses::of(wish.port, 0)?).await?;
    let pid = node.pid().context("the node has stopped")?;
    let cookie = Arc::new(format!("{officer}; {seat}"));
    let mut pages = Vec::new();
    for (page, path) in [
        ("telephone", format!("/ar{}", room.door())),
        ("telephone, by support", format!("/ar{}?by=support", room.door())),
        ("telephone, page 100", format!("/ar{}?page=100", room.door())),
        ("wall", format!("/ar{}/wall", room.door())),
        ("answers", format!("/ar{}/answers", room.door())),
        ("room", format!("/ar{}", room.path())),
        ("clusters", format!("/ar{}/clusters", room.path())),
    ] {
        pages.push(asked(web, (page, &path), &cookie, wish.calls).await?);
    }
    Ok(Report {
        ideas: wish.ideas,
        pages,
        compared: wish.compared,
        groups: groups.len(),
        grouped: groups.iter().map(Vec::len).sum(),
        suggestion_s,
        rss_peak_mib: rounded(rss_peak_mib(pid)?),
    })
}

fn suggest(compared: u32) -> (Vec<Vec<usize>>, f64) {
    let texts: Vec<String> = (0..compared).map(words).collect();
    let (mut best, mut groups) = (f64::MAX, Vec::new());
    for _ in 0..ROUNDS {
        let began = now();
        groups = near::groups(&texts);
        best = best.min(began.elapsed().as_secs_f64());
    }
    (groups, rounded(best))
}

/// Fills the board, with people who support what is on it; gives what the browser of one of them holds.
async fn fill(dir: &Path, web: SocketAddr, room: &Room, ideas: u32) -> anyhow::Result<String> {
    let app = App::open(Config::at(dir.to_owned(), web), Clock::default()).await?;
    let at = app.clock.now();
    let mut people = Vec::new();
    for n in 0..SEATS {
        let id = SeatId(app.clock.new_id());
        let credit = Credit { name: String::new(), entity: format!("جهة {}", n % 31) };
        let seat = Seat { id, room: room.id, agency: None, worker: None, credit, joined_at: at };
        seats::join::take(&app, &seat, seats::token(room.id, &n.to_string())).await?;
        people.push(id);
    }
    for first in (0..ideas).step_by(usize::try_from(AT_ONCE)?) {
        let last = first.saturating_add(AT_ONCE).min(ideas);
        let some: Vec<Idea> = (first..last).map(|n| idea(&app, room, (n, &people), at)).collect();
        let people = people.clone();
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            for (n, idea) in (first..).zip(&some) {
                store::insert(tx, idea, sha256(&[&n.to_be_bytes()]))?;
                let fans = usize::try_from(n % 9).unwrap_or(0);
                for seat in
                    people.iter().cycle().skip(usize::try_from(n).unwrap_or(0) % 70).take(fans)
                {
                    store::endorse(tx, (idea.id, *seat), true, idea.at)?;
                }
            }
            Ok(())
        };
        app.store.write(write).await?;
    }
    put_together(&app, room, ideas).await?;
    app.store.close().await;
    Ok(format!("{}=0", seats::cookie_name(&app)))
}

/// A tenth of the board stands in clusters.
async fn put_together(app: &App, room: &Room, ideas: u32) -> anyhow::Result<()> {
    let (id, all) = (room.id, usize::try_from(GROUPED_EACH)?);
    let found = app.store.read(move |tx| store::oldest(tx, id)).await?;
    let some: Vec<IdeaId> = found.iter().step_by(all).map(|idea| idea.id).collect();
    ensure!(
        found.len() == usize::try_from(ideas)?.min(BOARD_MAX),
        "not every idea is on the board"
    );
    let at = app.clock.now();
    for (n, group) in some.chunks(GROUP).enumerate() {
        let (cluster, group) = (app.clock.new_id(), group.to_vec());
        let name = format!("مجموعة {n}");
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            for one in &group {
                clusters::mirror(tx, (id, *one), Some(&(cluster, name.clone())), at)?;
            }
            Ok(())
        };
        app.store.write(write).await?;
    }
    Ok(())
}

fn idea(app: &App, room: &Room, (n, people): (u32, &[SeatId]), at: Millis) -> Idea {
    let id = IdeaId(app.clock.new_id());
    let said = Said { text: words(n), ..Said::default() };
    let turn = |len: usize| usize::try_from(n).unwrap_or(0).checked_rem(len).unwrap_or(0);
    let at = Millis(at.0.saturating_add(n.into()));
    Idea {
        id,
        origin: app.node.id,
        seat: people.get(turn(people.len())).copied(),
        source: board::source::PHONE.to_owned(),
        kind: THEMES.get(turn(THEMES.len())).copied().unwrap_or_default().to_owned(),
        state: State::Shown,
        body: Some(board::sealed(app, id, &said)),
        at,
        moved_at: at,
        ..Idea::blank(room)
    }
}

async fn asked(
    web: SocketAddr,
    (page, path): (&'static str, &str),
    cookie: &Arc<String>,
    calls: u32,
) -> anyhow::Result<Asked> {
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (path, cookie) = (path.to_owned(), Arc::clone(cookie));
        clients.spawn(async move { some(web, &path, &cookie, calls.div_ceil(CLIENTS)).await });
    }
    let (mut taken, mut bytes) = (Vec::new(), 0);
    while let Some(done) = clients.join_next().await {
        let (times, size) = done??;
        taken.extend(times);
        bytes = size;
    }
    taken.sort_by(f64::total_cmp);
    let of = |part| rounded(quantile(&taken, part));
    Ok(Asked { page, p50_ms: of(500), p95_ms: of(950), bytes })
}

async fn some(
    web: SocketAddr,
    path: &str,
    cookie: &str,
    calls: u32,
) -> anyhow::Result<(Vec<f64>, usize)> {
    let stream = TcpStream::connect(web).await?;
    let (mut to, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (mut taken, mut bytes) = (Vec::new(), 0);
    for _ in 0..calls {
        let request = Request::get(path).header("host", web.to_string()).header("cookie", cookie);
        let began = now();
        to.ready().await?;
        let answer = to.send_request(request.body(Body::empty())?).await?;
        ensure!(answer.status() == StatusCode::OK, "{path} was answered {}", answer.status());
        bytes = answer.into_body().collect().await?.to_bytes().len();
        taken.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok((taken, bytes))
}
