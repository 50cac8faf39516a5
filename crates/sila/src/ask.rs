//! One request as a handler sees it, the routes with the permission each names, and the way from one to the other.
//!
//! A handler is `async fn(Ask) -> Result<Reply, Problem>`. Before it runs, `answer` has found the session, checked the
//! permission, refused requests from other sites and read the form within limits.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use sila_core::time::Millis;

use crate::accounts::session::{self, Session};
use crate::accounts::{Permission, Worker, factor};
use crate::app::App;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::body::BodyProblem;
use crate::web::forms::{self, File, FormProblem};
use crate::web::hijri;
use crate::web::{Brand, Cx, Lang, Pairs};

/// One request of one person.
pub struct Ask {
    /// The node.
    pub app: App,
    /// Language, path and texts for the page.
    pub cx: Cx,
    /// The session, when there is one.
    pub session: Option<Session>,
    /// Named parts of the path.
    pub params: BTreeMap<String, String>,
    /// The query string.
    pub query: Pairs,
    /// The posted form.
    pub form: Pairs,
    /// The posted file, on the routes that take one.
    pub file: Option<File>,
    /// The body, unread, on the routes that read a large file as it comes.
    body: Mutex<Option<Body>>,
    /// Headers.
    pub headers: HeaderMap,
    /// The time at which the request began.
    pub now: Millis,
}

impl Ask {
    /// The signed-in worker. Routes that are not public always have one.
    ///
    /// # Errors
    /// `page.sign_in` on a public route without a session.
    pub fn worker(&self) -> Result<&Worker, Problem> {
        match &self.session {
            Some(session) => Ok(&session.worker),
            None => Err(Problem::refused("page.sign_in").way_out("/sign-in")),
        }
    }

    /// Whether the signed-in worker may do it.
    pub fn may(&self, permission: Permission) -> bool {
        self.session.as_ref().is_some_and(|session| session.worker.may(permission))
    }

    /// The body of a request whose route reads it itself; once.
    pub fn take_body(&self) -> Option<Body> {
        self.body.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// What the browser holds under this name.
    pub fn cookie(&self, name: &str) -> Option<String> {
        cookie(&self.headers, name)
    }

    /// Where this node is, as the caller reached it: `https://sila.example`.
    pub fn origin(&self) -> String {
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let plain =
            |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
        let scheme = if self.app.config.https { "https" } else { "http" };
        format!("{scheme}://{}", host.filter(plain).unwrap_or("localhost"))
    }

    /// A named part of the path; empty when the route has none of that name.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A part of the path that is an identifier.
    ///
    /// # Errors
    /// `page.not_found` when it is not one: a stranger learns nothing from the form of an address.
    pub fn id<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.param(name).parse().ok().ok_or_else(Problem::not_found)
    }
}

type Answering = Pin<Box<dyn Future<Output = Result<Reply, Problem>> + Send>>;
type Act = Arc<dyn Fn(Ask) -> Answering + Send + Sync>;

/// How the body of a POST is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// As a form, before the permission is checked.
    Form,
    /// As a form with a file of at most so many bytes, after the permission was checked.
    File(usize),
    /// By the handler, as it comes.
    Stream,
}

/// One line of the route table.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Path with `{names}`.
    pub path: &'static str,
    /// What the worker must be allowed to do.
    pub permission: Permission,
    /// Runs even while the session is locked, to keep what was typed; the reply is always the lock.
    pub keeps_draft: bool,
    /// How its body is read.
    pub reads: Reads,
    handler: Act,
}

/// The route table as it is written down in `routes.rs`.
#[derive(Default)]
pub struct Routes {
    /// In the order written.
    pub list: Vec<Route>,
}

impl Routes {
    /// A page.
    pub fn get<F, R>(&mut self, path: &'static str, permission: Permission, handler: F)
    where
        F: Fn(Ask) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        self.add((Method::GET, path, permission), false, Reads::Form, handler);
    }

    /// An act.
    pub fn post<F, R>(&mut self, path: &'static str, permission: Permission, handler: F)
    where
        F: Fn(Ask) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        self.add((Method::POST, path, permission), false, Reads::Form, handler);
    }

