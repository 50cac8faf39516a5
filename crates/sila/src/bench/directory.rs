//! How long the directory takes with many services: the finder's statement, and the lists of the open interface over real HTTP.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::ensure;
use axum::body::Body;
use http_body_util::BodyExt;
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use sila_core::agreement::ServiceTerms;
use sila_core::codes::{Category, Service, Sex};
use sila_core::directory::{Band, Listing, Opening, Pillar, Published, Seeker, Site, Words};
use sila_core::person::Ages;
use sila_core::{AreaCode, ListingId, Millis};
use tokio::net::{TcpListener, TcpStream};

use super::bare::now;
use super::{quantile, rounded};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{DbError, Tx};
use crate::services::store::{self, Asked};
use crate::services::{query_stems, words_of};

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Services in the store.
    pub services: u32,
    /// Searches, and calls of the interface.
    pub calls: u32,
}

/// How long one kind of question took, in milliseconds.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// How often it was asked.
    count: usize,
    /// Half of them took at most so long.
    p50_ms: f64,
    /// 95 of 100.
    p95_ms: f64,
    /// The longest.
    max_ms: f64,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Services in the store.
    services: u32,
    /// The finder, with words and for somebody.
    search: Measured,
    /// A page of services over HTTP.
    list: Measured,
    /// A page of services that are searched for, over HTTP.
    list_search: Measured,
}

/// Services written in one transaction.
const GROUP: u32 = 250;
const NAMES: [(&str, &str); 5] = [
    ("إيواء آمن", "Safe shelter"),
    ("استشارة أسرية", "Family advice"),
    ("مساعدة مالية", "Financial assistance"),
    ("رعاية منزلية", "Care at home"),
    ("دعم قانوني", "Legal support"),
];
const TYPED: [&str; 5] = ["الايواء", "مساعده", "legal", "رعاية منزليه", "family advice"];

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the node cannot be made, or a call is not answered with 200.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let clock = Clock::default();
    let agency = crate::node::Agency {
        code: "BENCH".to_owned(),
        name_ar: "جهة".to_owned(),
        name_en: "Agency".to_owned(),
        covers: vec!["AE-SH".to_owned()],
        demo: true,
    };
    crate::node::create(dir, None, &agency, "", clock.now())?;
    let web = SocketAddr::from(([127, 0, 0, 1], 0));
    let app = App::open(Config::at(dir.to_owned(), web), clock).await?;
    fill(&app, wish.services).await?;
    let search = search(&app, wish.calls).await?;
    let listener = TcpListener::bind(web).await?;
    let address = listener.local_addr()?;
    let router = crate::routes::router(&app).into_make_service();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let pages = i64::from(wish.services / 50).max(1);
    let plain = |nth: i64| format!("/hsds/services?per_page=50&page={}", nth % pages + 1);
    let found = |nth: i64| format!("/hsds/services?search=legal&page={}", nth % 5 + 1);
    let list = calls(address, wish.calls, plain).await?;
    let list_search = calls(address, wish.calls, found).await?;
    serving.abort();
    app.store.close().await;
    Ok(Report { services: wish.services, search, list, list_search })
}

/// The times in order.
pub fn measured(mut times: Vec<f64>) -> Measured {
    times.sort_by(f64::total_cmp);
    let at = |part| rounded(quantile(&times, part));
    Measured { count: times.len(), p50_ms: at(500), p95_ms: at(950), max_ms: at(1000) }
}

/// One of all, by turns.
pub fn pick<T: Copy>(all: &[T], nth: usize) -> Option<T> {
    all.get(nth.checked_rem(all.len()).unwrap_or_default()).copied()
}

fn listing(app: &App, nth: usize) -> Option<Listing> {
    let (ar, en) = pick(&NAMES, nth)?;
    let words = |name: &str| Words {
        name: format!("{name} {nth}"),
        summary: format!("{name} – {nth}"),
        ..Words::default()
    };
    let terms = ServiceTerms {
        service: pick(Service::ALL, nth)?,
        categories: vec![pick(Category::ALL, nth)?],
        sexes: Vec::new(),
        age_min: Some(u8::try_from(nth % 30).unwrap_or_default()),
        age_max: None,
    };
    Some(Listing {
        id: ListingId(app.clock.new_id()),
        number: 1,
        pillar: pick(Pillar::ALL, nth)?,
        terms,
        residence: sila_core::area::emirates().skip(nth % 7).take(1).map(|one| one.code).collect(),
        ar: words(ar),
        en: words(en),
        programme: None,
        papers: Vec::new(),
        opening: Opening::Always,
        languages: Vec::new(),
        site: Site::Remote,
        phone: "DEMO".to_owned(),
    })
}

async fn fill(app: &App, count: u32) -> anyhow::Result<()> {
    let (me, at) = (app.node.id, app.clock.now());
    let mut made = 0_u32;
    while made < count {
        let until = made.saturating_add(GROUP).min(count);
        let mut group = Vec::new();
        for nth in made..until {
            if let Some(listing) = listing(app, usize::try_from(nth)?) {
                let words = words_of(&listing);
                let band = Band::Unsaid;
                let (assured_at, published_at, withdrawn) = (at, at, false);
                let one = Published { listing, band, assured_at, published_at, withdrawn };
                group.push((one, words));
            }
        }
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            group.iter().try_for_each(|(one, words)| store::put(tx, me, one, words, at).map(drop))
        };
        app.store.write(write).await?;
        made = until;
    }
    Ok(())
}

async fn search(app: &App, count: u32) -> anyhow::Result<Measured> {
    let mut times = Vec::new();
    for nth in 0..usize::try_from(count)? {
        let who = Seeker {
            need: pick(Service::ALL, nth).filter(|_| nth % 2 == 0),
            category: pick(Category::ALL, nth).filter(|_| nth % 3 == 0),
            sex: Sex::Male,
            ages: Some(Ages::exactly(14)),
            area: AreaCode::parse("AE-SH-KFK").ok(),
        };
        let typed = pick(&TYPED, nth).filter(|_| nth % 2 == 1).unwrap_or_default();
        let stems = query_stems(typed);
        let asked = Asked { who, pillar: None, origin: None, stems, assured_after: Millis(0) };
        let began = now();
        app.store.read(move |tx| store::found(tx, &asked)).await?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(measured(times))
}

async fn calls(
    address: SocketAddr,
    count: u32,
    path: impl Fn(i64) -> String,
) -> anyhow::Result<Measured> {
    let stream = TcpStream::connect(address).await?;
    let (mut send, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut times = Vec::new();
    for nth in 0..i64::from(count) {
        let began = now();
        call(&mut send, address, &path(nth)).await?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(measured(times))
}

async fn call(send: &mut SendRequest<Body>, address: SocketAddr, path: &str) -> anyhow::Result<()> {
    let request = Request::get(path).header("host", address.to_string()).body(Body::empty())?;
    send.ready().await?;
    let answer = send.send_request(request).await?;
    ensure!(answer.status() == StatusCode::OK, "{path} was answered with {}", answer.status());
    answer.into_body().collect().await?;
    Ok(())
}
