//! The guided first run: one page that asks what the agency is called, what it covers, and who administers the node.
//!
//! It runs only while the folder holds no node, and only for whoever can read the code printed at the terminal.

use std::sync::Arc;

use anyhow::Context;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::html;
use rand_core::TryRng;
use tokio::sync::Notify;

use crate::cli::{init, say};
use crate::clock::{Clock, Randomness};
use crate::config::Config;
use crate::node::Agency;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Brand, Cx, Errors, Form, Lang, Page, Pairs, headers};

/// Longest name of an agency, in characters.
const NAME_MAX: usize = 160;

struct Guide {
    config: Config,
    code: String,
    done: Notify,
}

/// Serves the first-run page until the node is made.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn guide(config: &Config) -> anyhow::Result<()> {
    let web = config.web;
    let listener = tokio::net::TcpListener::bind(web)
        .await
        .with_context(|| format!("cannot listen on {web}: is another program using it?"))?;
    let mut bytes = [0_u8; 10];
    let Ok(()) = Randomness.try_fill_bytes(&mut bytes);
    let guide = Arc::new(Guide {
        config: config.clone(),
        code: sila_seal::code::base32_encode(&bytes),
        done: Notify::new(),
    });
    say(&format!("First run: open http://{}/ar/setup", listener.local_addr()?));
    say(&format!("and type this code: {}", guide.code));
    let finished = Arc::clone(&guide);
    axum::serve(listener, router(&guide))
        .with_graceful_shutdown(async move { finished.done.notified().await })
        .await?;
    Ok(())
}

fn router(guide: &Arc<Guide>) -> axum::Router {
    let (show_guide, make_guide) = (Arc::clone(guide), Arc::clone(guide));
    let page = axum::routing::get(move |Path(lang): Path<String>| {
        let _guide = Arc::clone(&show_guide);
        async move {
            respond(StatusCode::OK, &form_page(&cx(&lang), &Pairs::default(), &Errors::none()))
        }
    })
    .post(move |Path(lang): Path<String>, req: Request| {
        let guide = Arc::clone(&make_guide);
        async move { make(&guide, &cx(&lang), req).await }
    });
    let to_setup = || async { see_other("/ar/setup") };
    axum::Router::new()
        .route("/{lang}/setup", page)
        .route("/static/{digest}/{*path}", axum::routing::get(crate::web::assets::serve))
        .fallback(to_setup)
}

async fn make(guide: &Guide, cx: &Cx, req: Request) -> Response {
    let (parts, body) = req.into_parts();
    let form = Pairs::read(&parts.headers, body).await.unwrap_or_default();
    let mut errors = checked(cx, guide, &form);
    if !crate::web::forms::is_own_post(&parts.headers) {
        errors.add("code", cx.t("setup-code-wrong"));
    }
    if errors.any() {
        return respond(StatusCode::UNPROCESSABLE_ENTITY, &form_page(cx, &form, &errors));
    }
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let agency = Agency {
        code: text("agency_code"),
        name_ar: text("name_ar"),
        name_en: text("name_en"),
        covers: form.all("covers").map(str::to_owned).collect(),
        demo: false,
    };
    match init::create(&guide.config, &agency, &text("user"), &text("password")).await {
        Ok(()) => {
            guide.done.notify_one();
            respond(StatusCode::OK, &done_page(cx))
        }
        Err(error) => {
            tracing::error!("first run failed: {error:#}");
            errors.add("agency_code", cx.t("setup-failed"));
            respond(StatusCode::UNPROCESSABLE_ENTITY, &form_page(cx, &form, &errors))
        }
    }
}

fn checked(cx: &Cx, guide: &Guide, form: &Pairs) -> Errors {
    let mut errors = Errors::none();
    let text = |name: &str| form.get(name).unwrap_or_default();
    if !same(text("code"), &guide.code) {
        errors.add("code", cx.t("setup-code-wrong"));
    }
    if !Agency::code_is_valid(text("agency_code")) {
        errors.add("agency_code", cx.t("setup-agency-code-form"));
    }
    for name in ["name_ar", "name_en"] {
        if !(1..=NAME_MAX).contains(&text(name).chars().count()) {
            errors.add(name, cx.t("setup-name-needed"));
        }
    }
    if text("user").is_empty() {
        errors.add("user", cx.t("accounts-user-form"));
    }
    if crate::accounts::password::check(text("user"), text("password")).is_err() {
        errors.add("password", cx.t("password-hint"));
    }
    errors
}

/// Compares in a time that does not tell how much was right.
fn same(given: &str, wanted: &str) -> bool {
    sila_seal::sha256(&[given.trim().to_uppercase().as_bytes()])
        == sila_seal::sha256(&[wanted.as_bytes()])
}

fn cx(lang: &str) -> Cx {
    let lang = Lang::from_code(lang).unwrap_or_default();
    let brand = Brand { name_ar: "صلة".to_owned(), name_en: "Sila".to_owned() };
    Cx::new(lang, "/setup", Clock::default().now(), Arc::new(brand))
}

fn form_page(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let emirates = sila_core::area::emirates().map(|area| {
        (area.code.to_string(), cx.lang.pick(&area.name_ar, &area.name_en).to_string())
    });
    let agency = html! {
        (form.text("name_ar", cx.t("setup-name-ar")).lang("ar").max(NAME_MAX))
        (form.text("name_en", cx.t("setup-name-en")).lang("en").ltr().max(NAME_MAX))
        (form.text("agency_code", cx.t("setup-agency-code")).hint(cx.t("setup-agency-code-hint")).ltr())
        (form.checks("covers", cx.t("setup-covers")).hint(cx.t("setup-covers-hint")).choices(emirates))
    };
    let admin = html! {
        (form.text("user", cx.t("accounts-user")).hint(cx.t("accounts-user-hint")).ltr())
        (form.password("password", cx.t("accounts-password")).hint(cx.t("password-hint")).autocomplete("new-password"))
        (form.text("code", cx.t("setup-code")).hint(cx.t("setup-code-hint")).ltr())
    };
    let body = html! {
        (heading(cx.t("setup-title"), Some(&cx.t("setup-lead")), &html! {}))
        (form.summary())
        form method="post" action=(cx.url("/setup")) novalidate {
            (Card::new(cx.t("setup-agency")).body(agency))
            (Card::new(cx.t("setup-admin")).body(admin))
            (acts(&html! { (Button::submit(cx.t("setup-make"))) }))
        }
    };
    Page::new(cx, cx.t("setup-title")).bare().errors(errors.any()).body(body)
}

fn done_page(cx: &Cx) -> Page {
    let body = html! {
        (heading(cx.t("setup-done"), Some(&cx.t("setup-done-text")), &html! {}))
        (acts(&html! { (Button::link(cx.t("setup-go-on"), cx.url("/sign-in"))) }))
    };
    Page::new(cx, cx.t("setup-done")).bare().body(body)
}

fn respond(status: StatusCode, page: &Page) -> Response {
    let mut response = Response::new(Body::from(page.render()));
    *response.status_mut() = status;
    headers::page(response.headers_mut());
    response
}

fn see_other(to: &'static str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(to));
    response
}
