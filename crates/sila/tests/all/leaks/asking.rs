//! Everybody who goes round, and what each is given: every route, in both languages, by those who may and those who may not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use sila::accounts::{Worker, session};
use sila::app::App;
use sila::web::forms::encode;

use super::super::link::leak::unpacked;
use super::super::support::traces::Wanted;
use super::paths::{Known, Line};

/// How many go round at once.
const AT_ONCE: usize = 3;
/// Of those who may open a page of a thing, so many do; the next page has the next ones.
const OF_THOSE_WHO_MAY: usize = 3;
/// The links of so many answers for one page of a thing are followed; of a page of its own, all.
const LEADS: usize = 4;
/// An answer is there within this time, even on a slow machine with a debug build.
const SOON: Duration = Duration::from_secs(30);
/// What goes on and on: its beginning is read.
const GO_ON: [&str; 2] = ["/events", "/room/{code}/live"];
/// A moment in which the beginning of such an answer comes.
const BEGINNING: Duration = Duration::from_millis(100);
/// Where programs ask with a token.
const FOR_PROGRAMS: [&str; 3] = ["/api", "/fhir", "/hsds"];
/// What nobody means: no number, no code, no day.
const WRONG: &str = "؟<'x&99";

type Web = TowerToHyperService<axum::Router>;

/// One who goes round.
pub struct Visitor {
    /// Who it is.
    pub name: &'static str,
    /// Nobody signs in without.
    pub worker: Option<Worker>,
    /// What a program shows.
    pub token: Option<String>,
}

impl Visitor {
    fn may(&self, line: Line) -> bool {
        match (&self.worker, &self.token) {
            (Some(worker), _) => worker.may(line.permission),
            (None, Some(_)) => FOR_PROGRAMS.iter().any(|begins| line.path.starts_with(begins)),
            (None, None) => line.permission == sila::accounts::Permission::Public,
        }
    }
}

/// One thing to ask.
#[derive(Debug, Clone)]
pub struct Task {
    line: Line,
    path: String,
    who: usize,
    /// The words of an act.
    body: Option<String>,
    /// Its links are followed.
    leads: bool,
}

/// What came of it.
pub struct Told {
    task: Task,
    status: StatusCode,
    /// What it was, by its media type.
    pub kind: String,
    /// Bytes.
    pub length: usize,
    secrets: BTreeSet<usize>,
    leads: Vec<(String, Vec<String>)>,
}

/// What all who go round share.
struct Here {
    app: App,
    visitors: Vec<Visitor>,
    wanted: Arc<Wanted>,
}

/// A node with those who go round in it.
pub struct Round {
    here: Arc<Here>,
    web: Web,
    /// The restricted case is theirs: they look, and change nothing.
    owner: Option<usize>,
    done: BTreeSet<(String, usize)>,
    /// What may be asked for.
    pub known: Known,
    /// All that was told.
    pub told: Vec<Told>,
}

impl Round {
    /// Nobody has asked for anything.
    pub fn new(app: &App, visitors: Vec<Visitor>, wanted: Arc<Wanted>) -> Round {
        let owner = visitors.iter().position(|one| one.name == "the owner");
        Round {
            here: Arc::new(Here { app: app.clone(), visitors, wanted }),
            web: TowerToHyperService::new(sila::routes::router(app)),
            owner,
            done: BTreeSet::new(),
            known: Known::new(),
            told: Vec::new(),
        }
    }

    /// Every page and file, until nothing new is led to; then those to which nothing leads.
    pub async fn look(&mut self) {
        for all in [false, true] {
            loop {
                let tasks = self.pages(all);
                if tasks.is_empty() {
                    break;
                }
                self.ask(tasks).await;
            }
        }
    }

    /// Every act, with nothing filled in and with what is wrong, by those who may, one who may not, and nobody.
    pub async fn act(&mut self) {
        let tasks = self.acts();
        self.ask(tasks).await;
    }

