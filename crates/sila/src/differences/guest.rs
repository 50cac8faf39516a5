//! Differences at the portal: somebody of a partner without a node raises one, sees what was said, and says what their agency does.

use maud::{Markup, html};
use sila_core::difference::Act;
use uuid::Uuid;

use super::act::{Wish, raise, say};
use super::share::stripped;
use super::{Difference, Text, list, show};
use crate::ask::Ask;
use crate::partners::Names;
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, chain, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

fn path(id: Uuid, rest: &str) -> String {
    format!("/portal/differences/{id}{rest}")
}

/// What the portal's first page shows of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, guest: &Guest) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let all = super::of_partner(&ask.app, guest.partner.id).await?;
    let mut lines = Vec::new();
    for one in &all {
        let title = one.title(&ask.app)?;
        lines.push(html! {
            li {
                div {
                    a.ref href=(cx.url(&path(one.id, ""))) { (ident::Name(&title)) }
                    div.sub { (cx.code("difference-topic", one.topic.code())) " · " (dates::day(cx.lang, one.course.raised_at)) }
                }
                (list::state(cx, one))
            }
        });
    }
    let new = Button::link(cx.t("difference-new"), cx.url("/portal/differences/new"));
    Ok(html! {
        (Card::new(cx.t("differences-title")).count(all.len()).body(html! {
            p.muted { (cx.t("differences-lead")) }
            ul.links { @for line in &lines { (line) } }
            (acts(&html! { (new.line().icon("plus")) }))
        }))
    })
}

/// The form.
///
/// # Errors
/// `page.not_found` for an account without a partner.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    Guest::of(&ask).await?;
    Ok(Reply::page(&document(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Raises it.
///
/// # Errors
/// As [`raise`]; `guard.filling`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let guest = Guest::of(&ask).await?;
    let mut errors = Errors::none();
    let Some((topic, typed)) = show::read(&ask.cx, &ask.form, &mut errors) else {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &ask.form, &errors)));
    };
    let (partner, text) = (guest.partner.id, stripped(&ask.app, &typed)?);
    let wish = Wish { topic, text, party: partner, partner };
    let made = raise(&ask.app, wish, &guest.worker, ask.now).await;
    let id = made.map_err(|problem| problem.way_out("/portal"))?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// The difference of the address, if it is with this partner.
async fn own(ask: &Ask) -> Result<(Guest, Difference), Problem> {
    let guest = Guest::of(ask).await?;
    let found = super::one(&ask.app, ask.id("id")?).await?;
    if found.partner == guest.partner.id { Ok((guest, found)) } else { Err(Problem::not_found()) }
}

/// One difference.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&drawn(&ask, &Pairs::default(), &Errors::none()).await?))
}

async fn drawn(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let (guest, one) = own(ask).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, title) = (&ask.cx, one.title(&ask.app)?);
    let main = html! {
        (show::stands(cx, &one))
        (Card::new(cx.t("difference-course")).body(chain(cx, &show::said(ask, &one, &names)?)))
    };
    let (party, to) = (guest.partner.id, path(one.id, "/moves"));
    let aside = html! {
        @if one.course.ended.is_none() {
            @if !guest.signs && one.course.may(Act::Close, party) {
                (Note::new("info", cx.t("agreement-portal-other")).tone(Tone::Gold).says(cx.t("agreement-portal-other-text")))
            }
            (show::moves(cx, (&one, party, guest.signs), &to, false, (values, errors)))
        }
    };
    let body = html! {
        (heading(ident::Name(&title), None, &list::state(cx, &one)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("portal-title"), "/portal");
    Ok(page.errors(errors.any()).body(body))
}

/// Says what this partner does about it.
///
/// # Errors
/// `page.not_found`; `page.forbidden` for a settlement by an account that does not sign for its partner; as [`say`].
pub async fn add(ask: Ask) -> Result<Reply, Problem> {
    let (guest, one) = own(&ask).await?;
    let act: Act = match show::typed(&ask.cx, &ask.form) {
        Ok(act) => act,
        Err(errors) => {
            return Ok(Reply::page_with_errors(&drawn(&ask, &ask.form, &errors).await?));
        }
    };
    if act.settles() && !guest.signs {
        return Err(Problem::forbidden());
    }
    let words = ask.form.get("words").unwrap_or_default().to_owned();
    let clean = stripped(&ask.app, &Text { title: String::new(), words })?;
    let by = (&guest.worker, ask.now);
    let done = say(&ask.app, one.id, (act, &clean.words), guest.partner.id, by).await;
    done.map_err(|problem| problem.way_out(path(one.id, "")))?;
    Ok(Reply::see_other(ask.cx.url(&path(one.id, ""))))
}

fn document(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let title = cx.t("difference-new");
    let body = html! {
        (heading(&title, Some(&cx.t("difference-new-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/portal/differences")) novalidate {
            (form.summary())
            (Card::new(cx.t("difference-one")).body(show::fields(cx, &form)))
            (acts(&html! { (Button::submit(cx.t("difference-raise"))) (Button::back(cx, "/portal")) }))
        }
    };
    Page::new(cx, title).crumb(cx.t("portal-title"), "/portal").errors(errors.any()).body(body)
}
