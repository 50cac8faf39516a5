//! The administrator's page of the keys: which are in use, since when and until when, what each linked agency knows of
//! them, and what may be done with them.

use maud::{Markup, html};
use sila_core::Millis;
use sila_link::keys::{KEPT_MS, SEALING_MS, SIGNING_MS};
use sila_seal::Hash;
use sila_seal::code::{base32_decode, base32_encode};

use super::duty;
use super::order::{self, Order, What};
use super::ring::Ring;
use super::store::{self, Held, Use};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts as act_row, ask_first, columns, heading,
    stack, tag,
};
use crate::web::dates::day;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::orders(tx)?, links::store::peers(tx)?))
    };
    let (orders, peers) = ask.app.store.read(read).await?;
    let (cx, ring, admin) = (&ask.cx, ask.app.keys(), ask.may(Permission::LinkAdmin));
    let main = html! {
        (in_use(cx, &ring, admin))
        (retired(cx, &ring))
        (known_by(cx, &ring, &peers))
    };
    let aside = html! { (statement(cx, &ring, ask.app.node.safe.is_locked(), admin)) };
    let body = html! {
        (heading(cx.t("keys-title"), Some(&cx.t("keys-lead")), &moves(cx, admin)))
        div.stack {
            div id="waiting" data-live="links" { (waiting(cx, &ask, &ring, &orders, &peers)) }
            (columns(&stack(&main), &stack(&aside)))
        }
    };
    let page = Page::new(cx, cx.t("keys-title")).crumb(cx.t("links-title"), "/links");
    Ok(Reply::page(&page.refreshing(30).body(body)))
}

fn moves(cx: &Cx, admin: bool) -> Markup {
    html! {
        @if admin {
            (Button::link(cx.t("keys-act-all"), cx.url("/keys/changes/all")).icon("arrows-clockwise").line())
        }
    }
}

/// What has been asked for and is not done yet, and why.
fn waiting(cx: &Cx, ask: &Ask, ring: &Ring, orders: &[Order], peers: &[Peer]) -> Markup {
    let awaited: Vec<&str> =
        duty::awaited(&ask.app, peers).iter().map(|peer| peer.code.as_str()).collect();
    let title = |order: &Order| cx.t(&format!("keys-ordered-{}", order.what.to_lowercase()));
    html! {
        @if ring.is_lost() {
            (Note::new("warning-circle", cx.t("keys-lost")).tone(Tone::Bad).says(cx.t("keys-lost-text")))
        }
        @for order in orders {
            (Note::new("hourglass-medium", title(order)).tone(Tone::Info).body(html! {
                @if awaited.is_empty() { p { (cx.t("keys-ordered-text")) } }
                @else {
                    p {
                        (cx.t("keys-awaited")) " "
                        @for code in &awaited { (ident::Code(code)) " " }
                    }
                }
            }))
        }
    }
}

/// How long a key of this use is good.
fn good_for(kind: Use) -> Option<i64> {
    match kind {
        Use::Sealing => Some(SEALING_MS),
        Use::Signing | Use::Transport => Some(SIGNING_MS),
        Use::Quantum => None,
    }
}

fn in_use(cx: &Cx, ring: &Ring, admin: bool) -> Markup {
    let columns = [
        Col::text(cx.t("keys-use")),
        Col::text(cx.t("keys-fingerprint")),
        Col::text(cx.t("keys-since")),
        Col::text(cx.t("keys-until")),
        Col::acts(cx.t("keys-acts")),
    ];
    let rows = ring.held.iter().filter(|held| held.retired_at.is_none()).map(|held| {
        let until = good_for(held.kind).map(|ms| Millis(held.since.0.saturating_add(ms)));
        let until = until.map_or_else(|| cx.t("keys-no-end"), |at| day(cx.lang, at));
        let word = held.kind.code().to_lowercase();
        [
            html! { b { (cx.t(&format!("keys-use-{word}"))) } div.small.muted { (cx.t(&format!("keys-use-{word}-text"))) } },
            fingerprint(&held.kid),
            html! { (day(cx.lang, held.since)) },
            html! { (until) },
            html! { @if admin && good_for(held.kind).is_some() { (acts(cx, held)) } },
        ]
    });
    let table = Table::new(cx.t("keys-in-use"), columns).rows(rows);
    html! { (Card::new(cx.t("keys-in-use")).live("in-use", "links").body(html! { (table) })) }
}

fn acts(cx: &Cx, held: &Held) -> Markup {
    let replace = format!("/keys/changes/{}", held.kind.code().to_lowercase());
    let revoke = format!("/keys/changes/revoke-{}", base32_encode(&held.kid));
    html! {
        (act_row(&html! {
            (Button::link(cx.t("keys-act-replace"), cx.url(&replace)).line().small())
            (Button::link(cx.t("keys-act-revoke"), cx.url(&revoke)).soft().small())
        }))
    }
}

/// Sixteen letters of a key's identifier are enough to compare by telephone.
fn fingerprint(kid: &Hash) -> Markup {
    let text = base32_encode(kid);
    let groups: Vec<String> =
        text.chars().collect::<Vec<_>>().chunks(4).take(4).map(String::from_iter).collect();
    html! { (ident::Code(&groups.join("-"))) }
}

