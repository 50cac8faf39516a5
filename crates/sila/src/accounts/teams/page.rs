//! `/teams`: the teams and who is in them. Who reads what follows from it, so each change is in the journal.

use maud::{Markup, html};
use sila_core::ids::WorkerId;
use uuid::Uuid;

use super::store::{self, Member, Part, Team};
use crate::accounts::{Permission, Worker, roles, store as accounts};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest name of a team, in characters.
const NAME_MAX: usize = 80;

fn path(id: Uuid) -> String {
    format!("/teams/{id}")
}

fn fact(ask: &Ask, team: Uuid, words: String) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "team",
        subject: team.to_string(),
        worker: Some(ask.worker()?.id),
        data: words.into_bytes(),
    })
}

/// What somebody is in a team, in words.
fn part_name(cx: &Cx, part: Part) -> String {
    cx.code("team-part", part.code())
}

/// Every team.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    list_page(&ask, &Errors::none()).await
}

async fn list_page(ask: &Ask, errors: &Errors) -> Result<Reply, Problem> {
    let teams = ask.app.store.read(store::all).await?;
    let cx = &ask.cx;
    let form = Form::new(cx, &ask.form, errors);
    let body = html! {
        (heading(cx.t("team-title"), Some(&cx.t("team-lead")), &html! {}))
        div.stack {
            (errors.summary(cx))
            (Card::new(cx.t("team-title")).count(teams.len()).body(html! { (table(cx, &teams)) }))
            (Card::new(cx.t("team-new")).body(post(cx, "/teams", &html! {
                (form.text("name_ar", cx.t("team-name-ar")).lang("ar").max(NAME_MAX))
                (form.text("name_en", cx.t("team-name-en")).lang("en").max(NAME_MAX))
                (acts(&html! { (Button::submit(cx.t("team-make")).icon("plus")) }))
            })))
        }
    };
    let page = Page::new(cx, cx.t("team-title")).crumb(cx.t("accounts-title"), "/accounts");
    let page = page.errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn table(cx: &Cx, teams: &[Team]) -> Markup {
    let row = |team: &Team| {
        [
            html! { a.link href=(cx.url(&path(team.id))) { (Name(cx.lang.pick(&team.name_ar, &team.name_en))) } },
            html! { (team.members) },
            html! { @if team.ended_at.is_some() { (tag(Tone::Plain, cx.t("team-ended"))) } @else { (tag(Tone::Ok, cx.t("team-at-work"))) } },
        ]
    };
    let columns = [
        Col::text(cx.t("team-name")),
        Col::num(cx.t("team-size")),
        Col::status(cx.t("team-state")),
    ];
    let none = empty_state("users-three", cx.t("team-none"), cx.t("team-none-text"), &html! {});
    let table = Table::new(cx.t("team-title"), columns).when_empty(none);
    html! { (table.rows(teams.iter().map(row))) }
}

/// Makes a team.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    let text = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    for (name, key) in [("name_ar", "team-name-ar-needed"), ("name_en", "team-name-en-needed")] {
        if !(1..=NAME_MAX).contains(&text(name).chars().count()) {
            errors.add(name, ask.cx.t(key));
        }
    }
    if errors.any() {
        return list_page(&ask, &errors).await;
    }
    let id = ask.app.clock.new_id();
    let (name_ar, name_en) = (text("name_ar"), text("name_en"));
    let team = Team { id, name_ar, name_en, ended_at: None, members: 0 };
    let (told, now) = (fact(&ask, id, "MAKE".to_owned())?, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &team, now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

async fn found(ask: &Ask) -> Result<Team, Problem> {
    let id: Uuid = ask.id("id")?;
    let team = ask.app.store.read(move |tx| store::one(tx, id)).await?;
    team.ok_or_else(Problem::not_found)
}

/// One that is at work: an ended team takes nobody.
async fn at_work(ask: &Ask) -> Result<Team, Problem> {
    let team = found(ask).await?;
    let ended = || Problem::refused("team.ended").way_out(path(team.id));
    if team.ended_at.is_none() { Ok(team) } else { Err(ended()) }
}

/// One team and who is in it.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let team = found(&ask).await?;
    document(&ask, &team, &Errors::none()).await
}

