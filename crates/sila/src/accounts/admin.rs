//! The administrator's pages of accounts, and everybody's own page.

use maud::{Markup, html};
use sila_core::WorkerId;

use crate::accounts::{Worker, password, roles, store};
use crate::ask::Ask;
use crate::db::DbError;
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Summary, Table, Tone, acts, heading, tag};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

/// Longest name and user name, in characters.
const NAME_MAX: usize = 120;

/// One's own page: who I am, what I may do, a new password.
///
/// # Errors
/// None of its own.
pub async fn me(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&my_page(&ask.cx, ask.worker()?, &Errors::none())))
}

/// Sets one's own new password; every session of the account ends.
///
/// # Errors
/// When the store cannot be written.
pub async fn change_password(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.clone();
    let old = ask.form.get("old").unwrap_or_default().to_owned();
    let new = ask.form.get("new").unwrap_or_default().to_owned();
    let mut errors = Errors::none();
    let signed = super::sign_in::check(&ask.app, &worker.user_name, old, ask.now).await?;
    if let Err(key) = signed {
        errors.add("old", ask.cx.t(key));
    }
    if let Err(weak) = password::check(&worker.user_name, &new) {
        errors.add("new", weak_text(&ask.cx, weak));
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&my_page(&ask.cx, &worker, &errors)));
    }
    let hash = ask.app.hashing(move || password::hash(&new)).await??;
    let fact = fact(&ask, worker.id, "password")?;
    ask.app
        .store
        .write(move |tx| {
            store::set_password(tx, worker.id, &hash)?;
            journal::insert(tx, &fact)
        })
        .await?;
    Ok(Reply::see_other(ask.cx.url("/sign-in")))
}

/// Every account.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let workers = ask.app.store.read(store::all).await?;
    let cx = &ask.cx;
    let columns = [
        Col::text(cx.t("accounts-name")),
        Col::text(cx.t("accounts-user")),
        Col::text(cx.t("accounts-roles")),
        Col::status(cx.t("accounts-state")),
    ];
    let table =
        Table::new(cx.t("accounts-title"), columns).rows(workers.iter().map(|w| row(cx, w)));
    let new = html! {
        (Button::link(cx.t("accounts-usage"), cx.url("/accounts/usage")).line().icon("chart-bar")) " "
        (Button::link(cx.t("factor-title"), cx.url("/accounts/second-factor")).line().icon("key")) " "
        (Button::link(cx.t("team-title"), cx.url("/teams")).line().icon("users-three")) " "
        (Button::link(cx.t("accounts-new"), cx.url("/accounts/new")).icon("plus"))
    };
    let body = html! {
        (heading(cx.t("accounts-title"), Some(&cx.t("accounts-lead")), &new))
        (Card::new(cx.t("accounts-title")).count(workers.len()).body(html! { (table) }))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("accounts-title")).body(body)))
}

