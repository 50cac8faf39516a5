//! How long it takes to learn together with much on file: the library over real HTTP, the guard that looks through a text, and the
//! extract for a study.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, ensure};
use axum::body::Body;
use http_body_util::BodyExt;
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use sila_core::codes::{Category, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::experience::Quarter;
use sila_core::extract::{Axis, GROUP_MIN, Wanted};
use sila_core::ids::{PersonId, WorkerId};
use sila_core::person::{Birth, Person};
use sila_core::{KnowledgeId, Millis};
use tokio::net::{TcpListener, TcpStream};

use super::bare::now;
use super::directory::{Measured, measured, pick};
use super::{rounded, two::Two, usage};
use crate::accounts::{self, Worker, session};
use crate::app::App;
use crate::cases;
use crate::db::{DbError, Tx};
use crate::knowledge::item::{FIELDS, KINDS, Text, Tier, Words};
use crate::knowledge::store::{self, Stored};
use crate::knowledge::{PUBLISHED, sealed, stems};
use crate::{guard, people, research};

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Items in the library.
    pub items: u32,
    /// People on file, each in a case of their own.
    pub people: u32,
    /// Questions of each kind.
    pub calls: u32,
    /// First of the ports used.
    pub port: u16,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Items in the library.
    items: u32,
    /// The first page of the library, over HTTP.
    list: Measured,
    /// A page of what is searched for, over HTTP.
    search: Measured,
    /// People on file, and cases.
    people: u32,
    /// Bytes of the text that the guard looks through.
    text_bytes: usize,
    /// How often the text names somebody.
    found: usize,
    /// The guard, for one such text.
    guard: Measured,
    /// Seconds for one extract over twenty quarters, counted for the first time.
    extract_s: f64,
    /// What the extract added to the most resident memory, in MiB.
    extract_mib: f64,
    /// Resident memory with everybody on file, in MiB.
    resident_mib: f64,
}

/// Rows written in one transaction.
const GROUP: u32 = 250;
/// Bytes of a text that is looked through.
const TEXT_BYTES: usize = 10_000;
/// Quarters over which the cases are spread: as many as one extract may count.
const QUARTERS: u32 = 20;
const GIVEN: [&str; 24] = [
    "فاطمة",
    "مريم",
    "عائشة",
    "نورة",
    "سارة",
    "شيخة",
    "حصة",
    "موزة",
    "خديجة",
    "آمنة",
    "لطيفة",
    "هند",
    "محمد",
    "أحمد",
    "خالد",
    "سالم",
    "راشد",
    "سعيد",
    "حمد",
    "سلطان",
    "عبدالله",
    "ماجد",
    "يوسف",
    "إبراهيم",
];
const FAMILIES: [&str; 20] = [
    "الشامسي",
    "الكعبي",
    "المزروعي",
    "البلوشي",
    "الحمادي",
    "النعيمي",
    "الظاهري",
    "المنصوري",
    "السويدي",
    "الزعابي",
    "المهيري",
    "الفلاسي",
    "الطنيجي",
    "المرزوقي",
    "العامري",
    "الهاملي",
    "القبيسي",
    "الرميثي",
    "الشحي",
    "العلي",
];
const PROSE: [&str; 6] = [
    "اجتمع الفريقان وراجعا ما جرى في الشهر الماضي، واتفقا على ترتيب جديد للمناوبة. ",
    "ينبغي أن يُسأل الطفل مرة واحدة وأن يحضر المقابلة من يثق به. ",
    "The two teams agreed to answer within half an hour, day and night. ",
    "Nobody should have to tell the same story twice to four offices. ",
    "كان الانتظار أطول ما يكون في المساء، فأضيف موظف إلى المناوبة الثانية. ",
    "What worked was a single list that both sides could read. ",
];
const SUBJECTS: [(&str, &str); 8] = [
    ("الشراكة", "partnership"),
    ("الإيواء", "shelter"),
    ("المقابلة", "interview"),
    ("الإحالة", "referral"),
    ("التدريب", "training"),
    ("التوعية", "awareness"),
    ("الانتظار", "waiting"),
    ("المتابعة", "follow-up"),
];
const TYPED: [&str; 6] =
    ["الشراكه", "shelter interview", "نموذج 71", "training", "model 1234", "الايواء المتابعه"];

