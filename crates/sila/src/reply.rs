//! What a handler gives back, and how a [`Problem`] is shown: as a page, or as `application/problem+json` to a script.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use sila_core::time::Millis;

use crate::app::App;
use crate::menu::is_shut;
use crate::problem::{CODED_FACTS, Problem};
use crate::web::components::{Button, acts};
use crate::web::{Arg, Cx, Page, headers, i18n, ident};

/// The answer to a request.
pub struct Reply {
    status: StatusCode,
    content_type: &'static str,
    body: Body,
    location: Option<String>,
    set_cookie: Option<String>,
    attachment: Option<String>,
    inline: bool,
}

impl Reply {
    fn new(status: StatusCode, content_type: &'static str, body: Body) -> Reply {
        Reply {
            status,
            content_type,
            body,
            location: None,
            set_cookie: None,
            attachment: None,
            inline: false,
        }
    }

    /// A page.
    pub fn page(page: &Page) -> Reply {
        Reply::new(StatusCode::OK, "text/html; charset=utf-8", Body::from(page.render()))
    }

    /// A page that shows what is wrong with a form: 422, so that scripts can tell.
    pub fn page_with_errors(page: &Page) -> Reply {
        Reply { status: StatusCode::UNPROCESSABLE_ENTITY, ..Reply::page(page) }
    }

    /// Go and see (303): the usual end of an act.
    pub fn see_other(path: impl Into<String>) -> Reply {
        let mut reply = Reply::new(StatusCode::SEE_OTHER, "text/plain", Body::empty());
        reply.location = Some(path.into());
        reply
    }

    /// A JSON value.
    pub fn json(value: &serde_json::Value) -> Reply {
        Reply::new(StatusCode::OK, "application/json", Body::from(value.to_string()))
    }

    /// A JSON value of a type of its own.
    pub fn json_as(
        status: StatusCode,
        content_type: &'static str,
        value: &serde_json::Value,
    ) -> Reply {
        Reply::new(status, content_type, Body::from(value.to_string()))
    }

    /// JSON values, one on a line.
    pub fn lines(lines: String) -> Reply {
        Reply::new(StatusCode::OK, "application/x-ndjson", Body::from(lines))
    }

    /// A problem as a program reads it, whatever it says that it accepts. What went wrong inside is logged once.
    pub fn problem_json(cx: &Cx, problem: &Problem) -> Reply {
        let number = reference(cx.now);
        if let Some(source) = &problem.source {
            tracing::error!(code = %problem.code, number, source, "request failed");
        }
        let body = Body::from(json(cx, problem, &number));
        Reply::new(problem.status, "application/problem+json", body)
    }

    /// A line of text, for a script of our own pages.
    pub fn text(words: impl Into<String>) -> Reply {
        Reply::new(StatusCode::OK, "text/plain; charset=utf-8", Body::from(words.into()))
    }

    /// A script of our own that a browser keeps.
    pub fn script(bytes: &'static [u8]) -> Reply {
        Reply::new(StatusCode::OK, "text/javascript; charset=utf-8", Body::from(bytes))
    }

    /// A stream of server-sent events.
    pub fn events(body: Body) -> Reply {
        Reply::new(StatusCode::OK, "text/event-stream", body)
    }

    /// A file to save. The name is the node's own, never a person's.
    pub fn file(content_type: &'static str, name: impl Into<String>, bytes: Vec<u8>) -> Reply {
        let mut reply = Reply::new(StatusCode::OK, content_type, Body::from(bytes));
        reply.attachment = Some(name.into());
        reply
    }

    /// A file that the browser shows by itself, on a page of its own that nothing frames. The name is the node's own, never a person's.
    pub fn shown(content_type: &'static str, name: impl Into<String>, bytes: Vec<u8>) -> Reply {
        let mut reply = Reply::file(content_type, name, bytes);
        reply.inline = true;
        reply
    }

    /// A file to save that is read as it goes out.
    pub fn download(content_type: &'static str, name: impl Into<String>, body: Body) -> Reply {
        let mut reply = Reply::new(StatusCode::OK, content_type, body);
        reply.attachment = Some(name.into());
        reply
    }

    /// Sets a cookie beside the answer.
    #[must_use]
    pub fn with_cookie(mut self, cookie: String) -> Reply {
        self.set_cookie = Some(cookie);
        self
    }

