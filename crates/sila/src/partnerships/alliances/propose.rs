//! Writing an alliance down: what it is called and for, and who is which party of it from which day.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::partnership::Words;

use super::act::{agreed, propose};
use super::sheet::{Alliance, NAME_MAX, PARTIES_MIN, Party, ROLES, TEXT_MAX, Term};
use super::{Held, all, path};
use crate::activation::saying::{by, day};
use crate::ask::Ask;
use crate::initiatives::both;
use crate::initiatives::propose::words;
use crate::links::{self, Peer};
use crate::meetings::screened;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What is written freely: the guard looks through it.
const FREE: [&str; 4] = ["name_ar", "name_en", "purpose_ar", "purpose_en"];

/// Whom we could be in an alliance with, and the alliances that there are.
struct Around {
    me: Party,
    peers: Vec<Peer>,
    held: Vec<Held>,
}

async fn around(ask: &Ask) -> Result<Around, Problem> {
    let (agreed, held) = (agreed(&ask.app).await?, ask.app.store.read(all).await?);
    let mut peers = links::peers(&ask.app).await?;
    peers.retain(|peer| peer.is_open() && agreed.contains(&peer.agency));
    let own = &ask.app.node.agency;
    let name = Words { ar: own.name_ar.clone(), en: own.name_en.clone() };
    Ok(Around { me: Party { agency: ask.app.node.id, name }, peers, held })
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn page(ask: Ask) -> Result<Reply, Problem> {
    let around = around(&ask).await?;
    Ok(Reply::page(&document(&ask.cx, &around, &Pairs::default(), &Errors::none())))
}

/// Signs it and sends it once the guard has looked through its words.
///
/// # Errors
/// As [`propose`].
pub(super) async fn create(ask: Ask) -> Result<Reply, Problem> {
    let around = around(&ask).await?;
    if let Err(errors) = read(&ask.cx, &ask.form, &around) {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &around, &ask.form, &errors)));
    }
    let form = match screened(&ask, "/alliances", &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    match read(&ask.cx, &form, &around) {
        Ok(alliance) => {
            let id = propose(&ask.app, &alliance, by(&ask)?).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id))))
        }
        Err(errors) => Ok(Reply::page_with_errors(&document(&ask.cx, &around, &form, &errors))),
    }
}

fn field(party: AgencyId) -> String {
    format!("role_{}", party.to_text())
}

fn read(cx: &Cx, form: &Pairs, around: &Around) -> Result<Alliance, Errors> {
    let mut errors = Errors::none();
    let (name, purpose) = (words(form, "name"), words(form, "purpose"));
    for (field, wrong) in [("name_ar", !name.fit(NAME_MAX)), ("purpose_ar", !purpose.fit(TEXT_MAX))]
    {
        if wrong {
            errors.add(field, cx.t("training-words-needed"));
        }
    }
    let from = day(form, "from");
    if from.is_none() {
        errors.add("from", cx.t("alliance-day-needed"));
    }
    let role = |party: AgencyId| {
        let typed = form.get(&field(party)).unwrap_or_default();
        ROLES.into_iter().find(|role| *role == typed)
    };
    if role(around.me.agency).is_none() {
        errors.add(field(around.me.agency), cx.t("alliance-role-needed"));
    }
    let peers = around.peers.iter().map(|peer| Party {
        agency: peer.agency,
        name: Words { ar: peer.name_ar.clone(), en: peer.name_en.clone() },
    });
    let parties = [around.me.clone()].into_iter().chain(peers);
    let mut roles: Vec<(Party, &str)> =
        parties.filter_map(|party| role(party.agency).map(|role| (party, role))).collect();
    roles.sort_by_key(|(party, _)| party.agency);
    if let Some(first) = around.peers.first()
        && roles.len() < PARTIES_MIN
    {
        errors.add(field(first.agency), cx.t("alliance-parties-needed"));
    }
    let follows = form.get("follows").unwrap_or_default();
    let follows = around.held.iter().map(|one| one.record).find(|id| id.to_string() == follows);
    let (Some(from), true) = (from, errors.is_empty()) else { return Err(errors) };
    let term = |(party, role): &(Party, &str)| Term {
        agency: party.agency,
        role: (*role).to_owned(),
        from,
        until: None,
    };
    let terms = roles.iter().map(term).collect();
    let parties = roles.into_iter().map(|(party, _)| party).collect();
    Ok(Alliance { name, purpose, follows, parties, terms })
}

/// The choices of roles.
pub(super) fn roles(cx: &Cx) -> [(&'static str, String); 5] {
    ROLES.map(|role| (role, cx.code("alliance-role", role)))
}

fn document(cx: &Cx, around: &Around, values: &Pairs, errors: &Errors) -> Page {
    let title = cx.t("alliance-new");
    let page = Page::new(cx, title.clone()).crumb(cx.t("alliances-title"), "/alliances");
    if around.peers.len() < PARTIES_MIN.saturating_sub(1) {
        let words = cx.t("alliance-few-text");
        return page.body(empty_state("handshake", cx.t("alliance-few"), words, &html! {}));
    }
    let form = Form::new(cx, values, errors);
    let inside = html! {
        div.stack {
            (Card::new(cx.t("alliance-what")).body(html! {
                (both(&form, "name", &cx.t("alliance-name"), NAME_MAX))
                (both(&form, "purpose", &cx.t("alliance-purpose"), TEXT_MAX))
                (follows(cx, &form, around))
            }))
            (Card::new(cx.t("alliance-parties")).body(parties(cx, &form, around)))
        }
        (acts(&html! { (Button::submit(cx.t("relation-plan-propose")).icon("signature")) }))
    };
    let main = html! { (form.summary()) (post(cx, "/alliances", &inside)) };
    let aside = html! {
        (Note::new("handshake", cx.t("alliance-pairs")).tone(Tone::Info).says(cx.t("alliance-pairs-text")))
        (Note::new("lock-key", cx.t("alliance-kept")).says(cx.t("alliance-kept-text")))
    };
    let body = html! {
        (heading(title, Some(&cx.t("alliance-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    page.errors(errors.any()).body(body)
}

fn parties(cx: &Cx, form: &Form<'_>, around: &Around) -> Markup {
    html! {
        (form.date("from", cx.t("alliance-from")))
        (form.select(&field(around.me.agency), cx.agency().to_owned()).empty(cx.t("need-choose")).choices(roles(cx)))
        @for peer in &around.peers {
            (form.select(&field(peer.agency), peer.name(cx.lang).to_owned())
                .empty(cx.t("alliance-no-party")).optional().choices(roles(cx)))
        }
    }
}

fn follows(cx: &Cx, form: &Form<'_>, around: &Around) -> Markup {
    let named = |one: &Held| -> Option<(String, String)> {
        let name = &one.signed.last()?.alliance.name;
        Some((one.record.to_string(), cx.lang.pick(&name.ar, &name.en).clone()))
    };
    let choices: Vec<(String, String)> = around.held.iter().filter_map(named).collect();
    html! {
        @if !choices.is_empty() {
            (form.select("follows", cx.t("alliance-follows")).empty(cx.t("alliance-follows-none"))
                .hint(cx.t("alliance-follows-hint")).optional().choices(choices))
        }
    }
}