    /// An act that takes a file of at most so many bytes. It is read after the permission was checked.
    pub fn post_file<F, R>(
        &mut self,
        path: &'static str,
        permission: Permission,
        file_bytes_max: usize,
        handler: F,
    ) where
        F: Fn(Ask) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        self.add((Method::POST, path, permission), false, Reads::File(file_bytes_max), handler);
    }

    /// An act that takes a large file and reads it as it comes, after the permission was checked.
    pub fn post_stream<F, R>(&mut self, path: &'static str, permission: Permission, handler: F)
    where
        F: Fn(Ask) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        self.add((Method::POST, path, permission), false, Reads::Stream, handler);
    }

    /// An act that keeps a draft: what was typed is saved even when the session has locked meanwhile.
    pub fn post_draft<F, R>(&mut self, path: &'static str, permission: Permission, handler: F)
    where
        F: Fn(Ask) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        self.add((Method::POST, path, permission), true, Reads::Form, handler);
    }

    fn add<F, R>(
        &mut self,
        (method, path, permission): (Method, &'static str, Permission),
        keeps_draft: bool,
        reads: Reads,
        handler: F,
    ) where
        F: Fn(Ask) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        let handler: Act = Arc::new(move |ask| Box::pin(handler(ask)));
        self.list.push(Route { method, path, permission, keeps_draft, reads, handler });
    }

    /// Turns the table into the node's web application.
    pub fn into_router(self, app: &App) -> axum::Router {
        let mut router = axum::Router::new();
        for route in self.list {
            let filter = if route.method == Method::POST {
                axum::routing::MethodFilter::POST
            } else {
                axum::routing::MethodFilter::GET
            };
            let (app, path, route) = (app.clone(), route.path, Arc::new(route));
            let method = axum::routing::on(filter, move |params: RawPathParams, req: Request| {
                let (app, route) = (app.clone(), Arc::clone(&route));
                let params = params.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
                async move { answer(app, &route, params, req).await }
            });
            router = router.route(path, method);
        }
        let app = app.clone();
        router.fallback(move |req: Request| {
            let (app, cx) = (app.clone(), cx_of(&app, req.uri().path()));
            async move { crate::reply::problem(&app, &cx, &HeaderMap::new(), &Problem::not_found()) }
        })
    }
}

/// Answers one request by one route.
async fn answer(
    app: App,
    route: &Route,
    params: BTreeMap<String, String>,
    req: Request,
) -> Response {
    let (parts, body) = req.into_parts();
    let cx = cx_of(&app, parts.uri.path());
    let headers = parts.headers.clone();
    let query = Pairs::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let mut query = query.unwrap_or_default();
    hijri::turn(&mut query);
    let mut ask = Ask {
        now: app.clock.now(),
        app,
        cx,
        session: None,
        params,
        query,
        form: Pairs::default(),
        file: None,
        body: Mutex::new(None),
        headers,
    };
    let (app, mut cx) = (ask.app.clone(), ask.cx.clone());
    match prepare(&mut ask, route, body).await {
        Ok(None) => {}
        Ok(Some(reply)) => return reply.into_response(&app),
        Err(problem) => return crate::reply::problem(&app, &cx, &parts.headers, &problem),
    }
    cx.clone_from(&ask.cx);
    let locked = ask.session.as_ref().is_some_and(|session| session.locked);
    let lock = Reply::see_other(format!("{}?then={}", cx.url("/lock"), forms::encode(&cx.path)));
    match (route.handler)(ask).await {
        Ok(_) if locked && route.keeps_draft => lock.into_response(&app),
        Ok(reply) => reply.into_response(&app),
        Err(problem) => crate::reply::problem(&app, &cx, &parts.headers, &problem),
    }
}

