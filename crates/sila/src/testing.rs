//! A whole node inside a test: its own folder and database, a clock that stands still, workers without passwords, and
//! requests that go through the route table as a browser's would.

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use tempfile::TempDir;

use crate::accounts::{Worker, session, store};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::DbError;
use crate::node::{self, Agency};
use crate::web::Pairs;

/// Sunday 22 November 2026, 12:00 in the State.
pub const NOW: Millis = Millis(1_795_334_400_000);

/// A node and its folder.
pub struct TestNode {
    /// The node.
    pub app: App,
    dir: TempDir,
    drops: Option<(String, String)>,
}

/// What a request got.
#[derive(Debug)]
pub struct Got {
    /// Status.
    pub status: StatusCode,
    /// Where it sends the browser.
    pub location: String,
    /// The body as text.
    pub body: String,
}

/// The agency of the demo's first node.
pub fn agency() -> Agency {
    Agency {
        code: "MARSA".to_owned(),
        name_ar: "مؤسسة مرسى (تجريبية)".to_owned(),
        name_en: "Marsa Foundation (demo)".to_owned(),
        covers: vec!["AE-DU".to_owned()],
        demo: true,
    }
}

impl TestNode {
    /// A node on SQLite.
    pub async fn new() -> TestNode {
        TestNode::open(None, None).await
    }

    /// A node on SQLite whose letters go to the mail server on this port of this machine.
    pub async fn mailing(port: u16) -> TestNode {
        let relay = Some(format!("smtp://127.0.0.1:{port}"));
        let from = Some("sila@marsa.example".to_owned());
        let mail = crate::config::Mail { relay, from, ..crate::config::Mail::default() };
        TestNode::open_with(None, None, mail).await
    }

    /// A node on PostgreSQL; none when no server is wanted.
    pub async fn postgres() -> Option<TestNode> {
        let (place, drops) = crate::db::tests::empty_database().await?;
        Some(TestNode::open(Some(place), Some(drops)).await)
    }

    async fn open(database: Option<String>, drops: Option<(String, String)>) -> TestNode {
        TestNode::open_with(database, drops, crate::config::Mail::default()).await
    }

