//! `/projects/{id}`: one project with its counts, by group and partner and by place, and the form for one more.

use maud::{Markup, html};
use sila_core::experience::Quarter;
use uuid::Uuid;

use super::{Open, open, path, sums};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::meetings::entity;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, columns, heading, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// Quarters that can be counted: this one and those before.
const QUARTERS: u32 = 6;

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let open = open(&ask.app, id).await?;
    let mut values = Pairs::default();
    values.push("quarter", Quarter::of(ask.now).number().to_string());
    Ok(Reply::page(&document(&ask, &open, &values, &Errors::none()).await?))
}

/// The page with the form as it was typed.
///
/// # Errors
/// When the store cannot be read.
pub async fn document(
    ask: &Ask,
    open: &Open,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let form = Form::new(cx, values, errors);
    let main = html! {
        @if !open.text.text.is_empty() { (Card::new(cx.t("project-one")).body(html! { p dir="auto" { (open.text.text.of(cx.lang)) } })) }
        (matrix(ask, open, &names))
        (by_place(cx, open))
    };
    let aside = html! {
        (facts(cx, open))
        @if ask.may(Permission::MeetingKeep) { (counting(ask, open, &names, &form)) }
    };
    let title = open.text.title.of(cx.lang).to_owned();
    let body = html! {
        (heading(Name(&title), None, &html! {}))
        (form.summary())
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("projects-title"), "/projects");
    Ok(page.errors(errors.any()).refreshing(60).body(body))
}

/// A row for each group and a column for each partner; the last row and the last column are their sums.
fn matrix(ask: &Ask, open: &Open, names: &Names) -> Markup {
    let (cx, me, parts) = (&ask.cx, ask.app.node.id, &open.parts);
    let (cells, _) = sums(&open.reached, |one| (one.group, one.partner));
    let (groups, together) = sums(&open.reached, |one| one.group);
    let (partners, _) = sums(&open.reached, |one| one.partner);
    let head = parts.partners.iter().map(|one| Col::num(entity(cx, names, me, *one)));
    let head = std::iter::once(Col::text(cx.t("project-groups"))).chain(head);
    let head = head.chain([Col::num(cx.t("project-sum"))]);
    let number = |n: Option<&u64>| html! { (n.copied().unwrap_or_default()) };
    let rows = parts.groups.iter().map(|group| {
        let first = html! { (cx.code("category", group.code())) };
        let of = parts.partners.iter().map(|one| number(cells.get(&(*group, *one))));
        let last = html! { b { (number(groups.get(group))) } };
        std::iter::once(first).chain(of).chain([last]).collect::<Vec<_>>()
    });
    let sum = std::iter::once(html! { b { (cx.t("project-sum")) } })
        .chain(parts.partners.iter().map(|one| html! { b { (number(partners.get(one))) } }))
        .chain([html! { b { (together) } }])
        .collect::<Vec<_>>();
    let title = cx.t("project-by-group-and-partner");
    html! {
        (Card::new(title.clone()).id("reached").live("reached", "agreements").body(html! {
            (Note::new("users-three", cx.t("project-counted")).tone(Tone::Info).says(cx.t("project-counted-text")))
            (Table::new(title, head).rows(rows).row(sum))
        }))
    }
}

fn by_place(cx: &Cx, open: &Open) -> Markup {
    let (places, together) = sums(&open.reached, |one| one.place);
    let columns = [Col::text(cx.t("project-places")), Col::num(cx.t("project-people"))];
    let rows = open.parts.places.iter().map(|place| {
        let people = places.get(place).copied().unwrap_or_default();
        [html! { (area_name(cx, place.as_str())) }, html! { (people) }]
    });
    let sum = [html! { b { (cx.t("project-sum")) } }, html! { b { (together) } }];
    let title = cx.t("project-by-place");
    html! { (Card::new(title.clone()).body(html! { (Table::new(title, columns).rows(rows).row(sum)) })) }
}

fn facts(cx: &Cx, open: &Open) -> Markup {
    let row = &open.row;
    let last = row.ends_at.plus_minutes(-1);
    let rows = Summary::new()
        .row(cx.t("project-from"), dates::day(cx.lang, row.starts_at))
        .row(cx.t("project-until"), dates::day(cx.lang, last))
        .row(cx.t("project-partners"), open.parts.partners.len().to_string())
        .row_if(cx.t("theme-initiative"), row.initiative.map(|record| {
            html! { a.link href=(cx.url(&format!("/initiatives/{record}"))) { (cx.t("proposal-became-see")) } }
        }));
    html! { (Card::new(cx.t("project-facts")).body(html! { (rows) })) }
}

fn counting(ask: &Ask, open: &Open, names: &Names, form: &Form<'_>) -> Markup {
    let (cx, me, parts) = (&ask.cx, ask.app.node.id, &open.parts);
    let partners = parts.partners.iter();
    let partners = partners.map(|one| (one.to_text(), entity(cx, names, me, *one).to_owned()));
    let groups = parts.groups.iter().map(|one| (one.code(), cx.code("category", one.code())));
    let places = parts.places.iter();
    let places = places.map(|one| (one.to_string(), area_name(cx, one.as_str())));
    let now = Quarter::of(ask.now).number();
    let quarters = (0..QUARTERS).map(|back| {
        let quarter = Quarter::from_number(now.saturating_sub(back));
        let (year, n) = quarter.parts();
        let words = [("n", n.into()), ("year", Arg::phrase(year.to_string()))];
        (quarter.number().to_string(), cx.t_with("feedback-quarter", &words))
    });
    html! {
        (Card::new(cx.t("project-count")).body(post(cx, &format!("{}/counts", path(open.row.id)), &html! {
            p.hint { (cx.t("project-count-hint")) }
            (form.select("partner", cx.t("project-by-whom")).choices(partners))
            (form.select("group", cx.t("project-group")).choices(groups))
            (form.select("place", cx.t("project-place")).choices(places))
            (form.select("quarter", cx.t("project-quarter")).choices(quarters))
            (form.text("people", cx.t("project-people")).numeric().max(8))
            (acts(&html! { (Button::submit(cx.t("project-count-act"))) }))
        })))
    }
}