    /// The HTTP response, with the security headers every answer carries.
    pub fn into_response(self, app: &App) -> Response {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        let map = response.headers_mut();
        headers::page(map);
        map.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if self.status == StatusCode::UNAUTHORIZED {
            map.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if app.config.https {
            map.insert(
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=31536000; includeSubDomains"),
            );
        }
        if self.inline {
            let policy = HeaderValue::from_static(headers::FILE_CSP);
            map.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        let way = if self.inline { "inline" } else { "attachment" };
        let disposition = self.attachment.map(|name| format!("{way}; filename=\"{name}\""));
        let optional = [
            (header::LOCATION, self.location),
            (header::SET_COOKIE, self.set_cookie),
            (header::CONTENT_DISPOSITION, disposition),
        ];
        for (name, value) in optional {
            if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
                map.insert(name, value);
            }
        }
        response
    }
}

/// Shows a problem, logs its inner source once, and gives both a reference number.
pub fn problem(app: &App, cx: &Cx, asked: &HeaderMap, problem: &Problem) -> Response {
    let number = reference(app.clock.now());
    if let Some(source) = &problem.source {
        tracing::error!(code = %problem.code, number, source, "request failed");
    }
    let wants_json = asked
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("json"));
    let body = if wants_json { json(cx, problem, &number) } else { html(cx, problem, &number) };
    let mut reply = Reply::new(
        problem.status,
        if wants_json { "application/problem+json" } else { "text/html; charset=utf-8" },
        Body::from(body),
    );
    if problem.status == StatusCode::SEE_OTHER {
        reply.location = problem.way_out.as_deref().map(|path| cx.url(path));
    }
    reply.into_response(app)
}

fn json(cx: &Cx, problem: &Problem, number: &str) -> String {
    let facts: serde_json::Map<String, serde_json::Value> =
        problem.facts.iter().map(|(k, v)| ((*k).to_owned(), v.clone().into())).collect();
    serde_json::json!({
        "type": format!("urn:sila:problem:{}", problem.code),
        "status": problem.status.as_u16(),
        "title": text(cx, problem, ""),
        "detail": text(cx, problem, "-next"),
        "code": problem.code,
        "facts": facts,
        "instance": number,
    })
    .to_string()
}

/// A refusal in one line, where it stands beside what was typed.
pub fn said(cx: &Cx, problem: &Problem) -> String {
    format!("{}. {}", text(cx, problem, ""), text(cx, problem, "-next"))
}

/// The text of a problem; a code without one of its own gets the general text of its status.
fn text(cx: &Cx, problem: &Problem, ending: &str) -> String {
    let key = format!("{}{ending}", problem.text_key());
    // A parameter of a call has the name that the caller gave it.
    let said = |name: &str, value: &str| {
        let word = cx.code(name, value);
        let coded = CODED_FACTS.contains(&name) && value.bytes().all(|b| !b.is_ascii_lowercase());
        Arg::phrase(if coded { word } else { value.to_owned() })
    };
    let args: Vec<(&str, Arg)> =
        problem.facts.iter().map(|(name, value)| (*name, said(name, value))).collect();
    if i18n::has(cx.lang, &key) {
        return cx.t_with(&key, &args);
    }
    cx.t(&format!("problem-status-{}{ending}", problem.status.as_u16()))
}

fn html(cx: &Cx, problem: &Problem, number: &str) -> String {
    let title = text(cx, problem, "");
    // A refusal sends nobody to the next one.
    let out = problem.way_out.as_deref().filter(|path| !is_shut(cx, path)).unwrap_or("/");
    let body = maud::html! {
        h1 { (title) }
        p { (text(cx, problem, "-next")) }
        @if problem.source.is_some() {
            p.muted { (cx.t("problem-number")) " " (ident::Code(number)) }
        }
        (acts(&maud::html! { (Button::link(cx.t("problem-way-out"), cx.url(out))) }))
    };
    let page = Page::new(cx, title).body(body);
    if cx.worker.is_some() { page.render() } else { page.bare().render() }
}

/// A short number to read over the telephone: the minute and a counter-free tail of the clock.
fn reference(now: Millis) -> String {
    format!("E-{:X}", now.0.rem_euclid(0x10_0000_0000))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::web::{Brand, Lang, NavItem, Who};

    #[test]
    fn a_refusal_leads_only_where_its_reader_may_go() {
        let mut cx = Cx::new(Lang::En, "/ideas/7", Millis(0), Arc::new(Brand::default()));
        let problem = Problem::refused("idea.reason_needed").way_out("/campaigns/7");
        let leads = |cx: &Cx| html(cx, &problem, "E-1").contains("href=\"/en/campaigns/7\"");
        assert!(leads(&cx), "who is not signed in is asked at the door");
        cx.worker = Some(Who { name: "Reem".to_owned(), role_key: "role-intake" });
        assert!(!leads(&cx), "the list is not in this reader's navigation");
        let campaigns = NavItem {
            key: "menu-campaigns",
            path: "/campaigns",
            icon: "megaphone",
            group: "",
            count: None,
            hot: false,
            tab: false,
        };
        cx.nav = Arc::from([campaigns]);
        assert!(leads(&cx));
        cx.nav = Arc::from([]);
        let mine = Problem::refused("idea.reason_needed").way_out("/me");
        assert!(html(&cx, &mine, "E-1").contains("href=\"/en/me\""), "what is nobody's line");
    }
}
