//! Proposals at the portal: somebody of a partner without a node proposes, sees what became of it and who said what, and takes it back.
//! They see what they typed; our officers see it without what the guard takes for a person.

use maud::{Markup, html};
use sila_core::proposal::Stage;
use uuid::Uuid;

use super::act::{Said, Wish, propose, say};
use super::form::{fields, read};
use super::share::stripped;
use super::text::{MoveText, ProposalText};
use super::{Open, TABLE, counts, list, open, store, words};
use crate::app::App;
use crate::ask::Ask;
use crate::meetings::{entity, unsealed};
use crate::partners::Names;
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ChainLink, LinkState, Note, Tone, acts, chain, heading, post,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// What the portal's first page shows of proposals.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, guest: &Guest) -> Result<Markup, Problem> {
    let (cx, partner) = (&ask.cx, guest.partner.id);
    let rows = ask.app.store.read(move |tx| store::of_partner(tx, partner)).await?;
    let mut lines = Vec::new();
    for row in rows.iter().filter(|row| row.proposer == partner) {
        let text = typed(&ask.app, row)?;
        let href = cx.url(&path(row.id, ""));
        lines.push(html! {
            li { div { a.ref href=(href) { (Name(text.title.of(cx.lang))) } div.sub { (cx.code("proposal-kind", row.kind.code())) " · " (dates::near(cx.lang, cx.now, row.moved_at)) } } (list::state(cx, row)) }
        });
    }
    let new = Button::link(cx.t("proposal-new"), cx.url("/portal/proposals/new"));
    Ok(html! {
        (Card::new(cx.t("proposals-yours")).count(lines.len()).body(html! {
            p.muted { (cx.t_with("proposals-yours-text", &[("agency", Arg::from(cx.agency()))])) }
            ul.links { @for line in &lines { (line) } }
            (acts(&html! { (new.line().icon("plus")) }))
        }))
    })
}

fn path(id: Uuid, rest: &str) -> String {
    format!("/portal/proposals/{id}{rest}")
}

/// What was typed at the portal; of what an officer wrote down, what stands in the register.
fn typed(app: &App, row: &store::Stored) -> Result<ProposalText, Problem> {
    match &row.typed {
        Some(typed) => unsealed(app, TABLE, row.id, typed),
        None => words(app, row),
    }
}

/// The form.
///
/// # Errors
/// `page.not_found` for an account without a partner.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    Guest::of(&ask).await?;
    Ok(Reply::page(&document(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Proposes.
///
/// # Errors
/// `page.not_found`; `guard.filling`; as [`propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let guest = Guest::of(&ask).await?;
    let mut errors = Errors::none();
    let (kind, typed) = read(&ask.cx, &ask.form, &mut errors);
    let (Some(kind), true) = (kind, errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &ask.form, &errors)));
    };
    let (partner, me) = (guest.partner.id, ask.app.node.id);
    let text = stripped(&ask.app, &typed)?;
    let wish = Wish { kind, text, typed: Some(typed), proposer: partner, desk: me, partner };
    let made = propose(&ask.app, wish, &guest.worker, ask.now).await;
    let id = made.map_err(|problem| problem.way_out("/portal"))?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// The proposal of the address, if this partner made it.
async fn own(ask: &Ask) -> Result<(Guest, Open), Problem> {
    let guest = Guest::of(ask).await?;
    let found = open(&ask.app, ask.id("id")?).await?;
    if found.row.proposer == guest.partner.id {
        Ok((guest, found))
    } else {
        Err(Problem::not_found())
    }
}

/// One proposal of this partner.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (_, open) = own(&ask).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, row) = (&ask.cx, &open.row);
    let text = typed(&ask.app, row)?;
    let body = html! {
        (heading(Name(text.title.of(cx.lang)), None, &list::state(cx, row)))
        div.stack {
            (Note::new("shield-check", cx.t("proposal-kept")).tone(Tone::Info).says(cx.t("proposal-kept-text")))
            (Card::new(cx.code("proposal-kind", row.kind.code())).body(html! { p dir="auto" { (text.text.of(cx.lang)) } }))
            (Card::new(cx.t("proposal-history")).body(chain(cx, &links(&ask, &open, &names))))
            @if row.stage.is_open(row.kind) {
                (Card::new(cx.t("proposal-take-back")).body(post(cx, &path(row.id, "/withdrawal"), &html! {
                    p.muted { (cx.t("proposal-take-back-text")) }
                    (acts(&html! { (Button::submit(cx.t("proposal-take-back")).soft()) }))
                })))
            }
        }
    };
    let page = Page::new(cx, text.title.of(cx.lang)).crumb(cx.t("portal-title"), "/portal");
    Ok(Reply::page(&page.body(body)))
}

/// What was said, with which agency and when; who of our staff said it stays here.
fn links(ask: &Ask, open: &Open, names: &Names) -> Vec<ChainLink> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let line = |agency, at| html! { (Name(entity(cx, names, me, agency))) " · " (dates::day_and_time(cx.lang, at)) };
    let row = &open.row;
    let first = ChainLink::new("lightbulb", LinkState::Done, cx.code("proposal-stage", "PROPOSED"));
    let mut links = vec![first.meta(line(row.proposer, row.proposed_at))];
    let heard = open.moves.iter().filter(|(one, _)| counts(&open.course, one));
    for (one, text) in heard {
        let title = cx.code("proposal-stage", one.stage.code());
        let meta = html! {
            (line(one.party, one.at))
            @if !text.words.is_empty() { p dir="auto" { (text.words) } }
            @if !text.next.is_empty() { p { b { (cx.t("proposal-next")) ": " } (Name(&text.next)) } }
        };
        links.push(ChainLink::new("check", LinkState::Done, title).meta(meta));
    }
    links
}

/// Takes it back.
///
/// # Errors
/// `page.not_found`; as [`say`].
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    let (guest, open) = own(&ask).await?;
    let text = MoveText::default();
    let said = Said { to: Stage::Withdrawn, text, due_at: None, owner: None, became: None };
    let by = (&guest.worker, ask.now);
    let done = say(&ask.app, open.row.id, said, guest.partner.id, by).await;
    done.map_err(|problem| problem.way_out(path(open.row.id, "")))?;
    Ok(Reply::see_other(ask.cx.url(&path(open.row.id, ""))))
}

fn document(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let title = cx.t("proposal-new");
    let body = html! {
        (heading(&title, Some(&cx.t("proposal-guest-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/portal/proposals")) novalidate {
            div.stack {
                (form.summary())
                (Card::new(cx.t("proposal-what")).body(fields(cx, &form)))
            }
            (acts(&html! {
                (Button::submit(cx.t("proposal-send")).icon("paper-plane-tilt"))
                (Button::back(cx, "/portal"))
            }))
        }
    };
    Page::new(cx, title).crumb(cx.t("portal-title"), "/portal").errors(errors.any()).body(body)
}