fn retired(cx: &Cx, ring: &Ring) -> Markup {
    let columns = [
        Col::text(cx.t("keys-use")),
        Col::text(cx.t("keys-fingerprint")),
        Col::text(cx.t("keys-retired-at")),
        Col::status(cx.t("keys-state")),
    ];
    let custody = &ring.told().custody;
    let old = ring.held.iter().rev().filter_map(|held| held.retired_at.map(|at| (held, at)));
    let rows = old.take(20).map(|(held, at)| {
        let word = held.kind.code().to_lowercase();
        let gone = Millis(at.0.saturating_add(KEPT_MS));
        let state = if custody.is_revoked(&held.kid) {
            tag(Tone::Bad, cx.t("keys-revoked"))
        } else if held.kind == Use::Sealing {
            let at = [("at", Arg::phrase(day(cx.lang, gone)))];
            tag(Tone::Plain, cx.t_with("keys-erased-from", &at))
        } else {
            tag(Tone::Plain, cx.t("keys-kept"))
        };
        [
            html! { (cx.t(&format!("keys-use-{word}"))) },
            fingerprint(&held.kid),
            html! { (cx.at(at)) },
            state,
        ]
    });
    let table = Table::new(cx.t("keys-retired"), columns).rows(rows);
    html! {
        @if !table.is_empty() {
            (Card::new(cx.t("keys-retired")).live("retired", "links").body(html! {
                p.muted { (cx.t("keys-retired-lead")) }
                (table)
            }))
        }
    }
}

/// Which statement of ours each linked agency holds, and the newest of theirs that we have seen.
fn known_by(cx: &Cx, ring: &Ring, peers: &[Peer]) -> Markup {
    let columns = [
        Col::text(cx.t("keys-agency")),
        Col::num(cx.t("keys-theirs")),
        Col::text(cx.t("keys-theirs-at")),
        Col::num(cx.t("keys-ours")),
        Col::status(cx.t("keys-state")),
    ];
    let rows = peers.iter().filter(|peer| peer.may_remember_us()).map(|peer| {
        let href = cx.url(&format!("/links/{}", peer.agency.to_text()));
        let state = if peer.knows >= ring.n() {
            tag(Tone::Ok, cx.t("keys-known"))
        } else {
            tag(Tone::Gold, cx.t("keys-under-way"))
        };
        [
            html! { a.link href=(href) { (ident::Name(peer.name(cx.lang))) } },
            html! { (peer.keys.n) },
            html! { (cx.at(Millis(peer.keys.created))) },
            html! { (peer.knows) },
            state,
        ]
    });
    let table = Table::new(cx.t("keys-known-by"), columns)
        .rows(rows)
        .when_empty(html! { p.muted { (cx.t("links-none")) } });
    html! { (Card::new(cx.t("keys-known-by")).live("known-by", "links").body(html! { (table) })) }
}

fn statement(cx: &Cx, ring: &Ring, locked: bool, admin: bool) -> Markup {
    let told = ring.told();
    let locked = if locked {
        tag(Tone::Ok, cx.t("keys-locked"))
    } else {
        tag(Tone::Warn, cx.t("keys-open"))
    };
    let summary = Summary::new()
        .row(cx.t("keys-number"), html! { span.num { (told.n) } })
        .row(cx.t("keys-made"), cx.at(Millis(told.created)))
        .row(
            cx.t("keys-roots"),
            html! { span.num { (told.custody.former.len().saturating_add(1)) } },
        )
        .row(cx.t("keys-root"), fingerprint(&told.root.id()))
        .row(cx.t("keys-at-rest"), locked);
    html! {
        (Card::new(cx.t("keys-statement")).live("statement", "links").body(html! {
            (summary)
            p.small.muted { (cx.t("keys-statement-text")) }
            @if admin { p { a.link href=(cx.url("/keys/changes/root")) { (cx.t("keys-act-root")) } } }
        }))
    }
}

fn asked(ask: &Ask) -> Result<What, Problem> {
    let text: String = ask.id("what")?;
    match text.as_str() {
        "signing" => Ok(What::Replace(Use::Signing)),
        "sealing" => Ok(What::Replace(Use::Sealing)),
        "transport" => Ok(What::Replace(Use::Transport)),
        "all" => Ok(What::All),
        "root" => Ok(What::Root),
        other => {
            let kid = other.strip_prefix("revoke-").and_then(|text| base32_decode(text).ok());
            let kid = kid.and_then(|kid| Hash::try_from(kid).ok());
            kid.map(What::Revoke).ok_or_else(Problem::not_found)
        }
    }
}

/// Asks before anything is changed, and says what it means.
///
/// # Errors
/// `page.not_found` when there is no such change.
pub async fn ask(ask: Ask) -> Result<Reply, Problem> {
    let what = asked(&ask)?;
    let cx = &ask.cx;
    let word = what.code().to_lowercase();
    let (title, text) = (cx.t(&format!("keys-ask-{word}")), cx.t(&format!("keys-ask-{word}-text")));
    let path = format!("/keys/changes/{}", ask.param("what"));
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let fields = html! {
        @if let What::Revoke(kid) = what {
            p { (fingerprint(&kid)) }
            (form.text("reason", cx.t("keys-reason")).hint(cx.t("keys-reason-hint")).max(order::REASON_MAX))
        }
    };
    let body = html! {
        (heading(&title, None, &html! {}))
        (Card::new(title.clone()).body(html! {
            p { (text) }
            (ask_first(cx, &path, "/keys", &cx.t("keys-confirm"), &fields))
        }))
    };
    let page = Page::new(cx, title).crumb(cx.t("links-title"), "/links");
    Ok(Reply::page(&page.crumb(cx.t("keys-title"), "/keys").body(body)))
}

/// Writes the change down for the running node.
///
/// # Errors
/// As [`order::give`].
pub async fn change(ask: Ask) -> Result<Reply, Problem> {
    let what = asked(&ask)?;
    let reason = ask.form.get("reason").unwrap_or_default().to_owned();
    order::give(&ask.app, what, &reason, Some(ask.worker()?.id), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url("/keys")))
}
