//! `/partners/classes`: the classes of partners (فئات الشركاء), such as strategic, supervisory and enabling. Which partners are of which
//! class on any day, how many they are, and the classes of this node's own beside those that come with the program.
//!
//! A class is an entry of the partner's file ([`super::file`]): it has a first day, is looked at again after a year, and is ended and never
//! changed. So the list of a day that is past stays what it was.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, WorkerId};

use super::Names;
use super::file::{self, Entry, Kind};
use super::store::{self, OwnClass};
use crate::accounts::Permission;
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// The page, without language.
const PATH: &str = "/partners/classes";
/// Longest code of a class, in characters.
const CODE_MAX: usize = 16;
/// Longest name of a class, in characters.
const NAME_MAX: usize = 60;
/// Most classes of a node's own.
const OWN_MAX: usize = 40;

/// What the classes are called.
#[derive(Debug, Clone, Default)]
pub struct Labels(Vec<OwnClass>);

impl Labels {
    /// Of every class, those of this node's own included.
    pub fn read(tx: &mut dyn Tx) -> Result<Labels, DbError> {
        store::own_classes(tx).map(Labels)
    }

    /// What a class is called in the reader's language.
    pub fn of(&self, cx: &Cx, code: &str) -> String {
        if Kind::Class.codes().contains(&code) {
            return cx.code("file-class", code);
        }
        let own = self.0.iter().find(|one| one.code == code);
        own.map_or_else(|| code.to_owned(), |one| cx.lang.pick(&one.name_ar, &one.name_en).clone())
    }

    /// The codes that may be given today: all that were not retired.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let own = self.0.iter().filter(|one| one.retired_at.is_none());
        let shipped = Kind::Class.codes().iter().copied();
        shipped.filter(|code| !self.is_retired(code)).chain(own.map(|one| one.code.as_str()))
    }

    fn is_retired(&self, code: &str) -> bool {
        self.0.iter().any(|one| one.code == code && one.retired_at.is_some())
    }
}

/// What the classes of this node are called.
///
/// # Errors
/// When the store cannot be read.
pub async fn labels(app: &App) -> Result<Labels, Problem> {
    Ok(app.store.read(Labels::read).await?)
}

/// The classes of a partner from today on: what it has and is not named ends, what is new begins.
///
/// # Errors
/// `wall.regulated` for whoever has worked on a licence of it; when the store cannot be written.
pub async fn set(
    app: &App,
    agency: AgencyId,
    all: &[String],
    (worker, now): (WorkerId, Millis),
) -> Result<(), Problem> {
    crate::licences::wall::may_judge(app, worker, agency, &file::path(agency)).await?;
    let entries = file::of(app, agency).await?;
    let held: Vec<&Entry> =
        entries.iter().filter(|one| one.kind == Kind::Class && one.ended_day.is_none()).collect();
    let over = held.iter().filter(|one| !all.contains(&one.code));
    let over: Vec<_> = over.map(|one| one.id).collect();
    let new = all.iter().filter(|code| held.iter().all(|one| one.code != **code));
    let new: Vec<Entry> = new.map(|code| file::class(app, agency, code, (worker, now))).collect();
    let data = format!("{} CLASS {}", agency.to_text(), all.join(" ")).into_bytes();
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "partner-file",
        subject: agency.to_text(),
        worker: Some(worker),
        data,
    };
    let empty: Vec<Vec<u8>> = new.iter().map(|one| file::sealed_words(app, one)).collect();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for id in &over {
            file::store::end(tx, *id, agency, now.uae_date())?;
        }
        for (one, body) in new.iter().zip(&empty) {
            file::store::write(tx, one, body, now)?;
        }
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// The list of a day, and the classes of this node's own.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&drawn(&ask, &Pairs::default(), &Errors::none()).await?))
}

/// The day of the list: today unless another one is asked for.
fn asked(ask: &Ask) -> Date {
    let today = ask.now.uae_date();
    day(&ask.query, "day").filter(|day| *day <= today).unwrap_or(today)
}