    fn pages(&mut self, all: bool) -> Vec<Task> {
        let mut tasks = Vec::new();
        let pages: Vec<Line> = self.known.lines.iter().filter(|line| !line.acts).copied().collect();
        for (nth, line) in pages.into_iter().enumerate() {
            let paths = if all { self.known.any(line) } else { self.known.real(line) };
            for (which, path) in paths.into_iter().enumerate() {
                let askers = match which {
                    0 | 1 => self.askers(line, nth + which, which == 0),
                    _ => self.first(line, which),
                };
                let askers = askers.into_iter().enumerate();
                for (at, (lang, who)) in askers {
                    let path = path.replace("{lang}", lang);
                    if self.done.insert((path.clone(), who)) {
                        let leads = at < LEADS || !path.contains('-');
                        tasks.push(Task { line, path, who, body: None, leads });
                    }
                }
            }
        }
        tasks
    }

    /// Who asks, in which language: of those who may several in turn, the first in both languages; one who may not, and nobody.
    fn askers(&self, line: Line, turn: usize, first: bool) -> Vec<(&'static str, usize)> {
        let (may, not): (Vec<usize>, Vec<usize>) =
            (0..self.here.visitors.len()).partition(|who| self.here.visitors[*who].may(line));
        let of_a_thing = line.path.replace("{lang}", "").contains('{');
        let most = if of_a_thing { OF_THOSE_WHO_MAY.min(may.len()) } else { may.len() };
        let mut chosen: Vec<usize> = (0..most).map(|nth| may[(turn + nth) % may.len()]).collect();
        chosen.extend(self.owner.filter(|owner| first && may.contains(owner)));
        chosen.extend((!not.is_empty()).then(|| not[turn % not.len()]));
        let nobody = self.here.visitors.iter().position(|one| one.name == "nobody");
        chosen.extend(nobody);
        let langs = |nth: usize| -> &'static [&'static str] {
            match (nth, nth % 2) {
                (0, _) => &["ar", "en"],
                (_, 0) => &["ar"],
                _ => &["en"],
            }
        };
        let each = chosen.into_iter().enumerate();
        each.flat_map(|(nth, who)| langs(nth).iter().map(move |lang| (*lang, who))).collect()
    }

    /// The first of those who may looks at more things of the same kind, for what they lead to.
    fn first(&self, line: Line, which: usize) -> Vec<(&'static str, usize)> {
        let mut others = (0..self.here.visitors.len()).filter(|who| Some(*who) != self.owner);
        let who = others.find(|who| self.here.visitors[*who].may(line));
        let lang = if which.is_multiple_of(2) { "ar" } else { "en" };
        who.map(|who| (lang, who)).into_iter().collect()
    }

    fn acts(&self) -> Vec<Task> {
        let mut tasks = Vec::new();
        let acts = self.known.lines.iter().filter(|line| line.acts).copied();
        for (turn, line) in acts.enumerate() {
            let (mut may, not): (Vec<usize>, Vec<usize>) =
                (0..self.here.visitors.len()).partition(|who| self.here.visitors[*who].may(line));
            may.retain(|who| Some(*who) != self.owner);
            let path = self.known.any(line).swap_remove(0);
            let wrong: Vec<String> = self.known.fields(line).into_iter().collect();
            let wrong = wrong.iter().map(|name| format!("{}={}", encode(name), encode(WRONG)));
            let wrong = wrong.collect::<Vec<_>>().join("&");
            let one =
                |of: &[usize], nth: usize| (!of.is_empty()).then(|| of[(turn + nth) % of.len()]);
            let asked = [
                ("ar", one(&may, 0), ""),
                ("en", one(&may, 1), wrong.as_str()),
                ("ar", one(&may, 1), wrong.as_str()),
                ("en", one(&not, 0), ""),
            ];
            for (lang, who, body) in asked {
                let path = path.replace("{lang}", lang);
                let body = Some(body.to_owned());
                tasks.extend(who.map(|who| Task { line, path, who, body, leads: false }));
            }
        }
        tasks
    }

    /// Asks for all of these, several at once, and learns from what comes.
    async fn ask(&mut self, tasks: Vec<Task>) {
        let share = tasks.len().div_ceil(AT_ONCE).max(1);
        let go = |part: &[Task]| {
            tokio::spawn(go_round(self.here.clone(), self.web.clone(), part.to_vec()))
        };
        let all: Vec<_> = tasks.chunks(share).map(go).collect();
        let mut told = Vec::new();
        for part in all {
            told.extend(part.await.unwrap());
        }
        for mut one in told {
            for (address, fields) in std::mem::take(&mut one.leads) {
                self.known.learn(&address, &fields);
            }
            self.told.push(one);
        }
    }

    /// Everything that was told to somebody who may not be told it.
    pub fn leaks(&self) -> Vec<String> {
        let mut found = Vec::new();
        for one in &self.told {
            let (who, route) = (self.here.visitors[one.task.who].name, one.task.line.named());
            for secret in &one.secrets {
                if !super::secret::may_be_told(*secret, who, &route) {
                    let name = super::secret::SECRETS[*secret].name;
                    found.push(format!("{name}: told to {who} by {route} at {}", one.task.path));
                }
            }
        }
        found
    }

    /// What answered that the program has failed.
    pub fn failures(&self) -> Vec<String> {
        let failed = self.told.iter().filter(|one| one.status.is_server_error());
        let told = failed.map(|one| {
            let who = self.here.visitors[one.task.who].name;
            let body = one.task.body.as_deref().unwrap_or_default();
            format!(
                "{} {} as {who} at {} with {body:?}",
                one.status,
                one.task.line.named(),
                one.task.path
            )
        });
        told.collect()
    }

    /// Routes that nobody was shown anything of.
    pub fn unseen(&self) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = self.known.lines.iter().map(|line| line.named()).collect();
        for one in &self.told {
            all.remove(&one.task.line.named());
        }
        all
    }

    /// Bytes for each kind of answer.
    pub fn kinds(&self) -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        for one in &self.told {
            *kinds.entry(one.kind.clone()).or_default() += one.length;
        }
        kinds
    }

    /// Which pages in which languages were shown, not refused.
    pub fn shown(&self) -> BTreeSet<(String, bool)> {
        let shown = self.told.iter().filter(|one| one.status == StatusCode::OK);
        shown.map(|one| (one.task.line.named(), one.task.path.starts_with("/en"))).collect()
    }
}

