//! Keeping the register: a new instrument, a provision of one, and what amends or ends an earlier one. Nothing is ever taken out.

use maud::{Markup, html};
use sila_core::area::{self, AreaCode};

use super::register::{Article, Instrument, Register, Since};
use super::{path, show, store};
use crate::activation::saying::{day, whole};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading, post};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest code and number of a provision, in characters.
const CODE_MAX: usize = 40;

/// The form for a new instrument.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Adds it.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let one = match read(&ask.cx, &ask.form) {
        Ok(one) => one,
        Err(errors) => {
            return Ok(Reply::page_with_errors(&document(&ask.cx, &ask.form, &errors)));
        }
    };
    let code = one.code.clone();
    if add(&ask.app, one, ask.worker()?, ask.now).await? {
        return Ok(Reply::see_other(ask.cx.url(&path(&code))));
    }
    let mut errors = Errors::none();
    errors.add("code", ask.cx.t("law-code-taken"));
    Ok(Reply::page_with_errors(&document(&ask.cx, &ask.form, &errors)))
}

/// Adds an instrument. False when its code is taken.
///
/// # Errors
/// When the store cannot be written.
async fn add(
    app: &App,
    one: Instrument,
    worker: &crate::accounts::Worker,
    now: sila_core::Millis,
) -> Result<bool, Problem> {
    let told = fact(app, "law", format!("{} added", one.code), Some(worker), now);
    let by = (worker.id, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::insert(tx, &one, by)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    Ok(app.store.write(write).await?)
}

fn read(cx: &Cx, form: &Pairs) -> Result<Instrument, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let title = Words::new(get("title_ar"), get("title_en"));
    let (code, kind, scope) = (get("code").to_uppercase(), get("kind"), get("scope"));
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let named = (3..=CODE_MAX).contains(&code.len()) && code.chars().all(plain);
    let from = day(form, "from").map(|date| date.at_minute(0));
    let both = !title.ar.is_empty() && !title.en.is_empty() && title.fits(LINE_MAX);
    let area = scope.is_empty() || AreaCode::parse(&scope).is_ok();
    // A code that is a page of its own cannot be an instrument's.
    let free = !matches!(code.as_str(), "NEW" | "RULES");
    for (field, missing, key) in [
        ("code", !named || !free, "law-code-needed"),
        ("title_ar", !both, "law-title-needed"),
        ("kind", !store::KINDS.contains(&kind.as_str()), "law-kind-needed"),
        ("scope", !area, "law-scope-needed"),
        ("from", from.is_none(), "law-from-needed"),
    ] {
        if missing {
            errors.add(field, cx.t(key));
        }
    }
    let small = |name: &str| whole(&get(name)).and_then(|n| u16::try_from(n).ok());
    match from {
        Some(at) if errors.is_empty() => Ok(Instrument {
            code,
            kind,
            scope,
            number: small("number"),
            year: small("year"),
            title,
            from: Since { at, day_known: true },
            until: None,
            amended_by: Vec::new(),
            repealed_by: None,
            reported: false,
            note: Words::default(),
            articles: Vec::new(),
        }),
        _ => Err(errors),
    }
}

