//! `/law/rules` and `/law/rules/{rule}`: what the program does by itself or asks for, and what it rests on.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::law::Rule;

use super::register::{Ground, Instrument, Register};
use super::{beside, list, path, provision, provision_line, rule_path, shown, store, words};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Note, Table, Tone, acts, heading, post, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Every rule, and whether what it rests on is in force.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let register = ask.app.store.read(store::register).await?;
    let head = [
        Col::text(cx.t("law-rule")),
        Col::text(cx.t("law-basis")),
        Col::status(cx.t("law-status")),
    ];
    let rows = Rule::ALL.iter().map(|rule| {
        let grounds = register.of(*rule);
        [
            html! { a.link href=(cx.url(&rule_path(*rule))) { (cx.code("law-rule", rule.code())) } },
            html! { @for (one, ground) in grounds.iter().filter(|(one, _)| one.in_force(ask.now)) {
                div { (Name(one.title.of(cx.lang))) " · " (provision(cx, &one.code, &ground.article)) }
            } },
            founded(cx, &register, *rule, ask.now),
        ]
    });
    let body = html! {
        (heading(cx.t("law-rules"), Some(&cx.t("law-rules-lead")), &html! {}))
        (Card::new(cx.t("law-rules")).count(Rule::ALL.len()).body(html! { (Table::new(cx.t("law-rules"), head).rows(rows)) }))
        p { a.link href=(cx.url("/law")) { (cx.t("law-title")) } }
    };
    let page = Page::new(cx, cx.t("law-rules")).crumb(cx.t("law-title"), "/law");
    Ok(Reply::page(&shown(cx, page.body(body))))
}

fn founded(cx: &Cx, register: &Register, rule: Rule, now: Millis) -> Markup {
    match register.is_founded(rule, now) {
        true => tag(Tone::Ok, cx.t("law-holds")),
        false => tag(Tone::Bad, cx.t("law-groundless")),
    }
}

fn of(ask: &Ask) -> Result<Rule, Problem> {
    Rule::from_code(ask.param("rule")).or(Err(Problem::not_found()))
}

/// One rule.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, of(&ask)?, &Pairs::default(), &Errors::none()).await?))
}

/// Gives it a further basis, which must be in the register.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn add(ask: Ask) -> Result<Reply, Problem> {
    let rule = of(&ask)?;
    let typed = ask.form.get("ground").unwrap_or_default();
    let register = ask.app.store.read(store::register).await?;
    let parts = typed.split_once('#');
    let known = parts.filter(|(code, article)| {
        register.find(code).is_some_and(|one| one.article(article).is_some())
    });
    let Some((instrument, article)) = known else {
        let mut errors = Errors::none();
        errors.add("ground", ask.cx.t("law-ground-needed"));
        return Ok(Reply::page_with_errors(&document(&ask, rule, &ask.form, &errors).await?));
    };
    let worker = ask.worker()?;
    let ground = Ground { instrument: instrument.to_owned(), article: article.to_owned() };
    let subject = format!("{} {instrument} {article}", rule.code());
    let told = fact(&ask.app, "law", subject, Some(worker), ask.now);
    let by = (worker.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::add_ground(tx, rule, &ground, by)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&rule_path(rule))))
}

async fn document(ask: &Ask, rule: Rule, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let register = ask.app.store.read(store::register).await?;
    let grounds = register.of(rule);
    let form = Form::new(cx, values, errors);
    let main = html! {
        @if !register.is_founded(rule, ask.now) {
            (Note::new("warning", cx.t("law-groundless")).tone(Tone::Bad).says(cx.t("law-groundless-text")))
        }
        @for (one, ground) in &grounds { (ground_card(cx, one, ground, ask.now)) }
    };
    let aside = html! {
        (Card::new(cx.t("law-what-it-does")).body(html! { p { (cx.code("law-does", rule.code())) } }))
        @if ask.may(Permission::LawKeep) { (adding(cx, rule, &register, &form)) }
    };
    let title = cx.code("law-rule", rule.code());
    let body = html! {
        (heading(&title, None, &founded(cx, &register, rule, ask.now)))
        (form.summary())
        (beside(cx, &main, &aside))
        p { a.link href=(cx.url("/law/rules")) { (cx.t("law-rules")) } }
    };
    let page = Page::new(cx, title.clone())
        .crumb(cx.t("law-title"), "/law")
        .crumb(cx.t("law-rules"), "/law/rules");
    Ok(shown(cx, page.errors(errors.any()).body(body)))
}

fn ground_card(cx: &Cx, one: &Instrument, ground: &Ground, now: Millis) -> Markup {
    let gist = one.article(&ground.article).map(|article| words(cx, &article.gist));
    html! {
        (Card::new(one.title.of(cx.lang)).tag(list::status(cx, one, now)).link(cx.t("law-open"), cx.url(&path(&one.code))).body(html! {
            p { b { (cx.t("law-article")) " " (provision(cx, &one.code, &ground.article)) } }
            @if let Some(gist) = gist { (gist) }
            p.muted { (cx.code("law-kind", &one.kind)) " · " (list::span(cx, one)) @if one.reported { " · " (cx.t("law-reported")) } }
        }))
    }
}

fn adding(cx: &Cx, rule: Rule, register: &Register, form: &Form<'_>) -> Markup {
    let choices = register.all().flat_map(|one| {
        let label = |number: &str| {
            format!("{} · {}", one.title.of(cx.lang), provision_line(cx.lang, &one.code, number))
        };
        one.articles.iter().map(move |article| {
            (format!("{}#{}", one.code, article.number), label(&article.number))
        })
    });
    html! {
        (Card::new(cx.t("law-ground-add")).body(post(cx, &format!("{}/basis", rule_path(rule)), &html! {
            p.hint { (cx.t("law-ground-hint")) }
            (form.select("ground", cx.t("law-article")).combo().choices(choices))
            (acts(&html! { (Button::submit(cx.t("law-ground-act"))) }))
        })))
    }
}
