//! `/partnerships/{agency}/risks`: the joint risks of a partnership, and sharing one more from the register of themes.

use maud::{Markup, html};
use sila_core::meeting::Gravity;

use super::{Held, NAME_MAX, Owner, path, share};
use crate::accounts::Permission;
use crate::activation::saying::by;
use crate::ask::Ask;
use crate::db::Tx;
use crate::links;
use crate::partners::Names;
use crate::partnerships::relation::{self, Relation};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::themes::{self, Entry};
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; when the store cannot be read.
pub(super) async fn page(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    Ok(Reply::page(&drawn(&ask, &relation, &Pairs::default(), &Errors::none()).await?))
}

/// Shares one.
///
/// # Errors
/// As [`share`].
pub(super) async fn create(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let threats = threats(&ask, &relation).await?;
    let mut errors = Errors::none();
    let chosen =
        threats.iter().find(|one| Some(one.id.to_string().as_str()) == ask.form.get("entry"));
    if chosen.is_none() {
        errors.add("entry", ask.cx.t("risk-entry-needed"));
    }
    let owner = read_owner(&ask, &mut errors);
    let (Some(entry), Some(owner), true) = (chosen, owner, errors.is_empty()) else {
        let page = drawn(&ask, &relation, &ask.form, &errors).await?;
        return Ok(Reply::page_with_errors(&page));
    };
    let id = share(&ask.app, relation.agency, entry, owner, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(relation.agency, Some(id)))))
}

/// The owner of ours whom a form names.
pub(super) fn read_owner(ask: &Ask, errors: &mut Errors) -> Option<Owner> {
    let typed = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let (agency, name, reach) = (ask.app.node.id, typed("name"), typed("reach"));
    let owner = Owner { agency, name, reach };
    if !owner.is_sound() {
        errors.add("name", ask.cx.t("focal-name-needed"));
        return None;
    }
    Some(owner)
}

/// The fields for it.
pub(super) fn owner_fields(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (form.text("name", cx.t("risk-owner-ours")).max(NAME_MAX))
        (form.text("reach", cx.t("focal-reach")).hint(cx.t("focal-reach-hint")).max(NAME_MAX).optional())
    }
}

/// Open threats of the register of themes that this partner was there to hear and that are not shared with it.
async fn threats(ask: &Ask, relation: &Relation) -> Result<Vec<Entry>, Problem> {
    let partner = relation.agency;
    let read = move |tx: &mut dyn Tx| themes::store::threats_heard_by(tx, partner);
    let mut all = themes::opened(&ask.app, ask.app.store.read(read).await?)?;
    let alive = || relation.risks.iter().filter(|one| one.is_alive());
    let shared = |one: &Entry| alive().any(|risk| risk.risk.entry.0 == one.id);
    all.retain(|one| one.threat.is_some() && !shared(one));
    Ok(all)
}

async fn drawn(
    ask: &Ask,
    relation: &Relation,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let (cx, agency) = (&ask.cx, relation.agency);
    let names = Names::all(&ask.app).await?;
    let peers = links::peers(&ask.app).await?;
    let linked = peers.iter().any(|peer| peer.agency == agency && peer.is_open());
    let threats = threats(ask, relation).await?;
    let title = cx.t("risks-title");
    let main = html! {
        (Card::new(title.clone()).count(relation.risks.len()).live("risks", "agreements").body(html! { (lines(cx, relation)) }))
    };
    let aside = html! {
        @if !linked { (Note::new("info", cx.t("risk-no-node")).tone(Tone::Info).says(cx.t("risk-no-node-text"))) }
        @if linked && ask.may(Permission::AgreementSign) { (sharing(cx, relation, &threats, (values, errors))) }
    };
    let name = names.of(cx.lang, agency);
    let body = html! {
        (heading(html! { (title) " · " (ident::Name(name)) }, Some(&cx.t("risks-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
    let page = page.crumb(name, &format!("/partnerships/{}", agency.to_text()));
    Ok(page.errors(errors.any()).body(body))
}

fn sharing(
    cx: &Cx,
    relation: &Relation,
    threats: &[Entry],
    (values, errors): (&Pairs, &Errors),
) -> Markup {
    let form = Form::new(cx, values, errors);
    let choices =
        threats.iter().map(|one| (one.id.to_string(), one.text.text.of(cx.lang).to_owned()));
    html! {
        (Card::new(cx.t("risk-share")).body(html! {
            p.muted { (cx.t("risk-share-text")) }
            @if threats.is_empty() { p { (cx.t("risk-share-none")) " " a.link href=(cx.url("/themes")) { (cx.t("register-title")) } } }
            @else {
                (form.summary())
                (post(cx, &path(relation.agency, None), &html! {
                    (form.select("entry", cx.t("risk-one")).choices(choices))
                    (owner_fields(cx, &form))
                    (acts(&html! { (Button::submit(cx.t("risk-share")).icon("signature")) }))
                }))
            }
        }))
    }
}

fn lines(cx: &Cx, relation: &Relation) -> Markup {
    let none = empty_state("shield-check", cx.t("risks-none"), cx.t("risks-none-text"), &html! {});
    html! {
        @if relation.risks.is_empty() { (none) }
        ul.joint { @for one in &relation.risks { (line(cx, one)) } }
    }
}

fn line(cx: &Cx, one: &Held) -> Markup {
    let href = cx.url(&path(one.partner, Some(one.record)));
    html! {
        li {
            div.joint-h {
                a.ref href=(href) { (ident::Name(one.risk.text.of(cx.lang))) }
                (state(cx, one))
            }
            div.sub {
                (cx.t("risk-review")) " " (dates::day(cx.lang, one.risk.due_at()))
                @for owner in &one.risk.owners { " · " (ident::Name(&owner.name)) }
            }
        }
    }
}

/// How serious it is, or what it waits for.
pub(super) fn state(cx: &Cx, one: &Held) -> Markup {
    if one.open.as_ref().is_some_and(|open| open.waits) {
        return tag(Tone::Gold, cx.t("risk-waits"));
    }
    if !one.agreed {
        return tag(Tone::Gold, cx.t("record-standing-open"));
    }
    if one.risk.over {
        return tag(Tone::Plain, cx.t("theme-over"));
    }
    let gravity = one.risk.threat().gravity();
    let tone = match gravity {
        Gravity::High => Tone::Bad,
        Gravity::Medium => Tone::Warn,
        Gravity::Low => Tone::Ok,
    };
    tag(tone, cx.code("gravity", gravity.code()))
}

/// On the page of the partnership.
pub fn card(cx: &Cx, relation: &Relation) -> Markup {
    let all = cx.url(&path(relation.agency, None));
    let alive: Vec<&Held> = relation.risks.iter().filter(|one| one.is_alive()).collect();
    html! {
        (Card::new(cx.t("risks-title")).id("risks").count(alive.len()).body(html! {
            p.small.muted { (cx.t("risks-lead")) }
            @if !alive.is_empty() { ul.joint { @for one in alive { (line(cx, one)) } } }
            (acts(&html! { (Button::link(cx.t("risks-open"), all).line().icon("shield-warning")) }))
        }))
    }
}