fn document(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let kinds = store::KINDS.iter().map(|kind| (*kind, cx.code("law-kind", kind)));
    let areas =
        area::all().iter().filter(|one| !one.code.is_special() && one.code.as_str().len() <= 5);
    let areas = areas.map(|one| (one.code.to_string(), area_name(cx, one.code.as_str())));
    let title = cx.t("law-new");
    let body = html! {
        (heading(&title, Some(&cx.t("law-new-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/law")) novalidate {
            div.stack {
                (form.summary())
                (Card::new(cx.t("law-instrument")).body(html! {
                    (form.text("code", cx.t("law-code")).hint(cx.t("law-code-hint")).ltr().max(CODE_MAX))
                    (form.text("title_ar", cx.t("law-title-ar")).lang("ar").max(LINE_MAX))
                    (form.text("title_en", cx.t("law-title-en")).lang("en").max(LINE_MAX))
                    (form.select("kind", cx.t("law-kind")).choices(kinds))
                    (form.select("scope", cx.t("law-scope")).empty(cx.t("law-scope-parties")).choices(areas).optional())
                    (form.text("number", cx.t("law-number")).numeric().max(5).optional())
                    (form.text("year", cx.t("law-year")).numeric().max(4).optional())
                    (form.date("from", cx.t("law-from")))
                }))
            }
            (acts(&html! { (Button::submit(cx.t("law-save"))) }))
        }
    };
    Page::new(cx, title.clone()).crumb(cx.t("law-title"), "/law").errors(errors.any()).body(body)
}

/// Adds a provision.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn article(ask: Ask) -> Result<Reply, Problem> {
    let code = ask.param("code").to_owned();
    let get = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let gist = Words::new(get("gist_ar"), get("gist_en"));
    let article = Article { number: get("number"), english: String::new(), gist };
    let numbered = (1..=CODE_MAX).contains(&article.number.chars().count());
    if !numbered || article.gist.ar.is_empty() || !article.gist.fits(TEXT_MAX) {
        let mut errors = Errors::none();
        errors.add("number", ask.cx.t("law-article-needed"));
        return Ok(Reply::page_with_errors(&show::document(&ask, &ask.form, &errors).await?));
    }
    let subject = format!("{code} article {}", article.number);
    change(&ask, subject, move |tx, by| {
        if store::register(tx)?.find(&code).is_none() {
            return Ok(false);
        }
        store::add_article(tx, &code, &article, by).map(|()| true)
    })
    .await
}

/// Says what amends or ends it.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let code = ask.param("code").to_owned();
    let later = ask.form.get("later").unwrap_or_default().to_owned();
    let kind = if ask.form.has("kind", store::REPEALS) { store::REPEALS } else { store::AMENDS };
    let Some(from) = day(&ask.form, "from").map(|date| date.at_minute(0)) else {
        let mut errors = Errors::none();
        errors.add("from", ask.cx.t("law-from-needed"));
        return Ok(Reply::page_with_errors(&show::document(&ask, &ask.form, &errors).await?));
    };
    let subject = format!("{code} {} {later}", kind.to_lowercase());
    change(&ask, subject, move |tx, by| {
        let register = store::register(tx)?;
        if later == code || register.find(&code).is_none() || register.find(&later).is_none() {
            return Ok(false);
        }
        store::add_change(tx, (&code, &later), (kind, from), by).map(|()| true)
    })
    .await
}

type By = (sila_core::WorkerId, sila_core::Millis);

async fn change<F>(ask: &Ask, subject: String, mut act: F) -> Result<Reply, Problem>
where
    F: FnMut(&mut dyn Tx, By) -> Result<bool, DbError> + Send + 'static,
{
    let worker = ask.worker()?;
    let told = fact(&ask.app, "law", subject, Some(worker), ask.now);
    let by = (worker.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = act(tx, by)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    match ask.app.store.write(write).await? {
        true => Ok(Reply::see_other(ask.cx.url(&path(ask.param("code"))))),
        false => Err(Problem::not_found()),
    }
}

/// The forms below an instrument, for whoever keeps the register.
pub(super) fn forms(
    cx: &Cx,
    one: &Instrument,
    register: &Register,
    values: &Pairs,
    errors: &Errors,
) -> Markup {
    let form = Form::new(cx, values, errors);
    let others = register.all().filter(|other| other.code != one.code);
    let others = others.map(|other| (other.code.clone(), other.title.of(cx.lang).to_owned()));
    let at = path(&one.code);
    html! {
        (Card::new(cx.t("law-article-add")).body(post(cx, &format!("{at}/articles"), &html! {
            (form.text("number", cx.t("law-article-number")).max(CODE_MAX))
            (form.area("gist_ar", cx.t("law-gist-ar")).lang("ar").max(TEXT_MAX).rows(2))
            (form.area("gist_en", cx.t("law-gist-en")).lang("en").max(TEXT_MAX).rows(2).optional())
            (acts(&html! { (Button::submit(cx.t("law-save")).soft()) }))
        })))
        (Card::new(cx.t("law-change")).body(post(cx, &format!("{at}/end"), &html! {
            (form.select("later", cx.t("law-later")).combo().choices(others))
            (form.radios("kind", cx.t("law-change-kind")).side_by_side()
                .choice(store::AMENDS, cx.t("law-amends")).choice(store::REPEALS, cx.t("law-repeals")))
            (form.date("from", cx.t("law-from")))
            (acts(&html! { (Button::submit(cx.t("law-save")).soft()) }))
        })))
    }
}