/// Measures in a new folder `dir`.
///
/// # Errors
/// When a node cannot be made, or a call is not answered with 200.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(dir, wish.port, (None, None)).await?;
    let app = two.receiver.clone();
    let reader = worker(&app, "d-head").await?;
    shelf(&app, reader.id, wish.items).await?;
    let (list, search) = library(&app, &reader, wish.calls).await?;
    let known = two.disclosure(app.clock.now());
    let owner = worker(&app, "d-int1").await?.id;
    let now = app.clock.now();
    file(&app, &known, owner, wish.people, now).await?;
    let before = usage::rss_peak_mib(std::process::id())?;
    let extract_s = extract(&app, &reader, now).await?;
    let extract_mib = rounded(usage::rss_peak_mib(std::process::id())? - before);
    people::register::fill(&app).await?;
    let (guard, found) = looks(&app, wish.calls)?;
    let report = Report {
        items: wish.items,
        list,
        search,
        people: wish.people,
        text_bytes: text().len(),
        found,
        guard,
        extract_s,
        extract_mib,
        resident_mib: rounded(usage::rss_mib(std::process::id())?),
    };
    two.close().await?;
    Ok(report)
}

async fn worker(app: &App, user: &'static str) -> anyhow::Result<Worker> {
    let found = app.store.read(move |tx| accounts::store::by_name(tx, user)).await?;
    Ok(found.context("nobody of that name")?.worker)
}

/// An item about two of the subjects, whose number is a word of it.
fn item(app: &App, author: WorkerId, nth: usize) -> (Stored, BTreeSet<String>) {
    let subject = |nth| pick(&SUBJECTS, nth).unwrap_or_default();
    let (one, two) = (subject(nth), subject(nth / 3 + 1));
    let whole = |title: String, summary: String| Words {
        title,
        summary: summary.clone(),
        done: summary.clone(),
        result: summary,
        ..Words::default()
    };
    let text = Text {
        kind: pick(&KINDS, nth).unwrap_or_default().to_owned(),
        field: pick(&FIELDS, nth).unwrap_or_default().to_owned(),
        ar: whole(format!("نموذج {nth}: {}", one.0), format!("ما تعلمناه من {} و{}", one.0, two.0)),
        en: whole(format!("Model {nth}: {}", one.1), format!("Learnt of {} and {}", one.1, two.1)),
        authors: "A. Worker".to_owned(),
        keywords: one.1.to_owned(),
    };
    let id = KnowledgeId(app.clock.new_id());
    let at = app.clock.now().plus_minutes(-i64::try_from(nth).unwrap_or_default());
    let stored = Stored {
        id,
        origin: app.node.id,
        author: Some(author),
        state: PUBLISHED.to_owned(),
        stage: String::new(),
        kind: text.kind.clone(),
        field: text.field.clone(),
        language: "BOTH".to_owned(),
        tier: pick(&Tier::ALL, nth).map_or_else(String::new, |tier| tier.code().to_owned()),
        number: 1,
        adopted: 0,
        body: Some(sealed(app, id, &text)),
        draft: None,
        published_at: Some(at),
        updated_at: at,
    };
    (stored, stems::of_item(&text))
}

async fn shelf(app: &App, author: WorkerId, count: u32) -> anyhow::Result<()> {
    let mut made = 0_u32;
    while made < count {
        let until = made.saturating_add(GROUP).min(count);
        let nth = usize::try_from(made)?..usize::try_from(until)?;
        let group: Vec<_> = nth.map(|nth| item(app, author, nth)).collect();
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            group.iter().try_for_each(|(one, stems)| {
                store::insert(tx, one)?;
                store::index(tx, one.id, stems)
            })
        };
        app.store.write(write).await?;
        made = until;
    }
    Ok(())
}