async fn drawn(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let (cx, on) = (&ask.cx, asked(ask));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((Labels::read(tx)?, file::store::held_classes(tx, on)?))
    };
    let (labels, held) = ask.app.store.read(read).await?;
    let names = Names::all(&ask.app).await?;
    let wanted = ask.query.get("class").filter(|code| !code.is_empty());
    let shown: Vec<&Entry> =
        held.iter().filter(|one| wanted.is_none_or(|code| one.code == code)).collect();
    let main = html! {
        (filter(ask, on, &labels))
        (counted(cx, &labels, &held, names.linked().count()))
        (list(cx, &labels, &shown, &names))
    };
    let may = ask.may(Permission::AgreementSign);
    let aside = html! { (own(cx, &labels, may, values, errors)) };
    let title = cx.t("classes-title");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("classes-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("partners-title"), "/partners");
    Ok(page.errors(errors.any()).body(body))
}

fn filter(ask: &Ask, on: Date, labels: &Labels) -> Markup {
    let cx = &ask.cx;
    let mut values = ask.query.clone();
    for (end, part) in [("d", i64::from(on.day)), ("m", i64::from(on.month)), ("y", on.year)] {
        values.set(&format!("day_{end}"), part.to_string());
    }
    let none = Errors::none();
    let form = Form::new(cx, &values, &none);
    let every = [(String::new(), cx.t("classes-every"))];
    let codes = labels.codes().map(|code| (code.to_owned(), labels.of(cx, code)));
    html! {
        (Card::new(cx.t("classes-filter")).body(html! {
            form method="get" action=(cx.url(PATH)) {
                (form.select("class", cx.t("classes-one")).choices(every.into_iter().chain(codes)).optional())
                (form.date("day", cx.t("classes-day")))
                (acts(&html! { (Button::submit(cx.t("classes-show"))) }))
            }
        }))
    }
}

/// How many partners are of each class; a partner of several stands under each.
fn counted(cx: &Cx, labels: &Labels, held: &[Entry], partners: usize) -> Markup {
    let mut by: BTreeMap<&str, BTreeSet<AgencyId>> =
        labels.codes().map(|code| (code, BTreeSet::new())).collect();
    let mut any = BTreeSet::new();
    for one in held {
        by.entry(one.code.as_str()).or_default().insert(one.agency);
        any.insert(one.agency);
    }
    let columns = [Col::text(cx.t("classes-one")), Col::num(cx.t("classes-partners"))];
    let rows =
        by.iter().map(|(code, all)| [html! { (labels.of(cx, code)) }, html! { (all.len()) }]);
    let none = partners.saturating_sub(any.len());
    let rest = [html! { (cx.t("classes-none")) }, html! { (none) }];
    html! {
        (Card::new(cx.t("classes-counted")).id("counted").body(html! {
            (Table::new(cx.t("classes-counted"), columns).rows(rows).row(rest))
        }))
    }
}

fn list(cx: &Cx, labels: &Labels, shown: &[&Entry], names: &Names) -> Markup {
    let columns = [
        Col::text(cx.t("partner-name")),
        Col::text(cx.t("classes-one")),
        Col::text(cx.t("focal-from")),
        Col::status(cx.t("file-review")),
    ];
    let at = |day: i64| Millis(0).plus_days(day);
    let rows = shown.iter().map(|one| {
        let href = cx.url(&file::path(one.agency));
        let review = one.until_day.map(at);
        let tone = if review.is_some_and(|at| at < cx.now) { Tone::Warn } else { Tone::Plain };
        [
            html! { a.ref href=(href) { (ident::Name(names.of(cx.lang, one.agency))) } },
            html! { (labels.of(cx, &one.code)) },
            html! { (dates::day(cx.lang, at(one.from_day))) },
            html! { @if let Some(review) = review { (tag(tone, dates::day(cx.lang, review))) } },
        ]
    });
    let empty =
        empty_state("buildings", cx.t("classes-empty"), cx.t("classes-empty-text"), &html! {});
    html! {
        (Card::new(cx.t("classes-list")).count(shown.len()).body(html! {
            (Table::new(cx.t("classes-list"), columns).rows(rows).when_empty(empty))
        }))
    }
}

