//! Pages of an invitation: made by one officer, handed over, opened by another.

pub mod store;

use maud::{Markup, html};
use sila_link::Invitation;
use uuid::Uuid;

use super::joining;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

/// Makes an invitation and shows it.
///
/// # Errors
/// `link.no_endpoint`, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (token, _) = joining::invite(&ask.app, Some(ask.worker()?.id), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/links/invitations/{token}"))))
}

/// An invitation that waits for its answer: what to do with the file.
///
/// # Errors
/// `page.not_found` when it was used or has run out.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let token: Uuid = ask.id("token")?;
    let file = joining::file_of(&ask.app, token, ask.now).await?;
    let invitation = joining_view(&file, &ask)?;
    let cx = &ask.cx;
    let path = format!("/links/invitations/{token}/file");
    let until = [("at", Arg::phrase(cx.at(invitation.expires)))];
    let main = html! {
        (Card::new(cx.t("invitation-file")).body(html! {
            p { (cx.t_with("invitation-until", &until)) }
            (acts(&html! {
                (Button::link(cx.t("invitation-save"), cx.url(&path)).icon("download-simple"))
                (Button::back(cx, "/links"))
            }))
        }))
        (Card::new(cx.t("invitation-as-text")).body(html! {
            p.muted { (cx.t("invitation-as-text-hint")) }
            textarea.in.ltr rows="8" readonly dir="ltr" aria-label=(cx.t("invitation-as-text")) {
                "\n" (joining::to_text(&file))
            }
        }))
    };
    let aside = html! { (steps(cx)) };
    let body = html! {
        (heading(cx.t("invitation-title"), Some(&cx.t("invitation-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("invitation-title")).crumb(cx.t("links-title"), "/links");
    Ok(Reply::page(&page.body(body)))
}

fn joining_view(file: &[u8], ask: &Ask) -> Result<Invitation, Problem> {
    Invitation::open(file, ask.now)
        .map_err(|error| Problem::internal("link.own_key").because(error))
}

/// What the two officers do, in order.
fn steps(cx: &Cx) -> Markup {
    html! {
        (Card::new(cx.t("invitation-steps")).body(html! {
            div.prose {
                ol {
                    @for key in ["invitation-step-1", "invitation-step-2", "invitation-step-3", "invitation-step-4"] {
                        li { (cx.t(key)) }
                    }
                }
            }
        }))
    }
}

/// The file.
///
/// # Errors
/// `page.not_found` when it was used or has run out.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let token: Uuid = ask.id("token")?;
    let file = joining::file_of(&ask.app, token, ask.now).await?;
    let name = format!("{}.sila-invite", ask.app.node.agency.code);
    Ok(Reply::file("text/plain; charset=utf-8", name, joining::to_text(&file).into_bytes()))
}

/// Where an invitation of another agency is opened.
///
/// # Errors
/// None of its own.
pub async fn join(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&join_page(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Shows whose invitation it is, before it is answered; or, once the officer has said so, answers it.
///
/// # Errors
/// `link.already`, or when the store cannot be written.
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let text = ask.form.get("file").or(ask.form.get("invitation")).unwrap_or_default();
    let opened = joining::from_text(text)
        .and_then(|file| joining::open(&ask.app, &file, ask.now).map(|opened| (file, opened)));
    let (file, invitation) = match opened {
        Ok(opened) => opened,
        Err(problem) => {
            let mut errors = Errors::none();
            errors.add("invitation", cx.t(&problem.text_key()));
            return Ok(Reply::page_with_errors(&join_page(cx, &ask.form, &errors)));
        }
    };
    if !ask.form.has("agreed", "yes") {
        return Ok(Reply::page(&whose_page(cx, &file, &invitation)));
    }
    joining::begin(&ask.app, &file, Some(ask.worker()?.id), ask.now).await?;
    let agency = sila_core::AgencyId(invitation.statement.agency());
    Ok(Reply::see_other(cx.url(&format!("/links/{}", agency.to_text()))))
}

fn join_page(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let body = html! {
        (heading(cx.t("join-title"), Some(&cx.t("join-lead")), &html! {}))
        (form.summary())
        (Card::new(cx.t("join-file")).body(html! {
            form method="post" action=(cx.url("/links/join")) enctype="multipart/form-data" novalidate {
                div.field {
                    label for="file" { (cx.t("join-file")) }
                    p.hint id="file-h" { (cx.t("join-file-hint")) }
                    input.in type="file" id="file" name="file" accept=".sila-invite,text/plain"
                        aria-describedby="file-h";
                }
                (form.area("invitation", cx.t("join-text")).hint(cx.t("join-text-hint")).ltr().rows(6).optional())
                (acts(&html! {
                    (Button::submit(cx.t("join-look")).icon("magnifying-glass"))
                    (Button::back(cx, "/links"))
                }))
            }
        }))
    };
    let page = Page::new(cx, cx.t("join-title")).crumb(cx.t("links-title"), "/links");
    page.errors(errors.any()).body(body)
}

fn whose_page(cx: &Cx, file: &[u8], invitation: &Invitation) -> Page {
    let keys = &invitation.statement;
    let fingerprint = sila_core::AgencyId(keys.agency()).to_string();
    let address = keys.endpoints.first().cloned().unwrap_or_default();
    let summary = Summary::new()
        .row(cx.t("link-name-ar"), ident::Name(&keys.name_ar))
        .row(cx.t("link-name-en"), ident::Name(&keys.name_en))
        .row(cx.t("link-code"), ident::Code(&keys.code))
        .row(cx.t("link-fingerprint"), ident::Code(&fingerprint))
        .row(cx.t("link-address"), ident::Code(&address))
        .row(cx.t("invitation-expires"), cx.at(invitation.expires));
    let body = html! {
        (heading(cx.t("join-whose"), Some(&cx.t("join-whose-lead")), &html! {}))
        (Note::new("info", cx.t("join-careful")).tone(Tone::Info).says(cx.t("join-careful-text")))
        (Card::new(cx.t("join-whose")).body(html! {
            (summary)
            (post(cx, "/links/join", &html! {
                input type="hidden" name="invitation" value=(joining::to_text(file));
                input type="hidden" name="agreed" value="yes";
                (acts(&html! {
                    (Button::submit(cx.t("join-act")).icon("plugs-connected"))
                    (Button::link(cx.t("cancel"), cx.url("/links")).soft())
                }))
            }))
        }))
    };
    Page::new(cx, cx.t("join-whose")).crumb(cx.t("links-title"), "/links").body(body)
}