/// The library as somebody opens it, and as somebody searches in it.
async fn library(app: &App, reader: &Worker, calls: u32) -> anyhow::Result<(Measured, Measured)> {
    let cookie = session::begin(app, reader, app.clock.now()).await?;
    let cookie = format!("{}={cookie}", session::cookie_name(app));
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let address = listener.local_addr()?;
    let router = crate::routes::router(app).into_make_service();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let stream = TcpStream::connect(address).await?;
    let (mut send, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut times = [Vec::new(), Vec::new()];
    for nth in 0..usize::try_from(calls)? {
        let typed = pick(&TYPED, nth).unwrap_or_default();
        for (kind, all) in times.iter_mut().enumerate() {
            let request = Request::builder().header("host", address.to_string());
            let request = request.header("cookie", &cookie);
            let request = match kind {
                0 => request.uri("/ar/knowledge").body(Body::empty())?,
                _ => request
                    .method("POST")
                    .uri("/ar/knowledge")
                    .header("sec-fetch-site", "same-origin")
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(Body::from(format!("q={}", crate::web::forms::encode(typed))))?,
            };
            let began = now();
            call(&mut send, request).await?;
            all.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    serving.abort();
    let [list, search] = times;
    Ok((measured(list), measured(search)))
}

async fn call(send: &mut SendRequest<Body>, request: Request<Body>) -> anyhow::Result<()> {
    send.ready().await?;
    let answer = send.send_request(request).await?;
    ensure!(answer.status() == StatusCode::OK, "answered with {}", answer.status());
    answer.into_body().collect().await?;
    Ok(())
}

/// The name of the person with this number: given name, father, grandfather, family.
fn name(nth: usize) -> String {
    let (father, grandfather) = (nth / GIVEN.len(), nth / (GIVEN.len() * GIVEN.len()));
    let family = grandfather / GIVEN.len();
    let given = |nth| pick(&GIVEN, nth).unwrap_or_default();
    let family = pick(&FAMILIES, family.wrapping_add(father)).unwrap_or_default();
    format!("{} {} {} {family}", given(nth), given(father), given(grandfather))
}

/// Files so many people, each in a case of their own, spread over the quarters that are over.
async fn file(
    app: &App,
    known: &Disclosure,
    owner: WorkerId,
    count: u32,
    now: Millis,
) -> anyhow::Result<()> {
    let last = Quarter::of(now).begins().plus_days(-40);
    let back = |nth: u32| last.plus_days(i64::from(nth).saturating_mul(-91));
    let quarters: Vec<Millis> = (0..QUARTERS).map(back).collect();
    let mut made = 0_u32;
    while made < count {
        let until = made.saturating_add(GROUP).min(count);
        let mut group = Vec::new();
        for nth in usize::try_from(made)?..usize::try_from(until)? {
            let mut one = known.clone();
            let mut person = Person::unknown(PersonId(app.clock.new_id()));
            person.name_ar = Some(name(nth));
            person.birth = Birth::YearOnly(u16::try_from(1_950 + nth % 70)?);
            one.people = vec![person];
            let category = pick(Category::ALL, nth).context("a category")?;
            let urgency = pick(Urgency::ALL, nth / 7).context("an urgency")?;
            let at = pick(&quarters, nth).context("a quarter")?;
            group.push(cases::compose(app, &one, category, urgency, owner, None, at)?);
        }
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            group.iter().try_for_each(|case| cases::store::insert(tx, case).map(drop))
        };
        app.store.write(write).await?;
        made = until;
    }
    Ok(())
}

/// The cases of twenty quarters by category and urgency, from nothing to the table.
async fn extract(app: &App, worker: &Worker, at: Millis) -> anyhow::Result<f64> {
    let to = Quarter::of(at.plus_days(-92));
    let from = Quarter::from_number(to.number().saturating_sub(QUARTERS.saturating_sub(1)));
    let axes = vec![Axis::Category, Axis::Urgency];
    let wanted = Wanted { from, to, axes, categories: BTreeSet::new(), group_min: GROUP_MIN };
    let began = now();
    research::extract::give(app, worker, None, wanted, at).await?;
    Ok(rounded(began.elapsed().as_secs_f64()))
}

/// Ten thousand bytes of two languages, in which one sentence of six names somebody.
fn text() -> String {
    let mut text = String::new();
    for nth in 0_usize.. {
        let more = pick(&PROSE, nth).unwrap_or_default();
        if text.len() + more.len() + 60 > TEXT_BYTES {
            break;
        }
        text.push_str(more);
        if nth % 6 == 5 {
            text.extend(["وحضرت ", &name(nth * 17), ". "]);
        }
    }
    text
}

/// The guard at that text, again and again; how many it finds.
fn looks(app: &App, count: u32) -> anyhow::Result<(Measured, usize)> {
    let fields = vec![("body".to_owned(), text())];
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..count {
        let began = now();
        found = guard::look(app, &fields)?.len();
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok((measured(times), found))
}