    async fn open_with(
        database: Option<String>,
        drops: Option<(String, String)>,
        mail: crate::config::Mail,
    ) -> TestNode {
        let dir = TempDir::new().unwrap();
        node::create(dir.path(), None, &agency(), "", NOW).unwrap();
        let mut config = Config::at(dir.path().to_owned(), "127.0.0.1:0".parse().unwrap());
        config.database = database;
        config.mail = mail;
        let app = App::open(config, Clock::fixed(NOW)).await.unwrap();
        TestNode { app, dir, drops }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// Closes the node and removes what it left on a server.
    pub async fn end(self) {
        self.app.store.close().await;
        if let Some((server, name)) = &self.drops {
            crate::db::tests::drop_database(server, name).await;
        }
    }

    /// Somebody who works here.
    pub async fn worker(&self, user_name: &str, roles: &[&str]) -> Worker {
        let worker = Worker {
            id: WorkerId(self.app.clock.new_id()),
            user_name: user_name.to_owned(),
            name_ar: format!("موظفة {user_name}"),
            name_en: format!("Worker {user_name}"),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            active: true,
        };
        let made = worker.clone();
        self.app
            .store
            .write(move |tx| store::insert_worker(tx, &made, "no password", NOW))
            .await
            .unwrap();
        worker
    }

    /// Signs somebody in; the value of the cookie.
    pub async fn sign_in(&self, worker: &Worker) -> String {
        session::begin(&self.app, worker, self.app.clock.now()).await.unwrap()
    }

    fn cookie(&self, value: &str) -> String {
        format!("{}={value}", session::cookie_name(&self.app))
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str, cookie: &str) -> Got {
        let request = Request::get(path).header(header::COOKIE, self.cookie(cookie));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Got {
        let form: Pairs = form.iter().copied().collect();
        let request = Request::post(path)
            .header(header::COOKIE, self.cookie(cookie))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.encoded())).unwrap()).await
    }

    /// The session as a browser sends it.
    pub fn session(&self, value: &str) -> String {
        self.cookie(value)
    }

    /// Asks for a page with a telephone that holds `seat`.
    pub async fn get_as_phone(&self, path: &str, seat: &str) -> Got {
        let name = crate::ideas::seats::cookie_name(&self.app);
        let request = Request::get(path).header(header::COOKIE, format!("{name}={seat}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form from a telephone that holds `seat`; gives also what it holds then.
    pub async fn post_as_phone(
        &self,
        path: &str,
        seat: &str,
        form: &[(&str, &str)],
    ) -> (Got, Option<String>) {
        let name = crate::ideas::seats::cookie_name(&self.app);
        let form: Pairs = form.iter().copied().collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("{name}={seat}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(Body::from(form.encoded())).unwrap();
        let router = TowerToHyperService::new(crate::routes::router(&self.app));
        let response = router.call(request).await.unwrap();
        let set = response.headers().get(header::SET_COOKIE).map(|set| set.to_str().unwrap());
        let held = set.and_then(|set| set.strip_prefix(&format!("{name}=")));
        let held = held.map(|rest| rest.split(';').next().unwrap().to_owned());
        (got(response).await, held)
    }

    /// Asks for a page with what a browser holds, `NAME=VALUE`.
    pub async fn get_holding(&self, path: &str, held: &str) -> Got {
        let request = Request::get(path).header(header::COOKIE, held);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form with a telephone that holds a cookie of the door, `NAME=VALUE`; gives also what it holds then.
    pub async fn post_holding(
        &self,
        path: &str,
        held: &str,
        form: &[(&str, &str)],
    ) -> (Got, Option<String>) {
        let form: Pairs = form.iter().copied().collect();
        let request = Request::post(path)
            .header(header::COOKIE, held)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(Body::from(form.encoded())).unwrap();
        let router = TowerToHyperService::new(crate::routes::router(&self.app));
        let response = router.call(request).await.unwrap();
        let set = response.headers().get(header::SET_COOKIE).map(|set| set.to_str().unwrap());
        let held = set.and_then(|set| set.split(';').next()).map(str::to_owned);
        (got(response).await, held)
    }

    /// Sends a file.
    pub async fn upload(&self, path: &str, cookie: &str, name: &str, bytes: &[u8]) -> Got {
        self.upload_with(path, cookie, &[], name, bytes).await
    }

    /// Sends a file after the fields of its form.
    pub async fn upload_with(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> Got {
        let part = |rest: String| format!("--xx\r\nContent-Disposition: form-data; name=\"{rest}");
        let before =
            fields.iter().map(|(field, said)| part(format!("{field}\"\r\n\r\n{said}\r\n")));
        let head = part(format!("file\"; filename=\"{name}\"\r\n\r\n"));
        let head = before.chain([head]).collect::<String>();
        let body = [head.as_bytes(), bytes, b"\r\n--xx--\r\n"].concat();
        let request = Request::post(path)
            .header(header::COOKIE, self.cookie(cookie))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Got {
        let router = TowerToHyperService::new(crate::routes::router(&self.app));
        got(router.call(request).await.unwrap()).await
    }

    /// Runs SQL closures' work and gives what it gives.
    pub async fn write<T, F>(&self, act: F) -> Result<T, DbError>
    where
        F: FnMut(&mut dyn crate::db::Tx) -> Result<T, DbError> + Send + 'static,
        T: Send + 'static,
    {
        self.app.store.write(act).await
    }
}

async fn got(response: axum::response::Response) -> Got {
    let status = response.status();
    let location = response.headers().get(header::LOCATION);
    let location = location.map_or("", |value| value.to_str().unwrap()).to_owned();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    Got { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
}

/// Checks that hold for every page: language, direction, a title, no text that is missing, no identifier and no typed
/// markup that stands bare.
pub fn check_page(page: &str, lang: &str) {
    let dir = if lang == "ar" { "rtl" } else { "ltr" };
    assert!(
        page.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")),
        "language of the page"
    );
    assert!(page.contains("<h1"), "a heading");
    assert!(!page.contains("<script>alert"), "typed markup stands bare");
    let main = page.split_once("<main").map_or("", |(_, rest)| rest);
    let missing: Vec<&str> =
        words_outside_tags(main).filter(|word| crate::testing::looks_like_a_key(word)).collect();
    assert!(missing.is_empty(), "texts shown as their keys: {missing:?}");
    for text in texts_outside_bdi(main) {
        let bare = text
            .split_whitespace()
            .find(|word| word.starts_with("C-26-") || word.starts_with("784"));
        assert!(bare.is_none(), "an identifier stands bare: {bare:?}");
    }
}

/// `case-title`, `person-name-ar`: lower-case words joined by hyphens, as keys are.
pub fn looks_like_a_key(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let known = ["co-operate", "e-mail", "left-hand"];
    parts.len() > 1
        && !known.contains(&word)
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
        && crate::testing::PREFIXES.contains(&parts[0])
}

/// How keys of pages begin.
const PREFIXES: [&str; 79] = [
    "clock",
    "hint",
    "interests",
    "flag",
    "flags",
    "tasks",
    "notices",
    "timeline",
    "progress",
    "names",
    "dial",
    "quiet",
    "saved",
    "department",
    "poll",
    "polls",
    "lineage",
    "closure",
    "reopen",
    "voice",
    "effects",
    "care",
    "pathway",
    "goal",
    "stage",
    "feedback",
    "vote",
    "votes",
    "certificate",
    "competence",
    "idea",
    "ideas",
    "room",
    "meeting",
    "meetings",
    "training",
    "appointment",
    "appointments",
    "interpreter",
    "interpreters",
    "unwanted",
    "accept",
    "shelter",
    "stay",
    "bed",
    "feature",
    "criterion",
    "knowledge",
    "guard",
    "import",
    "past",
    "intake",
    "person",
    "case",
    "cases",
    "day",
    "service",
    "category",
    "urgency",
    "harm",
    "field",
    "evidence",
    "lawful",
    "permission",
    "rounds",
    "wrong",
    "problem",
    "state",
    "channel",
    "reporter",
    "identity",
    "screen",
    "residence",
    "theme",
    "themes",
    "minutes",
    "needs",
    "register",
    "efficiency",
];

fn words_outside_tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<')
        .filter_map(|part| part.split_once('>'))
        .flat_map(|(_, text)| text.split_whitespace())
}

/// Texts between tags that are not inside a `<bdi>` and hold no isolate of their own.
fn texts_outside_bdi(page: &str) -> impl Iterator<Item = &str> {
    page.split('<')
        .filter_map(|part| part.split_once('>'))
        .filter(|(tag, text)| {
            !tag.starts_with("bdi") && !text.contains('\u{2066}') && !text.contains('\u{2068}')
        })
        .map(|(_, text)| text)
}