/// The classes that this node knows, and the form for one of its own.
fn own(cx: &Cx, labels: &Labels, may: bool, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let all: Vec<String> = labels.codes().map(str::to_owned).collect();
    let retire = |code: &str| format!("{PATH}/{code}/retirement");
    html! {
        (Card::new(cx.t("classes-own")).count(all.len()).body(html! {
            p.small.muted { (cx.t("classes-own-text")) }
            ul.joint { @for code in &all { li {
                div.joint-h { span { (labels.of(cx, code)) } (ident::Code(code)) }
                @if may { (post(cx, &retire(code), &html! { (Button::submit(cx.t("classes-retire")).soft().small()) })) }
            } } }
            @if may {
                details.fold open[errors.any()] {
                    summary { (cx.t("classes-add")) }
                    (form.summary())
                    (post(cx, PATH, &html! {
                        (form.text("code", cx.t("partner-code")).hint(cx.t("classes-code-hint")).ltr().max(CODE_MAX))
                        (form.text("name_ar", cx.t("partner-name-ar")).lang("ar").max(NAME_MAX))
                        (form.text("name_en", cx.t("partner-name-en")).lang("en").ltr().max(NAME_MAX))
                        (acts(&html! { (Button::save(cx)) }))
                    }))
                }
            }
        }))
    }
}

/// Adds a class of this node's own.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let text = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let (code, name_ar, name_en) = (text("code"), text("name_ar"), text("name_en"));
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    if !(2..=CODE_MAX).contains(&code.len()) || !code.bytes().all(plain) {
        errors.add("code", cx.t("classes-code-hint"));
    }
    for (field, name) in [("name_ar", &name_ar), ("name_en", &name_en)] {
        if !(1..=NAME_MAX).contains(&name.chars().count()) {
            errors.add(field, cx.t("partner-name-needed"));
        }
    }
    let known = labels(&ask.app).await?;
    let taken = Kind::Class.codes().contains(&code.as_str())
        || known.0.iter().any(|one| one.code == code)
        || known.0.len() >= OWN_MAX;
    if taken {
        errors.add("code", cx.t("partner-code-taken"));
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&drawn(&ask, &ask.form, &errors).await?));
    }
    let one = OwnClass { code, name_ar, name_en, retired_at: None };
    let told = fact(&ask, &one.code, "added")?;
    let now = ask.now;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::add_class(tx, &one, now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(cx.url(PATH)))
}

/// Retires a class: it is given to nobody any more, and stays where it was given.
///
/// # Errors
/// `page.not_found` for a class that nobody knows.
pub async fn retire(ask: Ask) -> Result<Reply, Problem> {
    let known = labels(&ask.app).await?;
    let code = ask.param("code").to_owned();
    if !known.codes().any(|one| one == code) {
        return Err(Problem::not_found());
    }
    let name = |lang| {
        let cx = Cx { lang, ..ask.cx.clone() };
        known.of(&cx, &code)
    };
    let one = OwnClass {
        code: code.clone(),
        name_ar: name(crate::web::Lang::Ar),
        name_en: name(crate::web::Lang::En),
        retired_at: Some(ask.now),
    };
    let told = fact(&ask, &code, "retired")?;
    let now = ask.now;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::add_class(tx, &one, now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(PATH)))
}

fn fact(ask: &Ask, code: &str, act: &str) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "partner-file",
        subject: code.to_owned(),
        worker: Some(ask.worker()?.id),
        data: format!("class {act}").into_bytes(),
    })
}