async fn go_round(here: Arc<Here>, web: Web, tasks: Vec<Task>) -> Vec<Told> {
    let mut cookies: BTreeMap<usize, String> = BTreeMap::new();
    let mut told = Vec::new();
    for task in tasks {
        let visitor = &here.visitors[task.who];
        let mut answer = None;
        // A page may have ended the session: then everybody comes anew, once.
        for _ in 0..2 {
            if let (Some(worker), false) = (&visitor.worker, cookies.contains_key(&task.who)) {
                let value = session::begin(&here.app, worker, here.app.clock.now()).await.unwrap();
                let cookie = format!("{}={value}", session::cookie_name(&here.app));
                cookies.insert(task.who, cookie);
            }
            let cookie = cookies.get(&task.who).map_or("", String::as_str);
            let (status, headers, bytes) = answered(&web, &task, visitor, cookie).await;
            let to = headers.get(header::LOCATION).and_then(|to| to.to_str().ok());
            let out = to.is_some_and(|to| to.contains("/sign-in?") || to.contains("/lock?"));
            let over = out && visitor.worker.is_some();
            answer = Some((status, headers, bytes));
            if !over {
                break;
            }
            cookies.remove(&task.who);
        }
        let (status, headers, bytes) = answer.unwrap();
        told.push(heard(&here.wanted, task, (status, &headers, &bytes)));
    }
    told
}