async fn document(ask: &Ask, team: &Team, errors: &Errors) -> Result<Reply, Problem> {
    let id = team.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::members(tx, id)?, accounts::all(tx)?))
    };
    let (members, workers) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let name = cx.lang.pick(&team.name_ar, &team.name_en);
    let main = html! {
        (Card::new(cx.t("team-members")).id("members").count(members.len()).body(html! {
            (member_table(cx, team, &members))
        }))
        @if team.ended_at.is_none() { (put_card(cx, team, &workers, errors)) }
    };
    let aside = html! {
        (Note::new("eye", cx.t("team-scopes")).tone(Tone::Info).body(html! { ul {
            @for part in Part::ALL { li { b { (part_name(cx, part)) } ": " (cx.t(&format!("team-{}-means", part.code().to_ascii_lowercase()))) } }
            li { (cx.t("team-above")) }
        } }))
        @if team.ended_at.is_none() {
            (Card::new(cx.t("team-end")).body(html! {
                p.hint { (cx.t("team-end-text")) }
                (post(cx, &format!("{}/end", path(id)), &html! { (Button::submit(cx.t("team-end-act")).danger()) }))
            }))
        }
    };
    let body = html! {
        (heading(Name(name), Some(&cx.t("team-show-lead")), &html! {}))
        (errors.summary(cx))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, name.clone()).crumb(cx.t("accounts-title"), "/accounts");
    let page = page.crumb(cx.t("team-title"), "/teams").errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn member_table(cx: &Cx, team: &Team, members: &[Member]) -> Markup {
    let row = |one: &Member| {
        let reads = roles::allow(&one.roles, Permission::CaseRead);
        [
            html! { (Name(cx.lang.pick(&one.name_ar, &one.name_en))) },
            html! {
                (tag(if one.part == Part::Member { Tone::Plain } else { Tone::Info }, part_name(cx, one.part)))
                @if !reads { span.sub { (cx.t("team-reads-no-case")) } }
                @if !one.active { span.sub { (cx.t("accounts-closed")) } }
            },
            html! { @if team.ended_at.is_none() {
                (post(cx, &format!("{}/members/removal", path(team.id)), &html! {
                    input type="hidden" name="worker" value=(one.worker);
                    (Button::submit(cx.t("team-remove")).soft().small())
                }))
            } },
        ]
    };
    let columns =
        [Col::text(cx.t("team-who")), Col::status(cx.t("team-part")), Col::acts(cx.t("team-acts"))];
    let none = empty_state("users", cx.t("team-empty"), cx.t("team-empty-text"), &html! {});
    let table = Table::new(cx.t("team-members"), columns).when_empty(none);
    html! { (table.rows(members.iter().map(row))) }
}

fn put_card(cx: &Cx, team: &Team, workers: &[Worker], errors: &Errors) -> Markup {
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let active = workers.iter().filter(|one| one.active);
    let people = active.map(|one| (one.id.to_string(), one.name(cx.lang).to_owned()));
    let parts = Part::ALL.map(|part| (part.code(), part_name(cx, part)));
    let card = Card::new(cx.t("team-put")).body(html! {
        p.hint { (cx.t("team-put-text")) }
        (post(cx, &format!("{}/members", path(team.id)), &html! {
            (form.select("worker", cx.t("team-who")).empty(cx.t("scope-choose")).choices(people))
            (form.select("part", cx.t("team-part")).choices(parts))
            (acts(&html! { (Button::submit(cx.t("team-put-act")).icon("user-plus")) }))
        }))
    });
    html! { (card) }
}

/// Puts somebody into the team, or changes what they are in it.
///
/// # Errors
/// `page.not_found`, `team.ended`, or when the store cannot be written.
pub async fn put(ask: Ask) -> Result<Reply, Problem> {
    let team = at_work(&ask).await?;
    let wanted: Option<WorkerId> = ask.form.get("worker").and_then(|id| id.parse().ok());
    let part = Part::ALL.into_iter().find(|part| ask.form.has("part", part.code()));
    let workers = ask.app.store.read(accounts::all).await?;
    let who = wanted.filter(|id| workers.iter().any(|one| one.id == *id && one.active));
    let mut errors = Errors::none();
    if who.is_none() {
        errors.add("worker", ask.cx.t("scope-colleague-missing"));
    }
    if part.is_none() {
        errors.add("part", ask.cx.t("team-part-missing"));
    }
    let Some((who, part)) = who.zip(part) else { return document(&ask, &team, &errors).await };
    let told = fact(&ask, team.id, format!("PUT {who} {}", part.code()))?;
    let (id, now) = (team.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::put(tx, id, (who, part), now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    ask.app.changed(Topic::Cases);
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Takes somebody out of the team.
///
/// # Errors
/// `page.not_found` for somebody who is not in it.
pub async fn remove(ask: Ask) -> Result<Reply, Problem> {
    let team = at_work(&ask).await?;
    let who: Option<WorkerId> = ask.form.get("worker").and_then(|id| id.parse().ok());
    let who = who.ok_or_else(Problem::not_found)?;
    let (told, id) = (fact(&ask, team.id, format!("TAKE {who}"))?, team.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::remove(tx, id, who)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Cases);
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Ends the team.
///
/// # Errors
/// `page.not_found`, `team.ended`, or when the store cannot be written.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let team = at_work(&ask).await?;
    let (told, id, now) = (fact(&ask, team.id, "END".to_owned())?, team.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::end(tx, id, now)? {
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    ask.app.store.write(write).await?;
    ask.app.changed(Topic::Cases);
    Ok(Reply::see_other(ask.cx.url("/teams")))
}
