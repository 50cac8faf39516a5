//! The library: what was published here and by partners, what is used most first. Its filters and the words searched for come
//! by POST, so that they stand in no address.

use maud::{Markup, html};
use sila_core::AgencyId;

use super::item::{FIELDS, KINDS, Text, Tier};
use super::stems::{self, QUERY_STEMS_MAX};
use super::store::{self, Asked, PAGE, Stored};
use super::{DRAFT, SUBMITTED, path, seen};
use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, columns, empty_state, heading, icon, plain_tag, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// Longest words that are searched for, in characters.
const QUERY_MAX: usize = 120;

/// An item as the library shows it.
struct Line {
    stored: Stored,
    text: Text,
}

/// What waits for the reader.
#[derive(Default)]
struct Desk {
    mine: Vec<Stored>,
    to_review: Vec<Stored>,
    ready: Vec<Stored>,
}

/// The library.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (asked, me) = (read(&ask.form), ask.app.node.id);
    let worker = ask.worker()?.clone();
    let (reviews, publishes) =
        (ask.may(Permission::KnowledgeReview), ask.may(Permission::KnowledgePublish));
    let wanted = asked.clone();
    let query = move |tx: &mut dyn Tx| -> Result<(Vec<Stored>, Desk), DbError> {
        let mut desk = Desk { mine: store::mine(tx, worker.id)?, ..Desk::default() };
        if reviews {
            desk.to_review = store::to_review(tx, worker.id, me)?;
        }
        if publishes {
            desk.ready = store::ready(tx)?;
        }
        Ok((store::shelf(tx, &wanted)?, desk))
    };
    let (found, desk) = ask.app.store.read(query).await?;
    let lines = opened(&ask.app, found)?;
    let names = Names::all(&ask.app).await?;
    Ok(Reply::page(&document(&ask, &lines, &desk, &names)?))
}

fn opened(app: &App, found: Vec<Stored>) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    for stored in found {
        if let Some(text) = seen(app, &stored)? {
            lines.push(Line { stored, text });
        }
    }
    Ok(lines)
}

fn read(form: &Pairs) -> Asked {
    let one_of = |name: &str, all: &[&str]| {
        form.get(name).filter(|code| all.contains(code)).unwrap_or_default().to_owned()
    };
    let typed: String = form.get("q").unwrap_or_default().chars().take(QUERY_MAX).collect();
    let mut stems: Vec<String> = stems::of(&typed).into_iter().collect();
    // The longest stem is likely to be the rarest.
    stems.sort_by_key(|stem| std::cmp::Reverse(stem.chars().count()));
    stems.truncate(QUERY_STEMS_MAX);
    Asked {
        kind: one_of("kind", &KINDS),
        field: one_of("field", &FIELDS),
        tier: one_of("tier", &Tier::ALL.map(Tier::code)),
        language: one_of("language", &["AR", "EN"]),
        origin: form.get("origin").and_then(|text| AgencyId::parse(text).ok()),
        stems,
    }
}

/// The name of an agency, ours included.
pub fn agency<'a>(cx: &'a Cx, names: &'a Names, me: AgencyId, agency: AgencyId) -> &'a str {
    if agency == me { cx.agency() } else { names.of(cx.lang, agency) }
}

/// The tier as a seal.
pub fn tier(cx: &Cx, code: &str) -> Markup {
    match Tier::from_code(code) {
        Some(Tier::Best) => {
            tag(Tone::Gold, html! { (icon("certificate")) (cx.code("knowledge-tier", code)) })
        }
        Some(Tier::Promising) => {
            tag(Tone::Ok, html! { (icon("sparkle")) (cx.code("knowledge-tier", code)) })
        }
        Some(Tier::NotYet) => tag(Tone::Warn, cx.code("knowledge-tier", code)),
        None => html! {},
    }
}

fn document(ask: &Ask, lines: &[Line], desk: &Desk, names: &Names) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::KnowledgeWrite) {
            (Button::link(cx.t("knowledge-new"), cx.url("/knowledge/new")).icon("pencil-simple"))
        }
    };
    let me = ask.app.node.id;
    let searched = ask.form.iter().any(|(_, value)| !value.is_empty());
    let none = if searched {
        ("knowledge-none", "knowledge-none-text")
    } else {
        ("knowledge-empty", "knowledge-empty-text")
    };
    let count = if lines.len() == PAGE { format!("{PAGE}+") } else { lines.len().to_string() };
    let main = html! {
        (filters(ask, names))
        @if lines.is_empty() {
            (Card::new(cx.t("knowledge-shelf")).body(empty_state("books", cx.t(none.0), cx.t(none.1), &html! {})))
        } @else {
            h2.shelf-h { (cx.t("knowledge-shelf")) " " span.count.num { (count) } }
            ul.shelf { @for line in lines { (item(cx, line, agency(cx, names, me, line.stored.origin))) } }
        }
    };
    let aside = html! {
        (waiting(ask, desk)?)
        (Note::new("shield-check", cx.t("knowledge-nobody-in-it")).says(cx.t("knowledge-nobody-in-it-text")))
    };
    let body = html! {
        (heading(cx.t("knowledge-title"), Some(&cx.t("knowledge-lead")), &new))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Page::new(cx, cx.t("knowledge-title")).body(body))
}