async fn answered(
    web: &Web,
    task: &Task,
    visitor: &Visitor,
    cookie: &str,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let method = if task.line.acts { Method::POST } else { Method::GET };
    let mut request = Request::builder().method(method).uri(&task.path);
    request = request.header(header::COOKIE, cookie).header("sec-fetch-site", "same-origin");
    if let Some(token) = &visitor.token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let (kind, body) = match (&task.body, task.line.file) {
        (Some(body), true) => ("multipart/form-data; boundary=xx", file(body)),
        (body, _) => ("application/x-www-form-urlencoded", body.clone().unwrap_or_default()),
    };
    if task.line.acts {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    let asked = web.call(request.body(Body::from(body)).unwrap());
    let answer = tokio::time::timeout(SOON, asked).await;
    let answer = answer.unwrap_or_else(|_| panic!("no answer: {task:?}")).unwrap();
    let (parts, body) = answer.into_parts();
    (parts.status, parts.headers, read(task, body).await)
}

/// A file that is none.
fn file(words: &str) -> String {
    let head = "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";
    format!("{head}{words}\r\n--xx--\r\n")
}

async fn read(task: &Task, mut body: Body) -> Vec<u8> {
    let goes_on = GO_ON.contains(&task.line.path);
    let most = if goes_on { BEGINNING } else { SOON };
    let mut bytes = Vec::new();
    loop {
        match tokio::time::timeout(most, body.frame()).await {
            Ok(Some(Ok(frame))) => {
                frame.into_data().iter().for_each(|part| bytes.extend_from_slice(part));
            }
            Ok(None) => return bytes,
            Ok(Some(Err(error))) => panic!("{task:?}: {error}"),
            Err(_) if goes_on => return bytes,
            Err(_) => panic!("the answer does not end: {task:?}"),
        }
    }
}

/// What the bytes of an answer, its headers and what is packed in it tell.
fn heard(wanted: &Wanted, task: Task, answer: (StatusCode, &HeaderMap, &[u8])) -> Told {
    let (status, headers, bytes) = answer;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().to_owned();
    let mut secrets = secrets_in(wanted, bytes);
    for value in headers.values() {
        secrets.extend(wanted.told_in(value.as_bytes()));
    }
    let follow = task.leads && kind == "text/html" && status == StatusCode::OK;
    let mut leads = match follow {
        true => leads(&String::from_utf8_lossy(bytes)),
        false => Vec::new(),
    };
    if kind.ends_with("json") && !task.line.path.contains('{') {
        let said = String::from_utf8_lossy(bytes);
        let ids = values(&said, "\"id\":\"").take(LEADS);
        leads.extend(ids.map(|id| (format!("{}/{id}", task.path), Vec::new())));
    }
    Told { task, status, kind, length: bytes.len(), secrets, leads }
}

/// What these bytes tell, as they are, unpacked, and with the lines of a calendar or a letter put together again.
pub fn secrets_in(wanted: &Wanted, bytes: &[u8]) -> BTreeSet<usize> {
    let mut secrets = wanted.told_in(bytes);
    secrets.extend(wanted.told_in(&unpacked(bytes)));
    if bytes.starts_with(b"BEGIN:VCALENDAR") {
        let whole = String::from_utf8_lossy(bytes).replace("\r\n ", "");
        secrets.extend(wanted.told_in(whole.as_bytes()));
    }
    secrets
}

/// Links, and forms with the names of their fields. Thousands of pages go through here: they are not taken apart.
fn leads(page: &str) -> Vec<(String, Vec<String>)> {
    let own = |path: &&str| path.starts_with('/');
    let links = values(page, " href=\"").filter(own).map(|path| (path.to_owned(), Vec::new()));
    let forms = page.split("<form").skip(1).filter_map(|form| {
        let form = form.split("</form>").next()?;
        let action = values(form, " action=\"").find(own)?;
        let names: BTreeSet<&str> = values(form, " name=\"").collect();
        Some((action.to_owned(), names.into_iter().map(str::to_owned).collect()))
    });
    links.chain(forms).collect()
}

/// What stands in this attribute, each time.
fn values<'a>(html: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next())
}
