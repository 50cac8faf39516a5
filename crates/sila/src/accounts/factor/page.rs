//! How one's own second factor looks.

use maud::{Markup, html};
use sila_core::time::Millis;

use super::code::{self, SECRET_BYTES};
use super::{PATH, recovery};
use crate::accounts::Worker;
use crate::ask::Ask;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, heading, post, qr, stack, tag,
};
use crate::web::ident::Code;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What there is to show.
pub enum Shown<'a> {
    /// None, and whether the role must have one.
    None {
        /// The role must have one.
        must: bool,
    },
    /// A secret that waits for its first code.
    Offered(&'a [u8; SECRET_BYTES]),
    /// One in force.
    Held {
        /// When it was set up.
        since: Millis,
        /// Recovery codes left.
        left: i64,
        /// The role must have one.
        must: bool,
    },
}

/// The page. Nothing that was typed is written back.
pub fn own(ask: &Ask, worker: &Worker, shown: &Shown<'_>, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let body = match shown {
        Shown::None { must } => none(cx, &form, *must),
        Shown::Offered(secret) => offered(ask, worker, &form, secret),
        Shown::Held { since, left, must } => held(cx, &form, (*since, *left, *must)),
    };
    framed(ask, &html! { (form.summary()) (body) }).errors(errors.any())
}

/// In the frame of the node, or alone for somebody who gets nothing else before.
fn framed(ask: &Ask, body: &Markup) -> Page {
    let owes = ask.session.as_ref().is_some_and(|session| session.owes_factor);
    let cx = Cx { path: PATH.to_owned(), ..ask.cx.clone() };
    let title = cx.t("factor-title");
    let body = html! {
        (heading(&title, Some(&cx.t("factor-lead")), &html! {}))
        div.narrow { (stack(body)) }
        @if owes { (post(&cx, "/sign-out", &html! { (Button::submit(cx.t("sign-out")).soft()) })) }
    };
    let page = Page::new(&cx, title).body(body);
    if owes { page.bare() } else { page.crumb(cx.t("me-title"), "/me") }
}

fn password(cx: &Cx, form: &Form<'_>) -> Markup {
    html! { (form.password("password", cx.t("sign-in-password")).autocomplete("current-password")) }
}

fn typed(cx: &Cx, form: &Form<'_>, hint: &str) -> Markup {
    html! { (form.text("code", cx.t("factor-code")).hint(cx.t(hint)).ltr().autocomplete("one-time-code").max(40)) }
}

fn none(cx: &Cx, form: &Form<'_>, must: bool) -> Markup {
    let begin = Card::new(cx.t("factor-begin")).body(html! {
        p { (cx.t("factor-begin-text")) }
        (post(cx, PATH, &html! {
            (password(cx, form))
            (acts(&html! { (Button::submit(cx.t("factor-begin-act")).icon("key")) }))
        }))
    });
    html! {
        @if must {
            (Note::new("warning", cx.t("factor-must-title")).tone(Tone::Warn).says(cx.t("factor-must")))
        }
        (begin)
    }
}

fn offered(ask: &Ask, worker: &Worker, form: &Form<'_>, secret: &[u8; SECRET_BYTES]) -> Markup {
    let cx = &ask.cx;
    let address = code::address(secret, &ask.app.node.agency.code, &worker.user_name);
    let scan = Card::new(cx.t("factor-scan")).body(html! {
        p { (cx.t("factor-scan-text")) }
        div.joining { (qr(&address, &cx.t("factor-square"))) }
        p { (cx.t("factor-by-hand")) }
        p { (Code(&code::in_groups(secret))) }
    });
    let confirm = Card::new(cx.t("factor-confirm")).body(html! {
        (post(cx, &format!("{PATH}/confirmation"), &html! {
            (typed(cx, form, "factor-first-hint"))
            (acts(&html! { (Button::submit(cx.t("factor-confirm-act"))) }))
        }))
    });
    html! { (scan) (confirm) }
}

fn held(cx: &Cx, form: &Form<'_>, (since, left, must): (Millis, i64, bool)) -> Markup {
    let rows = Summary::new()
        .row(cx.t("factor-since"), cx.at(since))
        .row(cx.t("factor-left"), cx.t_with("factor-left-count", &[("n", left.into())]));
    let both = html! { (password(cx, form)) (typed(cx, form, "factor-code-or-recovery")) };
    let change = Card::new(cx.t("factor-change")).body(html! {
        p { (cx.t("factor-renew-text")) }
        @if must { p.hint { (cx.t("factor-must")) } }
        (post(cx, PATH, &html! {
            (both)
            (acts(&html! {
                (Button::submit(cx.t("factor-renew")).line())
                @if !must {
                    button.btn.danger type="submit" formaction=(cx.url(&format!("{PATH}/end"))) { (cx.t("factor-end")) }
                }
            }))
        }))
    });
    html! {
        (Card::new(cx.t("factor-state")).tag(tag(Tone::Ok, cx.t("factor-on"))).body(html! { (rows) }))
        (change)
    }
}

/// The recovery codes in clear. They are shown here and never again.
pub fn codes(ask: &Ask, codes: &[String]) -> Page {
    let cx = &ask.cx;
    let list = Card::new(cx.t("factor-codes")).count(recovery::COUNT).body(html! {
        ol { @for code in codes { li { (Code(code)) } } }
    });
    let home = ask.session.as_ref().map_or("/", |session| session.worker.home());
    let body = html! {
        (Note::new("key", cx.t("factor-codes-once")).tone(Tone::Warn).says(cx.t("factor-codes-text")))
        (list)
        (acts(&html! { (Button::link(cx.t("factor-go-on"), cx.url(home))) }))
    };
    framed(ask, &body)
}