fn filters(ask: &Ask, names: &Names) -> Markup {
    let cx = &ask.cx;
    let (form, errors) = (&ask.form, Errors::none());
    let sheet = Form::new(cx, form, &errors);
    let all = || cx.t("knowledge-all");
    let own = (ask.app.node.id.to_text(), cx.agency().to_owned());
    let others = names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned()));
    let tiers = [Tier::Best, Tier::Promising]
        .map(|one| (one.code(), cx.code("knowledge-tier", one.code())));
    html! {
        form.filters-k method="post" action=(cx.url("/knowledge")) role="search" aria-label=(cx.t("knowledge-search")) {
            div.search-row {
                label.vh for="q" { (cx.t("knowledge-search")) }
                input.in id="q" name="q" type="search" dir="auto" autocomplete="off" maxlength=(QUERY_MAX)
                    placeholder=(cx.t("knowledge-search-hint")) value=(form.get("q").unwrap_or_default());
                (Button::submit(cx.t("search-go")).icon("magnifying-glass"))
            }
            div.filters-row {
                (sheet.select("kind", cx.t("knowledge-kind")).empty(all()).choices(KINDS.map(|kind| (kind, cx.code("knowledge-kind", kind)))))
                (sheet.select("field", cx.t("knowledge-field")).empty(all()).choices(FIELDS.map(|one| (one, cx.code("knowledge-field", one)))))
                (sheet.select("tier", cx.t("knowledge-tier")).empty(all()).choices(tiers))
                (sheet.select("origin", cx.t("knowledge-origin")).empty(all()).choices(std::iter::once(own).chain(others)))
                (sheet.select("language", cx.t("knowledge-language")).empty(all()).choice("AR", cx.t("knowledge-language-ar")).choice("EN", cx.t("knowledge-language-en")))
            }
        }
    }
}

fn item(cx: &Cx, line: &Line, whose: &str) -> Markup {
    let Line { stored, text } = line;
    let (words, lang) = text.words(cx.lang);
    html! {
        li.shelf-i.best[stored.tier == Tier::Best.code()] {
            div.shelf-t {
                (tier(cx, &stored.tier))
                (plain_tag(cx.code("knowledge-kind", &stored.kind)))
            }
            h3 { a.link href=(cx.url(&path(stored.id))) lang=(lang.code()) dir="auto" { (words.title) } }
            p.shelf-s lang=(lang.code()) dir="auto" { (words.summary) }
            div.shelf-f {
                span { (icon("buildings")) (Name(whose)) }
                @if let Some(at) = stored.published_at { span.num { (icon("calendar-blank")) (dates::day(cx.lang, at)) } }
                span.used[stored.adopted > 0] { (icon("thumbs-up")) (cx.t_with("knowledge-used", &[("n", stored.adopted.into())])) }
            }
        }
    }
}

/// Drafts, reviews and decisions that wait for the reader.
fn waiting(ask: &Ask, desk: &Desk) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let row = |stored: &Stored, to: &str, key: &str| -> Result<Markup, Problem> {
        let text = super::drafted(&ask.app, stored)?.unwrap_or_default();
        let words = text.words(cx.lang).0;
        let title =
            if words.title.is_empty() { cx.t("knowledge-untitled") } else { words.title.clone() };
        Ok(html! {
            li { div {
                a.ref href=(cx.url(&format!("{}{to}", path(stored.id)))) { (Name(&title)) }
                div.sub { (cx.t(key)) " · " (dates::near(cx.lang, cx.now, stored.updated_at)) }
            } }
        })
    };
    let mut rows = Vec::new();
    for stored in &desk.to_review {
        rows.push(row(stored, "/review", "knowledge-waits-review")?);
    }
    for stored in &desk.ready {
        rows.push(row(stored, "", "knowledge-waits-publication")?);
    }
    for stored in &desk.mine {
        match stored.stage.as_str() {
            DRAFT => rows.push(row(stored, "/draft", "knowledge-waits-draft")?),
            SUBMITTED => rows.push(row(stored, "", "knowledge-waits-others")?),
            _ => {}
        }
    }
    Ok(html! {
        @if !rows.is_empty() {
            (Card::new(cx.t("knowledge-desk")).count(rows.len()).live("knowledge-desk", "agreements").body(html! {
                ul.links { @for row in &rows { (row) } }
            }))
        }
    })
}