/// Session, permission, origin and form. A reply instead of nothing ends the request here.
async fn prepare(ask: &mut Ask, route: &Route, body: Body) -> Result<Option<Reply>, Problem> {
    if !matches!(ask.param("lang"), "" | "ar" | "en") {
        return Err(Problem::not_found());
    }
    if let Some(cookie) = cookie(&ask.headers, &session::cookie_name(&ask.app)) {
        let by_itself = matches!(route.path, "/events" | "/room/{code}/live")
            || ask.headers.contains_key("x-sila-live");
        ask.session = session::find(&ask.app, &cookie, by_itself, ask.now).await?;
    }
    if route.method == Method::POST && !forms::is_own_post(&ask.headers) {
        return Err(Problem::forbidden());
    }
    let mut body = Some(body);
    if route.method == Method::POST && route.reads == Reads::Form {
        let body = body.take().unwrap_or_default();
        ask.form = Pairs::read(&ask.headers, body).await.map_err(unreadable)?;
        hijri::turn(&mut ask.form);
    }
    if let Some(reply) = factor::first(ask, route) {
        return Ok(Some(reply));
    }
    let locked = ask.session.as_ref().is_some_and(|session| session.locked);
    framed(ask).await?;
    if route.permission == Permission::Public {
        return Ok(None);
    }
    let Some(session) = &ask.session else {
        return Ok(Some(to_door(ask, "/sign-in")));
    };
    if locked && !route.keeps_draft {
        return Ok(Some(to_door(ask, "/lock")));
    }
    if !session.worker.may(route.permission) {
        return refused(ask, &session.worker, route);
    }
    match (route.reads, body) {
        (Reads::File(max), Some(body)) => {
            ask.file = forms::file(&ask.headers, body, max).await.map_err(unreadable)?;
        }
        (Reads::Stream, body) => ask.body = Mutex::new(body),
        _ => {}
    }
    Ok(None)
}

/// What the frame of the page shows of whoever is signed in: nothing of a session that is locked or lacks its second factor.
async fn framed(ask: &mut Ask) -> Result<(), Problem> {
    let open = ask.session.as_ref().filter(|session| !session.locked && !session.owes_factor);
    let Some(session) = open else { return Ok(()) };
    ask.cx.worker = Some(crate::menu::person(&session.worker, &ask.cx));
    ask.cx.guest = session.worker.is_guest();
    ask.cx.masked = session.masked;
    if !ask.cx.guest {
        crate::menu::fill(&ask.app, &mut ask.cx, &session.worker).await?;
    }
    Ok(())
}

/// What somebody gets who may not: a guest does not learn that there is anything.
fn refused(ask: &Ask, worker: &Worker, route: &Route) -> Result<Option<Reply>, Problem> {
    match worker.is_guest() {
        true if route.path == "/{lang}" => Ok(Some(Reply::see_other(ask.cx.url(worker.home())))),
        true => Err(Problem::not_found()),
        false => Err(Problem::forbidden()),
    }
}

/// Sends a person to the sign-in or the lock and remembers where they wanted to go.
fn to_door(ask: &Ask, door: &str) -> Reply {
    Reply::see_other(format!("{}?then={}", ask.cx.url(door), forms::encode(&ask.cx.path)))
}

fn unreadable(problem: FormProblem) -> Problem {
    match problem {
        FormProblem::Body(BodyProblem::Broken) => Problem::bad_request("form.broken"),
        FormProblem::Body(BodyProblem::TooLarge { .. }) | FormProblem::TooManyFields => {
            Problem::too_large("form.too_large")
        }
        FormProblem::FieldTooLong => Problem::too_large("form.field_too_long"),
    }
}

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value.to_owned())
}

/// Language and path of an address; Arabic where it names none.
fn cx_of(app: &App, path: &str) -> Cx {
    let lang = if path == "/en" || path.starts_with("/en/") { Lang::En } else { Lang::Ar };
    let brand = Brand {
        name_ar: app.node.agency.name_ar.clone(),
        name_en: app.node.agency.name_en.clone(),
    };
    let path = path.strip_prefix("/ar").or_else(|| path.strip_prefix("/en")).unwrap_or(path);
    let path = if path.is_empty() { "/" } else { path };
    let mut cx = Cx::new(lang, path, app.clock.now(), Arc::new(brand));
    cx.demo = app.node.agency.demo;
    cx.rehearsal = crate::node::is_fictitious(&app.node.agency.name_en);
    cx
}