/// The form for a new account.
///
/// # Errors
/// None of its own.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&new_page(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Makes an account.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = account_errors(cx, form);
    if errors.any() {
        return Ok(Reply::page_with_errors(&new_page(cx, form, &errors)));
    }
    let secret = form.get("password").unwrap_or_default().to_owned();
    let hash = ask.app.hashing(move || password::hash(&secret)).await??;
    let worker = worker_of(form, WorkerId(ask.app.clock.new_id()));
    let (now, id) = (ask.now, worker.id);
    let fact = fact(&ask, id, &format!("made {}", worker.roles.join(" ")))?;
    let done = ask
        .app
        .store
        .write(move |tx| {
            store::insert_worker(tx, &worker, &hash, now)?;
            journal::insert(tx, &fact)
        })
        .await;
    match done {
        Ok(()) => Ok(Reply::see_other(cx.url(&format!("/accounts/{id}")))),
        Err(DbError::Unique { .. }) => {
            errors.add("user", cx.t("accounts-user-taken"));
            Ok(Reply::page_with_errors(&new_page(cx, form, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// One account.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let worker = find(&ask).await?;
    Ok(Reply::page(&edit_page(&ask.cx, &worker, &values(&worker), &Errors::none())))
}

/// What the form of an account shows before anything is typed.
pub(super) fn values(worker: &Worker) -> Pairs {
    let mut values = Pairs::default();
    worker.roles.iter().for_each(|role| values.push("roles", role));
    if worker.active {
        values.push("active", "yes");
    }
    values
}

/// Gives roles, or closes an account. Its sessions end at once.
///
/// # Errors
/// `page.not_found`, `account.self` for one's own account, or when the store cannot be written.
pub async fn update(ask: Ask) -> Result<Reply, Problem> {
    let worker = find(&ask).await?;
    if worker.id == ask.worker()?.id {
        return Err(Problem::refused("account.self").way_out("/accounts"));
    }
    let (chosen, active) = (chosen_roles(&ask.form), ask.form.has("active", "yes"));
    if roles::crosses_wall(&chosen) {
        let mut errors = Errors::none();
        errors.add("roles", ask.cx.t("accounts-wall"));
        return Ok(Reply::page_with_errors(&edit_page(&ask.cx, &worker, &ask.form, &errors)));
    }
    let state = if active { "open" } else { "closed" };
    let fact = fact(&ask, worker.id, &format!("{state} {}", chosen.join(" ")))?;
    ask.app
        .store
        .write(move |tx| {
            store::set_roles(tx, worker.id, &chosen, active)?;
            journal::insert(tx, &fact)
        })
        .await?;
    Ok(Reply::see_other(ask.cx.url("/accounts")))
}

/// The journal's line for a change of an account: who changed whose, and to what. Never a password.
///
/// # Errors
/// When nobody is signed in.
pub fn fact(ask: &Ask, whose: WorkerId, what: &str) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "account",
        subject: whose.to_string(),
        worker: Some(ask.worker()?.id),
        data: what.as_bytes().to_vec(),
    })
}

pub(super) async fn find(ask: &Ask) -> Result<Worker, Problem> {
    let id: WorkerId = ask.id("id")?;
    let found = ask.app.store.read(move |tx| store::one(tx, id)).await?;
    found.ok_or_else(Problem::not_found)
}

fn chosen_roles(form: &Pairs) -> Vec<String> {
    form.all("roles")
        .filter(|code| roles::ROLES.iter().any(|role| role.code == *code))
        .map(str::to_owned)
        .collect()
}

fn worker_of(form: &Pairs, id: WorkerId) -> Worker {
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    Worker {
        id,
        user_name: text("user").to_lowercase(),
        name_ar: text("name_ar"),
        name_en: text("name_en"),
        roles: chosen_roles(form),
        active: true,
    }
}

fn account_errors(cx: &Cx, form: &Pairs) -> Errors {
    let mut errors = Errors::none();
    for (name, label) in [("name_ar", "accounts-name-ar"), ("name_en", "accounts-name-en")] {
        if !(1..=NAME_MAX).contains(&form.get(name).unwrap_or_default().chars().count()) {
            let which = [("which", Arg::phrase(cx.t(label)))];
            errors.add(name, cx.t_with("accounts-name-needed", &which));
        }
    }
    let user = form.get("user").unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if user.len() < 2 || user.len() > NAME_MAX || !user.chars().all(plain) {
        errors.add("user", cx.t("accounts-user-form"));
    }
    if let Err(weak) = password::check(user, form.get("password").unwrap_or_default()) {
        errors.add("password", weak_text(cx, weak));
    }
    let chosen = chosen_roles(form);
    if chosen.is_empty() {
        errors.add("roles", cx.t("accounts-roles-needed"));
    }
    if roles::crosses_wall(&chosen) {
        errors.add("roles", cx.t("accounts-wall"));
    }
    errors
}

/// Why a password is not taken, in words.
pub fn weak_text(cx: &Cx, weak: password::Weak) -> String {
    match weak {
        password::Weak::Short => cx.t("password-short"),
        password::Weak::Long => cx.t("password-long"),
        password::Weak::Guessable => cx.t("password-guessable"),
    }
}

fn role_names(cx: &Cx, worker: &Worker) -> String {
    let names: Vec<String> = worker.roles.iter().map(|code| cx.t(roles::text_key(code))).collect();
    names.join(cx.lang.pick("، ", ", "))
}

fn row(cx: &Cx, worker: &Worker) -> [Markup; 4] {
    let state = if worker.active {
        tag(Tone::Ok, cx.t("accounts-active"))
    } else {
        tag(Tone::Plain, cx.t("accounts-closed"))
    };
    let href = cx.url(&format!("/accounts/{}", worker.id));
    [
        html! { a.link href=(href) { (ident::Name(worker.name(cx.lang))) } },
        html! { (ident::Code(&worker.user_name)) },
        html! { (role_names(cx, worker)) },
        state,
    ]
}

fn role_field(cx: &Cx, form: &Form<'_>) -> Markup {
    let choices = roles::ROLES.iter().map(|role| (role.code, cx.t(roles::text_key(role.code))));
    html! { (form.checks("roles", cx.t("accounts-roles")).side_by_side().choices(choices)) }
}

fn new_page(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let fields = html! {
        (form.text("name_ar", cx.t("accounts-name-ar")).lang("ar").max(NAME_MAX))
        (form.text("name_en", cx.t("accounts-name-en")).lang("en").ltr().max(NAME_MAX))
        (form.text("user", cx.t("accounts-user")).hint(cx.t("accounts-user-hint")).ltr())
        (form.password("password", cx.t("accounts-password")).hint(cx.t("password-hint")).autocomplete("new-password"))
        (role_field(cx, &form))
    };
    let body = html! {
        (heading(cx.t("accounts-new"), None, &html! {}))
        form.narrow method="post" action=(cx.url("/accounts")) novalidate {
            (form.summary())
            (Card::new(cx.t("accounts-who")).body(fields))
            (acts(&html! { (Button::submit(cx.t("accounts-create"))) }))
        }
    };
    let page = Page::new(cx, cx.t("accounts-new")).crumb(cx.t("accounts-title"), "/accounts");
    page.errors(errors.any()).body(body)
}

pub(super) fn edit_page(cx: &Cx, worker: &Worker, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let name = worker.name(cx.lang);
    let fields = html! {
        (role_field(cx, &form))
        (form.checks("active", cx.t("accounts-state")).choice("yes", cx.t("accounts-may-sign-in")))
    };
    let body = html! {
        (heading(ident::Name(name), None, &html! {}))
        form.narrow method="post" action=(cx.url(&format!("/accounts/{}", worker.id))) {
            (form.summary())
            (Card::new(cx.t("accounts-roles")).body(fields))
            (acts(&html! { (Button::submit(cx.t("accounts-save"))) }))
        }
        form.narrow method="post" action=(cx.url(&format!("/accounts/{}/password", worker.id))) novalidate {
            (Card::new(cx.t("accounts-forgotten")).body(html! {
                p { (cx.t("accounts-forgotten-text")) }
                (form.password("password", cx.t("password-new")).hint(cx.t("password-hint")).autocomplete("new-password"))
                (acts(&html! { (Button::submit(cx.t("accounts-forgotten-act")).line().icon("key")) }))
            }))
        }
    };
    let page = Page::new(cx, name).crumb(cx.t("accounts-title"), "/accounts");
    page.errors(errors.any()).body(body)
}

fn my_page(cx: &Cx, worker: &Worker, errors: &Errors) -> Page {
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let summary = Summary::new()
        .row(cx.t("accounts-name"), ident::Name(worker.name(cx.lang)))
        .row(cx.t("accounts-user"), ident::Code(&worker.user_name))
        .row(cx.t("accounts-roles"), role_names(cx, worker));
    let fields = html! {
        (form.password("old", cx.t("password-old")).autocomplete("current-password"))
        (form.password("new", cx.t("password-new")).hint(cx.t("password-hint")).autocomplete("new-password"))
    };
    let body = html! {
        (heading(cx.t("me-title"), None, &html! {}))
        div.stack.narrow {
            (form.summary())
            (Card::new(cx.t("me-who")).link(cx.t("mail-mine"), cx.url("/me/mail")).body(html! {
                (summary)
                p { a.link href=(cx.url("/me/interests")) { (cx.t("interests-title")) } }
            }))
            (Card::new(cx.t("factor-title")).link(cx.t("factor-open"), cx.url(super::factor::PATH)).body(html! { p { (cx.t("factor-lead")) } }))
            form method="post" action=(cx.url("/me/password")) novalidate {
                (Card::new(cx.t("password-change")).body(html! {
                    (fields)
                    (acts(&html! { (Button::submit(cx.t("password-change"))) }))
                }))
            }
        }
    };
    Page::new(cx, cx.t("me-title")).errors(errors.any()).body(body)
}
